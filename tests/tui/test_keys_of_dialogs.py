"""Dialogs, pickers and the find bar have the keys of the map in force, as terminals send them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import OptionList, Static

import confnotes.tui
from confnotes.tui.keymap.keymap import Keymap
from confnotes.tui.keymap.names import read_key
from confnotes.tui.keymap.presets import PRESETS, PRESSED
from confnotes.tui.screens.help import HelpScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.questions import QuestionsScreen
from confnotes.vault.vault import Vault
from key_bytes import Kind, sent
from phrases import tree_of
from screen_samples import on_screen, settled, text_of
from terminal import CONFNOTES, Terminal, environment_of

NOTE = "HarbourConf 2031/2031-05-12 1000 Tides in Memory.md"
TALK = "harbourconf-2031/tides-in-memory"
ROOM = Path(confnotes.tui.__file__).parent
KNOWN = {*PRESSED.values(), "home", "ctrl+end"}
"""The keys that lists, fields and dialogs know: the app presses them for the keys of the map in force."""

ENDS_OTHER_PROGRAMS = {"ctrl+c"}
"""Where nothing is selected to copy, it says how to quit."""

ANSWERS = {"y", "n"}
"""A question whether something is to be deleted takes them with any keys."""

OF_THE_TEXT = (
    *("vim/", "emacs/", "screens/note/", "widgets/editor", "widgets/filter.py", "keymap/", "themes.py"),
    *("key_sequences.py", "terminal_keys.py"),
)
"""What edits text has keys of its own, such as backspace; `keymap/` reads and names keys, as does what makes keys of
bytes."""

STEPS = (
    ("", "why"),
    ("questions", "1 open question"),
    ("x", "save and close"),
    ("close", "-save and close"),
    ("find", "tab replace"),
    ("tab", "all   "),
    ("back-tab", "tab replace"),
    ("back", "-tab replace"),
    ("ask-rating", "Rate this talk"),
    ("down", "Rate this talk"),
    ("back", "-Rate this talk"),
    ("new", "New note"),
    ("x", "New note"),
    ("back", "to discard what you typed"),
    ("close", "-New note"),
    ("leave", "NOW"),
    ("export", "Group by"),
    ("list", "select"),
    ("down", "select"),
    ("back", "-select"),
)
"""Actions one after the other in a note with an open question, and what is shown then, or with "-" no longer."""


def keys_in(tree: ast.AST) -> Iterator[str]:
    """The keys that bindings are made with, and that `event.key` is compared with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Binding":
            first = node.args[0]
            if isinstance(first, ast.Constant):
                yield from str(first.value).split(",")
        elif isinstance(node, ast.Compare) and ast.unparse(node.left) in ("event.key", "key"):
            constants = (one for right in node.comparators for one in ast.walk(right))
            yield from (one.value for one in constants if isinstance(one, ast.Constant) and isinstance(one.value, str))


def keys_named(tree: ast.AST) -> Iterator[str]:
    """The keys that are named in what is shown, such as "esc" or "ctrl+q"; enter and tab work with every keymap."""
    docstrings = {one.value for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            words = re.findall(r"esc\b|F\d+|(?:(?:ctrl|alt|shift)\+)+[^\s'),.]+", node.value)
            yield from (one for one in words if read_key(one) is not None)


def test_no_screen_names_a_key_that_is_not_of_the_keymap() -> None:
    found = {}
    for file in sorted(ROOM.rglob("*.py")):
        name = file.relative_to(ROOM).as_posix()
        keys = {*keys_named(tree_of(file.read_text(encoding="utf-8")))}
        if (own := keys - KNOWN - ENDS_OTHER_PROGRAMS - ANSWERS) and not name.startswith(OF_THE_TEXT):
            found[name] = own
    assert not {name: sorted(own) for name, own in found.items()}


def test_no_widget_has_a_key_that_the_keymap_does_not_press() -> None:
    found = {}
    for file in sorted(ROOM.rglob("*.py")):
        name = file.relative_to(ROOM).as_posix()
        keys = {key for key in keys_in(tree_of(file.read_text(encoding="utf-8"))) if key.islower()}
        if (own := keys - KNOWN - ENDS_OTHER_PROGRAMS - ANSWERS) and not name.startswith(OF_THE_TEXT):
            found[name] = own
    assert not {name: sorted(own) for name, own in found.items()}


ALSO = {"leave": "close"}
"""Vim leaves a note with `:q`: `ctrl+o` is for jumps there."""


def write_settings(folder: Path, text: str) -> None:
    file = folder / "config" / "confnotes" / "config.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def keys_of(dialog: QuestionsScreen) -> str:
    """The line of keys of a dialog."""
    return str(dialog.query_one(".keys", Static).render())


def bytes_of(preset: str, action: str) -> Iterator[str]:
    """What a terminal sends for the keys of an action where one types text; a letter is itself."""
    for keys in Keymap(PRESETS[preset]).typing(action) or [(action,)]:
        pressed = [sent(Kind.XTERM, key) for key in keys]
        if all(pressed):
            yield "".join(filter(None, pressed))


@pytest.mark.parametrize("preset", PRESETS)
def test_dialogs_pickers_and_the_find_bar_have_the_keys_of_the_preset(folder: Path, preset: str) -> None:
    Vault.open(folder / "vault").save(NOTE, "---\ntalk: harbourconf-2031/tides-in-memory\n---\n? why\n", None)
    write_settings(folder, f"keymap: {preset}\n")
    environment = environment_of(folder)
    with Terminal([*CONFNOTES, "--vault", "vault"], folder=folder, environment=environment) as program:
        program.wait_for("NOW")
        program.send("\r")
        for action, shown in STEPS:
            if action:
                program.send(
                    ":q\r" if (action, preset) == ("leave", "vim") else next(bytes_of(preset, ALSO.get(action, action)))
                )
            is_there, words = not shown.startswith("-"), shown.removeprefix("-")
            program.wait_until(lambda: (words in program.text) is is_there, f"{action}: {shown}")  # noqa: B023
        program.send(next(bytes_of(preset, "quit")))
        assert program.wait_for_end() == 0


@pytest.mark.parametrize("preset", PRESETS)
def test_the_welcome_has_the_keys_of_the_preset(tmp_path: Path, preset: str) -> None:
    write_settings(tmp_path, f"keymap: {preset}\n")
    leaves = {"default": "ctrl+q", "vim": "ctrl+q", "emacs": "ctrl+x ctrl+c"}[preset]
    with Terminal(CONFNOTES, folder=tmp_path, environment=environment_of(tmp_path)) as program:
        program.wait_for(f"{leaves} quit")
        program.send(next(bytes_of(preset, "down")))
        program.wait_for("▸ Look around in the sample")
        program.send("\r")
        program.wait_for("Where should the copy of the sample go?")
        assert f"{leaves} quit" in program.text
        program.send(next(bytes_of(preset, "back")))
        program.wait_for("Which conference are you going to?")
        program.send("\x03")
        program.wait_for(f"Press {leaves} to quit")
        program.send(next(bytes_of(preset, "quit")))
        assert program.wait_for_end() == 0


async def test_own_keys_hold_in_dialogs_and_their_help_and_labels(vault: Vault, tmp_path: Path) -> None:
    write_settings(tmp_path, "keys:\n  mark: '&'\n  tab: ctrl+r\n  ask-rating: F9\n  close: ctrl+shift+w\n")
    async with on_screen(vault, talk=TALK) as (app, pilot):
        await pilot.press(*"? why", "enter", *"? how", "ctrl+g", "q")
        await settled(pilot)
        queue = app.screen
        assert isinstance(queue, QuestionsScreen)
        assert "& no answer" in keys_of(queue)
        await pilot.press("ampersand")
        await settled(pilot)
        assert "save and close" not in keys_of(queue) and len(queue.query_one(OptionList).options) == 1
        await pilot.press("a", "ctrl+r", *"Ada")
        assert "ctrl+shift+w save and close" in keys_of(queue) and queue.focused is queue.query_one("#asker")
        await pilot.press("f1")
        await settled(pilot)
        assert isinstance(app.screen, HelpScreen) and "ctrl+shift+w" in text_of(app.screen.list)
        await pilot.press("escape", "ctrl+shift+w")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)
