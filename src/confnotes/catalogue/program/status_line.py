"""What is on, in a few words for the status bar of a desktop or a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.seat import last_seat
from confnotes.catalogue.program.whats_on import WhatsOn, whats_on
from confnotes.catalogue.program.where_i_sit import room_today
from confnotes.vault.vault import Vault


class StatusLine(NamedTuple):
    """Three parts: `before` and `after` are short, `title` may be cut. All are empty when there is nothing to tell."""

    before: str = ""
    title: str = ""
    after: str = ""


def status_line(vault: Vault, at: datetime, conference: str | None = None) -> StatusLine:
    """The talk that is on where one sits, else the only one starred, else the only one; else what comes next.

    Raises NotFoundError when there is no such conference.
    """
    now = whats_on(vault, at, conference)
    room = room_today(now, last_seat(vault))
    on = [card for card in now.on if not card.talk.cancelled]
    here = _mine(on, room)
    if here is not None:
        return StatusLine(here.room or "", here.title, _left(here, now.moment))
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
    """The card in that room, else the only one starred, else the only one."""
    here = [card for card in cards if room is not None and (card.room or "") == room]
    starred = [card for card in cards if card.starred]
    return next((some[0] for some in (here, starred, cards) if len(some) == 1), None)


def _soonest(now: WhatsOn, room: str | None) -> Card | None:
    """What begins next: of several at the same time the one there, else a starred one, else the first."""
    coming = [card for card in now.next if card.start is not None and not card.talk.cancelled]
    first = min((card.start for card in coming if card.start), default=None)
    together = [card for card in coming if card.start == first]
    return _mine(together, room) or next(iter(together), None)


def _left(card: Card, moment: datetime) -> str:
    """“8 min left”, where the program says when the talk ends."""
    if card.stated_end is None:
        return ""
    minutes = -(-card.until_end(moment) // timedelta(minutes=1))
    return f"{minutes} min left"
