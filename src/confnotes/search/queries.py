"""Whoosh's queries, evaluated for whole segments.

Each class is Whoosh's own with a faster `matcher`: it first finds the documents in packed postings, then scores those
that are needed, all at once. Whoosh can iterate over the matcher, and `collector` takes its whole result. Queries that
the search language does not have (fuzzy terms, wildcards, spans) use Whoosh's own matchers, also as parts of these.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from functools import cached_property
from itertools import compress, repeat
from typing import Any, TypeAlias

from confnotes.search.data import K1, Data
from confnotes.search.document import TEXT
from confnotes.search.quiet import quietly
from confnotes.search.schema import SCHEMA

with quietly():
    from whoosh import query
    from whoosh.matching import ListMatcher, MultiMatcher, NullMatcher
    from whoosh.util.numeric import to_sortable

NullQuery = query.NullQuery
Query = query.Query

Docs: TypeAlias = Set[int]
Within: TypeAlias = Docs | None


class Scores:
    """The scores of a segment's documents: `base` for all, plus each document's cell.

    Cells of documents that were not asked for may hold anything.
    """

    __slots__ = ("_cells", "_count", "base")

    def __init__(self, count: int) -> None:
        self.base, self._count = 0.0, count
        self._cells: list[float] | None = None

    @property
    def differ(self) -> bool:
        """Whether the documents have different scores."""
        return self._cells is not None

    @property
    def cells(self) -> list[float]:
        """The scores by document number, to add to."""
        if self._cells is None:
            self._cells = [0.0] * self._count
        return self._cells


_PREFIX_SCORE = 1.0  # the same for each completion: a rare one is not a better match
_PHRASE_BOOST = 1.5  # words in order score more than the same words apart
_LEAST = 0.35
"""The least share of the weight of all words that a document needs: two of three equal ones; either of two, since the
rarer may be the wrong one, unless it weighs twice as much.
"""

_PRESENT = 1.5
"""The score of a word that occurs at all, besides its count, if not all words are required."""

_MANY_DOCUMENTS = 50_000  # parts of unknown cost come last


class Leaf:
    """The segment, Whoosh's searcher of it, and a function that is called now and then and may stop the search."""

    def __init__(self, data: Data, searcher: Any, check: Callable[[], object]) -> None:
        self.data, self.searcher, self._check = data, searcher, check
        self._known: dict[int, Docs] = {}

    def rarity(self, field: str, word: str) -> float:
        """How much the word counts."""
        return float(self.searcher.idf(field, word))

    def docs(self, part: Any, within: Within = None) -> Docs:
        """The documents that match this query, or any of Whoosh's; only `within` these if given."""
        self._check()
        if isinstance(part, Quick):
            found = part.found(self, within)
        else:
            every = set(array("I", part.matcher(self.searcher, self.searcher.boolean_context()).all_ids()))
            found = every if within is None else every & within
        self._known[id(part)] = found
        return found

    def has(self, part: Any, docs: Docs) -> Docs:
        """Those of the documents that match the query, which was evaluated for them before."""
        return self._known.get(id(part), frozenset()) & docs

    def add(self, part: Any, docs: Docs, scores: Scores) -> None:
        """Add the scores of the documents that match the query."""
        if isinstance(part, Quick):
            part.add(self, docs, scores)
        else:
            scores.base += 1.0

    def add_some(self, part: Any, docs: Docs, scores: Scores) -> None:
        """Add the scores of those documents that match the query, which was evaluated for them before."""
        if is_sparing(part):
            part.add(self, docs, scores)
        elif len(has := self.has(part, docs)) == len(docs):
            self.add(part, docs, scores)
        elif has:
            own, cells = Scores(self.data.count), scores.cells
            self.add(part, has, own)
            for doc in has:
                cells[doc] += own.base
            if own.differ:
                more = own.cells
                for doc in has:
                    cells[doc] += more[doc]


class FoundMatcher(ListMatcher):  # type: ignore[misc]
    """All matches in a segment, for Whoosh to iterate over; `scores` returns scores on demand."""

    def __init__(self, docs: Docs, scores: Callable[[Docs], Scores]) -> None:
        super().__init__(None)
        self.docs, self.scores = docs, scores
        del self._ids

    @cached_property
    def _ids(self) -> list[int]:
        return sorted(self.docs)

    @cached_property
    def _scores(self) -> Scores:
        return self.scores(self.docs)

    def copy(self) -> FoundMatcher:
        same = FoundMatcher(self.docs, self.scores)
        same._i = self._i
        return same

    def replace(self, minquality: float = 0) -> Any:
        return self if self.is_active() else NullMatcher()

    def supports_block_quality(self) -> bool:
        return False

    def weight(self) -> float:
        return self._scores.base + (self._scores.cells[self.id()] if self._scores.differ else 0.0)

    score = weight


class Quick:
    """The base of these queries."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """A matcher for one segment, or for several."""
        if not searcher.is_atomic():
            matchers = [(self.matcher(leaf, context), offset) for leaf, offset in searcher.leaf_searchers()]
            return MultiMatcher([one for one, _ in matchers], [offset for _, offset in matchers], None)
        reader = searcher.reader()
        leaf = Leaf(reader._terms.data, searcher, getattr(context, "check", _go_on))
        docs, deleted = leaf.docs(self), reader._perdoc.deleted_docs()

        def scores(asked: Docs) -> Scores:
            made = Scores(leaf.data.count)
            self.add(leaf, asked, made)
            return made

        return FoundMatcher(docs - deleted if deleted else docs, scores)

    def found(self, leaf: Leaf, within: Within) -> Docs:
        """The matching documents, only `within` these if given."""
        raise NotImplementedError

    def add(self, leaf: Leaf, docs: Docs, scores: Scores) -> None:
        """Add the scores of these documents; a filter adds nothing."""

    def cost(self, data: Data) -> int:
        """About how many documents match: the rarest part of an And is evaluated first."""
        return _MANY_DOCUMENTS


def _go_on() -> None:
    """A `go_on` that never stops the search."""


class Term(Quick, query.Term):  # type: ignore[misc]
    """A word or label of a field."""

    def found(self, leaf: Leaf, within: Within) -> Docs:
        return set(self.having(leaf, within))

    def having(self, leaf: Leaf, within: Within) -> Iterable[int]:
        """The matching documents, not as a set."""
        number = leaf.data.find(self.fieldname, self.text)
        if number is None:
            return ()
        return leaf.data.documents(number) if within is None else compress(within, leaf.data.counts(number, within))

    def add(self, leaf: Leaf, docs: Docs, scores: Scores) -> None:
        """Add the scores of these documents; nothing for those without the word."""
        data, cells = leaf.data, scores.cells
        number = data.find(self.fieldname, self.text)
        if number is None:
            return
        weight = self.boost * leaf.rarity(self.fieldname, self.text)
        if data.frequency(number) > len(docs):
            counted = zip(docs, data.counts(number, docs), strict=True)
        else:
            ids, counts = data.postings(number)
            counted = zip(ids, counts or repeat(1), strict=bool(counts))
        if self.fieldname != TEXT:
            for doc, count in counted:
                cells[doc] += weight * count
            return
        weight *= K1 + 1
        norms = data.norms
        for doc, count in counted:
            cells[doc] += weight * count / (count + norms[doc])

    def cost(self, data: Data) -> int:
        number = data.find(self.fieldname, self.text)
        return 0 if number is None else data.frequency(number)


class ListedQuery(Quick):
    """The base of queries that list their documents without looking at others."""

    def ids(self, data: Data) -> Collection[int]:
        """The documents, possibly with duplicates."""
        raise NotImplementedError

    def found(self, leaf: Leaf, within: Within) -> Docs:
        ids = self.ids(leaf.data)
        if within is None:
            return set(ids)
        return within & ids if isinstance(ids, Set) else set(within).intersection(ids)

    def cost(self, data: Data) -> int:
        return len(self.ids(data))


class PrefixQuery(ListedQuery, query.Prefix):  # type: ignore[misc]
    """The words of a field with a prefix; all matches score the same."""

    def ids(self, data: Data) -> Collection[int]:
        return data.documents_of(data.beginning(self.fieldname, self.text))

    def add(self, leaf: Leaf, docs: Docs, scores: Scores) -> None:
        scores.base += _PREFIX_SCORE * self.boost


class PhraseQuery(Quick, query.Phrase):  # type: ignore[misc]
    """Consecutive words of a field."""

    def found(self, leaf: Leaf, within: Within) -> Docs:
        data = leaf.data
        terms = [number for word in self.words if (number := data.find(self.fieldname, word)) is not None]
        if len(terms) < len(self.words):
            return frozenset()
        rarest, *others = sorted(set(terms), key=data.frequency)
        found: Docs = (
            set(data.documents(rarest)) if within is None else set(within).intersection(data.documents(rarest))
        )
        for term in others:
            found = set(compress(found, data.counts(term, found)))
        return set(data.holding(found, terms))

    def add(self, leaf: Leaf, docs: Docs, scores: Scores) -> None:
        rarity = sum(leaf.rarity(self.fieldname, word) for word in set(self.words))
        scores.base += self.boost * _PHRASE_BOOST * rarity

    def cost(self, data: Data) -> int:
        return min(Term(self.fieldname, word).cost(data) for word in self.words)


class OrQuery(Quick, query.Or):  # type: ignore[misc]
    """Documents that match any part; the score is the sum of the parts."""

    def found(self, leaf: Leaf, within: Within) -> Docs:
        if len(self.subqueries) == 1:
            return leaf.docs(self.subqueries[0], within)
        found: set[int] = set()
        for part in self.subqueries:
            found.update(part.having(leaf, within) if isinstance(part, Term) else leaf.docs(part, within))
        return found

    def add(self, leaf: Leaf, docs: Docs, scores: Scores) -> None:
        for part in self.subqueries:
            leaf.add_some(part, docs, scores)

    def cost(self, data: Data) -> int:
        return sum(cost(part, data) for part in self.subqueries)


class MostQuery(OrQuery):
    """Documents whose matching parts have enough of the total weight; each adds its weight to the score."""

    def __init__(self, subqueries: Sequence[Any], weights: Sequence[float]) -> None:
        super().__init__(list(subqueries))
        self.weights = weights

    def found(self, leaf: Leaf, within: Within) -> Docs:
        had: dict[int, float] = {}
        for part, weight in zip(self.subqueries, self.weights, strict=True):
            for doc in leaf.docs(part, within) if weight else ():
                had[doc] = had.get(doc, 0.0) + weight
        least = min(sum(self.weights) * _LEAST, max(had.values(), default=0.0))
        return {doc for doc, weight in had.items() if weight >= least}

    def add(self, leaf: Leaf, docs: Docs, scores: Scores) -> None:
        for part, weight in zip(self.subqueries, self.weights, strict=True):
            if weight:
                leaf.add_some(part, docs, scores)
                for doc in leaf.has(part, docs):
                    scores.cells[doc] += _PRESENT * weight


class AndQuery(Quick, query.And):  # type: ignore[misc]
    """Documents that match every part."""

    @property
    def _wanted(self) -> list[Any]:
        return [part for part in self.subqueries if not isinstance(part, query.Not | query.Every)]

    def found(self, leaf: Leaf, within: Within) -> Docs:
        found = within
        for part in sorted(self._wanted, key=lambda part: (isinstance(part, PhraseQuery), cost(part, leaf.data))):
            found = leaf.docs(part, found)
            if not found:
                return frozenset()
        found = leaf.docs(Every()) if found is None else found
        for part in self.subqueries:
            if isinstance(part, query.Not):
                found = found - leaf.docs(part.query, found)
        return found

    def add(self, leaf: Leaf, docs: Docs, scores: Scores) -> None:
        for part in self._wanted:
            leaf.add(part, docs, scores)

    def cost(self, data: Data) -> int:
        return min((cost(part, data) for part in self.subqueries), default=0)


class AndMaybe(Quick, query.AndMaybe):  # type: ignore[misc]
    """Documents that match `a`; those that also match `b` score more."""

    def found(self, leaf: Leaf, within: Within) -> Docs:
        return leaf.docs(self.a, within)

    def add(self, leaf: Leaf, docs: Docs, scores: Scores) -> None:
        leaf.add(self.a, docs, scores)
        if not is_sparing(self.b):
            leaf.docs(self.b, docs)
        leaf.add_some(self.b, docs, scores)

    def cost(self, data: Data) -> int:
        return cost(self.a, data)


class NotQuery(Quick, query.Not):  # type: ignore[misc]
    """Documents that do not match the part."""

    def found(self, leaf: Leaf, within: Within) -> Docs:
        return AndQuery([self]).found(leaf, within)


class Constant(Quick, query.ConstantScoreQuery):  # type: ignore[misc]
    """Documents that match the child, all with the same score."""

    def found(self, leaf: Leaf, within: Within) -> Docs:
        return leaf.docs(self.child, within)

    def add(self, leaf: Leaf, docs: Docs, scores: Scores) -> None:
        scores.base += self.score

    def cost(self, data: Data) -> int:
        return cost(self.child, data)


class NumericRange(ListedQuery, query.NumericRange):  # type: ignore[misc]
    """A range of a column, both ends included, in Whoosh's units: dates in microseconds."""

    def ids(self, data: Data) -> Collection[int]:
        terms = range(data.first(self._key(self.start)), data.first(self._key(self.end) + b"\0"))
        return data.documents_of(terms) if terms else ()

    def _key(self, value: int) -> Any:
        kind = SCHEMA[self.fieldname]
        number = kind.sortable_to_bytes(to_sortable(int, kind.bits, kind.signed, value))
        return self.fieldname.encode() + b":" + number


class Every(Quick, query.Every):  # type: ignore[misc]
    """Every document."""

    def found(self, leaf: Leaf, within: Within) -> Docs:
        return frozenset(range(leaf.data.count)) if within is None else within


class KnownQuery(ListedQuery, query.Query):  # type: ignore[misc]
    """A fixed set of documents, by segment."""

    boost = 1.0

    def __init__(self, chosen: Mapping[Data, frozenset[int]]) -> None:
        self.chosen = chosen

    def __hash__(self) -> int:
        return id(self.chosen)

    def ids(self, data: Data) -> Collection[int]:
        return self.chosen.get(data, ())

    def estimate_size(self, ixreader: Any) -> int:
        return sum(map(len, self.chosen.values()))


def is_sparing(part: Any) -> bool:
    """Whether it scores only documents that match it: words, and any of several."""
    return isinstance(part, Term) or (type(part) is OrQuery and all(map(is_sparing, part.subqueries)))


def cost(part: Any, data: Data) -> int:
    """About how many documents match a query."""
    return part.cost(data) if isinstance(part, Quick) else _MANY_DOCUMENTS
