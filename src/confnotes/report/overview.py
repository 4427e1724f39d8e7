"""The overview of a summary from conference notes, its tasks, and the dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from confnotes.markup.footnotes import Footnotes, without_orphans
from confnotes.markup.markdown_text import escape_text
from confnotes.markup.names import fold
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
        text = embeds.expanded(without_orphans(readable_text(shown, titles, item_of)))
        if text and len(sources) > 1:
            text = f"# {escape_text(source.name)}\n\n{text}"
        found.append(text)
    return "\n\n".join(filter(None, found))


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
