"""How notes hang together by their links, answered from the labels of the index.

A link leads to the note that its target means, as `services.link_names` resolves it; where no note is called so, the
name itself is a place where links meet (a person without a page). The link by which a note says in its front matter
to which conference it belongs is found by `links:` and `from:`, and connects nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple
from weakref import WeakKeyDictionary

from confnotes.markup.link_names import link_key, path_keys
from confnotes.model.hit import HitKind
from confnotes.search.analyse import composed, fold
from confnotes.search.document import KINDS
from confnotes.search.segment import Segment
from confnotes.search.snapshot import Snapshot

Place = tuple[int, int]
"""A note of the index: the part, and the document in it."""

Chosen = Mapping[Segment, frozenset[int]]
"""Documents, by the segment that has them."""

MOST_BEGUN = 8
"""So many names are looked at that begin as a name that is still being typed."""

_NEARNESS = 2
_NOTE, _PERSON = KINDS.index(HitKind.NOTE), KINDS.index(HitKind.PERSON)
_BEHIND_NAME = re.compile(r"\s*[#|].*", re.DOTALL)
_OTHER_FILE = re.compile(r"\.(?!md\Z)[A-Za-z]\w{1,4}\Z")
"""What a target ends with that is no note: `photo.jpg`."""


class Asked(NamedTuple):
    """What a name in a query means: notes, and targets of links for which there is no note."""

    notes: frozenset[Place]
    targets: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.notes or self.targets)


def graph_of(index: Snapshot) -> Graph:
    """The index's graph; what was found out about it is kept as long as the index is."""
    known = _GRAPHS.get(index)
    if known is None:
        known = _GRAPHS[index] = Graph(index)
    return known


class Graph:
    """The notes of an index and the links between them."""

    def __init__(self, index: Snapshot) -> None:
        self._segments = [part.segment for part in index.parts]
        self._dead = [part.dead_docs for part in index.parts]
        self._means: dict[str, frozenset[Place]] = {}
        self._survey: tuple[Chosen, Chosen] | None = None

    # What names mean

    def asked(self, text: str, *, begun: bool = False) -> Asked:
        """What somebody means by a name: a target of links, else a title or alias, whatever its case and accents.

        While it is `begun`, it may be the beginning of a title or alias.
        """
        for name in dict.fromkeys((text.strip(), _BEHIND_NAME.sub("", text).strip())):
            key = link_key(name)
            notes = self.meant(key) or self._labelled("called", fold(composed(name)))
            targets = frozenset() if notes else self._spelled(key)
            if notes or targets:
                return Asked(notes, targets)
        return Asked(self._called_like(text.strip()) if begun else frozenset(), frozenset())

    def meant(self, key: str) -> frozenset[Place]:
        """The notes that a target means, which is spelt as `link_key` does."""
        known = self._means.get(key)
        if known is None:
            known = self._means[key] = frozenset(self._resolved(key))
        return known

    def _resolved(self, key: str) -> Collection[Place]:
        if not key:
            return ()
        if key.startswith("/"):
            return self._labelled("name", key)
        if "/" in key:
            return self._labelled("name", f"/{key}") or self._labelled("name", key)
        return self._labelled("name", key) or self._labelled("alias", key)

    def _spelled(self, key: str) -> frozenset[str]:
        """The targets without a note that a name spells, in whatever folder, case and accents."""
        wanted = fold(key.removeprefix("/"))
        found = {key, *chain.from_iterable(_OtherSpellings.of(one)[wanted] for one in self._segments)}
        return frozenset(one for one in found if self._labelled("links", one) and not self.meant(one))

    def _called_like(self, text: str) -> frozenset[Place]:
        start = fold(composed(text))
        found: set[Place] = set()
        for part, segment in enumerate(self._segments if start else ()):
            for term in segment.beginning("called", start)[:MOST_BEGUN]:
                found.update(self._living(part, segment.documents(term)))
        return frozenset(found)

    def _labelled(self, field: str, value: str) -> frozenset[Place]:
        """The documents with a label."""
        found: list[Place] = []
        for part, segment in enumerate(self._segments):
            term = segment.find(field, value)
            if term is not None:
                found.extend(self._living(part, segment.documents(term)))
        return frozenset(found)

    def _living(self, part: int, docs: Iterable[int]) -> Iterator[Place]:
        dead = self._dead[part]
        return ((part, doc) for doc in docs if doc not in dead)

    # Steps

    def _targets(self, place: Place) -> list[str]:
        part, doc = place
        return self._segments[part].labels(doc, "links")

    def _within(self, place: Place) -> str | None:
        part, doc = place
        return next(iter(self._segments[part].labels(doc, "within")), None)

    def _linking(self, place: Place) -> Iterator[tuple[str, Place]]:
        """Every target that means the note, and a note that has it."""
        part, doc = place
        segment = self._segments[part]
        path = segment.paths[segment.source_of[doc]]
        names = path_keys(path)
        for key in {*names, names[0][1:], *segment.labels(doc, "alias")}:
            if place in self.meant(key):
                yield from ((key, source) for source in self._labelled("links", key) if source != place)

    # Questions

    def links_to(self, asked: Asked) -> Chosen:
        """The notes that link there."""
        found = {source for place in asked.notes for _, source in self._linking(place)}
        return self._chosen(found.union(*(self._labelled("links", target) for target in asked.targets)))

    def linked_from(self, asked: Asked) -> Chosen:
        """The notes to which these link, and the people."""
        found: set[Place] = set()
        for place in asked.notes:
            for target in self._targets(place):
                found |= (self.meant(target) or self._people(target)) - {place}
        return self._chosen(found)

    def near(self, asked: Asked) -> Chosen:
        """The notes and people that are one or two links away, whichever way these point."""
        notes, targets = set(asked.notes), set(asked.targets)
        next_notes, next_targets = notes, targets
        for _ in range(_NEARNESS):
            found = {source for target in next_targets for source in self._joining(target)}
            missing: set[str] = set()
            for place in next_notes:
                found.update(source for key, source in self._linking(place) if key != self._within(source))
                within = self._within(place)
                for target in self._targets(place):
                    if target != within:
                        meant = self.meant(target)
                        found |= meant
                        if not meant:
                            missing.add(target)
            next_notes, next_targets = found - notes, missing - targets
            notes |= next_notes
            targets |= next_targets
        people = {place for target in targets - asked.targets for place in self._people(target)}
        return self._chosen((notes - asked.notes) | people)

    def _joining(self, target: str) -> Iterator[Place]:
        return (place for place in self._labelled("links", target) if self._within(place) != target)

    def _people(self, target: str) -> frozenset[Place]:
        found = self._labelled("known", _last(target))
        return frozenset((part, doc) for part, doc in found if self._segments[part].kinds[doc] == _PERSON)

    @property
    def orphans(self) -> Chosen:
        """The notes that neither link to another note nor are linked to."""
        return self._look_at_all()[0]

    @property
    def broken(self) -> Chosen:
        """The notes with a link in their text that leads nowhere."""
        return self._look_at_all()[1]

    def leads_nowhere(self, target: str) -> bool:
        """Whether a link's target means no note, and nobody and nothing that programs know, and no other file."""
        return not (self.meant(target) or _OTHER_FILE.search(target) or self._is_known(target))

    def _look_at_all(self) -> tuple[Chosen, Chosen]:
        if self._survey is None:
            self._survey = self._surveyed()
        return self._survey

    def _surveyed(self) -> tuple[Chosen, Chosen]:
        """Every target of a link is looked up once."""
        targets = [segment.words("links") for segment in self._segments]
        meaning = self._meanings(set().union(*targets))
        known = set().union(*(segment.words("known") for segment in self._segments))
        connected: set[Place] = set()
        broken: set[Place] = set()
        for part, segment in enumerate(self._segments):
            within, front = (
                dict(zip(segment.words(field), segment.field(field), strict=True)) for field in ("within", "front")
            )
            for target, term in zip(targets[part], segment.beginning("links", ""), strict=True):
                sources = set(self._living(part, segment.documents(term)))
                meant = meaning.get(target)
                if meant:
                    connected.update(place for place in meant if sources - {place})
                    if target in within:
                        sources.difference_update((part, doc) for doc in segment.documents(within[target]))
                    connected.update(sources - meant if len(meant) == 1 else sources)
                elif not (_OTHER_FILE.search(target) or (_last(target) in known and self._is_known(target))):
                    if target in front:
                        sources.difference_update((part, doc) for doc in segment.documents(front[target]))
                    broken |= sources
        notes = {
            place
            for part, segment in enumerate(self._segments)
            for place in self._living(part, (doc for doc, kind in enumerate(segment.kinds) if kind == _NOTE))
        }
        return self._chosen(notes - connected), self._chosen(broken)

    def _meanings(self, targets: set[str]) -> dict[str, set[Place]]:
        """The notes that each of these targets means; `meant` for very many at once."""
        whole, ends, by_alias = (
            self._all_labelled(field, wanted)
            for field, wanted in (
                ("name", {one if one.startswith("/") else f"/{one}" for one in targets if "/" in one}),
                ("name", targets),
                ("alias", {one for one in targets if "/" not in one}),
            )
        )
        found = {**by_alias, **ends}
        found.update({one: whole[f"/{one}"] for one in targets if "/" in one and f"/{one}" in whole})
        return found

    def _all_labelled(self, field: str, wanted: set[str]) -> dict[str, set[Place]]:
        found: dict[str, set[Place]] = {}
        for part, segment in enumerate(self._segments):
            terms = dict(zip(segment.words(field), segment.beginning(field, ""), strict=True))
            for word in wanted & terms.keys():
                places = set(self._living(part, segment.documents(terms[word])))
                if places:
                    found[word] = found.get(word, set()) | places
        return found

    def _is_known(self, target: str) -> bool:
        return bool(self._labelled("known", _last(target)))

    def paths(self, chosen: Chosen) -> set[str]:
        """The files in which these documents are."""
        return {segment.paths[segment.source_of[doc]] for segment, docs in chosen.items() for doc in docs}

    def paths_meant(self, target: str) -> set[str]:
        """The files of the notes that a target means, which is spelt as `link_key` does."""
        return self.paths(self._chosen(self.meant(target)))

    def _chosen(self, places: Iterable[Place]) -> Chosen:
        found: list[set[int]] = [set() for _ in self._segments]
        for part, doc in places:
            found[part].add(doc)
        return {segment: frozenset(docs) for segment, docs in zip(self._segments, found, strict=True)}


class _OtherSpellings:
    """The targets of a segment's links by what they are when accents and folders do not count."""

    def __init__(self, segment: Segment) -> None:
        self._found: dict[str, list[str]] = defaultdict(list)
        for word in segment.words("links"):
            for spelled in {fold(word), _last(word)} - {word}:
                self._found[spelled].append(word)

    @staticmethod
    def of(segment: Segment) -> _OtherSpellings:
        """Those of a segment, found once."""
        known = _SPELLINGS.get(segment)
        if known is None:
            known = _SPELLINGS[segment] = _OtherSpellings(segment)
        return known

    def __getitem__(self, folded: str) -> list[str]:
        return self._found.get(folded, [])


def _last(target: str) -> str:
    """A target's name without its folders, as names of people and conferences are kept."""
    return fold(target.rpartition("/")[2])


_GRAPHS: WeakKeyDictionary[Snapshot, Graph] = WeakKeyDictionary()
_SPELLINGS: WeakKeyDictionary[Segment, _OtherSpellings] = WeakKeyDictionary()
