"""A search as a tree of plain values; `search.parse` parses the query language."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from confnotes.model.fast_dataclass import fast_dataclass

LONGEST_QUERY = 1000
"""Maximum length of a query in characters; longer ones are rejected."""


@fast_dataclass(frozen=True, slots=True)
class Text:
    """Base of the text conditions below."""

    text: str


class Word(Text):
    """A word in any of its forms: `network` also finds networks."""


class Typing(Text):
    """The word being typed: any of its forms, or any word with this prefix."""


class Prefix(Text):
    """`diff*`: any word with this prefix."""


class Phrase(Text):
    """Exactly these words in sequence, ignoring case and accents."""


@fast_dataclass(frozen=True, slots=True)
class InField:
    """Text in one field: speaker, title, session, track, room, conf, tag, kind or lang."""

    field: str
    text: Text


@fast_dataclass(frozen=True, slots=True)
class Has:
    """`has:video`: has one of these (video, slides, paper, ..., notes, task, question, tag, link).

    Negated, it matches notes and talks without it; if it `excludes`, as in `flow -has:video`, everything without it.
    """

    what: str
    excludes: bool = False


@fast_dataclass(frozen=True, slots=True)
class Is:
    """`is:starred`: starred, attended, later, question, open, answered, todo, done, orphan or broken."""

    state: str


@fast_dataclass(frozen=True, slots=True)
class Dated:
    """Starts at `first` or later and before `end`, both local times at the conference; None is open-ended."""

    first: datetime | None = None
    end: datetime | None = None


@fast_dataclass(frozen=True, slots=True)
class Rated:
    """Rated from `low` to `high`, inclusive."""

    low: int
    high: int


@fast_dataclass(frozen=True, slots=True)
class Linked:
    """Base of the link conditions below. With `begun`, the name is still being typed."""

    name: str
    begun: bool = False


class LinksTo(Linked):
    """`links:"Name"`: notes that link to it."""


class LinkedFrom(Linked):
    """`from:"Name"`: notes and people that this note links to."""


class Near(Linked):
    """`near:"Name"`: notes within one or two links of this note, in either direction."""


@fast_dataclass(frozen=True, slots=True)
class Everything:
    """Matches everything."""


@fast_dataclass(frozen=True, slots=True)
class Not:
    """Everything that the part does not match."""

    part: Node


@fast_dataclass(frozen=True, slots=True)
class And:
    """What all parts match."""

    parts: tuple[Node, ...]


@fast_dataclass(frozen=True, slots=True)
class Or:
    """What any part matches."""

    parts: tuple[Node, ...]


@fast_dataclass(frozen=True, slots=True)
class Maybe:
    """An unimportant word, such as how or the: it raises the rank but is not required."""

    part: Word | Typing


@fast_dataclass(frozen=True, slots=True)
class Most:
    """Items that match parts with enough of the total weight; else the ones with the most weight."""

    parts: tuple[Node, ...]
    weights: tuple[float, ...]


Filter: TypeAlias = InField | Has | Is | Dated | Rated | Linked
Node: TypeAlias = Text | Filter | Everything | Not | And | Or | Maybe | Most


@fast_dataclass(frozen=True, slots=True)
class Query:
    """A search; `remarks` are notes on parts that may have been misread."""

    text: str
    root: Node
    remarks: tuple[str, ...] = ()
