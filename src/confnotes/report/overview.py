"""The overview of a summary from conference notes, its tasks, and the dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from confnotes.markup import headings, tasks
from confnotes.markup.footnotes import Footnotes, without_orphans
from confnotes.markup.markdown_text import escape_text
from confnotes.markup.names import fold
from confnotes.markup.nested_lines import Cut, nested_end, untouchable, without
from confnotes.model.note import Note, Task
from confnotes.model.program import Conference
from confnotes.model.timetable import local_day
from confnotes.report.embedded import Embeds
from confnotes.report.readable_text import readable_text, resolve_links
from confnotes.report.sources import SummarySource
from confnotes.report.target import SummaryTarget

ItemOf = Callable[[str], str | None]
"""The id of the item that a link means, or None."""


def overview(
    sources: Sequence[SummarySource],
    target: SummaryTarget,
    item_of: ItemOf,
    prepared: Callable[[Note], Note],
    embeds: Embeds,
) -> str:
    """The processed texts of the notes, one below the other."""
    found = []
    for source, own in _own_notes(sources, target):
        shown = embeds.marked(prepared(own))
        titles = {fold(own.title), fold(target.title), fold(source.name)}
        text = embeds.expanded(without_orphans(_without_done(readable_text(shown, titles, item_of))))
        if text and len(sources) > 1:
            text = f"# {escape_text(source.name)}\n\n{text}"
        found.append(text)
    return "\n\n".join(filter(None, found))


def _without_done(text: str) -> str:
    """A text without its ticked tasks, which say nothing to others, and without headings that have nothing else."""
    lines = text.split("\n")
    shut = untouchable(lines)
    cuts: list[Cut] = []
    for row, line in enumerate(lines):
        task = None if shut[row] or (cuts and row < cuts[-1].end) else tasks.find(line)
        if task is not None and task.done:
            cuts.append(Cut(row, nested_end(lines, row)))
    if not cuts:
        return text
    left = without(lines, cuts)
    shut = untouchable(left)
    kept: list[str] = []
    below = 1  # the level of the heading below, or of the end; 0 for text
    for line, is_code in zip(reversed(left), reversed(shut), strict=True):
        found = None if is_code else headings.find(line)
        is_empty = 0 < below <= found[0] if found else not line.strip() and not (kept and kept[-1].strip())
        if is_code or not is_empty:
            kept.append(line)
        if found or line.strip():
            below = found[0] if found else 0
    return "\n".join(reversed(kept)).strip("\n")


def overview_tasks(sources: Iterable[SummarySource], target: SummaryTarget, item_of: ItemOf) -> Iterator[Task]:
    """Their tasks, with links to items of the summary."""
    for _, own in _own_notes(sources, target):
        footnotes = Footnotes(own.body)
        for task in own.tasks:
            yield replace(task, text=resolve_links(footnotes.inlined(task.text), item_of))


def conference_of(source: SummarySource) -> Conference:
    """The conference with a name, and with the days of its talks if it states none."""
    conference = source.program.conference
    if conference.name and conference.start_date:
        return conference
    days = sorted(day for talk in source.program.talks() if (day := local_day(talk, conference.timezone)))
    return replace(
        conference,
        name=source.name,
        start_date=conference.start_date or (days[0] if days else None),
        end_date=conference.end_date or (days[-1] if days else None),
        description=None,
    )


def _own_notes(sources: Iterable[SummarySource], target: SummaryTarget) -> Iterator[tuple[SummarySource, Note]]:
    """The conference notes, for a summary of whole conferences."""
    if target.day is None and target.query is None:
        yield from ((source, source.own) for source in sources if source.own is not None)
