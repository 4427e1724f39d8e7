"""What every part of a note's screen builds on: the note in its editor, and what is known around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError
from confnotes.markup.note_title import title_in
from confnotes.model.wall_clock import wall_time_of
from confnotes.tui.screens.marking import MarkingPage
from confnotes.tui.screens.note.memory import Memory
from confnotes.tui.screens.note.saving import SavingPage
from confnotes.tui.widgets.editor import NoteEditor

if TYPE_CHECKING:
    from confnotes.actions.notes.take_note import OpenNote
    from confnotes.catalogue.program.cards import Card
    from confnotes.model.damage import Damage
    from confnotes.tui.undo import UndoStep
    from confnotes.vault.vault import Vault


EARLY, OVERRUN = timedelta(minutes=10), timedelta(minutes=30)
UNKNOWN_TALK = timedelta(hours=3)
"""So long after it begins a talk may be on of which no program tells, or not yet."""


class NotePage(SavingPage, MarkingPage):
    """One note in its editor. `key` is the talk it is about."""

    def __init__(self, vault: Vault, note: OpenNote, *, key: str | None) -> None:
        super().__init__(vault, note)
        self.key = key
        self.memory = Memory()
        self._begins = wall_time_of(self.front.fields.get("start" if key else "created"))

    @property
    def timezone(self) -> str | None:
        given = self.front.fields.get("timezone")
        return given if isinstance(given, str) else None

    @property
    def is_live(self) -> bool:
        """Whether the talk is on, or was or will be in a little while: talks begin early and overrun.

        A note about no talk of a program is taken for one of a talk in the hours after it was begun.
        """
        card = self.memory.card
        begin = self._begins if card is None else card.start
        if begin is None:
            return False
        end = begin + UNKNOWN_TALK if card is None else (card.end or begin) + OVERRUN
        return begin - EARLY <= self.wall() <= end

    @property
    def note_title(self) -> str:
        """What the note is called by what stands in its editor."""
        return title_in(replace(self.front, body=self.editor.text), self.keeper.note.path)

    def damage(self) -> Mapping[str, tuple[Damage, ...]]:
        return {}  # one writes here, and needs every line

    # What the parts do for each other

    @property
    def heading(self) -> str:
        """What the note is called."""
        raise NotImplementedError

    def press(self, target: str) -> None:
        """Go where a pressed part of the screen leads."""
        raise NotImplementedError

    def remember(self, known: Memory) -> None:
        """Read anew what is known around the note, away from the screen; `known` is shown until then."""
        raise NotImplementedError

    def memory_changed(self) -> None:
        """What is known around the note was read."""

    # The talk

    def chosen_card(self) -> Card | None:
        if self.memory.card is None:
            self.say("this note is about no talk of a program")
        return self.memory.card

    def marked(self, key: str) -> None:
        self.remember(self.memory)

    # What can be undone: words and marks in the order of time

    def did(self, step: UndoStep) -> None:
        self.editor.add_step(step)
        self.say(f"{step.said} · ctrl+z undoes it")

    def action_undo(self) -> None:
        self.editor.undo()

    def action_redo(self) -> None:
        self.editor.redo()

    def on_note_editor_undone(self, event: NoteEditor.Undone) -> None:
        event.stop()
        try:
            if event.step is not None:
                (event.step.redo if event.again else event.step.undo)()
        except (ConfnotesError, OSError) as error:
            self.confnotes.complain_of(error)
            return
        self.say(f"{'redone' if event.again else 'undone'} · {event.told}")
        if event.step is not None:
            self.stepped(event.step)
