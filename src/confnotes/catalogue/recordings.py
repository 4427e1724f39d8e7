"""Map lines of a note to moments in the talk's recording.

The start of a recording is the note's `recording:`, local time in the note's `timezone`. If it is missing, a video link
with a time (`...&t=1234`) is read as the position of this talk in a longer recording: the talk starts there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from confnotes.catalogue.find_note import find_note
from confnotes.catalogue.program.talks import card
from confnotes.errors import NotFoundError, UsageError
from confnotes.markup import references
from confnotes.markup.canonical import is_web
from confnotes.markup.frontmatter import texts_in
from confnotes.markup.plain import plain_text
from confnotes.markup.recordings import clock_text, moment, offset_of
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.note import Note
from confnotes.model.program import ResourceKind, Session, Talk
from confnotes.model.timetable import wall_time, zone_named
from confnotes.vault.vault import Vault

FIELD = "recording"
_STARTS = ("start", "date", "created")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?\Z", re.ASCII)
LONGEST = timedelta(hours=12)
"""Timestamps have no day: one later than this after the start of a recording is taken as before it."""


@fast_dataclass(frozen=True, slots=True)
class Recording:
    """A recording of a talk. `begins` is aware if the note's zone is known; `video` is None if its address is unknown.

    `stated`: the note gives the start; else it was derived from the talk's start and the time in the video link.
    """

    begins: datetime
    video: str | None = None
    stated: bool = True

    def seconds(self, at: time) -> int | None:
        """The second of the recording at that time of day, None before it begins."""
        begins = _universal(self.begins)
        for days in (0, 1):
            day = self.begins.date() + timedelta(days=days)
            for fold in (0, 1):  # an hour that repeats when daylight saving time ends
                passed = _universal(datetime.combine(day, at.replace(fold=fold), self.begins.tzinfo)) - begins
                if timedelta() <= passed < LONGEST:
                    return int(passed.total_seconds())
        return None

    def link(self, at: time) -> str | None:
        """The address of the recording at that time of day, or None."""
        seconds = self.seconds(at)
        return moment(self.video, seconds) if self.video and seconds is not None else None


@fast_dataclass(frozen=True, slots=True)
class RecordedLine:
    """A timestamped line of a note (`line` from 1, `text` as rendered) and its position in the recording in seconds.

    `seconds` is None before the recording begins; `url` also if no link with a time is possible.
    """

    line: int
    at: time
    text: str
    seconds: int | None = None
    url: str | None = None

    @property
    def clock(self) -> str:
        """`12:40`; empty before the recording begins."""
        return "" if self.seconds is None else clock_text(self.seconds)


def recording_of(
    fields: Mapping[str, object], talk: Talk | None = None, session: Session | None = None
) -> Recording | None:
    """The recording for a note's front matter and talk; None until its start is known."""
    zone = zone_named(_text(fields, "timezone"))
    video = video_of(fields, talk, session)
    begins = read_begin(_text(fields, FIELD) or "", zone, day_of(fields, talk))
    if begins is not None:
        return Recording(begins, video)
    start = start_of(fields, talk)
    offset = offset_of(video) if video else None
    if start is None or offset is None:
        return None
    return Recording(_in_zone(start, zone) - timedelta(seconds=offset), video, stated=False)


def video_of(fields: Mapping[str, object], talk: Talk | None = None, session: Session | None = None) -> str | None:
    """The address of the video: the note's `video:`, else the talk's, else its session's.

    An address in `recording:` is accepted too, because other programs use that field.
    """
    for key in ("video", FIELD):
        for value in texts_in(fields, key):
            if found := references.find_references(value):
                return found[0].url
            if key == "video":
                return value.removeprefix("[[").removesuffix("]]")
    resources = (*(talk.resources if talk else ()), *(session.resources if session else ()))
    return next((one.url for one in resources if one.kind is ResourceKind.VIDEO), None)


def start_of(fields: Mapping[str, object], talk: Talk | None = None) -> datetime | None:
    """The talk's start in local time: from the note, else from the program."""
    zone = zone_named(_text(fields, "timezone"))
    for key in _STARTS:
        text = _text(fields, key)
        if text is not None and ":" in text and (given := _moment(text)) is not None:
            return _wall(given, zone)
    start = talk.starts_at if talk is not None else None
    return wall_time(start, _text(fields, "timezone")) if start is not None else None


def day_of(fields: Mapping[str, object], talk: Talk | None = None) -> date | None:
    """The day of the talk, which may be known without its start."""
    start = start_of(fields, talk)
    days = [_moment(_text(fields, key)) for key in _STARTS] if start is None else [start]
    return next((day.date() for day in days if day is not None), None)


def read_begin(text: str, zone: tzinfo | None, day: date | None) -> datetime | None:
    """Parse the start of a recording: `2019-12-10T10:03:20` or, on the day of the talk, `10:03`; else None.

    Aware if a zone is known; a time with its own offset is converted to the zone.
    """
    given = _moment(text) if ":" in text else None  # a bare day is not a start time
    if given is None and day is not None and (clock := _CLOCK.match(text.strip())):
        given = datetime.combine(day, time(int(clock[1]), int(clock[2]), int(clock[3] or 0)))
    return _in_zone(given, zone) if given is not None else None


def begin_as_told(told: str, fields: Mapping[str, object], talk: Talk | None, now: datetime) -> datetime:
    """Parse a recording's start as typed by the user: a time as in `read_begin`, “now”, or “talk” for the talk's start.

    Raises UsageError for other input, and for “talk” if its start is unknown.
    """
    timezone = _text(fields, "timezone")
    start = start_of(fields, talk)
    word = told.strip().casefold()
    if word == "now":
        return wall_time(now, timezone)
    if word == "talk" and start is not None:
        return start
    begins = read_begin(told, zone_named(timezone), day_of(fields, talk) or wall_time(now, timezone).date())
    if begins is None:
        raise UsageError(f"invalid start of a recording: “{told}”", "Write it as 10:03:20 or 2019-12-10T10:03:20.")
    return begins


def begin_from(line_at: time, seconds: int, fields: Mapping[str, object], talk: Talk | None, now: datetime) -> datetime:
    """The recording's start in local time, from a line stamped `line_at` that is at that second of it.

    The line is from the day of the talk, else of today; a timestamp half a day before the talk is from after midnight.
    """
    day = day_of(fields, talk) or wall_time(now, _text(fields, "timezone")).date()
    stamped = datetime.combine(day, line_at)
    start = start_of(fields, talk) or stamped
    return stamped + timedelta(days=start - stamped > LONGEST) - timedelta(seconds=seconds)


def moments(note: Note, recording: Recording | None) -> list[RecordedLine]:
    """Every timestamped line of a note with its position in the recording."""
    lines = note.body.split("\n")
    found = []
    for stamp in note.stamps:
        row = stamp.line - note.body_line
        text = plain_text(lines[row].replace("%%", "")) if 0 <= row < len(lines) else ""
        seconds = recording.seconds(stamp.at) if recording else None
        found.append(RecordedLine(stamp.line, stamp.at, text, seconds, recording.link(stamp.at) if recording else None))
    return found


def stamp_at(note: Note, line: int) -> time:
    """The timestamp of a line; raises UsageError without one, listing lines that have one."""
    found = next((stamp.at for stamp in note.stamps if stamp.line == line), None)
    if found is None:
        stamped = ", ".join(str(stamp.line) for stamp in note.stamps[:8])
        hint = f"Lines with one: {stamped}." if stamped else "Press ctrl+t in the note to add one."
        raise UsageError(f"no timestamp on line {line} of {note.path}", hint)
    return found


def note_and_talk(vault: Vault, name: str, at: datetime) -> tuple[Note, Talk | None, Session | None]:
    """The note named by its path or its talk, with that talk and its session.

    Raises NotFoundError if there is no match or the talk has no note; ConfnotesError if several talks match.
    """
    note = vault.note(find_note(vault, name, at))
    try:
        about = card(vault, _text(note.fields, "talk") or "")
    except NotFoundError:
        return note, None, None
    return note, about.talk, about.session


def video_named(text: str) -> str:
    """The address or file name of a video as typed; raises UsageError for anything else."""
    url = references.resource_of(text).url
    if not is_web(url) and moment(url, 0) is None:
        raise UsageError(f"not a video address: “{text}”", "Use a web address or the name of a file.")
    return url


def _text(fields: Mapping[str, object], key: str) -> str | None:
    value = fields.get(key)
    return value.strip() if isinstance(value, str) and value.strip() else None


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment if moment is None or 1 < moment.year < 9999 else None


def _wall(moment: datetime, zone: tzinfo | None) -> datetime:
    return (moment.astimezone(zone) if zone and moment.tzinfo else moment).replace(tzinfo=None)


def _in_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    if zone is None:
        return moment
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def _universal(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
