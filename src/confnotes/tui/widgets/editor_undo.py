"""The undo history of a note: edits of its text and changed marks, in order.

It is packed as bytes to survive closing the note and the program.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from textual.widgets.text_area import Edit, EditHistory, Selection

from confnotes.tui.textual_private import OpenEdit, redo_steps, undo_steps
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.drawing import clean, shorten
from confnotes.tui.widgets.editor_document import NoteDocument, NoteEdit
from confnotes.vault.version import digest_of

MOST_STEPS = 300  # of all files together; kept for the next run
MOST_BYTES = 256 * 1024  # a note
ONE_STEP: Final = 2.0  # seconds: what is typed at several cursors in this time is undone together
WORDS: Final = 36  # characters of the undone text in a message
_READ: Final = 1000  # characters of the undone text that are read for it


class StepEdit(OpenEdit, Edit):
    """A step that does not change the text; the editor's screen undoes it."""

    def __init__(self, step: UndoStep) -> None:
        super().__init__("", (0, 0), (0, 0), False)
        self.step = step


class CursorsStep(list[Edit]):
    """Edits at several cursors, `firsts` at the first one.

    `before` and `after` are what the cursors selected, the main one first; `typed_at` is when a character was typed, 0
    for another step.
    """

    def __init__(
        self, firsts: list[Edit], before: tuple[Selection, ...], after: tuple[Selection, ...], typed_at: float
    ) -> None:
        super().__init__()
        self.firsts, self.before, self.after, self.typed_at = firsts, before, after, typed_at

    def is_continued_by(self, step: CursorsStep) -> bool:
        """Whether a step that was done next is to be undone together with this one."""
        return 0 < step.typed_at < self.typed_at + ONE_STEP and self.after == step.before

    def add(self, step: CursorsStep) -> None:
        """Add what was typed next."""
        self.extend(step)
        self.firsts += step.firsts
        self.after, self.typed_at = step.after, step.typed_at


def step_of(edits: Sequence[Edit]) -> UndoStep | None:
    """The step behind these edits; None for edits of the text."""
    first = edits[0] if edits else None
    return first.step if isinstance(first, StepEdit) else None


@contextmanager
def history_kept(history: EditHistory) -> Iterator[None]:
    """Let a change of the text, which belongs to a step that is undone or redone, be no step of its own."""
    stacks = undo_steps(history), redo_steps(history)
    before = [list(stack) for stack in stacks]
    yield
    history.checkpoint()
    for stack, steps in zip(stacks, before, strict=True):
        stack.clear()
        stack.extend(steps)


def words_of(edits: Sequence[Edit]) -> str:
    """A short description of edits of the text."""
    if isinstance(edits, CursorsStep):
        return f"{words_of(edits.firsts)} at {len(edits.before)} cursors"
    made = [edit for edit in edits if isinstance(edit, OpenEdit)]
    backwards = len(made) > 1 and made[-1].top < made[0].top
    typed = "".join(edit.text for edit in made)
    deleted = "".join(edit.made.replaced_text for edit in (reversed(made) if backwards else made))
    what = "deleted" if not typed else "changed" if deleted else "typed"
    words = " ".join((typed or deleted).lstrip()[:_READ].split())
    return f"{what} “{shorten(clean(words), WORDS)}”" if words else f"{what} spaces or lines"


def pack_undo(history: EditHistory, document: NoteDocument) -> bytes:
    """The last steps, as many as fit; b"" without steps."""
    undo, redo = _facts(undo_steps(history)), _facts(redo_steps(history))
    if not undo and not redo:
        return b""
    data = json.dumps([_state(document), undo, redo]).encode("ascii")
    return digest_of(data).encode("ascii") + zlib.compress(data, 1)


def unpack_undo(packed: bytes, history: EditHistory, opened: NoteDocument) -> bool:
    """Put packed steps before the steps since; False if they belong to another text or are damaged.

    `opened` is the document as it was opened. Packed redo steps are kept if nothing was done since.
    """
    try:
        data = zlib.decompress(packed[32:])
        if digest_of(data).encode("ascii") != packed[:32]:
            return False
        state, undo, redo = json.loads(data)
        if state != _state(opened):
            return False
        undone, redone = _steps(undo), _steps(redo)
    except (ValueError, TypeError, zlib.error):
        return False
    steps = undo_steps(history)
    if not steps and not redo_steps(history):
        redo_steps(history).extend(redone)
    room = (steps.maxlen or MOST_STEPS) - len(steps)
    steps.extendleft(reversed(undone[-room:] if room else []))
    return True


def _facts(steps: Iterable[list[Edit]]) -> list[list[list[Any]]]:
    """The last steps in order, within the bounds, without those that do not change the text."""
    found: list[list[list[Any]]] = []
    left = MOST_BYTES
    for step in reversed([step for step in steps if step_of(step) is None]):
        facts = [edit.facts() for edit in step if isinstance(edit, NoteEdit)]
        left -= sum(len(one[0]) + len(one[7]) + 50 for one in facts)
        if left < 0 or len(found) >= MOST_STEPS:
            break
        if facts:
            found.append(facts)
    return found[::-1]


def _steps(facts: list[list[list[Any]]]) -> list[list[Edit]]:
    return [[NoteEdit.of_facts(one) for one in step] for step in facts]


def _state(document: NoteDocument) -> str:
    """A digest of a text, its line ends and its timestamps."""
    return digest_of("\0".join([document.text, *document.lines]).encode("utf-8", "surrogatepass"))
