"""Talks that are held several times, with a talk for each slot, and the days of a conference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from confnotes.markup.names import slug
from confnotes.model.program import Conference, Session, Talk
from confnotes.model.repeated_talks import slot_id

LONGEST_CONFERENCE = timedelta(days=14)
"""What lasts longer is a series of meetings."""


def sessions_with_slot_ids(sessions: tuple[Session, ...]) -> tuple[tuple[Session, ...], int]:
    """The sessions with a unique id for each talk that does not change when a slot is added elsewhere.

    An id of several talks becomes `<id>@20310602T0900`; the room and then the title are added if necessary. Talks that
    are equal in all of these and in their notes are duplicates: the first is kept. Also returns their number.
    """
    talks = [talk for session in sessions for talk in session.talks]
    ids = [talk.id for talk in talks if talk.id]
    if len(ids) == len(set(ids)):
        return sessions, 0
    slots = _slots(talks)
    rest = iter(slots)
    kept = tuple(
        replace(session, talks=tuple(talk for _, talk in zip(session.talks, rest, strict=False) if talk is not None))
        for session in sessions
    )
    return kept, slots.count(None)


def _slots(talks: Sequence[Talk]) -> list[Talk | None]:
    """For every talk, a copy with a unique id; None for a duplicate."""
    slots: dict[object, Talk] = {}
    keys = [
        (talk.id, talk.start, talk.room, talk.title, talk.notes) if talk.id else number
        for number, talk in enumerate(talks)
    ]
    for key, talk in zip(keys, talks, strict=True):
        slots.setdefault(key, talk)
    by_id = Counter(talk.id for talk in slots.values())
    by_start = Counter((talk.id, talk.start) for talk in slots.values())
    by_room = Counter((talk.id, talk.start, talk.room) for talk in slots.values())
    taken = {own for own, count in by_id.items() if count == 1}

    def told_apart(own: str, talk: Talk) -> str:
        parts = [slot_id(own, talk.start) if talk.start else own]
        if talk.room and by_start[own, talk.start] > 1:
            parts.append(slug(talk.room))
        if talk.title and by_room[own, talk.start, talk.room] > 1:
            parts.append(slug(talk.title)[:60])
        return "-".join(parts)

    def own_slot(talk: Talk) -> Talk:
        if not talk.id or by_id[talk.id] == 1:
            return talk
        wanted = found = told_apart(talk.id, talk)
        number = 1
        while found in taken:
            number += 1
            found = f"{wanted}-{number}"
        taken.add(found)
        return replace(talk, id=found)

    made = {key: own_slot(talk) for key, talk in slots.items()}
    return [made.pop(key, None) for key in keys]


def chronological(moment: datetime | None) -> tuple[bool, datetime]:
    """A sort key by local time; None comes last."""
    return moment is None, moment.replace(tzinfo=None) if moment else datetime.max


def add_days(conference: Conference, sessions: Iterable[Session]) -> Conference:
    """The conference with its days taken from its talks if the source states none."""
    if conference.start_date is None:
        days = [each.day for session in sessions for each in (session, *session.talks) if each.day]
        if days:
            conference = replace(conference, start_date=min(days), end_date=conference.end_date or max(days))
    if conference.year is None and conference.start_date is not None:
        conference = replace(conference, year=conference.start_date.year)
    return conference
