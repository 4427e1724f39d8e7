"""From one talk's note to another's."""

from __future__ import annotations

from confnotes.tui.screens.note.base import NotePage


class SwitchingPage(NotePage):
    """Goes to the note of another talk; this one is saved first."""

    def action_next_talk(self) -> None:
        coming = self.memory.next
        if coming is None:
            self.say("nothing comes next that day")
        elif self.can_leave():
            app = self.confnotes
            self.dismiss()
            app.call_later(app.open_talk, coming.key)
