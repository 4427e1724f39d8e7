"""What is on at the conference, what comes next, and a day's agenda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from confnotes.model.program import Conference
from confnotes.services.cards import Card
from confnotes.vault.vault import Vault

__all__ = ["Card", "WhatsOn", "agenda", "current_conference", "whats_on"]


@dataclass(frozen=True, slots=True)
class WhatsOn:
    """The conference at one moment; `moment` is the naive wall-clock there. Empty when there is no conference."""

    conference: Conference | None
    conference_name: str
    moment: datetime
    on: tuple[Card, ...] = ()
    next: tuple[Card, ...] = ()
    later_starred: tuple[Card, ...] = ()


def whats_on(vault: Vault, at: datetime, conference: str | None = None) -> WhatsOn:
    """What is on and next at `at`, per room, and what is starred later that day."""
    raise NotImplementedError


def current_conference(vault: Vault, at: datetime) -> str | None:
    """The conference that is on at that moment, else the nearest in time, else None."""
    raise NotImplementedError


def agenda(vault: Vault, conference: str, day: date | None = None, starred: bool = False) -> list[Card]:
    """The talks of a conference, or of one day of it, in time order; undated ones last."""
    raise NotImplementedError
