"""Tasks and questions of the day, the conference or the vault; typing filters, space ticks, enter opens the line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from confnotes.errors import ConfnotesError
from confnotes.markup.plain import plain_text
from confnotes.model.record import record
from confnotes.tui.commands import Where
from confnotes.tui.screens.answering import AnsweringPage
from confnotes.tui.screens.filtering import FilteringPage
from confnotes.tui.screens.now_view import day_name
from confnotes.tui.widgets.drawing import Line, Part, clean, place, shorten, spread
from confnotes.tui.widgets.filter import Filter
from confnotes.tui.widgets.rows import Row, RowList, heading, remark

if TYPE_CHECKING:
    from confnotes.services.open_points import Point, Points

ANSWER_SHARE = 2


class Scope(Enum):
    """Where what is listed stands, in words."""

    DAY = "on this day"
    CONFERENCE = "in this conference"
    ALL = "anywhere"


@record(frozen=True, slots=True)
class PointRow(Row):
    """A task or a question; an answer stands behind its question."""

    point: Point | None = None

    def lines(self, width: int, chosen: bool) -> list[Line]:
        point = self.point
        assert point is not None
        mark = "?" if point.asks else "☐" if point.open else "☑"
        text = Part(clean(plain_text(point.text)), "faint" if not point.open else "strong" if chosen else "text")
        left = [
            Part("  "),
            Part("▸ " if chosen else "  ", "accent"),
            Part(f"{mark} ", "accent" if point.open else "faint"),
            text,
        ]
        answer = clean(plain_text(" ".join((point.answer or "").split())))
        right = [Part(f"! {shorten(answer, width // ANSWER_SHARE)} ", "dim")] if answer else []
        return [spread(left, right, width)]


def rows_of(found: Sequence[Points], words: Sequence[str], *, days: bool) -> Iterator[Row]:
    """What is open, by talk, then what is done; `words` are those that must occur, `days` names days as well."""
    for is_open in (True, False):
        first = True
        for note in found:
            own = [point for point in note.points if point.open is is_open and _fits(note, point, words)]
            if own and first and not is_open:
                yield heading("DONE AND ANSWERED")
            if own:
                yield _title(note, is_open, days=days, first=first)
                first = False
            yield from (PointRow(f"{point.path}:{point.text}:{point.line}", 1, True, point) for point in own)


def _fits(note: Points, point: Point, words: Sequence[str]) -> bool:
    from confnotes.markup.names import fold

    text = fold(f"{note.title} {point.text} {point.answer or ''} {point.asked_by or ''}") if words else ""
    return all(word in text for word in words)


def _title(note: Points, is_open: bool, *, days: bool, first: bool) -> Row:
    when = _when(note.when, days=days)
    shown = Part(f"  {clean(note.title)}", "dim")
    return TitleRow(f"title:{note.path}:{is_open}", 1 if first else 2, False, shown, when)


def _when(moment: datetime | None, *, days: bool) -> str:
    if moment is None:
        return ""
    hour = f"{moment:%H:%M}" if moment.time() != datetime.min.time() else ""
    return " ".join(filter(None, [day_name(moment.date()) if days else "", hour]))


@record(frozen=True, slots=True)
class TitleRow(Row):
    """The talk that the next rows come from."""

    title: Part = Part("")
    when: str = ""

    def lines(self, width: int, chosen: bool) -> list[Line]:
        line = spread([self.title], [Part(f"{self.when} ", "faint")], width)
        return [*([] for _ in range(self.height - 1)), line]


class TasksScreen(AnsweringPage, FilteringPage):
    """Everything that is still to do or to ask, and what was done."""

    where: ClassVar[Where] = Where.TASKS

    @dataclass
    class Loaded(Message):
        """The tasks and questions were read."""

        found: Sequence[Points]
        conference: str | None
        day: date

    @dataclass
    class Failed(Message):
        """They could not be read."""

        error: ConfnotesError | OSError

    def __init__(self, conference: str | None, scope: Scope = Scope.DAY) -> None:
        super().__init__()
        self._conference = conference
        self._scope = scope if conference else Scope.ALL
        self._day: date | None = None
        self._found: Sequence[Points] = ()
        self._loaded = False
        self.filter = Filter("type to filter: words, talk, who asked")
        self.list = RowList("tasks", classes="body")

    def on_mount(self) -> None:
        self._tell()
        self.list.show([remark("", "  gathering …")])
        self.list.focus()
        self._load()

    def on_screen_resume(self) -> None:
        if self._loaded:
            self._load()

    @work(thread=True, exclusive=True, group="tasks")
    def _load(self) -> None:
        from confnotes.services.day_wrap import day_to_wrap
        from confnotes.services.open_points import points

        worker = get_current_worker()
        vault, scope = self.confnotes.vault, self._scope
        try:
            name, day = day_to_wrap(vault, self.confnotes.clock(), self._conference)
            conference = None if scope is Scope.ALL else name
            found = points(vault, conference, day if scope is Scope.DAY else None)
        except (ConfnotesError, OSError) as error:
            self.post_message(self.Failed(error))
            return
        if not worker.is_cancelled:
            self.post_message(self.Loaded(found, name, day))

    def on_tasks_screen_failed(self, event: Failed) -> None:
        self.confnotes.complain_of(event.error)

    def on_tasks_screen_loaded(self, event: Loaded) -> None:
        self._loaded = True
        self._found, self._day = event.found, event.day
        self._conference = event.conference
        self.show_filtered()

    def show_filtered(self) -> None:
        from confnotes.markup.names import fold

        rows = list(rows_of(self._found, fold(self.filter.value).split(), days=self._scope is not Scope.DAY))
        if not rows and self._found:
            rows = [remark("", "  nothing with these words")]
        elif not rows:
            further = "" if self._scope is Scope.ALL else "  F2 looks further."
            rows = [
                remark("", f"  No tasks and no questions {self._scope.value}.{further}"),
                remark("", "  - [ ] begins a task in a note, ? a question."),
            ]
        self.list.show(rows, choose=self.take_next())
        self._tell()

    def _tell(self) -> None:
        conference = self._conference or "" if self._scope is not Scope.ALL else ""
        day = day_name(self._day) if self._day and self._scope is Scope.DAY else ""
        everywhere = "everywhere" if self._loaded and self._scope is Scope.ALL else ""
        named = place(conference, day, "Tasks and questions", everywhere)
        all_points = [point for note in self._found for point in note.points]
        left = sum(point.open for point in all_points)
        right = [Part(f"{left} open", "accent" if left else "dim"), Part(f" of {len(all_points)}", "faint")]
        self.top.tell(named, right if all_points else [])

    def action_scope(self) -> None:
        """Look at the next larger part; after everything comes the day again."""
        scopes = list(Scope)
        if self._conference is None:
            self.say("there is no conference here yet")
            return
        self._scope = scopes[(scopes.index(self._scope) + 1) % len(scopes)]
        self._load()

    async def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        await self.action_open()

    async def action_open(self) -> None:
        row = self.list.chosen
        if isinstance(row, PointRow) and row.point:
            self.confnotes.open_path(row.point.path, row.point.line)

    def action_tick(self) -> None:
        row = self.list.chosen
        if isinstance(row, PointRow) and row.point is not None:
            self.tick_or_answer(row.point)

    def askers(self) -> Sequence[str]:
        return sorted({point.asked_by for note in self._found for point in note.points if point.asked_by})

    def line_changed(self) -> None:
        self._load()
