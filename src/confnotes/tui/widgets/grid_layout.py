"""The places of talks in a table of rooms by time, in which every line stands for the same number of minutes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from statistics import median
from typing import TYPE_CHECKING, Final

from confnotes.markup.names import room_order
from confnotes.tui.widgets.drawing import clean
from confnotes.tui.widgets.talk_rows import room_of, title_of

if TYPE_CHECKING:
    from confnotes.catalogue.program.cards import Card

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
        """The cell that covers that line."""
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
