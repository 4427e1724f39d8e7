"""What confnotes writes it reads back the same: as JSON, and as the `program.yaml` of a vault."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confnotes.errors import ConfnotesError
from confnotes.exporters.data.program_json import program_object
from confnotes.importers.importer import Hints
from confnotes.importers.normalize import normalize
from confnotes.importers.own_program import OwnProgram
from confnotes.importers.reading import read_program, read_source
from confnotes.importers.source import Source
from confnotes.markup.program_yaml import render
from confnotes.merge.duplicate_talks import with_ids
from confnotes.model.program import (
    Conference,
    Deadline,
    Kind,
    Person,
    Program,
    ReadProgram,
    Resource,
    ResourceKind,
    Role,
    Session,
    Speaker,
    Talk,
)
from confnotes.vault.vault import Vault
from examples import examples
from program_files import save_program
from source_files import source_at

_TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
_MAYBE = st.none() | _TEXT
_ZONES = st.sampled_from([None, UTC, timezone(timedelta(hours=-3, minutes=-30)), ZoneInfo("Europe/Vienna")])
_CONFERENCE_ZONES = ("Europe/Vienna", "America/St_Johns", "UTC")


def _exists(moment: datetime) -> bool:
    """Whether clocks show that time in every zone: the hour that is left out in spring cannot come back."""
    local = (moment.replace(tzinfo=ZoneInfo(zone)) for zone in _CONFERENCE_ZONES)
    return all(one == one.astimezone(UTC).astimezone(one.tzinfo) for one in local)


_MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).filter(_exists)
_TIMES = st.none() | st.builds(lambda moment, zone: moment.replace(tzinfo=zone), _MOMENTS, _ZONES)
_DAYS = st.none() | st.dates()
_LINKS = st.lists(st.builds(Resource, st.sampled_from(ResourceKind), _TEXT, _MAYBE), max_size=2).map(tuple)
_ROLES = st.sampled_from(Role)
_SPEAKERS = st.builds(Speaker, _TEXT, _MAYBE, _MAYBE, _ROLES, st.booleans(), _MAYBE)
_PEOPLE = st.builds(Person, _TEXT, _MAYBE, _MAYBE, st.lists(_ROLES, max_size=2).map(tuple), _MAYBE)
_DEADLINES = st.builds(Deadline, _TEXT, _DAYS, st.none() | st.times(), _MAYBE)
_TALKS = st.builds(
    Talk,
    title=_MAYBE,
    id=_MAYBE,
    kind=st.sampled_from(Kind),
    start=_TIMES,
    end=_TIMES,
    room=_MAYBE,
    track=_MAYBE,
    language=_MAYBE,
    abstract=_MAYBE,
    speakers=st.lists(_SPEAKERS, max_size=2).map(tuple),
    resources=_LINKS,
    notes=_MAYBE,
    cancelled=st.booleans(),
    board=_MAYBE,
)
_SESSIONS = st.builds(
    Session,
    title=_MAYBE,
    id=_MAYBE,
    kind=st.sampled_from(Kind),
    start=_TIMES,
    end=_TIMES,
    room=_MAYBE,
    track=_MAYBE,
    resources=_LINKS,
    talks=st.lists(_TALKS, max_size=2).map(tuple),
)
_CONFERENCES = st.builds(
    Conference,
    name=_MAYBE,
    edition=_MAYBE,
    year=st.none() | st.integers(0, 9999),
    part_of=_MAYBE,
    venue=_MAYBE,
    start_date=_DAYS,
    end_date=_DAYS,
    timezone=st.sampled_from([None, *_CONFERENCE_ZONES]),
    url=_MAYBE,
    description=_MAYBE,
)
_PROGRAMS = st.builds(
    Program,
    _CONFERENCES,
    st.lists(_SESSIONS, max_size=2).map(tuple),
    st.lists(_PEOPLE, max_size=2).map(tuple),
    st.lists(_DEADLINES, max_size=2).map(tuple),
    _LINKS,
)


def _settled(program: Program) -> Program:
    return normalize(ReadProgram("any", program), Hints()).program


def _read(data: bytes) -> Program:
    return _settled(OwnProgram().read(Source.of_bytes(data, "program"), Hints()).program)


@settings(max_examples=examples(400), deadline=None)
@given(_PROGRAMS)
def test_any_program_comes_back_from_what_import_prints(program: Program) -> None:
    once = _settled(program)

    printed = json.dumps(program_object(ReadProgram("any", once)), ensure_ascii=False).encode()

    assert _read(printed) == once


@settings(max_examples=examples(40), deadline=None)
@given(_PROGRAMS)
def test_any_program_comes_back_from_the_file_of_a_vault(program: Program) -> None:
    clock = [replace(each, time=each.time and each.time.replace(second=0, microsecond=0)) for each in program.deadlines]
    zone = program.conference.timezone
    once = _settled(replace(program, conference=Conference("Any Days", timezone=zone), deadlines=tuple(clock)))
    once = with_ids(
        replace(
            once,
            sessions=tuple(
                replace(session, talks=tuple(replace(talk, notes=None) for talk in session.talks))
                for session in once.sessions
            ),
        )
    )

    again = _read(render(once, "Any Days").encode())

    assert replace(again, conference=Conference("Any Days", timezone=zone)) == once


_PROGRAM = Program(
    Conference(
        "Deep Days 2031",
        year=2031,
        venue="Turku",
        start_date=date(2031, 6, 2),
        end_date=date(2031, 6, 3),
        timezone="Europe/Helsinki",
        description="Two days by the river.",
    ),
    (
        Session(
            "Morning",
            id="morning",
            talks=(
                Talk(
                    "Ice and Nets",
                    id="a1",
                    start=datetime(2031, 6, 2, 9, tzinfo=ZoneInfo("Europe/Helsinki")),
                    speakers=(Speaker("Aino Virta", id="orcid:0000-0002-1825-0097"),),
                    board="A12",
                ),
            ),
        ),
    ),
    (Person("Aino Virta", roles=(Role.SPEAKER,), id="orcid:0000-0002-1825-0097"),),
    (Deadline("Camera ready", date(2031, 4, 1), time(23, 59), "AoE"),),
)


def test_the_folder_of_a_conference_in_a_vault_is_read_with_the_note_beside_it(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "notes")
    save_program(vault, "Deep Days 2031", _PROGRAM)
    (tmp_path / "notes" / "Deep Days 2031" / "An empty note.md").touch()

    read = read_source(source_at(tmp_path / "notes" / "Deep Days 2031"))

    assert read.format == "program-yaml"
    assert read.program == _PROGRAM


def test_the_file_alone_still_names_its_conference_and_zone() -> None:
    read = read_program(render(_PROGRAM, "Deep Days 2031").encode(), "program.yaml")

    conference = read.program.conference
    assert (conference.name, conference.timezone) == ("Deep Days 2031", "Europe/Helsinki")
    assert (conference.start_date, conference.end_date) == (date(2031, 6, 2), date(2031, 6, 2))
    assert read.program.sessions == _PROGRAM.sessions


def test_a_file_whose_comment_was_taken_out_is_still_known_by_its_shape() -> None:
    text = "".join(line for line in render(_PROGRAM, "D").splitlines(keepends=True) if not line.startswith("#"))

    assert read_program(text.encode(), "mine.yaml").format == "program-yaml"


def test_warnings_of_the_first_reading_are_repeated_without_line_numbers() -> None:
    data = {
        "schema": "confnotes.program/1",
        "sessions": [{"talks": [{"title": "One"}, {"title": "Two"}]}],
        "warnings": [{"line": 7, "message": "the year was assumed"}, "no warning", {"line": 1}],
    }

    read = read_program(json.dumps(data).encode(), "x.json")

    assert [(each.line, each.message) for each in read.warnings] == [(None, "the year was assumed")]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"schema": "confnotes.program/2"}, "has schema “confnotes.program/2”"),
        ({"sessions": "many"}, "“sessions” of the file must be a list"),
        ({"sessions": [{"title": "Noon", "talks": {}}]}, "“talks” of the session “Noon” must be a list"),
        ({"sessions": [{"talks": [{"title": ["A"], "kind": "talk"}]}]}, "must be text"),
        ({"sessions": [{"talks": [{"title": "A", "start": "noon"}]}]}, "“start” of the talk “A” must be a time"),
        ({"sessions": [{"talks": [{"title": "A", "start": "9999-12-31T23:59:59"}]}]}, "must be a time"),
        ({"sessions": [{"talks": [{"title": "A", "kind": "stroll"}]}]}, "“stroll” of the talk “A” is not a kind"),
        ({"sessions": [{"talks": [{"title": "A", "resources": [{"kind": "x", "url": "u"}]}]}]}, "is not a kind of"),
        ({"conference": {"year": "2031"}}, "“year” of the conference must be a number"),
        ({"conference": {"start_date": "June"}}, "“start_date” of the conference must be a date"),
        ({"conference": [1]}, "the conference must be a mapping"),
        ({"people": [None]}, "a person must be a mapping"),
        ({"deadlines": [{"title": "D", "time": "late"}]}, "“time” of the deadline “D” must be a time"),
    ],
)
def test_a_value_of_the_wrong_shape_is_named_and_nothing_is_imported(changed: object, message: str) -> None:
    assert isinstance(changed, dict)
    data = json.dumps({"schema": "confnotes.program/1", **changed}).encode()

    with pytest.raises(ConfnotesError, match=message):
        read_program(data, "x.json")


def test_an_object_whose_keys_were_sorted_is_still_known() -> None:
    people = tuple(Person(f"Nobody {number}") for number in range(400))
    printed = program_object(ReadProgram("any", replace(_PROGRAM, people=people)))

    assert read_program(json.dumps(printed, sort_keys=True).encode(), "sorted.json").format == "confnotes-json"


def test_several_programs_in_one_file_are_refused_and_a_file_cut_short_is_called_so() -> None:
    one = json.dumps(program_object(ReadProgram("any", _PROGRAM)))

    with pytest.raises(ConfnotesError, match="has 2 programs"):
        read_program(f"[{one}, {one}]".encode(), "both.json")
    with pytest.raises(ConfnotesError, match="not valid JSON: line 1"):
        read_program(one[:900].encode(), "half.json")
    assert read_program(f"[{one}]".encode(), "one.json").program == _PROGRAM
