"""Which lines go, and to which talk: the minutes, what was typed in them, and the talks, those in other rooms first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import work
from textual.message import Message
from textual.widget import Widget

from confnotes.errors import ConfnotesError
from confnotes.markup.stamps import find, without_stamp
from confnotes.markup.typed_lately import age, blocks, lines_of, typed_within
from confnotes.model.record import record
from confnotes.tui.commands import Where
from confnotes.tui.screens.filtering import FilteringPage
from confnotes.tui.screens.program_view import Timetable, read_timetable, rows_of
from confnotes.tui.widgets.choices import Choices
from confnotes.tui.widgets.drawing import Line, Part, clean, clip
from confnotes.tui.widgets.filter import Filter
from confnotes.tui.widgets.pane import Pane
from confnotes.tui.widgets.people_rows import counted
from confnotes.tui.widgets.rows import Row, RowList, heading, remark
from confnotes.tui.widgets.talk_rows import Lead, TalkRow, room_of, talk_row

if TYPE_CHECKING:
    from confnotes.services.cards import Card
    from confnotes.services.move_lines import Move
    from confnotes.services.whats_on import WhatsOn

MINUTES = (5, 10, 15, 30)
SHORT_NOTE = timedelta(minutes=20)
"""A note that was begun so lately was begun in the wrong room; of an older one the last minutes are meant."""


class Typed(NamedTuple):
    """The note that lines are to leave; `wall` is the time by which its lines are stamped."""

    path: str
    key: str | None
    title: str
    body: str
    wall: datetime


@record(frozen=True, slots=True)
class BackRow(Row):
    """The last move, to be taken back."""

    move: Move | None = None

    def lines(self, width: int, chosen: bool) -> list[Line]:
        assert self.move is not None
        count = counted(len(self.move.lines), "line", "lines")
        mark = Part("▸ " if chosen else "  ", "accent")
        words = Part(f"Take {count} back to “{clean(self.move.source_title)}”", "strong" if chosen else "text")
        return [clip([Part("  "), mark, words], width)]


class MoveLinesScreen(FilteringPage):
    """Chooses; the note's own screen moves."""

    where: ClassVar[Where] = Where.MOVE
    CSS = """
    MoveLinesScreen Choices { height: 1; margin-top: 1; }
    MoveLinesScreen Pane { height: auto; max-height: 35%; margin: 1 0; scrollbar-size-vertical: 1; }
    MoveLinesScreen #filter { padding: 0 2; margin-bottom: 1; }
    """

    @dataclass
    class Loaded(Message):
        """What one can move to, and the move that can be taken back."""

        now: WhatsOn
        timetable: Timetable
        last: Move | None

    @dataclass
    class Failed(Message):
        """The program could not be read."""

        error: ConfnotesError | OSError

    def __init__(
        self, note: Typed, *, move: Callable[[str, timedelta], None], take_back: Callable[[Move], None]
    ) -> None:
        super().__init__()
        self.note = note
        self._move = move
        self._take_back = take_back
        self.spans = dict(_spans(note))
        self.minutes = Choices("minutes", "typed in", list(self.spans))
        self.pane = Pane("lines")
        self.filter = Filter("to which talk? type to filter: title, speaker, room")
        self.list = RowList("talks", classes="body")
        self._loaded: MoveLinesScreen.Loaded | None = None

    def body(self) -> Iterable[Widget]:
        yield self.minutes
        yield self.pane
        yield self.filter
        yield self.list

    def on_mount(self) -> None:
        self.list.show([remark("", "  reading the program …")])
        self.list.focus()
        self.minutes.can_focus = False
        names = list(self.spans)
        begun = max(self.spans.values(), default=timedelta())
        self.minutes.tell(names, "10 min" if begun > SHORT_NOTE and "10 min" in self.spans else None)
        self.show_lines()
        self._load()

    @property
    def chosen_lines(self) -> Sequence[str]:
        """The lines that would go."""
        span = self.spans.get(self.minutes.value)
        return () if span is None else lines_of(self.note.body, typed_within(self.note.body, span, self.note.wall))

    def show_lines(self) -> None:
        """Show what would go."""
        lines = self.chosen_lines
        told = counted(len(lines), "line", "lines") if lines else "nothing to move"
        left = [Part("Move lines", "strong"), Part(" · from ", "faint"), Part(clean(self.note.title), "dim")]
        self.top.tell(left, [Part(told, "accent" if lines else "dim")])
        self.pane.show(lambda width: _drawn(lines, width))

    @work(thread=True, exclusive=True, group="move")
    def _load(self) -> None:
        from confnotes.services import move_lines
        from confnotes.services.whats_on import whats_on

        vault, at = self.confnotes.vault, self.confnotes.clock()
        folder = self.note.path.partition("/")[0]
        try:
            conference = folder if folder in vault.conferences() else self.confnotes.conference
            now = whats_on(vault, at, conference)
            name = now.conference_name
            timetable = read_timetable(vault, name) if name else Timetable("")
            self.post_message(self.Loaded(now, timetable, move_lines.last_move(vault)))
        except (ConfnotesError, OSError) as error:
            self.post_message(self.Failed(error))

    def on_move_lines_screen_failed(self, event: Failed) -> None:
        self.list.show([remark("", "  the program cannot be read")])
        self.confnotes.complain_of(event.error)

    def on_move_lines_screen_loaded(self, event: Loaded) -> None:
        self._loaded = event
        self.show_filtered()

    def show_filtered(self) -> None:
        if self._loaded is None:
            return
        text = self.filter.value.strip()
        if text:
            found = self._loaded.timetable.matching(text, starred=False)
            self.list.show(rows_of(filter(self._is_another, found), with_days=True))
        else:
            self.list.show([*self._rows_at_rest(self._loaded)] or [remark("", "  type a few letters of the talk")])

    def _rows_at_rest(self, loaded: Loaded) -> Iterable[Row]:
        """What can be taken back, what is on in other rooms, what begins soon, and the rest of the day."""
        last = loaded.last
        if last is not None and self.note.path in (last.source, last.target):
            yield heading("LAST MOVE", first=True)
            yield BackRow("back", 1, True, last)
        shown = {self.note.key}
        day = loaded.timetable.of_day(loaded.now.moment.date(), starred=False)
        for name, cards in (("ON NOW", loaded.now.on), ("NEXT", loaded.now.next), ("TODAY", day)):
            fresh = [card for card in cards if card.key not in shown]
            shown |= {card.key for card in fresh}
            if fresh:
                yield heading(name, first=last is None and name == "ON NOW")
                width = min(22, max(len(room_of(card)) for card in fresh))
                yield from (self._row(card, width) for card in fresh)

    def _row(self, card: Card, width: int) -> Row:
        time = f"{card.start:%H:%M}" if card.start else ""
        return talk_row(card, Lead(time, room_of(card), width, timed=True))

    def _is_another(self, card: Card) -> bool:
        return card.key != self.note.key

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self.show_lines()

    def action_minutes(self, step: int) -> None:
        """Other minutes."""
        self.minutes.action_turn(step)

    async def action_open(self) -> None:
        row = self.list.chosen
        span = self.spans.get(self.minutes.value)
        if isinstance(row, BackRow) and row.move is not None:
            self.dismiss()
            self._take_back(row.move)
        elif isinstance(row, TalkRow) and row.card is not None and span is not None:
            self.dismiss()
            self._move(row.card.key, span)
        elif span is None:
            self.say("no line of this note has a stamp, so there is nothing to move by the clock")

    async def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        await self.action_open()


def _spans(note: Typed) -> Iterable[tuple[str, timedelta]]:
    """What one may choose among: all of the note, and the last minutes that hold some of it."""
    ages = [age(block.at, note.wall) for block in blocks(note.body)]
    if not ages:
        return
    begun = max(ages)
    yield f"all since {note.wall - begun:%H:%M}", begun
    for minutes in MINUTES:
        span = timedelta(minutes=minutes)
        if min(ages) <= span < begun:
            yield f"{minutes} min", span


def _drawn(lines: Sequence[str], width: int) -> list[Line]:
    """The lines as they stand in the note, times at the left."""
    drawn: list[Line] = []
    for line in lines:
        at = find(line)
        time = f"{at:%H:%M}" if at else ""
        drawn.append(clip([Part(f"    {time:<7}", "faint"), Part(clean(without_stamp(line)))], width))
    return drawn
