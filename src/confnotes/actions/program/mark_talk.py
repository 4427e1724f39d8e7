"""Marking the program: stars, attendance, what to watch later, ratings."""

from __future__ import annotations

from confnotes.catalogue.program.talks import by_key
from confnotes.errors import UsageError
from confnotes.vault.vault import Vault


def star(vault: Vault, key: str, on: bool | None = None) -> bool:
    """Star the talk, unstar it, or toggle (None); answers whether it is starred now. Raises NotFoundError."""
    conference, talk_id = _talk(vault, key)
    wanted = talk_id not in vault.marks(conference).starred if on is None else on
    return talk_id in vault.mark(conference, talk_id, starred=wanted).starred


def attend(vault: Vault, key: str, on: bool | None = None) -> bool:
    """Mark the talk as attended, not attended, or toggle (None); answers whether it is now. Raises NotFoundError."""
    conference, talk_id = _talk(vault, key)
    wanted = talk_id not in vault.marks(conference).attended if on is None else on
    return talk_id in vault.mark(conference, talk_id, attended=wanted).attended


def watch_later(vault: Vault, key: str, on: bool | None = None) -> bool:
    """Mark the talk as one to watch later, not, or toggle (None); answers whether it is now. Raises NotFoundError."""
    conference, talk_id = _talk(vault, key)
    wanted = talk_id not in vault.marks(conference).later if on is None else on
    return talk_id in vault.mark(conference, talk_id, later=wanted).later


def rate(vault: Vault, key: str, rating: int | None) -> int | None:
    """Rate the talk 1 to 5; None or 0 takes the rating away, also one that its note states, which stays as it is.

    Answers how it is rated. Raises NotFoundError, UsageError, ConfnotesError.
    """
    if rating is not None and not 0 <= rating <= 5:
        raise UsageError("a rating is a number from 1 to 5", "0 takes the rating away")
    conference, talk_id = _talk(vault, key)
    note = vault.talk_notes(conference).get(key)
    stated = note.rating if note is not None else None
    marks = vault.mark(conference, talk_id, rating=rating or 0, unrated=stated is not None)
    return marks.rating(talk_id, stated)


def _talk(vault: Vault, key: str) -> tuple[str, str]:
    """The conference's folder and the talk's id."""
    found = by_key(vault, key)
    return found.conference, found.talk.id or ""


def watched(vault: Vault, key: str, on: bool = True) -> None:
    """It was watched, which is as good as having been there: attended, and not for later any more.

    `on` False takes that back. Raises NotFoundError, ConfnotesError.
    """
    attend(vault, key, on)
    watch_later(vault, key, not on)
