"""Program: every day, session and talk of a conference; space stars, enter opens the note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import ClassVar

from textual.containers import Horizontal
from textual.widget import Widget

from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.whats_on import current_conference
from confnotes.model.timetable import wall_time
from confnotes.tui.command import Command, Where
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.marking import MarkingPage
from confnotes.tui.screens.program_view import (
    Day,
    ShownProgram,
    likeliest,
    place_of,
    read_timetable,
    rows_by_room,
    rows_of,
)
from confnotes.tui.widgets.bars import TabLine
from confnotes.tui.widgets.drawing import Part, clean, plural
from confnotes.tui.widgets.grid import Grid
from confnotes.tui.widgets.rows import Row, RowList, no_conference


class ProgramScreen(MarkingPage, ListScreen[ShownProgram]):
    """All days, sessions and talks of a conference."""

    where: ClassVar[Where] = Where.PROGRAM
    gathering: ClassVar[str] = "reading the program …"
    placeholder: ClassVar[str] = "Filter by title, speaker, room, session or track"
    shows_facts: ClassVar[bool] = True
    tells_errors: ClassVar[bool] = True
    CSS = """
    ProgramScreen TabLine { height: 1; }
    ProgramScreen Pane { width: 42%; }
    ProgramScreen.-wide Pane { display: block; }
    ProgramScreen Grid { display: none; height: 1fr; width: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }
    ProgramScreen.-grid Grid { display: block; }
    ProgramScreen.-grid RowList { display: none; }
    ProgramScreen.-grid Pane { display: none; }
    ProgramScreen.-grid.-very-wide Pane { display: block; width: 30%; }
    """

    def __init__(
        self,
        conference: str | None = None,
        *,
        session: Card | None = None,
        filtered: str = "",
        is_filtering: bool = False,
    ) -> None:
        """Begins with the talks of that session, or those that match `filtered`, or in the filter."""
        super().__init__()
        self.filter.value = filtered
        self._begin_at, self._begins_in_filter = session, is_filtering
        self.tabs = TabLine("days")
        self.grid = Grid("rooms")
        self.day: Day = None
        self.starred = self.by_room = False
        self._asked = conference
        self._filtered = ""
        self._shown: Sequence[Card] = ()

    def body(self) -> Iterable[Widget]:
        yield self.tabs
        yield self.filter
        with Horizontal(classes="body"):
            yield self.list
            yield self.grid
            yield self.pane

    def begin(self) -> None:
        super().begin()
        if self._begins_in_filter:
            self.set_focus(self.filter)

    def gather(self) -> Iterator[ShownProgram]:
        vault = self.confnotes.vault
        begin = self._begin_at.conference if self._begin_at else self.confnotes.conference
        shown = self._asked or (self.found.conference if self.found else begin)
        name = shown or current_conference(vault, self.confnotes.clock())
        yield read_timetable(vault, name) if name else ShownProgram("")

    def on_descendant_focus(self) -> None:
        self.offer()

    def missing(self, command: Command) -> str:
        if command.action == "conference" and self.found is not None and len(self.found.conferences) < 2:
            return "This vault has one conference."
        return super().missing(command)

    def gathered(self, found: ShownProgram) -> None:
        before, self._asked = self.found, None
        self.confnotes.conference = found.conference or None
        if before is None or before.conference != found.conference:
            self.day, self.choose_next = self._first_place(found)
        super().gathered(found)

    def _first_place(self, timetable: ShownProgram) -> tuple[Day, str | None]:
        """The day and talk to start with: those asked for, else the current one, else the first."""
        if self._begin_at is not None:
            return (self._begin_at.start.date() if self._begin_at.start else None), self._begin_at.key
        days = timetable.days
        if not days:
            return None, None
        now = self._now(timetable.conference)
        if now.date() not in days:
            return days[0], None
        begun = [card for card in timetable.of_day(now.date(), starred=False) if card.start and card.start <= now]
        on = max(begun, key=lambda card: card.start or now, default=None)
        return now.date(), on.key if on else None

    def _now(self, conference: str) -> datetime:
        return wall_time(self.confnotes.clock(), self.confnotes.vault.program(conference).conference.timezone)

    def rows(self, found: ShownProgram) -> Sequence[Row]:
        if not found.conference:
            return [no_conference()]
        text = self.filter.value.strip()
        if text:
            self._shown = found.matching(text, starred=self.starred)
            if text != self._filtered:
                self.choose_next = likeliest(text, self._shown)
        else:
            self._shown = found.of_day(self.day, starred=self.starred)
        self._filtered = text
        tracks = plural(found.hidden, "hidden track")
        hidden = [f"  {tracks} left out: {self.key_of('tracks')} shows them."] if found.hidden else []
        if self.by_room:
            self._shown = [card for card in self._shown if card.day == self.day]
            return rows_by_room(self._shown) or [self.no_match("talks", *hidden)]
        return rows_of(self._shown, with_days=bool(text)) or [self.no_match("talks", *hidden)]

    def tell(self) -> None:
        timetable = self.found
        if timetable is None:
            return
        if not timetable.conference:
            self.top.tell([Part("Program", "strong")], self.hint())
            return
        if self.as_grid:
            row = self.list.chosen
            self.grid.show(self._shown, row.key if row else None, self._now(timetable.conference))
        days = timetable.days
        names = [f"{day:%a} {day.day}" if day else "no date" for day in days]
        self.tabs.tell(names, days.index(self.day) if (self.by_room or not self._filtered) and self.day in days else -1)
        count = f"{len(self._shown):,} of {len(timetable.cards):,}"
        if timetable.hidden:
            count += f" · {plural(timetable.hidden, 'hidden track')}"
        stars = sum(card.starred for card in timetable.cards)
        left = [Part(clean(timetable.conference), "strong"), Part(" · ", "faint"), Part("Program", "dim")]
        if self.starred:
            left.append(Part("  ★ starred only", "accent"))
        self.top.tell(left, [Part(count, "dim"), Part(f"  ★ {stars}", "accent")])

    @property
    def as_grid(self) -> bool:
        """Whether rooms are shown side by side: a narrow window lists one below the other."""
        return self.by_room and self.has_class("-wide")

    def on_grid_moved(self, event: Grid.Moved) -> None:
        cell = self.grid.chosen
        if cell is not None:
            self.list.choose(cell.card.key)

    async def on_grid_pressed(self, event: Grid.Pressed) -> None:
        await self.action_open()

    def on_tab_line_chosen(self, event: TabLine.Chosen) -> None:
        self._go_to_day(event.index)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        card = self.chosen_card()
        self.tabs.beside = place_of(card, by_room=self.by_room) if card and not self.pane.display else []

    def marked(self, key: str) -> None:
        self.load()

    def colleagues_wrote(self) -> None:
        if self.is_current:
            self.load()

    def action_grid(self) -> None:
        """Switch between the rooms, side by side if they fit, and the list in order of time."""
        self.by_room = not self.by_room
        self.show_filtered()
        self._show_as_grid()

    def focus_rows(self) -> None:
        self.set_focus(self.grid if self.as_grid else self.list)

    def _show_as_grid(self) -> None:
        self.line.label("program.day(1)", "next room" if self.as_grid else "next day")
        self.line.label("program.grid", "by time" if self.by_room else "rooms")
        had_focus = self.grid.has_focus or self.list.has_focus
        self.set_class(self.as_grid, "-grid")
        if had_focus:
            self.focus_rows()

    def on_resize(self) -> None:
        if self.by_room and self.found is not None:
            self.show_filtered()
            self._show_as_grid()

    async def action_open(self) -> None:
        card = self.chosen_card()
        cell = self.grid.chosen if self.as_grid else None
        if cell is not None and len(cell.cards) > 1:
            self.action_grid()
        elif card is not None:
            self.confnotes.open_talk(card.key)

    def press(self, target: str) -> None:
        kind, _, what = target.partition(":")
        if kind == "track":
            self.filter_by(f'track:"{what}"')
        else:
            super().press(target)

    def action_day(self, step: int) -> None:
        if self.as_grid and self.grid.turn(step):
            return
        days = self.found.days if self.found else []
        if self.day in days:
            self._go_to_day(days.index(self.day) + step)

    def _go_to_day(self, index: int) -> None:
        days: Sequence[Day] = self.found.days if self.found else []
        if not 0 <= index < len(days):
            return
        self.day = days[index]
        if self.filter.value:
            self.filter.value = ""
        self.show_filtered()
        self.focus_rows()

    def action_only_starred(self) -> None:
        self.starred = not self.starred
        self.show_filtered()

    def action_tracks(self) -> None:
        from confnotes.tui.screens.tracks import TracksScreen

        self.app.push_screen(TracksScreen(self.filter_by))

    def filter_by(self, text: str) -> None:
        """Show the talks that match this, of all days."""
        self.filter.value = text
        self.focus_rows()

    def action_conference(self) -> None:
        if self.found and len(self.found.conferences) > 1:
            names = list(self.found.conferences)
            self._begin_at = None
            self.filter.value = ""
            self._asked = names[(names.index(self.found.conference) + 1) % len(names)]
            self.load()
