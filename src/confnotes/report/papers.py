"""The papers that notes name by a link to a note about the paper, and which papers somebody wants to read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property

from confnotes.catalogue.audience.for_audience import may_be_read
from confnotes.catalogue.papers.papers import readings
from confnotes.errors import ConfnotesError
from confnotes.markup.canonical import canonical
from confnotes.markup.link_names import aliases
from confnotes.markup.names import name_key
from confnotes.markup.paper_ids import own_papers
from confnotes.model.note import Note
from confnotes.model.paper import Reading
from confnotes.model.program import Resource, ResourceKind
from confnotes.model.summary import Audience
from confnotes.vault.layout import PAPERS
from confnotes.vault.papers_file import reading_of
from confnotes.vault.vault import Vault


class NamedPapers:
    """The notes in “Papers/” as far as the audience may know them, each by every name that a link may use."""

    def __init__(self, vault: Vault, audience: Audience) -> None:
        self._vault = vault
        self._audience = audience

    def linked(self, note: Note) -> Iterator[tuple[int, Resource]]:
        """The papers that a note links to, each with the line."""
        for link in note.links:
            if link.line >= note.body_line:
                paper = self._by_name.get(name_key(link.target.removesuffix(".md")))
                if paper is not None:
                    yield link.line, paper

    @cached_property
    def to_read(self) -> frozenset[str]:
        """The canonical addresses of papers that are marked to be read, by their notes or in the vault's own list; the
        public does not see such marks."""
        if self._audience is Audience.PUBLIC:
            return frozenset()
        said: dict[str, Reading] = {}
        with suppress(ConfnotesError):
            said = {canonical(name): reading for name, reading in readings(self._vault).items()}
        said |= self._stated
        return frozenset(name for name, reading in said.items() if reading is Reading.TO_READ)

    @cached_property
    def _by_name(self) -> dict[str, Resource]:
        found: dict[str, Resource] = {}
        for note in self._notes:
            paper = _paper(note)
            if paper is not None:
                path = str(note.path).removesuffix(".md")
                for name in (note.stem, path, note.title, *aliases(note.fields)):
                    found.setdefault(name_key(name), paper)
        return found

    @cached_property
    def _stated(self) -> dict[str, Reading]:
        papers = ((_paper(note), reading_of(note.fields.get("status"))) for note in self._notes)
        return {canonical(paper.url): reading for paper, reading in papers if paper and reading}

    @cached_property
    def _notes(self) -> list[Note]:
        found = []
        for path in self._vault.note_paths(PAPERS):
            with suppress(ConfnotesError):
                note = self._vault.note(path)
                if may_be_read(note, self._audience):
                    found.append(note)
        return found


def _paper(note: Note) -> Resource | None:
    """The paper that a note is about, by the first address that the note gives for it."""
    return next((Resource(ResourceKind.PAPER, one.url, note.title) for one in own_papers(note)), None)
