"""What a search answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.query import Query

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


@fast_dataclass(frozen=True, slots=True)
class Hit:
    """One answer. `path` is relative to the vault, `line` counts from 1; a talk without a note has neither.

    `id` is what `confnotes show` takes. `highlights` are (start, end) offsets into `snippet`; both are empty until
    somebody looks at the hit, as most hits are never seen. `abstract` is the text of what has no file.
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
    abstract: str = ""


@fast_dataclass(frozen=True, slots=True)
class Sought:
    """What is to be seen in a hit: words, beginnings of words, phrases of several words, and what a line is.

    `in_fields`: all of that was asked of fields, such as who speaks, and of no text.
    """

    words: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    labels: frozenset[str] = frozenset()
    in_fields: bool = False

    def __bool__(self) -> bool:
        return bool(self.words or self.beginnings or self.phrases or self.labels)

    def __or__(self, other: Sought) -> Sought:
        """What is to be seen in hits of either of two queries."""
        return Sought(
            self.words | other.words,
            tuple(dict.fromkeys(self.beginnings + other.beginnings)),
            tuple(dict.fromkeys(self.phrases + other.phrases)),
            self.labels | other.labels,
            self.in_fields and other.in_fields,
        )


@fast_dataclass(frozen=True, slots=True)
class Instead:
    """A word of the query, and the words near it whose hits are shown in its place, the best first.

    `missing`: nothing has the word; else nothing has it together with the others. Without `near` the best hit lacks it.
    """

    word: str
    near: tuple[str, ...]
    missing: bool = True


def describe_instead(instead: Sequence[Instead]) -> str:
    """What is shown instead, as a sentence in lower case without a full stop."""
    told = []
    for one in instead:
        if one.near:
            together = "" if one.missing else " with the other words"
            near = " or ".join(f"“{word}”" for word in one.near)
            told.append(f"no match for “{one.word}”{together}; showing {near}")
    if without := [f"“{one.word}”" for one in instead if not one.near]:
        told.append(f"no match for all words; showing results without {', '.join(without)}")
    return "; ".join(told)


@fast_dataclass(frozen=True, slots=True)
class Hits:
    """The answer to one query, best first; `sought` is what its snippets are to show.

    `instead` names the words that nothing has, what is shown in their place, and what the best hit lacks; `suggestion`
    is then the query that says so. The last `others` of the hits have what stands in `also`, words that are like those
    of the query and far more frequent, or they have most of its words. `answered` is the query as it was answered,
    `remarks` what of it was not understood.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    took_ms: float = 0.0
    suggestion: str | None = None
    instead: tuple[Instead, ...] = ()
    explanation: str = ""
    sought: Sought = Sought()
    also: tuple[Instead, ...] = ()
    others: int = 0
    answered: Query | None = None

    @property
    def exact(self) -> tuple[Hit, ...]:
        """The hits that have the words of the query, none where all have others in their place."""
        return () if self.instead else self.hits[: len(self.hits) - self.others]

    @property
    def told(self) -> str:
        """What is shown in place of what, as a sentence without its end; "" where nothing is."""
        if self.others and not self.also:
            return "behind what has all the words: what has most of them"
        if self.also:
            words = ", ".join(f"“{one.near[0]}” for “{one.word}”" for one in self.also)
            return f"behind what has all of it: {words}"
        return describe_instead(self.instead)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What of the query was not read as it may be meant."""
        return self.answered.remarks if self.answered else ()


@dataclass(frozen=True, slots=True)
class Related:
    """A note or talk like another one; `id` is a note's path, or the key of a talk, whose path is "".

    `words` and `things` (people, links, tags ...) are what both have, what tells most first; `linked`: one of them
    links to the other.
    """

    id: str
    path: str
    title: str
    conference: str | None
    score: float
    words: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    linked: bool = False

    @property
    def why(self) -> str:
        """The same in a few words: `energy, score matching; Yoshua Bengio; linked`."""
        linked = ("linked",) if self.linked else ()
        return "; ".join(", ".join(some) for some in (self.words, self.things, linked) if some)
