"""Plain lists of papers or talks in JSON (RFC 8259) and JSON Lines, from sites and scrapers: one row per record.

There is no specification. The records are in a list, in several (`{"orals": […], "posters": […]}`), or under their ids;
a session may contain its talks, a day its sessions. Keys, nested ones too, have the meanings of equal table headers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any

from confnotes.errors import ConfnotesError
from confnotes.importers.facts.headings import heading_of
from confnotes.importers.facts.kinds import word_kind
from confnotes.importers.facts.lengths import LONGEST_TITLE
from confnotes.importers.records.values import Record, first_said, json_start, localized_text, records
from confnotes.importers.source import Source, SourceFile
from confnotes.importers.table.layout import TableLayout, table_of
from confnotes.importers.table.sheet import MOST_COLUMNS, MOST_ROWS, Sheet, make_rectangular
from confnotes.importers.warning_collector import WarningCollector
from confnotes.model.program import SourceWarning

Cells = dict[str, str]
"""The cells of a row by header."""

_DEEPEST_CELL = 4  # records in a record, below which they are left out
_NAMES = (
    *("name", "fullname", "full_name", "fullName", "display_name", "displayName", "author", "speaker", "title"),
    *("label", "text", "en"),
)
_GIVEN = ("first_name", "firstName", "firstname", "first", "given", "given_name")
_FAMILY = ("last_name", "lastName", "lastname", "last", "family", "family_name")
_PLACES = (
    *("affiliation", "affiliations", "institution", "institutions", "affil", "company", "organization"),
    *("organisation", "university", "org"),
)
_ADDRESSES = ("url", "href", "link", "uri")
_PEOPLE = frozenset(("speakers", "authors", "panelists", "chair"))
_LINKS = frozenset(("link", "paper-link", "slides", "poster-link", "code-link", "video"))
_MOMENTS = frozenset(("start", "end"))
_TIMES = frozenset((*_MOMENTS, "date", "day", "time", "end-date"))
_OF_A_NAMED_THING = _TIMES | {"room", "chair"}
_OF_A_TALK = frozenset(("speakers", "authors", "abstract"))
_LANGUAGE_CODE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2})?")


def cells_of(record: Mapping[str, object]) -> Cells:
    """The cells of a record. People are `Name (Affiliation); Name`, other lists `one, two`."""
    cells: Cells = {}
    for key, value in islice(record.items(), MOST_COLUMNS):
        if type(value) is str:
            cells[key] = value.strip()
        elif type(value) is list and all(type(each) is str for each in value):
            cells[key] = _separator(key).join(value).strip()
        elif value is not None:
            _put(cells, key, value, 0)
    return cells


def _put(cells: Cells, header: str, value: object, depth: int) -> None:
    """Add a value under its header, or nested values under theirs."""
    if isinstance(value, dict):
        if depth < _DEEPEST_CELL:
            _put_record(cells, header, value, depth + 1)
    elif isinstance(value, list):
        _put_list(cells, header, value)
    elif isinstance(value, bool):
        _say(cells, header, "yes" if value else "")
    elif isinstance(value, (int, float)):
        _say(cells, header, str(value))
    else:
        _say(cells, header, localized_text(value) or "")


def _say(cells: Cells, header: str, text: str, separator: str = " ") -> None:
    if text:
        cells[header] = f"{before}{separator}{text}" if (before := cells.get(header)) else text


def _put_record(cells: Cells, header: str, record: Record, depth: int) -> None:
    if "value" in record:  # OpenReview's API v2 writes every field like this
        _put(cells, header, record["value"], depth)
        return
    meaning = heading_of(header).meaning
    if meaning in _PEOPLE:
        _say(cells, header, _person(record))
    elif record and all(isinstance(each, bool) for each in record.values()):
        _say(cells, header, ", ".join(key for key, each in record.items() if each))
    elif all(_LANGUAGE_CODE.fullmatch(key) for key in record) and (text := localized_text(record)):
        _say(cells, header, text)
    elif (
        meaning not in _TIMES
        and (name := first_said(record, "name", "title", "label"))
        and not any(heading_of(key).meaning in _OF_A_TALK for key in islice(record, MOST_COLUMNS))
    ):
        _say(cells, header, name)
        for key, value in islice(record.items(), MOST_COLUMNS):
            if heading_of(key).meaning in _OF_A_NAMED_THING:
                _put(cells, f"{header} {key}", value, depth)
    else:
        for key, value in islice(record.items(), MOST_COLUMNS):
            _put(cells, _header_within(header, meaning, key), value, depth)


def _header_within(header: str, meaning: str | None, key: str) -> str:
    """The header of a nested key that alone says too little: `{"links": {"slides": …}}` has slides."""
    inner = heading_of(key)
    if meaning in _MOMENTS and inner.meaning != "timezone":
        return header
    return key if inner.meaning or inner.rank else f"{header} {key}"


def _put_list(cells: Cells, header: str, values: list[object]) -> None:
    meaning, separator = heading_of(header).meaning, _separator(header)
    inner = records(values)
    if not inner:
        texts: Iterable[str | None] = (localized_text(each) for each in values if not isinstance(each, list))
    elif meaning in _PEOPLE:
        texts = map(_person, values)
    elif meaning == "affiliation":
        texts = map(_place, inner)
    elif any(first_said(each, *_ADDRESSES) for each in inner):
        for each in inner:
            label = first_said(each, "label", "type", "kind", "name", "title") or header
            under = next((one for one in (label, header) if heading_of(one).meaning in _LINKS), "link")
            _say(cells, under, first_said(each, *_ADDRESSES) or "", ", ")
        return
    else:
        texts = (first_said(each, *_NAMES) for each in inner)
    _say(cells, header, separator.join(filter(None, texts)), separator)


@lru_cache(maxsize=2048)
def _separator(header: str) -> str:
    """The separator for the texts of a list: names of people may contain commas."""
    meaning = heading_of(header).meaning
    return "; " if meaning in _PEOPLE or meaning == "affiliation" else "\n\n" if meaning == "abstract" else ", "


def _person(value: object) -> str:
    """A person as in a column of people; "" for other values."""
    if not isinstance(value, dict):
        return localized_text(value) or ""
    inner = next(
        (each for key in ("author", "speaker", "person", "user") if isinstance(each := value.get(key), dict)), {}
    )
    name = first_said(value, *_NAMES[:-3]) if not inner else first_said(inner, *_NAMES)
    if name is None or name == value.get("title"):
        names = (first_said(value, *_GIVEN), first_said(value, *_FAMILY))
        name = " ".join(each for each in names if each) or name
    name = (name or "").replace(";", ",")
    place = _place(value) or _place(inner)
    return f"{name} ({place})" if name and place else name


def _place(record: Record) -> str:
    """A person's affiliation, without characters that separate people."""
    for key in _PLACES:
        value = record.get(key)
        listed = value if isinstance(value, list) else [value]
        texts = [first_said(each, *_NAMES) if isinstance(each, dict) else localized_text(each) for each in listed]
        place = ", ".join(text for text in texts if text).replace(";", ",").replace("|", ",")
        if place:
            return place if place.count("(") == place.count(")") else place.replace("(", "").replace(")", "")
    return ""


_SAMPLE = 60  # records, to decide what a list is
_DEEPEST = 4  # lists in each other
_MOST_KEYS = 4_000  # different ones, as columns of a table
_FARTHEST = 20_000  # characters from one title to the next
_TITLE = re.compile(rb'"[^"\n]{0,20}(?:title|name|talk|paper|subject)"\s*:', re.IGNORECASE)
_EVIDENCE = re.compile(
    rb'"(?:[^"\n]{0,20}(?:author|speaker|presenter|abstract|start|time|pdf)[^"\n]{0,12}|\d\d?:\d\d)"\s*:', re.IGNORECASE
)
_LISTED = "papers|talks|sessions|presentations|contributions|events|items|lectures|posters|slots|entries"
_HOLDS = re.compile(f"(?:sub)?(?:{_LISTED}|schedule|program(?:me)?|agenda)", re.IGNORECASE)
_ABOUT = ("meta", "metadata", "conference", "event", "info")
_OTHER_THINGS = frozenset(
    ("geometry", "level", "logger", "msg", "dependencies", "ingredients", "isbn", "price", "date_added", "dateAdded",
     "completed", "content_html", "content_text", "urlToImage", "phone")
)  # fmt: skip
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_]\w{2,4})?")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:\s?[ap]m)?(?:\s?[-–]\s?\d{1,2}[:.]\d\d(?:\s?[ap]m)?)?", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d|(?:day\s)?\d{1,2}|\w*day(?:,.*)?", re.IGNORECASE)
_PUBLISHED = re.compile(r"\S.*?\b(?:19|20)\d\d\b")
_SUB = "sub session"


@dataclass(slots=True)
class FoundRecords:
    """The rows of a file, their keys and facts about the conference around them."""

    rows: list[Cells] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    lines: list[int] | None = None
    keys: set[str] = field(default_factory=set)
    told: WarningCollector = field(default_factory=WarningCollector)


def holds_list_of_talks(source: Source) -> bool:
    """Whether most records of a JSON file have a title, and fields that only papers and talks have.

    Raises ConfnotesError for invalid JSON.
    """
    file = source.files[0]
    start = json_start(file)
    if _TITLE.search(start) is None or _EVIDENCE.search(start) is None:
        return False
    rows = _found(file, _SAMPLE).rows
    if len(rows) < 2 or any(not _OTHER_THINGS.isdisjoint(row) for row in rows):
        return False
    table = table_of(_sheet(rows, [1] * len(rows), []))
    if table is None:
        return False
    title = table.columns.all("title")[0]
    titled = sum(1 for row in table.sheet.rows[table.first :] if row[title])
    return titled * 3 >= len(rows) * 2 and _is_of_a_program(table)


def table_of_records(file: SourceFile) -> tuple[TableLayout | None, list[SourceWarning]]:
    """The records of a file as a table, and warnings about skipped ones. Raises ConfnotesError for invalid JSON."""
    found = _found(file, None)
    lines = found.lines or _lines(file.text, found.rows)
    return table_of(_sheet(found.rows, lines, found.about)), [*found.told.warnings()]


def _is_of_a_program(table: TableLayout) -> bool:
    """Whether the keys, not only the values, fit papers or talks: articles, books and contacts have titles, too."""
    stated = {heading.meaning for heading in table.columns.headings}
    if stated & {"start", "time"}:
        return bool(stated & {"speakers", "authors", "room", "track", "session", "abstract", "type", "end"})
    if "speakers" in stated or ("abstract" in stated and stated & {"paper-link", "slides", "video"}):
        return True
    if "authors" not in stated:
        return False
    if stated & {"paper-link", "slides", "video", "session", "track", "board", "room"}:
        return True
    column = table.columns.all("authors")[0]
    cells = [row[column] for row in table.sheet.rows[table.first :] if row[column]]
    return sum(";" in cell or "," in cell or " and " in cell for cell in cells) * 4 >= len(cells)


def _found(file: SourceFile, most: int | None) -> FoundRecords:
    """The first `most` rows of a file, or all."""
    found = FoundRecords()
    try:
        data = file.json
    except ConfnotesError:
        if not _take_lines(file.text, most, found):
            raise
        return found
    for shared, listed in _lists(data, found, 0):
        found.rows += islice(_rows(listed, shared, found, 0), most)
        if len(found.rows) > MOST_ROWS:
            raise ConfnotesError(f"{file.name} has more than {MOST_ROWS:,} records", "Import one conference at a time.")
    _without_publications(found)
    return found


def _take_lines(text: str, most: int | None, found: FoundRecords) -> bool:
    """Add the records of JSON Lines; False if the first line is not a record, or the only one."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(lines) < 2 or len(lines) > MOST_ROWS or not isinstance(_line_value(lines[0][1]), dict):
        return False
    found.lines = []
    for number, line in lines[:most]:
        record = _line_value(line)
        if not isinstance(record, dict):
            found.told.tell("{n} {lines are|line is} broken or cut off: skipped", line=number)
            continue
        rows = list(_rows([record], {}, found, 0))
        found.rows += rows
        found.lines += [number] * len(rows)
    _without_publications(found)
    return len(found.lines) > 1


def _line_value(line: str) -> Any:
    try:
        return json.loads(line, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None


def _lists(data: Any, found: FoundRecords, depth: int) -> Iterator[tuple[Cells, list[Any]]]:
    """The lists of titled records in a file, each with the facts in its key."""
    if isinstance(data, list):
        yield {}, _flat(data)
    if not isinstance(data, dict) or depth > _DEEPEST:
        return
    lists = {key: _flat(value) for key, value in data.items() if isinstance(value, list)}
    listed = {key: values for key, values in lists.items() if _are_titled(values, key)}
    if listed:
        _tell_about(data, found)
        for key, values in listed.items():
            yield _said_by_key(key) if len(listed) > 1 else {}, values
        return
    named = {key: value for key, value in data.items() if isinstance(value, dict)}
    if named and all(map(_CLOCK.fullmatch, named)):  # not a table: the time is the key (`json-program`)
        return
    if len(named) > 2 and not all(map(_LANGUAGE.fullmatch, named)) and _are_titled(list(named.values()), ""):
        yield {}, [{"id": key, **value} for key, value in named.items()]
        return
    for value in named.values():
        yield from _lists(value, found, depth + 1)


def _flat(values: list[Any]) -> list[Any]:
    """The records of a list, and those of lists and of maps from ids in it: parallel talks, talks of one session."""
    return [each for value in values for each in (value if isinstance(value, list) else _mapped(value))]


def _mapped(value: object) -> list[Any]:
    """The records of a map from ids or times, or the value as it is."""
    if not (isinstance(value, dict) and _is_map_of_records(value)):
        return [value]
    timed = all(map(_CLOCK.fullmatch, value))
    named = "time" if timed else "id" if len(value) > 1 else None
    return [{**({named: key} if named else {}), **each} for key, each in value.items()]


def _is_map_of_records(record: Record) -> bool:
    """Whether a record has only titled ones: `{"t1": {"title": …}, "t2": {…}}`, or GraphQL's `{"node": {…}}`."""
    if not record or not all(type(each) is dict for each in record.values()) or _title_key(record) is not None:
        return False
    return all(map(_title_key, islice(record.values(), _SAMPLE)))


def _are_titled(values: list[Any], key: str) -> bool:
    """Whether most of the first values are records with a title, or with a list of such."""
    if heading_of(key).meaning in ("speakers", "authors", "chair", "panelists"):
        return False
    first = values[:_SAMPLE]
    titled = sum(1 for each in records(first) if _title_key(each) or _inner(each, 0))
    return titled > 0 and titled * 3 >= len(first) * 2


def _said_by_key(key: str) -> Cells:
    """The facts in a list's key about its records: their day, their time or their kind."""
    if _CLOCK.fullmatch(key):
        return {"time": key}
    if _DAY.fullmatch(key):
        return {"date" if "-" in key else "day": key}
    return {"type": key} if word_kind(key) else {}


def _tell_about(data: Record, found: FoundRecords) -> None:
    """Add the name, the days and the zone of the conference, like the rows above a table."""
    for record in (data, *(value for key in _ABOUT if isinstance(value := data.get(key), dict))):
        name = first_said(record, "conference", "conference_name", "event", "name", "title")
        if name and len(name) <= LONGEST_TITLE and not found.about:
            first, last = (first_said(record, *keys) for keys in (("start_date", "startDate"), ("end_date", "endDate")))
            days = localized_text(record.get("dates")) or (f"{first} – {last}" if first and last else None)
            stated = (name, days, first_said(record, "timezone", "time_zone", "timeZone"))
            found.about = [each[:200] for each in stated if each]


def _rows(listed: list[Any], shared: Cells, found: FoundRecords, depth: int) -> Iterator[Cells]:
    """A row for each record; the talks of a session follow its own row, those of a day get the day's cells."""
    named: str | None = None  # the key of the titles of talks in sessions, which those of the sessions get, too
    for record in listed:
        if not isinstance(record, dict):
            found.told.tell("{n} {entries are|entry is} not readable: skipped")
            continue
        inner = _inner(record, depth)
        title = _title_key(record)
        if inner is None:
            own = _with_known_keys({**shared, **cells_of(record)} if shared else cells_of(record), found)
            yield _renamed(own, title, named) if named else own
            continue
        own = _with_known_keys(cells_of({key: value for key, value in record.items() if key != inner}), found)
        if title is None:
            yield from _rows(record[inner], {**shared, **own}, found, depth + 1)
            continue
        below = {key: cell for key, cell in shared.items() if key != _SUB}
        named = next((key for each in records(record[inner]) if (key := _title_key(each))), named or title)
        yield {**below, **_renamed(own, title, named), _SUB: "no"}
        yield from _rows(record[inner], {**below, _SUB: "yes"}, found, depth + 1)


def _renamed(cells: Cells, key: str | None, named: str) -> Cells:
    """The cells with the one of a key under another, unless that is taken."""
    return cells if key is None or named in cells else {named if each == key else each: cells[each] for each in cells}


def _with_known_keys(cells: Cells, found: FoundRecords) -> Cells:
    """The cells unchanged. Raises ConfnotesError if records have more different keys than a table has columns."""
    found.keys.update(cells)
    if len(found.keys) > _MOST_KEYS:
        raise ConfnotesError(f"the records have more than {_MOST_KEYS:,} different keys", "Import a list of talks.")
    return cells


def _inner(record: Record, depth: int) -> str | None:
    """The key of a record's nested records."""
    if depth >= _DEEPEST:
        return None
    for key, value in islice(record.items(), MOST_COLUMNS):
        if type(value) is list and value and type(value[0]) is dict and _HOLDS.fullmatch(key):
            first = value[0]
            if _title_key(first) or _inner(first, depth + 1):
                return key
    return None


def _title_key(record: Mapping[str, Any]) -> str | None:
    """The key of a record's title; None without one."""
    weak = None
    for key, value in islice(record.items(), MOST_COLUMNS):
        heading = heading_of(key)
        if heading.meaning == "title" and isinstance(value, (str, dict)):
            return key
        if weak is None and 0 < heading.rank <= 6 and isinstance(value, str):
            weak = key
    if weak is None and isinstance(content := record.get("content"), dict) and _title_key(content):
        return "content"
    return weak


def _without_publications(found: FoundRecords) -> None:
    """Treat venues with a conference and its year (“ToolConf 2024 poster”) as kinds of talks, not as rooms."""
    stated = [(row, row["venue"]) for row in found.rows if row.get("venue")]
    if sum(_PUBLISHED.match(venue) is not None for _, venue in stated) * 2 <= len(stated):
        return
    named = {match[0] for _, venue in stated if (match := _PUBLISHED.match(venue))}
    if len(named) == 1 and not found.about:
        found.about = list(named)
    for row, venue in stated:
        del row["venue"]
        row.setdefault("type", _PUBLISHED.sub("", venue, count=1).strip(" -–:,"))


def _sheet(rows: list[Cells], lines: list[int], about: list[str]) -> Sheet:
    """Rows under a header of all their keys, below the facts about the conference."""
    header = list(dict.fromkeys(key for row in rows for key in row))[:MOST_COLUMNS]
    cells = [[get(key, "") for key in header] for row in rows for get in (row.get,)]
    named = ["code url" if key == "code" and any("://" in row.get(key, "") for row in rows) else key for key in header]
    return make_rectangular([[*about], named, *cells], [1, 1, *lines])


def _lines(text: str, rows: list[Cells]) -> list[int]:
    """The line of each record's title; if not found, the line of the preceding record."""
    if "\n" not in text.strip():
        return [1] * len(rows)
    titles = [key for key in dict.fromkeys(key for row in rows for key in row) if heading_of(key).meaning == "title"][
        :8
    ]
    written = json.JSONEncoder(ensure_ascii="\\u" in text).encode
    found, line, at = [], 1, 0
    for row in rows:
        title = next((row[key] for key in titles if key in row), "")
        place = text.find(written(title), at, at + _FARTHEST) if title else -1
        if place >= 0:
            line += text.count("\n", at, place)
            at = place
        found.append(line)
    return found
