"""Whether this checkout could be published: `make release-check [TAG=v1.2.3]`.

Each check answers what is wrong, a line for each problem; with any, the program ends with 1.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from email.message import Message
from email.parser import Parser
from functools import cache
from pathlib import Path
from tarfile import open as open_tar
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from hatchling.builders.plugin.interface import BuilderInterface
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder
from markdown_it import MarkdownIt
from markdown_it.token import Token
from packaging.metadata import InvalidMetadata, Metadata
from trove_classifiers import classifiers

import confnotes

CHECKOUT = Path(__file__).resolve().parents[1]
PACKAGE = CHECKOUT / "src" / "confnotes"
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUN_ON = {"Operating System :: POSIX :: Linux"}  # a system goes in here when somebody has run the tests on it
IN_THE_SOURCE = ("CHANGELOG.md", "LICENSE", "Makefile", "README.md", "hatch_build.py", "tests/conftest.py")
_PLACEHOLDER = re.compile(r"^https?://([^/]*\.)?example\.(org|com|net)(/|$)")
_VERSION = re.compile(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})$", re.MULTILINE)
_UNRELEASED = re.compile(r"^## \[?Unreleased\]?\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_LEFTOVER = re.compile(r"__pycache__|\.py[co]$|\.egg-info|(^|/)\.(mypy|ruff|pytest)_cache|~$")
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*\\]|[. ](/|$)|(^|/)(con|prn|aux|nul|(com|lpt)[0-9])(\.|/|$)', re.IGNORECASE)
_folders: list[TemporaryDirectory[str]] = []
_PYTHON = "Programming Language :: Python :: "


@cache
def build(builder: type[BuilderInterface], version: str) -> Path:  # type: ignore[type-arg]
    """A distribution of the checkout, built once, in a temporary folder that lasts as long as the program."""
    _folders.append(folder := TemporaryDirectory())
    return Path(next(iter(builder(str(CHECKOUT)).build(directory=folder.name, versions=[version]))))


@cache
def metadata_text() -> str:
    """The METADATA file of the wheel."""
    with ZipFile(build(WheelBuilder, "standard")) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return archive.read(name).decode()


def metadata() -> Message:
    """The fields of the wheel's metadata; the payload is the README."""
    return Parser().parsestr(metadata_text())


def pythons() -> list[str]:
    """The versions of Python that the classifiers promise, as “3.11”."""
    return [one.removeprefix(_PYTHON) for one in PROJECT["classifiers"] if one.startswith(_PYTHON)]


def check_address() -> Iterator[str]:
    """The project has an address where people find it."""
    for name, url in PROJECT["urls"].items():
        if _PLACEHOLDER.match(url):
            yield f"{name} in [project.urls] is a placeholder: {url}"


def check_version(tag: str = "") -> Iterator[str]:
    """The version has a dated section on top of the changelog, and is that of the tag."""
    version, text = confnotes.__version__, (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    if tag and tag != f"v{version}":
        yield f"tag {tag} does not match version {version} in src/confnotes/__init__.py"
    waiting = _UNRELEASED.search(text)
    if waiting and waiting[1].strip():
        yield "CHANGELOG.md has entries under “Unreleased”: move them to a version"
    newest = _VERSION.search(text)
    if newest is None or newest[1] != version:
        yield f"CHANGELOG.md does not begin with a section “## [{version}] - YYYY-MM-DD”"
        return
    try:
        if (day := date.fromisoformat(newest[2])) > date.today():
            yield f"CHANGELOG.md dates {version} in the future: {newest[2]}"
        if tag and day < last_change():
            yield f"CHANGELOG.md dates {version} before its last change: set the day of the release"
    except ValueError:
        yield f"CHANGELOG.md gives {version} a date that does not exist: {newest[2]}"


def last_change() -> date:
    """The day of the last commit, in its author's time zone."""
    asked = ["git", "-C", str(CHECKOUT), "log", "-1", "--format=%as"]
    return date.fromisoformat(subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip())


def check_classifiers() -> Iterator[str]:
    """Classifiers exist, and name systems and Pythons that the tests ran on."""
    for name in set(PROJECT["classifiers"]) - set(classifiers):
        yield f"unknown classifier: {name}"
    for name in {one for one in PROJECT["classifiers"] if one.startswith("Operating System")} - RUN_ON:
        yield f"nobody has run the tests on this system: {name}"
    from matrix import PYTHONS

    if set(pythons()) != set(PYTHONS):
        yield f"the classifiers name Python {', '.join(pythons())}; `make matrix` runs {', '.join(PYTHONS)}"


def check_metadata() -> Iterator[str]:
    """Package indexes accept the metadata."""
    try:
        Metadata.from_email(metadata_text(), validate=True)
    except ExceptionGroup as group:
        yield from (str(error) for error in group.exceptions if isinstance(error, InvalidMetadata))


def check_readme() -> Iterator[str]:
    """Package indexes can render the README: no link in it is relative, and none leads to a missing file."""
    shown = metadata()
    if shown["Description-Content-Type"] != "text/markdown":
        yield "the README is not declared as Markdown"
    home = PROJECT["urls"]["Homepage"]
    for target in _targets(shown.get_payload()):
        if not re.match(r"https://|mailto:|#", target):
            yield f"README.md: this link does not work on package indexes: {target}"
        elif (inside := re.match(re.escape(home) + r"/(?:raw|blob)/HEAD/([^#]+)", target)) and not (
            CHECKOUT / inside[1]
        ).exists():
            yield f"README.md: file not found: {inside[1]}"


def _targets(text: object) -> Iterator[str]:
    """Where the links and images of a Markdown text lead, HTML included."""
    for token in _all_tokens(MarkdownIt("gfm-like").parse(str(text))):
        yield from (str(token.attrs[name]) for name in ("href", "src") if name in token.attrs)
        if token.type.startswith("html"):
            yield from re.findall(r'\b(?:href|src|srcset)="([^"\s]+)', token.content)


def _all_tokens(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all_tokens(token.children or [])


def check_wheel() -> Iterator[str]:
    """The wheel carries every file of the package, and nothing else."""
    with ZipFile(build(WheelBuilder, "standard")) as archive:
        everything = archive.namelist()
    names = {name for name in everything if ".dist-info/" not in name and ".data/" not in name}
    if not any(name.endswith(".data/data/share/man/man1/confnotes.1") for name in everything):
        yield "missing in the wheel: the manual page"
    files = (path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    wanted = {f"confnotes/{path.relative_to(PACKAGE).as_posix()}" for path in files}
    yield from (f"missing in the wheel: {name}" for name in sorted(wanted - names))
    known = {name for name in names if name in wanted or (CHECKOUT / _source_of(name)).is_file()}
    yield from (f"unexpected in the wheel: {name}" for name in sorted(names - known))


def _source_of(name: str) -> str:
    """Where a file that the build puts into the package stands in the checkout, as pyproject.toml says."""
    hatch = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]
    included: dict[str, str] = hatch["build"]["targets"]["wheel"].get("force-include", {})
    for source, target in included.items():
        if name.startswith(target):
            return source + name.removeprefix(target)
    return name


def check_source() -> Iterator[str]:
    """The source distribution carries what is needed to build and test, and nothing that lies next to it."""
    names = source_names()
    yield from (f"missing in the source distribution: {name}" for name in IN_THE_SOURCE if name not in names)
    hatch = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]
    roots = {*hatch["build"]["targets"]["sdist"]["only-include"], ".gitignore", "PKG-INFO", "pyproject.toml"}
    strange = sorted(name for name in names if name.partition("/")[0] not in roots or _LEFTOVER.search(name))
    yield from (f"unexpected in the source distribution: {name}" for name in strange)


def source_names() -> list[str]:
    """The files of the source distribution, as paths in the checkout."""
    with open_tar(build(SdistBuilder, "standard")) as archive:
        return [name.partition("/")[2] for name in archive.getnames()]


def check_names() -> Iterator[str]:
    """Every file can be checked out on Windows and macOS: legal names, no two that differ only in their case."""
    names = source_names()
    for name in names:
        if _NOT_ON_WINDOWS.search(name):
            yield f"Windows refuses this file name: {name}"
    for folded, count in Counter(name.casefold() for name in names).items():
        if count > 1:
            yield f"file names that differ only in their case: {folded}"


CHECKS: dict[str, Callable[[], Iterator[str]]] = {
    "address": check_address,
    "version": check_version,
    "classifiers": check_classifiers,
    "metadata": check_metadata,
    "README": check_readme,
    "wheel": check_wheel,
    "source distribution": check_source,
    "file names": check_names,
}


def main(tag: str = "") -> int:
    """Print each check with its problems; 1 when there is any."""
    failed = False
    for name, check in CHECKS.items():
        problems = [*(check_version(tag) if check is check_version else check())]
        failed |= bool(problems)
        print(f"{'✗' if problems else '✓'} {name}", *(f"    {problem}" for problem in problems), sep="\n")
    return int(failed)


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        sys.exit(main(*sys.argv[1:2]))
