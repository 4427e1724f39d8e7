"""The contents of a site's data files, recognised by their records: timetables, talks, people, key dates, settings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from types import MappingProxyType

from confnotes.importers.facts.names import is_likely_name
from confnotes.importers.pages.sections import SectionMeaning, Topic
from confnotes.importers.sites.clocks import NAMED, is_row, rows_of, says_a_time, says_when
from confnotes.importers.sites.people import section_of
from confnotes.importers.sites.records import AliasedRecord, DataFile, bare_key, maps_in, names_people, words_of

_DEEPEST = 8  # maps in each other
_MOST_LOOKED_AT = 400  # records, to decide what a list is
_LEAST_TIMED = 0.3  # of the records of a timetable that have a time
_TELLING = (
    *("bio", "image", "photo", "picture", "avatar", "headshot", "img", "thumb_nail"),
    *("twitter", "github", "linkedin"),
)
_DETAILS = ("links", "resources", "files", "materials", "social", "legend", "categories")
_REPEATED = ("_", "x-", "template", "default", "anchor")  # how keys begin whose values are only written for aliases
_NEWS = frozenset(("news", "announcements", "updates", "posts"))
_ABOUT_TALKS = ("abstract", "speaker", "strong_ref", "refs")


@dataclass(frozen=True, slots=True)
class DataPart:
    """A list of a data file and its name; `section` is the usual content of lists with this name."""

    file: DataFile
    key: str
    value: object
    section: SectionMeaning | None

    @property
    def topic(self) -> Topic | None:
        """The topic of its name."""
        return self.section.topic if self.section is not None else None


@dataclass(slots=True)
class Parts:
    """The parts of all data files by content."""

    timetables: list[DataFile] = field(default_factory=list)
    talks: list[DataPart] = field(default_factory=list)
    people: list[DataPart] = field(default_factory=list)
    dates: list[DataPart] = field(default_factory=list)
    settings: list[Mapping[str, object]] = field(default_factory=list)


def parts_of(files: Iterable[DataFile]) -> Parts:
    """Sort the contents of data files."""
    sorted_files = [(file, [(part, *_leaves_and_kind(part)) for part in _of_file(file)]) for file in files]
    rows = (each for _, found in sorted_files for _, leaves, kind in found if kind is Topic.SCHEDULE for each in leaves)
    named = {bare_key(key) for row in rows if not row.has("title", "speaker") for key in row.texts("strong_ref")}
    parts = Parts()
    lists = {Topic.TALKS: parts.talks, Topic.PEOPLE: parts.people, Topic.DATES: parts.dates}
    for file, found in sorted_files:
        for part, leaves, kind in found:
            if kind is Topic.PEOPLE and _are_named_talks(leaves, named):
                kind = Topic.TALKS
            if kind in lists:
                lists[kind].append(part)
        timed = [part for part, _, kind in found if kind is Topic.SCHEDULE]
        _sort_rest(parts, file, {"talks" if part.topic is Topic.PEOPLE else part.key: part.value for part in timed})
    return parts


def _sort_rest(parts: Parts, file: DataFile, timed: dict[str, object]) -> None:
    """Add the timetable of a file, which may be all of it, and the rest as settings."""
    is_whole = any(value is file.value for value in timed.values())
    if timed:
        parts.timetables.append(file if is_whole and len(timed) == 1 else replace(file, value=timed))
    if isinstance(file.value, dict) and not is_whole:
        parts.settings.append({str(key): value for key, value in file.value.items()})


def _are_named_talks(leaves: Sequence[AliasedRecord], named: Collection[str]) -> bool:
    """Whether most entries of a list of speakers are talks: rows of a timetable name them, and they have titles."""
    talks = sum(
        each.own("title") is not None and any(bare_key(key) in named for key in each.texts("strong_ref"))
        for each in leaves
    )
    return talks * 2 > len(leaves)


def _of_file(file: DataFile) -> Iterator[DataPart]:
    """The lists of a file: the whole file, or the values of its keys."""
    value = file.value
    if isinstance(value, list) or (maps_in(value) and not _names_several(value)):
        whole = DataPart(file, file.stem, value, section_of(file.stem))
        if isinstance(value, list) or _leaves_and_kind(whole)[1] is not None:
            yield whole
            return
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, (list, dict)) and inner and not str(key).lower().startswith(_REPEATED):
                name = file.stem if str(key).isdigit() else str(key)  # of a year
                yield DataPart(file, str(key), inner, section_of(name))


def _names_several(value: object) -> bool:
    """Whether the keys of a map name different lists: people, talks, a timetable."""
    sections = (section_of(str(key)) for key in value) if isinstance(value, dict) else ()
    return len({section.topic for section in sections if section is not None}) > 1


def _leaves_and_kind(part: DataPart) -> tuple[list[AliasedRecord], Topic | None]:
    """The records of a part and its content; None for settings and unrelated data."""
    if words_of(part.key) in _NEWS:
        return [], None
    leaves = list(islice(_leaves(part.value, 0), _MOST_LOOKED_AT))
    if not leaves:
        strings = isinstance(part.value, list) and any(isinstance(each, str) for each in part.value)
        return leaves, part.topic if strings and part.topic in (Topic.PEOPLE, Topic.SCHEDULE) else None
    return leaves, _kind(leaves, part.topic, "workshop" in words_of(part.key))


def _kind(leaves: list[AliasedRecord], topic: Topic | None, of_workshops: bool) -> Topic | None:
    """The content of records in a list with a `topic`; `of_workshops` if its name says so."""
    if topic is Topic.DATES and not any(each.has("speaker") for each in leaves):
        return Topic.DATES
    if topic in (Topic.CALL, Topic.VENUE):
        return None
    if _are_timed(leaves, topic):
        return Topic.SCHEDULE
    if topic is Topic.PEOPLE and not _are_talks(leaves):
        return Topic.PEOPLE
    if topic is Topic.SCHEDULE and any(each.has(*NAMED) for each in leaves):
        return Topic.SCHEDULE
    if topic is Topic.OTHER:
        return None
    return Topic.TALKS if _are_talks(leaves) else _listed_kind(leaves, topic, of_workshops)


def _are_timed(leaves: list[AliasedRecord], topic: Topic | None) -> bool:
    """Whether records are rows of a timetable: enough of them have times, and some have items.

    Under the name of a timetable, rows may have only a kind, or the ids of talks listed elsewhere.
    """
    dated = [says_when(each) for each in leaves]
    when = sum(dated)
    timed = sum(said or says_a_time(each) for each, said in zip(leaves, dated, strict=True))
    telling = (*NAMED, "kind", "id", "refs") if topic is Topic.SCHEDULE else NAMED
    tells = any(each.first(meaning) is not None for each in leaves for meaning in telling)
    if not when or timed < _LEAST_TIMED * len(leaves) or not tells:
        return False
    return topic is not Topic.PEOPLE or when > len(leaves) // 2


def _listed_kind(leaves: list[AliasedRecord], topic: Topic | None, of_workshops: bool) -> Topic | None:
    """Whether records without distinguishing times are people or talks."""
    talks = sum(
        each.has("title") and any(each.first(meaning) is not None for meaning in _ABOUT_TALKS) for each in leaves
    )
    half = len(leaves) // 2
    of_talks = topic in (Topic.TALKS, Topic.PAPERS)
    if sum(map(_is_person, leaves)) > half and not (of_talks and talks):
        return Topic.PEOPLE
    listed = (of_talks or of_workshops) and any(each.has("title") for each in leaves)
    return Topic.TALKS if talks > half or listed else None


def _are_talks(leaves: list[AliasedRecord]) -> bool:
    """Whether most records have a title and a list or map of speakers, unlike people."""
    titled = [each for each in leaves if each.own("title") is not None]
    talks = sum(each.own("speakers") is not None or isinstance(each.first("speaker"), list | dict) for each in titled)
    return talks * 2 > len(leaves)


def _is_person(record: AliasedRecord) -> bool:
    name = record.text("person")
    about = record.has("affiliation", "website") or any(record.own(key) is not None for key in _TELLING)
    return name is not None and about and is_likely_name(name) and record.own("speaker") is None


def _leaves(value: object, depth: int, around: Mapping[str, object] = MappingProxyType({})) -> Iterator[AliasedRecord]:
    """The maps of a part that contain no further lists of titled maps; `around`: the times of what they are in."""
    if depth > _DEEPEST:
        return
    rows = rows_of(value)
    yield from (AliasedRecord({**around, **row}) for row in rows)
    if isinstance(value, list):
        for each in value:
            yield from _leaves(each, depth + 1, around)
    elif isinstance(value, dict) and not rows:
        inner = [each for key, each in value.items() if _holds_rows(each, depth + 1) and not _is_detail(str(key), each)]
        if inner:
            around = {**around, **_times_of(value)}
            for each in inner:
                yield from _leaves(each, depth + 1, around)
        elif maps_in(value):
            yield from (AliasedRecord({**around, **each}) for each in maps_in(value))
        else:
            yield AliasedRecord({**around, **value})


def _times_of(values: Mapping[str, object]) -> dict[str, object]:
    """The fields with a time, which holds for all talks in a slot or a session."""
    plain = {str(key): each for key, each in values.items() if not isinstance(each, (list, dict))}
    return {key: each for key, each in plain.items() if says_when(AliasedRecord({key: each}))}


def _holds_rows(value: object, depth: int) -> bool:
    """Whether nested lists and maps contain something with a title, a speaker or a time."""
    if depth > _DEEPEST or not isinstance(value, (list, dict)):
        return False
    if rows_of(value) or any(is_row(AliasedRecord(each)) for each in maps_in(value)):
        return True
    return isinstance(value, dict) and any(_holds_rows(each, depth + 1) for each in value.values())


def _is_detail(key: str, value: object) -> bool:
    """Whether the value of a key belongs to one talk: its speakers, its links."""
    if key.lower() in _DETAILS:
        return True
    section = section_of(key)
    if not names_people(key) and (section is None or section.topic is not Topic.PEOPLE):
        return False
    return not any(record.own("speaker") or says_when(record) for record in map(AliasedRecord, maps_in(value)))
