"""A day as a table: rooms side by side, time downwards, each talk as tall as it is long."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from statistics import median
from typing import ClassVar, Final

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from confnotes.catalogue.program.cards import Card
from confnotes.markup.names import room_order
from confnotes.model.program import IDLE_KINDS
from confnotes.tui.widgets.drawing import Line, Part, clean, clip, pad, shorten, strip_of, style_on, width_of, wrap
from confnotes.tui.widgets.talk_rows import fit_room, room_of, speakers_of, title_of
from confnotes.tui.widgets.tracks import STRIPES, track_of, track_stripe

TIME_WIDTH: Final = 7  # cells
LEAST_COLUMN: Final = 14  # cells, so that eight rooms stand side by side in 120
LAST_OF_CELL: Final = "▘"
LEFT, RIGHT = "‹", "›"


class Grid(ScrollView, can_focus=True):
    """Shows the talks of a day that have a time; one cell is selected."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "edge(0)", "First", show=False),
        Binding("end", "edge(-1)", "Last", show=False),
    ]

    @dataclass
    class Moved(Message):
        """Another cell was selected."""

        grid: Grid

    @dataclass
    class Pressed(Message):
        """The selected cell was clicked; a click on another one selects it."""

        grid: Grid

    def __init__(self, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self._table = GridLayout()
        self._chosen: tuple[int, int] | None = None
        self._line: int | None = None
        """Where one began to go from room to room: a room without talks at that time does not move it."""
        self._first = 0
        self._now: int | None = None
        self._clock = ""
        self._strips: dict[int, Strip] = {}
        self._drawn: dict[tuple[int, int, bool], list[Line]] = {}

    def show(self, cards: Sequence[Card], choose: str | None, now: datetime) -> None:
        """Show the talks of a day; `now` is the local time at the conference."""
        self._table = lay_out(cards)
        self._now, self._clock = self._table.line_at(now), f"{now:%H:%M}"
        self._chosen, self._line = self._place_of(choose) or self._place_of(None), None
        self._measure()
        self._reveal()
        self.post_message(self.Moved(self))

    @property
    def chosen(self) -> GridCell | None:
        return None if self._chosen is None else self._cell(*self._chosen)

    def _cell(self, column: int, index: int) -> GridCell:
        return self._table.columns[column].cells[index]

    def _place_of(self, key: str | None) -> tuple[int, int] | None:
        """The cell of that talk, or the first one."""
        for at, column in enumerate(self._table.columns):
            for index, cell in enumerate(column.cells):
                if key is None or any(card.key == key for card in cell.cards):
                    return at, index
        return None

    # Selection

    def action_move(self, steps: int) -> None:
        """Select the cell `steps` further down in the same room."""
        if self._chosen is not None:
            self._choose(self._chosen[0], self._chosen[1] + steps)

    def action_page(self, pages: int) -> None:
        """Select the cell about a page further down in the same room."""
        cell = self.chosen
        if self._chosen is not None and cell is not None:
            column, index = self._chosen
            there = self._table.columns[column].index_at(cell.top + pages * max(self.size.height - 3, 1))
            self._choose(column, there if there != index else index + pages)

    def action_edge(self, index: int) -> None:
        """Select the first or the last cell of the same room."""
        if self._chosen is not None:
            self._choose(self._chosen[0], index % len(self._table.columns[self._chosen[0]].cells))

    def turn(self, step: int) -> bool:
        """Select the cell of the next room at about the same time; False after the last room."""
        cell = self.chosen
        if self._chosen is None or cell is None or not 0 <= self._chosen[0] + step < len(self._table.columns):
            return False
        column, line = self._chosen[0] + step, cell.top if self._line is None else self._line
        self._choose(column, self._table.columns[column].nearest(line))
        self._line = line
        return True

    def _choose(self, column: int, index: int) -> None:
        self._line = None
        place = column, max(0, min(index, len(self._table.columns[column].cells) - 1))
        if place == self._chosen:
            return
        before, self._chosen = self.chosen, place
        for cell in (before, self.chosen):
            for line in range(cell.top, cell.bottom) if cell else ():
                self._strips.pop(line, None)
        self._reveal()
        self.refresh()
        self.post_message(self.Moved(self))

    # Columns and lines

    @property
    def _shown_columns(self) -> int:
        room = self.scrollable_content_region.width - TIME_WIDTH
        return max(1, min(len(self._table.columns), room // LEAST_COLUMN))

    @property
    def _column_width(self) -> int:
        return max(1, (self.scrollable_content_region.width - TIME_WIDTH) // self._shown_columns)

    @property
    def _last(self) -> int:
        return min(self._first + self._shown_columns, len(self._table.columns))

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, self._table.lines + 1)
        self._drawn.clear()
        self._redraw()

    def _redraw(self) -> None:
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        self._strips.clear()
        super().notify_style_update()

    def _reveal(self) -> None:
        cell = self.chosen
        if self._chosen is None or cell is None or not self.size.height:
            return
        column, shown = self._chosen[0], self._shown_columns
        self._scroll_columns(max(min(self._first, column), column - shown + 1))
        self.scroll_to_region(Region(0, cell.top, 1, cell.height + 1), animate=False, immediate=True)

    def _scroll_columns(self, first: int) -> None:
        """Show the rooms from that one on."""
        first = max(0, min(first, len(self._table.columns) - self._shown_columns))
        if first != self._first:
            self._first = first
            self._redraw()

    # Drawing

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        base = self.visual_style.rich_style
        if y == 0:
            return strip_of(self._header(), width, self._style_of, base)
        line = y - 1 + int(self.scroll_offset.y)
        if not 0 <= line < self._table.lines:
            return Strip.blank(width, base)
        if line not in self._strips:
            self._strips[line] = self._strip(line, base).adjust_cell_length(width, base)
        return self._strips[line]

    def _header(self) -> Line:
        parts: Line = [Part(f" {LEFT} " if self._first else "   ", "accent", LEFT), Part(" " * (TIME_WIDTH - 3))]
        is_more = self._last < len(self._table.columns)
        for at in range(self._first, self._last):
            width = self._column_width - 2 * (is_more and at == self._last - 1)
            name = fit_room(self._table.columns[at].room or "elsewhere", width - 2)
            parts.append(Part(pad(name, width), "heading"))
        if is_more:
            parts.append(Part(f" {RIGHT}", "accent", RIGHT))
        return parts

    def _strip(self, line: int, base: Style) -> Strip:
        is_now = line == self._now
        time = pad(f" {self._clock if is_now else self._table.label(line)}", TIME_WIDTH)
        fill = "─" if is_now else " "
        parts, strips = [Part(time, "accent" if is_now else "dim")], list[Strip]()
        for at in range(self._first, self._last):
            column = self._table.columns[at]
            cell = column.cell_on(line)
            chosen = cell is not None and (at, column.index_at(line)) == self._chosen
            drawn = self._cell_line(cell, line - cell.top, (at, column.index_at(line), chosen)) if cell else []
            left = self._column_width - 1 - width_of(drawn)
            if not chosen:
                parts += [*drawn, Part(fill * (left + 1), "accent")]
                continue
            ground = base + style_on(self, "chosen")
            strips += [
                strip_of(parts, width_of(parts), self._style_of, base),
                strip_of([*drawn, Part(fill * left, "accent")], self._column_width - 1, self._style_of, ground),
            ]
            parts = [Part(fill, "accent")]
        return Strip.join([*strips, strip_of(parts, width_of(parts), self._style_of, base)])

    def _cell_line(self, cell: GridCell, inner: int, place: tuple[int, int, bool]) -> Line:
        """A line of the cell in that column and place, which may be the selected one."""
        at, index, chosen = place
        press = f"{at},{index}"
        width = self._column_width - 3
        if place not in self._drawn:
            self._drawn[place] = [clip(line, width) for line in _lines_of(cell, width, chosen=chosen)]
        lines = self._drawn[place]
        track = track_of(cell.card)
        stripe = track_stripe(track) if track else Part(STRIPES[0], "dim")
        bar = LAST_OF_CELL if inner and inner == cell.height - 1 else stripe.text
        parts = [Part(bar, stripe.role, press), Part(" ", "text", press)]
        parts += [part._replace(click=press) for part in lines[inner]] if inner < len(lines) else []
        if chosen:
            parts.append(Part(" " * (width + 2 - width_of(parts)), "text", press))
        return parts

    def _style_of(self, role: str) -> Style:
        return style_on(self, role)

    # The mouse and the window

    def on_resize(self, event: events.Resize) -> None:
        self._measure()
        self._reveal()

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        event.stop()
        self._scroll_columns(self._first - 1)

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        event.stop()
        self._scroll_columns(self._first + 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -1)

    def _wheel(self, event: events.MouseEvent, step: int) -> None:
        """With shift or ctrl, the wheel goes from room to room."""
        if event.shift or event.ctrl:
            event.prevent_default().stop()
            self._scroll_columns(self._first + step)

    def on_click(self, event: events.Click) -> None:
        target = event.style.meta.get("press")
        if not isinstance(target, str) or not target:
            return
        event.stop()
        if target in (LEFT, RIGHT):
            self._scroll_columns(self._first + (self._shown_columns if target == RIGHT else -self._shown_columns))
            return
        column, index = (int(number) for number in target.split(","))
        before = self.chosen
        self._choose(column, index)
        if self.chosen is before:
            self.post_message(self.Pressed(self))


def _lines_of(cell: GridCell, width: int, *, chosen: bool) -> list[Line]:
    """Title with star, note and clash, and the speakers if there is room; the last line of a tall cell stays empty."""
    cards = cell.cards
    cancelled = all(card.talk.cancelled for card in cards)
    quiet = cancelled or cell.card.talk.kind in IDLE_KINDS
    role = "strong" if chosen else "dim" if quiet else "text"
    marks: Line = [Part("⚠ ", "warning")] if any(card.clash for card in cards) else []
    marks += [Part("★ ", "accent")] if any(card.starred for card in cards) else []
    marks += [Part("✎ ", "accent")] if any(card.noted for card in cards) else []
    marks += [Part("✗ ", "error")] if cancelled else []
    room = max(cell.height - (cell.height > 2), 1)
    before = width_of(marks)
    titles = wrap("x" * before + cell.title, width)
    titles[0] = titles[0][before:]
    if len(titles) > room:
        titles = [*titles[: room - 1], shorten(" ".join(titles[room - 1 :]), width)]
    lines: list[Line] = [[Part(line, role)] for line in titles]
    lines[0] = [*marks, *lines[0]]
    names = speakers_of(cell.card)
    if len(lines) < room and len(cards) == 1 and names:
        lines.append([Part(shorten(names, width), "faint")])
    return lines


STEPS: Final = (5, 10, 15, 30, 60)  # minutes that a line may stand for
LINES: Final = 4  # of a talk of usual length
CROWD: Final = 3  # simultaneous talks in a room: more are folded into one cell
HALF_HOURLY: Final = 10  # minutes: with longer lines, only full hours are labeled
_UNKNOWN = timedelta(minutes=60)


@dataclass(frozen=True)
class GridCell:
    """A talk, or the many talks of a session, in `height` lines from line `top`."""

    cards: tuple[Card, ...]
    top: int
    height: int

    @property
    def card(self) -> Card:
        """The talk, or the first of several."""
        return self.cards[0]

    @property
    def bottom(self) -> int:
        """The line below it."""
        return self.top + self.height

    @property
    def title(self) -> str:
        """The talk's title, or the session's with the number of talks."""
        if len(self.cards) == 1:
            return title_of(self.card)
        return f"{len(self.cards)} talks · {clean(self.card.session.title or '') or title_of(self.card)}"


@dataclass(frozen=True)
class GridColumn:
    """A room and its cells in time order, which do not overlap."""

    room: str
    cells: Sequence[GridCell]

    @cached_property
    def _tops(self) -> list[int]:
        return [cell.top for cell in self.cells]

    def index_at(self, line: int) -> int:
        """The cell that begins on that line or most recently before it, -1 for none."""
        return bisect_right(self._tops, line) - 1

    def cell_on(self, line: int) -> GridCell | None:
        index = self.index_at(line)
        return self.cells[index] if index >= 0 and line < self.cells[index].bottom else None

    def nearest(self, line: int) -> int:
        """The cell that covers that line, otherwise the nearest to it."""
        index = max(self.index_at(line), 0)
        after = min(index + 1, len(self.cells) - 1)
        here, there = self.cells[index], self.cells[after]
        is_over = here.bottom <= line
        return after if is_over and there.top - line < line - here.bottom + 1 else index


@dataclass(frozen=True)
class GridLayout:
    """The rooms of a day in order of their names; a line stands for `step` minutes, the first begins at `begin`."""

    columns: Sequence[GridColumn] = ()
    begin: datetime = datetime.min
    step: int = STEPS[0]
    lines: int = field(default=0)

    def line_at(self, moment: datetime) -> int | None:
        """The line of that time; None before and after the day."""
        line = self.line_of(moment)
        return line if 0 <= line < self.lines else None

    def label(self, line: int) -> str:
        """The time at the left of a line: full and half hours."""
        moment = self.begin + timedelta(minutes=line * self.step)
        return "" if moment.minute % (30 if self.step <= HALF_HOURLY else 60) else f"{moment:%H:%M}"

    def line_of(self, moment: datetime) -> int:
        """The line of that time, counted from the first of the day."""
        return (moment - self.begin) // timedelta(minutes=self.step)


def lay_out(cards: Sequence[Card]) -> GridLayout:
    """Place the talks that have a time; of several days, those of the first."""
    timed = [(card.start, card) for card in cards if card.start is not None]
    if not timed:
        return GridLayout()
    first = min(start for start, _ in timed)
    placed = [card for start, card in timed if start.date() == first.date()]
    lengths = [(card.end - card.start) / timedelta(minutes=1) for card in placed if card.start and card.end]
    usual = median(lengths or [_UNKNOWN / timedelta(minutes=1)]) / LINES
    step = min(STEPS, key=lambda step: abs(step - usual))
    begin = first.replace(minute=first.minute // 30 * 30 if step <= HALF_HOURLY else 0, second=0, microsecond=0)
    empty = GridLayout((), begin, step)
    placed.sort(key=lambda card: (room_order(room_of(card)), card.start or begin))
    columns = [GridColumn(room, _cells(empty, list(there))) for room, there in groupby(placed, key=room_of)]
    return replace(empty, columns=columns, lines=max(cell.bottom for column in columns for cell in column.cells))


def _cells(layout: GridLayout, cards: Sequence[Card]) -> list[GridCell]:
    """The cells of a room. A talk that another one follows ends there, and takes a line at least."""
    cells: list[GridCell] = []
    groups = [(start, list(there)) for start, there in groupby(cards, key=attrgetter("start"))]
    for index, (start, together) in enumerate(groups):
        top = layout.line_of(start)
        bottom = max(layout.line_of(max(card.end or card.start + _UNKNOWN for card in together if card.start)), top + 1)
        if index + 1 < len(groups):
            bottom = max(min(bottom, layout.line_of(groups[index + 1][0])), top + 1)
        before = cells[-1] if cells else None
        if before is not None and before.bottom > top:
            if before.bottom >= bottom:  # too short for a line of its own
                cells[-1] = replace(before, cards=(*before.cards, *together))
                continue
            top = before.bottom
        share = (bottom - top) // len(together)
        if len(together) > CROWD or not share:
            cells.append(GridCell(tuple(together), top, bottom - top))
        else:
            cells += [GridCell((card,), top + share * number, share) for number, card in enumerate(together)]
    return cells
