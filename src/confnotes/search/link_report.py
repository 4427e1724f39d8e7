"""Notes without links to other notes, and notes with unresolved links.

At first all notes are checked. Later, edits affect only the notes that the edited notes name, and those that name them:
only these are checked again, so that saving a note takes a few milliseconds in any vault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from confnotes.model.hit import HitKind
from confnotes.search.document import KINDS
from confnotes.search.graph import Chosen, Graph, Place, last

_MOST_AGAIN = 1_000
"""The maximum number of documents to check one by one; if there are more, all are checked."""

_NOTE = KINDS.index(HitKind.NOTE)
_OTHER_FILE = re.compile(r"\.(?!md\Z)[A-Za-z]\w{1,4}\Z")
"""The ending of a target that is a file, not a note: `photo.jpg`."""


class Survey(NamedTuple):
    """The notes without links in either direction, and those with an unresolved link."""

    orphans: Chosen
    broken: Chosen


def link_report(graph: Graph) -> Survey:
    """Check every note, once per graph; if a report of an earlier graph is known, only those that may have changed."""
    before = next(iter(latest), None)
    if before is not None and before[0] is graph:
        return before[1]
    found = _looked_again(graph, *before) if before is not None else None
    if found is None:
        found = _looked_at_all(graph)
    latest[:] = [(graph, found)]
    return found


def leads_nowhere(graph: Graph, target: str) -> bool:
    """Whether a link's target is unresolved: not a note, not a name known from programs, and not another file."""
    return not (graph.meant(target) or names_file(target) or graph.labelled("known", last(target)))


def names_file(target: str) -> bool:
    """Whether a link's target is a file that is not a note, by its ending; the index doesn't know which exist."""
    return _OTHER_FILE.search(target) is not None


latest: list[tuple[Graph, Survey]] = []
"""The last report; clearing the list releases it."""


# All notes


def _looked_at_all(graph: Graph) -> Survey:
    """Resolve every target of links once."""
    connected: set[Place] = set()
    broken: set[Place] = set()
    for part, segment in enumerate(graph.segments):
        within, front = (
            dict(zip(segment.words(field), segment.field(field), strict=True)) for field in ("within", "front")
        )
        for target, term in zip(segment.words("links"), segment.field("links"), strict=True):
            sources = set(graph.living(part, segment.documents(term)))
            if graph.meant(target):
                inside = {(part, doc) for doc in segment.documents(within[target])} if target in within else set()
                for source in sources:
                    meant = graph.meant_by(target, source) - {source}
                    connected |= meant
                    if meant and source not in inside:
                        connected.add(source)
            elif leads_nowhere(graph, target):
                if target in front:
                    sources.difference_update((part, doc) for doc in segment.documents(front[target]))
                broken |= sources
    notes = {
        place
        for part, segment in enumerate(graph.segments)
        for place in graph.living(part, (doc for doc, kind in enumerate(segment.kinds) if kind == _NOTE))
    }
    return Survey(graph.chosen(notes - connected), graph.chosen(broken))


# After an edit


def _looked_again(graph: Graph, before: Graph, found: Survey) -> Survey | None:
    """The report after an edit; None if so much has changed that all notes must be checked."""
    if set(before.segments).isdisjoint(graph.segments):
        return None
    gone, come = _not_in(graph, before), _not_in(before, graph)
    if gone is None or come is None:
        return None
    again = {*come, *_touched(graph, before, gone, come)}
    if len(again) > _MOST_AGAIN:
        return None
    orphans = {place for place in again if _is_orphan(graph, place)}
    broken = {place for place in again if _is_broken(graph, place)}
    return Survey(
        graph.chosen(chain(_still(graph, found.orphans, again), orphans)),
        graph.chosen(chain(_still(graph, found.broken, again), broken)),
    )


def _not_in(graph: Graph, other: Graph) -> list[Place] | None:
    """The documents of the other graph that are missing in this one; None for very many."""
    dead_here = dict(zip(graph.segments, graph.dead, strict=True))
    found: list[Place] = []
    for part, (segment, dead) in enumerate(zip(other.segments, other.dead, strict=True)):
        docs = dead_here[segment] - dead if segment in dead_here else range(segment.count)
        if len(found) + len(docs) > _MOST_AGAIN:
            return None
        found += other.living(part, docs)
    return found


def _touched(graph: Graph, before: Graph, gone: list[Place], come: list[Place]) -> Iterator[Place]:
    """The notes that edited notes name, and those that use a name whose meaning has changed."""
    edited = [(before, place) for place in gone] + [(graph, place) for place in come]
    targets = {target for one, place in edited for target in one.labels(place, "links")}
    names = {name for one, place in edited for name in one.names(place) if one.is_note(place)}
    moved = {name for name in names if before.paths_meant(name) != graph.paths_meant(name)}
    known = {name for one, place in edited for name in one.labels(place, "known")}
    for name in known:
        if bool(before.labelled("known", name)) != bool(graph.labelled("known", name)):
            moved.update(graph.spelled(name))
    for target in targets | moved:
        yield from graph.meant(target)
    parts = {segment: part for part, segment in enumerate(graph.segments)}
    for name in moved:
        yield from graph.labelled("links", name)
        for part, doc in before.meant(name):
            now = parts.get(before.segments[part])
            if now is not None:
                yield from graph.living(now, (doc,))


def _is_orphan(graph: Graph, place: Place) -> bool:
    within = graph.labels(place, "within")
    return (
        graph.is_note(place)
        and not any(
            graph.meant_by(target, place) - {place} for target in graph.labels(place, "links") if target not in within
        )
        and next(graph.linking(place), None) is None
    )


def _is_broken(graph: Graph, place: Place) -> bool:
    front = graph.labels(place, "front")
    return any(target not in front and leads_nowhere(graph, target) for target in graph.labels(place, "links"))


def _still(graph: Graph, chosen: Chosen, again: set[Place]) -> Iterable[Place]:
    """The chosen documents that still exist and need no check."""
    for part, segment in enumerate(graph.segments):
        yield from (place for place in graph.living(part, chosen.get(segment, ())) if place not in again)
