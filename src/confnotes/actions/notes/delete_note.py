"""Deleting a note: what links to it is told before, and its text stays in the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from confnotes.actions.notes.note_versions import must_be_saved, version_before
from confnotes.catalogue.links.backlinks import Backlink, backlinks
from confnotes.errors import UsageError
from confnotes.vault.layout import conference_path
from confnotes.vault.transaction import Transaction
from confnotes.vault.vault import Vault
from confnotes.vault.version import Version


@dataclass(frozen=True, slots=True)
class Deletion:
    """A note that is to be deleted as it was read, and the lines that will lead nowhere then."""

    path: str
    title: str
    version: Version
    backlinks: Sequence[Backlink]


def plan_deletion(vault: Vault, path: str) -> Deletion:
    """What deleting the note would do.

    Raises NotFoundError when there is none, UsageError for the page of a conference, ConfnotesError for a note of which
    unsaved text was kept.
    """
    file = vault.read(path)
    if path == conference_path(path.partition("/")[0]):
        raise UsageError(f"{path} is the page of a conference", "nothing was deleted; its folder is the conference")
    must_be_saved(vault, path)
    return Deletion(path, vault.note(path).title, file.version, backlinks(vault, path))


def delete(vault: Vault, deletion: Deletion) -> None:
    """Delete the note; `bring_back` undoes it.

    Raises ConflictError when it was changed meanwhile, ConfnotesError when no copy can be kept or it cannot be removed.
    """
    with Transaction(vault, "deletion") as transaction:
        transaction.remove(deletion.path, deletion.version)


def bring_back(vault: Vault, path: str) -> None:
    """Let a deleted note be as it was.

    Raises NotFoundError when no text was kept, ConflictError when there is a note of that name again, ConfnotesError
    when it cannot be written or unsaved text of it was kept.
    """
    must_be_saved(vault, path)
    vault.save_bytes(path, version_before(vault, path).data, None, "restore")
