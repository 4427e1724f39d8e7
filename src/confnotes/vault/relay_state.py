"""The relay of a team: where it is, and what goes through it.

A relay passes notes on as soon as they are saved; git has the same notes some seconds later, and counts. The address is
kept outside the vault, as the team is.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from confnotes.errors import UsageError
from confnotes.model.schema import read_plain
from confnotes.vault.private_file import load_state, store_state
from confnotes.vault.team_state import is_member_name, is_shared_path

_STATE: Final = "relay"
_CODE = re.compile(r"code=([A-Za-z0-9_-]{16,64})(?:\.([A-Za-z0-9_-]{22}))?")
_BLOB = re.compile(r"(?:[0-9a-f]{40})?")

MAX_RELAYED_BYTES: Final = 64 << 10
"""Of a note; a talk has some kB. Larger ones reach colleagues through git alone."""
MAX_AT_ONCE: Final = 50
"""Notes in a request: more are changed at once only by an import or by another program."""

MAX_EARLIER: Final = 60
"""Versions of a note before it: git, which counts, has one of the last ones."""


@dataclass(frozen=True, slots=True)
class RelayAddress:
    """Where a relay is: its address such as https://192.0.2.7:8766, the token, and the fingerprint of its certificate,
    "" if a certificate authority vouches for it.
    """

    url: str
    token: str
    fingerprint: str = ""


def read_relay_address(text: str) -> RelayAddress:
    """The address that `confnotes host` prints. Raises UsageError."""
    with suppress(ValueError):
        parts = urlsplit(text.strip())
        code = _CODE.fullmatch(parts.fragment)
        is_plain = parts.path in ("", "/") and not parts.query and "@" not in parts.netloc
        if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and code and is_plain:
            return RelayAddress(f"{parts.scheme}://{parts.netloc}", code[1], code[2] or "")
    raise UsageError(
        "not the address of a relay", "Copy the whole line that `confnotes host` prints, including the part after #."
    )


def relay_of(root: Path) -> RelayAddress | None:
    """The relay that the user chose for the team of a vault; None for none."""
    return read_plain(RelayAddress, load_state(root, _STATE))


def store_relay(root: Path, relay: RelayAddress | None) -> None:
    """Store where the relay is; None: there is none any more."""
    store_state(root, _STATE, None if relay is None else asdict(relay))


@dataclass(frozen=True, slots=True)
class RelayedNote:
    """A colleague's note as the team may see it: its path in their folder, its text, None for one that is gone, the
    blobs of git of the versions before it, "" for none, and the team's last commit that was known when it was read.
    """

    name: str
    path: str
    text: str | None
    earlier: tuple[str, ...]
    commit: str

    @property
    def place(self) -> str:
        """The path of the note in the team's repository."""
        return f"{self.name}/{self.path}"


def read_relayed_note(name: object, given: Any) -> RelayedNote | None:
    """A note of a frame; None for what is none."""
    with suppress(TypeError, KeyError, AttributeError, UnicodeEncodeError):
        path, text, earlier, commit = given["path"], given["text"], tuple(given["earlier"]), given["commit"]
        is_known = len(earlier) <= MAX_EARLIER and all(map(_BLOB.fullmatch, (*earlier, commit)))
        is_text = text is None or (isinstance(text, str) and len(text.encode()) <= MAX_RELAYED_BYTES)
        if is_text and is_known and is_member_name(name) and path.endswith(".md") and is_shared_path(path):
            return RelayedNote(str(name), path, text, earlier, commit)
    return None
