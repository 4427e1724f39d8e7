"""The card of one talk in the day review: its rating, and up to five takeaways."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Static

from confnotes.markup.takeaways import MOST
from confnotes.tui.keymap.keymap import rating_of
from confnotes.tui.screens.day_wrap_view import talk_lines
from confnotes.tui.widgets.bars import Painted
from confnotes.tui.widgets.drawing import Line, Part, clean, wrap
from confnotes.tui.widgets.filter import is_command
from confnotes.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from confnotes.actions.notes.day_page import WrapTalk
    from confnotes.catalogue.program.cards import Card

HEAD = 5  # lines
REST = 1.5
"""Seconds without a key after which typed text becomes an undo step of its own."""

_PLACE = "· One line is enough."
_STEPS = {"up": -1, "down": 1, "tab": 1, "shift+tab": -1}
_LABEL = "    Takeaways"
_KEYS = "enter next line · enter on an empty line: next talk"


class TalkHead(Painted):
    """The heading with the talk."""

    card: reactive[Card | None] = reactive(None)

    def painted(self, width: int) -> list[Line]:
        return talk_lines(self.card, width) if self.card is not None else []


class Rating(Painted, can_focus=True):
    """One to five; the card handles its keys."""

    value: reactive[int | None] = reactive(None)

    def painted(self, width: int) -> list[Line]:
        dots = Part("●" * (self.value or 0) + "○" * (5 - (self.value or 0)), "accent" if self.value else "faint")
        mark = Part("▸ " if self.has_focus else "  ", "accent")
        hint = "  1 to 5" if self.has_focus else ""
        return [[Part("  "), mark, Part("Rating     ", "dim"), dots, Part(hint, "faint")]]


class Burst:
    """Text typed into a line without a pause, undone as one step."""

    def __init__(self, line: Takeaway, before: str) -> None:
        self._line, self._before, self.after = line, before, line.value
        self.at = time.monotonic()

    def undo(self) -> None:
        self._line.put(self._before)

    def redo(self) -> None:
        self._line.put(self.after)


class Takeaway(Input):
    """An input for a takeaway."""

    _burst: Burst | None = None
    _known = ""

    def put(self, words: str) -> None:
        """Set the text without counting it as typed."""
        self._burst, self._known, self.value = None, words, words

    def begin_burst(self) -> Burst | None:
        """The burst that starts with this key; None if one continues, or without a change."""
        before, self._known = self._known, self.value
        if before == self.value:
            return None
        begun = self._burst
        if begun is not None and time.monotonic() - begun.at < REST:
            begun.after, begun.at = self.value, time.monotonic()
            return None
        self._burst = Burst(self, before)
        return self._burst


class TalkCard(Vertical):
    """Rating and takeaways of a talk; posts `Kept` when the user leaves the last filled line."""

    DEFAULT_CSS = f"""
    TalkCard TalkHead {{ height: {HEAD}; }}
    TalkCard Rating {{ height: 2; }}
    TalkCard .takeaway {{ height: 1; }}
    TalkCard .label {{ width: 15; color: $dim; }}
    TalkCard .keys {{ color: $faint; padding-left: 15; }}
    TalkCard .takeaway Input {{ width: 1fr; margin-right: 2; }}
    TalkCard Pane {{ margin-top: 1; }}
    """

    class Rated(Message):
        """The rating has changed; 0 removes it."""

    class Kept(Message):
        """The user is done with this talk."""

    def __init__(self) -> None:
        super().__init__(id="talk", classes="body")
        self._head = TalkHead()
        self.rating = Rating()
        self.inputs = [
            Takeaway(id=f"takeaway-{number}", placeholder=_PLACE if number == 0 else "·", select_on_focus=False)
            for number in range(MOST)
        ]
        self._note = Pane("noted")
        self._note.can_focus = False
        self._more: tuple[str, ...] = ()

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
        """The typed takeaways, and those of the note beyond the lines of the card."""
        return [*(field.value for field in self.inputs if field.value.strip()), *self._more]

    def show(self, talk: WrapTalk, noted: Sequence[str]) -> None:
        """Show a talk; `noted` are lines of its note as a reminder."""
        self._head.card = talk.card
        self.rating.value = talk.rating
        self._more = talk.takeaways[MOST:]
        self.fill([*talk.takeaways, *[""] * MOST])
        self._note.show(lambda width: _noted(noted, width))
        self.go(0)

    def fill(self, lines: Sequence[str]) -> None:
        """Set the text of the lines."""
        for field, words in zip(self.inputs, lines, strict=False):
            field.put(words)

    @property
    def _at(self) -> int:
        """What has the focus: the rating (0) or a line, from 1."""
        return next((at for at, field in enumerate(self.inputs, 1) if field is self.screen.focused), 0)

    def go(self, at: int) -> None:
        """Focus the rating or a line."""
        self.screen.set_focus(self.inputs[min(at, MOST) - 1] if at > 0 else self.rating)

    def enter(self) -> None:
        """Go from the rating to the first empty line, from a filled line to the next, otherwise to the end."""
        at = self._at
        if at == 0:
            self.go(self._first_empty())
        elif at < MOST and self.inputs[at - 1].value.strip():
            self.go(at + 1)
        else:
            self.post_message(self.Kept())

    def _first_empty(self) -> int:
        return next((at for at, field in enumerate(self.inputs, 1) if not field.value), MOST)

    def on_key(self, event: events.Key) -> None:
        """Take the keys that the focused line leaves."""
        at, typed = self._at, event.character if event.is_printable else None
        if event.key == "enter":
            self.enter()
        elif event.key in _STEPS:
            self.go(at + _STEPS[event.key])
        elif at == 0 and (rating := rating_of(event.key)) is not None:
            self.rating.value = rating or None
            self.post_message(self.Rated())
        elif at == 0 and typed and not is_command(event.key):
            self.go(self._first_empty())
            self.inputs[self._first_empty() - 1].insert_text_at_cursor(typed)
        else:
            return
        event.prevent_default().stop()


def _noted(lines: Sequence[str], width: int) -> list[Line]:
    if not lines:
        return []
    shown: list[Line] = [[Part("    From your note", "faint")]]
    for line in lines:
        shown += [[Part("      "), Part(part, "dim")] for part in wrap(clean(line), width - 10)]
    return shown
