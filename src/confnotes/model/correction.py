"""Rows of web pages that the importer was unsure about, and the user's corrections.

A correction identifies a row by its text and a column by its table's header, never by line number, so that it also
applies to later versions of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from confnotes.model.fast_dataclass import fast_dataclass


class RowDoubt(StrEnum):
    """Why the reading of a row is doubtful."""

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
    """A correction by the user.

    For a row: not a talk, a part is its title or speaker, it belongs to a session, or it is right. For a column: its
    meaning, in the table importer's terms; `NUMBER` means that it belongs to no field of a talk.
    """

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
    """The user's correction of a row, or of a table's `column`; both identified by their folded text.

    `row` is the text of the row without times; for a column the table's header row, or "". `part` is the part that is
    the title or names the speakers; for a column its header, or “2 of 4”. `title` is the session's title.
    """

    kind: CorrectionKind
    row: str
    part: str = ""
    column: bool = False
    title: str = ""


@fast_dataclass(frozen=True, slots=True)
class RowPart:
    """A part of a row as displayed: a cell, or the text between two separators.

    `before` is the preceding separator. `meaning` is its column's meaning (“time”, “title”) or "". `header` and
    `column` identify the column as in `Correction`; `column` is "" outside tables.
    """

    text: str
    before: str = " "
    meaning: str = ""
    header: str = ""
    column: str = ""


def text_of(parts: Sequence[RowPart]) -> str:
    """The text of consecutive parts, with their separators."""
    text = "".join((part.before if at else "") + part.text for at, part in enumerate(parts)).replace("\n", " ")
    return f"{text})" if text.count("(") > text.count(")") else text


@fast_dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of a source and what was read from it; `line` counts from 1.

    `row` identifies it as in `Correction`. `lines` are the source lines, empty if not human-readable. `hours` are the
    times as read, after what the row says for its day if `day` is not known. Without title and speakers, the row
    produced no item. `corrections` are those applied to it.
    """

    line: int
    row: str
    parts: tuple[RowPart, ...]
    lines: tuple[str, ...] = ()
    day: date | None = None
    hours: str = ""
    title: str | None = None
    speakers: tuple[str, ...] = ()
    session: str = ""
    doubts: tuple[RowDoubt, ...] = ()
    corrections: tuple[Correction, ...] = ()
