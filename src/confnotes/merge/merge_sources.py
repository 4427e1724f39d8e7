"""Combine the sources of a conference, and decide which to trust where they differ.

The most detailed source comes first: the one that is a schedule, with starts and rooms for most talks. This depends on
their content, never on the import order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar, cast

from confnotes.markup.canonical import canonical
from confnotes.markup.names import fold
from confnotes.markup.person_names import name_words
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.program import Conference, Deadline, Kind, Person, Program, Resource, Role, Session, Speaker, Talk
from confnotes.model.schema import attributes

_UNSPECIFIC = {"kind": (Kind.TALK, Kind.OTHER), "cancelled": (False,)}


@fast_dataclass(frozen=True, slots=True)
class Bases:
    """The last imported versions: this source's (`own`, None the first time) and the others'.

    `ids` are this source's ids of talks that have another id in the vault, because another source brought them first.
    """

    own: Program | None = None
    others: Sequence[Program] = ()
    ids: Mapping[str, str] = field(default_factory=dict)

    def under_own_ids(self, talks: Sequence[Talk]) -> list[Talk]:
        """Talks of the vault under this source's ids; without id if it would be that of another of its talks."""
        own = {vault_id: source_id for source_id, vault_id in self.ids.items()}
        found = []
        for talk in talks:
            source_id = own.get(talk.id or "") or (None if talk.id in self.ids else talk.id)
            found.append(talk if source_id == talk.id else replace(talk, id=source_id))
        return found

    def after_merging(self, merged: Mapping[str, str]) -> Bases:
        """The same once talks of the vault were merged: `merged` maps the ids that are gone to those that stay."""
        if self.own is None:
            return self
        source_ids = {vault_id: source_id for source_id, vault_id in self.ids.items()}
        here = {talk.id for talk in self.own.talks()}
        ids = {source_ids.get(gone, gone): stays for gone, stays in merged.items() if gone in here}
        return replace(self, own=under_ids(self.own, merged), ids={**self.ids, **ids})


def under_ids(program: Program, ids: Mapping[str, str]) -> Program:
    """The program with some talk ids replaced."""

    def renamed(session: Session) -> Session:
        if not any(talk.id in ids for talk in session.talks):
            return session
        return replace(
            session, talks=tuple(replace(talk, id=ids.get(talk.id or "", talk.id)) for talk in session.talks)
        )

    return replace(program, sessions=tuple(renamed(session) for session in program.sessions))


class Sources:
    """Programs of one conference under the same ids, the most detailed first."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self.programs = sorted(programs, key=_exactness, reverse=True) if len(programs) > 1 else list(programs)

    @cached_property
    def _talks(self) -> list[dict[str | None, Talk]]:
        return [{talk.id: talk for talk in program.talks()} for program in self.programs]

    @cached_property
    def _sessions(self) -> list[dict[str | None, Session]]:
        return [{session.id: session for session in program.sessions} for program in self.programs]

    @cached_property
    def _homes(self) -> list[dict[str | None, Session]]:
        return [{talk.id: one for one, talk in program.sessions_and_talks()} for program in self.programs]

    def talk(self, talk_id: str | None) -> list[Talk]:
        """The talk in each source that has it."""
        return [found for talks in self._talks if (found := talks.get(talk_id))]

    def session(self, session_id: str | None) -> list[Session]:
        """The session in each source that has it."""
        return [found for sessions in self._sessions if (found := sessions.get(session_id))]

    def home(self, talk_id: str | None) -> str | None:
        """The talk's session, preferably one with a title."""
        homes = [found for homes in self._homes if (found := homes.get(talk_id))]
        return next((home.id for home in homes if home.title), homes[0].id if homes else None)

    def together(self, one: str | None, other: str | None) -> bool:
        """Whether one source has both talks."""
        return any(one in talks and other in talks for talks in self._talks)

    def leads(self, program: Program) -> bool:
        """Whether no other source is more detailed."""
        return not self.programs or self.programs[0] is program


def stated_value(values: Sequence[Any], name: str) -> Any:
    """The value of a field, given the sources' `values`, the most detailed source first."""
    if name == "resources":
        return _links([value.resources for value in values])
    if name == "speakers":
        return _speakers([value.speakers for value in values if value.speakers])
    if name == "cancelled":
        return any(value.cancelled for value in values)
    if name == "start":
        values = sorted(values, key=lambda value: (value.clock is not None, is_day_only(value)))
    if name == "end":
        start = stated_value(values, "start")
        values = [value for value in values if value.start in (None, start)]
    found = [getattr(value, name) for value in values]
    return next((one for one in found if not is_empty(one, name)), found[0] if found else None)


def is_day_only(talk: Talk | Session) -> bool:
    """Whether the start is a bare day, or a midnight without an end, which stands for a day without a time."""
    if talk.starts_at is None:
        return talk.day is not None
    return talk.end is None and not (talk.starts_at.hour or talk.starts_at.minute)


def is_empty(value: object, name: str = "") -> bool:
    """Whether a field's value is empty or unknown."""
    return value is None or value in ("", ()) or value in _UNSPECIFIC.get(name, ())


def _exactness(program: Program) -> tuple[Any, ...]:
    talks = list(program.talks())
    timed = sum(talk.start is not None for talk in talks)
    placed = sum(talk.room is not None for talk in talks)
    ended = sum(talk.end is not None for talk in talks)
    return timed * 2 >= len(talks), placed * 2 >= len(talks), timed + placed + ended, len(talks), _text(talks)


def _text(talks: list[Talk]) -> list[str]:
    """A sort key that rarely is equal for two programs, so that their order is stable."""
    return [f"{talk.title} {talk.abstract}" for talk in talks]


def _links(lists: Sequence[tuple[Resource, ...]]) -> tuple[Resource, ...]:
    if len(lists) < 2:
        return lists[0] if lists else ()
    found: dict[str, Resource] = {}
    for links in lists:
        for link in links:
            found.setdefault(canonical(link.url), link)
    return tuple(found.values())


def _speakers(lists: Sequence[tuple[Speaker, ...]]) -> tuple[Speaker, ...]:
    """The first list, completed by the others' facts about the same people; a longer list that contains it is
    preferred.
    """
    if len(lists) < 2:
        return lists[0] if lists else ()
    chosen = lists[0]
    for other in lists[1:]:
        known = {name_words(speaker.name): speaker for speaker in other}
        if {name_words(speaker.name) for speaker in chosen} < known.keys():
            own = {name_words(speaker.name): speaker for speaker in chosen}
            chosen = tuple(_filled(own.get(name_words(speaker.name), speaker), speaker) for speaker in other)
        else:
            chosen = tuple(_filled(speaker, known.get(name_words(speaker.name))) for speaker in chosen)
    return chosen


def _filled(one: Speaker, other: Speaker | None) -> Speaker:
    """A speaker with missing facts filled in; a speaker stays one even if another source lists an author."""
    if other is None:
        return one
    return replace(
        one,
        affiliation=one.affiliation or other.affiliation,
        url=one.url or other.url,
        role=other.role if one.role is Role.SPEAKER and other.role is not Role.AUTHOR else one.role,
        highlighted=one.highlighted or other.highlighted,
        id=one.id or other.id,
    )


_Item = TypeVar("_Item")
_Thing = TypeVar("_Thing", Conference, Session, Person, Deadline)
TALK_FIELDS = (
    "title", "kind", "start", "end", "room", "board", "track", "language", "abstract", "speakers", "resources",
)  # fmt: skip
UNIVERSAL_IDS = ("orcid:", "openreview:")


@dataclass(slots=True)
class Sides:
    """One item in the user's version, in the sources' last versions (`was`) and current ones, the most detailed source
    first.

    `kept` collects the fields where the user's version overrides a source.
    """

    mine: Any
    was: Sequence[Any]
    now: Sequence[Any]
    kept: list[str] = field(default_factory=list)

    def choose(self, name: str) -> Any:
        """The merged value of a field: the sources' current value, unless the user changed the field."""
        mine, was, now = getattr(self.mine, name), stated_value(self.was, name), stated_value(self.now, name)
        if same_value(mine, now):
            return mine
        if same_value(mine, was) or (is_empty(mine, name) and is_empty(was, name)):
            return mine if is_empty(now, name) and not self.was else now
        if name == "resources":
            return merge_resources(mine, now, was)
        if not same_value(was, now) and not is_empty(now, name):
            self.kept.append(name)
        return mine


def merge_fields(mine: _Thing, was: Sequence[_Thing], now: Sequence[_Thing], *but: str) -> _Thing:
    """The item with all declared fields merged, except `but`."""
    sides, kind = Sides(mine, was, now), cast(Any, type(mine))
    names = [each.name for each in attributes(kind) if each.name not in but]
    return replace(mine, **{name: sides.choose(name) for name in names})


def merge_conference(mine: Conference, before: Sources, after: Sources) -> Conference:
    """Merge the conference's facts; its name is kept."""
    was, now = ([program.conference for program in sources.programs] for sources in (before, after))
    name = next((name for name in [mine.name, *(one.name for one in now)] if name), None)
    return replace(merge_fields(mine, was, now, "name"), name=name)


def merge_people(
    mine: Iterable[Person], theirs: Program, own: Program | None, others: Sequence[Program]
) -> tuple[Person, ...]:
    """Merge the people: each once; those no longer in any source are removed unless the user changed them.

    People of one name with different ids of the same kind are different people.
    """
    mine = tuple(mine)
    base = own.people if own else ()
    elsewhere = [person for program in others for person in program.people]
    key = _person_key([*mine, *theirs.people, *base, *elsewhere])

    def both(one: Person, other: Person, was: Person | None) -> Person:
        if other in (one, was):
            return one
        found = merge_fields(one, [was] if was else [], [other], "name", "roles")
        if other.id and other.id.startswith(UNIVERSAL_IDS) and not (one.id or "").startswith(UNIVERSAL_IDS):
            found = replace(found, id=other.id)
        if was is None or set(was.roles) != set(other.roles):
            found = replace(found, roles=(*one.roles, *(role for role in other.roles if role not in one.roles)))
        return found

    return _merged_list(mine, theirs.people, base, key, both, {key(person) for person in elsewhere})


def merge_deadlines(
    mine: Iterable[Deadline], theirs: Program, own: Program | None, others: Sequence[Program]
) -> tuple[Deadline, ...]:
    """Merge the deadlines by title."""

    def both(one: Deadline, other: Deadline, was: Deadline | None) -> Deadline:
        return merge_fields(one, [was] if was else [], [other], "title")

    def key(deadline: Deadline) -> str:
        return fold(deadline.title)

    elsewhere = {key(deadline) for program in others for deadline in program.deadlines}
    return _merged_list(mine, theirs.deadlines, own.deadlines if own else (), key, both, elsewhere)


def merge_resources(
    mine: Iterable[Resource],
    theirs: Iterable[Resource],
    own: Iterable[Resource],
    others: Iterable[Resource] = (),
) -> tuple[Resource, ...]:
    """Merge the links by address; the user's are unchanged."""
    elsewhere = {canonical(link.url) for link in others}
    return _merged_list(mine, theirs, own, lambda link: canonical(link.url), lambda one, other, was: one, elsewhere)


def _person_key(people: Sequence[Person]) -> Callable[[Person], Hashable]:
    """Key by name; by name and id if people of one name have different ids of the same kind."""
    ids: dict[tuple[str, str], set[str]] = defaultdict(set)
    for person in people:
        if person.id:
            ids[fold(person.name), person.id.partition(":")[0]].add(person.id)
    namesakes = {name for (name, _), found in ids.items() if len(found) > 1}

    def key(person: Person) -> Hashable:
        name = fold(person.name)
        return (name, person.id) if name in namesakes else name

    return key


def _merged_list(
    mine: Iterable[_Item],
    theirs: Iterable[_Item],
    base: Iterable[_Item],
    key: Callable[[_Item], Hashable],
    both: Callable[[_Item, _Item, _Item | None], _Item],
    elsewhere: Iterable[Hashable] = (),
) -> tuple[_Item, ...]:
    """Merge lists by key: existing items keep their order, new ones come last.

    An item that the source dropped is removed unless the user changed it or another source has it (`elsewhere`); items
    that the user removed stay removed.
    """
    wanted = _keyed(theirs, key)
    known = _keyed(base, key)
    others = set(elsewhere)
    found = []
    seen = set()
    for which, item in _keyed(mine, key).items():
        seen.add(which)
        if which in wanted:
            found.append(both(item, wanted[which], known.get(which)))
        elif known.get(which) != item or which[0] in others:
            found.append(item)
    found += [item for which, item in wanted.items() if which not in seen and which not in known]
    return tuple(found)


def _keyed(items: Iterable[_Item], key: Callable[[_Item], Hashable]) -> dict[tuple[Hashable, int], _Item]:
    """Items by key and occurrence number, so that duplicates are kept."""
    found: dict[tuple[Hashable, int], _Item] = {}
    counts: dict[Hashable, int] = {}
    for item in items:
        own = key(item)
        number = counts.get(own, 0)
        counts[own] = number + 1
        found[own, number] = item
    return found


def same_value(one: object, other: object) -> bool:
    """Whether two field values are equal, including UTC offsets of times."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one.isoformat() == other.isoformat()
    return one == other
