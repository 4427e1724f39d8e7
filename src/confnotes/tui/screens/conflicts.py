"""Conflicts: words that two machines changed differently, as a list to work through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from posixpath import commonprefix
from typing import TYPE_CHECKING, ClassVar

from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.command import Where
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.drawing import Line, Part, arrow, clean, pad, plural, quote_title, spread
from confnotes.tui.widgets.rows import Row, heading, remark

if TYPE_CHECKING:
    from confnotes.actions.notes.conflicts import NoteConflict

_MOST_NAME = 24  # cells of the name of a machine and a time
_LEFT = 11  # cells of arrow, line number and blanks
_SAID = {"ours": "Kept the first version", "theirs": "Kept the second version", "both": "Kept both versions"}


def from_difference(ours: str, theirs: str, width: int) -> tuple[str, str]:
    """Both texts, without their same beginning if what differs would be cut at the width."""
    same = len(commonprefix((ours, theirs)))
    start = ours.rfind(" ", 0, max(0, same - width // 3)) + 1 if same > width * 2 // 3 else 0
    return (f"… {ours[start:]}", f"… {theirs[start:]}") if start else (ours, theirs)


@fast_dataclass(frozen=True, slots=True)
class ConflictRow(Row):
    """Both versions of a place, each on a line with its machine and time."""

    conflict: NoteConflict

    def lines(self, width: int, chosen: bool) -> list[Line]:
        conflict = self.conflict
        callout = conflict.callout
        names = [clean(name)[:_MOST_NAME] for name in callout.names]
        number, longest = f"{conflict.line:>5}  ", max(map(len, names))
        both = from_difference(" ".join(callout.ours), " ".join(callout.theirs), width - longest - _LEFT)
        shown = []
        for at, (name, text) in enumerate(zip(names, both, strict=True)):
            left = [
                *(arrow(chosen) if not at else [Part("  ")]),
                Part(number if not at else " " * len(number), "faint"),
            ]
            left += [Part(pad(name, longest), "dim"), Part("  ")]
            shown.append(spread([*left, Part(clean(text), "strong" if chosen else "text")], [], width))
        return shown


class ConflictsScreen(ListScreen["list[NoteConflict]"]):
    """Callouts with two versions; a key keeps one version or both."""

    where: ClassVar[Where] = Where.CONFLICTS

    def gather(self) -> Iterator[list[NoteConflict]]:
        from confnotes.actions.notes.conflicts import find_conflicts

        yield find_conflicts(self.confnotes.vault)

    def rows(self, found: list[NoteConflict]) -> Sequence[Row]:
        rows: list[Row] = []
        for _, group in groupby(found, key=lambda one: one.path):
            together = list(group)
            rows.append(heading(clean(together[0].title), first=not rows))
            rows += [ConflictRow(f"{one.path}:{one.line}", one, height=2) for one in together]
        return rows or [remark("", "  No conflicts.", "  Words that two machines changed differently are listed here.")]

    def tell(self) -> None:
        count = len(self.found or ())
        self.top.tell([Part("Conflicts", "strong")], [Part(plural(count, "place"), "dim")] if count else self.hint())

    def action_open(self) -> None:
        row = self.list.chosen_as(ConflictRow)
        if row is not None:
            self.confnotes.open_path(row.conflict.path, row.conflict.line)

    def action_keep(self, kept: str) -> None:
        """Write the chosen version in place of the callout; `kept` is a `KeptVersion`."""
        from confnotes.actions.notes.conflicts import solve
        from confnotes.actions.notes.note_versions import revert_file
        from confnotes.merge.conflict_callouts import KeptVersion

        row, vault = self.list.chosen_as(ConflictRow), self.confnotes.vault
        if row is None or not self.everything_saved():
            return
        conflict = row.conflict
        with self.confnotes.complaints():
            before, after = solve(vault, conflict, KeptVersion(kept))
            said = f"{_SAID[kept]} in {quote_title(conflict.title)}"
            undo = partial(revert_file, vault, conflict.path, before, instead_of=after)
            redo = partial(revert_file, vault, conflict.path, after, instead_of=before)
            key = f"{conflict.path}:{conflict.line}"
            self.did(
                UndoStep(said, partial(self._write, conflict, undo), partial(self._write, conflict, redo), key=key)
            )
            self.confnotes.note_saved(conflict.path)
        self.load()

    def _write(self, conflict: NoteConflict, change: Callable[[], object]) -> None:
        change()
        self.confnotes.note_saved(conflict.path)
