"""What the program imports is what it declares, and what it declares it imports."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from source_modules import SOURCE, modules

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = ("anki", "lsp", "mcp", "pdf", "pinyin", "qr", "serve")
WITHOUT_IMPORT = {
    "tzdata": "the zones of machines that have none",
    "linkify-it-py": "loaded by markdown-it-py when links are to be found",
}


def _declared(requirements: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9_.-]", line, maxsplit=1)[0].lower().replace("_", "-") for line in requirements}


@cache
def _imported() -> dict[str, set[str]]:
    """The distributions that the source imports from, with the files that do; those of the package itself are none."""
    distributions = packages_distributions()
    found: dict[str, set[str]] = {}
    for one in modules().values():
        for node in one.nodes:
            match node:
                case ast.Import(names=names):
                    imported = [alias.name for alias in names]
                case ast.ImportFrom(module=str(module), level=0):
                    imported = [module]
                case _:
                    continue
            for top in {module.partition(".")[0] for module in imported} - sys.stdlib_module_names - {"confnotes"}:
                for name in distributions.get(top, [top]):
                    found.setdefault(name.lower().replace("_", "-"), set()).add(str(one.path.relative_to(SOURCE)))
    return found


def test_everything_that_is_imported_is_declared() -> None:
    declared = _declared(PROJECT["dependencies"])
    for extra in EXTRAS:
        declared |= _declared(PROJECT["optional-dependencies"][extra])
    assert {name: files for name, files in _imported().items() if name not in declared} == {}


def test_everything_that_is_declared_is_imported() -> None:
    assert _declared(PROJECT["dependencies"]) - set(_imported()) == set(WITHOUT_IMPORT)


def test_what_development_needs_of_the_extras_is_what_the_extras_say() -> None:
    extras = PROJECT["optional-dependencies"]
    assert {each for extra in EXTRAS for each in extras[extra]} <= set(extras["dev"])
