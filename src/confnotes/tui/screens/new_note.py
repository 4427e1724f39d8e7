"""A title for a note that belongs to no talk."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from confnotes.tui.screens.dialog import WritingDialog
from confnotes.tui.widgets.drawing import keys

if TYPE_CHECKING:
    from confnotes.tui.confnotes import Confnotes


class NewNoteScreen(WritingDialog[None]):
    """Asks for the title, then opens the note."""

    DEFAULT_CSS = "NewNoteScreen Input { margin-top: 1; }"

    @property
    def subject(self) -> str:
        return "title of a new note"

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content("New note"), classes="title")
            yield Input(placeholder="its title", id="title")
            yield Static(keys(("enter", "opens it"), ("esc", "leaves")), classes="keys")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        title = event.value.strip()
        if not title:
            return
        app = cast("Confnotes", self.app)
        self.dismiss()
        app.call_later(app.open_new, title)
