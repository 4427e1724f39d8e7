"""Find the lines of notes that the lines of an exported draft were made from.

Within the part of a talk, a line of its notes with the same words is the source; of equal ones the one in the same
place. Elsewhere (next steps, digest, themes) an exported line contains a line of a note: its source is the longest one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from confnotes.markup.code import blank_code
from confnotes.markup.frontmatter import split
from confnotes.markup.nested_lines import label_pattern
from confnotes.markup.plain import plain_label, plain_text
from confnotes.markup.private import find as find_private
from confnotes.markup.private import lines_of
from confnotes.markup.recordings import MOMENT_LINK
from confnotes.merge.carry_edit import LineForm
from confnotes.merge.draft_changes import ExportedLine

_ALIKE = 72
"""Percent of equal letters from which a line is the source of an exported one, if none is equal."""
_FEWEST_LETTERS = 8
"""A shorter line is contained in others by chance."""

_LABEL = re.compile(label_pattern(r"[^\W\d_][^\n:：*_]{0,30}"))
_INNER_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)+)\]\(#|\[\[#([^\]|]+)")
_TAKEAWAY = re.compile(r"[ \t]*#(?:takeaways?|tldr)(?![\w/-])", re.IGNORECASE)
_ANSWER = re.compile(r"[ \t>]*(?:(?:[-*+•]|\d{1,9}[.)])[ \t]+)?![ \t]+")
_ASKER = re.compile(r"[ \t,(—–-]+@[\w. -]{1,60}\)?\Z")
_ASKED_BY = re.compile(r" — [^—]{1,60}\Z")


class DraftSource(NamedTuple):
    """A line of a note: the path of the note, and the row in its text, from 0."""

    path: str
    row: int


class NoteWords:
    """The words of a note's lines, in the forms in which an export may have them."""

    def __init__(self, text: str, *, private: bool = True) -> None:
        self.lines = text.split("\n")
        self._first = split(text).head.count("\n")
        self._hidden = frozenset() if private else lines_of(text, find_private(blank_code(text)))

    @cached_property
    def words(self) -> list[list[str]]:
        """The forms of each line; none for those of the front matter, and for blank and hidden ones."""
        hidden = self._hidden
        return [[] if row < self._first or row in hidden else list(_forms(line)) for row, line in enumerate(self.lines)]

    @cached_property
    def rows(self) -> dict[str, list[int]]:
        """The rows by their words."""
        found: dict[str, list[int]] = {}
        for row, forms in enumerate(self.words):
            for form in forms:
                found.setdefault(form, []).append(row)
        return found


class SourceLines:
    """The sources of an export: `notes` are the texts of the notes by path, `items` the notes of each item, by the name
    of its part. `lists` are texts; each line of a part comes from one of them. Without `private`, no private line of a
    note is a source.
    """

    def __init__(
        self,
        exported: Sequence[ExportedLine],
        items: Mapping[str, Sequence[str]],
        notes: Mapping[str, str],
        lists: Mapping[str, tuple[str, str]] | None = None,
        *,
        private: bool = True,
    ) -> None:
        self._exported = exported
        self._items = items
        self._notes = {path: NoteWords(text, private=private) for path, text in notes.items()}
        self._lists = {part: (path, NoteWords(text)) for part, (path, text) in (lists or {}).items()}
        self._known: dict[int, DraftSource | None] = {}
        self._rows: dict[str, list[int]] = {}
        for row, line in enumerate(exported):
            self._rows.setdefault(line.part, []).append(row)

    def text(self, line: DraftSource) -> str:
        """A line of a note."""
        lists = dict(self._lists.values())
        return (lists[line.path] if line.path in lists else self._notes[line.path]).lines[line.row]

    def find(self, row: int) -> DraftSource | None:
        """The source of an exported line, None if it has none."""
        if row not in self._known:
            line = self._exported[row]
            if line.part in self._items:
                self._known[row] = self._of_item(row, line)
            elif LineForm.of(line.text).heading:
                self._known[row] = None
            elif line.part in self._lists:
                self._known[row] = self._contained(row, dict([self._lists[line.part]]))
            else:
                self._known[row] = self._contained(row, self._notes)
        return self._known[row]

    def heading_level(self, part: str) -> int:
        """The level of the heading that a part begins with; 0 without one."""
        return LineForm.of(self._exported[self._rows[part][0]].text).heading if part in self._rows else 0

    def _paths(self, part: str) -> list[str]:
        return [path for path in self._items.get(part, ()) if path in self._notes]

    def _of_item(self, row: int, line: ExportedLine) -> DraftSource | None:
        if LineForm.of(line.text).heading and row == self._rows[line.part][0]:
            return None  # the title of the talk, which is not a line of the note
        paths = self._paths(line.part)
        for words in _exported_forms(line.text):
            found = [DraftSource(path, at) for path in paths for at in self._notes[path].rows.get(words, ())]
            if found:
                return found[min(self._occurrence(row, words), len(found) - 1)]
        return self._nearest(line, paths)

    def _occurrence(self, row: int, words: str) -> int:
        """How many lines of the part above have the same words."""
        own = self._rows[self._exported[row].part]
        return sum(words in _exported_forms(self._exported[at].text) for at in own if at < row)

    def _nearest(self, line: ExportedLine, paths: Sequence[str]) -> DraftSource | None:
        from rapidfuzz import fuzz

        wanted = next(iter(_exported_forms(line.text)), "")
        if len(wanted) < _FEWEST_LETTERS:
            return None
        best, place = 0.0, None
        for path in paths:
            for row, forms in enumerate(self._notes[path].words):
                for form in forms:
                    score = fuzz.ratio(wanted, form, score_cutoff=_ALIKE)
                    if score > best:
                        best, place = score, DraftSource(path, row)
        return place

    def _contained(self, row: int, notes: Mapping[str, NoteWords]) -> DraftSource | None:
        """The longest line of a note that is in an exported line, of the talk that the line or the list item above it
        names; None if unclear.
        """
        words = plain_text(self._exported[row].text)
        best, places = _FEWEST_LETTERS - 1, list[DraftSource]()
        for path, note in notes.items():
            for form, rows in note.rows.items():
                if len(form) >= max(best, _FEWEST_LETTERS) and form in words:
                    places = (
                        [*places, DraftSource(path, rows[0])] if len(form) == best else [DraftSource(path, rows[0])]
                    )
                    best = len(form)
        titles = self._linked_titles(row)
        named = [place for place in places if self._is_named(place.path, titles)] or places
        return named[0] if len({place.path for place in named}) == 1 else None

    def _linked_titles(self, row: int) -> list[str]:
        """The words of the links within the summary of an exported line, and of the item of the list that it is in."""
        line = self._exported[row]
        texts = [line.text]
        while row and line.text[:1] == " " and texts[-1][:1] == " " and self._exported[row - 1].part == line.part:
            row -= 1
            texts.append(self._exported[row].text)
        found = (
            (match[1] or match[2]).removesuffix("…").rstrip() for text in texts for match in _INNER_LINK.finditer(text)
        )
        return [plain_text(words) for words in found if words]

    def _is_named(self, path: str, titles: Sequence[str]) -> bool:
        """Whether one of the titles, which may be cut, is that of the item of a note."""
        parts = (part for part, paths in self._items.items() if path in paths and part in self._rows)
        own = [plain_text(LineForm.of(self._exported[self._rows[part][0]].text).words) for part in parts]
        return any(title.startswith(shown) for title in own for shown in titles if len(shown) > 1)


def _forms(line: str) -> Iterator[str]:
    """The words of a note's line, with and without what an export leaves out."""
    words = plain_text(line)
    if not words:
        return
    bare = _ANSWER.sub("", line)
    for text in dict.fromkeys((line, bare, _TAKEAWAY.sub("", bare))):
        words = plain_text(text)
        yield words
        if asker := _ASKER.search(words):
            yield words[: asker.start()]
        if label := _LABEL.match(words):
            yield words[label.end() :]


def _exported_forms(text: str) -> list[str]:
    """The words of an exported line, with and without what the export added."""
    form = LineForm.of(text)
    words = _without_moment(form.words)
    found = [plain_text(_without_moment(text)), plain_label(words)]
    if form.label:
        found.append(plain_label(f"{form.label}{words}"))
        if asked := _ASKED_BY.search(words):
            found.append(plain_label(_without_moment(words[: asked.start()])))
    return [one for one in dict.fromkeys(found) if one]


def _without_moment(text: str) -> str:
    return MOMENT_LINK.sub("", text)
