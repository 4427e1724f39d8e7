"""What Import shows: a program as it was understood, before anything is written; and what writing it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from confnotes.model.program import Conference, Kind, Program, Role
from confnotes.tui.widgets.drawing import Line, Part, clean, spread, wrap
from confnotes.tui.widgets.people_rows import counted
from confnotes.tui.widgets.talk_rows import span_of

if TYPE_CHECKING:
    from confnotes.services.import_program import ImportReport, Preview
    from confnotes.tui.widgets.pane import Draw

FIRST_TALKS = 40
FEW_TALKS = 4
LABEL = 13
_UNCOUNTED = (Kind.TALK, Kind.OTHER)
_KINDS = {
    Kind.REMARKS: ("remarks", "remarks"),
    Kind.LIGHTNING: ("lightning talk", "lightning talks"),
    Kind.SOCIAL: ("social event", "social events"),
}


def preview_of(previews: Sequence[Preview]) -> Draw:
    """Every source, what it was read as, what was understood, and what to look at."""

    def draw(width: int) -> list[Line]:
        lines: list[Line] = []
        for preview in previews:
            if lines:
                lines.append([])
            lines += _one(preview, width, FIRST_TALKS if len(previews) == 1 else FEW_TALKS)
        return lines

    return draw


def _one(preview: Preview, width: int, most: int) -> list[Line]:
    read, program = preview.read, preview.read.program
    warnings = counted(len(read.warnings), "warning")
    first = [Part(" "), Part(clean(preview.source), "strong"), Part(" read as ", "dim"), Part(clean(read.format))]
    lines: list[Line] = [spread(first, [Part(warnings, "warning"), Part(" ")], width), []]
    lines += _conference(program.conference, preview.name, width)
    lines.append([])
    lines += [[Part("  "), Part(line)] for line in wrap(" · ".join(counts_of(program)) or "no talks", width - 3)]
    for warning in read.warnings:
        where = f"line {warning.line}: " if warning.line else ""
        pieces = wrap(f"{where}{clean(warning.message)}", width - 6)
        lines += [
            [Part("  ⚠ " if not at else "    ", "warning"), Part(piece, "warning")] for at, piece in enumerate(pieces)
        ]
    talks = _talks(program, width, most)
    return [*lines, [], *talks] if talks else lines


def _conference(conference: Conference, name: str | None, width: int) -> list[Line]:
    facts = [
        ("Conference", clean(name or conference.name or "")),
        ("When", when_of(conference)),
        ("Zone", clean(conference.timezone or "")),
        ("Where", clean(conference.venue or "")),
        ("Part of", clean(conference.part_of or "")),
        ("Page", clean(conference.url or "")),
    ]
    lines: list[Line] = []
    for label, value in facts:
        missing = label in ("Conference", "When", "Zone")
        if not value and not missing:
            continue
        if not value:
            lines.append([Part("  "), Part(label.ljust(LABEL), "faint"), Part("the source does not say", "faint")])
            continue
        for at, piece in enumerate(wrap(value, width - LABEL - 3)):
            lines.append([Part("  "), Part((label if not at else "").ljust(LABEL), "faint"), Part(piece)])
    return lines


def when_of(conference: Conference) -> str:
    """16 Dec 2023, or 8–14 Dec 2019, as far as it is known."""
    start, end = conference.start_date, conference.end_date
    if start is None:
        return str(conference.year or "")
    if end is None or end == start:
        return f"{start.day} {start:%b %Y}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{end.day} {start:%b %Y}"
    return f"{start.day} {start:%b} – {end.day} {end:%b %Y}"


def counts_of(program: Program) -> list[str]:
    """17 items, 4 keynotes, 6 spotlights, 4 speakers, 7 organizers, 2 deadlines."""
    talks = list(program.talks())
    kinds = Counter(talk.kind for talk in talks)
    counts = [counted(len(talks), "item")]
    counts += [
        counted(number, *_KINDS.get(kind, (kind.value, "")))
        for kind, number in kinds.most_common()
        if kind not in _UNCOUNTED
    ]
    roles = Counter(role for person in program.people for role in person.roles)
    speakers = len({speaker.name for talk in talks for speaker in talk.speakers})
    counts.append(counted(speakers, "speaker"))
    counts += [counted(roles[role], role.value) for role in (Role.ORGANIZER, Role.PANELIST) if roles[role]]
    counts.append(counted(len(program.deadlines), "deadline"))
    counts.append(counted(sum(talk.notes is not None for talk in talks), "talk with notes", "talks with notes"))
    return [count for count in counts if count]


def _talks(program: Program, width: int, most: int) -> list[Line]:
    total = sum(1 for _ in program.talks())
    lines: list[Line] = []
    day = None
    for talk in islice(program.talks(), most):
        if talk.start is not None and talk.start.date() != day:
            day = talk.start.date()
            lines.append([Part("  "), Part(f"{day:%a} {day.day} {day:%b %Y}", "heading")])
        names = ", ".join(clean(speaker.name) for speaker in talk.speakers)
        title = clean(talk.title or f"untitled {talk.kind.value}")
        left = [
            Part("  "),
            Part(span_of(talk.start, talk.end).ljust(LABEL), "faint"),
            Part(title),
            Part("  "),
            Part(names, "faint"),
        ]
        lines.append(spread(left, [], width))
    if total > most:
        lines.append([Part(f"  … and {total - most:,} more", "faint")])
    return lines


def reports_of(reports: Iterable[ImportReport]) -> Draw:
    """What was written, conference by conference."""
    all_reports = list(reports)

    def draw(width: int) -> list[Line]:
        lines: list[Line] = []
        for report in all_reports:
            if lines:
                lines.append([])
            lines.append([Part(" "), Part("✓ ", "success"), Part(clean(report.conference), "strong")])
            if report.unchanged:
                lines.append([Part("   "), Part("nothing has changed since the last import", "dim")])
                continue
            counts = [
                counted(report.talks, "talk"),
                f"{len(report.added)} new" if report.added else "",
                f"{len(report.changed)} changed" if report.changed else "",
                f"{len(report.cancelled)} cancelled" if report.cancelled else "",
                counted(len(report.notes_written), "note"),
            ]
            told = (
                " · ".join(count for count in counts if count)
                or "no talks: what is known of the conference was written"
            )
            lines.append([Part("   "), Part(told)])
            lines += [
                [Part("   "), Part(piece, "warning")]
                for message in report.messages
                for piece in wrap(clean(message), width - 4)
            ]
            for change in report.changed:
                lines += [
                    [Part("   "), Part(piece, "dim")]
                    for piece in wrap(f"{clean(change.talk.title or '')}: {clean(change.what)}", width - 4)
                ]
            for talk in report.cancelled:
                lines.append([Part("   "), Part(f"cancelled: {clean(talk.title or '')}", "dim")])
        return lines

    return draw
