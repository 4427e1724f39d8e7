"""The last marks that were made on lists, in the user's state folder: so that they can be undone in the next run.

What somebody changed since, with a command or on another machine, is not undone into what never was: it is forgotten,
with what was done to the same mark before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from confnotes import config
from confnotes.catalogue.program.talks import by_key
from confnotes.errors import ConfnotesError
from confnotes.model.mark import Mark, MarkChange
from confnotes.vault.cache import vault_id
from confnotes.vault.private_file import write_private
from confnotes.vault.vault import Vault

MOST: Final = 50
_LONGEST = 1 << 20


class KeptMarks(NamedTuple):
    """Marks that were changed together, on which list, and what was said of it."""

    place: str
    said: str
    changes: tuple[MarkChange, ...]


def keep_marks(vault: Vault, steps: Sequence[KeptMarks]) -> None:
    """Keep the last of them; a state folder that cannot be written is no error."""
    data = [
        [place, said, [[one.key, one.title, one.mark, one.before, one.after] for one in changes]]
        for place, said, changes in steps[-MOST:]
    ]
    write_private(_file(vault), json.dumps(data).encode("ascii"))


def kept_marks(vault: Vault, newer: Iterable[KeptMarks] = ()) -> list[KeptMarks]:
    """Those that were kept and can be undone, once the `newer` ones are; none where they cannot be read."""
    try:
        with _file(vault).open("rb") as stream:
            kept = [_read(one) for one in json.loads(stream.read(_LONGEST))]
    except (OSError, ValueError, TypeError, RecursionError):
        return []
    before: dict[tuple[str, Mark], int | None] = {}
    for step in reversed([*newer]):
        before |= {(one.key, one.mark): one.before for one in step.changes}
    found: list[KeptMarks] = []
    for step in reversed(kept):
        stands = True
        for one in step.changes:
            name = (one.key, one.mark)
            stands &= (before[name] if name in before else _value(vault, one)) == one.after
        before |= {(one.key, one.mark): one.before if stands else None for one in step.changes}
        found += [step] if stands else []
    return found[::-1]


def _value(vault: Vault, change: MarkChange) -> int | None:
    """What the mark says now; None where the talk is gone."""
    try:
        found = by_key(vault, change.key)
        marks = vault.marks(found.conference)
    except ConfnotesError:
        return None
    talk_id = found.talk.id or ""
    if change.mark is Mark.RATING:
        return marks.ratings.get(talk_id, 0)
    return int(talk_id in getattr(marks, change.mark))


def _read(step: list[object]) -> KeptMarks:
    place, said, changes = step
    if not isinstance(place, str) or not isinstance(said, str) or not isinstance(changes, list) or not changes:
        raise ValueError
    return KeptMarks(place, said, tuple(map(_read_change, changes)))


def _read_change(change: list[object]) -> MarkChange:
    key, title, mark, before, after = change
    if not (isinstance(key, str) and isinstance(title, str) and isinstance(before, int) and isinstance(after, int)):
        raise ValueError
    return MarkChange(key, title, Mark(str(mark)), before, after)


def _file(vault: Vault) -> Path:
    return config.state_folder() / "marked" / f"{vault_id(vault.root)}.json"
