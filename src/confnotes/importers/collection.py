"""jekyll-collection."""

from __future__ import annotations

from confnotes.importers.importer import Hints
from confnotes.importers.source import Source
from confnotes.model.program import Program, ReadProgram


class Collection:
    """jekyll-collection."""

    formats: tuple[str, ...] = ("jekyll-collection",)

    def sniff(self, source: Source) -> float:
        """Nothing yet."""
        return 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """Nothing yet."""
        return ReadProgram(self.formats[0], Program())
