"""The team's board: who takes which talk, and what nobody covers in the next hour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import ClassVar, Final

from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.team_board import Board, BoardTalk, Cover, board_parts, read_board
from confnotes.catalogue.team.colleagues import ColleagueView, names_of
from confnotes.errors import Failure
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.command import Where
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.marking import NO_TEAM, MarkingPage
from confnotes.tui.widgets.drawing import Line, Part, arrow, clean, day_name, place, plural, shorten, spread
from confnotes.tui.widgets.rows import Row, heading, remark
from confnotes.tui.widgets.talk_rows import TitleLead, hour_of, room_of, room_width, title_of
from confnotes.tui.widgets.tracks import stripe_of
from confnotes.vault.team_state import team_of

WIDEST_ROOM, ROOM_ON_NARROW = 22, 12
NAME: Final = 9  # cells of a person's name
WIDE_ROW: Final = 90  # cells from which three people of a kind are named, otherwise two


@fast_dataclass(frozen=True, slots=True)
class BoardRow(Row):
    """A talk, and the people who take, saw or want it."""

    talk: BoardTalk
    lead: TitleLead
    me: str

    @property
    def card(self) -> Card:
        """The talk, for its marks."""
        return self.talk.card

    def lines(self, width: int, chosen: bool) -> list[Line]:
        role = "strong" if chosen else "text"
        left = [stripe_of(self.card), *arrow(chosen, indent=1), *self.lead.parts(False, chosen)]
        right = people_parts(self.talk, self.me, 3 if width >= WIDE_ROW else 2)
        return [spread([*left, Part(title_of(self.card), role)], right, width)]


def people_parts(talk: BoardTalk, me: str, most: int) -> Line:
    """Who takes, saw and wants a talk: "◆ you  ★ Bea, Cem", at most `most` names of a kind."""
    parts: Line = [Part("⚠ ", "warning")] if talk.is_taken_twice else []
    seen = "accent" if talk.cover is Cover.SEEN else "dim"
    for sign, views, role in (("◆", talk.takers, "accent"), ("✓", talk.sitting, seen), ("★", talk.wanting, "dim")):
        if views:
            parts += [
                Part(f"{sign} ", role),
                Part(_names(views, me, most), "text" if sign == "◆" else "dim"),
                Part("  "),
            ]
    return parts


def _names(views: Sequence[ColleagueView], me: str, most: int) -> str:
    names = [shorten(clean(name), NAME) for name in names_of(views, me)]
    more = f" +{len(names) - most}" if len(names) > most else ""
    return ", ".join(names[:most]) + more


class BoardScreen(MarkingPage, ListScreen[Board]):
    """Who of the team wants, takes, or sits in each talk of a day."""

    where: ClassVar[Where] = Where.BOARD
    gathering: ClassVar[str] = "Reading the program …"
    placeholder: ClassVar[str] = "Filter by title, speaker, room or track"
    shows_facts: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self.everything = False
        self._minute: datetime | None = None

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(1.0, self.tick)

    def tick(self) -> None:
        """Load it again at each new minute; called every second."""
        minute = self.confnotes.clock().replace(second=0, microsecond=0)
        if minute != self._minute and self.is_current and not self.is_gathering:
            self.load()

    def gather(self) -> Iterator[Board]:
        at, before = self.confnotes.clock(), self.found
        self._minute = at.replace(second=0, microsecond=0)
        if before is None:
            yield read_board(self.confnotes.vault, at, self.confnotes.conference)
        else:
            yield read_board(self.confnotes.vault, at, before.conference, before.day)

    def not_gathered(self, error: Failure) -> None:
        if team_of(self.confnotes.vault.root) is None:
            self.list.show([remark("", *(f"  {line}" for line in NO_TEAM.split("\n")))])
        else:
            self.tell_in_list(error)

    def tell(self) -> None:
        board = self.found
        if board is None:
            self.top.tell([Part("Team board", "strong")], self.hint())
            return
        gaps = sum(one.is_soon and one.cover is Cover.GAP and bool(one.people) for one in board.talks)
        told = [Part(f"⚠ {plural(gaps, 'gap')}", "warning"), Part(" · ", "faint")] if gaps else []
        told.append(Part(f"synced {board.synced[11:16]}" if board.synced else "not synced yet", "dim"))
        named = [day_name(board.day)] if board.day else []
        self.top.tell(place(board.conference, "Team board", *named), told)

    def rows(self, found: Board) -> Sequence[Row]:
        kept = {card.key for card in self.matching(one.card for one in found.talks)}
        talks = [one for one in found.talks if one.card.key in kept]
        is_filtered = bool(self.filter.value.strip())
        parts = board_parts(found, talks, everything=self.everything or is_filtered)
        width = room_width(
            (one.card for part in parts for one in part.talks),
            WIDEST_ROOM if self.has_class("-wide") else ROOM_ON_NARROW,
        )
        rows: list[Row] = []
        for part in parts:
            rows.append(heading(part.title, plural(len(part.talks), "talk"), first=not rows))
            rows += [
                BoardRow(
                    one.card.key, one, TitleLead(hour_of(one.card), room_of(one.card), width, timed=True), found.me
                )
                for one in part.talks
            ]
        if not rows:
            return [self.no_match("talks")] if is_filtered else [self._nothing()]
        return rows

    def _nothing(self) -> Row:
        return remark(
            "",
            "  No talk of this day is starred or taken yet.",
            f"  {self.key_of('all')} shows all talks, {self.key_of('take')} takes one, {self.key_of('mark')} stars it.",
        )

    def marked(self, key: str) -> None:
        self.load()

    @property
    def follows_team(self) -> bool:
        return True

    def colleagues_wrote(self) -> None:
        if self.is_current:
            self.load()

    def action_take(self) -> None:
        """Take the chosen talk or give it back; a gap that is taken leads to the next one."""
        talk = self.list.chosen.talk if isinstance(self.list.chosen, BoardRow) else None
        if talk is not None and talk.is_soon and talk.cover is Cover.GAP:
            rows = [row for row in self.list.rows if isinstance(row, BoardRow)]
            below = rows[[row.key for row in rows].index(talk.card.key) + 1 :]
            self.choose_next = below[0].key if below and below[0].talk.cover is Cover.GAP else None
        super().action_take()

    def action_everything(self) -> None:
        self.everything = not self.everything
        self.show_filtered()

    def action_day(self, step: int) -> None:
        board = self.found
        if board is None or board.day not in board.days:
            return
        at = board.days.index(board.day) + step
        if 0 <= at < len(board.days):
            self.found = board._replace(day=board.days[at])
            self.load()
