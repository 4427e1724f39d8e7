"""What schedule.xml and schedule.json have in common: a conference, and events that become talks.

The readers hand over what the source says as it stands there; here it gets its meaning. Both formats are described at
c3voc.de/wiki/schedule, with an XML schema and JSON schemas (v1, v2) at github.com/voc/schedule, and are written by
Pentabarf, frab, pretalx, wafer, the congress hub and many scripts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache

from confnotes.importers.counted import Counted, Place
from confnotes.importers.facts.prose import plain_title, prose
from confnotes.importers.schedule.kinds import kind_of
from confnotes.importers.schedule.links import Link, resources_of
from confnotes.importers.schedule.times import Clocks, Slot, day_of, stated_zone
from confnotes.importers.slots import with_slot_ids
from confnotes.importers.talk_days import dated_by_talks
from confnotes.markup.names import fold
from confnotes.model.program import (
    Conference,
    Kind,
    Program,
    ReadProgram,
    Role,
    Session,
    Speaker,
    Talk,
)

_CANCELLED_STATES = frozenset(("canceled", "cancelled", "withdrawn", "rejected", "deleted"))
_CANCELLED_TITLE = re.compile(
    r"\W*(?:CANCELL?ED|ABGESAGT|ENTFÄLLT)\b|(?i:.*[\[(*]\s*(?:cancell?ed|abgesagt|entfällt|annulée?|cancelad[oa])\s*[\])*:]|"
    r"(?:cancell?ed|abgesagt|entfällt|annulée?|cancelad[oa])\s*[:\u2013\u2014-])"
)


@dataclass(slots=True)
class Event:
    """One event as the source writes it; empty where it says nothing. `place` is where it stands."""

    title: str
    id: str = ""
    slot: Slot = field(default_factory=Slot)
    subtitle: str = ""
    room: str = ""
    track: str = ""
    type: str = ""
    state: str = ""
    language: str = ""
    abstract: str = ""
    description: str = ""
    speakers: Sequence[Speaker] = ()
    links: Sequence[Link] = ()
    place: Place = None


@dataclass(slots=True)
class Schedule:
    """A schedule as the source writes it. `base_url` is what relative links stand on, `zone` as it is named."""

    title: str = ""
    subtitle: str = ""
    venue: str = ""
    city: str = ""
    start: str = ""
    end: str = ""
    zone: str = ""
    day_change: str = ""
    url: str = ""
    base_url: str = ""
    events: list[Event] = field(default_factory=list)


def program_of(schedule: Schedule, format_name: str, findings: Counted) -> ReadProgram:
    """The program that a schedule describes, and what to look at."""
    zone = stated_zone(schedule.zone, findings)
    clocks = Clocks(schedule.day_change, findings)
    slots = [(event.slot, event.place) for event in schedule.events]
    starts, zone = clocks.starts(slots, zone)
    speakers = _trusted(schedule.events, findings)
    talks = [
        _talk(event, start, clocks, people, schedule.base_url, findings)
        for event, start, people in zip(schedule.events, starts, speakers, strict=True)
    ]
    sessions = (Session(talks=with_slot_ids(_once_each(talks, schedule.events, findings))),)
    conference = Conference(
        name=plain_title(schedule.title),
        venue=_venue(schedule),
        start_date=day_of(schedule.start, zone),
        end_date=day_of(schedule.end, zone),
        timezone=zone.key if zone else None,
        url=_page(schedule.url) or _page(schedule.base_url),
        description=prose(schedule.subtitle),
    )
    _check_days(conference, talks, schedule.events, findings)
    program = Program(dated_by_talks(conference, sessions), sessions)
    return ReadProgram(format_name, program, findings.warnings())


def _talk(
    event: Event,
    start: datetime | None,
    clocks: Clocks,
    speakers: tuple[Speaker, ...],
    base_url: str,
    findings: Counted,
) -> Talk:
    title = plain_title(event.title)
    if title is None:
        findings.tell("{n} {talks|talk} without a title", event.place)
    kind = kind_of(title or "", event.type, event.track, spoken=bool(speakers))
    if kind is Kind.KEYNOTE:
        speakers = tuple([replace(each, role=Role.KEYNOTE) if each.role is Role.SPEAKER else each for each in speakers])
    return Talk(
        title=title,
        id=event.id or None,
        kind=kind,
        start=start,
        end=clocks.end(event.slot, start, event.place),
        room=_label(event.room),
        track=_label(event.track),
        language=event.language or None,
        abstract=_abstract(event),
        speakers=speakers,
        resources=resources_of(event.links, base_url) if event.links else (),
        cancelled=event.state.lower() in _CANCELLED_STATES or _CANCELLED_TITLE.match(title or "") is not None,
    )


def _abstract(event: Event) -> str | None:
    """Subtitle in italics, abstract and description, each once."""
    parts: list[str] = []
    if subtitle := plain_title(event.subtitle):
        parts.append(f"*{subtitle.replace('*', chr(92) + '*')}*")
    abstract, description = prose(event.abstract), prose(event.description)
    if abstract and not (description and description.startswith(abstract)):
        parts.append(abstract)
    if description:
        parts.append(description)
    return "\n\n".join(parts) or None


def _trusted(events: Sequence[Event], findings: Counted) -> list[tuple[Speaker, ...]]:
    """The speakers of each event; where one id names several people, ids tell nothing and go."""
    owners: dict[str, str] = {}
    shared: set[str] = set()
    for event in events:
        for speaker in event.speakers:
            owner = owners.setdefault(speaker.id, speaker.name) if speaker.id else speaker.name
            if speaker.id and owner != speaker.name and fold(owner) != fold(speaker.name):
                shared.add(speaker.id)
                findings.tell(
                    "{n} {talks|talk} whose speaker shares an id with somebody else; the id is left out", event.place
                )
    return [_once(event.speakers, shared) for event in events]


def _once(speakers: Sequence[Speaker], shared: set[str]) -> tuple[Speaker, ...]:
    if shared and any(each.id in shared for each in speakers):
        speakers = [replace(each, id=None) if each.id in shared else each for each in speakers]
    return tuple(speakers) if len(speakers) < 2 else tuple({(each.id, each.name): each for each in speakers}.values())


def _once_each(talks: Sequence[Talk], events: Sequence[Event], findings: Counted) -> list[Talk]:
    """The talks without those said again: at the same time in several rooms, it is one talk in all of them."""
    counts = Counter(talk.id for talk in talks)
    if all(count == 1 for key, count in counts.items() if key is not None):
        return list(talks)
    found: dict[object, Talk] = {}
    for number, (talk, event) in enumerate(zip(talks, events, strict=True)):
        slot = number if talk.id is None or counts[talk.id] == 1 else (talk.id, talk.start, talk.title)
        known = found.get(slot)
        if known is None:
            found[slot] = talk
        elif talk.room and talk.room not in (known.room or "").split(", "):
            found[slot] = replace(known, room=f"{known.room}, {talk.room}" if known.room else talk.room)
            findings.tell(
                "{n} {talks|talk} in several rooms at the same time; it is one talk in all of them", event.place
            )
        else:
            findings.tell("{n} {talks|talk} listed twice; it is kept once", event.place)
    return list(found.values())


@lru_cache(maxsize=1024)
def _label(text: str) -> str | None:
    return plain_title(text)


def _venue(schedule: Schedule) -> str | None:
    venue, city = plain_title(schedule.venue), plain_title(schedule.city)
    return f"{venue}, {city}" if venue and city and city.lower() not in venue.lower() else venue or city


def _page(url: str) -> str | None:
    return url if url.startswith(("http://", "https://")) and "//localhost" not in url else None


def _check_days(conference: Conference, talks: Sequence[Talk], events: Sequence[Event], findings: Counted) -> None:
    first, last = conference.start_date, conference.end_date
    if first is None or last is None or last < first:
        return
    for talk, event in zip(talks, events, strict=True):
        if talk.start and (talk.start.date() < first or (talk.start.date() - last).days > 1):
            findings.tell("{n} {talks|talk} outside the days of the conference", event.place)
