"""A program imported again: what the user wrote stays, what the source changed is taken over and said.

Three versions meet: `mine` is the vault's program, edited by hand perhaps; `theirs` is what the source says now;
`bases` are what sources said when they were last imported, the same source's first (see `Bases`). A field that the user
did not touch follows the source; a field that the user changed stays, and is reported where the source changed too.

A talk is the same talk when the source's id is the same; else when title and start are; else when its title stands
once in both (it moved); else when start, room and speakers are and stand once (it was renamed). It keeps its id then.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from confnotes.markup.times import in_zone
from confnotes.model.program import Program, Session, Talk
from confnotes.model.timetable import zone_named
from confnotes.vault.match import match_sessions, match_talks
from confnotes.vault.merge_fields import (
    Bases,
    Sides,
    merged_conference,
    merged_deadlines,
    merged_people,
    merged_resources,
)
from confnotes.vault.program_ids import with_ids

_TALK_FIELDS = (
    "title", "kind", "start", "end", "room", "board", "track", "language", "abstract", "speakers", "resources",
)  # fmt: skip
_SESSION_FIELDS = ("title", "kind", "start", "end", "room", "track", "resources")


@dataclass(frozen=True, slots=True)
class TalkChange:
    """A talk that changed: as it is now, and in words."""

    talk: Talk
    what: str


@dataclass(frozen=True, slots=True)
class MergeResult:
    """The merged program and what is new in it.

    `kept` are talks for which the source says something else than the user wrote. `brought` is what the source said,
    under the ids of the merged program: the base of its next import.
    """

    program: Program
    brought: Program
    added: tuple[Talk, ...] = ()
    changed: tuple[TalkChange, ...] = ()
    cancelled: tuple[Talk, ...] = ()
    kept: tuple[TalkChange, ...] = ()


@dataclass(slots=True)
class _Log:
    added: list[Talk] = field(default_factory=list)
    changed: list[TalkChange] = field(default_factory=list)
    cancelled: list[Talk] = field(default_factory=list)
    kept: list[TalkChange] = field(default_factory=list)


def merge(mine: Program, theirs: Program, bases: Bases | None = None, keep: Collection[str] = ()) -> MergeResult:
    """Bring `theirs` into `mine`.

    A talk that this source had and no longer has is cancelled: it stays, marked so, when its id is in `keep` (it has a
    note or a mark) or the user edited it; else it goes. Talks that no source brought stay as they are, and a talk that
    the user took out stays out.
    """
    bases = bases or Bases()
    conference = merged_conference(mine.conference, theirs.conference, bases)
    theirs = _in_zone(theirs, conference.timezone)
    mine = with_ids(_in_zone(mine, conference.timezone))
    talk_ids = match_talks(mine, theirs, bases.own)
    session_ids = match_sessions(mine, theirs, bases.own)
    brought = _renamed(mine, theirs, bases, talk_ids, session_ids)
    log = _Log()
    sessions = _merged_sessions(mine, brought, bases, frozenset(keep), log)
    program = Program(
        conference,
        sessions,
        merged_people(mine.people, brought.people, bases),
        merged_deadlines(mine.deadlines, brought.deadlines, bases),
        merged_resources(mine.resources, brought.resources, bases.own.resources if bases.own else ()),
    )
    return MergeResult(program, brought, tuple(log.added), tuple(log.changed), tuple(log.cancelled), tuple(log.kept))


def _in_zone(program: Program, timezone: str | None) -> Program:
    """The program with its local times in the conference's zone."""
    zone = zone_named(timezone)
    if zone is None:
        return program
    return replace(
        program,
        sessions=tuple(
            replace(
                session,
                start=in_zone(session.start, zone),
                end=in_zone(session.end, zone),
                talks=tuple(
                    replace(talk, start=in_zone(talk.start, zone), end=in_zone(talk.end, zone))
                    for talk in session.talks
                ),
            )
            for session in program.sessions
        ),
    )


def _renamed(
    mine: Program, theirs: Program, bases: Bases, talk_ids: dict[int, str], session_ids: dict[int, str]
) -> Program:
    """Theirs under the ids of mine where they are the same, and under new ids elsewhere."""
    taken_talks = {talk.id for known in (mine, bases.own) if known for talk in known.talks()}
    taken_sessions = {session.id for known in (mine, bases.own) if known for session in known.sessions}
    # An id of the source's that a talk does not go by here would find the wrong talk next time if it were given away.
    not_ours = {talk.id for position, talk in enumerate(theirs.talks()) if talk_ids.get(position, talk.id) != talk.id}
    position = 0
    sessions = []
    for index, session in enumerate(theirs.sessions):
        talks = []
        for talk in session.talks:
            same = talk_ids.get(position)
            position += 1
            talks.append(replace(talk, id=same or (None if talk.id in taken_talks else talk.id)))
        same = session_ids.get(index)
        own = same or (None if session.id in taken_sessions else session.id)
        sessions.append(replace(session, id=own, talks=tuple(talks)))
    return with_ids(
        replace(theirs, sessions=tuple(sessions)),
        other_talks={talk_id for talk_id in taken_talks | not_ours if talk_id},
        other_sessions={session_id for session_id in taken_sessions if session_id},
    )


def _merged_sessions(
    mine: Program, theirs: Program, bases: Bases, keep: frozenset[str], log: _Log
) -> tuple[Session, ...]:
    my_home = {talk.id: session.id for session in mine.sessions for talk in session.talks}
    my_talks = {talk.id: talk for talk in mine.talks()}
    their_home = {talk.id: session.id for session in theirs.sessions for talk in session.talks}
    my_sessions = {session.id: session for session in mine.sessions}
    their_sessions = {session.id: session for session in theirs.sessions}
    home: dict[str | None, str | None] = {}
    for talk_id in {**my_home, **their_home}:
        theirs_here, mine_here = their_home.get(talk_id), my_home.get(talk_id)
        stays = mine_here is not None and (theirs_here is None or not bases.placed(talk_id, mine_here))
        home[talk_id] = mine_here if stays else theirs_here
    merged: dict[str | None, Talk] = {}
    for talk_id, talk in my_talks.items():
        if talk_id not in their_home:
            left = _absent(talk, bases, keep, log)
            if left is not None:
                merged[talk_id] = left
    for talk in theirs.talks():
        if talk.id in my_talks or bases.own_talk(talk.id) is None:
            merged[talk.id] = _merged_talk(my_talks.get(talk.id), talk, bases, log)
    living: dict[str | None, set[str | None]] = {}
    for talk_id in merged:
        living.setdefault(home[talk_id], set()).add(talk_id)
    mine_left = [
        session.id
        for session in mine.sessions
        if session.id in their_sessions or session.id in living or not session.talks
    ]
    theirs_left = [
        session.id
        for session in theirs.sessions
        if session.id in my_sessions or session.id in living or bases.own_session(session.id) is None
    ]
    sessions = []
    for session_id in _woven(mine_left, theirs_left):
        own, other = my_sessions.get(session_id), their_sessions.get(session_id)
        here = living.get(session_id, set())
        talks = tuple(merged[talk_id] for talk_id in _woven(_those(own, here), _those(other, here)))
        sessions.append(replace(_merged_session(own, other, bases), talks=talks))
    return tuple(sessions)


def _those(session: Session | None, wanted: set[str | None]) -> list[str | None]:
    return [talk.id for talk in session.talks if talk.id in wanted] if session else []


def _woven(mine: list[str | None], theirs: list[str | None]) -> list[str | None]:
    """My order, with what only they have put after what stands before it there."""
    if set(mine) <= set(theirs):
        return list(theirs)
    order = list(mine)
    known = set(mine)
    before: str | None = None
    for item in theirs:
        if item not in known:
            order.insert(order.index(before) + 1 if before in known else 0, item)
            known.add(item)
        before = item
    return order


def _absent(talk: Talk, bases: Bases, keep: frozenset[str], log: _Log) -> Talk | None:
    """A talk of mine that the source does not have: None when it was cancelled and nobody would miss it."""
    base = bases.own_talk(talk.id)
    if base is None or talk.cancelled or bases.others_have(talk.id):
        return talk
    log.cancelled.append(talk)
    edited = replace(talk, notes=None) != replace(base, notes=None)
    return replace(talk, cancelled=True) if talk.id in keep or edited else None


def _merged_talk(mine: Talk | None, theirs: Talk, bases: Bases, log: _Log) -> Talk:
    if mine is None:
        added = replace(theirs, notes=None)
        log.added.append(added)
        return added
    base, others = bases.own_talk(mine.id), bases.other_talks(mine.id)
    sides = Sides(mine, theirs, base, others)
    values = {name: sides.choose(name) for name in _TALK_FIELDS}
    merged = replace(mine, **values, cancelled=False) if mine.cancelled else replace(mine, **values)
    what = _in_words(mine, merged)
    if what:
        log.changed.append(TalkChange(merged, what))
    if sides.kept:
        log.kept.append(TalkChange(merged, f"yours kept: {', '.join(sides.kept)}"))
    return merged


def _merged_session(mine: Session | None, theirs: Session | None, bases: Bases) -> Session:
    if mine is None or theirs is None:
        found = mine or theirs
        assert found is not None
        return found
    sides = Sides(mine, theirs, bases.own_session(mine.id), bases.other_sessions(mine.id))
    return replace(mine, **{name: sides.choose(name) for name in _SESSION_FIELDS})


def _in_words(before: Talk, after: Talk) -> str:
    parts = []
    if before.cancelled and not after.cancelled:
        parts.append("takes place after all")
    if before.title != after.title:
        parts.append(f"renamed from “{before.title or 'Untitled talk'}”")
    if before.start != after.start:
        old = f"{before.start:%Y-%m-%d %H:%M}" if before.start else "no time"
        new = f"{after.start:%Y-%m-%d %H:%M}" if after.start else "no time"
        parts.append(f"moved from {old} to {new}")
    elif before.end != after.end:
        parts.append(f"ends at {after.end:%H:%M}" if after.end else "has no end now")
    if before.room != after.room:
        parts.append(f"now in {after.room}" if after.room else "has no room now")
    for name, word in (
        ("kind", "kind"), ("track", "track"), ("language", "language"), ("speakers", "speakers"),
        ("resources", "links"), ("abstract", "abstract"),
    ):  # fmt: skip
        if getattr(before, name) != getattr(after, name):
            parts.append(f"new {word}")
    return ", ".join(parts)
