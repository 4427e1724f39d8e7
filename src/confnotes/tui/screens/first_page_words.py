"""A dialog for a few sentences: the lead, or a highlight."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import TextArea

from confnotes.tui.command import Where
from confnotes.tui.screens.dialog import WritingDialog


class WordsScreen(WritingDialog[str | None]):
    """Asks for text and returns it; None when cancelled."""

    where: ClassVar[Where] = Where.WORDS
    may_clear: ClassVar[bool] = True
    subject = ""
    DEFAULT_CSS = """
    WordsScreen TextArea, WordsScreen TextArea:focus {
        border: none; height: 8; max-height: 50vh; margin-top: 1; padding: 0 1; background: $surface;
    }
    """

    def __init__(self, title: str, original: str, text: str, subject: str, *, lines: bool) -> None:
        """`original` is shown above; `lines`: enter begins a line, rather than saves."""
        super().__init__(title, original, ("save" if lines else "open", "save"), ("back", "cancel"))
        self._area = TextArea(text, soft_wrap=True, tab_behavior="focus")
        self.subject, self._has_lines = subject, lines

    @property
    def typed(self) -> str:
        return self._area.text

    def put(self, text: str) -> None:
        self._area.text = text
        self._area.move_cursor(self._area.document.end)

    def body(self) -> ComposeResult:
        yield self._area

    def on_mount(self) -> None:
        self._area.move_cursor(self._area.document.end)
        self._area.focus()

    def on_text_area_changed(self) -> None:
        self.keep()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a text of several lines, enter begins a line."""
        return not (action == "save_line" and self._has_lines)

    def action_save_line(self) -> None:
        self.action_save()

    def action_save(self) -> None:
        self.dismiss(self.typed.strip())
