"""What a reader of pages was unsure of, row by row, and how the user put a row or a column right.

A correction names its row by what the row says and a column by what its table says, never by a line's number: it holds
for the next version of the page too, wherever the row stands there.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from confnotes.model.fast_dataclass import fast_dataclass


class RowDoubt(StrEnum):
    """What speaks against the way in which a row was read."""

    NO_TALK = "no-talk"
    NO_TITLE = "no-title"
    CLOCK_IN_TITLE = "clock-in-title"
    CUT_TITLE = "cut-title"
    MARKUP_IN_TITLE = "markup-in-title"
    SAME_TITLE = "same-title"
    NO_PERSON = "no-person"
    NO_START = "no-start"
    LOST_CELL = "lost-cell"
    GUESSED_COLUMN = "guessed-column"


class CorrectionKind(StrEnum):
    """What the user says of a row: it is no talk, a part is its title or speaker, it is of a session, it is right; or
    what a column means, in the words of the reader of tables: a `NUMBER` is nothing of a talk."""

    NO_TALK = "no-talk"
    TITLE = "title"
    SPEAKER = "speaker"
    SESSION = "session"
    RIGHT = "right"
    TIME = "time"
    DAY = "day"
    ROOM = "room"
    AFFILIATION = "affiliation"
    ABSTRACT = "abstract"
    NUMBER = "number"


@fast_dataclass(frozen=True, slots=True)
class Correction:
    """What the user says of a row, or of a `column` of a table; both are named by what they say, folded.

    `row` is the text of the row without its hours; of a column the header row of its table, "" where that has none.
    `part` is the part of the row that is the title or names the speakers; of a column its header, or “2 of 4”. `title`
    is that of the session.
    """

    kind: CorrectionKind
    row: str
    part: str = ""
    column: bool = False
    title: str = ""


@fast_dataclass(frozen=True, slots=True)
class RowPart:
    """A piece of a row as a person sees it: a cell, or what stands between two signs of a line.

    `before` are the signs between it and the part before. `meaning` is what its column means (“time”, “title”), "" for
    what stands in none. `header` and `column` name the column as a `Correction` does; `column` is "" for what stands in
    none.
    """

    text: str
    before: str = " "
    meaning: str = ""
    header: str = ""
    column: str = ""


def text_of(parts: Sequence[RowPart]) -> str:
    """Some parts of a row that follow each other, with the signs between them."""
    text = "".join((part.before if at else "") + part.text for at, part in enumerate(parts)).replace("\n", " ")
    return f"{text})" if text.count("(") > text.count(")") else text


@fast_dataclass(frozen=True, slots=True)
class SourceRow:
    """What a source says of one item, and what was read there; `line` counts from 1.

    `row` names it as a `Correction` does. `lines` are those of the source, empty where a person could not read them.
    `when` is the time as it was read. Without a title and speakers it became no item. `corrections` are those that
    were applied to it.
    """

    line: int
    row: str
    parts: tuple[RowPart, ...]
    lines: tuple[str, ...] = ()
    when: str = ""
    title: str | None = None
    speakers: tuple[str, ...] = ()
    session: str = ""
    doubts: tuple[RowDoubt, ...] = ()
    corrections: tuple[Correction, ...] = ()
