"""What all questions on top of a screen have: a panel with a title and its keys, and esc, which leaves it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, ScreenResultType

from confnotes.tui.leaving import LeavingOnce


class Dialog(LeavingOnce, ModalScreen[ScreenResultType]):
    """A subclass composes one `Vertical`, in it what has the class "title", "text" or "keys", and what is asked."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", show=False)]
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

    def action_leave(self) -> None:
        """Answer nothing."""
        self.dismiss(None)
