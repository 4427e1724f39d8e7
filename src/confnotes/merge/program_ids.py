"""An id for every session and talk of a conference, so that each can be named for good."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from confnotes.markup.names import slug
from confnotes.model.program import Program, Session, Talk


def with_ids(program: Program, other_talks: Collection[str] = (), other_sessions: Collection[str] = ()) -> Program:
    """The program with an id on every session and talk, unique in the conference; given ids stay where they can.

    `other_talks` and `other_sessions` are ids that must not be made.
    """
    used_talks = _TakenIds(other_talks)
    used_sessions = _TakenIds(other_sessions)
    for session in program.sessions:
        if session.id:
            used_sessions.reserve(session.id)
        for talk in session.talks:
            if talk.id:
                used_talks.reserve(talk.id)
    sessions = []
    for session in program.sessions:
        session_id = used_sessions.give(session, "session")
        talks = []
        for talk in session.talks:
            talk_id = used_talks.give(talk, "talk")
            talks.append(talk if talk_id == talk.id else replace(talk, id=talk_id))
        changed = session_id != session.id or any(a is not b for a, b in zip(talks, session.talks, strict=True))
        sessions.append(replace(session, id=session_id, talks=tuple(talks)) if changed else session)
    return replace(program, sessions=tuple(sessions))


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60].rpartition("-")[0] or text[:60]


class _TakenIds:
    """Hands out each name once; a given name belongs to the first that has it."""

    def __init__(self, others: Collection[str] = ()) -> None:
        self._given: set[str] = set(others)
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}

    def reserve(self, name: str) -> None:
        self._given.add(name)

    def give(self, thing: Session | Talk, otherwise: str) -> str:
        """A name for a session or talk: its own, else one made of its title, or `otherwise` where it has none."""
        own, start = thing.id, thing.start
        if own and own not in self._taken:
            self._taken.add(own)
            return own
        base = own or (_short(slug(thing.title)) if thing.title else otherwise)
        candidates = [base] if not own else []
        if start:
            candidates.append(f"{base}-{start:%m%d-%H%M}")
        number = self._numbers.get(base, 2)
        name = next((name for name in candidates if self._free(name)), None)
        while name is None:
            if self._free(f"{base}-{number}"):
                name = f"{base}-{number}"
            number += 1
            self._numbers[base] = number
        self._taken.add(name)
        return name

    def _free(self, name: str) -> bool:
        return name not in self._taken and name not in self._given
