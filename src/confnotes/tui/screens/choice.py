"""A question with a few answers, on top of the screen that asks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from confnotes.tui.leaving import LeavingOnce
from confnotes.tui.widgets.drawing import clean, keys


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its name for the program, what it says, and what will happen."""

    id: str
    label: str
    hint: str = ""


class ChoiceScreen(LeavingOnce, ModalScreen[str | None]):
    """Asks, and answers with the id of what was chosen; None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", show=False)]

    DEFAULT_CSS = """
    ChoiceScreen { align: center middle; background: $background 60%; }
    ChoiceScreen > Vertical {
        width: 76; max-width: 94%; height: auto; max-height: 80%; background: $panel; padding: 1 2;
    }
    ChoiceScreen .title { text-style: bold; color: $foreground; }
    ChoiceScreen .text { color: $dim; margin-bottom: 1; }
    ChoiceScreen .keys { color: $faint; margin-top: 1; }
    ChoiceScreen OptionList, ChoiceScreen OptionList:focus {
        border: none; background: $panel; height: auto; max-height: 14; padding: 0; scrollbar-size-vertical: 1;
        background-tint: $panel 0%;
    }
    ChoiceScreen OptionList > .option-list--option-highlighted,
    ChoiceScreen OptionList:focus > .option-list--option-highlighted {
        background: $rule; color: $foreground; text-style: none;
    }
    ChoiceScreen OptionList > .option-list--option-hover { background: $hover; }
    """

    def __init__(self, title: str, text: str, answers: Sequence[Answer], *, now: str = "") -> None:
        """`now` is the id of the answer that holds already."""
        super().__init__()
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
            yield Static(keys(("enter", "takes it"), ("esc", "leaves everything as it is")), classes="keys")

    def _line(self, answer: Answer) -> Content:
        line = Content(clean(answer.label))
        return line + Content.styled(f"  {clean(answer.hint)}", "$dim") if answer.hint else line

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

    def action_leave(self) -> None:
        self.dismiss(None)
