"""Editing the same word at several places at once."""

from __future__ import annotations

from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.widgets.drawing import Line, Part, clean, plural, shorten
from confnotes.tui.widgets.editor_cursor_keys import MOST_CURSORS, CursorKeys
from confnotes.tui.widgets.editor_pairs import PairTyping

_WORDS = 24  # characters of the selected text in a message


class SameWords(NoteController):
    """Puts cursors at the places where a word stands, and says how many there are."""

    def __init__(self, page: NotePage, pairs: PairTyping) -> None:
        super().__init__(page)
        self._keys = CursorKeys(self.editor, pairs)
        self.editor.cursor_keys = self._keys

    @property
    def count(self) -> Line:
        """The number of cursors, if there are several."""
        count = self._keys.count
        return [Part(f"{count} cursors", "accent"), Part(" · ", "faint")] if count > 1 else []

    def add(self) -> None:
        """Select the word at the cursor, or add the next place where it stands."""
        was_selected = self.editor.selection.start != self.editor.selection.end
        if self._begins():
            self._tell(no_more=was_selected and not self._keys.add())

    def skip(self) -> None:
        """Leave this place out, and add the next one instead."""
        if self._begins():
            self._tell(no_more=not self._keys.add(skip=True))

    def add_all(self) -> None:
        """A cursor at every place where the word stands."""
        if self._begins():
            self._keys.add_all()
            self._tell()

    def _begins(self) -> bool:
        """Whether a word is selected now."""
        if self.editor.mode not in (None, self._keys):
            self.say("Several cursors are not in vim mode: cgn changes the next match, and . the one after")
            return False
        if self.editor.selection.start == self.editor.selection.end:
            self.editor.act_at_cursors(self._keys.select_word)
        if not self._keys.select_word():
            self.say("Put the cursor on a word, or select a part of one line")
            return False
        return True

    def _tell(self, *, no_more: bool = False) -> None:
        count, places = self._keys.count, self._keys.places()
        text, one = shorten(clean(self._keys.wanted), _WORDS), self.page.key_of("back")
        if len(places) == 1:
            self.say(f"“{text}” is only here")
        elif count == 1:
            self.say(f"{self.page.key_of('same-word')} adds the next of {len(places)} “{text}”")
        elif count == MOST_CURSORS < len(places):
            self.say(f"Cursors at the nearest {count} of {len(places)} “{text}” · {one} for one cursor")
        else:
            more = "" if no_more or count >= len(places) else f" · {self.page.key_of('skip-same-word')} skips this one"
            self.say(f"{plural(count, 'cursor')} at {len(places)} “{text}”{more} · {one} for one cursor")
        self.page.show_state()
