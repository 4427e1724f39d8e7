"""Changes from re-imports, newest first; enter opens the talk's note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.command import Need, Where
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.screens.import_view import in_short
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.widgets.drawing import Line, Part, arrow, clean, pad, place, plural, spread
from confnotes.tui.widgets.rows import Row, heading, no_conference, remark

if TYPE_CHECKING:
    from confnotes.catalogue.program.changes import ProgramChange

KIND = 11  # cells: the longest kind of change
_ROLES = {"cancelled": "error", "moved": "warning", "added": "success", "came back": "success"}


@fast_dataclass(frozen=True, slots=True)
class ProgramChangeRow(Row):
    """A talk that an import changed."""

    change: ProgramChange

    def lines(self, width: int, chosen: bool) -> list[Line]:
        change = self.change
        kind = change.changes[0] if change.changes else "changed"
        marks = [Part("★ " if change.starred else "", "accent"), Part("✎ " if change.note else "", "dim")]
        left = [
            *arrow(chosen),
            Part(pad(kind, KIND), _ROLES.get(kind, "dim")),
            Part(clean(change.title), "strong" if chosen else "text"),
            Part(f"  {clean(in_short(change.what, kind))}", "faint"),
        ]
        return [spread(left, marks, width)]


def rows_of(changes: Sequence[ProgramChange]) -> list[Row]:
    """A heading for each import, and its changes."""
    rows: list[Row] = []
    for (moment, source, conference), group in groupby(
        changes, key=lambda change: (change.time, change.source, change.conference)
    ):
        together = list(group)
        when = moment[:16].replace("T", " ")
        right = f"{clean(source)} · {plural(len(together), 'talk')}"
        rows.append(heading(f"{when}  {clean(conference)}", right, first=not rows))
        rows += [ProgramChangeRow(f"{moment} {source} {change.key} {at}", change) for at, change in enumerate(together)]
    return rows or [
        remark(
            "",
            "  No changes yet.",
            "  Changes from re-imports appear here.",
            f"  Press {key_of('program')}, then {key_of('import')} to import the program again.",
        )
    ]


class ChangesScreen(ListScreen["Sequence[ProgramChange]"]):
    """Changes from re-imports."""

    where: ClassVar[Where] = Where.CHANGES
    tells_errors: ClassVar[bool] = True

    def __init__(self, conference: str | None) -> None:
        """Show the changes of one conference, or of all."""
        super().__init__()
        self._conference = conference

    def tell(self) -> None:
        self.top.tell(place(self._conference or "", "Changes from re-imports"), self.hint())

    def gather(self) -> Iterator[Sequence[ProgramChange]]:
        from confnotes.catalogue.program.changes import changes

        yield changes(self.confnotes.vault, self._conference)

    def rows(self, found: Sequence[ProgramChange]) -> Sequence[Row]:
        return rows_of(found) if found or self.has(Need.PROGRAM) else [no_conference()]

    async def action_open(self) -> None:
        """Open the note of the talk, unless the talk no longer exists."""
        row = self.list.chosen
        if isinstance(row, ProgramChangeRow):
            if row.change.note:
                self.confnotes.open_path(row.change.note)
            else:
                self.confnotes.open_talk(row.change.key)
