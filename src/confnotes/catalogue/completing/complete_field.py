"""Complete front matter values: tags, people, conferences, talks, and fields with fixed values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from confnotes.markup.frontmatter import bounds
from confnotes.markup.names import fold
from confnotes.model.candidate import CandidateMatch, Trigger
from confnotes.model.mark import BEST_RATING
from confnotes.model.paper import Reading

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

_FIELD = re.compile(r"([\w-]+):(?:[ \t]+|\Z)")
_ITEM = re.compile(r"[ \t]*-[ \t]+")
_QUOTES = "\"'[@ "
_CLOSING = re.compile(r"(?:\]\])?[\"']?")
_SPEAKERS: Final = ("speakers", "speaker", "authors")
_WORDS: Final[dict[str, Sequence[str]]] = {
    "type": ("note", "conference", "person", "paper", "day"),
    "rating": tuple(str(number) for number in range(BEST_RATING, 0, -1)),
    "status": tuple(Reading),
    "private": ("true", "false"),
    "no-share": ("true", "false"),
}

Matches = Callable[[Trigger, str], list[CandidateMatch]]
"""Candidates for a text typed after a trigger, best first."""


class FieldValue(NamedTuple):
    """The field value being typed; a completion replaces `[start, end)` of its line."""

    field: str
    start: int
    end: int
    typed: str


class FieldOffer(NamedTuple):
    """A value for a field: its label, the text to insert, and the candidate it came from, if any."""

    name: str
    text: str
    match: CandidateMatch | None = None


def field_value_at(text: str, row: int, column: int) -> FieldValue | None:
    """The value being typed at a character of a note; None outside front matter."""
    where = bounds(text)
    if where is None or not 0 < row < text.count("\n", 0, where[1]):
        return None
    lines = [line.rstrip("\r") for line in text.split("\n")[: row + 1]]
    begin = _begin_of_value(lines, column)
    if begin is None:
        return None
    name, start = begin
    line = lines[row]
    start += len(line[start:column]) - len(line[start:column].lstrip(" "))
    typed = line[start:column].lstrip(_QUOTES)
    closing = _CLOSING.match(line, column) if len(typed) < column - start else None
    return FieldValue(name.casefold(), start, closing.end() if closing else column, typed)


def _begin_of_value(lines: Sequence[str], column: int) -> tuple[str, int] | None:
    """The field whose value contains the character of the last line, and the start of the value including leading
    spaces.
    """
    line = lines[-1]
    field, item = _FIELD.match(line), _ITEM.match(line)
    if field is not None and column >= field.end():
        before = line[field.end() : column]
        in_list = before.startswith("[") and not before.startswith("[[")
        return field[1], field.end() + (max(before.rfind(","), 0) + 1 if in_list else 0)
    if item is None or column < item.end():
        return None
    owner = next((found[1] for one in reversed(lines[:-1]) if (found := _FIELD.match(one))), None)
    return (owner, item.end()) if owner is not None else None


def complete_field(vault: Vault, value: FieldValue, matches: Matches) -> list[FieldOffer]:
    """Values for the field, best first."""
    return list(_offers(vault, value, matches))


def _offers(vault: Vault, value: FieldValue, matches: Matches) -> Iterator[FieldOffer]:
    if value.field in ("tags", "tag"):
        for match in matches(Trigger.TAG, value.typed):
            yield FieldOffer(match.candidate.name, match.candidate.target, match)
    elif value.field in _SPEAKERS:
        for match in matches(Trigger.PERSON, value.typed):
            yield FieldOffer(match.candidate.name, f'"[[{match.candidate.target}]]"', match)
    elif value.field == "talk":
        for match in matches(Trigger.LINK, value.typed):
            if match.candidate.talk is not None:
                yield FieldOffer(match.candidate.name, match.candidate.talk, match)
    elif value.field == "conference":
        wanted = fold(value.typed)
        yield from (FieldOffer(name, f'"[[{name}]]"') for name in vault.conferences() if wanted in fold(name))
    else:
        words = (word for word in _WORDS.get(value.field, ()) if word.startswith(value.typed))
        yield from (FieldOffer(word, word) for word in words)
