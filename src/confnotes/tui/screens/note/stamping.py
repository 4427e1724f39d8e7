"""Stamps: by themselves while the talk is on, or when somebody asks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from confnotes.tui.screens.note.base import NotePage

if TYPE_CHECKING:
    from confnotes.actions.notes.take_note import OpenNote
    from confnotes.vault.vault import Vault


class StampingPage(NotePage):
    """Says when lines are stamped."""

    def __init__(self, vault: Vault, note: OpenNote, *, key: str | None) -> None:
        super().__init__(vault, note, key=key)
        self._stamping_chosen = False

    def stamp_while_live(self) -> None:
        """Lines are stamped by themselves while the talk is on, a little before and after."""
        if not self._stamping_chosen and self.is_live != self.editor.stamping:
            self.editor.set_stamping(self.is_live)

    def action_stamp(self) -> None:
        if not self.editor.stamp_line():
            self.say("there is nothing to stamp on this line yet")

    def action_stamping(self) -> None:
        self._stamping_chosen = True
        self.editor.set_stamping(not self.editor.stamping)
        self.say("every new line is stamped" if self.editor.stamping else "lines are not stamped by themselves")
