"""The token of a server: random, made once for each vault, kept in the user's state folder."""

from __future__ import annotations

import secrets
from pathlib import Path

from confnotes.errors import WriteError, remedy_of
from confnotes.vault.private_file import load_state, put_private, state_file

_BYTES = 16
"""128 bits cannot be guessed, so that wrong tokens need not be counted."""


def token_of(root: Path, kind: str = "serve-token", *, new: bool = False) -> str:
    """The token of the vault at `root`: the same after a restart, so that nobody has to sign in again.

    `new` makes another one, which signs out everybody. Raises WriteError.
    """
    known = None if new else load_state(root, kind)
    if isinstance(known, str) and known:
        return known
    token = secrets.token_urlsafe(_BYTES)
    file = state_file(root, kind)
    try:
        put_private(file, f'"{token}"'.encode(), synced=True)
    except OSError as error:
        raise WriteError(str(file), error.strerror or str(error), remedy_of(error)) from error
    return token
