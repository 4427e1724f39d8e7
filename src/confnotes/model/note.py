"""A note: a Markdown file, its front matter, and what its lines contain.

Line numbers count from 1 at the top of the file, including front matter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, time
from pathlib import PurePosixPath

from confnotes.model.damage import Broken
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.program import Resource
from confnotes.model.timetable import wall_time_of

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")


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
    """A `- [ ]` line, without its marker and stamp, and the lines that continue its sentence; one that is cancelled is
    done as well.
    """

    text: str
    done: bool
    line: int
    cancelled: bool = False


@fast_dataclass(frozen=True, slots=True)
class Question:
    """A line that begins with `?`, without its marker and stamp.

    `answer`: the text of the `! ...` lines below it; None while it is open. `asked_by`: the person named at the end of
    the line.
    """

    text: str
    line: int
    answer: str | None = None
    asked_by: str | None = None


@fast_dataclass(frozen=True, slots=True)
class Stamp:
    """The local time at which a line was started, from `^tHHMMSS` at its end."""

    at: time
    line: int


@fast_dataclass(frozen=True, slots=True)
class Mention:
    """A person mentioned as `@Name`."""

    name: str
    line: int


@fast_dataclass(frozen=True, slots=True)
class PaperWords:
    """A paper mentioned as `@@` and words of its title; the rest of the line may follow them."""

    words: str
    line: int


@fast_dataclass(frozen=True, slots=True)
class Reference:
    """A paper, video, slides and so on, recognized in the text by its URL or identifier.

    `own`: the author says that it belongs to the note's subject; else the note only mentions it.
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
    """A note's title: its `title` field, else the level-one heading on its first line, else its file name."""
    given = fields.get("title")
    stated = str(given).strip() if isinstance(given, (str, int, float)) and not isinstance(given, bool) else ""
    return stated or lead or stem


@fast_dataclass(frozen=True, slots=True)
class Outline:
    """A note's metadata and references without its text: enough for questions about many notes.

    `path` is relative to the vault. `fields` is the front matter parsed as YAML 1.2; empty if missing or invalid, and
    `broken` then says why. The text begins at line `body_line`; `lead` is the level-one heading on its first line.
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
        """The file name without extension, used in wikilinks."""
        return self.path.stem

    @property
    def title(self) -> str:
        """The note's title, see `title_of`."""
        return title_of(self.fields, self.lead, self.stem)

    @property
    def talk_key(self) -> str | None:
        """The key of the talk that the note is about, `conference/id`; None without one."""
        stated = self.fields.get("talk")
        return (stated.strip() or None) if isinstance(stated, str) else None

    @property
    def moment(self) -> datetime | None:
        """The note's naive local time; midnight if only a day is known.

        The first known of: start of its talk, its date, its creation time, the date at the start of its file name.
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
    """A note with its text; if the front matter is invalid, `body` is the whole file.

    `unmerged` is the first line of an unresolved git merge conflict, 0 without one.
    """

    body: str
    unmerged: int = 0
    stamps: tuple[Stamp, ...] = ()
    private_lines: frozenset[int] = field(default_factory=frozenset)
