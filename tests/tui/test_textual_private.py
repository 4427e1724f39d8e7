"""The private names of Textual that are used stand in one file, and Textual has every one of them."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import confnotes
from phrases import tree_of

SOURCE = Path(confnotes.__file__).parent
FILE = SOURCE / "tui" / "textual_private.py"
USED = {
    "textual._context": ["active_message_pump"],
    "textual._keyboard_protocol": ["FUNCTIONAL_KEYS"],
    "textual._parser.Parser": ["_timeout_time"],
    "textual._styles_cache": ["StylesCache"],
    "textual._xterm_parser": ["XTermParser"],
    "textual._xterm_parser.XTermParser": ["_sequence_to_key_events"],
    "textual.app.App": [
        "_driver",
        "_exit",
        "_fatal_error",
        "_filters",
        "_handle_exception",
        "_refresh_truecolor_filter",
    ],
    "textual.css.stylesheet.Stylesheet": ["_process_component_classes"],
    "textual.dom.DOMNode": [
        "_attach",
        "_bindings",
        "_component_styles",
        "_get_component_classes",
        "_merge_bindings",
        "_merged_bindings",
    ],
    "textual.driver.Driver": ["_app", "_auto_restart"],
    "textual.drivers.linux_driver": ["XTermParser", "getincrementaldecoder"],
    "textual.drivers.linux_driver.LinuxDriver": ["_writer_thread"],
    "textual.drivers._writer_thread.WriterThread": ["_queue"],
    "textual.message_pump.MessagePump": ["_close_messages_no_wait"],
    "textual.screen.Screen": ["_reset_focus"],
    "textual.strip.Strip": ["_render_cache", "_segments"],
    "textual.widgets.OptionList": ["_on_click"],
    "textual.widgets.TextArea": [
        "_app_theme_changed",
        "_build_highlight_map",
        "_on_key",
        "_redo_batch",
        "_refresh_size",
        "_replace_via_keyboard",
        "_rewrap_and_refresh_virtual_size",
        "_scroll_update",
        "_set_document",
        "_undo_batch",
    ],
    "textual.widgets.text_area.Document": ["_lines", "_newline"],
    "textual.widgets.text_area.Edit": ["_edit_result", "_original_selection"],
    "textual.widgets.text_area.EditHistory": ["_redo_stack", "_undo_stack"],
}
OF_NAMED_TUPLES = {"_asdict", "_fields", "_make", "_replace"}


def _named(path: str) -> object:
    """The module or class of that path."""
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError:
        module, _, name = path.rpartition(".")
        found: object = getattr(importlib.import_module(module), name)
        return found


def _private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in OF_NAMED_TUPLES


@cache
def _of_itself(cls: type) -> set[str]:
    """The private names that a class defines, in its body or on its instances."""
    on_instances = re.findall(r"\bself\.(_[a-z]\w*)\s*(?:=|:)", inspect.getsource(cls))
    slots = getattr(cls, "__slots__", ())
    return {name for name in (*vars(cls), *on_instances, *slots) if _private(name)}


def _private_imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and re.match(r"(?:textual|rich)\b.*\._", f"{node.module}."):
            yield node.lineno, f"from {node.module}"
        elif isinstance(node, ast.ImportFrom) and node.module and re.match(r"(?:textual|rich)\b", node.module):
            yield from ((node.lineno, one.name) for one in node.names if _private(one.name))


def _taken_from_others(trees: list[ast.Module]) -> Iterator[tuple[ast.Module, int, str]]:
    """Private attributes of something that is not `self`, and that no class of ours has."""
    ours = {
        name
        for tree in trees
        for node in ast.walk(tree)
        for name in (
            [node.name]
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            else [node.attr]
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self"
            else []
        )
    }
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and _private(node.attr):
                owner = ast.unparse(node.value)
                if owner not in ("self", "cls", "super()", "os", "sys") and node.attr not in ours:
                    yield tree, node.lineno, f"{owner}.{node.attr}"


def _shared_with_textual(module: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Private names in our classes that a class of Textual among their bases has, too: used, replaced or in its way."""
    found = importlib.import_module(module)
    for node in tree.body:
        cls = getattr(found, node.name, None) if isinstance(node, ast.ClassDef) else None
        if cls is None or cls.__module__ != module:
            continue
        bases = [base for base in cls.__mro__ if re.match(r"(?:textual|rich)\b", base.__module__)]
        theirs: set[str] = set().union(*map(_of_itself, bases))
        for part in ast.walk(node):
            match part:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if name in theirs:
                    yield part.lineno, f"def {name}"
                case ast.Attribute(value=owner, attr=name) if name in theirs and ast.unparse(owner) in (
                    "self",
                    "super()",
                ):
                    yield part.lineno, f"self.{name}"


@pytest.mark.parametrize(("owner", "names"), USED.items(), ids=USED)
def test_textual_has_the_private_names_that_are_used(owner: str, names: list[str]) -> None:
    found = _named(owner)
    there = (
        set().union(*(_of_itself(base) for base in found.__mro__ if base.__module__.startswith("textual")))
        if isinstance(found, type)
        else set(vars(found))
    )
    assert set(names) <= there


def test_the_list_has_every_private_name_of_the_file() -> None:
    text = FILE.read_text(encoding="utf-8")
    tree = ast.parse(text)
    own = {"_App", "_TextArea", "_Document", "_Edit", "_forget"}
    written = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and _private(node.attr)}
    written |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and _private(node.name)} - own
    written |= {"_writer_thread"} & set(re.findall(r'"(_\w+)"', text))
    listed = {name for names in USED.values() for name in names if _private(name)}
    assert written == listed
    assert {module for _, module in _private_imports(tree)} == {
        f"from {path}" for path in USED if re.fullmatch(r"textual\._\w+", path)
    }


def test_no_other_file_uses_a_private_name_of_textual() -> None:
    files = [path for path in sorted((SOURCE / "tui").rglob("*.py")) if path != FILE]
    trees = {path: tree_of(path.read_text(encoding="utf-8")) for path in files}
    place = {id(tree): path for path, tree in trees.items()}
    wrong = [f"{place[id(tree)]}:{line}: {what}" for tree, line, what in _taken_from_others(list(trees.values()))]
    for path, tree in trees.items():
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        module = ".".join(parts).removesuffix(".__init__")
        wrong += [f"{path}:{line}: {what}" for line, what in _private_imports(tree)]
        wrong += [f"{path}:{line}: {what}" for line, what in _shared_with_textual(module, tree)]
    assert not wrong, "\n".join(["private names of Textual belong to tui/textual_private.py:", *wrong])
