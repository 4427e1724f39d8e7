"""Answers a query from a snapshot of the index: compiled, scored, sorted, and shown with its best line."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from confnotes.model.hit import Hit, Hits, Sought, describe_instead
from confnotes.model.query import Node, Query
from confnotes.search import queries as wq
from confnotes.search.collector import Best, Deadline, TooLongError
from confnotes.search.compile import Compiled, Marks, compile_query
from confnotes.search.data import Data
from confnotes.search.document import KINDS
from confnotes.search.explain import explain
from confnotes.search.index import Snapshot
from confnotes.search.looser import every_word_begun
from confnotes.search.parse import parse
from confnotes.search.quiet import quietly
from confnotes.search.suggest import Nearby, meant_otherwise, most_words, nearby, told_by_best

with quietly():
    from whoosh.sorting import Categorizer, FacetType, FieldFacet

DEADLINE_SECONDS = 1.0

_FEW, _SEVERAL = 2, 3
"""Behind so few hits with all of at least so many words stand those with most of them."""


class _Answer(NamedTuple):
    found: list[tuple[float, int]]
    total: int
    sought: Sought
    explanation: str
    stopped: bool = False


def search(
    index: Snapshot,
    text: str,
    *,
    marks: Callable[[], Marks] = Marks,
    limit: int = 20,
    sort: str = "relevance",
    typing: bool = False,
    today: date | None = None,
) -> Hits:
    """Everything that the text finds, best first; hits are without snippets, see `snippets`.

    Raises DamagedIndexError, and nothing else, whatever the text.

    While `typing` the last word may be the beginning of one; when that finds nothing, so may all.
    """
    began = time.perf_counter()
    query = parse(text, typing=typing, today=today)
    answer = _answer(index, query, marks, limit, sort)
    if typing and not answer.total and (looser := every_word_begun(query)) != query:
        query, answer = looser, _answer(index, looser, marks, limit, sort)
    near = None
    if not (answer.total or answer.stopped):
        near, shown = _near_answer(index, query, marks, limit, sort)
        if near and shown:
            told = f"{describe_instead(near.instead)}: {shown.explanation}"
            query, answer = near.query, shown._replace(explanation=told)
    hits, sought = _hits(index, answer.found), answer.sought
    also = None if near or len(answer.found) >= limit else _behind(index, query, answer.total)
    others: tuple[Hit, ...] = ()
    if also:
        more = _answer(index, also.query, marks, limit, sort)
        known = {docnum for _, docnum in answer.found}
        new = (one for one in more.found if one[1] not in known)
        others = _hits(index, islice(new, limit - len(answer.found)))
        sought |= more.sought
    return Hits(
        query=text,
        hits=hits + others,
        total=answer.total + len(others),
        took_ms=round((time.perf_counter() - began) * 1000, 3),
        suggestion=near.query.text if near else None,
        instead=near.instead if near else (),
        explanation=answer.explanation,
        also=also.instead if also and others else (),
        others=len(others),
        sought=sought,
        answered=query,
    )


def found_paths(index: Snapshot, text: str, seconds: float) -> list[str]:
    """The paths of all that the text finds, newest first; raises DamagedIndexError, and TooLongError after so long."""
    compiled = compile_query(parse(text), index, Marks)
    found, _ = _find(index, compiled, Marks, None, "date", seconds)
    records = map(index.record, (docnum for _, docnum in found))
    return list(dict.fromkeys(record.path for record in records if record.path is not None))


def _answer(index: Snapshot, query: Query, marks: Callable[[], Marks], limit: int, sort: str) -> _Answer:
    compiled = compile_query(query, index, marks)
    told = "; ".join([explain(query, compiled.forms), *compiled.remarks])
    try:
        return _Answer(*_find(index, compiled, marks, limit, sort), compiled.sought(), told)
    except TooLongError:
        told = f"{told} (stopped: it took longer than {DEADLINE_SECONDS:.0f} s, ask for less)"
        return _Answer([], 0, compiled.sought(), told, stopped=True)


def _behind(index: Snapshot, query: Query, total: int) -> Nearby | None:
    """What is asked for behind so many hits: what a rare word may be a slip of, else most of the words."""
    if not total:
        return None
    if also := meant_otherwise(query, index):
        return also
    most = most_words(query, index, {}) if total <= _FEW else None
    return most if most and len(most.said) >= _SEVERAL else None


def _near_answer(
    index: Snapshot, query: Query, marks: Callable[[], Marks], limit: int, sort: str
) -> tuple[Nearby | None, _Answer | None]:
    """The nearest query that finds something, and what it finds."""
    until = time.monotonic() + DEADLINE_SECONDS
    for near in nearby(query, index):
        answer = _answer(index, near.query, marks, limit, sort)
        if answer.found:
            has = partial(_has, index, marks, answer.found[0])
            return (told_by_best(near, has) if near.said else near), answer
        if time.monotonic() > until:
            break
    return None, None


def _has(index: Snapshot, marks: Callable[[], Marks], found: tuple[float, int], node: Node) -> bool:
    """Whether a document that was found has a part of the query."""
    part, doc = index.place(found[1])
    alone = wq.Documents({index.parts[part].data: frozenset((doc,))})
    root = compile_query(Query("", node), index, marks).root
    return bool(_find(index, Compiled(wq.And([alone, root])), marks, 1, "relevance")[1])


def _find(
    index: Snapshot,
    compiled: Compiled,
    marks: Callable[[], Marks],
    limit: int | None,
    sort: str,
    seconds: float = DEADLINE_SECONDS,
) -> tuple[list[tuple[float, int]], int]:
    """Scores and numbers of the best documents, and how many there are; asked of Whoosh's searcher."""
    facet = _facet(index, sort, marks)
    collector = Best(limit, index.not_shown, compiled.order, Deadline(seconds), facet)
    index.searcher.search_with_collector(compiled.root, collector)
    return collector.results().top_n, collector.total


def _facet(index: Snapshot, sort: str, marks: Callable[[], Marks]) -> Any:
    """By date or rating, the latest and the best first, or by title from A to Z; None by how well it fits."""
    match sort:
        case "relevance":
            return None
        case "title":
            return ByRecord(lambda data, doc: data.record(doc).title.casefold())
        case "rating" if marked := marks().ratings:
            return ByRecord(lambda data, doc: -marked.get(data.record(doc).talk or "", data.ratings[doc]))
    return FieldFacet(sort, reverse=True)


class ByRecord(FacetType):  # type: ignore[misc]
    """Sorts by what stands in a document's record."""

    def __init__(self, key: Callable[[Data, int], Any]) -> None:
        self._key = key

    def categorizer(self, global_searcher: Any) -> Any:
        return _RecordKeys(self._key)


class _RecordKeys(Categorizer):  # type: ignore[misc]
    def __init__(self, key: Callable[[Data, int], Any]) -> None:
        self._key = key

    def set_searcher(self, segment_searcher: Any, docoffset: int) -> None:
        self._data = segment_searcher.reader()._terms.data

    def key_for(self, matcher: Any, segment_docnum: int) -> Any:
        return self._key(self._data, segment_docnum)


def _hits(index: Snapshot, found: Iterable[tuple[float, int]]) -> tuple[Hit, ...]:
    """What was found, without snippets."""
    hits = []
    for score, docnum in found:
        part, doc = index.place(docnum)
        data = index.parts[part].data
        kept = data.record(doc)
        about = kept.id, KINDS[data.kinds[doc]], kept.title, kept.conference, kept.path, kept.line, kept.date
        hits.append(Hit(*about, round(score, 4), speakers=kept.speakers, abstract=kept.abstract))
    return tuple(hits)
