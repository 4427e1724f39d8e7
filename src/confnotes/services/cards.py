"""A talk as the screens and the command line show it: its place in the program, its marks and its note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from confnotes.model.program import Session, Talk


@dataclass(frozen=True, slots=True)
class Card:
    """One talk. `start` and `end` are naive wall-clock times at the conference; `note` is a path in the vault.

    `note_lines` counts the lines of the note's body that are not blank. `clash`: overlaps another starred talk.
    """

    key: str
    conference: str
    talk: Talk
    session: Session
    start: datetime | None = None
    end: datetime | None = None
    end_is_assumed: bool = False
    starred: bool = False
    rating: int | None = None
    attended: bool = False
    note: str | None = None
    note_lines: int = 0
    clash: bool = False
