"""All talks of the program that was read, to review before saving: by day, filtered while typing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from confnotes.model.program import Program
from confnotes.tui.command import Where
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.program_view import ShownProgram, rows_of, timetable_of
from confnotes.tui.widgets.drawing import Part
from confnotes.tui.widgets.facts import facts_of
from confnotes.tui.widgets.rows import Row, RowList
from confnotes.tui.widgets.talk_rows import TalkRow

if TYPE_CHECKING:
    from confnotes.catalogue.program.cards import Card
    from confnotes.tui.screens.import_work import ImportAnalysis


class ReadTalksScreen(ListScreen[ShownProgram]):
    """The talks as read, which cannot be changed here."""

    where: ClassVar[Where] = Where.READ_TALKS
    placeholder: ClassVar[str] = "Filter by title, speaker, room or session"
    has_pane: ClassVar[bool] = True
    CSS = """
    ReadTalksScreen Pane { width: 45%; border-left: solid $rule; }
    ReadTalksScreen.-narrow Pane { display: none; }
    ReadTalksScreen.-narrow.-facts Pane { display: block; width: 1fr; border-left: none; }
    ReadTalksScreen.-narrow.-facts RowList { display: none; }
    """

    def __init__(self, understood: ImportAnalysis) -> None:
        super().__init__()
        self._understood = understood

    def gather(self) -> Iterator[ShownProgram]:
        cards = [card for at, one in enumerate(self._understood.previews) for card in _cards(one.read.program, at)]
        yield timetable_of("", (), cards)

    def rows(self, found: ShownProgram) -> Sequence[Row]:
        cards = found.matching(self.filter.value, starred=False)
        return rows_of(cards, with_days=True) or [self.no_match("talks")]

    def tell(self) -> None:
        if self.found is None:
            self.top.tell([Part("Talks as read", "strong")], self.hint())
            return
        shown = sum(isinstance(row, TalkRow) for row in self.list.rows)
        left = [Part("Talks as read", "strong"), Part(" · not saved yet", "dim")]
        self.top.tell(left, [Part(f"{shown:,} of {len(self.found.cards):,}", "dim")])

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        self.pane.show(facts_of(event.row.card) if isinstance(event.row, TalkRow) else None)

    def press(self, target: str) -> None:
        """Open only links to other places: nothing of the program is in the vault yet."""
        if target.startswith("url:"):
            super().press(target)

    async def action_open(self) -> None:
        """In a narrow window, switch between the list and the talk."""
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
            start = slot.start if slot else wall_time(talk.starts_at, zone) if talk.starts_at else None
            end = slot.end if slot else None
            assumed = slot is None or slot.end_is_assumed
            key = f"{number} {session.id} {id(session)} {at}"
            yield Card(key, "", talk, session, start, end, slot is not None and slot.start_is_assumed, assumed)
