"""My schedule: what was starred, attended and noted at the conference, and what lies between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.widget import Widget

from confnotes.errors import ConfnotesError
from confnotes.exporters.markdown.schedule import in_words
from confnotes.model.schedule import Schedule, between, days
from confnotes.tui.beside import reads
from confnotes.tui.commands import Where
from confnotes.tui.screens.marking import MarkingPage
from confnotes.tui.screens.now_view import day_name
from confnotes.tui.widgets.drawing import Part, clean, counted, place
from confnotes.tui.widgets.rows import Row, RowList, heading, remark
from confnotes.tui.widgets.talk_rows import Lead, TalkRow, room_of, room_width, span_of, talk_row

if TYPE_CHECKING:
    from confnotes.catalogue.program.cards import Card

WIDEST_ROOM, ROOM_ON_NARROW = 28, 16
SPAN_AND_GAPS = 17
"""Cells before a title, the room's left out."""


class ScheduleScreen(MarkingPage):
    """The personal schedule of one conference, day by day."""

    where: ClassVar[Where] = Where.SCHEDULE

    @dataclass
    class Loaded(Message):
        """The schedule of a conference; `today` is the day there."""

        conference: str
        schedule: Schedule
        cards: dict[str, Card]
        today: date

    @dataclass
    class Failed(Message):
        """The program could not be read."""

        error: ConfnotesError | OSError

    def __init__(self) -> None:
        super().__init__()
        self.list = RowList("schedule", classes="body")
        self._conference: str | None = None

    def body(self) -> Iterable[Widget]:
        yield self.list

    def on_mount(self) -> None:
        self.top.tell([Part("My schedule", "strong")], self.hint())
        self.list.show([remark("", "  reading the program …")])
        self.list.focus()

    def on_screen_resume(self) -> None:
        self._load(self._conference or self.confnotes.conference)

    @reads("schedule")
    def _load(self, conference: str | None) -> None:
        from confnotes.actions.exporting.export_agenda import is_mine, schedule_of
        from confnotes.catalogue.program.whats_on import agenda, current_conference
        from confnotes.model.timetable import wall_time

        vault, at = self.confnotes.vault, self.confnotes.clock()
        try:
            name = conference or current_conference(vault, at)
            if name is None:
                self.post_message(self.Loaded("", Schedule("", None, ()), {}, at.date()))
                return
            cards = [card for card in agenda(vault, name) if is_mine(card)]
            schedule = schedule_of(vault, name, cards, chosen=True)
            today = wall_time(at, schedule.timezone).date()
            self.post_message(self.Loaded(name, schedule, {card.key: card for card in cards}, today))
        except (ConfnotesError, OSError) as error:
            self.post_message(self.Failed(error))

    def on_schedule_screen_failed(self, event: Failed) -> None:
        self.list.show([remark("", "  the program cannot be read")])
        self.confnotes.complain_of(event.error)

    def on_schedule_screen_loaded(self, event: Loaded) -> None:
        first = self._conference is None
        self._conference = event.conference or None
        clashes = sum(bool(item.clashes) for item in event.schedule.items)
        told = [Part(counted(len(event.schedule.items), "talk", "talks"), "dim")]
        if clashes:
            told += [Part(" · ", "faint"), Part(f"⚠ {clashes} in a clash", "warning")]
        self.top.tell(place(event.conference, "My schedule"), told)
        if not event.cards:
            self.list.show(
                [remark("", "  Nothing is starred, attended or noted yet.", "  esc, then d: space stars a talk.")]
            )
            return
        today = next((one.key for one in event.schedule.items if one.start and one.start.date() >= event.today), None)
        widest = WIDEST_ROOM if self.has_class("-wide") else ROOM_ON_NARROW
        self.list.show([*_rows(event.schedule, event.cards, widest)], choose=today if first else None)

    async def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        if event.target == "star":
            self.action_star()
        else:
            self.action_open()

    def chosen_card(self) -> Card | None:
        row = self.list.chosen
        return row.card if isinstance(row, TalkRow) else None

    def marked(self, key: str) -> None:
        self._load(self._conference)

    def action_open(self) -> None:
        """Open the note of the chosen talk."""
        card = self.chosen_card()
        if card is not None:
            self.confnotes.open_talk(card.key)

    def action_export_it(self) -> None:
        """Give it out."""
        from confnotes.tui.screens.export.screen import ExportScreen

        self.confnotes.go(ExportScreen(form="ics"))


def _rows(schedule: Schedule, cards: dict[str, Card], widest: int) -> Iterator[Row]:
    """A heading a day, a row a talk, and a quiet line where there is free time or a walk before it."""
    width = room_width(cards.values(), widest)
    for number, (day, items) in enumerate(days(schedule)):
        yield heading(
            day_name(day).upper() if day else "WITHOUT A TIME", counted(len(items), "talk", "talks"), first=not number
        )
        for index, item in enumerate(items):
            for told in in_words(between(items[:index], item)):
                yield remark(f"{'':<{SPAN_AND_GAPS + width}}{clean(told)}", role="faint")
            card = cards[item.key]
            yield talk_row(card, Lead(span_of(item.start, item.end), room_of(card), width, timed=True))
