"""Where a person sat last: the room of the talk whose note was opened or typed into while it was on.

One small file for each vault in the user's state folder, never in the vault. It is believed on the day it was written
and for as long as its talk goes on, at the same conference.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from confnotes.catalogue.program.cards import Card
from confnotes.vault.private_file import load_state, store_state
from confnotes.vault.vault import Vault


class Seat(NamedTuple):
    """A room ("" where the program has none) of a conference's folder; `moment` is naive wall-clock time there."""

    conference: str
    room: str
    moment: datetime

    def holds(self, conference: str, moment: datetime, begun: Iterable[datetime]) -> bool:
        """Whether one sits there still, at that wall-clock time: it is the same day, or a talk goes on over midnight.

        `begun` are the starts of the talks that are on in its room.
        """
        days = {moment.date(), *(start.date() for start in begun)}
        return self.conference == conference and self.moment.date() in days


def seat_at(card: Card, moment: datetime) -> Seat:
    """The seat of somebody who is at that talk."""
    return Seat(card.conference, card.room or "", moment)


def sit_down(vault: Vault, seat: Seat) -> None:
    """Remember the seat; a state folder that cannot be written is no error."""
    store_state(vault.root, "seats", [seat.conference, seat.room, seat.moment.isoformat()])


def last_seat(vault: Vault) -> Seat | None:
    """The seat remembered for the vault; None when there is none or it cannot be read."""
    try:
        conference, room, moment = load_state(vault.root, "seats")
        seat = Seat(conference, room, datetime.fromisoformat(moment))
    except (ValueError, TypeError):
        return None
    return seat if isinstance(conference, str) and isinstance(room, str) and seat.moment.tzinfo is None else None
