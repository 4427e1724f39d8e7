"""Query -> Whoosh query objects, with the words of the index filled in: forms of a word, completions of a beginning."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from confnotes.model import query as asked
from confnotes.search import whoosh_query as wq
from confnotes.search.analyse import Token, composed, fold, is_cjk, places, words
from confnotes.search.document import TEXT, minutes
from confnotes.search.graph import graph_of
from confnotes.search.snapshot import Snapshot
from confnotes.search.snippets import Sought

LABEL_FIELDS = frozenset({"kind", "lang", "tag"})
_OF_NOTES = frozenset({"tag", "link", "stamp", "task", "question"})
"""What no talk of a program has."""

SHORT_PREFIX = 3
"""Beginnings shorter than this are completed with the most frequent words only."""

COMPLETIONS = 40
FORMS = 12
TITLE_BOOST = 1.6
SPEAKER_BOOST = 1.8
FORM_BOOST = 0.6
FILTER_BOOST = 0.3
"""What a match in a named field adds beside the words that were searched for."""

POINT_BOOST = 20.0
"""What a task or question is worth where tasks or questions are asked for: more than any words."""

_END_OF_TIME = 0xFFFFFFFF
_POINTS = {"todo": "task", "done": "task", "question": "question", "open": "question", "answered": "question"}
"""Marks of tasks and questions: these come before the notes that hold them."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What the user marked in programs, by key of the talk."""

    starred: Collection[str] = ()
    attended: Collection[str] = ()
    ratings: Mapping[str, int] = field(default_factory=dict)
    later: Collection[str] = ()


@dataclass(slots=True)
class Compiled:
    """A query as Whoosh objects; and the words and beginnings that are to be seen in a hit.

    `forms` are the other forms of each word, `order` the words of the text as they were typed, `remarks` what is to be
    said beside the query in words.
    """

    root: wq.WhooshQuery
    words: set[str] = field(default_factory=set)
    beginnings: set[str] = field(default_factory=set)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def sought(self) -> Sought:
        """What is to be seen in a hit."""
        words, beginnings = frozenset(self.words), tuple(sorted(self.beginnings))
        return Sought(words, beginnings, tuple(self.phrases), frozenset(self.labels))


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

    def node(self, node: asked.Node, *, shown: bool) -> wq.WhooshQuery:
        """`shown`: whether the node's words are why a document is found."""
        match node:
            case asked.And(parts):
                return wq.And([self.node(part, shown=shown) for part in parts])
            case asked.Or(parts):
                return wq.Or([self.node(part, shown=shown) for part in parts]) if parts else wq.NullQuery
            case asked.Not(asked.Has(what)):
                kinds = ["note"] if what in _OF_NOTES else ["note", "talk"]  # people lack videos as well
                own = wq.Or([wq.Term("kind", kind) for kind in kinds])
                return wq.And([_filter(own), wq.Not(wq.Term("has", what))])
            case asked.Not(part):
                return wq.And([wq.Every(), wq.Not(self.node(part, shown=False))])
            case asked.InField(name, text) if name in LABEL_FIELDS:
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
                return (
                    wq.AndMaybe(marked, wq.ConstantScoreQuery(wq.Term("kind", itself), POINT_BOOST))
                    if itself
                    else marked
                )
            case asked.Dated(first, end):
                low = minutes(first) if first else 1
                return _filter(wq.NumericRange("date", low, minutes(end) - 1 if end else _END_OF_TIME))
            case asked.Rated(low, high):
                talks = [talk for talk, rating in self.marks().ratings.items() if low <= rating <= high]
                return _filter(wq.Or([wq.NumericRange("rating", low, high), *self._talks(talks)]))
            case asked.LinksTo() | asked.LinkedFrom() | asked.Near():
                return _filter(self.linked(node, shown))
            case asked.Everything():
                return wq.Every()

    def linked(self, node: asked.LinksTo | asked.LinkedFrom | asked.Near, shown: bool) -> wq.WhooshQuery:
        """What links join to a note; the line to show names it."""
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

    def state(self, state: str) -> wq.WhooshQuery:
        own = wq.Term("is", state)
        match state:
            case "starred":
                return wq.Or([own, *self._talks(self.marks().starred)])
            case "attended":
                return wq.Or([own, *self._talks(self.marks().attended)])
            case "later":
                return wq.Or([own, *self._talks(self.marks().later)])
            case "orphan":
                return wq.Documents(graph_of(self.index).orphans)
            case "broken":
                return wq.Documents(graph_of(self.index).broken)
        return own

    def _talks(self, keys: Collection[str]) -> list[wq.WhooshQuery]:
        return [wq.Term("talk", fold(key)) for key in sorted(keys)]

    def _show_label(self, label: str, shown: bool) -> None:
        if shown:
            self.into.labels.add(label)

    def label(self, field: str, text: asked.Text) -> wq.WhooshQuery:
        """An exact value; a tag also finds what is nested in it."""
        value = fold(composed(text.text)).lstrip("#")
        choices: list[wq.WhooshQuery] = [wq.Term(field, value)]
        if isinstance(text, asked.Typing | asked.Prefix):
            choices.append(wq.Prefix(field, value))
        elif field == "tag":
            choices.append(wq.Prefix(field, value + "/"))
        return _filter(wq.Or(choices))

    def text(self, field: str, text: asked.Text, shown: bool) -> wq.WhooshQuery:
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
                return self._ended(
                    field,
                    given,
                    shown,
                    lambda token: wq.Or([self.word(field, token, shown), self.beginning(field, token, shown)]),
                )
            case asked.Word(given):
                return self._ended(field, given, shown, lambda token: self.word(field, token, shown))

    def _ended(self, field: str, given: str, shown: bool, last: Callable[[Token], wq.WhooshQuery]) -> wq.WhooshQuery:
        """All tokens of the text; what the last one becomes is given."""
        tokens = [place.token for place in places(composed(given))]
        if not tokens:
            return wq.NullQuery
        nodes = [*(self.word(field, token, shown) for token in tokens[:-1]), last(tokens[-1])]
        return nodes[0] if len(nodes) == 1 else wq.And(nodes)

    def word(self, field: str, token: Token, shown: bool) -> wq.WhooshQuery:
        """A word in any of its forms, a compound whole or in parts, or a run of characters."""
        terms = token.stream
        if len(terms) > 1:
            if shown:
                self.into.phrases.append(terms)
                self.into.words.update(terms if not is_cjk(terms[0]) else ())
            if is_cjk(terms[0]):
                pairs = [wq.Term(field, pair) for pair in token.extra]
                return pairs[0] if len(pairs) == 1 else wq.And([*pairs, wq.Phrase(field, list(terms), boost=0.1)])
            return wq.Or([*(wq.Term(field, whole) for whole in token.extra), wq.Phrase(field, list(terms))])
        (word,) = terms
        forms = self.index.forms(word)[:FORMS]
        if shown:
            self.into.words.update((word, *forms))
            self.into.forms[word] = forms
            if field == TEXT:
                self.into.order.append(word)
        choices = [wq.Term(field, word), *(wq.Term(field, form, boost=FORM_BOOST) for form in forms)]
        found = choices[0] if len(choices) == 1 else wq.Or(choices)
        if field != TEXT:
            return found
        above = [
            wq.Term(place, form, boost=boost * (1 if form == word else FORM_BOOST))
            for place, boost in (("title", TITLE_BOOST), ("speaker", SPEAKER_BOOST))
            for form in (word, *forms)
        ]
        return wq.AndMaybe(found, wq.Or(above))

    def beginning(self, field: str, token: Token, shown: bool) -> wq.WhooshQuery:
        """Any word that begins so."""
        start = token.extra[0] if len(token.stream) > 1 and token.extra else token.stream[-1]
        if is_cjk(start):
            return self.word(field, token, shown)
        if shown:
            self.into.beginnings.add(start)
        if len(start) < SHORT_PREFIX:
            completed = self.index.completions(field, start, COMPLETIONS)
            return wq.ConstantScoreQuery(wq.Or([wq.Term(field, word) for word in completed]), FORM_BOOST)
        found = wq.Prefix(field, start)
        if field != TEXT:
            return found
        above = [wq.Prefix("title", start, boost=TITLE_BOOST), wq.Prefix("speaker", start, boost=SPEAKER_BOOST)]
        return wq.AndMaybe(found, wq.Or(above))


def _filter(query: wq.WhooshQuery) -> wq.WhooshQuery:
    return wq.ConstantScoreQuery(query, 0.0)


def _weighed(query: wq.WhooshQuery, boost: float) -> wq.WhooshQuery:
    return query.with_boost(boost * query.boost) if isinstance(query, wq.Term | wq.Prefix | wq.Phrase) else query
