"""A title for a note that belongs to no talk."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from confnotes.tui.leaving import LeavingOnce
from confnotes.tui.widgets.drawing import keys

if TYPE_CHECKING:
    from confnotes.tui.app import ConfnotesApp


class NewNoteScreen(LeavingOnce, ModalScreen[None]):
    """Asks for the title, then opens the note."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", show=False)]
    CSS = """
    NewNoteScreen { align: center middle; background: $background 60%; }
    NewNoteScreen > Vertical { width: 72; max-width: 94%; height: auto; background: $panel; padding: 1 2; }
    NewNoteScreen .title { text-style: bold; }
    NewNoteScreen .keys { color: $faint; margin-top: 1; }
    NewNoteScreen Input { margin-top: 1; }
    """

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content("New note"), classes="title")
            yield Input(placeholder="its title", id="title")
            yield Static(keys(("enter", "opens it"), ("esc", "leaves")), classes="keys")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        title = event.value.strip()
        if not title:
            return
        app = cast("ConfnotesApp", self.app)
        self.dismiss()
        app.call_later(app.open_new, title)

    def action_leave(self) -> None:
        """Begin no note."""
        self.dismiss()
