"""A draft of the highlights for notes whose author marked few or none: lines of the notes, never other words.

A line's score is the sum of its signals times `WEIGHTS`. They come from a logistic regression on lines that an editor
chose from nine people's notes, each with a sign that was set beforehand; those of `label` and `intro` were raised, as
what the author calls a takeaway comes first. With each person's notes left out in turn, 49 % of the proposed lines
were among the editor's choices, and 86 % with lines that the editor would have accepted. Left out because they did not
help: the similarity to other lines of the talk and of all notes (LexRank), the position in the note, list items below.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest
from math import fsum

from confnotes.model.summary import SummaryHighlight, SummaryItem, SummaryTakeaway, Why
from confnotes.report.line_signals import content_words, line_signals, words_in
from confnotes.report.quotable_lines import QuotableLine, quotable_lines

MOST_DRAFTS, MOST_OWN = 5, 3
WEIGHTS = {
    "length": 3.2,
    "intro": 1.5,
    "label": 1.5,
    "question": -0.9,
    "bold": 0.8,
    "number": 0.8,
    "key": 0.8,
    "notice": -0.8,
    "quoted": 0.7,
    "deep": -0.7,
    "meta": -0.7,
    "self": -0.7,
    "bio": -0.6,
    "slanted": -0.6,
    "compare": 0.5,
    "handle": -0.5,
    "contrary": 0.4,
    "cry": 0.4,
    "stop": 0.4,
    "view": 0.4,
    "bracket": -0.4,
    "code": -0.4,
    "names": -0.4,
    "effect": 0.3,
    "heading": 0.3,
    "reader": 0.25,
    "vague": -0.3,
    "advice": 0.15,
    "title": 0.2,
    "verb": 0.2,
}
_LEAST = 3.3
"""The least score of a proposal: a line of full length has 3.2 for that alone. Rather none than a bad one."""

_MARKED = frozenset({"heading", "intro", "label"})
_FEWEST_ITEMS = 3
_LINES_FOR_A_DRAFT = 5
"""A draft of more than a fifth of the lines would be the notes again."""

_SAME_ITEM = 0.5
"""What each line that an item has in the draft takes from its other lines."""

_ALIKE = 0.6
_MOST_LINES = 400
_MOST_COMPARED = 200
_UNFIT = re.compile(
    r"""\(photo: | \btak(?:e|ing)[ ](?:\w+[ ]){0,3}notes\b | \bmissed[ ]the[ ](?:talk|beginning|start|end|first|rest)\b
        | \b(?:did|could|can|have|was|were|is|are)(?:n['’]?t|[ ]not)\b.{0,24}?
          \b(?:see|seen|seeing|view|viewing|watch|watched|watching|attend|attended)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Lines that show a picture, or say that the talk was not seen."""


@dataclass(frozen=True, slots=True)
class ScoredLine:
    """A line of an item's notes, as Markdown and in plain `words`, and how well it would do on page one."""

    item: str
    text: str
    score: float
    words: str


def draft_highlights(
    items: Iterable[SummaryItem], told: Collection[str] = (), overview: str = ""
) -> tuple[SummaryHighlight, ...]:
    """Up to five lines of the notes, those that the overview calls takeaways or the like first, then the best; none of
    the items in `told`, which are highlights already.

    None with notes on one or two items only, or where no line is good enough.
    """
    noted = [item for item in items if item.noted and not item.leads]
    if len(noted) < _FEWEST_ITEMS:
        return ()
    own = tuple(SummaryHighlight("", (Why.DRAFT,), text=line.text) for line in _marked_lines(overview))
    lines = [line for item in noted if item.id not in told for line in scored_lines(item)]
    most = min(MOST_DRAFTS - len(own), len(lines) // _LINES_FOR_A_DRAFT)
    good = nlargest(_MOST_COMPARED, (line for line in lines if line.score >= _LEAST), key=lambda line: line.score)
    said = {item.id: content_words(words_in(item.title)) for item in noted}
    left = [(line, words) for line in good if not (words := content_words(words_in(line.words))) <= said[line.item]]
    chosen: list[ScoredLine] = []
    while left and len(chosen) < most:
        best, told_now = max(left, key=lambda one: one[0].score - _SAME_ITEM * _number_of(one[0].item, chosen))
        chosen.append(best)
        left = [(line, words) for line, words in left if line is not best and not _is_like(words, told_now)]
    drafts = (SummaryHighlight(line.item, (Why.DRAFT,), (SummaryTakeaway(line.item, line.text),)) for line in chosen)
    return (*own, *drafts)


def _marked_lines(overview: str) -> list[QuotableLine]:
    """Lines of a conference's note that its author calls takeaways, highlights or the like, in order."""
    found = ((line, line_signals(line, frozenset()) or {}) for line in quotable_lines(overview))
    return [line for line, signals in found if not _MARKED.isdisjoint(signals) and _score(signals) >= _LEAST][:MOST_OWN]


def scored_lines(item: SummaryItem) -> Iterator[ScoredLine]:
    """The lines of an item's notes that could be quoted, in order."""
    title = content_words(words_in(item.title))
    for note in item.notes:
        lines = [line for text in (note.text, note.view) for line in quotable_lines(text)]
        for line in lines[:_MOST_LINES]:
            signals = line_signals(line, title)
            if signals is not None and is_fit(line):
                yield ScoredLine(item.id, line.text, _score(signals), line.words)


def _score(signals: Mapping[str, float]) -> float:
    return fsum(WEIGHTS[name] * value for name, value in signals.items())  # the same in any order


def is_fit(line: QuotableLine) -> bool:
    """Whether a line says something about its talk."""
    return _UNFIT.search(line.text) is None


def _number_of(item: str, lines: Iterable[ScoredLine]) -> int:
    return sum(line.item == item for line in lines)


def _is_like(words: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two lines that have these sets of words say nearly the same."""
    return len(words & others) > _ALIKE * min(len(words), len(others))
