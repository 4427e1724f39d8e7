"""Tasks and questions of the day, the conference or the vault: filter, tick, answer or open them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from confnotes.catalogue.point_filter import PointFilter
from confnotes.markup.plain import plain_text
from confnotes.markup.tasks import due_of
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.command import Where
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.screens.answering import PointWorker
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.widgets.drawing import Line, Part, arrow, clean, day_name, place, spread
from confnotes.tui.widgets.rows import Row, heading, remark

if TYPE_CHECKING:
    from confnotes.catalogue.open_points import Point, Points
    from confnotes.catalogue.program.cards import Card
    from confnotes.catalogue.program.filter_cards import CardFilter

ANSWER_SHARE = 2  # an answer takes at most half of the width


class Scope(Enum):
    """The part of the vault that is listed."""

    DAY = "on this day"
    CONFERENCE = "in this conference"
    ALL = "anywhere"


@fast_dataclass(frozen=True, slots=True)
class PointRow(Row):
    """A task, or a question with its answer at the right."""

    point: Point
    today: date

    def lines(self, width: int, chosen: bool) -> list[Line]:
        point = self.point
        mark = "?" if point.asks else "☐" if point.open else "☑"
        words = clean(plain_text(due_of(point.text)[1]))
        text = Part(words, "faint" if not point.open else "strong" if chosen else "text")
        left = [*arrow(chosen), Part(f"{mark} ", "accent" if point.open else "faint"), text]
        answer = clean(plain_text(" ".join((point.answer or "").split())))
        right = [Part(f"! {answer}", "dim")] if answer else self._due()
        return [[*spread(left, right, width - 1, ANSWER_SHARE), Part(" ")]]

    def _due(self) -> list[Part]:
        due = self.point.due
        if due is None:
            return []
        is_overdue = self.point.open and due < self.today
        day = day_name(due, year=due.year != self.today.year)
        return [Part(f"overdue {day}" if is_overdue else f"due {day}", "warning" if is_overdue else "dim")]


MOST_ROWS = 2000
"""The maximum number of rows; the filter searches the rest, too."""


class Sorting(Enum):
    """The sort order of the notes."""

    TIME = "by time"
    NEWEST = "newest first"
    CONFERENCE = "by conference"


class ListedPoints:
    """Tasks and questions in list order: open ones first, then done ones; with the texts that the filter searches."""

    def __init__(self, found: Sequence[Points], sorting: Sorting) -> None:
        from confnotes.catalogue.completing.name_index import Narrowing

        self.points = open_first(_sorted(found, sorting))
        self.open = sum(point.open for _, point in self.points)
        self._words = Narrowing(
            f"{note.title} {note.conference or ''} {point.text} {point.answer or ''} {point.asked_by or ''}"
            for note, point in self.points
        )

    def having(
        self, wanted: CardFilter, points: PointFilter, cards: Callable[[Points], Iterable[Card]]
    ) -> Iterator[tuple[Points, Point]]:
        """Those that match; `cards` returns the talk of a note."""
        for number in self._words.having(" ".join(wanted.words)):
            note, point = self.points[number]
            if points.fits(point.state, point.due) and wanted.fits(self._words.text(number), cards(note)):
                yield note, point


def open_first(found: Sequence[Points]) -> list[tuple[Points, Point]]:
    """Open ones by due date, then by note, then done ones by note."""
    every = [(note, point) for note in found for point in note.points]
    return sorted(every, key=lambda one: (not one[1].open, (one[1].open and one[1].due) or date.max))


def _sorted(found: Sequence[Points], sorting: Sorting) -> Sequence[Points]:
    if sorting is Sorting.TIME:
        return found
    newest = sorted(found, key=lambda note: note.when or datetime.min, reverse=True)
    if sorting is Sorting.NEWEST:
        return newest
    return sorted(newest, key=lambda note: (note.conference is None, (note.conference or "").casefold()))


def rows_of(
    points: Iterable[tuple[Points, Point]], today: date, *, days: bool, conferences: bool = False
) -> Iterator[Row]:
    """A row for each, below its talk's title, with the day and conference if `days` and `conferences` are set."""
    last: tuple[str, bool] | None = None
    for note, point in points:
        here = note.path, point.open
        if here != last:
            if not point.open and (last is None or last[1]):
                yield heading("DONE AND ANSWERED", first=last is None)
                last = here
            yield _title(note, point.line, days=days, conferences=conferences, first=last is None)
            last = here
        yield PointRow(f"{point.path}:{point.text}:{point.line}", point, today)


def _title(note: Points, line: int, *, days: bool, conferences: bool, first: bool) -> Row:
    when = _when(note.when, days=days)
    if conferences and note.conference:
        when = f"{clean(note.conference)}  {_short_day(note)}".rstrip()
    shown = Part(f"  {clean(note.title)}", "dim")
    return TitleRow(f"title:{note.path}:{line}", shown, when, height=1 if first else 2, selectable=False)


def _when(moment: datetime | None, *, days: bool) -> str:
    if moment is None:
        return ""
    hour = f"{moment:%H:%M}" if moment.time() != datetime.min.time() else ""
    return " ".join(filter(None, [day_name(moment.date()) if days else "", hour]))


def _short_day(note: Points) -> str:
    """11 Dec, with the year unless the conference's name contains it."""
    if note.when is None:
        return ""
    day = f"{note.when.day} {note.when:%b}"
    return day if str(note.when.year) in (note.conference or "") else f"{day} {note.when.year}"


@fast_dataclass(frozen=True, slots=True)
class TitleRow(Row):
    """The title of the talk or note of the rows below."""

    title: Part
    when: str

    def lines(self, width: int, chosen: bool) -> list[Line]:
        line = spread([self.title], [Part(f"{self.when} ", "faint")], width)
        return [*([] for _ in range(self.height - 1)), line]


class TasksScreen(ListScreen[tuple[ListedPoints, str | None, date]]):
    """The list of tasks and questions."""

    where: ClassVar[Where] = Where.TASKS
    placeholder: ClassVar[str] = "Filter by words, talk or person"
    of_notes: ClassVar[bool] = True

    def __init__(self, conference: str | None, scope: Scope = Scope.DAY) -> None:
        super().__init__()
        self._points = PointWorker(self, self.list, self.load, askers=self._askers)
        self._conference = conference
        self._scope = scope if conference else Scope.ALL
        self._day: date | None = None
        self._sorting = Sorting.TIME if conference else Sorting.NEWEST

    def gather(self) -> Iterator[tuple[ListedPoints, str | None, date]]:
        from confnotes.actions.notes.day_page import day_to_wrap
        from confnotes.catalogue.open_points import points

        vault, scope, sorting = self.confnotes.vault, self._scope, self._sorting
        name, day = day_to_wrap(vault, self.confnotes.clock(), self._conference)
        conference = None if scope is Scope.ALL else name
        yield ListedPoints(points(vault, conference, day if scope is Scope.DAY else None), sorting), name, day

    @property
    def _point_filter(self) -> PointFilter:
        return PointFilter(self.filter.value, self.confnotes.clock().date())

    @property
    def typed(self) -> CardFilter:
        from confnotes.catalogue.program.filter_cards import CardFilter

        return CardFilter(self._point_filter.rest)

    def gathered(self, found: tuple[ListedPoints, str | None, date]) -> None:
        _, self._conference, self._day = found
        super().gathered(found)

    def rows(self, found: tuple[ListedPoints, str | None, date]) -> Sequence[Row]:
        matching = found[0].having(self.wanted(), self._point_filter, lambda note: self.talks_of([note.key]))
        shown = [*islice(matching, MOST_ROWS + 1)]
        everywhere = self._scope is Scope.ALL
        rows = [
            *rows_of(
                shown[:MOST_ROWS],
                self.confnotes.clock().date(),
                days=self._scope is not Scope.DAY,
                conferences=everywhere,
            )
        ]
        if len(shown) > MOST_ROWS:
            rows.append(remark("", "  … and more. Type a word to find others."))
        if rows or found[0].points:
            return rows or [self.no_match("tasks or questions")]
        further = "" if everywhere else f" Press {key_of('more')} to look further."
        return [
            remark("", f"  No tasks or questions {self._scope.value}.{further}"),
            remark("", "  Start a line in a note with - [ ] for a task or ? for a question."),
        ]

    def tell(self) -> None:
        shown = self.found[0] if self.found else None
        conference = self._conference or "" if self._scope is not Scope.ALL else ""
        day = day_name(self._day) if self._day and self._scope is Scope.DAY else ""
        everywhere = "everywhere" if shown is not None and self._scope is Scope.ALL else ""
        first = shown.points[0][1] if shown is not None and shown.points else None
        due = "due, then " if first is not None and first.open and first.due else ""
        sorting = f"{due}{self._sorting.value}" if self._sorting is not Sorting.TIME else ""
        named = place(conference, day, "Tasks and questions", everywhere, sorting)
        left, number = (shown.open, len(shown.points)) if shown is not None else (0, 0)
        right = [Part(f"{left:,} open", "accent" if left else "dim"), Part(f" of {number:,}", "faint")]
        self.top.tell(named, right if number else [])

    def action_sort(self) -> None:
        orders = list(Sorting)
        self._sorting = orders[(orders.index(self._sorting) + 1) % len(orders)]
        self.load()

    def action_scope(self) -> None:
        scopes = list(Scope)
        if self._conference is None:
            self.say("No conference yet")
            return
        self._scope = scopes[(scopes.index(self._scope) + 1) % len(scopes)]
        self._sorting = Sorting.NEWEST if self._scope is Scope.ALL else Sorting.TIME
        self.load()

    async def action_open(self) -> None:
        row = self.list.chosen
        if isinstance(row, PointRow):
            self.confnotes.open_path(row.point.path, row.point.line)

    def action_tick(self) -> None:
        row = self.list.chosen
        if isinstance(row, PointRow):
            self._points.tick_or_answer(row.point)

    def _askers(self) -> Sequence[str]:
        return sorted({point.asked_by for _, point in self.found[0].points if point.asked_by}) if self.found else []
