"""What this machine knows of the sources that were imported here: enough to tell that importing one would do nothing.

Kept in the user's cache, because it holds only where it was made: a source need not be read again when its bytes, what
the user says about it, the code that reads and merges it, and the files that it was merged into are all as they were.
A source is read whenever any of that is in doubt.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

from confnotes.errors import NotFoundError
from confnotes.importers.importer import Hints
from confnotes.services.fetch_page import NO_VALIDATORS, Validators
from confnotes.services.open_source import is_address
from confnotes.vault import layout
from confnotes.vault.imported import Imported, Origin
from confnotes.vault.version import digest_of

if TYPE_CHECKING:
    from confnotes.services.read_sources import Preview
    from confnotes.vault.vault import Vault

_IMPORTERS = "confnotes.importers"
_Hints = tuple[str | None, str | None, str | None, str | None]
_ROOMS = ("importers", "markup", "model", "services", "vault")


@dataclass(frozen=True, slots=True)
class Known:
    """A source as it was imported last; `files` are digests of what it was merged into, empty when it must be read.

    `found` are its parts: the conference's folder, the part's name, and the number of talks in it.
    """

    sha256: str = ""
    etag: str | None = None
    last_modified: str | None = None
    allow_private: bool = False
    hints: _Hints = (None, None, None, None)
    code: str = ""
    found: tuple[tuple[str, str, int], ...] = ()
    files: dict[str, str | None] = field(default_factory=dict)

    @property
    def validators(self) -> Validators:
        """What the server said to tell versions of the page apart."""
        return Validators(self.etag, self.last_modified) if self.etag or self.last_modified else NO_VALIDATORS


@dataclass(frozen=True, slots=True)
class Merged:
    """A preview that was written: into which conference, how many talks it has, and whether nothing had to be said."""

    preview: Preview
    conference: str
    talks: int
    quiet: bool


def known_source(vault: Vault, place: str | None) -> Known | None:
    """What is known of the source at a place; None when it was not imported from here."""
    value = vault.cache.load(_name(place)) if place else None
    try:
        return _decoded(value)
    except (TypeError, KeyError, ValueError):
        return None


def is_settled(vault: Vault, known: Known, hints: Hints) -> bool:
    """Whether the same bytes would change nothing, imported under these hints; those not given are as they were."""
    conference, *others = _texts(hints)
    if not (known.files and known.code == _code() and conference == known.hints[0]):
        return False
    if any(said not in (None, before) for said, before in zip(others, known.hints[1:], strict=True)):
        return False
    return known.files == _digests(vault, [folder for folder, _, _ in known.found])


def remember(vault: Vault, merged: Iterable[Merged]) -> None:
    """Keep what is known of the sources that were just written."""
    by_place: dict[str, list[Merged]] = {}
    for part in merged:
        if part.preview.opened and part.preview.opened.place:
            by_place.setdefault(part.preview.opened.place, []).append(part)
    for place, parts in by_place.items():
        first = parts[0].preview
        assert first.opened
        # Notes are written again when their file is gone, and what had to be said may have to be said again.
        plain = all(part.quiet and not _holds_notes(part.preview) for part in parts)
        known = Known(
            first.opened.sha256() if plain else "",
            first.opened.validators.etag,
            first.opened.validators.last_modified,
            first.opened.allow_private,
            _said(first),
            _code(),
            tuple((part.conference, part.preview.source, part.talks) for part in parts),
            _digests(vault, [part.conference for part in parts]) if plain else {},
        )
        vault.cache.store(_name(place), asdict(known))


def origin_of(vault: Vault, one: Preview) -> Origin:
    """Where a preview's source came from, and what the user said about it, for the vault to keep."""
    place = one.opened.place if one.opened else None
    conference, timezone, format_, starts = _said(one)
    if place is None:
        origin = Origin()
    elif is_address(place):
        origin = Origin(url=place)
    else:
        origin = Origin.of_file(Path(place), vault.root)
    return replace(origin, conference=conference, timezone=timezone, format=format_, starts=starts)


def _name(place: str) -> str:
    return f"source {place}"


def _decoded(value: Any) -> Known | None:
    if not isinstance(value, dict):
        return None
    found = tuple((str(folder), str(source), int(talks)) for folder, source, talks in value["found"])
    conference, timezone, format_, starts = value["hints"]
    return Known(**{**value, "found": found, "hints": (conference, timezone, format_, starts)})


def _said(one: Preview) -> _Hints:
    """What the user said about a source, the name included that they gave it after it was read."""
    named = one.name if one.name != one.read.program.conference.name else None
    return _texts(replace(one.hints, conference=one.hints.conference or named))


def _texts(hints: Hints) -> _Hints:
    return hints.conference, hints.timezone, hints.format, hints.starts.isoformat() if hints.starts else None


def _holds_notes(one: Preview) -> bool:
    return any(talk.notes for talk in one.read.program.talks())


def _digests(vault: Vault, conferences: Iterable[str]) -> dict[str, str | None]:
    """The files that a merge looks at, and the names among which a conference finds its folder."""
    found: dict[str, str | None] = {"conferences": digest_of("\n".join(vault.conferences()).encode("utf-8", "replace"))}
    for name in dict.fromkeys(conferences):
        for path in (layout.conference_path(name), layout.program_path(name), *Imported(vault, name).paths()):
            try:
                found[path] = digest_of(vault.read_bytes(path))
            except NotFoundError:
                found[path] = None
    return found


@cache
def _code() -> str:
    """A digest that changes with the code that reads and merges: ours, and that of every importer installed here."""
    package = Path(__file__).parents[1]
    facts = [sys.version, *_files_of(package / room for room in _ROOMS)]
    for entry in sorted(entry_points(group=_IMPORTERS)):
        facts.append(f"{entry.name} {entry.value} {entry.dist.version if entry.dist else ''}")
        top = entry.module.partition(".")[0]
        if top != package.name:
            facts += _files_of(_folders_of(top))
    return digest_of("\n".join(facts).encode("utf-8", "replace"))


def _folders_of(module: str) -> Iterator[Path]:
    """Where the code of a module or package lies, found without running any of it."""
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError, AttributeError):
        return
    if spec and spec.submodule_search_locations:
        yield from map(Path, spec.submodule_search_locations)
    elif spec and spec.origin:
        yield Path(spec.origin)


def _files_of(places: Iterable[Path]) -> Iterator[str]:
    """Name, size and time of every Python file there."""
    for place in places:
        files = [place] if place.is_file() else place.rglob("*.py")
        for file in sorted(map(os.fspath, files)):
            facts = os.stat(file)  # noqa: PTH116
            yield f"{file} {facts.st_size} {facts.st_mtime_ns}"
