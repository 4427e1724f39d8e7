"""The text of a note as it is edited: visible lines, each with a hidden tail.

A line's tail is its timestamp with one space before it and everything after it (" ^t100712"), character for character,
so that an unedited note is written back unchanged. Further spaces before it were typed and belong to the line, so that
a sentence can be continued after its last space. Lines end at "\\n" only (Textual also ends them at form feeds and the
like).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import time
from typing import Any, Final

from textual.widgets.text_area import Document, Edit, EditResult, Location, Selection

from confnotes.tui.textual_private import OpenDocument, OpenEdit, undo_steps

_TAIL: Final = re.compile(
    r"(?P<tail>[ \t]\^t(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)[ \t]*\r?|\r)$"
)
_NO_TEXT: Final = re.compile(
    r"[ \t]*(?:>[ \t]?)*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+\[.\])?[ \t]*|\?[ \t]*|#{1,6}[ \t]*)?$"
)


_PART: Final = 1000
"""About how many lines are joined at once: a key joins those around it again, and all others are joined already."""


def has_text(line: str) -> bool:
    """Whether the line has content besides spaces and the markers of a list, task, quote, question or heading."""
    return _NO_TEXT.match(line) is None


def split_tail(line: str) -> tuple[str, str]:
    """A line of the file split into its visible text and its tail."""
    match = _TAIL.search(line) if "^t" in line or line.endswith("\r") else None
    if match is None:
        return line, ""
    text = line[: match.start()]
    if match["hour"] is not None and not has_text(text):
        return (line[:-1], "\r") if line.endswith("\r") else (line, "")
    return text, match["tail"]


def _split(part: _Part) -> list[_Part]:
    """A large part as small ones."""
    if part.count <= 2 * _PART:
        return [part]
    return [_Part(min(_PART, part.count - begin)) for begin in range(0, part.count, _PART)]


def join_tail(text: str, tail: str) -> str:
    """The line as written to the file; a line without content loses its timestamp."""
    if len(tail) > 1 and not has_text(text):
        return text + ("\r" if tail.endswith("\r") else "")
    return text + tail


def time_of(tail: str) -> time | None:
    match = _TAIL.search(tail)
    if match is None or match["hour"] is None:
        return None
    return time(int(match["hour"]), int(match["minute"]), int(match["second"]))


class _Part:
    """A number of consecutive lines, and their text as written once it was asked for."""

    __slots__ = ("count", "text")

    def __init__(self, count: int) -> None:
        self.count = count
        self.text: str | None = None


class NoteDocument(OpenDocument, Document):
    """A note's visible lines (`lines`) and their `tails`. `text` is the whole text as written.

    `revision` counts all changes. `replaced`, if set, is called after lines were replaced: with the first row and the
    numbers of old and new lines.
    """

    def __init__(self, text: str) -> None:
        newline = "\r\n" if "\n" in text and text.count("\r\n") == text.count("\n") else "\n"
        lines = text.split(newline)
        self.has_final_newline = len(lines) > 1 and not lines[-1]
        """Whether it ended with a newline when it was read."""
        self._parts: list[_Part] = []
        self.tails = [""] * len(lines)
        for row in [row for row, line in enumerate(lines) if "^t" in line or line.endswith("\r")]:
            lines[row], self.tails[row] = split_tail(lines[row])
        self.keep(lines, newline)
        self.revision = 0
        self.lines_joined = 0
        """How many lines were joined for `text`, since the beginning."""
        self.replaced: Callable[[int, int, int], None] | None = None
        self._joined: tuple[int, str] | None = None

    def end_lines_with(self, newline: str) -> None:
        super().end_lines_with(newline)
        self._parts = [_Part(len(self.lines))]
        self._joined = None

    @property
    def text(self) -> str:
        if self._joined is None or self._joined[0] != self.revision:
            self._joined = (self.revision, self.newline.join(self._joined_parts()))
        return self._joined[1]

    def _joined_parts(self) -> list[str]:
        """The texts of the parts; those that did not change are not joined again."""
        if any(part.count > 2 * _PART for part in self._parts):
            self._parts = [small for part in self._parts for small in _split(part)]
        found = list[str]()
        row = 0
        for part in self._parts:
            if part.text is None:
                lines, tails = self.lines[row : row + part.count], self.tails[row : row + part.count]
                self.lines_joined += part.count
                part.text = self.newline.join(
                    [join_tail(line, tail) if tail else line for line, tail in zip(lines, tails, strict=True)]
                )
            found.append(part.text)
            row += part.count
        return found

    def _part_changed(self, first: int, old: int, new: int) -> None:
        """From row `first` on, `old` lines were replaced by `new` ones."""
        begin, row = 0, 0
        while row + self._parts[begin].count <= first and begin < len(self._parts) - 1:
            row += self._parts[begin].count
            begin += 1
        end, stop = begin, row
        while stop < first + old and end < len(self._parts):
            stop += self._parts[end].count
            end += 1
        self._parts[begin:end] = [_Part(stop - row + new - old)]

    def time_label(self, row: int) -> str:
        """The label of a line beside the text: the minute of its timestamp, if it differs from the line above."""
        label = self._minute(row)
        above = row
        while label and above > 0:
            begin = max(0, above - _PART)
            if any(self.tails[begin:above]):
                for at in range(above - 1, begin - 1, -1):
                    if shown := self._minute(at):
                        return "" if shown == label else label
            above = begin
        return label

    def _minute(self, row: int) -> str:
        tail = self.tails[row]
        at = time_of(tail) if len(tail) > 1 else None
        return f"{at:%H:%M}" if at is not None and has_text(self.lines[row]) else ""

    def set_tails(self, row: int, tails: Sequence[str]) -> None:
        """Set the tails of the lines from `row` on."""
        if self.tails[row : row + len(tails)] != list(tails):
            self.tails[row : row + len(tails)] = tails
            self.revision += 1
            self._part_changed(row, len(tails), len(tails))

    def replace_range(self, start: Location, end: Location, text: str) -> EditResult:
        (top, top_column), (bottom, bottom_column) = sorted((start, end))
        lines, tails = self.lines, self.tails
        replaced = self.get_text_range((top, top_column), (bottom, bottom_column))
        before = lines[top][:top_column] if top < len(lines) else ""
        after = lines[bottom][bottom_column:] if bottom < len(lines) else ""
        inserted = text.replace("\r\n", "\n").split("\n")
        fresh_tails = [""] * len(inserted)
        if len(inserted) > 1:
            pairs = [split_tail(line) for line in inserted[:-1]]
            inserted[:-1] = [visible for visible, _ in pairs]
            fresh_tails[:-1] = [tail for _, tail in pairs]
        column = len(inserted[-1]) + (len(before) if len(inserted) == 1 else 0)
        inserted[0] = before + inserted[0]
        inserted[-1] += after
        self._place_old_tails(fresh_tails, (top, bottom), before, after)
        old = len(lines[top : bottom + 1])
        lines[top : bottom + 1] = inserted
        tails[top : bottom + 1] = fresh_tails
        self.revision += 1
        self._part_changed(top, old, len(inserted))
        if self.replaced is not None:
            self.replaced(top, old, len(inserted))
        return EditResult((top + len(inserted) - 1, column), replaced)

    def _place_old_tails(self, fresh: list[str], rows: tuple[int, int], before: str, after: str) -> None:
        """Keep timestamps with their text: a tail moves with the text before it."""
        top, bottom = (self.tails[row] if row < len(self.tails) else "" for row in rows)
        if rows[0] == rows[1] and len(fresh) == 1:
            fresh[0] = top
            return
        if rows[0] == rows[1]:
            fresh[-1 if not has_text(before) and has_text(after) else 0] = top
            return
        if has_text(before):
            fresh[0] = top
        if has_text(after) and not fresh[-1]:
            fresh[-1] = bottom


class NoteEdit(OpenEdit, Edit):
    """An edit that also restores the tails of its lines when undone.

    `tails`, if given, are for the lines that the edit inserts, in order.
    """

    def __init__(
        self,
        text: str,
        from_location: Location,
        to_location: Location,
        maintain_selection_offset: bool,
        tails: Sequence[str] | None = None,
    ) -> None:
        super().__init__(text, from_location, to_location, maintain_selection_offset)
        self._tails = None if tails is None else list(tails)
        self._tails_before: list[str] = []

    def do(self, text_area: object, record_selection: bool = True) -> EditResult:
        document = text_area.document  # type: ignore[attr-defined]
        assert isinstance(document, NoteDocument)
        self._tails_before = document.tails[self.top[0] : self.bottom[0] + 1]
        result = super().do(text_area, record_selection)  # type: ignore[arg-type]
        if self._tails is not None:
            document.set_tails(self.top[0], self._tails)
        return result

    def undo(self, text_area: object) -> EditResult:
        document = text_area.document  # type: ignore[attr-defined]
        assert isinstance(document, NoteDocument)
        self._tails = document.tails[self.top[0] : self.made.end_location[0] + 1]
        result = super().undo(text_area)  # type: ignore[arg-type]
        document.set_tails(self.top[0], self._tails_before)
        return result

    def after(self, text_area: object) -> None:
        super().after(text_area)  # type: ignore[arg-type]
        steps = undo_steps(text_area.history)  # type: ignore[attr-defined]
        step = steps[-1] if steps else []
        before = step[-2] if len(step) > 1 and step[-1] is self else None
        if isinstance(before, NoteEdit) and before._takes(self):
            step.pop()

    def _takes(self, edit: NoteEdit) -> bool:
        """Whether the next edit continues the typing of this one, and is now a part of it: each takes 0.8 KB."""
        made, then = self.made, edit.made
        is_typed = (
            self.from_location == self.to_location and edit.from_location == edit.to_location == made.end_location
        )
        is_plain = self._tails is edit._tails is None and not (made.replaced_text or then.replaced_text)
        same = self.maintain_selection_offset == edit.maintain_selection_offset and "\n" not in self.text + edit.text
        if is_typed and is_plain and same:
            self.text += edit.text
            self.was_done(then, self.selection_before)
            return True
        return False

    def facts(self) -> list[Any]:
        """The state needed to undo or redo it in another run, as JSON values."""
        before = self.selection_before
        return [
            *(self.text, self.from_location, self.to_location, self.maintain_selection_offset),
            *(self._tails, self._tails_before, self.made.end_location, self.made.replaced_text),
            None if before is None else [before.start, before.end],
        ]

    @classmethod
    def of_facts(cls, facts: list[Any]) -> NoteEdit:
        """The inverse of `packed`; raises ValueError or TypeError for invalid data."""
        text, start, end, maintain, tails, tails_before, made_end, replaced, selected = facts
        edit = cls(text, _location(start), _location(end), maintain, tails)
        edit._tails_before = tails_before
        before = None if selected is None else Selection(*map(_location, selected))
        edit.was_done(EditResult(_location(made_end), replaced), before)
        return edit


def _location(numbers: list[int]) -> Location:
    row, column = numbers
    return row, column
