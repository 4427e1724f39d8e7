"""Recorded talks, a JSON file each: folders of pyvideo, and others like them.

Specification: https://github.com/pyvideo/data (`.schemas`): `category.json` names the conference, `videos/*.json` hold
the talks. A recording has a day and hardly ever a time, so most talks have no start: their days are the conference's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from confnotes.errors import ConfnotesError
from confnotes.importers.facts.dates import find_years
from confnotes.importers.facts.moments import day_of
from confnotes.importers.facts.prose import plain_title, prose
from confnotes.importers.importer import Hints
from confnotes.importers.recordings.talk import Recorded, is_recorded_talk, recorded_talk
from confnotes.importers.records.values import Record, first_said, json_start, said
from confnotes.importers.slots import with_slot_ids
from confnotes.importers.source import Source, SourceFile
from confnotes.model.program import (
    Conference,
    Program,
    ReadProgram,
    Resource,
    ResourceKind,
    Session,
    SourceWarning,
    Talk,
)

FORMAT = "pyvideo"
_CATEGORY = "category.json"
_PYVIDEO = (b'"recorded"', b'"videos"', b'"related_urls"', b'"thumbnail_url"', b'"speakers"')
_VIDEO_KEYS = (b'"video', b'"youtube', b'"recording', b'"vimeo')
_LOOKED_AT = 12
_SHARED = 5
_MOST_DAYS = 31


class Recordings:
    """Reads folders, and single files, of recorded talks."""

    formats: tuple[str, ...] = (FORMAT,)

    def sniff(self, source: Source) -> float:
        """By the keys of the first files; talks with videos that are not in pyvideo's words are a guess."""
        if not source.is_folder:
            return _score(source.files[0])
        scores = [_score(file) for file in _talk_files(source)[:_LOOKED_AT]]
        known = [score for score in scores if score]
        return max(known) if known and len(known) * 2 >= len(scores) else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The talks of one conference; files that are broken or no talk are passed over and counted."""
        gathered = _gathered(source)
        if not gathered.talks:
            problem = gathered.broken[0] if gathered.broken else f"{source.name} holds no recorded talk"
            raise ConfnotesError(problem, "check that the download is complete")
        talks = with_slot_ids(each.talk for each in gathered.talks)
        shared, talks = _shared(talks)
        conference = _conference(gathered)
        program = Program(conference, (Session(talks=talks),), resources=shared)
        return ReadProgram(FORMAT, program, tuple(_warnings(gathered, conference)))


@dataclass(slots=True)
class _Gathered:
    """What the files hold: the talks, the conference's own record, and what was passed over."""

    talks: list[Recorded] = field(default_factory=list)
    category: Record = field(default_factory=dict)
    names: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    untitled: int = 0
    strangers: list[str] = field(default_factory=list)


def _score(file: SourceFile) -> float:
    data = json_start(file)
    if b'"title"' not in data or b'"confnotes.program/' in data:
        return 0.0
    if sum(key in data for key in _PYVIDEO) >= 3:
        return 0.95
    people = b'"speaker' in data or b'"presenter' in data or b'"author' in data
    return 0.5 if people and any(key in data for key in _VIDEO_KEYS) else 0.0


def _talk_files(source: Source) -> list[SourceFile]:
    """The JSON files of a folder that may hold talks: those in `videos` where there are such."""
    named = [(*_split(file.path), file) for file in source.ending(".json")]
    files = [(folder, file) for folder, name, file in named if name != _CATEGORY and not name.startswith(".")]
    return [file for folder, file in files if folder.endswith("videos")] or [file for _, file in files]


def _split(path: str) -> tuple[str, str]:
    """The folder that a file stands in, and its name."""
    folder, _, name = path.rpartition("/")
    return folder, name


def _gathered(source: Source) -> _Gathered:
    gathered = _Gathered()
    if not source.is_folder:
        _take(source.files[0], source.files[0].json, gathered)
        return gathered
    categories = [file for file in source.ending(".json") if file.name == _CATEGORY]
    if len(categories) > 1:
        folders = ", ".join(_split(file.path)[0] for file in categories[:4])
        raise ConfnotesError(f"{source.name} holds {len(categories)} conferences: {folders}", "import them one by one")
    for file in categories:
        value = _json(file, gathered)
        gathered.category = value if isinstance(value, dict) else {}
    for file in _talk_files(source):
        _take(file, _json(file, gathered), gathered)
    return gathered


def _json(file: SourceFile, gathered: _Gathered) -> object:
    try:
        value: object = file.json
    except ConfnotesError as error:
        gathered.broken.append(f"{file.path}: {error.message}")
        return None
    return value


def _take(file: SourceFile, value: object, gathered: _Gathered) -> None:
    """The talks of one file: it is one, or it lists them."""
    if isinstance(value, dict) and not is_recorded_talk(value):
        value = next((value[key] for key in ("talks", "videos", "sessions") if isinstance(value.get(key), list)), value)
    several = value if isinstance(value, list) else [value]
    stem = _split(file.path)[1].rpartition(".")[0] if several == [value] else None
    for each in several:
        if not isinstance(each, dict) or not is_recorded_talk(each):
            if each is not None:
                gathered.strangers.append(file.path)
            continue
        talk = recorded_talk(each, stem)
        if talk is None:
            gathered.untitled += 1
            continue
        gathered.talks.append(talk)
        name = first_said(each, "category", "conference", "event")
        if name is not None:
            gathered.names[name] += 1


def _shared(talks: tuple[Talk, ...]) -> tuple[tuple[Resource, ...], tuple[Talk, ...]]:
    """The links that many talks have, which are the conference's, and the talks without them.

    A video stays: one recording may hold many talks.
    """
    counts = Counter(each.url for talk in talks for each in talk.resources if each.kind is not ResourceKind.VIDEO)
    common = {url for url, count in counts.items() if count >= _SHARED}
    found = {each.url: each for talk in talks for each in talk.resources if each.url in common}
    without = tuple(
        replace(talk, resources=tuple(each for each in talk.resources if each.url not in common)) for talk in talks
    )
    return tuple(found.values()), without


def _conference(gathered: _Gathered) -> Conference:
    """The conference as its category names it, on the days that the talks say, else on those of the recordings."""
    category = gathered.category
    name = plain_title(first_said(category, "title", "name"))
    if name is None and len(gathered.names) == 1:
        name = plain_title(next(iter(gathered.names)))
    years = find_years(name) if name is not None else []
    days = _days(gathered.talks)
    year = years[0] if len(set(years)) == 1 else None
    if year is None and days and days[0].year == days[-1].year:
        year = days[0].year
    stated = [day_of(said(category.get(key))) for key in ("start_date", "end_date")]
    return Conference(
        name=name,
        year=year,
        start_date=stated[0] or (days[0] if days else None),
        end_date=stated[1] or (days[-1] if days else None),
        url=first_said(category, "url", "website"),
        venue=first_said(category, "venue", "location"),
        description=prose(said(category.get("description"))),
    )


def _days(talks: list[Recorded]) -> list[date]:
    """The days on which talks were held, in order."""
    if _tell_their_days(talks):
        return sorted(each.held for each in talks if each.held is not None)
    return sorted(each.recorded for each in talks if each.recorded is not None)


def _tell_their_days(talks: list[Recorded]) -> bool:
    """Whether most talks say in their text when they were held."""
    return sum(each.held is not None for each in talks) * 2 > len(talks)


def _warnings(gathered: _Gathered, conference: Conference) -> Iterator[SourceWarning]:
    if gathered.broken:
        yield SourceWarning(f"{_counted(len(gathered.broken), 'file')} passed over; {gathered.broken[0]}")
    if gathered.untitled:
        yield SourceWarning(f"{_counted(gathered.untitled, 'talk')} without a title and passed over")
    if gathered.strangers:
        count = _counted(len(gathered.strangers), "entry", "entries")
        yield SourceWarning(f"{count} no recorded talk and passed over, the first in {gathered.strangers[0]}")
    from_recording = sum(each.start_is_recording for each in gathered.talks)
    if from_recording:
        yield SourceWarning(f"starts are those of the recordings ({from_recording} of {len(gathered.talks)} talks)")
    elsewhere = sum(None not in (each.held, each.recorded) and each.held != each.recorded for each in gathered.talks)
    if elsewhere:
        yield SourceWarning(
            f"talks say another day than that of their recording ({elsewhere} of {len(gathered.talks)})"
        )
    start, end = conference.start_date, conference.end_date
    stated = gathered.category.get("start_date") or gathered.category.get("end_date")
    if start is not None and end is not None and not stated and not _tell_their_days(gathered.talks):
        span = f", {(end - start).days} days apart" if (end - start).days >= _MOST_DAYS else ""
        yield SourceWarning(f"the days of the conference are those of its recordings{span}")


def _counted(count: int, one: str, many: str | None = None) -> str:
    return f"{count} {one} was" if count == 1 else f"{count} {many or one + 's'} were"
