"""Recorded talks with a JSON file each: folders of pyvideo and similar ones.

Specification: https://github.com/pyvideo/data (`.schemas`): `category.json` names the conference, `videos/*.json` are
the talks. A recording has a day but rarely a time, so most talks have no start; their days are the conference's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from confnotes.errors import ConfnotesError
from confnotes.importers.facts.dates import find_dates, find_years
from confnotes.importers.facts.kinds import label_kind, talk_kind
from confnotes.importers.facts.languages import language_of
from confnotes.importers.facts.moments import day_of, moment_of
from confnotes.importers.facts.prose import plain_title, prose
from confnotes.importers.importer import Hints
from confnotes.importers.records.reader import PersonFields, RecordReader, TalkFields
from confnotes.importers.records.values import FormatMark, Keys, Record, first_said, localized_text, score_of
from confnotes.importers.source import Source, SourceFile
from confnotes.importers.warning_collector import WarningCollector
from confnotes.model.program import (
    Conference,
    Kind,
    Program,
    ReadProgram,
    Resource,
    ResourceKind,
    Session,
    Talk,
)

FORMAT = "pyvideo"
_CATEGORY = "category.json"
_VIDEO_KEYS = ('"video', '"youtube', '"recording', '"vimeo')
_MARKS = (
    FormatMark(0.0, either=('"confnotes.program/',)),
    FormatMark(
        0.95, every=("title",), either=("recorded", "videos", "related_urls", "thumbnail_url", "speakers"), least=3
    ),
    *(FormatMark(0.5, every=("title", people), either=_VIDEO_KEYS) for people in ('"speaker', '"presenter', '"author')),
)
_VIDEOS = (
    *("videos", "video", "video_url", "videoUrl", "video_link", "recording", "recording_url", "recordingUrl"),
    *("youtube", "youtube_url", "youtubeUrl", "youtube_id", "youtubeId", "vimeo", "source_url"),
)
_SLIDES = ("slides", "slides_url", "slidesUrl", "slide_url", "presentation_url")
_FIELDS = TalkFields(
    name="talk",
    people=PersonFields(
        names=("name", "full_name", "fullName"),
        affiliations=("affiliation", "company", "organization"),
        pages=("url", "website", "homepage"),
    ),
    abstract=("summary", "abstract", "description"),
    speakers=("speakers", "speaker", "presenters", "presenter", "authors", "author", "people"),
    links={
        **dict.fromkeys(_VIDEOS, ResourceKind.VIDEO),
        **dict.fromkeys(_SLIDES, ResourceKind.SLIDES),
        **dict.fromkeys(("related_urls", "links", "resources")),
    },
)
_ENDS = ("end", "ends_at", "endsAt", "end_time", "endTime")
_STARTS = ("start", "starts_at", "startsAt", "start_time", "startTime", "datetime", "date")
_RECORDED = ("recorded", "recorded_at", "published")
_HELD = ("date", "day", *_STARTS)
_TELLING_KEYS = (*_VIDEOS, *_FIELDS.speakers, *_RECORDED, *_HELD)
_CLOCK = re.compile(r"\d{1,2}:\d\d")
_TELLING = frozenset((Kind.KEYNOTE, Kind.LIGHTNING))
_ABOUT = re.compile(r"^[@\[].{4,150}$")
_TRACK = re.compile(r"\b(Track [\w -]{1,30}?)[\"”]?\s*$")
_LOOKED_AT = 12  # files of a folder, to recognise it
_SHARED = 5  # talks with one link, from which it is the conference’s
_MOST_DAYS = 31  # between the first and the last, from which their distance is told


class Recordings:
    """Reads folders of recorded talks, and single files."""

    formats: tuple[str, ...] = (FORMAT,)

    def sniff(self, source: Source) -> float:
        """Certain by the keys of the first files; talks with videos in another format than pyvideo's are a guess."""
        if not source.is_folder:
            return score_of(source.files[0], _MARKS)
        scores = [score_of(file, _MARKS) for file in _talk_files(source)[:_LOOKED_AT]]
        known = [score for score in scores if score]
        return max(known) if known and len(known) * 2 >= len(scores) else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The talks of one conference; broken files and files without a talk are skipped and counted."""
        gathered = _gathered(source)
        if not gathered.talks:
            problem = gathered.broken[0] if gathered.broken else f"{source.name} has no recorded talks"
            raise ConfnotesError(problem, "Check that the download is complete.")
        shared, talks = _shared([each.talk for each in gathered.talks])
        conference = _conference(gathered)
        _tell_of_days(gathered, conference)
        program = Program(conference, (Session(talks=talks),), resources=shared)
        return ReadProgram(FORMAT, program, gathered.warnings.warnings())


@dataclass(frozen=True, slots=True)
class Recorded:
    """A talk with the day of its recording, and the day on which it was held according to its text."""

    talk: Talk
    recorded: date | None
    held: date | None
    start_is_recording: bool = False


@dataclass(slots=True)
class _Gathered:
    """The contents of the files: the talks, the conference's own record, and unreadable files."""

    reader: RecordReader = field(default_factory=lambda: RecordReader(_FIELDS, WarningCollector()))
    talks: list[Recorded] = field(default_factory=list)
    category: Record = field(default_factory=dict)
    names: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    warnings: WarningCollector = field(default_factory=WarningCollector)


def _talk_files(source: Source) -> list[SourceFile]:
    """The JSON files of a folder that may be talks: those in `videos` if there are any."""
    files = [each for each in source.ending(".json") if each.name != _CATEGORY and not each.name.startswith(".")]
    return [each for each in files if _folder(each).endswith("videos")] or files


def _folder(file: SourceFile) -> str:
    return file.path.rpartition("/")[0]


def _gathered(source: Source) -> _Gathered:
    gathered = _Gathered()
    if not source.is_folder:
        _take(source.files[0], source.files[0].json, gathered)
        return gathered
    categories = [file for file in source.ending(".json") if file.name == _CATEGORY]
    if len(categories) > 1:
        folders = ", ".join(_folder(file) for file in categories[:4])
        raise ConfnotesError(
            f"{source.name} has {len(categories)} conferences: {folders}", "Import them one at a time."
        )
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
        said = f"{{n}} {{files were|file was}} skipped; {gathered.broken[0]}"
        gathered.warnings.tell(said, kind="broken")
        return None
    return value


def _take(file: SourceFile, value: object, gathered: _Gathered) -> None:
    """Add the talks of a file, which is one talk or a list of them."""
    if isinstance(value, dict) and not _is_recorded_talk(value):
        value = next((value[key] for key in ("talks", "videos", "sessions") if isinstance(value.get(key), list)), value)
    several = value if isinstance(value, list) else [value]
    stem = file.name.rpartition(".")[0] if several == [value] else None
    for each in several:
        if not isinstance(each, dict) or not _is_recorded_talk(each):
            if each is not None:
                said = "{n} {entries were not recorded talks|entry was not a recorded talk} and skipped, the first in "
                gathered.warnings.tell(f"{said}{file.path}", kind="stranger")
            continue
        talk = _recorded_talk(each, stem, gathered.reader)
        if talk is None:
            gathered.warnings.tell("{n} {talks were|talk was} without a title and skipped")
            continue
        gathered.talks.append(talk)
        name = first_said(each, "category", "conference", "event")
        if name is not None:
            gathered.names[name] += 1


def _is_recorded_talk(value: object) -> bool:
    """Whether a record is a recorded talk: it has a title, and a video, people or a day."""
    return isinstance(value, dict) and "title" in value and any(key in value for key in _TELLING_KEYS)


def _recorded_talk(record: Record, stem: str | None, reader: RecordReader) -> Recorded | None:
    """The talk of a record in a file with the stem `stem`; None without a title."""
    title = reader.title(record)
    if title is None:
        return None
    tags = record.get("tags")
    words = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    tagged = next((word for word in words if label_kind(word) in _TELLING), None)
    held, track = _told_day([localized_text(record.get(key)) for key in _FIELDS.abstract])
    start, from_recording = _start(record)
    language = localized_text(record.get("language"))
    talk = reader.talk(
        record,
        title,
        talk_kind(title, first_said(record, "type", "kind", "format") or tagged),
        first_said(record, "guid", "slug", "id") or stem,
        start=start,
        end=_clocked(record, _ENDS),
        room=first_said(record, "room", "location"),
        track=localized_text(record.get("track")) or track,
        language=language_of(language) or language,
    )
    return Recorded(talk, _day(record, _RECORDED), held or _day(record, _HELD), from_recording)


def _day(record: Record, keys: Keys) -> date | None:
    """The first day under these keys."""
    return next((day for key in keys if (day := day_of(localized_text(record.get(key)))) is not None), None)


def _start(record: Record) -> tuple[datetime | None, bool]:
    """When the talk begins, and whether only its recording states it.

    A recording's time in whole five minutes comes from the timetable; a time to the second is that of a file.
    """
    stated = _clocked(record, _STARTS) or _from_day_and_clock(record)
    if stated is not None:
        return stated, False
    moment = moment_of(localized_text(record.get("recorded")) or "")
    if moment is None or moment.time() == time() or moment.second or moment.minute % 5:
        return None, False
    return moment, True


def _from_day_and_clock(record: Record) -> datetime | None:
    day, clock = _day(record, ("date", "day")), first_said(record, "time", "start_time", "startTime", "start")
    if day is None or clock is None or not _CLOCK.fullmatch(clock):
        return None
    return moment_of(f"{day}T{clock.zfill(5)}")


def _clocked(record: Record, keys: Keys) -> datetime | None:
    """The first timestamp with a time of day: midnight often stands for a day alone."""
    for key in keys:
        moment = moment_of(localized_text(record[key]) or "") if key in record else None
        if moment is not None and moment.time() != time():
            return moment
    return None


def _told_day(texts: list[str | None]) -> tuple[date | None, str | None]:
    """The day and the track in a first line such as “@ PyDays 2013 - Saturday, 07 Sep 2013 - Track 1”."""
    for text in texts:
        line = text.split("\n", 1)[0].strip() if text is not None else ""
        if _ABOUT.match(line):
            found = [day for each in find_dates(line) if (day := each.start.on(None)) is not None]
            if len(found) == 1:
                track = _TRACK.search(line)
                return found[0], track[1].strip() if track else None
    return None, None


def _shared(talks: Sequence[Talk]) -> tuple[tuple[Resource, ...], tuple[Talk, ...]]:
    """The links that many talks share, which are the conference's, and the talks without them.

    Videos are kept: one recording may contain many talks.
    """
    counts = Counter(each.url for talk in talks for each in talk.resources if each.kind is not ResourceKind.VIDEO)
    common = {url for url, count in counts.items() if count >= _SHARED}
    found = {each.url: each for talk in talks for each in talk.resources if each.url in common}
    without = tuple(
        replace(talk, resources=tuple(each for each in talk.resources if each.url not in common)) for talk in talks
    )
    return tuple(found.values()), without


def _conference(gathered: _Gathered) -> Conference:
    """The conference of the category, with the days in the talks' texts, else those of the recordings."""
    category = gathered.category
    name = plain_title(first_said(category, "title", "name"))
    if name is None and len(gathered.names) == 1:
        name = plain_title(next(iter(gathered.names)))
    years = find_years(name) if name is not None else []
    days = _days(gathered.talks)
    year = years[0] if len(set(years)) == 1 else None
    if year is None and days and days[0].year == days[-1].year:
        year = days[0].year
    stated = [day_of(localized_text(category.get(key))) for key in ("start_date", "end_date")]
    return Conference(
        name=name,
        year=year,
        start_date=stated[0] or (days[0] if days else None),
        end_date=stated[1] or (days[-1] if days else None),
        url=first_said(category, "url", "website"),
        venue=first_said(category, "venue", "location"),
        description=prose(localized_text(category.get("description"))),
    )


def _days(talks: list[Recorded]) -> list[date]:
    """The days of the talks, in order."""
    if _tell_their_days(talks):
        return sorted(each.held for each in talks if each.held is not None)
    return sorted(each.recorded for each in talks if each.recorded is not None)


def _tell_their_days(talks: list[Recorded]) -> bool:
    """Whether most talks state in their text when they were held."""
    return sum(each.held is not None for each in talks) * 2 > len(talks)


def _tell_of_days(gathered: _Gathered, conference: Conference) -> None:
    """Warn of starts and days that come from the recordings only."""
    tell, talks = gathered.warnings.tell, gathered.talks
    if from_recording := sum(each.start_is_recording for each in talks):
        tell(f"start times come from the recordings ({from_recording} of {len(talks)} talks)")
    if elsewhere := sum(None not in (each.held, each.recorded) and each.held != each.recorded for each in talks):
        tell(f"talks and their recordings differ in the day ({elsewhere} of {len(talks)})")
    start, end = conference.start_date, conference.end_date
    stated = gathered.category.get("start_date") or gathered.category.get("end_date")
    if start is not None and end is not None and not stated and not _tell_their_days(talks):
        span = f", {(end - start).days} days apart" if (end - start).days >= _MOST_DAYS else ""
        tell(f"the days of the conference come from its recordings{span}")
