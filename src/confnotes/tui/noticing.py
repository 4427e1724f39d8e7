"""Says what goes on with less than it should, as without a cache: where the person looks, and again at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from confnotes.errors import ConfnotesError
from confnotes.tui.opening import OpeningApp
from confnotes.tui.screens.page import Page

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

_LOOK_AGAIN = 1.0


class NoticingApp(OpeningApp):
    """Shows each notice on the screen that is there when it is heard, those before the first frame together."""

    class Heard(Message):
        """There are notices to be shown."""

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault)
        self.heard: list[str] = []
        self._shown = 0

    def hear(self, message: str) -> None:
        """Take a notice, in any thread."""
        self.heard.append(message)
        if self.is_running:
            self.post_message(self.Heard())

    def on_mount(self) -> None:
        self.call_after_refresh(self._show_notices)

    def on_noticing_app_heard(self) -> None:
        self._show_notices()

    def _show_notices(self) -> None:
        waiting = self.heard[self._shown :]
        if not waiting:
            return
        if isinstance(self.screen, Page):
            self._shown = len(self.heard)
            self.screen.complain(ConfnotesError(" · ".join(waiting)))
        else:
            self.set_timer(_LOOK_AGAIN, self._show_notices)
