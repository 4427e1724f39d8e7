"""Find a talk by what the user types."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from confnotes.catalogue.program.cards import Card, Timetable, timetables
from confnotes.catalogue.program.current_room import last_seat
from confnotes.catalogue.program.whats_on import conference_meant, current_conference
from confnotes.errors import ConfnotesError, MissingError, NotFoundError
from confnotes.markup.find_by_name import matching, nearest
from confnotes.markup.names import fold, slug
from confnotes.model.mark import Mark
from confnotes.model.timetable import Slot, is_on, next_of, wall_time
from confnotes.vault.layout import split_talk_key, talk_key
from confnotes.vault.vault import Vault

_NEAR = 72  # similarity of a title, in percent, to propose it
_CERTAIN, _NEVER = 88, 101  # similarity from which a talk is taken without asking; one that none has
_LEAD = 6  # percent: titles that are this near to the best one are as good
_SHOWN = 5  # talks named in one line
_OVERRUN, _OVERRUN_BESIDE_OTHERS = timedelta(minutes=20), timedelta(minutes=10)


class SeveralTalksError(ConfnotesError):
    """Several talks match equally well."""


def card(vault: Vault, key: str) -> Card:
    """The card of the talk with that key; raises NotFoundError."""
    found = by_key(vault, key)
    return Timetable(vault, found.conference).card(found.session, found.talk)


def find_talk(vault: Vault, text: str, at: datetime | None = None) -> Card:
    """The talk that `text` names: “now”, “next”, a key, id, title, words of a title, or a similar title.

    Raises what `locate` raises.
    """
    found = locate(vault, text, at)
    return Timetable(vault, found.conference).card(found.session, found.talk)


def locate(vault: Vault, text: str, at: datetime | None = None, *, guess: bool = True) -> Card:
    """Like `find_talk`, but without the note and marks, which take longer to read.

    Raises NotFoundError with the closest titles, ConfnotesError with the candidates if several match. A merely similar
    title is only suggested unless `guess` is set. Among talks that match equally well, one at the current conference
    (`at`) wins; among several current talks, the one in the user's room, else the only starred one.
    """
    wanted = text.strip()
    if not wanted:
        raise NotFoundError("missing talk", "Give its title, its id, or “now”.")
    if at is not None and wanted.lower() in ("now", "next"):
        return _by_clock(vault, wanted.lower(), at)
    here = current_conference(vault, at) if at is not None else None
    if here is not None and at is not None:
        today = _bare(Timetable(vault, here, wall_time(at, vault.span(here).timezone).date()))
        found = next((one for one in today if wanted in (one.key, one.talk.id)), None)
        if found is not None:
            return found
    if "/" in wanted:
        with suppress(NotFoundError):
            return by_key(vault, wanted)
    cards = [one for table in timetables(vault) for one in _bare(table)]
    folded = fold(wanted)
    if called := _called(wanted, cards):
        return _only(wanted, called, here)
    return _near(wanted, folded, cards, here, _CERTAIN if guess else _NEVER)


def _called(wanted: str, cards: list[Card]) -> list[Card]:
    """The talks with that id, else the titles that match, else with an id that begins with it."""
    by_id = [one for one in cards if one.talk.id == wanted]
    begun = (one for one in cards if len(wanted) >= 2 and (one.talk.id or "").startswith(wanted))
    return by_id or matching(cards, wanted, lambda one: (one.talk.title or "",)) or list(begun)


def by_key(vault: Vault, key: str) -> Card:
    """The bare card of the talk with that key; raises NotFoundError."""
    conference, talk_id = split_talk_key(key)
    for name in vault.conferences():
        if slug(name) == conference:
            for session, talk in vault.program(name).sessions_and_talks():
                if talk.id == talk_id:
                    return Card(key, name, talk, session)
    raise MissingError(f"talk not found: {key}", "List talks with `confnotes list talks`.")


def _by_clock(vault: Vault, which: str, at: datetime) -> Card:
    name = conference_meant(vault, at)
    wall = wall_time(at, vault.span(name).timezone)
    table = Timetable(vault, name, wall.date())
    if which == "now":
        found = [slot for slot in table.slots if is_on(slot, wall)]
    else:
        coming = next_of(table.slots, wall)
        found = [slot for slot in coming if slot.start == coming[0].start]
    if which == "now":
        found = _by_seat(vault, name, table.slots, found, wall)
    if not found:
        when = f"{which if which == 'next' else 'on'} at {name} at {wall:%Y-%m-%d %H:%M}"
        raise NotFoundError(f"no talk is {when}", "Name the talk: see `confnotes agenda`.")
    if len(found) > 1:
        starred = [slot for slot in found if table.starred(slot)]
        found = starred if len(starred) == 1 else found
    bare = {one.talk.id: one for one in _bare(table)}
    cards = [bare[slot.talk.id] for slot in found]
    if len(cards) > 1:
        when = f"on at {wall:%H:%M}" if which == "now" else f"next at {coming[0].start:%H:%M}"
        raise SeveralTalksError(f"{len(cards)} talks are {when}: {_named(cards)}", "Name one of them by its id.")
    return cards[0]


def _by_seat(vault: Vault, name: str, slots: list[Slot], on: list[Slot], wall: datetime) -> list[Slot]:
    """Of the current talks, the one in the user's room; else the last talk there, which may be running
    over.

    Talks starting in other rooms shorten the time allowed for that. A seat from before these talks counts less than a
    single star.
    """
    seat = last_seat(vault)
    if seat is None:
        return on
    in_room = [slot for slot in slots if slot.room == seat.room]
    here = [slot for slot in on if slot.room == seat.room]
    if not seat.holds(name, wall, (slot.start for slot in here)):
        return on
    one_has_star = sum(Mark.STAR in vault.marks(name).of(slot.talk.id) for slot in on) == 1
    if not here and not one_has_star:
        return _overrunning(in_room, seat.moment, wall, _OVERRUN_BESIDE_OTHERS if on else _OVERRUN) or on
    is_sure = len(here) == 1 and (seat.moment >= here[0].start or not one_has_star)
    return here if is_sure else on


def _overrunning(slots: list[Slot], sat: datetime, wall: datetime, left: timedelta) -> list[Slot]:
    """The last talk in the room since the user sat there, if it may still be running over by up to `left`."""
    ends = [(slot, slot.end) for slot in slots if slot.end and slot.start <= sat and slot.end <= wall]
    return [slot for slot, end in ends[-1:] if wall - end <= left]


def _bare(table: Timetable) -> list[Card]:
    """Cards with only what a lookup needs; notes and marks are read for the result."""
    prefix = talk_key(table.conference, "")
    return [
        Card(prefix + (talk.id or ""), table.conference, talk, session)
        for session, talk in table.program.sessions_and_talks()
    ]


def _only(wanted: str, found: list[Card], here: str | None) -> Card:
    if len(found) > 1:
        found = [one for one in found if one.conference == here] or found
    if len(found) > 1:
        raise _several(wanted, found)
    return found[0]


def _several(wanted: str, found: list[Card]) -> ConfnotesError:
    message = f"“{wanted}” matches {len(found)} talks: {_named(found)}"
    return SeveralTalksError(message, "Name one of them by its id.")


def _named(found: list[Card]) -> str:
    names = "; ".join(f"{one.title} ({one.key})" for one in found[:_SHOWN])
    return f"{names} and {len(found) - _SHOWN} more" if len(found) > _SHOWN else names


def _near(wanted: str, folded: str, cards: list[Card], here: str | None, certain: int) -> Card:
    scored = nearest(folded, (fold(one.talk.title or "") for one in cards), _SHOWN * 2, _NEAR)
    if not scored:
        raise NotFoundError(f"talk not found: “{wanted}”", "List talks with `confnotes list talks`.")
    best = scored[0][1]
    top = [cards[index] for index, score in scored if score > best - _LEAD]
    if best >= certain and len({one.key for one in top}) == 1:
        return top[0]
    if best >= certain:
        return _only(wanted, top, here)
    names = "; ".join(f"{cards[index].title} ({cards[index].key})" for index, _ in scored[:_SHOWN])
    raise NotFoundError(f"talk not found: “{wanted}”", f"Did you mean: {names}")
