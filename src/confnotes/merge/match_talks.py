"""Match talks and sessions of two programs, and detect newer versions of a source.

`schedule-2.xml` updates `schedule.xml` if it has the same extension and the same kinds of facts, and mostly the same
ids with the same titles, or without ids the same titles on the same days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import time
from pathlib import PurePath
from typing import Any

from confnotes.markup.names import fold, slug
from confnotes.merge.duplicate_talks import same_ids, same_talks
from confnotes.merge.merge_sources import Bases
from confnotes.model.program import Program, Session, Talk
from confnotes.model.repeated_talks import repeated_id

Same = dict[int, str]


@dataclass(slots=True)
class MatchedTalks:
    """`same` maps positions of their talks to ids of the same talks; `doubts` to possible ids."""

    same: Same = field(default_factory=dict)
    doubts: dict[int, tuple[str, ...]] = field(default_factory=dict)


def match_talks(mine: Program, theirs: Program, bases: Bases) -> MatchedTalks:
    """Match the talks; see `merge/merge_programs.py` for the rule.

    The source's last version is compared first: it has no renames by the user, and the source's ids apply.
    """
    new = list(theirs.talks())
    found: Same = {}
    if bases.own is not None:
        told = list(bases.own.talks())
        old = bases.under_own_ids(told)
        pairs = _Pairs(range(len(old)), range(len(new)))
        _pair_talks(old, new, pairs)
        found = {position: told[index].id or "" for position, index in pairs.found.items()}
    return _match_mine(mine, theirs, bases, found) if len(found) < len(new) else MatchedTalks(found)


def _match_mine(mine: Program, theirs: Program, bases: Bases, found: Same) -> MatchedTalks:
    """Match the remaining talks with those that the source did not have at its last import."""
    old, new = list(mine.talks()), list(theirs.talks())
    told = {talk.id: talk for talk in bases.own.talks()} if bases.own else {}
    used = set(found.values())
    free_new = [index for index in range(len(new)) if index not in found]
    pairs = _Pairs([index for index, talk in enumerate(old) if talk.id not in used], free_new)
    if bases.own is not None or same_ids(old, new):
        by_own_id = _under_ids_of_source(old, bases)
        pairs.by_id(by_own_id, new, _repeated(talk.id for talk in new))
        pairs.by_slot(by_own_id, new)
    joined = same_talks(
        mine,
        theirs,
        [index for index in pairs.free_old() if old[index].id not in told or _made_id(old[index])],
        pairs.free_new(),
    )
    for position, index in joined.found.items():
        pairs.add(index, position)
    found |= {position: old[index].id or "" for position, index in pairs.found.items()}
    found |= _taken_out(mine, theirs, bases, pairs.free_new())
    doubts = {doubt.new: tuple(old[index].id or "" for index in doubt.old) for doubt in joined.doubts}
    return MatchedTalks(found, doubts)


def _under_ids_of_source(talks: list[Talk], bases: Bases) -> list[Talk]:
    """The talks under the source's ids; without id if another source brought them."""
    strangers: set[str | None] = set()
    if bases.own is not None:
        strangers = {talk.id for program in bases.others for talk in program.talks()} - set(bases.ids.values())
    numbered = zip(talks, bases.under_own_ids(talks), strict=True)
    return [replace(talk, id=None) if mine.id in strangers else talk for mine, talk in numbered]


def _taken_out(mine: Program, theirs: Program, bases: Bases, free_new: list[int]) -> Same:
    """Talks from another source that the user removed from the program."""
    left = {talk.id for talk in mine.talks()}
    found: Same = {}
    for other in bases.others:
        talks = list(other.talks())
        gone = [index for index, talk in enumerate(talks) if talk.id not in left and talk.id not in found.values()]
        if gone:
            free = [position for position in free_new if position not in found]
            joined = same_talks(other, theirs, gone, free).found
            found |= {position: talks[index].id or "" for position, index in joined.items()}
    return found


def match_sessions(mine: Program, theirs: Program, bases: Bases) -> Same:
    """Match the sessions."""
    new = theirs.sessions
    found: Same = {}
    for known, trusted in ((bases.own, True), (mine, bases.own is not None)):
        if known is not None:
            used = set(found.values())
            old = [session for session in known.sessions if session.id not in used]
            pairs = _Pairs(range(len(old)), [index for index in range(len(new)) if index not in found])
            _pair_sessions(old, new, pairs, trusted)
            found |= {position: old[index].id or "" for position, index in pairs.found.items()}
    return found


def _pair_talks(old: Sequence[Talk], new: Sequence[Talk], pairs: _Pairs) -> None:
    repeated = _repeated(talk.id for talk in new)
    pairs.by_id(old, new, repeated)
    pairs.by_slot(old, new)
    pairs.in_order(old, new, lambda talk: (talk.title, _minute(talk), talk.end, talk.room, talk.speakers))
    pairs.unique(old, new, lambda talk: (_name(talk), _minute(talk)) if _name(talk) else None)
    pairs.by_hour(old, new)
    pairs.unique(old, new, lambda talk: (talk.id, _minute(talk)) if talk.id in repeated else None)
    pairs.unique(old, new, lambda talk: fold(talk.title) if talk.title else None, _may_have_moved)
    pairs.unique(old, new, _place, _may_have_moved)


def _pair_sessions(old: Sequence[Session], new: Sequence[Session], pairs: _Pairs, trusted: bool) -> None:
    repeated = _repeated(session.id for session in new)
    pairs.by_id(old, new, repeated, lambda one, other: trusted or fold(one.title or "") == fold(other.title or ""))
    pairs.in_order(old, new, lambda one: (one.title, _minute(one), one.room, tuple(map(_name, one.talks))))
    pairs.unique(old, new, lambda session: (fold(session.title or ""), _minute(session), session.room))
    pairs.unique(old, new, lambda session: (fold(session.title or ""), _minute(session)))
    pairs.unique(old, new, lambda session: fold(session.title) if session.title else None)
    _by_talks(old, new, pairs)


class _Pairs:
    """Pairs found so far, each item in at most one pair; `found` maps positions in new to positions in old."""

    def __init__(self, old: Iterable[int], new: Iterable[int]) -> None:
        self.found: dict[int, int] = {}
        self._free_old = dict.fromkeys(old)
        self._free_new = dict.fromkeys(new)

    def add(self, old: int, new: int) -> None:
        """Pair two items if both are free."""
        if old in self._free_old and new in self._free_new:
            del self._free_old[old], self._free_new[new]
            self.found[new] = old

    def by_id(
        self,
        old: Sequence[Any],
        new: Sequence[Any],
        repeated: Collection[str | None],
        allowed: Callable[[Any, Any], bool] = lambda one, other: True,
    ) -> None:
        """Pair items with the same id, if only one of the new items has it."""
        known = {item.id: index for index, item in enumerate(old)}
        for index in list(self._free_new):
            own = new[index].id
            if own and own not in repeated and own in known and allowed(old[known[own]], new[index]):
                self.add(known[own], index)

    def by_slot(self, old: Sequence[Talk], new: Sequence[Talk]) -> None:
        """Pair the slots of a repeated talk: by start, else by room, else in order.

        Their ids are `<id>@<start>`; a talk that is given once has the plain id.
        """
        slotted, slotted_before = ({repeated_id(talk.id) for talk in talks} for talks in (new, old))
        left, right = defaultdict(list), defaultdict(list)
        for index in self._free_old:
            left[repeated_id(old[index].id) or old[index].id].append(index)
        for index in self._free_new:
            right[repeated_id(new[index].id) or new[index].id].append(index)
        for own, positions in right.items():
            there = left.get(own, [])
            if own is None or not (own in slotted or own in slotted_before):
                continue
            for key in (_minute, _hour, lambda talk: talk.room, lambda talk: None):
                for position in positions:
                    same = next(
                        (one for one in there if one in self._free_old and key(old[one]) == key(new[position])), None
                    )
                    if same is not None:
                        self.add(same, position)

    def by_hour(self, old: Sequence[Talk], new: Sequence[Talk]) -> None:
        """Pair talks with the same title and time if one has a day and the other has none; in order."""
        left: dict[Hashable, list[int]] = defaultdict(list)
        for index in self._free_old:
            if _hour(old[index]) is not None:
                left[_name(old[index]), _hour(old[index])].append(index)
        for index in list(self._free_new):
            there = left.get((_name(new[index]), _hour(new[index])), [])
            same = next((one for one in there if (old[one].day is None) != (new[index].day is None)), None)
            if same is not None:
                there.remove(same)
                self.add(same, index)

    def in_order(self, old: Sequence[Any], new: Sequence[Any], key: Callable[[Any], Hashable]) -> None:
        """Pair items with equal keys, in order."""
        left: dict[Hashable, list[int]] = defaultdict(list)
        for index in self._free_old:
            left[key(old[index])].append(index)
        for index in list(self._free_new):
            same = left.get(key(new[index]))
            if same:
                self.add(same.pop(0), index)

    def unique(
        self,
        old: Sequence[Any],
        new: Sequence[Any],
        key: Callable[[Any], Hashable],
        allowed: Callable[[Any, Any], bool] = lambda one, other: True,
    ) -> None:
        """Pair items whose key belongs to exactly one free item on each side; a key of None is ignored."""
        left, right = defaultdict(list), defaultdict(list)
        for index in self._free_old:
            left[key(old[index])].append(index)
        for index in self._free_new:
            right[key(new[index])].append(index)
        for value, indexes in right.items():
            others = left.get(value, [])
            if value is not None and len(indexes) == 1 == len(others) and allowed(old[others[0]], new[indexes[0]]):
                self.add(others[0], indexes[0])

    def free_old(self) -> list[int]:
        """Unpaired old items."""
        return list(self._free_old)

    def free_new(self) -> list[int]:
        """Unpaired new items."""
        return list(self._free_new)


def _by_talks(old: Sequence[Session], new: Sequence[Session], pairs: _Pairs) -> None:
    """Pair sessions without titles if most of their talks have the same titles."""
    homes: dict[str, int] = {}
    for index, session in enumerate(old):
        for talk in session.talks:
            homes[_name(talk)] = index
    for position in pairs.free_new():
        counts: dict[int, int] = {}
        talks = new[position].talks
        for talk in talks:
            home = homes.get(_name(talk))
            if home is not None:
                counts[home] = counts.get(home, 0) + 1
        best = max(counts, key=lambda home: counts[home], default=None)
        if best is not None and counts[best] * 2 > len(talks) and not old[best].title:
            pairs.add(best, position)


def _repeated(ids: Iterable[str | None]) -> set[str | None]:
    seen: set[str | None] = set()
    again: set[str | None] = set()
    for one in ids:
        (again if one in seen else seen).add(one)
    return again


def _name(talk: Talk) -> str:
    return fold(talk.title) if talk.title else fold(" ".join(speaker.name for speaker in talk.speakers))


def _minute(item: Talk | Session) -> str | None:
    start = item.starts_at.replace(tzinfo=None) if item.starts_at else item.start
    return start.isoformat() if start is not None else None


def _hour(talk: Talk) -> time | None:
    return talk.starts_at.time() if talk.starts_at else talk.clock


def _place(talk: Talk) -> Hashable:
    """Time, room and speakers: equal ones identify a renamed talk."""
    if not (talk.start and talk.speakers):
        return None
    return _minute(talk), talk.room, frozenset(fold(speaker.name) for speaker in talk.speakers)


def _may_have_moved(mine: Talk, theirs: Talk) -> bool:
    """Whether the two may be one talk: talks with different ids of the same source are not."""
    return not theirs.id or _made_id(mine) or mine.start is None or theirs.start is None


def _made_id(talk: Talk) -> bool:
    """Whether the id was generated from the title, because the source has none."""
    return not talk.id or bool(talk.title and talk.id.startswith(slug(talk.title)[:12]))


_FIELDS = ("start", "end", "room", "track", "speakers", "abstract", "language", "resources")
# a larger difference in the share of talks with speakers, abstracts or times means another kind of source
_APART = 0.34
_LEAST_WITHOUT_IDS = 3  # talks in common; one or two may share a title by chance


def source_name(source: str, theirs: Program, kept: Mapping[str, Bases]) -> str:
    """The name of the source that this one updates, else its own; `kept` has the last version of each source."""
    last = kept.get(source)
    if last is not None and last.own is not None:
        return source
    found = {
        name: likeness
        for name, bases in kept.items()
        if bases.own
        and _kind_of_source(name) == _kind_of_source(source)
        and (likeness := _likeness(theirs, bases.own, bases))
    }
    return max(found, key=lambda name: found[name], default=source)


def _kind_of_source(source: str) -> tuple[bool, str]:
    """Whether it is a web address, and its extension: a fetched source is updated only by a fetched one."""
    return "://" in source, PurePath(source.partition("?")[0]).suffix.casefold()


def _likeness(theirs: Program, before: Program, bases: Bases) -> float:
    """How likely this is a newer version: 0 (another source) to 1."""
    new, old = list(theirs.talks()), list(before.talks())
    if not new or not old or _shape_differs(new, old):
        return 0.0
    titles = {talk.id: fold(talk.title or "") for talk in bases.under_own_ids(old)}
    with_ids = [talk for talk in new if talk.id]
    if len(with_ids) * 2 > len(new):
        common = [talk for talk in with_ids if talk.id in titles]
        same = sum(fold(talk.title or "") == titles[talk.id] for talk in common)
        return (
            len(common) / len(new) if same * 2 > len(common) > 0 and len(common) * 2 >= min(len(new), len(old)) else 0.0
        )
    here, there = ({(fold(talk.title), _day(talk)) for talk in talks if talk.title} for talks in (new, old))
    shared = len(here & there)
    return shared / len(here) if shared >= _LEAST_WITHOUT_IDS and shared * 2 >= min(len(here), len(there)) else 0.0


def _shape_differs(new: list[Talk], old: list[Talk]) -> bool:
    """Whether one program has a fact for most talks that the other lacks."""
    return any(abs(_share(new, name) - _share(old, name)) > _APART for name in _FIELDS)


def _share(talks: list[Talk], name: str) -> float:
    return sum(bool(getattr(talk, name)) for talk in talks) / len(talks)


def _day(talk: Talk) -> str:
    return talk.day.isoformat() if talk.day else ""
