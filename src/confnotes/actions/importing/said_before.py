"""What the user said about a source when it was imported before, and what is to be asked about it now."""

from __future__ import annotations

from collections.abc import Sequence, Set
from contextlib import suppress

from confnotes.actions.importing.import_merge import KnownConference
from confnotes.actions.importing.known_sources import with_said_before
from confnotes.actions.importing.place_source import destination
from confnotes.actions.importing.read_sources import SourcePreview, read_again
from confnotes.errors import ConfnotesError
from confnotes.markup.names import slug
from confnotes.vault.imported import Imported, Origin
from confnotes.vault.vault import Vault


def as_before(vault: Vault, previews: Sequence[SourcePreview]) -> list[SourcePreview]:
    """The previews, read with what the user said about these sources the last time, where nothing else is said now.

    The next version of a source that was imported under another name is read as that source was.
    """
    together = {one.source for one in previews}
    return [_as_before(vault, one, together) for one in previews]


def lacks_zone(vault: Vault, one: SourcePreview) -> bool:
    """Whether a program has local times, and neither it nor its conference in the vault says in which zone they are."""
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
        if hints == one.hints:
            continue
        with suppress(ConfnotesError):  # its format may have been that of a plugin which is gone
            (again,) = read_again([one], hints)
            if destination(vault, again) == folder:
                return again
    return one


def _origin(vault: Vault, folder: str, one: SourcePreview, together: Set[str]) -> Origin | None:
    """Where the source was, or the one that this is the next version of; no other of those imported `together` is."""
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
    """Whether a source is the next version of one, once the corrections of that apply: its titles may be of another
    column."""
    origin = conference.imported.origin(source)
    if origin is None or not origin.corrections:
        return False
    with suppress(ConfnotesError):
        (again,) = read_again([one], with_said_before(one.hints, origin))
        return bool(again.read.applied) and conference.known_as(one.source, again.read.program, {source}) == source
    return False


def _namesakes(vault: Vault, one: SourcePreview) -> list[str]:
    """The conferences that it may belong to: without what the user said it may seem to be of another year."""
    with suppress(ConfnotesError):
        folder = destination(vault, one)
        name = slug(one.name or folder)
        return [folder, *(each for each in vault.conferences() if each != folder and slug(each).startswith(name))]
    return []
