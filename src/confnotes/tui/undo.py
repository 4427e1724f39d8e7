"""Undo stacks of changes that single keys made to files, one for each screen."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

from confnotes.errors import ConflictError
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.mark import Mark, MarkChange
from confnotes.tui.widgets.drawing import quote_title

if TYPE_CHECKING:
    from confnotes.actions.program.mark_talk import KeptMarks
    from confnotes.vault.vault import Vault

MOST_STEPS: Final = 200  # of all files together; kept for the next run


@fast_dataclass(frozen=True, slots=True)
class UndoStep:
    """One change: `said` describes it; `undo` and `redo` raise ConfnotesError and OSError.

    `undone` says how things are after undoing it, in a sentence, if “Undone” and `said` would be misread. `key` is the
    talk that was changed; `changes` are the marks, if nothing else was changed: such a step can be undone in the next
    run, too.
    """

    said: str
    undo: Callable[[], object]
    redo: Callable[[], object]
    key: str = ""
    changes: tuple[MarkChange, ...] = ()
    undone: str = ""

    @property
    def undone_said(self) -> str:
        """The message after it is undone."""
        return f"Undone. {self.undone}" if self.undone else f"Undone · {self.said}"


def describe_change(change: MarkChange) -> str:
    """A message about a change of a mark, with the talk's title."""
    if change.mark is Mark.RATING:
        what = f"Rated {change.after} of 5" if change.after else "Rating removed"
    else:
        what = change.mark.done if change.after else change.mark.undone
    return f"{what}: {quote_title(change.title)}"


def step_of_marks(vault: Vault, changes: Sequence[MarkChange], said: str = "") -> UndoStep:
    """Changes of marks as one undo step, described by `said` or by the first change."""
    from confnotes.actions.program.mark_talk import apply_mark_changes

    def undo() -> None:
        apply_mark_changes(vault, [change.inverse for change in reversed(changes)])

    def redo() -> None:
        apply_mark_changes(vault, changes)

    first = changes[0]
    is_of_one_talk = all(change.key == first.key for change in changes)
    undone = describe_change(first.inverse) if is_of_one_talk else ""
    return UndoStep(said or describe_change(first), undo, redo, key=first.key, changes=tuple(changes), undone=undone)


class UndoSteps:
    """The undo and redo steps of all lists; each list has its own.

    Marks set in the previous run come first; they are read when needed.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._was_read = False
        self._done: deque[tuple[str, UndoStep]] = deque(maxlen=MOST_STEPS)
        self._undone: deque[tuple[str, UndoStep]] = deque(maxlen=MOST_STEPS)

    def add(self, place: str, step: UndoStep) -> None:
        """Add a step of that place; drops its redo steps."""
        self._done.append((place, step))
        self._read_kept()
        if step.changes:
            self._keep()
        for one in [one for one in self._undone if one[0] == place]:
            self._undone.remove(one)

    def can_undo(self, place: str) -> bool:
        self._read_kept()
        return any(one[0] == place for one in self._done)

    def undo(self, place: str) -> UndoStep | None:
        """Undo and return the last step of the place; if it raises anything but ConflictError, it is kept."""
        self._read_kept()
        return self._take(place, self._done, self._undone, lambda step: step.undo())

    def redo(self, place: str) -> UndoStep | None:
        return self._take(place, self._undone, self._done, lambda step: step.redo())

    def _read_kept(self) -> None:
        if self._was_read:
            return
        from confnotes.actions.program.mark_talk import kept_marks

        self._was_read = True
        kept = [
            (one.place, step_of_marks(self._vault, one.changes, one.said))
            for one in kept_marks(self._vault, self._marks())
        ]
        self._done = deque([*kept, *self._done], maxlen=MOST_STEPS)

    def _keep(self) -> None:
        from confnotes.actions.program.mark_talk import keep_marks

        keep_marks(self._vault, [*self._marks()])

    def _marks(self) -> Iterable[KeptMarks]:
        from confnotes.actions.program.mark_talk import KeptMarks

        return (KeptMarks(str(place), step.said, step.changes) for place, step in self._done if step.changes)

    def _take(
        self,
        place: str,
        steps: deque[tuple[str, UndoStep]],
        others: deque[tuple[str, UndoStep]],
        run: Callable[[UndoStep], object],
    ) -> UndoStep | None:
        found = next((one for one in reversed(steps) if one[0] == place), None)
        if found is None:
            return None
        try:
            run(found[1])
        except ConflictError:
            steps.remove(found)  # it can never be undone, and would stand in the way of older steps
            raise
        steps.remove(found)
        others.append(found)
        if found[1].changes:
            self._keep()
        return found[1]
