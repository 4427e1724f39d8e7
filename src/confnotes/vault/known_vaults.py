"""The vaults opened on this machine, so that others than the default one can be found again, and their clocks."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Final

from confnotes import config, system
from confnotes.config import parse_moment
from confnotes.errors import ConfnotesError
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.vault import layout
from confnotes.vault.private_file import write_private
from confnotes.vault.settings import VAULT, setting_state

_MOST: Final = 20  # vaults, the latest
_MOST_BYTES: Final = 100_000  # of the list, and of a vault’s settings


@fast_dataclass(frozen=True, slots=True)
class KnownVault:
    """A vault, whether it opens by default, and whether it is a copy of the sample, with a clock of its own."""

    root: Path
    is_default: bool = False
    is_sample: bool = False


def known_vaults() -> list[KnownVault]:
    """The vaults that still exist, last opened first; including the default vault."""
    default = setting_state(VAULT).value
    roots = [*_opened(), *([default.absolute()] if default else [])]
    return [
        KnownVault(root, default is not None and root == default.absolute(), clock_of(root) is not None)
        for root in dict.fromkeys(roots)
        if (root / layout.MARKER).is_dir()
    ]


def remember_vault(root: Path) -> None:
    """Put a vault first; ignores a state folder that cannot be written."""
    before, root = _opened(), root.absolute()
    after = list(dict.fromkeys([root, *before]))[:_MOST]
    if after != before:
        write_private(_file(), json.dumps([str(one) for one in after]).encode("ascii"))


def _opened() -> list[Path]:
    try:
        with _file().open("rb") as stream:
            found = json.loads(stream.read(_MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return []
    return [Path(one) for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _file() -> Path:
    return config.state_folder() / "vaults.json"


def clock_of(root: Path) -> datetime | None:
    """The moment that the vault sets; None for the real time, and if the file cannot be read."""
    try:
        text = system.read_file(root / layout.MARKER / layout.SETTINGS, _MOST_BYTES).decode()
    except (OSError, UnicodeDecodeError):
        return None
    if "clock:" not in text:
        return None
    from confnotes.markup.yaml12 import load

    try:
        fields = load(text)
        return parse_moment(str(fields["clock"])) if isinstance(fields, dict) and "clock" in fields else None
    except ConfnotesError:
        return None
