"""What is on, what comes next and what clashes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confnotes.model.program import Conference, Program, Session, Talk
from confnotes.model.timetable import ASSUMED_LENGTH, Slot, clashes, is_on, next_of, slots, wall_time
from examples import examples

VANCOUVER = "America/Vancouver"


def on_at(program: Program, moment: datetime) -> list[Slot]:
    wall = wall_time(moment, program.conference.timezone)
    return [slot for slot in slots(program) if is_on(slot, wall)]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def program(*talks: Talk, timezone: str | None = None, **session: object) -> Program:
    return Program(Conference(timezone=timezone), (Session(talks=talks, **session),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moment", "timezone", "wall"),
    [
        ("2019-12-10T10:10", VANCOUVER, "2019-12-10T10:10"),
        ("2019-12-10T10:10", None, "2019-12-10T10:10"),
        ("2019-12-10T18:10+00:00", VANCOUVER, "2019-12-10T10:10"),
        ("2019-12-10T18:10+00:00", None, "2019-12-10T18:10"),
        ("2019-12-10T18:10+00:00", "No/Such_Zone", "2019-12-10T18:10"),
    ],
)
def test_a_moment_is_the_wall_clock_at_the_conference(moment: str, timezone: str | None, wall: str) -> None:
    assert wall_time(at(moment), timezone) == at(wall)


NIGHT = program(
    Talk("Before the change", start=at("2026-11-01T01:45-07:00"), end=at("2026-11-01T01:15-08:00"), room="A"),
    Talk("After it", start=at("2026-11-01T01:45-08:00"), end=at("2026-11-01T02:15-08:00"), room="A"),
    timezone=VANCOUVER,
)


@pytest.mark.parametrize(
    ("moment", "on", "coming"),
    [
        ("2026-11-01T01:44-07:00", [], ["Before the change"]),
        ("2026-11-01T01:45-07:00", ["Before the change"], ["After it"]),
        ("2026-11-01T01:50-07:00", ["Before the change"], ["After it"]),
        ("2026-11-01T01:05-08:00", ["Before the change"], ["After it"]),
        ("2026-11-01T01:20-08:00", [], ["After it"]),
        ("2026-11-01T01:50-08:00", ["After it"], []),
        ("2026-11-01T02:10-08:00", ["After it"], []),
        ("2026-11-01T02:15-08:00", [], []),
    ],
)
def test_in_the_night_when_clocks_go_back_each_talk_is_on_when_it_is(
    moment: str, on: list[str], coming: list[str]
) -> None:
    wall = wall_time(at(moment), VANCOUVER)
    assert [slot.talk.title for slot in on_at(NIGHT, at(moment))] == on
    assert [slot.talk.title for slot in next_of(slots(NIGHT), wall)] == coming
    assert clashes(slots(NIGHT)) == []


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 90)), min_size=1, max_size=8), st.integers(0, 400))
def test_around_a_change_of_clocks_what_is_on_is_what_is_on_in_utc(talks: list[tuple[int, int]], minute: int) -> None:
    midnight = at("2026-11-01T05:00+00:00")  # four hours before clocks go back in Vancouver
    zone = ZoneInfo(VANCOUVER)
    spans = [(midnight + timedelta(minutes=m), midnight + timedelta(minutes=m + length)) for m, length in talks]
    night = program(
        *(Talk(str(n), start=a.astimezone(zone), end=b.astimezone(zone)) for n, (a, b) in enumerate(spans)),
        timezone=VANCOUVER,
    )
    moment = midnight + timedelta(minutes=minute)
    assert sorted(slot.talk.title or "" for slot in on_at(night, moment)) == [
        str(number) for number, (begin, end) in enumerate(spans) if begin <= moment < end
    ]
    assert len(clashes(slots(night))) == sum(
        a[0] < b[1] and b[0] < a[1] for n, a in enumerate(spans) for b in spans[n + 1 :]
    )


def test_a_talk_without_an_end_lasts_until_the_next_one_in_its_room() -> None:
    known = slots(
        program(
            Talk("One", start=at("2019-12-10T10:00"), room="A"),
            Talk("Elsewhere", start=at("2019-12-10T10:05"), room="B"),
            Talk("Two", start=at("2019-12-10T10:20"), room="A"),
            end=at("2019-12-10T10:50"),
        )
    )
    ends = {slot.talk.title: (slot.end, slot.end_is_assumed) for slot in known}
    assert ends["One"] == (at("2019-12-10T10:20"), True)
    assert ends["Two"] == (at("2019-12-10T10:50"), True), "the last one ends with its session"


def test_without_anything_to_go_by_a_talk_lasts_an_hour() -> None:
    (slot,) = slots(program(Talk("Alone", start=at("2019-12-10T10:00"))))
    assert slot.end == slot.start + ASSUMED_LENGTH
    assert slot.end_is_assumed


def test_talks_without_a_start_follow_in_their_session_and_nothing_is_written_into_them() -> None:
    given_program = program(
        Talk("First"), Talk("Second", end=at("2019-12-10T11:30")), Talk("Third"), start=at("2019-12-10T11:00")
    )
    starts = {slot.talk.title: slot.start for slot in slots(given_program)}
    assert starts == {
        "First": at("2019-12-10T11:00"),
        "Second": at("2019-12-10T11:00"),
        "Third": at("2019-12-10T11:30"),
    }
    assert all(slot.start_is_assumed and slot.talk.start is None for slot in slots(given_program))


def test_a_talk_in_a_session_without_a_time_has_no_slot() -> None:
    assert slots(program(Talk("Whenever"))) == []


def test_a_cancelled_talk_is_never_on() -> None:
    assert slots(program(Talk("Gone", start=at("2019-12-10T10:00"), cancelled=True))) == []


def test_a_party_over_midnight_is_still_on_the_next_day() -> None:
    party = Talk("Party", start=at("2019-12-10T22:00"), end=at("2019-12-11T01:00"))
    assert [slot.talk for slot in on_at(program(party), at("2019-12-11T00:30"))] == [party]
    assert on_at(program(party), at("2019-12-11T01:00")) == []


def test_clocks_that_change_do_not_move_a_talk() -> None:
    zone = ZoneInfo("Europe/Berlin")
    talk = Talk(
        "Night", start=datetime(2020, 10, 25, 2, 30, tzinfo=zone), end=datetime(2020, 10, 25, 4, 0, tzinfo=zone)
    )
    night = program(talk, timezone="Europe/Berlin")
    assert on_at(night, datetime(2020, 10, 25, 2, 0, tzinfo=UTC)), "03:00 by the clock there"
    assert not on_at(night, datetime(2020, 10, 25, 3, 0, tzinfo=UTC))


def test_next_is_the_next_start_in_each_room_of_that_day() -> None:
    day = program(
        Talk("Now", start=at("2019-12-10T10:00"), room="A"),
        Talk("A next", start=at("2019-12-10T10:20"), room="A"),
        Talk("A later", start=at("2019-12-10T10:40"), room="A"),
        Talk("B next", start=at("2019-12-10T10:30"), room="B"),
        Talk("B as well", start=at("2019-12-10T10:30"), room="B"),
        Talk("Tomorrow", start=at("2019-12-11T09:00"), room="C"),
    )
    assert [slot.talk.title for slot in next_of(slots(day), at("2019-12-10T10:10"))] == [
        "A next",
        "B next",
        "B as well",
    ]


_TALKS = st.lists(
    st.builds(
        lambda minute, length, room: Talk(
            "T",
            start=at("2019-12-10T20:00") + timedelta(minutes=minute),
            end=None if length is None else at("2019-12-10T20:00") + timedelta(minutes=minute + length),
            room=room,
        ),
        st.integers(0, 600),
        st.none() | st.integers(0, 200),
        st.sampled_from(["A", "B", None]),
    ),
    max_size=25,
)


@settings(max_examples=examples(150), deadline=None)
@given(_TALKS, st.integers(0, 900))
def test_nothing_is_lost_and_no_overlap_is_missed(talks: list[Talk], minute: int) -> None:
    day = program(*talks)
    known = slots(day)
    assert len(known) == len(talks)
    assert [slot.start for slot in known] == sorted(slot.start for slot in known)
    moment = at("2019-12-10T20:00") + timedelta(minutes=minute)
    assert on_at(day, moment) == [slot for slot in known if is_on(slot, moment)]
    long = [slot for slot in known if slot.end is not None and slot.end > slot.start]
    expected = sum(
        1
        for index, one in enumerate(long)
        for other in long[index + 1 :]
        if one.end and other.end and one.start < other.end and other.start < one.end
    )
    assert len(clashes(known)) == expected
