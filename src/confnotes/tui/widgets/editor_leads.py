"""What Enter puts before the text of a new line: the marker of the list or quote, or the indentation.

It gives way to what is typed, since many people type it themselves. In vim mode it is as vim's own indentation: Enter
and Esc delete it where nothing follows. There the items below get their new numbers with the first text of the item,
and keep theirs if the number of the item itself was typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol

from confnotes.tui.widgets import editor_typing as typing_help
from confnotes.tui.widgets.editor_document import NoteDocument, has_text

if TYPE_CHECKING:
    from textual import events
    from textual.widgets.text_area import Location

    from confnotes.tui.widgets.editor_blocks import LineKinds

_UNFINISHED: Final = re.compile(r"[ \t]*(?:[-*+>]|\d{1,9}[.)]?)?")
"""What may become a marker with the next keys."""

_FENCES: Final = ("```", "~~~")
"""They end a block of code at the beginning of a line only."""

_TABLE_BEGINS: Final = re.compile(r"\|(?: |[^|]+\|[^|]+\|)")
"""A bar and a blank, or two cells: `|x|` alone may be an absolute value."""

_FENCE_BEGINS: Final = ("`", "``", "~", "~~")

_OPENS: Final = re.compile(r"[:({\[]\s*$")
"""The end of a line of code after which a deeper one follows."""


class LinesWithLeads(Protocol):
    """What this needs of an editor."""

    kinds: LineKinds

    @property
    def note(self) -> NoteDocument: ...

    @property
    def cursor_location(self) -> Location: ...

    def move_cursor(self, location: Location) -> None: ...

    def replace_text(self, start: Location, end: Location, text: str) -> None: ...

    def set_lines(self, first: int, lines: Sequence[str]) -> None: ...

    def tidy_lists(self, first: int, last: int) -> None: ...


class NewLineLead:
    """The lead of the last new line, until its text is typed."""

    is_vims = False
    """Whether vim mode is on."""

    def __init__(self, editor: LinesWithLeads) -> None:
        self._editor = editor
        self._row, self._lead = -1, ""
        self._before = ""
        self._blanks = 0
        self._numbers_wait = False
        self._gone: Location | None = None
        self._ended: Location | None = None

    def begin(self, row: int, lead: str, before: str, *, numbers_wait: bool = False) -> None:
        """A new line has this lead, taken from the line `before`; the numbers below may wait for its text."""
        self._row, self._lead, self._before = row, lead, before
        self._blanks, self._numbers_wait = 0, numbers_wait

    def end(self, row: int, lines: Sequence[str]) -> None:
        """These lines ended a list or quote in a row: go to the end of the last one."""
        at = row + len(lines) - 1, len(lines[-1])
        self._editor.move_cursor(at)
        self._ended = at if len(lines) > 1 else None

    def take_ended(self) -> Location | None:
        """Where the last key ended a list or quote with a blank line; None if it did something else."""
        ended, self._ended = self._ended, None
        return ended

    def is_alone(self, row: int) -> bool:
        """Whether the line is that one and has nothing but the lead."""
        return bool(self._lead) and row == self._row and self._editor.note.lines[row] == self._lead

    def typed(self, event: events.Key) -> None:
        """The editor typed a key."""
        self._ended = None
        row, column = self._editor.cursor_location
        line = self._editor.note.lines[row]
        if not self._lead or row != self._row or not line.startswith(self._lead) or column < len(self._lead):
            self._lead = ""
            return
        text = line[len(self._lead) : column]
        if event.key == "space" and self._is_marker(text):
            self._give_way(row, text)
        elif self._lead.lstrip()[:1] not in ("", ">") and (text in _FENCES or _TABLE_BEGINS.fullmatch(text)):
            self._give_way(row, text, self._lead[: len(self._lead) - len(self._lead.lstrip())])
        elif not self._lead.strip():
            self._typed_after_blanks(event, row, text)
        elif text and not _UNFINISHED.fullmatch(text):
            self._settle()

    def _is_marker(self, text: str) -> bool:
        is_quote = self.is_vims and text.lstrip().startswith(">")
        return (typing_help.is_item(text) or is_quote) and not has_text(text)

    def _typed_after_blanks(self, event: events.Key, row: int, text: str) -> None:
        """Let typed indentation replace that of the previous line, unless it goes one level deeper."""
        if event.key == "space" and not text.strip(" "):
            self._blanks += 1
            return
        if text in _FENCE_BEGINS:
            return
        is_whole = self._blanks > 1 and self._blanks == len(text) - 1
        is_deeper = _OPENS.search(self._before) and self._blanks <= len(self._lead)
        if self.is_vims and (text in _FENCES or (is_whole and not is_deeper)):
            self._give_way(row, text)
        elif text in _FENCES and (lead := self._editor.kinds.indent_of_opening(row)) is not None:
            self._give_way(row, text, lead)
        self._lead = ""

    def _give_way(self, row: int, text: str, lead: str = "") -> None:
        """Put another lead in its place."""
        end = (row, len(self._lead))
        self.forget(row)
        self._editor.replace_text((row, 0), end, lead)
        self._editor.move_cursor((row, len(lead + text)))

    def forget(self, row: int) -> None:
        """The lead of that row was deleted."""
        self._gone, self._lead = (row, len(self._lead)), ""

    def take_gone(self) -> Location | None:
        """Where a lead ended that was deleted since this was asked last."""
        gone, self._gone = self._gone, None
        return gone

    def _settle(self) -> None:
        """The lead stays: bring the numbers below it in order."""
        if self._numbers_wait:
            self._numbers_wait = False
            cursor = self._editor.cursor_location
            self._editor.tidy_lists(self._row, self._row)
            self._editor.move_cursor(cursor)

    def leave(self, row: int) -> None:
        """Typing ends, in vim mode: delete a lead without text."""
        if self.is_alone(row):
            self._editor.set_lines(row, [""])
        elif self._lead and row == self._row:
            self._settle()
        self._lead = ""
