"""Who covers what: the talks of a day with the people of a team who want, take, or sat in each of them.

A star says that a person wants a talk, the mark `taken` that they mean to sit in it for the team, and a visit or a note
that they are or were there. All of these are in the marks and notes that a team shares anyway: two people who take one
talk write different files, so both are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.whats_on import agenda, conference_meant
from confnotes.catalogue.team.colleagues import ColleagueView
from confnotes.model.program import IDLE_KINDS, Kind
from confnotes.model.timetable import ASSUMED_LENGTH, wall_time
from confnotes.vault.layout import OWN_SESSION
from confnotes.vault.team_state import joined_team, last_team_sync
from confnotes.vault.vault import Vault

SOON: Final = timedelta(hours=1)
FEW: Final = 6
"""Talks without a star are gaps worth showing only if there are at most this many in the next hour: at a conference
with thirty rooms, nobody means to cover all of them."""


class Cover(StrEnum):
    """How a talk is covered. `SEEN`: somebody sits or sat in it. `MISSED`: it is over, and nobody did."""

    GAP = "gap"
    TAKEN = "taken"
    SEEN = "seen"
    MISSED = "missed"


class BoardTalk(NamedTuple):
    """A talk and the views of all who want, take or saw it, the user first. `is_soon`: it is on, or starts within the
    hour.
    """

    card: Card
    people: tuple[ColleagueView, ...]
    cover: Cover
    is_soon: bool

    @property
    def takers(self) -> list[ColleagueView]:
        """Those who take it and have not been there yet."""
        return [one for one in self.people if one.taken and not one.sits_in]

    @property
    def sitting(self) -> list[ColleagueView]:
        """Those who sit or sat in it."""
        return [one for one in self.people if one.sits_in]

    @property
    def wanting(self) -> list[ColleagueView]:
        """Those who starred it and neither take nor saw it."""
        return [one for one in self.people if one.starred and not (one.taken or one.sits_in)]

    @property
    def is_taken_twice(self) -> bool:
        """Whether several people mean to go, of whom one could cover another talk."""
        return self.cover is Cover.TAKEN and len(self.takers) > 1


class BoardPart(NamedTuple):
    """A part of the board with its heading."""

    title: str
    talks: list[BoardTalk]


class Board(NamedTuple):
    """The board of one day of a conference. `moment` is the local time there, `me` the user's name in the team,
    `synced` when the team was last reached or tried, "" for never.
    """

    conference: str
    day: date | None
    days: tuple[date, ...]
    moment: datetime
    me: str
    talks: tuple[BoardTalk, ...]
    synced: str


def read_board(vault: Vault, at: datetime, conference: str | None = None, day: date | None = None) -> Board:
    """The board of that day, by default the one of `at`, else the nearest day with talks.

    Raises UsageError without a team, NotFoundError without a conference.
    """
    team = joined_team(vault.root)
    name = conference_meant(vault, at, conference)
    moment = wall_time(at, vault.span(name).timezone)
    cards = [card for card in agenda(vault, name, hidden=False) if _may_be_covered(card)]
    days = tuple(sorted({card.start.date() for card in cards if card.start}))
    shown = day or nearest_day(days, moment)
    talks = tuple(board_talk(card, team.name, moment) for card in cards if card.start and card.start.date() == shown)
    last = last_team_sync(vault.root)
    return Board(name, shown, days, moment, team.name, talks, last.at if last else "")


def nearest_day(days: Iterable[date], moment: datetime) -> date | None:
    """The day of a moment; if nothing is on then, the next one, else the last."""
    found = sorted(days)
    return next((day for day in found if day >= moment.date()), found[-1] if found else None)


def board_talk(card: Card, me: str, moment: datetime) -> BoardTalk:
    """How a talk is covered at a moment."""
    mine = ColleagueView(
        me, card.note_lines, card.starred, card.rating, card.note or "", card.attended, card.taken, card.absent
    )
    involved = [one for one in (mine, *card.colleagues) if one.starred or one.taken or one.sits_in]
    start = card.start or moment
    is_over = (card.end or start + ASSUMED_LENGTH) <= moment
    if any(one.sits_in for one in involved):
        cover = Cover.SEEN
    elif any(one.taken for one in involved):
        cover = Cover.TAKEN
    else:
        cover = Cover.MISSED if is_over else Cover.GAP
    return BoardTalk(card, tuple(involved), cover, is_soon=not is_over and start - moment <= SOON)


def board_parts(board: Board, talks: Collection[BoardTalk], *, everything: bool = False) -> list[BoardPart]:
    """The talks in parts, gaps of the next hour first; without `everything`, talks that nobody starred only there, and
    only if they are few.
    """
    soon, rest = _split(talks, lambda one: one.is_soon)
    over, later = _split(rest, lambda one: one.card.start is not None and one.card.start <= board.moment)
    gaps = sorted(_of(soon, Cover.GAP), key=lambda one: -len(one.people))
    wanted, unwanted = _split(gaps, lambda one: bool(one.people))
    is_today = board.day == board.moment.date()
    parts = [
        BoardPart("NEXT HOUR · NOBODY GOES", gaps if everything or len(unwanted) <= FEW else wanted),
        BoardPart("NEXT HOUR · COVERED", _of(soon, Cover.TAKEN, Cover.SEEN)),
    ]
    by_cover = [
        BoardPart("NOBODY GOES", _of(later, Cover.GAP)),
        BoardPart("COVERED", _of(later, Cover.TAKEN, Cover.SEEN)),
    ]
    others = [
        *([BoardPart("LATER", later)] if is_today else by_cover),
        BoardPart("MISSED BY ALL", _of(over, Cover.MISSED)),
        BoardPart("EARLIER · COVERED", _of(over, Cover.TAKEN, Cover.SEEN)),
    ]
    parts += [BoardPart(title, [one for one in found if everything or one.people]) for title, found in others]
    return [part for part in parts if part.talks]


def _split(talks: Iterable[BoardTalk], is_so: Callable[[BoardTalk], bool]) -> tuple[list[BoardTalk], list[BoardTalk]]:
    """The talks of which it is so, and the others."""
    found: tuple[list[BoardTalk], list[BoardTalk]] = [], []
    for one in talks:
        found[not is_so(one)].append(one)
    return found


def _of(talks: Iterable[BoardTalk], *covers: Cover) -> list[BoardTalk]:
    return [one for one in talks if one.cover in covers]


class Gaps(NamedTuple):
    """The number of talks within the hour that nobody takes: those with a star, and others."""

    wanted: int = 0
    others: int = 0

    @property
    def is_worth_telling(self) -> bool:
        """Whether one of them has a star, or they are few."""
        return self.wanted > 0 or 0 < self.others <= FEW


def gaps_of(cards: Iterable[Card], moment: datetime) -> Gaps:
    """The gaps of the next hour among these talks."""
    talks = (board_talk(card, "", moment) for card in cards if _may_be_covered(card))
    wanted = [bool(one.people) for one in talks if one.is_soon and one.cover is Cover.GAP]
    return Gaps(sum(wanted), len(wanted) - sum(wanted))


def _may_be_covered(card: Card) -> bool:
    """Whether it is a talk at a time that a person can sit in: no break, poster, or entry of the user's own."""
    if card.start is None or card.talk.cancelled or card.session.id == OWN_SESSION:
        return False
    return card.talk.kind not in IDLE_KINDS and card.talk.kind is not Kind.POSTER
