"""schedule-json."""

from __future__ import annotations

from confnotes.importers.importer import Hints
from confnotes.importers.source import Source
from confnotes.model.program import Program, ReadProgram


class ScheduleJson:
    """schedule-json."""

    formats: tuple[str, ...] = ("schedule-json",)

    def sniff(self, source: Source) -> float:
        """Nothing yet."""
        return 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """Nothing yet."""
        return ReadProgram(self.formats[0], Program())
