"""Similar words of the index, for a word without matches."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from math import log
from typing import NamedTuple
from weakref import WeakKeyDictionary

from confnotes.markup.names import bare
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.hit import Instead
from confnotes.model.query import And, InField, Maybe, Most, Node, Not, Or, Phrase, Prefix, Query, Text, Typing, Word
from confnotes.search.analyse import JOINERS, Token, analyse, compose, is_cjk, places, words
from confnotes.search.data import Data
from confnotes.search.document import LABELS, TEXT
from confnotes.search.index import IndexSnapshot
from confnotes.search.languages import stem
from confnotes.search.values import STATES

_SHORTEST, _LONGEST = 3, 40  # letters of a word that may be misspelt
_MOST_REPLACED = 4  # words of one query
_LEAST_ALIKE = 0.7  # of 1: letters kept, by optimal string alignment over the longer word
_MOST_LOOKED_AT = 8  # words similar to a misspelt one
_MOST_NEAR = 3  # words that are searched instead
_MUCH_RARER = 4
"""Similar words that are this many times rarer than another one are dropped."""

_LETTER = re.compile(r"[^\W\d]")
_NUMERONYM = re.compile(r"([a-z])(\d{1,2})([a-z])")
_NUMBERED = re.compile(rf"([^\W\d_]{{2,}})([{JOINERS}])(\d+[^\W_]*(?:\.\d+)*)")
"""A name and a number: `gpt-4`, `llama-3.1`. Treated as one word; similar ones have another number."""

_SINGLE = re.compile(r"[^\W_]+(?:/[^\W_]+)*")
_LEAST_PART = 3  # letters of each word if a blank is missing
_MOST_READ = 200
"""The maximum number of documents to search for two adjacent words."""

_GUESSED_FROM = 4
"""From this number of letters on, an unfinished word may be misspelt."""

_SO_MANY_TIMES = 20
"""A similar word that is this many times as frequent may be meant."""

_LONG = 7
"""From this number of letters on, a word may have two typing errors."""

_COUNTED = 40
"""The number of completions or forms that are counted to estimate how rare a word is."""

_MOST_TRIED = 3
"""The number of words of a query, and of similar words for each, that are tried if no document has all words."""


@fast_dataclass(frozen=True, slots=True)
class Nearby:
    """A similar query, and its replaced words. `said` are the words of which most must match, as typed, and `wanted` as
    they are searched.
    """

    query: Query
    instead: tuple[Instead, ...]
    said: tuple[Text, ...] = ()
    wanted: tuple[Node, ...] = ()


class _Wanted(NamedTuple):
    """A required word of the query; `begun`: it may be incomplete."""

    field: str
    word: str
    begun: bool


_Near = dict[tuple[str, str], tuple[str, ...]]


def every_word_begun(query: Query) -> Query:
    """The query in which every required word may be incomplete."""
    begun = _each_text(query.root, lambda _, text: Typing(text.text) if isinstance(text, Word) else text)
    return replace(query, root=begun)


def with_other_names(node: Node, rows: Callable[[], Iterable[Sequence[str]]]) -> Node:
    """The query, also with the other names of its speakers; each row of `rows` has the names of one person."""
    match node:
        case And(parts) | Or(parts):
            return type(node)(tuple(with_other_names(part, rows) for part in parts))
        case Not(part):
            return Not(with_other_names(part, rows))
        case InField("speaker", Word(text) | Typing(text) | Phrase(text)) if wanted := set(words(text)):
            asked = [row for row in rows() if any(wanted.issubset(words(name)) for name in row)]
            others = {name: None for row in asked for name in row if not wanted.issubset(words(name))}
            return Or((node, *(InField("speaker", Phrase(name)) for name in others))) if others else node
    return node


def nearby(query: Query, index: IndexSnapshot) -> Iterator[Nearby]:
    """Queries similar to one without matches, most similar first; the caller tries which of them match.

    First the query with each unmatched word replaced by the most similar words of the index, then with one of several
    words replaced, and last with most of its words.
    """
    wanted = list(dict.fromkeys(_sought(query.root)))
    missing = [one for one in wanted if not is_cjk(one.word) and not _found(index, one)]
    near = {(one.field, one.word): _near_to(index, one) for one in missing[:_MOST_REPLACED]}
    if 0 < len(missing) == len(near) and all(near.values()):
        yield _replacing(query, near)
    if len(wanted) < 2 or not isinstance(query.root, And):
        return
    known = {place: others for place, others in near.items() if others}
    rarest = sorted(wanted, key=lambda one: index.frequency(one.field, _whole(one.word)))[:_MOST_TRIED]
    if len(known) == len(missing):
        for one in rarest:
            for other in _like(index, one, known.get((one.field, one.word), ())):
                yield _replacing(query, {**known, (one.field, one.word): (other,)}, missing)
    if most := most_words(query, index, known):
        yield most
    yield from _fields_alone(query, known)


def correct_spelling(query: Query, index: IndexSnapshot) -> Nearby | None:
    """The query with rare words replaced by much more frequent similar ones: the word may be misspelt in the note or in
    the query.
    """
    near: _Near = {}
    for word in {one.word: None for one in _sought(query.root) if one.field == TEXT}:
        if word.isalpha() and _GUESSED_FROM < len(word) <= _LONGEST and not is_cjk(word):
            frequency = index.frequency(TEXT, word)
            if frequency and (other := _frequent_neighbour(index, word, frequency * _SO_MANY_TIMES)):
                near[TEXT, word] = (other,)
    return _replacing(query, near, ()) if near else None


def _frequent_neighbour(index: IndexSnapshot, word: str, least: int) -> str | None:
    """The most frequent word with one or two other letters that at least `least` documents have; the first letter must
    match.
    """
    most = 1 if len(word) < _LONG else 2
    share = -(-least // len(index.parts))  # one of the segments has that many
    frequent = {
        other
        for part in index.parts
        for other in part.data.in_many(TEXT, word[0], share)
        if abs(len(other) - len(word)) <= most
    }
    alike = _away(word, frequent, most) if frequent else {}
    found = {other: index.frequency(TEXT, other) for other in alike if stem(other) != stem(word)}
    best = max(sorted(found), key=found.__getitem__, default=word)
    return best if found.get(best, 0) >= least else None


def _replacing(query: Query, near: _Near, missing: Collection[_Wanted] | None = None) -> Nearby:
    text = query.text
    for (_, word), others in near.items():
        text = _replaced(text, word, others[0])
    gone = None if missing is None else {(one.field, one.word) for one in missing}
    instead = tuple(Instead(place[1], others, gone is None or place in gone) for place, others in near.items())
    return Nearby(replace(query, text=text, root=_with(query.root, near)), instead)


def most_words(query: Query, index: IndexSnapshot, near: _Near) -> Nearby | None:
    """The query that needs only most of its words, by weight; None unless it has several.

    `near` words may replace missing ones.
    """
    parts = query.root.parts if isinstance(query.root, And) else ()
    said = tuple(part for part in parts if isinstance(part, Text))
    if len(said) < 2:
        return None
    others = (part for part in parts if part not in said)
    wanted = tuple(_with(part, near) for part in said)
    most = Most(wanted, tuple(_rarity(index, part) for part in wanted))
    return Nearby(replace(query, root=And((most, *others))), (), said, wanted)


def _fields_alone(query: Query, near: _Near) -> Iterator[Nearby]:
    """The query without its words, if it also names somebody or something in a field."""
    parts = query.root.parts if isinstance(query.root, And) else ()
    gone = [part for part in parts if isinstance(part, Text)]
    kept = tuple(part for part in parts if part not in gone and not isinstance(part, Maybe))
    if any(one.field != TEXT for part in kept for one in _sought(part)):
        spelt = _replacing(query, {place: others for place, others in near.items() if place[0] != TEXT})
        text = spelt.query.text
        for said in gone:
            text = _without(text, said)
        instead = (*spelt.instead, *(Instead(said.text, (), missing=False) for said in gone))
        root = And(tuple(_with(part, near) for part in kept))
        yield Nearby(replace(query, text=text, root=root), instead)


def _without(text: str, said: Text) -> str:
    """The text of a query without one of its words or phrases."""
    return " ".join(re.sub(rf'(?<![\w:])"?{re.escape(said.text)}"?\*?(?!\w)', "", text, count=1).split())


def explain_by_best(near: Nearby, has: Callable[[Node], bool]) -> Nearby:
    """Explain a result with most of the words by those that the best hit lacks, or `has` in another spelling."""
    text, instead = near.query.text, []
    for said, part in zip(near.said, near.wanted, strict=True):
        others = tuple(one.text for one in part.parts if isinstance(one, Word | Phrase)) if isinstance(part, Or) else ()
        if not has(part):
            instead.append(Instead(said.text, (), missing=False))
            text = _without(text, said)
        elif others:
            instead.append(Instead(said.text, others))
            text = text.replace(said.text, others[0], 1)
    return Nearby(replace(near.query, text=" ".join(text.split())), tuple(instead))


def _near_to(index: IndexSnapshot, one: _Wanted) -> tuple[str, ...]:
    if not (len(one.word) <= _LONGEST and _LETTER.search(one.word)):
        return ()  # a number does not stand for another number
    if one.word in STATES and one.field == TEXT:
        return ()  # “todo” stands for is:todo
    if len(one.word) < _SHORTEST:
        return index.completions(one.field, one.word, _MOST_NEAR)
    return nearest(index, one.field, one.word, begun=one.begun)


def _like(index: IndexSnapshot, one: _Wanted, tried: Collection[str]) -> list[str]:
    """Similar words, most similar first, except forms of the word; the first letter must match."""
    is_word = _LETTER.search(one.word) and not is_cjk(one.word) and not _NUMBERED.fullmatch(one.word)
    if not (is_word and _GUESSED_FROM <= len(one.word) <= _LONGEST):
        return []
    alike = _alike(index, one.field, one.word, one.word[0])
    begun = _begun_alike(index, one.field, one.word) if one.begun else {}
    others = {**{word: _LEAST_ALIKE * similarity for word, similarity in begun.items()}, **alike}
    ordered = sorted(others, key=lambda word: (-others[word], -index.frequency(one.field, word), word))
    return [word for word in ordered if stem(word) != stem(one.word) and word not in tried][:_MOST_TRIED]


def nearest(index: IndexSnapshot, field: str, word: str, *, begun: bool = False) -> tuple[str, ...]:
    """The completions of a word, otherwise the two words that it consists of, otherwise the most similar words.

    Most frequent first; `begun`: the word may be incomplete.
    """
    if field == TEXT and _NUMBERED.fullmatch(word):
        return _other_numbers(index, word)
    if field == TEXT and (found := expand_numeronym(index, word) or _two_words(index, word)):
        return found
    if completed := index.completions(field, word, _MOST_NEAR):
        return completed
    alike = _alike(index, field, word, word[0])
    if max(alike.values(), default=0.0) < 1 - 1 / len(word):  # a word with one other letter is meant
        alike = _alike(index, field, word)
    if not alike and begun and len(word) >= _GUESSED_FROM:
        alike = _begun_alike(index, field, word)
    best = max(alike.values(), default=0.0)
    return _common(index, field, [found for found, similarity in alike.items() if similarity > best - 0.01])


def expand_numeronym(index: IndexSnapshot, word: str) -> tuple[str, ...]:
    """The words that `i18n` and `a11y` abbreviate: first letter, number of omitted letters, last letter."""
    if not (short := _NUMERONYM.fullmatch(word)):
        return ()
    first, left_out, last = short.groups()
    length = int(left_out) + 2
    begun = (word for part in index.parts for word in _lexicon(part.data, TEXT, first))
    return _common(index, TEXT, {word for word in begun if len(word) == length and word[-1] == last})


def _other_numbers(index: IndexSnapshot, word: str) -> tuple[str, ...]:
    """The number with a similar name, otherwise the name with other numbers, otherwise the name alone."""
    name, joint, number = _NUMBERED.sub(r"\1 \2 \3", word).split(" ")
    names = (name,) if _found(index, _Wanted(TEXT, name, False)) else nearest(index, TEXT, name)
    alike = (f"{other}{joint}{number}" for other in names)
    if found := tuple(other for other in alike if _has_numbered(index, other, begun=False)):
        return found
    for other in names:
        begun = {one for part in index.parts for one in _lexicon(part.data, TEXT, other)}
        numbers = (one.removeprefix(other) for one in begun)
        if numbered := [f"{other}{number}" for number in numbers if number[:1].isdigit()]:
            return tuple(f"{other}{joint}{one.removeprefix(other)}" for one in _common(index, TEXT, numbered))
    return names


def _has_numbered(index: IndexSnapshot, word: str, *, begun: bool) -> bool:
    """Whether a name and its number occur, joined or adjacent."""
    whole = _whole(word)
    if index.frequency(TEXT, whole) or (begun and index.completions(TEXT, whole, 1)):
        return True
    return _adjacent(index, analyse(word).stream)


def _whole(word: str) -> str:
    """A compound as one word, as in the index."""
    return (*analyse(word).extra, word)[0]


def _two_words(index: IndexSnapshot, word: str) -> tuple[str, ...]:
    """The two adjacent words that are written as one in the query."""
    for cut in range(_LEAST_PART, len(word) - _LEAST_PART + 1):
        pair = word[:cut], word[cut:]
        if all(index.frequency(TEXT, part) for part in pair) and _adjacent(index, pair):
            return (" ".join(pair),)
    return ()


def _adjacent(index: IndexSnapshot, run: tuple[str, ...]) -> bool:
    for part in index.parts:
        data = part.data
        terms = [term for word in run if (term := data.find(TEXT, word)) is not None]
        if len(terms) == len(run):
            rarer = min(terms, key=data.frequency)
            if any(True for _ in data.holding(data.documents(rarer)[:_MOST_READ], terms)):
                return True
    return False


def _common(index: IndexSnapshot, field: str, found: Iterable[str]) -> tuple[str, ...]:
    """The most frequent of the words, without much rarer ones."""
    frequency = {word: index.frequency(field, word) for word in found}
    ordered = sorted(frequency, key=lambda word: (-frequency[word], word))
    return tuple(word for word in ordered if frequency[word] * _MUCH_RARER >= frequency[ordered[0]])[:_MOST_NEAR]


def _alike(index: IndexSnapshot, field: str, word: str, start: str = "") -> dict[str, float]:
    """The most similar words of a field with this prefix, and their similarity up to 1."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    return {
        found: similarity
        for part in index.parts
        for found, similarity, _ in process.extract(
            word,
            _lexicon(part.data, field, start),
            scorer=OSA.normalized_similarity,
            score_cutoff=_LEAST_ALIKE,
            limit=_MOST_LOOKED_AT,
        )
    }


def _away(word: str, others: Iterable[str], most: int) -> dict[str, int]:
    """The words with at most `most` other letters, and their numbers of other letters."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    return {one: away for one, away, _ in process.extract_iter(word, others, scorer=OSA.distance, score_cutoff=most)}


def _begun_alike(index: IndexSnapshot, field: str, start: str) -> dict[str, float]:
    """Words whose beginning differs from the typed text by a letter, and their similarity; the first letter must match.

    A missing letter counts as more similar than a wrong one.
    """
    beginnings: dict[str, float] = {}
    for part in index.parts:
        alike = _lexicon(part.data, field, start[0])
        for length in (len(start) - 1, len(start), len(start) + 1):
            cut = {word[:length] for word in alike}
            near = _away(start, cut, 1)
            beginnings |= {one: 1 - distance / max(length, len(start)) for one, distance in near.items()}
    worst_first = sorted(beginnings, key=lambda one: (beginnings[one], one))
    return {word: beginnings[one] for one in worst_first for word in index.completions(field, one, _MOST_NEAR)}


_LEXICONS: WeakKeyDictionary[Data, dict[tuple[str, str], list[str]]] = WeakKeyDictionary()


def _lexicon(segment: Data, field: str, start: str = "") -> list[str]:
    """The words of a field with this prefix that may be mistyped."""
    known = _LEXICONS.setdefault(segment, {})
    if (field, start) not in known:
        there = segment.words(field, start)
        known[field, start] = [word for word in there if len(word) >= _SHORTEST and not is_cjk(word)]
    return known[field, start]


def _found(index: IndexSnapshot, one: _Wanted) -> bool:
    field, word, begun = one
    if field == TEXT and _NUMBERED.fullmatch(word):
        return _has_numbered(index, word, begun=begun)
    if index.frequency(field, word) or (field == TEXT and index.forms(word)):
        return True
    start = word if begun else f"{word}/" if field == "tag" else ""
    return bool(start and index.completions(field, start, 1))


def _sought(node: Node, field: str = TEXT) -> list[_Wanted]:
    match node:
        case And(parts) | Or(parts):
            return [found for part in parts for found in _sought(part)]
        case InField("kind" | "lang"):
            return []
        case Word(text) | Typing(text) if "://" in text:
            return []  # an address does not stand for another address
        case InField(field, text):
            return _sought(text, field)
        case Text():
            terms = _terms(field, node)
            begun = isinstance(node, Typing | Prefix)
            return [_Wanted(field, term, begun and number == len(terms)) for number, term in enumerate(terms, 1)]
    return []


def _terms(field: str, text: Text) -> tuple[str, ...]:
    """The terms to search as units: a label, a name with its number, else each word."""
    whole = bare(compose(text.text))
    if field in LABELS:
        return (whole.lstrip("#"),)
    is_numbered = field == TEXT and isinstance(text, Word | Typing) and _NUMBERED.fullmatch(whole)
    return (whole,) if is_numbered else words(text.text)


def _with(node: Node, near: _Near) -> Node:
    """The query's tree with similar words in place of missing ones."""

    def spelt(field: str, given: Text) -> Text | Or:
        terms = _terms(field, given)
        if len(terms) == 1 and (choices := near.get((field, terms[0]))):
            return Or(tuple(Phrase(word) if " " in word else Word(word) for word in choices))
        replaced = given.text
        for term in terms:
            if (field, term) in near:
                replaced = _replaced(replaced, term, near[field, term][0])
        return type(given)(replaced)

    return _each_text(node, spelt)


def _each_text(node: Node, change: Callable[[str, Text], Text | Or]) -> Node:
    """The tree with every required text changed by `change`, which also gets its field."""
    match node:
        case And(parts) | Or(parts):
            return type(node)(tuple(_each_text(part, change) for part in parts))
        case InField(field, text):
            changed = change(field, text)
            parts = changed.parts if isinstance(changed, Or) else (changed,)
            inside = tuple(InField(field, part) for part in parts if isinstance(part, Text))
            return Or(inside) if isinstance(changed, Or) else inside[0]
        case Text():
            return change(TEXT, node)
    return node


def _replaced(text: str, word: str, near: str) -> str:
    """The text with the word replaced, in any spelling."""
    for match in (_NUMBERED if _NUMBERED.fullmatch(word) else _SINGLE).finditer(text):
        if bare(match.group()) == word:
            return f"{text[: match.start()]}{near}{text[match.end() :]}"
    return text


def _rarity(index: IndexSnapshot, part: Node) -> float:
    """How rare the requested part is, 0 if nothing matches; a replacement counts half."""
    match part:
        case Or(parts):
            return max((_rarity(index, one) for one in parts), default=0.0) / 2
        case Text(text):
            begun = isinstance(part, Typing | Prefix)
            having = [_having(index, place.token, begun) for place in places(compose(text))]
            if all(having):
                return max((log(1 + (index.size + 0.5) / (count + 0.5)) for count in having), default=0.0)
    return 0.0


def _having(index: IndexSnapshot, token: Token, begun: bool) -> int:
    """About how many documents have a token in any form; `begun`: also words with this prefix."""
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
