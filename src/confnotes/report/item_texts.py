"""The parts of notes on a summary's items, with links between items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from confnotes.catalogue.recordings import recording_of
from confnotes.markup.canonical import canonical
from confnotes.markup.link_names import aliases
from confnotes.markup.names import fold
from confnotes.model.note import Note
from confnotes.model.program import Resource
from confnotes.model.summary import SummaryItem, SummaryLink, SummaryNote
from confnotes.report.authors import NoteAuthors
from confnotes.report.embedded import Embeds
from confnotes.report.item_resources import UNNUMBERED
from confnotes.report.items import RankedItem
from confnotes.report.overview import ItemOf
from confnotes.report.readable_text import moments_of, readable_text, resolve_links
from confnotes.report.split_note import ItemPlace, split_note


class Resolver:
    """Resolves wikilinks to items: by the note's name, path, title or alias, or the talk's key or title."""

    def __init__(self, placed: Iterable[RankedItem], notes: Mapping[str, Note]) -> None:
        self._found: dict[str, str] = {}
        placed = list(placed)
        for one in placed:
            for path in one.paths:
                for name in _names_of(notes[path]):
                    self._found.setdefault(fold(name), one.item.id)
        for one in placed:
            for name in (one.key, one.item.title):
                if name:
                    self._found.setdefault(fold(name), one.item.id)

    def item(self, target: str) -> str | None:
        """The id of the item, or None."""
        return self._found.get(fold(target.removesuffix(".md")))


def with_texts(
    one: RankedItem, notes: Mapping[str, Note], item_of: ItemOf, authors: NoteAuthors, embeds: Embeds
) -> SummaryItem:
    """The item with the parts of its notes and its tasks as readable text."""
    written: list[SummaryNote] = []
    titles = {fold(one.item.title)}
    for path in one.paths:
        note = notes[path]
        titles.add(fold(note.title))
        recording = recording_of(note.fields, one.talk, one.session)
        place = ItemPlace(
            one.item.id,
            sum(len(before.takeaways) for before in written),
            sum(len(before.questions) for before in written),
        )
        text = readable_text(embeds.marked(note), titles, item_of, recording)
        parts = embeds.told(split_note(text, note.questions, place, authors.first_names(path), authors.of(path)))
        written.append(replace(parts, moments=moments_of(note.body, recording)) if recording is not None else parts)
    return replace(
        one.item,
        notes=tuple(note for note in written if note.written),
        tasks=tuple(replace(one, text=resolve_links(one.text, item_of)) for one in one.item.tasks),
    )


def _names_of(note: Note) -> list[str]:
    return [note.stem, str(note.path).removesuffix(".md"), note.title, *aliases(note.fields)]


def number_references(items: Iterable[tuple[SummaryItem, tuple[Resource, ...]]]) -> list[SummaryItem]:
    """The items with numbered links; each resource has one number, by canonical address, in order of appearance."""
    numbers: dict[str, int] = {}
    found = []
    for item, resources in items:
        links = []
        for resource in resources:
            number = None
            if resource.kind not in UNNUMBERED:
                number = numbers.setdefault(canonical(resource.url), len(numbers) + 1)
            links.append(SummaryLink(resource, number))
        found.append(replace(item, links=tuple(links)))
    return found
