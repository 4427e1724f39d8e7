"""Help: all keys of a screen, generated from its commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.widget import Widget
from textual.widgets import Input

from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui import commands
from confnotes.tui.command import Command, Where
from confnotes.tui.command_lists.legend import SIGNS, SYNTAX
from confnotes.tui.screens.page import Page
from confnotes.tui.widgets.drawing import Line, Part, arrow, pad, spread, wrap
from confnotes.tui.widgets.filter import Filter, has_words, steer
from confnotes.tui.widgets.rows import Row, RowList, heading, remark
from confnotes.vault.settings import KEYMAP, setting_value

_VIM = (
    (":q  ZZ", "close the note"),
    (":w", "save now"),
    ("gd  gx", "follow the link at the cursor"),
    ("o  O", "a new line; in a list, a new item"),
    (":star", "star the talk; :attend, :rate-talk, :rename and the other commands by name"),
    ('"+y  "+p', "copy to the clipboard, paste from it"),
)

KEY_COLUMN = 18
KEYS = 4 + KEY_COLUMN + 2
"""Cells before the description of a key."""


def _help(command: Command, width: int) -> list[str]:
    return wrap(command.help, width - KEYS - 1)


def _row(command: Command, width: int) -> KeyRow:
    """The row of a command; its help goes below its title if it does not fit beside it."""
    beside = KEYS + cell_len(command.title) + len("   ") + cell_len(command.help) < width
    return KeyRow(command.id, command, height=1 if beside else 1 + len(_help(command, width)))


@fast_dataclass(frozen=True, slots=True)
class KeyRow(Row):
    """A command, its keys and what it does."""

    command: Command

    @property
    def said(self) -> str:
        """What the filter looks at."""
        one = self.command
        return f"{commands.format_keys(one)} {one.title} {one.help} {one.words}"

    def lines(self, width: int, chosen: bool) -> list[Line]:
        command = self.command
        left = [
            *arrow(chosen),
            Part(pad(commands.format_keys(command), KEY_COLUMN), "accent"),
            Part("  "),
            Part(command.title, "strong" if chosen else "text"),
        ]
        if self.height == 1:
            return [spread([*left, Part("   "), Part(command.help, "faint")], [], width)]
        return [spread(left, [], width), *([Part(" " * KEYS), Part(line, "faint")] for line in _help(command, width))]


@fast_dataclass(frozen=True, slots=True)
class WritingRow(Row):
    """A piece of note syntax."""

    mark: str
    means: str

    @property
    def said(self) -> str:
        """What the filter looks at."""
        return f"{self.mark} {self.means}"

    def lines(self, width: int, chosen: bool) -> list[Line]:
        return [
            spread([Part("    "), Part(pad(self.mark, KEY_COLUMN), "accent"), Part("  "), Part(self.means)], [], width)
        ]


class HelpScreen(Page):
    """The keys of the previous screen, then those that work everywhere, then all others; typing filters them."""

    where: ClassVar[Where] = Where.HELP

    def __init__(self, of: Where) -> None:
        super().__init__()
        self._of = of
        self._rows: list[tuple[str, Sequence[KeyRow | WritingRow]]] = []
        self._shown_for: str | None = None
        self.filter = Filter("Type a key, a sign or a word")
        self.list = RowList("help", classes="body")

    def body(self) -> Iterable[Widget]:
        yield self.filter
        yield self.list

    def on_mount(self) -> None:
        back = [Part(self.key_of("back"), "accent", "app.back"), Part(" back", "faint")]
        self.top.tell([Part("Help", "strong")], back)
        self.line.label("app.search", "search notes")
        self.list.focus()

    def on_resize(self) -> None:
        self.see_keys()

    def see_keys(self) -> None:
        order = [self._of, Where.EVERYWHERE, *(where for where in Where if where not in (self._of, Where.EVERYWHERE))]
        self._rows = [*chain.from_iterable(map(self._groups, order))]
        self._shown_for = None
        self._show()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.call_later(self._show)  # once for all letters that came together

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.list.focus()

    def on_key(self, event: events.Key) -> None:
        self._show()
        if steer(event, self.list, self.filter):
            self.list.focus()

    def action_back(self) -> None:
        if self.filter.value:
            self.filter.value = ""
            self.list.focus()
        else:
            super().action_back()

    def _show(self) -> None:
        typed = self.filter.value
        if typed == self._shown_for:
            return
        self._shown_for = typed
        shown: list[Row] = []
        for title, rows in self._rows:
            found = [row for row in rows if has_words(row.said, typed)]
            if found:
                shown += [heading(title, first=not shown), *found]
        self.list.show(shown or [remark("", f"  Nothing matches. Press {self.key_of('back')} to see all keys.")])

    def _groups(self, where: Where) -> Iterator[tuple[str, Sequence[KeyRow | WritingRow]]]:
        """The commands of a screen by heading, first those with keys, then those by name; and the signs used there."""
        here = {command.action for command in commands.commands_of(self._of)} if where is Where.EVERYWHERE else set()
        own = [one for one in commands.commands_of(where) if one.keys or one.action not in here]
        name, width = commands.screen_name(where).upper(), self.app.size.width - 1  # the scrollbar
        yield name, [_row(command, width) for command in own if command.keys]
        by_name = f"{name}: BY NAME, IN THE PALETTE ({commands.key_of('palette').upper()})"
        yield by_name, [_row(command, width) for command in own if not command.keys]
        if where is Where.NOW:
            yield "SIGNS IN LISTS OF TALKS", _written(SIGNS)
        if where is Where.NOTE:
            yield "WHAT YOU TYPE IN A NOTE", _written(SYNTAX)
        if where is Where.NOTE and setting_value(KEYMAP) == "vim":
            known = [*_VIM, (commands.key_of("palette"), "all commands")]
            yield "VIM MODE: ITS KEYS COME BEFORE THOSE ABOVE", _written(known)


def _written(lines: Iterable[tuple[str, str]]) -> list[WritingRow]:
    return [WritingRow(mark, mark, means, selectable=False) for mark, means in lines]
