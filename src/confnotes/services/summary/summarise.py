"""Summarise a conference, a day or a search, and export it.

What is in a summary: every talk with notes in full; talks without notes in one line when they were starred or
attended, or when the search found them. When nothing at all is noted or marked, a program of at most
`WHOLE_PROGRAM` talks is listed whole, so that a workshop that was only imported still makes a page.

Audiences: `me` reads everything. `team` and `public` do not read private text (`%%...%%`) nor private notes
(`private: true`, see `summary_text.is_private`); a talk with a private note is a talk without notes. `public` does not
see ratings, stars and visits either, nor anything of what is marked `no-share`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from confnotes.markup.names import fold
from confnotes.model.program import Conference, Person
from confnotes.model.summary import Audience, Summary, SummaryCoverage, SummaryItem
from confnotes.model.summary_order import LeftOut, SummaryOrder
from confnotes.model.timetable import wall_time
from confnotes.services.searching.query_blocks import BlocksForAudience
from confnotes.services.summary import summary_parts
from confnotes.services.summary.summary_items import (
    IDLE_KINDS,
    Placed,
    Resolver,
    numbered,
    placed_items,
    with_ids,
    with_texts,
)
from confnotes.services.summary.summary_sources import Source, authors_of, sources_of
from confnotes.services.summary.summary_target import Target, find_target
from confnotes.services.summary.summary_text import readable_text
from confnotes.services.web.titles import titled, titles
from confnotes.vault import layout
from confnotes.vault.vault import Vault

WHOLE_PROGRAM = 60


@dataclass(frozen=True, slots=True)
class Draft:
    """A summary, and what is not in it; the latter is for its author only."""

    summary: Summary
    left_out: tuple[LeftOut, ...] = ()


def draft(vault: Vault, order: SummaryOrder, at: datetime | None = None) -> Draft:
    """What was ordered, and what was left out of it.

    Raises NotFoundError with the nearest names when there is nothing, UsageError when the target could be several
    things.
    """
    return Draft(summarise(vault, order, at))


def summarise(vault: Vault, order: SummaryOrder, at: datetime | None = None) -> Summary:
    """The summary that was ordered; raises as `draft` does."""
    audience, by = order.audience, order.by
    chosen = find_target(vault, order.target, order.conference, at)
    sources = sources_of(vault, chosen.conferences, order)
    notes = {str(note.path): note for source in sources for note in source.notes}
    everything = with_ids(one for source in sources for one in placed_items(source, audience))
    within = [one for one in everything if _is_within(one, chosen)]
    kept = _worth_telling(within, sources, chosen)
    resolver = Resolver(kept, notes)
    blocks = BlocksForAudience(vault, audience, at)
    notes = {path: blocks.in_note(note, resolver.item) for path, note in notes.items()}
    known = titles(vault)
    items = numbered((with_texts(one, notes, resolver), titled(one.resources, known)) for one in _in_order(kept))
    by_id = {item.id: item for item in items}
    kept = [replace(one, item=by_id[one.item.id]) for one in kept]
    programs = {source.name: source.program for source in sources}
    return Summary(
        title=chosen.title,
        conferences=tuple(_conference(source) for source in sources if _has_items(source, kept, chosen)),
        day=chosen.day,
        query=chosen.query,
        audience=audience,
        by=by,
        authors=authors_of(sources, order),
        coverage=SummaryCoverage(
            talks=sum(1 for item in items if item.noted and item.is_talk),
            of_talks=sum(1 for one in within if _is_real_talk(one.item)),
        ),
        overview=_overview(sources[0], chosen, resolver, blocks),
        highlights=summary_parts.highlights(items),
        parts=summary_parts.parts(kept, programs, by),
        people=summary_parts.people(items, _others(sources, kept, chosen)),
        tags=summary_parts.tags(items),
        references=summary_parts.references(items),
    )


def _conference(source: Source) -> Conference:
    conference = source.program.conference
    if conference.name and conference.start_date:
        return conference
    days = sorted(
        wall_time(talk.start, conference.timezone).date() for talk in source.program.talks() if talk.start is not None
    )
    return Conference(
        name=source.name,
        edition=conference.edition,
        year=conference.year,
        part_of=conference.part_of,
        venue=conference.venue,
        start_date=conference.start_date or (days[0] if days else None),
        end_date=conference.end_date or (days[-1] if days else None),
        timezone=conference.timezone,
        url=conference.url,
    )


def _is_within(one: Placed, target: Target) -> bool:
    if target.day is not None:
        return one.item.day == target.day
    if target.query is not None:
        return one.key in target.found or not target.found.isdisjoint(one.paths)
    return True


def _is_real_talk(item: SummaryItem) -> bool:
    return item.is_talk and item.kind not in IDLE_KINDS and not item.cancelled


def _worth_telling(within: list[Placed], sources: Iterable[Source], target: Target) -> list[Placed]:
    if target.query is not None:
        return within
    marked = {layout.talk_key(source.folder, talk) for source in sources for talk in source.marks.marked()}
    kept = [one for one in within if one.paths or one.key in marked]
    if kept or len(within) > WHOLE_PROGRAM:
        return kept
    return [one for one in within if _is_real_talk(one.item)]


def _others(sources: Iterable[Source], kept: Iterable[Placed], target: Target) -> tuple[Person, ...]:
    """Everybody of a conference of which only the program is told; with notes, the people of the notes are enough."""
    if target.day is not None or target.query is not None or any(one.paths for one in kept):
        return ()
    return tuple(person for source in sources for person in source.program.people)


def _in_order(kept: Iterable[Placed]) -> list[Placed]:
    return sorted(kept, key=lambda one: (one.item.day or date.max, one.rank))


def _has_items(source: Source, kept: Iterable[Placed], target: Target) -> bool:
    return target.query is None or any(one.item.conference == source.name for one in kept)


def _overview(source: Source, target: Target, resolver: Resolver, blocks: BlocksForAudience) -> str:
    if target.day is not None or target.query is not None or source.own is None:
        return ""
    shown = blocks.in_note(source.own, resolver.item)
    return readable_text(shown, {fold(source.own.title), fold(target.title)}, resolver.item)
