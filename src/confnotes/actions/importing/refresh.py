"""Refreshing a conference: everything that its program came from is fetched or read again, and merged.

All is read before anything is written: where one source cannot be reached, the vault stays as it is. A file that is
gone leaves what it brought as it is, and is named.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from confnotes.actions.importing.import_again import reopen
from confnotes.actions.importing.import_merge import ImportReport
from confnotes.actions.importing.import_program import write
from confnotes.actions.importing.known_sources import SourcePart, find_source, place_here, with_said_before
from confnotes.actions.importing.open_source import STANDARD_INPUT, ImportContext, Opened, Progress, is_address
from confnotes.actions.importing.place_source import destination
from confnotes.actions.importing.read_sources import SourcePreview, read_opened
from confnotes.errors import NotFoundError, UsageError
from confnotes.importers.importer import Hints
from confnotes.vault.imported import Imported, Origin
from confnotes.vault.vault import Vault

_IMPORT_AGAIN = "Import it once more with `confnotes import SOURCE`."


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What was found at the places that a conference's program came from.

    `previews` are the sources that may have changed, `unchanged` those that did not, `missing` are names of sources
    whose files are gone.
    """

    conference: str
    previews: tuple[SourcePreview, ...] = ()
    unchanged: tuple[SourcePart, ...] = ()
    missing: tuple[str, ...] = ()


def refresh(
    vault: Vault,
    conference: str,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    hints: Hints | None = None,
    allow_private: bool = False,
) -> list[ImportReport]:
    """Read again what the conference's program came from and merge it, one report a source.

    Raises NotFoundError for no such conference and where no source can be found again, NetworkError, StoppedError,
    ConfnotesError; nothing was written then.
    """
    asked = ImportContext(progress, cancelled, allow_private)
    found = look_for_new(vault, conference, hints or Hints(), asked)
    reports = [*(ImportReport(*part) for part in found.unchanged), *write(vault, found.previews, asked)]
    missing = (f"{name} not found; its talks stay as they are" for name in found.missing)
    return [*reports, *(ImportReport(found.conference, messages=(message,)) for message in missing)]


def look_for_new(vault: Vault, conference: str, hints: Hints, asked: ImportContext) -> Refreshed:
    """Read again what the conference's program came from; nothing is written. Raises as `refresh` does."""
    folder = vault.conference_named(conference)
    if hints.conference is not None:
        raise UsageError("cannot rename a conference while refreshing it", "Leave out --conference.")
    origins = Imported(vault, folder).origins()
    if not origins:
        raise NotFoundError(f"{folder} was not imported from anywhere", _IMPORT_AGAIN)
    places: dict[tuple[str, Hints], set[str]] = {}
    missing: list[str] = []
    for name, origin in origins.items():
        place = _place(vault, folder, name, origin)
        if place is None:
            missing.append("standard input" if name == STANDARD_INPUT else name)
        else:
            said = with_said_before(replace(hints, conference=origin.conference), origin)
            places.setdefault((place, said), set()).add(name)
    if not places:
        raise NotFoundError(f"{folder} came from {' and '.join(missing)}, which cannot be found", _IMPORT_AGAIN)
    previews: list[SourcePreview] = []
    unchanged: list[SourcePart] = []
    for (place, said), names in places.items():
        at_hand, nothing_new = _again(vault, place, said, asked)
        unchanged += [part for part in nothing_new if part.conference == folder]
        if not nothing_new:
            wanted = _wanted(read_opened(at_hand, said, asked), names)
            previews += [_named(vault, one, folder) for one in wanted]
            missing += sorted(names - {one.source for one in wanted})
    return Refreshed(folder, tuple(previews), tuple(unchanged), tuple(missing))


def _again(vault: Vault, place: str, hints: Hints, asked: ImportContext) -> tuple[Opened, tuple[SourcePart, ...]]:
    """A source at hand; one on a private address only when the user asked for it on this machine."""
    if not is_address(place):
        return reopen(vault, place, hints, asked)
    known = find_source(vault, place)
    allowed = asked.allow_private or (known is not None and known.allow_private)
    return reopen(vault, place, hints, replace(asked, allow_private=allowed, typed=known is not None))


def _place(vault: Vault, folder: str, name: str, origin: Origin) -> str | None:
    """Where the source is now; None when it is nowhere."""
    for place in filter(None, (place_here(vault, folder, name), *origin.places(vault.root))):
        with suppress(OSError):
            if is_address(place) or Path(place).exists():
                return place
    return None


def _wanted(read: list[SourcePreview], names: set[str]) -> list[SourcePreview]:
    """The sources of these names: a place may hold other conferences as well.

    Where one thing was and one thing is, it is the same, whatever it is called now.
    """
    if len(read) == len(names) == 1:
        return [replace(read[0], source=name) for name in names]
    return [one for one in read if one.source in names]


def _named(vault: Vault, one: SourcePreview, folder: str) -> SourcePreview:
    """The preview under a name that leads to the conference; as it is when it is about another year of it."""
    if one.name and destination(vault, one) == folder:
        return one
    here = replace(one, name=folder)
    return here if destination(vault, here) == folder else one
