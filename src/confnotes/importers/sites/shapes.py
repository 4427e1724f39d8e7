"""Normalize data of any structure for the readers of a site: move facts from keys of maps into the records below.

A map may be keyed by rooms, titles or slots; a column may have any name. The meaning of such a key or column follows
from all its values: clock times are the time, files are slides, people look like people everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from confnotes.importers.facts.dates import find_dates, find_weekday
from confnotes.importers.facts.inline import without_emoji
from confnotes.importers.facts.kinds import item_kind
from confnotes.importers.facts.names import is_likely_institution, is_likely_name
from confnotes.importers.facts.people import is_placeholder, states_job
from confnotes.importers.facts.person_lists import split_people
from confnotes.importers.facts.rooms import room_of
from confnotes.importers.records.values import first_said, localized_text, moment_since_1970
from confnotes.importers.sites.clocks import read_time, rows_of, says_when
from confnotes.importers.sites.day_columns import by_days
from confnotes.importers.sites.people import name_in_parts, section_of
from confnotes.importers.sites.records import (
    MOMENTS,
    AliasedRecord,
    DataFile,
    all_maps,
    is_known_key,
    known_key,
    maps_in,
    text_of,
)
from confnotes.markup.clock_times import leading_time

Rows = list[Mapping[str, object]]
Names = dict[str, dict[str, str]]
"""The names of rooms and of tracks by id."""

_DEEPEST = 10  # lists and maps in each other
_MOST_BESIDE_VALUE = 3  # in records of one value: OpenReview adds who may read it
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")
_SPAN = frozenset(("start", "end"))
_NTH = "\0"  # begins the ids of rooms that are given by their place in a list, from 0
_NAMED_THINGS = frozenset(("room", "track", "type", "kind"))
_FEWEST = 3  # records needed to judge a column
_LOOKED_AT = 40  # records, to judge a column
_MOST_SLOT_MAPS = 8  # that lists are compared with
_MOST_OF = 0.7  # of its values
_TITLE_LENGTH = 12  # characters on average: shorter columns are labels
_PROSE_LENGTH = 160  # characters on average: longer columns are abstracts
_YEAR = re.compile(r"(?:19|20)\d\d")
_FILE = re.compile(r"\S+\.(?:pdf|pptx?|key|odp)", re.IGNORECASE)
_VIDEO = re.compile(r"https?://\S*(?:youtu\.?be|vimeo|slideslive)\S*", re.IGNORECASE)
_WORDS_OF_TITLE = re.compile(r"\S+(?:\s+\S+){2,}")
_ONE_TALK = ("talk", "session", "event", "presentation", "submission", "item")
_TALKS_OF_PEOPLE = ("talks", "sessions", "presentations")
_LEAST_PLACES = 0.6  # of the parts after a comma that are institutions
_SAID_BY_ID = {"room": ("room", "place", "location", "stage", "hall", "venue"), "track": ("track", "stream")}
_TITLES = ("title", "name", "heading", "headline")
_SECONDARY = ("subtitle", "tagline", "description", "text")  # these may contain the talk below a speaker's name


def in_known_shape(files: Iterable[DataFile]) -> list[DataFile]:
    """The files with records in lists, under names that the readers know."""
    files = [
        replace(each, value=by_days(_plain(each.value, "", 0))) for each in files if not _is_translated(each.value)
    ]
    slots = [each for file in files for each in all_maps(file.value) if _are_slots(each)][:_MOST_SLOT_MAPS]
    names: Names = {}
    for file in files:
        _take_names(file.value, file.stem, names, 0)
    if not any(_counts_from_zero(record) for file in files for record in all_maps(file.value)):
        names = {
            what: {own: name for own, name in known.items() if not own.startswith(_NTH)}
            for what, known in names.items()
        }
    shaped = [replace(file, value=_reshaped(_slotted(file.value, slots), 0)) for file in files]
    return [replace(file, value=_with_names(file.value, names, 0)) for file in shaped] if names else shaped


def _is_translated(value: object) -> bool:
    """Whether a value has the words of a site in several languages: `en: {...}`, `de: {...}`."""
    parts = [str(key) for key, each in value.items() if isinstance(each, dict)] if isinstance(value, dict) else []
    return len(parts) > 1 and all(map(_LANGUAGE.fullmatch, parts))


def _plain(value: object, key: str, depth: int) -> object:
    """A value without wrappers of its texts: languages, fields of a named thing, seconds since 1970, OpenReview."""
    meaning = known_key(key.lower())
    if isinstance(value, float | int) and not isinstance(value, bool) and meaning in MOMENTS:
        return moment_since_1970(value)
    if depth > _DEEPEST:
        return value
    if isinstance(value, list):
        return [_plain(each, "", depth + 1) for each in value]
    return _plain_record(value, meaning, depth) if isinstance(value, dict) else value


def _plain_record(value: dict[str, object], meaning: str, depth: int) -> object:
    if "value" in value and len(value) <= _MOST_BESIDE_VALUE:
        return _plain(value["value"], meaning, depth + 1)
    if value and all(_LANGUAGE.fullmatch(str(each)) and isinstance(text, str) for each, text in value.items()):
        return localized_text(value)
    name = first_said(value, "name", "title", "label") if meaning in _NAMED_THINGS else None
    if name is not None and not any(isinstance(each, list | dict) for each in value.values()):
        return name
    inner = {name: _plain(each, str(name), depth + 1) for name, each in value.items()}
    span = inner.get("time")
    return {**inner, **span} if isinstance(span, dict) and not span.keys() - _SPAN else inner


def _take_names(value: object, key: str, names: Names, depth: int) -> None:
    """Add the names by id in lists of rooms and tracks."""
    if depth > _DEEPEST:
        return
    if (meaning := known_key(key.lower())) in ("room", "track", "rooms", "places", "location", "tracks"):
        known = names.setdefault("track" if meaning.startswith("track") else "room", {})
        for each in maps_in(value):
            own, name = (_first_said(each, word) for word in ("id", "name"))
            if own and name:
                known[own] = name
        if isinstance(value, dict) and key.endswith("s"):
            known |= {str(own): name for own, each in value.items() if (name := text_of(each))}
        if isinstance(value, list):
            known |= {f"{_NTH}{at}": each for at, each in enumerate(value) if isinstance(each, str)}
    for name, inner in value.items() if isinstance(value, dict) else ():
        _take_names(inner, str(name), names, depth + 1)


def _counts_from_zero(record: Mapping[str, object]) -> bool:
    """Whether a record is in the first room of a list: `room: 0`."""
    return any(
        type(each) is int and each == 0 and str(key).lower() in _SAID_BY_ID["room"] for key, each in record.items()
    )


def _first_said(record: Mapping[str, object], word: str) -> str | None:
    """The value of a key, or of a key with this ending: `room_id`."""
    texts = (text_of(each) for key, each in record.items() if key == word or str(key).endswith(f"_{word}"))
    return next(filter(None, texts), None)


def _with_names(value: object, names: Names, depth: int) -> object:
    """A value whose records name rooms and tracks instead of their ids."""
    if depth > _DEEPEST:
        return value
    if isinstance(value, list):
        return [_with_names(each, names, depth + 1) for each in value]
    if not isinstance(value, dict):
        return value
    made = {key: _with_names(each, names, depth + 1) for key, each in value.items()}
    for key, each in value.items():
        base = str(key).lower().removesuffix("_id").removesuffix("id")
        for meaning, known in names.items():
            own = [text_of(each) or _NTH, f"{_NTH}{each}" if type(each) is int else _NTH]
            name = next((known[one] for one in own if one in known), None)
            if name is not None and known_key(base or str(key)) in _SAID_BY_ID[meaning]:
                made[meaning] = name
    return made


def _reshaped(value: object, depth: int) -> object:
    if depth > _DEEPEST or not isinstance(value, (list, dict)):
        return value
    if isinstance(value, list):
        return _with_known_columns([_reshaped(each, depth + 1) for each in _unwrapped(value)])
    maps = {key: _reshaped(each, depth + 1) for key, each in value.items() if isinstance(each, (list, dict))}
    if not maps:
        return value
    inner = {_day_of_key(str(key)) if key in maps else str(key): maps.get(key, each) for key, each in value.items()}
    inner = _with_talk_within(inner)
    if (by_hours := _by_hours(inner)) is not None:
        return by_hours
    if _are_rooms({str(key): each for key, each in maps.items()}):
        return _in_rooms(inner, maps)
    records = maps_in(inner)
    if 1 < len(inner) == len(records) and _are_titles(inner):
        return [{"title": key, **each} for key, each in zip(inner, records, strict=True)]
    return records if _are_named_rows(inner, records) else inner


def _in_rooms(inner: Mapping[str, object], maps: Mapping[str, object]) -> object:
    """The rows of a map of rooms with their rooms added, and its other values."""
    placed = [{"room": str(key), **row} for key, each in maps.items() for row in rows_of(each) or maps_in(each)]
    others = {key: each for key, each in inner.items() if key not in maps}
    return {**others, "slots": placed} if others else placed


def _by_hours(inner: Mapping[str, object]) -> object:
    """A map of times next to settings or above rooms, with its rows in a list; None for other maps."""
    rows = [row for row in rows_of(inner) if leading_time(str(row["time"]))]
    others = {name: each for name, each in inner.items() if not leading_time(name)}
    if rows and any(map(is_known_key, others)):
        return {**others, "schedule": rows}
    return rows if any(row.keys() == {"time", "room", "session"} for row in rows) else None


def _unwrapped(values: list[object]) -> list[object]:
    """The records of a list, or the items nested in them: talks of speakers, the only id of each track of a slot."""
    records = maps_in(values)
    if not records or len(records) < len(values):
        return values
    ids = [each["items"] for each in records if each.keys() == {"items"}]
    if len(ids) == len(records) and all(isinstance(each, list) and len(each) == 1 for each in ids):
        return [each[0] for each in ids if isinstance(each, list)]
    if not all(map(_talks_of_person, records)):
        return values
    talks: dict[str, Mapping[str, object]] = {}
    people: dict[str, Rows] = {}
    for talk in (talk for each in records for talk in _talks_of_person(each)):
        stated = {key: talk[key] for key in talk if key in ("id", "title") or (key != "speaker" and "id" not in talk)}
        talks.setdefault(repr(stated), talk)
        people.setdefault(repr(stated), []).extend(maps_in(talk["speaker"]))
    return [{**talk, "speaker": people[known]} for known, talk in talks.items()]


def _talks_of_person(record: Mapping[str, object]) -> Rows:
    """The talks in a speaker's record, each with that record as its speaker."""
    key = next((name for name in _TALKS_OF_PEOPLE if maps_in(record.get(name))), None)
    name = text_of(record.get("name")) or name_in_parts(AliasedRecord(record)) if key is not None else ""
    talks = maps_in(record[key]) if key is not None and _is_person(name) else []
    speaker = {name: value for name, value in record.items() if name != key}
    return [] if any("speaker" in talk for talk in talks) else [{**talk, "speaker": [speaker]} for talk in talks]


def _with_talk_within(record: dict[str, object]) -> dict[str, object]:
    """A row with a nested talk (`time: 9:00`, `talk: {title: ...}`) and the talk's fields."""
    for key in _ONE_TALK:
        talk = record.get(key)
        if (
            isinstance(talk, dict)
            and text_of(talk.get("title"))
            and not any(isinstance(t, dict) for t in talk.values())
        ):
            record = {**talk, **{name: each for name, each in record.items() if name != key}}
    return record


def _are_rooms(maps: Mapping[str, object]) -> bool:
    """Whether the keys of a map are rooms: keys that are no days or lists, with times as their values; or above rows
    with times, if they are named like rooms or some of their rows are at the same time.
    """
    if any(not _may_be_room(key) for key in maps):
        return False
    starts = [_starts_of(each) for each in maps.values() if not rows_of(each)]
    named = all(rows_of(each) or _is_named_room(key) for key, each in maps.items())
    return all(starts) and (named or len(set().union(*starts)) < sum(map(len, starts)))


def _may_be_room(key: str) -> bool:
    if _is_named_room(key):
        return True
    is_day = find_dates(key) or find_weekday(key.rstrip("0123456789")) is not None  # `monday`, `saturday2`
    return not (is_known_key(key) or section_of(key) or leading_time(key) or is_day)


def _is_named_room(key: str) -> bool:
    return known_key(key.lower().replace(" ", "_")) == "room" or room_of(key) is not None


def _starts_of(value: object) -> set[object]:
    """When the rows of a list begin; empty unless all have a time."""
    rows = [read_time(AliasedRecord(each), None) for each in maps_in(value)] if isinstance(value, list) else []
    starts: set[object] = {row.moment or row.start for row in rows}
    return set() if None in starts else starts


def _day_of_key(key: str) -> str:
    """The day of a key with a year, in ISO 8601; other keys unchanged."""
    if not _YEAR.search(key):
        return key
    days = {day for each in find_dates(key) if (day := each.start.on(None)) is not None}
    return days.pop().isoformat() if len(days) == 1 else key


def _are_named_rows(value: Mapping[str, object], records: Rows) -> bool:
    """Whether a map is a timetable with a name for each row: `opening: {start: 9:00}`, `panel: {start: 16:00}`."""
    rows = [AliasedRecord(each) for each in records]
    timed = sum(says_when(each) and each.has("title") for each in rows)
    return len(rows) == len(value) >= _FEWEST and timed * 2 > len(rows)


def _are_titles(records: Mapping[str, object]) -> bool:
    """Whether the keys of a map of records are titles of talks, which have speakers and no other title."""
    entries = [AliasedRecord(each) for each in maps_in(records)]
    spoken = sum(each.first("speaker") is not None for each in entries)
    worded = sum(_WORDS_OF_TITLE.fullmatch(str(key)) is not None for key in records)
    return worded * 2 > len(entries) and spoken * 2 > len(entries) and not any(each.own("title") for each in entries)


def _are_slots(value: Mapping[str, object]) -> bool:
    """Whether a map leads from the names of slots to their times."""
    records = [AliasedRecord(each) for each in maps_in(value)]
    timed = all(each.has("start", "time") and not each.has("speaker") for each in records)
    return len(records) > 1 and timed and not any(leading_time(str(key)) for key in value)


def _slotted(value: object, groups: Sequence[Mapping[str, object]]) -> object:
    """A value whose lists of talks in named slots have times; slots without talks become rows between them."""
    if not groups or not isinstance(value, (list, dict)):
        return value
    if isinstance(value, list):
        return _in_slots(value, groups)[1] or value
    lists = {key: _in_slots(each, groups) for key, each in value.items()}
    taken = [slots for slots, rows in lists.values() if rows]
    kept = {key: rows for key, (_, rows) in lists.items() if value[key] not in taken}
    return {key: rows or _slotted(value[key], groups) for key, rows in kept.items()}


def _in_slots(value: object, groups: Sequence[Mapping[str, object]]) -> tuple[Mapping[str, object] | None, Rows]:
    """The rows of a list whose records all name a slot of one group, by slot; empty for other values."""
    records = maps_in(value) if isinstance(value, list) else []
    for slots in groups:
        for column in dict.fromkeys(str(key) for each in records for key in each):
            if not all(text_of(each.get(column)) in {*map(str, slots)} for each in records):
                continue
            rows: Rows = []
            for own, slot in zip(slots, maps_in(slots), strict=True):
                there = [each for each in records if text_of(each.get(column)) == str(own)]
                rows += [{**slot, **{key: each[key] for key in each if key != column}} for each in there]
                if not there and AliasedRecord(slot).has("title"):
                    rows.append(slot)
            return slots, rows
    return None, []


def _with_known_columns(values: list[object]) -> Sequence[object]:
    """The records of a list with unnamed columns renamed by their values."""
    records: Rows = [each for each in values if isinstance(each, dict)]
    if len(records) < _FEWEST or len(records) < len(values):
        return values
    records = _with_places(_without_shared_topics(records))
    columns: dict[str, list[str]] = {}
    for each in records[:_LOOKED_AT]:
        for name, value in each.items():
            if (text := text_of(value)) is not None:
                columns.setdefault(str(name), []).append(text)
    columns = {name: texts for name, texts in columns.items() if len(texts) >= _FEWEST}
    renamed = _titles_of_people(columns)
    if any(not is_known_key(str(name)) or name in _SECONDARY for each in records for name in each):
        renamed = {**_told_by_values(records, columns), **_people_in_titles(records, columns), **renamed}
    return [_renamed(each, renamed) for each in records] if renamed else records


def _without_shared_topics(records: Rows) -> Rows:
    """The records with topics as tracks, if several talks share each and have titles besides."""
    topics = _texts(records, "topic")
    others = ({key: each[key] for key in each if key != "topic"} for each in records if text_of(each.get("topic")))
    if len(topics) < max(_FEWEST, len(set(topics)) * 2) or not all(AliasedRecord(each).has("title") for each in others):
        return records
    return [{"track" if key == "topic" else key: value for key, value in each.items()} for each in records]


def _with_places(records: Rows) -> Rows:
    """The records with speakers and affiliations separated, if all of them are `Name, Place`."""
    key = next((each for each in ("speaker", "speakers", "presenter", "author") if _texts(records, each)), "")
    parts = {text: [part.strip() for part in text.split(",")] for text in _texts(records, key)}
    if len(parts) < _FEWEST or any(len(each) != 2 or not _is_person(each[0]) for each in parts.values()):
        return records
    if sum(is_likely_institution(place) for _, place in parts.values()) < _LEAST_PLACES * len(parts):
        return records
    people: dict[str | None, object] = {
        each: {"name": name, "affiliation": place} for each, (name, place) in parts.items()
    }
    return [{**each, key: people.get(text_of(each.get(key)), each.get(key))} for each in records]


def _texts(records: Iterable[Mapping[str, object]], key: str) -> list[str]:
    """The texts of a key in all records."""
    return [text for each in records if (text := text_of(each.get(key)))]


def _told_by_values(records: Sequence[Mapping[str, object]], columns: Mapping[str, list[str]]) -> dict[str, str]:
    """New names of uninformative columns; empty if records have no time, or a title and people."""
    unknown = {name: texts for name, texts in columns.items() if not is_known_key(name) and len(set(texts)) > 1}
    known = AliasedRecord({name: texts[0] for name, texts in columns.items() if is_known_key(name)})
    told: dict[str, str] = {}
    for meaning, name, is_one in _TELLING if unknown else ():
        if known.has(meaning) or name in columns:
            continue
        if name == "title" and not ("speaker" in told.values() or known.has("speaker")):
            continue
        if name not in ("time", "title") and not (told or known.has("start", "time")):
            return {}
        found = (each for each, texts in unknown.items() if each not in told and is_one(texts))
        told |= dict.fromkeys(islice(found, 1), name)
    return told


def _titles_of_people(columns: Mapping[str, list[str]]) -> dict[str, str]:
    """New names if the titles of people who have abstracts are those of their talks, not of their positions."""
    titles = columns.get("title", [])
    told = next((name for name in ("abstract", "paper") if _length(columns.get(name, [])) >= _PROSE_LENGTH), None)
    if told is None or not _most(columns.get("name", []), _is_person) or not _are_titles_of_talks(titles):
        return {}
    return {} if sum(map(states_job, titles)) * 2 > len(titles) else {"title": "talk_title", told: "abstract"}


def _people_in_titles(records: Sequence[Mapping[str, object]], columns: Mapping[str, list[str]]) -> dict[str, str]:
    """New names if a title or the text below it has the speakers and the other one the talk, judged by all records."""
    if any(AliasedRecord(each).first("speaker") is not None for each in records):
        return {}
    title = next((name for name in columns if name.lower() in _TITLES), "")
    below = next((name for name in columns if name.lower() in _SECONDARY and name != title), "")
    if not title or not below or not AliasedRecord(records[0]).has("start", "time"):
        return {}
    both = [each for each in records if text_of(each.get(title)) and text_of(each.get(below))]
    names, talks = _texts(both, title), _texts(both, below)
    if _most(columns[below], _are_people) and not any(map(_is_person, names)):
        return {below: "speaker"}
    if len(both) < _FEWEST or not _most(names, _is_person) or not _are_titles_of_talks(talks):
        return {}
    return {title: "speaker", below: "title"}


def _renamed(record: Mapping[str, object], names: Mapping[str, str]) -> Mapping[str, object]:
    """A record with renamed keys; an item without a title, such as a break, may be in the column of people."""
    made = {names.get(str(key), str(key)): value for key, value in record.items()}
    said = text_of(made.get("speaker"))
    if "speaker" in names.values() and said is not None and not text_of(made.get("title")) and not _is_person(said):
        made["title"] = made.pop("speaker")
    return made


def _most(texts: Sequence[str], is_one: Callable[[str], object]) -> bool:
    return len(texts) > 0 and sum(bool(is_one(text)) for text in texts) >= _MOST_OF * len(texts)


def _length(texts: Sequence[str]) -> float:
    return sum(map(len, texts)) / max(len(texts), 1)


def _is_clock(text: str) -> bool:
    found = leading_time(text)
    return found is not None and found.stop >= len(text.strip()) - 4


def _is_person(text: str) -> bool:
    return is_likely_name(text) and item_kind(text) is None


def _are_people(text: str) -> bool:
    people = split_people(text) if len(text) < _PROSE_LENGTH else []
    return bool(people) and all(_is_person(each.name) for each in people)


def _is_institution(text: str) -> bool:
    return is_likely_institution(text) and item_kind(text) is None


def _is_person_or_item(text: str) -> bool:
    """Whether a text is a person, or an item without speakers in a column of people: `Coffee`, `TBA`."""
    return _is_person(text) or is_placeholder(text) or item_kind(without_emoji(text).strip()) is not None


def _are_titles_of_talks(texts: Sequence[str]) -> bool:
    """Whether texts are as long as titles of talks, and differ."""
    people = sum(map(_is_person, texts)) * 2 > len(texts)
    return _TITLE_LENGTH <= _length(texts) < _PROSE_LENGTH and len(set(texts)) * 2 > len(texts) and not people


_TELLING: tuple[tuple[str, str, Callable[[Sequence[str]], bool]], ...] = (
    ("start", "time", partial(_most, is_one=_is_clock)),
    ("speaker", "speaker", partial(_most, is_one=_is_person_or_item)),
    ("affiliation", "affiliation", partial(_most, is_one=_is_institution)),
    ("slides", "slides", partial(_most, is_one=_FILE.fullmatch)),
    ("video", "video", partial(_most, is_one=_VIDEO.fullmatch)),
    ("title", "title", _are_titles_of_talks),
)
"""The meaning of a column by its values: the meaning that no other column may have, its name, and a test."""
