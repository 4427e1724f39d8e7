"""What a search asks for, as a tree of plain values; the language itself is read in `search.parse`."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from confnotes.model.fast_dataclass import fast_dataclass

LONGEST_QUERY = 1000
"""Letters of a search; what is longer is none."""


@fast_dataclass(frozen=True, slots=True)
class Text:
    """Text that is to be there: one of the next four."""

    text: str


class Word(Text):
    """A word in any of its forms: `network` also finds networks."""


class Typing(Text):
    """The word that is still being typed: itself in any of its forms, or any word that begins so."""


class Prefix(Text):
    """`diff*`: any word that begins so."""


class Phrase(Text):
    """Exactly these words, one after the other; case and accents do not matter."""


@fast_dataclass(frozen=True, slots=True)
class InField:
    """Text in one field: speaker, title, session, track, room, conf, tag, kind or lang."""

    field: str
    text: Text


@fast_dataclass(frozen=True, slots=True)
class Has:
    """`has:video`: it has one of these (video, slides, paper, ..., notes, task, question, tag, link)."""

    what: str


@fast_dataclass(frozen=True, slots=True)
class Is:
    """`is:starred`: starred, attended, later, question, open, answered, todo, done, orphan or broken."""

    state: str


@fast_dataclass(frozen=True, slots=True)
class Dated:
    """Begun at `first` or later and before `end`, both wall-clock times at the conference; None is open."""

    first: datetime | None = None
    end: datetime | None = None


@fast_dataclass(frozen=True, slots=True)
class Rated:
    """Rated from `low` to `high`, both included."""

    low: int
    high: int


@fast_dataclass(frozen=True, slots=True)
class Linked:
    """What links join to a note in one of the next three ways. While it is `begun`, its name may go on."""

    name: str
    begun: bool = False


class LinksTo(Linked):
    """`links:"Name"`: notes that link there."""


class LinkedFrom(Linked):
    """`from:"Name"`: the notes and people that this note links to."""


class Near(Linked):
    """`near:"Name"`: what is one or two links away from this note, whichever way they point."""


@fast_dataclass(frozen=True, slots=True)
class Everything:
    """All that there is."""


@fast_dataclass(frozen=True, slots=True)
class Not:
    """Whatever the part does not find."""

    part: Node


@fast_dataclass(frozen=True, slots=True)
class And:
    """What every part finds."""

    parts: tuple[Node, ...]


@fast_dataclass(frozen=True, slots=True)
class Or:
    """What any part finds."""

    parts: tuple[Node, ...]


@fast_dataclass(frozen=True, slots=True)
class Maybe:
    """A word that says little, such as how or the: what has it is better, and nothing needs to."""

    part: Word | Typing


@fast_dataclass(frozen=True, slots=True)
class Most:
    """What has parts of enough of the weight of all; if nothing does, what has most."""

    parts: tuple[Node, ...]
    weights: tuple[float, ...]


Filter: TypeAlias = InField | Has | Is | Dated | Rated | Linked
Node: TypeAlias = Text | Filter | Everything | Not | And | Or | Maybe | Most


@fast_dataclass(frozen=True, slots=True)
class Query:
    """One search; `remarks` say what of the text was not read as it may be meant."""

    text: str
    root: Node
    remarks: tuple[str, ...] = ()
