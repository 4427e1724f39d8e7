"""A collector for Whoosh that takes the results of whole segments: the best hits, each once, and their number."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from heapq import nlargest
from typing import Any

from confnotes.search.data import Data
from confnotes.search.queries import AndQuery, Docs, Quick, Scores
from confnotes.search.quiet import quietly
from confnotes.search.weighting import FOUND_AT_ALL, Proximity, WordsSaid
from confnotes.wanted import go_on

with quietly():
    from whoosh.collectors import Collector

RERANKED = 40
"""The number of best hits that are ranked again by proximity."""


class TooLongError(Exception):
    """The search took too long."""


class SearchDeadline:
    """A deadline, in seconds from now."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def check(self) -> None:
        """Raise TooLongError after the deadline, and end a search whose result is no longer needed."""
        go_on()
        if time.monotonic() > self._at:
            raise TooLongError


class Best(Collector):  # type: ignore[misc]
    """The best `limit` documents, or all of them with `limit` None.

    `hidden` are the documents to skip, by segment. Of things met in many files, the one in the newest segment counts.
    `said` are the words in the order of the query; `facet` is one of Whoosh's, to sort by instead of the score.
    """

    def __init__(
        self,
        limit: int | None,
        hidden: Sequence[Docs],
        said: Sequence[WordsSaid],
        deadline: SearchDeadline,
        facet: Any = None,
    ) -> None:
        super().__init__()
        self._limit, self._hidden, self._said, self._deadline, self._facet = limit, hidden, said, deadline, facet
        self.total = 0
        self.items: list[tuple[float, int]] = []
        self._keys: dict[int, Any] = {}
        self._seen: set[int] = set()

    def prepare(self, top_searcher: Any, q: Any, context: Any) -> None:
        super().prepare(top_searcher, q if isinstance(q, Quick) else AndQuery([q]), context)
        context.set(check=self._deadline.check)
        self._categorizer = self._facet.categorizer(top_searcher) if self._facet else None

    def run(self) -> None:
        """Search all segments, newest first."""
        leaves = list(zip(self.top_searcher.leaf_searchers(), self._hidden, strict=True)) if self._hidden else []
        for (searcher, offset), hidden in reversed(leaves):
            self.set_subsearcher(searcher, offset)
            self._collect(hidden)
        self.finish()

    def _collect(self, hidden: Docs) -> None:
        data = self.subsearcher.reader()._terms.data
        matcher = self.matcher
        docs = self._once(data, matcher.docs - hidden if hidden else matcher.docs, matcher.scores)
        self.total += len(docs)
        self._deadline.check()
        most = None if self._facet else self._limit and max(self._limit, RERANKED)
        offset = self.offset
        best = _best(docs, matcher.scores(docs), self.top_searcher.weighting.priors(data), most)
        self.items += [(score, offset + doc) for score, doc in best]
        if self._categorizer is not None:
            self._categorizer.set_searcher(self.subsearcher, offset)
            key_for = self._categorizer.key_for
            self._keys.update({offset + doc: key_for(None, doc) for doc in docs})

    def _once(self, data: Data, docs: Docs, scores: Callable[[Docs], Scores]) -> Docs:
        """Keep only the best of several documents for the same thing."""
        same = docs & data.grouped
        if not same:
            return docs
        groups = data.groups
        best = dict(zip(map(groups.__getitem__, same), same, strict=True))
        if len(best) < len(same) and (worth := scores(same)).differ:
            best = {groups[doc]: doc for doc in sorted(same, key=lambda doc: (worth.cells[doc], doc))}
        kept = {doc for group, doc in best.items() if group not in self._seen}
        self._seen |= best.keys()
        return (docs - same) | kept

    def count(self) -> int:
        return self.total

    def results(self) -> Any:
        """Whoosh's results, at most `limit`; their `count` is the total."""
        limit = self._limit
        if self._facet:
            self.items.sort(reverse=True)
            self.items.sort(key=lambda item: self._keys[item[1]])
        elif limit is None:
            self.items.sort(reverse=True)
        else:
            self.items = nlargest(max(limit, RERANKED), self.items)
            if self._said and len(self.items) > 1:
                self.items = self._fitting()
            self.items = self._in_order()
        return self._results(self.items[:limit], docset=self.docset)

    def _fitting(self) -> list[tuple[float, int]]:
        fits: dict[Data, Proximity] = {}
        found = []
        for (score, docnum), (data, doc) in zip(self.items, self._places(), strict=True):
            if data not in fits:
                fits[data] = Proximity(data, self._said)
            found.append((score * fits[data].of(doc), docnum))
        return found

    def _in_order(self) -> list[tuple[float, int]]:
        """Best first; of equally good ones the newest, then by path: the order of indexing differs between machines."""
        found = list(zip(self.items, self._places(), strict=True))
        worth = {docnum: (-score, -data.dates[doc]) for (score, docnum), (data, doc) in found}
        shared = Counter(worth.values())
        names = {item[1]: _name(*place) for item, place in found if shared[worth[item[1]]] > 1}
        return sorted(self.items, key=lambda item: (worth[item[1]], names.get(item[1], ())))

    def _places(self) -> Iterator[tuple[Data, int]]:
        """The segment of each item, and its number there."""
        leaves = self.top_searcher.leaf_searchers()
        for _, docnum in self.items:
            searcher, offset = next(leaf for leaf in reversed(leaves) if docnum >= leaf[1])
            yield searcher.reader()._terms.data, docnum - offset


def _name(data: Data, doc: int) -> tuple[str, int, str]:
    record = data.record(doc)
    return record.path or "", record.line or 0, record.id


def _best(docs: Docs, scores: Scores, priors: list[float], most: int | None) -> list[tuple[float, int]]:
    """Score and number of the best documents, or of all."""
    base = scores.base + FOUND_AT_ALL
    if scores.differ:
        cells = scores.cells
        worth = [(base + cells[doc]) * priors[doc] for doc in docs]
    else:
        worth = [base * priors[doc] for doc in docs]
    found = zip(worth, docs, strict=True)
    if most is None or len(docs) <= most:
        return list(found)
    least = nlargest(most, worth)[-1]
    return nlargest(most, (one for one in found if one[0] >= least))
