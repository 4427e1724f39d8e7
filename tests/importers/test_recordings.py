"""Recorded talks: what people notice when a folder of them is read; whole folders are in formats/pyvideo."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from confnotes.errors import ConfnotesError
from confnotes.importers.reading import read_program, read_source
from confnotes.importers.source import Source, SourceFile
from confnotes.model.program import ReadProgram, ResourceKind, Talk

_TALK = {
    "title": "Nets",
    "speakers": ["Ada Holm"],
    "recorded": "2031-03-01",
    "videos": [{"type": "youtube", "url": "https://www.youtube.com/watch?v=AbCdEfGhIjK"}],
    "related_urls": [],
    "thumbnail_url": "https://i.example.org/nets.jpg",
}


def _folder(files: dict[str, Any]) -> Source:
    made = [SourceFile(path, json.dumps(value).encode) for path, value in files.items()]
    return Source("folder", tuple(made), is_folder=True)


def _read(*talks: Any, **category: Any) -> ReadProgram:
    files = {f"videos/talk-{number}.json": talk for number, talk in enumerate(talks)}
    return read_source(_folder({"category.json": category, **files}))


def _only(**changed: Any) -> Talk:
    (talk,) = _read({**_TALK, **changed}).program.talks()
    return talk


def test_a_day_gives_no_talk_a_time_and_the_conference_its_dates() -> None:
    read = _read(_TALK, {**_TALK, "title": "Knots", "recorded": "2031-03-02T00:00:00"}, title="Rope Days")

    assert [talk.start for talk in read.program.talks()] == [None, None]
    conference = read.program.conference
    assert (conference.name, conference.year) == ("Rope Days", 2031)
    assert (conference.start_date, conference.end_date) == (date(2031, 3, 1), date(2031, 3, 2))
    assert [each.message for each in read.warnings] == ["the days of the conference come from its recordings"]


@pytest.mark.parametrize(
    ("recorded", "start"),
    [
        ("2031-03-01T10:15:00", "2031-03-01T10:15:00"),
        ("2031-03-01T10:15:00+05:30", "2031-03-01T10:15:00+05:30"),
        ("2031-03-01T10:17:33", None),
        ("2031-03-01T10:17:33.000Z", None),
        ("2031-03-01", None),
        ("last March", None),
        (None, None),
        (20310301, None),
    ],
)
def test_a_recording_dated_from_the_timetable_says_when_the_talk_began(recorded: Any, start: str | None) -> None:
    found = _only(recorded=recorded).start

    assert (found.isoformat() if found else None) == start


@pytest.mark.parametrize(
    ("stated", "start"),
    [
        ({"date": "2031-03-01", "time": "9:30"}, "2031-03-01T09:30:00"),
        ({"date": "2031-03-01", "start": "14:00"}, "2031-03-01T14:00:00"),
        ({"start": "2031-03-01T14:02:00+01:00"}, "2031-03-01T14:02:00+01:00"),
        ({"date": "2031-03-01", "time": "25:00"}, None),
        ({"date": "2031-03-01", "time": "afternoon"}, None),
        ({"time": "9:30"}, None),
    ],
)
def test_a_talk_that_says_when_it_begins_begins_then(stated: dict[str, Any], start: str | None) -> None:
    found = _only(recorded="2031-03-09", **stated).start

    assert (found.isoformat() if found else None) == start


@pytest.mark.parametrize(
    ("speakers", "names"),
    [
        (["Ada Holm", "Bo W."], ["Ada Holm", "Bo W."]),
        (["Michael (Stu) Stone"], ["Michael (Stu) Stone"]),
        (["Ada Holm and Bo Lind"], ["Ada Holm", "Bo Lind"]),
        ("Ada Holm; Bo Lind", ["Ada Holm", "Bo Lind"]),
        ([{"name": "Ada Holm"}, {"name": None}], ["Ada Holm"]),
        (["Ada Holm", "Ada Holm"], ["Ada Holm"]),
        (["Various speakers"], []),
        (["TODO", "Unknown", ""], []),
        ([], []),
        (None, []),
        ([None, 7, ["x"]], []),
    ],
)
def test_people_are_named_however_they_are_listed_and_placeholders_are_nobody(speakers: Any, names: list[str]) -> None:
    assert [speaker.name for speaker in _only(speakers=speakers).speakers] == names


def test_related_addresses_are_texts_or_labelled() -> None:
    related = [
        "https://github.com/example/nets",
        {"label": "Slides", "url": "https://nets.example.org/1"},
        {"url": 5},
        "no address",
        3,
    ]

    found = _only(related_urls=related).resources

    assert [each.kind for each in found] == [ResourceKind.VIDEO, ResourceKind.CODE, ResourceKind.SLIDES]


def test_a_link_that_every_talk_has_is_one_of_the_conference() -> None:
    link = [{"label": "Conference slides", "url": "https://slides.example.org/all"}]
    talks = [{**_TALK, "title": f"Net {number}", "related_urls": link} for number in range(6)]

    program = _read(*talks).program

    assert [each.url for each in program.resources] == ["https://slides.example.org/all"]
    assert all(len(talk.resources) == 1 for talk in program.talks())


def test_several_conferences_in_one_folder_are_not_mixed() -> None:
    files = {f"{name}/{file}": _TALK for name in ("one", "two") for file in ("category.json", "videos/a.json")}

    with pytest.raises(ConfnotesError, match="has 2 conferences: one, two"):
        read_source(_folder(files))


def test_a_file_that_is_broken_takes_no_other_with_it() -> None:
    broken = SourceFile("videos/half.json", lambda: json.dumps(_TALK).encode()[:-30])
    sound = _folder({"videos/a.json": _TALK, "videos/b.json": {**_TALK, "title": "Knots"}})

    read = read_source(Source("folder", (*sound.files, broken), is_folder=True))

    assert len(list(read.program.talks())) == 2
    assert "1 file was skipped; videos/half.json: half.json is not valid JSON" in read.warnings[0].message


def test_one_broken_file_alone_is_refused() -> None:
    with pytest.raises(ConfnotesError, match="not valid JSON: line 1"):
        read_program(json.dumps(_TALK).encode()[:-30], "talk.json")


@pytest.mark.parametrize(
    "changed",
    [
        {"title": ["Nets"]},
        {"title": 7},
        {"title": "N" * 9_000},
        {"videos": {"url": "https://x.example"}},
        {"videos": [None, 1, {"url": ["a"]}]},
        {"related_urls": {"a": 1}},
        {"tags": "keynote"},
        {"tags": [None, {"a": 1}]},
        {"description": ["a"], "summary": {"b": 1}},
        {"language": ["eng"], "id": {}, "slug": []},
        {"recorded": "99999-01-01"},
        {"recorded": "0000-00-00T10:00:00"},
        {"category": ["a"], "duration": "long"},
    ],
)
def test_a_talk_with_odd_values_takes_no_other_with_it(changed: dict[str, Any]) -> None:
    read = _read({**_TALK, **changed}, {**_TALK, "title": "Knots"}, None, 4, title=["odd"], description={"a": 1})

    assert "Knots" in [talk.title for talk in read.program.talks()]
