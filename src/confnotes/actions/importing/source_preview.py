"""A source as read, before it is written into a vault."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from confnotes.actions.importing.open_source import Opened
from confnotes.importers.importer import Hints
from confnotes.importers.source import Source
from confnotes.model.program import ReadProgram, SourceWarning


@dataclass(frozen=True, slots=True)
class SourcePreview:
    """A source as read, before anything is written.

    `source` is the file's name, the address, or “-” for standard input. `name` is the conference's name: from the user,
    the source, or the sources imported with it; else None (`import_program.write` then derives or requires
    one). `of` is what was read, under `hints`; `opened` is the source it belongs to, `beside` are the warnings about
    the rest of it, such as files that were skipped.
    """

    source: str
    read: ReadProgram
    name: str | None = None
    of: Source | None = None
    hints: Hints = field(default_factory=Hints)
    opened: Opened | None = None
    beside: tuple[SourceWarning, ...] = ()

    @property
    def opened_part(self) -> Opened | None:
        """The opened source; for a program in a folder of several, only its own file or folder."""
        if self.opened is None or self.opened.place is None or self.of in (None, self.opened.source):
            return self.opened
        return replace(self.opened, source=self.of, place=f"{self.opened.place}/{self.source}")
