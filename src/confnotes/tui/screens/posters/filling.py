"""The fields of a poster's card: text typed into them goes to the text of its note, in a hidden editor."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input

from confnotes.markup import frontmatter
from confnotes.markup.poster_card import CardField, read, with_text, without_spare
from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.typed_ahead import caught_up
from confnotes.tui.widgets.card_fields import CardInput, CardRow, Score, rows_of


def _said(body: str) -> list[tuple[CardField, str]]:
    return [(line.field, line.text) for line in read(body) if line.text]


class CardFiller(NoteController):
    """A poster's note as the lines of its card; the page shows `fields` and `score`."""

    def __init__(self, page: NotePage) -> None:
        super().__init__(page)
        self.fields = VerticalScroll(id="fields", can_focus=False)
        self.score = Score()

    def lines(self) -> Iterable[CardRow]:
        """The rows of the current text."""
        return rows_of(read(self.editor.text))

    def rows(self) -> list[CardRow]:
        """The fields on the screen."""
        return list(self.fields.query(CardRow))

    def first_empty(self) -> Widget:
        """The first field that is still empty, otherwise the score."""
        rows = self.rows()
        return next((row.input for row in rows if not row.input.value), self.score)

    def type(self, line: Input, text: str) -> None:
        """Write `text`, typed into a field, to the note."""
        if isinstance(line, CardInput):
            card = self.page.memory.card
            live = card is None or card.start is None or self.page.is_live
            stamp = self.edited.wall() if live else None
            body = with_text(self.editor.text, line.field, line.number, text, stamp)
            begun = self.edited.keeper.note
            if begun.version is None and not begun.recovered:  # a draft that is empty again leaves no file
                draft = frontmatter.split(begun.text).body
                body = draft if _said(draft) == _said(body) else body
            self.editor.take_over(body)

    def show_text(self) -> None:
        """Show the current text where the fields differ from it."""
        rows, fresh = self.rows(), list(self.lines())
        if [(row.input.field, row.input.number) for row in rows] == [
            (row.input.field, row.input.number) for row in fresh
        ]:
            with self.page.prevent(Input.Changed):
                for row, new in zip(rows, fresh, strict=True):
                    if row.input.value.strip() != new.input.value:
                        row.input.value = new.input.value
            return
        self.page.call_later(self._rebuild, fresh)

    async def _rebuild(self, fresh: list[CardRow]) -> None:
        """Build the rows again; the same field keeps the focus."""
        focused = self.page.focused
        place = (focused.field, focused.number) if isinstance(focused, CardInput) else None
        async with self.page.batch():
            await self.fields.query(CardRow).remove()
            await self.fields.mount(*fresh, before=self.score)
        if place is not None:
            same = [row.input for row in fresh if row.input.field is place[0]]
            self.page.set_focus(same[min(place[1], len(same) - 1)])

    def move(self, step: int) -> None:
        """Focus the field above or below."""
        fields: list[Widget] = [*(row.input for row in self.rows()), self.score]
        at = fields.index(self.page.focused) if self.page.focused in fields else 0
        self.page.set_focus(fields[max(0, min(at + step, len(fields) - 1))])

    async def add_line(self) -> None:
        """Add a line to the focused field, if its other lines have text."""
        await self.caught_up()
        focused = self.page.focused
        field = focused.field if isinstance(focused, CardInput) else CardField.CLAIM
        rows = [row for row in self.rows() if row.input.field is field]
        empty = next((row for row in rows if not row.input.value.strip()), None)
        if empty is None:
            empty = CardRow(CardInput(field, len(rows), ""))
            await self.fields.mount(empty, after=rows[-1])
        self.page.set_focus(empty.input)

    async def caught_up(self) -> None:
        """Wait until typed text is in the note."""
        if self.page.focused is not None:
            await caught_up(self.page.focused, self.page.focused, self.page)

    def tidy(self) -> None:
        """Remove empty lines of the card."""
        text = self.editor.text
        tidy = without_spare(text)
        if tidy != text:
            self.editor.take_over(tidy)
