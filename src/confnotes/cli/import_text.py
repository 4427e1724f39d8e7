"""The preview and the report of an import, as text."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

from confnotes import config
from confnotes.actions.importing.known_sources import SourcePart
from confnotes.actions.importing.read_sources import SourcePreview
from confnotes.actions.importing.suggest_facts import suggest_day
from confnotes.actions.importing.undo_import import undo_last_import
from confnotes.cli.cards import day_text
from confnotes.cli.printing import clip, on_terminal, plural, say, say_json, tell, width
from confnotes.model.program import Program, ReadProgram, SourceLine, WarningCode, count_items, count_program
from confnotes.model.timetable import local_day, moment_words, time_order, wall_moment
from confnotes.vault.vault import Vault

if TYPE_CHECKING:
    from confnotes.actions.importing.import_merge import ImportReport

_NAMESAKES = 3
"""Maximum number of names that are reported one by one."""
TALKS_SHOWN = 12  # the first, to see whether they were read well
MOST_DAYS = 10  # in a line
MOST_ROOMS = 12  # in a line
MOST_DOUBTFUL = 8  # lines that are named
MOST_RANGES = 8  # of lines that are named
_REMEDIES = {
    WarningCode.ZONE_NOT_STATED: "set it with --timezone",
    WarningCode.ZONE_ASSUMED: "set it with --timezone",
    WarningCode.ZONE_UNKNOWN: "set it with --timezone",
    WarningCode.CONFERENCE_NOT_NAMED: "name it with --conference",
    WarningCode.DAY_NOT_KNOWN: "set the first day with --starts",
}


def preview_lines(preview: SourcePreview) -> Iterator[str]:
    """The preview of one source: format, conference, when, where, counts, days, rooms, first talks, warnings."""
    program, warnings = preview.read.program, preview.read.warnings
    conference = program.conference
    yield f"{PurePath(preview.source).name or preview.source} read as: {preview.read.format}{_warned(len(warnings))}"
    yield f"  Conference  {preview.name or conference.name or 'not stated (name it with --conference)'}"
    if conference.part_of and conference.part_of != preview.name:
        yield f"  Part of     {conference.part_of}"
    yield when_line(preview)
    if conference.venue:
        yield f"  Where       {conference.venue}"
    yield f"  {' · '.join(count_program(program)) or 'no talks'}"
    yield from _days(program)
    yield from _rooms(program)
    yield from _talk_lines(program)
    yield from _row_lines(preview.read)
    if preview.read.left:
        counted, ranges = (
            _counted(len(preview.read.left), "line"),
            _first(_ranges(preview.read.left), MOST_RANGES, ", "),
        )
        yield f"  Left out    {counted}: {ranges} (print with --left-out)"
    day = suggest_day(preview, config.now().date())
    for warning in warnings:
        place = f"line {warning.line}: " if warning.line else ""
        remedy = f"; {_REMEDIES[warning.code]}" if warning.code in _REMEDIES else ""
        remedy += f" {day}" if day is not None and warning.code is WarningCode.DAY_NOT_KNOWN else ""
        yield f"  ! {place}{warning.message}{remedy}"


def show_previews(previews: Sequence[SourcePreview], *, as_json: bool) -> None:
    """Print what was read. As JSON: one object for one source, a list of them for several."""
    if as_json:
        from confnotes.exporters.data.program_json import program_object

        objects = [program_object(one.read) for one in previews]
        say_json(objects[0] if len(objects) == 1 else objects)
        return
    for one in previews:
        say(*preview_lines(one))


def _warned(count: int) -> str:
    return "" if not count else f" · {plural(count, 'warning')}"


def when_line(preview: SourcePreview) -> str:
    """The line with the conference's days and the time zone of the source's times."""
    program = preview.read.program
    conference = program.conference
    days: list[date] = [day for day in (conference.start_date, conference.end_date) if day is not None]
    if not days:
        zone = conference.timezone
        days = [day for talk in program.talks() if (day := local_day(talk, zone))]
    dates = " – ".join(dict.fromkeys(day_text(day) for day in (min(days), max(days)))) if days else "no date stated"
    return f"  When        {dates} · zone {conference.timezone or 'not stated (give it with --timezone)'}"


def _counted(count: int, one: str, several: str = "") -> str:
    return f"{count:,} {one if count == 1 else several or f'{one}s'}" if count else ""


def _days(program: Program) -> Iterator[str]:
    """How many items each day has; nothing if there is only one day."""
    zone = program.conference.timezone
    days = Counter(local_day(talk, zone) for talk in program.talks())
    hours = sum(talk.clock is not None for talk in program.talks())
    if len(days) > 1:
        named = [f"{day_text(day)}: {days[day]:,}" for day in sorted(day for day in days if day)]
        named += [f"no day: {hours:,}"] if hours else []
        named += [f"no time: {days[None] - hours:,}"] if days[None] > hours else []
        yield f"  Days        {_first(named, MOST_DAYS)}"


def _rooms(program: Program) -> Iterator[str]:
    rooms = Counter(talk.room for talk in program.talks() if talk.room)
    if rooms:
        yield f"  Rooms       {_first([f'{room}: {count:,}' for room, count in rooms.most_common()], MOST_ROOMS)}"


def _row_lines(read: ReadProgram) -> Iterator[str]:
    """The lines of doubtful rows, and how many corrections were applied."""
    doubtful = [f"{row.line:,}" for row in read.rows if row.doubts]
    if doubtful:
        counted = f"{len(doubtful):,} of {_counted(len(read.rows), 'row')}"
        lines = ", ".join(dict.fromkeys(doubtful[:MOST_DOUBTFUL])) + (", …" if len(doubtful) > MOST_DOUBTFUL else "")
        yield f"  Doubtful    {counted}: line {lines} (correct them in the Import screen)"
    if read.applied:
        yield f"  Corrected   {_counted(len(read.applied), 'correction')} applied"


def left_out_lines(previews: Iterable[SourcePreview]) -> Iterator[str]:
    """The lines of the sources that say something the programs do not, each with its source and number."""
    for one in previews:
        yield from (f"{one.source}:{each.line}: {each.text}" for each in one.read.left)


def _ranges(lines: Sequence[SourceLine]) -> list[str]:
    """The numbers of lines: 3, 13, 32–39; a blank line does not interrupt a range."""
    ranges: list[tuple[int, int]] = []
    for each in lines:
        first, last = ranges[-1] if ranges else (0, -2)
        if each.line <= last + 2:
            ranges[-1] = (first, each.line)
        else:
            ranges.append((each.line, each.line))
    return [str(first) if first == last else f"{first}–{last}" for first, last in ranges]


def _first(parts: list[str], most: int, between: str = " · ") -> str:
    rest = [f"and {len(parts) - most} more"] if len(parts) > most else []
    return between.join([*parts[:most], *rest])


def _talk_lines(program: Program) -> Iterator[str]:
    zone = program.conference.timezone
    every = list(program.talks())
    talks = sorted((talk for talk in every if talk.day), key=lambda talk: time_order(talk, zone))
    talks += [talk for talk in every if not talk.day]  # in the order of the source, since their day is unknown
    for talk in talks[:TALKS_SHOWN]:
        start = wall_moment(talk.start, zone)
        title = talk.title or f"untitled {talk.kind.value}"
        line = f"    {moment_words(start, '%Y-%m-%d %H:%M') if start is not None else '':<16}  {title}"
        names = ", ".join(speaker.name for speaker in talk.speakers[:4])
        line += f" · {names}" if names else ""
        yield clip(line, width()) if on_terminal() else line
    if len(talks) > TALKS_SHOWN:
        yield f"    and {len(talks) - TALKS_SHOWN} more"


def tell_reports(reports: Iterable[ImportReport]) -> None:
    """Report what changed, source by source."""
    for report in reports:
        _tell_report(report)


def tell_namesakes(vault: Vault, conferences: Iterable[str]) -> None:
    """Warn of names whose details in these conferences differ so much that they may belong to several people."""
    from confnotes.actions.people.same_person import possible_namesakes

    found = dict(one for conference in conferences for one in possible_namesakes(vault, conference))
    for name, affiliations in list(found.items())[:_NAMESAKES]:
        quoted = shlex.quote(name)
        told = f"{name} has the affiliations {' and '.join(affiliations)}."
        tell(f"{told} If these are different people, run: confnotes merge-people --split {quoted}")
    if len(found) > _NAMESAKES:
        tell(f"{len(found) - _NAMESAKES} more names may belong to several people: confnotes merge-people")


def tell_plan(vault: Vault, previews: Sequence[SourcePreview]) -> None:
    """Report what writing the previews would change in conferences of the vault."""
    from confnotes.actions.importing.import_program import plan

    known = set(vault.conferences())
    for report in plan(vault, previews) if known else ():
        if report.conference not in known:
            continue
        if report.unchanged:
            tell(f"Writing {report.source} would change nothing in {report.conference}.")
            continue
        tell(f"Writing {report.source} would change {report.conference}, which is in the vault already:")
        _tell_report(report)


def tell_unchanged(parts: Iterable[SourcePart], *, as_json: bool = False) -> None:
    """Report sources without changes. Loads the code that describes changes only for JSON, to stay quick."""
    if as_json:
        from confnotes.actions.importing.import_merge import ImportReport, report_objects

        say_json(report_objects([ImportReport(*part) for part in parts]))
        return
    for part in parts:
        tell(f"{part.conference}: already in the vault, nothing changed since the last import ({part.source}).")


def _tell_report(report: ImportReport) -> None:
    if not report.unchanged:
        parts = [
            count_items(report.added, "new "),
            _counted(len(report.changed), "changed talk") + _kinds(report),
            _counted(len(report.cancelled), "cancelled talk"),
            _counted(len(report.notes_written), "note"),
        ]
        tell(f"{report.conference}: {', '.join(part for part in parts if part) or 'written'}.")
    elif report.source:
        tell_unchanged([SourcePart(report.conference, report.source, report.talks)])
    if report.one_move:
        tell(f"  {report.one_move}")
    for change in () if report.one_move else report.changed:
        tell(f"  {change.talk.title or change.talk.id}: {change.what}")
    for talk in report.cancelled:
        if talk.id not in report.notes:
            tell(f"  {talk.title or talk.id}: cancelled")
    tell(*(f"  {message}" for message in (report.to_watch, *report.messages) if message))


def _kinds(report: ImportReport) -> str:
    from confnotes.model.talk_changes import ChangeKind

    kinds = (ChangeKind.MOVED, ChangeKind.RENAMED, ChangeKind.CAME_BACK)
    counts = [f"{count} {kind}" for kind in kinds if (count := len(report.with_change(kind)))]
    return f" ({', '.join(counts)})" if counts else ""


def undo_last(vault: Vault, *, as_json: bool) -> None:
    """Undo the last import, and report its files."""
    undone = undo_last_import(vault)
    if as_json:
        paths = [change.path for change in undone.changes]
        say_json({"schema": "confnotes.import-undone/1", "conferences": undone.conferences, "files": paths})
    else:
        say(*(f"{'removed' if change.before is None else 'restored'} {change.path}" for change in undone.changes))
        tell(f"Undone · {undone.undo_summary}.")
