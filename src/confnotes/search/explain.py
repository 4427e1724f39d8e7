"""A query told in words: how it was understood."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import UnionType

from confnotes.model import query as asked
from confnotes.search.analyse import words
from confnotes.search.values import BEST, STATES

_FIELDS = {"conf": "conference", "lang": "language"}
_LINKED = {
    asked.LinksTo: "links to",
    asked.LinkedFrom: "is linked from",
    asked.Near: "is at most two links away from",
}
_NEGATED = (
    ("is linked with no other", "is linked with another"),
    *((begin, "has no ") for begin in ("has an ", "has a ", "has ")),
    *((begin, f"{begin}not ") for begin in ("is ", "date is ", "date ")),
)
_SHOWN_FORMS = 4

Forms = Mapping[str, tuple[str, ...]]


def explain(query: asked.Query, forms: Forms) -> str:
    """The query in words; `forms` are the other forms of a word that were searched for as well."""
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
