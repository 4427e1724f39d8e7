"""Small files in the user's state and cache folders, private to the user, replaced atomically."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from confnotes import config, system
from confnotes.vault.version import digest_of

_MOST_STATE = 1 << 20  # bytes


def write_private(file: Path, data: bytes) -> None:
    """Replace the file by `data`; ignores a folder that cannot be written."""
    with suppress(OSError):
        put_private(file, data)


def put_private(file: Path, data: bytes, *, synced: bool = False) -> None:
    """Replace the file by `data`; `synced`: it is on disk when this returns. Raises OSError."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = file.with_name(f".{os.getpid()}.{os.urandom(4).hex()}.tmp")
    try:
        descriptor = system.open_file(temporary, system.WRITE | os.O_CREAT | os.O_EXCL)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            if synced:
                stream.flush()
                os.fsync(descriptor)
        system.replace_in(file.parent, temporary.name, file.parent, file.name)
    finally:
        temporary.unlink(missing_ok=True)


def vault_id(root: Path) -> str:
    """The name of a vault's folder in cache and state: readable, and different for every path."""
    digest = digest_of(os.fsencode(root))[:16]
    readable = "".join(c for c in root.name if c.isascii() and (c.isalnum() or c in "-_"))[:32]
    return f"{readable}-{digest}" if readable else digest


def state_file(root: Path, kind: str) -> Path:
    """The file with data about the vault at `root` in the user's state folder, such as `seats/<vault>.json`."""
    return config.state_folder() / kind / f"{vault_id(root)}.json"


def colleagues_folder(root: Path) -> Path:
    """The folder with colleagues' notes."""
    return config.cache_folder() / "teams" / vault_id(root)


def views_file(root: Path) -> Path:
    """The file with what colleagues think of the talks of a vault, written at the end of a sync; none without a team.

    Apart from the rest of a team's state, which Now does not load where nobody has joined one.
    """
    return colleagues_folder(root) / "views.json"


def load_state(root: Path, kind: str) -> Any:
    """The stored JSON; None without any that can be read."""
    try:
        with state_file(root, kind).open("rb") as stream:
            return json.loads(stream.read(_MOST_STATE))
    except (OSError, ValueError, RecursionError):
        return None


def store_state(root: Path, kind: str, value: object) -> None:
    """Store a value as JSON; ignores a state folder that cannot be written."""
    write_private(state_file(root, kind), json.dumps(value).encode("ascii"))
