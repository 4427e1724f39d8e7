"""What is on at the conference, what comes next, and a day's agenda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from confnotes.errors import ConfnotesError
from confnotes.model.program import Conference, Kind, Program, Session, Talk
from confnotes.model.timetable import is_on, next_of, wall_time
from confnotes.services.cards import Card, Timetable
from confnotes.vault.vault import Vault

__all__ = ["Card", "WhatsOn", "agenda", "current_conference", "whats_on"]


@dataclass(frozen=True, slots=True)
class WhatsOn:
    """The conference at one moment; `moment` is the naive wall-clock there. Empty when there is no conference.

    `conference_name` is the name of its folder. `untimed` counts the talks that no time is known of, breaks left out;
    `first_untimed` is the first of them, `starred_untimed` are those with a star.
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


def whats_on(vault: Vault, at: datetime, conference: str | None = None) -> WhatsOn:
    """What is on and next at `at`, per room, and what is starred later that day; raises NotFoundError."""
    name = vault.conference_named(conference) if conference else current_conference(vault, at)
    if name is None:
        return WhatsOn(None, "", wall_time(at, None))
    wall = wall_time(at, vault.span(name).timezone)
    table = Timetable(vault, name, wall.date())
    on = [slot for slot in table.slots if is_on(slot, wall)]
    coming = next_of(table.slots, wall)
    soon = {slot.talk.id for slot in coming}
    later = [
        slot
        for slot in table.slots
        if slot.start > wall and slot.start.date() == wall.date() and slot.talk.id not in soon and table.starred(slot)
    ]
    on.sort(key=lambda slot: (slot.talk.room or slot.session.room or "", slot.start))
    untimed = _untimed(table.program)
    return WhatsOn(
        table.program.conference,
        name,
        wall,
        table.cards(on),
        table.cards(coming),
        table.cards(later),
        len(untimed),
        table.card(*untimed[0]) if untimed else None,
        tuple(table.card(session, talk) for session, talk in untimed if table.has_star(talk)),
    )


def _untimed(program: Program) -> list[tuple[Session, Talk]]:
    return [
        (session, talk)
        for session in program.sessions
        if session.start is None
        for talk in session.talks
        if talk.start is None and talk.kind is not Kind.BREAK and not talk.cancelled
    ]


def current_conference(vault: Vault, at: datetime) -> str | None:
    """The conference that is on at that moment, else the nearest in time, else one without dates, else None.

    Of several on the same day: the one whose talk began last and is still on; else the one whose next talk begins
    first; else the shortest (a workshop inside a conference); else the first by name.
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
    return min(today, key=lambda item: (*_closeness(vault, item[0], at), item[1], item[0]))[0]


def _something_on(vault: Vault, name: str, at: datetime) -> bool:
    return _closeness(vault, name, at)[0] == 0


def _closeness(vault: Vault, name: str, at: datetime) -> tuple[int, float]:
    """How near the conference's talks are to the moment: 0 on now, 1 later today, 2 neither; then by minutes."""
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


def agenda(vault: Vault, conference: str, day: date | None = None, starred: bool = False) -> list[Card]:
    """The talks of a conference, or of one day of it, in time order; talks without a time last.

    Raises NotFoundError when there is no such conference.
    """
    table = Timetable(vault, vault.conference_named(conference))
    cards = list(table.cards(table.slots))
    if day is None:
        cards += [card for card in table.all() if card.start is None]
    else:
        cards = [card for card in cards if card.start and card.start.date() == day]
    return [card for card in cards if card.starred] if starred else cards
