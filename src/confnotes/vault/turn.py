"""Writers of confnotes take turns in a folder; other programs know nothing of it."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_LOCK_SECONDS = 5.0


@contextmanager
def turn(folder: int, seconds: float = _LOCK_SECONDS) -> Iterator[bool]:
    """Wait for other confnotes writers in this folder (a descriptor), but no longer than so.

    Answers whether no other has its turn; where locks do not work, none is taken to have. Raises OSError.
    """
    deadline = time.monotonic() + seconds
    descriptor = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=folder)
    try:
        yield _is_locked(descriptor, deadline)
    finally:
        with suppress(OSError):
            os.close(descriptor)


def _is_locked(descriptor: int, deadline: float) -> bool:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.002)
        except OSError:
            return True
        else:
            return True
