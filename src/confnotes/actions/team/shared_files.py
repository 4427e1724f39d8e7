"""The files that a vault shows its team, remembered: only what changed since the last time is read again."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial

from confnotes import __version__
from confnotes.actions.team.team_view import TeamView, is_page
from confnotes.catalogue.audience.may_withhold import is_settled
from confnotes.git.bare_repository import blob_id
from confnotes.vault import layout
from confnotes.vault.team_state import Team, is_shared_path, shareable_path, without_case
from confnotes.vault.vault import Vault
from confnotes.vault.version import FileVersion, digest_of

_FORMAT = 1  # raised when the same note goes to the team with other words
_CACHE = "files for the team"

_Known = dict[str, tuple[int, int, str]]
"""The version of each file that was read, and the blob of what the team sees of it, "" for nothing."""


class SharedFiles:
    """The files of a vault as the team may see them, as blobs of git; reads only what changed since the last time.

    What was read is remembered in the vault's cache, by the versions of files and by what is hidden.
    """

    def __init__(self, vault: Vault, team: Team) -> None:
        self._vault, self._team = vault, team
        self._state: object = None
        self._blobs: dict[str, str] = {}
        self._content: dict[str, bytes] = {}
        self._makers: dict[str, Callable[[], bytes | None]] = {}
        self._hides = ""
        self._known: _Known = {}

    def read(self) -> Mapping[str, str]:
        """The blob of each file by its path in the member's folder. Raises ConfnotesError."""
        conferences = [name for name in self._vault.conferences() if self._team.sends(name)]
        versions, now = self._vault.files(), time.time_ns()
        state = (versions, [self._marks_version(name) for name in conferences])
        if state != self._state:
            self._blobs, self._content, self._makers = {}, {}, {}
            self._read(conferences, versions, now)
            # A file that was just written may change again without another version.
            self._state = state if all(is_settled(version, now) for version in versions.values()) else None
        return self._blobs

    def content(self, place: str) -> bytes | None:
        """The content of a file of the last `read`; None if nothing of it is left."""
        data = self._content.get(place)
        return self._makers[place]() if data is None else data

    def _marks_version(self, conference: str) -> object:
        with suppress(OSError):
            facts = (self._vault.root / layout.marks_path(conference)).stat()
            return facts.st_mtime_ns, facts.st_size
        return None

    def _read(self, conferences: list[str], versions: Mapping[str, FileVersion], now: int) -> None:
        view = TeamView(self._vault, conferences)
        self._recall(digest_of(repr((__version__, view.fingerprint)).encode()))
        found: _Known = {}
        for name in conferences:
            paths = [
                path for path in without_case(self._vault.note_paths(name)) if is_shared_path(shareable_path(path))
            ]
            made = {path: partial(view.note, path) for path in paths if not is_page(path)}
            program = layout.program_path(name)
            made[program] = partial(view.program, name)
            for path, make in made.items():
                version = versions.get(path)
                source = f"{path} {self._vault.program_version(name)}" if path == program else path
                self._add(path, make, self._known.get(source), version)
                if version is not None and is_settled(version, now):
                    found[source] = (*version, self._blobs.get(shareable_path(path), ""))
            sent = [path for path in paths if shareable_path(path) in self._blobs]
            # Which highlights the team may read depends on the notes that they come from.
            if (page := layout.conference_path(name)) in versions:
                self._add(page, partial(view.note, page, sent))
            self._add(layout.marks_path(name), partial(view.marks, name))
        if found != self._known:
            self._known = found
            self._vault.cache.store(_CACHE, [_FORMAT, self._hides, {path: [*entry] for path, entry in found.items()}])

    def _recall(self, hides: str) -> None:
        """Have what was read before at hand, if the same was hidden then."""
        if hides == self._hides:
            return
        self._hides, self._known = hides, {}
        with suppress(TypeError, ValueError, AttributeError):
            form, before, known = self._vault.cache.load(_CACHE)
            if (form, before) == (_FORMAT, hides):
                self._known = {path: (mtime, size, blob) for path, (mtime, size, blob) in known.items()}

    def _add(
        self,
        path: str,
        make: Callable[[], bytes | None],
        known: tuple[int, int, str] | None = None,
        version: FileVersion | None = None,
    ) -> None:
        """Add a file, as it was `known` if it has that version still, else as it is made."""
        place = shareable_path(path)
        if known is not None and known[:2] == version:
            blob = known[2]
        else:
            data = make()
            blob = blob_id(data) if data is not None else ""
            if data is not None:
                self._content[place] = data
        if blob:
            self._blobs[place], self._makers[place] = blob, make
