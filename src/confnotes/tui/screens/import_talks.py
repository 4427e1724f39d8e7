"""All talks of what was read, to look through before it is written: by day, filtered while one types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget

from confnotes.tui.commands import Where
from confnotes.tui.screens.filtering import FilteringPage
from confnotes.tui.screens.program_view import Timetable, rows_of, timetable_of
from confnotes.tui.widgets.drawing import Part
from confnotes.tui.widgets.facts import facts_of
from confnotes.tui.widgets.filter import Filter
from confnotes.tui.widgets.pane import Pane
from confnotes.tui.widgets.rows import RowList, remark
from confnotes.tui.widgets.talk_rows import TalkRow

if TYPE_CHECKING:
    from confnotes.catalogue.program.cards import Card
    from confnotes.model.program import Program
    from confnotes.tui.screens.import_work import Understood


class ReadTalksScreen(FilteringPage):
    """The talks as they were understood; nothing can be done to them here."""

    where: ClassVar[Where] = Where.READ_TALKS
    CSS = """
    ReadTalksScreen Pane { width: 45%; border-left: solid $rule; }
    ReadTalksScreen.-narrow Pane { display: none; }
    ReadTalksScreen.-narrow.-facts Pane { display: block; width: 1fr; border-left: none; }
    ReadTalksScreen.-narrow.-facts RowList { display: none; }
    """

    @dataclass
    class Loaded(Message):
        """The talks were put in order."""

        timetable: Timetable

    def __init__(self, understood: Understood) -> None:
        super().__init__()
        self._understood = understood
        self._timetable: Timetable | None = None
        self.filter = Filter("type to filter: title, speaker, room, session")
        self.list = RowList("talks")
        self.pane = Pane("facts")

    def body(self) -> Iterable[Widget]:
        yield self.filter
        with Horizontal(classes="body"):
            yield self.list
            yield self.pane

    def on_mount(self) -> None:
        self.top.tell([Part("As it was read", "strong")], self.hint())
        self.list.focus()
        self._load()

    @work(thread=True, group="talks")
    def _load(self) -> None:
        cards = [card for at, one in enumerate(self._understood.previews) for card in _cards(one.read.program, at)]
        self.post_message(self.Loaded(timetable_of("", (), cards)))

    def on_read_talks_screen_loaded(self, event: Loaded) -> None:
        self._timetable = event.timetable
        self.show_filtered()

    def show_filtered(self) -> None:
        if self._timetable is None:
            return
        cards = self._timetable.matching(self.filter.value, starred=False)
        self.list.show(rows_of(cards, with_days=True) if cards else [remark("", "  no talk of that kind")])
        count = f"{len(cards):,} of {len(self._timetable.cards):,}"
        self.top.tell(
            [Part("As it was read", "strong"), Part(" · nothing is written yet", "dim")], [Part(count, "dim")]
        )

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        row = event.row
        self.pane.show(facts_of(row.card) if isinstance(row, TalkRow) and row.card else None)

    async def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        await self.action_open()

    def on_pane_pressed(self, event: Pane.Pressed) -> None:
        if event.target.startswith("url:"):
            self.confnotes.follow(event.target)

    async def action_open(self) -> None:
        """Where there is no room for both, the talk in place of the list, or the list again."""
        self.toggle_class("-facts")

    def action_back(self) -> None:
        if self.has_class("-facts") and self.has_class("-narrow"):
            self.remove_class("-facts")
        else:
            super().action_back()


def _cards(program: Program, number: int) -> Iterator[Card]:
    from confnotes.catalogue.program.cards import Card
    from confnotes.model.timetable import slots, wall_time

    timed = {id(slot.talk): slot for slot in slots(program)}
    zone = program.conference.timezone
    for session in program.sessions:
        for at, talk in enumerate(session.talks):
            slot = timed.get(id(talk))
            start = slot.start if slot else wall_time(talk.start, zone) if talk.start else None
            end = slot.end if slot else None
            assumed = slot is None or slot.end_is_assumed
            key = f"{number} {session.id} {id(session)} {at}"
            yield Card(key, "", talk, session, start, end, slot is not None and slot.start_is_assumed, assumed)
