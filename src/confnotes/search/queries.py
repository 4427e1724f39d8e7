"""Whoosh's queries, answered for a whole segment at once.

Each is Whoosh's own class with a quicker `matcher`: it works over packed postings and answers a matcher that anybody
can walk, and that `collector` takes as a whole. What the search language does not have (fuzzy terms, wildcards, spans)
is answered by Whoosh's own matchers, also as a part of these.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import cached_property
from typing import Any, NamedTuple

from confnotes.search.data import K1, Data
from confnotes.search.quiet import quietly

with quietly():
    from whoosh import query
    from whoosh.matching import ListMatcher, MultiMatcher, NullMatcher

NullQuery = query.NullQuery
Query = query.Query

Docs = Set[int]
Within = Docs | None

_PREFIX_SCORE = 1.0
_PHRASE_BOOST = 1.5
_LEAST = 0.35
"""So much of the weight of all words a document has to have: two of three alike; of two either, for the rarer may be
the one that is wrong, unless it weighs twice as much."""

_PRESENT = 1.5
"""What it adds that a document has a word at all, beside how often it does, where it need not have all."""

_MANY_DOCUMENTS = 50_000
_MUCH_LESS = 8
"""Of so many times more documents the few are looked up one by one."""


class Found(NamedTuple):
    """Documents; each is worth `base`, and some more or less."""

    docs: Docs = frozenset()
    base: float = 0.0
    extra: Mapping[int, float] = {}

    def score(self, doc: int) -> float:
        return self.base + self.extra.get(doc, 0.0)


NOTHING = Found()


class Leaf(NamedTuple):
    """The segment that is asked, Whoosh's searcher of it, and what is called now and then to stop."""

    data: Data
    searcher: Any
    check: Callable[[], object]

    def rarity(self, field: str, word: str) -> float:
        worth: float = self.searcher.idf(field, word)
        return worth


class FoundMatcher(ListMatcher):  # type: ignore[misc]
    """All that was found in a segment, as Whoosh walks it."""

    def __init__(self, found: Found) -> None:
        super().__init__(None)
        self.found = found
        del self._ids

    @cached_property
    def _ids(self) -> list[int]:
        return sorted(self.found.docs)

    def copy(self) -> FoundMatcher:
        same = FoundMatcher(self.found)
        same._i = self._i
        return same

    def replace(self, minquality: float = 0) -> Any:
        return self if self.is_active() else NullMatcher()

    def supports_block_quality(self) -> bool:
        return False

    def weight(self) -> float:
        return self.found.score(self.id())

    score = weight


class Quick:
    """What these queries have in common."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Of one segment, or of several as Whoosh walks them."""
        if not searcher.is_atomic():
            matchers = [(self.matcher(leaf, context), offset) for leaf, offset in searcher.leaf_searchers()]
            return MultiMatcher([one for one, _ in matchers], [offset for _, offset in matchers], None)
        reader = searcher.reader()
        found = self.found(Leaf(reader._terms.data, searcher, getattr(context, "check", _go_on)), None)
        if deleted := reader._perdoc.deleted_docs():
            found = found._replace(docs=found.docs - deleted)
        return FoundMatcher(found)

    def found(self, leaf: Leaf, within: Within) -> Found:
        """What it finds, only `within` these documents when they are given."""
        raise NotImplementedError

    def docs_of(self, leaf: Leaf, within: Within) -> Docs:
        """The documents, where nobody asks for their scores."""
        return self.found(leaf, within).docs

    def cost(self, data: Data) -> int:
        """About how many documents it finds: the rarest part of an And goes first."""
        return _MANY_DOCUMENTS


def _go_on() -> None:
    """Nothing stops who asks without a deadline."""


class Term(Quick, query.Term):  # type: ignore[misc]
    """A word or label of a field."""

    def found(self, leaf: Leaf, within: Within) -> Found:
        number = leaf.data.find(self.fieldname, self.text)
        if number is None:
            return NOTHING
        ids, counts = leaf.data.postings(number)
        weight = self.boost * leaf.rarity(self.fieldname, self.text)
        if not counts:
            return Found(_those(ids, within), weight)
        weight *= K1 + 1
        norms = leaf.data.norms
        if within is None:
            scores = {d: weight * count / (count + norms[d]) for d, count in zip(ids, counts, strict=True)}
        elif len(within) * _MUCH_LESS < len(ids):
            at = [(d, place) for d in within if (place := bisect_left(ids, d)) < len(ids) and ids[place] == d]
            scores = {d: weight * counts[place] / (counts[place] + norms[d]) for d, place in at}
        else:
            scores = {
                d: weight * count / (count + norms[d]) for d, count in zip(ids, counts, strict=True) if d in within
            }
        return Found(scores.keys(), 0.0, scores)

    def docs_of(self, leaf: Leaf, within: Within) -> Docs:
        number = leaf.data.find(self.fieldname, self.text)
        return frozenset() if number is None else _those(leaf.data.documents(number), within)

    def cost(self, data: Data) -> int:
        number = data.find(self.fieldname, self.text)
        return 0 if number is None else data.frequency(number)


class Prefix(Quick, query.Prefix):  # type: ignore[misc]
    """The words of a field that begin so; all of them are worth the same."""

    def found(self, leaf: Leaf, within: Within) -> Found:
        data = leaf.data
        docs = _those(data.documents_of(data.beginning(self.fieldname, self.text)), within)
        leaf.check()
        return Found(docs, _PREFIX_SCORE * self.boost)

    def cost(self, data: Data) -> int:
        return len(data.documents_of(data.beginning(self.fieldname, self.text)))


class Phrase(Quick, query.Phrase):  # type: ignore[misc]
    """Words of a field, one after the other."""

    def found(self, leaf: Leaf, within: Within) -> Found:
        data, field = leaf.data, self.fieldname
        terms = [number for word in self.words if (number := data.find(field, word)) is not None]
        if len(terms) < len(self.words):
            return NOTHING
        rarest_first = sorted(set(terms), key=data.frequency)
        candidates = _those(data.documents(rarest_first[0]), within)
        for term in rarest_first[1:]:
            candidates = _those(data.documents(term), candidates)
        leaf.check()
        weight = self.boost * _PHRASE_BOOST * sum(leaf.rarity(field, word) for word in set(self.words))
        return Found(set(data.holding(candidates, terms)), weight)

    def cost(self, data: Data) -> int:
        return min(Term(self.fieldname, word).cost(data) for word in self.words)


class Or(Quick, query.Or):  # type: ignore[misc]
    """What any part finds; worth the sum of the parts."""

    def found(self, leaf: Leaf, within: Within) -> Found:
        parts = [found for part in self.subqueries if (found := ask(part, leaf, within)).docs]
        leaf.check()
        if len(parts) < 2:
            return parts[0] if parts else NOTHING
        largest = max(range(len(parts)), key=lambda at: len(parts[at].docs))
        docs, base, extra = set(parts[largest].docs), parts[largest].base, dict(parts[largest].extra)
        get = extra.get
        for at, part in enumerate(parts):
            if at == largest:
                continue
            fresh = part.docs - docs
            if part.base:
                extra.update({d: get(d, 0.0) + part.base for d in part.docs & docs})
            if part.base != base:
                extra.update(dict.fromkeys(fresh, part.base - base))
            for doc, more in part.extra.items():
                extra[doc] = get(doc, 0.0) + more
            docs |= fresh
        return Found(docs, base, extra)

    def docs_of(self, leaf: Leaf, within: Within) -> Docs:
        found: set[int] = set()
        for part in self.subqueries:
            number = leaf.data.find(part.fieldname, part.text) if isinstance(part, Term) else None
            if number is not None and within is None:
                found.update(leaf.data.documents(number))
            else:
                found |= ask_docs(part, leaf, within)
        return found

    def cost(self, data: Data) -> int:
        return sum(cost(part, data) for part in self.subqueries)


class Most(Quick, query.Or):  # type: ignore[misc]
    """What has parts of enough of the weight of all; each part that is there adds its weight to the score."""

    def __init__(self, subqueries: Sequence[Any], weights: Sequence[float]) -> None:
        super().__init__(list(subqueries))
        self.weights = weights

    def found(self, leaf: Leaf, within: Within) -> Found:
        total: dict[int, float] = {}
        had: dict[int, float] = {}
        for part, weight in zip(self.subqueries, self.weights, strict=True):
            leaf.check()
            found = ask(part, leaf, within) if weight else NOTHING
            for doc in found.docs:
                had[doc] = had.get(doc, 0.0) + weight
                total[doc] = total.get(doc, 0.0) + found.score(doc) + _PRESENT * weight
        least = min(sum(self.weights) * _LEAST, max(had.values(), default=0.0))
        enough = {doc: score for doc, score in total.items() if had[doc] >= least}
        return Found(enough.keys(), 0.0, enough)

    def cost(self, data: Data) -> int:
        return sum(cost(part, data) for part in self.subqueries)


class And(Quick, query.And):  # type: ignore[misc]
    """What every part finds."""

    def found(self, leaf: Leaf, within: Within) -> Found:
        leaf.check()
        wanted = [part for part in self.subqueries if not isinstance(part, query.Not | query.Every)]
        wanted.sort(key=lambda part: cost(part, leaf.data))
        total = ask(wanted[0] if wanted else Every(), leaf, within)
        for part in wanted[1:]:
            if not total.docs:
                return NOTHING
            total = _both(total, ask(part, leaf, total.docs))
        for part in self.subqueries:
            if isinstance(part, query.Not) and total.docs:
                docs = total.docs - ask_docs(part.query, leaf, total.docs)
                total = Found(docs, total.base, {d: more for d, more in total.extra.items() if d in docs})
        return total

    def cost(self, data: Data) -> int:
        return min((cost(part, data) for part in self.subqueries), default=0)


class AndMaybe(Quick, query.AndMaybe):  # type: ignore[misc]
    """What `a` finds; what `b` finds as well is better."""

    def found(self, leaf: Leaf, within: Within) -> Found:
        total = ask(self.a, leaf, within)
        more = ask(self.b, leaf, total.docs) if total.docs else NOTHING
        if not more.docs:
            return total
        extra = dict(total.extra)
        for doc in more.docs:
            extra[doc] = extra.get(doc, 0.0) + more.score(doc)
        return Found(total.docs, total.base, extra)

    def cost(self, data: Data) -> int:
        return cost(self.a, data)


class Not(Quick, query.Not):  # type: ignore[misc]
    """What the part does not find."""

    def found(self, leaf: Leaf, within: Within) -> Found:
        return And([self]).found(leaf, within)


class Constant(Quick, query.ConstantScoreQuery):  # type: ignore[misc]
    """What the child finds, all of it worth the same."""

    def found(self, leaf: Leaf, within: Within) -> Found:
        return Found(ask_docs(self.child, leaf, within), self.score)

    def cost(self, data: Data) -> int:
        return cost(self.child, data)


class NumericRange(Quick, query.NumericRange):  # type: ignore[misc]
    """Numbers of a column, both ends included, as Whoosh counts them: dates in microseconds."""

    def found(self, leaf: Leaf, within: Within) -> Found:
        data = leaf.data
        terms = range(
            data.first(_number(leaf, self.fieldname, self.start)),
            data.first(_number(leaf, self.fieldname, self.end) + b"\0"),
        )
        return Found(_those(data.documents_of(terms) if terms else (), within))


def _number(leaf: Leaf, field: str, value: int) -> bytes:
    kind = leaf.searcher.schema[field]
    from whoosh.util.numeric import to_sortable

    text: bytes = kind.sortable_to_bytes(to_sortable(int, kind.bits, kind.signed, value))
    return field.encode() + b":" + text


class Every(Quick, query.Every):  # type: ignore[misc]
    """Every document."""

    def found(self, leaf: Leaf, within: Within) -> Found:
        return Found(frozenset(range(leaf.data.count)) if within is None else within)


class Documents(Quick, query.Query):  # type: ignore[misc]
    """Documents that are known beforehand, by the data of the segment that has them."""

    boost = 1.0

    def __init__(self, chosen: Mapping[Data, frozenset[int]]) -> None:
        self.chosen = chosen

    def __hash__(self) -> int:
        return id(self.chosen)

    def found(self, leaf: Leaf, within: Within) -> Found:
        found = self.chosen.get(leaf.data, frozenset())
        return Found(found if within is None else found & within)

    def estimate_size(self, ixreader: Any) -> int:
        return sum(map(len, self.chosen.values()))

    def cost(self, data: Data) -> int:
        return len(self.chosen.get(data, ()))


def ask(part: Any, leaf: Leaf, within: Within) -> Found:
    """What a query finds: one of these, or any of Whoosh's by its own matcher."""
    if isinstance(part, Quick):
        return part.found(leaf, within)
    matcher = part.matcher(leaf.searcher, leaf.searcher.boolean_context())
    docs = set(array("I", matcher.all_ids()))
    return Found(docs if within is None else docs & within, 1.0)


def ask_docs(part: Any, leaf: Leaf, within: Within) -> Docs:
    """The same where nobody asks for scores."""
    return part.docs_of(leaf, within) if isinstance(part, Quick) else ask(part, leaf, within).docs


def cost(part: Any, data: Data) -> int:
    """About how many documents a query finds."""
    return part.cost(data) if isinstance(part, Quick) else _MANY_DOCUMENTS


def _those(ids: Iterable[int], within: Within) -> Docs:
    if within is None:
        return set(ids)
    return (within if isinstance(within, set | frozenset) else set(within)).intersection(ids)


def _both(one: Found, other: Found) -> Found:
    """What both find, `other` being within `one`."""
    docs, extra = other.docs, one.extra
    if len(extra) == len(one.docs) and len(other.extra) == len(docs):  # as it is of words
        return Found(docs, one.base + other.base, {d: more + extra[d] for d, more in other.extra.items()})
    few, many = sorted((one.extra, other.extra), key=len)
    extra = {d: more for d, more in many.items() if d in docs} if len(docs) < len(one.docs) else dict(many)
    for doc, more in few.items():
        if doc in docs:
            extra[doc] = extra.get(doc, 0.0) + more
    return Found(docs, one.base + other.base, extra)
