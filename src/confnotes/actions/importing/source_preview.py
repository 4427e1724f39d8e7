"""A source as read, before it is written into a vault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from confnotes.actions.importing.open_source import Opened
from confnotes.importers.importer import Hints
from confnotes.importers.source import Source, SourceFile
from confnotes.markup.names import some_names
from confnotes.model.program import ReadProgram, SourceWarning

MOST_NAMED = 5  # in one message


@dataclass(frozen=True, slots=True)
class OtherNotes:
    """The free notes in a folder; `come`: most notes there are of talks, so these are imported with them."""

    files: Sequence[SourceFile] = ()
    come: bool = False

    @property
    def told(self) -> str:
        """Whether they are imported, in a line; "" without any."""
        if not self.files:
            return ""
        notes = "1 free note" if len(self.files) == 1 else f"{len(self.files):,} free notes"
        what = "imported, too" if self.come else "not imported (to have all, make the folder a vault)"
        return f"{notes} {what}: {some_names([file.path for file in self.files], MOST_NAMED)}"


@dataclass(frozen=True, slots=True)
class SourcePreview:
    """A source as read, before anything is written.

    `source` is the file's name, the address, or “-” for standard input. `name` is the conference's name: from the user,
    the source, or the sources imported with it; else None (`import_program.write` then derives or requires
    one). `of` is what was read, under `hints`; `opened` is the source it belongs to, `beside` are the warnings about
    the rest of it, such as files that were skipped. `others` are the free notes of a folder that are written with this
    part of it.
    """

    source: str
    read: ReadProgram
    name: str | None = None
    of: Source | None = None
    hints: Hints = field(default_factory=Hints)
    opened: Opened | None = None
    beside: tuple[SourceWarning, ...] = ()
    others: OtherNotes = field(default_factory=OtherNotes)
