"""All texts of a summary for its audience: from notes and the overview, with photos and embedded notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from confnotes.catalogue.audience.query_blocks import BlocksForAudience
from confnotes.catalogue.papers.paper_library import add_titles, titles
from confnotes.model.note import Note, Task
from confnotes.model.program import Resource
from confnotes.model.summary import SummaryItem, SummaryOrder
from confnotes.report.authors import NoteAuthors, authors_of, own_name
from confnotes.report.embedded import Embeds
from confnotes.report.item_texts import Resolver, number_references, with_texts
from confnotes.report.items import RankedItem
from confnotes.report.notes_meant import NotesMeant, trimmed
from confnotes.report.overview import ItemOf, overview, overview_tasks
from confnotes.report.photos import PhotoFinder, vaults_of
from confnotes.report.sources import SummarySource
from confnotes.report.target import SummaryTarget
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class SummaryTexts:
    """The items with their texts and links, and the notes by path, with photos and query results.

    `authors` are the notes' authors; `mentioned` are web links in the notes of an item, by its id; `missing` are names
    of embeds that were not found; `item_of` gives the item that a link means.
    """

    items: Sequence[SummaryItem]
    notes: Mapping[str, Note]
    mentioned: Sequence[tuple[str, Resource]]
    overview: str
    overview_tasks: tuple[Task, ...]
    photos: PhotoFinder
    authors: tuple[str, ...]
    missing: Sequence[str]
    item_of: ItemOf


@dataclass(frozen=True, slots=True)
class TextScope:
    """What one summary is about, its sources, and the items in it."""

    target: SummaryTarget
    sources: Sequence[SummarySource]
    kept: Sequence[RankedItem]


def texts_of(
    vault: Vault, order: SummaryOrder, at: datetime | None, scopes: Sequence[TextScope]
) -> Iterator[SummaryTexts]:
    """The texts of each scope, its items in order. Links lead from the items of one scope to those of all."""
    sources = [source for scope in scopes for source in scope.sources]
    notes = {str(note.path): note for source in sources for note in source.notes}
    item_of = Resolver((one for scope in scopes for one in scope.kept), notes).item
    by_path = {path: name for source in sources for path, name in source.authors.items()}
    authors = NoteAuthors(own_name(order), by_path)
    trim = trimmed(order, authors)
    blocks = BlocksForAudience(vault, order.audience, at, trim)
    vaults = vaults_of(vault, order)
    photos = PhotoFinder(vaults)

    def prepared(note: Note) -> Note:
        return photos.in_note(blocks.in_note(note, item_of))

    notes = {path: prepared(note) for path, note in notes.items()}
    short = next((source.short for source in sources), None)
    meant = NotesMeant(vaults, order.audience, prepared, short, trim)
    embeds = Embeds.in_summary(meant, order.audience, item_of)
    known = titles(vault)
    for scope in scopes:
        kept = scope.kept
        items = number_references(
            (with_texts(one, notes, item_of, authors, embeds), add_titles(one.resources, known)) for one in kept
        )
        yield SummaryTexts(
            items=items,
            notes=notes,
            mentioned=[(one.item.id, resource) for one in kept for resource in add_titles(one.mentioned, known)],
            overview=overview(scope.sources, scope.target, item_of, prepared, embeds),
            overview_tasks=tuple(overview_tasks(scope.sources, scope.target, item_of)),
            photos=photos,
            authors=authors_of(order, by_path.values()),
            missing=embeds.missing,
            item_of=item_of,
        )
