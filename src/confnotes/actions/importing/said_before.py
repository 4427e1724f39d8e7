"""The user's earlier choices for a source, and what still needs to be asked."""

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
        if hints == one.hints:
            continue
        with suppress(ConfnotesError):  # its format may belong to a plugin that is gone
            (again,) = read_again([one], hints)
            if destination(vault, again) == folder:
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
