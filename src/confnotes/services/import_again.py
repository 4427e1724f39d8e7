"""Importing what may have been imported before: nothing is read where it would change nothing.

What the user said about a source when it was imported, its zone, format or first day, holds until they say otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from confnotes.errors import ConfnotesError
from confnotes.importers.importer import Hints
from confnotes.markup.names import slug
from confnotes.services.import_program import ImportReport, destination
from confnotes.services.known_sources import Known, is_settled, known_source
from confnotes.services.open_source import Asked, Opened, opened, place_of
from confnotes.services.read_sources import Preview, joined, read_again, read_opened
from confnotes.vault.imported import Imported, Origin
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking at sources gave: previews to write, or, when no source has anything new, reports that say so."""

    previews: tuple[Preview, ...] = ()
    unchanged: tuple[ImportReport, ...] = ()


def look(
    vault: Vault, sources: Sequence[str], hints: Hints, asked: Asked | None = None, *, anyway: bool = False
) -> Looked:
    """Read the sources, unless every one of them is as it was at its last import; then too if they are read `anyway`.

    Raises as `preview` does.
    """
    asked = asked or Asked()
    found = [(opened(source, asked), ()) if anyway else opened_again(vault, source, hints, asked) for source in sources]
    if all(unchanged for _, unchanged in found):
        return Looked(unchanged=tuple(report for _, unchanged in found for report in unchanged))
    previews: list[Preview] = []
    for source, (at_hand, _) in zip(sources, found, strict=True):
        previews += read_opened(opened(source, asked) if at_hand.unchanged else at_hand, hints, asked)
    return Looked(tuple(as_before(vault, joined(previews))))


def opened_again(vault: Vault, source: str, hints: Hints, asked: Asked) -> tuple[Opened, tuple[ImportReport, ...]]:
    """A source at hand, and the reports that nothing changed; none when it has to be read."""
    known = known_source(vault, place_of(source))
    if known is None or not is_settled(vault, known, hints):
        return opened(source, asked), ()
    at_hand = opened(source, asked, known.validators)
    if at_hand.unchanged or at_hand.sha256() == known.sha256:
        return at_hand, _nothing_new(known)
    return at_hand, ()


def _nothing_new(known: Known) -> tuple[ImportReport, ...]:
    return tuple(ImportReport(folder, name, talks) for folder, name, talks in known.found)


def as_before(vault: Vault, previews: Sequence[Preview]) -> list[Preview]:
    """The previews, read with what the user said about these sources the last time, where nothing else is said now."""
    return [_as_before(vault, one) for one in previews]


def _as_before(vault: Vault, one: Preview) -> Preview:
    for folder in _namesakes(vault, one):
        origin = Imported(vault, folder).origin(one.source)
        hints = with_said_before(one.hints, origin) if origin else one.hints
        if hints == one.hints:
            continue
        with suppress(ConfnotesError):  # its format may have been that of a plugin which is gone
            again = replace(read_again([one], hints)[0], name=one.name)
            if destination(vault, again) == folder:
                return again
    return one


def _namesakes(vault: Vault, one: Preview) -> list[str]:
    """The conferences that it may belong to: without what the user said it may seem to be of another year."""
    with suppress(ConfnotesError):
        folder = destination(vault, one)
        name = slug(one.name or folder)
        return [folder, *(each for each in vault.conferences() if each != folder and slug(each).startswith(name))]
    return []


def lacks_zone(vault: Vault, one: Preview) -> bool:
    """Whether a program has local times, and neither it nor its conference in the vault says in which zone they are."""
    program = one.read.program
    if program.conference.timezone or not any(talk.start and talk.start.tzinfo is None for talk in program.talks()):
        return False
    with suppress(ConfnotesError):
        return vault.facts(destination(vault, one)).timezone is None
    return True


def with_said_before(hints: Hints, origin: Origin) -> Hints:
    """The hints, where they are silent those of the origin; the name of the conference is never taken from there."""
    starts = None
    with suppress(ValueError):
        starts = date.fromisoformat(origin.starts) if origin.starts else None
    return replace(
        hints,
        timezone=hints.timezone or origin.timezone,
        format=hints.format or origin.format,
        starts=hints.starts or starts,
    )
