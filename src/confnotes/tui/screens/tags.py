"""Tags: all of them as a tree; enter shows what has one, F2 renames it in every note or merges it into another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from confnotes.model.record import record
from confnotes.tui.beside import read_beside
from confnotes.tui.commands import Where
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.rewriting import RewritingPage, Rewritten
from confnotes.tui.widgets.drawing import Line, Part, arrow, clean, counted, spread
from confnotes.tui.widgets.rows import Row, remark

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
        return [spread([*arrow(chosen), *shown], right, width)]


class TagsScreen(RewritingPage, ListScreen["Counted"]):
    """Every tag that a note has."""

    where: ClassVar[Where] = Where.TAGS
    gathering: ClassVar[str] = "counting …"
    placeholder: ClassVar[str] = "type to filter"
    of_notes: ClassVar[bool] = True
    _new_name: str | None = None

    def gather(self) -> Iterator[Counted]:
        from confnotes.actions.notes.tags import all_tags
        from confnotes.catalogue.searching.narrowing import Narrowing

        tags = all_tags(self.confnotes.vault)
        yield tags, Narrowing(tag.name for tag in tags)

    def rows(self, found: Counted) -> Sequence[Row]:
        (tags, narrowing), typed = found, self.filter.value.replace("#", " ").strip()
        shown = [tags[number] for number in narrowing.having(typed)]
        if shown:
            return [TagRow(tag.name.casefold(), 1, True, tag, not typed) for tag in shown]
        if tags:
            return [remark("", "  no tag of that name")]
        return [remark("", "  No tags yet.", "  #topic in a note is one, and #area/topic is nested in #area.")]

    def tell(self) -> None:
        count = len(self.found[0]) if self.found else 0
        self.top.tell([Part("Tags", "strong")], [Part(counted(count, "tag"), "dim")] if count else self.hint())

    @property
    def _chosen(self) -> TagCount | None:
        row = self.list.chosen
        return row.tag if isinstance(row, TagRow) else None

    async def action_open(self) -> None:
        """Search for the notes that have it."""
        await self.filter_caught_up()
        if self._chosen is not None:
            self.confnotes.show("search.SearchScreen", f"tag:{self._chosen.name} ")

    # Another name

    def action_rename(self) -> None:
        """Ask for the name, show what would change, and write it."""
        from confnotes.tui.screens.retag import TagNameScreen

        tag = self._chosen
        if tag is not None:
            known = [one.name for one in self.found[0]] if self.found else []
            self.app.push_screen(TagNameScreen(tag, known), self._plan_for)

    def _plan_for(self, names: tuple[str, str] | None) -> None:
        from confnotes.actions.notes.tags import plan_retag

        if names is not None and self.everything_saved():
            self.say(f"looking through the notes that have #{clean(names[0])} …")
            read_beside(self, partial(plan_retag, self.confnotes.vault, *names), self._planned)

    def _planned(self, plan: Retagging) -> None:
        from confnotes.tui.screens.retag import RetagScreen

        def answered(yes: bool | None) -> None:
            if yes:
                self._new_name = plan.new.casefold()
                told = f"#{clean(plan.old)} is #{clean(plan.new)} now, in {counted(len(plan.notes), 'note')}"
                self.rewrite(plan.renaming, told)

        self.line.unsay()
        self.app.push_screen(RetagScreen(plan), answered)

    def links_rewritten(self, written: Rewritten) -> None:
        super().links_rewritten(written)
        self.choose_next = self._new_name
        self.load()
