"""Plain lists of papers and talks in JSON: what is taken for one, what is not, and what hostile values do."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time

import pytest

from confnotes.errors import ConfnotesError
from confnotes.importers.importer import Hints
from confnotes.importers.reading import UnknownSourceError, read_source
from confnotes.importers.source import Source
from confnotes.importers.table.importer import Table
from confnotes.model.program import Kind, Moment, ReadProgram

PAPER = {"title": "A map of all puddles", "authors": ["Ada Quillon", "Bo Brine"], "pdf": "https://example.org/1.pdf"}


def source(value: object) -> Source:
    return Source.of_bytes(json.dumps(value).encode(), "list.json")


def read(value: object, hints: Hints | None = None) -> ReadProgram:
    return read_source(source(value), hints)


@pytest.mark.parametrize(
    "around",
    [
        lambda papers: papers,
        lambda papers: {"papers": papers},
        lambda papers: {"accepted": papers, "count": 2},
        lambda papers: {"data": {"talks": papers}},
        lambda papers: {f"p{number}": paper for number, paper in enumerate([*papers, *papers])},
        lambda papers: [{f"p{number}": paper for number, paper in enumerate(papers)}, {"p9": papers[0]}],
        lambda papers: {"edges": [{"node": paper} for paper in papers]},
        lambda papers: [
            {"forum": "x", "content": {key: {"value": each} for key, each in one.items()}} for one in papers
        ],
    ],
)
def test_papers_are_found_wherever_a_file_has_its_list(around: object) -> None:
    assert callable(around)

    found = read(around([PAPER, {**PAPER, "title": "A map of all ponds"}]))

    assert found.format == "json-table"
    talk, other, *_ = found.program.talks()
    assert (talk.title, other.title) == ("A map of all puddles", "A map of all ponds")
    assert [person.name for person in talk.speakers] == ["Ada Quillon", "Bo Brine"]
    assert [resource.url for resource in talk.resources] == ["https://example.org/1.pdf"]


@pytest.mark.parametrize(
    "person",
    [
        "Ada Quillon (Harbour Institute)",
        {"name": "Ada Quillon", "affiliation": "Harbour Institute"},
        {"first": "Ada", "last": "Quillon", "institution": {"name": "Harbour Institute"}},
        {"author": {"display_name": "Ada Quillon"}, "institutions": [{"display_name": "Harbour Institute"}]},
        {"fullname": "Quillon, Ada", "title": "Professor", "company": "Harbour Institute"},
    ],
)
def test_people_are_named_with_where_they_work_however_they_are_recorded(person: object) -> None:
    found = read([{**PAPER, "authors": [person, "Bo Brine"]}, PAPER])

    first, second = next(found.program.talks()).speakers
    assert (first.name, first.affiliation, second.name) == ("Ada Quillon", "Harbour Institute", "Bo Brine")


def test_a_venue_that_is_a_conference_and_a_kind_is_no_room() -> None:
    found = read([{**PAPER, "venue": "PuddleConf 2031 Spotlight"}, {**PAPER, "venue": "PuddleConf 2031 Poster"}])

    assert found.program.conference.name == "PuddleConf 2031"
    assert [(talk.kind, talk.room) for talk in found.program.talks()] == [(Kind.SPOTLIGHT, None), (Kind.POSTER, None)]


@pytest.mark.parametrize(
    "other",
    [
        {"name": "pack", "version": "1.0.0", "author": "Ada", "scripts": {"start": "node"}, "dependencies": {}},
        {
            "type": "FeatureCollection",
            "features": [{"properties": {"title": "A long pier", "start": "9"}, "geometry": {}, "author": "A"}] * 3,
        },
        [{"title": "Notes on tides and time", "url": "https://example.org", "date_added": 1, "author": "Ada"}] * 3,
        [{"name": "Ada Quillon", "title": "Head of tides", "company": "Harbour", "start_time": 9, "phone": "1"}] * 3,
        [{"time": "2031-05-06T10:22:33.1Z", "level": "info", "title": "started", "name": "api"}] * 3,
        {tongue: {"title": "Welcome to us", "speakers": "Our speakers"} for tongue in ("en", "de", "pt-BR")},
        {"title": "Welcome", "menu": [{"title": "Talks of today", "url": "/talks"}] * 3, "author": "Ada"},
        [{"title": "A post on tides", "author": "Ada Quillon", "date": "2031-05-06", "description": "Tides."}] * 3,
        [{"title": "The book of tides", "author": "Ada Quillon", "link": "https://example.org", "year": 2031}] * 3,
    ],
    ids=["package", "geojson", "bookmarks", "contacts", "log", "translations", "settings", "posts", "books"],
)
def test_data_that_is_no_program_is_not_taken_for_one(other: object) -> None:
    assert Table().sniff(source(other)) == 0.0
    with pytest.raises(UnknownSourceError):
        read(other)


def test_a_list_whose_keys_say_too_little_is_read_when_its_format_is_named() -> None:
    posts = [
        {"title": f"A post on tides {number}", "author": "Ada Quillon", "date": "2031-05-06"} for number in range(3)
    ]

    assert len(list(read(posts, Hints(format="json-table")).program.talks())) == 3


@pytest.mark.parametrize(
    ("more", "start"),
    [
        ({"time": "9:30"}, time(9, 30)),  # an hour without a day is kept
        ({"time": {"start": "9:30", "end": "10:00"}, "date": "2031-05-06"}, datetime(2031, 5, 6, 9, 30)),
        ({"start": 1935912600}, datetime(2031, 5, 7, 9, 30, tzinfo=UTC)),
    ],
)
def test_a_list_that_says_when_is_a_program(more: dict[str, object], start: Moment) -> None:
    talk = {"title": {"en": "A map of all puddles", "pt": "Mapa"}, "authors": ["Ada Quillon"], **more}

    found = read([talk, {**talk, "title": "A map of all ponds", "type": {"id": 3, "name": "Keynote"}}])

    first, second = found.program.talks()
    assert found.format == "json-program"
    assert (first.title, second.title, second.kind) == ("A map of all puddles", "A map of all ponds", Kind.KEYNOTE)
    assert first.start == second.start == start


def test_values_of_wrong_types_are_passed_over() -> None:
    odd: list[object] = [
        None, True, -1, 1e300, float("nan"), 10**40, "", [], {}, [[["deep"]]], [None, {}, 3], {"value": {"value": []}},
        {"name": {"name": 1}}, {"start": {"end": {"start": {"end": {"start": 1}}}}}, "x" * 5000, "\x00\x1b[2J",
    ]  # fmt: skip
    keys = (
        "title",
        "authors",
        "abstract",
        "start",
        "end",
        "date",
        "room",
        "pdf",
        "links",
        "session",
        "id",
        "talks",
        "venue",
    )
    records = [{**PAPER, key: value} for key in keys for value in odd]

    found = read([*records, *odd])

    assert sum(talk.title == "A map of all puddles" for talk in found.program.talks()) > len(records) / 2
    assert any("not readable" in warning.message for warning in found.warnings)


def test_a_list_that_is_cut_off_is_refused_with_its_line() -> None:
    text = json.dumps([PAPER] * 9, indent=1)

    with pytest.raises(ConfnotesError, match=r"list\.json is not valid JSON: line \d+"):
        read_source(Source.of_bytes(text[: len(text) * 2 // 3].encode(), "list.json"))


def test_warnings_name_the_line_of_the_record() -> None:
    text = json.dumps([PAPER, {**PAPER, "title": "Über Pfützen", "status": "rejected"}], indent=1)

    (warning,) = read_source(Source.of_bytes(text.encode(), "list.json")).warnings

    assert "rejected" in warning.message
    assert warning.line == 1 + text[: text.index("\\u00dcber")].count("\n")


def test_a_list_of_parallel_talks_for_each_slot_is_a_program() -> None:
    slots = [
        [{"title": "A map of all puddles", "speaker": "Ada Quillon", "time": "9:30"}],
        [
            {"title": "A map of all ponds", "speaker": "Bo Kai", "time": "10:30"},
            {"title": "A map of all lakes", "speaker": "Inês Farol", "time": "10:30"},
        ],
    ]

    found = list(read(slots).program.talks())
    assert [(talk.title, talk.start) for talk in found] == [
        ("A map of all puddles", time(9, 30)),
        ("A map of all ponds", time(10, 30)),
        ("A map of all lakes", time(10, 30)),
    ]


def test_a_session_without_talks_among_others_is_kept_under_its_name() -> None:
    talks = [{"title": title, "speakers": [{"name": "Ada Quillon"}]} for title in ("Puddles on maps", "Ponds on maps")]
    morning = {"name": "Morning", "start": "09:00", "end": "10:30", "talks": talks}
    lunch = {"name": "Lunch", "start": "12:00", "end": "13:00"}

    program = read({"days": [{"date": "2031-05-06", "sessions": [morning, lunch]}]}).program
    assert [(talk.title, talk.start) for talk in program.talks()] == [
        ("Puddles on maps", None),  # in the order of the session, which says when
        ("Ponds on maps", None),
        ("Lunch", datetime(2031, 5, 6, 12)),
    ]
    assert program.sessions[0].start == datetime(2031, 5, 6, 9)


def test_the_day_a_talk_was_added_to_a_list_is_not_its_day() -> None:
    found = read([{**PAPER, "added": "2031-05-06"}, {**PAPER, "title": "A map of all ponds", "added": "2031-05-07"}])

    assert [talk.start for talk in found.program.talks()] == [None, None]


def test_times_as_keys_of_talks_are_their_hours() -> None:
    data = {
        "Wednesday": [
            {"09:00": {"title": "Tides by hand", "speaker": "Ines Duarte"}},
            {"10:00": {"title": "Fog and radio", "speaker": "Tomas Lind"}},
        ]
    }
    talks = [*read(data).program.talks()]
    assert [(str(talk.start), talk.title) for talk in talks] == [
        ("09:00:00", "Tides by hand"),
        ("10:00:00", "Fog and radio"),
    ]
