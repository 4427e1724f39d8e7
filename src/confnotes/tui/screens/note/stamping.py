"""Stamps: by themselves while the talk is on, or when somebody asks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from confnotes.tui.screens.note.base import NotePage

if TYPE_CHECKING:
    from confnotes.services.take_note import OpenNote
    from confnotes.vault.vault import Vault

STAMP_BEFORE, STAMP_AFTER = 10, 30


class StampingPage(NotePage):
    """Says when lines are stamped."""

    def __init__(self, vault: Vault, note: OpenNote, *, key: str | None) -> None:
        super().__init__(vault, note, key=key)
        self._stamping_chosen = False

    def stamp_while_live(self) -> None:
        """Lines are stamped by themselves while the talk is on, a little before and after."""
        card = self.memory.card
        if self._stamping_chosen or card is None or card.start is None:
            return
        end = card.end or card.start
        minutes = (self.wall() - card.start).total_seconds() / 60
        after = (self.wall() - end).total_seconds() / 60
        self.editor.set_stamping(minutes >= -STAMP_BEFORE and after <= STAMP_AFTER)

    def action_stamp(self) -> None:
        if not self.editor.stamp_line():
            self.say("there is nothing to stamp on this line yet")

    def action_stamping(self) -> None:
        self._stamping_chosen = True
        self.editor.set_stamping(not self.editor.stamping)
        self.say("every new line is stamped" if self.editor.stamping else "lines are not stamped by themselves")
