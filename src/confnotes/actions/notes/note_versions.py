"""The versions of a note, and bringing one back: as a new save, so that it can be undone by bringing back the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import PurePosixPath

from confnotes.catalogue.find_note import find_note
from confnotes.catalogue.links.backlinks import Backlink, backlinks
from confnotes.config import parse_moment
from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.markup.note import parse_note
from confnotes.model.note import Outline
from confnotes.vault.history import last_text
from confnotes.vault.layout import conference_path
from confnotes.vault.snapshot import BEFORE, LEFT, StoredVersion
from confnotes.vault.transaction import Transaction
from confnotes.vault.vault import Vault
from confnotes.vault.version import Version, version_of

RECENT = timedelta(days=7)
WHY = {LEFT: "on leaving", "restore": "restored", f"{BEFORE}restore": "before restoring"}
"""Words for reasons that are kept as bare names."""


@dataclass(frozen=True, slots=True)
class NoteVersion:
    """A version since `since` (in the user's zone); `change` is by how many bytes it is longer than the one before.

    `is_present`: it is what the note says now.
    """

    snapshot: StoredVersion
    since: datetime
    change: int
    is_present: bool

    @property
    def why(self) -> str:
        """Why it was kept, in words."""
        return WHY.get(self.snapshot.why, self.snapshot.why)


@dataclass(frozen=True, slots=True)
class NoteHistory:
    """A note of which there are `count` versions, the last since `since` (in the user's zone)."""

    path: str
    since: datetime
    count: int
    is_deleted: bool


def note_or_deleted(vault: Vault, text: str, at: datetime) -> str:
    """The path of the note that the text names, as `find_note` does, also of one that was deleted.

    Raises NotFoundError, ConfnotesError when several are called so.
    """
    return find_note(vault, text, at, deleted=lambda: _deleted(vault))


def histories(vault: Vault) -> list[NoteHistory]:
    """Every note that has versions, the one changed last first."""
    found = [
        NoteHistory(
            snapshots[-1].path,
            snapshots[-1].since.astimezone(),
            sum(not one.is_deletion for one in snapshots),
            not vault.history.is_there(snapshots[-1].path),
        )
        for snapshots in vault.history.all()
        if last_text(snapshots) is not None
    ]
    return sorted(found, key=lambda one: (one.since, one.path), reverse=True)


def deleted_and_recent(vault: Vault) -> list[NoteHistory]:
    """The deleted notes, and those that were changed in the last week."""
    since = vault.history.clock() - RECENT
    return [one for one in histories(vault) if one.is_deleted or one.since >= since]


def versions(vault: Vault, path: str) -> list[NoteVersion]:
    """The versions of the note, the newest first."""
    present = _present(vault, path)
    found: list[NoteVersion] = []
    before = 0
    for one in vault.history.of(path):
        is_present = present is not None and present.digest == one.digest
        found.append(NoteVersion(one, one.since.astimezone(), one.size - before, is_present))
        before = one.size
    return found[::-1]


def read_time(vault: Vault, text: str) -> datetime:
    """The moment that a person means, by the clock of their system: 2019-12-10T10:05, or 10:05, the last time it was.

    Raises UsageError when it is none.
    """
    now = vault.history.clock().astimezone()
    try:
        at = datetime.combine(now.date(), time.fromisoformat(text.strip()))
    except ValueError:
        return parse_moment(text).astimezone()
    return (at if at.astimezone() <= now else at - timedelta(days=1)).astimezone()


def version_at(vault: Vault, path: str, at: datetime) -> StoredVersion:
    """The text that the note had at that moment, as far as it was kept; NotFoundError when none is as old."""
    texts = [one for one in vault.history.of(path) if not one.is_deletion]
    found = next((one for one in reversed(texts) if one.since <= at), None)
    if found is None:
        hint = f"The oldest is from {texts[0].since.astimezone():%Y-%m-%d %H:%M:%S}" if texts else "No versions yet."
        raise NotFoundError(f"no version of {path} from before {at.astimezone():%Y-%m-%d %H:%M:%S}", hint)
    return found


def version_before(vault: Vault, path: str) -> StoredVersion:
    """The last text that is another than what the note says now; NotFoundError when there is none."""
    present = _present(vault, path)
    for one in reversed(vault.history.of(path)):
        if not one.is_deletion and (present is None or one.digest != present.digest):
            return one
    raise NotFoundError(f"no other version of {path}", "List versions with `confnotes history`.")


def restore(vault: Vault, path: str, version: StoredVersion) -> bool:
    """Let the note say what it said then; False when it does. What it says now is kept before.

    Raises ConfnotesError when it cannot be written or has unsaved text, ConflictError when another program writes it.
    """
    must_be_saved(vault, path)
    data, present = version.data, _present(vault, path)
    if present == version_of(data):
        return False
    vault.save_bytes(path, data, present, "restore")
    return True


def must_be_saved(vault: Vault, path: str) -> None:
    """Raise ConfnotesError when a program that was cut off left unsaved text of the note."""
    if vault.journal.kept(path) is not None:
        raise ConfnotesError(f"unsaved text in {path}", "Open and save it first. Nothing was changed.")


def _deleted(vault: Vault) -> Iterator[Outline]:
    """The deleted notes as they were last; of one whose copy cannot be read only the path."""
    for one in histories(vault):
        text = last_text(vault.history.of(one.path)) if one.is_deleted else None
        if text is not None:
            path = PurePosixPath(one.path)
            try:
                yield parse_note(path, text.data.decode("utf-8", "replace"))
            except ConfnotesError:
                yield Outline(path, {})


def _present(vault: Vault, path: str) -> Version | None:
    try:
        return version_of(vault.read_bytes(path))
    except NotFoundError:
        return None


def revert_file(vault: Vault, path: str, text: str, *, instead_of: str) -> None:
    """Let the file say `text` again; raises ConfnotesError when it does not say `instead_of` any more."""

    def change(now: str) -> str:
        if now != instead_of:
            raise ConfnotesError(f"{path} changed since then", "Undo in the note itself.")
        return text

    vault.change(path, change)


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
        raise UsageError(
            f"{path} is a conference note", "Nothing was deleted. To remove the conference, delete its folder."
        )
    must_be_saved(vault, path)
    return Deletion(path, vault.note(path).title, file.version, backlinks(vault, path))


def delete(vault: Vault, deletion: Deletion) -> None:
    """Delete the note; `undelete` undoes it.

    Raises ConflictError when it was changed meanwhile, ConfnotesError when no copy can be kept or it cannot be removed.
    """
    with Transaction(vault, "deletion") as transaction:
        transaction.remove(deletion.path, deletion.version)


def undelete(vault: Vault, path: str) -> None:
    """Let a deleted note be as it was.

    Raises NotFoundError when no text was kept, ConflictError when there is a note of that name again, ConfnotesError
    when it cannot be written or unsaved text of it was kept.
    """
    must_be_saved(vault, path)
    vault.save_bytes(path, version_before(vault, path).data, None, "restore")
