"""What imports changed in a conference's program: `.confnotes/imported/<conference>/changes.jsonl`, newest last.

One JSON object a line, so that two machines that add to it are merged by git line by line. Only the last
`MOST_CHANGES` stay. A line that cannot be read is passed over.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from confnotes.errors import NotFoundError
from confnotes.model.program import Talk
from confnotes.vault.layout import IMPORTED, MARKER
from confnotes.vault.merge import MergeResult
from confnotes.vault.merge_words import Change
from confnotes.vault.program_save import Planned

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

MOST_CHANGES = 2000


@dataclass(frozen=True, slots=True)
class KeptChange:
    """One talk that an import changed: when that was (ISO, local), by which source, and what happened, in words too."""

    time: str
    source: str
    talk: str
    title: str
    changes: tuple[str, ...]
    what: str


def changes_path(conference: str) -> str:
    """The file of a conference."""
    return f"{MARKER}/{IMPORTED}/{conference}/changes.jsonl"


def read_changes(vault: Vault, conference: str) -> list[KeptChange]:
    """The changes of a conference, oldest first."""
    try:
        lines = vault.read(changes_path(conference)).text.splitlines()
    except NotFoundError:
        return []
    return [change for line in lines if (change := _parsed(line))]


def plan_changes(vault: Vault, conference: str, new: Sequence[KeptChange]) -> Planned | None:
    """The file with the new changes added; None when there are none."""
    if not new:
        return None
    rows = [json.dumps(asdict(change), ensure_ascii=False) + "\n" for change in new]
    path = changes_path(conference)
    try:
        file = vault.read(path)
    except NotFoundError:
        return Planned(path, "".join(rows[-MOST_CHANGES:]), None)
    lines = [line if line.endswith("\n") else f"{line}\n" for line in file.text.splitlines(keepends=True)]
    return Planned(path, "".join([*lines, *rows][-MOST_CHANGES:]), file.version)


def changes_of_merge(merged: MergeResult, source: str, at: datetime, *, first: bool) -> list[KeptChange]:
    """The changes that a merge made; `first`: the source was new, so that what it adds to known talks is no news."""
    time = at.isoformat(timespec="seconds")
    found: list[tuple[Talk, tuple[Change, ...], str]] = [(talk, (Change.ADDED,), "added") for talk in merged.added]
    cancelled = {talk.id for talk in merged.cancelled}
    found += [(talk, (Change.CANCELLED,), "cancelled") for talk in merged.cancelled]
    for change in merged.changed:
        kinds = tuple(kind for kind in change.kinds if kind != Change.CANCELLED)
        if change.talk.id not in cancelled and (not first or set(kinds) - {Change.CHANGED}):
            found.append((change.talk, kinds, change.what))
    return [
        KeptChange(time, source, talk.id or "", talk.title or "Untitled talk", tuple(map(str, kinds)), what)
        for talk, kinds, what in found
    ]


def _parsed(line: str) -> KeptChange | None:
    try:
        value = json.loads(line)
        texts = [value[name] for name in ("time", "source", "talk", "title", "what")]
        kinds = value["changes"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not isinstance(kinds, list) or not all(isinstance(text, str) for text in (*texts, *kinds)):
        return None
    time, source, talk, title, what = texts
    return KeptChange(time, source, talk, title, tuple(kinds), what)
