"""Help: all keys of a screen, generated from its commands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.cells import cell_len
from textual.widget import Widget

from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui import commands
from confnotes.tui.command import Command, Where
from confnotes.tui.command_lists.legend import SIGNS, SYNTAX
from confnotes.tui.screens.page import Page
from confnotes.tui.widgets.drawing import Line, Part, arrow, pad, spread, wrap
from confnotes.tui.widgets.rows import Row, RowList, heading
from confnotes.vault.settings import KEYMAP, setting_value

_VIM = (
    (":q  ZZ", "close the note"),
    (":w", "save now"),
    ("gd  gx", "follow the link at the cursor"),
    ("o  O", "a new line; in a list, a new item"),
    (":star", "star the talk; :attend, :rate-talk, :rename and the other commands by name"),
    ("ctrl+p", "all commands"),
    ('"+y  "+p', "copy to the clipboard, paste from it"),
)

KEY_COLUMN = 14
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

    def lines(self, width: int, chosen: bool) -> list[Line]:
        return [
            spread([Part("    "), Part(pad(self.mark, KEY_COLUMN), "accent"), Part("  "), Part(self.means)], [], width)
        ]


class HelpScreen(Page):
    """The keys of the previous screen, then those that work everywhere, then all others."""

    where: ClassVar[Where] = Where.HELP

    def __init__(self, of: Where) -> None:
        super().__init__()
        self._of = of
        self.list = RowList("help", classes="body")

    def body(self) -> Iterable[Widget]:
        yield self.list

    def on_mount(self) -> None:
        self.top.tell([Part("Help", "strong")], [Part("esc", "accent", "app.back"), Part(" back", "faint")])
        self.line.label("app.search", "search notes")
        self.list.focus()

    def on_resize(self) -> None:
        order = [self._of, Where.EVERYWHERE, *(where for where in Where if where not in (self._of, Where.EVERYWHERE))]
        rows: list[Row] = []
        for where in order:
            rows += self._rows_of(where, first=not rows)
            if where is Where.NOW:
                rows.append(heading("SIGNS IN LISTS OF TALKS"))
                rows += [WritingRow(sign, sign, means, selectable=False) for sign, means in SIGNS]
            if where is Where.NOTE:
                rows.append(heading("WHAT YOU TYPE IN A NOTE"))
                rows += [WritingRow(mark, mark, means, selectable=False) for mark, means in SYNTAX]
            if where is Where.NOTE and setting_value(KEYMAP) == "vim":
                rows.append(heading("VIM MODE: ITS KEYS COME BEFORE THOSE ABOVE"))
                rows += [WritingRow(mark, mark, means, selectable=False) for mark, means in _VIM]
        self.list.show(rows)

    def _rows_of(self, where: Where, *, first: bool) -> list[Row]:
        """The commands of a screen: first those with keys, then those that the palette runs by name."""
        shown = {command.action for command in commands.commands_of(self._of)} if where is Where.EVERYWHERE else set()
        own = [one for one in commands.commands_of(where) if one.keys or one.action not in shown]
        name, width = commands.screen_name(where).upper(), self.app.size.width - 1  # the scrollbar
        keyed = [_row(command, width) for command in own if command.keys]
        by_name = [_row(command, width) for command in own if not command.keys]
        rows: list[Row] = [heading(name, first=first), *keyed] if keyed else []
        return [*rows, heading(f"{name}: BY NAME, IN THE PALETTE (CTRL+P)"), *by_name] if by_name else rows
