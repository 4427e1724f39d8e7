"""Reading one file in an open folder, whatever it may be."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress


def read_regular(folder: int, name: str, limit: int | None = None) -> tuple[bytes, os.stat_result]:
    """The bytes of a regular file; raises OSError: EFBIG beyond the limit, ELOOP for a link, EINVAL for no file."""
    descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", name)
        if limit is not None and facts.st_size > limit:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), name)
        parts = []
        while part := os.read(descriptor, max(facts.st_size, 1 << 16)):
            parts.append(part)
        return b"".join(parts), facts
    finally:
        with suppress(OSError):
            os.close(descriptor)
