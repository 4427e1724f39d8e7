"""What this machine knows of the sources that were imported here: enough to tell that importing one would do nothing.

Kept in the user's cache, because it holds only where it was made: a source need not be read again when its bytes, what
the user says about it, the code that reads and merges it, and the files that it was merged into are all as they were.
A source is read whenever any of that is in doubt.

What a vault keeps of a source is its origin: where it came from, and what the user said about it. In which folder its
file lies is a matter of this machine, and of no vault.
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
from typing import TYPE_CHECKING, Any, NamedTuple

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
from confnotes.web.page_version import NO_VALIDATORS, Validators

if TYPE_CHECKING:
    from confnotes.actions.importing.open_source import Opened
    from confnotes.importers.importer import Hints
    from confnotes.vault.vault import Vault

_Said = tuple[str | None, str | None, str | None, str | None]


class SourcePart(NamedTuple):
    """A program that a source holds: the folder of its conference, its name there, and how many talks it has."""

    conference: str
    source: str
    talks: int


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source as it was imported last; `said` is what the user said about it.

    `files` are digests of what it was merged into, empty when it has to be read whatever else is the same.
    """

    sha256: str = ""
    etag: str | None = None
    last_modified: str | None = None
    allow_private: bool = False
    said: _Said = (None, None, None, None)
    code: str = ""
    plugins: tuple[str, ...] = ()
    parts: tuple[SourcePart, ...] = ()
    files: dict[str, str | None] = field(default_factory=dict)

    @property
    def validators(self) -> Validators:
        """What the server said to tell versions of the page apart."""
        return Validators(self.etag, self.last_modified) if self.etag or self.last_modified else NO_VALIDATORS


def find_source(vault: Vault, place: str | None) -> KnownSource | None:
    """What is known of the source at a place; None when it was not imported from here."""
    value = vault.cache.load(_name(place)) if place else None
    try:
        return _decoded(value) if isinstance(value, dict) else None
    except (TypeError, KeyError, ValueError):
        return None


def is_settled(vault: Vault, known: KnownSource, hints: Hints) -> bool:
    """Whether the same bytes would change nothing, imported under these hints; those not given are as they were."""
    conference, *others = describe_hints(hints)
    if not known.files or conference != known.said[0]:
        return False
    if any(now not in (None, before) for now, before in zip(others, known.said[1:], strict=True)):
        return False
    if known.code != code_version(known.plugins):
        return False
    with suppress(ConfnotesError):
        return known.files == _digests(vault, known.parts)
    return False


def remember(vault: Vault, opened: Opened, hints: Hints, parts: Iterable[SourcePart], *, settled: bool) -> None:
    """Keep what is known of a source that was just written, unless it has to be read again (not `settled`)."""
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
        with suppress(ConfnotesError):  # a file may be gone by now
            sha256, files = opened.sha256(), _digests(vault, known.parts)
            known = replace(known, sha256=sha256, code=code_version(plugins), plugins=plugins, files=files)
    vault.cache.store(_name(opened.place), asdict(known))


def describe_hints(hints: Hints) -> _Said:
    """What the user says about a source, as texts: name, zone, format, first day."""
    return hints.conference, hints.timezone, hints.format, hints.starts.isoformat() if hints.starts else None


def _name(place: str) -> str:
    return f"source {place}"


def _decoded(value: dict[str, Any]) -> KnownSource:
    conference, timezone, format_, starts = value["said"]
    parts = tuple(SourcePart(str(folder), str(source), int(talks)) for folder, source, talks in value["parts"])
    told = (conference, timezone, format_, starts)
    return KnownSource(**{**value, "parts": parts, "said": told, "plugins": tuple(value["plugins"])})


def _digests(vault: Vault, parts: Iterable[SourcePart]) -> dict[str, str | None]:
    """The files that a merge looks at, and the names among which a conference finds its folder."""
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
"""Where our own code is that reads and merges programs."""

_IMPORTERS = "confnotes.importers"
_INSTALLED = (".dist-info", ".egg-info", ".egg-link", ".pth")


def code_version(plugins: Sequence[str]) -> str:
    """A digest that changes with our code, with what is installed, and with these files or folders of plugins."""
    facts = [_own_code(), *_installed(), *_files_of(map(Path, plugins))]
    return digest_of("\n".join(facts).encode("utf-8", "replace"))


@cache
def plugin_places() -> tuple[str, ...]:
    """Where the code of the importers lies that did not come with confnotes; none of it is run."""
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
    """The marks of installed packages in the folders that modules are found in."""
    for folder in sys.path:
        try:
            with os.scandir(folder or ".") as entries:
                yield from sorted(
                    f"{entry.path} {entry.stat().st_mtime_ns}" for entry in entries if entry.name.endswith(_INSTALLED)
                )
        except OSError:
            continue


def _files_of(places: Iterable[Path]) -> Iterator[str]:
    """Name, size and time of every Python file there."""
    for place in places:
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            try:
                facts = file.stat()
            except OSError:
                yield f"{file} is gone"
            else:
                yield f"{file} {facts.st_size} {facts.st_mtime_ns}"


class SourcePlace(NamedTuple):
    """A source of a conference, by the name under which the vault keeps it, and the absolute path of its file."""

    conference: str
    source: str
    place: str


def remember_places(vault: Vault, found: Iterable[SourcePlace]) -> None:
    """Keep where these files are; addresses stand in the vault."""
    known = _known(vault)
    places = dict(known)
    for conference, source, place in found:
        if not is_address(place):
            places[conference] = {**places.get(conference, {}), source: place}
    if places != known:
        store_state(vault.root, "sources", places)


def place_here(vault: Vault, conference: str, source: str) -> str | None:
    """Where that source's file was when it was last imported on this machine; None where it was not."""
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
    """Where a preview's source came from, and what the user said about it."""
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
    """The hints, where they are silent those of the origin; the name of the conference is never taken from there."""
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
    """Keep what is known of the sources that were just written; the last of each says whether nothing had to be said.

    A source with notes is always read again, because they are written anew when their file is gone; so is a workshop,
    because it has a place in another conference; and one about which something had to be said, because it may have to
    be said again.
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
    """What the user said about a source, the name included that they gave it after it was read."""
    named = one.name if one.name != one.read.program.conference.name else None
    return replace(one.hints, conference=one.hints.conference or named)


def _reaches_further(one: SourcePreview) -> bool:
    """Whether importing it may write more than its conference's own files."""
    program = one.read.program
    return program.conference.part_of is not None or any(talk.notes for talk in program.talks())
