"""Changing a mark of a talk so that it can be told and undone."""

from __future__ import annotations

from confnotes.actions.program import mark_talk
from confnotes.catalogue.program.talks import by_key
from confnotes.model.mark import Mark, MarkChange
from confnotes.vault.vault import Vault


def change_mark(vault: Vault, key: str, mark: Mark, value: int | None = None) -> MarkChange:
    """Set a mark, or toggle it (None); raises NotFoundError, ConfnotesError."""
    found = by_key(vault, key)
    talk_id, marks = found.talk.id or "", vault.marks(found.conference)
    before = marks.ratings.get(talk_id, 0) if mark is Mark.RATING else int(talk_id in getattr(marks, mark))
    change = MarkChange(key, found.title, mark, before, int(not before) if value is None else value)
    apply(vault, change)
    return change


def apply(vault: Vault, change: MarkChange) -> None:
    """Set the mark as the change says; raises NotFoundError, ConfnotesError."""
    if change.mark is Mark.RATING:
        mark_talk.rate(vault, change.key, change.after)
    else:
        found = by_key(vault, change.key)
        vault.mark(found.conference, found.talk.id or "", **{change.mark: bool(change.after)})
