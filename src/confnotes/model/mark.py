"""What a person says of talks: stars, attendance, what to watch later, what is not shared, and ratings.

A mark is one line of `Mark`. The file of marks, `is:` and its completion, the verbs of the command line, rows and JSON
objects, summaries and the signs on screens all go by that line; `exporters/languages/` has the words that a reader of
a summary sees, under `[marks]`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from confnotes.model.fast_dataclass import fast_dataclass


class Mark(StrEnum):
    """What can be said of a talk; the value is its name in queries, rows and JSON, and in `Vault.mark`.

    `sign` stands for it on screens. `told` goes on behind “is”: what a query with `is:` finds, "" where there is none.
    `done` and `undone` are the messages for setting and removing it. `key` is its name in `marks.yaml`.
    """

    sign: str
    told: str
    done: str
    undone: str
    key: str

    STAR = "starred", "★", "starred", "★ Starred", "☆ Star removed"
    ATTENDED = "attended", "✓", "attended", "✓ Attended", "Not attended"
    LATER = "later", "▷", "to watch later", "▷ Watch later", "Removed from watch later"
    RATING = "rating"
    UNSHARED = "unshared", "⊘", "", "⊘ Not shared with the public", "Shared again", "no-share"

    def __new__(
        cls, name: str, sign: str = "", told: str = "", done: str = "", undone: str = "", key: str = ""
    ) -> Mark:
        mark = str.__new__(cls, name)
        mark._value_ = name
        mark.sign, mark.told, mark.done, mark.undone, mark.key = sign, told, done, undone, key or name
        return mark

    __hash__ = str.__hash__  # Enum's own is a call in Python, and every talk of a program is asked for its marks


FLAGS: Final = tuple(mark for mark in Mark if mark.told)
"""The marks that say that a talk is worth telling of: a column each in rows and objects."""

BEST_RATING: Final = 5  # ratings are 1 to 5


def flags(marks: Collection[Mark]) -> dict[str, bool]:
    """The columns of the FLAGS."""
    return {mark.value: mark in marks for mark in FLAGS}


def is_rating(value: object) -> bool:
    """Whether it is a number from 1 to 5."""
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= BEST_RATING


def stated_rating(fields: Mapping[str, object]) -> int | None:
    """What the front matter of a note states, as its author wrote it; None for nothing, or nothing that is a rating."""
    value = fields.get(Mark.RATING)
    return value if isinstance(value, int) and is_rating(value) else None


class Marked:
    """What has `marks`, asked for those that mean something of their own to the program."""

    __slots__ = ()
    marks: frozenset[Mark]

    @property
    def starred(self) -> bool:
        """Whether it has a star."""
        return Mark.STAR in self.marks

    @property
    def attended(self) -> bool:
        """Whether somebody was there."""
        return Mark.ATTENDED in self.marks

    @property
    def later(self) -> bool:
        """Whether it is to watch later."""
        return Mark.LATER in self.marks

    @property
    def unshared(self) -> bool:
        """Whether it, or its session, is marked as one that the public is not told of."""
        return Mark.UNSHARED in self.marks


_NONE: Final = frozenset[Mark]()


@fast_dataclass(frozen=True, slots=True)
class Marks:
    """What is marked, by the id of the talk (of several programs: by its key), a session's id where it is not shared.

    Ratings are 1 to 5; 0 where one was taken away, whatever the talk's note states.
    """

    of_talks: Mapping[str, frozenset[Mark]] = field(default_factory=dict)
    ratings: Mapping[str, int] = field(default_factory=dict)

    def of(self, talk_id: str | None) -> frozenset[Mark]:
        """The marks of a talk, without its rating."""
        return self.of_talks.get(talk_id or "", _NONE)

    def __getitem__(self, mark: Mark) -> frozenset[str]:
        """The talks that have that mark."""
        return frozenset(talk for talk, marks in self.of_talks.items() if mark in marks)

    def rating(self, talk_id: str, stated: int | None) -> int | None:
        """How the talk is rated: here, else as its note states."""
        return self.ratings.get(talk_id, stated) or None

    @property
    def rated(self) -> frozenset[str]:
        """The talks that have a rating here."""
        return frozenset(talk for talk, rating in self.ratings.items() if rating)

    def marked(self) -> frozenset[str]:
        """Every talk with a mark that says that it is worth telling of."""
        return self.rated.union(talk for talk, marks in self.of_talks.items() if not marks.isdisjoint(FLAGS))

    def without(self, talks: Iterable[str]) -> Marks:
        """The same without what says that those talks are worth telling of."""
        hidden = frozenset(talks)
        kept = {talk: marks - set(FLAGS) if talk in hidden else marks for talk, marks in self.of_talks.items()}
        return Marks(
            {talk: marks for talk, marks in kept.items() if marks},
            {talk: rating for talk, rating in self.ratings.items() if not rating or talk not in hidden},
        )


@dataclass(frozen=True, slots=True)
class MarkChange:
    """A mark of the talk `key` that is set to `after`: 0 or 1, of a rating its number, 0 for none."""

    key: str
    title: str
    mark: Mark
    before: int
    after: int

    @property
    def inverse(self) -> MarkChange:
        """What undoes it."""
        return replace(self, before=self.after, after=self.before)
