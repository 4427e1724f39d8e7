"""The marks of the day review: talks that are ticked in a step, and the rating of one; each can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from confnotes.model.mark import Mark, MarkChange
from confnotes.tui.screens.day_wrap_view import Kind
from confnotes.tui.screens.marking import mark_step, said_of
from confnotes.tui.undo import UndoStep

if TYPE_CHECKING:
    from confnotes.actions.notes.day_page import WrapTalk
    from confnotes.vault.vault import Vault


def write_ticks(
    vault: Vault, marked: dict[Kind, frozenset[str]], kind: Kind, ticked: frozenset[str]
) -> UndoStep | None:
    """Mark what is `ticked` in a step, and keep in `marked` that it is; None when nothing has changed.

    Raises NotFoundError, ConfnotesError.
    """
    from confnotes.actions.program.mark_talk import change_mark

    mark = Mark.ATTENDED if kind is Kind.UNMARKED else Mark.LATER
    before = marked.get(kind, frozenset())
    changes = [change_mark(vault, key, mark, int(key in ticked)) for key in sorted(before ^ ticked)]
    marked[kind] = ticked
    if not changes:
        return None
    step = mark_step(vault, changes, "" if len(changes) == 1 else f"{len(changes)} talks marked")

    def undo() -> None:
        step.undo()
        marked[kind] = before

    def redo() -> None:
        step.redo()
        marked[kind] = ticked

    return replace(step, undo=undo, redo=redo)


def rating_step(talk: WrapTalk, now: int, rate: Callable[[int], None]) -> UndoStep:
    """The rating that was given on the talk's card; `rate` gives another one there, 0 for none."""
    change = MarkChange(talk.card.key, talk.card.title, Mark.RATING, talk.rating or 0, now)
    return UndoStep(said_of(change), lambda: rate(change.before), lambda: rate(change.after))
