"""What stands in an editor's history beside edits of its text: marks that were made there, in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from textual.widgets.text_area import Edit

from confnotes.tui.textual_private import OpenEdit
from confnotes.tui.widgets.drawing import clean, shorten

if TYPE_CHECKING:
    from confnotes.tui.undo import UndoStep

WORDS: Final = 36


class StepEdit(OpenEdit, Edit):
    """A step that changes nothing of the text; it is undone by who listens to the editor."""

    def __init__(self, step: UndoStep) -> None:
        super().__init__("", (0, 0), (0, 0), False)
        self.step = step


def step_of(edits: Sequence[Edit]) -> UndoStep | None:
    """The step that these edits are; None where they are edits of the text."""
    first = edits[0] if edits else None
    return first.step if isinstance(first, StepEdit) else None


def words_of(edits: Sequence[Edit]) -> str:
    """What edits of the text did, in a few words."""
    made = [edit for edit in edits if isinstance(edit, OpenEdit)]
    backwards = len(made) > 1 and made[-1].top < made[0].top
    typed = "".join(edit.text for edit in made)
    deleted = "".join(edit.made.replaced_text for edit in (reversed(made) if backwards else made))
    what = "deleted" if not typed else "changed" if deleted else "typed"
    words = " ".join((typed or deleted).split())
    return f"{what} “{shorten(clean(words), WORDS)}”" if words else f"{what} blanks or lines"
