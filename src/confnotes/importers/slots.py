"""Talks that are held several times: every slot is a talk of its own, with an id of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from confnotes.markup.names import slug
from confnotes.model.program import Talk


def with_slot_ids(talks: Iterable[Talk]) -> tuple[Talk, ...]:
    """The talks, each with an id that no other has and that stays when a slot is added elsewhere.

    An id that stands at several talks becomes `<id>@20310602T0900`; the room and then the title follow where that is
    not enough. Where all of these are the same, it is one talk said twice, and the first is kept.
    """
    slots: dict[object, Talk] = {}
    for number, talk in enumerate(talks):
        slots.setdefault((talk.id, talk.start, talk.room, talk.title) if talk.id else number, talk)
    by_id = Counter(talk.id for talk in slots.values())
    by_start = Counter((talk.id, talk.start) for talk in slots.values())
    by_room = Counter((talk.id, talk.start, talk.room) for talk in slots.values())

    def slot_id(own: str, talk: Talk) -> str:
        parts = [f"{own}@{talk.start:%Y%m%dT%H%M}" if talk.start else own]
        if talk.room and by_start[own, talk.start] > 1:
            parts.append(slug(talk.room))
        if talk.title and by_room[own, talk.start, talk.room] > 1:
            parts.append(slug(talk.title)[:60])
        return "-".join(parts)

    return tuple(
        replace(talk, id=slot_id(talk.id, talk)) if talk.id and by_id[talk.id] > 1 else talk for talk in slots.values()
    )
