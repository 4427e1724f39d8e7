"""A filter input whose arrow keys move the selection in a list, and what it finds."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from confnotes.markup.names import fold
from confnotes.tui.keymap.keymap import keymap
from confnotes.tui.widgets.rows import RowList

_COMMANDS: Final = ("mark", "find", "help", "command-line")
"""Actions whose signs do not start a filter: in the list they are commands."""


def is_command(key: str) -> bool:
    """Whether a key of a sign, such as space, is a command in a list; letters start a filter."""
    return len(key) > 1 and any((key,) in keymap().of(name) for name in _COMMANDS)


class Filter(Input):
    """An input that leaves unused keys to the screen, which moves the selection of the list."""

    # The width does not depend on the text, so typing does not lay out the screen again.
    virtual_size = Reactive(Size(0, 0), layout=False)

    def __init__(self, placeholder: str, key: str = "") -> None:
        """`key` is what moves the focus here, named while it is elsewhere; "" if letters typed there do."""
        self._placeholders = placeholder, f"{placeholder} · press {key}" if key else placeholder
        super().__init__(placeholder=self._placeholders[1], id="filter", select_on_focus=False)

    def on_focus(self) -> None:
        self.placeholder = self._placeholders[0]

    def on_blur(self) -> None:
        self.placeholder = self._placeholders[1]

    async def on_key(self, event: events.Key) -> None:
        """Leave vim's `:` to the command line, unless it is behind other text or in the palette, which is that line."""
        if not self.value and not self.screen.is_modal and (event.key,) in keymap().of("command-line"):
            event.prevent_default().stop()
            await self.app.run_action("app.command_palette(':')")


def has_words(shown: str, typed: str) -> bool:
    """Whether what is shown contains all words that were typed, ignoring case and accents."""
    folded = fold(shown)
    return all(word in folded for word in fold(typed).split())


def move_in(event: events.Key, rows: RowList, line: Filter) -> bool:
    """Let arrow keys in the filter move in the list; False if the key was another."""
    moves = {
        "up": (rows.action_move, -1),
        "down": (rows.action_move, 1),
        "pageup": (rows.action_page, -1),
        "pagedown": (rows.action_page, 1),
    }
    if not line.has_focus or event.key not in moves:
        return False
    move, step = moves[event.key]
    event.prevent_default().stop()
    move(step)
    return True


def steer(event: events.Key, rows: RowList, line: Filter) -> bool:
    """Let arrow keys in the filter move in the list, and text typed in the list go to the filter, except commands.

    Returns True if the filter had the focus and the selection was moved.
    """
    if line.has_focus:
        return move_in(event, rows, line)
    if rows.has_focus and event.is_printable and event.character and not is_command(event.key):
        event.prevent_default().stop()
        line.focus()
        line.insert_text_at_cursor(event.character)
    elif rows.has_focus and event.key == "backspace" and line.value:
        event.prevent_default().stop()
        line.focus()
        line.action_delete_left()
    return False
