"""The digest: every talk in one line, which is the author's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from confnotes.markup import headings
from confnotes.markup.markdown_text import escape_text
from confnotes.markup.names import fold
from confnotes.markup.plain import plain_text
from confnotes.markup.recordings import MOMENT_LINK
from confnotes.model.summary import SummaryHighlight, SummaryItem, SummaryPoint
from confnotes.report.best_lines import best_lines
from confnotes.report.line_signals import words_in
from confnotes.report.told_lines import is_told, said_in

_LEAST_OF_A_SECOND = 3.0
"""The least score of a line of a talk that is a highlight, which has its best one."""

_LEAST_OF_A_SENTENCE = 3.0
"""The least score of a line that says more than the headings of its notes."""

_FEWEST_SUBJECTS, _MOST_SUBJECTS, _LONGEST_SUBJECT = 3, 5, 45
_NO_SUBJECTS = frozenset(
    [
        *("agenda", "background", "conclusion", "conclusions", "contents", "example", "examples", "intro"),
        *("introduction", "links", "notes", "overview", "q&a", "questions", "references", "resources", "summary"),
        *("beispiele", "einleitung", "fragen", "notizen", "exemples", "ejemplos", "preguntas", "notas"),
    ]
)
"""Headings that name no subject."""


def digest(items: Iterable[SummaryItem], highlights: Collection[SummaryHighlight] = ()) -> tuple[SummaryPoint, ...]:
    """A point for each item that was seen: its claim, else a takeaway, else its best line; the text is empty if none
    is good enough.

    Lines of the highlights are not told again; a highlight without another good line has no point.
    """
    told, chosen = said_in(highlights), {one.item for one in highlights if one.text or one.takeaways}
    seen = [item for item in items if _was_seen(item) and not item.leads]
    points = [_point(item, told, _LEAST_OF_A_SECOND if item.id in chosen else 0) for item in seen]
    return tuple(point for point in points if point.text or point.item not in chosen)


def _was_seen(item: SummaryItem) -> bool:
    return item.noted or item.attended or item.rating is not None


def _point(item: SummaryItem, told: Collection[str], least: float) -> SummaryPoint:
    points = (replace(point, text=MOMENT_LINK.sub("", point.text)) for point in _candidates(item, least))
    fresh = (point for point in points if point.text and not is_told(point.text, told))
    return next(fresh, SummaryPoint("", item.id, item.id))


def _candidates(item: SummaryItem, least: float) -> Iterator[SummaryPoint]:
    """The lines that could stand for the item, best first; those that nobody marked with this score at least."""
    yield from (SummaryPoint(note.claim, item.id, item.id) for note in item.notes)
    yield from (SummaryPoint(one.text, item.id, one.id) for one in item.takeaways)
    lines = [(line.score, SummaryPoint(line.text, item.id, item.id)) for line in best_lines(item)]
    yield from (point for score, point in lines if score >= max(least, _LEAST_OF_A_SENTENCE))
    yield SummaryPoint(_outline(item), item.id, item.id)
    yield from (point for score, point in lines if least <= score < _LEAST_OF_A_SENTENCE)


def _outline(item: SummaryItem) -> str:
    """The subjects of the notes by their headings, which say more than a bad line: `Fuzz testing · Mocks · …`; empty
    with few of them.
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
    return shown + (" · …" if subjects[_MOST_SUBJECTS:] else "") if len(subjects) >= _FEWEST_SUBJECTS else ""
