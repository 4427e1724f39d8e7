"""The differences of two versions of a note: side by side, or one above the other in a narrow window."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import ClassVar

from textual.widget import Widget

from confnotes.tui.command import Where
from confnotes.tui.screens.page import Page
from confnotes.tui.widgets.drawing import Line, Part, clean, pad
from confnotes.tui.widgets.editor_wrapping import breaks
from confnotes.tui.widgets.pane import Draw, Pane

SIDE_BY_SIDE = 100  # columns: two texts of 48 cells can still be read
AROUND = 2
"""The number of equal lines shown around each difference."""

_Change = tuple[bool, list[str], list[str]]
"""Whether a run of lines is equal in both versions, its lines in mine, and in theirs."""


def changes(mine: str, theirs: str) -> list[_Change]:
    """The two texts as runs of equal and different lines."""
    old, new = mine.splitlines(), theirs.splitlines()
    return [
        (what == "equal", old[start:end], new[from_line:to_line])
        for what, start, end, from_line, to_line in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    ]


def both_passages(mine: str, theirs: str) -> str:
    """One text with all lines of both: equal lines once, each difference twice, mine first."""
    newline = "\r\n" if "\r\n" in mine else "\n"
    lines: list[str] = []
    for same, here, there in changes(mine, theirs):
        lines += here if same else [*here, *there]
    return newline.join(lines) + (newline if mine.endswith("\n") or theirs.endswith("\n") else "")


def versions_lines(found: Sequence[_Change]) -> Draw:
    """Both texts, drawn for a given width."""

    def draw(width: int) -> list[Line]:
        if width >= SIDE_BY_SIDE:
            column = (width - 8) // 2
            head = [_row([Part("  "), Part(pad("Yours", column), "strong")], [Part("  On disk", "strong")])]
            return head + [line for change in _shortened(found) for line in _beside(change, column)]
        return [line for change in _shortened(found) for line in _below(change, width - 4)]

    return draw


def _shortened(found: Sequence[_Change]) -> list[_Change]:
    """The changes with long runs of equal lines shortened."""
    short: list[_Change] = []
    for index, (same, here, there) in enumerate(found):
        left_out = len(here) - 2 * AROUND
        if same and left_out > 1:
            head = here[: AROUND if index else 0]
            foot = here[-AROUND:] if index < len(found) - 1 else []
            count = f"… {len(here) - len(head) - len(foot)} unchanged lines"
            here = there = [*head, count, *foot]
        short.append((same, here, there))
    return short


def _beside(change: _Change, column: int) -> list[Line]:
    same, here, there = change
    if same:
        return [_row(_text(part, column, "dim"), _text(part, column, "dim")) for part in _wrapped(here, column)]
    mine, theirs = _wrapped(here, column), _wrapped(there, column)
    height = max(len(mine), len(theirs))
    mine += [None] * (height - len(mine))
    theirs += [None] * (height - len(theirs))
    return [
        _row(_text(left, column, "text"), _text(right, column, "text"))
        for left, right in zip(mine, theirs, strict=True)
    ]


def _below(change: _Change, width: int) -> list[Line]:
    same, here, there = change
    if same:
        return [[Part("   "), *_text(part, width, "dim")[1:]] for part in _wrapped(here, width)]
    lines: list[Line] = []
    for name, passage in (("Yours", here), ("On disk", there)):
        lines.append([Part(f"   {name}", "strong"), Part("" if passage else "  (empty)", "faint")])
        lines += [[Part(" "), *_text(part, width, "text")] for part in _wrapped(passage, width)]
    return lines


def _wrapped(lines: Sequence[str], width: int) -> list[str | None]:
    rows: list[str | None] = []
    for line in map(clean, lines):
        at = breaks(line, width)
        rows += [line[begin:end] for begin, end in zip([0, *at], [*at, len(line)], strict=True)]
    return rows


def _text(part: str | None, width: int, role: str) -> Line:
    """The text with a bar before a difference; None pads the shorter side."""
    bar = "▎ " if role == "text" and part is not None else "  "
    return [Part(bar, "accent"), Part(pad(part or "", width), role)]


def _row(left: Line, right: Line) -> Line:
    return [Part(" "), *left, Part(" │ ", "faint"), *right]


class VersionsScreen(Page):
    """Shows both versions and calls `chosen` with the answer: both, mine, theirs, passages or later."""

    where: ClassVar[Where] = Where.VERSIONS

    def __init__(self, mine: str, theirs: str, chosen: Callable[[str], object]) -> None:
        super().__init__()
        self.pane = Pane("versions", classes="body")
        self._changes = changes(mine, theirs)
        self._tell = chosen

    def body(self) -> Iterable[Widget]:
        yield self.pane

    def on_mount(self) -> None:
        self.top.tell([Part("Two versions of this note", "strong")], [Part("both are kept until you choose", "dim")])
        self.pane.show(versions_lines(self._changes))
        self.pane.focus()

    def action_choose(self, answer: str) -> None:
        self.dismiss()
        self.app.call_later(self._tell, answer)

    def action_leave(self) -> None:
        self.action_choose("later")
