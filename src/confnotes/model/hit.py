"""Results of a search."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.query import Query

SORTS = ("relevance", "date", "title", "rating")
"""The available sort orders of hits."""


class HitKind(StrEnum):
    """The type of a hit."""

    NOTE = "note"
    TALK = "talk"
    PERSON = "person"
    PAPER = "paper"
    TASK = "task"
    QUESTION = "question"


@fast_dataclass(frozen=True, slots=True)
class SearchedVault:
    """A vault that is searched besides the open one, and only read: a short name, and its folder."""

    name: str
    root: str


@fast_dataclass(frozen=True, slots=True)
class Hit:
    """A search result. `path` is relative to the vault, `line` counts from 1; a talk without a note has neither.

    `id` is an argument for `confnotes show`. `vault` is where it is, None for the open one. `highlights` are (start,
    end) offsets into `snippet`; both are filled in on demand, because most hits are never displayed. `abstract` is the
    text of a hit without a file.
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
    vault: SearchedVault | None = None


@fast_dataclass(frozen=True, slots=True)
class Sought:
    """What to highlight in a hit: words, prefixes, phrases, and kinds of lines.

    `in_fields`: the query was about fields only, such as the speaker, not about text.
    """

    words: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    labels: frozenset[str] = frozenset()
    in_fields: bool = False

    def __bool__(self) -> bool:
        return bool(self.words or self.beginnings or self.phrases or self.labels)

    def __or__(self, other: Sought) -> Sought:
        """Highlights for hits of either query."""
        return Sought(
            self.words | other.words,
            tuple(dict.fromkeys(self.beginnings + other.beginnings)),
            tuple(dict.fromkeys(self.phrases + other.phrases)),
            self.labels | other.labels,
            self.in_fields and other.in_fields,
        )


@fast_dataclass(frozen=True, slots=True)
class Instead:
    """A word of the query, and similar words used instead, best first.

    `missing`: no document has the word; else none has it together with the other words. Without `near`, the best hit
    simply lacks the word.
    """

    word: str
    near: tuple[str, ...]
    missing: bool = True


def describe_instead(instead: Sequence[Instead]) -> str:
    """The replacements as a lower-case phrase without a full stop."""
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
    """The results of a query, best first; `sought` is what snippets highlight.

    `instead` lists words without matches, their replacements, and words that the best hit lacks; `suggestion` is the
    query with the replacements. The last `others` hits match `also` (similar, far more frequent words) or only most
    words. `answered` is the query that was run, `remarks` are notes on parts that were not understood.
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
        """Hits with the words of the query; empty if all hits match replacements."""
        return () if self.instead else self.hits[: len(self.hits) - self.others]

    @property
    def told(self) -> str:
        """The replacements as a phrase; "" if there were no replacements."""
        if self.others and not self.also:
            return "exact matches first, then results with most of the words"
        if self.also:
            words = ", ".join(f"“{one.near[0]}” for “{one.word}”" for one in self.also)
            return f"exact matches first, then {words}"
        return describe_instead(self.instead)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Notes on parts of the query that may have been misread."""
        return self.answered.remarks if self.answered else ()


@fast_dataclass(frozen=True, slots=True)
class Related:
    """A note or talk similar to another; `id` is a note's path, or the key of a talk, whose path is "".

    `words` and `things` (people, links, tags ...) are what both share, most significant first; `linked`: one links to
    the other.
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
        """The reason in a few words: `energy, score matching; Yoshua Bengio; linked`."""
        linked = ("linked",) if self.linked else ()
        return "; ".join(", ".join(some) for some in (self.words, self.things, linked) if some)
