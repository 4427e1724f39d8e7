"""The fields of a poster's card: one or more inputs each, and the score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input

from confnotes.markup.poster_card import FIELDS, CardField, CardLine, lines_of
from confnotes.model.mark import BEST_RATING
from confnotes.tui.keymap.keymap import rating_of
from confnotes.tui.widgets.bars import Painted, Words
from confnotes.tui.widgets.drawing import Line, Part

LABEL = 13  # cells
HINTS = {
    CardField.CLAIM: "What does it claim?",
    CardField.TRICK: "How does it work?",
    CardField.DOUBT: "What might be wrong?",
    CardField.ASKED: "What did you ask?",
    CardField.FOLLOW_UP: "What will you do next?",
}


class CardInput(Input):
    """The `number`th input of a field."""

    def __init__(self, field: CardField, number: int, text: str) -> None:
        super().__init__(text, placeholder=HINTS[field] if not number else "", select_on_focus=False)
        self.field = field
        self.number = number


class CardRow(Horizontal):
    """A label and its input; further inputs of a field have no label."""

    DEFAULT_CSS = f"""
    CardRow {{ height: 1; }}
    CardRow .label {{ width: {LABEL + 2}; }}
    CardRow Input {{ width: 1fr; }}
    CardRow .more {{ width: 2; }}
    """

    def __init__(self, line: CardInput) -> None:
        super().__init__()
        self.input = line
        self._label = Words("label")
        self._label.add_class("label")
        self._more = Words("more")
        self._more.add_class("more")

    def compose(self) -> ComposeResult:
        yield self._label
        yield self.input
        yield self._more

    def on_mount(self) -> None:
        self._show(focused=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._show(focused=True)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        self._show(focused=False)

    def _show(self, *, focused: bool) -> None:
        label = self.input.field.value if not self.input.number else ""
        mark = "▸ " if focused else "  "
        self._label.tell([Part("  "), Part(mark, "accent"), Part(label, "accent" if focused else "dim")])
        self._tell_more()

    def on_resize(self) -> None:
        self._tell_more()

    def _tell_more(self) -> None:
        line = self.input
        cut = not line.has_focus and line.scroll_offset.x == 0 and cell_len(line.value) > line.size.width > 0
        self._more.tell([Part("…" if cut else "", "faint")])


class Score(Painted, can_focus=True):
    """The score from one to five, set by a digit or the arrow keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "change(-1)", "Less", show=False),
        Binding("right", "change(1)", "More", show=False),
    ]

    @dataclass
    class Given(Message):
        """A score was given; 0 removes it."""

        score: int

    value: reactive[int] = reactive(0)

    def painted(self, width: int) -> list[Line]:
        focused = self.has_focus
        dots: Line = [
            Part("●" if number <= self.value else "○", "accent" if number <= self.value else "faint", str(number))
            for number in range(1, BEST_RATING + 1)
        ]
        hint = Part("   1 to 5" if focused and not self.value else "", "faint")
        label = Part(f"{'score':<{LABEL - 2}}", "accent" if focused else "dim")
        return [[Part("  "), Part("▸ " if focused else "  ", "accent"), label, *dots, hint]]

    def on_key(self, event: events.Key) -> None:
        rating = rating_of(event.key)
        if rating is not None:
            event.stop()
            self._give(rating)

    def on_painted_pressed(self, event: Painted.Pressed) -> None:
        event.stop()
        self._give(int(event.target))

    def action_change(self, step: int) -> None:
        """Increase or decrease the score."""
        self._give(min(max(self.value + step, 0), BEST_RATING))

    def _give(self, score: int) -> None:
        if score != self.value:
            self.value = score
            self.post_message(self.Given(score))


def rows_of(card: tuple[CardLine, ...]) -> Iterable[CardRow]:
    """A row for each line of the card, and an empty one for each empty field."""
    for field in FIELDS:
        texts = [line.text for line in lines_of(card, field)] or [""]
        for number, text in enumerate(texts):
            yield CardRow(CardInput(field, number, text))
