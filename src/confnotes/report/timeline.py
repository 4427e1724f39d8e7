"""The days of a summary as a timeline: every told talk, and around them the sessions that were let pass."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from confnotes.model.program import Program
from confnotes.model.summary import SlotState, SummaryDay, SummaryItem, SummarySlot
from confnotes.model.timetable import ASSUMED_LENGTH, Slot, slots
from confnotes.report.coverage import by_conference, is_real, lane_of, state_of
from confnotes.report.items import RankedItem
from confnotes.vault.layout import talk_key

MOST_LANES = 16
"""So many tracks or rooms of a day have sessions that were let pass; those where something is told first."""

_SHORTEST = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Times:
    """When the talks of a conference are on, by their keys, as far as the program tells or lets guess."""

    slots: Mapping[str, Slot]
    last_day: date | None = None

    @classmethod
    def of(cls, folder: str, program: Program) -> Times:
        """Of every talk of the program."""
        found = {talk_key(folder, slot.talk.id or ""): slot for slot in slots(program)}
        conference = program.conference
        last = conference.end_date or conference.start_date
        return cls(found, last or max((slot.start.date() for slot in found.values()), default=None))

    def is_over(self, key: str, wall: datetime) -> bool:
        """Whether the talk is over at that wall-clock time; one without a time is when its conference is."""
        slot = self.slots.get(key)
        if slot is not None:
            return slot.is_over(wall) if slot.end else slot.has_begun(wall)
        return self.last_day is not None and self.last_day < wall.date()

    def span(self, one: RankedItem) -> tuple[datetime, datetime] | None:
        """From when to when an item is on."""
        slot = self.slots.get(one.key)
        start, end = (slot.start, slot.end) if slot else (one.item.start, one.item.end)
        if not isinstance(start, datetime):
            return None
        end = end if isinstance(end, datetime) else start + ASSUMED_LENGTH
        return start, max(end, start + _SHORTEST)


def timeline(
    within: Iterable[RankedItem], told: Iterable[SummaryItem], times: Mapping[str, Times], *, public: bool
) -> tuple[SummaryDay, ...]:
    """The days on which something is told; `told` are the items that stand in the summary, `times` is by conference."""
    ids = {item.id for item in told}
    found = []
    for conference, members in by_conference(within).items():
        known = times.get(conference, Times({}))
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
