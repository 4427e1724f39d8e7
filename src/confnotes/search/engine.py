"""Answers a query from a snapshot of the index: compiled, scored, sorted, and shown with its best line."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import NamedTuple
from weakref import WeakKeyDictionary

from confnotes.model.hit import Hit, HitKind, Hits, Sought, describe_instead
from confnotes.model.query import Node, Query
from confnotes.search.compile import Compiled, Marks, compile_query
from confnotes.search.document import KINDS, MINUTES_A_DAY, Record
from confnotes.search.evaluate import Deadline, Evaluator, TooLongError
from confnotes.search.explain import explain
from confnotes.search.looser import every_word_begun
from confnotes.search.nearness import Fit
from confnotes.search.parse import parse
from confnotes.search.segment import Segment
from confnotes.search.snapshot import Snapshot
from confnotes.search.suggest import Nearby, meant_otherwise, nearby, told_by_best

DEADLINE_SECONDS = 1.0

_WORTH = {
    HitKind.NOTE: 1.25,
    HitKind.TALK: 1.0,
    HitKind.PERSON: 0.9,
    HitKind.PAPER: 0.85,
    HitKind.TASK: 0.6,
    HitKind.QUESTION: 0.6,
}
_RECENT = 0.25
"""How much more the newest counts than the oldest."""

_HALF_OLD = 3 * 365 * MINUTES_A_DAY
_MONTH = 30 * MINUTES_A_DAY
_MOST_MONTHS = 1200
_RERANKED = 40
"""So many of the best are looked at again for how well they fit the words."""

Found = tuple[float, int, int]
"""Score, part of the index, document in it."""


class _Answer(NamedTuple):
    found: list[Found]
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
            query, answer = (
                near.query,
                shown._replace(explanation=f"{describe_instead(near.instead)}: {shown.explanation}"),
            )
    hits, sought = _hits(index, answer), answer.sought
    also = None if near or len(answer.found) >= limit else meant_otherwise(query, index)
    others: tuple[Hit, ...] = ()
    if also:
        more = _answer(index, also.query, marks, limit, sort)
        new = [one for one in more.found if one[1:] not in {found[1:] for found in answer.found}]
        others = _hits(index, more._replace(found=new[: limit - len(answer.found)]))
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
    found, _ = _find(index, compiled, Marks, index.size, "date", seconds)
    records = (index.parts[part].segment.record(doc) for _, part, doc in found)
    return list(dict.fromkeys(record.path for record in records if record.path is not None))


def _answer(index: Snapshot, query: Query, marks: Callable[[], Marks], limit: int, sort: str) -> _Answer:
    compiled = compile_query(query, index, marks)
    told = "; ".join([explain(query, compiled.forms), *compiled.remarks])
    try:
        return _Answer(*_find(index, compiled, marks, limit, sort), compiled.sought(), told)
    except TooLongError:
        told = f"{told} (stopped: it took longer than {DEADLINE_SECONDS:.0f} s, ask for less)"
        return _Answer([], 0, compiled.sought(), told, stopped=True)


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


def _has(index: Snapshot, marks: Callable[[], Marks], found: Found, node: Node) -> bool:
    """Whether a document that was found has a part of the query."""
    _, part, doc = found
    root = compile_query(Query("", node), index, marks).root
    return doc in Evaluator(index.parts[part], index, Deadline(DEADLINE_SECONDS)).scores(root, (doc,))


def _find(
    index: Snapshot,
    compiled: Compiled,
    marks: Callable[[], Marks],
    limit: int,
    sort: str,
    seconds: float = DEADLINE_SECONDS,
) -> tuple[list[Found], int]:
    deadline = Deadline(seconds)
    found: list[Found] = []
    seen: set[int] = set()
    for place in range(len(index.parts) - 1, -1, -1):
        part = index.parts[place]
        segment = part.segment
        scores = Evaluator(part, index, deadline).scores(compiled.root)
        for doc in scores.keys() & index.not_shown[place]:
            del scores[doc]
        grouped = scores.keys() & segment.grouped
        if grouped:
            groups = segment.groups
            for doc in sorted(grouped, key=scores.__getitem__, reverse=True):
                if groups[doc] in seen:
                    del scores[doc]
                else:
                    seen.add(groups[doc])
        prior = _prior(segment, index.newest)
        found += [((score + 0.5) * prior[doc], place, doc) for doc, score in scores.items()]
    total = len(found)
    if sort == "relevance":
        best = heapq.nlargest(max(limit, _RERANKED), found)
        if compiled.order and len(best) > 1:
            fits = [Fit(part.segment, compiled.order) for part in index.parts]
            best = sorted(((score * fits[place].of(doc), place, doc) for score, place, doc in best), reverse=True)
        return best[:limit], total
    return _sorted(index, found, sort, marks)[:limit], total


def _sorted(index: Snapshot, found: list[Found], sort: str, marks: Callable[[], Marks]) -> list[Found]:
    """By date or rating, the latest and the best first, or by title from A to Z; equals by score."""
    found.sort(reverse=True)
    parts = [part.segment for part in index.parts]
    if sort == "date":
        found.sort(key=lambda each: parts[each[1]].dates[each[2]], reverse=True)
    elif sort == "rating":
        marked = marks().ratings

        def rating(each: Found) -> int:
            """As the marks say, else as the note states."""
            talk = parts[each[1]].record(each[2]).talk if marked else None
            return marked.get(talk or "", parts[each[1]].ratings[each[2]])

        found.sort(key=rating, reverse=True)
    else:
        found.sort(key=lambda each: parts[each[1]].record(each[2]).title.casefold())
    return found


_PRIORS: WeakKeyDictionary[Segment, tuple[int, list[float]]] = WeakKeyDictionary()


def _prior(segment: Segment, newest: int) -> list[float]:
    """What a document's score is multiplied with: own notes above the program, the recent above the old."""
    known = _PRIORS.get(segment)
    if known is None or known[0] != newest:
        known = _PRIORS[segment] = newest, _priors(segment, newest)
    return known[1]


def _priors(segment: Segment, newest: int) -> list[float]:
    worth = [_WORTH[kind] for kind in KINDS]
    months = {date: min(_MOST_MONTHS, max(0, newest - date) // _MONTH) for date in set(segment.dates)}
    steps = {date: 1 + _RECENT * 0.5 ** (age * _MONTH / _HALF_OLD) for date, age in months.items()} | {0: 1.0}
    return [worth[kind] * steps[date] for kind, date in zip(segment.kinds, segment.dates, strict=True)]


def _hits(index: Snapshot, answer: _Answer) -> tuple[Hit, ...]:
    """What was found, without snippets."""
    return tuple(_hit(index.parts[part].segment, doc, score) for score, part, doc in answer.found)


def _hit(segment: Segment, doc: int, score: float) -> Hit:
    record: Record = segment.record(doc)
    return Hit(
        record.id,
        KINDS[segment.kinds[doc]],
        record.title,
        record.conference,
        record.path,
        record.line,
        record.date,
        round(score, 4),
        speakers=record.speakers,
        abstract=record.abstract,
    )
