"""Cache of imported sources on this machine, used to skip imports that would change nothing.

A source is skipped only if its bytes, the user's choices, the code that reads and merges it, and the files it was
merged into are all unchanged. If in doubt, it is read. The cache is per user because it is valid on this machine only.

The vault itself stores the origin of a source: its address and the user's choices. The path of a source file is
specific to this machine and not stored in the vault.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import confnotes
from confnotes.actions.importing.open_source import Opened, is_address
from confnotes.actions.importing.read_sources import SourcePreview
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.importers.importer import Hints
from confnotes.vault import layout
from confnotes.vault.imported import Origin
from confnotes.vault.layout import imported_paths
from confnotes.vault.private_file import load_state, store_state
from confnotes.vault.vault import Vault
from confnotes.vault.version import digest_of
from confnotes.web.allowed_hosts import AllowedHosts
from confnotes.web.page_version import NO_VALIDATORS, Validators

_Said = tuple[str | None, str | None, str | None, str | None]


class SourcePart(NamedTuple):
    """A program in a source: conference folder, source name and number of talks."""

    conference: str
    source: str
    talks: int


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source as of its last import; `said` are the user's choices for it.

    `files` are digests of the files it was merged into; empty if it must always be read.
    """

    sha256: str = ""
    etag: str | None = None
    last_modified: str | None = None
    allow_private: AllowedHosts = False
    said: _Said = (None, None, None, None)
    code: str = ""
    plugins: tuple[str, ...] = ()
    parts: tuple[SourcePart, ...] = ()
    files: dict[str, str | None] = field(default_factory=dict)

    @property
    def validators(self) -> Validators:
        """The server's validators (ETag, Last-Modified) for the page."""
        return Validators(self.etag, self.last_modified) if self.etag or self.last_modified else NO_VALIDATORS


def find_source(vault: Vault, place: str | None) -> KnownSource | None:
    """The cached source at a place; None if it was not imported on this machine."""
    value = vault.cache.load(_name(place)) if place else None
    try:
        return _decoded(value) if isinstance(value, dict) else None
    except (TypeError, KeyError, ValueError):
        return None


def is_settled(vault: Vault, known: KnownSource, hints: Hints) -> bool:
    """Whether importing the same bytes under these hints would change nothing; hints not given are as before."""
    if not known.files:
        return False
    if any(now not in (None, before) for now, before in zip(describe_hints(hints), known.said, strict=True)):
        return False
    if known.code != code_version(known.plugins):
        return False
    with suppress(ConfnotesError):
        return known.files == _digests(vault, known.parts)
    return False


def remember(vault: Vault, opened: Opened, hints: Hints, parts: Iterable[SourcePart], *, settled: bool) -> None:
    """Cache a source that was just written; if not `settled`, it is read again next time."""
    if opened.place is None:
        return
    known = KnownSource(
        etag=opened.validators.etag,
        last_modified=opened.validators.last_modified,
        allow_private=opened.allow_private,
        said=describe_hints(hints),
        parts=tuple(parts),
    )
    if settled:
        plugins = plugin_places()
        with suppress(ConfnotesError):  # the file may be gone
            sha256, files = opened.sha256(), _digests(vault, known.parts)
            known = replace(known, sha256=sha256, code=code_version(plugins), plugins=plugins, files=files)
    vault.cache.store(_name(opened.place), asdict(known))


def describe_hints(hints: Hints) -> _Said:
    """The user's choices for a source as strings: name, time zone, format, first day."""
    return hints.conference, hints.timezone, hints.format, hints.starts.isoformat() if hints.starts else None


def _name(place: str) -> str:
    return f"source {place}"


def _decoded(value: dict[str, Any]) -> KnownSource:
    conference, timezone, format_, starts = value["said"]
    parts = tuple(SourcePart(str(folder), str(source), int(talks)) for folder, source, talks in value["parts"])
    told = (conference, timezone, format_, starts)
    return KnownSource(**{**value, "parts": parts, "said": told, "plugins": tuple(value["plugins"])})


def _digests(vault: Vault, parts: Iterable[SourcePart]) -> dict[str, str | None]:
    """Digests of the files that a merge reads, and the names by which a conference folder is found."""
    found: dict[str, str | None] = {"conferences": digest_of("\n".join(vault.conferences()).encode("utf-8", "replace"))}
    for name in dict.fromkeys(part.conference for part in parts):
        for path in (layout.conference_path(name), layout.program_path(name), *imported_paths(vault.root, name)):
            try:
                found[path] = digest_of(vault.read_bytes(path))
            except NotFoundError:
                found[path] = None
    return found


_PACKAGE = Path(confnotes.__file__).parent
_READING = ("actions/importing", "importers", "markup", "merge", "model", "vault")
"""Folders with our code that reads and merges programs."""

_IMPORTERS = "confnotes.importers"
_INSTALLED = (".dist-info", ".egg-info", ".egg-link", ".pth")


def code_version(plugins: Sequence[str]) -> str:
    """A digest that changes with our code, the installed packages and these plugin files or folders."""
    facts = [_own_code(), *_installed(), *_files_of(map(Path, plugins))]
    return digest_of("\n".join(facts).encode("utf-8", "replace"))


@cache
def plugin_places() -> tuple[str, ...]:
    """Files and folders of importer plugins; none of their code is run."""
    from importlib.metadata import entry_points

    modules = {entry.module.partition(".")[0] for entry in entry_points(group=_IMPORTERS)} - {_PACKAGE.name}
    return tuple(sorted({place for module in modules for place in _places_of(module)}))


def _places_of(module: str) -> Iterator[str]:
    import importlib.util

    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError, AttributeError):
        return
    if spec and spec.submodule_search_locations:
        yield from spec.submodule_search_locations
    elif spec and spec.origin:
        yield spec.origin


@cache
def _own_code() -> str:
    return "\n".join([sys.version, *_files_of(_PACKAGE / folder for folder in _READING)])


def _installed() -> Iterator[str]:
    """Metadata markers of installed packages in the module search path."""
    for folder in sys.path:
        try:
            with os.scandir(folder or ".") as entries:
                yield from sorted(
                    f"{entry.path} {entry.stat().st_mtime_ns}" for entry in entries if entry.name.endswith(_INSTALLED)
                )
        except OSError:
            continue


def _files_of(places: Iterable[Path]) -> Iterator[str]:
    """Name, size and modification time of every Python file."""
    for place in places:
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            try:
                facts = file.stat()
            except OSError:
                yield f"{file} is gone"
            else:
                yield f"{file} {facts.st_size} {facts.st_mtime_ns}"


class SourcePlace(NamedTuple):
    """A source of a conference by its name in the vault, and the absolute path of its file."""

    conference: str
    source: str
    place: str


def remember_places(vault: Vault, found: Iterable[SourcePlace]) -> None:
    """Store where these files are; web addresses are stored in the vault."""
    known = _known(vault)
    places = dict(known)
    for conference, source, place in found:
        if not is_address(place):
            places[conference] = {**places.get(conference, {}), source: place}
    if places != known:
        store_state(vault.root, "sources", places)


def place_here(vault: Vault, conference: str, source: str) -> str | None:
    """Path of the source's file at its last import on this machine, or None."""
    places = _known(vault).get(conference, {})
    return places.get(source)


def _known(vault: Vault) -> dict[str, dict[str, str]]:
    try:
        return {
            str(conference): {str(source): place for source, place in places.items() if isinstance(place, str)}
            for conference, places in (load_state(vault.root, "sources") or {}).items()
        }
    except AttributeError:
        return {}


def origin_of(vault: Vault, one: SourcePreview) -> Origin:
    """The origin of a preview: its address and the user's choices."""
    place = one.opened.place if one.opened else None
    if place is None:
        origin = Origin()
    elif is_address(place):
        origin = Origin(url=place)
    else:
        origin = Origin.of_file(Path(place), vault.root)
    conference, timezone, format_, starts = describe_hints(_hints(one))
    said = one.hints.corrections
    return replace(origin, conference=conference, timezone=timezone, format=format_, starts=starts, corrections=said)


def with_said_before(hints: Hints, origin: Origin) -> Hints:
    """Fill in missing hints from the origin, except for the conference name."""
    starts = None
    with suppress(ValueError):
        starts = date.fromisoformat(origin.starts) if origin.starts else None
    return replace(
        hints,
        timezone=hints.timezone or origin.timezone,
        format=hints.format or origin.format,
        starts=hints.starts or starts,
        corrections=origin.corrections if hints.corrections is None else hints.corrections,
    )


def remember_written(vault: Vault, written: Sequence[tuple[SourcePreview, SourcePart, bool]]) -> None:
    """Cache the sources that were just written; the last item of each says whether there were no messages.

    Always read again: sources with notes, because deleted note files are restored; workshops, because they are placed
    in another conference; and sources with messages, because these may have to be shown again.
    """
    by_place: dict[str | None, list[tuple[SourcePreview, SourcePart, bool]]] = {}
    for each in written:
        if each[0].opened:
            by_place.setdefault(each[0].opened.place, []).append(each)
    for parts in by_place.values():
        first: SourcePreview = parts[0][0]
        opened: Opened | None = first.opened
        if opened:
            settled = all(quiet and not _reaches_further(one) for one, _, quiet in parts)
            remember(vault, opened, _hints(first), [part for _, part, _ in parts], settled=settled)


def _hints(one: SourcePreview) -> Hints:
    """The user's choices for a source, including a conference name given after reading."""
    named = one.name if one.name != one.read.program.conference.name else None
    return replace(one.hints, conference=one.hints.conference or named)


def _reaches_further(one: SourcePreview) -> bool:
    """Whether an import may write files outside its own conference."""
    program = one.read.program
    return program.conference.part_of is not None or any(talk.notes for talk in program.talks())
