"""A conference's program, read from its two files and cached after parsing.

The facts of the conference come from its note, everything else from `program.yaml`. The cache is keyed by time, size
and inode of both, so that any edit is noticed.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from confnotes.errors import MissingError
from confnotes.model.program import Conference, Program, ProgramItem
from confnotes.model.repeated_talks import RepeatedTalk, RepeatedTalks
from confnotes.model.timetable import slots, wall_time
from confnotes.vault.cache import Cache
from confnotes.vault.layout import conference_path, program_path
from confnotes.vault.own_files import Damages, read_own

Stat = tuple[int, int, int]
_NONE: Stat = (0, 0, 0)  # of a file that does not exist


class ConferenceSpan(NamedTuple):
    """When a conference takes place: its first and last day (naive local time), and its zone."""

    first: date | None
    last: date | None
    timezone: str | None


class ProgramStore:
    """The programs of one vault."""

    def __init__(self, root: Path, cache: Cache, damages: Damages) -> None:
        self._root = root
        self._cache = cache
        self._damages = damages
        self._programs: dict[str, tuple[tuple[Stat, Stat], Program]] = {}
        self._days: dict[tuple[str, date], tuple[tuple[Stat, Stat], Program]] = {}
        self._facts: dict[str, tuple[tuple[Stat, Stat], Conference]] = {}
        self._spans: dict[str, Any] | None = None
        self._repeated: dict[str, tuple[tuple[Stat, Stat], RepeatedTalks]] = {}

    def load(self, conference: str, *, keep: bool = True) -> Program:
        """The program, as far as it can be read; raises NotFoundError if the conference does not exist.

        Callers that read all programs do not `keep` them in memory. Damaged programs are not cached, so that each
        reader learns about the damage.
        """
        stats = self.version(conference)
        if stats == (_NONE, _NONE):
            raise MissingError(f"conference not found: {conference}", "See `confnotes list conferences`.")
        known = self._programs.get(conference)
        if known and known[0] == stats:
            return known[1]
        program = self._cached("program", conference, stats)
        if program is None:
            program = self._read(conference, stats)
            self._store("program", conference, stats, program)
        if keep:
            self._programs[conference] = (stats, program)
        return program

    def keep_only(self, conferences: Set[str]) -> None:
        """Remove the programs of all other conferences from memory; the cache still has them."""
        self._programs = {name: known for name, known in list(self._programs.items()) if name in conferences}
        self._days = {key: known for key, known in list(self._days.items()) if key[0] in conferences}

    def day(self, conference: str, day: date) -> Program:
        """The program with only the sessions that have a talk on that day or without a time; raises like `load`."""
        stats = self.version(conference)
        known = self._programs.get(conference)
        if known and known[0] == stats:
            return on_day(known[1], day)
        kept = self._days.get((conference, day))
        if kept and kept[0] == stats:
            return kept[1]
        program = self._cached(f"day {day}", conference, stats)
        if program is None:
            program = on_day(self.load(conference), day)
            self._store(f"day {day}", conference, stats, program)
        self._days[conference, day] = (stats, program)
        return program

    def facts(self, conference: str) -> Conference:
        """The conference's facts; raises like `load`."""
        stats = self.version(conference)
        known = self._facts.get(conference)
        if known is None or known[0] != stats:
            days = (
                program for (name, _), (kept, program) in self._days.items() if name == conference and kept == stats
            )
            program = next(days, None) or self.load(conference, keep=False)
            known = self._facts[conference] = stats, program.conference
        return known[1]

    def span(self, conference: str) -> ConferenceSpan:
        """When the conference takes place, without loading the program if that is cached; raises like `load`."""
        if self._spans is None:
            stored = self._cache.load("spans")
            self._spans = stored if isinstance(stored, dict) else {}
        stats = [list(stat) for stat in self.version(conference)]
        known = self._spans.get(conference)
        try:
            if known is not None and known[0] == stats:
                return ConferenceSpan(_day(known[1]), _day(known[2]), known[3])
        except (TypeError, IndexError, KeyError, ValueError):
            pass
        found = span_of(self.load(conference, keep=False))
        if not self._is_whole(conference):
            return found
        self._spans[conference] = [
            stats,
            found.first.isoformat() if found.first else None,
            found.last.isoformat() if found.last else None,
            found.timezone,
        ]
        self._cache.store("spans", self._spans)
        return found

    def repeated_talks(self, conference: str) -> RepeatedTalks:
        """The talks with several slots, without loading the program if they are cached; raises like `load`."""
        stats = self.version(conference)
        known = self._repeated.get(conference)
        if known is not None and known[0] == stats:
            return known[1]
        stored = self._cache.load(f"repeated {conference}")
        found = None
        with suppress(TypeError, ValueError):
            if stored is not None and stored[0] == [list(stat) for stat in stats]:
                found = RepeatedTalks(RepeatedTalk(tuple(slots), *kinds) for slots, *kinds in stored[1])
        if found is None:
            found = RepeatedTalks.of(self.load(conference, keep=False))
            if self._is_whole(conference):
                self._cache.store(f"repeated {conference}", [[list(stat) for stat in stats], found.talks])
        self._repeated[conference] = stats, found
        return found

    def version(self, conference: str) -> tuple[Stat, Stat]:
        """A value that changes when the program changes."""
        return self._stat(conference_path(conference)), self._stat(program_path(conference))

    def _stat(self, path: str) -> Stat:
        try:
            facts = (self._root / path).lstat()
        except (OSError, ValueError):
            return _NONE
        return facts.st_mtime_ns, facts.st_size, facts.st_ino

    def _is_whole(self, conference: str) -> bool:
        """Whether the program had no damage when it was read last."""
        return not any(map(self._damages.of, (conference_path(conference), program_path(conference))))

    def _store(self, what: str, conference: str, stats: tuple[Stat, Stat], program: Program) -> None:
        if not self._is_whole(conference):
            return
        from confnotes.vault.codec import encode

        self._cache.store(f"{what} {conference}", [[list(stat) for stat in stats], encode(program)])

    def _cached(self, what: str, conference: str, stats: tuple[Stat, Stat]) -> Program | None:
        stored = self._cache.load(f"{what} {conference}")
        if stored is None:
            return None
        from confnotes.vault.codec import DECODE_ERRORS, decode

        try:
            kept, value = stored
            if kept != [list(stat) for stat in stats]:
                return None
            program = decode(value)
        except DECODE_ERRORS:
            return None
        for path in (conference_path(conference), program_path(conference)):  # programs with damage are not cached
            self._damages.met(path, ())
        return program

    def _read(self, conference: str, stats: tuple[Stat, Stat]) -> Program:
        from confnotes.markup.program_yaml import salvage_program
        from confnotes.merge.duplicate_talks import with_ids

        facts = self._stated(conference) if stats[0] != _NONE else Conference(name=conference)
        program = Program(conference=facts)
        if stats[1] == _NONE:
            self._damages.met(program_path(conference), ())
            return program
        return with_ids(
            read_own(
                self._root, program_path(conference), lambda text: salvage_program(text, facts), program, self._damages
            )
        )

    def _stated(self, conference: str) -> Conference:
        """The facts in the conference's note; if its front matter is broken, those that can be read."""
        from confnotes.markup.conference_note import salvaged_conference

        return read_own(
            self._root,
            conference_path(conference),
            lambda text: salvaged_conference(text, conference),
            Conference(name=conference),
            self._damages,
        )


def span_of(program: Program) -> ConferenceSpan:
    """The days of a conference: as stated, otherwise from the first to the last talk."""
    conference = program.conference
    first, last = conference.start_date, conference.end_date
    if first is None or last is None:
        days = [day for session in program.sessions for day in _days_of(session, conference.timezone)]
        days += [day for talk in program.talks() for day in _days_of(talk, conference.timezone)]
        if days:
            first = first or min(days)
            last = last or max(days)
    return ConferenceSpan(first, last or first, conference.timezone)


def _days_of(item: ProgramItem, timezone: str | None) -> Iterator[date]:
    """The local days on which it starts and ends, as far as known."""
    for moment in (item.start, item.end):
        if isinstance(moment, datetime):
            yield wall_time(moment, timezone).date()
        elif isinstance(moment, date):
            yield moment


def on_day(program: Program, day: date) -> Program:
    """The program with only the sessions that have a talk on that local day or without a time."""
    wanted = {
        slot.session.id
        for slot in slots(program)
        if slot.start.date() <= day and (slot.end is None or slot.end.date() >= day)
    }
    return Program(
        program.conference,
        tuple(
            session
            for session in program.sessions
            if session.id in wanted
            or (session.starts_at is None and any(talk.starts_at is None for talk in session.talks))
            or any(talk.start and not talk.starts_at and talk.day in (day, None) for talk in session.talks)
        ),
    )


def without_notes(program: Program) -> Program:
    """The program as in its file: notes have files of their own."""
    return replace(
        program,
        sessions=tuple(
            replace(session, talks=tuple(replace(talk, notes=None) if talk.notes else talk for talk in session.talks))
            for session in program.sessions
        ),
    )


def _day(text: str | None) -> date | None:
    return datetime.fromisoformat(text).date() if text else None
