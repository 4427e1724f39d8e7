"""Gathering what a summary is made of: everything that its target means, and what of it is worth telling."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from confnotes.catalogue.audience.query_blocks import BlocksForAudience
from confnotes.catalogue.papers.paper_library import add_titles, titles
from confnotes.model.note import Note, Task
from confnotes.model.program import Person, Resource
from confnotes.model.summary import Audience, SummaryOrder
from confnotes.report.coverage import Times, is_real, with_missed
from confnotes.report.embedded import Embeds
from confnotes.report.indexes import NamedPapers
from confnotes.report.items import (
    NoteAuthors,
    RankedItem,
    Resolver,
    number_references,
    rank_items,
    with_ids,
    with_texts,
)
from confnotes.report.overview import overview, overview_tasks
from confnotes.report.photos import PhotoFinder, vaults_of
from confnotes.report.sources import SummarySource, own_name, sources_of
from confnotes.report.target import SummaryTarget, find_target
from confnotes.report.themes import ChosenTheme, chosen_themes
from confnotes.vault.vault import Vault

WHOLE_PROGRAM = 60
"""A program of which nothing is noted or marked is listed whole where it is that of a workshop, and not of a fair."""


@dataclass(frozen=True, slots=True)
class Material:
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

    @property
    def others(self) -> tuple[Person, ...]:
        """Everybody of conferences of which only programs are told; with notes, the people of the notes are enough."""
        if self.target.day is not None or self.target.query is not None or any(one.paths for one in self.told):
            return ()
        return tuple(person for source in self.sources for person in source.program.people)


def gather_material(vault: Vault, order: SummaryOrder, at: datetime | None) -> Material:
    """Everything that the order needs; raises NotFoundError and UsageError for its target, as `find_target` does."""
    audience = order.audience
    target = find_target(vault, order.target, order.conference, at, audience)
    sources = sources_of(vault, target.conferences, order)
    notes = {str(note.path): note for source in sources for note in source.notes}
    everything = with_ids(one for source in sources for one in rank_items(source, audience))
    times = {source.name: Times.of(source.folder, source.program, at) for source in sources}
    within = with_missed([one for one in everything if _is_within(one, target)], times, audience)
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
    authors = NoteAuthors(own_name(order), dict(pair for source in sources for pair in source.authors.items()))
    known = titles(vault)
    items = number_references(
        (with_texts(one, notes, resolver, authors, embeds), add_titles(one.resources, known)) for one in kept
    )
    by_id = {item.id: item for item in items}
    papers = NamedPapers(vault, audience)
    return Material(
        target=target,
        sources=sources,
        within=[replace(one, item=by_id.get(one.item.id, one.item)) for one in within],
        told=[replace(one, item=item) for one, item in zip(kept, items, strict=True)],
        times=times,
        photos=photos,
        overview=overview(sources, target, resolver, prepared, embeds),
        overview_tasks=tuple(overview_tasks(sources, target, resolver)),
        chosen=tuple(one for source in sources if source.own for one in chosen_themes(source.own.fields)),
        papers=_linked(kept, notes, papers),
        mentioned=[(one.item.id, resource) for one in kept for resource in add_titles(one.mentioned, known)],
        to_read=papers.to_read,
        missing=embeds.missing,
        is_program=is_program,
    )


def _linked(
    kept: Iterable[RankedItem], notes: Mapping[str, Note], papers: NamedPapers
) -> dict[tuple[str, int], Resource]:
    found = ((one, path) for one in kept for path in one.paths)
    return {(one.item.id, line): paper for one, path in found for line, paper in papers.linked(notes[path])}


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
    marked = {key for source in sources for key in source.marked_for(audience)}
    kept = [one for one in within if one.paths or one.key in marked]
    if kept or len(within) > WHOLE_PROGRAM:
        return kept, False
    return [one for one in within if is_real(one.item)], True
