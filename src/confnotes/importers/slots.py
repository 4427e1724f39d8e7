"""Talks that are held several times: every slot is a talk of its own, with an id of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from confnotes.markup.names import slug
from confnotes.model.program import Talk


def with_slot_ids(talks: Iterable[Talk]) -> tuple[Talk, ...]:
    """The talks, each with an id that no other has and that stays when a slot is added elsewhere.

    An id that stands at several talks becomes `<id>@20310602T0900`; the room follows where that is not enough. Where
    id, start and room are all the same, it is one talk said twice, and the first is kept.
    """
    slots: dict[object, Talk] = {}
    for number, talk in enumerate(talks):
        slots.setdefault((talk.id, talk.start, talk.room) if talk.id else number, talk)
    counts = Counter(talk.id for talk in slots.values())
    rooms = Counter((talk.id, talk.start) for talk in slots.values())
    return tuple(
        replace(talk, id=_slot_id(talk.id, talk.start, talk.room if rooms[talk.id, talk.start] > 1 else None))
        if talk.id and counts[talk.id] > 1
        else talk
        for talk in slots.values()
    )


def _slot_id(own: str, start: datetime | None, room: str | None) -> str:
    slot = f"{own}@{start:%Y%m%dT%H%M}" if start else own
    return f"{slot}-{slug(room)}" if room else slot
