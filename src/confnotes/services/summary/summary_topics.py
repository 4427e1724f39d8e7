"""What the items of a summary were about: their tags, and terms that are typical of some of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

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
_MOST_LETTERS = 4000
"""So much of each item's notes is looked at."""

_TITLE_COUNTS = 2.0
_PAIR_COUNTS = 1.6
_CODE = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*`|\$\$.*?(?:\$\$|\Z)|\$[^$\n]*\$|https?://\S+|\]\([^)\n]*\)|[#@^][\w/-]+", re.DOTALL
)
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
    weights: dict[str, float] = defaultdict(float)
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, dict[str, None]] = defaultdict(dict)
    titled: Counter[str] = Counter()
    for item in items:
        in_title = _terms_of(item.title)
        in_notes = _terms_of(_text(item)) if item.noted else {}
        titled.update(in_title.keys())
        for term in in_title.keys() | in_notes.keys():
            pair = _PAIR_COUNTS if " " in term else 1.0
            weights[term] += (_TITLE_COUNTS * (term in in_title) + (term in in_notes)) * pair
            places[term][item.id] = None
        for found in (in_title, in_notes):
            for term, spelling in found.items():
                spellings[term][spelling] += 1
    most = len(items) * _NEARLY_ALL if len(items) >= _FEW_ITEMS else len(items)
    candidates = {
        term
        for term, where in places.items()
        if FEWEST_ITEMS <= len(where) <= most
        and (" " in term or titled[term] >= FEWEST_ITEMS or (titled[term] and len(where) > FEWEST_ITEMS))
        and (term not in said if " " not in term else not said.issuperset(term.split()))
    }
    told_in_pairs = {
        word
        for pair in candidates
        if " " in pair
        for word in pair.split()
        if len(places[pair]) >= len(places[word]) * _MOSTLY
    }
    ordered = sorted(candidates - told_in_pairs, key=lambda term: (-weights[term], term))
    return list(_telling(ordered, places, spellings))


def _telling(
    ordered: Iterable[str], places: Mapping[str, Mapping[str, None]], spellings: Mapping[str, Counter[str]]
) -> Iterator[SummaryTopic]:
    """The terms in that order, each word once, as it is mostly written."""
    used: set[str] = set()
    for term in ordered:
        if used.isdisjoint(term.split()):
            used.update(term.split())
            yield SummaryTopic(spellings[term].most_common(1)[0][0], tuple(places[term]))


def _text(item: SummaryItem) -> str:
    texts = [part for note in item.notes for part in (note.claim, note.text, note.view)]
    texts += [takeaway.text for takeaway in item.takeaways if not takeaway.in_text]
    return "\n".join(filter(None, texts))[:_MOST_LETTERS]


def _terms_of(text: str) -> dict[str, str]:
    """The terms of a text, each by the form that is compared, as it is written."""
    found: dict[str, str] = {}
    before: tuple[str, str] | None = None
    for match in _WORD.finditer(_CODE.sub(" ; ", text)):
        word = match[0]
        key = _key(word) if len(word) > 1 else ""
        if not key or key in STOP_WORDS or word.lower() in STOP_WORDS:
            before = None
            continue
        written = word if word[1:] != word[1:].lower() else word.lower()
        found.setdefault(key, written)
        if before is not None and before[0] != key:
            found.setdefault(f"{before[0]} {key}", f"{before[1]} {written}")
        before = (key, written)
    return found


def _key(word: str) -> str:
    """A word as it is compared: folded, without the s of a plural."""
    folded = fold(word)
    return (
        folded[:-1] if len(folded) > 4 and folded.endswith("s") and not folded.endswith(("ss", "us", "is")) else folded
    )
