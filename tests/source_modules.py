"""The modules of the package and what they import, read once for all tests that hold the house."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from confnotes.garbage import gc_paused
from phrases import SOURCE as SOURCE
from phrases import tree_of


@dataclass(frozen=True)
class Import:
    """One import statement, wherever in the module it stands."""

    module: str
    line: int
    for_types_only: bool


@dataclass(frozen=True)
class Module:
    """A module of the package, by its dotted name below `confnotes`."""

    name: str
    path: Path
    tree: ast.Module
    nodes: tuple[ast.AST, ...]
    imports: tuple[Import, ...]

    @property
    def room(self) -> str:
        """The folder it stands in, or its own name on the ground."""
        return self.name.split(".")[0]


def _imports(nodes: tuple[ast.AST, ...]) -> tuple[Import, ...]:
    typing_only: set[int] = set()
    for node in nodes:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            typing_only |= {id(inner) for statement in node.body for inner in ast.walk(statement)}
    found = []
    for node in nodes:
        if isinstance(node, ast.Import):
            found += [Import(alias.name, node.lineno, id(node) in typing_only) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found.append(Import(str(node.module), node.lineno, id(node) in typing_only))
            found += [
                Import(f"{node.module}.{alias.name}", node.lineno, id(node) in typing_only)
                for alias in node.names
                if (SOURCE.parent / f"{node.module}.{alias.name}".replace(".", "/")).with_suffix(".py").is_file()
            ]
    return tuple(found)


@cache
def modules() -> dict[str, Module]:
    """Every module of the package."""
    found = {}
    with gc_paused(kept=True):
        for path in sorted(SOURCE.rglob("*.py")):
            parts = path.relative_to(SOURCE).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)
            tree = tree_of(path.read_text(encoding="utf-8"))
            nodes = tuple(ast.walk(tree))
            found[name] = Module(name, path, tree, nodes, _imports(nodes))
    return found
