"""Now: what is on in each room, what comes next, and starred talks later."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal

from confnotes.errors import Failure
from confnotes.model.program import STANDING, is_poster
from confnotes.tui.command import Command, Where
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.now_loader import NowView, first_note, later_start, look, start_before
from confnotes.tui.screens.marking import MarkingPage
from confnotes.tui.screens.now_view import DoRow, UntimedRow, first_choice, rows_of
from confnotes.tui.widgets.drawing import Part, clean, day_name, plural, shorten, width_of
from confnotes.tui.widgets.facts import FactsPane
from confnotes.tui.widgets.rows import LinkRow, RowList, heading, remark
from confnotes.tui.widgets.talk_rows import SessionRow, TalkRow, room_of

if TYPE_CHECKING:
    from concurrent.futures import Future

    from textual.geometry import Size

    from confnotes.catalogue.program.cards import Card


BESIDE_NAME, LEAST_NAME = 7, 8
NONE_LATER = "No more talks start on this day."


class NowScreen(MarkingPage):
    """The first screen on a conference day."""

    where: ClassVar[Where] = Where.NOW
    is_list: ClassVar[bool] = False
    is_gathering = True
    pane: FactsPane

    def __init__(self, first: Future[NowView] | None = None) -> None:
        """`first` is what to show, loading already."""
        super().__init__()
        self._begins = first_note(first)
        self._first = first if self._begins is None else None
        self._was_left = self._opens_when_shown = False
        self.list = RowList("now")
        self.pane = FactsPane("facts")
        self.view: NowView | None = None
        self._shown: datetime | None = None
        self._room: str | None = None
        self._minute: datetime | None = None

    def compose(self) -> ComposeResult:
        if self._begins is None:
            yield from super().compose()
        else:
            from confnotes.tui.screens.note.first_frame import first_frame

            yield from first_frame(self._begins, self.app.size.width, self.confnotes.clock())

    def body(self) -> ComposeResult:
        with Horizontal(classes="body"):
            yield self.list
            yield self.pane

    def on_mount(self) -> None:
        self.set_interval(1.0, self.tick)
        if self._begins is None:
            self._tell()
            self.reload()
            self._tell_of_half_typed()
        else:
            self.call_after_refresh(self.confnotes.begin_with, self._begins)

    def _tell_of_half_typed(self) -> None:
        for kept in self.confnotes.vault.half_typed.all()[:1]:
            self.say(f"Kept from last time: {clean(kept.path)} · open it to continue")

    def on_screen_suspend(self) -> None:
        self._was_left = True

    async def on_screen_resume(self) -> None:
        if not self._was_left:
            return
        if self._begins is not None:
            self._begins = None
            await self.recompose()
            self.set_focus(self.list)
        if self.view is not None and self.view.at.conference is None and self.confnotes.conference:
            self.list.show([remark("", "  Reading the program …")])  # the one just imported
            self.is_gathering = True
        self.reload()

    def on_resize(self, event: events.Resize) -> None:
        if self.view is not None:
            self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if self.view is not None:
            self._tell()
            self.list.show(rows_of(self.view, self._room_for_rows()))

    def _room_for_rows(self) -> Size:
        """The size of the list; before layout, the window without its top and bottom lines."""
        return self.list.size or self.app.size - (0, 4)

    def reload(self) -> None:
        """Load what is on again."""
        self._minute = self.confnotes.clock().replace(second=0, microsecond=0)
        first, self._first = self._first, None
        if first is not None and first.done() and first.exception() is None:
            self._show(first.result())  # in time for the first frame
        else:
            self.read_beside(
                partial(self._look, self.confnotes.clock(), self._shown, first), self._show, failed=self._failed
            )

    def tick(self) -> None:
        """Redraw at each new minute; called every second."""
        now = self.confnotes.clock()
        if now.replace(second=0, microsecond=0) != self._minute and self.is_current:
            self.reload()

    def _look(self, clock: datetime, shown: datetime | None, first: Future[NowView] | None) -> NowView:
        return first.result() if first else look(self.confnotes.vault, clock, shown, None)

    def _failed(self, error: Failure) -> None:
        self.is_gathering = self._opens_when_shown = False
        self.confnotes.complain_of(error)
        if self.view is None:
            self.list.show(
                [
                    heading("NOW", first=True),
                    remark("", "  Cannot read the program.", "  confnotes tries again every minute."),
                ]
            )

    def mention(self, text: str) -> bool:
        return False  # it stands here anyway

    def _show(self, view: NowView) -> None:
        if view.start is not None and self.is_active:
            self.call_later(self.confnotes.begin_with, view.start)
        self.is_gathering = False
        moved = self.view is None or (self._room is not None and self.view.at.moment != view.at.moment)
        self.view = view
        self.confnotes.conference = view.at.conference_name or None
        self._tell()
        rows = rows_of(view, self._room_for_rows())
        room = view.room if self._room is None else self._room
        self.list.show(rows, choose=first_choice(view, rows, room) if moved else None)
        self._room = None
        if self.focused is None:
            self.list.focus()
        opens, self._opens_when_shown = self._opens_when_shown, False
        if opens and self.is_current:
            self.call_after_refresh(self.action_open)

    def _tell(self) -> None:
        view = self.view
        now = view.now if view else self.confnotes.clock()
        left = [Part(day_name(now.date()), "dim"), Part(" · ", "faint"), Part(f"{now:%H:%M}", "strong")]
        if view and view.gaps and view.gaps.wanted:
            left += [Part(" · ", "faint"), Part(f"⚠ {plural(view.gaps.wanted, 'gap')}", "warning")]
        if view and view.at.conference_name:
            room = self.app.size.width - width_of(left) - width_of(self.hint()) - BESIDE_NAME
            name = shorten(clean(view.at.conference_name), max(room, LEAST_NAME))
            left = [Part(name, "strong"), Part(" · ", "faint"), *left]
        self.top.tell(left, self.hint())

    async def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        await self.run_action(event.target or "open")

    async def action_open(self) -> None:
        row = self.list.chosen
        self._opens_when_shown = row is None and self.is_gathering
        if isinstance(row, TalkRow) and self._is_poster_session(row.card):
            self.confnotes.action_posters()
        elif isinstance(row, TalkRow):
            self.confnotes.open_talk(row.card.key)
        elif isinstance(row, LinkRow):
            self.confnotes.follow(row.target)
        elif isinstance(row, SessionRow):
            self._open_session(row.cards[0])
        elif isinstance(row, UntimedRow):
            self.confnotes.show("program.ProgramScreen", session=row.first)
        elif isinstance(row, DoRow):
            await self.app.run_action(row.action)

    def action_begin_conferences(self) -> None:
        from confnotes.tui.screens.begin_conferences import offer

        offer(self, self.reload)

    def _is_poster_session(self, card: Card | None) -> bool:
        """Whether it is a poster session whose posters the program lists without a time."""
        if card is None or self.view is None or not self.view.at.untimed or card.noted:
            return False
        return is_poster(card.session, card.talk) and not (card.talk.speakers or card.talk.board)

    def _open_session(self, first: Card) -> None:
        """Open the posters if a poster session is on, otherwise the session in the program."""
        if first.session.kind in STANDING and self._shown is None:
            self.confnotes.action_posters()
        else:
            self.confnotes.show("program.ProgramScreen", session=first)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        card = self.chosen_card()
        opens = "posters" if self._is_poster_session(card) else "open note" if card else "open"
        self.line.label("now.open", "open note" if isinstance(event.row, LinkRow) else opens)
        self.pane.show_card(card)

    def missing(self, command: Command) -> str:
        if command.action in ("back", "leave"):
            return f"This is the first screen. Press {key_of('quit')} to quit."
        if command.action == "later" and self.view is not None and later_start(self.view) is None:
            return NONE_LATER
        return super().missing(command)

    def marked(self, key: str) -> None:
        self.reload()

    def colleagues_wrote(self) -> None:
        if self.is_current and self.view is not None:
            self.reload()

    async def action_filter(self) -> None:
        """Filter all talks of the program, in which these are."""
        self.confnotes.show("program.ProgramScreen", is_filtering=True)

    def action_later(self) -> None:
        """Show the next start, and select the next talk in the same room."""
        if self.view is None:
            return
        start = later_start(self.view)
        if start is None:
            self.say(NONE_LATER)
        else:
            self._look_at(start)

    def action_earlier(self) -> None:
        view = self.view
        if view is None or not view.at.conference_name:
            return
        self.read_beside(partial(start_before, self.confnotes.vault, view), self._go_back)

    def _go_back(self, start: datetime | None) -> None:
        if start is None:
            self.say("No earlier talks on this day.")
        else:
            self._look_at(start)

    def action_present(self) -> None:
        self._shown = None
        self.reload()

    def _look_at(self, moment: datetime) -> None:
        card = self.chosen_card()
        self._room = room_of(card) if card else ""
        self._shown = moment
        self.reload()
