"""The nearest word that is there, for a word that is not."""

from __future__ import annotations

import re

from confnotes.model.query import And, InField, Node, Or, Phrase, Prefix, Query, Typing, Word
from confnotes.search.analyse import fold, is_cjk, words
from confnotes.search.document import TEXT
from confnotes.search.snapshot import Snapshot

_SHORTEST, _LONGEST = 3, 40
_MOST_REPLACED = 4
_LEAST_ALIKE = 70.0
_NEAREST = 5


def suggestion(query: Query, index: Snapshot) -> str | None:
    """The query with each word that finds nothing replaced by the nearest that does.

    None when every word finds something by itself, when a word has no near one, or when too many find nothing.
    """
    missing = [
        (field, word)
        for field, word in dict.fromkeys(_sought(query.root))
        if not is_cjk(word) and not _found(index, field, word)
    ]
    text = query.text
    if len(missing) > _MOST_REPLACED:
        return None
    for field, word in missing:
        near = nearest(index, field, word) if _SHORTEST <= len(word) <= _LONGEST else None
        if near is None:
            return None
        text = _replace(text, word, near)
    return text if fold(text) != fold(query.text) else None


def nearest(index: Snapshot, field: str, word: str) -> str | None:
    """The most frequent word of the field that begins so, else the most similar one."""
    if completed := index.completions(field, word, 1):
        return completed[0]
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    lexicon = _lexicon(index, field)
    alike = process.extract(
        word,
        lexicon,
        scorer=DamerauLevenshtein.normalized_similarity,
        score_cutoff=_LEAST_ALIKE / 100,
        limit=_NEAREST,
    )
    if not alike:
        return None
    return max(alike, key=lambda found: (round(found[1], 2), index.frequency(field, found[0])))[0]


def _lexicon(index: Snapshot, field: str) -> list[str]:
    return [word for word in index.words(field) if len(word) >= _SHORTEST and not is_cjk(word)]


def _found(index: Snapshot, field: str, word: str) -> bool:
    return bool(index.frequency(field, word) or (field == TEXT and index.forms(word)))


def _sought(node: Node) -> list[tuple[str, str]]:
    match node:
        case And(parts) | Or(parts):
            return [found for part in parts for found in _sought(part)]
        case InField(field, text) if field not in ("kind", "lang"):
            return [(field, word) for _, word in _sought(text)]
        case Word(text) | Typing(text) | Phrase(text) | Prefix(text):
            return [(TEXT, word) for word in words(text)]
    return []


def _replace(text: str, word: str, near: str) -> str:
    """The query's text with the word, however it was written, replaced."""
    for match in re.finditer(r"[^\W_]+", text):
        if fold(match.group()) == word:
            return f"{text[: match.start()]}{near}{text[match.end() :]}"
    return text
