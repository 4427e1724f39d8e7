"""Merge a re-imported program: keep the user's edits, take over and report the source's changes.

Three versions are compared: `mine` is the vault's program, possibly edited; `theirs` is the source's current version;
`bases` are the last imported versions of all sources (see `Bases`). A field that the user did not change gets the
sources' value; if they differ, that of the most detailed source, whatever the import order (see `merge_sources`); links
are combined. A field that the user changed is kept, and reported if a source changed it too.

A talk is the same if the source's id is equal, or is that of another of its slots (`<id>@<start>`); else if title and
start are equal; else if its title is unique in both (it moved); else if start, room and speakers are equal and unique
(it was renamed). It keeps its id in the vault. For different sources, whose ids differ, see `duplicate_talks.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone

from confnotes.markup.program_yaml import in_zone
from confnotes.merge.duplicate_talks import find_duplicates, merge_talks, with_ids
from confnotes.merge.match_talks import MatchedTalks, match_sessions, match_talks
from confnotes.merge.merge_sources import (
    TALK_FIELDS,
    Bases,
    Sides,
    Sources,
    is_day_only,
    merge_conference,
    merge_deadlines,
    merge_fields,
    merge_people,
    merge_resources,
    same_value,
    under_ids,
)
from confnotes.model.program import Moment, Program, Session, Talk
from confnotes.model.talk_changes import ChangeKind, changes_of, in_words, shift_of, when
from confnotes.model.timetable import with_days, zone_named


@dataclass(frozen=True, slots=True)
class TalkChange:
    """A changed talk: its current version, the change in words, and the kinds of change; `shift` is the time shift if
    nothing else changed.
    """

    talk: Talk
    what: str
    kinds: tuple[ChangeKind, ...] = ()
    shift: timedelta | None = None


@dataclass(frozen=True, slots=True)
class MergeResult:
    """The merged program and the changes.

    `kept` are talks where the user's edits differ from a source; `doubts` are talks of this source that may duplicate
    others, or whose time differs from a more detailed source; both in words. `brought` is the source's version under
    the ids of the merged program, and `ids` its own ids where they differ: the base of its next import. `joined` maps
    ids of merged duplicates to the ids that remain. `offset`: the source now states UTC, while its talks keep their
    earlier times, which are this far from UTC.
    """

    program: Program
    brought: Program
    added: tuple[Talk, ...] = ()
    changed: tuple[TalkChange, ...] = ()
    cancelled: tuple[Talk, ...] = ()
    kept: tuple[TalkChange, ...] = ()
    doubts: tuple[TalkChange, ...] = ()
    ids: dict[str, str] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)
    offset: timedelta | None = None

    @property
    def has_news(self) -> bool:
        """Whether any talk changed."""
        return bool(self.added or self.changed or self.cancelled)


@dataclass(slots=True)
class _Log:
    added: list[Talk] = field(default_factory=list)
    changed: list[TalkChange] = field(default_factory=list)
    cancelled: list[Talk] = field(default_factory=list)
    kept: list[TalkChange] = field(default_factory=list)
    doubts: list[TalkChange] = field(default_factory=list)


def merge(mine: Program, theirs: Program, bases: Bases | None = None, keep: Collection[str] = ()) -> MergeResult:
    """Merge `theirs` into `mine`.

    A talk that the source dropped is marked as cancelled if its id is in `keep` (it has a note or a mark) or the user
    edited it; otherwise it is removed. Talks without a source are kept, and talks that the user removed stay removed.
    """
    bases = bases or Bases()
    result = _merge(mine, theirs, bases, keep)
    joined = find_duplicates(result.program, [change.talk.id for change in result.changed], result.brought, bases, keep)
    if not joined:
        return result
    others = [under_ids(other, joined) for other in bases.others]
    mine = merge_talks(with_ids(mine), joined, _before(bases), _before(replace(bases, others=others)))
    return replace(_merge(mine, theirs, replace(bases, others=others), keep), joined=joined)


def _merge(mine: Program, theirs: Program, bases: Bases, keep: Collection[str]) -> MergeResult:
    conference = merge_conference(mine.conference, _before(bases), Sources([theirs, *bases.others]))
    zone = conference.timezone
    bases = replace(
        bases, own=bases.own and _in_zone(bases.own, zone), others=[_in_zone(other, zone) for other in bases.others]
    )
    theirs = _in_zone(theirs, zone)
    mine = with_ids(_in_zone(mine, zone))
    matched = match_talks(replace(mine, conference=conference), theirs, bases)
    offset = _offset_of_hours(mine, theirs, matched.same) if zone is None else None
    if offset is not None:
        theirs = _with_times(theirs, lambda moment: _hour_at(moment, timezone(offset)))
    brought = _renamed(mine, theirs, bases, matched.same, match_sessions(mine, theirs, bases))
    merging = _Merging(mine, brought, bases, frozenset(keep))
    program = Program(
        conference,
        merging.sessions(),
        merge_people(mine.people, brought, bases.own, bases.others),
        merge_deadlines(mine.deadlines, brought, bases.own, bases.others),
        merge_resources(
            mine.resources,
            brought.resources,
            bases.own.resources if bases.own else (),
            [link for other in bases.others for link in other.resources],
        ),
    )
    log = merging.log
    log.doubts += _doubts(matched, brought, bases, program)
    return MergeResult(
        program,
        brought,
        tuple(log.added),
        tuple(log.changed),
        tuple(log.cancelled),
        tuple(log.kept),
        tuple(log.doubts),
        _own_ids(theirs, brought, bases, program),
        offset=offset,
    )


_LEAST_OFFSETS = 2  # a single moved talk is no evidence about the others
_OFFSET_STEP, _LARGEST_OFFSET = timedelta(minutes=15), timedelta(hours=14)  # UTC offsets are multiples of the step


def _offset_of_hours(mine: Program, theirs: Program, same: Mapping[int, str]) -> timedelta | None:
    """The UTC offset of zoneless times, if the source now states the same times in UTC; then no talk has moved.

    Nine of ten talks have to agree, because some may have moved; None otherwise.
    """
    known = {talk.id: talk.starts_at for talk in mine.talks()}
    offsets: Counter[timedelta | None] = Counter()
    for position, talk in enumerate(theirs.talks()):
        hour, told = known.get(same.get(position)), talk.starts_at
        if hour is not None and told is not None and hour.tzinfo is None and told.tzinfo is not None:
            is_utc = told.utcoffset() == timedelta()
            offsets[hour - told.replace(tzinfo=None) if is_utc else None] += 1
    if offsets.total() < _LEAST_OFFSETS:
        return None
    ((offset, count),) = offsets.most_common(1)
    is_one = offset is not None and not offset % _OFFSET_STEP and abs(offset) <= _LARGEST_OFFSET
    return offset if is_one and count * 10 >= offsets.total() * 9 else None


def _hour_at(moment: datetime, zone: timezone) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment


def _before(bases: Bases) -> Sources:
    return Sources([*([bases.own] if bases.own else []), *bases.others])


def as_written(program: Program) -> Program:
    """The program as it would be read back after saving: times lose an offset of a zone other than the conference's,
    and bare times get the day of their session.
    """
    zone = zone_named(program.conference.timezone)

    def told(moment: datetime) -> datetime:
        local = in_zone(moment, zone) or moment
        offset = local.utcoffset()
        if offset is None or local.tzinfo is zone:
            return local
        return local.replace(tzinfo=timezone(offset), fold=0)

    written = _with_times(program, told)
    return replace(written, sessions=tuple([with_days(session, zone) for session in written.sessions]))


def _in_zone(program: Program, timezone: str | None) -> Program:
    """The program with its times in the conference's zone."""
    zone = zone_named(timezone)
    return program if zone is None else _with_times(program, lambda moment: in_zone(moment, zone) or moment)


def _with_times(program: Program, told: Callable[[datetime], datetime]) -> Program:
    """The program with `told` applied to every start and end that has both a day and a time."""

    def moved(moment: Moment | None) -> Moment | None:
        return told(moment) if isinstance(moment, datetime) else moment

    sessions = [
        replace(
            session,
            start=moved(session.start),
            end=moved(session.end),
            talks=tuple([replace(talk, start=moved(talk.start), end=moved(talk.end)) for talk in session.talks]),
        )
        for session in program.sessions
    ]
    return replace(program, sessions=tuple(sessions))


def _renamed(
    mine: Program, theirs: Program, bases: Bases, talk_ids: dict[int, str], session_ids: dict[int, str]
) -> Program:
    """Their program under the ids of matching talks and sessions in mine, and new ids for the others."""
    known = [mine, *([bases.own] if bases.own else []), *bases.others]
    taken_talks = {talk.id for program in known for talk in program.talks()}
    taken_sessions = {session.id for program in known for session in program.sessions}
    # Do not reuse a source's id for another talk: the next import would match the wrong one.
    not_ours = {talk.id for position, talk in enumerate(theirs.talks()) if talk_ids.get(position, talk.id) != talk.id}
    position = 0
    sessions = []
    for index, session in enumerate(theirs.sessions):
        talks = []
        for talk in session.talks:
            same = talk_ids.get(position)
            position += 1
            talks.append(replace(talk, id=same or (None if talk.id in taken_talks else talk.id)))
        same = session_ids.get(index)
        own = same or (None if session.id in taken_sessions else session.id)
        sessions.append(replace(session, id=own, talks=tuple(talks)))
    return with_ids(
        replace(theirs, sessions=tuple(sessions)),
        other_talks={talk_id for talk_id in taken_talks | not_ours if talk_id},
        other_sessions={session_id for session_id in taken_sessions if session_id},
    )


def _own_ids(theirs: Program, brought: Program, bases: Bases, program: Program) -> dict[str, str]:
    """The source's own ids of talks that have another id here, including talks that it dropped."""
    pairs = [(one.id, other.id) for one, other in zip(theirs.talks(), brought.talks(), strict=True)]
    living = {talk.id for talk in program.talks()}
    named = {other for _, other in pairs}
    found = {own: here for own, here in bases.ids.items() if here in living and here not in named}
    found |= {own: here for own, here in pairs if own and here and own != here}
    once = {own: here for own, here in pairs if own == here}
    return {own: here for own, here in sorted(found.items()) if own not in once}


def _doubts(matched: MatchedTalks, brought: Program, bases: Bases, program: Program) -> list[TalkChange]:
    """Possible duplicates, reported only when the source first has them."""
    if not matched.doubts:
        return []
    known = {talk.id for talk in bases.own.talks()} if bases.own else set()
    titles = {talk.id: talk.title or "Untitled talk" for talk in program.talks()}
    talks = list(brought.talks())
    found = []
    for position, others in matched.doubts.items():
        names = [f"“{titles[other]}”" for other in others if other in titles]
        if names and talks[position].id not in known:
            found.append(TalkChange(talks[position], f"may be the same as {' or '.join(names[:3])}; kept both"))
    return found


class _Merging:
    """The sessions and talks of one merge; `log` collects the changes."""

    def __init__(self, mine: Program, theirs: Program, bases: Bases, keep: frozenset[str]) -> None:
        self.log = _Log()
        self._mine, self._theirs, self._keep = mine, theirs, keep
        self._before, self._after = _before(bases), Sources([theirs, *bases.others])
        self._own = {talk.id: talk for talk in bases.own.talks()} if bases.own else {}
        self._own_sessions = {session.id for session in bases.own.sessions} if bases.own else set()

    def sessions(self) -> tuple[Session, ...]:
        """The merged sessions with their talks."""
        talks = self._talks()
        my_sessions = {session.id: session for session in self._mine.sessions}
        their_sessions = {session.id: session for session in self._theirs.sessions}
        living: dict[str | None, set[str | None]] = {}
        for talk_id, home in self._homes(talks, my_sessions.keys() | their_sessions.keys()).items():
            living.setdefault(home, set()).add(talk_id)
        mine_left = [session.id for session in self._mine.sessions if session.id in living or not session.talks]
        theirs_left = [
            session.id
            for session in self._theirs.sessions
            if session.id in living
            or (not session.talks and (session.id in my_sessions or session.id not in self._own_sessions))
        ]
        leads = self._after.leads(self._theirs)
        sessions = []
        for session_id in _interleave(mine_left, theirs_left, leads):
            own, other = my_sessions.get(session_id), their_sessions.get(session_id)
            here = living.get(session_id, set())
            order = _interleave(_those(own, here), _those(other, here), leads)
            order += [talk_id for talk_id in talks if talk_id in here - set(order)] if len(order) < len(here) else []
            merged = self._session(own, other)
            sessions.append(replace(merged, talks=tuple(talks[talk_id] for talk_id in order)))
        return tuple(sessions)

    def _talks(self) -> dict[str | None, Talk]:
        """The merged talks by id."""
        mine = {talk.id: talk for talk in self._mine.talks()}
        theirs = {talk.id: talk for talk in self._theirs.talks()}
        found: dict[str | None, Talk] = {}
        for talk_id, talk in mine.items():
            if talk_id not in theirs:
                left = self._absent(talk)
                if left is not None:
                    found[talk_id] = left
        for talk_id, talk in theirs.items():
            if talk_id in mine:
                found[talk_id] = self._talk(mine[talk_id], talk)
            elif not self._before.talk(talk_id):
                found[talk_id] = replace(talk, notes=None)
                self.log.added.append(found[talk_id])
        return found

    def _homes(self, talks: Collection[str | None], sessions: Collection[str | None]) -> dict[str | None, str | None]:
        """The session of every talk: where the user moved it, else as in the sources."""
        mine = {talk.id: session.id for session, talk in self._mine.sessions_and_talks()}
        theirs = {talk.id: session.id for session, talk in self._theirs.sessions_and_talks()}
        found: dict[str | None, str | None] = {}
        for talk_id in talks:
            here, told = mine.get(talk_id), self._after.home(talk_id)
            stays = here is not None and (talk_id not in theirs or here != self._before.home(talk_id))
            home = here if stays or told not in sessions else told
            found[talk_id] = home if home is not None else theirs.get(talk_id)
        return found

    def _absent(self, talk: Talk) -> Talk | None:
        """A talk of mine that the source dropped; None if it can be removed."""
        base = self._own.get(talk.id)
        if base is None:
            return talk
        if self._after.talk(talk.id):
            return self._changed(talk)
        if not talk.cancelled:
            self.log.cancelled.append(talk)
        edited = replace(talk, notes=None) != replace(base, notes=None)
        return replace(talk, cancelled=True) if talk.id in self._keep or edited else None

    def _talk(self, mine: Talk, theirs: Talk) -> Talk:
        known = self._before.talk(mine.id)
        merged = self._changed(mine if known else replace(mine, cancelled=mine.cancelled and theirs.cancelled), mine)
        if mine.id not in self._own and _elsewhere(theirs, merged):
            words = f"this source says {when(theirs.start)}, not {when(merged.start)}"
            self.log.doubts.append(TalkChange(merged, words))
        return merged

    def _changed(self, talk: Talk, mine: Talk | None = None) -> Talk:
        """The talk with the sources' current values; `mine` is the user's version if it differs."""
        mine = mine or talk
        was, now = self._before.talk(talk.id), self._after.talk(talk.id)
        if _say_the_same(was, now) and mine is talk:
            return talk
        sides = Sides(talk, was, now)
        merged = replace(talk, **{name: sides.choose(name) for name in (*TALK_FIELDS, "cancelled")})
        kinds = changes_of(mine, merged)
        if ChangeKind.CANCELLED in kinds:
            self.log.cancelled.append(merged)
        if set(kinds) - {ChangeKind.CANCELLED}:
            self.log.changed.append(TalkChange(merged, in_words(mine, merged), kinds, shift_of(mine, merged)))
        if sides.kept:
            self.log.kept.append(TalkChange(merged, f"yours kept: {', '.join(sides.kept)}"))
        return merged

    def _session(self, mine: Session | None, theirs: Session | None) -> Session:
        if mine is None or theirs is None:
            found = mine or theirs
            assert found is not None
            return found
        return merge_fields(mine, self._before.session(mine.id), self._after.session(mine.id), "id", "talks")


def _say_the_same(was: Sequence[Talk], now: Sequence[Talk]) -> bool:
    """Whether nothing changed, including UTC offsets, which equal times may differ in."""
    return was == now and all(
        same_value(one.start, other.start) and same_value(one.end, other.end)
        for one, other in zip(was, now, strict=True)
    )


def _elsewhere(theirs: Talk, merged: Talk) -> bool:
    """Whether a source has the talk at another time; times of which only one has a zone are not compared."""
    one, other = theirs.starts_at, merged.starts_at
    if is_day_only(theirs) or one is None or other is None:
        return theirs.day is not None and merged.day is not None and theirs.day != merged.day
    return (one.tzinfo is None) == (other.tzinfo is None) and one != other


def _those(session: Session | None, wanted: set[str | None]) -> list[str | None]:
    return [talk.id for talk in session.talks if talk.id in wanted] if session else []


def _interleave(mine: list[str | None], theirs: list[str | None], leads: bool) -> list[str | None]:
    """My order, or theirs if it is complete and `leads`; their new items follow the item that precedes them there."""
    if leads and set(mine) <= set(theirs):
        return list(theirs)
    known = set(mine)
    if known.isdisjoint(theirs):
        return [*mine, *theirs]
    behind: dict[str | None, list[str | None]] = {}
    before: str | None = None
    for item in theirs:
        if item in known:
            before = item
        else:
            behind.setdefault(before, []).append(item)
    return [*behind.get(None, ()), *(item for one in mine for item in (one, *behind.get(one, ())))]
