"""A note: a Markdown file, what its front matter says, and what stands in its lines.

Line numbers count from 1 at the top of the file, front matter included.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, time
from pathlib import PurePosixPath
from typing import NamedTuple

from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.program import Resource
from confnotes.model.timetable import wall_time_of

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")


class Broken(NamedTuple):
    """Why front matter cannot be read, and the line of the file, from 1."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


@fast_dataclass(frozen=True, slots=True)
class Link:
    """A wikilink `[[target#heading|alias]]` or `[[target#^block]]`; `embed` for `![[...]]`."""

    target: str
    line: int
    heading: str | None = None
    block: str | None = None
    alias: str | None = None
    embed: bool = False


@fast_dataclass(frozen=True, slots=True)
class Tag:
    """A tag without its `#`; nested tags are written `area/topic`."""

    name: str
    line: int


@fast_dataclass(frozen=True, slots=True)
class Task:
    """A `- [ ]` line, without its marker and stamp."""

    text: str
    done: bool
    line: int


@fast_dataclass(frozen=True, slots=True)
class Question:
    """A line that begins with `?`, without its marker and stamp.

    `answer`: what the lines `! ...` under it say, a line each; None while it is open. `asked_by`: the person named at
    the end of the line.
    """

    text: str
    line: int
    answer: str | None = None
    asked_by: str | None = None


@fast_dataclass(frozen=True, slots=True)
class Stamp:
    """The wall-clock time at which a line was begun, from `^tHHMMSS` at its end."""

    at: time
    line: int


@fast_dataclass(frozen=True, slots=True)
class Mention:
    """A person named with `@Name`."""

    name: str
    line: int


@fast_dataclass(frozen=True, slots=True)
class PaperWords:
    """A paper named with `@@` and words of its title; what follows on the line may stand behind them."""

    words: str
    line: int


@fast_dataclass(frozen=True, slots=True)
class Reference:
    """A paper, video, slides ... recognised in the text by its URL or identifier.

    `own`: the author says that it belongs to what the note is about; else the note only mentions it.
    """

    resource: Resource
    line: int
    own: bool = False


@fast_dataclass(frozen=True, slots=True)
class Heading:
    """A Markdown heading and its level, 1 to 6."""

    text: str
    level: int
    line: int


def title_of(fields: Mapping[str, object], lead: str | None, stem: str) -> str:
    """What a note is called: its `title` field, else the level-one heading that is its first line, else its file."""
    given = fields.get("title")
    stated = str(given).strip() if isinstance(given, (str, int, float)) and not isinstance(given, bool) else ""
    return stated or lead or stem


@fast_dataclass(frozen=True, slots=True)
class Outline:
    """What a note says of itself and what it names, without its text: enough for questions about many notes.

    `path` is relative to the vault. `fields` is the front matter as YAML 1.2 reads it (empty when there is none, or
    when it is broken: then `broken` says why). The text begins at line `body_line`; `lead` is the heading of level 1
    that is its first line.
    """

    path: PurePosixPath
    fields: Mapping[str, object]
    body_line: int = 1
    broken: Broken | None = None
    lead: str | None = None
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    tags: tuple[Tag, ...] = ()
    tasks: tuple[Task, ...] = ()
    questions: tuple[Question, ...] = ()
    mentions: tuple[Mention, ...] = ()
    references: tuple[Reference, ...] = ()
    paper_words: tuple[PaperWords, ...] = ()

    @property
    def stem(self) -> str:
        """The name that wikilinks to this note use."""
        return self.path.stem

    @property
    def title(self) -> str:
        """What the note is called; see `title_of`."""
        return title_of(self.fields, self.lead, self.stem)

    @property
    def moment(self) -> datetime | None:
        """The naive wall-clock time the note is of; midnight where only a day is known.

        It is the first of these that there is: the start of its talk, its date, when it was begun, the day with which
        the name of its file begins.
        """
        moments = (wall_time_of(self.fields.get(key)) for key in ("start", "date", "created"))
        return next(filter(None, moments), None) or _day_in_name(self.stem)

    @property
    def day(self) -> date | None:
        """The day of its `moment`."""
        moment = self.moment
        return moment.date() if moment else None


def _day_in_name(stem: str) -> datetime | None:
    found = _DAY.match(stem)
    return wall_time_of(found[0]) if found else None


@fast_dataclass(frozen=True, slots=True, kw_only=True)
class Note(Outline):
    """One note of the vault, with its text; where the front matter is broken, `body` is the whole text.

    `unmerged` is the first line of an unresolved git merge conflict, 0 without one.
    """

    body: str
    unmerged: int = 0
    stamps: tuple[Stamp, ...] = ()
    private_lines: frozenset[int] = field(default_factory=frozenset)
