"""Undo stacks of changes that single keys made to files, one for each screen."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from confnotes.actions.program.mark_talk import KeptMarks
    from confnotes.model.mark import MarkChange
    from confnotes.vault.vault import Vault

MOST_STEPS: Final = 200  # of all files together; kept for the next run


@dataclass(frozen=True, slots=True)
class UndoStep:
    """One of them: `said` tells what it was; `undo` and `redo` raise ConfnotesError and OSError.

    `key` is the talk that it was done to; `changes` are the marks, where it changed nothing else: such
    a step can be undone in the next run, too.
    """

    said: str
    undo: Callable[[], object]
    redo: Callable[[], object]
    key: str = ""
    changes: tuple[MarkChange, ...] = ()


def step_of_marks(vault: Vault, changes: Sequence[MarkChange], said: str) -> UndoStep:
    """Changes of marks as one undo step."""
    from confnotes.actions.program.mark_talk import apply_mark_change

    def undo() -> None:
        for change in changes:
            apply_mark_change(vault, change.inverse)

    def redo() -> None:
        for change in changes:
            apply_mark_change(vault, change)

    return UndoStep(said, undo, redo, key=changes[0].key, changes=tuple(changes))


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
        """Whether that place has a step to undo."""
        self._read_kept()
        return any(one[0] == place for one in self._done)

    def undo(self, place: str) -> UndoStep | None:
        """Undo and return the last step of the place; if it raises, it is kept and the error passed on."""
        self._read_kept()
        return self._take(place, self._done, self._undone, lambda step: step.undo())

    def redo(self, place: str) -> UndoStep | None:
        """Redo the step that was undone last."""
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
        run(found[1])
        steps.remove(found)
        others.append(found)
        if found[1].changes:
            self._keep()
        return found[1]
