"""Cursors besides the main one, without a screen: where they are, and where an edit moves them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual.widgets.text_area import Location, Selection

from confnotes.tui.widgets.editor_document import NoteEdit


@dataclass(slots=True)
class Caret:
    """A cursor with what it selects; `x` is the cell to which it returns when it moves up and down."""

    selection: Selection
    x: int = 0

    @property
    def top(self) -> Location:
        """Where its selection begins."""
        return min(self.selection)

    @property
    def bottom(self) -> Location:
        """Where its selection ends."""
        return max(self.selection)


class DrawnCaret(NamedTuple):
    """A cursor as a row shows it: what is selected from `start` to `end`, and its column, -1 if not in the row."""

    start: int
    end: int
    column: int


@dataclass(frozen=True, slots=True)
class OtherCarets:
    """The cursors besides the main one, as long as that has this `selection` in this `revision` of the text."""

    carets: tuple[Caret, ...]
    selection: Selection
    revision: int

    def drawn_in(self, row: int, length: int) -> Iterator[DrawnCaret]:
        """Those in a row of that length."""
        for caret in self.carets:
            (top, left), (bottom, right) = caret.top, caret.bottom
            if top <= row <= bottom:
                at, column = caret.selection.end
                yield DrawnCaret(
                    left if row == top else 0, right if row == bottom else length + 1, column if at == row else -1
                )


class MovedSpan(NamedTuple):
    """What an edit replaced, from `start` to `end`; it ends at `now` since."""

    start: Location
    end: Location
    now: Location

    def move(self, place: Location, *, is_later: bool) -> Location:
        """Where a place is after the edit; one at which text was inserted stays before it unless it `is_later`."""
        if place <= self.start and not (is_later and place == self.end):
            return place
        if place < self.end:
            return min(place, self.now)
        row, column = place
        if row == self.end[0]:
            column += self.now[1] - self.end[1]
        return row + self.now[0] - self.end[0], column


def spans_of(edit: NoteEdit) -> list[MovedSpan]:
    """What an edit replaced; of lines that it left as many, the changed part of each."""
    old, new = edit.made.replaced_text.replace("\r\n", "\n").split("\n"), edit.text.split("\n")
    row, column = edit.top
    if len(old) != len(new):
        return [MovedSpan(edit.top, edit.bottom, edit.made.end_location)]
    return [
        _changed_part(row + at, 0 if at else column, *lines)
        for at, lines in enumerate(zip(old, new, strict=True))
        if lines[0] != lines[1]
    ]


def _changed_part(row: int, column: int, old: str, new: str) -> MovedSpan:
    head = _shared(old, new)
    foot = _shared(old[head:][::-1], new[head:][::-1])
    start = column + head
    return MovedSpan((row, start), (row, start + len(old) - head - foot), (row, start + len(new) - head - foot))


def _shared(one: str, other: str) -> int:
    """How many characters at the beginning are the same."""
    return next(
        (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right),
        min(len(one), len(other)),
    )


def move_others(carets: Sequence[Caret], acting: int, edits: Iterable[NoteEdit]) -> None:
    """Move all cursors but the one that made these edits; they are in the order of the text."""
    for span in (span for edit in edits for span in spans_of(edit)):
        for index, caret in enumerate(carets):
            start, end = caret.selection
            if index != acting and (start > span.start or end > span.start or start == span.end):
                is_later = index > acting
                caret.selection = Selection(span.move(start, is_later=is_later), span.move(end, is_later=is_later))


def merge_carets(carets: Iterable[Caret], main: Caret) -> tuple[Caret, list[Caret]]:
    """The main cursor and the others, with those as one that are at the same place or select the same text."""
    kept: list[Caret] = []
    for caret in sorted(carets, key=lambda one: (one.top, one.bottom)):
        before = kept[-1] if kept else None
        if before is None or not _meet(before, caret):
            kept.append(caret)
            continue
        top, bottom = before.top, max(before.bottom, caret.bottom)
        is_forwards = caret.selection.end == caret.bottom
        kept[-1] = Caret(Selection(top, bottom) if is_forwards else Selection(bottom, top), caret.x)
        if main is before or main is caret:
            main = kept[-1]
    return main, [caret for caret in kept if caret is not main]


def _meet(before: Caret, caret: Caret) -> bool:
    is_touching = caret.top == before.bottom and (caret.top == caret.bottom or before.top == before.bottom)
    return caret.top < before.bottom or is_touching or caret.top == before.top
