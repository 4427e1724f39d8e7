"""Undo an import: every file becomes what it was before, all of them or none.

The last import is kept in the user's state folder, so that it can be undone after the program has ended.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath

from confnotes.errors import ConflictError, NotFoundError
from confnotes.vault.private_file import put_private, state_file
from confnotes.vault.transaction import FileChange, Transaction
from confnotes.vault.vault import Vault
from confnotes.vault.version import version_of

_KIND = "imported"
UNDONE_NOTES = "undone notes"
"""The cached paths of the files that undoing the last import removed: they return, as nobody deleted them."""


@dataclass(frozen=True, slots=True)
class WrittenImport:
    """What an import, or undoing it, wrote into the vault; `conferences` are the folders of its programs."""

    conferences: tuple[str, ...]
    changes: tuple[FileChange, ...]

    @property
    def undo_summary(self) -> str:
        """What undoing it does to the files, in a few words."""
        made = sum(1 for change in self.changes if change.before is None)
        restored = len(self.changes) - made
        counts = ((made, "removed"), (restored, "restored"))
        parts = [f"{count} {'file' if count == 1 else 'files'} {verb}" for count, verb in counts if count]
        return f"{', '.join(self.conferences)}: {' and '.join(parts)}"


def keep_import(vault: Vault, conferences: Sequence[str], changes: Sequence[FileChange]) -> None:
    """Keep an import for `last_import`; without room in the state folder, it cannot be undone later."""
    if not changes:
        return
    files = [(one.path, None if one.before is None else _packed(one.before), one.after) for one in changes]
    with suppress(OSError):
        put_private(
            state_file(vault.root, _KIND), json.dumps([list(dict.fromkeys(conferences)), files]).encode("ascii")
        )


def last_import(vault: Vault) -> WrittenImport | None:
    """The last import that changed a file and was not undone; None without one that can be read."""
    try:
        conferences, files = json.loads(state_file(vault.root, _KIND).read_bytes())
        changes = [
            FileChange(str(path), None if before is None else _unpacked(before), None if after is None else str(after))
            for path, before, after in files
        ]
    except (OSError, ValueError, TypeError, RecursionError, zlib.error):
        return None
    return WrittenImport(tuple(map(str, conferences)), tuple(changes))


def undo_import(vault: Vault, written: WrittenImport) -> WrittenImport:
    """Undo an import, or what undid one; returns what would redo it.

    Raises ConflictError if a file was changed since; then nothing is written.
    """
    now = {one.path: _read(vault, one.path) for one in written.changes}
    changed = [one.path for one in written.changes if _digest(now[one.path]) != one.after]
    if changed:
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        raise ConflictError(f"{changed[0]}{more} changed since the import", "Nothing was undone.")
    inverse = [FileChange(one.path, now[one.path], _digest(one.before)) for one in written.changes]
    with Transaction(vault, "undo") as transaction:
        for one in reversed(written.changes):
            transaction.put(one.path, one.before)
    made = [one.path for one in written.changes if one.before is None]
    vault.cache.store(UNDONE_NOTES, made)
    for folder in sorted({parent for path in map(PurePosixPath, made) for parent in path.parents[:-1]}, reverse=True):
        with suppress(OSError):  # other files are there
            (vault.root / folder).rmdir()
    last = last_import(vault)
    if last == written:
        state_file(vault.root, _KIND).unlink(missing_ok=True)
    elif last is None:
        keep_import(vault, written.conferences, inverse)
    return WrittenImport(written.conferences, tuple(inverse))


def undo_last_import(vault: Vault) -> WrittenImport:
    """Undo the last import and return it. Raises NotFoundError without one, ConflictError like `undo_import`."""
    written = last_import(vault)
    if written is None:
        raise NotFoundError("no import to undo", "Only the last import can be undone.")
    undo_import(vault, written)
    return written


def _read(vault: Vault, path: str) -> bytes | None:
    try:
        return vault.read_bytes(path)
    except NotFoundError:
        return None


def _digest(data: bytes | None) -> str | None:
    return None if data is None else version_of(data).digest


def _packed(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data)).decode("ascii")


def _unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text))
