"""Emacs's keys in a note: commands of the keymap go to the engine, and what it does is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual import events
from textual.widgets.text_area import Location, Selection

from confnotes.errors import ConfnotesError
from confnotes.tui import commands
from confnotes.tui.command import Command
from confnotes.tui.emacs.engine import EmacsEngine
from confnotes.tui.keymap.names import read_key, shown_key
from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.widgets.drawing import Line, Part
from confnotes.tui.widgets.editor_vim import EditorBuffer

_RUN: Final = "modes.run('"
_ARROWS: Final = {
    "up": "previous-line",
    "down": "next-line",
    "left": "backward-char",
    "right": "forward-char",
    "home": "move-beginning-of-line",
    "end": "move-end-of-line",
    "pageup": "scroll-down-command",
    "pagedown": "scroll-up-command",
}
"""What keys of the editor do while text is selected from the mark on: the selection follows."""

_OF_THE_POPUP: Final = {"next-line": "down", "previous-line": "up", "keyboard-quit": "escape"}
"""Commands whose keys are for a list of completions while one is open, and the keys that it knows."""


class EmacsKeys(NoteController):
    """Emacs's keys in a note's editor; `changed` is called after each of them."""

    hints: Line = []  # noqa: RUF012  (the footer names the commands)

    def __init__(self, page: NotePage, changed: Callable[[], None]) -> None:
        super().__init__(page)
        self._changed = changed
        self._engine = EmacsEngine(EditorBuffer(self.editor))
        self._is_meta = False
        self.editor.base_mode = self

    def leave(self) -> None:
        self.editor.base_mode = None
        self.editor.show_found("", None)

    types = True
    """A character key always types."""

    # What the status line shows

    @property
    def is_amid_keys(self) -> bool:
        """Whether the next key belongs to a command that is half typed."""
        return bool(self._engine.prompt) or self._is_meta

    @property
    def prompt(self) -> tuple[str, str]:
        """The search, or a command that waits for a character."""
        return self._engine.prompt, ""

    @property
    def label(self) -> Line:
        """The prefix argument, Esc before its key, and whether text is selected from the mark on."""
        shown = " ".join(filter(None, (self._engine.shown, "ESC" if self._is_meta else "")))
        parts = [Part(f"{shown}-  ", "accent")] if shown else []
        return [*parts, *([Part("mark  ", "accent")] if self._engine.state.is_active else [])]

    # Keys

    def takes(self, event: events.Key) -> bool:
        """Whether the key was emacs's; the editor and the commands of the note do the others."""
        key = read_key(shown_key(event.key)) or event.key  # some terminals name signs with alt
        is_meta, self._is_meta = self._is_meta, False
        if is_meta:
            key = _with_alt(event)
        elif key == "escape" and self._begins_meta():
            return True
        found = commands.on_key(self.page.where, key)
        name = _name_of(found)
        if found is not None and is_meta and not name:
            self.page.app.call_later(self.page.app.run_action, found.textual_action, self.page)
            self._changed()
            return True
        return self._runs(event, key, name)

    def _runs(self, event: events.Key, key: str, name: str) -> bool:
        """Whether the engine or an open list of completions did the key."""
        engine, active = self._engine, self._engine.state.is_active
        name = name or (_ARROWS.get(key, "") if active else "")
        if not engine.is_idle:
            return self._feed(event, key, name)
        if name in _OF_THE_POPUP and self._popup_takes(_OF_THE_POPUP[name]):
            return True
        if active and not name and (event.is_printable or key == "enter"):
            self.editor.selection = Selection.cursor(self.editor.cursor_location)  # typing replaces nothing
        if not name or (name == "keyboard-quit" and not active):
            return False  # ctrl+g: the note closes what is open over it
        return self._feed(event, key, name)

    def run(self, name: str) -> None:
        self._look()
        self._engine.run(name)
        self._show()

    def pastes(self, text: str) -> bool:
        """Whether a pasted text is looked for: its first line is."""
        search = self._engine.search
        if search is None:
            return False
        for character in text.strip().partition("\n")[0]:
            search.type(character)
        self._show()
        return True

    def typed(self, event: events.Key, before: Location, rows: int) -> None:
        """The editor did a key."""
        self._engine.was_typed(before, self.editor.cursor_location, len(self.editor.note.lines) - rows)
        self._changed()

    def _begins_meta(self) -> bool:
        """Whether Esc stands for alt with the next key: unless there is something to close."""
        if self._engine.prompt or self._popup_takes("escape") or self.page.has_class("-preview"):
            return False
        self._is_meta = True
        self._changed()
        return True

    def _popup_takes(self, key: str) -> bool:
        return any(takes(events.Key(key, None)) for takes in self.editor.key_takers)

    def _feed(self, event: events.Key, key: str, name: str) -> bool:
        self._look()
        self.page.line.unsay()
        is_typed = event.is_printable and event.character and not key.startswith(("alt+", "ctrl+"))
        character = event.character if is_typed and event.character else key
        is_done = self._engine.feed("space" if character == " " else character, name)
        if is_done or not self._engine.search:
            self._show()
        return is_done

    def _look(self) -> None:
        """Take over where the cursor is: the mouse, undo and other commands move it, too."""
        state, selection = self._engine.state, self.editor.selection
        if selection.end != state.cursor or (state.is_active and selection.start != state.mark):
            state.cursor = selection.end
            state.was_kill = False
        if selection.is_empty:
            state.is_active &= state.mark == selection.start
        elif not state.is_active or state.mark != selection.start:
            state.push_mark(selection.start, active=True)

    def _show(self) -> None:
        state, editor = self._engine.state, self.editor
        shown = Selection(state.mark if state.is_active and state.mark is not None else state.cursor, state.cursor)
        if editor.selection != shown:
            editor.selection = shown
        editor.scroll_cursor_visible(animate=False)
        search = self._engine.search
        match = search.match if search is not None else None
        here = (match[0][0], (match[0][1], match[1][1])) if match and match[0][0] == match[1][0] else None
        editor.show_found(search.look.wanted if search is not None else "", here)
        if state.error:
            self.page.complain(ConfnotesError(state.error))
        elif state.message:
            self.page.say_briefly(state.message)
        self._changed()


def _with_alt(event: events.Key) -> str:
    """The name of a key that is pressed after Esc: that with alt."""
    key = event.key
    if key.startswith("alt+") or key == "escape":
        return key
    if event.character and event.is_printable and event.character.isupper():
        return f"alt+shift+{event.character.lower()}"
    return read_key(f"alt+{shown_key(key)}") or f"alt+{key}"


def _name_of(command: Command | None) -> str:
    """The name in emacs of a command of the keymap, "" for those that it has not."""
    if command is None:
        return ""
    if command.on == "back":
        return "keyboard-quit"
    return command.action[len(_RUN) : -2] if command.action.startswith(_RUN) else ""
