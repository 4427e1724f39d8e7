"""A version of a note as one line of the history, and which versions are kept over time.

A version is kept if the note had it at a point of a grid that grows coarser with age: every five minutes of the last
week, every hour of two months, every day of two years, then every week. So a text that lasted five minutes can be
restored for a week, one that lasted an hour for two months. All versions of the last hour are kept.
"""

from __future__ import annotations

import binascii
import json
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from confnotes.errors import ConfnotesError
from confnotes.vault.textfile import MAX_BYTES
from confnotes.vault.version import digest_of

OPENED: Final = "opened"
TYPED: Final = "typed"
CHANGED: Final = "changed"
LEFT: Final = "left"
DELETED: Final = "deleted"
BEFORE: Final = "before "
BEFORE_DELETION: Final = "before a large deletion"

_ROUTINE = {OPENED, TYPED, CHANGED, LEFT}


class StoredVersion(NamedTuple):
    """A text that the note at `path` had from `since` on (UTC, whole seconds); `why` is the reason shown to the user.

    `digest` and `size` (bytes) are those of the file; `packed` is its compressed text, "" if the note was deleted then.
    """

    path: str
    since: datetime
    why: str
    digest: str
    size: int
    packed: str

    @classmethod
    def of(cls, path: str, data: bytes, since: datetime, why: str) -> StoredVersion:
        """The version with these bytes."""
        packed = binascii.b2a_base64(zlib.compress(data, 6), newline=False).decode("ascii")
        return cls(path, since.astimezone(UTC).replace(microsecond=0), why, digest_of(data), len(data), packed)

    @classmethod
    def of_deletion(cls, path: str, at: datetime) -> StoredVersion:
        """The deletion of the note at that time."""
        return cls(path, at.astimezone(UTC).replace(microsecond=0), DELETED, "", 0, "")

    @property
    def is_deletion(self) -> bool:
        """Whether the note was deleted then; a deletion has no text."""
        return not self.packed

    @property
    def is_action(self) -> bool:
        """Whether an action on many notes or a deletion created it."""
        return self.why not in _ROUTINE and not self.why.startswith(BEFORE)

    @property
    def is_weighty(self) -> bool:
        """Whether it was kept as the state before such an action."""
        return self.why.startswith(BEFORE)

    @property
    def data(self) -> bytes:
        """The bytes of the file; raises ConfnotesError if they are damaged."""
        try:
            unpacker = zlib.decompressobj()
            data = unpacker.decompress(binascii.a2b_base64(self.packed), MAX_BYTES)
        except (ValueError, zlib.error):
            data = b""
        if self.is_deletion or digest_of(data) != self.digest:
            raise ConfnotesError(f"this version of {self.path} is damaged", "Choose another version.")
        return data

    def line(self) -> bytes:
        """The version as a line of the history file."""
        return json.dumps([self.path, int(self.since.timestamp()), *self[2:]]).encode("ascii") + b"\n"


def read_snapshots(data: bytes) -> list[StoredVersion]:
    """The complete lines of a history file, in order; incomplete and damaged lines are skipped."""
    found = []
    for line in data.split(b"\n"):
        try:
            path, since, why, digest, size, packed = json.loads(line)
            one = StoredVersion(path, datetime.fromtimestamp(since, UTC), why, digest, size, packed)
            if all(isinstance(each, str) for each in (path, why, digest, packed)) and isinstance(size, int):
                found.append(one)
        except (ValueError, TypeError, OverflowError, OSError, RecursionError):
            continue
    return found


_WHOLE = timedelta(hours=1)
_GRID = (
    (timedelta(days=7), timedelta(minutes=5)),
    (timedelta(days=60), timedelta(hours=1)),
    (timedelta(days=730), timedelta(days=1)),
)
_OLDEST = timedelta(weeks=1)
_WEIGHTY_FOR = timedelta(days=60)


def thin(snapshots: Sequence[StoredVersion], now: datetime) -> list[StoredVersion]:
    """The versions to keep, oldest first as given; the last one is always kept.

    Versions from before a large deletion or an action on many notes are kept for two months, however short they lasted.
    """
    kept = []
    for one, following in zip(snapshots, [*snapshots[1:], None], strict=True):
        if following is None or _stays(one, following, now):
            kept.append(one)
    return kept


def _stays(one: StoredVersion, following: StoredVersion, now: datetime) -> bool:
    age = now - following.since
    if age < _WHOLE or (age < _WEIGHTY_FOR and (one.is_weighty or following.is_action)):
        return True
    step = int(next((step for until, step in _GRID if age < until), _OLDEST).total_seconds())
    begin, end = int(one.since.timestamp()), int(following.since.timestamp())
    return -(-begin // step) * step < end
