"""Scores the documents of one part of the index for a Whoosh query, over arrays instead of one matcher per word.

A result maps documents to scores. Every kind of node that `compile` makes has its own short function here; the scores
of words are BM25, those of words that merely begin so are equal among themselves.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Collection
from typing import Any

from confnotes.search import whoosh_query as wq
from confnotes.search.document import TEXT
from confnotes.search.segment import K1, Segment
from confnotes.search.snapshot import Part, Snapshot

Scores = dict[int, float]
Within = Collection[int] | None

_PREFIX_SCORE = 1.0
_PHRASE_BOOST = 1.5
_MANY_DOCUMENTS = 50_000
_PRESENT = 1.5
"""What it adds that a document has a word at all, beside how often it does, where it need not have all."""


class TooLongError(Exception):
    """The search took longer than it may."""


class Deadline:
    """A moment, given in seconds from now."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def check(self) -> None:
        """Raise TooLongError when the moment has passed."""
        if time.monotonic() > self._at:
            raise TooLongError


class Evaluator:
    """Answers queries over one part; `index` is what frequencies are counted over."""

    def __init__(self, part: Part, index: Snapshot, deadline: Deadline) -> None:
        self._part = part
        self._segment: Segment = part.segment
        self._index = index
        self._deadline = deadline
        self._norms = part.segment.norms

    def scores(self, query: wq.WhooshQuery, within: Within = None) -> Scores:
        """Documents that the query finds, only those `within` when it is given."""
        method = _METHODS.get(type(query))
        return method(self, query, within) if method else self._by_whoosh(query, within)

    def _term(self, query: wq.Term, within: Within) -> Scores:
        term = self._segment.find(query.fieldname, query.text)
        if term is None:
            return {}
        ids, counts = self._segment.postings(term)
        weight = query.boost * self._index.rarity(query.fieldname, query.text)
        if query.fieldname != TEXT:
            return dict.fromkeys(ids if within is None else [doc for doc in ids if doc in within], weight)
        norms = self._norms
        weight *= K1 + 1
        if within is None:
            return {doc: weight * count / (count + norms[doc]) for doc, count in zip(ids, counts, strict=True)}
        return {
            doc: weight * count / (count + norms[doc]) for doc, count in zip(ids, counts, strict=True) if doc in within
        }

    def _prefix(self, query: wq.Prefix, within: Within) -> Scores:
        segment = self._segment
        found = set(segment.documents_of(segment.beginning(query.fieldname, query.text)))
        self._deadline.check()
        if within is not None:
            found.intersection_update(within)
        return dict.fromkeys(found, _PREFIX_SCORE * query.boost)

    def _phrase(self, query: wq.Phrase, within: Within) -> Scores:
        segment = self._segment
        terms = [segment.find(query.fieldname, word) for word in query.words]
        if None in terms:
            return {}
        numbers = [term for term in terms if term is not None]
        rarest_first = sorted(set(numbers), key=segment.frequency)
        candidates = set(segment.documents(rarest_first[0]))
        if within is not None:
            candidates.intersection_update(within)
        for term in rarest_first[1:]:
            candidates.intersection_update(segment.documents(term))
        pattern = array("I", numbers).tobytes()
        weight = (
            query.boost * _PHRASE_BOOST * sum(self._index.rarity(query.fieldname, word) for word in set(query.words))
        )
        holds, found = segment.holds, {}
        for number, doc in enumerate(candidates):
            if holds(doc, pattern):
                found[doc] = weight
            if number % 1024 == 0:
                self._deadline.check()
        return found

    def _or(self, query: wq.Or, within: Within) -> Scores:
        total: Scores = {}
        for part in query.subqueries:
            found = self.scores(part, within)
            if not total:
                total = found
            else:
                if len(found) > len(total):
                    total, found = found, total
                get = total.get
                for doc, score in found.items():
                    total[doc] = get(doc, 0.0) + score
        return total

    def _and(self, query: wq.And, within: Within) -> Scores:
        self._deadline.check()
        wanted = [part for part in query.subqueries if not isinstance(part, wq.Not | wq.Every)]
        wanted.sort(key=self._cost)
        total = self.scores(wanted[0] if wanted else wq.Every(), within)
        for part in wanted[1:]:
            if not total:
                return total
            found = self.scores(part, total)
            total = {doc: total[doc] + score for doc, score in found.items()}
        for part in query.subqueries:
            if isinstance(part, wq.Not) and total:
                for doc in self.scores(part.query, total):
                    del total[doc]
        return total

    def _most(self, query: wq.Most, within: Within) -> Scores:
        total: Scores = {}
        had: Scores = {}
        for part, weight in zip(query.subqueries, query.weights, strict=True):
            self._deadline.check()
            for doc, score in self.scores(part, within).items() if weight else ():
                had[doc] = had.get(doc, 0.0) + weight
                total[doc] = total.get(doc, 0.0) + score + _PRESENT * weight
        least = min(query.least, max(had.values(), default=0.0))
        return {doc: score for doc, score in total.items() if had[doc] >= least}

    def _and_maybe(self, query: wq.AndMaybe, within: Within) -> Scores:
        total = self.scores(query.a, within)
        if total:
            for doc, score in self.scores(query.b, total).items():
                total[doc] += score
        return total

    def _not(self, query: wq.Not, within: Within) -> Scores:
        return self._and(wq.And([query]), within)

    def _constant(self, query: wq.ConstantScoreQuery, within: Within) -> Scores:
        return dict.fromkeys(self._documents(query.child, within), query.score)

    def _documents(self, query: wq.WhooshQuery, within: Within) -> Collection[int]:
        """The documents that the query finds, where nobody asks for their scores."""
        segment = self._segment
        match query:
            case wq.Or(subqueries=parts):
                return set().union(*(self._documents(part, within) for part in parts))
            case wq.Term(fieldname=field, text=word):
                term = segment.find(field, word)
                found: Collection[int] = () if term is None else segment.documents(term)
            case wq.Prefix(fieldname=field, text=start):
                found = segment.documents_of(segment.beginning(field, start))
            case _:
                return self.scores(query, within)
        return found if within is None else [doc for doc in found if doc in within]

    def _range(self, query: wq.NumericRange, within: Within) -> Scores:
        column = self._segment.dates if query.fieldname == "date" else self._segment.ratings
        low, high = query.start, query.end
        if within is None:
            return dict.fromkeys((doc for doc, value in enumerate(column) if low <= value <= high), 0.0)
        return {doc: 0.0 for doc in within if low <= column[doc] <= high}

    def _every(self, query: wq.Every, within: Within) -> Scores:
        return dict.fromkeys(range(self._segment.count) if within is None else within, 0.0)

    def _chosen(self, query: wq.Documents, within: Within) -> Scores:
        found = query.chosen.get(self._segment, frozenset())
        return dict.fromkeys(found if within is None else found.intersection(within), 0.0)

    def _by_whoosh(self, query: wq.WhooshQuery, within: Within) -> Scores:
        """Any query that has no function of its own here, answered by Whoosh's matchers; all documents score alike."""
        from confnotes.search.whoosh_reader import whoosh_finds

        found = whoosh_finds(self._part, query)
        return dict.fromkeys(found if within is None else found.intersection(within), 1.0)

    def _cost(self, query: wq.WhooshQuery) -> int:
        """About how many documents a query finds: the rarest part of an And goes first."""
        match query:
            case wq.Term(fieldname=field, text=word):
                term = self._segment.find(field, word)
                return 0 if term is None else self._segment.frequency(term)
            case wq.Phrase(fieldname=field, words=phrase):
                return min(self._cost(wq.Term(field, word)) for word in phrase)
            case wq.And(subqueries=parts):
                return min((self._cost(part) for part in parts), default=0)
            case wq.Or(subqueries=parts) | wq.Most(subqueries=parts):
                return sum(self._cost(part) for part in parts)
            case wq.AndMaybe(a=wanted):
                return self._cost(wanted)
            case wq.ConstantScoreQuery(child=child):
                return self._cost(child)
            case wq.Documents(chosen=chosen):
                return len(chosen.get(self._segment, ()))
            case wq.Prefix(fieldname=field, text=start):
                return len(self._segment.documents_of(self._segment.beginning(field, start)))
        return _MANY_DOCUMENTS


_METHODS: dict[type, Callable[[Evaluator, Any, Within], Scores]] = {
    wq.Term: Evaluator._term,
    wq.Prefix: Evaluator._prefix,
    wq.Phrase: Evaluator._phrase,
    wq.Or: Evaluator._or,
    wq.And: Evaluator._and,
    wq.AndMaybe: Evaluator._and_maybe,
    wq.Most: Evaluator._most,
    wq.Not: Evaluator._not,
    wq.ConstantScoreQuery: Evaluator._constant,
    wq.NumericRange: Evaluator._range,
    wq.Every: Evaluator._every,
    wq.Documents: Evaluator._chosen,
    type(wq.NullQuery): lambda evaluator, query, within: {},
}
