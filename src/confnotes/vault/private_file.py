"""Small files in the user's state and cache folders, which nobody else reads: whole, or as they were before."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def write_private(file: Path, data: bytes) -> None:
    """Put `data` in the place of what is there. It is a convenience: a folder that cannot be written is no error."""
    with suppress(OSError):
        put_private(file, data)


def put_private(file: Path, data: bytes) -> None:
    """The same for what is needed; raises OSError."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = file.with_name(f".{os.getpid()}.{os.urandom(4).hex()}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
