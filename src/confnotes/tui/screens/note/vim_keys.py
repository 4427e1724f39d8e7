"""Vim mode in a note: keys go to the engine, and what it does is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual import events
from textual.widgets.text_area import Location, Selection

from confnotes.errors import ConfnotesError
from confnotes.tui import commands
from confnotes.tui.ex_line import is_known, run_ex_line
from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.vim.engine import VimEngine
from confnotes.tui.vim.state import Mode, VimRequest, VimState
from confnotes.tui.vim.text import Beep, Shape
from confnotes.tui.widgets.drawing import Line, Part
from confnotes.tui.widgets.editor_painting import ShownSelection
from confnotes.tui.widgets.editor_vim import EditorBuffer

_NAMED: Final = {
    *("escape", "enter", "backspace", "delete", "tab", "insert", "left", "right", "up", "down", "home", "end"),
    *("pageup", "pagedown", "ctrl+home", "ctrl+end", "ctrl+j", "ctrl+h", "ctrl+right_square_bracket"),
    "ctrl+circumflex_accent",
    *(f"ctrl+{letter}" for letter in "abcdefioruvxy"),
}
"""Keys besides characters that vim mode takes outside insert mode; the others are the app's."""

_TAKEN_AWAY: Final = {"ctrl+k", "ctrl+w", "shift+tab", "ctrl+delete"}
"""Keys that change the text in the editor and do nothing in vim's normal mode."""

_IN_INSERT: Final = {"escape", "insert", *(f"ctrl+{letter}" for letter in "acdekortuvwy")}
"""Keys that vim mode takes in insert mode; the editor types all others."""

_MORE: Final = {"ctrl+w", "ctrl+k", "ctrl+l"}
"""Keys that a command line takes, too."""


class VimKeys(NoteController):
    """Vim mode of a note's editor. `follow` follows the link at the cursor; `changed` is called after each key."""

    def __init__(self, page: NotePage, follow: Callable[[], None], changed: Callable[[], None]) -> None:
        super().__init__(page)
        self._follow, self._changed = follow, changed
        self._engine = VimEngine(EditorBuffer(self.editor))
        self._engine.vim.cursor = self.editor.cursor_location
        self._clamp(self._engine.vim)
        self._engine.vim.run_other = self._run_command
        self.editor.mode = self
        self.editor.lead.is_vims = True
        self._show()

    def leave(self) -> None:
        """End vim mode."""
        self.editor.mode = None
        self.editor.lead.is_vims = False
        self.editor.thin_cursor = False
        self.editor.show_selection(None)

    # What the status line shows

    @property
    def types(self) -> bool:
        """Whether a character key types."""
        return self._engine.vim.mode in (Mode.INSERT, Mode.REPLACE)

    @property
    def is_amid_keys(self) -> bool:
        """Whether keys wait for more, such as g."""
        return bool(self._engine.shown)

    @property
    def prompt(self) -> tuple[str, str]:
        """The command line while one is typed, such as ":s/a", before and after its cursor."""
        text, at = self._engine.prompt, self._engine.prompt_at
        return text[:at], text[at:]

    @property
    def hints(self) -> Line:
        """What the footer names."""
        palette, help_ = (commands.key_of(on, typing=True) for on in ("palette", "help"))
        named = ((":w", "save"), (":q", "close"), ("/", "find"), (palette, "commands"), (help_, "help"))
        parts = [part for key, does in named for part in (Part(key, "accent"), Part(f" {does}", "dim"), Part("   "))]
        return parts[:-1]

    @property
    def label(self) -> Line:
        """The mode, and keys that wait for more."""
        vim = self._engine.vim
        mode = "INSERT, one command" if vim.once else vim.mode.value
        parts = [Part(mode, "accent" if vim.mode is not Mode.NORMAL else "strong")]
        if vim.recording:
            parts.append(Part(f" recording @{vim.recording}", "warning"))
        if self._engine.shown and not self._engine.prompt:
            parts.append(Part(f" {self._engine.shown}", "accent"))
        return [*parts, Part("  ")]

    # Keys

    def takes(self, event: events.Key) -> bool:
        """Whether the key was vim's; in insert mode most are the editor's.

        Terminals send Esc and a letter as they send alt with it, so that is what it means here.
        """
        engine = self._engine
        vim = engine.vim
        key = _name_of(event)
        letter = key.removeprefix("alt+")
        if letter != key and len(letter.removeprefix("shift+")) == 1:
            then = letter[-1].upper() if letter.startswith("shift+") else letter
            self._feed(engine, ["escape", "space" if then == " " else then])
            return True
        if vim.mode is Mode.INSERT and not engine.shown:
            return self._takes_typing(engine, key)
        if key == "escape" and vim.mode is Mode.NORMAL and engine.is_idle and self.page.has_class("-preview"):
            return False
        is_more = key in _MORE if engine.prompt else (engine.shown, key) == ("g", "ctrl+g")
        if len(key) == 1 or key == "space" or key in _NAMED or is_more:
            self._feed(engine, [key])
            return True
        return key in _TAKEN_AWAY

    def _takes_typing(self, engine: VimEngine, key: str) -> bool:
        """Whether a key in insert mode is vim's."""
        if key == "ctrl+c" and self.editor.selection.start != self.editor.selection.end:
            return False
        if key in _IN_INSERT:
            self._feed(engine, [key])
            return True
        return False

    def pastes(self, text: str) -> bool:
        """Whether a pasted text is for the command line: its first line is."""
        engine = self._engine
        if not engine.prompt:
            return False
        line = text.strip().partition("\n")[0]
        self._feed(engine, ["space" if sign == " " else sign for sign in line if sign.isprintable()])
        return True

    def typed(self, event: events.Key, before: Location, rows: int) -> None:
        """The editor typed a key in insert mode."""
        engine = self._engine
        if engine.vim.mode is not Mode.INSERT:
            return
        if engine.was_typed(_name_of(event), before, self.editor.cursor_location, rows):
            self._show()

    def _feed(self, engine: VimEngine, keys: list[str]) -> None:
        self._look(engine.vim)
        self.page.line.unsay()
        for key in keys:
            engine.feed(key)
        self._show()
        self._changed()
        self._answer(engine.vim)

    def _look(self, vim: VimState) -> None:
        """Take over where the cursor is: the mouse, undo and other commands move it, too."""
        selection, shown = self.editor.selection, self.editor.shown
        if shown is not None and shown.selection == selection:
            self._clamp(vim)
            return
        vim.cursor = selection.end
        if vim.mode in (Mode.INSERT, Mode.REPLACE):
            return
        vim.leave_visual()
        if selection.start != selection.end:
            vim.mode = Mode.VISUAL
            vim.anchor, (row, column) = sorted(selection)
            vim.cursor = (row, max(column - 1, 0))
        self._clamp(vim)

    @staticmethod
    def _clamp(vim: VimState) -> None:
        """Keep the cursor in the text; it may be after the final newline, where one types on."""
        if not vim.is_at_end:
            vim.clamp()

    # What is shown

    def _show(self) -> None:
        vim = self._engine.vim
        self.editor.thin_cursor = vim.mode is Mode.INSERT
        if not vim.is_visual:
            self.editor.show_selection(ShownSelection(Selection.cursor(vim.cursor), vim.cursor))
        elif vim.mode is Mode.VISUAL_BLOCK:
            rows = vim.span_of(vim.selected).rows
            self.editor.show_selection(ShownSelection(Selection.cursor(vim.cursor), vim.cursor, self._block(vim), rows))
        else:
            self.editor.show_selection(ShownSelection(_selection(vim), vim.cursor))
        self.editor.scroll_cursor_visible(animate=False)

    @staticmethod
    def _block(vim: VimState) -> Callable[[int], tuple[int, int] | None]:
        span = vim.span_of(vim.selected)

        def columns(row: int) -> tuple[int, int] | None:
            if row not in span.rows or row >= len(vim.lines):
                return None
            start, end = vim.columns_of(vim.lines[row], span)
            return (start, end) if start < end else None

        return columns

    # What the engine asks for

    def _answer(self, vim: VimState) -> None:
        if vim.error:
            self.page.complain(ConfnotesError(vim.error))
        elif vim.message:
            self.say(vim.message)
        requests, vim.requests = vim.requests, []
        for request, _ in requests:
            if request is VimRequest.SAVE:
                self.edited.save()
                if not self.edited.is_failing and len(requests) == 1:
                    self.say("Saved")
            elif request is VimRequest.CLOSE:
                self.page.action_leave()
            elif request is VimRequest.INFO:
                self.page.app.call_later(self.page.app.run_action, "app.help", self.page)
            elif request in (VimRequest.OLDER, VimRequest.NEWER):
                self._jump(-1 if request is VimRequest.OLDER else 1)
            elif request is VimRequest.ALTERNATE:
                self.app.open_note_before()
            else:
                if request is VimRequest.FOLLOW:
                    self.app.visits.jump_from(self.page.path)
                self._follow()

    def _jump(self, step: int) -> None:
        """Go to the note that a link was followed from, or forward again."""
        path = self.app.visits.jump(self.page.path, step)
        if path is not None:
            self.app.open_path(path)
        elif step < 0:
            self.say("Type :q to close the note")

    def _run_command(self, name: str) -> bool:
        """Run a command by its name, such as `:star`; False for an unknown name."""
        if name in ("e!", "edit!"):
            self._reload()
            return True
        if is_known(name):
            self.page.app.call_later(run_ex_line, self.page, name)
            return True
        command = commands.named(self.page.where, name)
        if command is None:
            return False
        if missing := self.page.missing(command):
            raise Beep(missing)
        self.page.app.call_later(self.page.app.run_action, command.textual_action, self.page)
        return True

    def _reload(self) -> None:
        """Take what another program wrote, where it differs; without a difference it is here already."""
        if self.edited.take_theirs():
            self.say(f"Loaded the version on disk · {self.page.key_of('undo')} brings yours back")
        elif self.edited.is_failing:
            raise Beep("The file cannot be written now: your text stays here")
        else:
            self.say("This is what the file has: confnotes saves and reloads notes itself. u undoes your changes.")


def _name_of(event: events.Key) -> str:
    """The engine's name of a key: characters as themselves."""
    if event.is_printable and event.character and not event.key.startswith(("alt+", "ctrl+", "super+")):
        return "space" if event.character == " " else event.character
    return event.key


def _selection(vim: VimState) -> Selection:
    """What is selected, as the editor understands it: up to a column that is not part of it."""
    selected = vim.selected
    (top, left), (bottom, right) = sorted((selected.anchor, selected.cursor))
    if selected.shape is Shape.LINES:
        start, end = (top, 0), (bottom, len(vim.lines[bottom]))
    else:
        start, end = (top, left), (bottom, min(right + 1, len(vim.lines[bottom])))
    return Selection(end, start) if vim.cursor < vim.anchor else Selection(start, end)
