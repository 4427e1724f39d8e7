"""Merge fields, lists of people and other facts; see `merge/merge_programs.py` for the rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar, cast

from confnotes.markup.canonical import canonical
from confnotes.markup.names import fold
from confnotes.merge.merge_sources import Sources, is_empty, stated_value
from confnotes.model.program import Conference, Deadline, Person, Program, Resource, Session
from confnotes.model.schema import attributes

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
