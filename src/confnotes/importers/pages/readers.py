"""The readers, one a kind of source, in the order in which they are asked."""

from __future__ import annotations

from typing import Protocol

from confnotes.importers.notes.day import NotesDay
from confnotes.importers.pages.document import Document
from confnotes.importers.pages.event_page import EventPage
from confnotes.importers.pages.page_readers import JekyllPage, PlainPage, WorkshopPage
from confnotes.model.program import Program, SourceWarning


class Reader(Protocol):
    """Knows one kind of source."""

    @property
    def formats(self) -> tuple[str, ...]:
        """The names of the formats it reads."""

    def sniff(self, document: Document) -> float:
        """How surely this reader knows the source, 0 to 1."""

    def read(self, document: Document) -> tuple[Program, list[SourceWarning]]:
        """The program, which may turn out empty, and what to look at."""

    def format_of(self, document: Document) -> str:
        """The format's name, one of `formats`."""


READERS: tuple[Reader, ...] = (EventPage(), NotesDay(), WorkshopPage(), JekyllPage(), PlainPage())
