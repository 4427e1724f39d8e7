"""Coverage of a program: in numbers, by track, and as timelines of days.

A timeline has every talk in the summary, surrounded by passed sessions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from confnotes import config
from confnotes.markup.names import fold
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.mark import was_there
from confnotes.model.program import IDLE_KINDS, PAUSES, Program, is_poster
from confnotes.model.summary import (
    Audience,
    SlotState,
    SummaryCoverage,
    SummaryDay,
    SummaryItem,
    SummarySlot,
    SummaryTrack,
)
from confnotes.model.timetable import ASSUMED_LENGTH, Slot, slots, wall_time
from confnotes.report.items import RankedItem
from confnotes.vault.layout import talk_key

MOST_TRACKS = 120


def state_of(item: SummaryItem, *, public: bool) -> SlotState:
    """The state of a talk; the public does not see attendance and stars. Notes mean that the author attended it, unless
    they said that they did not.
    """
    told = item.noted or (not public and item.rating is not None)
    if was_there(item.attended and not public, told, item.absent):
        return SlotState.SEEN
    if item.missed or (item.absent and item.starred):
        return SlotState.MISSED
    return SlotState.STARRED if item.starred else SlotState.PASSED


def is_real(item: SummaryItem) -> bool:
    """Whether an item is a talk or poster that could be attended: not a break, a dinner or a cancelled talk."""
    return item.is_talk and item.kind not in IDLE_KINDS and not item.cancelled


def is_on_board(one: RankedItem) -> bool:
    """Whether the item is a poster or demo at a board."""
    return one.session is not None and one.talk is not None and is_poster(one.session, one.talk)


def coverage(within: Iterable[RankedItem], *, public: bool) -> SummaryCoverage:
    """The numbers; `within` is everything the summary covers, filtered. A dinner counts if it has notes."""
    seen: Counter[bool] = Counter()
    everything: Counter[bool] = Counter()
    missed = later = 0
    for one in within:
        item = one.item
        state = state_of(item, public=public)
        later += item.later and not item.missed and state is not SlotState.SEEN
        if not is_real(item) and not (item.is_talk and item.noted and not item.cancelled):
            continue
        board = is_on_board(one)
        everything[board] += 1
        seen[board] += state is SlotState.SEEN
        missed += state is SlotState.MISSED
    return SummaryCoverage(seen[False], everything[False], seen[True], everything[True], missed, later)


def tracks(within: Iterable[RankedItem], *, public: bool) -> tuple[SummaryTrack, ...]:
    """The states of talks per track; empty if there is only one. A room says nothing about what was covered.

    Most attended first, then largest.
    """
    found: list[SummaryTrack] = []
    for conference, members in by_conference(within).items():
        names: dict[str, str] = {}
        states: dict[str, Counter[SlotState]] = defaultdict(Counter)
        for one in members:
            name = one.item.track
            if name is not None and is_real(one.item):
                key = fold(name)
                names.setdefault(key, name)
                states[key][state_of(one.item, public=public)] += 1
        if len(names) > 1:
            found += [
                SummaryTrack(
                    names[key],
                    count.total(),
                    count[SlotState.SEEN],
                    count[SlotState.STARRED],
                    count[SlotState.MISSED],
                    conference,
                )
                for key, count in states.items()
            ]
    found.sort(key=lambda track: (-track.seen, -track.starred, -track.talks))
    return tuple(found[:MOST_TRACKS])


def by_conference(placed: Iterable[RankedItem]) -> dict[str, list[RankedItem]]:
    """Items by conference."""
    found: dict[str, list[RankedItem]] = defaultdict(list)
    for one in placed:
        found[one.item.conference].append(one)
    return found


def lane_of(placed: Sequence[RankedItem]) -> Callable[[SummaryItem], str | None]:
    """A function for a talk's row on the timeline: its track if the conference has several, else its room."""
    tracked = {one.item.track for one in placed if one.item.track and is_real(one.item)}
    return (lambda item: item.track) if len(tracked) > 1 else (lambda item: item.room)


MOST_LANES = 16
"""Maximum number of tracks or rooms per day that show passed sessions; those with talks in the summary come first."""

_SHORTEST = timedelta(minutes=5)


@fast_dataclass(frozen=True, slots=True)
class Times:
    """The stated or assumed times of a conference's talks, by key; `wall` is the current local time."""

    slots: Mapping[str, Slot]
    wall: datetime
    last_day: date | None = None

    @classmethod
    def of(cls, folder: str, program: Program, at: datetime | None) -> Times:
        """The times of all talks in the program; `at` replaces the current time."""
        found = {talk_key(folder, slot.talk.id or ""): slot for slot in slots(program)}
        conference = program.conference
        last = conference.end_date or conference.start_date
        wall = wall_time(at or config.now(), conference.timezone)
        return cls(found, wall, last or max((slot.start.date() for slot in found.values()), default=None))

    def is_over(self, key: str) -> bool:
        """Whether the talk is over; one without a time is over when its conference is."""
        slot = self.slots.get(key)
        if slot is not None:
            return slot.is_over(self.wall) if slot.end else slot.has_begun(self.wall)
        return self.last_day is not None and self.last_day < self.wall.date()

    def span(self, one: RankedItem) -> tuple[datetime, datetime] | None:
        """Start and end of an item."""
        slot = self.slots.get(one.key)
        start, end = (slot.start, slot.end) if slot else (one.item.start, one.item.end)
        if not isinstance(start, datetime):
            return None
        end = end if isinstance(end, datetime) else start + ASSUMED_LENGTH
        return start, max(end, start + _SHORTEST)


def timeline(
    within: Iterable[RankedItem], told: Iterable[SummaryItem], times: Mapping[str, Times], *, public: bool
) -> tuple[SummaryDay, ...]:
    """The days with items in the summary (`told`); `times` is by conference."""
    ids = {item.id for item in told}
    found = []
    for conference, members in by_conference(within).items():
        known = times.get(conference, Times({}, datetime.max))
        lane = lane_of(members)
        by_day: dict[date, list[tuple[RankedItem, datetime, datetime, str | None]]] = defaultdict(list)
        for one in members:
            if (is_real(one.item) or (one.item.is_talk and one.item.noted)) and (span := known.span(one)):
                by_day[span[0].date()].append((one, *span, lane(one.item)))
        for day, on in by_day.items():
            if any(one.item.id in ids for one, *_ in on):
                found.append(SummaryDay(day, conference, _slots(on, ids, public=public)))
    return tuple(sorted(found, key=lambda one: (one.day, one.conference)))


def _slots(
    on: Sequence[tuple[RankedItem, datetime, datetime, str | None]], ids: set[str], *, public: bool
) -> tuple[SummarySlot, ...]:
    lanes: Counter[str | None] = Counter()
    for one, _, _, name in on:
        lanes[name] += 1 + len(on) * (one.item.id in ids)
    shown = {name for name, _ in lanes.most_common(MOST_LANES)}
    found = []
    passed: dict[tuple[str, str | None], list[tuple[RankedItem, datetime, datetime, str | None]]] = defaultdict(list)
    for placed in on:
        one, start, end, name = placed
        item = one.item
        if item.id in ids:
            state = state_of(item, public=public)
            found.append(SummarySlot(start, end, item.title, state, item.track, item.room, item.id))
        elif name in shown:
            session = one.session
            passed[(session.id or session.title or "") if session else one.key, name].append(placed)
    for group in passed.values():
        one, _, _, name = group[0]
        item, session = one.item, one.session
        title = item.title if len(group) == 1 else (session.title if session else None) or name or item.title
        start, end = min(each[1] for each in group), max(each[2] for each in group)
        found.append(SummarySlot(start, end, title, SlotState.PASSED, item.track, item.room))
    return tuple(sorted(found, key=lambda slot: (slot.start, slot.end, slot.room or "", slot.title)))


@fast_dataclass(frozen=True, slots=True)
class ItemLists:
    """Lists of item ids: posters by board, missed, and watch later.

    `unseen` is missed and watch later; `others` are in lists only, not in a part.
    """

    posters: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    unseen: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()


def with_missed(within: Sequence[RankedItem], times: Mapping[str, Times], audience: Audience) -> list[RankedItem]:
    """The items with missed ones marked: starred, over in local time, neither attended, noted nor rated, and not marked
    as watch later. The public sees no stars.
    """
    if audience is Audience.PUBLIC:
        return list(within)
    return [
        replace(one, item=replace(one.item, missed=True))
        if _was_passed(one) and times[one.item.conference].is_over(one.key)
        else one
        for one in within
    ]


def _was_passed(one: RankedItem) -> bool:
    item = one.item
    seen = item.attended or item.later or item.rating is not None or bool(one.paths)
    return item.starred and not seen and not item.cancelled and item.kind not in PAUSES


def lists_of(told: Sequence[RankedItem], *, whole_program: bool) -> ItemLists:
    """The lists for these items; empty for a program without any notes and marks."""
    if whole_program:
        return ItemLists()
    missed = [one.item.id for one in told if one.item.missed]
    later = [one.item.id for one in told if one.item.later and not (one.item.noted or one.item.attended)]
    unseen = frozenset((*missed, *later))
    posters = [one for one in told if is_on_board(one) and one.item.id not in unseen]
    if posters:
        from confnotes.catalogue.program.posters import board_key

        posters.sort(key=lambda one: (not one.item.number, board_key(one.item.number or "")))
    brief = {one.item.id for one in posters if _fits_in_table(one.item)}
    return ItemLists(tuple(one.item.id for one in posters), tuple(missed), tuple(later), unseen, unseen | brief)


def _fits_in_table(item: SummaryItem) -> bool:
    """Whether a poster has no notes apart from its claim."""
    written = any(note.text or note.view or note.takeaways or note.questions for note in item.notes)
    return not written and len(item.notes) < 2 and not item.tasks
