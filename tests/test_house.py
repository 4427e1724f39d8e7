"""The house stays as small and as plain as `house.toml` says, or becomes smaller and plainer."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from source_modules import SOURCE, Module, modules
from test_architecture import GROUND

HOUSE: dict[str, Any] = tomllib.loads((Path(__file__).parent / "house.toml").read_text(encoding="utf-8"))
MOST: dict[str, int] = HOUSE["most"]
LONG_PATTERN = 100
PATTERN_CALLS = {"compile", "match", "fullmatch", "search", "split", "sub", "findall", "finditer"}


def lines(module: Module) -> int:
    """How many lines the module has."""
    return len(module.path.read_text(encoding="utf-8").splitlines())


def own_imports(module: Module) -> set[str]:
    """The modules of ours that a module imports anywhere, types included."""
    found = {(one.module.removeprefix("confnotes."), one.line) for one in module.imports}
    packages = {
        (name.rpartition(".")[0], line) for name, line in found if name in modules()
    }  # `from room import module`
    return {name for name, line in found - packages if name in modules() and name != module.name}


def folder(name: str) -> str:
    """The folder in which a module stands; a package, and a module on the ground, stands for itself."""
    is_package = modules()[name].path.name == "__init__.py"
    return name if is_package else name.rpartition(".")[0] or name


def largest_cycle(edges: Mapping[str, Iterable[str]]) -> list[str]:
    """The largest set of nodes that all reach each other, [] where there is none of two (Tarjan's algorithm)."""
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    found: list[list[str]] = [[]]

    def visit(node: str) -> None:
        numbers[node] = lowest[node] = len(numbers)
        path.append(node)
        for target in edges.get(node, ()):
            if target not in numbers:
                visit(target)
            if target in path:
                lowest[node] = min(lowest[node], lowest[target])
        if lowest[node] == numbers[node]:
            at = path.index(node)
            found.append(sorted(path[at:]))
            del path[at:]

    for node in edges:
        if node not in numbers:
            visit(node)
    largest = max(found, key=len)
    return largest if len(largest) > 1 else []


@cache
def classes() -> dict[str, list[tuple[Module, ast.ClassDef]]]:
    """Every class of ours by its name."""
    found: dict[str, list[tuple[Module, ast.ClassDef]]] = defaultdict(list)
    for module in modules().values():
        for node in module.nodes:
            if isinstance(node, ast.ClassDef):
                found[node.name].append((module, node))
    return found


def ancestors(name: str, known: Mapping[str, list[tuple[Module, ast.ClassDef]]]) -> set[str]:
    """The classes of ours from which a class inherits, itself among them."""
    if name not in known:
        return set()
    bases = (ast.unparse(base).partition("[")[0].rpartition(".")[2] for base in known[name][0][1].bases)
    return {name}.union(*(ancestors(base, known) for base in bases if base != name))


def lines_of_rooms() -> Counter[str]:
    """How many lines each room has; what lies beside the rooms is the ground."""
    rooms = Counter[str]()
    for module in modules().values():
        rooms["ground" if module.room in GROUND | {"__init__", "__main__"} else module.room] += lines(module)
    return rooms


def test_every_room_keeps_within_its_budget_of_lines() -> None:
    rooms = lines_of_rooms()
    assert rooms.keys() == HOUSE["lines"].keys()
    over = {room: count - HOUSE["lines"][room] for room, count in rooms.items() if count > HOUSE["lines"][room]}
    assert not over, f"lines too many: {over}"


def test_a_budget_falls_with_its_room() -> None:
    """What was saved is not spent again: no budget is more than a twentieth above what the room has."""
    rooms = lines_of_rooms()
    loose = {room: rooms[room] for room, most in HOUSE["lines"].items() if most > rooms[room] * 1.05}
    assert not loose, f"write the figures of these rooms into tests/house.toml: {loose}"


def test_modules_stay_of_one_subject() -> None:
    assert not {name: lines(one) for name, one in modules().items() if lines(one) > MOST["lines_of_a_module"]}


def test_no_module_needs_more_of_the_others() -> None:
    """The importers are not there yet, and have a ceiling of their own."""
    counts = {name: len(own_imports(module)) for name, module in modules().items()}
    most = {
        name: MOST["imports_of_an_importer" if name.startswith("importers.") else "imports_of_a_module"]
        for name in counts
    }
    over = {name: count for name, count in counts.items() if count > most[name]}
    assert not over, over


def test_no_class_is_built_on_more_of_the_others() -> None:
    known = classes()
    depths = {name: len(ancestors(name, known)) for name in known}
    assert max(depths.values()) <= MOST["classes_in_an_inheritance"], max(depths, key=lambda name: depths[name])


def test_no_cycle_of_modules_grows() -> None:
    cycle = largest_cycle({name: own_imports(module) for name, module in modules().items()})
    assert len(cycle) <= MOST["modules_in_a_cycle"], cycle


def test_no_cycle_of_folders_grows() -> None:
    edges: dict[str, set[str]] = defaultdict(set)
    for name, module in modules().items():
        here = folder(name)
        others = {folder(target) for target in own_imports(module)}
        edges[here] |= {
            one for one in others if not f"{one}.".startswith(f"{here}.") and not here.startswith(f"{one}.")
        }
    cycle = largest_cycle(edges)
    assert len(cycle) <= MOST["folders_in_a_cycle"], cycle


def test_a_class_name_means_one_thing() -> None:
    several = {
        name: sorted({module.name for module, _ in places})
        for name, places in classes().items()
        if not name.startswith("_") and len({module.name for module, _ in places}) > 1
    }
    assert len(several) <= MOST["class_names_in_several_modules"], several


def test_long_patterns_say_what_they_are() -> None:
    long = [
        f"{module.name}:{node.lineno}"
        for module in modules().values()
        for node in module.nodes
        if isinstance(node, ast.Call) and _is_of_a_pattern(node.func) and _is_long_and_plain(node)
    ]
    assert len(long) <= MOST["long_plain_patterns"], long


def _is_of_a_pattern(called: ast.expr) -> bool:
    return isinstance(called, ast.Attribute) and called.attr in PATTERN_CALLS and ast.unparse(called.value) == "re"


def _is_long_and_plain(call: ast.Call) -> bool:
    """Whether a pattern is neither verbose nor built from parts: named ones stand between its pieces."""
    pieces = (piece.value for piece in ast.walk(call.args[0]) if isinstance(piece, ast.Constant))
    longest = max((len(piece) for piece in pieces if isinstance(piece, str | bytes)), default=0)
    return longest > LONG_PATTERN and "re.VERBOSE" not in ast.unparse(call)


def test_no_private_name_of_a_module_is_left_behind() -> None:
    """Constants and functions with `_` that their own module does not use; ruff looks for imports and locals only."""
    for name, module in modules().items():
        used = {node.id for node in module.nodes if isinstance(node, ast.Name) and not _is_set(node)}
        left = {one for one in _private_names(module.tree) if one not in used}
        assert not left, f"{name}: {left}"


def _private_names(tree: ast.Module) -> Iterable[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names = [node.name]
        else:
            targets = node.targets if isinstance(node, ast.Assign) else []
            names = [each.id for each in targets if isinstance(each, ast.Name)]
        yield from (each for each in names if each.startswith("_") and not each.startswith("__"))


def _is_set(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def test_no_function_is_more_complex_than_twelve() -> None:
    ruff = Path(sys.executable).with_name("ruff")
    if not ruff.exists():
        pytest.skip("ruff is not installed here")
    command: list[str | Path] = [
        ruff,
        "check",
        "--select=C901",
        "--config=lint.mccabe.max-complexity=12",
        "--output-format=json",
        SOURCE,
    ]
    said = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    found: dict[str, list[str]] = defaultdict(list)
    for one in said:
        found[Path(one["filename"]).relative_to(SOURCE).as_posix()].append(one["message"].split("`")[1])
    assert found == HOUSE["complex"], "a simpler function leaves the list in tests/house.toml"


BRANCHES = (
    *(ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler),
    *(ast.IfExp, ast.Assert, ast.comprehension, ast.match_case),
)
APART = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
GRADE_D = 21


def ways_through(function: ast.AST) -> int:
    """As radon counts them: branches, conditions of comprehensions and what stands between `and` and `or`."""
    ways, todo = 1, list(ast.iter_child_nodes(function))
    while todo:
        node = todo.pop()
        if isinstance(node, APART):
            continue
        ways += isinstance(node, BRANCHES)
        if isinstance(node, ast.comprehension):
            ways += len(node.ifs)
        if isinstance(node, ast.BoolOp):
            ways += len(node.values) - 1
        todo += ast.iter_child_nodes(node)
    return ways


def test_no_function_outside_the_importers_is_of_grade_d() -> None:
    found = {
        f"{module.name}.{node.name}": ways
        for module in modules().values()
        if module.room != "importers"
        for node in module.nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (ways := ways_through(node)) >= GRADE_D
    }
    assert not found, found
