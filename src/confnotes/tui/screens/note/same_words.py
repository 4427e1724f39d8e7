"""Editing the same word at several places at once: the cursors begin at a word, and end with esc or a click."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from textual import actions, events
from textual.widgets.text_area import Location, Selection

from confnotes.tui import safe
from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.textual_private import bindings_of
from confnotes.tui.widgets.drawing import Line, Part, clean, plural, shorten
from confnotes.tui.widgets.editor import NoteEditor
from confnotes.tui.widgets.editor_carets import Caret
from confnotes.tui.widgets.editor_pairs import PairTyping

_WORDS: Final = 24  # characters of the selected text in a message
MOST_CURSORS: Final = 200
"""A character is typed at this many cursors in a sixth of a second."""
_WORD: Final = re.compile(r"[\w'’]+")
_EVERYWHERE: Final = re.compile(r"cursor_|delete_|go_to_")
"""The editor's own actions that move a cursor or delete at it."""


class CursorKeys:
    """The keys of several cursors."""

    def __init__(self, editor: NoteEditor, pairs: PairTyping) -> None:
        self._editor, self._pairs = editor, pairs
        self._wanted: tuple[str, bool] | None = None

    @property
    def wanted(self) -> str:
        """The selected word."""
        return self._wanted[0] if self._wanted is not None else ""

    @property
    def count(self) -> int:
        return len(self._editor.all_carets)

    # The same word

    def select_word(self) -> bool:
        """Select the word at the cursor, unless something is selected; False without one."""
        (row, start), (last, end) = sorted(self._editor.selection)
        line = self._editor.note.lines[row]
        if row != last:
            return False
        if start != end:
            if self._wanted is None or self._wanted[0] != line[start:end]:
                self._wanted = (line[start:end], False)
            return True
        found = next((one.span() for one in _WORD.finditer(line) if one.start() <= start <= one.end()), None)
        if found is None:
            return False
        self._editor.selection = Selection((row, found[0]), (row, found[1]))
        self._wanted = (line[found[0] : found[1]], True)
        return True

    def places(self) -> list[Selection]:
        """Where the selected word stands; a part of a word only if it was selected as one."""
        text, is_word = self._wanted or ("", False)
        pattern = re.compile(rf"(?<![\w'’]){re.escape(text)}(?![\w'’])" if is_word else re.escape(text))
        lines = self._editor.note.lines
        return [
            Selection((row, one.start()), (row, one.end()))
            for row, line in enumerate(lines)
            if text and text in line
            for one in pattern.finditer(line)
        ]

    def add(self, *, skip: bool = False) -> bool:
        """Add the next place after the main cursor, or with `skip` go there instead; False if none is left."""
        editor = self._editor
        carets = editor.all_carets
        taken = {(one.top, one.bottom) for one in carets}
        places = [place for place in self.places() if tuple(place) not in taken]
        if not places:
            return False
        here = max(editor.selection)
        fresh = next((place for place in places if place.start >= here), places[0])
        others = [one for one in carets if not skip or one.selection != editor.selection]
        self._show(fresh, [one for one in others if one.selection != fresh])
        return True

    def add_all(self) -> None:
        """A cursor at every place; the main one stays."""
        here = self._editor.selection
        places = [place for place in self.places() if sorted(place) != sorted(here)]
        places.sort(key=lambda place: abs(place.start[0] - here.start[0]))
        self._show(here, map(Caret, places[: MOST_CURSORS - 1]))

    def _show(self, main: Selection, others: Iterable[Caret]) -> None:
        editor = self._editor
        editor.set_cursors(Caret(main), others)
        editor.record_cursor_width()
        editor.scroll_cursor_visible()

    def end(self) -> None:
        """Go back to one cursor."""
        editor = self._editor
        if editor.mode is self:
            editor.mode = None
        self._wanted = editor.others = None
        editor.selection = editor.selection
        editor.refresh_rows()

    # Keys

    def takes(self, event: events.Key) -> bool:
        """Whether the key was done at every cursor."""
        editor = self._editor
        if self.count == 1:
            self.end()
            return False
        if event.key == "escape":
            self.end()
            return True
        if act := self._act_of(event):
            joins = bool(event.is_printable and event.character and not event.character.isspace())
            editor.act_at_cursors(act, once_a_row=event.key in ("tab", "shift+tab"), joins=joins)
            return True
        return self._copies(event)

    def _act_of(self, event: events.Key) -> Callable[[], object] | None:
        """What a key does at a cursor; None if it is none of the editor's."""
        editor = self._editor
        if editor.check_consume_key(event.key, event.character):
            if editor.read_only:
                return None
            keys = {"enter": editor.new_line, "tab": editor.indent, "shift+tab": editor.outdent}
            return keys.get(event.key) or partial(self._type, event.character or "")
        for binding in bindings_of(editor, event.key):
            _, name, given = actions.parse(binding.action)
            if _EVERYWHERE.match(name):
                return partial(getattr(editor, f"action_{name}"), *given)
        return None

    def _type(self, sign: str) -> None:
        editor = self._editor
        if not (editor.selection.start != editor.selection.end and self._pairs.wrap(sign)):
            editor.replace_text(min(editor.selection), max(editor.selection), sign)

    def _copies(self, event: events.Key) -> bool:
        """Whether the key copied or cut what is selected at all cursors, a line of the clipboard each."""
        editor = self._editor
        doing = {binding.action for binding in bindings_of(editor, event.key)} & {"copy", "cut"}
        texts = [editor.get_text_range(one.top, one.bottom) for one in editor.all_carets]
        if not doing or not any(texts):
            return False
        editor.app.copy_to_clipboard("\n".join(texts))
        if "cut" in doing and not editor.read_only:
            editor.act_at_cursors(lambda: editor.replace_text(min(editor.selection), max(editor.selection), ""))
        return True

    def pastes(self, text: str) -> bool:
        """Insert a text at every cursor; of as many lines as there are cursors, one at each."""
        count = self.count
        if count == 1 or self._editor.read_only:
            return False
        lines = safe.clean_paste(text).split("\n")
        parts = iter(lines if len(lines) == count else [text] * count)
        self._editor.act_at_cursors(lambda: self._editor.paste(next(parts)))
        return True

    def typed(self, event: events.Key, before: Location, rows: int) -> None:
        """The editor did a key that is none of several cursors: what it moved, ended them."""
        if self.count == 1:
            self.end()


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
