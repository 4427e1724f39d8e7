"""My schedule: starred, attended and noted talks of a conference, and the gaps between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar, NamedTuple

from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.whats_on import agenda, current_conference
from confnotes.exporters.markdown.schedule import in_words
from confnotes.model.schedule import Schedule, between, days
from confnotes.model.timetable import wall_time
from confnotes.tui.command import Command, Where
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.marking import MarkingPage
from confnotes.tui.screens.own_entries import OwnEntries, number_of
from confnotes.tui.widgets.drawing import Part, clean, day_name, place
from confnotes.tui.widgets.rows import Row, heading, no_conference, remark
from confnotes.tui.widgets.talk_rows import TitleLead, room_of, room_width, span_of, talk_row

WIDEST_ROOM, ROOM_ON_NARROW = 28, 16
SPAN_AND_GAPS = 17
"""Cells before a title, without the room."""


class Mine(NamedTuple):
    """The schedule of a conference ("" without a program); `today` is the day there."""

    conference: str
    schedule: Schedule
    cards: dict[str, Card]
    today: date


class ScheduleScreen(MarkingPage, ListScreen[Mine]):
    """The personal schedule of one conference, day by day."""

    where: ClassVar[Where] = Where.SCHEDULE
    gathering: ClassVar[str] = "Reading the program …"
    placeholder: ClassVar[str] = "Filter by title, speaker, room or track"
    shows_facts: ClassVar[bool] = True
    tells_errors: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self.entries = OwnEntries(self, lambda: self.found.conference if self.found else "")

    def gather(self) -> Iterator[Mine]:
        from confnotes.actions.exporting.export_agenda import is_mine, schedule_of

        vault, at = self.confnotes.vault, self.confnotes.clock()
        shown = self.found.conference if self.found else None
        name = shown or self.confnotes.conference or current_conference(vault, at)
        if name is None:
            yield Mine("", Schedule("", None, ()), {}, at.date())
            return
        cards = [card for card in agenda(vault, name) if is_mine(card)]
        schedule = schedule_of(vault, name, cards, chosen=True)
        yield Mine(name, schedule, {card.key: card for card in cards}, wall_time(at, schedule.timezone).date())

    def gathered(self, found: Mine) -> None:
        items = found.schedule.items
        if self.found is None:
            self.choose_next = next((one.key for one in items if one.start and one.start.date() >= found.today), None)
        super().gathered(found)

    def tell(self) -> None:
        if self.found is None:
            self.top.tell([Part("My schedule", "strong")], self.hint())
            return
        items = self.found.schedule.items
        clashes = sum(bool(item.clashes) for item in items)
        told = [Part(number_of(self.found.cards.values()), "dim")]
        if clashes:
            told += [Part(" · ", "faint"), Part(f"⚠ {clashes} clash", "warning")]
        self.top.tell(place(self.found.conference, "My schedule"), told)

    def rows(self, found: Mine) -> Sequence[Row]:
        if not found.conference:
            return [no_conference()]
        if not found.cards:
            return [
                remark(
                    "",
                    "  No talks in your schedule yet.",
                    f"  Press {self.key_of('program')} for the program: {self.key_of('mark')} stars a talk.",
                    f"  Press {self.key_of('new')} to add a meeting or a meal.",
                )
            ]
        widest = WIDEST_ROOM if self.has_class("-wide") else ROOM_ON_NARROW
        cards = {card.key: card for card in self.matching(found.cards.values())}
        return [*_rows(found.schedule, cards, widest)] or [self.no_match("talks")]

    def marked(self, key: str) -> None:
        self.load()

    def missing(self, command: Command) -> str:
        return self.entries.missing(command) or super().missing(command)

    def action_export_it(self) -> None:
        self.confnotes.show("export.screen.ExportScreen", form="ics")


def _rows(schedule: Schedule, cards: dict[str, Card], widest: int) -> Iterator[Row]:
    """A heading per day, a row per talk of `cards`, and a dim line for free time or a walk from the previous talk."""
    width = room_width(cards.values(), widest)
    is_first = True
    for day, items in days(schedule):
        shown = [index for index, item in enumerate(items) if item.key in cards]
        if shown:
            name = day_name(day).upper() if day else "NO TIME"
            yield heading(name, number_of(cards[items[index].key] for index in shown), first=is_first)
            is_first = False
        for index in shown:
            item = items[index]
            for told in in_words(between(items[:index], item)) if not index or index - 1 in shown else ():
                yield remark(f"{'':<{SPAN_AND_GAPS + width}}{clean(told)}", role="faint")
            card = cards[item.key]
            yield talk_row(card, TitleLead(span_of(item.start, item.end), room_of(card), width, timed=True))
