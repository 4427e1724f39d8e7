"""schedule.json as people get it: what wins where it contradicts itself, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from confnotes.errors import ConfnotesError
from confnotes.importers.reading import read_program
from confnotes.importers.schedule.schedule_json import ScheduleJson
from confnotes.importers.source import Source
from confnotes.model.program import ReadProgram, Role, Talk


def schedule(*events: object, **conference: object) -> dict[str, Any]:
    day = {"index": 1, "date": "2031-03-30", "rooms": {"Quay": list(events)}}
    return {"schedule": {"version": "1", "conference": {"title": "Tide Talks", "days": [day], **conference}}}


def event(**fields: object) -> dict[str, object]:
    return {"guid": "t-1", "title": "The moon pulls", "start": "10:00", "persons": [], **fields}


def read(data: object) -> ReadProgram:
    return read_program(json.dumps(data).encode(), "schedule.json")


def talk_of(data: object) -> Talk:
    (talk,) = read(data).program.talks()
    return talk


def test_dates_with_offsets_win_over_a_zone_that_does_not_fit() -> None:
    found = read(schedule(event(date="2031-03-30T10:00:00+02:00"), time_zone_name="UTC"))

    assert found.program.conference.timezone is None
    assert [talk.start.isoformat() for talk in found.program.talks() if talk.start] == ["2031-03-30T10:00:00+02:00"]
    assert ["time zone UTC" in warning.message for warning in found.warnings] == [True]


def test_moments_of_utc_are_shown_in_the_zone_of_the_conference() -> None:
    talk = talk_of(schedule(event(date="2031-03-30T08:00:00+00:00"), time_zone_name="Europe/Berlin"))

    assert talk.start is not None
    assert talk.start.isoformat() == "2031-03-30T10:00:00+02:00"


def test_length_counts_hours_that_pass_when_clocks_change() -> None:
    fields = {"date": "2031-03-29T23:00:00+01:00", "start": "23:00", "duration": "06:00"}
    talk = talk_of(schedule(event(**fields), time_zone_name="Europe/Berlin"))

    assert talk.end is not None
    assert talk.end.isoformat() == "2031-03-30T06:00:00+02:00"


@pytest.mark.parametrize(
    ("fields", "end"),
    [
        ({"end": "2031-03-30T11:15:00"}, "11:15"),
        ({"end_time": "11:15"}, "11:15"),
        ({"end": "2031-03-30T09:00:00", "duration": "00:30"}, "10:30"),
        ({"end": "09:00"}, None),
        ({"end": "2031-03-30T11:15:00Z"}, None),
        ({"duration": 45}, "10:45"),
    ],
)
def test_end_is_what_is_stated_and_after_the_start(fields: dict[str, object], end: str | None) -> None:
    talk = talk_of(schedule(event(**fields)))

    assert (f"{talk.end:%H:%M}" if talk.end else None) == end


@pytest.mark.parametrize(
    ("person", "name", "own_id", "role"),
    [
        ({"id": 3, "public_name": "Selma Mond"}, "Selma Mond", "frab:3", Role.SPEAKER),
        ({"id": "3", "full_public_name": "Selma Mond"}, "Selma Mond", "frab:3", Role.SPEAKER),
        ({"code": "ABCDEF", "guid": "g", "name": "Selma Mond"}, "Selma Mond", "pretalx:ABCDEF", Role.SPEAKER),
        ({"guid": "g", "name": "Selma Mond", "role": "MODERATOR"}, "Selma Mond", "frab:g", Role.CHAIR),
        ("Selma Mond", "Selma Mond", None, Role.SPEAKER),
    ],
)
def test_speaker_is_named_by_whatever_names_them(person: object, name: str, own_id: str | None, role: Role) -> None:
    talk = talk_of(schedule(event(persons=[person])))

    assert [(each.name, each.id, each.role) for each in talk.speakers] == [(name, own_id, role)]


@pytest.mark.parametrize(
    ("title", "shown"),
    [("Ebb &amp; flow", "Ebb & flow"), ("Ebb &amp;amp; flow", "Ebb & flow"), ("Rock&amp;#x27;n", "Rock'n"), (7, "7")],
)
def test_title_is_shown_as_it_was_meant(title: object, shown: str) -> None:
    assert talk_of(schedule(event(title=title))).title == shown


@pytest.mark.parametrize(
    ("data", "room"),
    [
        (
            {"conference": {"title": "Tide Talks"}, "days": [{"date": "2031-03-30", "rooms": {"Quay": [event()]}}]},
            "Quay",
        ),
        (
            {"schedule": {"days": [{"date": "2031-03-30", "rooms": [{"name": "Quay", "events": [event()]}]}]}},
            "Quay",
        ),
        (
            {"conference_events": {"version": "1", "events": [event(start_time="2031-03-30T10:00", room_name="Quay")]}},
            "Quay",
        ),
        ([event(start_date="2031-03-30 10:00:00", venue="Quay")], "Quay"),
    ],
)
def test_events_are_found_wherever_tools_put_them(data: object, room: str) -> None:
    talk = talk_of(data)

    assert talk.start is not None
    assert (talk.room, f"{talk.start:%F %T}") == (room, "2031-03-30 10:00:00")


def test_what_is_no_event_is_passed_over_and_counted() -> None:
    found = read(schedule(event(), None, "x", 5, [], {"foo": 1}))

    assert len(list(found.program.talks())) == 1
    assert any(warning.message.startswith("5 talks skipped") for warning in found.warnings)


def test_answers_to_the_organisers_are_not_imported() -> None:
    data = schedule(
        event(answers=[{"question": 1, "answer": "my number is 555"}], persons=[{"name": "A B", "answers": [5]}])
    )

    assert "555" not in str(read(data))


@pytest.mark.parametrize(
    "value", [None, True, 0, -1, 1e308, float("nan"), [], {}, [[]], "99999-01-01T00:00", "9999-12-31T23:59:59-23:59"]
)
@pytest.mark.parametrize(
    "key", ["title", "date", "start", "end", "duration", "persons", "links", "room", "type", "abstract"]
)
def test_value_of_a_wrong_type_never_stops_the_import(key: str, value: object) -> None:
    assert len(list(read(schedule(event(**{key: value}), event(guid="t-2"))).program.talks())) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"schedule": {"version": "1",\n "conference": {"title": ', "not valid JSON: line 2"),
        ('{"schedule": {"conference": ' + "[" * 100_000, "nested too deeply"),
        ('{"schedule": {"conference": {"days": []}}}', "has no talks"),
        (
            '{"$schema": "http://json-schema.org/draft-06/schema#", "properties": {"schedule": {}}}',
            "not recognized as a conference program",
        ),
    ],
)
def test_file_that_is_broken_or_no_schedule_is_refused_in_one_line(text: str, said: str) -> None:
    with pytest.raises(ConfnotesError) as refused:
        read_program(text.encode(), "schedule.json")

    assert said in refused.value.message
    assert "\n" not in refused.value.message


def test_lists_of_other_records_are_left_to_others() -> None:
    others: list[object] = [[], [1], [{"title": "A paper", "authors": []}], {"events": []}, {"sessions": []}, "x"]
    for data in others:
        assert ScheduleJson().sniff(Source.of_bytes(json.dumps(data).encode(), "x.json")) == 0.0


def test_a_day_that_does_not_say_when_it_ends_runs_on_past_midnight() -> None:
    hours = ("00:15", "23:00", "00:00", "0:30")
    found = read(schedule(*(event(guid=f"t-{number}", start=hour) for number, hour in enumerate(hours))))

    assert [talk.start and talk.start.isoformat() for talk in found.program.talks()] == [
        "2031-03-30T00:15:00",
        "2031-03-30T23:00:00",
        "2031-03-31T00:00:00",
        "2031-03-31T00:30:00",
    ]
    assert any("2 talks before the day change" in warning.message for warning in found.warnings)


def test_invalid_speaker_codes_are_reported_once() -> None:
    people = [{"code": "S-1", "name": "Selma Mond"}, {"code": "S-2", "name": "Tom Ree"}]
    told = [each.message for each in read(schedule(event(persons=people))).warnings]

    assert [each for each in told if "code" in each] == [
        "2 talks with a speaker's code that the format does not allow, such as “S-1”"
    ]


def test_a_schedule_of_more_events_than_any_conference_has_is_refused() -> None:
    with pytest.raises(ConfnotesError, match="more than 50,000 events"):
        read(schedule(*[event()] * 50_001))
