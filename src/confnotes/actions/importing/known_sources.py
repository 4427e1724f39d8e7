"""What this machine knows of the sources that were imported here: enough to tell that importing one would do nothing.

Kept in the user's cache, because it holds only where it was made: a source need not be read again when its bytes, what
the user says about it, the code that reads and merges it, and the files that it was merged into are all as they were.
A source is read whenever any of that is in doubt.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from confnotes.actions.importing.code_version import code_version, plugin_places
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.vault import layout
from confnotes.vault.imported_files import imported_paths
from confnotes.vault.version import digest_of
from confnotes.web.page_version import NO_VALIDATORS, Validators

if TYPE_CHECKING:
    from confnotes.actions.importing.open_source import Opened
    from confnotes.importers.importer import Hints
    from confnotes.vault.vault import Vault

_Said = tuple[str | None, str | None, str | None, str | None]


class Part(NamedTuple):
    """A program that a source holds: the folder of its conference, its name there, and how many talks it has."""

    conference: str
    source: str
    talks: int


@dataclass(frozen=True, slots=True)
class Known:
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
    parts: tuple[Part, ...] = ()
    files: dict[str, str | None] = field(default_factory=dict)

    @property
    def validators(self) -> Validators:
        """What the server said to tell versions of the page apart."""
        return Validators(self.etag, self.last_modified) if self.etag or self.last_modified else NO_VALIDATORS


def known_source(vault: Vault, place: str | None) -> Known | None:
    """What is known of the source at a place; None when it was not imported from here."""
    value = vault.cache.load(_name(place)) if place else None
    try:
        return _decoded(value) if isinstance(value, dict) else None
    except (TypeError, KeyError, ValueError):
        return None


def is_settled(vault: Vault, known: Known, hints: Hints) -> bool:
    """Whether the same bytes would change nothing, imported under these hints; those not given are as they were."""
    conference, *others = said(hints)
    if not known.files or conference != known.said[0]:
        return False
    if any(now not in (None, before) for now, before in zip(others, known.said[1:], strict=True)):
        return False
    if known.code != code_version(known.plugins):
        return False
    with suppress(ConfnotesError):
        return known.files == _digests(vault, known.parts)
    return False


def remember(vault: Vault, opened: Opened, hints: Hints, parts: Iterable[Part], *, settled: bool) -> None:
    """Keep what is known of a source that was just written, unless it has to be read again (not `settled`)."""
    if opened.place is None:
        return
    known = Known(
        etag=opened.validators.etag,
        last_modified=opened.validators.last_modified,
        allow_private=opened.allow_private,
        said=said(hints),
        parts=tuple(parts),
    )
    if settled:
        plugins = plugin_places()
        with suppress(ConfnotesError):  # a file may be gone by now
            sha256, files = opened.sha256(), _digests(vault, known.parts)
            known = replace(known, sha256=sha256, code=code_version(plugins), plugins=plugins, files=files)
    vault.cache.store(_name(opened.place), asdict(known))


def said(hints: Hints) -> _Said:
    """What the user says about a source, as texts: name, zone, format, first day."""
    return hints.conference, hints.timezone, hints.format, hints.starts.isoformat() if hints.starts else None


def _name(place: str) -> str:
    return f"source {place}"


def _decoded(value: dict[str, Any]) -> Known:
    conference, timezone, format_, starts = value["said"]
    parts = tuple(Part(str(folder), str(source), int(talks)) for folder, source, talks in value["parts"])
    told = (conference, timezone, format_, starts)
    return Known(**{**value, "parts": parts, "said": told, "plugins": tuple(value["plugins"])})


def _digests(vault: Vault, parts: Iterable[Part]) -> dict[str, str | None]:
    """The files that a merge looks at, and the names among which a conference finds its folder."""
    found: dict[str, str | None] = {"conferences": digest_of("\n".join(vault.conferences()).encode("utf-8", "replace"))}
    for name in dict.fromkeys(part.conference for part in parts):
        for path in (layout.conference_path(name), layout.program_path(name), *imported_paths(vault.root, name)):
            try:
                found[path] = digest_of(vault.read_bytes(path))
            except NotFoundError:
                found[path] = None
    return found
