"""A poster's card: a few fields, saved like a note, for it is lines of one; the next card is one key away."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from confnotes.catalogue.note_references import references_of
from confnotes.catalogue.program.posters import Hall, posters, with_marks
from confnotes.errors import ConfnotesError, Failure
from confnotes.markup.poster_card import read
from confnotes.model.mark import Mark
from confnotes.model.program import Resource, ResourceKind
from confnotes.tui.commands import Where
from confnotes.tui.screens.choice import Answer, ChoiceScreen
from confnotes.tui.screens.marking import quote_title
from confnotes.tui.screens.note.base import NotePage
from confnotes.tui.screens.note.memory import Memory
from confnotes.tui.screens.note.view import NoteLine
from confnotes.tui.screens.posters.card_view import CardHead, PosterRow, about, next_line, poster_rows, seen_of
from confnotes.tui.screens.posters.filling import CardFiller
from confnotes.tui.widgets.bars import Painted, Words
from confnotes.tui.widgets.card_fields import Score, rows_of
from confnotes.tui.widgets.drawing import Part, place
from confnotes.tui.widgets.pane import Pane
from confnotes.tui.widgets.rows import RowList, heading

if TYPE_CHECKING:
    from confnotes.actions.notes.take_note import OpenNote
    from confnotes.catalogue.program.cards import Card
    from confnotes.vault.vault import Vault


class PosterScreen(NotePage):
    """One poster's card. What is typed into a field goes into the text of its note, in an editor nobody sees."""

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

    def __init__(self, vault: Vault, note: OpenNote, card: Card, hall: Hall | None) -> None:
        super().__init__(vault, note, key=card.key)
        self.card = card
        self.memory = Memory(card)
        self.filler = CardFiller(self)
        self.line = self.below = NoteLine(self.where)
        self.hall = self._given = hall
        self.resources = tuple(dict.fromkeys(card.talk.resources))
        self.head = CardHead()
        self.next = Words("next")
        self.about = Pane("about")
        self.list = RowList("hall")
        self.ready = asyncio.Event()
        self._panel_wanted: bool | None = None

    def body(self) -> Iterable[Widget]:
        with Horizontal(classes="body"):
            with Vertical(id="desk"):
                yield self.head
                with self.filler.fields:
                    yield from rows_of(read(self.editor.text))
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
        self.ready.set()

    def on_resize(self) -> None:
        self._show_panel()
        self._show_next()

    def on_screen_resume(self) -> None:
        given, self._given = self._given, None
        self.read_beside(partial(self._read, self.confnotes.clock(), given), self._learn, failed=lambda _: None)

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
        """To go on to the next field is not to leave the note."""
        event.prevent_default()

    def can_leave(self) -> bool:
        self.filler.tidy()
        return super().can_leave()

    # The poster and its hall

    def chosen_card(self) -> Card | None:
        return self.card

    def marked(self, key: str) -> None:
        with suppress(ConfnotesError):
            self._learn_card(with_marks(self.vault, self.card))

    def _learn_card(self, card: Card) -> None:
        self.card = card
        self.memory = Memory(card)
        if self.hall is not None:
            self.hall = self.hall.with_card(card)
        self._show_card()

    def _read(self, at: datetime, known: Hall | None) -> tuple[Hall, Card | None, tuple[Resource, ...]]:
        """The posters, unless they are `known`, this one if it is among them, and what there is to open of it."""
        hall = known or posters(self.vault, at, self.card.conference)
        card = hall.card(self.card.key)
        return hall, card, references_of(self.vault, card or self.card)

    def _learn(self, found: tuple[Hall, Card | None, tuple[Resource, ...]]) -> None:
        self.hall, card, self.resources = found
        note = self.edited.keeper.note
        here = card or self.card
        self._learn_card(replace(here, note=note.path) if note.version else here)

    def _show_card(self) -> None:
        self.head.tell(self.card, self.resources)
        self.filler.score.tell(self.card.rating or 0)
        left = [Part("★ ", "accent")] if self.card.starred else []
        where = self.hall.where if self.hall and self.card.key in self.hall.here else self.card.session.title
        left += place(self.card.conference, "Posters", where or "")
        self.top.tell(left, seen_of(self.hall) if self.hall else [])
        self._show_next()
        stars = self.hall.starred if self.hall else ()
        if stars:
            rows = [heading("STARRED", first=True), *poster_rows(stars, with_star=False)]
            self.list.show(rows, choose=self.card.key, keep=False, first=False)
        self._show_panel()

    def _show_next(self) -> None:
        self.next.tell(next_line(self.hall, self.card, self.next.size.width or self.app.size.width))

    def _show_panel(self) -> None:
        wanted = self.has_class("-wide") if self._panel_wanted is None else self._panel_wanted
        self.set_class(wanted and bool(self.hall and self.hall.starred), "-panel")

    # Score and marks

    async def action_enter(self) -> None:
        """The next field; behind the score, the next card."""
        await self.filler.caught_up()
        if self.focused is self.filler.score:
            await self.action_next_card()
        else:
            self.filler.move(1)

    def on_score_given(self, event: Score.Given) -> None:
        event.stop()
        self.mark(Mark.RATING, event.score)

    def mark(self, mark: Mark, value: int | None = None) -> None:
        """Set a mark of this poster; one that is scored was seen."""
        super().mark(mark, value)
        if mark is Mark.RATING and not self.card.attended:
            self._attend()

    def note_written(self, path: str) -> None:
        """Whose card is written was seen."""
        if not self.card.attended:
            self._learn_card(replace(self.card, attended=True, note=path))
            self._attend()

    def _attend(self) -> None:
        """Mark the poster as seen; the screen may be another by the time it is done."""
        from confnotes.actions.program.mark_talk import attend

        self.write_beside(partial(attend, self.vault, self.card.key, True), self._attended, failed=self._not_attended)

    def _attended(self, _: object) -> None:
        if not self.line.message:
            self.say(f"✓ attended: {quote_title(self.card.title)}")
        self.marked(self.card.key)

    def _not_attended(self, error: Failure) -> None:
        self.confnotes.complain_of(error)
        self.marked(self.card.key)

    # Leaving

    async def action_next_card(self) -> None:
        await self.filler.caught_up()
        hall = self.hall
        coming = hall.next_after(self.card.key) if hall else None
        if coming is None:
            self.say("no board comes after this one")
        else:
            await self._go_to(coming)

    async def _go_to(self, card: Card) -> None:
        if not self.can_leave():
            return
        here = replace(self.card, note=self.path) if self.edited.keeper.note.version else self.card
        self.confnotes.open_poster(card, self.hall.with_card(here) if self.hall else None, instead=True)
        await self.confnotes.note_is_ready()

    async def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        row = event.row
        if isinstance(row, PosterRow) and row.card.key != self.card.key:
            await self._go_to(row.card)

    async def action_note(self) -> None:
        """The whole note in its editor."""
        await self.filler.caught_up()
        if self.can_leave():
            app = self.confnotes
            app.pop_screen()
            app.open_talk(self.card.key, memory=Memory(self.card))
            await app.note_is_ready()

    async def action_leave(self) -> None:
        await self.filler.caught_up()
        if self.can_leave():
            self.dismiss()

    def action_back(self) -> None:
        self.say("ctrl+o leaves the card")

    def action_panel(self) -> None:
        self._panel_wanted = not self.has_class("-panel")
        self._show_panel()
        if self._panel_wanted and not self.has_class("-panel"):
            self.say("no poster has a star yet · ctrl+b gives it one")

    def action_link(self) -> None:
        """Open the paper, or choose among all there is to open."""
        resources = self.resources
        papers = [one for one in resources if one.kind is ResourceKind.PAPER]
        if len(papers) == 1 or len(resources) == 1:
            self.confnotes.open_link((papers or resources)[0].url)
        elif resources:
            answers = [Answer(one.url, one.title or one.url, one.kind.value) for one in resources]
            self.app.push_screen(ChoiceScreen("Open", "", answers), self._open_link)
        else:
            self.say("no link of this poster is known")

    def _open_link(self, url: str | None) -> None:
        if url is not None:
            self.confnotes.open_link(url)

    async def on_painted_pressed(self, event: Painted.Pressed) -> None:
        if event.target.startswith("url:"):
            self.confnotes.follow(event.target)

    def show_state(self) -> None:
        self.below.tell_state(self.edited.state())
        super().show_state()
