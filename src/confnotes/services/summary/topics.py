"""What the items of a summary were about: their tags, and terms that are typical of some of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from confnotes.markup.names import fold
from confnotes.model.summary import SummaryItem, SummaryTag, SummaryTopic
from confnotes.services.summary.stop_words import STOP_WORDS

MOST_TOPICS = 14
MOST_TAGS = 10
FEWEST_ITEMS = 2
_FEW_ITEMS = 5
_NEARLY_ALL = 0.7
_MOSTLY = 0.5
"""A word of which so many places are places of a pair is told by the pair."""

_ENOUGH_TITLES = 20
_MANY_TITLES = 0.08
_MOST_LETTERS = 800
"""So much of each item's notes is looked at."""

_TITLE_COUNTS = 2.0
_PAIR_COUNTS = 1.6
_CODE = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*`|\$\$.*?(?:\$\$|\Z)|\$[^$\n]*\$|https?://\S+|\]\([^)\n]*\)|[#@^][\w/-]+", re.DOTALL
)
_MAY_BE_CODE = re.compile(r"[`$#@^]|https?:|\]\(")
_WORD = re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]{2,})*|[.;:!?()\n]")


def topics(
    items: Iterable[SummaryItem], tags: Iterable[SummaryTag], titles: Iterable[str] = ()
) -> tuple[SummaryTopic, ...]:
    """Tags that several items have, then terms in the titles and notes of several, each the most frequent first.

    A word that many of `titles`, those of the whole program, have tells nothing. Of the items nothing else is read
    than what their audience may read.
    """
    items = [item for item in items if (item.noted or item.is_talk) and not item.leads]
    common = [
        SummaryTopic(tag.name, tag.items, is_tag=True)
        for tag in sorted(tags, key=lambda tag: -len(tag.items))
        if len(tag.items) >= FEWEST_ITEMS
    ][:MOST_TAGS]
    said = {_key(part) for topic in common for part in re.split(r"[/_-]", topic.name)}
    return (*common, *_terms(items, said | _frequent(titles))[: MOST_TOPICS - len(common)])


def _frequent(titles: Iterable[str]) -> set[str]:
    """The words that many titles have, where there are enough to tell."""
    every = list(titles)
    if len(every) < _ENOUGH_TITLES:
        return set()
    counts = Counter(word for title in every for word in {_key(match[0]) for match in _WORD.finditer(title)})
    return {word for word, count in counts.items() if count > len(every) * _MANY_TITLES}


def _terms(items: list[SummaryItem], said: set[str]) -> list[SummaryTopic]:
    """The terms of one or two words that stand in several items; in a title they count for more."""
    titles = [_terms_of(item.title) for item in items]
    texts = [_terms_of(_text(item)) if item.noted else {} for item in items]
    titled = Counter(term for terms in titles for term in terms)
    places: dict[str, list[str]] = defaultdict(list)
    counts = Counter(term for own, terms in zip(titles, texts, strict=True) for term in own.keys() | terms.keys())
    most = len(items) * _NEARLY_ALL if len(items) >= _FEW_ITEMS else len(items)
    candidates = {
        term
        for term, count in counts.items()
        if FEWEST_ITEMS <= count <= most
        and (" " in term or titled[term] >= FEWEST_ITEMS or (titled[term] and count > FEWEST_ITEMS))
        and (term not in said if " " not in term else not said.issuperset(term.split()))
    }
    spellings: dict[str, str] = {}
    for item, own, terms in zip(items, titles, texts, strict=True):
        for term in candidates & (own.keys() | terms.keys()):
            places[term].append(item.id)
            spelling = own.get(term) or terms[term]
            spellings[term] = min(spellings.get(term, spelling), spelling, key=len)
    told_in_pairs = {
        word for pair in candidates if " " in pair for word in pair.split() if counts[pair] >= counts[word] * _MOSTLY
    }
    weights = {
        term: (_TITLE_COUNTS * titled[term] + counts[term]) * (_PAIR_COUNTS if " " in term else 1.0)
        for term in candidates - told_in_pairs
    }
    ordered = sorted(weights, key=lambda term: (-weights[term], term))
    used: set[str] = set()
    found = []
    for term in ordered:
        if used.isdisjoint(term.split()):
            used.update(term.split())
            found.append(SummaryTopic(spellings[term], tuple(places[term])))
    return found


def _text(item: SummaryItem) -> str:
    texts = [part for note in item.notes for part in (note.claim, note.text, note.view)]
    texts += [takeaway.text for takeaway in item.takeaways if not takeaway.in_text]
    return "\n".join(filter(None, texts))[:_MOST_LETTERS]


def _terms_of(text: str) -> dict[str, str]:
    """The terms of a text, each by the form that is compared, as it is written."""
    if _MAY_BE_CODE.search(text):
        text = _CODE.sub(" ; ", text)
    found: dict[str, str] = {}
    before = written = ""
    for word in _WORD.findall(text):
        key = _key(word)
        if not key:
            before = ""
            continue
        now = word if word[1:] != word[1:].lower() else word.lower()
        found.setdefault(key, now)
        if before and before != key:
            found.setdefault(f"{before} {key}", f"{written} {now}")
        before, written = key, now
    return found


@lru_cache(maxsize=20_000)
def _key(word: str) -> str:
    """A word as it is compared: folded, without the s of a plural; empty for one that tells nothing."""
    folded = fold(word)
    if len(folded) < 3 or folded in STOP_WORDS:
        return ""
    is_plural = len(folded) > 4 and folded.endswith("s") and not folded.endswith(("ss", "us", "is"))
    bare = folded[:-1] if is_plural else folded
    return "" if bare in STOP_WORDS else bare
