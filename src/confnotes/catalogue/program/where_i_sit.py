"""Where a person sits by what is on: the room of the last seat, and the talk that is on there."""

from __future__ import annotations

from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.seat import Seat
from confnotes.catalogue.program.whats_on import WhatsOn
from confnotes.model.program import Kind

_PAUSES = frozenset({Kind.BREAK, Kind.SOCIAL})


def room_today(at: WhatsOn, seat: Seat | None) -> str | None:
    """The room that the seat is in, where it is of this conference and this day; None when that is unknown."""
    if seat is None:
        return None
    begun = [card.start for card in at.on if card.start and (card.room or "") == seat.room]
    return seat.room if seat.holds(at.conference_name, at.moment, begun) else None


def talk_here(at: WhatsOn, room: str | None) -> Card | None:
    """The talk that is on in that room; None when there is none, when there are several, and in a break."""
    here = [card for card in at.on if (card.room or "") == room and not card.talk.cancelled]
    return here[0] if len(here) == 1 and here[0].talk.kind not in _PAUSES else None
