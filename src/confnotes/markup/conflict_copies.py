"""Names of conflict copies: how file syncs call a second version of a file that two machines changed."""

from __future__ import annotations

import re

_NAMES = re.compile(
    r"""(?P<stem>.+?)(?:
        \.sync-conflict-\d{8}-\d{6}(?:-\w+)?            # Syncthing
        |[ ]\((?:[^()]*[ ])?conflicted[ ]copy[^()]*\)   # Dropbox, Nextcloud, Obsidian Sync
        |[ ]\(case[ ]conflict[^()]*\)                   # Dropbox
        |_conflict-\d{8}-\d{6}                          # ownCloud
        |[ ]\(conflict[ ][^()]*\)                      # confnotes
    )(?P<ending>\.\w+)?""",
    re.VERBOSE | re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?P<stem>.+) \d(?P<ending>\.\w+)")  # iCloud


def original_of(path: str) -> str | None:
    """The path of the file that the path, by its name, is a conflict copy of; None if it is not one."""
    return _original(path, _NAMES)


def numbered_original_of(path: str) -> str | None:
    """As `original_of`, for the names that iCloud gives, and people too: `Talk 2.md`."""
    return _original(path, _NUMBERED)


def _original(path: str, names: re.Pattern[str]) -> str | None:
    folder, slash, name = path.rpartition("/")
    match = names.fullmatch(name)
    return f"{folder}{slash}{match['stem']}{match['ending'] or ''}" if match else None
