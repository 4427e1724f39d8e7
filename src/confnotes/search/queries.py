"""Whoosh's queries, answered for a whole segment at once.

Each is Whoosh's own class with a quicker `matcher`: first it says which documents there are, over packed postings, then
what those are worth that are asked for; both for all of them at once. Anybody can walk the matcher, and `collector`
takes it as a whole. What the search language does not have (fuzzy terms, wildcards, spans) is answered by Whoosh's own
matchers, also as a part of these.
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
    """What the documents of a segment are worth: `base` all of them, and each what stands in its cell.

    Cells of documents that nobody asked about may hold anything.
    """

    __slots__ = ("_cells", "_count", "base")

    def __init__(self, count: int) -> None:
        self.base, self._count = 0.0, count
        self._cells: list[float] | None = None

    @property
    def differ(self) -> bool:
        """Whether not all documents are worth the same."""
        return self._cells is not None

    @property
    def cells(self) -> list[float]:
        """By number of the document, to be added to."""
        if self._cells is None:
            self._cells = [0.0] * self._count
        return self._cells


_PREFIX_SCORE = 1.0  # the same for each completion: a rare one is no better find than a usual one
_PHRASE_BOOST = 1.5  # words in order are worth more than the same words apart
_LEAST = 0.35
"""So much of the weight of all words a document has to have: two of three alike; of two either, for the rarer may be
the one that is wrong, unless it weighs twice as much."""

_PRESENT = 1.5
"""What it adds that a document has a word at all, beside how often it does, where it need not have all."""

_MANY_DOCUMENTS = 50_000  # what nobody can estimate is done last


class Leaf:
    """The segment that is asked, Whoosh's searcher of it, and what is called now and then to stop."""

    def __init__(self, data: Data, searcher: Any, check: Callable[[], object]) -> None:
        self.data, self.searcher, self._check = data, searcher, check
        self._known: dict[int, Docs] = {}

    def rarity(self, field: str, word: str) -> float:
        """How much a document that holds the word is worth."""
        return float(self.searcher.idf(field, word))

    def docs(self, part: Any, within: Within = None) -> Docs:
        """What one of these queries finds, or any of Whoosh's; only `within` these documents when they are given."""
        self._check()
        if isinstance(part, Quick):
            found = part.found(self, within)
        else:
            every = set(array("I", part.matcher(self.searcher, self.searcher.boolean_context()).all_ids()))
            found = every if within is None else every & within
        self._known[id(part)] = found
        return found

    def has(self, part: Any, docs: Docs) -> Docs:
        """Those of the documents that the query finds, which was asked for them before."""
        return self._known.get(id(part), frozenset()) & docs

    def add(self, part: Any, docs: Docs, scores: Scores) -> None:
        """Add what documents are worth that the query finds."""
        if isinstance(part, Quick):
            part.add(self, docs, scores)
        else:
            scores.base += 1.0

    def add_some(self, part: Any, docs: Docs, scores: Scores) -> None:
        """Add what those documents are worth that the query finds, which was asked for them before."""
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
    """All that was found in a segment, as Whoosh walks it; `scores` says what those are worth that are asked for."""

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
    """What these queries have in common."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Of one segment, or of several as Whoosh walks them."""
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
        """The documents that it finds, only `within` these when they are given."""
        raise NotImplementedError

    def add(self, leaf: Leaf, docs: Docs, scores: Scores) -> None:
        """Add what some of these documents are worth; a filter adds nothing."""

    def cost(self, data: Data) -> int:
        """About how many documents it finds: the rarest part of an And goes first."""
        return _MANY_DOCUMENTS


def _go_on() -> None:
    """Nothing stops who asks without a deadline."""


class Term(Quick, query.Term):  # type: ignore[misc]
    """A word or label of a field."""

    def found(self, leaf: Leaf, within: Within) -> Docs:
        return set(self.having(leaf, within))

    def having(self, leaf: Leaf, within: Within) -> Iterable[int]:
        """The same, in no set."""
        number = leaf.data.find(self.fieldname, self.text)
        if number is None:
            return ()
        return leaf.data.documents(number) if within is None else compress(within, leaf.data.counts(number, within))

    def add(self, leaf: Leaf, docs: Docs, scores: Scores) -> None:
        """Of any documents; nothing where they have it not."""
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
    """What these queries have in common whose documents are known without looking at others."""

    def ids(self, data: Data) -> Collection[int]:
        """The documents; some may be there several times."""
        raise NotImplementedError

    def found(self, leaf: Leaf, within: Within) -> Docs:
        ids = self.ids(leaf.data)
        if within is None:
            return set(ids)
        return within & ids if isinstance(ids, Set) else set(within).intersection(ids)

    def cost(self, data: Data) -> int:
        return len(self.ids(data))


class PrefixQuery(ListedQuery, query.Prefix):  # type: ignore[misc]
    """The words of a field that begin so; all of them are worth the same."""

    def ids(self, data: Data) -> Collection[int]:
        return data.documents_of(data.beginning(self.fieldname, self.text))

    def add(self, leaf: Leaf, docs: Docs, scores: Scores) -> None:
        scores.base += _PREFIX_SCORE * self.boost


class PhraseQuery(Quick, query.Phrase):  # type: ignore[misc]
    """Words of a field, one after the other."""

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
    """What any part finds; worth the sum of the parts."""

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
    """What has parts of enough of the weight of all; each part that is there adds its weight to the score."""

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
    """What every part finds."""

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
    """What `a` finds; what `b` finds as well is better."""

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
    """What the part does not find."""

    def found(self, leaf: Leaf, within: Within) -> Docs:
        return AndQuery([self]).found(leaf, within)


class Constant(Quick, query.ConstantScoreQuery):  # type: ignore[misc]
    """What the child finds, all of it worth the same."""

    def found(self, leaf: Leaf, within: Within) -> Docs:
        return leaf.docs(self.child, within)

    def add(self, leaf: Leaf, docs: Docs, scores: Scores) -> None:
        scores.base += self.score

    def cost(self, data: Data) -> int:
        return cost(self.child, data)


class NumericRange(ListedQuery, query.NumericRange):  # type: ignore[misc]
    """Numbers of a column, both ends included, as Whoosh counts them: dates in microseconds."""

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
    """Documents that are known beforehand, by the data of the segment that has them."""

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
    """Whether it adds nothing to documents that it does not find: words, and any of several."""
    return isinstance(part, Term) or (type(part) is OrQuery and all(map(is_sparing, part.subqueries)))


def cost(part: Any, data: Data) -> int:
    """About how many documents a query finds."""
    return part.cost(data) if isinstance(part, Quick) else _MANY_DOCUMENTS
