"""Compile a Query to Whoosh query objects, using the index to add forms of words and completions of prefixes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING

from confnotes.markup.names import bare
from confnotes.model import query as asked
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.hit import Sought
from confnotes.model.mark import Marks
from confnotes.search import queries as wq
from confnotes.search.analyse import Token, compose, is_cjk, other_spelling, places, words
from confnotes.search.document import LABELS, TEXT, minutes
from confnotes.search.index import IndexSnapshot
from confnotes.search.schema import in_microseconds
from confnotes.search.suggest import expand_numeronym
from confnotes.search.values import STATES, suggest_value
from confnotes.search.weighting import WordsSaid

if TYPE_CHECKING:
    from confnotes.search.graph import Chosen

_OF_NOTES = frozenset({"tag", "link", "stamp", "task", "question"})
"""Fields that talks of a program do not have."""

SHORT_PREFIX = 3
"""Shorter prefixes are completed with the most frequent words only."""

SPACED_FROM = 3
"""The number of syllables from which a Korean word may also be written with blanks."""

COMPLETIONS = 40  # words that replace a prefix
FORMS = 12  # of one word: stems rarely have more
TITLE_BOOST = 1.6  # times the weight of a word in text
SPEAKER_BOOST = 1.8  # times the weight of a word in text
CONFERENCE_WORTH = 1.5
"""The score of belonging to a named conference or folder, however often the document mentions it."""
FORM_BOOST = 0.6  # other forms of a word score less than the word as typed
FILTER_BOOST = 0.3
"""The score of a match in a named field, in addition to the words."""

POINT_BOOST = 20.0
"""The score of a task or question if the query asks for those: more than any words, and more than the note with it."""

_PREPRINT = re.compile(r"^(?:https?://\S*arxiv\.org/\S*?|arxiv:)(\d{4}\.\d{4,5}(?:v\d+)?)", re.IGNORECASE)
_SCHEME = re.compile(r"^(?:(?:https?://(?:www\.|(?:dx\.)?doi\.org/)?)|doi:)(?=\S)", re.IGNORECASE)
_END_OF_TIME = 0xFFFFFFFF  # the largest number of minutes in the index, of 32 bits
_HIGHEST = 0xFF  # of a rating’s column, of 8 bits


@fast_dataclass(frozen=False, slots=True)
class Compiled:
    """A query as Whoosh objects, and the words and prefixes to highlight in hits.

    `forms` are the other forms of each word, `order` the words of the text as typed, `remarks` what to add to the
    explanation, `fields` the fields searched for words, including the text itself.
    """

    root: wq.Query
    words: set[str] = field(default_factory=set)
    beginnings: set[str] = field(default_factory=set)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    order: list[WordsSaid] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)

    def sought(self) -> Sought:
        """What to highlight in a hit."""
        words, beginnings = frozenset(self.words), tuple(sorted(self.beginnings))
        in_fields = bool(self.fields) and TEXT not in self.fields
        return Sought(words, beginnings, tuple(self.phrases), frozenset(self.labels), in_fields)


def compile_query(query: asked.Query, index: IndexSnapshot, marks: Callable[[], Marks]) -> Compiled:
    """Compile the query for this index; `marks`, by talk key, are loaded if the query needs them."""
    compiled = Compiled(wq.NullQuery)
    compiled.root = _Compiler(index, marks, compiled).node(query.root)
    return compiled


class _Compiler:
    def __init__(self, index: IndexSnapshot, marks: Callable[[], Marks], compiled: Compiled) -> None:
        self.index = index
        self.marks = marks
        self.into = compiled

    @property
    def aside(self) -> _Compiler:
        """Compiles parts of a query that are not highlighted."""
        return _Compiler(self.index, self.marks, Compiled(wq.NullQuery, remarks=self.into.remarks))

    def node(self, node: asked.Node) -> wq.Query:
        match node:
            case asked.And(parts):
                return self.all(parts)
            case asked.Or(parts):
                return wq.OrQuery(list(map(self.node, parts))) if parts else wq.NullQuery
            case asked.Most(parts, weights):
                return wq.MostQuery(list(map(self.node, parts)), weights)
            case asked.Maybe(part):
                return self.aside.node(part)
            case asked.Not(part):
                return wq.AndQuery([_all_without(part), wq.NotQuery(self.aside.node(part))])
            case asked.Everything():
                return wq.Every()
            case asked.InField(name, text) if name not in LABELS:
                return _weighed(self.text(name, text), FILTER_BOOST)
            case asked.Text():
                return self.text(TEXT, node)
            case asked.Is(state) if point := STATES[state].point:
                itself = wq.Constant(wq.Term("kind", point), POINT_BOOST)
                return wq.AndMaybe(_filter(self.filter(node)), itself)
        return _filter(self.filter(node))

    def filter(self, node: asked.Filter) -> wq.Query:
        """The documents of a filter, which add nothing to the score."""
        match node:
            case asked.InField(name, text):
                return self.label(name, text)
            case asked.Has(what):
                self.into.labels.add(what)
                return wq.Term("has", what)
            case asked.Is(state):
                self.into.labels.add(state)
                return self.state(state)
            case asked.Dated(first, end):
                low, high = minutes(first) if first else 1, minutes(end) - 1 if end else _END_OF_TIME
                dated = wq.NumericRange("date", in_microseconds(low), in_microseconds(high))
                return wq.OrQuery([dated, *(wq.Term("year", year) for year in sorted(self.years(first, end)))])
            case asked.Rated(low, high):
                return self.rated(low, high)
        return self.linked(node)

    def linked(self, node: asked.Linked) -> wq.Query:
        """The documents linked with a note; the note's name is highlighted."""
        from confnotes.search.graph import Graph, graph_of

        graphs = [graph_of(index) for index in self.index.of_vaults]
        meant = [graph.asked(node.name, begun=node.begun) for graph in graphs]
        if not any(meant) and not node.begun:
            self.into.remarks.append(f"no match for the name “{node.name}”")
        if named := words(node.name):
            self.into.phrases.append(named)
        linked = {asked.LinksTo: Graph.links_to, asked.LinkedFrom: Graph.linked_from, asked.Near: Graph.near}
        return _known(map(linked[type(node)], graphs, meant))

    def state(self, state: str) -> wq.Query:
        if state in ("orphan", "broken"):
            from confnotes.search.graph import graph_of
            from confnotes.search.link_report import link_report

            reports = [link_report(graph_of(index)) for index in self.index.of_vaults]
            return _known(links.orphans if state == "orphan" else links.broken for links in reports)
        marked = self.marks()[mark] if (mark := STATES[state].mark) else ()
        return wq.OrQuery([wq.Term("is", state), *_talks(marked)])

    def years(self, first: datetime | None, end: datetime | None) -> set[str]:
        """The known years of things without a date that are wholly within the range."""
        begin = first.year + ((first.month, first.day) != (1, 1)) if first else 0
        known = {year for part in self.index.parts for year in part.data.words("year")}
        return {year for year in known if begin <= int(year) and (end is None or int(year) < end.year)}

    def rated(self, low: int, high: int) -> wq.Query:
        """Documents with such a rating in the marks or, without one there, in the note."""
        ratings = self.marks().ratings
        stated: wq.Query = wq.NumericRange("rating", low, min(high, _HIGHEST))
        if ratings:
            stated = wq.AndQuery([stated, wq.NotQuery(wq.OrQuery(_talks(ratings)))])
        return wq.OrQuery([stated, *_talks([talk for talk, rating in ratings.items() if low <= rating <= high])])

    def label(self, field: str, text: asked.Text) -> wq.Query:
        """An exact value; a tag also matches its subtags."""
        value = bare(compose(text.text)).lstrip("#")
        choices: list[wq.Query] = [wq.Term(field, value)]
        if isinstance(text, asked.Typing | asked.Prefix):
            choices.append(wq.PrefixQuery(field, value))
        elif field == "tag":
            choices.append(wq.PrefixQuery(field, value + "/"))
        if field == "kind":
            self._remark_on_kind(value, begun=len(choices) > 1)
        return wq.OrQuery(choices)

    def _remark_on_kind(self, kind: str, *, begun: bool) -> None:
        """Report the known kinds if the query asks for one that no document has."""
        if not (self.index.frequency("kind", kind) or (begun and self.index.completions("kind", kind, 1))):
            there = sorted({name for part in self.index.parts for name in part.data.words("kind")})
            self.into.remarks.append(f"unknown kind “{kind}”" + (f" ({suggest_value(kind, there)})" if there else ""))

    def text(self, field: str, text: asked.Text) -> wq.Query:
        self.into.fields.add(field)
        if isinstance(text, asked.Phrase):
            terms = words(text.text)
            self.into.phrases.append(terms)
            self.into.words.update(terms)
            return wq.Term(field, terms[0]) if len(terms) == 1 else wq.PhraseQuery(field, list(terms))
        tokens = [place.token for place in places(compose(_bare_address(text.text)))]
        if not tokens:
            return wq.NullQuery
        last = {asked.Word: self.word, asked.Typing: self.unfinished, asked.Prefix: self.beginning}[type(text)]
        return _each([*(self.word(field, token) for token in tokens[:-1]), last(field, tokens[-1])])

    def all(self, parts: Sequence[asked.Node]) -> wq.Query:
        """Documents that match all parts. Two words may also be written as one, and optional words may be missing."""
        nodes: list[wq.Query] = []
        small: list[wq.Query] = []
        before: str | None = None
        for part in parts:
            node, word = self.node(part), _single_word(part)
            if isinstance(part, asked.Maybe):
                small.append(node)
                self._in_order(TEXT, *map(WordsSaid, words(part.part.text)))
            elif before and word and (joined := self.joined(before + word, isinstance(part, asked.Typing))):
                nodes[-1] = wq.OrQuery([wq.AndQuery([nodes[-1], node]), joined])
                before = None
            else:
                nodes.append(node)
                before = word
        return wq.AndMaybe(_each(nodes), wq.OrQuery(small)) if small else _each(nodes)

    def joined(self, whole: str, begun: bool) -> wq.Query | None:
        """Two words written as one, if a document has them so; otherwise None."""
        if self.index.frequency(TEXT, whole):
            self.into.words.add(whole)
            return self.forms(TEXT, whole, ())
        if begun and self.index.completions(TEXT, whole, 1):
            self.into.beginnings.add(whole)
            return _begun_anywhere(whole)
        return None

    def word(self, field: str, token: Token, *, begun: bool = False) -> wq.Query:
        """A word in any of its forms, a compound whole or in parts, or a run of characters.

        `begun`: the word may also be the beginning of a longer one.
        """
        terms = token.stream
        if len(terms) > 1:
            self.into.phrases.append(terms)
            if is_cjk(terms[0]):
                return _run(field, token)
            self.into.words.update(terms, token.extra)
            self._in_order(field, *map(WordsSaid, terms))
            return wq.OrQuery([*(wq.Term(field, whole) for whole in token.extra), *self._compound(field, token)])
        (word,) = terms
        other = other_spelling(word)
        forms = (*self.index.forms(word)[:FORMS], *([other] if other else []), *expand_numeronym(self.index, word))
        self.into.words.update((word, *forms))
        self.into.forms[word] = forms
        if field == TEXT and word in STATES and not (forms or self.index.frequency(TEXT, word)):
            self.into.remarks.append(f"no match for “{word}”; “is:{word}” finds everything that {STATES[word].told}")
        self._in_order(field, WordsSaid(word, forms, begun))
        return self.forms(field, word, forms)

    def _compound(self, field: str, token: Token) -> Iterator[wq.Query]:
        """Its parts in order, the last in any form (p-values), and signs of mathematics for their names."""
        *before, last = token.stream
        for whole in token.extra:
            for form in self.index.forms(whole)[:FORMS]:
                self.into.words.add(form)
                yield wq.Term(field, form, boost=FORM_BOOST)
        runs = [[*before, form] for form in self.index.forms(last)[:FORMS]]
        spelt = [other_spelling(term) or term for term in token.stream]
        for run in [*runs, spelt] if spelt != [*before, last] else runs:
            self.into.phrases.append(tuple(run))
            yield wq.PhraseQuery(field, run, boost=FORM_BOOST)
        yield wq.PhraseQuery(field, [*before, last])

    def forms(self, field: str, word: str, forms: Sequence[str]) -> wq.Query:
        """A word or one of its forms; in the text, matches in titles and names of speakers score more."""
        fields = ((TEXT, 1.0), ("title", TITLE_BOOST), ("speaker", SPEAKER_BOOST)) if field == TEXT else ((field, 1.0),)
        choices = [
            wq.Term(place, form, boost=boost * (1 if form == word else FORM_BOOST))
            for place, boost in fields  # their words are also in the text
            for form in (word, *forms)
        ]
        anywhere = choices[0] if len(choices) == 1 else wq.OrQuery(choices)
        if field != TEXT or not self.index.frequency("conf", word):
            return anywhere
        inside = wq.Term("conf", word)
        worth = CONFERENCE_WORTH * self.index.rarity(TEXT, word)
        return wq.OrQuery([wq.Constant(inside, worth), wq.AndQuery([anywhere, wq.NotQuery(inside)])])

    def unfinished(self, field: str, token: Token) -> wq.Query:
        """The word itself, or any word that begins with it."""
        return wq.OrQuery([self.word(field, token, begun=True), self._begun(field, token)])

    def beginning(self, field: str, token: Token) -> wq.Query:
        """Any word with this prefix."""
        if not is_cjk(token.stream[-1]):
            self._in_order(field, WordsSaid(_start(token), begun=True))
        return self._begun(field, token)

    def _begun(self, field: str, token: Token) -> wq.Query:
        start = _start(token)
        if is_cjk(start):
            return self.word(field, token)
        if field == TEXT or not start.isdigit():
            self.into.beginnings.add(start)  # a track 2 must not be highlighted in 2019
        if len(start) < SHORT_PREFIX:
            completed = self.index.completions(field, start, COMPLETIONS)
            return wq.Constant(wq.OrQuery([wq.Term(field, word) for word in completed]), FORM_BOOST)
        return wq.PrefixQuery(field, start) if field != TEXT else _begun_anywhere(start)

    def _in_order(self, field: str, *said: WordsSaid) -> None:
        if field == TEXT:
            self.into.order += said


def _all_without(part: asked.Node) -> wq.Query:
    """What to exclude from: documents that could have the part, if that matters (people have no videos, either)."""
    if not isinstance(part, asked.Has) or part.excludes:
        return wq.Every()
    kinds = ["note"] if part.what in _OF_NOTES else ["note", "talk"]
    return _filter(wq.OrQuery([wq.Term("kind", kind) for kind in kinds]))


def _known(chosen: Iterable[Chosen]) -> wq.Query:
    """The documents of several vaults, whose segments differ."""
    return wq.KnownQuery({data: docs for one in chosen for data, docs in one.items()})


def _talks(keys: Collection[str]) -> list[wq.Query]:
    return [wq.Term("talk", bare(key)) for key in sorted(keys)]


def _each(nodes: list[wq.Query]) -> wq.Query:
    return nodes[0] if len(nodes) == 1 else wq.AndQuery(nodes)


def _run(field: str, token: Token) -> wq.Query:
    """Consecutive characters; Korean words also with a blank."""
    run = wq.PhraseQuery(field, list(token.stream), boost=0.1)
    pairs = [wq.Term(field, pair) for pair in token.extra]
    found = pairs[0] if len(pairs) == 1 else wq.AndQuery([*pairs, run])
    is_korean = len(token.stream) >= SPACED_FROM and all("\uac00" <= term <= "\ud7a3" for term in token.stream)
    return wq.OrQuery([found, run]) if is_korean else found


def _begun_anywhere(start: str) -> wq.Query:
    """Any word with this prefix; matches in titles and names of speakers score more."""
    above = [wq.PrefixQuery("title", start, boost=TITLE_BOOST), wq.PrefixQuery("speaker", start, boost=SPEAKER_BOOST)]
    return wq.AndMaybe(wq.PrefixQuery(TEXT, start), wq.OrQuery(above))


def _start(token: Token) -> str:
    """The prefix that words are completed from: a compound without its joints."""
    return token.extra[0] if len(token.stream) > 1 and token.extra else token.stream[-1]


def _single_word(node: asked.Node) -> str | None:
    """The word of a node that asks for a single word."""
    if not isinstance(node, asked.Word | asked.Typing):
        return None
    terms = words(node.text)
    return terms[0] if len(terms) == 1 and terms[0].isalpha() and not is_cjk(terms[0]) else None


def _bare_address(text: str) -> str:
    """An address in the form that notes may use: the number of a preprint or paper alone, a page without its scheme."""
    if preprint := _PREPRINT.search(text):
        return preprint.group(1)
    return _SCHEME.sub("", text)


def _filter(query: wq.Query) -> wq.Query:
    return wq.Constant(query, 0.0)


def _weighed(query: wq.Query, boost: float) -> wq.Query:
    return (
        query.with_boost(boost * query.boost) if isinstance(query, wq.Term | wq.PrefixQuery | wq.PhraseQuery) else query
    )
