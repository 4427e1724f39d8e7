"""Tags as a tree: enter searches for a tag, r renames it in all notes or merges it into another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from confnotes.errors import UsageError
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.command import Where
from confnotes.tui.screens.dialog import Dialog, WritingDialog
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.rewriting import RewritingPage, Rewritten
from confnotes.tui.widgets.drawing import SCREEN_STYLES, Line, Part, arrow, clean, plural, spread
from confnotes.tui.widgets.rows import Row, RowList, remark, with_headings

if TYPE_CHECKING:
    from confnotes.actions.links.rewrite import LineChange
    from confnotes.actions.notes.tags import Retagging, TagCount
    from confnotes.catalogue.completing.name_index import Narrowing

    Counted = tuple[Sequence[TagCount], Narrowing]

MOST_LINES = 2000  # of a plan; the rest is only counted
BESIDE = 10
"""Cells left and right of a line."""


class TagNameScreen(WritingDialog[tuple[str, str]]):
    """Asks for a tag's new name; returns the old and the new one."""

    DEFAULT_CSS = "TagNameScreen Input { margin-top: 1; }"

    def __init__(self, tag: TagCount, known: Sequence[str]) -> None:
        super().__init__(f"Rename #{tag.name}", "", ("open", "preview changes"), ("back", "cancel"))
        self._tag = tag
        self._known = {name.casefold() for name in known}

    @property
    def subject(self) -> str:
        return f"new name of #{self._tag.name}"

    def body(self) -> ComposeResult:
        yield Input(self._tag.name, id="name", select_on_focus=True)
        yield Static("", classes="text", id="means")

    def on_input_changed(self, event: Input.Changed) -> None:
        from confnotes.markup.retag import check_names

        try:
            _, new = check_names(self._tag.name, event.value)
        except UsageError as error:
            same = event.value.strip() == self._tag.name
            told = "Subtags are renamed too" if same else error.hint
        else:
            there = new.casefold() in self._known and new.casefold() != self._tag.name.casefold()
            told = f"#{new} already exists: the tags will be merged" if there else "New tag"
        self.query_one("#means", Static).update(Content(clean(told)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        from confnotes.markup.retag import check_names

        try:
            names = check_names(self._tag.name, event.value)
        except UsageError:
            return
        self.dismiss(names)


@fast_dataclass(frozen=True, slots=True)
class RetaggedLineRow(Row):
    """A line of a note before and after the change."""

    change: LineChange

    def lines(self, width: int, chosen: bool) -> list[Line]:
        change = self.change
        before, after = map(clean, change.around(width - BESIDE))
        number = Part(f"{change.line:>5} ", "faint")
        taken = Part(f"- {before}", "faint")
        put = Part(f"+ {after}" if after else "  removed: the line already has this tag", "text")
        return [spread([number, taken], [], width), spread([Part(" " * 6), put], [], width)]


class RetagScreen(Dialog[bool]):
    """Shows all lines that would change; returns whether to write them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(SCREEN_STYLES)
    where: ClassVar[Where] = Where.RETAG
    DEFAULT_CSS = """
    RetagScreen > Vertical { width: 100; height: 80%; }
    RetagScreen RowList { height: 1fr; margin-top: 1; background: $panel; scrollbar-background: $panel; }
    """

    def __init__(self, plan: Retagging) -> None:
        enter = "merge tags" if plan.merges else "rename tag"
        told = f"Changes {plural(len(plan.lines), 'line')} in {plural(len(plan.notes), 'note')}."
        if plan.merges:
            told += f" #{plan.new} already exists: merging cannot be reversed later by renaming."
        super().__init__(f"#{plan.old} → #{plan.new}", told, ("open", enter), ("back", "cancel"))
        self._plan = plan
        self.list = RowList("lines")

    def body(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        self.list.show([*self._rows()], first=False)
        self.list.focus()

    def _rows(self) -> Iterator[Row]:
        yield from with_headings(
            self._plan.lines[:MOST_LINES],
            lambda change: clean(change.path),
            lambda change: RetaggedLineRow(f"{change.path}:{change.line}", change, height=2, selectable=False),
        )
        if len(self._plan.lines) > MOST_LINES:
            yield remark(f"  … and {len(self._plan.lines) - MOST_LINES:,} more lines")

    def action_write(self) -> None:
        self.dismiss(True)


@fast_dataclass(frozen=True, slots=True)
class TagRow(Row):
    """A tag: shown by its last part in the tree, by its full name in a filtered list."""

    tag: TagCount
    in_tree: bool = True

    def lines(self, width: int, chosen: bool) -> list[Line]:
        tag = self.tag
        name = clean(tag.name)
        role = "strong" if chosen else "text" if tag.own else "dim"
        above, _, last = name.rpartition("/")
        shown = [Part(f"{'  ' * tag.depth}#{last}", role)]
        if not self.in_tree:
            shown = [Part(f"#{above}/" if above else "#", "dim"), Part(last, role)]
        nested = f"{tag.own:,} without subtag   " if tag.own != tag.notes and tag.own else ""
        right = [Part(nested, "faint"), Part(f"{plural(tag.notes, 'note')} ", "dim")]
        return [spread([*arrow(chosen), *shown], right, width)]


class TagsScreen(RewritingPage, ListScreen["Counted"]):
    """All tags of notes."""

    where: ClassVar[Where] = Where.TAGS
    gathering: ClassVar[str] = "Loading tags …"
    placeholder: ClassVar[str] = "Filter tags"
    of_notes: ClassVar[bool] = True
    _new_name: str | None = None

    def gather(self) -> Iterator[Counted]:
        from confnotes.actions.notes.tags import all_tags
        from confnotes.catalogue.completing.name_index import Narrowing

        tags = all_tags(self.confnotes.vault)
        yield tags, Narrowing(tag.name for tag in tags)

    def rows(self, found: Counted) -> Sequence[Row]:
        (tags, narrowing), typed = found, self.filter.value.replace("#", " ").strip()
        shown = [tags[number] for number in narrowing.having(typed)]
        if shown:
            return [TagRow(tag.name.casefold(), tag, not typed) for tag in shown]
        if tags:
            return [remark("", "  No matching tags")]
        return [remark("", "  No tags yet.", "  Type #topic in a note. #area/topic is a subtag of #area.")]

    def tell(self) -> None:
        count = len(self.found[0]) if self.found else 0
        self.top.tell([Part("Tags", "strong")], [Part(plural(count, "tag"), "dim")] if count else self.hint())

    def action_open(self) -> None:
        row = self.list.chosen_as(TagRow)
        if row is not None:
            self.confnotes.show("search.SearchScreen", f"tag:{row.tag.name} ")

    # Renaming

    def action_rename(self) -> None:
        row = self.list.chosen_as(TagRow)
        if row is not None:
            known = [one.name for one in self.found[0]] if self.found else []
            self.app.push_screen(TagNameScreen(row.tag, known), self._plan_for)

    def _plan_for(self, names: tuple[str, str] | None) -> None:
        from confnotes.actions.notes.tags import plan_retag

        if names is not None and self.everything_saved():
            self.say(f"Finding notes with #{clean(names[0])} …")
            self.read_beside(partial(plan_retag, self.confnotes.vault, *names), self._planned)

    def _planned(self, plan: Retagging) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                self._new_name = plan.new.casefold()
                told = f"Renamed #{clean(plan.old)} to #{clean(plan.new)} in {plural(len(plan.notes), 'note')}"
                self.rewrite(plan.renaming, told)

        self.line.unsay()
        self.app.push_screen(RetagScreen(plan), answered)

    def links_rewritten(self, written: Rewritten) -> None:
        super().links_rewritten(written)
        self.choose_next = self._new_name
        self.load()
