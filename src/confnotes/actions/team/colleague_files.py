"""Keep what colleagues sent: one folder each in the cache, which is a small vault that nobody edits.

Nothing in the repository is trusted: only regular files with the names of notes, programs and marks are written, up to
a size, and under names that are valid on every system.

A note that came through the relay replaces that of git until git brings the same or a newer one.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from math import inf
from pathlib import Path
from typing import Any

from confnotes import system
from confnotes.actions.team.compare_talks import compare_talks
from confnotes.actions.team.members import members_in
from confnotes.git.bare_repository import BareRepository, TreeFile, blob_id
from confnotes.git.repository import REGULAR
from confnotes.vault.layout import MARKER, PROGRAM
from confnotes.vault.private_file import colleagues_folder, put_private
from confnotes.vault.relay_state import RelayedNote
from confnotes.vault.team_state import (
    MAX_BYTES,
    MAX_FILES,
    MAX_NOTE_BYTES,
    MAX_PROGRAM_BYTES,
    is_shared_path,
    team_repository,
    without_case,
)
from confnotes.vault.vault import Vault

_MANIFEST, _RELAYED, _LOCK = "received.json", "relayed.json", "lock"
_AT_ONCE = 500  # files read from git at once, to bound memory
_GIT_IS_LATE = 600.0  # seconds in which an earlier version may still come by git
_GIT_IS_AWAY = 86_400.0  # seconds in which a note is kept that git never got


def receive(vault: Vault, repository: BareRepository, commit: str, own: str) -> tuple[str, ...]:
    """Keep colleagues' files of a commit, and compare their talks; returns whose changed. Raises ConfnotesError,
    OSError.
    """
    folder = colleagues_folder(vault.root)
    with system.locked_file(folder / _LOCK, inf):
        changed = _receive(repository, commit, own, folder)
        compare_talks(vault, _received(folder))
    return changed


def _receive(repository: BareRepository, commit: str, own: str, folder: Path) -> tuple[str, ...]:
    before = _stored(folder / _MANIFEST)
    if before.get("commit") == commit and before.get("own") == own:
        return ()
    wanted, members = _wanted(repository.files(commit), own)
    for name in members:
        (folder / name / MARKER).mkdir(mode=0o700, parents=True, exist_ok=True)
    relayed = _stored(folder / _RELAYED).get("files", {})
    newer = {path: entry for path, entry in relayed.items() if _is_newer(entry, wanted.get(path, ""))}
    known = {**before.get("files", {}), **dict.fromkeys(relayed, "")}  # a blob that none has: git is read again
    changed = [path for path, blob in wanted.items() if known.get(path) != blob and path not in newer]
    for at in range(0, len(changed), _AT_ONCE):
        asked = [(wanted[path], path) for path in changed[at : at + _AT_ONCE]]
        for (_, path), data in repository.blobs(asked).items():
            _write(folder / path, data)
    gone = [path for path in known if path not in wanted and path not in newer]
    for path in gone:
        _keep(folder / path, None)
    _remove_others(folder, members)
    if relayed != newer:
        _store(folder / _RELAYED, files=newer)
    _store(folder / _MANIFEST, commit=commit, own=own, files=wanted)
    return tuple(sorted({path.partition("/")[0] for path in (*changed, *gone)}))


def _remove_others(folder: Path, members: Collection[str]) -> None:
    """Remove the folders of those who left."""
    for child in folder.iterdir():
        if child.is_dir() and child.name not in members:
            shutil.rmtree(child, ignore_errors=True)


def take_relayed(vault: Vault, own: str, notes: Sequence[RelayedNote]) -> tuple[str, ...]:
    """Keep notes of colleagues that came through the relay, and compare their talks; returns whose changed.

    Whoever is not in the team by git is no colleague. Raises ConfnotesError, OSError.
    """
    folder = colleagues_folder(vault.root)
    with system.locked_file(folder / _LOCK, inf):
        manifest = _stored(folder / _MANIFEST)
        in_git, commit = manifest.get("files", {}), str(manifest.get("commit"))
        relayed = dict(_stored(folder / _RELAYED).get("files", {}))
        changed = set()
        for note in notes:
            if note.name.casefold() == own.casefold() or not (folder / note.name / MARKER).is_dir():
                continue
            place, there = note.place, in_git.get(note.place, "")
            data = None if note.text is None else note.text.encode()
            blob = "" if data is None else blob_id(data)
            known = relayed.get(place)
            here = known["blob"] if known else there
            # What came through the relay and is kept still is newer than git's, and the relay keeps the order.
            if here not in (blob, *note.earlier) and known is None and _has_later(vault, commit, note, here):
                continue
            if here != blob:
                _keep(folder / place, data)
                changed.add(note.name)
            relayed[place] = {"blob": blob, "earlier": note.earlier, "git": there, "at": time.time()}
        if changed:
            _store(folder / _RELAYED, files=relayed)
            compare_talks(vault, _received(folder))
    return tuple(sorted(changed))


def _has_later(vault: Vault, commit: str, note: RelayedNote, blob: str) -> bool:
    """Whether git has brought another version with a commit than the author of a note from the relay knew then."""
    repository = BareRepository(team_repository(vault.root))
    known = repository.line("rev-parse", "-q", "--verify", f"{note.commit}:{note.place}")
    return blob != known and repository.is_after(commit, note.commit)


def _is_newer(entry: Mapping[str, Any], blob: str) -> bool:
    """Whether what came through the relay is at least as new as what git has now.

    It is while git has what it had when it came, and for a while if git has another earlier version: later it is one
    that its author went back to.
    """
    age = abs(time.time() - entry["at"])
    is_same = blob in (entry["git"], entry["blob"])
    return (is_same and age < _GIT_IS_AWAY) or (blob in entry["earlier"] and age < _GIT_IS_LATE)


def _keep(file: Path, data: bytes | None) -> None:
    if data is not None:
        _write(file, data)
        return
    with suppress(OSError):
        file.unlink()


def _received(folder: Path) -> str:
    """Different whenever something else was received."""
    with suppress(OSError):
        facts = (folder / _RELAYED).stat()
        return f"{_stored(folder / _MANIFEST).get('commit')} {facts.st_mtime_ns} {facts.st_size}"
    return str(_stored(folder / _MANIFEST).get("commit"))


def _stored(file: Path) -> dict[str, Any]:
    """What was written before; empty if it cannot be read, which writes all of it again."""
    with suppress(OSError, ValueError, RecursionError):
        stored = json.loads(file.read_bytes())
        if isinstance(stored, dict) and isinstance(stored.get("files"), dict):
            return stored
    return {}


def _store(file: Path, **fields: object) -> None:
    put_private(file, json.dumps(fields).encode("ascii"))


def _wanted(files: Mapping[str, TreeFile], own: str) -> tuple[dict[str, str], list[str]]:
    """The blobs of the files to keep, by path, and the colleagues."""
    members = [name for name in members_in(files) if name.casefold() != own.casefold()]
    wanted: dict[str, str] = {}
    number, total = dict.fromkeys(members, 0), dict.fromkeys(members, 0)
    for path in without_case(files):
        name, _, inside = path.partition("/")
        file = files[path]
        if name not in number or not is_shared_path(inside) or file.mode not in REGULAR:
            continue
        if file.size > (MAX_PROGRAM_BYTES if inside.endswith(f"/{PROGRAM}") else MAX_NOTE_BYTES):
            continue
        number[name] += 1
        total[name] += file.size
        if number[name] <= MAX_FILES and total[name] <= MAX_BYTES:
            wanted[path] = file.blob
    return wanted, members


def _write(file: Path, data: bytes) -> None:
    """Replace a file at once; it is read-only where that does not stop the next one from replacing it."""
    put_private(file, data)
    if system.OPEN_FILES_MOVE:
        file.chmod(0o400)
