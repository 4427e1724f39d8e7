"""The text of a note as it is edited: visible lines, each with a hidden tail.

A line's tail is its timestamp with one space before it and everything after it (" ^t100712"), character for character,
so that an unedited note is written back unchanged. Further spaces before it were typed and belong to the line, so that
a sentence can be continued after its last space. Lines end at "\\n" only (Textual also ends them at form feeds and the
like).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time
from typing import Any, Final

from textual.widgets.text_area import Document, Edit, EditResult, Location, Selection

from confnotes.tui.textual_private import OpenDocument, OpenEdit

_TAIL: Final = re.compile(
    r"(?P<tail>[ \t]\^t(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)[ \t]*\r?|\r)$"
)
_NO_TEXT: Final = re.compile(
    r"[ \t]*(?:>[ \t]?)*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+\[.\])?[ \t]*|\?[ \t]*|#{1,6}[ \t]*)?$"
)


def has_text(line: str) -> bool:
    """Whether the line has content besides spaces and the markers of a list, task, quote, question or heading."""
    return _NO_TEXT.match(line) is None


def split_tail(line: str) -> tuple[str, str]:
    """A line of the file split into its visible text and its tail."""
    match = _TAIL.search(line)
    if match is None:
        return line, ""
    text = line[: match.start()]
    if match["hour"] is not None and not has_text(text):
        return (line[:-1], "\r") if line.endswith("\r") else (line, "")
    return text, match["tail"]


def join_tail(text: str, tail: str) -> str:
    """The line as written to the file; a line without content loses its timestamp."""
    if len(tail) > 1 and not has_text(text):
        return text + ("\r" if tail.endswith("\r") else "")
    return text + tail


def time_of(tail: str) -> time | None:
    """The time of a timestamp."""
    match = _TAIL.search(tail)
    if match is None or match["hour"] is None:
        return None
    return time(int(match["hour"]), int(match["minute"]), int(match["second"]))


class NoteDocument(OpenDocument, Document):
    """A note's visible lines (`lines`) and their `tails`. `text` is the whole text as written.

    `revision` counts all changes, `stamps_revision` those that may affect the shown timestamps.
    """

    def __init__(self, text: str) -> None:
        newline = "\r\n" if "\n" in text and text.count("\r\n") == text.count("\n") else "\n"
        pairs = [split_tail(line) for line in text.split(newline)]
        self.keep([visible for visible, _ in pairs], newline)
        self.tails = [tail for _, tail in pairs]
        self.revision = 0
        self.stamps_revision = 0
        self._joined: tuple[int, str] | None = None
        self._labels: tuple[int, list[str]] | None = None

    @property
    def text(self) -> str:
        if self._joined is None or self._joined[0] != self.revision:
            whole = self.newline.join(
                [join_tail(line, tail) if tail else line for line, tail in zip(self.lines, self.tails, strict=True)]
            )
            self._joined = (self.revision, whole)
        return self._joined[1]

    @property
    def time_labels(self) -> list[str]:
        """The label of each line beside the text: the minute of its timestamp, if it differs from the line above."""
        if self._labels is None or self._labels[0] != self.stamps_revision:
            shown, labels = "", []
            for line, tail in zip(self.lines, self.tails, strict=True):
                at = time_of(tail) if len(tail) > 1 else None
                label = f"{at:%H:%M}" if at is not None and has_text(line) else ""
                labels.append("" if label == shown else label)
                shown = label or shown
            self._labels = (self.stamps_revision, labels)
        return self._labels[1]

    def set_tails(self, row: int, tails: Sequence[str]) -> None:
        """Set the tails of the lines from `row` on."""
        if self.tails[row : row + len(tails)] != list(tails):
            self.tails[row : row + len(tails)] = tails
            self.revision += 1
            self.stamps_revision += 1

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
        if top != bottom or len(inserted) > 1 or has_text(lines[top]) != has_text(inserted[0]):
            self.stamps_revision += 1
        lines[top : bottom + 1] = inserted
        tails[top : bottom + 1] = fresh_tails
        self.revision += 1
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
