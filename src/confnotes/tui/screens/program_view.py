"""What Program shows, computed in a thread: the cards of a conference, its days, and the rows of a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby

from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.hidden_tracks import folded_tracks
from confnotes.catalogue.program.whats_on import agenda
from confnotes.markup.names import fold, room_order
from confnotes.model.timetable import wall_time
from confnotes.tui.widgets.drawing import Line, Part, clean, day_name
from confnotes.tui.widgets.rows import Row, heading, remark
from confnotes.tui.widgets.talk_rows import TitleLead, hour_of, room_of, room_width, span_of, talk_row, title_of
from confnotes.tui.widgets.tracks import named_track
from confnotes.vault.vault import Vault

FLAT_ROOM = 22
"""Maximum number of cells for a room in a program without sessions."""

Day = date | None
"""A day of the program; None holds the talks without one."""

Room = list[tuple[bool, int, str]]
"""The place of a room among the rooms."""

_UNTIMED: tuple[datetime, Room] = (datetime.max, [])


@dataclass(frozen=True)
class ShownProgram:
    """The talks of a conference in reading order, what the filter searches, and how many tracks are `hidden`."""

    conference: str
    conferences: Sequence[str] = ()
    cards: Sequence[Card] = ()
    folded: Sequence[str] = field(default=(), repr=False)
    hidden: int = 0

    @property
    def days(self) -> list[Day]:
        """The days that have talks, in order; talks without a date come last."""
        days: list[Day] = [*sorted({card.day for card in self.cards if card.day})]
        return [*days, None] if any(card.day is None for card in self.cards) else days

    def of_day(self, day: Day, *, starred: bool) -> list[Card]:
        return [card for card in self.cards if card.day == day and (card.starred or not starred)]

    def matching(self, text: str, *, starred: bool) -> list[Card]:
        """The talks of any day that match the words and fields of the text."""
        from confnotes.catalogue.program.filter_cards import CardFilter

        wanted = CardFilter(text)
        return [
            card
            for card, folded in zip(self.cards, self.folded, strict=True)
            if (card.starred or not starred) and wanted.matches(card, folded)
        ]


def likeliest(text: str, cards: Iterable[Card]) -> str | None:
    """The key of the first talk with all words of the text in its title, otherwise of the first talk."""
    from confnotes.catalogue.program.filter_cards import CardFilter

    words = CardFilter(text).words
    first = None
    for card in cards:
        title = fold(title_of(card))
        if all(word in title for word in words):
            return card.key
        first = first or card.key
    return first


def place_of(card: Card, *, by_room: bool) -> Line:
    """The track of the selected talk, and its room if the list has it only in a heading."""
    room = [Part(room_of(card), "dim"), Part("  ")] if by_room else []
    return [*room, *named_track(card)]


def read_timetable(vault: Vault, conference: str) -> ShownProgram:
    """Everything that Program shows of a conference; slow for thousands of talks."""
    shown = timetable_of(conference, vault.conferences(), agenda(vault, conference, hidden=False))
    return replace(shown, hidden=len(folded_tracks(vault, conference)))


def timetable_of(conference: str, conferences: Sequence[str], talks: Sequence[Card]) -> ShownProgram:
    """The same for talks that are already loaded."""
    from confnotes.catalogue.program.filter_cards import filter_text

    cards = _in_reading_order(talks)
    return ShownProgram(conference, tuple(conferences), tuple(cards), [filter_text(card) for card in cards])


def _in_reading_order(cards: Sequence[Card]) -> list[Card]:
    """By day, and within a day by session in order of their starts, then by room as on Now, untimed
    talks last; then talks with a time but no day, then those with neither, ordered in the same way.
    """
    first: dict[tuple[Day, int], tuple[datetime, Room]] = {}
    place: dict[int, int] = {}
    for card in cards:
        session = id(card.session)
        place.setdefault(session, len(place))
        if start := _start(card):
            key = (card.day, session)
            begin = start, room_order(room_of(card))
            first[key] = min(begin, first.get(key, begin))

    def order(card: Card) -> tuple[bool, date, bool, tuple[datetime, Room], int, tuple[datetime, Room]]:
        start = _start(card)
        begin = _UNTIMED if start is None else first[card.day, id(card.session)]
        here = place[id(card.session)]
        own = _UNTIMED if start is None else (start, room_order(room_of(card)))
        return card.day is None, card.day or date.max, start is None, begin, here, own

    return sorted(cards, key=order)


def _start(card: Card) -> datetime | None:
    """When it starts; a time without a day counts as one of the last day of all."""
    clock = card.talk.clock
    return card.start or (datetime.combine(date.max, clock) if clock else None)


def rows_of(cards: Iterable[Card], *, with_days: bool) -> list[Row]:
    """A heading for each day (`with_days`), for talks with only a day or only a time, and for each titled session; and
    a row for each talk.
    """
    rows: list[Row] = []
    day: Day | str = ""
    session: object = None
    shown: datetime | None = None
    cards = list(cards)
    noted = any(card.noted for card in cards)
    flat_rooms = room_width((card for card in cards if not card.session.title), FLAT_ROOM)
    lacking = title = ""
    for card in cards:
        if with_days and card.day != day:
            day = card.day
            rows.append(heading(day_name(day).upper() if day else "NO DATE", first=not rows))
            session, lacking, title = None, "", ""
        if card.start is None and _lacks(card) != lacking:
            lacking, session, title = _lacks(card), None, ""
            rows.append(heading(lacking or "NO DAY, NO TIME", first=not rows))
        if card.session is not session:
            session, shown = card.session, None
            above, title = title, clean(card.session.title or "")
            if title:
                rows.append(_session_heading(card, title, first=not rows or with_days))
            elif above:
                rows.append(remark(""))  # without it, the talk would seem to be of the session above
        start = _start(card)
        time = f"{start:%H:%M}" if start and start != shown else ""
        shown = start
        width = 0 if card.session.title else flat_rooms
        rows.append(talk_row(card, TitleLead(time, room_of(card), width, timed=start is not None), noted=noted))
    return rows


def rows_by_room(cards: Iterable[Card]) -> list[Row]:
    """The talks of a day, a heading for each room in order of their names."""
    rows: list[Row] = []
    ordered = sorted(cards, key=lambda card: (room_order(room_of(card)), _start(card) or datetime.max))
    for room, there in groupby(ordered, key=room_of):
        rows.append(heading(room or "elsewhere", first=not rows))
        rows += [talk_row(card, TitleLead(hour_of(card), timed=True)) for card in there]
    return rows


def _lacks(card: Card) -> str:
    """What an unscheduled talk lacks, as its heading says it; "" for a talk with day and time."""
    return "NO TIME" if card.day else "NO DAY" if card.talk.clock else ""


def _session_heading(card: Card, title: str, *, first: bool) -> Row:
    session = card.session
    zone = None
    start = wall_time(session.starts_at, zone) if session.starts_at else card.start
    end = wall_time(session.ends_at, zone) if session.ends_at else None
    if start and card.start and start.tzinfo is None and start.date() != card.start.date():
        start, end = card.start, None
    span = span_of(start, end)
    return heading(f"{span}  {title}" if span else title, clean(session.room or ""), first=first)
