"""Queries that ask for less than what was typed: beginnings of words, no small words, most of the words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import log
from typing import TYPE_CHECKING

from confnotes.model.query import And, InField, Maybe, Node, Or, Phrase, Prefix, Query, Text, Typing, Word
from confnotes.search.analyse import Token, composed, is_cjk, places
from confnotes.search.document import TEXT
from confnotes.search.languages import small_words

if TYPE_CHECKING:
    from confnotes.search.index import Snapshot

_COUNTED = 40
"""So many words that begin so, or are forms of one, tell how rare it is."""


def each_text(node: Node, change: Callable[[str, Text], Text | Or]) -> Node:
    """The tree with every text that is wanted changed, each by the field that it is asked of."""
    match node:
        case And(parts) | Or(parts):
            return type(node)(tuple(each_text(part, change) for part in parts))
        case InField(field, text):
            changed = change(field, text)
            parts = changed.parts if isinstance(changed, Or) else (changed,)
            inside = tuple(InField(field, part) for part in parts if isinstance(part, Text))
            return Or(inside) if isinstance(changed, Or) else inside[0]
        case Word() | Typing() | Prefix() | Phrase():
            return change(TEXT, node)
    return node


def every_word_begun(query: Query) -> Query:
    """The query where every word that is wanted may be the beginning of one."""
    return replace(
        query,
        root=each_text(query.root, lambda _, text: Typing(text.text) if isinstance(text, Word) else text),
    )


def with_small_words(root: Node) -> Node:
    """Of several words, those that say nothing may be missing, where there are others that say something."""
    if isinstance(root, Or):
        return Or(tuple(map(with_small_words, root.parts)))
    if not isinstance(root, And):
        return root
    said = [part.text for part in root.parts if isinstance(part, Word | Typing)]
    small = small_words(said) if len(said) > 1 else frozenset(said)
    if small.issuperset(said):
        return root
    return And(
        tuple(Maybe(part) if isinstance(part, Word | Typing) and part.text in small else part for part in root.parts)
    )


def rarity(index: Snapshot, part: Node) -> float:
    """How rare what is asked for is, 0 where nothing has it; a word in place of another counts half."""
    match part:
        case Or(parts):
            return max((rarity(index, one) for one in parts), default=0.0) / 2
        case Word(text) | Typing(text) | Prefix(text) | Phrase(text):
            begun = isinstance(part, Typing | Prefix)
            having = [_having(index, place.token, begun) for place in places(composed(text))]
            if all(having):
                return max((log(1 + (index.size + 0.5) / (count + 0.5)) for count in having), default=0.0)
    return 0.0


def _having(index: Snapshot, token: Token, begun: bool) -> int:
    """About how many documents have a token in any form; `begun`: also those with words that begin so."""
    parts = token.extra if token.extra and is_cjk(token.stream[0]) else token.stream
    ways = [min(index.frequency(TEXT, one) for one in parts)]
    forms: list[str] = []
    if len(token.stream) > 1:
        ways += [index.frequency(TEXT, whole) for whole in token.extra]
    else:
        forms += index.forms(parts[0])[:_COUNTED]
    if begun and not is_cjk(parts[0]):
        forms += index.completions(TEXT, (*token.extra, *parts)[0], _COUNTED)
    return max(ways) + sum(index.frequency(TEXT, form) for form in forms)
