"""What writing a program would change in the vault, and what it did."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import TYPE_CHECKING, TypeVar

from confnotes.tui.widgets.drawing import Line, Part, clean, counted, spread, wrap

if TYPE_CHECKING:
    from confnotes.actions.importing.import_merge import ImportReport
    from confnotes.tui.widgets.pane import Draw

_Item = TypeVar("_Item")
_Entry = tuple[str, str, str, str]
_SAME_DAY = re.compile(r"\bfrom (\d{4}-\d\d-\d\d) (\d\d:\d\d) to \1 (\d\d:\d\d)")
SOME, FEW, MANY = 3, 6, 600
KIND = 11
_SIGNS = (("moved", "warning"), ("renamed", "text"), ("came back", "success"), ("changed", "dim"))


def changes_of(report: ImportReport, width: int, *, unfolded: bool) -> Iterator[Line]:
    """How many talks are new, moved, renamed, cancelled ..., and the first of each kind, or all."""
    counts = " · ".join(f"{number:,} {word}" for word, number in _counts(report) if number)
    for piece in wrap(counts or "only facts of the conference or what is known of its talks", width - 4):
        yield [Part("  "), Part(piece)]
    if report.to_watch:
        yield [Part("  ▷ ", "accent"), Part(report.to_watch, "strong"), Part("  v on Now lists them", "faint")]
    entries = [*_entries(report)]
    few = entries[:MANY] if unfolded or len(entries) <= FEW + 1 else _some_of_each(entries)
    for kind, role, title, what in few:
        left = [Part("  "), Part(kind.ljust(KIND), role), Part(clean(title))]
        yield spread([*left, Part(f"  {clean(what)} ", "faint")], [], width)
    yield from folded(len(entries) - len(few), " " * 4)
    messages = _few(report.messages, unfolded=unfolded)
    for message in messages:
        for at, piece in enumerate(wrap(clean(message), width - 6)):
            yield [Part("    " if at else "  · ", "warning"), Part(piece, "warning")]
    yield from folded(len(report.messages) - len(messages), " " * 4)


def _some_of_each(entries: Sequence[_Entry]) -> Sequence[_Entry]:
    """The first of each kind, so that each kind is seen."""
    found: list[_Entry] = []
    for _, group in groupby(entries, key=lambda entry: entry[0]):
        found += islice(group, SOME)
    return found


def _few(items: Sequence[_Item], *, unfolded: bool) -> Sequence[_Item]:
    """The first of many; as many as a person would look through when all are wanted."""
    if unfolded:
        return items[:MANY]
    return items if len(items) <= FEW + 1 else items[:FEW]


def folded(number: int, indent: str) -> Iterator[Line]:
    """The line that stands for so many others."""
    if number > 0:
        yield [Part(f"{indent}… and {number:,} more", "faint", "import.more"), Part("  F3", "accent", "import.more")]


def in_short(what: str, kind: str) -> str:
    """What changed, without the kind that stands before it, and a day that stays the same told once."""
    return _SAME_DAY.sub(r"from \2 to \3", what).removeprefix(f"{kind} ").removeprefix(kind)


def _counts(report: ImportReport) -> Iterator[tuple[str, int]]:
    from confnotes.merge.merge_words import ChangeKind

    yield "new", len(report.added)
    yield "moved", len(report.with_change(ChangeKind.MOVED))
    yield "renamed", len(report.with_change(ChangeKind.RENAMED))
    yield "cancelled", len(report.cancelled)
    yield "came back", len(report.with_change(ChangeKind.CAME_BACK))
    yield "otherwise changed", sum(change.kinds == (ChangeKind.CHANGED,) for change in report.changed)
    yield "kept as you wrote it" if len(report.kept) == 1 else "kept as you wrote them", len(report.kept)


def _entries(report: ImportReport) -> Iterator[_Entry]:
    """Kind, its role on the screen, title and what is different; what changes a plan for the day comes first."""
    for talk in report.cancelled:
        if talk.id not in report.notes:
            yield "cancelled", "error", talk.title or "Untitled talk", ""
    seen: set[int] = set()
    for word, role in _SIGNS:
        for at, change in enumerate(report.changed):
            if word in change.kinds and at not in seen:
                seen.add(at)
                yield word, role, change.talk.title or "Untitled talk", in_short(change.what, word)
    for talk in report.added:
        when = f"{talk.start:%a %H:%M}" if talk.start else ""
        yield "new", "success", talk.title or "Untitled talk", "  ".join(part for part in (when, talk.room) if part)


def reports_of(reports: Iterable[ImportReport], *, unfolded: bool) -> Draw:
    """What was written, source by source."""
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
        yield [Part("  "), Part("nothing has changed since the last import", "dim")]
        return
    if report.added and len(report.added) == report.talks:
        told = [f"{counted(report.talks, 'talk')}, all of them new", counted(len(report.notes_written), "note")]
        yield [Part("  "), Part(" · ".join(part for part in told if part))]
        for message in report.messages:
            for piece in wrap(clean(message), width - 4):
                yield [Part("  "), Part(piece, "warning")]
        return
    if not (report.talks or report.cancelled):
        yield [Part("  "), Part("no talks: what is known of the conference was written")]
        return
    yield from changes_of(report, width, unfolded=unfolded)
    if report.notes_written:
        yield [Part("  "), Part(f"{counted(len(report.notes_written), 'note')} written", "dim")]
