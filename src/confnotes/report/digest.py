"""The digest: every talk in one line, which is the author's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from confnotes.markup.recordings import MOMENT_LINK
from confnotes.model.summary import SummaryHighlight, SummaryItem, SummaryPoint
from confnotes.report.best_lines import best_lines
from confnotes.report.told_lines import is_told, said_in

_LEAST_OF_A_SECOND = 3.0
"""The least score of a line of a talk that is a highlight: its best one is told there."""


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
    yield from (SummaryPoint(line.text, item.id, item.id) for line in best_lines(item) if line.score >= least)
