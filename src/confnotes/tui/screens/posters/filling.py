"""The fields of a poster's card: what is typed into them goes into the text of its note, in an editor nobody sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input

from confnotes.markup import frontmatter
from confnotes.markup.poster_card import Field, read, with_text, without_spare
from confnotes.tui.screens.note.memory import Memory
from confnotes.tui.screens.note.outside import OutsidePage
from confnotes.tui.typed_ahead import caught_up
from confnotes.tui.widgets.card_fields import CardInput, CardRow, Score, rows_of

if TYPE_CHECKING:
    from confnotes.actions.notes.take_note import OpenNote
    from confnotes.catalogue.program.cards import Card
    from confnotes.vault.vault import Vault


def _said(body: str) -> list[tuple[Field, str]]:
    return [(line.field, line.text) for line in read(body) if line.text]


class FillingPage(OutsidePage):
    """A poster's note as the lines of its card; a subclass puts `fields` and `score` on the screen."""

    def __init__(self, vault: Vault, note: OpenNote, card: Card) -> None:
        super().__init__(vault, note, key=card.key)
        self.card = card
        self.memory = Memory(card)
        self.fields = VerticalScroll(id="fields", can_focus=False)
        self.score = Score()

    def card_rows(self) -> list[CardRow]:
        """The fields as they stand on the screen."""
        return list(self.fields.query(CardRow))

    def first_empty(self) -> Widget:
        """Where there is something to fill in yet: a field, else the score."""
        rows = self.card_rows()
        return next((row.input for row in rows if not row.input.value), self.score)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        line = event.input
        if isinstance(line, CardInput):
            live = self.card.start is None or self.is_live
            stamp = self.wall() if live else None
            body = with_text(self.editor.text, line.field, line.number, event.value, stamp)
            begun = self.keeper.note
            if begun.version is None and not begun.recovered:  # what was typed and taken back leaves no file
                draft = frontmatter.split(begun.text).body
                body = draft if _said(draft) == _said(body) else body
            self.editor.take_over(body)

    def text_taken_over(self) -> None:
        """Show what the note says now, where the fields say something else."""
        card = read(self.editor.text)
        rows, fresh = self.card_rows(), list(rows_of(card))
        if [(row.input.field, row.input.number) for row in rows] == [
            (row.input.field, row.input.number) for row in fresh
        ]:
            with self.prevent(Input.Changed):
                for row, new in zip(rows, fresh, strict=True):
                    if row.input.value.strip() != new.input.value:
                        row.input.value = new.input.value
            return
        self.call_later(self._rebuild, fresh)

    async def _rebuild(self, fresh: list[CardRow]) -> None:
        """Make the rows anew; the keys go to the same field as before."""
        focused = self.focused
        place = (focused.field, focused.number) if isinstance(focused, CardInput) else None
        async with self.batch():
            await self.fields.query(CardRow).remove()
            await self.fields.mount(*fresh, before=self.score)
        if place is not None:
            same = [row.input for row in fresh if row.input.field is place[0]]
            self.set_focus(same[min(place[1], len(same) - 1)])

    def action_move(self, step: int) -> None:
        """The field above or below."""
        fields: list[Widget] = [*(row.input for row in self.card_rows()), self.score]
        at = fields.index(self.focused) if self.focused in fields else 0
        self.set_focus(fields[max(0, min(at + step, len(fields) - 1))])

    async def action_another(self) -> None:
        """One more line of the field that is being typed, once the others say something."""
        await self.fields_caught_up()
        focused = self.focused
        field = focused.field if isinstance(focused, CardInput) else Field.CLAIM
        rows = [row for row in self.card_rows() if row.input.field is field]
        empty = next((row for row in rows if not row.input.value.strip()), None)
        if empty is None:
            empty = CardRow(CardInput(field, len(rows), ""))
            await self.fields.mount(empty, after=rows[-1])
        self.set_focus(empty.input)

    def action_undo(self) -> None:
        super().action_undo()
        self.text_taken_over()

    def action_redo(self) -> None:
        super().action_redo()
        self.text_taken_over()

    async def fields_caught_up(self) -> None:
        """Wait until what was typed is in the note."""
        if self.focused is not None:
            await caught_up(self.focused, self.focused, self)

    @on(events.DescendantBlur)
    def _stay(self, event: events.DescendantBlur) -> None:
        """To go on to the next field is not to leave the note."""
        event.prevent_default()

    def can_leave(self) -> bool:
        text = self.editor.text
        tidy = without_spare(text)
        if tidy != text:
            self.editor.take_over(tidy)
        return super().can_leave()
