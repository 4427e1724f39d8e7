"""A poster's card in the body of a note: one line per field, readable in any program.

    - claim: a grid is enough ^t140512
    - trick: sample the edges
    - doubt: only one harbour?
    ? what about tides
    - [ ] ask for the data

Every field may have several lines. Indented lines, code and everything else are not part of the card and stay
unchanged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from confnotes.markup.code import code_lines, fenced_lines
from confnotes.markup.stamps import STAMP, free_moment, stamp_of, without_stamp
from confnotes.markup.tasks import MARK


class CardField(StrEnum):
    """A field of the card, in the order of the form."""

    CLAIM = "claim"
    TRICK = "trick"
    DOUBT = "doubt"
    ASKED = "asked"
    FOLLOW_UP = "follow-up"


FIELDS = tuple(CardField)

_LABELLED = re.compile(r"(?P<lead>[-*+][ \t]+(?P<label>claim|trick|doubt):)(?P<text>(?:[ \t].*)?)", re.IGNORECASE)
_ASKED = re.compile(r"(?P<lead>(?:[-*+][ \t]+)?\?)(?P<text>(?:[ \t].*|[^\s?!.,;:)\]}].*)?)")
_FOLLOW_UP = re.compile(rf"(?P<lead>[-*+][ \t]+\[{MARK}\])(?P<text>(?:[ \t].*)?)")
_LEAD = {CardField.ASKED: "?", CardField.FOLLOW_UP: "- [ ]"}
_INVISIBLE_ENDS = re.compile(r"[\r\n\x0b\x0c\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class CardLine:
    """A line of the card: `text` is "" for a label alone; `row` counts from 0 in the body."""

    field: CardField
    text: str
    row: int


def read(body: str) -> tuple[CardLine, ...]:
    """The lines of the card, from the top of the body."""
    lines = body.split("\n")
    code = code_lines(lines)
    found = []
    for row, line in enumerate(lines):
        parts = None if code[row] else _parts(line)
        if parts is not None:
            field, _, text = parts
            found.append(CardLine(field, text, row))
    return tuple(found)


def lines_of(card: tuple[CardLine, ...], field: CardField) -> list[CardLine]:
    """The lines of one field."""
    return [line for line in card if line.field is field]


def with_text(body: str, field: CardField, number: int, text: str, stamp: datetime | None = None) -> str:
    """The body with the text of the `number`th line (from 0) of a field; a number past the last adds a line.

    A line gets the timestamp with its first text. Without text the label stays. Nothing else changes.
    """
    text = _one_line(text)
    card = read(body)
    own = lines_of(card, field)
    stamp = free_moment(body, stamp) if stamp else None
    lines = body.split("\n")
    if number >= len(own):
        return _with_new(body, card, field, _written(_LEAD.get(field, f"- {field}:"), text, stamp)) if text else body
    row = own[number].row
    if own[number].text == text:
        return body
    parts = _parts(lines[row])
    assert parts is not None
    end = "\r" if lines[row].endswith("\r") else ""
    said = STAMP.search(lines[row])
    if text and said:
        lines[row] = f"{parts[1]} {text} {said[0].strip()}{end}"
    else:
        lines[row] = _written(parts[1], text, None if own[number].text else stamp) + end
    return "\n".join(lines)


def with_another(body: str, field: CardField, text: str, stamp: datetime | None = None) -> str:
    """The body with another line of the field: the first empty one, else a new one."""
    own = lines_of(read(body), field)
    empty = next((number for number, line in enumerate(own) if not line.text), len(own))
    return with_text(body, field, empty, text, stamp)


def without_spare(body: str) -> str:
    """The body without empty lines of fields that have others, unless something belongs to them."""
    card = read(body)
    spare = set()
    for field in FIELDS:
        own = lines_of(card, field)
        empty = [line.row for line in own if not line.text]
        spare.update(empty[len(own) == len(empty) :])
    lines = body.split("\n")
    return "\n".join(line for row, line in enumerate(lines) if row not in spare or _end_of_item(lines, row) > row + 1)


def _parts(line: str) -> tuple[CardField, str, str] | None:
    """A line of the card as its field, the markers before its text, and its text without timestamp."""
    bare = without_stamp(line).rstrip()
    if match := _LABELLED.fullmatch(bare):
        return CardField(match["label"].lower()), match["lead"], match["text"].strip()
    for field, pattern in ((CardField.FOLLOW_UP, _FOLLOW_UP), (CardField.ASKED, _ASKED)):
        if match := pattern.fullmatch(bare):
            return field, match["lead"], match["text"].strip()
    return None


def _with_new(body: str, card: tuple[CardLine, ...], field: CardField, line: str) -> str:
    """The body with a new line after the field's others, else after earlier fields, else before later ones.

    Without a card, the line goes to the end of the body, or to its top if the end is in unclosed code.
    """
    lines = body.split("\n")
    place = FIELDS.index(field)
    before = [known.row for known in card if FIELDS.index(known.field) <= place]
    after = [known.row for known in card if FIELDS.index(known.field) > place]
    end = "\r" if lines[0].endswith("\r") else ""
    if before:
        row = _end_of_item(lines, max(before))
    elif after:
        row = min(after)
    elif not fenced_lines([*lines, line])[-1]:
        row = len(lines) - (not lines[-1].strip())
    else:
        row = 0
    if row < len(lines):
        return "\n".join([*lines[:row], line + end, *lines[row:]])
    return "\n".join([*lines[:-1], lines[-1] + end, line + end, ""])


def _end_of_item(lines: list[str], row: int) -> int:
    """The row after a line and what belongs to it: indented lines, answers, pictures."""
    row += 1
    while row < len(lines) and lines[row].startswith((" ", "\t", "!")) and lines[row].strip():
        row += 1
    return row


def _written(lead: str, text: str, stamp: datetime | None) -> str:
    return f"{lead} {text} {stamp_of(stamp)}" if text and stamp else f"{lead} {text}".rstrip()


def _one_line(text: str) -> str:
    """A text for a single line that is read back unchanged: a trailing timestamp is removed."""
    text = _INVISIBLE_ENDS.sub(" ", text).strip()
    while (shorter := without_stamp(text).strip()) != text:
        text = shorter
    return text
