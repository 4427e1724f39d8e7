"""A poster's card: a few fields, stored as lines of its note and saved like one; one key opens the next card."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events, on
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from confnotes.actions.notes.take_note import OpenNote
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.posters import Hall
from confnotes.model.mark import Mark
from confnotes.tui.command import Where
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.screens.note.base import NotePage
from confnotes.tui.screens.note.view import NoteLine, state_of
from confnotes.tui.screens.posters.card_view import (
    CardHead,
    PosterRow,
    about,
    next_line,
    place_of,
    poster_rows,
    seen_of,
)
from confnotes.tui.screens.posters.filling import CardFiller, Score
from confnotes.tui.screens.posters.poster import PosterKeeper
from confnotes.tui.widgets.bars import Painted, Words
from confnotes.tui.widgets.pane import Pane
from confnotes.tui.widgets.rows import RowList, heading


class PosterScreen(NotePage):
    """One poster's card. Text typed into a field goes to the text of its note, in a hidden editor."""

    where: ClassVar[Where] = Where.POSTER
    CSS = """
    PosterScreen #desk { width: 1fr; }
    PosterScreen CardHead { margin: 1 0; height: 1; }
    PosterScreen #fields { height: auto; max-height: 60%; scrollbar-size-vertical: 1; }
    PosterScreen Score { height: 1; }
    PosterScreen #next { height: 1; margin-top: 1; }
    PosterScreen #about { margin-top: 1; }
    PosterScreen NoteEditor { display: none; }
    PosterScreen #hall { width: 36; display: none; border-left: solid $rule; }
    PosterScreen.-wide #hall { width: 46; }
    PosterScreen.-panel #hall { display: block; }
    """

    def __init__(self, note: OpenNote, card: Card, hall: Hall | None = None) -> None:
        super().__init__(note, key=card.key)
        self.poster = PosterKeeper(self, card, hall, self._show_card)
        self.filler = CardFiller(self)
        self.line = self.below = NoteLine(self.where)
        self.head = CardHead()
        self.next = Words("next")
        self.about = Pane("about")
        self.list = RowList("hall")
        self._panel_wanted: bool | None = None

    def body(self) -> Iterable[Widget]:
        with Horizontal(classes="body"):
            with Vertical(id="desk"):
                yield self.head
                with self.filler.fields:
                    yield from self.filler.lines()
                    yield self.filler.score
                yield self.next
                yield self.about
                yield self.editor
            yield self.list

    def on_mount(self) -> None:
        self.list.can_focus = self.about.can_focus = False
        self.about.show(about(self.card))
        self._show_card()
        self._show_panel()
        self.set_focus(self.filler.first_empty())
        for row in self.filler.rows():
            row.input.disabled = self.editor.read_only

    def on_resize(self) -> None:
        self._show_panel()
        self._show_next()

    def on_screen_resume(self) -> None:
        self.poster.read_hall()

    # The fields

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.filler.type(event.input, event.value)

    def text_taken_over(self) -> None:
        self.filler.show_text()

    def action_undo(self) -> None:
        super().action_undo()
        self.filler.show_text()

    def action_redo(self) -> None:
        super().action_redo()
        self.filler.show_text()

    @on(events.DescendantBlur)
    def _stay(self, event: events.DescendantBlur) -> None:
        """Moving to the next field does not count as leaving the note."""
        event.prevent_default()

    def can_leave(self) -> bool:
        self.filler.tidy()
        return super().can_leave()

    # The poster and its hall

    @property
    def card(self) -> Card:
        return self.poster.card

    def chosen_card(self) -> Card | None:
        return self.card

    def marked(self, key: str) -> None:
        self.poster.learn_marks()

    def _show_card(self) -> None:
        poster = self.poster
        self.head.tell(poster.card, poster.resources)
        self.filler.score.value = poster.card.rating or 0
        self.top.tell(place_of(poster.card, poster.hall), seen_of(poster.hall) if poster.hall else [])
        self._show_next()
        stars = poster.hall.starred if poster.hall else ()
        if stars:
            rows = [heading("STARRED", first=True), *poster_rows(stars, with_star=False)]
            self.list.show(rows, choose=self.card.key, keep=False, first=False)
        self._show_panel()

    def _show_next(self) -> None:
        self.next.tell(next_line(self.poster.hall, self.card, self.next.size.width or self.app.size.width))

    def _show_panel(self) -> None:
        wanted = self.has_class("-wide") if self._panel_wanted is None else self._panel_wanted
        self.set_class(wanted and bool(self.poster.hall and self.poster.hall.starred), "-panel")

    # Score and marks

    def action_enter(self) -> None:
        """Go to the next field; after the score, to the next card."""
        if self.focused is self.filler.score:
            self.action_next_card()
        else:
            self.filler.move(1)

    def on_score_given(self, event: Score.Given) -> None:
        event.stop()
        self.mark(Mark.RATING, event.score)

    def mark(self, mark: Mark, value: int | None = None) -> None:
        """Set a mark of this poster; scoring it also marks it as attended."""
        super().mark(mark, value)
        if mark is Mark.RATING and not self.card.attended:
            self.poster.attend()

    def note_written(self, path: str) -> None:
        self.poster.note_written(path)

    # Leaving

    def action_next_card(self) -> None:
        hall = self.poster.hall
        coming = hall.next_after(self.card.key) if hall else None
        if coming is None:
            self.say("This is the last board.")
        else:
            self.poster.go_to(coming)

    def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        row = event.row
        if isinstance(row, PosterRow) and row.card.key != self.card.key:
            self.poster.go_to(row.card)

    def action_note(self) -> None:
        if self.can_leave():
            app = self.confnotes
            app.pop_screen()
            app.open_talk(self.card.key, memory=self.memory)

    def action_leave(self) -> None:
        if self.can_leave():
            self.dismiss()

    def action_back(self) -> None:
        self.say_briefly(f"Press {key_of('close')} to close the card.")

    def action_panel(self) -> None:
        self._panel_wanted = not self.has_class("-panel")
        self._show_panel()
        if self._panel_wanted and not self.has_class("-panel"):
            self.say(f"No starred posters yet · {key_of('mark', typing=True)} stars this one")

    async def on_painted_pressed(self, event: Painted.Pressed) -> None:
        if event.target.startswith("url:"):
            self.confnotes.follow(event.target)

    def show_state(self) -> None:
        self.below.state = state_of(self.edited)
        super().show_state()
