"""A question with a few answers, on top of the screen that asks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from confnotes.tui.screens.dialog import Dialog
from confnotes.tui.widgets.drawing import clean, keys

ONE_LINE = 68
"""What is no wider stands on one line."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its name for the program, what it says, and what will happen."""

    id: str
    label: str
    hint: str = ""


class ChoiceScreen(Dialog[str | None]):
    """Asks, and answers with the id of what was chosen; None when it was left."""

    DEFAULT_CSS = "ChoiceScreen .text { margin-bottom: 1; }"

    def __init__(self, title: str, text: str, answers: Sequence[Answer], *, now: str = "", leads: bool = False) -> None:
        """`now` is the id of the answer that holds already; an answer that `leads` somewhere changes nothing."""
        super().__init__()
        self._leads = leads
        self._now = now
        self._title = clean(title)
        self._text = clean(text)
        self._answers = answers

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(self._title), classes="title")
            if self._text:
                yield Static(Content(self._text), classes="text")
            yield OptionList(*(Option(self._line(answer), id=answer.id) for answer in self._answers))
            takes, leaves = ("goes there", "stays here") if self._leads else ("takes it", "leaves everything as it is")
            yield Static(keys(("enter", takes), ("esc", leaves)), classes="keys")

    def _line(self, answer: Answer) -> Content:
        label, hint = clean(answer.label), clean(answer.hint)
        if not hint:
            return Content(label)
        between = "  " if cell_len(label) + cell_len(hint) + 2 <= ONE_LINE else "\n"
        return Content(label) + Content.styled(f"{between}{hint}", "$dim")

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        options.highlighted = next((at for at, answer in enumerate(self._answers) if answer.id == self._now), 0)
        options.focus()

    def on_key(self, event: events.Key) -> None:
        """A digit takes the answer whose name it is."""
        if event.key.isdecimal() and any(answer.id == event.key for answer in self._answers):
            event.stop()
            self.dismiss(event.key)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option.id)
