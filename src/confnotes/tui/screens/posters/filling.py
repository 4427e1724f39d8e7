"""The fields of a poster's card: text typed into them goes to the text of its note, in a hidden editor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from confnotes.markup import frontmatter
from confnotes.markup.poster_card import FIELDS, CardField, CardLine, lines_of, read, with_text, without_spare
from confnotes.model.mark import BEST_RATING
from confnotes.tui.keymap.keymap import rating_of
from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.widgets.bars import Painted, Words
from confnotes.tui.widgets.drawing import Line, Part

LABEL = 13  # cells
HINTS = {
    CardField.CLAIM: "What does it claim?",
    CardField.TRICK: "How does it work?",
    CardField.DOUBT: "What might be wrong?",
    CardField.ASKED: "What did you ask?",
    CardField.FOLLOW_UP: "What will you do next?",
}


class CardInput(Input):
    """The `number`th input of a field."""

    def __init__(self, field: CardField, number: int, text: str) -> None:
        super().__init__(text, placeholder=HINTS[field] if not number else "", select_on_focus=False)
        self.field = field
        self.number = number


class CardRow(Horizontal):
    """A label and its input; further inputs of a field have no label."""

    DEFAULT_CSS = f"""
    CardRow {{ height: 1; }}
    CardRow .label {{ width: {LABEL + 2}; }}
    CardRow Input {{ width: 1fr; }}
    CardRow .more {{ width: 2; }}
    """

    def __init__(self, line: CardInput) -> None:
        super().__init__()
        self.input = line
        self._label = Words("label")
        self._label.add_class("label")
        self._more = Words("more")
        self._more.add_class("more")

    def compose(self) -> ComposeResult:
        yield self._label
        yield self.input
        yield self._more

    def on_mount(self) -> None:
        self._show(focused=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._show(focused=True)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        self._show(focused=False)

    def _show(self, *, focused: bool) -> None:
        label = self.input.field.value if not self.input.number else ""
        mark = "▸ " if focused else "  "
        self._label.tell([Part("  "), Part(mark, "accent"), Part(label, "accent" if focused else "dim")])
        self._tell_more()

    def on_resize(self) -> None:
        self._tell_more()

    def _tell_more(self) -> None:
        line = self.input
        cut = not line.has_focus and line.scroll_offset.x == 0 and cell_len(line.value) > line.size.width > 0
        self._more.tell([Part("…" if cut else "", "faint")])


class Score(Painted, can_focus=True):
    """The score from one to five, set by a digit or the arrow keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "change(-1)", "Less", show=False),
        Binding("right", "change(1)", "More", show=False),
    ]

    @dataclass
    class Given(Message):
        """A score was given; 0 removes it."""

        score: int

    value: reactive[int] = reactive(0)

    def painted(self, width: int) -> list[Line]:
        focused = self.has_focus
        dots: Line = [
            Part("●" if number <= self.value else "○", "accent" if number <= self.value else "faint", str(number))
            for number in range(1, BEST_RATING + 1)
        ]
        hint = Part("   1 to 5" if focused and not self.value else "", "faint")
        label = Part(f"{'score':<{LABEL - 2}}", "accent" if focused else "dim")
        return [[Part("  "), Part("▸ " if focused else "  ", "accent"), label, *dots, hint]]

    def on_key(self, event: events.Key) -> None:
        rating = rating_of(event.key)
        if rating is not None:
            event.stop()
            self._give(rating)

    def on_painted_pressed(self, event: Painted.Pressed) -> None:
        event.stop()
        self._give(int(event.target))

    def action_change(self, step: int) -> None:
        """Increase or decrease the score."""
        self._give(min(max(self.value + step, 0), BEST_RATING))

    def _give(self, score: int) -> None:
        if score != self.value:
            self.value = score
            self.post_message(self.Given(score))


def rows_of(card: tuple[CardLine, ...]) -> Iterable[CardRow]:
    """A row for each line of the card, and an empty one for each empty field."""
    for field in FIELDS:
        texts = [line.text for line in lines_of(card, field)] or [""]
        for number, text in enumerate(texts):
            yield CardRow(CardInput(field, number, text))


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
        focused = self.page.focused
        field = focused.field if isinstance(focused, CardInput) else CardField.CLAIM
        rows = [row for row in self.rows() if row.input.field is field]
        empty = next((row for row in rows if not row.input.value.strip()), None)
        if empty is None:
            empty = CardRow(CardInput(field, len(rows), ""))
            await self.fields.mount(empty, after=rows[-1])
        self.page.set_focus(empty.input)

    def tidy(self) -> None:
        """Remove empty lines of the card."""
        text = self.editor.text
        tidy = without_spare(text)
        if tidy != text:
            self.editor.take_over(tidy)
