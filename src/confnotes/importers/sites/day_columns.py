"""A timetable whose rows are hours and whose columns are days: `- time: 9:00`, `wed: {title: ...}`, `thu: {...}`.

The keys of columns are days, or a list beside the rows says which they are: `days: [{key: wed, label: Wed Feb 14}]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from confnotes.importers.facts.dates import find_dates, find_weekday
from confnotes.importers.facts.kinds import item_kind
from confnotes.importers.facts.numbered_days import is_numbered_day
from confnotes.importers.sites.clocks import says_when
from confnotes.importers.sites.records import AliasedRecord, known_key, maps_in, text_of, words_of

Row = Mapping[str, object]
_KINDS = ("kind", "type", "format")
_DEEPEST = 8  # maps in each other
_LEAST_DAYS = 2
_EVERY_DAY = frozenset(
    ("all", "all days", "both", "both days", "every day", "everyday", "daily", "each day", "common", "alle", "todos",
     "tous", "tutti")
)  # fmt: skip
_KEYS, _LABELS = ("key", "id", "slug", "code", "name"), ("date", "day", "label", "title", "name", "heading")


def by_days(value: object, depth: int = 0) -> object:
    """A value whose rows with a cell for each day become a list of days, each with rows of its own."""
    if depth > _DEEPEST or not isinstance(value, (list, dict)):
        return value
    if isinstance(value, list):
        days = _split(value, {})
        return {"days": days} if days else [by_days(each, depth + 1) for each in value]
    labels = {key: label for each in value.values() for key, label in _labels(each)}
    found = {key: days for key, each in value.items() if isinstance(each, list) and (days := _split(each, labels))}
    if len(found) != 1:
        return {key: by_days(each, depth + 1) for key, each in value.items()}
    others = {key: each for key, each in value.items() if key not in found and not any(_labels(each))}
    return {**others, "days": next(iter(found.values()))}


def _labels(value: object) -> Iterator[tuple[str, str]]:
    """The keys of columns and the days that a list gives for them."""
    for each in maps_in(value) if isinstance(value, list) else ():
        texts = {str(key).lower(): text for key, inner in each.items() if (text := text_of(inner))}
        key = next((texts[name] for name in _KEYS if name in texts), None)
        days = (texts[name] for name in _LABELS if name in texts and _is_day(texts[name]))
        if key is not None and (label := next(days, None)) is not None:
            yield key, label


def _is_day(text: str) -> bool:
    """Whether a text or key is a day: `wed`, `day2`, `2024-02-14`, `Wed Feb 14 (Day 1)`."""
    words = words_of(text)
    weekday = find_weekday(words) is not None and len(words.split()) == 1
    return weekday or is_numbered_day(words) or bool(find_dates(text))


def _split(rows: Sequence[object], labels: Mapping[str, str]) -> list[Row]:
    """The days of rows with a column each; empty for other lists."""
    records = maps_in(list(rows))
    keys = dict.fromkeys(str(key) for each in records for key, cell in each.items() if not _is_plain(key, cell))
    columns = {key: day for key, day in labels.items() if key in keys}
    columns |= {key: key for key in keys if key not in columns and _is_day(key)}
    others = [AliasedRecord({key: each[key] for key in each if key not in columns}) for each in records]
    if len(columns) < _LEAST_DAYS or len(records) < len(rows) or not any(map(says_when, others)):
        return []
    return [{"title": day, "slots": list(_of_day(records, key, columns))} for key, day in columns.items()]


def _is_plain(key: object, cell: object) -> bool:
    """Whether a field cannot be the cell of a day: a number, or the text of a field such as `date`."""
    return not isinstance(cell, (dict, list, str)) or str(key).lower() in _LABELS


def _of_day(records: Iterable[Row], day: str, columns: Mapping[str, str]) -> Iterator[Row]:
    """The rows of a day: those of its column, and those of all days."""
    for each in records:
        beside = {str(key): cell for key, cell in each.items() if key not in columns}
        shared = next((key for key in beside if words_of(key) in _EVERY_DAY), None)
        cells = [beside.pop(shared)] if shared is not None else []
        cells += [each[day]] if day in each else []
        if not cells and not any(key in columns for key in each):
            yield beside
        for cell in cells:
            yield from (_in_row(beside, one) for one in (cell if isinstance(cell, list) else [cell]) if one)


def _in_row(beside: Row, cell: object) -> Row:
    """The row of a cell; without an hour, its words head the rows below them."""
    if not isinstance(cell, dict):
        cell = {"title": cell}
    record = AliasedRecord(cell)
    said = [text for key, each in cell.items() if known_key(str(key)) not in _KINDS and (text := text_of(each))]
    if len(said) == 1 and not record.has("title", "speaker") and (" " in said[0] or not record.has("strong_ref")):
        cell = {"kind": record.text("kind"), "title": said[0]}
    cell = {key: [_titled(one) for one in each] if isinstance(each, list) else each for key, each in cell.items()}
    title = AliasedRecord(cell).text("title")
    if title and not record.has("speaker") and not says_when(AliasedRecord({**beside, **cell})):
        return {**beside, **cell, "is_session": item_kind(title) is None}
    return {**beside, **cell}


def _titled(value: object) -> object:
    return {"title": value} if isinstance(value, str) else value
