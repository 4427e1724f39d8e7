"""A query told in words: how it was understood."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from confnotes.model.query import (
    And,
    Dated,
    Everything,
    Has,
    InField,
    Is,
    LinkedFrom,
    LinksTo,
    Maybe,
    Most,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Rated,
    Text,
    Typing,
    Word,
)
from confnotes.search.analyse import words
from confnotes.search.values import BEST

_FIELDS = {"conf": "conference", "lang": "language"}
_STATES = {
    "orphan": "is linked with no other note",
    "broken": "has a link that leads nowhere",
    "todo": "has an open task",
    "done": "has a task that is done",
    "question": "has a question",
    "open": "has an open question",
    "answered": "has an answered question",
    "later": "is to be watched later",
}
_NEGATED = (
    ("is linked with no other", "is linked with another"),
    *((begin, "has no ") for begin in ("has an ", "has a ", "has ")),
    *((begin, f"{begin}not ") for begin in ("is ", "date is ", "date ")),
)
_SHOWN_FORMS = 4

Forms = Mapping[str, tuple[str, ...]]


def explain(query: Query, forms: Forms) -> str:
    """The query in words; `forms` are the other forms of a word that were searched for as well."""
    told = "nothing to search for" if query.root == Or(()) else _node(query.root, forms)
    if query.plain:
        return f"read as plain words, because {query.plain}: {told}"
    return f"{told} ({'; '.join(query.remarks)})" if query.remarks else told


def _node(node: Node, forms: Forms) -> str:
    match node:
        case Maybe(part):
            return f"at best {_node(part, forms)}"
        case Most(parts):
            return f"most of: {', '.join(_node(part, forms) for part in parts)}"
        case And(parts):
            return " and ".join(f"({_node(p, forms)})" if isinstance(p, Or) else _node(p, forms) for p in parts)
        case Or(parts):
            return " or ".join(f"({_node(p, forms)})" if isinstance(p, And) else _node(p, forms) for p in parts)
        case Not(And() | Or() as part):
            return f"not ({_node(part, forms)})"
        case Not(part):
            told = _node(part, forms)
            begin, instead = next((one for one in _NEGATED if told.startswith(one[0])), ("", "not "))
            return f"{instead}{told.removeprefix(begin)}"
        case InField("kind", Word(kind)):
            return f"is a{'n' if kind[:1].lower() in 'aeiou' else ''} {kind}"
        case InField(field, text):
            return f"{_FIELDS.get(field, field)} {_text(text, forms)}"
        case Has(what):
            return f"has {what}"
        case Is(state):
            return _STATES.get(state, f"is {state}")
        case Dated(first, end):
            return _dated(first, end)
        case Rated(low, high):
            return _rated(low, high)
        case LinksTo(name, begun):
            return f"links to {_named(name, begun)}"
        case LinkedFrom(name, begun):
            return f"is linked from {_named(name, begun)}"
        case Near(name, begun):
            return f"is at most two links away from {_named(name, begun)}"
        case Everything():
            return "everything"
        case Word() | Typing() | Prefix() | Phrase():
            return f"text {_text(node, forms)}"


def _text(text: Text, forms: Forms) -> str:
    match text:
        case Phrase(given):
            return f"has the phrase “{given}”"
        case Prefix(given):
            return f"has a word that begins with “{given}”"
        case Typing(given):
            return f"has “{given}…”"
        case Word(given):
            others = [form for word in words(given)[:1] for form in forms.get(word, ())][:_SHOWN_FORMS]
            return f"has “{given}”" + (f" (or {', '.join(others)})" if others else "")


def _named(name: str, begun: bool) -> str:
    return f"“{name}…”" if begun else f"“{name}”"


def _dated(first: datetime | None, end: datetime | None) -> str:
    last = end - timedelta(days=1) if end else None
    if first and last:
        return f"date is {first:%Y-%m-%d}" if first == last else f"date from {first:%Y-%m-%d} to {last:%Y-%m-%d}"
    if first:
        return f"date from {first:%Y-%m-%d}"
    return f"date up to {last:%Y-%m-%d}" if last else "any date"


def _rated(low: int, high: int) -> str:
    if low > high:
        return "no rating at all"
    if low == high:
        return f"rating is {low}" if low else "not rated"
    return f"rating at least {low}" if high == BEST else f"rating from {low} to {high}"
