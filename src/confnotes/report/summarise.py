"""Summarise a conference, several of them, a day or a search, for an audience.

What is in a summary: every talk with notes in full; talks without notes in one line when they were starred or
attended, or when the search found them. Starred talks that are over and were not seen stand among the missed ones, and
posters of which there is no more than a table can show stand in the table only. When nothing at all is noted or marked,
a program of at most `WHOLE_PROGRAM` talks is listed whole, so that a workshop that was only imported makes a page.

Audiences: `me` reads everything. `team` and `public` do not read private text (`%%...%%`) nor private notes
(`private: true`, see `audience.for_audience`); a talk with a private note is a talk without notes. `public` does not
see ratings and stars either, and no talk that is there for a star alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from confnotes import config
from confnotes.catalogue.audience.query_blocks import BlocksForAudience
from confnotes.catalogue.papers.paper_library import add_titles, titles
from confnotes.markup.footnotes import Footnotes, without_orphans
from confnotes.markup.markdown_text import escape_text
from confnotes.markup.names import fold
from confnotes.model.mark import Mark
from confnotes.model.note import Note, Task
from confnotes.model.program import Conference, Person, Resource
from confnotes.model.summary import Audience, LeftOut, Summary, SummaryOrder
from confnotes.model.timetable import local_day, wall_time
from confnotes.report import indexes
from confnotes.report.actions import Actions
from confnotes.report.coverage import Times, coverage, is_real, lists_of, timeline, tracks, with_missed
from confnotes.report.embedded import Embeds
from confnotes.report.highlights import highlights
from confnotes.report.items import (
    NoteAuthors,
    RankedItem,
    Resolver,
    number_references,
    rank_items,
    with_ids,
    with_texts,
)
from confnotes.report.left_out import left_out, private_parts, unreadable
from confnotes.report.papers import NamedPapers
from confnotes.report.parts import parts
from confnotes.report.photos import PhotoFinder, vaults_of
from confnotes.report.readable_text import readable_text, resolve_links
from confnotes.report.sources import SummarySource, authors_of, own_name, sources_of
from confnotes.report.target import SummaryTarget, find_target
from confnotes.report.themes import ChosenTheme, chosen_themes, group_by_theme, themes
from confnotes.report.topics import topics
from confnotes.vault import layout
from confnotes.vault.vault import Vault

WHOLE_PROGRAM = 60


@dataclass(frozen=True, slots=True)
class SummaryDraft:
    """A summary, what is not in it, and what is in it but would not be in one for others, and lines
    about notes in which git left a merge unfinished; for its author only."""

    summary: Summary
    left_out: tuple[LeftOut, ...] = ()
    private: tuple[LeftOut, ...] = ()
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Material:
    """What a summary is made of. `within` is everything that the target means, `told` what of it is worth telling;
    `papers` are those about which there are notes that notes link to, by the id of the item and the line; `mentioned`
    are links of the web in the notes of an item, by its id."""

    target: SummaryTarget
    sources: Sequence[SummarySource]
    within: Sequence[RankedItem]
    told: Sequence[RankedItem]
    times: Mapping[str, Times]
    photos: PhotoFinder
    overview: str
    overview_tasks: tuple[Task, ...]
    chosen: tuple[ChosenTheme, ...]
    papers: Mapping[tuple[str, int], Resource]
    mentioned: Sequence[tuple[str, Resource]]
    to_read: Collection[str]
    missing: Sequence[str]
    is_program: bool


def draft(vault: Vault, order: SummaryOrder, at: datetime | None = None, *, why: bool = True) -> SummaryDraft:
    """What was ordered, and where `why` is asked for, what was left out of it.

    Raises NotFoundError with the nearest names when there is nothing, UsageError when the target could be several
    things.
    """
    material = _material(vault, order, at)
    summary = _summary(material, order)
    gone = left_out(vault, order, material.sources, material.within, summary, material.missing) if why else ()
    private = private_parts(material.sources, material.told, summary) if order.audience is Audience.ME else ()
    return SummaryDraft(summary, gone, private, unreadable(order, material.sources, material.within, summary))


def summarise(vault: Vault, order: SummaryOrder, at: datetime | None = None) -> Summary:
    """The summary that was ordered; raises as `draft` does."""
    return draft(vault, order, at, why=False).summary


def _material(vault: Vault, order: SummaryOrder, at: datetime | None) -> _Material:
    audience = order.audience
    target = find_target(vault, order.target, order.conference, at, audience)
    sources = sources_of(vault, target.conferences, order)
    notes = {str(note.path): note for source in sources for note in source.notes}
    everything = with_ids(one for source in sources for one in rank_items(source, audience))
    times = {source.name: Times.of(source.folder, source.program) for source in sources}
    walls = {source.name: wall_time(at or config.now(), source.program.conference.timezone) for source in sources}
    within = with_missed([one for one in everything if _is_within(one, target)], times, walls, audience)
    kept, is_program = _worth_telling(within, sources, target, audience)
    kept = sorted(kept, key=lambda one: (one.item.day or date.max, one.rank))
    resolver = Resolver(kept, notes)
    blocks = BlocksForAudience(vault, audience, at)
    photos = PhotoFinder(vaults_of(vault, order))

    def prepared(note: Note) -> Note:
        return photos.in_note(blocks.in_note(note, resolver.item))

    notes = {path: prepared(note) for path, note in notes.items()}
    short = next((source.short for source in sources), None)
    embeds = Embeds(vaults_of(vault, order), order, prepared, resolver.item, short)
    authors = NoteAuthors(own_name(order), {path: name for source in sources for path, name in source.authors.items()})
    known = titles(vault)
    items = number_references(
        (with_texts(one, notes, resolver, authors, embeds), add_titles(one.resources, known)) for one in kept
    )
    by_id = {item.id: item for item in items}
    papers = NamedPapers(vault, audience)
    return _Material(
        target=target,
        sources=sources,
        within=[replace(one, item=by_id.get(one.item.id, one.item)) for one in within],
        told=[replace(one, item=item) for one, item in zip(kept, items, strict=True)],
        times=times,
        photos=photos,
        overview=_overview(sources, target, resolver, prepared, embeds),
        overview_tasks=tuple(_overview_tasks(sources, target, resolver)),
        chosen=tuple(_chosen(sources)),
        papers={
            (one.item.id, line): paper
            for one in kept
            for path in one.paths
            for line, paper in papers.linked(notes[path])
        },
        mentioned=[(one.item.id, resource) for one in kept for resource in add_titles(one.mentioned, known)],
        to_read=papers.to_read,
        missing=embeds.missing,
        is_program=is_program,
    )


def _summary(material: _Material, order: SummaryOrder) -> Summary:
    target, sources, told = material.target, material.sources, material.told
    public = order.audience is Audience.PUBLIC
    items = [one.item for one in told]
    lists = lists_of(told, whole_program=material.is_program)
    seen = [item for item in items if item.id not in lists.unseen]
    groups = group_by_theme(items, material.chosen)
    tags = indexes.tags(seen)
    named = [*((item, paper) for (item, _), paper in material.papers.items()), *material.mentioned]
    references = indexes.references(items, named)
    return Summary(
        title=target.title,
        conferences=tuple(_conference(source) for source in sources if _has_items(source, told, target)),
        day=target.day,
        query=target.query,
        audience=order.audience,
        by=order.by,
        authors=authors_of(sources, order),
        coverage=coverage(material.within, public=public),
        overview=material.overview,
        highlights=highlights(seen, _sessions(told)),
        themes=themes(seen, groups),
        actions=Actions(seen, items, references).all(
            {place: paper.url for place, paper in material.papers.items()},
            material.overview_tasks,
            material.to_read,
        ),
        parts=parts(
            [one for one in told if one.item.id not in lists.others],
            {source.name: source.program for source in sources},
            order.by,
            groups,
        ),
        others=tuple(item for item in items if item.id in lists.others),
        posters=lists.posters,
        missed=lists.missed,
        later=lists.later,
        references=references,
        people=indexes.people(seen, _others(sources, told, target)),
        tags=tags,
        tracks=tracks(material.within, public=public),
        timeline=timeline(material.within, items, material.times, public=public),
        topics=topics(seen, tags, (one.item.title for one in material.within if one.item.is_talk)),
        photos=material.photos.shown_in(items, material.overview),
    )


def _sessions(told: Iterable[RankedItem]) -> dict[str, str]:
    """In which session each item stands, by the items' ids."""
    return {
        one.item.id: f"{one.item.conference}/{one.session.id or one.session.title or ''}"
        for one in told
        if one.session is not None
    }


def _conference(source: SummarySource) -> Conference:
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


def _is_within(one: RankedItem, target: SummaryTarget) -> bool:
    if target.day is not None:
        return one.item.day == target.day
    if target.query is not None:
        return one.key in target.found or not target.found.isdisjoint(one.paths)
    return True


def _worth_telling(
    within: list[RankedItem], sources: Iterable[SummarySource], target: SummaryTarget, audience: Audience
) -> tuple[list[RankedItem], bool]:
    """What is worth it, and whether that is a program of which nothing is noted or marked."""
    if target.query is not None:
        return within, False
    marked: set[str] = set()
    for source in sources:
        marks = source.marks
        told = marks.marked() if audience is not Audience.PUBLIC else marks[Mark.ATTENDED] | marks.rated
        marked.update(layout.talk_key(source.folder, talk) for talk in told)
    kept = [one for one in within if one.paths or one.key in marked]
    if kept or len(within) > WHOLE_PROGRAM:
        return kept, False
    return [one for one in within if is_real(one.item)], True


def _others(sources: Iterable[SummarySource], told: Iterable[RankedItem], target: SummaryTarget) -> tuple[Person, ...]:
    """Everybody of a conference of which only the program is told; with notes, the people of the notes are enough."""
    if target.day is not None or target.query is not None or any(one.paths for one in told):
        return ()
    return tuple(person for source in sources for person in source.program.people)


def _has_items(source: SummarySource, told: Iterable[RankedItem], target: SummaryTarget) -> bool:
    return target.query is None or any(one.item.conference == source.name for one in told)


def _own_notes(sources: Iterable[SummarySource], target: SummaryTarget) -> Iterator[tuple[SummarySource, Note]]:
    """The conferences' own notes, of a summary of whole conferences."""
    if target.day is None and target.query is None:
        yield from ((source, source.own) for source in sources if source.own is not None)


def _overview(
    sources: Sequence[SummarySource],
    target: SummaryTarget,
    resolver: Resolver,
    prepared: Callable[[Note], Note],
    embeds: Embeds,
) -> str:
    found = []
    for source, own in _own_notes(sources, target):
        shown = embeds.marked(prepared(own))
        titles = {fold(own.title), fold(target.title), fold(source.name)}
        text = embeds.expanded(without_orphans(readable_text(shown, titles, resolver.item)))
        if text and len(sources) > 1:
            text = f"# {escape_text(source.name)}\n\n{text}"
        found.append(text)
    return "\n\n".join(filter(None, found))


def _chosen(sources: Iterable[SummarySource]) -> Iterator[ChosenTheme]:
    """The themes that the conferences' own notes choose."""
    for source in sources:
        if source.own is not None:
            yield from chosen_themes(source.own.fields)


def _overview_tasks(sources: Iterable[SummarySource], target: SummaryTarget, resolver: Resolver) -> Iterator[Task]:
    for _, own in _own_notes(sources, target):
        footnotes = Footnotes(own.body)
        for task in own.tasks:
            yield replace(task, text=resolve_links(footnotes.inlined(task.text), resolver.item))
