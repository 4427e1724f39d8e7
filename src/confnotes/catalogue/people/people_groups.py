"""Which names in the programs are one person: by their ids, by the very same name, and as the user decided.

Names that are only alike (“J. Ho”, “Jose” and “José”) are two people until the user says that they are one; see
`same_person`. Two of one name whose ids differ are two, too, and are called with their affiliation; so are those of a
name of which the user says that several people have it, by id and affiliation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass

from confnotes.markup.names import exact, fold
from confnotes.model.program import Person, Speaker

UNIVERSAL = ("orcid", "openreview")


@dataclass(frozen=True, slots=True)
class Appearance:
    """Somebody named at a conference."""

    who: Person | Speaker
    conference: str


class Groups:
    """Puts appearances together: `of` answers the same for all of one person."""

    def __init__(
        self, appearances: Iterable[Appearance], same: Iterable[Iterable[str]] = (), split: Collection[str] = ()
    ) -> None:
        self._split = frozenset(map(exact, split))
        ids: dict[tuple[str, str], set[Hashable]] = defaultdict(set)
        everybody = list(appearances)
        for one in everybody:
            if one.who.id:
                ids[exact(one.who.name), _scheme(one)].add(_id(one))
        self._namesakes = {name for (name, _), found in ids.items() if len(found) > 1} | self._split
        self._parents: dict[Hashable, Hashable] = {}
        for one in everybody:
            if one.who.id:
                self._join(self._node(one), _id(one))
                if exact(one.who.name) in self._split and one.who.affiliation:
                    self._join(self._node(one), _at(one))
        for names in same:
            first, *others = map(exact, names)
            for other in others:
                self._join(first, other)

    def of(self, one: Appearance) -> Hashable:
        """What stands for the person."""
        return self._root(self._node(one))

    def of_name(self, name: str) -> Hashable:
        """What stands for the only person of that name, and of the names that were joined to it."""
        return self._root(exact(name))

    def is_namesake(self, name: str) -> bool:
        """Whether several people have the name."""
        return exact(name) in self._namesakes

    def _node(self, one: Appearance) -> Hashable:
        name = exact(one.who.name)
        if name in self._namesakes and one.who.id:
            return name, _id(one)
        return _at(one) if name in self._split and one.who.affiliation else name

    def _join(self, one: Hashable, other: Hashable) -> None:
        self._parents[self._root(one)] = self._root(other)

    def _root(self, node: Hashable) -> Hashable:
        while node in self._parents and self._parents[node] != node:
            above = self._parents[node]
            self._parents[node] = self._parents.get(above, above)
            node = above
        return node


def _at(one: Appearance) -> Hashable:
    """The name with the affiliation."""
    return exact(one.who.name), "at", fold(one.who.affiliation or "")


def _scheme(one: Appearance) -> str:
    scheme = (one.who.id or "").partition(":")[0]
    return scheme if scheme in UNIVERSAL else f"{scheme} of {one.conference}"


def _id(one: Appearance) -> Hashable:
    """The id, which only the ids of some schemes are everywhere."""
    return "id", one.who.id, "" if (one.who.id or "").partition(":")[0] in UNIVERSAL else one.conference
