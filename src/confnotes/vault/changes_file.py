"""Changes from re-imports of a conference: `.confnotes/imported/<conference>/changes.jsonl`, newest last.

One JSON object per line, so that git can merge the lines of two machines. Only the last `MOST_CHANGES` stay.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from confnotes.errors import NotFoundError
from confnotes.markup.merge_marks import lines_of_all
from confnotes.merge.merge_programs import MergeResult
from confnotes.model.damage import Damage, Fault, Salvaged
from confnotes.model.program import Talk
from confnotes.model.schema import read_plain
from confnotes.model.talk_changes import ChangeKind
from confnotes.vault.layout import CHANGES, MARKER, imported_folder
from confnotes.vault.program_save import PlannedFile

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

MOST_CHANGES = 2000  # of a conference; older ones are in git, if the vault is
_ATTRIBUTES = f"{MARKER}/.gitattributes"
_UNION = f"# If two people import, git keeps the changes of both.\n{CHANGES} merge=union\n"


@dataclass(frozen=True, slots=True)
class KeptChange:
    """A talk that an import changed: the time (ISO, local), the source, and the changes as kinds and in words."""

    time: str
    source: str
    talk: str
    title: str
    changes: tuple[str, ...]
    what: str


def changes_path(conference: str) -> str:
    """The file of a conference."""
    return f"{imported_folder(conference)}/{CHANGES}"


def read_changes(vault: Vault, conference: str) -> list[KeptChange]:
    """The changes of a conference, oldest first, as far as they can be read."""
    return vault.own(changes_path(conference), parse, [])


def parse(text: str) -> Salvaged[list[KeptChange]]:
    """The changes in the file; of an unfinished git merge, the changes of both sides."""
    lines, damage = lines_of_all(text)
    changes = [(number, _parsed(line)) for number, line in lines if line.strip()]
    odd = (Damage(Fault.SYNTAX, number, number, "not a change") for number, change in changes if change is None)
    return Salvaged([change for _, change in changes if change], (*damage, *odd))


def plan_changes(vault: Vault, conference: str, new: Sequence[KeptChange]) -> list[PlannedFile]:
    """The file with the new changes added, and the `.gitattributes` that let git merge it; empty without changes."""
    if not new:
        return []
    rows = [json.dumps(asdict(change), ensure_ascii=False) + "\n" for change in new]
    path = changes_path(conference)
    try:
        file = vault.read(path)
    except NotFoundError:
        before, version = [], None
    else:
        before = [line if line.endswith("\n") else f"{line}\n" for line in file.text.splitlines(keepends=True)]
        version = file.version
    planned = [PlannedFile(path, "".join([*before, *rows][-MOST_CHANGES:]), version)]
    if not (vault.root / _ATTRIBUTES).exists():
        planned.append(PlannedFile(_ATTRIBUTES, _UNION, None))
    return planned


def changes_of_merge(merged: MergeResult, source: str, at: datetime, *, first: bool) -> list[KeptChange]:
    """The changes that a merge made. `first`: the source is new, so its details of known talks are not listed."""
    time = at.isoformat(timespec="seconds")
    found: list[tuple[Talk, tuple[ChangeKind, ...], str]] = [
        (talk, (ChangeKind.ADDED,), "added") for talk in merged.added
    ]
    cancelled = {talk.id for talk in merged.cancelled}
    found += [(talk, (ChangeKind.CANCELLED,), "cancelled") for talk in merged.cancelled]
    for change in merged.changed:
        kinds = tuple(kind for kind in change.kinds if kind != ChangeKind.CANCELLED)
        if change.talk.id not in cancelled and (not first or set(kinds) - {ChangeKind.CHANGED}):
            found.append((change.talk, kinds, change.what))
    return [
        KeptChange(time, source, talk.id or "", talk.title or "Untitled talk", tuple(map(str, kinds)), what)
        for talk, kinds, what in found
    ]


def _parsed(line: str) -> KeptChange | None:
    with suppress(ValueError, RecursionError):
        return read_plain(KeptChange, json.loads(line))
    return None
