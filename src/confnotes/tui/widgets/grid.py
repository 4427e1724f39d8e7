"""A day as a table: rooms side by side, time downwards; a bar shows how long a talk lasts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from confnotes.model.program import IDLE_KINDS
from confnotes.tui.widgets.drawing import ROLES, Line, Part, clean, clip, pad, shorten, strip_of, wrap
from confnotes.tui.widgets.talk_rows import fit_room, room_of, title_of

if TYPE_CHECKING:
    from confnotes.catalogue.program.cards import Card

TIME_WIDTH = 8  # cells
LEAST_COLUMN = 26  # cells: titles are unreadable in narrower columns
TITLE_LINES = 3  # of a talk in the grid
CROWD = 3  # simultaneous talks in a room: more are folded into one cell


@dataclass(frozen=True)
class GridCell:
    """The content of one room at one start time: a talk, or the many talks of a session."""

    cards: tuple[Card, ...]

    @property
    def card(self) -> Card:
        """The talk, or the first of several."""
        return self.cards[0]

    @property
    def title(self) -> str:
        """The talk's title, or the session's with the number of talks."""
        if len(self.cards) == 1:
            return title_of(self.card)
        return f"{clean(self.card.session.title or 'Session')} · {len(self.cards)} talks"


class Grid(ScrollView, can_focus=True):
    """Shows the talks of a day that have a time; one cell is selected."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"part--{role}" for role in ROLES} | {"rows--chosen"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "move(-5)", "Page up", show=False),
        Binding("pagedown", "move(5)", "Page down", show=False),
    ]

    @dataclass
    class Moved(Message):
        """Another cell was selected."""

        grid: Grid

    @dataclass
    class Pressed(Message):
        """The selected cell was clicked."""

        grid: Grid

    def __init__(self, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self._rooms: list[str] = []
        self._starts: list[datetime] = []
        self._cells: dict[tuple[int, int], list[GridCell]] = {}
        self._tops: list[int] = [0]
        self._chosen: tuple[int, int, int] | None = None
        self._first = 0
        self._now: datetime | None = None

    def show(self, cards: Sequence[Card], choose: str | None, now: datetime) -> None:
        """Show these talks; `now` is the local time at the conference."""
        placed = [card for card in cards if card.start is not None]
        self._now = now
        self._rooms = list(dict.fromkeys(room_of(card) for card in placed))
        self._starts = sorted({card.start for card in placed if card.start})
        column = {room: index for index, room in enumerate(self._rooms)}
        band = {start: index for index, start in enumerate(self._starts)}
        together: dict[tuple[int, int], list[Card]] = {}
        for card in placed:
            assert card.start is not None
            together.setdefault((band[card.start], column[room_of(card)]), []).append(card)
        self._cells = {
            place: [GridCell(tuple(there))] if len(there) > CROWD else [GridCell((card,)) for card in there]
            for place, there in together.items()
        }
        self._chosen = self._place_of(choose) or self._place_of(None)
        self._measure()
        self._reveal()
        self.refresh()
        self.post_message(self.Moved(self))

    @property
    def chosen(self) -> GridCell | None:
        """The selected cell."""
        if self._chosen is None:
            return None
        band, column, index = self._chosen
        return self._cells[(band, column)][index]

    def action_move(self, steps: int) -> None:
        """Select the cell `steps` further down in the same room."""
        if self._chosen is None:
            return
        column = self._in_column(self._chosen[1])
        at = column.index(self._chosen) + steps
        self._choose(column[max(0, min(at, len(column) - 1))])

    def turn(self, step: int) -> bool:
        """Select the cell of the next room with about the same start; False after the last room."""
        if self._chosen is None or not 0 <= self._chosen[1] + step < len(self._rooms):
            return False
        band, column, _ = self._chosen
        there = self._in_column(column + step)
        before = [place for place in there if place[0] <= band]
        self._choose(before[-1] if before else there[0])
        return True

    def _place_of(self, key: str | None) -> tuple[int, int, int] | None:
        for (band, column), cells in sorted(self._cells.items()):
            for index, cell in enumerate(cells):
                if key is None or any(card.key == key for card in cell.cards):
                    return (band, column, index)
        return None

    def _in_column(self, column: int) -> list[tuple[int, int, int]]:
        places = sorted(place for place in self._cells if place[1] == column)
        return [(band, column, index) for band, _ in places for index in range(len(self._cells[(band, column)]))]

    def _choose(self, place: tuple[int, int, int]) -> None:
        if place != self._chosen:
            self._chosen = place
            self._reveal()
            self.refresh()
            self.post_message(self.Moved(self))

    @property
    def _shown_columns(self) -> int:
        room = self.scrollable_content_region.width - TIME_WIDTH
        return max(1, min(len(self._rooms), room // LEAST_COLUMN))

    @property
    def _column_width(self) -> int:
        return max(1, (self.scrollable_content_region.width - TIME_WIDTH) // self._shown_columns)

    def _measure(self) -> None:
        self._tops = [0]
        for band in range(len(self._starts)):
            heights = [
                sum(len(lines) for lines in self._cell_lines(band, column)) for column in range(len(self._rooms))
            ]
            self._tops.append(self._tops[-1] + max([2, *heights]))
        self.virtual_size = Size(self.scrollable_content_region.width, self._tops[-1] + 1)

    def _cell_lines(self, band: int, column: int) -> list[list[Line]]:
        """The lines of each cell there, each followed by a blank line."""
        width = self._column_width - 3
        drawn: list[list[Line]] = []
        for index, cell in enumerate(self._cells.get((band, column), [])):
            chosen = self._chosen == (band, column, index)
            cancelled = all(card.talk.cancelled for card in cell.cards)
            quiet = cancelled or cell.card.talk.kind in IDLE_KINDS
            role = "strong" if chosen else "dim" if quiet else "text"
            titles = wrap(cell.title, width - 2)
            if len(titles) > TITLE_LINES:
                titles = [*titles[: TITLE_LINES - 1], shorten(" ".join(titles[TITLE_LINES - 1 :]), width - 2)]
            lines: list[Line] = [[Part(line, role)] for line in titles]
            marks = "★ " * any(card.starred for card in cell.cards) + "✎ " * any(card.note for card in cell.cards)
            if cancelled:
                lines.append([Part("cancelled", "error")])
            if marks:
                lines[0] = [Part(marks, "accent"), *lines[0]]
                lines[0] = clip(lines[0], width)
            drawn.append([*lines, []])
        return drawn

    def _reveal(self) -> None:
        if self._chosen is None or not self.size.height:
            return
        band, column, _ = self._chosen
        shown = self._shown_columns
        self._first = max(min(self._first, column), column - shown + 1, 0)
        top = self._tops[band]
        self.scroll_to_region(Region(0, top, 1, self._tops[band + 1] - top + 1), animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        base = self.visual_style.rich_style
        if y == 0:
            return strip_of(self._header(), width, self._style_of, base)
        line = y - 1 + int(self.scroll_offset.y)
        if not 0 <= line < self._tops[-1]:
            return Strip.blank(width, base)
        band = bisect_right(self._tops, line) - 1
        inner = line - self._tops[band]
        time = f"{self._starts[band]:%H:%M}" if inner == 0 else ""
        strips = [strip_of([Part(f"  {time}", "dim")], TIME_WIDTH, self._style_of, base)]
        last = min(self._first + self._shown_columns, len(self._rooms))
        strips += [self._cell_strip(band, column, inner, base) for column in range(self._first, last)]
        return Strip.join(strips).adjust_cell_length(width, base)

    def _header(self) -> Line:
        parts: Line = [Part(" ‹ " if self._first else "   ", "accent"), Part(" " * (TIME_WIDTH - 3))]
        last = min(self._first + self._shown_columns, len(self._rooms))
        for room in self._rooms[self._first : last]:
            parts.append(
                Part(pad(fit_room(room or "elsewhere", self._column_width - 3), self._column_width), "heading")
            )
        if last < len(self._rooms):
            name = parts.pop()
            parts += [name._replace(text=pad(name.text.rstrip(), self._column_width - 2)), Part(" ›", "accent")]
        return parts

    def _cell_strip(self, band: int, column: int, inner: int, base: Style) -> Strip:
        above = 0
        for index, lines in enumerate(self._cell_lines(band, column)):
            if above <= inner < above + len(lines):
                chosen = self._chosen == (band, column, index) and inner < above + len(lines) - 1
                ground = base + self.get_component_rich_style("rows--chosen", partial=True) if chosen else base
                press = f"{band},{column},{index}"
                parts = [self._bar(band, column), *(part._replace(click=press) for part in lines[inner - above])]
                body = strip_of(parts, self._column_width - 1, self._style_of, ground)
                return Strip.join([body, Strip.blank(1, base)])
            above += len(lines)
        return strip_of([self._bar(band, column)], self._column_width, self._style_of, base)

    def _bar(self, band: int, column: int) -> Part:
        """A bar for the duration of a talk in the room, bright while it is on."""
        start = self._starts[band]
        for earlier in range(band, -1, -1):
            for cell in self._cells.get((earlier, column), []):
                end = cell.card.stated_end
                if earlier == band or (end is not None and end > start):
                    on = self._now is not None and cell.card.start is not None and cell.card.end is not None
                    bright = on and cell.card.start <= self._now < cell.card.end  # type: ignore[operator]
                    return Part("▎ ", "accent" if bright else "faint")
            if (earlier, column) in self._cells:
                break
        return Part("  ")

    def _style_of(self, role: str) -> Style:
        return self.get_component_rich_style(f"part--{role}", partial=True)

    def on_resize(self, event: events.Resize) -> None:
        self._measure()
        self._reveal()

    def on_click(self, event: events.Click) -> None:
        target = event.style.meta.get("press")
        if not isinstance(target, str) or not target:
            return
        event.stop()
        band, column, index = (int(number) for number in target.split(","))
        self._choose((band, column, index))
        self.post_message(self.Pressed(self))
