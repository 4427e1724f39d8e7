"""The user's current room: that of the talk whose note was opened or edited while it was on.

One small file per vault in the user's state folder, never in the vault. Valid on the day it was written and until its
talk ends, at the same conference.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from confnotes.catalogue.program.cards import Card
from confnotes.vault.private_file import load_state, store_state
from confnotes.vault.vault import Vault


class Seat(NamedTuple):
    """A room ("" if the program has none) of a conference's folder; `moment` is naive local time there."""

    conference: str
    room: str
    moment: datetime

    def holds(self, conference: str, moment: datetime, begun: Iterable[datetime]) -> bool:
        """Whether the user is still in the room at that local time: on the same day, or in a talk that continues past
        midnight.

        `begun` are the starts of the current talks in the room.
        """
        days = {moment.date(), *(start.date() for start in begun)}
        return self.conference == conference and self.moment.date() in days


def seat_at(card: Card, moment: datetime) -> Seat:
    """The seat of a user at that talk."""
    return Seat(card.conference, card.room or "", moment)


def sit_down(vault: Vault, seat: Seat | None) -> None:
    """Store the seat, or that there is none; a read-only state folder is not an error."""
    store_state(vault.root, "seats", seat and [seat.conference, seat.room, seat.moment.isoformat()])


def last_seat(vault: Vault) -> Seat | None:
    """The stored seat of the vault; None if missing or unreadable."""
    try:
        conference, room, moment = load_state(vault.root, "seats")
        seat = Seat(conference, room, datetime.fromisoformat(moment))
    except (ValueError, TypeError):
        return None
    return seat if isinstance(conference, str) and isinstance(room, str) and seat.moment.tzinfo is None else None
