"""Invented conferences as pictures see them: a workshop, three days in one room, a fair of sixty rooms, a large one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from confnotes.model.program import Conference
from confnotes.model.summary import (
    SlotState,
    Summary,
    SummaryDay,
    SummaryItem,
    SummaryPart,
    SummarySession,
    SummarySlot,
    SummaryTopic,
    SummaryTrack,
)

SEEN, STARRED, MISSED, PASSED = SlotState.SEEN, SlotState.STARRED, SlotState.MISSED, SlotState.PASSED
STATES = {"s": SEEN, "*": STARRED, "m": MISSED, ".": PASSED}
DAY = date(2031, 5, 12)


def slots(
    day: date, begin: str, states: str, minutes: int, *, track: str | None = None, room: str | None = None
) -> Iterator[SummarySlot]:
    """Talks of one length behind each other, a letter each; a blank is a break."""
    start = datetime.fromisoformat(f"{day} {begin}")
    for number, letter in enumerate(states, start=1):
        if letter != " ":
            title = f"{track or room or 'Talk'} {number}"
            item = f"talk-{day.day}-{(track or room or 'x').lower().replace(' ', '-')}-{begin[:2]}-{number}"
            state = STATES[letter]
            told = item if state is not PASSED else None
            yield SummarySlot(start, start + timedelta(minutes=minutes), title, state, track, room, told)
        start += timedelta(minutes=minutes)


def timeline(*days: tuple[date, list[SummarySlot]], conference: str = "Coastal ML 2031") -> Summary:
    """A summary of these days, each told slot an item of it."""
    return Summary(
        title=conference,
        conferences=(Conference(name=conference),),
        timeline=tuple(SummaryDay(day, conference, tuple(found)) for day, found in days),
        parts=tuple(
            SummaryPart(
                day=day,
                sessions=(
                    SummarySession(
                        items=tuple(
                            SummaryItem(slot.item, slot.title, day=day, start=slot.start) for slot in found if slot.item
                        )
                    ),
                ),
            )
            for day, found in days
        ),
    )


def workshop() -> Summary:
    """One day in one room."""
    return timeline((DAY, [*slots(DAY, "09:00", "ss.m sss", 30), *slots(DAY, "14:00", ".s*.*", 45)]))


def three_days() -> Summary:
    """One track on three days."""
    days = [DAY + timedelta(days=number) for number in range(3)]
    plans = [("ssss ss.", "s.ss"), ("s..s mm", "..ss"), ("ssm", "**.*")]
    return timeline(
        *(
            (day, [*slots(day, "09:00", morning, 25), *slots(day, "13:30", noon, 40)])
            for day, (morning, noon) in zip(days, plans, strict=True)
        )
    )


def fair() -> Summary:
    """Two days in sixty rooms, of which something is told in seven."""
    days = []
    for number in range(2):
        day = DAY + timedelta(days=number)
        found: list[SummarySlot] = []
        for room in range(60):
            told = {3: "..sss.....m.", 11: "s...........", 17: ".......s.ss.", 31: "m.....s.....", 44: "..........**"}
            name = f"Hall {room}" if room != 17 else "Hall 17, the one with the very long name and a view"
            begin = "10:30" if room % 2 else "11:00"
            found += slots(day, begin, told.get(room + number * 3, "............"), 30, room=name)
        days.append((day, sorted(found, key=lambda slot: slot.start)))
    return timeline(*days, conference="Open Fair 2031")


def large() -> Summary:
    """Six days with tutorials, parallel tracks, posters that are many at a time, and workshops."""
    days: list[tuple[date, list[SummarySlot]]] = []
    for number in range(6):
        day = DAY + timedelta(days=number)
        if number == 0:
            found = [
                *slots(day, "08:30", "s. s", 120, track="Tutorials"),
                *slots(day, "17:30", "s", 60, track="Keynotes"),
            ]
        elif number < 4:
            found = [
                *slots(day, "08:30", "s", 50, track="Keynotes"),
                *slots(day, "10:00", "s.ss..m.", 15, track="Deep Learning"),
                *slots(day, "10:00", ".....ss.", 15, track="Theory"),
                *slots(day, "10:00", "........", 15, track="Applications"),
                *slots(day, "10:00", "........", 15, track="Fairness"),
                *slots(day, "16:00", "..s.....", 15, track="Reinforcement Learning and Planning"),
                *(one for _ in range(5 + number) for one in slots(day, "10:45", "s", 120, track="Posters")),
                *(one for _ in range(2) for one in slots(day, "17:00", "s", 120, track="Posters")),
                *slots(day, "17:00", "*m", 120, track="Posters"),
            ]
        else:
            found = [
                *slots(day, "09:00", "s.ms.s  ss", 35, track="Workshop on tides 🌊"),
                *slots(day, "09:00", "..........", 35, track="Workshop on sand"),
            ]
        days.append((day, found))
    return timeline(*days, conference="Ocean Systems 2031")


TRACKS = (
    *(SummaryTrack("Deep Learning", 48, 12, 2, 3), SummaryTrack("Theory", 36, 4), SummaryTrack("Keynotes", 7, 6, 0, 1)),
    *(SummaryTrack("Reinforcement Learning and Planning", 30, 2, 1), SummaryTrack("Fairness", 24)),
    SummaryTrack("Applications", 60, 1, 0, 2),
)
TOPICS = {
    "tides": (0, 1, 4, 5, 9, 12),
    "energy": (1, 2, 3),
    "sand": (7, 8),
    "graph networks": (3, 10, 11, 13),
    "日本": (2,),
}
TAGS = frozenset({"tides", "sand", "日本"})


def with_tracks_and_topics(summary: Summary) -> Summary:
    """The summary with tracks to compare, and with topics of its items."""
    items = [item.id for item in summary.items()]
    topics = tuple(
        SummaryTopic(name, tuple(items[number % len(items)] for number in numbers), name in TAGS)
        for name, numbers in TOPICS.items()
    )
    return replace(summary, tracks=TRACKS, topics=topics)
