"""Saved searches as rows, with how much each of them finds now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from confnotes.model.record import record
from confnotes.tui.widgets.drawing import Line, Part, clean, spread
from confnotes.tui.widgets.rows import Row

if TYPE_CHECKING:
    from confnotes.catalogue.searching.saved_queries import SavedQuery
    from confnotes.tui.confnotes import Confnotes


@record(frozen=True, slots=True)
class SavedRow(Row):
    """A search that was saved: its name, what it asks, how much it finds now (None: not known yet)."""

    name: str = ""
    query: str = ""
    total: int | None = None

    def lines(self, width: int, chosen: bool) -> list[Line]:
        mark = Part("▸ " if chosen else "  ", "accent")
        name = Part(clean(self.name), "strong" if chosen else "text")
        count = "" if self.total is None else f"{self.total:,} "
        return [spread([Part("  "), mark, name, Part(f"   {clean(self.query)}", "faint")], [Part(count, "dim")], width)]


def saved_rows(app: Confnotes, totals: Mapping[str, int | None]) -> Iterator[tuple[SavedRow, ...]]:
    """All of them, at once with the `totals` known by name so far, then with those of now.

    Belongs into a worker; ends when that is cancelled.
    """
    from confnotes.catalogue.searching.saved_queries import saved_queries

    worker = get_current_worker()
    saved = saved_queries(app.vault)
    yield tuple(_row(one, totals.get(one.name)) for one in saved)
    counted: list[SavedRow] = []
    for one in saved:
        if worker.is_cancelled:
            return
        counted.append(_row(one, app.finding.find(one.query, 1, "relevance", typing=False).total))
    if counted:
        yield tuple(counted)


def _row(one: SavedQuery, total: int | None) -> SavedRow:
    return SavedRow(f"saved:{one.name}", 1, True, one.name, one.query, total)
