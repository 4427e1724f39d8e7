"""Topics of a summary's items: their tags, and characteristic terms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, islice

from confnotes.markup.names import fold
from confnotes.model.summary import SummaryItem, SummaryTag, SummaryTopic

MOST_TOPICS = 14
MOST_TAGS = 10
FEWEST_ITEMS = 2
_FEW_ITEMS = 5
_NEARLY_ALL = 0.7
_MOSTLY = 0.5
"""Minimum share of a word's occurrences in a pair: then only the pair is a term."""

_ENOUGH_TITLES = 20
_MANY_TITLES = 0.08
_MOST_LETTERS = 800
"""Characters of each item's notes to read."""

_POINT_COUNTS = 2.0
_PAIR_COUNTS = 1.6
_OFTEN = 3
"""Occurrences from which weaker evidence makes a term."""

_CODE = re.compile(
    r"""```.*?(?:```|\Z) | `[^`\n]*` | \$\$.*?(?:\$\$|\Z) | \$[^$\n]*\$  # code and formulas
        | https?://\S+ | \[[^\[\]\n]*\]\(\#[^)\n]*\) | \]\([^)\n]*\) | \#[\w/-]+ | @[\w/-]+ | \^[\w/-]+""",
    re.VERBOSE | re.DOTALL,
)
"""Parts of a text that are not words: code, formulas, addresses, tags, people, titles of other items.

Each begins with a letter and not with a class of them, so that the search goes from one to the next.
"""
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*|-(?<=\s-)(?=\s)|[^\w\s*'’-]|\n")
"""A word, or a separator that words do not pair across."""
_ASCII_WORD = re.compile(r"[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*|-(?<=\s-)(?=\s)|[\n\0-\x08\x0e-\x1b!-&()+,./:-@[-^`{-\x7f]")
"""The same in a text of ASCII, in two thirds of the time."""

_NUMBER = re.compile(r"\d+[a-z]{0,3}")
_CJK = "\u2e80"


def topics(
    items: Iterable[SummaryItem], tags: Iterable[SummaryTag], titles: Iterable[str] = ()
) -> tuple[SummaryTopic, ...]:
    """Tags of several items, then terms of several items, each most frequent first.

    Title, claims and takeaways of an item count most, its other notes less.

    Words in many of `titles`, those of the whole program, are ignored. Only text that the audience may see is used.
    """
    items = [item for item in items if (item.noted or item.is_talk) and not item.leads]
    common = [
        SummaryTopic(tag.name, tag.items, is_tag=True)
        for tag in sorted(tags, key=lambda tag: -len(tag.items))
        if len(tag.items) >= FEWEST_ITEMS
    ][:MOST_TAGS]
    said = {_key(part) for topic in common for part in re.split(r"[/_-]", topic.name)}
    return (*common, *islice(_terms(items, said | _frequent(titles)), MOST_TOPICS - len(common)))


def _frequent(titles: Iterable[str]) -> set[str]:
    """Words in many titles; where there are few titles, in more than half of them."""
    every = list(titles)
    many = _MANY_TITLES if len(every) >= _ENOUGH_TITLES else _MOSTLY
    counts = Counter(word for title in every for word in {_term(match[0])[0] for match in _WORD.finditer(title)})
    return {word for word, count in counts.items() if count > max(len(every) * many, _OFTEN)}


def _terms(items: list[SummaryItem], said: set[str]) -> Iterator[SummaryTopic]:
    """Terms of one or two words in several items, highest weight first."""
    titles = [terms_of(item.title) for item in items]
    points = [terms_of(_point(item)) | own for item, own in zip(items, titles, strict=True)]
    texts = [terms_of(_text(item)) | own for item, own in zip(items, points, strict=True)]
    titled, pointed, counts = (Counter(chain.from_iterable(found)) for found in (titles, points, texts))
    most = len(items) * _NEARLY_ALL if len(items) >= _FEW_ITEMS else len(items)

    def tells(term: str, count: int) -> bool:
        if count > most or said.issuperset(term.split()):
            return False
        if " " in term:
            return pointed[term] > 0 or count >= _OFTEN
        return titled[term] >= FEWEST_ITEMS

    weights = {
        term: (_POINT_COUNTS * pointed[term] + count) * (_PAIR_COUNTS if " " in term else 1.0)
        for term, count in counts.items()
        if count >= FEWEST_ITEMS and tells(term, count)  # most terms are of one item
    }
    told_in_pairs = {
        word for pair in weights if " " in pair for word in pair.split() if counts[pair] >= counts[word] * _MOSTLY
    }
    used: set[str] = set()
    for term in sorted(weights.keys() - told_in_pairs, key=lambda term: (-weights[term], term)):
        if used.isdisjoint(term.split()):
            used.update(term.split())
            about = [(item.id, terms[term]) for item, terms in zip(items, texts, strict=True) if term in terms]
            spelling = min((written for _, written in about), key=len)
            yield SummaryTopic(spelling, tuple(identifier for identifier, _ in about))


def _point(item: SummaryItem) -> str:
    """The lines that state an item's point."""
    said = (text for note in item.notes for text in (note.claim, *(takeaway.text for takeaway in note.takeaways)))
    return "\n".join(said)[:_MOST_LETTERS]


def _text(item: SummaryItem) -> str:
    return "\n".join(text for note in item.notes for text in (note.text, note.view))[:_MOST_LETTERS]


def terms_of(text: str) -> dict[str, str]:
    """The terms of a text in their original spelling, by normalized form."""
    found: dict[str, str] = {}
    before = written = ""
    text = _CODE.sub(" ; ", text)
    for word in (_ASCII_WORD if text.isascii() else _WORD).findall(text):
        key, now = _term(word)
        if key:
            found.setdefault(key, now)
            if before and before != key and (pair := f"{before} {key}") not in found:
                found[pair] = f"{written} {now}"
            written = now
        before = key
    return found


@lru_cache(maxsize=20_000)
def _term(word: str) -> tuple[str, str]:
    """A word normalized for comparison, and as it is written inside a sentence."""
    return _key(word), word if word[1:] != word[1:].lower() else word.lower()


@cache
def stop_words() -> frozenset[str]:
    """Stop words of the languages of most conferences, folded."""
    return frozenset((files(__package__) / "stop_words.txt").read_text(encoding="utf-8").split())


def _key(word: str) -> str:
    """A word normalized for comparison: folded, without a plural s; empty for stop words."""
    folded = fold(word)
    is_short = len(folded) < 3 and not (len(folded) == 2 and (word.isupper() or word > _CJK))
    if is_short or folded in stop_words() or _NUMBER.fullmatch(word):
        return ""
    is_plural = len(folded) > 4 and folded.endswith("s") and not folded.endswith(("ss", "us", "is"))
    bare = folded[:-1] if is_plural else folded
    return "" if bare in stop_words() else bare
