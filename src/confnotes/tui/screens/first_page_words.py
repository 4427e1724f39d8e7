"""A dialog for a few sentences: the lead, or a highlight."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.widgets import TextArea

from confnotes.tui.command import Where
from confnotes.tui.half_typed import HalfTyped
from confnotes.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from confnotes.tui.confnotes import Confnotes


class WordsScreen(Dialog[str | None]):
    """Asks for text and returns it; None when cancelled. What was typed survives a crash."""

    where: ClassVar[Where] = Where.WORDS
    DEFAULT_CSS = """
    WordsScreen TextArea, WordsScreen TextArea:focus {
        border: none; height: 8; max-height: 50vh; margin-top: 1; padding: 0 1; background: $surface;
    }
    """

    def __init__(self, title: str, original: str, text: str, subject: str, *, lines: bool) -> None:
        """`original` is shown above; `lines`: enter begins a line, rather than saves."""
        super().__init__(title, original, ("save" if lines else "open", "save"), ("back", "cancel"))
        self._given, self._subject, self._has_lines = text, subject, lines
        self._half_typed: HalfTyped | None = None

    def body(self) -> ComposeResult:
        yield TextArea(self._given, soft_wrap=True, tab_behavior="focus")

    def on_mount(self) -> None:
        area = self.query_one(TextArea)
        self._half_typed = HalfTyped(self, cast("Confnotes", self.app).vault, self._subject)
        if self._half_typed.kept:
            area.text = self._half_typed.kept[0]
            self.say(f"You typed this before confnotes ended. Press {self.key_of('close')} to discard it.")
        area.move_cursor(area.document.end)
        area.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        if self._half_typed is not None and self.is_active:
            text = event.text_area.text
            self._half_typed.keep(["" if text == self._given else text])

    def on_unmount(self) -> None:
        if self._half_typed is not None:
            self._half_typed.close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a text of several lines, enter begins a line."""
        return not (action == "save_line" and self._has_lines)

    def action_save_line(self) -> None:
        self.action_save()

    def action_save(self) -> None:
        self._end(self.query_one(TextArea).text.strip())

    def action_back(self) -> None:
        if self.query_one(TextArea).text == self._given:
            self.action_leave()
        else:
            self.say(f"Press {self.key_of('close')} to discard what you typed")

    def action_leave(self) -> None:
        self._end(None)

    def _end(self, words: str | None) -> None:
        if self._half_typed is not None:
            self._half_typed.forget()
        self.dismiss(words)
