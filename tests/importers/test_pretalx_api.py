"""Dumps of the pretalx API: what people notice when one is read; whole dumps are in formats/pretalx-api."""

from __future__ import annotations

import json
from typing import Any

import pytest

from confnotes.errors import ConfnotesError
from confnotes.importers.pretalx.importer import PretalxApi
from confnotes.importers.reading import read_program, read_source
from confnotes.importers.source import Source, SourceFile
from confnotes.model.program import ReadProgram, Role, Talk

_TALK = {
    "code": "NETS01",
    "title": "Nets",
    "speakers": [{"code": "AAAA11", "name": "Ada Holm"}],
    "submission_type": {"en": "Talk"},
    "state": "confirmed",
    "slot": {"room": {"en": "Attic"}, "start": "2031-03-01T10:00:00+01:00", "end": "2031-03-01T10:30:00+01:00"},
}


def _read(*talks: Any, **more: Any) -> ReadProgram:
    return read_program(json.dumps({"results": list(talks), **more}).encode(), "anything.bin")


def _only(**changed: Any) -> Talk:
    (talk,) = _read({**_TALK, **changed}).program.talks()
    return talk


def test_a_page_of_results_and_a_bare_list_are_the_same_program() -> None:
    page, bare = _read(_TALK), read_program(json.dumps([_TALK]).encode(), "talks.json")

    assert page.format == "pretalx-api"
    assert page.program == bare.program
    assert [(talk.title, talk.room) for talk in page.program.talks()] == [("Nets", "Attic")]


@pytest.mark.parametrize(
    ("state", "slot", "cancelled"),
    [
        ("canceled", None, True),
        ("canceled", _TALK["slot"], True),
        ("withdrawn", _TALK["slot"], True),
        ("accepted", _TALK["slot"], False),
    ],
)
def test_a_talk_that_was_called_off_says_so(state: str, slot: Any, cancelled: bool) -> None:
    assert _only(state=state, slot=slot).cancelled is cancelled


def test_proposals_that_were_not_taken_are_no_talks() -> None:
    refused = [
        {**_TALK, "code": f"N{state}", "state": state, "slot": None} for state in ("submitted", "rejected", "draft")
    ]

    read = _read(_TALK, *refused)

    assert len(list(read.program.talks())) == 1
    assert [each.message for each in read.warnings] == [
        "a submission is not part of the program and was skipped (3 times)"
    ]


def test_proposals_alone_are_read_since_there_is_nothing_else() -> None:
    proposals = [{**_TALK, "code": f"N{number}", "state": "submitted", "slot": None} for number in (1, 2)]

    assert len(list(_read(*proposals).program.talks())) == 2


@pytest.mark.parametrize(
    ("changed", "room"),
    [
        ({"slot": {"room": "R101", "start": "2031-03-01T10:00:00Z"}}, "R101"),
        ({"slot": {"room": {"de": "Dachboden"}, "start": "2031-03-01T10:00:00Z"}}, "Dachboden"),
        ({"slot": {"room_id": 4, "room": None, "start": "2031-03-01T10:00:00Z"}}, None),
        (
            {"slot": None, "slots": [{"room": {"id": 4, "name": {"en": "Loft"}}, "start": "2031-03-01T10:00:00Z"}]},
            "Loft",
        ),
        ({"slot": None, "slots": [{"room": 17, "start": "2031-03-01T10:00:00Z", "is_visible": True}]}, None),
        ({"slot": None, "slots": [{"room": "Hidden", "start": "2031-03-01T10:00:00Z", "is_visible": False}]}, None),
        ({"slot": None, "start": "2031-03-01T10:00:00Z", "room": "Stage"}, "Stage"),
    ],
)
def test_a_room_is_found_however_the_slot_is_written(changed: dict[str, Any], room: str | None) -> None:
    assert _only(**changed).room == room


def test_people_have_their_orcid_where_they_gave_it_and_their_code_elsewhere() -> None:
    answers = [
        {"question": {"question": {"en": "ORCID"}}, "answer": "0000-0002-1825-0097"},
        {"question": {"question": {"en": "Company or institution"}}, "answer": "Rope Works"},
    ]

    talk = _only(
        speakers=[{"code": "AAAA11", "name": "Ada Holm", "answers": answers}, {"code": "B", "name": "Bo Lind"}]
    )

    assert [(each.id, each.affiliation) for each in talk.speakers] == [
        ("orcid:0000-0002-1825-0097", "Rope Works"),
        ("pretalx:B", None),
    ]


def test_answers_with_addresses_are_links_of_the_talk_unless_they_are_about_a_person() -> None:
    def answer(question: str, text: str, person: str | None = None) -> dict[str, Any]:
        return {"question": {"question": {"en": question}}, "answer": text, "person": person}

    talk = _only(
        answers=[
            answer("Slides", "at https://nets.example.org/slides, soon"),
            answer("Social (GitHub)", "https://github.com/ada", "AAAA11"),
            answer("Feedback form", "https://forms.example.org/1"),
            answer("Outline", "First nets, then knots"),
        ]
    )

    assert [(each.kind.value, each.url) for each in talk.resources] == [("slides", "https://nets.example.org/slides")]


def test_who_holds_a_keynote_is_its_keynote() -> None:
    assert _only(submission_type="Keynote").speakers[0].role is Role.KEYNOTE


def test_times_stand_in_the_zone_of_the_event_that_is_dumped_beside_the_talks() -> None:
    event = {
        "slug": "n",
        "name": "Net Days",
        "date_from": "2031-03-01",
        "date_to": "2031-03-02",
        "timezone": "Asia/Tokyo",
    }
    files = {"a": event, "b": [_TALK]}

    read = read_source(
        Source("dump", tuple(SourceFile(f"{name}.json", json.dumps(each).encode) for name, each in files.items()), True)
    )

    start = next(read.program.talks()).start
    assert start is not None and start.isoformat() == "2031-03-01T18:00:00+09:00"
    assert (read.program.conference.name, read.program.conference.timezone) == ("Net Days", "Asia/Tokyo")


def test_an_export_of_the_schedule_is_left_to_its_own_reader() -> None:
    export = {
        "schedule": {"conference": {"daysCount": 1, "days": [{"rooms": {"A": [{**_TALK, "content_locale": "en"}]}}]}}
    }

    assert PretalxApi().sniff(Source.of_bytes(json.dumps(export).encode(), "x.json")) == 0.0


@pytest.mark.parametrize(
    "changed",
    [
        {"title": ["Nets"]},
        {"title": {"en": 7}},
        {"speakers": {"a": 1}},
        {"speakers": [None, 1, [], {"name": []}, {"code": {}}]},
        {"slot": "noon", "slots": "later"},
        {"slot": {"start": 5, "end": [], "room": [1]}},
        {"slot": {"start": "9999-12-31T23:59:59-12:00", "end": "0001-01-01T00:00:00+14:00"}},
        {"track": [1], "submission_type": [2], "content_locale": 3, "state": {}},
        {"resources": [None, {"resource": 1}, {"resource": "javascript:alert(1)"}], "answers": [1, {"question": []}]},
        {"code": 12345},
        {"abstract": {"en": "x"}, "description": ["y"]},
        {"title": "N" * 9_000, "abstract": "<" * 9_000},
    ],
)
def test_a_submission_with_odd_values_takes_nothing_else_with_it(changed: dict[str, Any]) -> None:
    sound = {**_TALK, "code": "KNOTS1", "title": "Knots"}

    read = _read({**_TALK, **changed}, None, 3, sound, event={"timezone": "Nowhere/Town"}, rooms=7)

    assert "Knots" in [talk.title for talk in read.program.talks()]


def test_a_file_cut_short_is_refused_with_the_line() -> None:
    text = json.dumps({"results": [_TALK]}, indent=1)

    with pytest.raises(ConfnotesError, match=r"not valid JSON: line \d+"):
        read_program(text[:-9].encode(), "talks.json")
