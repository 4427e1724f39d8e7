"""Completing the values of front matter: tags, people, conferences, talks, and the few words that some fields take."""

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
_REST = re.compile(r"[\]\"']*")
_SPEAKERS: Final = ("speakers", "speaker", "authors")
_WORDS: Final[dict[str, Sequence[str]]] = {
    "type": ("note", "conference", "person", "paper", "day"),
    "rating": tuple(str(number) for number in range(BEST_RATING, 0, -1)),
    "status": tuple(Reading),
    "private": ("true", "false"),
    "no-share": ("true", "false"),
}

Matches = Callable[[Trigger, str], list[CandidateMatch]]
"""What can be meant by what was typed behind a trigger, the best first."""


class FieldValue(NamedTuple):
    """The value of a field that is being typed: `[start, end)` of its line is what a completion takes the place of."""

    field: str
    start: int
    end: int
    typed: str


class FieldOffer(NamedTuple):
    """A value for a field: what it is called, what is written, and the candidate that it came from, if any."""

    name: str
    text: str
    match: CandidateMatch | None = None


def field_value_at(text: str, row: int, column: int) -> FieldValue | None:
    """The value that is being typed at that character of a note; None outside of front matter."""
    where = bounds(text)
    lines = text.split("\n")
    if where is None or not 0 < row < text.count("\n", 0, where[1]):
        return None
    line = lines[row].rstrip("\r")
    field = _FIELD.match(line)
    item = _ITEM.match(line)
    if field is not None and column >= field.end():
        before = line[field.end() : column]
        start = (
            field.end() + max(before.rfind(","), before.rfind("["), -1) + 1 if before.startswith("[") else field.end()
        )
        name = field[1]
    elif item is not None and column >= item.end():
        owner = next((found[1] for one in reversed(lines[:row]) if (found := _FIELD.match(one.rstrip("\r")))), None)
        if owner is None:
            return None
        name, start = owner, item.end()
    else:
        return None
    start += len(line[start:column]) - len(line[start:column].lstrip(" "))
    rest = _REST.match(line, column)
    end = rest.end() if rest and not line[start:column].startswith("[[") and name != "tags" else column
    return FieldValue(name.casefold(), start, end, line[start:column].lstrip(_QUOTES))


def complete_field(vault: Vault, value: FieldValue, matches: Matches) -> list[FieldOffer]:
    """What the field can say, the best first."""
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
