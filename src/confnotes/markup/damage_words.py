"""Damage to a file of the vault in words: what is wrong, in which lines, and what mends it."""

from __future__ import annotations

from collections.abc import Sequence

from confnotes.model.damage import Damage, Fault
from confnotes.model.note import Note

_SAID = {
    Fault.MERGE: "git left a merge unfinished",
    Fault.ENCODING: "it is not UTF-8 text",
    Fault.EMPTY: "the file is empty: its content was lost",
}
_REMEDIES = {
    Fault.MERGE: "keep one version of each and delete the lines that begin with <<<<<<<, ======= and >>>>>>>",
    Fault.ENCODING: "convert it to UTF-8",
    Fault.TWICE: "put the two together",
    Fault.CLOSED: "make it readable",
    Fault.EMPTY: "bring it back from a backup or git, or delete it to begin anew",
}


def what(damage: Damage) -> str:
    """What is wrong, without where."""
    if damage.fault is Fault.TWICE:
        return f"“{damage.about}” stands here a second time"
    return _SAID.get(damage.fault) or damage.about


def remedy(path: str, damage: Damage) -> str:
    """What mends it."""
    known = _REMEDIES.get(damage.fault, "mend it in a text editor")
    return f"{known}, or delete the file: the next import makes it anew" if path.endswith(".json") else known


def where(path: str, damage: Damage) -> str:
    """The file, and the lines of it that are damaged."""
    if not damage.line:
        return path
    if damage.last_line > damage.line:
        return f"{path}, lines {damage.line}–{damage.last_line}"
    return f"{path}, line {damage.line}"


def describe_damage(path: str, damages: Sequence[Damage]) -> str:
    """The damage to one file in a line: the first of it, and how much more there is."""
    more = len(damages) - 1
    others = f", and {more} more {'place' if more == 1 else 'places'}" if more else ""
    if damages[0].fault is Fault.MERGE:
        return f"{what(damages[0])} in {where(path, damages[0])}{others}"
    return f"{where(path, damages[0])}: {what(damages[0])}{others}"


def describe_unfinished_merge(note: Note) -> str:
    """The merge that git left unfinished in a note, in a line."""
    return describe_damage(str(note.path), [Damage(Fault.MERGE, note.unmerged)])
