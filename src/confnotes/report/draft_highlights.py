"""A draft of the highlights for notes whose author marked few or none: lines of the notes, never other words.

Each talk of the draft tells the line that stands for it, and a second one if that is strong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from heapq import nlargest

from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.summary import SummaryHighlight, SummaryItem, SummaryTakeaway, Why
from confnotes.report.best_lines import best_lines
from confnotes.report.line_signals import content_words, line_signals, words_in
from confnotes.report.quotable_lines import QuotableLine, quotable_lines
from confnotes.report.scored_lines import ScoredLine, score, scored_lines
from confnotes.report.verdicts import is_favorite

MOST_DRAFTS, MOST_OWN = 7, 3
_MARKED = frozenset({"heading", "intro", "label"})
_FEWEST_ITEMS = 3


@fast_dataclass(frozen=True, slots=True)
class DraftLimits:
    """The thresholds of a draft, which `make highlights` measures.

    `least` is the least score of a proposal: a line of full length has 3.2 for that alone, and none is better than a
    bad one. A talk tells a second line only from the score `second`, which is better than what most talks have to tell.
    At most one in `lines` lines is proposed: more of a short set of notes would be the notes again.
    """

    least: float = 3.3
    second: float = 4.5
    lines: int = 5


LIMITS = DraftLimits()
_ALIKE = 0.6
_FAVORITE = 1.5
"""What a talk gains that its author calls one of the best."""

_MOST_COMPARED = 60
"""Items, those with the best lines."""


def draft_highlights(
    items: Iterable[SummaryItem], told: Collection[str] = (), overview: str = "", limits: DraftLimits = LIMITS
) -> tuple[SummaryHighlight, ...]:
    """Up to seven highlights: lines that the overview calls takeaways or the like, then items, those with the best line
    first; none of the items in `told`, which are highlights already.

    None with notes on one or two items only, or where no line is good enough.
    """
    noted = [item for item in items if item.noted and not item.leads]
    if len(noted) < _FEWEST_ITEMS:
        return ()
    own = tuple(SummaryHighlight("", (Why.DRAFT,), text=line.text) for line in _marked_lines(overview, limits))
    left = [(item, _quotable(item)) for item in noted if item.id not in told]
    room = sum(len(lines) for _, lines in left) // limits.lines
    likely = nlargest(_MOST_COMPARED, left, key=lambda one: max((line.score for line in one[1]), default=0))
    found = [(item, lines) for item, every in likely if (lines := _lines_for(item, every, limits))]
    found.sort(key=lambda one: -one[1][0].score - _FAVORITE * is_favorite(one[0]))
    drafts: list[SummaryHighlight] = []
    said: list[frozenset[str]] = []
    for item, lines in found:
        fresh = [line for line in lines if not _is_said(line, said)][:room]
        if fresh and len(own) + len(drafts) < MOST_DRAFTS:
            room -= len(fresh)
            said += [content_words(words_in(line.words)) for line in fresh]
            takeaways = tuple(SummaryTakeaway(item.id, line.told) for line in fresh)
            drafts.append(SummaryHighlight(item.id, (Why.DRAFT,), takeaways))
    return (*own, *drafts)


def _quotable(item: SummaryItem) -> list[ScoredLine]:
    """The scored lines of an item, and as a whole those lists that sum it up."""
    return [line for line in scored_lines(item) if line.sums_up or not line.is_list]


def _lines_for(item: SummaryItem, lines: Sequence[ScoredLine], limits: DraftLimits) -> list[ScoredLine]:
    """The line that stands for the talk, and the best of the others if it is a strong one; none where no line is good
    enough.
    """
    title = content_words(words_in(item.title))
    good = [one for one in lines if one.score >= limits.least and not content_words(words_in(one.words)) <= title]
    good = [one for one in good if one.sums_up] or good
    texts = {line.text for line in good}
    first = next((line for line in best_lines(item, lines, lists=True) if line.text in texts), None) if good else None
    if first is None:
        return []
    said = [content_words(words_in(first.words))]
    others = [line for line in good if line.score >= limits.second and not _is_said(line, said)]
    return [first, *sorted(others, key=lambda line: -line.score)[:1]]


def _marked_lines(overview: str, limits: DraftLimits) -> list[QuotableLine]:
    """Lines of a conference's note that its author calls takeaways, highlights or the like, in order."""
    found = ((line, line_signals(line, frozenset()) or {}) for line in quotable_lines(overview))
    return [line for line, signals in found if not _MARKED.isdisjoint(signals) and score(signals) >= limits.least][
        :MOST_OWN
    ]


def _is_said(line: ScoredLine, said: Iterable[frozenset[str]]) -> bool:
    """Whether one of these sets of words says nearly the same."""
    words = content_words(words_in(line.words))
    return any(len(words & others) > _ALIKE * min(len(words), len(others)) for others in said)
