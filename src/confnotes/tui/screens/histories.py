"""Deleted notes, and those that were changed in the last week: each leads to its versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from confnotes.markup.link_names import stem_of
from confnotes.markup.names import fold
from confnotes.model.record import record
from confnotes.tui.commands import Where
from confnotes.tui.screens.history import HistoryScreen, moment
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.widgets.drawing import Line, Part, arrow, clean, counted, place, spread
from confnotes.tui.widgets.rows import Row, heading, remark

if TYPE_CHECKING:
    from confnotes.actions.notes.note_versions import NoteHistory


@record(frozen=True, slots=True)
class HistoryRow(Row):
    """A note of which there are versions."""

    history: NoteHistory | None = None
    at: str = ""

    def lines(self, width: int, chosen: bool) -> list[Line]:
        history = self.history
        assert history is not None
        folder = clean(history.path.rpartition("/")[0])
        left = [
            *arrow(chosen),
            Part(clean(stem_of(history.path)), "strong" if chosen else "text"),
            Part(f"  {folder}", "faint"),
        ]
        return [spread(left, [Part(f"{counted(history.count, 'version')} · {self.at} ", "dim")], width)]


class HistoriesScreen(ListScreen["Sequence[NoteHistory]"]):
    """Deleted notes first, then what was changed, the latest first."""

    where: ClassVar[Where] = Where.HISTORIES
    gathering: ClassVar[str] = "looking …"
    placeholder: ClassVar[str] = "type to filter"

    def gather(self) -> Iterator[Sequence[NoteHistory]]:
        from confnotes.actions.notes.note_versions import deleted_and_recent

        yield deleted_and_recent(self.confnotes.vault)

    def tell(self) -> None:
        count = sum(one.is_deleted for one in self.found or ())
        self.top.tell(place("Deleted notes and earlier versions"), [Part(f"{count:,} deleted ", "dim")])

    def rows(self, found: Sequence[NoteHistory]) -> Sequence[Row]:
        wanted = fold(self.filter.value).split()
        shown = [one for one in found if all(word in fold(one.path) for word in wanted)]
        now = self.confnotes.vault.history.clock().astimezone()
        rows: list[Row] = []
        for title, are_deleted in (("DELETED", True), ("CHANGED IN THE LAST WEEK", False)):
            group = [one for one in shown if one.is_deleted is are_deleted]
            if group:
                rows.append(heading(title, f"{len(group):,}", first=not rows))
                rows += [HistoryRow(one.path, 1, True, one, moment(one.since, now)) for one in group]
        return rows or [remark("", "  No note was deleted or changed lately.")]

    @property
    def _chosen(self) -> NoteHistory | None:
        row = self.list.chosen
        return row.history if isinstance(row, HistoryRow) else None

    async def action_open(self) -> None:
        """Show the versions."""
        await self.filter_caught_up()
        if self._chosen is not None:
            self.confnotes.go(HistoryScreen(self._chosen.path))
