"""The digest: every talk in one line, which is the author's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from confnotes.model.summary import SummaryItem, SummaryPoint
from confnotes.report.best_lines import best_lines
from confnotes.report.told_lines import is_told


def digest(items: Iterable[SummaryItem], told: Collection[str]) -> tuple[SummaryPoint, ...]:
    """A point for each item that was seen: its claim, else a takeaway, else its best line.

    Lines in `told` are not told again; the text is empty if no other line is good enough.
    """
    return tuple(_point(item, told) for item in items if _was_seen(item) and not item.leads)


def _was_seen(item: SummaryItem) -> bool:
    return item.noted or item.attended or item.rating is not None


def _point(item: SummaryItem, told: Collection[str]) -> SummaryPoint:
    fresh = (point for point in _candidates(item) if point.text and not is_told(point.text, told))
    return next(fresh, SummaryPoint("", item.id, item.id))


def _candidates(item: SummaryItem) -> Iterator[SummaryPoint]:
    """The lines that could stand for the item, best first."""
    yield from (SummaryPoint(note.claim, item.id, item.id) for note in item.notes)
    yield from (SummaryPoint(one.text, item.id, one.id) for one in item.takeaways)
    yield from (SummaryPoint(line.text, item.id, item.id) for line in best_lines(item))
