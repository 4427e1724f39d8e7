"""Spell check of a note: words that no dictionary knows are underlined once typing pauses.

Names, abbreviations and code are left alone: only words in small letters are checked, and none of the talk's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from confnotes.actions.spelling.check_words import WordChecker
from confnotes.actions.spelling.dictionaries import accept_word, accepted_words, dictionaries
from confnotes.errors import ConfnotesError
from confnotes.markup.spans import spans
from confnotes.model.program import Talk
from confnotes.tui.screens.dialog import Answer
from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.vault.settings import SPELLING, setting_value

LOOK_EVERY: Final = 0.8  # seconds
_MOST_LINES: Final = 500  # whose marks are kept
_WORD: Final = re.compile(r"(?<![\w@#/\\.:])[^\W\d_]{3,}(?:['’][^\W\d_]+)*(?![\w@/\\]|\.\w)")
_NO_PROSE: Final = frozenset({"code", "link", "wikilink", "tag", "mention", "url", "math", "private"})
_ADD: Final = "+"


def words_in(line: str) -> Iterator[tuple[int, int, str]]:
    """The words of a line to check, with their columns."""
    taken = [(span.start, span.end) for span in spans(line) if span.role in _NO_PROSE]
    for match in _WORD.finditer(line):
        start, end = match.span()
        if match.group().islower() and not any(left < end and start < right for left, right in taken):
            yield start, end, match.group().replace("’", "'")


@lru_cache(maxsize=1)
def _checker(paths: tuple[Path, ...]) -> WordChecker:
    """The checker of all notes: reading a dictionary takes seconds."""
    return WordChecker(paths)


class SpellCheck(NoteController):
    """Underlines unknown words on the screen, and corrects the one at the cursor."""

    def __init__(self, page: NotePage) -> None:
        super().__init__(page)
        self._checker: WordChecker | None = None
        self._known: dict[str, bool] = {}
        self._marks: dict[str, tuple[tuple[int, int], ...]] = {}
        self._talk: Talk | None = None
        self._asking = False

    def read_setting(self) -> None:
        """Use the dictionaries of the settings."""
        found = dictionaries(setting_value(SPELLING))
        checker = _checker(tuple(found)) if found else None
        if checker is not self._checker:
            self._checker = checker
            self._forget()

    def _forget(self) -> None:
        self._known, self._marks = {}, {}
        self.editor.show_misspelt({})

    def look(self) -> None:
        """Check the lines on the screen, unless somebody is typing."""
        if self._checker is None or self._asking or self.edited.is_typing or not self.page.is_current:
            return
        self._accept_talk()
        lines = [line for line in self._shown_lines() if line not in self._marks]
        words = {word for line in lines for _, _, word in words_in(line)}
        fresh = [word for word in words if word not in self._known]
        if fresh:
            self._asking = True
            ask = partial(self._ask, self._checker, fresh)
            self.page.read_beside(ask, partial(self._learn, fresh), failed=self._give_up, group="spelling")
        elif lines:
            self._mark(lines)

    def _shown_lines(self) -> list[str]:
        editor = self.editor
        top = int(editor.scroll_offset.y)
        places = (editor.rows.row(y) for y in range(top, top + editor.size.height))
        rows = dict.fromkeys(place[0] for place in places if place is not None)
        return [editor.note.lines[row] for row in rows if not editor.in_code(row)]

    @staticmethod
    def _ask(checker: WordChecker, words: Sequence[str]) -> set[str]:
        return checker.unknown(words) - accepted_words()

    def _learn(self, asked: Sequence[str], unknown: set[str]) -> None:
        self._asking = False
        self._known.update((word, word not in unknown) for word in asked)
        self.look()

    def _give_up(self, error: Exception) -> None:
        """Tell once that a dictionary cannot be used."""
        self._asking, self._checker = False, None
        self.app.complain_of(error)

    def _mark(self, lines: Sequence[str]) -> None:
        if len(self._marks) > _MOST_LINES:
            self._marks = {}
        for line in lines:
            self._marks[line] = tuple((start, end) for start, end, word in words_in(line) if not self._known[word])
        self.editor.show_misspelt(self._marks)

    def _accept_talk(self) -> None:
        """Accept the words of the talk's title and abstract."""
        card = self.page.memory.card
        if card is not None and card.talk is not self._talk:
            self._talk = card.talk
            text = f"{card.talk.title or ''}\n{card.talk.abstract or ''}".casefold()
            self._known.update((match.group().replace("’", "'"), True) for match in _WORD.finditer(text))
            self._marks = {}

    # Commands

    def correct(self) -> None:
        """Choose what the word at the cursor should be."""
        row, column = self.editor.cursor_location
        found = [one for one in words_in(self.editor.note.lines[row]) if one[0] <= column <= one[1]]
        if self._checker is None:
            self.say("No spelling dictionary is used: install one for hunspell, or see the setting “spelling”")
        elif not found:
            self.say("No word to check at the cursor")
        else:
            start, end, word = found[0]
            suggest = partial(self._checker.suggestions, word)
            offer = partial(self._offer, row, start, self.editor.note.lines[row][start:end])
            self.page.read_beside(suggest, offer, group="spelling suggestions")

    def _offer(self, row: int, start: int, word: str, suggestions: Sequence[str]) -> None:
        answers = [Answer(one, one) for one in suggestions]
        answers.append(Answer(_ADD, "Add to your dictionary", "not underlined again"))
        self.page.let_choose(f"“{word}”", "", answers, partial(self._take, row, start, word))

    def _take(self, row: int, start: int, word: str, answer: str) -> None:
        lines = self.editor.note.lines
        if answer == _ADD:
            try:
                accept_word(word)
            except OSError as error:
                self.page.complain(ConfnotesError(f"Not added: {(error.strerror or str(error)).lower()}"))
            self._known[word.replace("’", "'")] = True
            self._marks = {}
            self.look()
        elif row < len(lines) and lines[row].startswith(word, start):
            self.editor.replace_span(row, start, start + len(word), answer)
