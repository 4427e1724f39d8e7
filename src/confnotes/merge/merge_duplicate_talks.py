"""Merge talks that came from two sources and that a third one shows to be the same.

One source has title and speaker, another title and start: a third may prove them equal. The result does not depend on
the import order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from confnotes.markup.names import slug
from confnotes.merge.duplicate_talks import same_talks
from confnotes.merge.merge_fields import TALK_FIELDS, Sides, same_value
from confnotes.merge.merge_sources import Bases, Sources, stated_value
from confnotes.model.program import Program, Session, Talk


def find_duplicates(
    program: Program, learnt: Iterable[str | None], brought: Program, bases: Bases, keep: Collection[str]
) -> dict[str, str]:
    """Ids of duplicate talks, mapped to the ids they are merged into; considers talks with new facts only.

    A talk is merged only if no other than the other sources brought it, the user did not change it, and its id is not
    in `keep`.
    """
    now = {talk.id for talk in brought.talks()} | ({talk.id for talk in bases.own.talks()} if bases.own else set())
    wanted = {talk_id for talk_id in learnt if talk_id in now}
    if not wanted or not bases.others:
        return {}
    others = Sources(bases.others)
    talks = list(program.talks())
    free_old, free_new = [], []
    for index, talk in enumerate(talks):
        if talk.id in wanted:
            free_new.append(index)
        elif talk.id not in now and talk.id not in keep:
            said = others.talk(talk.id)
            if said and all(same_value(getattr(talk, name), stated_value(said, name)) for name in TALK_FIELDS):
                free_old.append(index)
    found = same_talks(program, program, free_old, free_new).found if free_old else {}
    return {
        talks[gone].id or "": talks[stays].id or ""
        for stays, gone in found.items()
        if not others.together(talks[gone].id, talks[stays].id)
    }


def merge_talks(program: Program, joined: Mapping[str, str], before: Sources, after: Sources) -> Program:
    """The program without the duplicates; the remaining talks have the sources' facts about both."""

    def told_anew(talk: Talk) -> Talk:
        sides = Sides(talk, before.talk(talk.id), after.talk(talk.id))
        return replace(talk, **{name: sides.choose(name) for name in TALK_FIELDS})

    stays = set(joined.values())
    sessions = []
    for session in program.sessions:
        talks = [talk for talk in session.talks if talk.id not in joined]
        if talks or not session.talks:
            talks = [told_anew(talk) if talk.id in stays else talk for talk in talks]
            sessions.append(replace(session, talks=tuple(talks)))
    return replace(program, sessions=tuple(sessions))


def with_ids(program: Program, other_talks: Collection[str] = (), other_sessions: Collection[str] = ()) -> Program:
    """The program with an id for every session and talk, unique in the conference; existing ids are kept if possible.

    `other_talks` and `other_sessions` are ids that must not be generated.
    """
    used_talks = _Names(other_talks)
    used_sessions = _Names(other_sessions)
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


class _Names:
    """Assigns each name once; an existing name belongs to the first item that has it."""

    def __init__(self, others: Collection[str] = ()) -> None:
        self._given: set[str] = set(others)
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}

    def reserve(self, name: str) -> None:
        self._given.add(name)

    def give(self, thing: Session | Talk, otherwise: str) -> str:
        """A name for a session or talk: its own, else one from its title, else `otherwise`."""
        own, start = thing.id, thing.start
        if own and own not in self._taken:
            self._taken.add(own)
            return own
        base = own or (_short(slug(thing.title)) if thing.title else otherwise)
        candidates = [base] if not own else []
        if isinstance(start, datetime):
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
