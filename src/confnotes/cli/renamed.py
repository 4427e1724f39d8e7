"""Verbs and options that were renamed in 0.2.0, each answered with its new spelling.

When nobody types the old ones any more, delete this module and the two places in `group.py` that read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

RENAMED_VERBS: Final[Mapping[str, str]] = {
    "later": "watch-later",
    "match": "attach",
    "same": "merge-people",
    "wrap": "review",
}
RENAMED_OPTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "agenda": {"--day": "DAY"},
    "attend": {"--off": "--undo"},
    "check-links": {"--again": "--recheck"},
    "export": {"--all": "--whole-program"},
    "history": {"--at": "--as-of"},
    "merge-people": {"--not": "--different"},
    "new": {"--print-path": "--path"},
    "now": {"--line": "--oneline"},
    "paper": {"--unread": "--undo"},
    "poster": {"--score": "--rating"},
    "recording": {"--is-at": "--position", "--starts": "--begin"},
    "restore": {"--at": "--as-of"},
    "star": {"--off": "--undo"},
    "watch-later": {"--off": "--undo"},
}
"""The old and new options of each verb, by the verb's new name; DAY is an argument."""
