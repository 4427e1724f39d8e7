"""The values of a JSON record as the cells of a table: each key is a header, and so are nested keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice

from confnotes.importers.facts.headings import heading_of
from confnotes.importers.records.values import Record, first_said, localized_text, records
from confnotes.importers.table.sheet import MOST_COLUMNS

Cells = dict[str, str]
"""The cells of a row by header."""

_DEEPEST = 4
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
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2})?")


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
        if depth < _DEEPEST:
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
    elif all(_LANGUAGE.fullmatch(key) for key in record) and (text := localized_text(record)):
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
