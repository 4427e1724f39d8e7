"""How one field, one list of people and one set of facts are merged: see `vault/merge.py` for the rule."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from confnotes.markup.names import fold
from confnotes.model.program import Conference, Deadline, Person, Program, Resource, Session, Talk

_Item = TypeVar("_Item")


class Bases:
    """What sources said when they were last imported: this source (`own`, None the first time) and the others."""

    def __init__(self, own: Program | None = None, others: Sequence[Program] = ()) -> None:
        self.own = own
        self.others = tuple(others)

    @cached_property
    def _own(self) -> tuple[dict[str | None, Talk], dict[str | None, Session], dict[str | None, str | None]]:
        return _by_id(self.own) if self.own else ({}, {}, {})

    @cached_property
    def _others(self) -> list[tuple[dict[str | None, Talk], dict[str | None, Session], dict[str | None, str | None]]]:
        return [_by_id(program) for program in self.others]

    def own_talk(self, talk_id: str | None) -> Talk | None:
        """The talk as this source had it."""
        return self._own[0].get(talk_id)

    def other_talks(self, talk_id: str | None) -> list[Talk]:
        """The talk as other sources had it."""
        return [found for talks, _, _ in self._others if (found := talks.get(talk_id))]

    def others_have(self, talk_id: str | None) -> bool:
        """Whether another source has the talk."""
        return any(talk_id in talks for talks, _, _ in self._others)

    def own_session(self, session_id: str | None) -> Session | None:
        """The session as this source had it."""
        return self._own[1].get(session_id)

    def other_sessions(self, session_id: str | None) -> list[Session]:
        """The session as other sources had it."""
        return [found for _, sessions, _ in self._others if (found := sessions.get(session_id))]

    def placed(self, talk_id: str | None, session_id: str | None) -> bool:
        """Whether a source put the talk into that session, so that no user did."""
        return any(homes.get(talk_id) == session_id for _, _, homes in (self._own, *self._others))


def _by_id(
    program: Program,
) -> tuple[dict[str | None, Talk], dict[str | None, Session], dict[str | None, str | None]]:
    return (
        {talk.id: talk for talk in program.talks()},
        {session.id: session for session in program.sessions},
        {talk.id: session.id for session in program.sessions for talk in session.talks},
    )


@dataclass(slots=True)
class Sides:
    """One thing in all versions; `kept` collects the fields in which the user's version stays against the source."""

    mine: Any
    theirs: Any
    base: Any = None
    others: Sequence[Any] = ()
    kept: list[str] = field(default_factory=list)

    def choose(self, name: str) -> Any:
        """The merged value of one field."""
        mine, theirs = getattr(self.mine, name), getattr(self.theirs, name)
        if _same(mine, theirs):
            return mine
        base = getattr(self.base, name) if self.base is not None else None
        if self.base is not None and _same(base, theirs):
            return mine
        others = [getattr(other, name) for other in self.others]
        known = [base, *others] if self.base is not None else others
        if _empty(theirs):
            source_took_it_back = self.base is not None and _same(base, mine)
            return theirs if source_took_it_back and not any(_same(other, mine) for other in others) else mine
        if _empty(mine):
            if all(_empty(value) for value in known):
                return theirs
        elif any(_same(value, mine) for value in known):
            return theirs
        self.kept.append(name)
        return mine


def merged_conference(mine: Conference, theirs: Conference, bases: Bases) -> Conference:
    """The conference's facts; its name stays."""
    base = bases.own.conference if bases.own else None
    sides = Sides(mine, theirs, base, [other.conference for other in bases.others])
    names = [item.name for item in fields(Conference) if item.name != "name"]
    return replace(mine, name=mine.name or theirs.name, **{name: sides.choose(name) for name in names})


def merged_people(mine: Iterable[Person], theirs: Iterable[Person], bases: Bases) -> tuple[Person, ...]:
    """Everybody once; somebody whom the source no longer names goes, unless the user changed the entry."""

    def both(one: Person, other: Person, base: Person | None) -> Person:
        sides = Sides(one, other, base)
        roles = one.roles
        if base is None or set(base.roles) != set(other.roles):
            roles = (*one.roles, *(role for role in other.roles if role not in one.roles))
        return replace(
            one, affiliation=sides.choose("affiliation"), url=sides.choose("url"), roles=roles, id=sides.choose("id")
        )

    own = bases.own.people if bases.own else ()
    return _merged_list(mine, theirs, own, lambda person: fold(person.name), both)


def merged_deadlines(mine: Iterable[Deadline], theirs: Iterable[Deadline], bases: Bases) -> tuple[Deadline, ...]:
    """Every deadline once, by its title."""

    def both(one: Deadline, other: Deadline, base: Deadline | None) -> Deadline:
        sides = Sides(one, other, base)
        return replace(one, date=sides.choose("date"), time=sides.choose("time"), timezone=sides.choose("timezone"))

    own = bases.own.deadlines if bases.own else ()
    return _merged_list(mine, theirs, own, lambda deadline: fold(deadline.title), both)


def merged_resources(
    mine: Iterable[Resource], theirs: Iterable[Resource], own: Iterable[Resource]
) -> tuple[Resource, ...]:
    """Every link once, by its address; mine as they are."""
    return _merged_list(mine, theirs, own, lambda link: link.url, lambda one, other, base: one)


def _merged_list(
    mine: Iterable[_Item],
    theirs: Iterable[_Item],
    base: Iterable[_Item],
    key: Callable[[_Item], Hashable],
    both: Callable[[_Item, _Item, _Item | None], _Item],
) -> tuple[_Item, ...]:
    """Lists merged by key: items stay in my order, what is new comes last.

    What the source had and no longer has goes where I did not change it; what I took out does not come back.
    """
    wanted = _keyed(theirs, key)
    known = _keyed(base, key)
    found = []
    seen = set()
    for which, item in _keyed(mine, key).items():
        seen.add(which)
        if which in wanted:
            found.append(both(item, wanted[which], known.get(which)))
        elif known.get(which) != item:
            found.append(item)
    found += [item for which, item in wanted.items() if which not in seen and which not in known]
    return tuple(found)


def _keyed(items: Iterable[_Item], key: Callable[[_Item], Hashable]) -> dict[tuple[Hashable, int], _Item]:
    """Items by key and by how often the key was met, so that none is lost."""
    found: dict[tuple[Hashable, int], _Item] = {}
    counts: dict[Hashable, int] = {}
    for item in items:
        own = key(item)
        number = counts.get(own, 0)
        counts[own] = number + 1
        found[own, number] = item
    return found


def _same(one: object, other: object) -> bool:
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one.isoformat() == other.isoformat()
    return one == other


def _empty(value: object) -> bool:
    return value is None or value in ("", ())
