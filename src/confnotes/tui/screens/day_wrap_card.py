"""The card of one talk at the day's end: its rating, and up to five takeaways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from confnotes.markup.takeaways import MOST
from confnotes.tui.screens.day_wrap_view import talk_lines
from confnotes.tui.widgets.bars import Painted
from confnotes.tui.widgets.drawing import Line, Part, clean, wrap
from confnotes.tui.widgets.filter import COMMAND_KEYS
from confnotes.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from confnotes.services.cards import Card
    from confnotes.services.day_wrap import WrapTalk

HEAD = 5
_PLACE = "· one line is enough"
_COMMANDS = frozenset({*"012345", *COMMAND_KEYS})
_LABEL = "    Takeaways"
_KEYS = "enter next line · empty: next talk · ctrl+n skip · ctrl+b back"


class TalkHead(Painted):
    """Which talk it is."""

    card: Card | None = None

    def tell(self, card: Card) -> None:
        """Show that talk."""
        self.card = card
        self.repaint()

    def painted(self, width: int) -> list[Line]:
        return talk_lines(self.card, width) if self.card is not None else []


class Rating(Painted, can_focus=True):
    """One to five, by a digit or the arrows up and down."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"rate({key})", f"Rate it {key}", show=False) for key in "012345"
    ]

    @dataclass
    class Chosen(Message):
        """Another rating was given; None takes it away."""

        value: int | None

    value: int | None = None

    def tell(self, value: int | None) -> None:
        """Show that rating."""
        self.value = value
        self.repaint()

    def action_rate(self, value: int) -> None:
        self.tell(value or None)
        self.post_message(self.Chosen(self.value))

    def on_key(self, event: events.Key) -> None:
        """What is typed here begins a takeaway, also what was typed faster than the focus moves."""
        card = self.parent
        if not isinstance(card, TalkCard) or not event.is_printable or not event.character:
            return
        if card.began or event.key not in _COMMANDS:
            event.stop()
            event.prevent_default()
            card.to_takeaways(event.character)

    def on_focus(self) -> None:
        self.repaint()

    def on_blur(self) -> None:
        self.repaint()

    def painted(self, width: int) -> list[Line]:
        dots = Part("●" * (self.value or 0) + "○" * (5 - (self.value or 0)), "accent" if self.value else "faint")
        mark = Part("▸ " if self.has_focus else "  ", "accent")
        hint = "  1 to 5" if self.has_focus else ""
        return [[Part("  "), mark, Part("Rating     ", "dim"), dots, Part(hint, "faint")]]


class TalkCard(Vertical):
    """What a person keeps of a talk; `Kept` when they go on from the last line that they filled."""

    DEFAULT_CSS = f"""
    TalkCard TalkHead {{ height: {HEAD}; }}
    TalkCard Rating {{ height: 2; }}
    TalkCard .takeaway {{ height: 1; }}
    TalkCard .label {{ width: 15; color: $dim; }}
    TalkCard .keys {{ color: $faint; padding-left: 15; }}
    TalkCard .takeaway Input {{ width: 1fr; margin-right: 2; }}
    TalkCard Pane {{ margin-top: 1; }}
    """

    class Kept(Message):
        """The person is done with this talk."""

    def __init__(self) -> None:
        super().__init__(id="talk", classes="body")
        self._head = TalkHead()
        self.rating = Rating()
        self.inputs = [
            Input(id=f"takeaway-{number}", placeholder=_PLACE if number == 0 else "·", select_on_focus=False)
            for number in range(MOST)
        ]
        self._note = Pane("noted")
        self._note.can_focus = False
        self._more: tuple[str, ...] = ()
        self.began: Input | None = None

    def compose(self) -> ComposeResult:
        yield self._head
        yield self.rating
        for number, field in enumerate(self.inputs):
            with Horizontal(classes="takeaway"):
                yield Static(_LABEL if number == 0 else " " * len(_LABEL), classes="label")
                yield field
        yield Static(_KEYS, classes="keys")
        yield self._note

    @property
    def takeaways(self) -> list[str]:
        """What is typed, and what the note has beyond the lines of the card."""
        return [*(field.value for field in self.inputs if field.value.strip()), *self._more]

    def show(self, talk: WrapTalk, noted: Sequence[str]) -> None:
        """Show a talk; `noted` are lines of its note, to remember it by."""
        self.began = None
        self._head.tell(talk.card)
        self.rating.tell(talk.rating)
        self._more = talk.takeaways[MOST:]
        for field, words in zip(self.inputs, [*talk.takeaways, *[""] * MOST], strict=False):
            field.value = words
        self._note.show(lambda width: _noted(noted, width))
        self.screen.set_focus(self.rating)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        at = self.inputs.index(event.input)
        if event.value.strip() and at + 1 < MOST:
            self.screen.set_focus(self.inputs[at + 1])
        else:
            self.post_message(self.Kept())

    def to_takeaways(self, character: str = "") -> None:
        """Go to the first line that is empty, and begin it with a character."""
        field = self.began or next((one for one in self.inputs if not one.value), self.inputs[-1])
        self.screen.set_focus(field)
        if character:
            self.began = field
            field.insert_text_at_cursor(character)

    def on_key(self, event: events.Key) -> None:
        places = [self.rating, *self.inputs]
        at = next((number for number, one in enumerate(places) if one.has_focus), None)
        if at is None:
            return
        if event.key in ("up", "down"):
            event.stop()
            places[max(0, min(at + (1 if event.key == "down" else -1), MOST))].focus()


def _noted(lines: Sequence[str], width: int) -> list[Line]:
    if not lines:
        return []
    shown: list[Line] = [[Part("    From your note", "faint")]]
    for line in lines:
        shown += [[Part("      "), Part(part, "dim")] for part in wrap(clean(line), width - 10)]
    return shown
