"""How a note or a web page stands in a list."""

from __future__ import annotations

from confnotes.model.record import record
from confnotes.tui.widgets.drawing import Line, Part, clean, shorten, spread
from confnotes.tui.widgets.rows import Row


@record(frozen=True, slots=True)
class LinkRow(Row):
    """A note or a web page; `target` is what the app follows."""

    title: str = ""
    right: str = ""
    target: str = ""

    def lines(self, width: int, chosen: bool) -> list[Line]:
        role = "strong" if chosen else "link" if self.target.startswith("url:") else "text"
        left = [Part("  "), Part("▸ " if chosen else "  ", "accent"), Part(clean(self.title), role)]
        right = "" if self.right == self.title else shorten(clean(self.right), width // 3)
        return [spread(left, [Part(right, "faint"), Part("  ")], width)]
