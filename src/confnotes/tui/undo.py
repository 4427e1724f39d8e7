"""What was done to files by single keys, so that ctrl+z undoes it where it was done."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

MOST_STEPS: Final = 200


@dataclass(frozen=True, slots=True)
class UndoStep:
    """One of them: `said` tells what it was; `undo` and `redo` raise ConfnotesError and OSError.

    `key` is the talk that it was done to, `path` the note.
    """

    said: str
    undo: Callable[[], object]
    redo: Callable[[], object]
    key: str = ""
    path: str = ""


class UndoSteps:
    """The last steps of all lists, and what was undone of them; each list undoes its own."""

    def __init__(self) -> None:
        self._done: deque[tuple[str, UndoStep]] = deque(maxlen=MOST_STEPS)
        self._undone: deque[tuple[str, UndoStep]] = deque(maxlen=MOST_STEPS)

    def add(self, place: str, step: UndoStep) -> None:
        """It was done in that place; what was undone there cannot be redone after it."""
        self._done.append((place, step))
        for one in [one for one in self._undone if one[0] == place]:
            self._undone.remove(one)

    def can_undo(self, place: str) -> bool:
        """Whether something was done in that place."""
        return any(one[0] == place for one in self._done)

    def undo(self, place: str) -> UndoStep | None:
        """Undo the last step of the place, and answer it; raises what the step raises, and keeps it then."""
        return self._take(place, self._done, self._undone, lambda step: step.undo())

    def redo(self, place: str) -> UndoStep | None:
        """Do again what was undone last."""
        return self._take(place, self._undone, self._done, lambda step: step.redo())

    @staticmethod
    def _take(
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
        return found[1]
