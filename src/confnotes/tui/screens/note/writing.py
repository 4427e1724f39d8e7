"""What helps while a note is typed.

Completion, terms of the talk, abbreviations, tables, pairs, pasted addresses and pictures, and the outline.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from textual import events
from textual.actions import SkipAction

from confnotes.markup.headings import find
from confnotes.tui.screens.dialog import Answer
from confnotes.tui.screens.note.addresses import AddressPaster
from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.screens.note.completing import Completion
from confnotes.tui.screens.note.same_words import SameWords
from confnotes.tui.screens.note.spelling import LOOK_EVERY, SpellCheck
from confnotes.tui.screens.note.talk_words import TalkWords
from confnotes.tui.screens.note.templates import TemplateInserter
from confnotes.tui.widgets.editor import NoteEditor
from confnotes.tui.widgets.editor_blocks import TABLES
from confnotes.tui.widgets.editor_pairs import PairTyping
from confnotes.tui.widgets.editor_tables import TableTyping
from confnotes.vault.settings import ABBREVIATIONS, CLOSE_PAIRS, setting_value

CURSOR: Final = "{{cursor}}"
"""Where the cursor goes, as in templates."""

_LONGEST: Final = 40  # characters of an abbreviation
_ENDING: Final = frozenset(".,;:!?)]\"'")
_OPENING: Final = "([{\"'“‘«"


class AbbreviationTyping:
    """Expands the user's abbreviations when a space, Enter or a mark follows; one undo brings back what was typed."""

    def __init__(self, editor: NoteEditor) -> None:
        self._editor = editor
        self.known: Mapping[str, str] = {}

    def takes(self, event: events.Key) -> bool:
        """Whether the key was used up: the cursor then goes inside what was inserted."""
        if not self.known or not (event.key in ("space", "enter", "tab") or event.character in _ENDING):
            return False
        editor = self._editor
        (row, column), other = editor.selection.end, editor.selection.start
        before = editor.note.lines[row][max(0, column - _LONGEST) : column]
        typed = before.rpartition(" ")[2].rpartition("\t")[2].lstrip(_OPENING)
        text = self.known.get(typed)
        if text is None or other != (row, column) or editor.in_code(row) or before.count("`") % 2:
            return False
        self._expand(row, column - len(typed), column, text)
        return CURSOR in text or event.key == "tab"

    def _expand(self, row: int, start: int, end: int, text: str) -> None:
        editor = self._editor
        line = editor.note.lines[row]
        text = text.replace("\n", "\n" + line[: len(line) - len(line.lstrip())])
        first, _, behind = text.partition(CURSOR)
        with editor.one_step():
            editor.replace_text((row, start), (row, end), first + behind)
        rows = first.count("\n")
        editor.move_cursor((row + rows, len(first) - first.rfind("\n") - 1 + (0 if rows else start)))


class WritingHelp(NoteController):
    """Holds the helpers of a note's editor, which see its keys in this order."""

    def __init__(self, page: NotePage) -> None:
        super().__init__(page)
        self.completion = Completion(page)
        self.addresses = AddressPaster(page)
        self.templates = TemplateInserter(page)
        self.spelling = SpellCheck(page)
        self.words = TalkWords(page)
        self.abbreviations = AbbreviationTyping(self.editor)
        self.pairs = PairTyping(self.editor)
        self.same_words = SameWords(page, self.pairs)

    def begin(self) -> None:
        """The note is on the screen."""
        self.completion.begin()
        tables = TableTyping(self.editor)
        self.editor.key_takers += [self.words.takes, self.abbreviations.takes, tables.takes, self.pairs.takes]
        self.editor.paste_taker = self._takes_paste
        self.page.set_interval(LOOK_EVERY, self.spelling.look)
        self._read_settings()

    def see_again(self) -> None:
        """The note is shown again."""
        self.completion.see_again()
        self._read_settings()

    def look(self) -> None:
        """Offer what can be completed, after a change of the text or the selection."""
        self.completion.look()
        if not self.completion.popup.is_open:
            self.words.look()

    def _read_settings(self) -> None:
        self.spelling.read_setting()
        self.pairs.is_on = setting_value(CLOSE_PAIRS) == "yes"
        pairs = (entry.split(maxsplit=1) for entry in setting_value(ABBREVIATIONS))
        self.abbreviations.known = dict(pairs)

    def _takes_paste(self, text: str) -> bool:
        """Whether a pasted text was inserted; terminals paste a picture as no text."""
        if not text:
            self.paste_image()
        return not text or self.addresses.takes(text)

    # Commands

    def insert_link(self) -> None:
        """Begin a link: to a note, whose name is completed; around selected text, to an address."""
        if self.editor.others is not None or not self.editor.has_focus:
            raise SkipAction
        self.pairs.insert_link()

    def choose_heading(self) -> None:
        """Show the headings of the note, and go to the chosen one."""
        editor = self.editor
        found = [
            (row, heading)
            for row, line in enumerate(editor.note.lines)
            if (heading := find(line)) is not None and heading[1] and not editor.in_code(row)
        ]
        if not found:
            self.say("This note has no headings")
            return
        top = min(level for _, (level, _) in found)
        answers = [Answer(str(row), "  " * (level - top) + text) for row, (level, text) in found]
        above = [row for row, _ in found if row <= editor.cursor_location[0]]
        self.page.let_choose("Outline", "", answers, self._go_to_row, now=str(above[-1]) if above else "")

    def _go_to_row(self, row: str) -> None:
        self.editor.move_cursor((int(row), 0))
        self.page.call_after_refresh(self.editor.scroll_cursor_visible, center=True)

    def fold(self) -> None:
        """Fold the section or the item at the cursor, or open it."""
        if not self.editor.toggle_fold():
            self.say("No heading and no item with lines below it at the cursor")

    def paste_image(self) -> None:
        """Keep the clipboard's picture as an attachment, and show it on a line below this one."""
        if self.editor.read_only:
            return
        from confnotes.actions.photos.paste_image import paste_image

        folder, wall = self.page.path.rpartition("/")[0], self.edited.wall()
        row = self.editor.cursor_location[0]
        self.page.write_beside(
            partial(paste_image, self.vault, folder, wall), partial(self._show_image, row, self.editor.note.lines[row])
        )

    def _show_image(self, row: int, line: str, name: str) -> None:
        """Add the picture's line after the line that the cursor was on, wherever that is by now."""
        lines = self.editor.note.lines
        same = [at for at, one in enumerate(lines) if one == line]
        row = min(same, key=lambda at: abs(at - row)) if same else min(row, len(lines) - 1)
        while row + 1 < len(lines) and (self.editor.in_code(row + 1) or self.editor.kinds.all[row + 1] in TABLES):
            row += 1
        cursor = self.editor.cursor_location
        with self.editor.one_step():
            if lines[row].strip():
                self.editor.add_lines(row + 1, [f"![[{name}]]"], [""])
                self.editor.move_cursor((cursor[0] + (cursor[0] > row), cursor[1]))
            else:
                self.editor.replace_text((row, 0), (row, len(lines[row])), f"![[{name}]]")
        self.say(f"Picture kept as {name} · {self.page.key_of('undo')} removes the line")
