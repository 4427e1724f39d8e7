"""A question that is answered in words, on top of the screen that asks it."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from confnotes.tui.screens.dialog import WritingDialog
from confnotes.tui.widgets.drawing import clean, keys


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
