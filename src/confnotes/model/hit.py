"""What a search answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SORTS = ("relevance", "date", "title", "rating")
"""The orders in which hits can be asked for."""


class HitKind(StrEnum):
    """What was found."""

    NOTE = "note"
    TALK = "talk"
    PERSON = "person"
    PAPER = "paper"
    TASK = "task"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer. `path` is relative to the vault, `line` counts from 1; a talk without a note has neither.

    `id` is what `confnotes show` takes. `highlights` are (start, end) offsets into `snippet`.
    """

    id: str
    kind: HitKind
    title: str
    conference: str | None = None
    path: str | None = None
    line: int | None = None
    date: datetime | None = None
    score: float = 0.0
    snippet: str = ""
    speakers: tuple[str, ...] = ()
    highlights: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Instead:
    """A word of the query, and the words near it whose hits are shown in its place, the best first.

    `missing`: nothing has the word; else nothing has it together with the others. Without `near` it was left out.
    """

    word: str
    near: tuple[str, ...]
    missing: bool = True

    @property
    def told(self) -> str:
        """The same as half a sentence."""
        if not self.near:
            return f"nothing has all of it; shown is what has all but “{self.word}”"
        together = "" if self.missing else " and the rest"
        return f"nothing has “{self.word}”{together}; shown is {' or '.join(f'“{word}”' for word in self.near)}"


@dataclass(frozen=True, slots=True)
class Hits:
    """The answer to one query, best first.

    `instead` names the words that nothing has and what is shown in their place; `suggestion` is then the query with
    the nearest ones put in.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    took_ms: float = 0.0
    suggestion: str | None = None
    instead: tuple[Instead, ...] = ()
    explanation: str = ""
