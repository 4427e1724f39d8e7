"""Another name for a tag: what it is to be called, and which lines of which notes that changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from confnotes.errors import UsageError
from confnotes.model.record import record
from confnotes.tui.screens.dialog import Dialog, WritingDialog
from confnotes.tui.widgets.drawing import SCREEN_STYLES, Line, Part, clean, counted, keys, spread
from confnotes.tui.widgets.rows import Row, RowList, heading, remark

if TYPE_CHECKING:
    from confnotes.actions.links.rename_links import LineChange
    from confnotes.actions.notes.tags import Retagging, TagCount

MOST_LINES = 2000
BESIDE = 10
"""Cells beside a line."""


class TagNameScreen(WritingDialog[tuple[str, str]]):
    """Asks what a tag is to be called; answers both names."""

    DEFAULT_CSS = "TagNameScreen Input { margin-top: 1; }"

    def __init__(self, tag: TagCount, known: Sequence[str]) -> None:
        super().__init__()
        self._tag = tag
        self._known = {name.casefold() for name in known}

    @property
    def subject(self) -> str:
        return f"new name of #{self._tag.name}"

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(f"Rename #{clean(self._tag.name)}"), classes="title")
            yield Input(self._tag.name, id="name", select_on_focus=True)
            yield Static("", classes="text", id="means")
            yield Static(keys(("enter", "shows what changes"), ("esc", "leaves")), classes="keys")

    def on_input_changed(self, event: Input.Changed) -> None:
        from confnotes.markup.retag import checked_names

        try:
            _, new = checked_names(self._tag.name, event.value)
        except UsageError as error:
            same = event.value.strip() == self._tag.name
            told = "what is nested in it moves along" if same else error.hint
        else:
            there = new.casefold() in self._known and new.casefold() != self._tag.name.casefold()
            told = f"#{new} is there already: the two become one" if there else "a new name"
        self.query_one("#means", Static).update(Content(clean(told)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        from confnotes.markup.retag import checked_names

        try:
            names = checked_names(self._tag.name, event.value)
        except UsageError:
            return
        self.dismiss(names)


@record(frozen=True, slots=True)
class ChangeRow(Row):
    """A line of a note, as it is and as it would be."""

    change: LineChange | None = None

    def lines(self, width: int, chosen: bool) -> list[Line]:
        change = self.change
        assert change is not None
        before, after = map(clean, change.around(width - BESIDE))
        number = Part(f"{change.line:>5} ", "faint")
        taken = Part(f"- {before}", "faint")
        put = Part(f"+ {after}" if after else "  taken out: it is named already", "text")
        return [spread([number, taken], [], width), spread([Part(" " * 6), put], [], width)]


class RetagScreen(Dialog[bool]):
    """Shows every line that would change; answers whether to write it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(SCREEN_STYLES)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "write", "Write it", show=False)]
    DEFAULT_CSS = """
    RetagScreen > Vertical { width: 100; height: 80%; }
    RetagScreen RowList { height: 1fr; margin-top: 1; background: $panel; scrollbar-background: $panel; }
    """

    def __init__(self, plan: Retagging) -> None:
        super().__init__()
        self._plan = plan
        self.list = RowList("lines")

    def compose(self) -> ComposeResult:
        plan = self._plan
        told = f"{counted(len(plan.lines), 'line')} in {counted(len(plan.notes), 'note')} would change"
        if plan.merges:
            told += f"; #{plan.new} is there already: the two become one and cannot be told apart again"
        with Vertical():
            yield Static(Content(clean(f"#{plan.old} → #{plan.new}")), classes="title")
            yield Static(Content(clean(told)), classes="text")
            yield self.list
            yield Static(keys(("enter", "writes all of them"), ("esc", "leaves")), classes="keys")

    def on_mount(self) -> None:
        self.list.show([*self._rows()], first=False)
        self.list.focus()

    def _rows(self) -> Iterator[Row]:
        path = None
        for change in self._plan.lines[:MOST_LINES]:
            if change.path != path:
                yield heading(clean(change.path), first=path is None)
                path = change.path
            yield ChangeRow(f"{path}:{change.line}", 2, False, change)
        if len(self._plan.lines) > MOST_LINES:
            yield remark(f"  … and {len(self._plan.lines) - MOST_LINES:,} lines more")

    def action_write(self) -> None:
        self.dismiss(True)
