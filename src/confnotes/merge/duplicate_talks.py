"""Match talks of another source with talks of the program; merged only if certain.

Sources of one conference share no ids, spell titles and people differently, and may or may not have times and speakers.
Two talks are the same if one of these agrees, in this order: title, start and room; title and start; a link that no
other talk has; a title that is unique in both; a page named after the title; similar titles with the same start or
people; the same people at the same start. Nothing else may contradict, and there must be no second candidate: otherwise
the doubt is reported and both are kept. The rules are symmetric, so the import order does not matter.

One source has title and speaker, another title and start: a third may prove them equal. The result does not depend on
the import order.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum

from confnotes.markup.canonical import canonical
from confnotes.markup.names import fold, slug
from confnotes.markup.person_names import expand_umlauts, name_reason, name_words
from confnotes.merge.merge_sources import TALK_FIELDS, Bases, Sides, Sources, is_day_only, same_value, stated_value
from confnotes.merge.title_keys import TitleKey, Titles
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.program import Kind, Program, ResourceKind, Session, Talk
from confnotes.model.timetable import local_day, wall_time

_OWN_LINKS = frozenset(set(ResourceKind) - {ResourceKind.EMAIL, ResourceKind.VIRTUAL_VENUE, ResourceKind.CALENDAR})
_LONG, _TELLING = 14, 10
_WORD_LETTERS = 5  # shorter words say little about a title
_VERY_NEAR, _NEAR, _LIKE, _ALIKE = 95, 90, 75, 50
_CLEARLY_BETTER = 8  # percentage points: if two titles are that close, the match is ambiguous
_MOST_AT_ONE_TIME = 60  # pairs grow with the square: large poster sessions are matched by title only
_MOST_CANDIDATES = 200  # for one talk
_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_GENERAL = frozenset({Kind.BREAK, Kind.SOCIAL, Kind.REMARKS, Kind.OTHER})


class _Agree(Enum):
    YES, PARTLY, UNKNOWN, NO = range(4)


@fast_dataclass(frozen=True, slots=True)
class Doubt:
    """A talk (by its position in the new program) that may be one of several in the old one (by their positions)."""

    new: int
    old: tuple[int, ...]


@dataclass(slots=True)
class SameTalks:
    """`found` maps positions in the new program to positions in the old one."""

    found: dict[int, int] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)


def same_talks(old: Program, new: Program, free_old: Iterable[int], free_new: Iterable[int]) -> SameTalks:
    """Match the free talks of the new program with those of the old one, which may be the same program."""
    free_old, free_new = list(free_old), list(free_new)
    return _Matching(old, new, free_old, free_new).run() if free_old and free_new else SameTalks()


class _Side:
    """The talks of one program with everything that is compared, computed once."""

    def __init__(self, program: Program, titles: Titles, zone: str | None) -> None:
        self.talks: list[Talk] = list(program.talks())
        self.keys: list[TitleKey] = [titles.key(talk.title) for talk in self.talks]
        self.minutes: list[datetime | None] = [_minute(talk, zone) for talk in self.talks]
        self.days: list[date | None] = [
            local_day(talk, zone) or local_day(session, zone) for session, talk in program.sessions_and_talks()
        ]
        self.names: list[list[str]] = [[who.name for who in talk.speakers if who.name] for talk in self.talks]
        self.people = [[(name, frozenset(_person_marks(name))) for name in names] for names in self.names]
        self.often = Counter(key.compact for key in self.keys)

    def links(self, besides: Collection[int] = ()) -> dict[str, int]:
        """Addresses that only one talk has, mapped to its position; ignores the talks `besides`."""
        return self._alone(
            besides, lambda talk: {canonical(one.url) for one in talk.resources if one.kind in _OWN_LINKS}
        )

    def slugs(self, besides: Collection[int] = ()) -> dict[str, int]:
        """Slugs that only one talk has, as its id or made from its title, mapped to its position."""
        return self._alone(
            besides, lambda talk: {name for name in (talk.id, slug(talk.title or "")) if name and _SLUG.fullmatch(name)}
        )

    def _alone(self, besides: Collection[int], marks: Callable[[Talk], set[str]]) -> dict[str, int]:
        homes: dict[str, list[int]] = defaultdict(list)
        for index, talk in enumerate(self.talks):
            for mark in marks(talk) if index not in besides else ():
                homes[mark].append(index)
        return {mark: where[0] for mark, where in homes.items() if len(where) == 1}


class _Matching:
    def __init__(self, old: Program, new: Program, free_old: Iterable[int], free_new: Iterable[int]) -> None:
        titles = Titles([old.conference.name, old.conference.edition, new.conference.name, new.conference.edition])
        zone = old.conference.timezone or new.conference.timezone
        self._old, self._new = _Side(old, titles, zone), _Side(new, titles, zone)
        self._free_old, self._free_new = dict.fromkeys(free_old), dict.fromkeys(free_new)
        self._within = old is new
        self._same = SameTalks()
        self._apart = self._hours_apart()
        if self._apart:
            self._new.minutes = [minute and minute - self._apart for minute in self._new.minutes]

    def run(self) -> SameTalks:
        """Apply all rules, the most certain first."""
        rooms = [fold(talk.room or "") for talk in self._old.talks], [fold(talk.room or "") for talk in self._new.talks]
        self._unique(
            lambda side, index: (
                (side.keys[index].compact, side.minutes[index], rooms[side is self._new][index])
                if side.minutes[index]
                else None
            )
        )
        self._unique(
            lambda side, index: (side.keys[index].compact, side.minutes[index]) if side.minutes[index] else None
        )
        self._by_links()
        self._unique(lambda side, index: side.keys[index].compact, self._same_title)
        self._by_slugs()
        self._near()
        return self._same

    def _hours_apart(self) -> timedelta | None:
        """The clock difference between the two programs, if one states UTC and the other no zone."""
        old = {key.compact: index for index, key in enumerate(self._old.keys) if self._old.often[key.compact] == 1}
        apart = Counter[timedelta]()
        for index, key in enumerate(self._new.keys):
            there, here = self._new.minutes[index], self._old.minutes[old[key.compact]] if key.compact in old else None
            if here and there and self._new.often[key.compact] == 1 and len(key.compact) >= _TELLING:
                apart[there - here] += 1
        most = apart.most_common(1)
        if not most or most[0][1] < 3 or most[0][1] * 10 < apart.total() * 7:
            return None
        return most[0][0] or None

    def _pair(self, old: int, new: int) -> None:
        del self._free_old[old], self._free_new[new]
        self._same.found[new] = old

    def _unique(
        self,
        key: Callable[[_Side, int], Hashable],
        allowed: Callable[[int, int], bool] = lambda old, new: True,
    ) -> None:
        """Pair talks whose key belongs to exactly one free talk on each side."""
        left, right = defaultdict(list), defaultdict(list)
        for index in self._free_old:
            left[key(self._old, index)].append(index)
        for index in self._free_new:
            right[key(self._new, index)].append(index)
        for value, here in right.items():
            there = left.get(value, [])
            named = value is not None and self._new.keys[here[0]].compact
            if named and len(here) == 1 == len(there) and allowed(there[0], here[0]):
                self._pair(there[0], here[0])

    def _by_links(self) -> None:
        """Pair by links: a page, paper or recording belongs to one talk; if nothing else agrees, the page is about
        several talks.
        """
        self._alone(_Side.links, lambda old, new: self._likeness(old, new) >= _ALIKE)

    def _by_slugs(self) -> None:
        """Pair by slug: a talk's page is often named after an earlier title."""
        self._alone(_Side.slugs, lambda old, new: _Agree.NO not in (self._people(old, new), self._time(old, new)))

    def _alone(
        self, marks: Callable[[_Side, Collection[int]], dict[str, int]], allowed: Callable[[int, int], bool]
    ) -> None:
        """Pair talks that share a mark that no other talk of either program has."""
        known = marks(self._old, self._free_new if self._within else ())
        for mark, new in marks(self._new, self._free_old if self._within else ()).items():
            old = known.get(mark)
            if old is not None and old in self._free_old and new in self._free_new and allowed(old, new):
                self._pair(old, new)

    def _same_title(self, old: int, new: int) -> bool:
        """Whether talks with the same, unique title are the same: nothing may contradict it."""
        people, time = self._people(old, new), self._time(old, new)
        if _Agree.NO in (people, time):
            return people is _Agree.YES or time is _Agree.YES
        general = self._old.talks[old].kind in _GENERAL or len(self._old.keys[old].compact) < _LONG
        once = self._old.often[self._old.keys[old].compact] == 1 == self._new.often[self._new.keys[new].compact]
        return once or (not general and people is _Agree.YES)

    def _near(self) -> None:
        """Pair similar titles with the same people or start; then talks with the same people and start."""
        candidates = {(old, new): self._certainty(old, new) for old, new in self._candidates()}
        for level in (4, 3, 2, 1):
            here = {pair: likeness for pair, (found, likeness) in candidates.items() if found == level}
            self._pair_clear(here)
        doubts: dict[int, list[int]] = defaultdict(list)
        for (old, new), (level, _) in candidates.items():
            if level and new in self._free_new:
                doubts[new].append(old)
        self._same.doubts += [Doubt(new, tuple(sorted(old))) for new, old in sorted(doubts.items())]

    def _pair_clear(self, found: dict[tuple[int, int], float]) -> None:
        """Pair talks that are clearly each other's best match."""
        by_old, by_new = defaultdict(list), defaultdict(list)
        for (old, new), likeness in found.items():
            if old in self._free_old and new in self._free_new:
                by_old[old].append(likeness)
                by_new[new].append(likeness)
        for (old, new), likeness in sorted(found.items(), key=lambda item: -item[1]):
            if old in self._free_old and new in self._free_new:
                rivals = [other for other in (*by_old[old], *by_new[new]) if other > likeness - _CLEARLY_BETTER]
                if len(rivals) == 2:  # the pair itself, counted on each side
                    self._pair(old, new)

    def _candidates(self) -> Iterator[tuple[int, int]]:
        """Free pairs that share a part of the title, a person or the start."""
        homes: dict[Hashable, list[int]] = defaultdict(list)
        for old in self._free_old:
            for mark in self._marks(self._old, old):
                homes[mark].append(old)
        for new in self._free_new:
            met: dict[int, None] = {}
            for mark in self._marks(self._new, new):
                there = homes.get(mark, ())
                if len(there) <= _MOST_AT_ONE_TIME:
                    met.update(dict.fromkeys(there))
            yield from ((old, new) for old in list(met)[:_MOST_CANDIDATES])

    def _marks(self, side: _Side, index: int) -> Iterator[Hashable]:
        yield side.keys[index].compact
        yield from side.keys[index].parts
        longest = sorted(side.keys[index].text.split(), key=len)[-2:]
        yield from (("word", word) for word in longest if len(word) >= _WORD_LETTERS)
        if side.minutes[index]:
            yield side.minutes[index]
        yield from (mark for _, marks in side.people[index] for mark in marks if mark[1])

    def _certainty(self, old: int, new: int) -> tuple[int, float]:
        """How certain it is that two talks are the same (0: no match), and how similar their titles are."""
        here, there = self._old.keys[old], self._new.keys[new]
        if here.numbers and there.numbers and here.numbers != there.numbers:
            return 0, 0.0
        time = self._time(old, new)
        people = self._people(old, new) if time is not _Agree.NO else _Agree.NO
        if people is _Agree.NO:
            return 0, 0.0
        likeness = self._likeness(old, new)
        if likeness >= _NEAR and _Agree.YES in (people, time):
            return 4 if people is time is _Agree.YES else 3, likeness
        shorter = min(len(here.compact), len(there.compact))
        if likeness >= _VERY_NEAR and shorter >= (_LONG if time is _Agree.PARTLY else 2 * _LONG):
            return 1, likeness
        if people is not _Agree.YES:
            return 0, 0.0
        if time is _Agree.YES and (likeness >= _ALIKE or self._all_the_same(old, new)):
            return 2, likeness
        return (1, likeness) if likeness >= _LIKE else (0, 0.0)

    def _all_the_same(self, old: int, new: int) -> bool:
        """Whether the same people, who cannot be in two places, give both; posters may hang at the same time."""
        here, there = self._old, self._new
        posters = Kind.POSTER in (here.talks[old].kind, there.talks[new].kind)
        same = sorted(map(name_words, here.names[old])) == sorted(map(name_words, there.names[new]))
        return same and not posters

    def _likeness(self, old: int, new: int) -> float:
        """Similarity of the titles, from 0 to 100, ignoring names of people."""
        from rapidfuzz import fuzz

        here, there = self._old.keys[old], self._new.keys[new]
        if here.compact == there.compact:
            return 100.0
        named = {word for name in (*self._old.names[old], *self._new.names[new]) for word in name_words(name)}
        one, other = (
            " ".join(word for word in text.split() if word not in named) or text for text in (here.text, there.text)
        )
        if one == other or here.compact in there.parts or there.compact in here.parts:
            return 100.0
        whole = fuzz.ratio(one, other)
        if min(len(one.split()), len(other.split())) < 3:
            return whole
        return max(whole, fuzz.token_set_ratio(one, other) - 5)

    def _people(self, old: int, new: int) -> _Agree:
        here, there = self._old.names[old], self._new.names[new]
        if not here or not there:
            named = self._named(self._old, old, there) or self._named(self._new, new, here)
            return _Agree.YES if named else _Agree.UNKNOWN
        near = (
            (one, other)
            for one, marks in self._old.people[old]
            for other, other_marks in self._new.people[new]
            if not marks.isdisjoint(other_marks)
        )
        return _Agree.YES if any(_may_be(one, other) for one, other in near) else _Agree.NO

    def _named(self, side: _Side, index: int, names: list[str]) -> bool:
        """Whether the title contains the full name of one of these people, as titles of keynotes do."""
        words = set(side.keys[index].text.split())
        return any(len(name_words(name)) > 1 and words.issuperset(name_words(name)) for name in names)

    def _time(self, old: int, new: int) -> _Agree:
        here, there = self._old.minutes[old], self._new.minutes[new]
        if here and there:
            return _Agree.YES if here == there else _Agree.NO
        day, other = self._old.days[old], self._new.days[new]
        if not day or not other:
            return _Agree.UNKNOWN
        return _Agree.PARTLY if day == other else _Agree.NO


def _person_marks(name: str) -> Iterator[tuple[str, str]]:
    """Keys shared by names that `_may_be` one person's: last name and initial, or a single first name."""
    for words in {name_words(name), expand_umlauts(name), name_words(name.partition(",")[0])}:
        if words:
            yield words[0], ""
            yield words[-1], words[0][0]
            yield words[0], words[-1][0]


def _may_be(one: str, other: str) -> bool:
    """Whether two names in talks of one conference may mean the same person: “Zeth”, “Dent, Chris”, “C. Dent, MIT”."""
    if name_reason(one, other):
        return True
    short, long = sorted((name_words(one.partition(",")[0]), name_words(other.partition(",")[0])), key=len)
    return bool(short) and long[: len(short)] == short


def _minute(talk: Talk, zone: str | None) -> datetime | None:
    """The start as a local time; None for a bare day or time, and for a midnight without an end, which stands for a
    day.
    """
    if talk.starts_at is None or is_day_only(talk):
        return None
    return wall_time(talk.starts_at, zone).replace(second=0, microsecond=0)


def same_ids(old: Sequence[Talk], new: Sequence[Talk]) -> bool:
    """Whether two programs number their talks alike: most shared ids have the same title."""
    titles = {talk.id: talk.title for talk in old if talk.id}
    both = [fold(talk.title or "") == fold(titles[talk.id] or "") for talk in new if talk.id in titles]
    return bool(both) and sum(both) * 2 >= len(both)


def find_duplicates(
    program: Program, learnt: Iterable[str | None], brought: Program, bases: Bases, keep: Collection[str]
) -> dict[str, str]:
    """Ids of duplicate talks, mapped to the ids they are merged into; considers talks with new facts only.

    A talk is merged only if no other than the other sources brought it, the user did not change it, and its id is not
    in `keep`.
    """
    now = {talk.id for talk in brought.talks()} | ({talk.id for talk in bases.own.talks()} if bases.own else set())
    wanted = {talk_id for talk_id in learnt if talk_id in now}
    if not wanted or not bases.others:
        return {}
    others = Sources(bases.others)
    talks = list(program.talks())
    free_old, free_new = [], []
    for index, talk in enumerate(talks):
        if talk.id in wanted:
            free_new.append(index)
        elif talk.id not in now and talk.id not in keep:
            said = others.talk(talk.id)
            if said and all(same_value(getattr(talk, name), stated_value(said, name)) for name in TALK_FIELDS):
                free_old.append(index)
    found = same_talks(program, program, free_old, free_new).found if free_old else {}
    return {
        talks[gone].id or "": talks[stays].id or ""
        for stays, gone in found.items()
        if not others.together(talks[gone].id, talks[stays].id)
    }


def merge_talks(program: Program, joined: Mapping[str, str], before: Sources, after: Sources) -> Program:
    """The program without the duplicates; the remaining talks have the sources' facts about both."""

    def told_anew(talk: Talk) -> Talk:
        sides = Sides(talk, before.talk(talk.id), after.talk(talk.id))
        return replace(talk, **{name: sides.choose(name) for name in TALK_FIELDS})

    stays = set(joined.values())
    sessions = []
    for session in program.sessions:
        talks = [talk for talk in session.talks if talk.id not in joined]
        if talks or not session.talks:
            talks = [told_anew(talk) if talk.id in stays else talk for talk in talks]
            sessions.append(replace(session, talks=tuple(talks)))
    return replace(program, sessions=tuple(sessions))


def with_ids(program: Program, other_talks: Collection[str] = (), other_sessions: Collection[str] = ()) -> Program:
    """The program with an id for every session and talk, unique in the conference; existing ids are kept if possible.

    `other_talks` and `other_sessions` are ids that must not be generated.
    """
    used_talks = _Names(other_talks)
    used_sessions = _Names(other_sessions)
    for session in program.sessions:
        if session.id:
            used_sessions.reserve(session.id)
        for talk in session.talks:
            if talk.id:
                used_talks.reserve(talk.id)
    sessions = []
    for session in program.sessions:
        session_id = used_sessions.give(session, "session")
        talks = []
        for talk in session.talks:
            talk_id = used_talks.give(talk, "talk")
            talks.append(talk if talk_id == talk.id else replace(talk, id=talk_id))
        changed = session_id != session.id or any(a is not b for a, b in zip(talks, session.talks, strict=True))
        sessions.append(replace(session, id=session_id, talks=tuple(talks)) if changed else session)
    return replace(program, sessions=tuple(sessions))


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60].rpartition("-")[0] or text[:60]


class _Names:
    """Assigns each name once; an existing name belongs to the first item that has it."""

    def __init__(self, others: Collection[str] = ()) -> None:
        self._given: set[str] = set(others)
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}

    def reserve(self, name: str) -> None:
        self._given.add(name)

    def give(self, thing: Session | Talk, otherwise: str) -> str:
        """A name for a session or talk: its own, else one from its title, else `otherwise`."""
        own, start = thing.id, thing.start
        if own and own not in self._taken:
            self._taken.add(own)
            return own
        base = own or (_short(slug(thing.title)) if thing.title else otherwise)
        candidates = [base] if not own else []
        if isinstance(start, datetime):
            candidates.append(f"{base}-{start:%m%d-%H%M}")
        number = self._numbers.get(base, 2)
        name = next((name for name in candidates if self._free(name)), None)
        while name is None:
            if self._free(f"{base}-{number}"):
                name = f"{base}-{number}"
            number += 1
            self._numbers[base] = number
        self._taken.add(name)
        return name

    def _free(self, name: str) -> bool:
        return name not in self._taken and name not in self._given
