"""Dialogs: the base class, a choice among a few answers, and a line of text.

Each is a panel with a title and its keys, which come from the keymap: a subclass says `where` it is. A dialog with an
input stays open on esc once something was typed, since esc is often pressed by habit. What was typed survives a crash.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.command import Where
from confnotes.tui.half_typed import HalfTyped
from confnotes.tui.screens.key_line import KeyLineScreen
from confnotes.tui.textual_private import pass_over_late_clicks
from confnotes.tui.widgets.drawing import clean

if TYPE_CHECKING:
    from confnotes.tui.confnotes import Confnotes

ONE_LINE = 68
"""Maximum width in cells of an answer with its hint on the same line."""


class Dialog(KeyLineScreen[ScreenResultType], ModalScreen[ScreenResultType]):
    """A title, a text, the widgets of a subclass's `body`, and a line of keys."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; layers: base keys; }
    Dialog > Vertical {
        width: 76; max-width: 94%; height: auto; max-height: 94%; background: $panel; padding: 1 2;
    }
    Dialog:ansi { background: transparent; & > Vertical { border: round $faint; } }
    Dialog .title { text-style: bold; color: $foreground; }
    Dialog .text { color: $dim; }
    Dialog .keys { color: $dim; margin-top: 1; }
    Dialog OptionList, Dialog OptionList:focus {
        border: none; background: $panel; height: auto; max-height: 45vh; padding: 0; scrollbar-size-vertical: 1;
        scrollbar-background: $panel; background-tint: $panel 0%;
    }
    Dialog OptionList > .option-list--option-highlighted, Dialog OptionList:focus > .option-list--option-highlighted {
        background: $chosen; color: $accent; text-style: bold;
    }
    Dialog OptionList > .option-list--option-hover { background: $hover; }
    """

    def __init__(self, title: str, text: str = "", *does: tuple[str, str]) -> None:
        """`does` are pairs of an action of the keymap, or several, and its label."""
        super().__init__(*does)
        self._title, self._text = clean(title), clean(text)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(self._title), classes="title")
            if self._text:
                yield Static(Content(self._text), classes="text")
            yield from self.body()
            yield self.key_line()

    def body(self) -> ComposeResult:
        """The widgets between text and keys."""
        yield from ()

    def action_back(self) -> None:
        """Close the dialog; one with typed text stays open."""
        self.action_leave()

    def action_leave(self) -> None:
        """Close the dialog without an answer."""
        self.dismiss(None)


class WritingDialog(Dialog[ScreenResultType]):
    """A dialog with an input, or a text of several lines: esc does not discard what was typed."""

    where: ClassVar[Where] = Where.LINE
    may_clear: ClassVar[bool] = False
    """Whether a text that was cleared is a change, too."""

    _given = ""
    _half_typed: HalfTyped | None = None

    @property
    def subject(self) -> str:
        """The key under which unfinished text is kept, and restored when the dialog opens again."""
        raise NotImplementedError

    @property
    def typed(self) -> str:
        """The text as it is now."""
        return self.query_one(Input).value

    def put(self, text: str) -> None:
        """Show a text that was typed before, and go on behind it."""
        line = self.query_one(Input)
        line.value, line.select_on_focus, line.cursor_position = text, False, len(text)

    def on_mount(self) -> None:
        self._given = self.typed
        self._half_typed = HalfTyped(self, cast("Confnotes", self.app).vault, self.subject)
        if self._half_typed.kept:
            self.put(self._half_typed.kept[0])
            self.say(f"You typed this before confnotes ended. Press {self.key_of('close')} to discard it.")

    def on_input_changed(self, event: Input.Changed) -> None:
        self.keep()

    def keep(self) -> None:
        """Keep what is typed, soon."""
        if self._half_typed is not None and self.is_active:
            self._half_typed.keep(["" if self.typed == self._given else self.typed])

    def on_unmount(self) -> None:
        if self._half_typed is not None:
            self._half_typed.close()

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        if self._half_typed is not None and self.is_active:
            self._half_typed.forget()
        return super().dismiss(result)

    def action_back(self) -> None:
        if self.typed == self._given or not (self.typed or self.may_clear):
            self.action_leave()
        else:
            self.say(f"Press {self.key_of('close')} to discard what you typed")


@fast_dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its id, its label, and a hint about what it does."""

    id: str
    label: str
    hint: str = ""


class ChoiceScreen(Dialog[str | None]):
    """Lets the person choose an answer and returns its id; None when cancelled."""

    where: ClassVar[Where] = Where.DIALOG
    DEFAULT_CSS = "ChoiceScreen .text { margin-bottom: 1; }"

    def __init__(self, title: str, text: str, answers: Sequence[Answer], *, now: str = "", leads: bool = False) -> None:
        """`now` is the id of the current answer; `leads`: the answers are places to open, and change nothing."""
        super().__init__(title, text, ("open", "go" if leads else "select"), ("back", "cancel"))
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

    def action_rate(self, number: int) -> None:
        """Select the answer with that number as its id."""
        if any(answer.id == str(number) for answer in self._answers):
            self.dismiss(str(number))

    def on_key(self, event: events.Key) -> None:
        """y and n choose between two answers; n is the first one, if that keeps everything as it is."""
        if event.key in ("y", "n") and [one.id for one in self._answers[:1]] == ["keep"] and len(self._answers) == 2:
            self.dismiss(self._answers[event.key == "y"].id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option.id)


class AnswerScreen(WritingDialog[None]):
    """Asks for a line of text; `take` applies it, or returns what is wrong with it."""

    DEFAULT_CSS = "AnswerScreen Input { margin-top: 1; }"

    def __init__(
        self,
        title: str,
        text: str,
        *,
        example: str,
        take: Callable[[str], str | None],
        given: str = "",
        does: str = "save",
    ) -> None:
        """`given` is the initial text; `does` is what enter does with it."""
        super().__init__(title, text, ("open", does), ("back", "cancel"))
        self._example = example
        self._take = take
        self._is_refused = False
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
            self._is_refused = True
            self.tell(clean(fault), "$error")

    def on_input_changed(self, event: Input.Changed) -> None:
        if self._is_refused:
            self._is_refused = False
            self.unsay()


def new_note_screen() -> AnswerScreen:
    """Asks for a title, then opens a new note."""

    def take(title: str) -> None:
        app = cast("Confnotes", screen.app)
        app.call_later(app.open_new, title)

    screen = AnswerScreen("New note", "", example="Title", take=take, does="create")
    return screen


pass_over_late_clicks()
