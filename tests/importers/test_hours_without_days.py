"""A source may state an hour without a day, or a day without an hour: neither is lost."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from confnotes.errors import ConfnotesError
from confnotes.importers.reading import Hints, read_program
from confnotes.markup.program_yaml import program_of_json, program_of_yaml, render
from confnotes.model.program import Conference, Moment, Program, ReadProgram, Session, Talk, WarningCode
from confnotes.model.schema import plain
from confnotes.vault.codec import decode, encode
from examples import examples
from generated_programs import PROGRAMS

DAY = date(2016, 4, 28)
ZONE = ZoneInfo("Europe/Vienna")


def told(*sessions: dict[str, object], starts: date | None = None, **conference: object) -> ReadProgram:
    """What is read of import JSON with these sessions."""
    stated = {"schema": "confnotes.program/1", "conference": {"name": "Bee Days", **conference}, "sessions": sessions}
    return read_program(json.dumps(stated).encode(), "bees.json", Hints(starts=starts))


def talk(start: str, title: str = "Hives", **others: object) -> dict[str, object]:
    return {"title": title, "start": start, **others}


def starts_of(read: ReadProgram) -> list[Moment | None]:
    return [one.start for one in read.program.talks()]


@pytest.mark.parametrize(
    ("stated", "meant"),
    [
        ("2016-04-28", DAY),
        ("09:00", time(9)),
        ("9:05", time(9, 5)),
        ("00:00", time(0)),
        ("09:00:30", time(9, 0, 30)),
        ("2016-04-28T09:00", datetime(2016, 4, 28, 9)),
        ("2016-04-28 09:00", datetime(2016, 4, 28, 9)),
    ],
)
def test_a_start_is_a_time_a_bare_day_or_a_bare_hour(stated: str, meant: Moment) -> None:
    assert starts_of(told({"talks": [talk(stated)]})) == [meant]
    (one,) = program_of_yaml(f"sessions:\n  - talks:\n      - start: {stated}\n", Conference()).talks()
    assert one.start == meant and type(one.start) is type(meant)


@pytest.mark.parametrize("stated", ["25:00", "9", "0900", "09:60", "noon", "2016-04-31", "0001-01-01", "9999-12-31"])
def test_what_is_no_time_is_named_in_one_line(stated: str) -> None:
    with pytest.raises(ConfnotesError, match="“start” of the talk “Hives” must be a time like") as error:
        told({"talks": [talk(stated)]})
    assert "\n" not in error.value.message


@settings(max_examples=examples(60), deadline=None)
@given(program=PROGRAMS)
def test_days_and_hours_of_any_program_come_back_from_its_file_the_cache_and_json(program: Program) -> None:
    assert program_of_yaml(render(program, "Any"), program.conference).sessions == program.sessions
    assert decode(json.loads(json.dumps(encode(program)))).sessions == program.sessions
    assert program_of_json(json.loads(json.dumps(plain(program)))).sessions == program.sessions


def test_an_hour_stands_in_quotes_in_the_file_for_readers_of_old_yaml() -> None:
    text = render(Program(sessions=(Session(talks=(Talk("Hives", start=time(9), end=time(10, 30)),)),)), "Bee Days")
    assert '        start: "09:00"\n        end: "10:30"\n' in text
    assert "start: 2016-04-28\n" in render(Program(sessions=(Session(start=DAY),)), "Bee Days")


def test_an_hour_in_a_session_of_a_day_is_on_that_day() -> None:
    read = told({"start": "2016-04-28", "talks": [talk("09:00", end="10:00"), talk("22:00", end="01:00")]})
    assert starts_of(read) == [datetime(2016, 4, 28, 9), datetime(2016, 4, 28, 22)]
    assert [one.end for one in read.program.talks()] == [datetime(2016, 4, 28, 10), datetime(2016, 4, 29, 1)]
    session: dict[str, object] = {"start": "2016-04-28T08:30", "talks": [talk("09:00")]}
    (start,) = starts_of(told(session, timezone="Europe/Vienna"))
    assert start == datetime(2016, 4, 28, 9, tzinfo=ZONE)


def test_an_end_needs_no_day_of_its_own() -> None:
    (one,) = told({"talks": [talk("2016-04-28T09:00", end="10:00")]}).program.talks()
    assert one.end == datetime(2016, 4, 28, 10)


@pytest.mark.parametrize(("stated", "end"), [("end: '13:00'", None), ("duration: 45 min", time(14, 45))])
def test_the_hours_of_an_event_without_a_day_end_after_they_start(stated: str, end: time | None) -> None:
    text = f"---\ntitle: What bees know\nspeaker: Ada Lind\ntime: '14:00'\n{stated}\n---\n\nBees know where to fly.\n"
    (one,) = read_program(text.encode(), "bees.md").program.talks()
    assert (one.start, one.end) == (time(14), end)


def test_hours_without_a_day_are_reported_once_with_what_to_do() -> None:
    read = told({"talks": [talk("09:00"), talk("10:00", "Wax"), {"title": "Honey"}]})
    (warning,) = read.warnings
    assert warning.code is WarningCode.DAY_NOT_KNOWN
    assert warning.message == "2 talks have a time but no day"


def test_the_first_day_that_the_user_says_is_that_of_the_hours_in_their_order() -> None:
    plenary: dict[str, object] = {"room": "Hall", "talks": [talk("09:00"), talk("11:00", "Wax")]}
    beside: dict[str, object] = {"room": "Shed", "talks": [talk("09:30", "Smoke"), talk("10:30", "Veils")]}
    later: dict[str, object] = {
        "room": "Hall",
        "talks": [talk("09:00", "Queens"), talk("23:30", "Night"), talk("00:30", "Swarm")],
    }
    read = told(plenary, beside, later, starts=DAY, timezone="Europe/Vienna")
    assert starts_of(read) == [
        datetime(2016, 4, day, hour, minute, tzinfo=ZONE)
        for day, hour, minute in [
            (28, 9, 0), (28, 11, 0), (28, 9, 30), (28, 10, 30), (29, 9, 0), (29, 23, 30), (30, 0, 30),
        ]
    ]  # fmt: skip
    assert read.program.conference.start_date == DAY
    assert not any(warning.code is WarningCode.DAY_NOT_KNOWN for warning in read.warnings)


def test_hours_stand_on_the_day_that_was_stated_last_before_them() -> None:
    read = told({"talks": [talk("2016-04-27"), talk("09:00", "Wax"), talk("2016-04-28T10:00", "Honey")]}, starts=DAY)
    assert starts_of(read) == [DAY, datetime(2016, 4, 28, 9), datetime(2016, 4, 29, 10)]


def test_days_without_an_hour_move_to_another_first_day_with_the_rest() -> None:
    read = told({"talks": [talk("2016-04-27"), talk("2016-04-28T09:00", "Wax")]}, starts=date(2017, 4, 27))
    assert starts_of(read) == [date(2017, 4, 27), datetime(2017, 4, 28, 9)]


def test_slots_of_one_talk_are_distinguished_by_their_known_starts() -> None:
    read = told({"talks": [talk("09:00", id="7"), talk("14:00", id="7"), talk("2016-04-28", id="7")]})
    assert [one.id for one in read.program.talks()] == ["7@T0900", "7@T1400", "7@20160428"]


def test_a_day_in_an_implausible_year_is_left_out_with_a_warning() -> None:
    read = told({"talks": [talk("1001-01-01")]})
    assert starts_of(read) == [None]
    assert any("a time is in an implausible year" in warning.message for warning in read.warnings)
