"""Choosing a talk: talks on now, next talks, the rest of the day; typing finds any other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.whats_on import WhatsOn, whats_on
from confnotes.tui.command import Where
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.program_view import ShownProgram, likeliest, read_timetable, rows_of
from confnotes.tui.widgets.drawing import Part, clean
from confnotes.tui.widgets.rows import Row, heading, remark
from confnotes.tui.widgets.talk_rows import TalkRow, TitleLead, hour_of, room_of, room_width, talk_row
from confnotes.vault.vault import Vault

WIDEST_ROOM, ROOM_ON_NARROW = 28, 18


class TalksToChoose(NamedTuple):
    """The talks of a conference, those on now, and the rows above them."""

    now: WhatsOn
    timetable: ShownProgram
    above: Sequence[Row]


class TalkChoicePage(ListScreen[TalksToChoose]):
    """A list of talks with a filter. `conference` is the preferred one, `without` a talk to leave out."""

    gathering: ClassVar[str] = "Reading the program …"
    placeholder: ClassVar[str] = "Filter by title, speaker or room"
    tells_errors: ClassVar[bool] = True

    def __init__(self, conference: str | None, *, without: str | None = None) -> None:
        super().__init__()
        self._conference = conference
        self._without = without

    # For subclasses

    def rows_above(self, vault: Vault, conference: str) -> Iterable[Row]:
        """The rows above the talks, computed in a thread; raises ConfnotesError, OSError."""
        return ()

    def chosen(self, card: Card) -> None:
        """React to the chosen talk."""
        raise NotImplementedError

    # The list

    def gather(self) -> Iterator[TalksToChoose]:
        vault, at = self.confnotes.vault, self.confnotes.clock()
        known = self._conference if self._conference in vault.conferences() else self.confnotes.conference
        now = whats_on(vault, at, known)
        name = now.conference_name
        timetable = read_timetable(vault, name) if name else ShownProgram("")
        yield TalksToChoose(now, timetable, list(self.rows_above(vault, name)))

    def rows(self, found: TalksToChoose) -> Sequence[Row]:
        text = self.filter.value.strip()
        if not found.timetable.cards:
            return [remark("", f"  No program yet. Press {key_of('import')} on Now to import one.")]
        if not text:
            return [*self._rows_at_rest(found)] or [remark("", "  Type a few letters of the title.")]
        matching = found.timetable.matching(text, starred=False)
        cards = [card for card in matching if card.key != self._without]
        self.choose_next = likeliest(text, cards)
        return rows_of(cards, with_days=True) or [self.no_match("talks")]

    def _rows_at_rest(self, loaded: TalksToChoose) -> Iterable[Row]:
        """The rows above, talks on now, next talks and the rest of the day."""
        yield from loaded.above
        first = not loaded.above
        shown = {self._without, *(row.card.key for row in loaded.above if isinstance(row, TalkRow))}
        widest = WIDEST_ROOM if self.has_class("-wide") else ROOM_ON_NARROW
        day = loaded.timetable.of_day(loaded.now.moment.date(), starred=False)
        for name, cards in (("ON NOW", loaded.now.on), ("NEXT", loaded.now.next), ("TODAY", day)):
            fresh = [card for card in cards if card.key not in shown]
            shown |= {card.key for card in fresh}
            if fresh:
                yield heading(name, first=first)
                first = False
                width = room_width(fresh, widest)
                yield from (row_of(card, width) for card in fresh)

    async def action_open(self) -> None:
        row = self.list.chosen
        if isinstance(row, TalkRow):
            self.chosen(row.card)


def row_of(card: Card, width: int, prefix: str = "") -> Row:
    """A row of a talk with its time and room."""
    return talk_row(card, TitleLead(hour_of(card), room_of(card), width, timed=True), prefix=prefix)


class MatchTalkScreen(TalkChoicePage):
    """Chooses the talk of a free note; the note's screen attaches it."""

    where: ClassVar[Where] = Where.MATCH

    def __init__(self, path: str, title: str, *, match: Callable[[str], object]) -> None:
        super().__init__(path.partition("/")[0])
        self._path = path
        self._title = title
        self._match = match

    def tell(self) -> None:
        self.top.tell(
            [Part("Attach a note to its talk", "strong"), Part(f" · {clean(self._title)}", "dim")], self.hint()
        )

    def rows_above(self, vault: Vault, conference: str) -> Iterable[Row]:
        from confnotes.actions.importing.match_notes import proposals
        from confnotes.catalogue.program.talks import card

        found = [one for one in proposals(vault, conference) if one.path == self._path] if conference else []
        for one in found:
            yield heading("SUGGESTED", one.reason, first=True)
            yield row_of(card(vault, one.key), 0, prefix="perhaps:")

    def chosen(self, card: Card) -> None:
        self.dismiss()
        self._match(card.key)
