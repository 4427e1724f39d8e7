"""Saying that the public is not told of a talk or a whole session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from confnotes.catalogue.program.talks import SeveralTalksError, by_key, locate
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.names import fold, slug
from confnotes.vault.layout import talk_key
from confnotes.vault.vault import Vault

_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Named:
    """A talk or a session: the folder of its conference, its id, and what it is called."""

    conference: str
    id: str
    title: str
    is_session: bool = False


def named(vault: Vault, text: str, at: datetime | None = None) -> Named:
    """The session of that key, id or title, else the talk that `locate` finds, else a session with these words.

    Raises NotFoundError, ConfnotesError when several sessions or talks fit.
    """
    sessions = list(_sessions(vault))
    wanted, folded = text.strip(), fold(text)
    exact = [
        one for one in sessions if wanted in (one.id, f"{slug(one.conference)}/{one.id}") or fold(one.title) == folded
    ]
    if folded and exact and not _is_talk(vault, wanted):
        return _only(wanted, exact)
    try:
        card = locate(vault, text, at)
    except SeveralTalksError:
        raise
    except NotFoundError:
        near = [one for one in sessions if folded and folded in fold(one.title)]
        if not near:
            raise
        return _only(wanted, near)
    return Named(card.conference, card.talk.id or "", card.title)


def set_no_share(vault: Vault, one: Named, on: bool = True) -> bool:
    """Mark it, or take the mark away; answers whether it is marked now."""
    return one.id in vault.mark(one.conference, one.id, unshared=on).unshared


def toggle(vault: Vault, key: str) -> bool:
    """The same for the talk of that key, whatever it was; a talk of a session that is marked stays untold.

    Answers whether the talk itself is marked now. Raises NotFoundError.
    """
    card = by_key(vault, key)
    talk_id = card.talk.id or ""
    on = talk_id not in vault.marks(card.conference).unshared
    return set_no_share(vault, Named(card.conference, talk_id, card.title), on)


def _sessions(vault: Vault) -> list[Named]:
    found = []
    for name in vault.conferences():
        try:
            program = vault.program(name)
        except ConfnotesError:
            continue
        found += [Named(name, session.id or "", session.title or "", True) for session in program.sessions]
    return found


def _is_talk(vault: Vault, key: str) -> bool:
    try:
        by_key(vault, key)
    except NotFoundError:
        return False
    return True


def _only(wanted: str, found: list[Named]) -> Named:
    if len(found) == 1:
        return found[0]
    keys = ", ".join(talk_key(one.conference, one.id) for one in found[:_SHOWN])
    raise ConfnotesError(f"“{wanted}” could be {len(found)} sessions: {keys}", "name one of them by its key")
