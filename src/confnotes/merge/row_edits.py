"""Edits of a text by rows, and merging them into a newer version of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from confnotes.markup.compare_texts import changes
from confnotes.merge.merge_files import MergedFile, merge_file


@dataclass(frozen=True, slots=True)
class RowEdit:
    """The lines that replace a row (from 0), or, with `after`, follow it (-1: the first lines).

    `move` is a row that moves there, and reads as `lines` if there are any.
    """

    row: int
    lines: tuple[str, ...] = ()
    after: bool = False
    move: int | None = None


@dataclass(frozen=True, slots=True)
class RowConflict:
    """An edit of a row that changed otherwise: the lines of the edit, and those of the newer version."""

    edit: RowEdit
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MergedRows:
    """The newer version with the edits, and those that conflict with it."""

    text: str
    conflicts: tuple[RowConflict, ...] = ()


def apply_rows(text: str, edits: Iterable[RowEdit]) -> str:
    """The text with the edits, whose line ends become those of the text."""
    lines = text.split("\n")
    line_end = "\r" if len(lines) > 1 and lines[0].endswith("\r") else ""
    replaced: dict[int, tuple[str, ...]] = {}
    added: dict[int, list[str]] = {}
    for edit in edits:
        if edit.move is not None:
            added.setdefault(edit.row, []).extend(
                line + line_end for line in edit.lines or [lines[edit.move].rstrip("\r")]
            )
            replaced[edit.move] = ()
        elif edit.after:
            added.setdefault(edit.row, []).extend(line + line_end for line in edit.lines)
        else:
            replaced[edit.row] = tuple(
                line.rstrip("\r") + line_end * (edit.row + 1 < len(lines)) for line in edit.lines
            )
    made = list(added.get(-1, ()))
    for row, line in enumerate(lines):
        made += [*replaced.get(row, (line,)), *added.get(row, ())]
    if line_end and len(made) > 1 and made[-1].endswith(line_end):  # added at the end of a text without a line end
        made[-2:] = [made[-2].rstrip("\r") + line_end, made[-1].removesuffix(line_end)]
    return "\n".join(made)


def merge_rows(base: str, edits: Sequence[RowEdit], now: str, *, prefer_edits: bool = False) -> MergedRows:
    """The edits of `base` in the newer version `now`. With `prefer_edits`, an edited row replaces what it became."""
    merged = merge_file("", base, apply_rows(base, edits), now)
    if not merged.doubts:
        return MergedRows(merged.text)
    fine = [edit for edit in edits if not merge_file("", base, apply_rows(base, [edit]), now).doubts]
    merged = merge_file("", base, apply_rows(base, fine), now)
    if merged.doubts:
        fine, merged = [], MergedFile(now)
    conflicts = [
        RowConflict(edit, rows)
        for edit in edits
        if edit not in fine and not set(edit.lines) & set(rows := _rows_now(base, now, edit.row))
    ]
    if prefer_edits:
        return _with_preferred(merged.text, conflicts)
    return MergedRows(merged.text, tuple(conflicts))


def _rows_now(base: str, now: str, row: int) -> tuple[str, ...]:
    """What the row of the base became: the lines of that change, () if it was deleted."""
    old, new = base.split("\n"), now.split("\n")
    for one in changes(old, new) or ():
        if one.start <= row < one.end:
            if one.end - one.start == one.last - one.first:
                return (new[one.first + row - one.start],)
            return tuple(new[one.first : one.last])
    return (old[row],) if 0 <= row < len(old) else ()


def _with_preferred(text: str, conflicts: Sequence[RowConflict]) -> MergedRows:
    """The text with edits in place of the single lines that they conflict with; the other conflicts remain."""
    lines = text.split("\n")
    rest = []
    for conflict in conflicts:
        edit, now = conflict.edit, conflict.now
        if edit.after or edit.move is not None or len(now) != 1 or lines.count(now[0]) != 1:
            rest.append(conflict)
            continue
        at = lines.index(now[0])
        line_end = "\r" * now[0].endswith("\r")
        lines[at : at + 1] = [line.rstrip("\r") + line_end for line in edit.lines]
    return MergedRows("\n".join(lines), tuple(rest))
