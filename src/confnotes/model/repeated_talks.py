"""Talks that are given several times: a program has a talk for each slot, with ids `<id>@<start>`.

A person sees one talk. Its note, attendance, rating and watch later hold for every slot, a poster's star too; any other
star is for the slot that the user plans to attend. Events without speakers, such as a weekly reading group, are
different each time; only “do not share” holds for all of them. Files keep the ids under which the user wrote.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from confnotes.model.mark import Mark, Marks
from confnotes.model.program import IDLE_KINDS, Moment, Program, Session, Talk, is_poster

_SLOT = re.compile(r"(.+)@(?:\d{8}(?:T\d{4,6})?|T\d{4,6})")
_Value = TypeVar("_Value")


def slot_id(own: str, start: Moment) -> str:
    """The id of one slot of a talk with several: `<id>@20310602T0900`, by the local time; with only the day or the time
    if nothing else is known.
    """
    form = "%Y%m%dT%H%M" if isinstance(start, datetime) else "%Y%m%d" if isinstance(start, date) else "T%H%M"
    return f"{own}@{start:{form}}"


def repeated_id(own: str | None) -> str | None:
    """The talk's id, from the id of one of its slots; None for any other id."""
    match = _SLOT.fullmatch(own) if own else None
    return match[1] if match else None


class RepeatedTalk(NamedTuple):
    """The ids of a talk's slots in program order.

    `is_one` False: an event that differs each time. `is_poster`: every slot is at a board.
    """

    slots: tuple[str, ...]
    is_one: bool
    is_poster: bool

    def shares(self, mark: Mark) -> bool:
        """Whether the mark of one slot holds for the others."""
        return mark is Mark.UNSHARED or (self.is_one and (mark is not Mark.STAR or self.is_poster))

    def order(self, talk_id: str) -> int:
        """The position of a slot; one that the program no longer has is last."""
        return self.slots.index(talk_id) if talk_id in self.slots else len(self.slots)


class RepeatedTalks:
    """The repeated talks of one program."""

    def __init__(self, talks: Iterable[RepeatedTalk] = ()) -> None:
        self.talks = tuple(talks)
        self._by_slot = {slot: talk for talk in self.talks for slot in talk.slots}
        by_id: dict[str | None, list[RepeatedTalk]] = defaultdict(list)
        for talk in self.talks:
            by_id[next(filter(None, map(repeated_id, talk.slots)), None)].append(talk)
        self._by_id = {own: found[0] for own, found in by_id.items() if own and len(found) == 1}

    @classmethod
    def of(cls, program: Program) -> RepeatedTalks:
        """Group the slots that have the same id and title."""
        repeated = {own for talk in program.talks() if (own := repeated_id(talk.id))}
        slots: dict[tuple[str, str], list[tuple[Session, Talk]]] = defaultdict(list)
        for session, talk in program.sessions_and_talks() if repeated else ():
            own = repeated_id(talk.id) or talk.id
            if own in repeated:
                slots[own, (talk.title or "").casefold()].append((session, talk))
        return cls(map(_repeated, slots.values()))

    def talk(self, talk_id: str) -> RepeatedTalk | None:
        """The talk to which the slot belongs, also if the program no longer has that slot; None if given once."""
        return self._by_slot.get(talk_id) or self._by_id.get(repeated_id(talk_id) or "")

    def slots(self, talk_id: str | None) -> tuple[str, ...]:
        """The slots of the same talk, in program order; the id alone for any other talk."""
        found = self.talk(talk_id) if talk_id else None
        return found.slots if found is not None and found.is_one else (talk_id or "",)

    def on_slots(self, written: Mapping[str, _Value]) -> dict[str, _Value]:
        """Values by talk id, such as notes, on each slot of their talks; a slot keeps its own."""
        found = dict(written)
        for talk, ids in self._written(written):
            if talk.is_one:
                for slot in talk.slots:
                    found.setdefault(slot, written[ids[0]])
        return found

    def marks(self, written: Marks) -> Marks:
        """The marks of each slot, including those written under another slot of its talk."""
        of_talks, ratings = dict(written.of_talks), dict(written.ratings)
        for talk, ids in self._written(written.of_talks):
            marks = frozenset(mark for one in ids for mark in written.of(one) if talk.shares(mark))
            of_talks |= {slot: marks | written.of(slot) for slot in talk.slots if marks or written.of(slot)}
        for talk, ids in self._written(written.ratings):
            if talk.is_one:
                rating = next(filter(None, (written.ratings[one] for one in ids)), 0)
                ratings |= dict.fromkeys(talk.slots, rating)
        return Marks(of_talks, ratings)

    def change(
        self, marks: Marks, talk_id: str, values: Mapping[Mark, int | None]
    ) -> dict[str, tuple[frozenset[Mark], int | None]]:
        """The lines of a marks file that change with these marks of the talk: its marks and rating (None removes it).

        They are set where something is already written about the talk, else under `talk_id`; removed everywhere.
        """
        lines = {one: (marks.of(one), marks.ratings.get(one)) for one in (talk_id, *marks.of_talks, *marks.ratings)}
        before = dict(lines)
        for mark, value in values.items():
            first, *others = self._places(marks, talk_id, mark)
            for one in (first, *others):
                flags, rating = lines[one]
                if mark is Mark.RATING:
                    lines[one] = flags, value if one == first else None
                elif not value:
                    lines[one] = flags - {mark}, rating
            if value and mark is not Mark.RATING:
                lines[first] = lines[first][0] | {mark}, lines[first][1]
        return {one: line for one, line in lines.items() if line != before[one]}

    def _places(self, marks: Marks, talk_id: str, mark: Mark) -> tuple[str, ...]:
        """The ids under which the mark of the talk may be written; first where it is to be set."""
        talk = self.talk(talk_id)
        if talk is None or not talk.shares(mark):
            return (talk_id,)
        known = [one for one in (*marks.of_talks, *marks.ratings) if self.talk(one) is talk]
        first = talk_id if talk_id in known else min(known, key=talk.order, default=talk_id)
        return tuple(dict.fromkeys((first, talk_id, *known)))

    def _written(self, written: Mapping[str, object]) -> Iterator[tuple[RepeatedTalk, list[str]]]:
        """The repeated talks among these ids, each with its ids in program order."""
        found: dict[RepeatedTalk, list[str]] = {}
        for one in written if self.talks else ():
            talk = self.talk(one)
            if talk is not None:
                found.setdefault(talk, []).append(one)
        for talk, ids in found.items():
            yield talk, sorted(ids, key=talk.order)


def _repeated(found: list[tuple[Session, Talk]]) -> RepeatedTalk:
    boards = [is_poster(session, talk) for session, talk in found]
    people = any(talk.speakers for _, talk in found)
    idle = any(talk.kind in IDLE_KINDS for _, talk in found)
    return RepeatedTalk(tuple(talk.id or "" for _, talk in found), (people or any(boards)) and not idle, all(boards))
