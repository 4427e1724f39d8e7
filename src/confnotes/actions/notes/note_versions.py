"""Versions of a note. Restoring one is a new save, so it can be undone by restoring the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from pathlib import PurePosixPath

from confnotes.catalogue.find_note import find_note
from confnotes.catalogue.links.backlinks import Backlink, backlinks
from confnotes.config import parse_moment
from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.git.repository import Repository
from confnotes.markup.note import parse_note
from confnotes.model.note import Outline
from confnotes.vault.history import last_text
from confnotes.vault.layout import conference_path
from confnotes.vault.snapshot import BEFORE, LEFT, StoredVersion
from confnotes.vault.transaction import Transaction
from confnotes.vault.vault import Vault
from confnotes.vault.version import Version, version_of

RECENT = timedelta(days=7)
_MOST_IN_GIT = 300  # the newest commits of a note that are read; more takes seconds
WHY = {LEFT: "on leaving", "restore": "restored", f"{BEFORE}restore": "before restoring"}
"""Display texts for reasons that are stored as bare names."""


class VersionSource(StrEnum):
    """Where a version is stored."""

    SNAPSHOT = "snapshot"
    GIT = "git"


@dataclass(frozen=True, slots=True)
class NoteVersion:
    """A version that began at `since` (in the user's time zone); `change` is its growth over the previous one, in
    bytes.

    `is_present`: it is the current text. `source` is where it is stored.
    """

    snapshot: StoredVersion
    since: datetime
    change: int
    is_present: bool
    source: VersionSource

    @property
    def why(self) -> str:
        """Why it was stored, for display."""
        return WHY.get(self.snapshot.why, self.snapshot.why)


@dataclass(frozen=True, slots=True)
class NoteHistory:
    """A note with `count` versions, the last since `since` (in the user's time zone)."""

    path: str
    since: datetime
    count: int
    is_deleted: bool


def note_or_deleted(vault: Vault, text: str, at: datetime) -> str:
    """The path of a note by name, as `find_note` finds it; includes deleted notes.

    Raises NotFoundError, ConfnotesError if the name is ambiguous.
    """
    return find_note(vault, text, at, deleted=lambda: _deleted(vault))


def histories(vault: Vault) -> list[NoteHistory]:
    """Every note with versions, most recently changed first."""
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
    """Deleted notes, and those changed within a week."""
    since = vault.history.clock() - RECENT
    return [one for one in histories(vault) if one.is_deleted or one.since >= since]


def versions(vault: Vault, path: str) -> list[NoteVersion]:
    """The versions of the note, newest first."""
    present = _present(vault, path)
    found: list[NoteVersion] = []
    before = 0
    for one, source in every_version(vault, path):
        is_present = present is not None and present.digest == one.digest
        found.append(NoteVersion(one, one.since.astimezone(), one.size - before, is_present, source))
        before = one.size
    return found[::-1]


def every_version(vault: Vault, path: str) -> list[tuple[StoredVersion, VersionSource]]:
    """The versions that confnotes stored, and those of git that differ from all of them, oldest first."""
    found = [(one, VersionSource.SNAPSHOT) for one in vault.history.of(path)]
    known = {one.digest for one, _ in found}
    for one in _versions_in_git(vault, path):
        if one.digest not in known:
            known.add(one.digest)
            found.append((one, VersionSource.GIT))
    return sorted(found, key=lambda pair: pair[0].since)


def _versions_in_git(vault: Vault, path: str) -> list[StoredVersion]:
    """The versions of a note in the repository of the vault, oldest first; none without one, or if git fails."""
    with suppress(ConfnotesError, ValueError):
        if (repository := _repository(vault)) is not None:
            place = (vault.root / path).relative_to(repository.root.resolve()).as_posix()
            kept = repository.versions(place, _MOST_IN_GIT)[::-1]
            texts = repository.blobs([(one.blob, one.path) for one in kept])  # filters of an unknown clone do not run
            return [
                StoredVersion.of(
                    path,
                    texts[one.blob, one.path],
                    datetime.fromtimestamp(one.seconds, UTC),
                    f"commit {one.commit[:8]}, {one.who}",
                )
                for one in kept
            ]
    return []


def _deleted_in_git(vault: Vault) -> list[str]:
    """The notes that only the repository of the vault still has."""
    with suppress(ConfnotesError, ValueError):
        if (repository := _repository(vault)) is not None:
            root = repository.root.resolve()
            below = vault.root.relative_to(root).as_posix().removeprefix(".")
            places = (root / path for path in repository.deleted(below) if path.endswith(".md"))
            paths = [place.relative_to(vault.root).as_posix() for place in places]
            return [path for path in paths if not vault.history.is_there(path)]
    return []


def _repository(vault: Vault) -> Repository | None:
    """The repository of the vault; git is only started if there is one."""
    if not any((folder / ".git").exists() for folder in (vault.root, *vault.root.parents)):
        return None
    return Repository.find(vault.root, is_read=True)


def read_time(vault: Vault, text: str) -> datetime:
    """Parse a time in the system's time zone: 2019-12-10T10:05, or 10:05 for its latest occurrence.

    Raises UsageError if it is invalid.
    """
    now = vault.history.clock().astimezone()
    try:
        at = datetime.combine(now.date(), time.fromisoformat(text.strip()))
    except ValueError:
        return parse_moment(text).astimezone()
    return (at if at.astimezone() <= now else at - timedelta(days=1)).astimezone()


def version_at(vault: Vault, path: str, at: datetime) -> StoredVersion:
    """The version of the note at that time; raises NotFoundError if none is that old."""
    texts = [one for one, _ in every_version(vault, path) if not one.is_deletion]
    found = next((one for one in reversed(texts) if one.since <= at), None)
    if found is None:
        hint = f"The oldest is from {texts[0].since.astimezone():%Y-%m-%d %H:%M:%S}" if texts else "No versions yet."
        raise NotFoundError(f"no version of {path} from before {at.astimezone():%Y-%m-%d %H:%M:%S}", hint)
    return found


def version_before(vault: Vault, path: str) -> StoredVersion:
    """The latest version that differs from the current text; raises NotFoundError if all are equal.

    Versions that only git has come last: their times are those of other machines.
    """
    present = _present(vault, path)
    found = sorted(every_version(vault, path), key=lambda pair: pair[1] is VersionSource.SNAPSHOT)
    for one, _ in reversed(found):
        if not one.is_deletion and (present is None or one.digest != present.digest):
            return one
    raise NotFoundError(f"no other version of {path}", "List versions with `confnotes history`.")


def restore(vault: Vault, path: str, version: StoredVersion) -> bool:
    """Restore a version and store the current text first; returns False if the text is the same.

    Raises ConfnotesError if writing fails or the note has unsaved text, ConflictError if another program changes it.
    """
    must_be_saved(vault, path)
    data, present = version.data, _present(vault, path)
    if present == version_of(data):
        return False
    vault.save_bytes(path, data, present, "restore")
    return True


def must_be_saved(vault: Vault, path: str) -> None:
    """Raise ConfnotesError if an interrupted session left unsaved text of the note."""
    if vault.journal.kept(path) is not None:
        raise ConfnotesError(f"unsaved text in {path}", "Open and save it first. Nothing was changed.")


def _deleted(vault: Vault) -> Iterator[Outline]:
    """The last versions of deleted notes; only the path if a copy cannot be read, or only git has one."""
    known = set[str]()
    for one in histories(vault):
        text = last_text(vault.history.of(one.path)) if one.is_deleted else None
        if text is not None:
            path = PurePosixPath(one.path)
            known.add(one.path)
            try:
                yield parse_note(path, text.data.decode("utf-8", "replace"))
            except ConfnotesError:
                yield Outline(path, {})
    yield from (Outline(PurePosixPath(path), {}) for path in _deleted_in_git(vault) if path not in known)


def _present(vault: Vault, path: str) -> Version | None:
    try:
        return version_of(vault.read_bytes(path))
    except NotFoundError:
        return None


def revert_file(vault: Vault, path: str, text: str, *, instead_of: str) -> None:
    """Restore `text` in a file; raises ConfnotesError unless the file still contains `instead_of`."""

    def change(now: str) -> str:
        if now != instead_of:
            raise ConfnotesError(f"{path} changed since then", "Undo in the note itself.")
        return text

    vault.change(path, change)


@dataclass(frozen=True, slots=True)
class Deletion:
    """A note to delete, as read, and the lines whose links will become unresolved."""

    path: str
    title: str
    version: Version
    backlinks: Sequence[Backlink]


def plan_deletion(vault: Vault, path: str) -> Deletion:
    """Plan deleting the note.

    Raises NotFoundError if it does not exist, UsageError for a conference note, ConfnotesError if it has unsaved text.
    """
    file = vault.read(path)
    if path == conference_path(path.partition("/")[0]):
        raise UsageError(
            f"{path} is a conference note", "Nothing was deleted. To remove the conference, delete its folder."
        )
    must_be_saved(vault, path)
    return Deletion(path, vault.note(path).title, file.version, backlinks(vault, path))


def delete(vault: Vault, deletion: Deletion) -> None:
    """Delete the note; `undelete` restores it.

    Raises ConflictError if it changed meanwhile, ConfnotesError if no copy can be stored or it cannot be removed.
    """
    with Transaction(vault, "deletion") as transaction:
        transaction.remove(deletion.path, deletion.version)


def undelete(vault: Vault, path: str) -> None:
    """Restore a deleted note.

    Raises NotFoundError if no version was stored, ConflictError if the name is in use again, ConfnotesError if it
    cannot be written or has unsaved text.
    """
    must_be_saved(vault, path)
    vault.save_bytes(path, version_before(vault, path).data, None, "restore")
