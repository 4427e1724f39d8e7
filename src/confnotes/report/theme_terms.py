"""Themes that nobody named: terms that the titles and notes of several talks share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain, islice
from typing import Any, Final

from confnotes.markup.names import fold
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.summary import SummaryItem, SummaryTopic
from confnotes.report.topics import terms_of

_FEWEST_FOR_A_WORD, _LINES_FOR_A_WORD = 3, 2
"""Talks that share a word, and lines that have it where the title lacks it: one line may have any word."""

_OFTEN = 3
"""Lines with a pair of words, where a title counts twice."""

_MOSTLY = 0.75
"""Share of the talks with a word that no title has in which several lines have it."""

_PAIR_COUNTS, _TITLE_COUNTS = 1.6, 2
_SHARE_OF_TITLES, _FEW_TITLES = 0.2, 3
_SHARE_OF_NOTES, _FEW_NOTES = 1 / 3, 5
"""A word in more titles, or in the notes on more talks, says what the conference is about."""

_OFTEN_NOTED = 4
"""Lines with a word that a title has, from which two talks share it."""

_FEWEST_RECURRING, _MOST_RECURRING = 2, 6
"""Terms of one line that says what a conference was about."""

_TOO_GENERAL: Final = frozenset(
    [
        *("community", "complex", "design", "developer", "development", "engineer", "engineering", "environment"),
        *("fast", "framework", "language", "learning", "method", "model", "modeling", "modelling", "pattern"),
        *("performance", "platform", "programming", "science", "service", "slow", "software", "solution", "source"),
        *("team", "time"),
    ]
)
"""Words that say little of a conference when they stand alone."""

_MOST_READ = 300
"""Talks whose notes are read; of more talks, the titles say enough."""

_MOST_LINES = 200
_SHORT_NAME = 3
_NO_SUBJECT: Final = frozenset(
    [
        *("app", "application", "approach", "case", "change", "code", "count", "data", "default", "example", "feature"),
        *("file", "kind", "level", "line", "list", "name", "note", "number", "part", "problem", "process", "product"),
        *("project", "result", "size", "step", "support", "system", "term", "tool", "type", "user", "value", "version"),
        *("write", "writing", "run", "stuff", "create", "set", "com", "effort", "lightning", "plenary"),
    ]
)
"""Words that talks about anything share."""


@fast_dataclass(frozen=True, slots=True)
class SharedTerm:
    """A term in its usual spelling, its normalized form, and the items that are about it."""

    name: str
    key: str
    items: tuple[SummaryItem, ...]


@fast_dataclass(frozen=True, slots=True)
class _Terms:
    """The items by id, the terms of their titles, and in how many of its lines a term is."""

    items: Mapping[str, SummaryItem]
    of_titles: Mapping[str, Mapping[str, str]]
    counts: Mapping[str, Counter[str]]

    @classmethod
    def of(cls, items: Sequence[SummaryItem]) -> _Terms:
        """Those of these items."""
        read = items if len(items) <= _MOST_READ else ()
        counts = {item.id: Counter(chain.from_iterable(map(terms_of, _lines_of(item)))) for item in read}
        return cls({item.id: item for item in items}, {item.id: terms_of(item.title) for item in items}, counts)

    def told_again(self) -> set[str]:
        """The terms that may be of several items: most pairs of words occur once."""
        told = Counter(chain.from_iterable(self.of_titles.values()))
        told.update(chain.from_iterable(self.counts.values()))
        return {term for term, times in told.items() if times > 1}

    def spelled(self, term: str) -> str:
        """A term as it is written first."""
        about = next(one for one, title in self.of_titles.items() if term in title or term in self.counts.get(one, ()))
        return next(filter(None, (terms_of(text).get(term) for text in _texts_of(self.items[about]))))


def shared_terms(items: Sequence[SummaryItem], titles: Iterable[str]) -> Iterator[SharedTerm]:
    """Pairs of words of two talks or more, and words of three or more that a title has, most told first.

    `titles` are those of the whole program.
    """
    terms = _Terms.of(items)
    used: set[str] = set()
    for _, term, about in sorted(_weighed(terms, items, titles), key=lambda one: (-one[0], one[1])):
        if used.isdisjoint(term.split()):
            used.update(term.split())
            yield SharedTerm(terms.spelled(term), term, tuple(item for item in items if item.id in about))


def _weighed(
    terms: _Terms, items: Sequence[SummaryItem], titles: Iterable[str]
) -> Iterator[tuple[float, str, set[str]]]:
    """The terms with their weight, and the items that they are about, by id."""
    again = terms.told_again()
    named_by, noted_by = _by_term(terms.of_titles, again), _by_term(terms.counts, again)
    common = _common(titles) | _of_conferences(items, again) | _everywhere(noted_by, len(items))
    for term in again:
        noted, named = noted_by[term], named_by[term]
        if common.isdisjoint(term.split()) and (about := _about(term, noted, named)):
            told = sum(noted.get(one, 0) for one in about) + _TITLE_COUNTS * len(named)
            yield told * (_PAIR_COUNTS if " " in term else 1), term, about


def _by_term(terms: Mapping[str, Mapping[str, Any]], wanted: Set[str]) -> dict[str, dict[str, Any]]:
    """The items with each of the wanted terms, by id, and what they have for it."""
    found: dict[str, dict[str, Any]] = {term: {} for term in wanted}
    for item, own in terms.items():
        for term in own.keys() & wanted:
            found[term][item] = own[term]
    return found


def _everywhere(noted_by: Mapping[str, Collection[str]], items: int) -> set[str]:
    """Terms noted in too many of the items to tell any apart."""
    return {term for term, ids in noted_by.items() if len(ids) > max(_FEW_NOTES, _SHARE_OF_NOTES * items)}


def _about(term: str, noted: Mapping[str, int], named: Collection[str]) -> set[str]:
    """The items that a term is about, by id: none if it may be in them by chance."""
    if " " in term:
        often = _TITLE_COUNTS * len(named) + sum(noted.values()) >= _OFTEN
        return {*named, *noted} if often and len({*named, *noted}) > 1 else set()
    about = {*named, *(one for one, count in noted.items() if count >= _LINES_FOR_A_WORD)}
    if len(about) < _FEWEST_FOR_A_WORD:
        return set()
    return about if named or len(about) >= _MOSTLY * len(noted) else set()


def recurring_terms(items: Sequence[SummaryItem], titles: Iterable[str]) -> tuple[SummaryTopic, ...]:
    """What several talks are about, in the words of their titles and notes, most told first; empty with a
    single such term. `titles` are of the conferences: their words say nothing more.
    """
    terms = _Terms.of(items)
    again = terms.told_again()
    named_by, noted_by = _by_term(terms.of_titles, again), _by_term(terms.counts, again)
    known = {term for title in titles for term in terms_of(title)} | _of_conferences(items, again) | _NO_SUBJECT
    found: list[tuple[float, str, set[str]]] = []
    for term in again - _TOO_GENERAL:
        named, noted = set(named_by[term]), noted_by[term]
        if known.isdisjoint(term.split()) and (about := _recurs_in(term, named, noted)):
            found.append(((len(about) + len(named)) * (_PAIR_COUNTS if " " in term else 1), term, about))
    used: set[str] = set()
    told: list[SummaryTopic] = []
    for _, term, about in sorted(found, key=lambda one: (-one[0], one[1])):
        if used.isdisjoint(term.split()) and not any(term.startswith(one) for one in used):  # “testing” after “test”
            used.update(term.split())
            told.append(SummaryTopic(terms.spelled(term), tuple(item.id for item in items if item.id in about)))
    most = sorted(told[:_MOST_RECURRING], key=lambda one: -len(one.items))
    return tuple(most) if len(told) >= _FEWEST_RECURRING else ()


def _recurs_in(term: str, named: Set[str], noted: Mapping[str, int]) -> set[str]:
    """The items that are about a term by their titles or notes; none if that may be by chance: a word that only titles
    have says as little as one that no title has.
    """
    if " " in term:
        about = {*named, *noted}
        return about if len(named) > 1 or len(about) > (1 if named else _TITLE_COUNTS) else set()
    often = {one for one, count in noted.items() if count >= _LINES_FOR_A_WORD}
    about = {*named, *often}
    is_told = len(named) > 1 or len(about) > _TITLE_COUNTS or (len(often) > 1 and sum(noted.values()) >= _OFTEN_NOTED)
    return about if named and noted and is_told else set()


def has_term(text: str, term: str) -> bool:
    """Whether a line has the term, by its normalized form."""
    return term in terms_of(text)


def _texts_of(item: SummaryItem) -> Iterator[str]:
    yield item.title
    yield from _lines_of(item)


def _lines_of(item: SummaryItem) -> Iterator[str]:
    texts = (text for note in item.notes for text in (note.claim, note.text, note.view))
    yield from islice((line for text in texts for line in text.split("\n")), _MOST_LINES)
    yield from (one.text for one in item.takeaways if not one.in_text)


def _common(titles: Iterable[str]) -> set[str]:
    """Words of no subject, and words that say what the conference is about."""
    every = [{term for term in terms_of(title) if " " not in term} for title in titles]
    counts = Counter(term for terms in every for term in terms)
    most = max(_FEW_TITLES, _SHARE_OF_TITLES * len(every))
    return {term for term, count in counts.items() if count > most} | _NO_SUBJECT


def _of_conferences(items: Iterable[SummaryItem], terms: Iterable[str]) -> set[str]:
    """Words in the names of the conferences: RustConf is about Rust."""
    names = fold(" ".join({item.conference for item in items}))
    words = names.split()
    return {term for term in terms if term in words or (len(term) > _SHORT_NAME and " " not in term and term in names)}
