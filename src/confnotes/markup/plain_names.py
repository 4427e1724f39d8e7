"""Names as plain words in a text: outside of links, mentions, tags, addresses, code and front matter.

Whole words, ignoring case and accents.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from confnotes.markup import mentions, wikilinks
from confnotes.markup.code import FILLER, blank_code, blanked
from confnotes.markup.names import fold

LEAST_LETTERS = 3  # “Li” and “AI” would be found in every second note

_LINK = r"!?\[[^\[\]\n]{0,500}\]\([^()\s]{0,2000}(?:\s+\"[^\"\n]{0,300}\")?\)"
_ADDRESS = r"<[^<>\s][^<>\n]{0,500}>|(?:https?://|www\.)\S+|\S+@\S+\.\w+"
_NO_TEXT = re.compile(rf"{_LINK}|{_ADDRESS}|(?<![^\s(])#[\w/-]+|\^[A-Za-z0-9-]+[ \t\r]*$")
_SPACES = re.compile(r"\s+")
_NO_SPACES_BETWEEN = r"぀-ヿ㐀-䶿一-鿿豈-﫿"


class PlainName(NamedTuple):
    """The characters `[start, end)` of a row (from 0) of the text are one of the names."""

    row: int
    start: int
    end: int


def find(body: str, names: Iterable[str]) -> list[PlainName]:
    """Every match in the body of a note, in order; of overlapping names, the longest counts."""
    pattern = _pattern(names)
    if pattern is None:
        return []
    found: list[PlainName] = []
    for row, line in enumerate(blank_code(body).split("\n")):
        folded, places = _folded(line)
        if pattern.search(folded) is None:
            continue
        folded, places = _folded(_words_only(line))
        found += [
            PlainName(row, places[match.start()], places[match.end() - 1] + 1) for match in pattern.finditer(folded)
        ]
    return found


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    wanted = {fold(name) for name in names}
    wanted = {name for name in wanted if sum(map(str.isalpha, name)) >= LEAST_LETTERS or _is_without_spaces(name)}
    if not wanted:
        return None
    return re.compile("|".join(_whole(name) for name in sorted(wanted, key=len, reverse=True)))


def _is_without_spaces(name: str) -> bool:
    return len(name) > 1 and re.search(f"[{_NO_SPACES_BETWEEN}]", name) is not None


def _whole(name: str) -> str:
    """A pattern for the name between word boundaries; scripts without blanks have none."""
    before = "" if re.match(f"[{_NO_SPACES_BETWEEN}]", name) else r"(?<![\w@/\\])"
    after = "" if re.search(rf"[{_NO_SPACES_BETWEEN}]\Z", name) else r"(?!\w)"
    return before + r" +".join(map(re.escape, name.split(" "))) + after


def _words_only(line: str) -> str:
    """The line with everything but plain text blanked, all other characters unchanged."""
    line = blanked(line, ((link.start, link.end) for link in wikilinks.find(line)))
    line = blanked(line, ((start, end) for start, end, _ in mentions.find(line)))
    return _NO_TEXT.sub(lambda found: FILLER * len(found[0]), line)


def _folded(line: str) -> tuple[str, Sequence[int]]:
    """The line as folded by `fold`, and the original offset of each of its characters."""
    if line.isascii():
        return _SPACES.sub(lambda run: " " * len(run[0]), line.lower()), range(len(line))
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(line):
        plain = " " if character.isspace() else fold(character)
        if unicodedata.combining(character):
            plain = ""
        characters.append(plain)
        places += [place] * len(plain)
    return "".join(characters), places
