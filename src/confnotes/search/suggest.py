"""The nearest words that are there, for a word that is not."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from confnotes.model.hit import Instead
from confnotes.model.query import And, InField, Node, Or, Phrase, Prefix, Query, Text, Typing, Word
from confnotes.search.analyse import composed, fold, is_cjk, words
from confnotes.search.document import LABELS, TEXT
from confnotes.search.segment import Segment
from confnotes.search.snapshot import Snapshot

_SHORTEST, _LONGEST = 3, 40
_MOST_REPLACED = 4
_LEAST_ALIKE = 0.7
_MOST_LOOKED_AT = 8
_MOST_NEAR = 3
_MUCH_RARER = 4
"""A near word that is so many times rarer than another one is not meant."""

_GUESSED_FROM = 4
"""Letters of an unfinished word from which on it may be misspelled."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """A query that finds something near another one, and what it has in place of which words."""

    query: Query
    instead: tuple[Instead, ...]


def nearby(query: Query, index: Snapshot) -> Nearby | None:
    """The query with each word that nothing has replaced by the nearest that are there.

    None when every word is there, or one that is not has no near one, or too many are not there.
    """
    missing = {
        (field, word): begun
        for field, word, begun in _sought(query.root)
        if not is_cjk(word) and not _found(index, field, word, begun)
    }
    if not 0 < len(missing) <= _MOST_REPLACED:
        return None
    near: dict[tuple[str, str], tuple[str, ...]] = {}
    text = query.text
    for (field, word), begun in missing.items():
        found = nearest(index, field, word, begun=begun) if _SHORTEST <= len(word) <= _LONGEST else ()
        if not found:
            return None
        near[field, word] = found
        text = _replaced(text, word, found[0])
    instead = tuple(Instead(word, found) for (_, word), found in near.items())
    return Nearby(replace(query, text=text, root=_with(query.root, near)), instead)


def nearest(index: Snapshot, field: str, word: str, *, begun: bool = False) -> tuple[str, ...]:
    """The words of the field that begin so, else the most similar ones; the most frequent first.

    `begun`: the word may be the beginning of one.
    """
    if completed := index.completions(field, word, _MOST_NEAR):
        return completed
    alike = _alike(word, (lexicon for part in index.parts for lexicon in [_lexicon(part.segment, field)]))
    if not alike and begun and len(word) >= _GUESSED_FROM:
        return _common(index, field, _begun_alike(index, field, word))
    best = max(alike.values(), default=0.0)
    return _common(index, field, [found for found, similarity in alike.items() if similarity > best - 0.01])


def _common(index: Snapshot, field: str, found: Iterable[str]) -> tuple[str, ...]:
    """The most frequent of them, without those that are much rarer."""
    frequency = {word: index.frequency(field, word) for word in found}
    ordered = sorted(frequency, key=lambda word: (-frequency[word], word))
    return tuple(word for word in ordered if frequency[word] * _MUCH_RARER >= frequency[ordered[0]])[:_MOST_NEAR]


def _alike(word: str, lexicons: Iterable[list[str]]) -> dict[str, float]:
    """The most similar words and how similar they are, up to 1."""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    return {
        found: similarity
        for lexicon in lexicons
        for found, similarity, _ in process.extract(
            word,
            lexicon,
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=_LEAST_ALIKE,
            limit=_MOST_LOOKED_AT,
        )
    }


def _begun_alike(index: Snapshot, field: str, start: str) -> set[str]:
    """Words whose beginning is one letter away from what was typed; the first letter is right."""
    from rapidfuzz.distance import DamerauLevenshtein

    beginnings: set[str] = set()
    for part in index.parts:
        lexicon = _lexicon(part.segment, field)
        alike = lexicon[bisect_left(lexicon, start[0]) : bisect_left(lexicon, start[0] + "\uffff")]
        for length in (len(start) - 1, len(start), len(start) + 1):
            cut = {word[:length] for word in alike}
            beginnings.update(one for one in cut if DamerauLevenshtein.distance(start, one, score_cutoff=1) <= 1)
    return {word for one in beginnings for word in index.completions(field, one, _MOST_NEAR)}


_LEXICONS: WeakKeyDictionary[Segment, dict[str, list[str]]] = WeakKeyDictionary()


def _lexicon(segment: Segment, field: str) -> list[str]:
    """The words of a field in which one can mistype, sorted."""
    known = _LEXICONS.setdefault(segment, {})
    if field not in known:
        known[field] = [word for word in segment.words(field) if len(word) >= _SHORTEST and not is_cjk(word)]
    return known[field]


def _found(index: Snapshot, field: str, word: str, begun: bool) -> bool:
    if index.frequency(field, word) or (field == TEXT and index.forms(word)):
        return True
    start = word if begun else f"{word}/" if field == "tag" else ""
    return bool(start and index.completions(field, start, 1))


def _sought(node: Node, field: str = TEXT) -> list[tuple[str, str, bool]]:
    """Field and word of all that is wanted, and whether the word may be the beginning of one."""
    match node:
        case And(parts) | Or(parts):
            return [found for part in parts for found in _sought(part)]
        case InField("kind" | "lang"):
            return []
        case InField(field, text):
            return _sought(text, field)
        case Word() | Typing() | Prefix() | Phrase():
            terms = _terms(field, node)
            begun = isinstance(node, Typing | Prefix)
            return [(field, term, begun and number == len(terms)) for number, term in enumerate(terms, 1)]
    return []


def _terms(field: str, text: Text) -> tuple[str, ...]:
    return (fold(composed(text.text)).lstrip("#"),) if field in LABELS else words(text.text)


def _with(node: Node, near: dict[tuple[str, str], tuple[str, ...]]) -> Node:
    """The query's tree with near words in place of those that are missing."""

    def text(field: str, given: Text) -> Node:
        terms = _terms(field, given)
        within: Callable[[Text], Node] = (lambda leaf: leaf) if field == TEXT else (lambda leaf: InField(field, leaf))
        if len(terms) == 1 and (choices := near.get((field, terms[0]))):
            return Or(tuple(within(Word(word)) for word in choices))
        replaced = given.text
        for term in terms:
            if (field, term) in near:
                replaced = _replaced(replaced, term, near[field, term][0])
        return within(type(given)(replaced))

    match node:
        case And(parts):
            return And(tuple(_with(part, near) for part in parts))
        case Or(parts):
            return Or(tuple(_with(part, near) for part in parts))
        case InField(field, given):
            return text(field, given)
        case Word() | Typing() | Prefix() | Phrase():
            return text(TEXT, node)
    return node


def _replaced(text: str, word: str, near: str) -> str:
    """The text with the word, however it was written, replaced."""
    for match in re.finditer(r"[^\W_]+(?:/[^\W_]+)*", text):
        if fold(match.group()) == word:
            return f"{text[: match.start()]}{near}{text[match.end() :]}"
    return text
