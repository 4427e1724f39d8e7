"""Questions that are answered in words, on top of the screen that asks them; the title of a new note is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from confnotes.tui.screens.dialog import WritingDialog
from confnotes.tui.widgets.drawing import clean, keys

if TYPE_CHECKING:
    from confnotes.tui.confnotes import Confnotes


class AnswerScreen(WritingDialog[None]):
    """Asks, and gives what was typed to `take`, which does what it says, or tells why that cannot be done."""

    DEFAULT_CSS = "AnswerScreen Input { margin-top: 1; }"

    def __init__(
        self, title: str, text: str, *, example: str, take: Callable[[str], str | None], given: str = ""
    ) -> None:
        """`given` stands there already, to be changed."""
        super().__init__()
        self._title = clean(title)
        self._text = clean(text)
        self._example = example
        self._take = take
        self._given = given

    @property
    def subject(self) -> str:
        return f"answer to “{self._title} {self._text}”"

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(self._title), classes="title")
            if self._text:
                yield Static(Content(self._text), classes="text")
            yield Input(self._given, placeholder=self._example, select_on_focus=bool(self._given))
            yield Static(keys(("enter", "takes it"), ("esc", "leaves everything as it is")), classes="keys")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        answer = event.value.strip()
        if not answer:
            return
        fault = self._take(answer)
        if fault is None:
            self.dismiss()
        else:
            self.tell(clean(fault), "$error")


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
