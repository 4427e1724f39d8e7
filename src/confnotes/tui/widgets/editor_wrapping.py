"""Soft wrapping of a note, with hanging indents for list items and quotes.

Columns are offsets into a line, cells are positions on the screen. The rows of a line are its sections; sections after
the first are indented by `hang` cells.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import Final

from rich.cells import cell_len, split_graphemes
from textual.geometry import Offset
from textual.widgets.text_area import DocumentBase, Location, WrappedDocument

from confnotes.tui.safe import make_visible

TAB: Final = 4  # cells
LONG_LINE: Final = 2000
"""The length from which only the changed rows of a line are wrapped again."""
LONGEST_HANG: Final = 300
"""The number of characters at the start of a line that are searched for its markers."""
_WIDE: Final = (
    "\u2e80-\u3000\u3003-\u9fff\uac00-\ud7af\uf900-\ufaff\uff0d-\uff60\U0001f300-\U0001faff\U00020000-\U0003ffff"
)
_DISPUTED: Final = re.compile("\u200d(?=[\u2190-\u2bff\U0001f000-\U0001faff])|[\U0001f3fb-\U0001f3ff]")
_JOINED: Final = "\ufe0f\U0001f3fb-\U0001f3ff"
_CLOSING: Final = "、。，．：；？！）」』】〕》〉…"
_CHUNK: Final = re.compile(rf"(?:[{_WIDE}][{_JOINED}]*(?:\u200d.[{_JOINED}]*)*[{_CLOSING}]*|[^\s{_WIDE}]+)\s*|\s+")
_HANGING: Final = re.compile(r"\s*(?:>\s?)*\s*(?:(?:[-*+]|\d{1,9}[.)])\s+(?:\[.\]\s+)?|[?!]\s+|#{1,6}\s+)?")


def drawable(text: str) -> str:
    """The text as a row shows it: safe, and with a width on which terminals agree.

    They disagree about joined emoji and skin tones, so the parts are shown one after the other, without tones.
    """
    text = make_visible(text)
    return text if text.isascii() else _DISPUTED.sub("", text)


def cells(text: str, begin: int = 0) -> int:
    """The width of text drawn from cell `begin` of its section, with tab stops every `TAB` cells."""
    if "\t" not in text:
        return cell_len(drawable(text))
    at = begin
    for index, part in enumerate(text.split("\t")):
        if index:
            at += TAB - at % TAB
        at += cell_len(drawable(part))
    return at - begin


def column_at(text: str, cell: int) -> int:
    """The column of the character at that cell; the text's length for cells after its end."""
    at = 0
    for start, _end, width in graphemes(text):
        at += width if text[start] != "\t" else TAB - at % TAB
        if at > cell:
            return start
    return len(text)


@lru_cache(maxsize=512)
def graphemes(text: str) -> list[tuple[int, int, int]]:
    """The graphemes as (start, end, cells); a tab counts as one cell."""
    if text.isascii():
        return [(index, index + 1, 1) for index in range(len(text))]
    spans: list[tuple[int, int, int]] = split_graphemes(make_visible(text))[0]
    joined: list[tuple[int, int]] = []
    for start, end, _ in spans:
        if joined and _belongs_to_the_one_before(text, joined[-1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [(start, end, 1 if text[start] == "\t" else cells(text[start:end])) for start, end in joined]


def _belongs_to_the_one_before(text: str, before: tuple[int, int], start: int) -> bool:
    """Whether the character belongs to the previous grapheme: skin tones do, and the second letter of a flag."""
    if "\U0001f3fb" <= text[start] <= "\U0001f3ff":
        return True
    letters = "\U0001f1e6" <= text[start] <= "\U0001f1ff" and "\U0001f1e6" <= text[before[0]] <= "\U0001f1ff"
    return letters and before[1] - before[0] == 1


def hang_of(line: str, width: int) -> int:
    """The hanging indent of a wrapped line: to a list item's text, at most a third of the width."""
    match = _HANGING.match(line)
    return min(cells(match.group()), width // 3) if match else 0


def breaks(line: str, width: int) -> list[int]:
    """The columns at which a line is wrapped to `width` cells; empty if it fits or width is 0."""
    if width <= 0 or (len(line) * 2 <= width and "\t" not in line):
        return []
    if line.isascii() and line.isprintable():
        return [] if len(line) <= width else ascii_breaks(line, width, hang_of(line, width))
    return list(any_breaks(line, width))


def breaks_after_edit(line: str, width: int, old: list[int], column: int, end: int, longer: int) -> list[int]:
    """`breaks` for a line after an edit: the text from `column` to `end` was inserted and made it `longer`.

    `old` are its former breaks. Only the changed rows are wrapped again, since rows after a break depend on nothing
    before it except the hang. The exception is a closing mark that did not fit into a narrow row: it still belongs
    to its ideograph and would become a word if wrapping restarted at it.
    """
    keep = bisect_right(old, column) - 2
    while keep >= 0 and line[old[keep]] in _CLOSING:
        keep -= 1
    if len(line) < LONG_LINE or keep < 0 or old[keep] < LONGEST_HANG or (line[:column] + line[end:]).isascii():
        return breaks(line, width)
    before = {at: index for index, at in enumerate(old)}
    found = old[: keep + 1]
    for at in any_breaks(line, width, old[keep]):
        if at > end and at - longer in before and line[at] not in _CLOSING:
            return found + [later + longer for later in old[before[at - longer] :]]
        found.append(at)
    return found


def ascii_breaks(line: str, width: int, hang: int) -> list[int]:
    """`breaks` for a line of one-cell characters; ten times as fast as `any_breaks`."""
    found: list[int] = []
    start, room, length = 0, width, len(line)
    while length - start > room:
        cut = length
        if line[start + room] == " ":
            cut = start + room + 1
            while cut < length and line[cut] == " ":
                cut += 1
        if cut >= length or line[start + room - 1] == " " == line[start + room]:
            cut = line.rfind(" ", start, start + room) + 1
        if cut <= start:
            cut = start + room
        found.append(cut)
        start, room = cut, width - hang
    return found


def any_breaks(line: str, width: int, begin: int = 0) -> Iterator[int]:
    """`breaks` for a line in any script, starting from a known break."""
    hang = hang_of(line, width)
    room, at = width - hang if begin else width, 0
    for match in _CHUNK.finditer(line, begin):
        chunk, start = match.group(), match.start()
        here = cells(chunk, at)
        word = here if match.end() == len(line) else cells(chunk.rstrip(), at)
        if at + word <= room:
            at += here
            continue
        if at:
            yield start
            room, at = width - hang, 0
        if cells(chunk.rstrip()) <= room:
            at = cells(chunk)
            continue
        for first, last, _ in graphemes(chunk):
            step = cells(chunk[first:last], at)
            if at + step > room and at and not chunk[first:last].isspace():
                yield start + first
                room, at = width - hang, 0
                step = cells(chunk[first:last], at)
            at += step


class NoteWrap(WrappedDocument):
    """The rows of a document. The first row of a line is found by bisection, so that a key costs the same in notes
    of 1 KB and 1 MB."""

    def __init__(self, document: DocumentBase, width: int = 0, tab_width: int = TAB) -> None:
        self._breaks: list[list[int]] = []
        self._tops: list[int] | None = None
        self._done: tuple[int, int | None] = (-1, None)
        super().__init__(document, width, tab_width)

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Wrap the whole document, unless it is already wrapped."""
        done = (width, getattr(self.document, "revision", None))
        if self._breaks and done[1] is not None and done == self._done:
            return
        self._done = done
        self._columns = width
        self._breaks = [breaks(line, width) for line in self.document.lines]
        self._tops = None

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Wrap again after the lines of start to old_end became those of start to new_end."""
        before, now = self._done[1], getattr(self.document, "revision", None)
        self._done = (self._columns, now)
        one_edit = before is not None and now == before + 1
        top = max(0, min(start[0], old_end[0], len(self._breaks) - 1))
        old_bottom = min(max(start[0], old_end[0]), len(self._breaks) - 1)
        new_bottom = old_bottom + self.document.line_count - len(self._breaks)
        if one_edit and top == old_bottom == new_bottom and start[0] == old_end[0] == new_end[0]:
            column, longer = min(start[1], old_end[1]), new_end[1] - max(start[1], old_end[1])
            line = self.document[top]
            fresh = [breaks_after_edit(line, self._columns, self._breaks[top], column, new_end[1], longer)]
        else:
            fresh = [breaks(line, self._columns) for line in self.document.lines[top : new_bottom + 1]]
        same_rows = len(fresh) == old_bottom - top + 1 and all(
            len(new) == len(old) for new, old in zip(fresh, self._breaks[top : old_bottom + 1], strict=True)
        )
        self._breaks[top : old_bottom + 1] = fresh
        if not same_rows:
            self._tops = None

    @property
    def tops(self) -> list[int]:
        """The first row of each line."""
        if self._tops is None:
            self._tops = [0, *accumulate(len(at) + 1 for at in self._breaks)]
        return self._tops

    @property
    def height(self) -> int:
        return self.tops[-1]

    @property
    def wrapped(self) -> bool:
        return self.height == len(self._breaks)

    @property
    def lines(self) -> list[list[str]]:
        return [self.get_sections(index) for index in range(len(self._breaks))]

    def row(self, y: int) -> tuple[int, int] | None:
        """The line and section of row y; None below the end."""
        if not 0 <= y < self.height:
            return None
        index = bisect_right(self.tops, y) - 1
        return index, y - self.tops[index]

    def hang(self, line_index: int, section: int) -> int:
        """The indent of a section in cells."""
        return hang_of(self.document[line_index], self._columns) if section and self._breaks[line_index] else 0

    def get_offsets(self, line_index: int) -> list[int]:
        if not 0 <= line_index < len(self._breaks):
            raise ValueError(f"no line {line_index}")
        return self._breaks[line_index]

    def get_tab_widths(self, line_index: int) -> list[int]:
        return [TAB] * self.document[line_index].count("\t")

    def section_bounds(self, line_index: int, section: int) -> tuple[int, int]:
        """The start and end column of a section."""
        at = self._breaks[line_index]
        begin = at[section - 1] if section else 0
        return begin, at[section] if section < len(at) else len(self.document[line_index])

    def get_sections(self, line_index: int) -> list[str]:
        line, at = self.document[line_index], self._breaks[line_index]
        if not at:
            return [line]
        return [line[begin:end] for begin, end in zip([0, *at], [*at, len(line)], strict=True)]

    def location_to_offset(self, location: Location) -> Offset:
        index = max(0, min(location[0], len(self._breaks) - 1))
        section = bisect_right(self._breaks[index], location[1])
        begin, _ = self.section_bounds(index, section)
        x = self.hang(index, section) + cells(self.document[index][begin : location[1]])
        return Offset(x, self.tops[index] + section)

    def offset_to_location(self, offset: Offset) -> Location:
        x, y = max(0, offset[0]), max(0, offset[1])
        index, section = self.row(min(y, self.height - 1)) or (0, 0)
        return index, self.get_target_document_column(index, x, section)

    def get_target_document_column(self, line_index: int, x_offset: int, y_offset: int) -> int:
        last = len(self._breaks[line_index])
        section = last if y_offset < 0 else min(y_offset, last)
        begin, end = self.section_bounds(line_index, section)
        text = self.document[line_index][begin:end]
        column = begin + column_at(text, x_offset - self.hang(line_index, section))
        if section != last and column >= end:
            column = begin + graphemes(text)[-1][0] if text else begin
        return column
