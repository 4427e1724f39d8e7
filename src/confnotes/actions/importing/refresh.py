"""Refresh a conference: fetch or read all recorded sources of its program again, and merge them.

Everything is read before anything is written: if a source cannot be reached, the vault is unchanged. If a file is gone,
its talks stay and the file is reported.
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
from confnotes.actions.importing.open_source import (
    STANDARD_INPUT,
    ImportContext,
    Opened,
    Progress,
    is_address,
    open_source,
)
from confnotes.actions.importing.place_source import destination
from confnotes.actions.importing.read_sources import SourcePreview, read_opened
from confnotes.errors import NotFoundError, UsageError
from confnotes.importers.importer import Hints
from confnotes.vault.imported import Imported, Origin
from confnotes.vault.vault import Vault

_IMPORT_AGAIN = "Import it again with `confnotes import SOURCE`."


@dataclass(frozen=True, slots=True)
class Refreshed:
    """Result of reading a conference's sources again.

    `previews` are sources that may have changed, `unchanged` those that did not, `missing` the names of sources whose
    files are gone.
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
    """Read the sources of the conference's program again and merge them; one report per source.

    Raises NotFoundError for an unknown conference or if no source can be found, NetworkError, StoppedError,
    ConfnotesError; nothing is written then.
    """
    asked = ImportContext(progress, cancelled, allow_private)
    found = look_for_new(vault, conference, hints or Hints(), asked)
    reports = [*(ImportReport(*part) for part in found.unchanged), *write(vault, found.previews, asked)]
    missing = (f"{name} not found; its talks are unchanged" for name in found.missing)
    return [*reports, *(ImportReport(found.conference, messages=(message,)) for message in missing)]


def look_for_new(
    vault: Vault, conference: str, hints: Hints, asked: ImportContext, *, anyway: bool = False
) -> Refreshed:
    """Read the sources of the conference's program again, `anyway` also unchanged ones; nothing is written.

    Raises what `refresh` raises.
    """
    folder = vault.conference_named(conference)
    if hints.conference is not None:
        raise UsageError("cannot rename a conference while refreshing it", "Leave out --conference.")
    origins = Imported(vault, folder).origins()
    if not origins:
        raise NotFoundError(f"no import source recorded for {folder}", _IMPORT_AGAIN)
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
        raise NotFoundError(f"import source of {folder} not found: {', '.join(missing)}", _IMPORT_AGAIN)
    previews: list[SourcePreview] = []
    unchanged: list[SourcePart] = []
    for (place, said), names in places.items():
        at_hand, nothing_new = _reopen(vault, place, said, asked, anyway=anyway)
        unchanged += [part for part in nothing_new if part.conference == folder]
        if not nothing_new:
            wanted = _select(read_opened(at_hand, said, asked), names)
            previews += [_with_name(vault, one, folder) for one in wanted]
            missing += sorted(names - {one.source for one in wanted})
    return Refreshed(folder, tuple(previews), tuple(unchanged), tuple(missing))


def _reopen(
    vault: Vault, place: str, hints: Hints, asked: ImportContext, *, anyway: bool
) -> tuple[Opened, tuple[SourcePart, ...]]:
    """Open a source again; a private address is allowed only if the user allowed it on this machine."""
    if is_address(place):
        known = find_source(vault, place)
        allowed = asked.allow_private or (known is not None and known.allow_private)
        asked = replace(asked, allow_private=allowed, typed=known is not None)
    return (open_source(place, asked), ()) if anyway else reopen(vault, place, hints, asked)


def _place(vault: Vault, folder: str, name: str, origin: Origin) -> str | None:
    """Where the source is now; None if not found."""
    for place in filter(None, (place_here(vault, folder, name), *origin.places(vault.root))):
        with suppress(OSError):
            if is_address(place) or Path(place).exists():
                return place
    return None


def _select(read: list[SourcePreview], names: set[str]) -> list[SourcePreview]:
    """The previews with these names; a place may contain other conferences too.

    If there was one source and is one now, they match whatever its name.
    """
    if len(read) == len(names) == 1:
        return [replace(read[0], source=name) for name in names]
    return [one for one in read if one.source in names]


def _with_name(vault: Vault, one: SourcePreview, folder: str) -> SourcePreview:
    """The preview with a name that leads to the conference; unchanged if it is about another year."""
    if one.name and destination(vault, one) == folder:
        return one
    here = replace(one, name=folder)
    return here if destination(vault, here) == folder else one
