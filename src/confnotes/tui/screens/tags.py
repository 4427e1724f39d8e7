"""Tags: all of them as a tree; enter shows what has one, F2 renames it in every note or merges it into another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from confnotes.errors import ConfnotesError
from confnotes.model.record import record
from confnotes.tui.beside import reads
from confnotes.tui.commands import Where
from confnotes.tui.screens.gathering import GatheringPage
from confnotes.tui.screens.rewriting import RewritingPage
from confnotes.tui.widgets.drawing import Line, Part, clean, counted, spread
from confnotes.tui.widgets.filter import Filter
from confnotes.tui.widgets.rows import Row, RowList, remark

if TYPE_CHECKING:
    from confnotes.actions.notes.tags import Retagging, TagCount
    from confnotes.catalogue.searching.narrowing import Narrowing

    Counted = tuple[Sequence[TagCount], Narrowing]


@record(frozen=True, slots=True)
class TagRow(Row):
    """A tag; in the tree by its last part, among those that a filter lets through by its whole name."""

    tag: TagCount | None = None
    in_tree: bool = True

    def lines(self, width: int, chosen: bool) -> list[Line]:
        tag = self.tag
        assert tag is not None
        name = clean(tag.name)
        role = "strong" if chosen else "text" if tag.own else "dim"
        above, _, last = name.rpartition("/")
        shown = [Part(f"{'  ' * tag.depth}#{last}", role)]
        if not self.in_tree:
            shown = [Part(f"#{above}/" if above else "#", "dim"), Part(last, role)]
        nested = f"{tag.own:,} itself   " if tag.own != tag.notes and tag.own else ""
        right = [Part(nested, "faint"), Part(f"{counted(tag.notes, 'note')} ", "dim")]
        return [spread([Part("  "), Part("▸ " if chosen else "  ", "accent"), *shown], right, width)]


class TagsScreen(RewritingPage, GatheringPage["Counted"]):
    """Every tag that a note has."""

    where: ClassVar[Where] = Where.TAGS
    gathering: ClassVar[str] = "counting …"

    @dataclass
    class Planned(Message):
        """What renaming would do was worked out."""

        plan: Retagging

    def __init__(self) -> None:
        super().__init__()
        self.filter = Filter("type to filter")
        self.list = RowList("tags", classes="body")
        self._found: Counted | None = None
        self._choose: str | None = None
        self._new_name: str | None = None

    def gather(self) -> Iterator[Counted]:
        from confnotes.actions.notes.tags import all_tags
        from confnotes.catalogue.searching.narrowing import Narrowing

        tags = all_tags(self.confnotes.vault)
        yield tags, Narrowing(tag.name for tag in tags)

    def gathered(self, found: Counted) -> None:
        self._found = found
        self.show_filtered()

    def show_filtered(self) -> None:
        if self._found is None:
            return
        (tags, narrowing), typed = self._found, self.filter.value.replace("#", " ").strip()
        shown = [tags[number] for number in narrowing.having(typed)]
        rows: list[Row] = [TagRow(tag.name.casefold(), 1, True, tag, not typed) for tag in shown]
        if not rows and tags:
            rows = [remark("", "  no tag of that name")]
        elif not rows:
            rows = [remark("", "  No tags yet.", "  #topic in a note is one, and #area/topic is nested in #area.")]
        chosen, self._choose = self._choose, None
        self.list.show(rows, choose=chosen)
        self.tell()

    def tell(self) -> None:
        count = len(self._found[0]) if self._found else 0
        self.top.tell([Part("Tags", "strong")], [Part(counted(count, "tag"), "dim")] if count else self.hint())

    @property
    def _chosen(self) -> TagCount | None:
        row = self.list.chosen
        return row.tag if isinstance(row, TagRow) else None

    async def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        await self.action_open()

    async def action_open(self) -> None:
        """Search for the notes that have it."""
        from confnotes.tui.screens.search import SearchScreen

        await self.filter_caught_up()
        if self._chosen is not None:
            self.confnotes.go(SearchScreen(f"tag:{self._chosen.name} "))

    # Another name

    def action_rename(self) -> None:
        """Ask for the name, show what would change, and write it."""
        from confnotes.tui.screens.retag import TagNameScreen

        tag = self._chosen
        if tag is not None:
            known = [one.name for one in self._found[0]] if self._found else []
            self.app.push_screen(TagNameScreen(tag, known), self._plan_for)

    def _plan_for(self, names: tuple[str, str] | None) -> None:
        if names is not None and self.everything_saved():
            self.say(f"looking through the notes that have #{clean(names[0])} …")
            self._plan(*names)

    @reads("retag")
    def _plan(self, old: str, new: str) -> None:
        from confnotes.actions.notes.tags import plan_retag

        try:
            self.post_message(self.Planned(plan_retag(self.confnotes.vault, old, new)))
        except (ConfnotesError, OSError) as error:
            self.post_message(self.Failed(error))

    def on_tags_screen_planned(self, event: Planned) -> None:
        from confnotes.tui.screens.retag import RetagScreen

        plan = event.plan

        def answered(yes: bool | None) -> None:
            if yes:
                self._new_name = plan.new.casefold()
                told = f"#{clean(plan.old)} is #{clean(plan.new)} now, in {counted(len(plan.notes), 'note')}"
                self.rewrite(plan.renaming, told)

        self.line.unsay()
        self.app.push_screen(RetagScreen(plan), answered)

    def links_rewritten(self, event: RewritingPage.Rewritten) -> None:
        super().links_rewritten(event)
        self._choose = self._new_name
        self.load()
