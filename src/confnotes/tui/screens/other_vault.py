"""A result of a search in another vault: a note, talk, person or paper, to read and not to change."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from confnotes.model.hit import Hit
from confnotes.tui.command import Where
from confnotes.tui.screens.page import Page
from confnotes.tui.screens.search_view import FOUND_BAR, draw_note
from confnotes.tui.widgets.drawing import Line, Part, clean, place, wrap
from confnotes.tui.widgets.pane import Draw, Pane
from confnotes.vault.vault import Vault

if TYPE_CHECKING:
    from confnotes.catalogue.show_thing import ShownThing

_ABOVE = 3  # lines above the found one


class OtherVaultScreen(Page):
    """Shows a hit of another vault, scrolled to its line; `found` matches words to highlight."""

    where: ClassVar[Where] = Where.OTHER_VAULT
    is_list: ClassVar[bool] = False
    shows_files: ClassVar[bool] = False
    CSS = "OtherVaultScreen Pane { height: 1fr; }"

    def __init__(self, hit: Hit, found: re.Pattern[str] | None) -> None:
        super().__init__()
        assert hit.vault is not None
        self._hit, self._vault, self._found = hit, hit.vault, found
        self.pane = Pane("other", classes="body")

    def body(self) -> Iterable[Widget]:
        yield self.pane

    def on_mount(self) -> None:
        words = f"in the vault {clean(self._vault.name)} · read-only"
        self.top.tell(place(clean(self._hit.title), words), self.hint())
        self.pane.focus()
        self.read_beside(partial(read_hit, self._hit, self._found), self._show)

    def _show(self, draw: Draw) -> None:
        self.pane.show(draw)
        row = next((at for at, line in enumerate(self.pane.lines) if line and line[0] == FOUND_BAR), 0)
        self.pane.scroll_to(y=max(0, row - _ABOVE), animate=False)


def read_hit(hit: Hit, found: re.Pattern[str] | None) -> Draw:
    """The whole note of a hit of another vault, otherwise its facts. Raises ConfnotesError if it is gone."""
    assert hit.vault is not None
    vault = Vault(Path(hit.vault.root))
    if hit.path is not None:
        return draw_note(vault, hit.path, hit.line, found)
    from confnotes.catalogue.show_thing import show

    return _draw_facts(show(vault, hit.id))


def _draw_facts(thing: ShownThing) -> Draw:
    """The title, the facts that the vault has, and the text."""

    def draw(width: int) -> list[Line]:
        inner = max(1, width - 3)
        lines: list[Line] = [[Part(" "), Part(line, "strong")] for line in wrap(clean(thing.title), inner)]
        lines.append([])
        for name, value in thing.fields.items():
            for one in value if isinstance(value, list | tuple) else [value]:
                told = wrap(clean(f"{name.replace('_', ' ')}: {one}"), inner)
                lines += [[Part(" "), Part(line, "dim")] for line in told]
        lines.append([])
        return lines + [
            [Part(" "), Part(line, "text")] for text in thing.text.split("\n") for line in wrap(clean(text), inner)
        ]

    return draw
