"""Answer a query from a snapshot of the index: compile, score, sort, and show hits with their best lines.

`explain` describes in words how a query was read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from types import UnionType
from typing import Any, NamedTuple

from confnotes.model import query as asked
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.hit import Hit, Hits, Sought, describe_instead
from confnotes.model.mark import Marks
from confnotes.model.query import Node, Query
from confnotes.search import queries as wq
from confnotes.search.analyse import words
from confnotes.search.collector import Best, SearchDeadline, TooLongError
from confnotes.search.compile import compile_query
from confnotes.search.document import KINDS
from confnotes.search.index import IndexSnapshot
from confnotes.search.parse import parse
from confnotes.search.quiet import quietly
from confnotes.search.suggest import (
    Nearby,
    correct_spelling,
    every_word_begun,
    explain_by_best,
    most_words,
    nearby,
    with_other_names,
)
from confnotes.search.values import BEST, STATES
from confnotes.search.weighting import WordsSaid

with quietly():
    from whoosh.sorting import FieldFacet, FunctionFacet

DEADLINE_SECONDS = 1.0  # people who type do not wait longer; hits found by then are shown

_FEW, _SEVERAL = 2, 3
"""If at most this many hits have all of at least this many words, hits with most of the words follow."""


class _Answer(NamedTuple):
    found: list[tuple[float, int]]
    total: int
    sought: Sought
    explanation: str
    remarks: tuple[str, ...]
    stopped: bool = False


@fast_dataclass(frozen=True, slots=True)
class _Asking:
    """An index, and the settings of one search."""

    index: IndexSnapshot
    marks: Callable[[], Marks]
    limit: int | None
    sort: str
    seconds: float

    def answer(self, query: Query) -> _Answer:
        compiled = compile_query(query, self.index, self.marks)
        remarks = tuple(dict.fromkeys((*query.remarks, *compiled.remarks)))
        told = explain(replace(query, remarks=remarks), compiled.forms)
        try:
            return _Answer(*self.find(compiled.root, compiled.order), compiled.sought(), told, remarks)
        except TooLongError:
            told = f"{told} (stopped: it took longer than {DEADLINE_SECONDS:.0f} s, narrow your search)"
            return _Answer([], 0, compiled.sought(), told, remarks, stopped=True)

    def find(self, root: wq.Query, order: Sequence[WordsSaid]) -> tuple[list[tuple[float, int]], int]:
        """Scores and numbers of the best documents, and their total; uses Whoosh's searcher."""
        collector = Best(self.limit, self.index.not_shown, order, SearchDeadline(self.seconds), self._facet())
        self.index.searcher.search_with_collector(root, collector)
        return collector.results().top_n, collector.total

    def has(self, docnum: int, node: Node) -> bool:
        """Whether a document matches a part of the query."""
        data, doc = self.index.place(docnum)
        root = compile_query(Query("", node), self.index, self.marks).root
        return bool(self.find(wq.AndQuery([wq.KnownQuery({data: frozenset((doc,))}), root]), ())[1])

    def _facet(self) -> Any:
        """The sort order: by date or rating, highest first, or by title; None for the score."""
        match self.sort:
            case "relevance":
                return None
            case "title":
                return FunctionFacet(lambda _, docnum: self.index.record(docnum).title.casefold())
            case "rating" if marked := self.marks().ratings:
                return FunctionFacet(partial(_rating, self.index, marked))
        return FieldFacet(self.sort, reverse=True)


def _rating(index: IndexSnapshot, marked: Mapping[str, int], searcher: Any, docnum: int) -> int:
    """A sort key for ratings, lowest for the best."""
    data, doc = index.place(docnum)
    return -marked.get(data.record(doc).talk or "", data.ratings[doc])


SameNames = Callable[[IndexSnapshot], Iterable[Sequence[str]]]
"""Returns rows of names, each of one person."""


def no_names(_index: IndexSnapshot) -> tuple[()]:
    """The default: no person has several names."""
    return ()


def search(
    index: IndexSnapshot,
    text: str,
    *,
    marks: Callable[[], Marks] = Marks,
    same: SameNames = no_names,
    limit: int = 20,
    sort: str = "relevance",
    typing: bool = False,
    today: date | None = None,
) -> Hits:
    """Everything that matches the text, best first; hits have no snippets, see `snippets`.

    The names in a row of `same` all mean one speaker. While `typing`, the last word may be incomplete; if that finds
    nothing, so may all words. Raises DamagedIndexError, and nothing else for any text.
    """
    began = time.perf_counter()
    asking = _Asking(index, marks, limit, sort, DEADLINE_SECONDS)
    query = parse(text, typing=typing, today=today)
    query = replace(query, root=with_other_names(query.root, partial(same, index)))
    near, answer = _first_answered(asking, _ways(index, query, typing))
    hits, sought = _hits(index, answer.found), answer.sought
    also = None if near.instead or len(hits) >= limit else _behind(index, near.query, answer.total)
    others: tuple[Hit, ...] = ()
    if also:
        more = asking.answer(also.query)
        known = {docnum for _, docnum in answer.found}
        new = (one for one in more.found if one[1] not in known)
        others = _hits(index, islice(new, limit - len(hits)))
        sought |= more.sought
    return Hits(
        query=text,
        hits=hits + others,
        total=answer.total + len(others),
        took_ms=round((time.perf_counter() - began) * 1000, 3),
        suggestion=near.query.text if near.instead else None,
        instead=near.instead,
        explanation=answer.explanation,
        also=also.instead if also and others else (),
        others=len(others),
        sought=sought,
        answered=replace(near.query, remarks=answer.remarks),
    )


def sought_terms(index: IndexSnapshot, query: Query) -> Sought:
    """What to highlight for that query; the words of a phrase only as part of it."""
    compiled = compile_query(query, index, Marks)
    runs = {word for phrase in compiled.phrases if len(phrase) > 1 for word in phrase}
    sought = compiled.sought()
    return replace(sought, words=sought.words - (runs - set(compiled.order)))


def _ways(index: IndexSnapshot, query: Query, typing: bool) -> Iterator[Nearby]:
    """The queries to try until one finds something: the query itself, then corrections of it."""
    yield Nearby(query, ())
    if typing and (looser := every_word_begun(query)) != query:
        query = looser
        yield Nearby(query, ())
    yield from nearby(query, index)


def _first_answered(asking: _Asking, ways: Iterator[Nearby]) -> tuple[Nearby, _Answer]:
    """The first of these queries that finds something, with its results; otherwise the query itself."""
    until = time.monotonic() + DEADLINE_SECONDS
    for near in ways:
        answer = asking.answer(near.query)
        if is_asked := not (near.instead or near.said):
            nothing = near, answer
        if answer.total or answer.stopped or time.monotonic() > until:
            break
    if is_asked or not answer.found:
        return nothing
    if near.said:
        near = explain_by_best(near, partial(asking.has, answer.found[0][1]))
    explanation = f"{describe_instead(near.instead)}: {answer.explanation}"
    return near, answer._replace(explanation=explanation, remarks=nothing[1].remarks)


def find_paths(index: IndexSnapshot, text: str, seconds: float) -> list[str]:
    """The paths of all matches, newest first; raises DamagedIndexError, and TooLongError after `seconds`."""
    compiled = compile_query(parse(text), index, Marks)
    found, _ = _Asking(index, Marks, None, "date", seconds).find(compiled.root, ())
    records = map(index.record, (docnum for _, docnum in found))
    return list(dict.fromkeys(record.path for record in records if record.path is not None))


def _behind(index: IndexSnapshot, query: Query, total: int) -> Nearby | None:
    """The query to append after `total` hits: one with a corrected spelling, otherwise one with most of the words."""
    if not total:
        return None
    if also := correct_spelling(query, index):
        return also
    most = most_words(query, index, {}) if total <= _FEW else None
    return most if most and len(most.said) >= _SEVERAL else None


def _hits(index: IndexSnapshot, found: Iterable[tuple[float, int]]) -> tuple[Hit, ...]:
    """The hits, without snippets."""
    hits = []
    for score, docnum in found:
        data, doc = index.place(docnum)
        kept = data.record(doc)
        about = kept.id, KINDS[data.kinds[doc]], kept.title, kept.conference, kept.path, kept.line, kept.date
        vault = index.vault_of(data)
        hits.append(Hit(*about, round(score, 4), speakers=kept.speakers, abstract=kept.abstract, vault=vault))
    return tuple(hits)


_FIELDS = {"conf": "conference", "lang": "language"}
_LINKED = {
    asked.LinksTo: "links to",
    asked.LinkedFrom: "is linked from",
    asked.Near: "is within two links of",
}
_NEGATED = (
    ("is linked with no other", "is linked with another"),
    *((begin, "has no ") for begin in ("has an ", "has a ", "has ")),
    *((begin, f"{begin}not ") for begin in ("is ", "date is ", "date ")),
)
_SHOWN_FORMS = 4  # in the explanation

Forms = Mapping[str, tuple[str, ...]]


def explain(query: asked.Query, forms: Forms) -> str:
    """The query in words; `forms` are other forms of words that were searched, too."""
    told = "nothing to search for" if query.root == asked.Or(()) else _node(query.root, forms)
    return f"{told} ({'; '.join(query.remarks)})" if query.remarks else told


def _node(node: asked.Node, forms: Forms) -> str:
    match node:
        case asked.And(parts):
            return " and ".join(_inside(part, forms, asked.Or) for part in parts)
        case asked.Or(parts):
            return " or ".join(_inside(part, forms, asked.And) for part in parts)
        case asked.Most(parts):
            return f"most of: {', '.join(_node(part, forms) for part in parts)}"
        case asked.Maybe(part):
            return f"at best {_node(part, forms)}"
        case asked.Not(part):
            told = _inside(part, forms, asked.And | asked.Or)
            begin, instead = next((one for one in _NEGATED if told.startswith(one[0])), ("", "not "))
            return f"{instead}{told.removeprefix(begin)}"
        case asked.InField("kind", asked.Word(kind)):
            return f"is a{'n' if kind[:1].lower() in 'aeiou' else ''} {kind}"
        case asked.InField(field, text):
            return f"{_FIELDS.get(field, field)} has {_text(text, forms)}"
        case asked.Text():
            return f"text has {_text(node, forms)}"
    return _filter(node)


def _inside(part: asked.Node, forms: Forms, bracketed: type | UnionType) -> str:
    told = _node(part, forms)
    return f"({told})" if isinstance(part, bracketed) else told


def _filter(node: asked.Everything | asked.Filter) -> str:
    match node:
        case asked.Has(what):
            return f"has {what}"
        case asked.Is(state):
            return STATES[state].told
        case asked.Dated(first, end):
            return _dated(first, end and end - timedelta(days=1))
        case asked.Rated(low, high):
            return _rated(low, high)
        case asked.Linked(name, begun):
            return f"{_LINKED[type(node)]} “{name}{'…' if begun else ''}”"
    return "everything"


def _text(text: asked.Text, forms: Forms) -> str:
    match text:
        case asked.Phrase(given):
            return f"the phrase “{given}”"
        case asked.Prefix(given):
            return f"a word that begins with “{given}”"
        case asked.Typing(given):
            return f"“{given}…”"
    others = [form for word in words(text.text)[:1] for form in forms.get(word, ())][:_SHOWN_FORMS]
    return f"“{text.text}”" + (f" (or {', '.join(others)})" if others else "")


def _dated(first: datetime | None, last: datetime | None) -> str:
    if first and last == first:
        return f"date is {first:%Y-%m-%d}"
    begun = f" from {first:%Y-%m-%d}" if first else " up"
    return f"date{begun} to {last:%Y-%m-%d}" if last else f"date{begun}"


def _rated(low: int, high: int) -> str:
    if low > high:
        return "no rating at all"
    if low == high:
        return f"rating is {low}" if low else "not rated"
    return f"rating at least {low}" if high == BEST else f"rating from {low} to {high}"
