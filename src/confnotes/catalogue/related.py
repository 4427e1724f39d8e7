"""Related notes and talks: by shared rare words, links, tags, people, papers and sessions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from heapq import nlargest
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, NamedTuple

from confnotes.markup.link_names import link_key, name_of
from confnotes.markup.names import bare
from confnotes.model.hit import HitKind, Related
from confnotes.search.analyse import is_cjk
from confnotes.search.data import K1, Data
from confnotes.search.document import KINDS, TEXT, IndexDocument
from confnotes.search.graph import Place, graph_of
from confnotes.search.index import IndexSnapshot
from confnotes.search.outlines import read_outline

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

_NOTE, _TALK = KINDS.index(HitKind.NOTE), KINDS.index(HitKind.TALK)
NOTES, NOTES_AND_TALKS = frozenset({_NOTE}), frozenset({_NOTE, _TALK})
"""Kinds of documents to search."""

_WORDS = 24
"""Number of words that represent a note's content."""

_LOOKED_AT = 50  # rarest words of a note, before they are weighed
_SHORTEST = 3  # letters: shorter words say little
_MOST_SHARED = 0.1  # of all notes
_FEW, _MANY = 8, 400
"""Bounds of `_MOST_SHARED` as a number of notes: words in more notes are ignored, and tags in twice as many."""

_OTHERS = 5
"""A word may be in this many times more documents that are not notes."""

_MOST = 8  # documents
_LEAST_WORDS = 2  # in common: one alone is chance
_LEAST = 0.3
"""Minimum similarity, relative to the most similar document."""

_TOLD_OTHERWISE = ("speaker", "session", "track", "room", "conf")
"""Fields that say who, where and when, rather than what about."""

_SMALL_WORD_TEXT = (
    "about after again all also always and another any are around based because been before being between both but "
    "came can come could did does doing done each even ever every few first for from get gets getting give given "
    "goes going good got had has have having her here him his how into its just keep know last less let like long "
    "look made make makes many may maybe means might more most much must need needs never new next not nothing now "
    "off often old one ones only other our out over own part people per put really said same say says see seems "
    "several she should show shows since some something still such take takes talk talks tell than that the their "
    "them then there these they thing things think this those through time too took two under until use used uses "
    "using very via want wants was way ways well went were what when where whether which while who whole whose why "
    "will with within without work works would year years yes yet you your doubt trick claim takeaway takeaways "
    "hallway question questions answer slide slides paper poster session video note notes "
    "https http www com org net html pdf abs watch youtube slideslive github arxiv openreview doi "
    "schedulemultitrack event"
)
_SMALL_WORDS = frozenset(_SMALL_WORD_TEXT.split())
_SHOWN_WORDS, _SHOWN_THINGS = 3, 3  # that are named as the reason
_WORTH = {"links": 1.2, "paper": 1.5, "who": 1.0, "tag": 0.6, "beside": 0.5}
_LINKED = 12.0
"""The weight of a link between the two: about two rare words."""

_NOT_ALIKE = ("conference", "day")
"""Kinds of notes that are about everything."""


class _Share(NamedTuple):
    """A feature of the note, and its weight for each document that shares it."""

    field: str
    shown: str
    worth: dict[Place, float]


def find_related(vault: Vault, name: str, kinds: frozenset[int] = NOTES) -> tuple[Related, ...]:
    """The documents most similar to the note at the path `name`, or the talk with that key, best first, and what they
    share with it.

    Excludes conference notes and day pages, which resemble everything. Raises DamagedIndexError.
    """
    from confnotes.catalogue.searching.find import index_of

    index = index_of(vault)
    graph = graph_of(index)
    here = next(iter(graph.meant(link_key(f"/{name}"))), None) or _talk(index, name)
    if here is None:
        return ()
    words = list(_words(index, here, kinds))
    shares = [*words, *_things(index, here, kinds)]
    asked = graph.asked(f"/{name}")
    joined = (graph.links_to(asked), graph.linked_from(asked))
    linked = {
        (at, doc)
        for at, part in enumerate(index.parts)
        for chosen in joined
        for doc in chosen[part.data]
        if part.data.kinds[doc] == _NOTE
    }
    shared_words = Counter(place for share in words for place in share.worth)
    left_out = {here, *_not_alike(index)}
    scores: dict[Place, float] = defaultdict(float, dict.fromkeys(linked - left_out, _LINKED))
    for share in shares:
        for place, worth in share.worth.items():
            if (share.field != TEXT or shared_words[place] >= _LEAST_WORDS) and place not in left_out:
                scores[place] += worth
    best = nlargest(_MOST, ((score, place) for place, score in scores.items()))
    runs = _runs(index, here, {share.shown for share in words})
    fitting = (one for one in best if one[0] >= best[0][0] * _LEAST)
    return tuple(_shown(index, place, score, shares, runs, linked) for score, place in fitting)


def _talk(index: IndexSnapshot, key: str) -> Place | None:
    """The place of the talk itself, not of its note."""
    for at, part in enumerate(index.parts):
        for doc in part.data.talks.get(key, ()):
            if part.data.kinds[doc] == _TALK and doc not in part.dead_docs:
                return at, doc
    return None


def _words(index: IndexSnapshot, here: Place, kinds: frozenset[int]) -> Iterator[_Share]:
    """The most characteristic words of the note, each with the documents that contain it."""
    part, doc = here
    segment = index.parts[part].data
    text, titles = segment.field(TEXT), segment.field("title")
    named = [segment.field(field) for field in _TOLD_OTHERWISE]
    stream = Counter(segment.numbers(segment.stream(doc)))
    counts = {number: count for number, count in stream.items() if number in text}
    others = {number for number in stream.keys() - counts.keys() if any(number in field for field in named)}
    elsewhere = {segment.term(number)[1] for number in others}
    in_title = {segment.term(number)[1] for number in stream if number in titles}
    most, count = _most_shared(index, kinds), _count(index, kinds)
    rare_here = sorted(counts, key=lambda number: segment.frequency(number) / counts[number])[:_LOOKED_AT]
    weighed = []
    for number in rare_here:
        word = segment.term(number)[1]
        if 1 < index.frequency(TEXT, word) <= _OTHERS * most and word not in elsewhere and _tells(word):
            having = _having(index, TEXT, word, kinds)
            if 1 < len(having) <= most:
                weight = log(1 + count / len(having)) * (1 + log(counts[number] + (word in in_title)))
                weighed.append((weight, word, having))
    for weight, word, having in nlargest(_WORDS, weighed, key=lambda each: each[:2]):
        yield _Share(TEXT, word, {place: weight * much for place, much in having.items()})


def _count(index: IndexSnapshot, kinds: frozenset[int]) -> int:
    return sum(part.data.kinds.count(kind) for part in index.parts for kind in kinds)


def _most_shared(index: IndexSnapshot, kinds: frozenset[int]) -> int:
    return max(_FEW, min(_MANY, int(_count(index, kinds) * _MOST_SHARED)))


def _tells(word: str) -> bool:
    return is_cjk(word) or (len(word) >= _SHORTEST and word not in _SMALL_WORDS and not word[0].isdigit())


def _things(index: IndexSnapshot, here: Place, kinds: frozenset[int]) -> Iterator[_Share]:
    """Other features of the note or talk that documents may share."""
    part, doc = here
    segment = index.parts[part].data
    record = segment.record(doc)
    names = {bare(name): name for name in record.speakers}
    targets: dict[str, str] = {}
    if record.path is not None:
        outline = read_outline(record.path, segment.outline(segment.source_of[doc]))
        names |= {bare(mention.name): mention.name for mention in outline.mentions}
        targets = {link_key(one.target, record.path): one.target for one in outline.links}
    shown: dict[str, Callable[[str], str]] = {
        "links": lambda key: name_of(targets.get(key, key)),
        "who": lambda folded: names.get(folded, folded),
        "tag": lambda tag: f"#{tag}",
        "paper": lambda address: "same paper",
        "beside": lambda session: "same session",
    }
    within = segment.labels(doc, "within")
    most = 2 * _most_shared(index, kinds)
    for field, worth in _WORTH.items():
        for label in segment.labels(doc, field):
            is_person = field == "links" and bare(label) in names
            if 1 < index.frequency(field, label) <= most and not is_person and label not in within:
                weight = worth * index.rarity(field, label)
                yield _Share(field, shown[field](label), dict.fromkeys(_having(index, field, label, kinds), weight))


def _having(index: IndexSnapshot, field: str, word: str, wanted: frozenset[int]) -> dict[Place, float]:
    """Documents of these kinds with a word or label, weighted: more if it is frequent and the document short."""
    found: dict[Place, float] = {}
    for at, part in enumerate(index.parts):
        segment: Data = part.data
        term = segment.find(field, word)
        if term is None:
            continue
        ids, counts = segment.postings(term)
        kinds, norms = segment.kinds, segment.norms
        for doc, count in zip(ids, counts or b"\1" * len(ids), strict=True):
            if kinds[doc] in wanted:
                found[at, doc] = (K1 + 1) * count / (count + norms[doc])
    return found


def _not_alike(index: IndexSnapshot) -> Iterator[Place]:
    """Deleted or replaced documents, and those about everything."""
    for at, part in enumerate(index.parts):
        yield from ((at, doc) for doc in index.not_shown[at])
        for kind in _NOT_ALIKE:
            if (term := part.data.find("kind", kind)) is not None:
                yield from ((at, doc) for doc in part.data.documents(term))


def _runs(index: IndexSnapshot, here: Place, words: set[str]) -> set[tuple[str, str]]:
    """Which of these words are adjacent in the note."""
    part, doc = here
    segment = index.parts[part].data
    terms = ((segment.find(TEXT, word), word) for word in words)
    spelled = {segment.spelled((term,)): word for term, word in terms if term is not None}
    return {
        (spelled[one], spelled[other])
        for one, other in pairwise(segment.stream(doc))
        if one in spelled and other in spelled
    }


def _shown(
    index: IndexSnapshot,
    place: Place,
    score: float,
    shares: list[_Share],
    runs: set[tuple[str, str]],
    linked: set[Place],
) -> Related:
    part, doc = place
    record: IndexDocument = index.parts[part].data.record(doc)
    told = sorted((share for share in shares if place in share.worth), key=lambda share: -share.worth[place])
    things = list(dict.fromkeys(share.shown for share in told if share.field != TEXT))[:_SHOWN_THINGS]
    named = set(re.findall(r"\w+", bare(" ".join(things))))
    words = [share.shown for share in told if share.field == TEXT and share.shown not in named]
    return Related(
        record.path or record.id,
        record.path or "",
        record.title,
        record.conference,
        round(score, 3),
        tuple(_joined(words[: 2 * _SHOWN_WORDS], runs)[:_SHOWN_WORDS]),
        tuple(things),
        place in linked,
    )


def _joined(words: list[str], runs: set[tuple[str, str]]) -> list[str]:
    """The words, with adjacent ones joined: `score matching`."""
    left = list(words)
    found: list[str] = []
    while left:
        first = left.pop(0)
        for other in left:
            if (first, other) in runs or (other, first) in runs:
                left.remove(other)
                first = f"{first} {other}" if (first, other) in runs else f"{other} {first}"
                break
        found.append(first)
    return found


def find_related_to(vault: Vault, thing: str) -> tuple[Related, ...]:
    """The notes and talks most similar to a note, talk or paper, named as for `show`; raises what that raises.

    A talk is represented by its note if it has one, a paper by the talk that presented it, else by the first note that
    mentions it.
    """
    return find_related(vault, _path_or_talk(vault, thing), NOTES_AND_TALKS)


def _path_or_talk(vault: Vault, thing: str) -> str:
    from confnotes.catalogue.find_note import find_note
    from confnotes.catalogue.program.talks import card, locate
    from confnotes.errors import NotFoundError

    try:
        return find_note(vault, thing)
    except NotFoundError as error:
        if paper := _paper_place(vault, thing):
            return paper
        try:
            key = locate(vault, thing, guess=False).key
        except NotFoundError:
            raise error from None
        return card(vault, key).note or key


def _paper_place(vault: Vault, thing: str) -> str | None:
    """Where the paper was presented, else first noted."""
    from confnotes.catalogue.papers.find_paper import papers_called

    for paper in papers_called(vault, thing):
        for talk in paper.presented:
            return talk.note or talk.talk
        for line in paper.noted:
            return line.path
    return None
