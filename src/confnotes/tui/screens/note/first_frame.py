"""The first frame of a note: its lines without an editor, which takes longer to build than a frame may."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from textual.widget import Widget

from confnotes.markup.frontmatter import split
from confnotes.markup.headings import title_in
from confnotes.markup.stamps import find, without_stamp
from confnotes.model.timetable import wall_time
from confnotes.tui.command import Where
from confnotes.tui.now_loader import Start
from confnotes.tui.screens.note.memory import Memory
from confnotes.tui.screens.note.view import PANEL_WIDTH, WIDE, NoteLine, title_line
from confnotes.tui.widgets.bars import Painted, TopLine
from confnotes.tui.widgets.drawing import Line, Part, wrap

GUTTER, NO_GUTTER, MOST_LINES = 8, 2, 200


def first_frame(start: Start, width: int, clock: datetime) -> Iterable[Widget]:
    """The note with its top and bottom line, for a window of `width` columns."""
    top, state = TopLine(), NoteLine(Where.NOTE)
    text = split(start.note.text)
    zone = text.fields.get("timezone")
    now = wall_time(clock, zone if isinstance(zone, str) else None)
    title = start.card.title if start.card else title_in(text, start.note.path)
    top.tell(*title_line(title, Memory(start.card, next=start.next), now, width))
    state.state = [Part("saved", "dim") if start.note.version else Part("new, not saved yet", "faint")]
    yield from (top, NoteFrame(text.body, PANEL_WIDTH if width >= WIDE else 0), state)


class NoteFrame(Painted):
    """Draws the end of a note's body in the editor's place; `beside` columns are left to the panel."""

    def __init__(self, body: str, beside: int) -> None:
        super().__init__(classes="body")
        self._body = body
        self._beside = beside

    def painted(self, width: int) -> list[Line]:
        height = max(self.size.height, 1)
        return self.lines_in(width, height)[-height:]

    def lines_in(self, width: int, most: int = MOST_LINES) -> list[Line]:
        """The last lines, `most` of them or fewer, wrapped to `width` columns."""
        lines = self._body.split("\n")[-MOST_LINES:]
        stamps = [find(line) for line in lines]
        gutter = GUTTER if any(stamps) else NO_GUTTER
        drawn: list[Line] = []
        shown = ""
        for number, (line, stamp) in enumerate(zip(lines, stamps, strict=True)):
            time = f"{stamp:%H:%M}" if stamp else ""
            label, shown = ("" if time == shown else time), time or shown
            if number < len(lines) - most:
                continue
            text = without_stamp(line)
            indent = text[: len(text) - len(text.lstrip())]
            for row in wrap(text, width - self._beside - gutter - len(indent) - 2):
                drawn.append([Part(f" {label:<{gutter - 1}}", "faint"), Part(indent + row)])
                label = ""
        return drawn
