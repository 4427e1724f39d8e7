"""Tags: all of them as a tree; enter shows what has one, F2 renames it in every note or merges it into another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from confnotes.errors import ConfnotesError
from confnotes.model.record import record
from confnotes.tui.commands import Where
from confnotes.tui.finding import Indexing
from confnotes.tui.messages import NoteSaved
from confnotes.tui.screens.filtering import FilteringPage
from confnotes.tui.widgets.drawing import Line, Part, clean, counted, spread
from confnotes.tui.widgets.filter import Filter
from confnotes.tui.widgets.rows import Row, RowList, remark

if TYPE_CHECKING:
    from confnotes.services.narrowing import Narrowing
    from confnotes.services.tags import Retagging, TagCount


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


class TagsScreen(FilteringPage):
    """Every tag that a note has."""

    where: ClassVar[Where] = Where.TAGS

    @dataclass
    class Loaded(Message):
        """The tags were counted; `complete`: in all notes."""

        tags: Sequence[TagCount]
        narrowing: Narrowing
        complete: bool

    @dataclass
    class Planned(Message):
        """What renaming would do was worked out."""

        plan: Retagging

    @dataclass
    class Written(Message):
        """It was done."""

        plan: Retagging

    @dataclass
    class Failed(Message):
        """It could not be done."""

        error: ConfnotesError | OSError

    def __init__(self) -> None:
        super().__init__()
        self.filter = Filter("type to filter")
        self.list = RowList("tags", classes="body")
        self._found: TagsScreen.Loaded | None = None
        self._choose: str | None = None

    def on_mount(self) -> None:
        self._tell()
        self.list.show([remark("", "  counting …")])
        self.list.focus()
        self._load()

    def on_screen_resume(self) -> None:
        if self._found is not None:
            self._load()

    def indexing(self, news: Indexing) -> None:
        if not news.total and self._found is not None and not self._found.complete:
            self._load()

    @work(thread=True, exclusive=True, group="tags")
    def _load(self) -> None:
        from confnotes.services.narrowing import Narrowing
        from confnotes.services.tags import all_tags

        worker = get_current_worker()
        try:
            complete = self.confnotes.finding.brought_up_to_date()
            found = all_tags(self.confnotes.vault)
        except (ConfnotesError, OSError) as error:
            self.post_message(self.Failed(error))
            return
        if not worker.is_cancelled:
            self.post_message(self.Loaded(found, Narrowing(tag.name for tag in found), complete))

    def on_tags_screen_loaded(self, event: Loaded) -> None:
        self._found = event
        self.show_filtered()

    def show_filtered(self) -> None:
        if self._found is None:
            return
        tags, typed = self._found.tags, self.filter.value.replace("#", " ").strip()
        shown = [tags[number] for number in self._found.narrowing.having(typed)]
        rows: list[Row] = [TagRow(tag.name.casefold(), 1, True, tag, not typed) for tag in shown]
        if not rows and tags:
            rows = [remark("", "  no tag of that name")]
        elif not rows:
            rows = [remark("", "  No tags yet.", "  #topic in a note is one, and #area/topic is nested in #area.")]
        chosen, self._choose = self._choose, None
        self.list.show(rows, choose=chosen)
        self._tell()

    def _tell(self) -> None:
        count = len(self._found.tags) if self._found else 0
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
            known = [one.name for one in self._found.tags] if self._found else []
            self.app.push_screen(TagNameScreen(tag, known), self._plan_for)

    def _plan_for(self, names: tuple[str, str] | None) -> None:
        if names is not None:
            self.confnotes.save_everything()
            self.say(f"looking through the notes that have #{clean(names[0])} …")
            self._plan(*names)

    @work(thread=True, exclusive=True, group="retag")
    def _plan(self, old: str, new: str) -> None:
        from confnotes.services.tags import plan_retag

        try:
            self.post_message(self.Planned(plan_retag(self.confnotes.vault, old, new)))
        except (ConfnotesError, OSError) as error:
            self.post_message(self.Failed(error))

    def on_tags_screen_planned(self, event: Planned) -> None:
        from confnotes.tui.screens.retag import RetagScreen

        def answered(yes: bool | None) -> None:
            if yes:
                self._write(event.plan)

        self.line.unsay()
        self.app.push_screen(RetagScreen(event.plan), answered)

    @work(thread=True, exclusive=True, group="retag")
    def _write(self, plan: Retagging) -> None:
        from confnotes.services.tags import retag

        try:
            retag(self.confnotes.vault, plan)
        except (ConfnotesError, OSError) as error:
            self.post_message(self.Failed(error))
            return
        for note in plan.notes:
            self.confnotes.finding.note_saved(note.path)
        self.post_message(self.Written(plan))

    def on_tags_screen_written(self, event: Written) -> None:
        plan = event.plan
        for note in plan.notes:
            self.app.post_message(NoteSaved(note.path))
        self._choose = plan.new.casefold()
        self.say(f"#{clean(plan.old)} is #{clean(plan.new)} now, in {counted(len(plan.notes), 'note')}")
        self._load()

    def on_tags_screen_failed(self, event: Failed) -> None:
        self.confnotes.complain_of(event.error)
