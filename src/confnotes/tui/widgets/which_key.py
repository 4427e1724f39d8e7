"""A panel at the bottom of a screen: the keys that may follow, and what they do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from rich.cells import cell_len

from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.widgets.bars import Painted
from confnotes.tui.widgets.drawing import Line, Part, pad, shorten, spread

_GAP: Final = 2
_ARTICLE: Final = re.compile(r" (?:the|an?|this|its) ")
_LAST_PHRASE: Final = re.compile(r"(.*) (?:of|for|from|to|at|with|and|or|on) .*")
_LEFT_FREE: Final = 3  # rows: the top line, the border and the hint


class NextKey(NamedTuple):
    """A key that may follow; `command_id` is what it runs, "" for a key after which others follow.

    `label` is a short title, for narrow columns.
    """

    key: str
    title: str
    command_id: str
    label: str = ""


def _short(one: NextKey, room: int) -> str:
    """A title that fits into `room` cells: the label, or without articles and what follows a preposition."""
    plain = _ARTICLE.sub(" ", one.title)
    ways = [one.title, one.label[:1].upper() + one.label[1:], plain]
    ways += [fewer := _LAST_PHRASE.sub(r"\1", plain), _LAST_PHRASE.sub(r"\1", fewer)]
    fits = [way for way in ways if way and cell_len(way) <= room]
    return fits[0] if fits else shorten(ways[-1], room)


class WhichKey(Painted):
    """Lists the keys that may follow in columns; a click on one runs it."""

    DEFAULT_CSS = """
    WhichKey { dock: bottom; layer: keys; height: auto; background: $panel; border-top: solid $accent; padding: 0 1; }
    """

    def __init__(self, pressed: str, keys: Sequence[NextKey]) -> None:
        """`pressed` are the keys so far."""
        super().__init__()
        self._pressed, self._keys = pressed, keys

    def on_mount(self) -> None:
        self.on_resize()

    def on_resize(self) -> None:
        self.styles.height = len(self.painted(self.app.size.width - 2)) + 1  # the border

    def painted(self, width: int) -> list[Line]:
        lead = max((cell_len(one.key) for one in self._keys), default=0) + 1
        widest = lead + max((cell_len(one.title) for one in self._keys), default=0) + _GAP
        height = self.app.size.height
        # Titles that are cut say less than what the panel covers.
        for most in (height * 3 // 5, height - _LEFT_FREE):
            columns = max(1, -(-len(self._keys) // max(6, most)), width // widest)
            if width // columns >= widest:
                break
        rows = -(-len(self._keys) // columns)
        room = min(widest, width // columns)
        lines = []
        for row in range(rows):
            line: Line = []
            for one in self._keys[row::rows]:
                line.append(Part(pad(one.key, lead), "accent", one.command_id))
                title = _short(one, room - lead - _GAP)
                line.append(Part(pad(title, room - lead), "text", one.command_id))
            lines.append(spread(line, [], width))
        hint = [Part(key_of("back"), "accent"), Part(" cancel", "faint")]
        return [*lines, spread([Part(f"{self._pressed} …", "dim")], hint, width)]
