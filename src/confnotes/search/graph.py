"""The links between notes, answered from the labels of the index.

A link leads to the note that its target means, resolved by `markup.link_names`; if no note has that name, the name
itself connects notes (a person without a page). A front matter link from a note to its conference is found by `links:`
and `from:`, but connects nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple
from weakref import WeakKeyDictionary

from confnotes.markup.link_names import link_key, nearest, path_keys
from confnotes.markup.names import bare
from confnotes.model.hit import HitKind
from confnotes.search.analyse import compose
from confnotes.search.data import Data
from confnotes.search.document import KINDS
from confnotes.search.index import IndexSnapshot

Place = tuple[int, int]
"""A note of the index: the segment's number, and the document in it."""

Chosen = Mapping[Data, frozenset[int]]
"""Documents by segment."""

MOST_BEGUN = 8
"""The maximum number of completions of an unfinished name."""

_NEARNESS = 2  # links away
_NOTE, _PERSON = KINDS.index(HitKind.NOTE), KINDS.index(HitKind.PERSON)
_BEHIND_NAME = re.compile(r"\s*[#|].*", re.DOTALL)


class LinkQuestion(NamedTuple):
    """The meaning of a name in a query: notes, and link targets without a note."""

    notes: frozenset[Place]
    targets: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.notes or self.targets)


def graph_of(index: IndexSnapshot) -> Graph:
    """The graph of an index; its results are cached with the index."""
    known = _GRAPHS.get(index)
    if known is None:
        known = _GRAPHS[index] = Graph(index)
    return known


class Graph:
    """The notes of an index and the links between them."""

    def __init__(self, index: IndexSnapshot) -> None:
        self.segments = [part.data for part in index.parts]
        self.dead = [part.dead_docs for part in index.parts]
        self._means: dict[str, frozenset[Place]] = {}

    # The meaning of names

    def asked(self, text: str, *, begun: bool = False) -> LinkQuestion:
        """What a name means: a link target, otherwise a title or alias, ignoring case and accents.

        If `begun`, the name may be the beginning of a title or alias.
        """
        for name in dict.fromkeys((text.strip(), _BEHIND_NAME.sub("", text).strip())):
            key = link_key(name)
            notes = self.meant(key) or self.labelled("called", bare(compose(name)))
            targets = frozenset() if notes else self.spelled(key)
            if notes or targets:
                return LinkQuestion(notes, targets)
        return LinkQuestion(self._called_like(text.strip()) if begun else frozenset(), frozenset())

    def meant(self, key: str) -> frozenset[Place]:
        """The notes that a target means, in the spelling of `link_key`."""
        known = self._means.get(key)
        if known is None:
            known = self._means[key] = frozenset(self._resolved(key))
        return known

    def _resolved(self, key: str) -> Collection[Place]:
        if not key:
            return ()
        if key.startswith("/"):
            return self.labelled("name", key)
        if "/" in key:
            return self.labelled("name", f"/{key}") or self.labelled("name", key)
        return self.labelled("name", key) or self.labelled("alias", key)

    def spelled(self, key: str) -> frozenset[str]:
        """The targets without a note that match a name, in any folder, case and accents."""
        wanted = bare(key.removeprefix("/"))
        found = {key, *chain.from_iterable(_other_spellings(one).get(wanted, ()) for one in self.segments)}
        return frozenset(one for one in found if self.labelled("links", one) and not self.meant(one))

    def _called_like(self, text: str) -> frozenset[Place]:
        start = bare(compose(text))
        found: set[Place] = set()
        for part, segment in enumerate(self.segments if start else ()):
            for term in segment.beginning("called", start)[:MOST_BEGUN]:
                found.update(self.living(part, segment.documents(term)))
        return frozenset(found)

    def labelled(self, field: str, value: str) -> frozenset[Place]:
        """The documents with a label."""
        found: list[Place] = []
        for part, segment in enumerate(self.segments):
            if (term := segment.find(field, value)) is not None:
                found.extend(self.living(part, segment.documents(term)))
        return frozenset(found)

    def living(self, part: int, docs: Iterable[int]) -> Iterator[Place]:
        """Those of a segment's documents that are not dead."""
        dead = self.dead[part]
        return ((part, doc) for doc in docs if doc not in dead)

    # Steps

    def labels(self, place: Place, field: str) -> list[str]:
        """The labels of a document in a field."""
        part, doc = place
        return self.segments[part].labels(doc, field)

    def is_note(self, place: Place) -> bool:
        """Whether the document is a note as a whole."""
        part, doc = place
        return self.segments[part].kinds[doc] == _NOTE

    def _within(self, place: Place) -> str | None:
        return next(iter(self.labels(place, "within")), None)

    def names(self, place: Place) -> set[str]:
        """The targets that mean the note."""
        keys = path_keys(self._path(place))
        return {*keys, keys[0][1:], *self.labels(place, "alias")}

    def linking(self, place: Place) -> Iterator[tuple[str, Place]]:
        """Every target that means the note, with a note that has it."""
        for key in self.names(place):
            if place in self.meant(key):
                sources = (source for source in self.labelled("links", key) if source != place)
                yield from ((key, source) for source in sources if place in self.meant_by(key, source))

    def meant_by(self, key: str, source: Place) -> frozenset[Place]:
        """The note that a link leads to: of several with the same name, the one nearest to the note with the link."""
        found = self.meant(key)
        if len(found) < 2:
            return found
        paths = {self._path(place): place for place in found}
        return frozenset((paths[nearest(paths, self._path(source))[0]],))

    def _path(self, place: Place) -> str:
        part, doc = place
        segment = self.segments[part]
        return segment.paths[segment.source_of[doc]]

    # Queries

    def links_to(self, asked: LinkQuestion) -> Chosen:
        """The notes that link there."""
        found = {source for place in asked.notes for _, source in self.linking(place)}
        return self.chosen(found.union(*(self.labelled("links", target) for target in asked.targets)))

    def linked_from(self, asked: LinkQuestion) -> Chosen:
        """The notes and people that these notes link to."""
        found: set[Place] = set()
        for place in asked.notes:
            for target in self.labels(place, "links"):
                found |= (self.meant_by(target, place) or self._people(target)) - {place}
        return self.chosen(found)

    def near(self, asked: LinkQuestion) -> Chosen:
        """The notes and people one or two links away, in either direction."""
        notes, targets = set(asked.notes), set(asked.targets)
        next_notes, next_targets = notes, targets
        for _ in range(_NEARNESS):
            found = {source for target in next_targets for source in self._joining(target)}
            missing: set[str] = set()
            for place in next_notes:
                found.update(source for key, source in self.linking(place) if key != self._within(source))
                within = self._within(place)
                for target in self.labels(place, "links"):
                    if target != within:
                        meant = self.meant_by(target, place)
                        found |= meant
                        if not meant:
                            missing.add(target)
            next_notes, next_targets = found - notes, missing - targets
            notes |= next_notes
            targets |= next_targets
        people = {place for target in targets - asked.targets for place in self._people(target)}
        return self.chosen((notes - asked.notes) | people)

    def _joining(self, target: str) -> Iterator[Place]:
        return (place for place in self.labelled("links", target) if self._within(place) != target)

    def _people(self, target: str) -> frozenset[Place]:
        found = self.labelled("known", last(target))
        return frozenset((part, doc) for part, doc in found if self.segments[part].kinds[doc] == _PERSON)

    def paths(self, chosen: Chosen) -> set[str]:
        """The files of these documents."""
        return {segment.paths[segment.source_of[doc]] for segment, docs in chosen.items() for doc in docs}

    def paths_meant(self, target: str) -> set[str]:
        """The files of the notes that a target means, in the spelling of `link_key`."""
        return self.paths(self.chosen(self.meant(target)))

    def chosen(self, places: Iterable[Place]) -> Chosen:
        """These documents, by their segments."""
        found: list[set[int]] = [set() for _ in self.segments]
        for part, doc in places:
            found[part].add(doc)
        return {segment: frozenset(docs) for segment, docs in zip(self.segments, found, strict=True)}


def last(target: str) -> str:
    """A target's name without its folders, as stored for people and conferences."""
    return bare(target.rpartition("/")[2])


def _other_spellings(segment: Data) -> dict[str, list[str]]:
    """The link targets of a segment by their folded names without folders; computed once."""
    known = _SPELLINGS.get(segment)
    if known is None:
        known = _SPELLINGS[segment] = {}
        for word in segment.words("links"):
            for spelled in {bare(word), last(word)} - {word}:
                known.setdefault(spelled, []).append(word)
    return known


_GRAPHS: WeakKeyDictionary[IndexSnapshot, Graph] = WeakKeyDictionary()
_SPELLINGS: WeakKeyDictionary[Data, dict[str, list[str]]] = WeakKeyDictionary()
