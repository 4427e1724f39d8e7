"""A note: a Markdown file, what its front matter says, and what stands in its lines.

Line numbers count from 1 at the top of the file, front matter included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import PurePosixPath

from confnotes.model.program import Resource
from confnotes.model.record import record
from confnotes.model.wall_clock import wall_time_of


@record(frozen=True, slots=True)
class Link:
    """A wikilink `[[target#heading|alias]]` or `[[target#^block]]`; `embed` for `![[...]]`."""

    target: str
    line: int
    heading: str | None = None
    block: str | None = None
    alias: str | None = None
    embed: bool = False


@record(frozen=True, slots=True)
class Tag:
    """A tag without its `#`; nested tags are written `area/topic`."""

    name: str
    line: int


@record(frozen=True, slots=True)
class Task:
    """A `- [ ]` line, without its marker and stamp."""

    text: str
    done: bool
    line: int


@record(frozen=True, slots=True)
class Question:
    """A line that begins with `?`, without its marker and stamp.

    `answer`: what the lines `! ...` under it say, a line each; None while it is open. `asked_by`: the person named at
    the end of the line.
    """

    text: str
    line: int
    answer: str | None = None
    asked_by: str | None = None


@record(frozen=True, slots=True)
class Stamp:
    """The wall-clock time at which a line was begun, from `^tHHMMSS` at its end."""

    at: time
    line: int


@record(frozen=True, slots=True)
class Mention:
    """A person named with `@Name`."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class PaperWords:
    """A paper named with `@@` and words of its title; what follows on the line may stand behind them."""

    words: str
    line: int


@record(frozen=True, slots=True)
class Reference:
    """A paper, video, slides ... recognised in the text by its URL or identifier."""

    resource: Resource
    line: int


@record(frozen=True, slots=True)
class Heading:
    """A Markdown heading and its level, 1 to 6."""

    text: str
    level: int
    line: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What a note says of itself and what it names, without its text: enough for questions about many notes.

    `path` is relative to the vault. `fields` is the front matter as YAML 1.2 reads it (empty when there is none, or
    when it is broken: then `broken` says why). The text begins at line `body_line`.
    """

    path: PurePosixPath
    fields: Mapping[str, object]
    body_line: int = 1
    broken: str | None = None
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
        """The front matter's title, else the first heading of level 1, else the stem."""
        given = self.fields.get("title")
        if isinstance(given, str) and given.strip():
            return given.strip()
        return next((heading.text for heading in self.headings if heading.level == 1), self.stem)

    @property
    def moment(self) -> datetime | None:
        """The naive wall-clock time that the front matter gives: the start of its talk, else a date, else its begin."""
        moments = (wall_time_of(self.fields.get(key)) for key in ("start", "date", "created"))
        return next(filter(None, moments), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Outline):
    """One note of the vault, with its text; where the front matter is broken, `body` is the whole text."""

    body: str
    stamps: tuple[Stamp, ...] = ()
    private_lines: frozenset[int] = field(default_factory=frozenset)
