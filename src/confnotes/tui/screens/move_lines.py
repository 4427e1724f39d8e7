"""Move lines: choose the last minutes, see their lines, and choose the talk to move them to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.widget import Widget

from confnotes import notices
from confnotes.errors import ConfnotesError
from confnotes.markup.recent_lines import age, all_lines, blocks, lines_of, recent_lines
from confnotes.markup.stamps import find, without_stamp
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.command import Where
from confnotes.tui.screens.talk_choice import WIDEST_ROOM, TalkChoicePage, row_of
from confnotes.tui.widgets.drawing import Line, Part, begin, clean, clip, plural
from confnotes.tui.widgets.pane import Pane
from confnotes.tui.widgets.pick import Choices
from confnotes.tui.widgets.rows import Row, heading

if TYPE_CHECKING:
    from confnotes.actions.notes.move_lines import Move
    from confnotes.catalogue.program.cards import Card
    from confnotes.vault.vault import Vault

MINUTES = (5, 10, 15, 30)
SHORT_NOTE = timedelta(minutes=20)
"""Below this age the whole note is moved by default, above it the last minutes."""


class Typed(NamedTuple):
    """The note to move lines from; `wall` is the local time of its timestamps."""

    path: str
    key: str | None
    title: str
    body: str
    wall: datetime


@fast_dataclass(frozen=True, slots=True)
class BackRow(Row):
    """The last move, which can be undone."""

    move: Move

    def lines(self, width: int, chosen: bool) -> list[Line]:
        count = plural(len(self.move.lines), "line", "lines")
        return [clip(begin(chosen, f"Move {count} back to “{clean(self.move.source_title)}”"), width)]


class MoveLinesScreen(TalkChoicePage):
    """Chooses the lines and the talk; the note's screen moves them."""

    where: ClassVar[Where] = Where.MOVE
    CSS = """
    MoveLinesScreen Choices { height: 1; margin-top: 1; }
    MoveLinesScreen Pane { height: auto; max-height: 35%; margin: 1 0; scrollbar-size-vertical: 1; }
    """

    def __init__(
        self, note: Typed, *, move: Callable[[str, timedelta | None], None], take_back: Callable[[Move], None]
    ) -> None:
        super().__init__(note.path.partition("/")[0], without=note.key)
        self.note = note
        self._move = move
        self._take_back = take_back
        self.spans = dict(_spans(note))
        self.minutes = Choices("minutes", "Time span", list(self.spans))
        self.minutes.can_focus = False
        self.pane = Pane("lines")

    def body(self) -> Iterable[Widget]:
        yield self.minutes
        yield self.pane
        yield self.filter
        yield self.list

    def on_mount(self) -> None:
        begun = max((span for span in self.spans.values() if span is not None), default=timedelta())
        self.minutes.tell(self.minutes.options, "10 min" if begun > SHORT_NOTE else None)
        self.show_lines()

    @property
    def chosen_lines(self) -> Sequence[str]:
        if self.minutes.value not in self.spans:
            return ()
        span = self.spans[self.minutes.value]
        if span is None:
            return all_lines(self.note.body)
        return lines_of(self.note.body, recent_lines(self.note.body, span, self.note.wall))

    def show_lines(self) -> None:
        lines = self.chosen_lines
        self.pane.show(lambda width: _drawn(lines, width))
        self.tell()

    def tell(self) -> None:
        lines = self.chosen_lines
        told = plural(len(lines), "line", "lines") if lines else "No lines to move"
        left = [Part("Move lines", "strong"), Part(" · from ", "faint"), Part(clean(self.note.title), "dim")]
        self.top.tell(left, [Part(told, "accent" if lines else "dim")])

    def rows_above(self, vault: Vault, conference: str) -> Iterable[Row]:
        from confnotes.actions.notes.move_lines import last_move

        try:
            last = last_move(vault)
        except ConfnotesError as error:
            notices.tell(f"{error.message}. {error.hint}")
            return
        is_mine = last is not None and self.note.path in (last.source, last.target)
        if last is not None and is_mine:
            yield heading("LAST MOVE", first=True)
            yield BackRow("back", last)
        yield from self._note_before(vault, conference, first=not is_mine)

    def _note_before(self, vault: Vault, conference: str, *, first: bool) -> Iterable[Row]:
        """The previous note's talk: lines typed here were often meant for it."""
        from confnotes.catalogue.program.talks import card

        visits = self.confnotes.visits.before(self.note.path)
        key = next((one.key for one in visits if one.key not in (None, self.note.key)), None)
        with suppress(ConfnotesError):
            if key is not None and (found := card(vault, key)).conference == conference:
                yield heading("PREVIOUS NOTE", first=first)
                yield row_of(found, WIDEST_ROOM, prefix="before:")

    def on_pick_chosen(self, event: Choices.Chosen) -> None:
        self.show_lines()

    def action_minutes(self, step: int) -> None:
        self.minutes.action_turn(step)

    async def action_open(self) -> None:
        row = self.list.chosen
        if isinstance(row, BackRow):
            self.dismiss()
            self._take_back(row.move)
        else:
            await super().action_open()

    def chosen(self, card: Card) -> None:
        if self.minutes.value not in self.spans:
            self.say("This note has no lines to move.")
            return
        self.dismiss()
        self._move(card.key, self.spans[self.minutes.value])


def _spans(note: Typed) -> Iterable[tuple[str, timedelta | None]]:
    """The time spans to choose from: the whole note, and spans with some of its lines.

    Without timestamps only the whole note, as None.
    """
    ages = [age(block.at, note.wall) for block in blocks(note.body)]
    if not ages:
        if note.body.strip():
            yield "everything", None
        return
    begun = max(ages)
    yield f"since {note.wall - begun:%H:%M}", begun
    for minutes in MINUTES:
        span = timedelta(minutes=minutes)
        if min(ages) <= span < begun:
            yield f"{minutes} min", span


def _drawn(lines: Sequence[str], width: int) -> list[Line]:
    """The lines as in the note, with times at the left."""
    drawn: list[Line] = []
    for line in lines:
        at = find(line)
        time = f"{at:%H:%M}" if at else ""
        indent = " " * (len(line) - len(line.lstrip()))
        drawn.append(clip([Part(f"    {time:<7}{indent}", "faint"), Part(clean(without_stamp(line)))], width))
    return drawn
