"""Damage to a file of the vault in words: what is wrong, in which lines, and how to repair it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from confnotes.model.damage import Damage, Fault

if TYPE_CHECKING:
    from confnotes.model.note import Note

_SAID = {
    Fault.MERGE: "unfinished git merge",
    Fault.ENCODING: "not UTF-8 text",
    Fault.EMPTY: "empty file, its content was lost",
}
_REMEDIES = {
    Fault.MERGE: "keep one version of each conflict and delete the lines that begin with <<<<<<<, ======= and >>>>>>>",
    Fault.ENCODING: "convert it to UTF-8",
    Fault.TWICE: "merge the two",
    Fault.CLOSED: "make it readable",
    Fault.EMPTY: "restore it from a backup or git, or delete it to start over",
}


def what(damage: Damage) -> str:
    """What is wrong, without the place."""
    if damage.fault is Fault.TWICE:
        return f"duplicate “{damage.about}”"
    return _SAID.get(damage.fault) or damage.about


def remedy(path: str, damage: Damage) -> str:
    """How to repair it."""
    known = _REMEDIES.get(damage.fault, "correct it in a text editor")
    return f"{known}, or delete the file: the next import creates it again" if path.endswith(".json") else known


def where(path: str, damage: Damage) -> str:
    """The file and its damaged lines."""
    if not damage.line:
        return path
    if damage.last_line > damage.line:
        return f"{path}, lines {damage.line}–{damage.last_line}"
    return f"{path}, line {damage.line}"


def describe_damage(path: str, damages: Sequence[Damage]) -> str:
    """The damage to one file in a line: the first problem, and the number of others."""
    more = len(damages) - 1
    others = f", and {more} more {'place' if more == 1 else 'places'}" if more else ""
    if damages[0].fault is Fault.MERGE:
        return f"{what(damages[0])} in {where(path, damages[0])}{others}"
    return f"{where(path, damages[0])}: {what(damages[0])}{others}"


def describe_unfinished_merge(note: Note) -> str:
    """A message about an unfinished git merge in a note."""
    return describe_damage(str(note.path), [Damage(Fault.MERGE, note.unmerged)])
