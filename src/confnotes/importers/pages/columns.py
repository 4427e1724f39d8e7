"""The meaning of each column of a timetable: by its header, and by all its cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from typing import Literal, TypeVar

from confnotes.importers.facts import inline
from confnotes.importers.facts.headers import header_meaning
from confnotes.importers.facts.kinds import item_kind, label_kind, word_kind
from confnotes.importers.facts.lengths import LONGEST_LABEL, LONGEST_NAME, LONGEST_TITLE
from confnotes.importers.facts.people import is_placeholder, names_nobody, read_people
from confnotes.importers.facts.rooms import room_of
from confnotes.importers.facts.zones import find_zone
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.schedule_days import states_day, times_alone
from confnotes.importers.pages.table_grid import Cell, TableGrid
from confnotes.markup.clock_times import TimeRange, four_digit_time, leading_time, minutes
from confnotes.markup.durations import duration_of
from confnotes.markup.names import fold
from confnotes.model.correction import Correction, CorrectionKind

TEMPLATE = re.compile(r"\b(?:HH|XX|hh|xx):(?:MM|XX|mm|xx)\b")
"""What is in the place of a time in rows that nobody filled in."""
OF_A_HEADER = {"time", "title", "speaker", "day"}
_DURATION = re.compile(r"\W*\d{1,3}\s*(?:['′]|m|mins?|minutes?|minuten)?\W*", re.IGNORECASE)
_LONGEST = timedelta(hours=12)
_NO_TITLE = re.compile(r"[\s.–—-]*")
_FEWEST_REPEATED = 3  # rows with the same words beside different labels
_FEWEST_PAIRS = 4  # rows with a label and a title
_MOST_HEADERS = 2  # rows
_Seen = TypeVar("_Seen", str, Cell)
_SAMPLE = 200  # rows to judge columns by: later ones are similar


@dataclass(slots=True)
class Columns:
    """The columns of one table.

    `meanings` has one word per column, `heads` the header of each. `parallel` names the columns that are rooms, tracks
    or days of their own, by their headers. `header` is the number of header rows, `stated` the meaning of their words.
    """

    meanings: list[str]
    parallel: dict[int, str] = field(default_factory=dict)
    header: int = 0
    heads: Sequence[str] = ()
    stated: frozenset[str] = frozenset()
    link_label: str | None = None

    @property
    def header_text(self) -> str:
        """The text of the header."""
        return " ".join(self.heads)

    def key(self, column: int) -> str:
        """A column's name in corrections: its header if it is unique, else its position: “2 of 4”."""
        above = fold(self.heads[column])
        alone = above and [fold(each) for each in self.heads].count(above) == 1
        return above if alone else f"{column + 1} of {len(self.heads)}"

    def column(self, meaning: str) -> int | None:
        """The first column with a meaning."""
        return self.meanings.index(meaning) if meaning in self.meanings else None

    def times(self, grid: TableGrid, row: int) -> TimeRange | None:
        """The time in a row's columns for times."""
        cells = [grid.at(row, at) for each in ("time", "slot") if (at := self.column(each)) is not None]
        times = next((found for cell in cells if cell and (found := _times_of(cell)) is not None), None)
        ending = self.column("end")
        if times is not None and times.end is None and ending is not None:
            last = grid.at(row, ending)
            until = times_alone(last.text) if last else None
            if until is not None:
                times = replace(times, end=until.start)
        return self._lasting(times, grid, row) if times is not None and times.end is None else times

    def _lasting(self, times: TimeRange, grid: TableGrid, row: int) -> TimeRange:
        """A start with the end by the column for durations, if there is one."""
        at = self.column("duration")
        cell = grid.at(row, at) if at is not None else None
        unit: Literal["minutes", "hours"] = (
            "hours" if at is not None and "hour" in self.heads[at].lower() else "minutes"
        )
        length = duration_of(inline.plain(cell.text).strip(" ()"), unit) if cell else None
        if not length or length >= _LONGEST:
            return times
        until = datetime.combine(date.min, times.start.time) + length
        return replace(times, end=replace(times.start, time=until.time()))


def _times_of(cell: Cell) -> TimeRange | None:
    """The time that makes up a cell, or that precedes a few words: `18:30 at the lake`."""
    alone = times_alone(cell.text)
    if alone is not None:
        return alone
    visible = inline.plain(cell.text)
    return four_digit_time(visible) or (leading_time(visible) if len(visible) <= LONGEST_NAME else None)


def columns_of(grid: TableGrid) -> Columns:
    """The columns of a table."""
    header = _header_rows(grid)
    days = _days_below(grid, header)
    heads = [days.get(column) or _headers(grid, column, header) for column in range(grid.width)]
    data = range(header, min(len(grid.rows), header + _SAMPLE))
    meanings = [header_meaning(heads[column]) for column in range(grid.width)]
    said = frozenset(meanings)
    lengths = [column for column, meaning in enumerate(meanings) if meaning == "duration"]
    timed = [at for at in range(grid.width) if at not in lengths and _is_time_column(grid, at, data)]
    meanings = ["" if meaning in ("time", "end") else meaning for meaning in meanings]
    _set_times(grid, meanings, heads, timed, data)
    meanings = _first_only(_with_kind(grid, meanings, data))
    columns = Columns(meanings, header=header, heads=heads, stated=said)
    free = [column for column, meaning in enumerate(meanings) if meaning in ("", "title", "track", "room")]
    columns.parallel = _parallel(grid, columns, heads, [each for each in free if each not in timed], data)
    for column in columns.parallel:
        columns.meanings[column] = ""
    _guess(grid, columns, data)
    columns.link_label = next((heads[at] for at, each in enumerate(meanings) if each == "link" and heads[at]), None)
    return columns


def _with_kind(grid: TableGrid, meanings: Sequence[str], rows: Sequence[int]) -> list[str]:
    """The meanings, with the full one of two columns for titles as that for kinds if it mostly has kinds."""
    titles = [column for column, meaning in enumerate(meanings) if meaning == "title"]
    if len(titles) != 2 or "kind" in meanings:
        return list(meanings)
    full = [
        at for at in titles if all((cell := grid.at(row, at)) and not _NO_TITLE.fullmatch(cell.text) for row in rows)
    ]
    said = [inline.plain(cell.text) for at in full for cell in grid.column(at, rows)]
    are_kinds = len(full) == 1 and _mostly(said, lambda text: _is_kind(text) or item_kind(text) is not None)
    return ["kind" if are_kinds and at in full else meaning for at, meaning in enumerate(meanings)]


def set_columns(columns: Columns, corrections: Iterable[Correction]) -> set[Correction]:
    """Set the meanings of columns that the user stated, swapping with the former columns. Returns the matching
    corrections.
    """
    header = fold(columns.header_text)
    found = set()
    for each in corrections:
        at = next((at for at in range(len(columns.heads)) if columns.key(at) == each.part), None)
        if not each.column or each.row != header or at is None:
            continue
        before = columns.meanings[at]
        if each.kind is not CorrectionKind.NUMBER:
            columns.meanings = [before if meaning == each.kind else meaning for meaning in columns.meanings]
        columns.meanings[at] = each.kind.value
        columns.parallel = {}
        found.add(each)
    return found


def _header_rows(grid: TableGrid) -> int:
    """The number of header rows at the top: those that the source marks, or one that names columns or days."""
    count = 0
    for number, block in enumerate(grid.blocks[:-1][:_MOST_HEADERS]):
        texts = [inline.plain(cell.text).strip(" :*") for cell in grid.row(number)]
        if not texts or (len(texts) == 1 and grid.width > 1 and not block.header):
            break
        if any(times_alone(text) or leading_time(text) for text in texts):
            break
        if not block.header and not _names_columns(texts, _first_cell(grid, number), is_first=count == 0):
            break
        count = number + 1
    return count


def _names_columns(texts: Sequence[str], first: str, *, is_first: bool) -> bool:
    """Whether the cells of a row are words for columns, or parallel days or rooms."""
    meanings = {header_meaning(text) for text in texts}
    if ("time" in meanings and len(texts) >= 2) or len(meanings & OF_A_HEADER) >= 2:
        return True
    places = len(texts) >= 2 and (all(map(room_of, texts)) or sum(map(states_day, texts)) >= 2)
    return (not first and places) or (is_first and header_meaning(first) == "time")


def _first_cell(grid: TableGrid, number: int) -> str:
    cell = grid.at(number, 0)
    return inline.plain(cell.text).strip(" :*") if cell else ""


def _headers(grid: TableGrid, column: int, rows: int) -> str:
    """The header of a column; a cell above several columns belongs to each."""
    cells = dict.fromkeys(cell for row in range(rows) if (cell := grid.at(row, column)) is not None)
    texts = [inline.plain(cell.text).strip(" :*") for cell in cells]
    return " ".join(text for text in texts if text)


def _days_below(grid: TableGrid, rows: int) -> dict[int, str]:
    """The days in the last of several header rows, by column; empty if it has anything else."""
    cells = [cell for cell in grid.row(rows - 1) if rows > 1]
    return {cell.column: inline.plain(cell.text) for cell in cells} if all(states_day(c.text) for c in cells) else {}


def _mostly(cells: Sequence[_Seen], fits: Callable[[_Seen], object]) -> bool:
    """Whether more than half of the cells match."""
    return sum(bool(fits(cell)) for cell in cells) * 2 > len(cells)


def _is_time_column(grid: TableGrid, column: int, rows: Sequence[int]) -> bool:
    """Whether the cells are times, apart from times that are not known yet: `TBA`, `HH:MM`."""
    cells = list(grid.column(column, rows))
    return _mostly([each for each in cells if not (is_placeholder(each.text) or TEMPLATE.search(each.text))], _times_of)


def _set_times(
    grid: TableGrid, meanings: list[str], heads: Sequence[str], timed: Sequence[int], rows: Sequence[int]
) -> None:
    """Set start and end among the columns of times; columns of other zones repeat the same times."""
    columns = {at: list(grid.column(at, rows)) for at in timed}
    alone = [at for at in timed if _mostly(columns[at], lambda cell: times_alone(cell.text))] or list(timed[:1])
    for column in alone:
        meanings[column] = "zone"
    if not alone:
        return
    inner = next((at for at in alone[1:] if _is_within(grid, at, alone[0], rows)), None)
    if inner is not None:
        meanings[alone[0]], meanings[inner] = "slot", "time"
        return
    meanings[alone[0]] = "time"
    if len(alone) > 1 and _is_end(grid, heads, alone[0], alone[1], rows):
        meanings[alone[1]] = "end"


def _is_within(grid: TableGrid, inner: int, outer: int, rows: Sequence[int]) -> bool:
    """Whether one column has the hours of talks and the other those of their sessions, with several talks each."""
    inside = 0
    slots: list[tuple[int, int]] = []
    for row in rows:
        cells = grid.at(row, inner), grid.at(row, outer)
        talk, slot = (times_alone(cell.text) if cell else None for cell in cells)
        if talk and talk.end and slot and slot.end:
            slots.append((minutes(slot.start.time), minutes(slot.end.time)))
            inside += slots[-1][0] <= minutes(talk.start.time) <= minutes(talk.end.time) <= slots[-1][1]
    return len(slots) > 2 * len(set(slots)) and inside == len(slots)


def _is_end(grid: TableGrid, heads: Sequence[str], first: int, second: int, rows: Sequence[int]) -> bool:
    """Whether a second column of times has the ends: its header says so, or its times are the next rows' starts."""
    if header_meaning(heads[second]) == "end":
        return True
    if find_zone(heads[first]) is not None and find_zone(heads[second]) is not None:
        return False
    pairs = []
    for row in rows:
        cells = grid.at(row, first), grid.at(row, second)
        start, end = (times_alone(cell.text) if cell else None for cell in cells)
        if start and end and start.end is None and end.end is None:
            pairs.append((minutes(start.start.time) % 720, minutes(end.start.time) % 720))
    if not pairs:
        return False
    shifts = {(end - start) % 720 for start, end in pairs}
    follows = sum(one[1] == other[0] for one, other in pairwise(pairs))
    return follows * 2 >= len(pairs) - 1 if len(shifts) == 1 else max(shifts) < 8 * 60


def _parallel(
    grid: TableGrid, columns: Columns, heads: Sequence[str], free: Sequence[int], rows: Sequence[int]
) -> dict[int, str]:
    """The columns that are parallel rooms, tracks or days, with the header of each."""
    if "time" not in columns.meanings and sum(states_day(heads[each]) for each in free) < 2:
        return {}
    items = [each for each in free if columns.meanings[each] == "" and _reads_as_items(grid, each, rows)]
    headed = _apart_by_header(grid, columns, free, items, rows)
    return {each: heads[each] for each in headed} or dict.fromkeys(
        _apart_by_place(grid, columns, free, items, rows), ""
    )


def _apart_by_header(
    grid: TableGrid, columns: Columns, free: Sequence[int], items: Sequence[int], rows: Sequence[int]
) -> Sequence[int]:
    """The columns whose headers are days or rooms, or are above items in each."""
    headed = [each for each in free if columns.heads[each]]
    days = [each for each in headed if states_day(columns.heads[each])]
    if len(days) >= 2:
        return days
    if "title" in columns.meanings and not {"speaker", "abstract"}.isdisjoint(columns.meanings):
        return ()
    rooms = [each for each in headed if _names_a_room(columns.heads[each])]
    if len({columns.heads[each] for each in rooms}) >= 2:
        return headed
    return headed if columns.header and len(items) >= 2 and all(columns.heads[each] for each in items) else ()


def _apart_by_place(
    grid: TableGrid, columns: Columns, free: Sequence[int], items: Sequence[int], rows: Sequence[int]
) -> Sequence[int]:
    """The columns that share a header, or without one have parallel items."""
    under_one = [each for each in free if columns.header and _shares_header(grid, each, columns.header)]
    if len(under_one) >= 2 and _beside_each_other(grid, under_one, rows):
        return under_one
    if not any(cell.columns > 1 and cell.column in free for row in rows for cell in grid.row(row)):
        return ()
    return items if not columns.header and len(items) >= 2 and _beside_each_other(grid, items, rows) else ()


def _names_a_room(header: str) -> bool:
    """Whether a header is a room's name, “Room Oak” or “Main Hall”, and not just a word for rooms."""
    words = header.split()
    said = [header_meaning(word) for word in words[:1] + words[1:][-1:]]
    return header_meaning(header) == "" and (room_of(header) is not None or said.count("room") == 1)


def _shares_header(grid: TableGrid, column: int, rows: int) -> bool:
    cell = grid.at(rows - 1, column)
    return cell is not None and cell.columns > 1


def _beside_each_other(grid: TableGrid, columns: Sequence[int], rows: Sequence[int]) -> bool:
    """Whether a row has items in several of these columns."""
    return any(sum(_own(grid, row, each) is not None for each in columns) >= 2 for row in rows)


def _own(grid: TableGrid, row: int, column: int) -> Cell | None:
    cell = grid.at(row, column)
    return cell if cell and cell.column == column and cell.text else None


def _reads_as_items(grid: TableGrid, column: int, rows: Sequence[int]) -> bool:
    """Whether a column contains more than names, rooms or kinds."""
    cells = [_without_links_below(cell.text) for cell in grid.column(column, rows)]
    aside = _mostly(cells, lambda cell: room_of(cell) or _is_kind(cell))
    return not (aside or _mostly(cells, read_people))


def _without_links_below(text: str) -> str:
    """What a cell says without lines that are only a link, such as “Abstract” below the speaker."""
    lines = [
        line for line in text.split("\n") if (link := inline.sole_anchor(line)) is None or not names_nobody(link.label)
    ]
    return inline.plain("\n".join(lines))


def _guess(grid: TableGrid, columns: Columns, rows: Sequence[int]) -> None:
    """Set the meanings of columns with uninformative headers by most of their cells."""
    for column in range(grid.width):
        if columns.meanings[column] or column in columns.parallel:
            continue
        cells = [_without_links_below(cell.text) for cell in grid.column(column, rows)]
        if cells:
            columns.meanings[column] = _guessed(cells, columns, first=column == 0)
        if columns.meanings[column] == "title" and "kind" not in columns.meanings and _labels_next(grid, column, rows):
            columns.meanings[column] = "kind"


def _guessed(cells: Sequence[str], columns: Columns, *, first: bool) -> str:
    taken = columns.meanings
    if "day" not in taken and _mostly(cells, states_day):
        return "day"
    if "room" not in taken and _mostly(cells, lambda cell: room_of(cell) is not None):
        return "room" if not first or len(set(cells)) > 1 else "title"
    if _mostly(cells, _DURATION.fullmatch):
        return "duration"
    others = sum(each in ("", "title", "speaker") for each in taken)
    if "speaker" not in taken and others > 1 and _mostly(cells, read_people):
        return "speaker"
    if len(cells) > 2 and others > 1 and "kind" not in taken and _mostly(cells, _is_kind):
        return "kind"
    if "title" not in taken:
        return "title"
    return "abstract" if len(set(cells)) > 1 and _mostly(cells, lambda cell: len(cell) > LONGEST_TITLE) else ""


def _labels_next(grid: TableGrid, column: int, rows: Sequence[int]) -> bool:
    """Whether the same few words are beside the different ones of the next column."""
    cells = [(grid.at(row, column), grid.at(row, column + 1)) for row in rows]
    pairs = [(one.text, other.text) for one, other in cells if one and other and one is not other]
    both = [pair for pair in pairs if all(pair)]
    labels, titles = len({label for label, _ in both}), len({title for _, title in both})
    return len(both) >= _FEWEST_PAIRS and labels * 2 <= len(both) and titles * 10 >= len(both) * 9


def _is_kind(cell: str) -> bool:
    return len(cell) <= LONGEST_LABEL and (label_kind(cell) or word_kind(cell)) is not None


def _first_only(meanings: list[str]) -> list[str]:
    """Each meaning once, except links and titles: a second “talk” column continues the first."""
    seen: set[str] = set()
    out = []
    for meaning in meanings:
        out.append(meaning if meaning not in seen or meaning in ("link", "title", "zone") else "")
        seen.add(meaning)
    return out


def repeated_texts(grid: TableGrid, columns: Columns) -> set[str]:
    """Texts in the column of titles that only repeat beside labels that differ: “Papers” beside “Session 1”."""
    label, title = columns.column("kind"), columns.column("title")
    if label is None or title is None:
        return set()
    cells = [(grid.at(row, label), grid.at(row, title)) for row in range(columns.header, len(grid.rows))]
    pairs = [(inline.plain(one.text), inline.plain(other.text)) for one, other in cells if one and other]
    counts = Counter(said for _, said in pairs if said)
    differ = Counter(said for _, said in {(called, said) for called, said in pairs if called})
    return {said for said, count in counts.items() if count >= _FEWEST_REPEATED and differ[said] == count}


def is_talk_table(blocks: Sequence[Block]) -> bool:
    """Whether there is a table of talks with their times and nothing else: a site's export to Excel."""
    rows = [block for block in blocks if block.kind is not BlockKind.BLANK]
    return all(block.cells for block in rows) and has_timetable(rows)


def has_timetable(blocks: Sequence[Block]) -> bool:
    """Whether a table has times, and a header with titles, speakers, or parallel rooms or days; or days and both."""
    for is_row, run in groupby(blocks, lambda block: block.kind is BlockKind.ROW):
        rows = list(run)
        if not is_row or len(rows) < 2:
            continue
        columns = columns_of(TableGrid(rows))
        beside = len(set(filter(None, columns.parallel.values()))) > 1
        if "time" in columns.meanings and (beside or not columns.stated.isdisjoint(("title", "speaker"))):
            return True
        if "day" in columns.meanings and columns.stated.issuperset(("title", "speaker")):
            return True
    return False


_TRACK_IN_ROOM = re.compile(r"((?:track|stream|theme|session)\b[^()]*)\((?:room:\s)?([^()]{2,40})\)", re.IGNORECASE)
_TRACK = re.compile(r"track|stream|theme|session", re.IGNORECASE)


def place_in(header: str) -> tuple[str | None, str | None]:
    """The track and the room in a header."""
    placed = _TRACK_IN_ROOM.fullmatch(header)
    if placed:
        return placed.group(1).strip(), placed.group(2).strip()
    if _TRACK.search(header):
        return header, None
    return None, header or None
