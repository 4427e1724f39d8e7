"""What an importer understood, for a person to look over before it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from confnotes.cli.cards import day_text
from confnotes.cli.printing import clipped, on_terminal, width
from confnotes.model.program import Kind, Program, Role, Talk

if TYPE_CHECKING:
    from confnotes.services.import_program import Preview

TALKS_SHOWN = 12
KINDS_COUNTED = (
    Kind.KEYNOTE,
    Kind.ORAL,
    Kind.SPOTLIGHT,
    Kind.POSTER,
    Kind.TUTORIAL,
    Kind.WORKSHOP,
    Kind.PANEL,
    Kind.DEMO,
    Kind.LIGHTNING,
)


def preview_lines(preview: Preview) -> Iterator[str]:
    """The lines of one source: format, conference, when, where, counts, the first talks, warnings."""
    program, warnings = preview.read.program, preview.read.warnings
    conference = program.conference
    yield f"{PurePath(preview.source).name or preview.source} read as: {preview.read.format}{_warned(len(warnings))}"
    yield f"  Conference  {preview.name or conference.name or 'not stated (name it with --conference)'}"
    if conference.part_of and conference.part_of != preview.name:
        yield f"  Part of     {conference.part_of}"
    yield f"  When        {_when(program)}"
    if conference.venue:
        yield f"  Where       {conference.venue}"
    yield f"  {_counts(program)}"
    yield from _talk_lines(program)
    for warning in warnings:
        place = f"line {warning.line}: " if warning.line else ""
        yield f"  ! {place}{warning.message}"


def _warned(count: int) -> str:
    return "" if not count else f" · {count} warning{'' if count == 1 else 's'}"


def _when(program: Program) -> str:
    conference = program.conference
    days: list[date] = [day for day in (conference.start_date, conference.end_date) if day is not None]
    if not days:
        days = [talk.start.date() for talk in program.talks() if talk.start is not None]
    dates = " – ".join(dict.fromkeys(_day(day) for day in (min(days), max(days)))) if days else "no date stated"
    return f"{dates} · zone {conference.timezone or 'not stated (give it with --timezone)'}"


def _day(day: date) -> str:
    return day_text(datetime(day.year, day.month, day.day))


def _counts(program: Program) -> str:
    kinds = Counter(talk.kind for talk in program.talks())
    counts = [(sum(kinds.values()), "item"), *((kinds[kind], kind.value) for kind in KINDS_COUNTED)]
    roles = Counter(role for person in program.people for role in set(person.roles))
    counts += [
        (roles[Role.SPEAKER], "speaker"),
        (roles[Role.PANELIST], "panelist"),
        (roles[Role.ORGANIZER], "organizer"),
    ]
    counts += [(len(program.deadlines), "deadline"), (sum(1 for talk in program.talks() if talk.notes), "note")]
    return " · ".join(f"{count} {name}{'' if count == 1 else 's'}" for count, name in counts if count) or "no talks"


def _talk_lines(program: Program) -> Iterator[str]:
    talks = [talk for talk in program.talks() if talk.title]
    for talk in talks[:TALKS_SHOWN]:
        line = f"    {_start(talk):<16}  {talk.title}"
        names = ", ".join(speaker.name for speaker in talk.speakers[:4])
        line += f" · {names}" if names else ""
        yield clipped(line, width()) if on_terminal() else line
    if len(talks) > TALKS_SHOWN:
        yield f"    and {len(talks) - TALKS_SHOWN} more"


def _start(talk: Talk) -> str:
    return "" if talk.start is None else f"{talk.start:%Y-%m-%d %H:%M}"
