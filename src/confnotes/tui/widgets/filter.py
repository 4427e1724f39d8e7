"""A line to type into, whose arrows move in a list beside it."""

from __future__ import annotations

from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from confnotes.tui.widgets.rows import RowList

COMMAND_KEYS = frozenset({"space", "slash", "question_mark"})
"""Characters that nobody begins a filter with: in the list they are commands."""


class Filter(Input):
    """Keys that an input has no use for go on to the screen, which moves the list's choice."""

    # As wide as what is around it: a letter more is no reason to lay out the screen.
    virtual_size = Reactive(Size(0, 0), layout=False)

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, id="filter", select_on_focus=False)


def steer(event: events.Key, rows: RowList, line: Filter) -> bool:
    """Arrows typed in the filter move in the list; what is typed in the list goes to the filter, but for commands.

    True says that the line had the focus and the list's choice was moved.
    """
    if line.has_focus:
        moves = {
            "up": (rows.action_move, -1),
            "down": (rows.action_move, 1),
            "pageup": (rows.action_page, -1),
            "pagedown": (rows.action_page, 1),
        }
        if event.key in moves:
            move, step = moves[event.key]
            event.prevent_default().stop()
            move(step)
            return True
    elif rows.has_focus and event.is_printable and event.character and event.key not in COMMAND_KEYS:
        event.prevent_default().stop()
        line.focus()
        line.insert_text_at_cursor(event.character)
    elif rows.has_focus and event.key == "backspace" and line.value:
        event.prevent_default().stop()
        line.focus()
        line.action_delete_left()
    return False
