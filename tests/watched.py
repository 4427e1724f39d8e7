"""confnotes in a terminal, with a line to the test that started it: which text, cursor and keys it has come to.

    python tests/watched.py SOCKET [confnotes' own arguments]

Keys come through the terminal alone, and so does the question: `ASK` of recorded_talk.py is a report that terminals
send themselves, so that it stands behind the keys that were sent before. Once these took effect, the answer goes to the
socket. The answer adds no key, step of undo or save to what is tested.
"""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from confnotes.__main__ import main
from confnotes.tui import run
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.textual_private import undo_steps
from confnotes.tui.typed_ahead import caught_up
from confnotes.tui.widgets.editor import NoteEditor


class WatchedApp(ConfnotesApp):
    """The app, which answers what it has come to."""

    CSS_PATH = str(Path(run.__file__).with_name("confnotes.tcss"))
    _line: socket.socket | None = None
    _last_step: object = None

    def on_mount(self) -> None:
        super().on_mount()
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(ADDRESS)
        self._told = self._line.makefile("r", encoding="utf-8")

    async def on_terminal_supports_synchronized_output(self) -> None:
        self.run_worker(self._answer(), exit_on_error=True)

    async def _answer(self) -> None:
        assert self._line is not None
        while self._keys._left is not None or self._keys._waiting:
            await caught_up(self.screen)
        way = list((self.focused or self.screen).ancestors_with_self)
        await caught_up(*way, *way)
        note = self.screen
        if not isinstance(note, NoteScreen) or self.focused is not note.editor:
            self._say({"elsewhere": f"{type(note).__name__}, {self.focused}"})
            return
        editor = note.editor
        row, column = _cursor_of(note)
        self._say(
            {
                "lines": list(editor.note.lines),
                "cursor": [row, column],
                "painted": list(editor.cursor_screen_offset),
            }
        )
        right = json.loads(self._told.readline())
        if right is not None:
            _put_right(note, right["lines"], right["cursor"], self._last_step)
        steps = undo_steps(editor.history)
        self._last_step = steps[-1] if steps else None

    def _say(self, what: dict[str, Any]) -> None:
        assert self._line is not None
        self._line.sendall(json.dumps(what).encode() + b"\n")


def _cursor_of(note: NoteScreen) -> tuple[int, int]:
    """The cursor as it is shown: in vim's visual mode on the last character, where the selection ends behind it."""
    shown = note.editor.shown
    selection = note.editor.selection
    place = shown.cursor if shown is not None and shown.selection == selection else selection.end
    return place[0], place[1]


def _put_right(note: NoteScreen, lines: Sequence[str], cursor: Sequence[int], last: Any) -> None:
    """Have these lines and this cursor, as part of the step that made others, so that undo takes both back."""
    editor: NoteEditor = note.editor
    old = editor.note.lines
    if list(old) != list(lines):
        least = min(len(old), len(lines))
        head = next((row for row in range(least) if old[row] != lines[row]), least)
        foot = next((row for row in range(least - head) if old[-1 - row] != lines[-1 - row]), least - head)
        fresh, gone = lines[head : len(lines) - foot], len(old) - foot - head
        both = min(len(fresh), gone)
        before = editor.begin_step()
        if both:
            editor.set_lines(head, fresh[:both])
        if fresh[both:]:
            editor.add_lines(head + both, fresh[both:], [""] * len(fresh[both:]))
        if gone > both:
            editor.remove_lines(head + both, head + gone - 1)
        steps = undo_steps(editor.history)
        editor.end_step(last if last is None or any(step is last for step in steps) else before)
        assert list(editor.note.lines) == list(lines)
    editor.move_cursor((cursor[0], cursor[1]))


if __name__ == "__main__":
    ADDRESS = sys.argv.pop(1)
    vars(run)["ConfnotesApp"] = WatchedApp
    main()
