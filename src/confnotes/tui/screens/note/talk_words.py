"""Words of the talk, completed without a sign: after four letters the rest stands greyed behind the cursor.

Tab takes it. Every other key does what it always does, so that nobody who types on notices more than a shadow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from textual import events

from confnotes.markup.names import fold
from confnotes.model.program import Talk
from confnotes.tui.screens.note.base import NoteController, NotePage

_LETTERS: Final = 4  # before the rest is shown
_LEAST_LEFT: Final = 2  # characters: less is typed sooner than seen
_LEAST_WORD: Final = 8  # characters of a word that begins with a small letter
_MOST_TERMS: Final = 400
_MOST_ABSTRACT: Final = 20_000  # characters
_TYPED: Final = re.compile(r"(?<![\w@#/.\[-])[^\W\d_][\w’'-]*(?: [^\W_][\w’'-]*)?\Z")
_WORD: Final = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?")
_PHRASE: Final = re.compile(r"(?:[A-Z][\w’'-]*\w(?: |(?=\W|\Z))){2,4}")
_SEEN: Final = 80  # characters before the cursor


def terms_of(talk: Talk) -> list[str]:
    """The names of a talk's speakers, and the terms of its title and abstract, the most specific first."""
    text = f"{talk.title or ''}.\n{(talk.abstract or '')[:_MOST_ABSTRACT]}"
    names = [speaker.name for speaker in talk.speakers]
    last_names = [name.split()[-1] for name in names if " " in name]
    phrases = [match.group().strip() for match in _PHRASE.finditer(text)]
    words = Counter(word for word in _WORD.findall(text) if _is_term(word))
    ordered = [word for word, _ in words.most_common()]  # of equally common ones the first comes first
    return list(dict.fromkeys([*names, *last_names, *phrases, *_without_plurals(ordered)]))[:_MOST_TERMS]


def _is_term(word: str) -> bool:
    return len(word) >= _LEAST_WORD or (len(word) > _LETTERS + 1 and not word[1:].islower())


def _without_plurals(words: Iterable[str]) -> Iterator[str]:
    known = set(words)
    return (word for word in words if not (word.endswith("s") and word[:-1] in known))


class TermIndex:
    """Finds a term by how it begins, capitals and accents aside."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms: dict[str, list[tuple[str, str]]] = {}
        for term in terms:
            folded = fold(term)
            if len(folded) == len(term) >= _LETTERS + _LEAST_LEFT:
                self._terms.setdefault(folded[:_LETTERS], []).append((folded, term))

    def find(self, typed: str) -> str | None:
        """The first longer term that begins as typed; None if the typed text may be a whole one."""
        folded = fold(typed)
        found = self._terms.get(folded[:_LETTERS], ())
        if any(known == folded for known, _ in found):
            return None
        rest = (term for known, term in found if known.startswith(folded) and len(known) - len(folded) >= _LEAST_LEFT)
        return next(rest, None)


class TalkWords(NoteController):
    """Shows the rest of a term behind the cursor, and inserts it on Tab."""

    def __init__(self, page: NotePage) -> None:
        super().__init__(page)
        self._talk: Talk | None = None
        self._index = TermIndex(())
        self._offered: tuple[int, int, str] | None = None
        self._just_typed = False
        self._seen = (-1, (0, 0))

    def look(self) -> None:
        """Offer a term after a text was typed."""
        seen = (self.editor.note.revision, self.editor.cursor_location)
        if seen == self._seen:
            return
        typed = self._just_typed and seen[0] != self._seen[0]
        self._seen = seen
        if self._offered is not None:
            self._offered = None
            self.editor.suggest("")
        if typed:
            self._offer()

    def _offer(self) -> None:
        card = self.page.memory.card
        (row, column), other = self.editor.selection.end, self.editor.selection.start
        line = self.editor.note.lines[row]
        if card is None or other != (row, column) or column != len(line):
            return
        if card.talk is not self._talk:
            self._talk, self._index = card.talk, TermIndex(terms_of(card.talk))
        match = _TYPED.search(line, max(0, column - _SEEN))
        if match is None or self.editor.in_code(row) or line.count("`") % 2:
            return
        words = match.group()
        for typed in dict.fromkeys((words, words.rpartition(" ")[2])):
            term = self._index.find(typed) if len(typed) >= _LETTERS else None
            if term is not None:
                self._offered = (row, column - len(typed), term)
                self.editor.suggest(term[len(typed) :])
                return

    def takes(self, event: events.Key) -> bool:
        """Whether the key took the term that is shown."""
        self._just_typed = event.is_printable
        if event.key != "tab" or self._offered is None or not self.editor.suggested:
            return False
        row, start, term = self._offered
        self._offered = None
        self.editor.replace_span(row, start, self.editor.cursor_location[1], term)
        return True
