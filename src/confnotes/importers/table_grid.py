"""A timetable as a grid, hours down and rooms, tracks or days across, unrolled into a table with a talk a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from confnotes.importers.facts.dates import find_dates
from confnotes.importers.facts.kinds import item_kind
from confnotes.importers.facts.names import name_likeness
from confnotes.importers.facts.people import read_people
from confnotes.importers.table_columns import Columns
from confnotes.importers.table_days import mention_of
from confnotes.importers.table_headings import Heading, heading_of
from confnotes.importers.table_hours import Hours
from confnotes.importers.table_layout import ENOUGH, Table, are_of_a_program, is_clock
from confnotes.importers.table_rows import BLANK
from confnotes.importers.table_sheet import Sheet, Span
from confnotes.model.program import Kind

_COLUMNS = ("date", "start", "end", "title", "speakers", "room", "track", "abstract", "link")
_HEADER_ROWS = 30
_LONGEST_HEADER = 60
_SURE_NAME = 0.75
_FOR_ALL = frozenset((Kind.BREAK, Kind.REMARKS, Kind.SOCIAL, Kind.KEYNOTE))
_ACROSS = frozenset((None, "room", "track", "day", "session"))


@dataclass(frozen=True, slots=True)
class _Place:
    """What a column of a grid stands for: one of these."""

    room: str = ""
    track: str = ""
    day: str = ""


@dataclass(slots=True)
class _Item:
    """One cell of a grid with the lines below it that belong to it, and the columns and rows that it spans."""

    text: str
    line: int
    row: int
    last_row: int
    columns: list[int]


def grid_of(sheet: Sheet) -> Table | None:
    """The sheet as a table of talks, where it is a grid; None where it is none."""
    for number, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        column = _time_column(sheet, number, row)
        if column is not None:
            return _unrolled(sheet, number, column)
    return None


def _time_column(sheet: Sheet, number: int, header: Sequence[str]) -> int | None:
    """The column of hours, where this row is the header of a grid."""
    hours = Hours()
    across = [column for column, cell in enumerate(header) if cell]
    for column in range(min(2, len(header))):
        places = [
            each for each in across if each > column and heading_of(header[each]).meaning not in ("end", "duration")
        ]
        if len(places) < 2 or hours.slot(header[column]) or any(len(header[each]) > _LONGEST_HEADER for each in places):
            continue
        headings = [heading_of(header[each]) for each in places]
        if any(heading.foreign or heading.meaning not in _ACROSS for heading in headings):
            continue
        if any(hours.slot(heading.text) or heading.text.endswith((".", "!", "?")) for heading in headings):
            continue
        if column and any(row[0] and not mention_of(row[0], is_day=True).is_any for row in sheet.rows[number + 1 :]):
            continue
        if any(hours.slot(row[column]) for row in sheet.rows[:number]):
            continue
        below = [row[column] for row in sheet.rows[number + 1 :] if row[column]]
        times = [cell for cell in below if hours.slot(cell) and is_clock(cell)]
        if len(times) >= 2 and len(times) * 5 >= len(below) * 3 and are_of_a_program(times):
            return column
    return None


def _unrolled(sheet: Sheet, number: int, column: int) -> Table:
    """A table with a row for each cell of a grid, in the order of the hours."""
    hours = Hours()
    places = _places(sheet.rows[number], column)
    end_column = next(
        (c for c in range(column + 1, sheet.width) if heading_of(sheet.rows[number][c]).meaning == "end"), None
    )
    spans = {(span.row, span.column): span for span in sheet.spans}
    covered = {
        (row, each)
        for span in sheet.spans
        for row in range(span.row, span.last_row + 1)
        for each in range(span.column, span.last_column + 1)
        if (row, each) != (span.row, span.column)
    }
    out: list[list[str]] = []
    lines: list[int] = []
    day = next((found for row in reversed(sheet.rows[:number]) if (found := _day_heading(row))), "")
    open_items: dict[int, _Item] = {}
    items: list[tuple[_Item, str, dict[int, _Place]]] = []
    for index in range(number + 1, len(sheet.rows)):
        row, line = sheet.rows[index], sheet.lines[index]
        timed = hours.slot(row[column]) is not None
        if not timed and (found := _day_heading(row)):
            day, open_items = found, {}
            continue
        if not timed and row[column] and _folded(row[column]) == _folded(sheet.rows[number][column]):
            places, open_items = _places(row, column), {}
            continue
        if not timed and (row[column] or not open_items) and (index, column) not in covered:
            continue
        cells = [each for each in places if row[each] not in BLANK and (index, each) not in covered]
        if (
            not timed
            and cells
            and all(each in open_items for each in cells)
            and _are_people([row[each] for each in cells])
        ):
            for each in cells:
                open_items[each].text += "\n" + row[each]
            continue
        if timed or (index, column) in covered:
            open_items = {} if timed else open_items
        for item in _items(row, index, line, cells, spans):
            for each in item.columns:
                open_items[each] = item
            items.append((item, day, places))
    for item, of_day, here in items:
        made = _rows_of(item, of_day, here, sheet, column, end_column, hours)
        out += made
        lines += [item.line] * len(made)
    columns = Columns([Heading(sheet.rows[number][column] if meaning == "start" else meaning) for meaning in _COLUMNS])
    for place, meaning in enumerate(_COLUMNS):
        if any(row[place] for row in out):
            columns.give(meaning, place)
    preamble = [row for row in sheet.rows[:number] if any(row)]
    above = [[cell for cell in row if cell][:9] for row in preamble]
    padded = [
        row + [""] * (len(_COLUMNS) - len(row)) for row in [*above, [heading.text for heading in columns.headings]]
    ]
    return Table(
        Sheet([*padded, *out], [*sheet.lines[: len(padded)], *lines], sheet.name), columns, len(padded), ENOUGH
    )


def _places(header: Sequence[str], column: int) -> dict[int, _Place]:
    found = {}
    for number, cell in enumerate(header):
        if number <= column or not cell or heading_of(cell).meaning in ("end", "duration", "ignored"):
            continue
        text = " ".join(cell.split())
        if mention_of(text, is_day=False).is_any:
            found[number] = _Place(day=text)
        elif "track" in text.lower() or "stream" in text.lower():
            found[number] = _Place(track=text)
        else:
            found[number] = _Place(room=text)
    return found


def _day_heading(row: Sequence[str]) -> str:
    cells = {cell for cell in row if cell}
    text = next(iter(cells)) if len(cells) == 1 else ""
    if not text or len(text) >= 80 or any(found.end for found in find_dates(text)):
        return ""
    return text if mention_of(text, is_day=False).is_any else ""


def _items(
    row: Sequence[str], index: int, line: int, cells: list[int], spans: dict[tuple[int, int], Span]
) -> list[_Item]:
    """The items of a row; neighbours that say the same are one."""
    found: list[_Item] = []
    for column in cells:
        span = spans.get((index, column))
        last_column = span.last_column if span else column
        own = list(range(column, last_column + 1))
        if found and found[-1].text == row[column] and span is None:
            found[-1].columns += own
        else:
            found.append(_Item(row[column], line, index, span.last_row if span else index, own))
    return found


def _are_people(cells: list[str]) -> bool:
    return sum(bool(read_people(cell)) for cell in cells) * 2 >= len(cells)


def _rows_of(
    item: _Item, day: str, places: dict[int, _Place], sheet: Sheet, column: int, end_column: int | None, hours: Hours
) -> list[list[str]]:
    """The rows for an item: one, or one a day where the columns are days."""
    own = [places[each] for each in item.columns if each in places]
    title, people, abstract, link = _taken_apart(item.text)
    start, end = sheet.rows[item.row][column], ""
    start = start or next((sheet.rows[row][column] for row in range(item.row, -1, -1) if sheet.rows[row][column]), "")
    if item.last_row > item.row:
        last = hours.slot(sheet.rows[item.last_row][column])
        if last and last.end is not None:
            end = f"{last.end // 60}:{last.end % 60:02d}"
            start = start.split("-")[0].split("–")[0].split("—")[0].strip()
    if end_column is not None:
        end = sheet.rows[item.last_row][end_column]
    days = [place.day for place in own if place.day]
    rooms = [place.room for place in own if place.room]
    tracks = [place.track for place in own if place.track]
    for_all = len(own) > 1 and len(own) == len(places)
    if for_all or (item_kind(title) in _FOR_ALL and _is_alone(sheet, item, places)):
        rooms, tracks = [], []
    shared = [start, end, title, people, ", ".join(rooms), ", ".join(tracks), abstract, link]
    return [[each, *shared] for each in days] or [[day, *shared]]


def _is_alone(sheet: Sheet, item: _Item, places: dict[int, _Place]) -> bool:
    return sum(1 for each in places if sheet.rows[item.row][each] not in BLANK) == 1


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
