"""Deleted notes, and those that were changed in the last week: each leads to its versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from confnotes.markup.link_names import stem_of
from confnotes.markup.names import fold
from confnotes.model.record import record
from confnotes.tui.commands import Where
from confnotes.tui.screens.gathering import GatheringPage
from confnotes.tui.screens.history import HistoryScreen, moment
from confnotes.tui.widgets.drawing import Line, Part, clean, counted, place, spread
from confnotes.tui.widgets.filter import Filter
from confnotes.tui.widgets.rows import Row, RowList, heading, remark

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
            Part("  "),
            Part("▸ " if chosen else "  ", "accent"),
            Part(clean(stem_of(history.path)), "strong" if chosen else "text"),
            Part(f"  {folder}", "faint"),
        ]
        return [spread(left, [Part(f"{counted(history.count, 'version')} · {self.at} ", "dim")], width)]


class HistoriesScreen(GatheringPage["Sequence[NoteHistory]"]):
    """Deleted notes first, then what was changed, the latest first."""

    where: ClassVar[Where] = Where.HISTORIES
    gathering: ClassVar[str] = "looking …"

    def __init__(self) -> None:
        super().__init__()
        self.filter = Filter("type to filter")
        self.list = RowList("histories", classes="body")
        self._found: Sequence[NoteHistory] = ()

    def is_up_to_date(self) -> bool:
        """Nothing of it stands in the index."""
        return True

    def gather(self) -> Iterator[Sequence[NoteHistory]]:
        from confnotes.actions.notes.note_versions import deleted_and_recent

        yield deleted_and_recent(self.confnotes.vault)

    def gathered(self, found: Sequence[NoteHistory]) -> None:
        self._found = found
        self.show_filtered()
        self.tell()

    def tell(self) -> None:
        count = sum(one.is_deleted for one in self._found)
        self.top.tell(place("Deleted notes and earlier versions"), [Part(f"{count:,} deleted ", "dim")])

    def show_filtered(self) -> None:
        wanted = fold(self.filter.value).split()
        shown = [one for one in self._found if all(word in fold(one.path) for word in wanted)]
        now = self.confnotes.vault.history.clock().astimezone()
        rows: list[Row] = []
        for title, are_deleted in (("DELETED", True), ("CHANGED IN THE LAST WEEK", False)):
            group = [one for one in shown if one.is_deleted is are_deleted]
            if group:
                rows.append(heading(title, f"{len(group):,}", first=not rows))
                rows += [HistoryRow(one.path, 1, True, one, moment(one.since, now)) for one in group]
        self.list.show(rows or [remark("", "  No note was deleted or changed lately.")])

    @property
    def _chosen(self) -> NoteHistory | None:
        row = self.list.chosen
        return row.history if isinstance(row, HistoryRow) else None

    async def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        await self.action_open()

    async def action_open(self) -> None:
        """Show the versions."""
        await self.filter_caught_up()
        if self._chosen is not None:
            self.confnotes.go(HistoryScreen(self._chosen.path))
