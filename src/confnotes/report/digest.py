"""The digest: every talk in a line or two, which are its author's own.

With the highlights, the whole of it is read in two minutes: with few talks, there is room for more than one sentence of
each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from confnotes.markup import headings
from confnotes.markup.markdown_text import escape_text
from confnotes.markup.names import fold
from confnotes.markup.plain import plain_text
from confnotes.markup.recordings import MOMENT_LINK
from confnotes.model.summary import SummaryHighlight, SummaryItem, SummaryPoint
from confnotes.report.best_lines import best_lines, last_resort
from confnotes.report.line_signals import content_words, words_in
from confnotes.report.quotable_lines import points_back
from confnotes.report.told_lines import compared, told_takeaways

_WORDS = 600
"""Of highlights and digest, with titles and names: two minutes of reading."""

_FEWEST_WORDS, _MOST_WORDS, _STEP = 12, 60, 6
"""Of a talk, and by how much the room of all grows at once."""

_ONE_LINE = 30
"""Words of a line that is read at once; a longer one needs room of its own, if the talk has a shorter one."""

_LEAST_OF_A_SENTENCE = 3.0
"""The least score of a line that says more than the headings of its notes, and of a second line of a talk."""

_LEAST_BELOW_A_CLAIM = 4.0
"""The claim is what the author wants to say of the talk."""

_ALIKE, _FEW = 0.7, 2
"""The share of the words of a line that another one has, too, from which it says the same; of few, all."""

_FEWEST_SUBJECTS, _MOST_SUBJECTS, _LONGEST_SUBJECT = 3, 5, 45
_NO_SUBJECTS = frozenset(
    [
        *("agenda", "background", "conclusion", "conclusions", "contents", "example", "examples", "intro"),
        *("introduction", "links", "notes", "overview", "q&a", "questions", "references", "resources", "summary"),
        *("beispiele", "einleitung", "fragen", "notizen", "exemples", "ejemplos", "preguntas", "notas"),
    ]
)
"""Headings that name no subject."""

_Lines = tuple[SummaryItem, list[SummaryPoint], list[SummaryPoint]]
"""An item with its good and its other lines."""


def digest(items: Iterable[SummaryItem], highlights: Collection[SummaryHighlight] = ()) -> tuple[SummaryPoint, ...]:
    """A point for each item that was seen: its claim, else a takeaway, else what sums it up or its best line, and more
    of them while there is room; the text is empty only if the notes have nothing to show.

    Lines of the highlights are repeated only where a talk has no other.
    """
    told: dict[str, list[str]] = {}
    used = 0
    for one in highlights:
        lines = [line for line in (one.text, *(takeaway.text for takeaway in one.takeaways)) if line]
        told.setdefault(one.item, []).extend(map(compared, lines))
        used += sum(len(line.split()) for line in lines)
    seen = [item for item in items if _was_seen(item) and not item.leads]
    shown = [*seen, *(item for item in seen if item.id in told)]
    left = _WORDS - used - sum(map(_length_of_head, shown))
    room = min(_MOST_WORDS, max(_FEWEST_WORDS, left // max(1, len(seen))))
    known = [(item, *_lines(item)) for item in seen]
    made = _points(known, told, room)
    while room < _MOST_WORDS and sum(map(_length, made)) + _STEP <= left:  # what short notes leave is for the others
        room = min(_MOST_WORDS, room + _STEP)
        longer = _points(known, told, room)
        if sum(map(_length, longer)) > left:
            break
        made = longer
    return made


def _points(lines: Iterable[_Lines], told: Mapping[str, list[str]], room: int) -> tuple[SummaryPoint, ...]:
    return tuple(_point(one, told.get(one[0].id, []), room) for one in lines)


def _length_of_head(item: SummaryItem) -> int:
    return len(item.title.split()) + sum(len(speaker.name.split()) for speaker in item.speakers)


def _length(point: SummaryPoint) -> int:
    return sum(len(text.split()) for text in (point.text, *point.more))


def _was_seen(item: SummaryItem) -> bool:
    return item.noted or item.attended or item.rating is not None


def _lines(item: SummaryItem) -> tuple[list[SummaryPoint], list[SummaryPoint]]:
    """The good lines for an item, best first, where the author gave the claim the very good ones; and the others."""
    least = _LEAST_BELOW_A_CLAIM if item.claim else _LEAST_OF_A_SENTENCE
    good = _without_moments((*_marked(item), *_good(item, least)))
    return good, _without_moments((*_good(item, _LEAST_OF_A_SENTENCE), *_weak(item)))


def _point(lines: _Lines, told: Iterable[str], room: int) -> SummaryPoint:
    """The first line for the item that is not `told` in other words, else one that is, and further good ones with
    `room` words in all.
    """
    item, good, rest = lines
    said = list(told)
    every = (*good, *rest)
    new = [one for one in every if _is_new(one.text, said)]
    first = next((one for one in new if len(one.text.split()) <= max(room, _ONE_LINE)), next(iter(new or every), None))
    if first is None:
        return SummaryPoint(last_resort(item) or _outline(item, 1), item.id, item.id)
    said.append(compared(first.text))
    used, more = len(first.text.split()), []
    for text in (one.text for one in good):
        length = len(text.split())
        if used + length <= room and _is_new(text, said) and not points_back(plain_text(text)):
            said.append(compared(text))
            used += length
            more.append(text)
    return replace(first, more=tuple(more))


def _without_moments(points: Iterable[SummaryPoint]) -> list[SummaryPoint]:
    return [replace(one, text=MOMENT_LINK.sub("", one.text)) for one in points if one.text]


def _is_new(text: str, said: Iterable[str]) -> bool:
    """Whether none of these lines, as `compared`, says nearly the same."""
    own = compared(text)
    words = _content(own)
    return not any(own in other or _is_alike(words, _content(other)) for other in said)


def _is_alike(words: frozenset[str], others: frozenset[str]) -> bool:
    fewer = min(len(words), len(others))
    return len(words & others) > _ALIKE * fewer if fewer > _FEW else words == others


@lru_cache(maxsize=1 << 12)
def _content(said: str) -> frozenset[str]:
    return content_words(words_in(said))


def _marked(item: SummaryItem) -> Iterator[SummaryPoint]:
    """What its author calls the claim and takeaways of an item."""
    yield from (SummaryPoint(note.claim, item.id, item.id) for note in item.notes)
    yield from (SummaryPoint(one.text, item.id, one.id) for one in told_takeaways(item))


def _good(item: SummaryItem, least: float) -> Iterator[SummaryPoint]:
    """The other lines that could stand for an item, best first: those that sum it up, then those of this score."""
    lines = best_lines(item, lists=True)
    for line in sorted(lines, key=lambda line: not line.sums_up):
        if line.sums_up or line.score >= least:
            yield SummaryPoint(line.told, item.id, item.id)


def _weak(item: SummaryItem) -> Iterator[SummaryPoint]:
    """The row of an item without a good line: its subjects, else its best line."""
    yield SummaryPoint(_outline(item, _FEWEST_SUBJECTS), item.id, item.id)
    yield from (SummaryPoint(line.told, item.id, item.id) for line in best_lines(item, lists=True)[:1])


def _outline(item: SummaryItem, fewest: int) -> str:
    """The subjects of the notes by their headings, which say more than a bad line: `Fuzz testing · Mocks · …`; empty
    with fewer of them.
    """
    names = {word for speaker in item.speakers for word in words_in(speaker.name)}
    found: dict[str, str] = {}
    for line in (line for note in item.notes for line in note.text.split("\n") if line.startswith("#")):
        heading = headings.find(line)
        words = plain_text(heading[1]).rstrip(".:") if heading else ""
        is_subject = 0 < len(words) <= _LONGEST_SUBJECT and names.isdisjoint(words_in(words))
        if is_subject and fold(words) not in (*_NO_SUBJECTS, fold(item.title)):
            found.setdefault(fold(words), words)
    subjects = list(found.values())
    shown = " · ".join(map(escape_text, subjects[:_MOST_SUBJECTS]))
    return shown + (" · …" if subjects[_MOST_SUBJECTS:] else "") if len(subjects) >= fewest else ""
