"""Programs of Sessionize: what people notice when one is read; whole views are in formats/sessionize."""

from __future__ import annotations

import json
from typing import Any

import pytest

from confnotes.errors import ConfnotesError
from confnotes.importers.reading import read_program, read_source
from confnotes.importers.source import Source, SourceFile
from confnotes.model.program import Kind, ReadProgram, Role

_SESSION = {"id": "1", "title": "Nets", "startsAt": "2031-03-01T10:00:00", "isServiceSession": False, "speakers": []}


def _read(sessions: Any, **more: Any) -> ReadProgram:
    data = json.dumps({"sessions": sessions, **more}).encode()
    return read_program(data, "anything.bin")


def _folder(**files: Any) -> Source:
    made = [SourceFile(f"{name}.json", json.dumps(value).encode) for name, value in files.items()]
    return Source("site", tuple(made), is_folder=True)


def test_a_session_of_a_program_is_known_by_its_content_however_the_file_is_called() -> None:
    read = _read([_SESSION, {**_SESSION, "id": "2", "title": "Knots"}])

    assert read.format == "sessionize"
    assert [talk.title for talk in read.program.talks()] == ["Nets", "Knots"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_in_another_encoding_of_unicode_is_read_as_well(encoding: str) -> None:
    text = json.dumps({"sessions": [{**_SESSION, "title": "Nåd"}]}, ensure_ascii=False)

    assert [talk.title for talk in read_program(text.encode(encoding), "all.json").program.talks()] == ["Nåd"]


@pytest.mark.parametrize(
    ("tag_line", "affiliation"),
    [
        ("Engineer at Hato K.K.", "Hato K.K."),
        ("PM @ Stahl & Seil | Author", "Stahl & Seil"),
        ("Lehrerin bei Schule Beispiel, Autorin", "Schule Beispiel"),
        ("Staff Engineer at Acme and proud dog owner", "Acme"),
        ("always at home", None),
        ("Technical Writer, Rope Works", None),
        ("", None),
        (17, None),
    ],
)
def test_the_affiliation_is_taken_from_a_tag_line_only_where_it_says_at(tag_line: Any, affiliation: str | None) -> None:
    speakers = [{"id": "a", "fullName": "Ada Holm", "tagLine": tag_line}]

    talk = next(_read([{**_SESSION, "speakers": ["a"]}], speakers=speakers).program.talks())

    assert talk.speakers[0].affiliation == affiliation


def test_a_session_without_speakers_gets_those_who_list_it() -> None:
    speakers = [
        {"id": "a", "fullName": "Ada Holm", "sessions": [1]},
        {"id": "b", "fullName": "Bo Lind", "sessions": []},
    ]

    talk = next(_read([_SESSION], speakers=speakers).program.talks())

    assert [speaker.name for speaker in talk.speakers] == ["Ada Holm"]


def test_who_holds_a_keynote_is_its_keynote_and_a_speaker_elsewhere() -> None:
    speakers = [{"id": "a", "fullName": "Ada Holm"}]
    both = [
        {**_SESSION, "speakers": ["A"], "title": "Keynote: Nets"},
        {**_SESSION, "id": "2", "speakers": ["a"]},
    ]

    read = _read(both, speakers=speakers)

    assert [talk.kind for talk in read.program.talks()] == [Kind.KEYNOTE, Kind.TALK]
    assert read.program.people[0].roles == (Role.KEYNOTE,)


def test_a_grid_and_the_whole_program_in_one_folder_are_one_event() -> None:
    whole = {"sessions": [{**_SESSION, "startsAt": None, "description": "About nets."}]}
    grid = [{"date": "2031-03-01T00:00:00", "rooms": [{"id": 3, "name": "Attic", "sessions": [_SESSION]}]}]

    talks = list(read_source(_folder(all=whole, grid=grid)).program.talks())

    assert len(talks) == 1
    assert (talks[0].abstract, talks[0].room) == ("About nets.", "Attic")
    assert talks[0].start is not None


def test_two_events_in_one_folder_are_not_mixed() -> None:
    with pytest.raises(ConfnotesError, match=r"first\.json and second\.json are programs of different events"):
        read_source(_folder(first={"sessions": [_SESSION]}, second={"sessions": [{**_SESSION, "id": "9"}]}))


@pytest.mark.parametrize(
    "changed",
    [
        {"title": ["Nets"]},
        {"title": 7},
        {"speakers": "Ada"},
        {"speakers": [None, [], 3.5, {"name": 4}, {"id": None}]},
        {"startsAt": 20310301},
        {"startsAt": "0000-00-00T00:00:00"},
        {"startsAt": "99999-01-01T00:00:00"},
        {"categoryItems": {"a": 1}, "categories": ["x", {"name": 1, "categoryItems": "y"}]},
        {
            "questionAnswers": [
                None,
                {"answer": ["https://example.org"]},
                {"answerValue": {"en": "https://example.org"}},
            ]
        },
        {"roomId": [1], "room": {}},
        {"liveUrl": {"x": 1}, "recordingUrl": ["y"], "asset": [1]},
        {"description": {"de": "Netze"}},
        {"id": {"a": 1}, "status": [1]},
        {"title": "N" * 9_000},
        {"title": "Nets\x00\x1b[31m"},
    ],
)
def test_a_session_with_odd_values_takes_nothing_else_with_it(changed: dict[str, Any]) -> None:
    sound = {**_SESSION, "id": "2", "title": "Knots"}

    read = _read([{**_SESSION, **changed}, sound], speakers=[None, {"id": 1}], rooms="none", categories=[{"items": 1}])

    assert "Knots" in [talk.title for talk in read.program.talks()]


def test_a_file_cut_short_is_refused_with_the_line() -> None:
    text = json.dumps({"sessions": [_SESSION, _SESSION]}, indent=1)

    with pytest.raises(ConfnotesError, match=r"not valid JSON: line \d+"):
        read_program(text[:-40].encode(), "sessions.json")


def test_an_event_without_sessions_says_so() -> None:
    with pytest.raises(ConfnotesError, match="has no talks; it was read as sessionize"):
        read_program(b'{"sessions": [], "speakers": [{"isTopSpeaker": false, "tagLine": ""}]}', "all.json")
