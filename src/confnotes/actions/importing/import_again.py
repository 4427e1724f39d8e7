"""Import sources that may have been imported before, skipping those that would change nothing.

The user's earlier choices for a source (name, time zone, format, first day, corrections) apply until changed. The
modules that read and merge programs are loaded only if needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from confnotes.actions.importing.known_sources import SourcePart, SourcePlace, find_source, is_settled, remember_places
from confnotes.actions.importing.open_source import ImportContext, Opened, is_address, open_source, place_of
from confnotes.actions.importing.read_sources import SourcePreview, assign_conferences
from confnotes.errors import UsageError
from confnotes.importers.importer import Hints
from confnotes.vault.layout import program_path
from confnotes.vault.vault import Vault

_OF_NOTES = ("notes", "jekyll-collection")
"""Formats that notes of a vault can be read as."""


@dataclass(frozen=True, slots=True)
class LookedAtSources:
    """Result of opening sources: previews to write or, if nothing is new, what they contain."""

    previews: tuple[SourcePreview, ...] = ()
    unchanged: tuple[SourcePart, ...] = ()


def look(
    vault: Vault, sources: Sequence[str], hints: Hints, asked: ImportContext | None = None, *, anyway: bool = False
) -> LookedAtSources:
    """Read the sources unless all are unchanged since their last import; `anyway` reads them regardless.

    Raises NotFoundError, UsageError, also for programs and notes of this vault, NetworkError, StoppedError, and
    ConfnotesError if a source is not a program.
    """
    asked = asked or ImportContext()
    found = [(open_source(source, asked), ()) if anyway else reopen(vault, source, hints, asked) for source in sources]
    if all(unchanged for _, unchanged in found):
        here = ((part, at_hand.place) for at_hand, unchanged in found for part in unchanged)
        remember_places(vault, (SourcePlace(part.conference, part.source, place) for part, place in here if place))
        return LookedAtSources(unchanged=tuple(part for _, unchanged in found for part in unchanged))
    from confnotes.actions.importing.said_before import as_before, read_as_before

    previews: list[SourcePreview] = []
    for source, (at_hand, _) in zip(sources, found, strict=True):
        opened = open_source(source, asked) if at_hand.unchanged else at_hand
        read = read_as_before(vault, opened, hints, asked)
        for one in read:
            _refuse_own(vault, one)
        previews += read
    return LookedAtSources(tuple(as_before(vault, assign_conferences(previews))))


def _refuse_own(vault: Vault, one: SourcePreview) -> None:
    """Raise UsageError for a program of the vault, which cannot be its own source, and for notes that are in the vault
    already: an import would write each of them a second time.

    A note with several talks may still be imported, as a note for each.
    """
    place = one.opened.place if one.opened else None
    if place is None or is_address(place):
        return
    here = Path(place).resolve()
    for name in vault.conferences():
        program = vault.root / program_path(name)
        if here in (program, program.parent) and program.is_file():
            hint = f"Nothing was imported. `confnotes import {quote(name)} --refresh` imports its sources again."
            raise UsageError(f"{name} is a conference of this vault already", hint)
    if one.of is None:
        return
    several = not one.of.is_folder and len(list(one.read.program.talks())) > 1
    of_notes = one.read.format.startswith(_OF_NOTES) and any(one.of.ending(".md")) and not several
    if here == vault.root or (of_notes and here.is_relative_to(vault.root)):
        message = f"the notes in {one.source} are in this vault already"
        raise UsageError(
            message, "Nothing was imported. `confnotes init --conferences` makes their folder a conference."
        )


def reopen(vault: Vault, source: str, hints: Hints, asked: ImportContext) -> tuple[Opened, tuple[SourcePart, ...]]:
    """Open a source, and list its parts if it is unchanged; an empty list means that it has to be read."""
    known = find_source(vault, place_of(source))
    if known is None or not is_settled(vault, known, hints):
        return open_source(source, asked), ()
    at_hand = open_source(source, asked, known.validators)
    same = at_hand.unchanged or at_hand.sha256() == known.sha256
    return at_hand, known.parts if same else ()
