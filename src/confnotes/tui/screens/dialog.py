"""What all dialogs have, and those that ask for one of a few answers, or for words.

Each is a panel with a title and its keys, and esc and ctrl+o leave it.

A dialog with a line to write in keeps what is typed there when esc is pressed: a habit, not a decision. What is typed
there outlives a kill.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from confnotes.tui.half_typed import HalfTyped
from confnotes.tui.textual_private import SteadyScreen, pass_over_late_clicks
from confnotes.tui.widgets.drawing import clean, keys

if TYPE_CHECKING:
    from confnotes.tui.confnotes import Confnotes

ONE_LINE = 68
"""What is no wider stands on one line."""


class Dialog(SteadyScreen, ModalScreen[ScreenResultType]):
    """A title, a text, the widgets of the `body` that a subclass makes, and what its keys do."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Leave", show=False),
        Binding("ctrl+o", "leave", "Leave", show=False),
    ]
    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > Vertical {
        width: 76; max-width: 94%; height: auto; max-height: 80%; background: $panel; padding: 1 2;
    }
    Dialog .title { text-style: bold; color: $foreground; }
    Dialog .text { color: $dim; }
    Dialog .keys { color: $faint; margin-top: 1; }
    Dialog OptionList, Dialog OptionList:focus {
        border: none; background: $panel; height: auto; max-height: 14; padding: 0; scrollbar-size-vertical: 1;
        background-tint: $panel 0%;
    }
    Dialog OptionList > .option-list--option-highlighted, Dialog OptionList:focus > .option-list--option-highlighted {
        background: $rule; color: $foreground; text-style: none;
    }
    Dialog OptionList > .option-list--option-hover { background: $hover; }
    """

    def __init__(self, title: str, text: str = "", *does: tuple[str, str]) -> None:
        """`does` are keys, and what each does."""
        super().__init__()
        self._title, self._text, self._does = clean(title), clean(text), does

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(self._title), classes="title")
            if self._text:
                yield Static(Content(self._text), classes="text")
            yield from self.body()
            yield Static(keys(*self._does), classes="keys")

    def body(self) -> ComposeResult:
        """What is asked."""
        yield from ()

    def action_back(self) -> None:
        """Leave; a dialog that holds typed words stays."""
        self.action_leave()

    def action_leave(self) -> None:
        """Answer nothing."""
        self.dismiss(None)


class WritingDialog(Dialog[ScreenResultType]):
    """A dialog with one line to write in: once something was written there, only ctrl+o discards it."""

    _given = ""
    _half_typed: HalfTyped | None = None

    @property
    def subject(self) -> str:
        """What is written: what was half-typed comes back when that is asked for again."""
        raise NotImplementedError

    def on_mount(self) -> None:
        line = self.query_one(Input)
        self._given = line.value
        self._half_typed = HalfTyped(self, cast("Confnotes", self.app).vault, self.subject)
        if self._half_typed.kept:
            line.value = self._half_typed.kept[0]
            line.select_on_focus = False
            line.cursor_position = len(line.value)
            self.tell("you typed this before confnotes ended; ctrl+o discards it", "$warning")

    def on_input_changed(self, event: Input.Changed) -> None:
        if self._half_typed is not None and self.is_active:
            self._half_typed.keep(["" if event.value == self._given else event.value])

    def on_unmount(self) -> None:
        if self._half_typed is not None:
            self._half_typed.close()

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        if self._half_typed is not None and self.is_active:
            self._half_typed.forget()
        return super().dismiss(result)

    def action_back(self) -> None:
        if self.query_one(Input).value in ("", self._given):
            self.action_leave()
        else:
            self.tell("ctrl+o discards what you typed", "$warning")

    def tell(self, text: str, style: str) -> None:
        """Show a line where the keys stand."""
        self.query_one(".keys", Static).update(Content.styled(text, style))


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
        takes, leaves = ("goes there", "stays here") if leads else ("takes it", "leaves everything as it is")
        super().__init__(title, text, ("enter", takes), ("esc", leaves))
        self._now = now
        self._answers = answers

    def body(self) -> ComposeResult:
        yield OptionList(*(Option(self._line(answer), id=answer.id) for answer in self._answers))

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


class AnswerScreen(WritingDialog[None]):
    """Asks, and gives what was typed to `take`, which does what it says, or tells why that cannot be done."""

    DEFAULT_CSS = "AnswerScreen Input { margin-top: 1; }"

    def __init__(
        self, title: str, text: str, *, example: str, take: Callable[[str], str | None], given: str = ""
    ) -> None:
        """`given` stands there already, to be changed."""
        super().__init__(title, text, ("enter", "takes it"), ("esc", "leaves everything as it is"))
        self._example = example
        self._take = take
        self._begins_with = given

    @property
    def subject(self) -> str:
        return f"answer to “{self._title} {self._text}”"

    def body(self) -> ComposeResult:
        yield Input(self._begins_with, placeholder=self._example, select_on_focus=bool(self._begins_with))

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
    subject = "title of a new note"

    def __init__(self) -> None:
        super().__init__("New note", "", ("enter", "opens it"), ("esc", "leaves"))

    def body(self) -> ComposeResult:
        yield Input(placeholder="its title", id="title")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        title = event.value.strip()
        if title:
            app = cast("Confnotes", self.app)
            self.dismiss()
            app.call_later(app.open_new, title)


pass_over_late_clicks()
