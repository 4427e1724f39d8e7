"""What the data files of a site hold, told by their records: timetables, talks, people, key dates, settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from confnotes.importers.facts.names import name_likeness
from confnotes.importers.pages.sections import SectionMeaning, Topic
from confnotes.importers.sites.clocks import rows_of, says_a_time, says_when
from confnotes.importers.sites.data_files import DataFile
from confnotes.importers.sites.people import section_of
from confnotes.importers.sites.records import AliasedRecord, maps_in, words_of

_DEEPEST = 8
_MOST_LOOKED_AT = 400
_LEAST_TIMED = 0.3
_TELLING = (
    "bio",
    "image",
    "photo",
    "picture",
    "avatar",
    "twitter",
    "github",
    "linkedin",
    "headshot",
    "img",
    "thumb_nail",
)
_DETAILS = ("links", "resources", "files", "materials", "social", "legend", "categories")
_ABOUT_TALKS = ("abstract", "speaker", "strong_ref", "refs")


@dataclass(frozen=True, slots=True)
class DataPart:
    """A list of a data file and what it is called; `section` is what such a list holds by its name."""

    file: DataFile
    key: str
    value: object
    section: SectionMeaning | None


@dataclass(slots=True)
class Parts:
    """The parts of all data files by what they hold."""

    timetables: list[DataFile] = field(default_factory=list)
    talks: list[DataPart] = field(default_factory=list)
    people: list[DataPart] = field(default_factory=list)
    dates: list[DataPart] = field(default_factory=list)
    settings: list[Mapping[str, object]] = field(default_factory=list)


def parts_of(files: Iterable[DataFile]) -> Parts:
    """Sort what data files hold."""
    parts = Parts()
    for file in files:
        timed: dict[str, object] = {}
        for part in _of_file(file):
            kind = _kind(part)
            if kind is Topic.SCHEDULE:
                timed[part.key] = part.value
            elif kind is Topic.TALKS:
                parts.talks.append(part)
            elif kind is Topic.PEOPLE:
                parts.people.append(part)
            elif kind is Topic.DATES:
                parts.dates.append(part)
        if timed:
            whole = len(timed) == 1 and next(iter(timed.values())) is file.value
            parts.timetables.append(file if whole else replace(file, value=timed))
        if isinstance(file.value, dict) and not any(value is file.value for value in timed.values()):
            parts.settings.append({str(key): value for key, value in file.value.items()})
    return parts


def _of_file(file: DataFile) -> Iterator[DataPart]:
    """The lists of a file: the whole of it, or what stands under its keys."""
    value = file.value
    if isinstance(value, list) or (maps_in(value) and not _names_several(value)):
        whole = DataPart(file, file.stem, value, section_of(file.stem))
        if isinstance(value, list) or _kind(whole) is not None:
            yield whole
            return
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, (list, dict)) and inner:
                yield DataPart(file, str(key), inner, section_of(str(key)))


def _names_several(value: object) -> bool:
    """Whether the keys of a map name different lists: people, talks, a timetable."""
    sections = (section_of(str(key)) for key in value) if isinstance(value, dict) else ()
    return len({section.topic for section in sections if section is not None}) > 1


def _kind(part: DataPart) -> Topic | None:
    """What a part holds; None for settings and what has nothing to do with a program."""
    leaves = list(_leaves(part.value, 0))[:_MOST_LOOKED_AT]
    topic = part.section.topic if part.section is not None else None
    if not leaves:
        strings = isinstance(part.value, list) and any(isinstance(each, str) for each in part.value)
        return topic if strings and topic in (Topic.PEOPLE, Topic.SCHEDULE) else None
    if topic is Topic.DATES and not any(each.has("speaker") for each in leaves):
        return Topic.DATES
    if topic in (Topic.CALL, Topic.VENUE):
        return None
    dated = [says_when(each) for each in leaves]
    when = sum(dated)
    timed = sum(said or says_a_time(each) for each, said in zip(leaves, dated, strict=True))
    enough = (
        when > 0
        and timed >= _LEAST_TIMED * len(leaves)
        and any(each.has("title", "speaker", "strong_ref") for each in leaves)
    )
    if enough and (topic is not Topic.PEOPLE or when > len(leaves) // 2):
        return Topic.SCHEDULE
    if topic is Topic.PEOPLE and not _are_talks(leaves):
        return Topic.PEOPLE
    if topic is Topic.SCHEDULE and any(each.has("title", "speaker", "strong_ref") for each in leaves):
        return Topic.SCHEDULE
    talks = sum(
        each.has("title") and any(each.first(meaning) is not None for meaning in _ABOUT_TALKS) for each in leaves
    )
    people = sum(map(_is_person, leaves))
    if topic is Topic.OTHER:
        return None
    if _are_talks(leaves):
        return Topic.TALKS
    if people > len(leaves) // 2 and not (topic in (Topic.TALKS, Topic.PAPERS) and talks):
        return Topic.PEOPLE
    listed = topic in (Topic.TALKS, Topic.PAPERS) or "workshop" in words_of(part.key)
    if talks > len(leaves) // 2 or (listed and any(each.has("title") for each in leaves)):
        return Topic.TALKS
    return None


def _are_talks(leaves: list[AliasedRecord]) -> bool:
    """Whether most records have a title and list who speaks, as those of no person do."""
    talks = sum(each.own("title") is not None and each.own("speakers") is not None for each in leaves)
    return talks * 2 > len(leaves)


def _is_person(record: AliasedRecord) -> bool:
    name = record.text("person")
    about = record.has("affiliation", "website") or any(record.own(key) is not None for key in _TELLING)
    return name is not None and about and name_likeness(name) >= 0.5 and record.own("speaker") is None


def _leaves(value: object, depth: int) -> Iterator[AliasedRecord]:
    """The maps of a part that hold no further lists of maps with titles."""
    if depth > _DEEPEST:
        return
    yield from map(AliasedRecord, rows := rows_of(value))
    if isinstance(value, list):
        for each in value:
            yield from _leaves(each, depth + 1)
    elif isinstance(value, dict) and not rows:
        inner = [each for key, each in value.items() if _holds_rows(each, depth + 1) and not _is_detail(str(key), each)]
        if inner:
            for each in inner:
                yield from _leaves(each, depth + 1)
        elif maps_in(value):
            yield from (AliasedRecord(each) for each in maps_in(value))
        else:
            yield AliasedRecord(value)


def _holds_rows(value: object, depth: int) -> bool:
    """Whether lists and maps hold something that has a title, a speaker or a time, however deep."""
    if depth > _DEEPEST or not isinstance(value, (list, dict)):
        return False
    if rows_of(value) or any(map(_is_titled, maps_in(value))):
        return True
    return isinstance(value, dict) and any(_holds_rows(each, depth + 1) for each in value.values())


def _is_detail(key: str, value: object) -> bool:
    """Whether what stands under a key belongs to one talk: its speakers, its links."""
    if key.lower() in _DETAILS:
        return True
    section = section_of(key)
    if section is None or section.topic is not Topic.PEOPLE:
        return False
    return not any(record.own("speaker") or says_when(record) for record in map(AliasedRecord, maps_in(value)))


def _is_titled(values: Mapping[str, object]) -> bool:
    record = AliasedRecord(values)
    return record.has("title", "speaker", "strong_ref") or says_a_time(record)
