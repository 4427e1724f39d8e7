"""Own entries of a conference: meetings, hallway talks and meals, with a time and a place.

They are talks of a session of their own in `program.yaml`, starred and not shared, so that they are in My schedule,
clash, remind, have notes and survive every import like what the program states.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from confnotes.catalogue.program.days import day_of
from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.markup.clock_times import find_times
from confnotes.markup.day_words import names_day
from confnotes.markup.find_by_name import matching
from confnotes.markup.names import slug
from confnotes.model.program import Kind, Program, Session, Talk
from confnotes.model.timetable import at_wall_clock, wall_time, zone_named
from confnotes.vault.layout import OWN_SESSION, talk_key
from confnotes.vault.program_save import plan_program
from confnotes.vault.vault import Vault

USUAL_LENGTH: Final = timedelta(minutes=60)
EXAMPLE: Final = "sat 12:30-13:30 Lunch with Ada @ Bar K"
_AT: Final = " @ "
_CLOCK: Final = re.compile(r"(?<![\d:])(\d{1,2}):(\d\d)(?![\d:])")


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """A meeting; `start` and `end` are naive local times at the conference."""

    title: str
    start: datetime
    end: datetime
    place: str | None = None


def read_entry(vault: Vault, conference: str, text: str, day: date) -> OwnEntry:
    """The entry in a line such as `EXAMPLE`, or with its time last, by default on that day.

    Raises UsageError, NotFoundError for the day.
    """
    if wrong := next((match[0] for match in _CLOCK.finditer(text) if int(match[1]) > 24 or int(match[2]) > 59), None):
        raise UsageError(f"invalid time “{wrong}”", f"Write it as: {EXAMPLE}")
    span = next(iter(find_times(text)), None)
    if span is None:
        raise UsageError("no time", f"Write it as: {EXAMPLE}")
    word, rest = text[: span.begin].strip(), text[span.stop :].strip(" \t,:")
    what, _, place = f" {rest} ".partition(_AT)
    if not what.strip():
        word, what, own_place = _before_time(word)
        place = place or own_place
    if not what.strip():
        raise UsageError("no title", f"Write it as: {EXAMPLE}")
    if word:
        day = day_of(vault, conference, word, datetime.combine(day, span.start.time))
    start = datetime.combine(day, span.start.time)
    end = datetime.combine(day, span.end.time) if span.end else start + USUAL_LENGTH
    end += timedelta(days=end <= start)
    return OwnEntry(" ".join(what.split()), start, end, place.strip() or None)


def _before_time(text: str) -> tuple[str, str, str]:
    """The day, title and place of an entry with its time last, as in `Lunch with Ada @ Bar K sat 12:30`."""
    words = text.removesuffix(" at").split()
    is_dated = len(words) > 1 and names_day(words[-1])
    day = words.pop() if is_dated else ""
    what, _, place = f" {' '.join(words)} ".partition(_AT)
    return day, what, place


def usual_day(vault: Vault, conference: str, at: datetime) -> date:
    """The day of an entry without one: today at the conference, else its first day."""
    span = vault.span(conference)
    today = wall_time(at, span.timezone).date()
    return span.first if span.first and not span.first <= today <= (span.last or span.first) else today


def find_entry(vault: Vault, conference: str, text: str, day: date) -> str:
    """The id of the entry that a text names: its key, words of its title, or a line that `read_entry` reads.

    Raises NotFoundError, and ConfnotesError if several match.
    """
    program = vault.program(conference)
    entries = [talk for one in program.sessions if one.id == OWN_SESSION for talk in one.talks]
    found = [one for one in entries if text in (one.id, talk_key(conference, one.id or ""))]
    with suppress(ConfnotesError):
        read = read_entry(vault, conference, text, day)
        start = at_wall_clock(read.start, zone_named(program.conference.timezone))
        found = found or [one for one in entries if (one.title, one.start) == (read.title, start)]
    found = found or matching(entries, text, lambda one: (one.title or "",))
    if not found:
        raise _not_found(text, entries)
    if len(found) > 1:
        named = ", ".join(talk_key(conference, one.id or "") for one in found)
        raise ConfnotesError(f"{len(found)} entries match “{text}”", f"Use the id of one: {named}.")
    return found[0].id or ""


def _not_found(text: str, entries: Iterable[Talk]) -> NotFoundError:
    named = ", ".join(f"“{one.title}”" for one in entries)
    hint = f"Your own entries: {named}." if named else "You added no meeting or meal to this conference."
    return NotFoundError(f"no entry of yours matches “{text}”", hint)


def add_entry(vault: Vault, conference: str, entry: OwnEntry) -> str:
    """Write the entry into the program; returns its talk key. Raises ConfnotesError."""
    program = vault.program(conference)
    taken = {talk.id for talk in program.talks()}
    name = f"own-{entry.start:%Y%m%dT%H%M}-{slug(entry.title)[:40]}".rstrip("-")
    talk_id = next(
        one for number in range(len(taken) + 1) if (one := f"{name}-{number}" if number else name) not in taken
    )
    put_entry(vault, conference, talk_of(vault, conference, talk_id, entry))
    return talk_key(conference, talk_id)


def talk_of(vault: Vault, conference: str, talk_id: str, entry: OwnEntry) -> Talk:
    """The talk with that id that an entry is written as; raises ConfnotesError."""
    zone = zone_named(vault.program(conference).conference.timezone)
    start, end = at_wall_clock(entry.start, zone), at_wall_clock(entry.end, zone)
    return Talk(entry.title, talk_id, Kind.SOCIAL, start, end, entry.place)


def put_entry(vault: Vault, conference: str, talk: Talk) -> None:
    """Write an entry as a talk, starred and not shared, over one with its id; raises ConfnotesError."""
    sessions = vault.program(conference).sessions
    own = next((one for one in sessions if one.id == OWN_SESSION), Session(None, OWN_SESSION))
    others = [one for one in sessions if one.id != OWN_SESSION]
    left = (one for one in own.talks if one.id != talk.id)
    talks = sorted((*left, talk), key=lambda one: (str(one.start), one.id or ""))
    _save(vault, conference, [*others, replace(own, talks=tuple(talks))])
    vault.mark(conference, talk.id or "", starred=True, unshared=True)


def line_of(talk: Talk) -> str:
    """The line that `read_entry` reads as this entry."""
    times = f"{talk.start:%Y-%m-%d %H:%M}-{talk.end:%H:%M}" if talk.start and talk.end else ""
    return f"{times} {talk.title}" + (f"{_AT}{talk.room}" if talk.room else "")


def remove_entry(vault: Vault, conference: str, talk_id: str) -> Talk:
    """Take an own entry out of the program and return it; a note of it stays. Raises NotFoundError, ConfnotesError."""
    sessions = vault.program(conference).sessions
    own = next((one for one in sessions if one.id == OWN_SESSION), None)
    found = next((talk for talk in own.talks if talk.id == talk_id), None) if own else None
    if own is None or found is None:
        raise NotFoundError("not an entry of your own", "Talks of the program cannot be removed; space removes a star.")
    left = replace(own, talks=tuple(talk for talk in own.talks if talk is not found))
    others = [one for one in sessions if one.id != OWN_SESSION]
    _save(vault, conference, [*others, left] if left.talks else others)
    vault.mark(conference, talk_id, starred=False, unshared=False)
    return found


def _save(vault: Vault, conference: str, sessions: list[Session]) -> None:
    program: Program = replace(vault.program(conference), sessions=tuple(sessions))
    for planned in plan_program(vault, conference, program):
        vault.save(planned.path, planned.text, planned.based_on)
