"""The entries of a BibTeX file (“BibTeXing”, Patashnik 1988, and biblatex's fields), ignoring everything between them.

A file is read once from left to right. An unclosed entry ends before the next line that begins one, and is skipped with
a warning.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterator
from dataclasses import replace

from confnotes.importers.warning_collector import counted
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.program import SourceWarning

_ENTRY = re.compile(r"@[ \t]*([A-Za-z]+)\s*[{(]\s*")
_KEY = re.compile(r"\s*([^\s,=\"{}]*)\s*,")
_FIELD = re.compile(r"[\s,]*([A-Za-z_][\w:.+/-]*)\s*=\s*")
_END = re.compile(r"[\s,]*[})]")
_BARE = re.compile(r"[^\s,#{}\"()]+")
_JOIN = re.compile(r"\s*#\s*")
_NEXT = re.compile(r"\n[ \t]*@[A-Za-z]+[ \t]*[{(]")
_BRACES = re.compile(rf"[{{}}]|{_NEXT.pattern}")
_QUOTED = re.compile(rf"[{{}}\"]|{_NEXT.pattern}")
_LONGEST = 1_000_000  # characters of an entry: one without its closing brace ends there


@fast_dataclass(frozen=True, slots=True)
class BibtexEntry:
    """An entry: its type and field names in lower case, its values in LaTeX, its line from 1.

    `text` is the source text of the entry; `stands_alone`: it means the same elsewhere, since it uses no `@string` and
    no other entry.
    """

    kind: str
    key: str
    fields: dict[str, str]
    line: int
    text: str = ""
    stands_alone: bool = True


class _BrokenError(Exception):
    """An entry with invalid syntax, at a position of the text."""


def read_entries(text: str) -> tuple[list[BibtexEntry], list[SourceWarning]]:
    """The entries in order, with `@string`s expanded and `crossref`s resolved, and warnings about skipped ones."""
    reader = _Reader(text)
    entries = _inherited(list(reader.entries()))
    return entries, [
        *counted("{# entries|an entry} cannot be read and {were|was} skipped", reader.broken),
        *counted("{# names are|a name is} used without an @string definition", reader.unknown),
    ]


class _Reader:
    """Reads a text; `broken` and `unknown` are the lines of skipped entries and of undefined names."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._strings = {name.lower()[:3]: name for name in month_name if name}
        self._months = frozenset(self._strings)
        self._named = 0
        self._line, self._counted = 1, 0
        self.broken: list[int] = []
        self.unknown: list[int] = []

    def entries(self) -> Iterator[BibtexEntry]:
        """Every entry that can be read."""
        position = 0
        while match := _ENTRY.search(self._text, position):
            kind, line = match[1].lower(), self._line_at(match.start())
            position = match.end()
            if kind == "comment":
                continue
            try:
                if kind == "string":
                    name, value, position = self._field(match.end(), line)
                    self._strings[name] = value
                elif kind == "preamble":
                    _, position = self._value(match.end(), line)
                else:
                    self._named = 0
                    entry, position = self._entry(kind, match.end(), line)
                    text = self._text[match.start() : position]
                    yield replace(entry, text=text, stands_alone=not self._named)
            except _BrokenError:
                self.broken.append(line)
                next_one = _NEXT.search(self._text, match.end())
                position = next_one.start() if next_one else len(self._text)

    def _line_at(self, position: int) -> int:
        self._line += self._text.count("\n", self._counted, position)
        self._counted = position
        return self._line

    def _entry(self, kind: str, position: int, line: int) -> tuple[BibtexEntry, int]:
        key = _KEY.match(self._text, position)
        fields: dict[str, str] = {}
        position = key.end() if key else position
        while not (end := _END.match(self._text, position)):
            name, value, position = self._field(position, line)
            fields.setdefault(name, value)
        return BibtexEntry(kind, key[1] if key else "", fields, line), end.end()

    def _field(self, position: int, line: int) -> tuple[str, str, int]:
        name = _FIELD.match(self._text, position)
        if name is None:
            raise _BrokenError
        value, position = self._value(name.end(), line)
        return name[1].lower(), value, position

    def _value(self, position: int, line: int) -> tuple[str, int]:
        """A value with its parts joined, and the position after it."""
        parts: list[str] = []
        length = 0
        while length < _LONGEST:
            part, position = self._part(position, line)
            parts.append(part)
            length += len(part)
            join = _JOIN.match(self._text, position)
            if join is None:
                return "".join(parts), position
            position = join.end()
        raise _BrokenError

    def _part(self, position: int, line: int) -> tuple[str, int]:
        opening = self._text[position : position + 1]
        if opening == "{":
            return self._delimited(position, _BRACES)
        if opening == '"':
            return self._delimited(position, _QUOTED)
        bare = _BARE.match(self._text, position)
        if bare is None:
            raise _BrokenError
        word = bare[0]
        if not word.isdigit() and word.lower() not in self._months:
            self._named += 1
            if word.lower() not in self._strings:
                self.unknown.append(line)
        return self._strings.get(word.lower(), word), bare.end()

    def _delimited(self, start: int, marks: re.Pattern[str]) -> tuple[str, int]:
        """A value in braces or quotes; a quote within braces, or escaped before a letter, does not end it."""
        depth = 1 if self._text[start] == "{" else 0
        for match in marks.finditer(self._text, start + 1, start + _LONGEST):
            mark, at = match[0], match.start()
            if mark == "{":
                depth += 1
            elif mark == "}":
                depth -= 1
                if depth == 0 and marks is _BRACES:
                    return self._text[start + 1 : at], at + 1
                if depth < 0:
                    raise _BrokenError
            elif mark == '"':
                escaped = self._text[at - 1] == "\\" and self._text[at + 1 : at + 2].isalpha()
                if depth == 0 and not escaped:
                    return self._text[start + 1 : at], at + 1
            else:
                raise _BrokenError
        raise _BrokenError


def _inherited(entries: list[BibtexEntry]) -> list[BibtexEntry]:
    """Entries with the fields that they inherit from their `crossref`, whose title becomes the book's."""
    parents = {entry.key.lower(): entry for entry in entries}
    found = []
    for entry in entries:
        parent = parents.get(entry.fields.get("crossref", entry.fields.get("xdata", "")).strip().lower())
        if parent is not None and parent is not entry:
            given = {name: text for name, text in parent.fields.items() if name not in _OWN}
            if title := parent.fields.get("booktitle", parent.fields.get("title")):
                given["booktitle"] = title
            entry = replace(entry, fields={**given, **entry.fields}, stands_alone=False)
        found.append(entry)
    return found


_OWN = frozenset(("title", "author", "key", "crossref", "doi", "url", "abstract", "pages", "pdf", "note", "booktitle"))
