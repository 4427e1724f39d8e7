"""What all dialogs have: a panel with a title and its keys, and esc and ctrl+o, which leave it.

A dialog with a line to write in keeps what is typed there when esc is pressed: a habit, not a decision. What is typed
there outlives a kill.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.content import Content
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Input, Static

from confnotes.tui.half_typed import HalfTyped
from confnotes.tui.textual_private import SteadyScreen, pass_over_late_clicks

if TYPE_CHECKING:
    from confnotes.tui.confnotes import Confnotes


class Dialog(SteadyScreen, ModalScreen[ScreenResultType]):
    """A subclass composes one `Vertical`, in it what has the class "title", "text" or "keys", and what is asked."""

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


class Palette(SteadyScreen, CommandPalette):
    """The list of all commands."""


pass_over_late_clicks()
