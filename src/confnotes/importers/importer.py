"""What an importer is: the one thing that a plugin has to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from confnotes.importers.source import Source
from confnotes.model.correction import Correction
from confnotes.model.program import ReadProgram

Corrections = tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class Hints:
    """What the user says about a source: the conference's name, its IANA zone, its first day, the format to read as.

    `corrections` put rows and columns right; None where nothing is said of them now.
    """

    conference: str | None = None
    timezone: str | None = None
    format: str | None = None
    starts: date | None = None
    corrections: Corrections | None = None


class Importer(Protocol):
    """Knows one kind of source. Found through the entry-point group `confnotes.importers`, made without arguments."""

    @property
    def formats(self) -> tuple[str, ...]:
        """The names of the formats it reads, as `--format` takes them."""

    def sniff(self, source: Source) -> float:
        """How surely this importer knows the source, by its content: 0 (not at all) to 1 (nothing else it could be).

        0.8 and more means: if it cannot be read, the source is broken, and nobody else is asked.
        """

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The program, and what a person should look at. Raises ConfnotesError for what cannot be read.

        Times that the source states are aware when it states their zone or offset, else naive. The caller strips
        control characters, lists everybody who speaks among the people, and puts `hints` into effect: an importer
        looks at them only where it reads differently for them.
        """
