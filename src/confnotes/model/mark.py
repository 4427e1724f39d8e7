"""Marks of talks: starred, taken for the team, attended, watch later, do not share, and ratings.

A mark is one member of `Mark`. The marks file, `is:` and its completion, the commands, rows and JSON objects, summaries
and symbols on screens all follow from it; `exporters/languages/` has the words for readers of a summary, under
`[marks]`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field, replace
from enum import StrEnum
from typing import Final

from confnotes.model.fast_dataclass import fast_dataclass


class Mark(StrEnum):
    """A mark; the value is its name in queries, rows and JSON, and in `Vault.mark`.

    `sign` is its symbol on screens. `told` completes “is …” for queries with `is:`, "" if it has none. `done` and
    `undone` are the messages for setting and removing it. `key` is its name in `marks.yaml`. ABSENT is the answer that
    a noted talk was not attended, written as `attended: false`; without it a note means that the talk was attended.
    """

    sign: str
    told: str
    done: str
    undone: str
    key: str

    STAR = "starred", "★", "starred", "★ Starred", "☆ Star removed"
    TAKEN = "taken", "◆", "", "◆ Taken: you cover it for your team", "Given back"
    ATTENDED = "attended", "✓", "attended", "✓ Attended", "Not attended"
    ABSENT = "absent", "", "", "Not attended", "Attendance not stated", "attended"
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

    __hash__ = str.__hash__  # Enum's own hash is a Python call, and the marks of every talk are looked up


FLAGS: Final = tuple(mark for mark in Mark if mark.told)
"""The marks that make a talk worth showing: a column each in rows and objects."""

PERSONAL: Final = frozenset({*FLAGS, Mark.TAKEN, Mark.ABSENT})
"""The marks of one person: nothing but the rating is left of a talk without them, except that it is not shared."""

BEST_RATING: Final = 5  # ratings are 1 to 5
DIFFERENT_RATINGS: Final = "Different ratings"
"""The title of the talks on whose ratings people disagree; exporters translate it."""


def flags(marks: Collection[Mark]) -> dict[str, bool]:
    """The FLAGS as columns."""
    return {mark.value: mark in marks for mark in FLAGS}


def was_there(attended: bool, wrote: object, absent: bool) -> bool:
    """Whether somebody was in a talk: they say so, or wrote about it and don't deny it."""
    return attended or (bool(wrote) and not absent)


def is_rating(value: object) -> bool:
    """Whether the value is an integer from 1 to 5."""
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= BEST_RATING


def stated_rating(fields: Mapping[str, object]) -> int | None:
    """The rating in a note's front matter; None if missing or invalid."""
    value = fields.get(Mark.RATING)
    return value if isinstance(value, int) and is_rating(value) else None


class Marked:
    """Mixin for items with `marks`."""

    __slots__ = ()
    marks: frozenset[Mark]

    @property
    def starred(self) -> bool:
        return Mark.STAR in self.marks

    @property
    def taken(self) -> bool:
        """Whether the user covers it for the team."""
        return Mark.TAKEN in self.marks

    @property
    def attended(self) -> bool:
        return Mark.ATTENDED in self.marks

    @property
    def absent(self) -> bool:
        """Whether the user said that they did not attend it, though there may be a note."""
        return Mark.ABSENT in self.marks and not self.attended

    @property
    def later(self) -> bool:
        """Whether it is marked as watch later."""
        return Mark.LATER in self.marks

    @property
    def unshared(self) -> bool:
        """Whether it or its session is marked as do not share."""
        return Mark.UNSHARED in self.marks


_NONE: Final = frozenset[Mark]()


@fast_dataclass(frozen=True, slots=True)
class Marks:
    """Marks by talk id (by talk key for several programs); for “do not share” also by session id.

    Ratings are 1 to 5; 0 means removed, whatever the talk's note states.
    """

    of_talks: Mapping[str, frozenset[Mark]] = field(default_factory=dict)
    ratings: Mapping[str, int] = field(default_factory=dict)

    def of(self, talk_id: str | None) -> frozenset[Mark]:
        """The marks of a talk, without its rating."""
        return self.of_talks.get(talk_id or "", _NONE)

    def __getitem__(self, mark: Mark) -> frozenset[str]:
        """The talks with that mark."""
        return frozenset(talk for talk, marks in self.of_talks.items() if mark in marks)

    def rating(self, talk_id: str, stated: int | None) -> int | None:
        """The talk's rating from the marks, else the one `stated` in its note."""
        return self.ratings.get(talk_id, stated) or None

    @property
    def rated(self) -> frozenset[str]:
        """The talks with a rating in the marks."""
        return frozenset(talk for talk, rating in self.ratings.items() if rating)

    def marked(self) -> frozenset[str]:
        """Talks with a rating or any of the PERSONAL marks; that a talk was not attended is no reason to show it."""
        shown = PERSONAL - {Mark.ABSENT}
        return self.rated.union(talk for talk, marks in self.of_talks.items() if not marks.isdisjoint(shown))

    def without(self, talks: Iterable[str]) -> Marks:
        """A copy without the ratings and PERSONAL marks of these talks; removed ratings (0) are kept."""
        hidden = frozenset(talks)
        kept = {talk: marks - PERSONAL if talk in hidden else marks for talk, marks in self.of_talks.items()}
        return Marks(
            {talk: marks for talk, marks in kept.items() if marks},
            {talk: rating for talk, rating in self.ratings.items() if not rating or talk not in hidden},
        )


@fast_dataclass(frozen=True, slots=True)
class MarkChange:
    """A change of a mark of the talk `key` to the value `after`: 0 or 1, or the rating (0 for none).

    `texts` are those of the marks file before and after, if known: undo then restores comments and the order of lines.
    """

    key: str
    title: str
    mark: Mark
    before: int
    after: int
    texts: tuple[str, str] | None = field(default=None, compare=False, repr=False)

    @property
    def inverse(self) -> MarkChange:
        """The change that undoes it."""
        texts = self.texts and (self.texts[1], self.texts[0])
        return replace(self, before=self.after, after=self.before, texts=texts)


@fast_dataclass(frozen=True, slots=True)
class SummaryViewer:
    """Somebody who attended or noted an item, and their rating."""

    name: str
    rating: int | None = None
