"""From written times to timestamps: am or pm by order, zones, and warnings about doubts.

A time with am or pm, or on a 24-hour clock, is kept even if it looks wrong, with a warning. A bare `1:30` is read as
afternoon only if it follows a later time of the same day, also with a warning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from confnotes.importers.facts.dates import find_dates
from confnotes.importers.pages.builder import Builder, SessionDraft, TalkDraft
from confnotes.importers.pages.settled_speakers import settle_speakers_of
from confnotes.markup.clock_times import ClockTime, TimeRange, minutes
from confnotes.model.program import Kind, Moment, Program, Session, Talk, WarningCode

_ALL_THE_TIME = (Kind.POSTER, Kind.DEMO)
_NIGHT_ENDS = 7 * 60


def settle(builder: Builder) -> None:
    """Decide am or pm for every time in the program, day by day, in the order of the source."""
    _begin(builder)
    timed: list[TalkDraft | SessionDraft] = []
    for session in builder.sessions:
        if session.times:
            timed.append(session)
        timed += [item for item in session.items if item.times]
    by_day: dict[tuple[date | None, str | None], list[TalkDraft | SessionDraft]] = {}
    for each in timed:
        by_day.setdefault((each.day, each.day_label), []).append(each)
    whole_clock = any(_uses_24_hours(each.times) for each in timed if each.times)
    for day in by_day.values():
        _settle_day(builder, sorted(day, key=lambda each: each.line), whole_clock=whole_clock)


def _begin(builder: Builder) -> None:
    """Put the times of a source without days on the first day that the user states."""
    everything: list[TalkDraft | SessionDraft] = [*builder.sessions, *builder.items()]
    if builder.starts and builder.conference.start_date is None and all(each.day is None for each in everything):
        for each in everything:
            each.day = builder.starts if each.times else None


def _uses_24_hours(times: TimeRange) -> bool:
    clocks = [clock for clock in (times.start, times.end) if clock]
    return any(clock.half is None and clock.sure and clock.time != time(0) for clock in clocks)


def _settle_day(builder: Builder, day: Sequence[TalkDraft | SessionDraft], *, whole_clock: bool) -> None:
    previous: int | None = None
    shifted_at: int | None = None
    for number, each in enumerate(day):
        times = each.times
        if times is None:
            continue
        start, end = times.start, times.end
        now = minutes(start.time)
        if not start.sure and not whole_clock and 60 <= now < 12 * 60:
            at_night = now < _NIGHT_ENDS and not start.padded
            if at_night if previous is None else now < previous <= now + 720:
                start = start.later()
                shifted_at = shifted_at or each.line
        elif whole_clock and not start.sure and previous is not None and _is_later(now, previous, day[number + 1 :]):
            start = start.later()
            builder.warn(
                f"{now // 60}:{now % 60:02} comes after {previous // 60}:{previous % 60:02}; read as "
                f"{start.time:%H:%M} from its place in the day",
                each.line,
            )
        elif _is_noon(start, previous, day[number + 1 :]):
            start = start.later()
            builder.warn(f"{start.time:%H:%M} am is read as {start.time:%H:%M} pm from its place in the day", each.line)
        elif start.sure and start.half and previous is not None and now < previous:
            _doubt(builder, each, day, number, previous)
        if end is not None:
            is_noon = _is_noon(end, minutes(start.time), day[number + 1 :])
            end = end.later() if is_noon else _settled_end(start, end)
        each.times = replace(times, start=start, end=end)
        previous = minutes(start.time)
    if shifted_at is not None:
        builder.warn("times from here on lack am or pm; read as afternoon because of their order", shifted_at)


def _is_later(now: int, previous: int, following: Sequence[TalkDraft | SessionDraft]) -> bool:
    """Whether a bare time among 24-hour times must be in the afternoon to keep the order of the day."""
    if not 60 <= now < min(previous, 8 * 60) or now + 720 < previous:
        return False
    sure = (minutes(each.times.start.time) for each in following if each.times and each.times.start.sure)
    return now + 720 <= next(sure, 24 * 60)


def _is_noon(clock: ClockTime, before: int | None, following: Sequence[TalkDraft | SessionDraft]) -> bool:
    """Whether “12:00 am” is noon: a time in the morning comes before it, one after noon next."""
    if clock.half is None or clock.time.hour or before is None or not _NIGHT_ENDS <= before < 13 * 60:
        return False
    after = (minutes(each.times.start.time) for each in following if each.times and each.times.start.time.hour)
    return next(after, 0) >= 12 * 60


def _settled_end(start: ClockTime, end: ClockTime) -> ClockTime:
    if not end.sure and end.time.hour < 12 and minutes(end.time) <= minutes(start.time):
        return end.later()
    return end


def _doubt(
    builder: Builder,
    each: TalkDraft | SessionDraft,
    day: Sequence[TalkDraft | SessionDraft],
    number: int,
    previous: int,
) -> None:
    """Warn of a stated am or pm that breaks the order of the day, and keep it."""
    assert each.times is not None
    now = minutes(each.times.start.time)
    later = next(
        (at for other in day[number + 1 :] if other.times and (at := minutes(other.times.start.time)) != now), None
    )
    said = each.times.start.time.strftime("%I:%M ") + ("am" if now < 720 else "pm")
    before = time(previous // 60, previous % 60).strftime("%H:%M")
    guess = (
        f"; {each.times.start.later().time.strftime('%H:%M')} would fit"
        if now < 720 and previous <= now + 720 and (later is None or now + 720 <= later or later < now)
        else ""
    )
    builder.warn(f"{said} comes after {before} in the same day; kept as stated{guess}", each.line)


def spread_over_days(builder: Builder, days: Sequence[date], line: int) -> None:
    """Spread the items below a line with several days over these days, if their times start over once for each."""
    drafts: list[TalkDraft | SessionDraft] = [*builder.sessions, *builder.items()]
    timed = sorted((each for each in drafts if each.times and each.line > line), key=lambda each: each.line)
    starts = [minutes(each.times.start.time) for each in timed if each.times]
    again = [at for at, (one, other) in enumerate(pairwise(starts), 1) if other < one]
    if len(again) + 1 == len(days):
        for at, each in enumerate(timed):
            each.day = days[sum(first <= at for first in again)]


def program(builder: Builder) -> Program:
    """The program, with timestamps for all times of known days."""
    zone = builder.timetable_zone
    everything: list[TalkDraft | SessionDraft] = [*builder.sessions, *builder.items()]
    partly = [each for each in everything if each.times and _lacks_year(each)]
    if partly:
        told = f"no year stated for “{partly[0].day_label}”, so the times of {len(partly)} items are left out"
        builder.warn(told, partly[0].line, WarningCode.DAY_NOT_KNOWN, partly[0].day_label or "")
    sessions = tuple(_session(builder, session, zone) for session in builder.sessions)
    people = builder.settled_people()
    return Program(builder.conference, sessions, people, tuple(builder.deadlines), tuple(builder.resources))


def _session(builder: Builder, draft: SessionDraft, zone: str | None) -> Session:
    start, end = _moments(draft, zone)
    return Session(
        title=draft.title,
        id=draft.id,
        kind=draft.kind or Session().kind,
        start=start,
        end=end,
        room=draft.room,
        track=draft.track,
        resources=tuple(draft.resources),
        talks=tuple(_talk(builder, item, draft, zone) for item in draft.items),
    )


def _talk(builder: Builder, item: TalkDraft, session: SessionDraft, zone: str | None) -> Talk:
    settle_speakers_of(item)
    start, end = _moments(item, zone)
    if start is None and builder.by_date:
        start = item.day
    abstract = "\n".join(item.abstract).strip() or None
    return Talk(
        title=item.title or (item.label if not item.speakers else None),
        id=item.id,
        kind=item.kind or Talk(None).kind,
        start=start,
        end=end,
        room=item.room or session.room,
        track=item.track or session.track,
        language=item.language,
        abstract=abstract,
        speakers=builder.with_affiliations(item.speakers),
        resources=tuple(item.resources),
        notes=item.notes,
        cancelled=item.cancelled,
    )


def _lacks_year(draft: TalkDraft | SessionDraft) -> bool:
    """Whether a day and a month are stated without a year: neither a date nor a time without a day."""
    return draft.day is None and draft.day_label is not None and bool(find_dates(draft.day_label))


def _moments(draft: TalkDraft | SessionDraft, zone: str | None) -> tuple[Moment | None, Moment | None]:
    """Start and end: only the times of day if no day is stated."""
    times, day = draft.times, draft.day
    if times is None or _lacks_year(draft):
        return None, None
    if day is None:
        return times.start.time, times.end.time if times.end else None
    start = at(day, times.start.time, zone)
    if times.end is None:
        return start, None
    crosses = minutes(times.end.time) <= minutes(times.start.time)
    return start, at(day + timedelta(days=1) if crosses else day, times.end.time, zone)


def at(day: date, clock: time, zone: str | None) -> datetime:
    """A timestamp: aware if the zone is known, else local time at the conference."""
    return datetime.combine(day, clock, tzinfo=ZoneInfo(zone) if zone else None)


def spread_session_times(builder: Builder) -> None:
    """Set a session's start to that of its first talk, unless its end shows that the time is its own; posters and demos
    are shown all the time.
    """
    for session in builder.sessions:
        if session.times is None or not session.items:
            continue
        if session.kind in _ALL_THE_TIME or len(session.items) == 1:
            for item in session.items:
                if item.times is None:
                    item.times, item.day = session.times, session.day
        elif session.items[0].times is None and session.times.end is None:
            session.items[0].times = session.times
            session.items[0].day = session.day
