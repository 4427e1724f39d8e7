"""A timetable as a grid, hours down and rooms, tracks or days across, unrolled into a table with a talk a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from confnotes.importers.facts.dates import find_dates
from confnotes.importers.facts.kinds import item_kind
from confnotes.importers.facts.names import name_likeness
from confnotes.importers.facts.people import read_people
from confnotes.importers.table.columns import TableColumns
from confnotes.importers.table.days import mention_of
from confnotes.importers.table.headings import ColumnHeading, heading_of
from confnotes.importers.table.hours import Hours
from confnotes.importers.table.layout import ENOUGH, TableLayout, are_of_a_program, is_clock
from confnotes.importers.table.rows import BLANK
from confnotes.importers.table.sheet import Sheet
from confnotes.model.program import Kind

_COLUMNS = ("date", "start", "end", "title", "speakers", "room", "track", "abstract", "link")
_HEADER_ROWS = 30
_LONGEST_HEADER = 60
_SURE_NAME = 0.75
_FOR_ALL = frozenset((Kind.BREAK, Kind.REMARKS, Kind.SOCIAL, Kind.KEYNOTE))
_DASH = re.compile(r"\s*[-–—]\s*")
_BESIDE = frozenset(("end", "duration", "speakers", "authors", "affiliation", "ignored"))
_ACROSS = frozenset((None, "room", "track", "day", "session"))


@dataclass(frozen=True, slots=True)
class _Place:
    """What a column of a grid stands for: one of these."""

    room: str = ""
    track: str = ""
    day: str = ""


@dataclass(slots=True)
class _Item:
    """One cell of a grid with the lines below that belong to it: when, to which row it lasts, and in which columns."""

    text: str
    line: int
    day: str
    time: str
    last_row: int
    columns: list[int]
    places: list[_Place]
    people: str = ""
    everywhere: bool = False


def grid_of(sheet: Sheet) -> TableLayout | None:
    """The sheet as a table of talks, where it is a grid; None where it is none."""
    for number, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        column = _time_column(sheet, number, row)
        if column is not None and (table := _Grid(sheet, number, column).table()):
            return table
    return None


def _time_column(sheet: Sheet, number: int, header: Sequence[str]) -> int | None:
    """The column of hours, where this row is the header of a grid: the first one, or the second after days."""
    for column in range(min(2, len(header))):
        if _is_header(header, column) and _has_hours(sheet, number, column):
            return column
    return None


def _is_header(header: Sequence[str], column: int) -> bool:
    """Whether a row names what stands across a grid: rooms, tracks or days, and nothing that only talks have."""
    hours = Hours()
    if hours.slot(header[column]):
        return False
    named = [heading_of(cell) for number, cell in enumerate(header) if cell and number > column]
    places = [heading for heading in named if heading.meaning not in _BESIDE]
    if len(places) < 2 or len(places) * 2 < len(named) - 2:
        return False
    return not any(
        heading.foreign
        or heading.meaning not in _ACROSS
        or len(heading.text) > _LONGEST_HEADER
        or heading.text.endswith((".", "!", "?"))
        or hours.slot(heading.text)
        for heading in places
    )


def _has_hours(sheet: Sheet, number: int, column: int) -> bool:
    """Whether a column has times below a row, none above it, and nothing but days before it."""
    hours = Hours()
    if any(hours.slot(row[column]) for row in sheet.rows[:number]):
        return False
    rows = sheet.rows[number + 1 :]
    if column and any(row[0] and not mention_of(row[0], is_day=True).is_any for row in rows):
        return False
    below = [row[column] for row in rows if row[column]]
    times = [cell for cell in below if hours.slot(cell) and is_clock(cell)]
    return len(times) >= 2 and len(times) * 5 >= len(below) * 3 and are_of_a_program(times)


class _Grid:
    """Takes a grid apart, row by row."""

    def __init__(self, sheet: Sheet, number: int, column: int) -> None:
        self._sheet, self._number, self._column = sheet, number, column
        self._hours = Hours()
        self._spans = {(span.row, span.column): span for span in sheet.spans}
        self._below_merged_time = {
            row for span in sheet.spans if span.column == column for row in range(span.row + 1, span.last_row + 1)
        }
        self._header = sheet.rows[number]
        self._places = _places(self._header, column)
        self._beside = _beside(self._header, self._places)
        self._end = next((c for c, cell in enumerate(self._header) if heading_of(cell).meaning == "end"), None)
        self._day = next((found for row in reversed(sheet.rows[:number]) if (found := _day_heading(row))), "")
        self._time = ""
        self._open: dict[int, _Item] = {}
        self._items: list[_Item] = []

    def table(self) -> TableLayout | None:
        """A table with a row for each cell of the grid, in the order of the hours; None where its cells say nothing."""
        for index in range(self._number + 1, len(self._sheet.rows)):
            self._take(index)
        made = [(row, item.line) for item in self._items for row in self._rows_of(item)]
        header = [self._header[self._column] if meaning == "start" else meaning for meaning in _COLUMNS]
        columns = TableColumns([ColumnHeading(cell) for cell in header])
        for place, meaning in enumerate(_COLUMNS):
            if any(row[place] for row, _ in made):
                columns.give(meaning, place)
        if not columns.has("title"):
            return None
        above = [[cell for cell in row if cell][: len(_COLUMNS)] for row in self._sheet.rows[: self._number]]
        head = [[*row, *[""] * (len(_COLUMNS) - len(row))] for row in (*above, header)]
        lines = [*self._sheet.lines[: len(head)], *(line for _, line in made)]
        rows = [*head, *(row for row, _ in made)]
        return TableLayout(Sheet(rows, lines, self._sheet.name), columns, len(head), ENOUGH)

    def _take(self, index: int) -> None:
        """Take the items of a row: a heading, the cells of an hour, or what belongs to the cells above."""
        row = self._sheet.rows[index]
        stated = row[self._column]
        timed = self._hours.slot(stated) is not None
        if not timed and (found := _day_heading(row)):
            self._day, self._open = found, {}
            return
        if not timed and stated and _folded(stated) == _folded(self._header[self._column]):
            self._places, self._open = _places(row, self._column), {}
            self._beside = _beside(row, self._places)
            return
        if not timed and (stated or not self._open) and index not in self._below_merged_time:
            return
        if self._column and row[0]:
            self._day = row[0]
        cells = [column for column in self._places if row[column] not in BLANK]
        if not timed and cells and all(column in self._open for column in cells) and _are_people(row, cells):
            for column in cells:
                self._open[column].text += "\n" + row[column]
            return
        if timed:
            self._time, self._open = stated, {}
        for item in self._cells(row, index, cells):
            self._open.update((column, item) for column in item.columns)
            self._items.append(item)

    def _cells(self, row: Sequence[str], index: int, cells: list[int]) -> list[_Item]:
        """The items of a row; neighbours that say the same are one."""
        found: list[_Item] = []
        for column in cells:
            span = self._spans.get((index, column))
            own = [each for each in self._places if column <= each <= (span.last_column if span else column)]
            if found and found[-1].text == row[column] and span is None:
                found[-1].columns += own
                continue
            last = span.last_row if span else index
            people = "; ".join(row[each] for each in self._beside.get(column, ()) if row[each] not in BLANK)
            alone = len(cells) == 1 and item_kind(row[column]) in _FOR_ALL
            places = [self._places[each] for each in own]
            everywhere = alone or (len(own) > 1 and len(own) == len(self._places))
            found.append(
                _Item(
                    row[column], self._sheet.lines[index], self._day, self._time, last, own, places, people, everywhere
                )
            )
        for item in found:
            item.places = [self._places[each] for each in item.columns]
            item.everywhere = item.everywhere or (len(item.columns) > 1 and len(item.columns) == len(self._places))
        return found

    def _rows_of(self, item: _Item) -> list[list[str]]:
        """The rows for an item: one, or one a day where the columns are days."""
        title, people, abstract, link = _taken_apart(item.text)
        start, end = item.time, ""
        last = self._sheet.rows[item.last_row]
        if self._end is not None:
            end = last[self._end]
        elif last[self._column] != start and (slot := self._hours.slot(last[self._column])) and slot.end is not None:
            end = f"{slot.end // 60}:{slot.end % 60:02d}"
            start = _DASH.split(start)[0]
        rooms = "" if item.everywhere else ", ".join(place.room for place in item.places if place.room)
        tracks = "" if item.everywhere else ", ".join(place.track for place in item.places if place.track)
        shared = [start, end, title, item.people or people, rooms, tracks, abstract, link]
        days = [place.day for place in item.places if place.day]
        return [[day, *shared] for day in days] or [[item.day, *shared]]


def _places(header: Sequence[str], column: int) -> dict[int, _Place]:
    found = {}
    for number, cell in enumerate(header):
        if number <= column or not cell or heading_of(cell).meaning in _BESIDE:
            continue
        text = " ".join(cell.split())
        if mention_of(text, is_day=False).is_any:
            found[number] = _Place(day=text)
        elif "track" in text.lower() or "stream" in text.lower():
            found[number] = _Place(track=text)
        else:
            found[number] = _Place(room=text)
    return found


def _beside(header: Sequence[str], places: dict[int, _Place]) -> dict[int, list[int]]:
    """The columns of people that stand after the column of a place."""
    found: dict[int, list[int]] = {}
    place = None
    for column, cell in enumerate(header):
        if column in places:
            place = column
        elif place is not None and heading_of(cell).meaning in ("speakers", "authors"):
            found.setdefault(place, []).append(column)
    return found


def _day_heading(row: Sequence[str]) -> str:
    cells = {cell for cell in row if cell}
    text = next(iter(cells)) if len(cells) == 1 else ""
    if not text or len(text) >= 80 or any(found.end for found in find_dates(text)):
        return ""
    return text if mention_of(text, is_day=False).is_any else ""


def _are_people(row: Sequence[str], cells: list[int]) -> bool:
    return sum(bool(read_people(row[column])) for column in cells) * 2 >= len(cells)


def _taken_apart(text: str) -> tuple[str, str, str, str]:
    """Title, people, abstract and link of a cell."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    links = [line for line in lines if line.startswith(("http://", "https://"))]
    lines = [line for line in lines if line not in links] or [""]
    people: list[str] = []
    if len(lines) > 1 and name_likeness(lines[0]) >= _SURE_NAME and name_likeness(lines[1]) < _SURE_NAME:
        people.append(lines.pop(0))
    title, rest = lines[0], lines[1:]
    while rest and read_people(rest[0]):
        people.append(rest.pop(0))
    if not people:
        title, people = _beside_title(title)
    return title, "; ".join(people), "\n".join(rest), " ".join(links)


def _beside_title(title: str) -> tuple[str, list[str]]:
    """People before or after a title on its line: `Jane Doe: Title`, `Title (Jane Doe)`, `Title - Jane Doe`."""
    head, found, tail = title.partition(":")
    if found and tail.strip() and name_likeness(head) >= 0.9:
        return tail.strip(), [head]
    if title.endswith(")") and (opened := title.rfind("(")) > 3:
        inside = title[opened + 1 : -1]
        if all(
            name_likeness(each.strip()) >= _SURE_NAME
            for each in inside.replace(" and ", ",").replace("&", ",").split(",")
        ):
            return title[:opened].strip(), [inside]
    for dash in (" – ", " — ", " - ", " | "):
        head, found, tail = title.rpartition(dash)
        if found and name_likeness(tail) >= 0.9:
            return head.strip(), [tail]
    return title, []


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
