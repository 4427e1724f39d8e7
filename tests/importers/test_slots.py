"""Talks that are held several times keep apart, and keep their names when one is added."""

from __future__ import annotations

from datetime import datetime

from confnotes.importers.slots import sessions_with_slot_ids
from confnotes.model.program import Session, Talk

_NINE, _TEN = datetime(2031, 6, 2, 9), datetime(2031, 6, 2, 10)


def _ids(*talks: Talk) -> list[str | None]:
    return [talk.id for talk in sessions_with_slot_ids((Session(talks=talks),))[0][0].talks]


def test_an_id_of_one_talk_stays_and_all_slots_of_another_carry_their_start() -> None:
    assert _ids(Talk("A", "a", start=_NINE), Talk("B", "b", start=_NINE), Talk("B", "b", start=_TEN)) == [
        "a",
        "b@20310602T0900",
        "b@20310602T1000",
    ]


def test_rooms_and_titles_tell_slots_apart_that_begin_together() -> None:
    assert _ids(Talk("A", "a", start=_NINE, room="Hall 1"), Talk("A", "a", start=_NINE, room="Hall 2")) == [
        "a@20310602T0900-hall-1",
        "a@20310602T0900-hall-2",
    ]
    assert _ids(Talk("Opening", "x"), Talk("Closing", "x")) == ["x-opening", "x-closing"]


def test_a_talk_that_is_listed_twice_is_one_and_talks_without_an_id_stay() -> None:
    assert _ids(Talk("A", "a"), Talk("A", "a"), Talk("B"), Talk("B")) == ["a", None, None]


def test_an_id_in_two_sessions_is_made_unique_and_repetitions_are_counted() -> None:
    morning = Session("Morning", talks=(Talk("A", "a", start=_NINE), Talk("B", "b")))
    later = Session("Later", talks=(Talk("A", "a", start=_TEN), Talk("B", "b"), Talk("C", "a@20310602T0900")))
    sessions, twice = sessions_with_slot_ids((morning, later))
    assert twice == 1
    assert [[talk.id for talk in session.talks] for session in sessions] == [
        ["a@20310602T0900-2", "b"],
        ["a@20310602T1000", "a@20310602T0900"],
    ]
