"""The work of Import in threads: reading sources, comparing them with the vault, writing.

Everything here runs in a worker; nothing touches a widget.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timezone
from functools import cached_property
from heapq import nsmallest
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError, NetworkError, StoppedError
from confnotes.model.program import Program, ReadProgram, SourceWarning, Talk, WarningCode, count_program
from confnotes.model.timetable import time_order, wall_time
from confnotes.tui.widgets.drawing import clean, day_name

FIRST_TALKS = 12  # enough to see whether titles, times and people are right
_RETRY = "Press enter to try again, or type the path of a saved file."


if TYPE_CHECKING:
    from confnotes.actions.importing.import_merge import ImportReport
    from confnotes.actions.importing.known_sources import SourcePart
    from confnotes.actions.importing.open_source import ImportContext
    from confnotes.actions.importing.read_sources import SourcePreview
    from confnotes.importers.importer import Corrections, Hints
    from confnotes.vault.vault import Vault


@dataclass
class ImportJob:
    """A running job: its step, its progress, and whether its result is still needed."""

    writes: bool = False
    what: str = ""
    done: int = 0
    total: int = 0
    began: float = field(default_factory=time.monotonic)
    stopped: bool = False

    def asked(self, *, allow_private: Sequence[str] = (), typed: bool = False) -> ImportContext:
        """The context of this job.

        Private addresses need consent for their host, unless they are in the user's own list (`typed`).
        """
        from confnotes.actions.importing.open_source import ImportContext

        return ImportContext(self._tell, lambda: self.stopped, allow_private=allow_private, typed=typed)

    @property
    def state(self) -> str:
        """The step, its progress and duration: “reading talks.json 3 of 12 … 4 s”."""
        if self.stopped:
            return "stopping …"
        done, total = self.done, self.total
        if self.what.startswith("fetching"):
            count = f" {done / 1e6:.1f} MB" + (f" of {total / 1e6:.1f}" if total else "") if done else ""
        else:
            count = f" {done:,} of {total:,}" if total > 1 else ""
        seconds = time.monotonic() - self.began
        return f"{self.what or 'reading'}{count} …" + (f" {seconds:.0f} s" if seconds >= 1 else "")

    def _tell(self, what: str, done: int, total: int) -> None:
        self.what, self.done, self.total = what, done, total


@dataclass(frozen=True)
class WantedSources:
    """What to read: sources as `typed`, or a conference to refresh. `own`: from the user's own list.

    `allow_private` are the hosts whose private addresses the user allowed.
    """

    typed: str = ""
    sources: tuple[str, ...] = ()
    refreshing: str | None = None
    allow_private: tuple[str, ...] = ()
    own: bool = False


@dataclass(frozen=True)
class Overrides:
    """Name, zone and first day of the program; empty or None if unknown or if sources differ.

    `corrections` are the new ones of rows and columns, by source.
    """

    name: str = ""
    zone: str = ""
    first_day: date | None = None
    corrections: Mapping[str, Corrections] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadFacts:
    """The facts of a program to show, computed once: names with numbers, and the first talks.

    Each talk has the title of its session if its day is unknown: that may be “Monday”.
    """

    counts: Sequence[str]
    days: Sequence[tuple[str, int]]
    rooms: Sequence[tuple[str, int]]
    tracks: Sequence[tuple[str, int]]
    talks: int
    first_talks: Sequence[tuple[str, Talk]]
    warnings: Sequence[SourceWarning]


@dataclass(frozen=True)
class ImportAnalysis:
    """What was read, and what saving it would change.

    `shown` and `plans` are parallel to `previews`; there are no plans if `problem` says why nothing can be saved.
    `known` are the conferences of the vault. `lacks_zone`: no source states the zone of the times; `doubts_zone`: the
    stated zone hardly fits the conference. `unchanged` and `missing` are as in `Refreshed`.
    """

    previews: tuple[SourcePreview, ...] = ()
    shown: tuple[ReadFacts, ...] = ()
    plans: tuple[ImportReport, ...] = ()
    known: frozenset[str] = frozenset()
    lacks_zone: bool = False
    doubts_zone: bool = False
    problem: str = ""
    unchanged: tuple[SourcePart, ...] = ()
    missing: tuple[str, ...] = ()

    @cached_property
    def said(self) -> Overrides:
        """The values on which all sources agree."""
        conferences = [one.read.program.conference for one in self.previews]
        names = self.names or tuple(one.name or "" for one in self.previews)
        name, zone, day = (
            _one_of(values)
            for values in (
                names,
                [conference.timezone or "" for conference in conferences],
                [first_day(one.read.program) for one in self.previews],
            )
        )
        return Overrides(str(name or ""), str(zone or ""), day if isinstance(day, date) else None)

    @cached_property
    def offset(self) -> str:
        """The offset from UTC that the first time states, as “UTC+02:00”; "" for local times."""
        starts = (talk.starts_at for one in self.previews for talk in one.read.program.talks())
        found = next((start.utcoffset() for start in starts if start is not None and start.tzinfo), None)
        return "" if found is None else str(timezone(found))

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which they would be saved, including those made from other facts."""
        return tuple(one.name or plan.conference for one, plan in zip(self.previews, self.plans, strict=False))

    @property
    def made_name(self) -> bool:
        """Whether no source states a name, so that it was made from other facts."""
        return not any(one.name or one.read.program.conference.name for one in self.previews)

    @property
    def talks(self) -> int:
        """The number of talks."""
        return sum(shown.talks for shown in self.shown)


def _one_of(values: Sequence[object]) -> object:
    return values[0] if values and all(value == values[0] for value in values) else None


def first_day(program: Program) -> date | None:
    """The first day that the conference states, else that of its first talk."""
    stated = program.conference.start_date
    return stated or min((talk.day for talk in program.talks() if talk.day), default=None)


def read(vault: Vault, wanted: WantedSources, run: ImportJob) -> ImportAnalysis:
    """Read the sources and compare them with the vault.

    Raises ConfnotesError; PrivateAddressError for a private address without consent.
    """
    from confnotes.actions.importing.import_again import look
    from confnotes.actions.importing.refresh import look_for_new
    from confnotes.importers.importer import Hints

    asked = run.asked(allow_private=wanted.allow_private, typed=wanted.own)
    if wanted.refreshing is not None:
        found = look_for_new(vault, wanted.refreshing, Hints(), asked, anyway=True)
        understood = ImportAnalysis(found.previews, unchanged=found.unchanged, missing=found.missing)
    else:
        understood = ImportAnalysis(look(vault, wanted.sources, Hints(), asked, anyway=True).previews)
    return compare(vault, understood, asked)


def apply_corrections(vault: Vault, as_read: ImportAnalysis, said: Overrides, run: ImportJob) -> ImportAnalysis:
    """The program with another name, zone or first day; values equal to the sources' change nothing."""
    from confnotes.actions.importing.read_sources import assign_conferences, read_again

    asked = run.asked()
    told = as_read.said
    previews = []
    for number, one in enumerate(as_read.previews):
        asked.tell(f"reading {one.source}", number, len(as_read.previews))
        if said.name and said.name != told.name:
            one = replace(one, name=said.name, hints=replace(one.hints, conference=None))
        previews += read_again([one], _hints(one, said, told))
    return compare(vault, replace(as_read, previews=tuple(assign_conferences(previews))), asked)


def _hints(one: SourcePreview, said: Overrides, told: Overrides) -> Hints:
    hints = one.hints
    if said.zone and said.zone != told.zone:
        hints = replace(hints, timezone=said.zone)
    if said.first_day and said.first_day != told.first_day:
        hints = replace(hints, starts=said.first_day)
    return replace(hints, corrections=said.corrections.get(one.source, hints.corrections))


def compare(vault: Vault, understood: ImportAnalysis, asked: ImportContext) -> ImportAnalysis:
    """The analysis with what saving would change; raises StoppedError."""
    from confnotes.actions.importing.find_zones import find_zones
    from confnotes.actions.importing.import_program import plan
    from confnotes.actions.importing.said_before import lacks_zone

    previews = understood.previews
    plans: Sequence[ImportReport] = ()
    problem = ""
    try:
        plans = plan(vault, previews, asked, say_made_names=False)  # that is shown next to the name
    except StoppedError:
        raise
    except ConfnotesError as error:
        problem = error.message
    found = replace(
        understood,
        shown=tuple(program_view(one.read) for one in previews),
        plans=tuple(plans),
        known=frozenset(vault.conferences()),
        lacks_zone=any(lacks_zone(vault, one) for one in previews),
        doubts_zone=any(warning.code is WarningCode.ZONE_ASSUMED for one in previews for warning in one.read.warnings),
        problem=problem,
    )
    find_zones("")  # computes both here, not on the screen
    assert found.said is not None
    return found


def write(vault: Vault, previews: Iterable[SourcePreview], run: ImportJob) -> list[ImportReport]:
    """Save the program; raises ConfnotesError or StoppedError if nothing was saved."""
    from confnotes.actions.importing import import_program

    return import_program.write(vault, list(previews), run.asked())


def describe_error(error: ConfnotesError | OSError) -> ConfnotesError:
    """The error as screens show it: with their keys, and with the offer of a file after a failed address."""
    if isinstance(error, ConfnotesError):
        hint = f"{error.hint} {_RETRY}" if isinstance(error, NetworkError) else error.hint
        return ConfnotesError(error.message, hint)
    return ConfnotesError(
        f"{error.filename}: {error.strerror}" if error.filename else str(error), "Nothing was changed."
    )


def program_view(read: ReadProgram) -> ReadFacts:
    """The facts of a program to show, without the warning about an unstated zone, for which the form asks."""
    program = read.program
    zone = program.conference.timezone
    placed = [(session, _at_wall_time(talk, zone)) for session, talk in program.sessions_and_talks()]
    talks = [talk for _, talk in placed]
    return ReadFacts(
        count_program(program),
        [*_days_of(talks)],
        Counter(clean(room) for session, talk in placed if (room := talk.room or session.room)).most_common(),
        Counter(clean(track) for session, talk in placed if (track := talk.track or session.track)).most_common(),
        len(talks),
        [
            ("" if talk.day else session.title or "no day", talk)
            for session, talk in nsmallest(FIRST_TALKS, placed, key=lambda one: _in_preview(one[1]))
        ],
        [warning for warning in read.warnings if warning.code is not WarningCode.ZONE_NOT_STATED],
    )


def _in_preview(talk: Talk) -> tuple[object, ...]:
    """A sort key by time; times without a day come last in the order of the source, since their day is unknown."""
    return (False, time_order(talk, None)) if talk.day else (True,)


def _days_of(talks: Sequence[Talk]) -> Iterator[tuple[str, int]]:
    """The days with their talks, then those with only a time, or with neither."""
    days = Counter(talk.day for talk in talks)
    hours = sum(talk.clock is not None for talk in talks)
    dates = sorted(day for day in days if day)
    years = len({day.year for day in dates}) > 1
    yield from ((day_name(day, year=years), days[day]) for day in dates)
    if hours:
        yield "no day", hours
    if days[None] > hours:
        yield "no time", days[None] - hours


def _at_wall_time(talk: Talk, timezone: str | None) -> Talk:
    start, end = (
        wall_time(moment, timezone) if isinstance(moment, datetime) else moment for moment in (talk.start, talk.end)
    )
    return replace(talk, start=start, end=end)
