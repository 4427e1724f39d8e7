"""Query -> Whoosh query objects, with the words of the index filled in: forms of a word, completions of a beginning."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import field

from confnotes.model import query as asked
from confnotes.model.hit import Sought
from confnotes.model.record import record
from confnotes.search import queries as wq
from confnotes.search.analyse import Token, composed, fold, is_cjk, other_spelling, places, words
from confnotes.search.document import LABELS, TEXT, minutes
from confnotes.search.index import Snapshot
from confnotes.search.schema import in_microseconds
from confnotes.search.suggest import spelt_out
from confnotes.search.values import meant
from confnotes.search.weighting import Said

_OF_NOTES = frozenset({"tag", "link", "stamp", "task", "question"})
"""What no talk of a program has."""

SHORT_PREFIX = 3
"""Beginnings shorter than this are completed with the most frequent words only."""

SPACED_FROM = 3
"""Syllables of a Korean word from which on it may also be written with blanks."""

COMPLETIONS = 40
FORMS = 12
TITLE_BOOST = 1.6
SPEAKER_BOOST = 1.8
CONFERENCE_WORTH = 1.5
"""What it is worth that a document belongs to a conference or folder that is named, however often it says so itself."""
FORM_BOOST = 0.6
FILTER_BOOST = 0.3
"""What a match in a named field adds beside the words that were searched for."""

POINT_BOOST = 20.0
"""What a task or question is worth where tasks or questions are asked for: more than any words."""

_PREPRINT = re.compile(r"^(?:https?://\S*arxiv\.org/\S*?|arxiv:)(\d{4}\.\d{4,5}(?:v\d+)?)", re.IGNORECASE)
_SCHEME = re.compile(r"^(?:(?:https?://(?:www\.|(?:dx\.)?doi\.org/)?)|doi:)(?=\S)", re.IGNORECASE)
_END_OF_TIME = 0xFFFFFFFF
_HIGHEST = 0xFF
_POINTS = {"todo": "task", "done": "task", "question": "question", "open": "question", "answered": "question"}
"""Marks of tasks and questions: these come before the notes that hold them."""


@record(frozen=True, slots=True)
class Marks:
    """What the user marked in programs, by key of the talk; a rating that was taken away is 0."""

    starred: Collection[str] = ()
    attended: Collection[str] = ()
    ratings: Mapping[str, int] = field(default_factory=dict)
    later: Collection[str] = ()


@record(frozen=False, slots=True)
class Compiled:
    """A query as Whoosh objects; and the words and beginnings that are to be seen in a hit.

    `forms` are the other forms of each word, `order` the words of the text as they were typed, `remarks` what is to be
    said beside the query in words, `fields` those that were asked for words, with the text itself.
    """

    root: wq.Query
    words: set[str] = field(default_factory=set)
    beginnings: set[str] = field(default_factory=set)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    order: list[Said] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)

    def sought(self) -> Sought:
        """What is to be seen in a hit."""
        words, beginnings = frozenset(self.words), tuple(sorted(self.beginnings))
        in_fields = bool(self.fields) and TEXT not in self.fields
        return Sought(words, beginnings, tuple(self.phrases), frozenset(self.labels), in_fields)


def compile_query(query: asked.Query, index: Snapshot, marks: Callable[[], Marks]) -> Compiled:
    """Compile the query for this index; `marks` is called when the query asks for them."""
    compiled = Compiled(wq.NullQuery)
    compiled.root = _Compiler(index, marks, compiled).node(query.root, shown=True)
    return compiled


class _Compiler:
    def __init__(self, index: Snapshot, marks: Callable[[], Marks], compiled: Compiled) -> None:
        self.index = index
        self.marks = marks
        self.into = compiled

    def node(self, node: asked.Node, *, shown: bool) -> wq.Query:
        """`shown`: whether the node's words are why a document is found."""
        match node:
            case asked.And(parts):
                return self.all(parts, shown)
            case asked.Most(parts, weights):
                return wq.Most([self.node(part, shown=shown) for part in parts], weights)
            case asked.Maybe(part):
                return self.node(part, shown=False)
            case asked.Or(parts):
                return wq.Or([self.node(part, shown=shown) for part in parts]) if parts else wq.NullQuery
            case asked.Not(asked.Has(what)):
                kinds = ["note"] if what in _OF_NOTES else ["note", "talk"]  # people lack videos as well
                own = wq.Or([wq.Term("kind", kind) for kind in kinds])
                return wq.And([_filter(own), wq.Not(wq.Term("has", what))])
            case asked.Not(part):
                return wq.And([wq.Every(), wq.Not(self.node(part, shown=False))])
            case asked.InField(name, text) if name in LABELS:
                return self.label(name, text)
            case asked.InField(name, text):
                return _weighed(self.text(name, text, shown), FILTER_BOOST)
            case asked.Word() | asked.Typing() | asked.Prefix() | asked.Phrase():
                return self.text(TEXT, node, shown)
            case asked.Has(what):
                self._show_label(what, shown)
                return _filter(wq.Term("has", what))
            case asked.Is(state):
                self._show_label(state, shown)
                marked = _filter(self.state(state))
                itself = _POINTS.get(state)
                return wq.AndMaybe(marked, wq.Constant(wq.Term("kind", itself), POINT_BOOST)) if itself else marked
            case asked.Dated(first, end):
                low, high = minutes(first) if first else 1, minutes(end) - 1 if end else _END_OF_TIME
                return _filter(wq.NumericRange("date", in_microseconds(low), in_microseconds(high)))
            case asked.Rated(low, high):
                return _filter(self.rated(low, high))
            case asked.LinksTo() | asked.LinkedFrom() | asked.Near():
                return _filter(self.linked(node, shown))
            case asked.Everything():
                return wq.Every()

    def linked(self, node: asked.LinksTo | asked.LinkedFrom | asked.Near, shown: bool) -> wq.Query:
        """What links join to a note; the line to show names it."""
        from confnotes.search.graph import graph_of

        graph = graph_of(self.index)
        meant = graph.asked(node.name, begun=node.begun)
        if not meant and not node.begun:
            self.into.remarks.append(f"nothing is called “{node.name}”")
        if shown and (named := words(node.name)):
            self.into.phrases.append(named)
        match node:
            case asked.LinksTo():
                return wq.Documents(graph.links_to(meant))
            case asked.LinkedFrom():
                return wq.Documents(graph.linked_from(meant))
            case asked.Near():
                return wq.Documents(graph.near(meant))

    def state(self, state: str) -> wq.Query:
        own = wq.Term("is", state)
        match state:
            case "starred":
                return wq.Or([own, *self._talks(self.marks().starred)])
            case "attended":
                return wq.Or([own, *self._talks(self.marks().attended)])
            case "later":
                return wq.Or([own, *self._talks(self.marks().later)])
            case "orphan" | "broken":
                from confnotes.search.graph import graph_of
                from confnotes.search.survey import survey

                links = survey(graph_of(self.index))
                return wq.Documents(links.orphans if state == "orphan" else links.broken)
        return own

    def rated(self, low: int, high: int) -> wq.Query:
        """What is rated so in the marks; where they say nothing, in the note."""
        ratings = self.marks().ratings
        stated: wq.Query = wq.NumericRange("rating", low, min(high, _HIGHEST))
        if ratings:
            stated = wq.And([stated, wq.Not(wq.Or(self._talks(ratings)))])
        return wq.Or([stated, *self._talks([talk for talk, rating in ratings.items() if low <= rating <= high])])

    def _talks(self, keys: Collection[str]) -> list[wq.Query]:
        return [wq.Term("talk", fold(key)) for key in sorted(keys)]

    def _show_label(self, label: str, shown: bool) -> None:
        if shown:
            self.into.labels.add(label)

    def label(self, field: str, text: asked.Text) -> wq.Query:
        """An exact value; a tag also finds what is nested in it."""
        value = fold(composed(text.text)).lstrip("#")
        choices: list[wq.Query] = [wq.Term(field, value)]
        if isinstance(text, asked.Typing | asked.Prefix):
            choices.append(wq.Prefix(field, value))
        elif field == "tag":
            choices.append(wq.Prefix(field, value + "/"))
        if field == "kind":
            self._remark_on_kind(value, begun=len(choices) > 1)
        return _filter(wq.Or(choices))

    def _remark_on_kind(self, kind: str, *, begun: bool) -> None:
        """Say which kinds there are, where one is asked for that nothing is of."""
        if not (self.index.frequency("kind", kind) or (begun and self.index.completions("kind", kind, 1))):
            there = sorted({name for part in self.index.parts for name in part.data.words("kind")})
            self.into.remarks.append(f"nothing is of the kind “{kind}”" + (f" ({meant(kind, there)})" if there else ""))

    def text(self, field: str, text: asked.Text, shown: bool) -> wq.Query:
        if shown:
            self.into.fields.add(field)
        match text:
            case asked.Phrase(given):
                terms = words(given)
                if shown:
                    self.into.phrases.append(terms)
                    self.into.words.update(terms)
                return wq.Term(field, terms[0]) if len(terms) == 1 else wq.Phrase(field, list(terms))
            case asked.Prefix(given):
                return self._ended(field, given, shown, lambda token: self.beginning(field, token, shown))
            case asked.Typing(given):
                return self._ended(field, given, shown, lambda token: self.unfinished(field, token, shown))
            case asked.Word(given):
                return self._ended(field, given, shown, lambda token: self.word(field, token, shown))

    def all(self, parts: Sequence[asked.Node], shown: bool) -> wq.Query:
        """What all parts find; two words may also be written as one, and some may be missing."""
        nodes: list[wq.Query] = []
        small: list[wq.Query] = []
        before: str | None = None
        for part in parts:
            if isinstance(part, asked.Maybe):
                small.append(self.node(part, shown=False))
                if shown:
                    self._in_order(TEXT, *map(Said, words(part.part.text)))
                continue
            node, word = self.node(part, shown=shown), _single_word(part)
            joined = self.joined(before, word, isinstance(part, asked.Typing), shown) if before and word else None
            if joined is not None:
                nodes[-1] = wq.Or([wq.And([nodes[-1], node]), joined])
                before = None
            else:
                nodes.append(node)
                before = word
        found = nodes[0] if len(nodes) == 1 else wq.And(nodes)
        return wq.AndMaybe(found, wq.Or(small)) if small else found

    def joined(self, first: str, second: str, begun: bool, shown: bool) -> wq.Query | None:
        """The two words as one, where something has them so; None where nothing does."""
        whole = first + second
        if self.index.frequency(TEXT, whole):
            if shown:
                self.into.words.add(whole)
            return self.forms(TEXT, whole, ())
        if begun and self.index.completions(TEXT, whole, 1):
            if shown:
                self.into.beginnings.add(whole)
            return _begun_anywhere(whole)
        return None

    def _ended(self, field: str, given: str, shown: bool, last: Callable[[Token], wq.Query]) -> wq.Query:
        """All tokens of the text; what the last one becomes is given."""
        tokens = [place.token for place in places(composed(_bare_address(given)))]
        if not tokens:
            return wq.NullQuery
        nodes = [*(self.word(field, token, shown) for token in tokens[:-1]), last(tokens[-1])]
        return nodes[0] if len(nodes) == 1 else wq.And(nodes)

    def word(self, field: str, token: Token, shown: bool, *, begun: bool = False) -> wq.Query:
        """A word in any of its forms, a compound whole or in parts, or a run of characters.

        `begun`: it is also searched for as the beginning of a word.
        """
        terms = token.stream
        if len(terms) > 1:
            if shown:
                self.into.phrases.append(terms)
                if not is_cjk(terms[0]):
                    self.into.words.update(terms)
                    self._in_order(field, *map(Said, terms))
            if is_cjk(terms[0]):
                pairs = [wq.Term(field, pair) for pair in token.extra]
                run = wq.Phrase(field, list(terms), boost=0.1)
                found = pairs[0] if len(pairs) == 1 else wq.And([*pairs, run])
                is_korean = len(terms) >= SPACED_FROM and all("\uac00" <= term <= "\ud7a3" for term in terms)
                return wq.Or([found, run]) if is_korean else found  # Korean words are written with a blank, or without
            return wq.Or([*(wq.Term(field, whole) for whole in token.extra), *self._compound(field, token, shown)])
        (word,) = terms
        other = other_spelling(word)
        forms = (*self.index.forms(word)[:FORMS], *([other] if other else []), *spelt_out(self.index, word))
        if shown:
            self.into.words.update((word, *forms))
            self.into.forms[word] = forms
            self._in_order(field, Said(word, forms, begun))
        return self.forms(field, word, forms)

    def _compound(self, field: str, token: Token, shown: bool) -> Iterator[wq.Query]:
        """Its parts one after the other, the last in any form (p-values), and signs of mathematics for their names."""
        *before, last = token.stream
        spelt = [other_spelling(term) or term for term in token.stream]
        runs = [[*before, form] for form in self.index.forms(last)[:FORMS]] + (
            [spelt] if spelt != [*before, last] else []
        )
        for whole in token.extra:
            for form in self.index.forms(whole)[:FORMS]:
                if shown:
                    self.into.words.add(form)
                yield wq.Term(field, form, boost=FORM_BOOST)
        for run in runs:
            if shown:
                self.into.phrases.append(tuple(run))
            yield wq.Phrase(field, run, boost=FORM_BOOST)
        yield wq.Phrase(field, [*before, last])

    def forms(self, field: str, word: str, forms: Sequence[str]) -> wq.Query:
        """A word or one of its forms; in the text, those in titles and of speakers count more."""
        fields = ((TEXT, 1.0), ("title", TITLE_BOOST), ("speaker", SPEAKER_BOOST)) if field == TEXT else ((field, 1.0),)
        choices = [
            wq.Term(place, form, boost=boost * (1 if form == word else FORM_BOOST))
            for place, boost in fields  # whose words are all in the text as well
            for form in (word, *forms)
        ]
        anywhere = choices[0] if len(choices) == 1 else wq.Or(choices)
        if field != TEXT or not self.index.frequency("conf", word):
            return anywhere
        inside = wq.Term("conf", word)
        worth = CONFERENCE_WORTH * self.index.rarity(TEXT, word)
        return wq.Or([wq.Constant(inside, worth), wq.And([anywhere, wq.Not(inside)])])

    def unfinished(self, field: str, token: Token, shown: bool) -> wq.Query:
        """The word itself, or any that begins so."""
        return wq.Or([self.word(field, token, shown, begun=True), self._begun(field, token, shown)])

    def beginning(self, field: str, token: Token, shown: bool) -> wq.Query:
        """Any word that begins so."""
        if shown and not is_cjk(token.stream[-1]):
            self._in_order(field, Said(_start(token), begun=True))
        return self._begun(field, token, shown)

    def _begun(self, field: str, token: Token, shown: bool) -> wq.Query:
        start = _start(token)
        if is_cjk(start):
            return self.word(field, token, shown)
        if shown:
            self.into.beginnings.add(start)
        if len(start) < SHORT_PREFIX:
            completed = self.index.completions(field, start, COMPLETIONS)
            return wq.Constant(wq.Or([wq.Term(field, word) for word in completed]), FORM_BOOST)
        return wq.Prefix(field, start) if field != TEXT else _begun_anywhere(start)

    def _in_order(self, field: str, *said: Said) -> None:
        if field == TEXT:
            self.into.order += said


def _begun_anywhere(start: str) -> wq.Query:
    """Any word that begins so; those in titles and of speakers count more."""
    above = [wq.Prefix("title", start, boost=TITLE_BOOST), wq.Prefix("speaker", start, boost=SPEAKER_BOOST)]
    return wq.AndMaybe(wq.Prefix(TEXT, start), wq.Or(above))


def _start(token: Token) -> str:
    """What words begin with that are completed: a compound's without its joints."""
    return token.extra[0] if len(token.stream) > 1 and token.extra else token.stream[-1]


def _single_word(node: asked.Node) -> str | None:
    """The word that the node asks for, when it is one and no more."""
    if not isinstance(node, asked.Word | asked.Typing):
        return None
    terms = words(node.text)
    return terms[0] if len(terms) == 1 and terms[0].isalpha() and not is_cjk(terms[0]) else None


def _bare_address(text: str) -> str:
    """An address as notes may write it otherwise: a preprint's or paper's number alone, a page without its scheme."""
    if preprint := _PREPRINT.search(text):
        return preprint.group(1)
    return _SCHEME.sub("", text)


def _filter(query: wq.Query) -> wq.Query:
    return wq.Constant(query, 0.0)


def _weighed(query: wq.Query, boost: float) -> wq.Query:
    return query.with_boost(boost * query.boost) if isinstance(query, wq.Term | wq.Prefix | wq.Phrase) else query
