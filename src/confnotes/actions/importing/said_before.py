"""The user's earlier choices for a source, and what still needs to be asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import replace

from confnotes.actions.importing.import_merge import KnownConference
from confnotes.actions.importing.known_sources import find_source, place_here, with_said_before
from confnotes.actions.importing.open_source import ImportContext, Opened
from confnotes.actions.importing.place_source import destination
from confnotes.actions.importing.read_sources import SourcePreview, read_again, read_opened
from confnotes.errors import ConfnotesError
from confnotes.importers.importer import Hints
from confnotes.markup.names import slug
from confnotes.vault.imported import Imported, Origin
from confnotes.vault.vault import Vault


def read_as_before(vault: Vault, opened: Opened, hints: Hints, asked: ImportContext) -> list[SourcePreview]:
    """Read a source with the user's earlier choices, if it was imported from this place; those in `hints` win.

    It is read without them if it now belongs to another conference.
    """
    try:
        read = read_opened(opened, hints, asked)
    except ConfnotesError:
        known = next((origin.format for _, origin in _from_here(vault, opened, opened.key) if origin.format), None)
        if hints.format or not known:
            raise
        read = read_opened(opened, replace(hints, format=known), asked)
    return [_named_as_before(vault, opened, one) for one in read]


def _named_as_before(vault: Vault, opened: Opened, one: SourcePreview) -> SourcePreview:
    for folder, origin in _from_here(vault, opened, one.source):
        hints = replace(one.hints, conference=one.hints.conference or origin.conference)
        again = _read_for(vault, one, with_said_before(hints, origin), folder)
        if again:
            return again
    return one


def _from_here(vault: Vault, opened: Opened, source: str) -> Iterator[tuple[str, Origin]]:
    """The conferences into which a source was imported from this place, with its origin; the last one first."""
    known = find_source(vault, opened.place)
    last = {part.conference for part in known.parts} if known else set()
    for folder in sorted(vault.conferences(), key=lambda name: name not in last) if opened.place else ():
        here = place_here(vault, folder, source)
        origin = Imported(vault, folder).origin(source) if here in (None, opened.place) else None
        if origin and opened.place in (here, *origin.places(vault.root)):
            yield folder, origin


def _read_for(vault: Vault, one: SourcePreview, hints: Hints, folder: str) -> SourcePreview | None:
    """The preview read again with these hints; None if it does not belong to the conference then."""
    with suppress(ConfnotesError):  # its format may belong to a plugin that is gone
        (again,) = read_again([one], hints)
        return again if destination(vault, again) == folder else None
    return None


def as_before(vault: Vault, previews: Sequence[SourcePreview]) -> list[SourcePreview]:
    """Read the previews with the user's earlier choices for these sources, unless overridden now.

    A newer version of a source that was imported under another name gets that source's choices.
    """
    together = {one.source for one in previews}
    return [_as_before(vault, one, together) for one in previews]


def lacks_zone(vault: Vault, one: SourcePreview) -> bool:
    """Whether a program has local times of an unknown zone, stated neither by it nor by its conference in the vault."""
    program = one.read.program
    starts = (talk.starts_at for talk in program.talks())
    if program.conference.timezone or not any(start and start.tzinfo is None for start in starts):
        return False
    with suppress(ConfnotesError):
        return vault.facts(destination(vault, one)).timezone is None
    return True


def _as_before(vault: Vault, one: SourcePreview, together: Set[str]) -> SourcePreview:
    for folder in _namesakes(vault, one):
        origin = _origin(vault, folder, one, together)
        hints = with_said_before(one.hints, origin) if origin else one.hints
        again = _read_for(vault, one, hints, folder) if hints != one.hints else None
        if again:
            return again
    return one


def _origin(vault: Vault, folder: str, one: SourcePreview, together: Set[str]) -> Origin | None:
    """The origin of the source, or of the one it updates; never that of one imported `together` with it."""
    known = Imported(vault, folder).origin(one.source)
    if known:
        return known
    conference = KnownConference(vault, folder)
    earlier = conference.earlier - together
    name = conference.known_as(one.source, one.read.program, earlier) if earlier else one.source
    if name == one.source:
        name = next((each for each in sorted(earlier) if _is_next_version(conference, one, each)), name)
    return conference.imported.origin(name)


def _is_next_version(conference: KnownConference, one: SourcePreview, source: str) -> bool:
    """Whether a source updates another, once the corrections for that one are applied: its titles may be in another
    column.
    """
    origin = conference.imported.origin(source)
    if origin is None or not origin.corrections:
        return False
    with suppress(ConfnotesError):
        (again,) = read_again([one], with_said_before(one.hints, origin))
        return bool(again.read.applied) and conference.known_as(one.source, again.read.program, {source}) == source
    return False


def _namesakes(vault: Vault, one: SourcePreview) -> list[str]:
    """Conferences that it may belong to; without the user's choices it may seem to be of another year."""
    with suppress(ConfnotesError):
        folder = destination(vault, one)
        name = slug(one.name or folder)
        return [folder, *(each for each in vault.conferences() if each != folder and slug(each).startswith(name))]
    return []
