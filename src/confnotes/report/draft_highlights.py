"""A draft of the highlights for notes whose author marked few or none: lines of the notes, never other words.

Each talk of the draft tells the line that stands for it; a report on the whole conference in one note, up to three.
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
_FEWEST_ITEMS = _ENOUGH = 3


@fast_dataclass(frozen=True, slots=True)
class DraftLimits:
    """The thresholds of a draft, which `make highlights` measures.

    `good` is the least score of a proposal, that of a full sentence with something to say; only where fewer than three
    talks have such a line, those follow that have one of the score `least`, as none is better than a bad one. At most
    one in `lines` lines is proposed: more of a short set of notes would be the notes again.
    """

    good: float = 4.5
    least: float = 3.3
    lines: int = 5


LIMITS = DraftLimits()
_LINES_OF_A_REPORT = 40
"""What is written on one or two items only is as long as that, or needs no draft."""

_ALIKE = 0.6
_FAVORITE = 2.0
"""What a talk gains that its author calls one of the best."""

_MOST_COMPARED = 60
"""Items, those with the best lines."""


def draft_highlights(
    items: Iterable[SummaryItem], told: Collection[str] = (), overview: str = "", limits: DraftLimits = LIMITS
) -> tuple[SummaryHighlight, ...]:
    """Up to seven highlights: lines that the overview calls takeaways or the like, then items, those with the best line
    first; none of the items in `told`, which are highlights already.

    None with short notes on one or two items only, or where no line is good enough.
    """
    noted = [item for item in items if item.noted and not item.leads]
    if len(noted) < _FEWEST_ITEMS and sum(len(scored_lines(item)) for item in noted) < _LINES_OF_A_REPORT:
        return ()
    each = 1 if len(noted) >= _FEWEST_ITEMS else _ENOUGH
    own = tuple(SummaryHighlight("", (Why.DRAFT,), text=line.text) for line in _marked_lines(overview, limits))
    left = [(item, _quotable(item)) for item in noted if item.id not in told]
    most = min(sum(len(lines) for _, lines in left) // limits.lines, MOST_DRAFTS - len(own))
    likely = nlargest(_MOST_COMPARED, left, key=lambda one: max((line.score for line in one[1]), default=0))
    drafts = _drafts(likely, limits, most, each)
    return (*own, *(SummaryHighlight(item, (Why.DRAFT,), tuple(lines)) for item, lines in drafts.items()))


def _drafts(
    likely: Sequence[tuple[SummaryItem, Sequence[ScoredLine]]], limits: DraftLimits, most: int, each: int
) -> dict[str, list[SummaryTakeaway]]:
    """At most `most` lines by the ids of their items, and `each` of an item, best first."""
    drafts: dict[str, list[SummaryTakeaway]] = {}
    said: list[frozenset[str]] = []
    gains = {item.id: _FAVORITE * is_favorite(item) for item, _ in likely}
    for least in (limits.good, limits.least):
        found = [(item, line) for item, lines in likely for line in _lines_for(item, lines, least - gains[item.id])]
        for item, line in sorted(found, key=lambda one: -one[1].score - gains[one[0].id]):
            if len(drafts.get(item.id, ())) < each and len(said) < most and not _is_said(line, said):
                said.append(content_words(words_in(line.words)))
                drafts.setdefault(item.id, []).append(SummaryTakeaway(item.id, line.told))
        most = min(most, _ENOUGH)
    return drafts


def _quotable(item: SummaryItem) -> list[ScoredLine]:
    """The scored lines of an item, and as a whole those lists that sum it up."""
    return [line for line in scored_lines(item) if line.sums_up or not line.is_list]


def _lines_for(item: SummaryItem, lines: Sequence[ScoredLine], least: float) -> list[ScoredLine]:
    """The lines that could stand for the talk, best first, of those that have the score `least`."""
    title = content_words(words_in(item.title))
    good = [one for one in lines if one.score >= least and not content_words(words_in(one.words)) <= title]
    texts = {line.text for line in [one for one in good if one.sums_up] or good}
    return [line for line in best_lines(item, lines, lists=True) if line.text in texts] if texts else []


def _marked_lines(overview: str, limits: DraftLimits) -> list[QuotableLine]:
    """Lines of a conference's note that its author calls takeaways, highlights or the like, in order."""
    found = ((line, line_signals(line) or {}) for line in quotable_lines(overview))
    return [line for line, signals in found if "marked" in signals and score(signals) >= limits.least][:MOST_OWN]


def _is_said(line: ScoredLine, said: Iterable[frozenset[str]]) -> bool:
    """Whether one of these sets of words says nearly the same."""
    words = content_words(words_in(line.words))
    return any(len(words & others) > _ALIKE * min(len(words), len(others)) for others in said)
