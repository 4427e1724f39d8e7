"""Undo an import, also one that was killed: every file becomes what it was before, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import PurePosixPath

from confnotes.actions.importing.import_record import (
    WrittenImport,
    digest_before,
    digest_now,
    forget_import,
    keep_import,
    last_import,
    recorded,
)
from confnotes.errors import ConflictError, NotFoundError
from confnotes.vault.transaction import FileChange, Transaction
from confnotes.vault.vault import Vault

UNDONE_NOTES = "undone notes"
"""The cached paths of the files that undoing the last import removed: they return, as nobody deleted them."""


def undo_import(vault: Vault, written: WrittenImport) -> WrittenImport:
    """Undo an import, or what undid one; returns what would redo it.

    Files that are as they were before stay so. Raises ConflictError if a file was changed since, or another import is
    running; then nothing is written.
    """
    with recorded(vault):
        inverse = _undo(vault, written, _to_undo(vault, written, ""))
        last = last_import(vault)
        if last == written:
            forget_import(vault, written)
        elif last is None:
            keep_import(vault, inverse)
    return inverse


def undo_last_import(vault: Vault) -> WrittenImport:
    """Undo the last import, or what one that was killed had written, and return it.

    Raises NotFoundError without one, ConflictError like `undo_import`.
    """
    with recorded(vault) as record:
        written = record.interrupted or last_import(vault)
        hint = "Import it again to complete it." if record.interrupted else ""
        changes = _to_undo(vault, written, hint) if written else []
        if written is None or not changes:
            raise NotFoundError("no import to undo", "Only the last import can be undone.")
        _undo(vault, written, changes)
        forget_import(vault, written)
    return WrittenImport(written.conferences, tuple(changes))


def _to_undo(vault: Vault, written: WrittenImport, hint: str) -> list[FileChange]:
    """The changes whose files are not as before; raises ConflictError if a file was changed since."""
    now = {one.path: digest_now(vault, one.path) for one in written.changes}
    changed = [one.path for one in written.changes if now[one.path] not in (one.after, digest_before(one))]
    if changed:
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        raise ConflictError(f"{changed[0]}{more} changed since the import", f"Nothing was undone. {hint}")
    return [one for one in written.changes if now[one.path] == one.after]


def _undo(vault: Vault, written: WrittenImport, changes: Sequence[FileChange]) -> WrittenImport:
    now = [None if one.after is None else vault.read_bytes(one.path) for one in changes]
    inverse = [FileChange(one.path, data, digest_before(one)) for one, data in zip(changes, now, strict=True)]
    with Transaction(vault, "undo") as transaction:
        for one in reversed(changes):
            transaction.put(one.path, one.before)
    made = [one.path for one in changes if one.before is None]
    vault.cache.store(UNDONE_NOTES, made)
    for folder in sorted({parent for path in map(PurePosixPath, made) for parent in path.parents[:-1]}, reverse=True):
        with suppress(OSError):  # other files are there
            (vault.root / folder).rmdir()
    return WrittenImport(written.conferences, tuple(inverse))
