"""How the last rename is taken back: kept in the user's state folder from before the first file is written.

What stands between the first and the last changed character of each file is kept, before and after, with both
versions of the file: so a rename that was cut off in the middle can be told from one that is whole, and undone.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from confnotes.errors import ConflictError, ConfnotesError, NotFoundError
from confnotes.vault.people_file import EMPTY, PEOPLE_FILE
from confnotes.vault.private_file import state_file
from confnotes.vault.program_save import Planned
from confnotes.vault.textfile import encode
from confnotes.vault.transaction import Transaction
from confnotes.vault.version import Version, version_of

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault


class Splice(NamedTuple):
    """In the file, `old` at a place of its text became `new`; the digests are those of the whole file."""

    path: str
    start: int
    old: str
    new: str
    digest_before: str
    digest_after: str


class Record(NamedTuple):
    """The last rename; `whole` when all of it was written."""

    old: str
    new: str
    files: tuple[Splice, ...]
    whole: bool


def splice(path: str, before: str, after: str, version: Version) -> Splice:
    """What changed in a text, as one piece."""
    start, end = differing(before, after)
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    return Splice(path, start, old, new, version.digest, version_of(encode(after, version)).digest)


def differing(before: str, after: str) -> tuple[int, int]:
    """How many characters two texts have in common at their begin, and then at their end."""
    start = _alike(before, after)
    return start, _alike(before[start:][::-1], after[start:][::-1])


@contextmanager
def kept(vault: Vault, old: str, new: str, files: Sequence[Splice]) -> Iterator[None]:
    """Inside the block a rename is written; the record is there before, and stays when the block ends well.

    An error that leaves the block has taken everything back; what could not be, as on a full disk, stays to be taken
    back. Raises ConfnotesError when another rename is under way or was cut off, or the record cannot be kept.
    """
    with _turn(vault) as place:
        if cut_off(vault) is not None:
            raise ConfnotesError("a rename was cut off", "take it back first: confnotes rename --undo")
        before = place.read_bytes() if place.exists() else None
        record = Record(old, new, tuple(files), whole=False)
        try:
            _write(place, record)
        except OSError as error:
            raise _not_kept(error) from error
        try:
            yield
        except BaseException as error:
            if _is_written_in_part(vault, record):
                if not isinstance(error, ConfnotesError):
                    raise
                message = f"{error.message}; not all of it could be taken back"
                raise ConfnotesError(message, "confnotes rename --undo takes back the rest") from error
            with suppress(OSError):
                place.unlink() if before is None else _put(place, before)
            raise
        with suppress(OSError):
            _write(place, record._replace(whole=True))


def last(vault: Vault) -> Record | None:
    """The last rename in this vault, None when there is none; raises ConfnotesError for one that cannot be read."""
    place = state_file(vault.root, "renamed")
    try:
        old, new, files, whole = json.loads(place.read_text(encoding="utf-8"))
        record = Record(old, new, tuple(Splice(*one) for one in files), whole)
        if not all(type(one) is str for one in (old, new)) or not all(map(_is_well_typed, record.files)):
            raise ValueError
        return record
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise ConfnotesError(
            f"how to take back the last rename cannot be read: {place}",
            "mend names and links by hand where they need it, then delete that file",
        ) from error


def _is_well_typed(one: Splice) -> bool:
    return all(isinstance(value, int if name == "start" else str) for name, value in one._asdict().items())


def cut_off(vault: Vault) -> Record | None:
    """The last rename, where it was cut off in the middle and can be taken back."""
    try:
        record = last(vault)
    except ConfnotesError:
        return None
    if record is None or record.whole:
        return None
    renamed = record.new != record.old and not _exists(vault, record.old) and _exists(vault, record.new)
    return None if renamed else record


def take_back(vault: Vault) -> tuple[Record, list[str]]:
    """Undo the last rename, also one that was cut off; answers it, and the files that were changed since and stay.

    Raises NotFoundError when there is none, ConfnotesError when it cannot be written; it can be tried again then.
    """
    with _turn(vault) as place:
        record = last(vault)
        if record is None:
            raise NotFoundError("there is nothing to take back", "only the last time that links were written can be")
        try:
            _write(place, record._replace(whole=False))
        except OSError as error:
            raise _not_kept(error) from error
        try:
            changed = _taken_back(vault, record)
        except BaseException:
            with suppress(OSError):
                _write(place, record)
            raise
        with suppress(OSError):
            place.unlink()
    return record, changed


def _taken_back(vault: Vault, record: Record) -> list[str]:
    """Write all as it was; the files that were changed since."""
    changed: list[str] = []
    with Transaction(vault, "undo") as transaction:
        if record.new != record.old and not _exists(vault, record.old):
            try:
                version = vault.read(record.new).version
            except NotFoundError:
                changed.append(record.old)
            else:
                transaction.rename(record.new, record.old.rpartition("/")[2], version)
        for one in record.files:
            try:
                file = vault.read(one.path)
            except NotFoundError:
                if not _was_made(one):
                    changed.append(one.path)
                continue
            if file.version.digest == one.digest_before:
                if _was_made(one):
                    transaction.remove(one.path, file.version)
                continue
            end = one.start + len(one.new)
            if file.read_only or file.text[one.start : end] != one.new:
                changed.append(one.path)
                continue
            text = file.text[: one.start] + one.old + file.text[end:]
            if version_of(encode(text, file.version)).digest != one.digest_before:
                changed.append(one.path)
                continue
            if _was_made(one):
                transaction.remove(one.path, file.version)
            else:
                transaction.save(Planned(one.path, text, file.version))
    return list(dict.fromkeys(changed))


def _was_made(one: Splice) -> bool:
    """Whether the file was made for the rename: it said nothing before."""
    return one.path == PEOPLE_FILE and one.digest_before == version_of(EMPTY.encode()).digest


def _is_written_in_part(vault: Vault, record: Record) -> bool:
    """Whether one of the files is as the rename made it."""
    for one in record.files:
        with suppress(ConfnotesError):
            if one.digest_after != one.digest_before and vault.read(one.path).version.digest == one.digest_after:
                return True
    return False


@contextmanager
def _turn(vault: Vault) -> Iterator[Path]:
    """Where the record lies, while no other confnotes renames or takes back."""
    place = state_file(vault.root, "renamed")
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(place.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _not_kept(error) from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ConflictError("another rename is under way", "nothing was changed; try again") from error
        yield place
    finally:
        os.close(lock)


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    both = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(both) if a != b), min(len(one), len(other)))


def _exists(vault: Vault, path: str) -> bool:
    return os.path.lexists(vault.root / path)


def _not_kept(error: OSError) -> ConfnotesError:
    return ConfnotesError(f"how to take it back cannot be kept: {error.strerror}", "nothing was changed; make room")


def _write(place: Path, record: Record) -> None:
    _put(place, json.dumps(record, ensure_ascii=True).encode("ascii"))


def _put(place: Path, data: bytes) -> None:
    """Put the record in its place in one step, synced; raises OSError."""
    fresh = place.with_suffix(f".{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    fresh.replace(place)
