"""The dialogs of the Export screen: the full list of a row's options, and what is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option as Row

from confnotes.markup.names import fold
from confnotes.tui.command import Where
from confnotes.tui.screens.dialog import Dialog
from confnotes.tui.widgets.drawing import SCREEN_STYLES, Line, Part, clean, wrap
from confnotes.tui.widgets.pane import Pane
from confnotes.tui.widgets.pick import Option

if TYPE_CHECKING:
    from confnotes.model.summary import LeftOut

MOST_SHOWN = 300  # rows: typing finds the rest
ONE_LINE = 66  # cells inside the dialog at 80 columns
Typed = Callable[[str], Option | None]


class PickScreen(Dialog[Option | None]):
    """Returns the chosen option; None when cancelled.

    `typed` turns typed text into an option. With `joined` tab ticks several options, which `joined` combines into
    one.
    """

    where: ClassVar[Where] = Where.PICK
    DEFAULT_CSS = "PickScreen Input { margin: 1 0; } PickScreen OptionList { max-height: 45vh; }"

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        now: str,
        *,
        example: str = "",
        typed: Typed | None = None,
        joined: Callable[[Sequence[Option]], Option] | None = None,
    ) -> None:
        more = (("tab", "tick"),) if joined else ()
        super().__init__(title, "", ("open", "select"), *more, ("back", "cancel"))
        self._options = options
        self._now = now
        self._example = example or "Type to filter"
        self._typed = typed
        self._joined = joined
        self._ticked: list[Option] = []
        self._shown: list[Option] = []

    def body(self) -> ComposeResult:
        yield Input(placeholder=self._example)
        yield OptionList()

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self._list("", self._now)
        self.query_one(Input).focus()

    def _list(self, text: str, value: str) -> None:
        fitting = [(how, at) for at, one in enumerate(self._options) if (how := _fits(one, fold(text))) is not None]
        self._shown = [self._options[at] for _, at in sorted(fitting)[:MOST_SHOWN]]
        own = self._typed(text) if self._typed and text.strip() else None
        if own is not None:
            self._shown.append(own)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Row(self._line(one)) for one in self._shown)
        at = next((at for at, one in enumerate(self._shown) if one.value == value), 0)
        options.highlighted = at if self._shown else None

    def _line(self, option: Option) -> Content:
        ticked = any(one.value == option.value for one in self._ticked)
        label = Content(("✓ " if ticked else "") + clean(option.label))
        hint = clean(option.lacks or option.hint)
        if not hint:
            return label
        between = "  " if len(label) + cell_len(hint) + 2 <= ONE_LINE else "\n  "
        return label + Content.styled(f"{between}{hint}", "$dim")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._list(event.value, self._now if not event.value else "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._take()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take()

    def on_key(self, event: events.Key) -> None:
        options = self.query_one(OptionList)
        if event.key in ("up", "down", "pageup", "pagedown"):
            event.prevent_default().stop()
            moves = {"up": "cursor_up", "down": "cursor_down", "pageup": "page_up", "pagedown": "page_down"}
            getattr(options, f"action_{moves[event.key]}")()

    @property
    def _highlighted(self) -> Option | None:
        at = self.query_one(OptionList).highlighted
        return self._shown[at] if at is not None and at < len(self._shown) else None

    def _take(self) -> None:
        chosen = self._highlighted
        if self._joined and self._ticked:
            if chosen is not None and self.query_one(Input).value and chosen not in self._ticked:
                self._ticked.append(chosen)
            self.dismiss(self._joined(self._ticked) if len(self._ticked) > 1 else self._ticked[0])
        elif chosen is not None:
            self.dismiss(chosen)

    def action_tick(self) -> None:
        chosen = self._highlighted
        if self._joined is None or chosen is None:
            return
        self._ticked = [one for one in self._ticked if one != chosen] + [chosen] * (chosen not in self._ticked)
        search = self.query_one(Input)
        if search.value:
            search.value = ""
        else:
            self._list("", chosen.value)


def _fits(option: Option, text: str) -> int | None:
    """How well an option matches the text: 0 label prefix, 1 words in the label, 2 words in the hint, None no match."""
    label, words = fold(option.label), text.split()
    if label.startswith(text):
        return 0
    if all(word in label for word in words):
        return 1
    return 2 if all(word in f"{label} {fold(option.hint)}" for word in words) else None


MOST_LINES = 30  # rows, then the pane scrolls


class LeftOutScreen(Dialog[None]):
    """A scrollable list of what the export leaves out, and why."""

    where: ClassVar[Where] = Where.DIALOG
    COMPONENT_CLASSES: ClassVar[set[str]] = set(SCREEN_STYLES)
    DEFAULT_CSS = "LeftOutScreen Pane { height: 4; max-height: 55vh; margin-top: 1; }"

    def __init__(self, left_out: Sequence[LeftOut]) -> None:
        super().__init__("Left out", "", ("back", "close"))
        self._left_out = left_out
        self.pane = Pane("left-out")

    def body(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.show(self._drawn)
        self.call_after_refresh(self._fit)
        self.pane.focus()

    def _fit(self) -> None:
        """Shrink the pane to its content."""
        self.pane.styles.height = min(len(self.pane.lines), MOST_LINES)

    def _drawn(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for one in self._left_out:
            lines.append([Part(f"{one.number:,} {clean(one.why)}", "strong")])
            lines += [[Part("  "), Part(piece, "dim")] for name in one.names for piece in wrap(clean(name), width - 3)]
            if one.more:
                lines.append([Part(f"  and {one.more:,} more", "faint")])
            lines.append([])
        return lines or [[Part("Nothing is left out.", "dim")]]
