"""Soft wrapping of a note, with hanging indents for list items and quotes.

Columns are offsets into a line, cells are positions on the screen. The rows of a line are its sections; sections after
the first are indented by `hang` cells.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len, split_graphemes
from textual.geometry import Offset
from textual.widgets.text_area import DocumentBase, Location, WrappedDocument

from confnotes.tui.safe import make_visible

if TYPE_CHECKING:
    from confnotes.tui.widgets.live_line import LiveLine

TAB: Final = 4  # cells
MANY: Final = 5000
"""Lines that take two tenths of a second to wrap."""
LONG_LINE: Final = 2000
"""The length from which only the changed rows of a line are wrapped again."""
_GROWING: Final = ("[[", "$", "\t")
"""What live preview may show longer than it is written, and tabs."""
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


def breaks(line: str, width: int, hang: int | None = None) -> list[int]:
    """The columns at which a line is wrapped to `width` cells; empty if it fits or width is 0.

    `hang` is the indent of its further rows, that of its markers unless given.
    """
    if width <= 0 or (len(line) * 2 <= width and "\t" not in line):
        return []
    if line.isascii() and line.isprintable():
        if len(line) <= width:
            return []
        return ascii_breaks(line, width, hang_of(line, width) if hang is None else hang)
    if len(line) <= 2 * width and cells(line) <= width:  # most lines are one row
        return []
    return list(any_breaks(line, width, hang=hang))


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
        cut, end = length, start + room
        if line[end] == " " != line[end - 1]:  # blanks from before the end are not followed: they may be a megabyte
            cut = end + 1
            while cut < length and line[cut] == " ":
                cut += 1
        if cut >= length:
            cut = line.rfind(" ", start, end) + 1
        if cut <= start:
            cut = start + room
        found.append(cut)
        start, room = cut, width - hang
    return found


def any_breaks(line: str, width: int, begin: int = 0, hang: int | None = None) -> Iterator[int]:
    """`breaks` for a line in any script, starting from a known break."""
    if hang is None:
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


class ShownPart(NamedTuple):
    """The columns `[begin, end)` of a line that a row shows, after `hang`: of `live`, or of the source if that is
    None.
    """

    live: LiveLine | None
    begin: int
    end: int
    hang: str


class NoteWrap(WrappedDocument):
    """The rows of a document. The first row of a line is found by bisection, so that a key costs the same in notes
    of 1 KB and 1 MB.

    With `preview`, which has a line's live preview for a width, only the lines of `source` are wrapped as they are.
    Locations are always places in the source. `folds` are lines without rows, by the line above them. `below` has the
    number of rows of a line's pictures, which come after those of its text and have no places of their own.

    Of more than `MANY` lines, only those that `settle` is asked for are wrapped; the height of others is estimated.
    """

    def __init__(self, document: DocumentBase, width: int = 0, tab_width: int = TAB) -> None:
        self._breaks: list[list[int] | None] = []
        self._heights: list[int] = []
        self._tops: list[int] = [0]
        self._height: int | None = None
        self._done: tuple[int, int | None] = (-1, None)
        self.preview: Callable[[int, int], LiveLine | None] | None = None
        self.source: Collection[int] = range(1)
        self.folds: dict[int, range] = {}
        self.below: Callable[[int], int] | None = None
        self._below: dict[int, int] = {}
        self.lines_wrapped = 0
        """How many lines were wrapped, since the beginning."""
        super().__init__(document, width, tab_width)

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Wrap the whole document, unless it is already wrapped."""
        done = (width, getattr(self.document, "revision", None))
        if self._breaks and done[1] is not None and done == self._done:
            return
        self._done, self._columns = done, width
        count = self.document.line_count
        self._breaks, self._below = [None] * count, {}
        self._heights = self._estimated(0, count)
        self._forget_tops(0)
        if count <= MANY:
            self.settle(range(count))

    @property
    def width(self) -> int:
        """The cells of a row."""
        return self._columns

    def wrap_all(self) -> None:
        """Wrap the whole document again: what its lines show has changed."""
        self._done = (-1, None)
        self.wrap(self._columns)

    def settle(self, rows: range) -> bool:
        """Wrap those of these lines whose height was estimated; whether other rows have moved."""
        begin = max(0, rows.start)
        return self._wrap_rows(row for row, at in enumerate(self._breaks[begin : rows.stop], begin) if at is None)

    def settled_rows(self) -> list[int]:
        """The lines that were wrapped, in order."""
        return [row for row, at in enumerate(self._breaks) if at is not None]

    def wrap_lines(self, rows: Collection[int]) -> bool:
        """Wrap lines again whose preview has changed; whether other rows have moved."""
        known = [row for row in rows if 0 <= row < len(self._breaks) and self._breaks[row] is not None]
        if len(known) <= MANY:
            return self._wrap_rows(known)
        for row in known:
            self._breaks[row] = None
            self._below.pop(row, None)
        return True

    def _wrap_rows(self, rows: Iterable[int]) -> bool:
        moved = []
        for row in rows:
            at, picture = self._breaks_of(row), self._picture_in(row)
            self._breaks[row] = at
            self._below.pop(row, None)
            if picture:
                self._below[row] = picture
            if self._heights[row] != len(at) + 1 + picture:
                self._heights[row] = len(at) + 1 + picture
                moved.append(row)
        if moved:
            self._forget_tops(min(moved))
        return bool(moved)

    def _estimated(self, first: int, last: int) -> list[int]:
        """The heights of these lines, if each letter is as wide as a cell and all are shown."""
        width = self._columns
        lines = self.document.lines[first:last]
        if width <= 0:
            return [1] * len(lines)
        return [1 if len(line) <= width else 1 + len(line) // width for line in lines]

    def show_source(self, rows: Collection[int]) -> bool:
        """Show the source of these lines, and of no others; whether other rows have moved."""
        before, self.source = self.source, rows
        return before != rows and self.wrap_lines({*before} ^ {*rows})

    def _breaks_of(self, row: int) -> list[int]:
        self.lines_wrapped += 1
        line, width = self.document[row], self._columns
        if width <= 0 or (len(line) * 2 <= width and not any(sign in line for sign in _GROWING)):
            return []
        live = self.live(row)
        return breaks(line, width) if live is None else breaks(live.text, width, len(self._hang_of(live)))

    def _at(self, row: int) -> list[int]:
        """The breaks of a line as it is shown."""
        if self._breaks[row] is None:
            self._wrap_rows([row])
        return self._breaks[row] or []

    def _picture_in(self, row: int) -> int:
        """The number of rows below a line that shows a picture, 0 for others."""
        return self.below(row) if self.below is not None and "![" in self.document[row] else 0

    def live(self, row: int) -> LiveLine | None:
        """The line as live preview shows it; None if its source is shown."""
        return None if self.preview is None or row in self.source else self.preview(row, self._columns)

    def _hang_of(self, live: LiveLine) -> str:
        return live.hang[: self._columns // 3]

    def part(self, row: int, section: int) -> ShownPart:
        """What a section of a line shows."""
        live, at = self.live(row), self._at(row)
        begin = at[section - 1] if section else 0
        end = at[section] if section < len(at) else len(live.text if live else self.document[row])
        hang = ""
        if section:
            hang = self._hang_of(live) if live else " " * hang_of(self.document[row], self._columns)
        return ShownPart(live, begin, end, hang)

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Wrap again after the lines of start to old_end became those of start to new_end."""
        before, now = self._done[1], getattr(self.document, "revision", None)
        self._done = (self._columns, now)
        one_edit = before is not None and now == before + 1
        top = max(0, min(start[0], old_end[0], len(self._breaks) - 1))
        old_bottom = min(max(start[0], old_end[0]), len(self._breaks) - 1)
        new_bottom = old_bottom + self.document.line_count - len(self._breaks)
        longer = new_bottom - old_bottom
        if self.folds:
            self._move_folds(top, old_bottom, longer)
        old, heights = self._breaks[top], self._heights[top : old_bottom + 1]
        self._breaks[top : old_bottom + 1] = [None] * (new_bottom + 1 - top)
        self._below = {
            at + longer * (at > old_bottom): n for at, n in self._below.items() if not top <= at <= old_bottom
        }
        as_written = self.preview is None or top in self.source
        is_in_line = top == old_bottom == new_bottom and start[0] == old_end[0] == new_end[0]
        if as_written and one_edit and is_in_line and old is not None and "![" not in self.document[top]:
            column, more = min(start[1], old_end[1]), new_end[1] - max(start[1], old_end[1])
            at = breaks_after_edit(self.document[top], self._columns, old, column, new_end[1], more)
            self._breaks[top], self._heights[top] = at, len(at) + 1
        else:
            self._heights[top : old_bottom + 1] = self._estimated(top, new_bottom + 1)
            if new_bottom - top <= MANY:
                self.settle(range(top, new_bottom + 1))
        if heights != self._heights[top : new_bottom + 1]:
            self._forget_tops(top)
        if self.preview is not None and longer:  # lines of `source` have moved
            self.wrap_lines({*self.source} | {row + longer for row in self.source})

    def _forget_tops(self, row: int) -> None:
        """The height of a line has changed, so that the lines below it begin elsewhere."""
        del self._tops[row + 1 :]
        self._height = None

    def _find_tops(self, last: int) -> None:
        """Find the first row of each line up to the one at `last`."""
        known = len(self._tops) - 1
        if known >= last:
            return
        heights = self._heights[known:last]
        for hidden in self.folds.values():
            begin, end = max(hidden.start - known, 0), min(hidden.stop - known, len(heights))
            if begin < end:
                heights[begin:end] = [0] * (end - begin)
        self._tops += accumulate(heights, initial=self._tops.pop())

    def top(self, row: int) -> int:
        """The first row of a line; of the line after the last one, the number of rows."""
        self._find_tops(row)
        return self._tops[row]

    @property
    def tops(self) -> list[int]:
        """The first row of each line, and the number of rows."""
        self._find_tops(len(self._heights))
        return self._tops

    def fold(self, row: int, hidden: range) -> None:
        """Give the lines below one no rows, or their rows back without any."""
        self.folds.pop(row, None)
        if hidden:
            self.folds[row] = hidden
        self._forget_tops(0)

    def is_hidden(self, row: int) -> bool:
        """Whether a line is folded away."""
        return any(row in hidden for hidden in self.folds.values())

    def _move_folds(self, first: int, last: int, longer: int) -> None:
        """Keep folds before and after an edit of lines; those that it touches open."""
        moved: dict[int, range] = {}
        for row, hidden in self.folds.items():
            if first >= hidden.stop or (first == last == row and not longer):
                moved[row] = hidden
            elif last < row:
                moved[row + longer] = range(hidden.start + longer, hidden.stop + longer)
        self.folds = moved
        self._forget_tops(0)

    @property
    def height(self) -> int:
        if self._height is None:
            self._height = sum(self._heights) - sum(
                sum(self._heights[hidden.start : hidden.stop]) for hidden in self.folds.values()
            )
        return self._height

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
        while self._tops[-1] <= y:
            self._find_tops(min(len(self._tops) + MANY, len(self._heights)))
        index = bisect_right(self._tops, y) - 1
        return index, y - self._tops[index]

    def picture_row(self, row: int, section: int) -> int | None:
        """The row of the picture below a line that a section of the line is; None for its text."""
        number = section - len(self._at(row)) - 1
        return number if number >= 0 else None

    def text_row(self, y: int) -> int:
        """Row y, or the first one below the picture that it shows: a move down ends there."""
        place = self.row(y)
        if place is None or self.picture_row(*place) is None:
            return y
        return min(self.top(place[0] + 1), self.height - 1)

    def _source_breaks(self, row: int) -> list[int]:
        """The breaks of the line's source, also if that is not shown."""
        return self._at(row) if self.live(row) is None else breaks(self.document[row], self._columns)

    def get_offsets(self, line_index: int) -> list[int]:
        if not 0 <= line_index < len(self._breaks):
            raise ValueError(f"no line {line_index}")
        return self._source_breaks(line_index)

    def get_tab_widths(self, line_index: int) -> list[int]:
        return [TAB] * self.document[line_index].count("\t")

    def get_sections(self, line_index: int) -> list[str]:
        line, at = self.document[line_index], self._source_breaks(line_index)
        if not at:
            return [line]
        return [line[begin:end] for begin, end in zip([0, *at], [*at, len(line)], strict=True)]

    def location_to_offset(self, location: Location) -> Offset:
        row = max(0, min(location[0], len(self._breaks) - 1))
        live = self.live(row)
        column = location[1] if live is None else live.column_of(location[1])
        section = bisect_right(self._at(row), column)
        part = self.part(row, section)
        text = self.document[row] if live is None else live.text
        return Offset(len(part.hang) + cells(text[part.begin : column]), self.top(row) + section)

    def offset_to_location(self, offset: Offset) -> Location:
        x, y = max(0, offset[0]), max(0, offset[1])
        row, section = self.row(min(y, self.height - 1)) or (0, 0)
        section = min(section, len(self._at(row)))
        live, begin, end, hang = self.part(row, section)
        if live is None:
            return row, self.get_target_document_column(row, x, section)
        is_last = section == len(self._at(row))
        return row, live.source_of(_column_in(live.text, begin, end, x - len(hang), is_last=is_last))

    def get_target_document_column(self, line_index: int, x_offset: int, y_offset: int) -> int:
        """The column of the source at that cell, where the cursor goes: there the source will be shown."""
        line, at = self.document[line_index], self._source_breaks(line_index)
        section = len(at) if y_offset < 0 else min(y_offset, len(at))
        begin = at[section - 1] if section else 0
        end = at[section] if section < len(at) else len(line)
        hang = hang_of(line, self._columns) if section else 0
        return _column_in(line, begin, end, x_offset - hang, is_last=section == len(at))


def _column_in(text: str, begin: int, end: int, cell: int, *, is_last: bool) -> int:
    """The column at a cell of the section `[begin, end)` of a text; before the end of all sections but the last."""
    part = text[begin:end]
    column = begin + column_at(part, cell)
    if not is_last and column >= end:
        column = begin + graphemes(part)[-1][0] if part else begin
    return column
