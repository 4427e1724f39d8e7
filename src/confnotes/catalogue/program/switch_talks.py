"""Switch talks during a conference day: the next talk, other rooms, talks that start soon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple

from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.current_room import Seat
from confnotes.catalogue.program.whats_on import WhatsOn, room_today, whats_on
from confnotes.errors import ConfnotesError
from confnotes.model.program import Kind
from confnotes.model.timetable import same_night, wall_time
from confnotes.vault.vault import Vault

ABOUT_TO_BEGIN = timedelta(minutes=5)
WITHIN_REACH = timedelta(minutes=15)


class Rooms(NamedTuple):
    """Talks at `moment` (naive local time): current ones, and those starting within a quarter of an hour."""

    conference: str
    moment: datetime
    on: Sequence[Card]
    soon: Sequence[Card]


def next_talk(this: Card, talks: Iterable[Card]) -> Card | None:
    """The next talk of that day or night, from talks in time order: in this room, else a starred one, else any."""
    begun = this.start
    if begun is None:
        return None
    later = [
        one for one in talks if one.start and one.start > begun and same_night(one.start, begun) and _is_a_talk(one)
    ]
    here = [other for other in later if this.room and other.room == this.room]
    starred = [other for other in later if other.starred]
    return next(iter(here or starred or later), None)


def rooms(vault: Vault, at: datetime, left: str | None = None) -> list[Rooms]:
    """Current and upcoming talks at `at`, except the talk `left`, for each conference that has any."""
    found = []
    for now in _today(vault, at):
        on = [one for one in now.on if one.key != left and not one.talk.cancelled]
        near = [one for one in now.next if one.until_start(now.moment) <= WITHIN_REACH]
        soon = [one for one in near if one.key != left and not one.talk.cancelled]
        if on or soon:
            found.append(Rooms(now.conference_name, now.moment, on, soon))
    return found


def about_to_begin(vault: Vault, at: datetime, seat: Seat | None) -> list[tuple[timedelta, Card]]:
    """Relevant talks for a user at `seat` that start within five minutes, and the time until then."""
    return [
        (card.until_start(now.moment), card)
        for now in _today(vault, at)
        for card in (*now.next, *now.later_starred)
        if card.until_start(now.moment) <= ABOUT_TO_BEGIN and _is_a_talk(card)
        if card.starred or (card.room or "") == room_today(now, seat)
    ]


def _today(vault: Vault, at: datetime) -> Iterator[WhatsOn]:
    """Conferences on that day, or with a program the evening before."""
    for name in vault.conferences():
        with suppress(ConfnotesError):
            span = vault.span(name)
            day = wall_time(at, span.timezone).date()
            if span.first and span.last and span.first <= day <= span.last + timedelta(days=1):
                yield whats_on(vault, at, name)


def _is_a_talk(card: Card) -> bool:
    return bool(card.talk.title) and not card.talk.cancelled and card.talk.kind is not Kind.BREAK
