"""The house of docs/explanation/design.md holds: arrows run down only, and heavy libraries have one door each."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from source_modules import SOURCE, Module, modules

GROUND = {"beside", "errors", "clock", "config", "extras", "garbage", "notices", "patience", "system", "wanted"}
WORDS = {"model", "markup"}
SOURCES = {"vault", "search", "web", "git"}
FORMATS = {"importers", "exporters"}
VAULT = WORDS | SOURCES | {"merge", "catalogue"}
ALL = VAULT | FORMATS | {"report", "actions"}
MAY_IMPORT: dict[str, set[str]] = {
    "beside": set(),
    "errors": set(),
    "clock": {"config"},
    "config": {"errors", "notices"},
    "extras": set(),
    "garbage": set(),
    "notices": set(),
    "patience": {"wanted"},
    "system": {"errors"},
    "wanted": set(),
    "model": set(),
    "markup": {"model"},
    "merge": WORDS,
    "vault": WORDS | {"merge"},
    "search": WORDS,
    "web": WORDS,
    "git": set(),
    "catalogue": WORDS | SOURCES,
    "importers": WORDS,
    "exporters": WORDS | {"merge"},
    "report": VAULT,
    "actions": VAULT | FORMATS | {"report"},
    "cli": ALL | {"lsp", "mcp", "serve"},
    "lsp": ALL,
    "mcp": ALL,
    "serve": ALL,
    "tui": ALL,
    "__main__": {"cli", "tui", "vault"},
}
BIBLIOGRAPHY = {("catalogue.papers.paper_library", "importers"), ("catalogue.papers.paper_library", "exporters")}
"""BibTeX is what the vault's own bibliography is written in, and a format to import and export."""
ONLY_DOOR = {
    "aiohttp": "serve",
    "lsprotocol": "lsp",
    "pygls": "lsp",
    "whoosh": "search",
    "click": "cli",
    "textual": "tui",
    "textual_serve": "serve",
    "jinja2": "exporters",
}
STANDARD_LIBRARY_ONLY = {"model"}


def _rooms_imported(module: Module) -> list[tuple[str, int]]:
    return [
        (imported.module.split(".")[1], imported.line)
        for imported in module.imports
        if imported.module.startswith("confnotes.")
    ]


def test_every_room_is_on_the_plan() -> None:
    rooms = {module.room for module in modules().values()} - {"__init__"}
    assert rooms <= set(MAY_IMPORT), "a new room needs its place in the picture first"


def test_arrows_run_down_only() -> None:
    wrong = [
        f"{module.path.relative_to(SOURCE)}:{line} imports {room}"
        for module in modules().values()
        if module.room != "__init__"
        for room, line in _rooms_imported(module)
        if room != module.room
        and room not in MAY_IMPORT[module.room]
        and (module.name, room) not in BIBLIOGRAPHY
        and not (room in GROUND and module.room != "errors")
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("library", "room"), ONLY_DOOR.items())
def test_a_heavy_library_is_imported_in_one_room_only(library: str, room: str) -> None:
    wrong = [
        f"{module.path.relative_to(SOURCE)}:{imported.line}"
        for module in modules().values()
        if module.room != room
        for imported in module.imports
        if imported.module.split(".")[0] == library
    ]
    assert not wrong, f"{library} belongs to {room}/: {wrong}"


def test_the_language_is_read_without_whoosh() -> None:
    found = {
        name for name, module in modules().items() for one in module.imports if one.module.split(".")[0] == "whoosh"
    }
    language = {
        "parse",
        "values",
        "explain",
        "analyse",
        "document",
        "harvest",
        "outlines",
        "snippets",
        "sections",
        "data",
    }
    assert not found & {f"search.{name}" for name in language}


def test_the_words_need_the_standard_library_only() -> None:
    wrong = [
        f"{module.path.relative_to(SOURCE)}:{imported.line} imports {imported.module}"
        for module in modules().values()
        if module.room in STANDARD_LIBRARY_ONLY
        for imported in module.imports
        if imported.module.split(".")[0] not in sys.stdlib_module_names | {"confnotes"}
    ]
    assert not wrong, "\n".join(wrong)


def _edges(*, with_types: bool) -> dict[str, set[str]]:
    """Which modules each module imports."""
    return {
        module.name: {
            target
            for imported in module.imports
            if (with_types or not imported.for_types_only) and imported.module.startswith("confnotes.")
            for target in [imported.module.removeprefix("confnotes.")]
            if target in modules() and target != module.name
        }
        for module in modules().values()
    }


def _circle(edges: dict[str, set[str]]) -> str | None:
    """The first circle of imports, as `a -> b -> a`."""
    finished: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> str | None:
        if name in path:
            return " -> ".join((*path[path.index(name) :], name))
        if name in finished:
            return None
        finished.add(name)
        return next((found for target in sorted(edges.get(name, ())) if (found := visit(target, (*path, name)))), None)

    return next((found for name in edges if (found := visit(name, ()))), None)


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert _circle(_edges(with_types=False)) is None


def test_no_modules_of_a_room_name_each_other_in_a_circle_not_even_for_types() -> None:
    assert _circle(_edges(with_types=True)) is None


def test_packages_import_nothing_heavy_by_themselves() -> None:
    wrong = [
        f"{module.name}: {imported.module}"
        for module in modules().values()
        if module.path.name == "__init__.py"
        for imported in module.imports
        if imported.module.split(".")[0] not in sys.stdlib_module_names
    ]
    assert not wrong, "an import in __init__.py makes every start slower"


def test_every_module_says_what_it_is_for() -> None:
    silent = [module.name for module in modules().values() if not ast.get_docstring(module.tree)]
    assert not silent


def test_there_is_no_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "misc", "common"}
    assert not [name for name in modules() if drawers & set(name.split("."))]


def test_the_picture_of_the_rooms_is_drawn_from_their_imports() -> None:
    drawn = subprocess.run(
        [sys.executable, "-c", "from draw_house import picture; print(picture(), end='')"],
        cwd=SOURCE.parents[1] / "docs",
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    kept = (SOURCE.parents[1] / "docs" / "house.svg").read_text(encoding="utf-8")
    assert drawn.stdout == kept, "python docs/draw_house.py draws it anew"


def test_no_verb_imports_one_of_another_subject() -> None:
    """What several verbs do lies in the modules named here; `check_vault` is the list of all checks."""
    shared = {
        "actions.links.rewrite",
        "actions.notes.change_talk_note",
        "actions.notes.line_target",
        "actions.notes.note_versions",
        "actions.syncing.check_out",
    }
    wrong = [
        f"{name} imports {target}"
        for name, targets in _edges(with_types=True).items()
        if name.startswith("actions.") and name != "actions.check_vault"
        for target in targets - shared
        if target.startswith("actions.") and not name.startswith(target)
        if target.rpartition(".")[0] != name.rpartition(".")[0]
    ]
    assert not wrong, wrong


def test_no_process_of_ours_runs_code_that_lies_in_a_vault() -> None:
    """`python -m` looks first into the folder in which it is started, which may be a vault of somebody else: not with
    `-P`.
    """
    calls = [
        (module.name, [part.value for part in node.elts if isinstance(part, ast.Constant)])
        for module in modules().values()
        for node in module.nodes
        if isinstance(node, ast.List | ast.Tuple)
        and "sys.executable" in (ast.unparse(part) for part in node.elts if isinstance(part, ast.Attribute))
    ]
    unsafe = [(name, words) for name, words in calls if "-m" in words and "-P" not in words[: words.index("-m")]]
    assert calls and not unsafe, unsafe
