"""What Import shows: a program as read, what saving would change, and what was saved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import TYPE_CHECKING, TypeVar

from confnotes.errors import ConfnotesError
from confnotes.importers.format_names import format_name
from confnotes.model.correction import RowDoubt, SourceRow
from confnotes.model.program import Conference, SourceLine, SourceWarning, WarningCode, count_items
from confnotes.model.timetable import moment_words
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.screens.import_work import FIRST_TALKS, ImportAnalysis, ReadFacts
from confnotes.tui.widgets.drawing import Line, Part, clean, day_name, plural, spread, width_of, wrap
from confnotes.tui.widgets.talk_rows import span_of

if TYPE_CHECKING:
    from confnotes.actions.importing.import_merge import ImportReport
    from confnotes.actions.importing.read_sources import SourcePreview
    from confnotes.tui.widgets.pane import Draw

DOUBTS = {
    RowDoubt.NO_TALK: "not imported",
    RowDoubt.NO_TITLE: "no title",
    RowDoubt.CLOCK_IN_TITLE: "a time in the title",
    RowDoubt.CUT_TITLE: "the title looks cut",
    RowDoubt.MARKUP_IN_TITLE: "markup in the title",
    RowDoubt.SAME_TITLE: "same title as other rows",
    RowDoubt.NO_PERSON: "not a person?",
    RowDoubt.NO_START: "no start",
    RowDoubt.LOST_CELL: "a cell is not imported",
    RowDoubt.GUESSED_COLUMN: "speaker column guessed",
}
_REMEDIES = {
    WarningCode.ZONE_NOT_STATED: "set it above",
    WarningCode.ZONE_ASSUMED: "set it above",
    WarningCode.ZONE_UNKNOWN: "set it above",
    WarningCode.CONFERENCE_NOT_NAMED: "name it above",
    WarningCode.DAY_NOT_KNOWN: "set the first day above",
}
_Item = TypeVar("_Item")
_Entry = tuple[str, str, str, str]
_SAME_DAY = re.compile(r"\bfrom (\d{4}-\d\d-\d\d) (\d\d:\d\d) to \1 (\d\d:\d\d)")
SOME, FEW, MANY = 3, 6, 600
KIND = 11  # cells: the longest kind of change
_SIGNS = (("moved", "warning"), ("renamed", "text"), ("came back", "success"), ("changed", "dim"))


def changes_of(report: ImportReport, width: int, *, unfolded: bool) -> Iterator[Line]:
    """The numbers of new, moved, renamed and cancelled talks, and the first of each kind, or all."""
    counts = " · ".join(f"{number:,} {word}" for word, number in _counts(report) if number)
    for piece in wrap(counts or "only details of the conference or its talks", width - 4):
        yield [Part("  "), Part(piece)]
    if report.to_watch:
        yield [
            Part("  ▷ ", "accent"),
            Part(report.to_watch, "strong"),
            Part(f"  press {key_of('recorded')} on Now to list them", "faint"),
        ]
    entries = [*_entries(report)]
    few = entries[:MANY] if unfolded or len(entries) <= FEW + 1 else _some_of_each(entries)
    for kind, role, title, what in few:
        left = [Part("  "), Part(kind.ljust(KIND), role), Part(clean(title))]
        yield spread([*left, Part(f"  {clean(what)} ", "faint")], [], width)
    yield from folded_line(len(entries) - len(few), " " * 4)
    messages = _few(report.messages, unfolded=unfolded)
    for message in messages:
        for at, piece in enumerate(wrap(clean(message), width - 6)):
            yield [Part("    " if at else "  · ", "warning"), Part(piece, "warning")]
    yield from folded_line(len(report.messages) - len(messages), " " * 4)


def _some_of_each(entries: Sequence[_Entry]) -> Sequence[_Entry]:
    """The first of each kind, so that each kind is shown."""
    found: list[_Entry] = []
    for _, group in groupby(entries, key=lambda entry: entry[0]):
        found += islice(group, SOME)
    return found


def _few(items: Sequence[_Item], *, unfolded: bool) -> Sequence[_Item]:
    """The first items; if `unfolded`, as many as a person would look through."""
    if unfolded:
        return items[:MANY]
    return items if len(items) <= FEW + 1 else items[:FEW]


def folded_line(number: int, indent: str) -> Iterator[Line]:
    """The line that says how many items are hidden."""
    if number > 0:
        yield [
            Part(f"{indent}… and {number:,} more", "faint", "import.more"),
            Part(f"  {key_of('more')}", "accent", "import.more"),
        ]


def in_short(what: str, kind: str) -> str:
    """A change in words, without its kind, and without repeating a day that stays the same."""
    return _SAME_DAY.sub(r"from \2 to \3", what).removeprefix(f"{kind} ").removeprefix(kind)


def _counts(report: ImportReport) -> Iterator[tuple[str, int]]:
    from confnotes.model.talk_changes import ChangeKind

    yield "new", len(report.added)
    yield "moved", len(report.with_change(ChangeKind.MOVED))
    yield "renamed", len(report.with_change(ChangeKind.RENAMED))
    yield "cancelled", len(report.cancelled)
    yield "came back", len(report.with_change(ChangeKind.CAME_BACK))
    yield "changed in other ways", sum(change.kinds == (ChangeKind.CHANGED,) for change in report.changed)
    yield "kept as you wrote it" if len(report.kept) == 1 else "kept as you wrote them", len(report.kept)


def _entries(report: ImportReport) -> Iterator[_Entry]:
    """Kind, its role on the screen, title and difference; changes of the user's schedule come first."""
    for talk in report.cancelled:
        if talk.id not in report.notes:
            yield "cancelled", "error", talk.title or "Untitled talk", ""
    if report.one_move:
        yield "moved", "warning", report.one_move, ""
    seen: set[int] = set()
    for word, role in _SIGNS:
        for at, change in enumerate(() if report.one_move else report.changed):
            if word in change.kinds and at not in seen:
                seen.add(at)
                yield word, role, change.talk.title or "Untitled talk", in_short(change.what, word)
    for talk in report.added:
        when = moment_words(talk.start, "%a %H:%M") if talk.start else ""
        yield "new", "success", talk.title or "Untitled talk", "  ".join(part for part in (when, talk.room) if part)


def reports_of(reports: Iterable[ImportReport], *, unfolded: bool) -> Draw:
    """The results of saving, source by source."""
    all_reports = list(reports)

    def draw(width: int) -> list[Line]:
        lines: list[Line] = []
        for report in all_reports:
            if lines:
                lines.append([])
            source = [Part("  from ", "faint"), Part(f"{clean(report.source)} ", "faint")] if report.source else []
            name = [Part(" "), Part("✓ ", "success"), Part(clean(report.conference), "strong")]
            lines.append(spread(name, source, width))
            lines += _report(report, width, unfolded=unfolded)
        return lines

    return draw


def _report(report: ImportReport, width: int, *, unfolded: bool) -> Iterator[Line]:
    if report.unchanged:
        yield [Part("  "), Part("unchanged since the last import", "dim")]
        return
    if report.added and len(report.added) == report.talks:
        told = [f"{count_items(report.added)}, all new", plural(len(report.notes_written), "note")]
        yield [Part("  "), Part(" · ".join(part for part in told if part))]
        for message in report.messages:
            for piece in wrap(clean(message), width - 4):
                yield [Part("  "), Part(piece, "warning")]
        return
    if not (report.talks or report.cancelled):
        yield [Part("  "), Part("no talks; details of the conference were saved")]
        return
    yield from changes_of(report, width, unfolded=unfolded)
    if report.notes_written:
        yield [Part("  "), Part(f"{plural(len(report.notes_written), 'note')} written", "dim")]


FEW_TALKS = 3  # of each program, if several are imported at once
FEW_WARNINGS = 3  # shown at once; the rest unfold
MOST_NAMED = 100  # rooms or tracks: wrapping a thousand names would hold up the first paint
LABEL = 10  # cells: the longest label
_INVITATION = (
    "Schedules, calendars, spreadsheets, web pages: the format is detected.",
    "You see the program, and what it changes, before it is saved.",
    "Re-imports keep what you wrote and list what moved.",
    "",
    "Separate several sources by spaces, and put names with spaces in quotes.",
    "A photo of a QR code works, too.",
)


def invitation(width: int) -> list[Line]:
    """The text before anything is read."""
    lines: list[Line] = [[]]
    for text in _INVITATION:
        lines += [[Part("  "), Part(line, "dim")] for line in wrap(text, width - 4)]
    return lines


def failure(error: ConfnotesError) -> Draw:
    """The text after a source could not be read: the error, and below it what to do."""

    def draw(width: int) -> list[Line]:
        lines: list[Line] = [[]]
        lines += [
            [Part("    " if at else "  ✗ ", "error"), Part(line, "error")]
            for at, line in enumerate(wrap(clean(error.message), width - 6))
        ]
        lines += [[Part("    "), Part(line)] for line in wrap(clean(error.hint), width - 6)]
        return lines

    return draw


def private_host(error: Exception) -> str:
    """The host to ask about, if a private address was refused; else ""."""
    from confnotes.web.connect import PrivateAddressError

    return error.host or "" if isinstance(error, PrivateAddressError) else ""


def preview_of(understood: ImportAnalysis, *, unfolded: bool) -> Draw:
    """Every source: its format, its program, what saving would change, and what to check."""

    def draw(width: int) -> list[Line]:
        lines: list[Line] = []
        several = len(understood.previews) > 1
        for at, preview in enumerate(understood.previews):
            plan = understood.plans[at] if understood.plans else None
            lines += [[]] if at else []
            shown = understood.shown[at]
            lines += _one(preview, shown, plan, understood, width, unfolded=unfolded, several=several)
        for part in understood.unchanged:
            told = f"unchanged: {plural(part.talks, 'talk') or 'no talks'} in the vault"
            lines.append([Part(" "), Part(clean(part.source), "strong"), Part(f" {told}", "dim")])
        for name in understood.missing:
            told = "not found; its talks stay as they are"
            lines.append([Part(" "), Part(clean(name), "strong"), Part(f" {told}", "warning")])
        return lines

    return draw


def _one(
    preview: SourcePreview,
    shown: ReadFacts,
    plan: ImportReport | None,
    understood: ImportAnalysis,
    width: int,
    *,
    unfolded: bool,
    several: bool,
) -> Iterator[Line]:
    read, program = preview.read, preview.read.program
    format_read = Part(clean(format_name(read.format)))
    first = [Part(" "), Part(clean(preview.source), "strong"), Part(" read as ", "dim"), format_read]
    doubtful = [row for row in read.rows if row.doubts]
    of_all = f"{len(doubtful):,} of {plural(len(read.rows), 'row')} doubtful" if doubtful else ""
    told = " · ".join(part for part in (of_all, plural(len(shown.warnings), "warning")) if part)
    yield spread(first, [Part(told, "warning"), Part(" ")], width)
    if several:
        yield from _labelled("Name", clean(plan.conference if plan else preview.name or ""), width)
        zone = clean(program.conference.timezone or "no zone stated")
        yield from _labelled("When", " · ".join(part for part in (when_of(program.conference), zone) if part), width)
    yield from _in_lines(shown.counts or ["no talks"], width)
    yield from _in_a_line("Days", shown.days, width, unfolded=unfolded)
    if plan is not None:
        yield from _plan(plan, understood, width, unfolded=unfolded)
    yield from _doubtful_rows(doubtful, len(read.applied), width, unfolded=unfolded)
    yield from _warnings(shown.warnings, width, unfolded=unfolded)
    facts = [
        line for label, value in _facts(program.conference, preview.name) for line in _labelled(label, value, width)
    ]
    for label, counts in (("Rooms", shown.rooms), ("Tracks", shown.tracks)):
        facts += _in_a_line(label, counts, width, unfolded=unfolded)
    if facts:
        yield []
        yield from facts
    if shown.talks:
        every = [
            Part(key_of("list"), "accent", "import.talks"),
            Part(" see all talks ", "faint", "import.talks"),
        ]
        yield []
        yield spread([Part("  "), Part("THE FIRST TALKS", "heading")], every, width)
        yield from _first_talks(shown, width, FEW_TALKS if several else FIRST_TALKS)
    yield from _left_out(read.left, width, unfolded=unfolded)


def _in_lines(items: Sequence[str], width: int) -> Iterator[Line]:
    """Items side by side, wrapped between items."""
    line = ""
    for item in items:
        longer = f"{line} · {item}" if line else item
        if line and width_of([Part(longer)]) > width - 4:
            yield [Part("  "), Part(f"{line} ·")]
            longer = item
        line = longer
    yield [Part("  "), Part(line)]


def _labelled(label: str, value: str, width: int) -> Iterator[Line]:
    for at, piece in enumerate(wrap(value, width - LABEL - 3)):
        yield [Part("  "), Part(("" if at else label).ljust(LABEL), "faint"), Part(piece)]


def _facts(conference: Conference, name: str | None) -> Iterator[tuple[str, str]]:
    part_of = conference.part_of if conference.part_of != name else None
    for label, value in (("Where", conference.venue), ("Part of", part_of), ("Page", conference.url)):
        if value:
            yield label, clean(value)


def when_of(conference: Conference) -> str:
    """16 Dec 2023, or 8–14 Dec 2019, as far as known."""
    start, end = conference.start_date, conference.end_date
    if start is None:
        return str(conference.year or "")
    if end is None or end == start:
        return f"{start.day} {start:%b %Y}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{end.day} {start:%b %Y}"
    return f"{start.day} {start:%b} – {end.day} {end:%b %Y}"


def _in_a_line(label: str, counts: Sequence[tuple[str, int]], width: int, *, unfolded: bool) -> Iterator[Line]:
    """Names with their numbers, as many as fit on one line unless `unfolded`."""
    if not counts:
        return
    if unfolded:
        named = [f"{name} {number:,}" for name, number in counts[:MOST_NAMED]]
        named += [f"and {len(counts) - MOST_NAMED:,} more"] if len(counts) > MOST_NAMED else []
        yield from _labelled(label, " · ".join(named), width)
        return
    line = [Part("  "), Part(label.ljust(LABEL), "faint")]
    for at, (name, number) in enumerate(counts):
        parts = [Part(" · " if at else "", "faint"), Part(name), Part(f" {number:,}", "dim")]
        rest = f" · and {len(counts) - at:,} more" if at else ""
        room = 0 if at == len(counts) - 1 else len(f" · and {len(counts) - at:,} more")
        if at and width_of([*line, *parts]) + room > width - 2:
            line.append(Part(rest, "faint", "import.more"))
            break
        line += parts
    yield spread(line, [], width)


def _plan(plan: ImportReport, understood: ImportAnalysis, width: int, *, unfolded: bool) -> Iterator[Line]:
    """What saving would change in a conference of the vault."""
    if plan.conference not in understood.known:
        for message in plan.messages:
            yield from _message(message, width)
        return
    yield []
    name = clean(plan.conference)
    told = f"saving changes {'nothing' if plan.unchanged else 'this'} in {name}"
    yield spread([Part("  "), Part("IN THE VAULT ALREADY  ", "heading"), Part(told)], [], width)
    if not plan.unchanged:
        yield from changes_of(plan, width, unfolded=unfolded)


def _message(message: str, width: int) -> Iterator[Line]:
    for piece in wrap(clean(message), width - 4):
        yield [Part("  "), Part(piece, "warning")]


def _doubtful_rows(doubtful: Sequence[SourceRow], corrected: int, width: int, *, unfolded: bool) -> Iterator[Line]:
    """The first doubtful rows, and the number of corrections."""
    if not (doubtful or corrected):
        return
    yield []
    applied = f"  ✓ {plural(corrected, 'correction')} applied" if corrected else ""
    said = [Part(applied, "success")]
    key = [
        Part(key_of("doubtful"), "accent", "import.rows"),
        Part(" corrects rows ", "faint", "import.rows"),
    ]
    title = [Part("  "), Part("DOUBTFUL ROWS" if doubtful else "ROWS", "heading"), *said]
    yield spread(title, key, width)
    few = _few(doubtful, unfolded=unfolded)
    for row in few:
        says = " · ".join(clean(part.text) for part in row.parts)
        what = Part(DOUBTS[row.doubts[0]], "warning")
        line = f"{row.line:,}".rjust(6)
        yield spread([Part(line, "faint"), Part("  "), Part(says)], [what, Part(" ")], width)
    yield from folded_line(len(doubtful) - len(few), " " * 8)


def _left_out(left: Sequence[SourceLine], width: int, *, unfolded: bool) -> Iterator[Line]:
    """The first lines of a page that are not in its program."""
    if left:
        yield []
        yield [Part("  "), Part("LEFT OUT", "heading"), Part(f"  {plural(len(left), 'line')}", "dim")]
    few = _few(left, unfolded=unfolded)
    for each in few:
        yield spread([Part(f"{each.line:,}".rjust(6), "faint"), Part("  "), Part(clean(each.text))], [], width)
    yield from folded_line(len(left) - len(few), " " * 8)


def _warnings(warnings: Sequence[SourceWarning], width: int, *, unfolded: bool) -> Iterator[Line]:
    if not warnings:
        return
    yield []
    shown = warnings if unfolded or len(warnings) <= FEW_WARNINGS + 1 else warnings[:FEW_WARNINGS]
    for warning in shown:
        where = f"line {warning.line}: " if warning.line else ""
        remedy = f"; {_REMEDIES[warning.code]}" if warning.code in _REMEDIES else ""
        for at, piece in enumerate(wrap(f"{where}{clean(warning.message)}{remedy}", width - 6)):
            yield [Part("    " if at else "  ⚠ ", "warning"), Part(piece, "warning")]
    yield from folded_line(len(warnings) - len(shown), "    ")


def _first_talks(shown: ReadFacts, width: int, most: int) -> Iterator[Line]:
    above = ""
    for session, talk in shown.first_talks[:most]:
        heading = day_name(talk.day, year=True) if talk.day else clean(session)
        if talk.start is not None and heading != above:
            above = heading
            yield [Part("  "), Part(heading, "dim")]
        names = ", ".join(clean(speaker.name) for speaker in talk.speakers)
        title = clean(talk.title or f"untitled {talk.kind.value}")
        time = span_of(talk.start, talk.end).ljust(LABEL + 3)
        yield spread([Part("  "), Part(time, "faint"), Part(title), Part("  "), Part(names, "faint")], [], width)
    if shown.talks > most:
        yield [Part(f"  … and {shown.talks - most:,} more", "faint", "import.talks")]
