"""Current and next talks at a conference, and a day's agenda."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import NamedTuple

from confnotes.catalogue.program.cards import Card, Timetable
from confnotes.catalogue.program.current_room import Seat, last_seat
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.names import room_order
from confnotes.model.mark import Mark
from confnotes.model.program import Conference, Kind, Program, Session, Talk
from confnotes.model.timetable import ASSUMED_LENGTH, EVENING, Slot, is_on, next_of, same_night, wall_time
from confnotes.vault.vault import Vault


class WhatsOn(NamedTuple):
    """A conference at one moment; `moment` is naive local time there. Empty without a conference.

    A cancelled talk is listed at its original time if it has a star or a note. `conference_name` is its folder's name.
    `untimed` counts talks without a time, except breaks and talks of other days; `undated` counts those of them with a
    time but no day. `first_untimed` is the first, `starred_untimed` the starred ones.
    """

    conference: Conference | None
    conference_name: str
    moment: datetime
    on: tuple[Card, ...] = ()
    next: tuple[Card, ...] = ()
    later_starred: tuple[Card, ...] = ()
    untimed: int = 0
    first_untimed: Card | None = None
    starred_untimed: tuple[Card, ...] = ()
    undated: int = 0


def whats_on(vault: Vault, at: datetime, conference: str | None = None) -> WhatsOn:
    """Current and next talks at `at`, per room, and starred ones later that day; raises NotFoundError."""
    name = vault.conference_named(conference) if conference else current_conference(vault, at)
    if name is None:
        return WhatsOn(None, "", wall_time(at, None))
    wall = wall_time(at, vault.span(name).timezone)
    table = Timetable(vault, name, wall.date(), night=wall.hour >= EVENING)
    on = [slot for slot in table.shown_slots if is_on(slot, wall)]
    coming = next_of(table.shown_slots, wall)
    soon = {slot.talk.id for slot in coming}
    later = [slot for slot in _rest_of_day(table.slots, wall) if slot.talk.id not in soon and table.starred(slot)]
    until = max((slot.start for slot in coming), default=wall)
    gone: dict[str, list[Card]] = {"on": [], "next": [], "later": [], "": []}
    for card in table.others(cancelled=True):
        if card.start and (card.starred or card.noted):
            gone[_would_be(card, wall, until)].append(card)
    untimed = [one for one in _untimed(table.program, wall.date()) if not table.is_hidden(*one)]
    return WhatsOn(
        table.program.conference,
        name,
        wall,
        tuple(sorted([*table.cards(on), *gone["on"]], key=_place)),
        (*table.cards(coming), *gone["next"]),
        (*table.cards(later), *gone["later"]),
        len(untimed),
        table.card(*untimed[0]) if untimed else None,
        tuple(table.card(session, talk) for session, talk in untimed if table.has_star(talk)),
        sum(talk.clock is not None for _, talk in untimed),
    )


def _would_be(card: Card, wall: datetime, until: datetime) -> str:
    """Where a cancelled talk would have been listed, if the next talks start at `until`; "" for nowhere."""
    start = _start(card)
    if start <= wall:
        return "on" if wall < _end(card) else ""
    if start <= until:
        return "next"
    return "later" if start.date() == wall.date() else ""


def _rest_of_day(slots: Iterable[Slot], wall: datetime) -> Iterator[Slot]:
    """Talks of that day and night that have not started."""
    return (slot for slot in slots if not slot.has_begun(wall) and same_night(slot.start, wall))


def _untimed(program: Program, today: date) -> list[tuple[Session, Talk]]:
    return [
        (session, talk)
        for session in program.sessions
        for talk in session.talks
        if talk.starts_at is None
        and (talk.start or session.starts_at is None)
        and (talk.day or session.day) in (today, None)
        and talk.kind is not Kind.BREAK
        and not talk.cancelled
    ]


def current_conference(vault: Vault, at: datetime) -> str | None:
    """The conference at that moment, else the nearest in time, else one without dates, else None.

    Of several on the same day: the one where the user sat last that day, while talks are on there; else the one with
    the most recently started current talk; else the one with the earliest next talk; else the shortest (a workshop
    inside a conference); else the first by name.
    """
    nearest: tuple[tuple[int, int, str], str] | None = None
    today: list[tuple[str, int]] = []
    for name in vault.conferences():
        try:
            span = vault.span(name)
        except ConfnotesError:
            continue
        if span.first is None or span.last is None:
            rank = (10**9, 0, name)
        else:
            day = wall_time(at, span.timezone).date()
            if span.first <= day <= span.last:
                today.append((name, (span.last - span.first).days))
                continue
            ahead = (span.first - day).days
            behind = (day - span.last).days
            if behind == 1 and _something_on(vault, name, at):
                today.append((name, (span.last - span.first).days))
                continue
            rank = (max(ahead, behind), 0 if ahead > 0 else 1, name)
        if nearest is None or rank < nearest[0]:
            nearest = (rank, name)
    if not today:
        return nearest[1] if nearest else None
    if len(today) == 1:
        return today[0][0]
    sat = _sat_last(vault, at)
    if sat in dict(today) and _something_on(vault, sat, at):
        return sat
    return min(today, key=lambda item: (*_closeness(vault, item[0], at), item[1], item[0]))[0]


def conference_meant(vault: Vault, at: datetime, named: str | None = None) -> str:
    """The folder of the named, else of the current conference; raises NotFoundError if there is no match."""
    name = vault.conference_named(named) if named else current_conference(vault, at)
    if name is None:
        raise NotFoundError("no conferences in this vault", "Import one: confnotes import SOURCE")
    return name


def _sat_last(vault: Vault, at: datetime) -> str:
    """The conference of that day's seat, or ""."""
    seat = last_seat(vault)
    with suppress(ConfnotesError):
        if seat and seat.moment.date() == wall_time(at, vault.span(seat.conference).timezone).date():
            return seat.conference
    return ""


def _something_on(vault: Vault, name: str, at: datetime) -> bool:
    return _closeness(vault, name, at)[0] == 0


def _closeness(vault: Vault, name: str, at: datetime) -> tuple[int, float]:
    """How close the conference's talks are: 0 current, 1 later today, 2 neither; then by minutes."""
    try:
        wall = wall_time(at, vault.span(name).timezone)
        table = Timetable(vault, name, wall.date())
    except ConfnotesError:
        return 3, 0.0
    on = [slot for slot in table.slots if is_on(slot, wall)]
    if on:
        return 0, min((wall - slot.start) / timedelta(minutes=1) for slot in on)
    coming = next_of(table.slots, wall)
    if coming:
        return 1, min((slot.start - wall) / timedelta(minutes=1) for slot in coming)
    return 2, 0.0


def agenda(
    vault: Vault, conference: str, day: date | None = None, starred: bool = False, *, hidden: bool = True
) -> list[Card]:
    """The talks of a conference, or of one of its days, in time order; without those of `hidden` tracks if not wanted.

    Talks with only a day come last on that day; after all days come those with only a time, then those without either.
    Cancelled ones are at their original time. Raises NotFoundError for an unknown conference.
    """
    table = Timetable(vault, vault.conference_named(conference))
    cards = sorted([*table.cards(table.slots), *table.others()], key=_in_order)
    if not hidden:
        cards = [card for card in cards if not table.is_hidden(card.session, card.talk)]
    if day is not None:
        cards = [card for card in cards if card.day == day]
    return [card for card in cards if card.starred] if starred else cards


def _in_order(card: Card) -> tuple[int, date, datetime]:
    if card.day is not None:
        return 0, card.day, _start(card)
    clock = card.talk.clock
    return (1, date.max, datetime.combine(date.max, clock)) if clock else (2, date.max, datetime.max)


def _start(card: Card) -> datetime:
    return card.start or datetime.max


def _place(card: Card) -> tuple[list[tuple[bool, int, str]], datetime]:
    return room_order(card.room or ""), _start(card)


def _end(card: Card) -> datetime:
    return card.end or _start(card) + ASSUMED_LENGTH


def room_today(at: WhatsOn, seat: Seat | None) -> str | None:
    """The seat's room if it is from this conference and day, or None."""
    if seat is None:
        return None
    begun = [card.start for card in at.on if card.start and (card.room or "") == seat.room]
    return seat.room if seat.holds(at.conference_name, at.moment, begun) else None


class StatusLine(NamedTuple):
    """A status line in three parts: `before` and `after` are short, `title` may be truncated.

    All are empty without anything to show.
    """

    before: str = ""
    title: str = ""
    after: str = ""


def status_line(vault: Vault, at: datetime, conference: str | None = None) -> StatusLine:
    """The current talk in the user's room, else the only starred one, else the only one; else the next talk.

    Raises NotFoundError for an unknown conference.
    """
    now = whats_on(vault, at, conference)
    room = room_today(now, last_seat(vault))
    on = [card for card in now.on if not card.talk.cancelled]
    here = _mine(on, room)
    if here is not None:
        return StatusLine(here.room or "", here.title, _time_left(here, now.moment))
    if on:
        coming = _soonest(now, room)
        return StatusLine(
            "", f"{len(on)} talks are on", f"next {coming.start:%H:%M}" if coming and coming.start else ""
        )
    following = _soonest(now, room)
    if following is None or following.start is None:
        return StatusLine()
    return StatusLine(f"next {following.start:%H:%M}", following.title, following.room or "")


def _mine(cards: Sequence[Card], room: str | None) -> Card | None:
    """The card in that room, else the only one taken for the team, else the only starred one, else the only one."""
    here = [card for card in cards if room is not None and (card.room or "") == room]
    taken, starred = ([card for card in cards if mark in card.marks] for mark in (Mark.TAKEN, Mark.STAR))
    return next((some[0] for some in (here, taken, starred, cards) if len(some) == 1), None)


def _soonest(now: WhatsOn, room: str | None) -> Card | None:
    """The next talk; of several at the same time the one in this room, else a starred one, else the first."""
    coming = [card for card in now.next if card.start is not None and not card.talk.cancelled]
    first = min((card.start for card in coming if card.start), default=None)
    together = [card for card in coming if card.start == first]
    return _mine(together, room) or next(iter(together), None)


def _time_left(card: Card, moment: datetime) -> str:
    """“8 min left”, if the program states the talk's end."""
    if card.stated_end is None:
        return ""
    minutes = -(-card.until_end(moment) // timedelta(minutes=1))
    return f"{minutes} min left"
