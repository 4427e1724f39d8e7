"""Keep what colleagues sent: one folder each in the cache, which is a small vault that nobody edits.

Nothing in the repository is trusted: only regular files with the names of notes, programs and marks are written, up to
a size, and under names that are valid on every system.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from confnotes import system
from confnotes.actions.team.members import members_in
from confnotes.git.bare_repository import BareRepository, TreeFile
from confnotes.git.repository import REGULAR
from confnotes.vault.layout import MARKER, PROGRAM
from confnotes.vault.private_file import put_private
from confnotes.vault.team_state import (
    MAX_BYTES,
    MAX_FILES,
    MAX_NOTE_BYTES,
    MAX_PROGRAM_BYTES,
    is_shared_path,
    without_case,
)

_MANIFEST = "received.json"
_AT_ONCE = 500  # files read from git at once, to bound memory


def receive(repository: BareRepository, commit: str, own: str, folder: Path) -> tuple[str, ...]:
    """Write colleagues' files of a commit into a folder; returns whose changed. Raises ConfnotesError, OSError."""
    before = _manifest(folder)
    if before.get("commit") == commit and before.get("own") == own:
        return ()
    known = before.get("files", {})
    wanted, members = _wanted(repository.files(commit), own)
    for name in members:
        (folder / name / MARKER).mkdir(mode=0o700, parents=True, exist_ok=True)
    changed = [path for path, blob in wanted.items() if known.get(path) != blob]
    for at in range(0, len(changed), _AT_ONCE):
        asked = [(wanted[path], path) for path in changed[at : at + _AT_ONCE]]
        for (_, path), data in repository.blobs(asked).items():
            _write(folder / path, data)
    gone = [path for path in known if path not in wanted]
    for path in gone:
        with suppress(OSError):
            (folder / path).unlink()
    for child in folder.iterdir():
        if child.is_dir() and child.name not in members:
            shutil.rmtree(child, ignore_errors=True)
    manifest = {"commit": commit, "own": own, "files": wanted}
    put_private(folder / _MANIFEST, json.dumps(manifest).encode("ascii"))
    return tuple(sorted({path.partition("/")[0] for path in (*changed, *gone)}))


def _manifest(folder: Path) -> dict[str, Any]:
    """What was written before; empty if it cannot be read, which writes all of it again."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(OSError, ValueError, RecursionError):
        stored = json.loads((folder / _MANIFEST).read_bytes())
        if isinstance(stored, dict) and isinstance(stored.get("files"), dict):
            return stored
    return {}


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
