"""What an editor sends, without trusting how much it says that is."""

from __future__ import annotations

import io
from typing import BinaryIO, Final

MOST_BYTES: Final = 256 * 1024 * 1024  # of a message: a note may have 32 MB, each byte up to 6 in JSON
_PART: Final = 1 << 20


class EditorInput(io.RawIOBase):
    """What the editor sends. A message that claims to be huge is skipped as it comes, and never held in memory."""

    def __init__(self, sent: BinaryIO) -> None:
        self._sent = sent

    def readline(self, size: int | None = -1, /) -> bytes:
        return self._sent.readline(_PART)

    def read(self, size: int = -1, /) -> bytes:
        if size <= MOST_BYTES:
            return self._sent.read(size)
        while size and (part := self._sent.read(min(size, _PART))):
            size -= len(part)
        return b"null" if not size else b""  # no message, or the end of all
