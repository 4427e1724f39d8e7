"""The five documents that the project began with, where they lie beside the checkout; facts read from them by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from confnotes.errors import ConfnotesError
from confnotes.exporters.data.program_json import program_object
from confnotes.importers.reading import read_program
from confnotes.model.program import Kind, ReadProgram, Role

SHARED = Path(__file__).parents[3] / "shared"
pytestmark = pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="needs the documents in ../shared")


def read(number: str) -> ReadProgram:
    (source,) = (SHARED / "seeds").glob(f"{number}_*.txt")
    return read_program(source.read_bytes(), source.name)


def count(found: ReadProgram, role: Role) -> int:
    return sum(role in person.roles for person in found.program.people)


def test_workshop_page_without_a_timetable_invents_none() -> None:
    found = read("000")
    program = found.program

    assert found.format == "workshop-markdown"
    assert (program.conference.part_of, program.conference.year) == ("NeurIPS 2021", 2021)
    assert program.conference.start_date is None
    assert program.sessions == ()
    assert (count(found, Role.KEYNOTE), count(found, Role.ORGANIZER), len(program.people)) == (10, 7, 17)
    assert [(each.date is not None, each.timezone) for each in program.deadlines] == [
        (True, "AoE"),
        (True, None),
    ]
    assert any("not known yet" in warning.message and warning.line == 85 for warning in found.warnings)
    assert [warning.line for warning in found.warnings if "2020" in warning.message] == [58]


def test_day_of_notes_gives_sessions_talks_and_the_notes_themselves() -> None:
    found = read("001")
    sessions = found.program.sessions
    source = next((SHARED / "seeds").glob("001_*.txt")).read_text(encoding="utf-8").split("\n")

    assert [len(session.talks) for session in sessions] == [1, 5, 5, 1, 5, 3, 1]
    assert [session.start.strftime("%H:%M") if session.start else None for session in sessions] == [
        "10:05", None, "04:10", "16:50", None, "17:30", None,
    ]  # fmt: skip
    assert sum(speaker.highlighted for talk in found.program.talks() for speaker in talk.speakers) == 4
    assert [talk.id for talk in sessions[5].talks] == ["802", "803", "813"]
    social = sessions[6].talks[0]
    assert (social.kind, social.starts_at and social.starts_at.hour, social.ends_at and social.ends_at.hour) == (
        Kind.SOCIAL,
        19,
        22,
    )
    assert sessions[2].talks[0].title is None
    assert next(found.program.talks()).notes == "\n".join(source[14:36])
    assert found.program.conference.timezone is None
    assert any(warning.line == 133 for warning in found.warnings)


def test_jekyll_page_leaves_comments_and_sponsors_out() -> None:
    found = read("002")
    (session,) = found.program.sessions

    assert [count(found, role) for role in (Role.KEYNOTE, Role.PANELIST, Role.ORGANIZER)] == [6, 7, 7]
    assert len(found.program.people) == 20
    assert all(person.affiliation and person.url for person in found.program.people)
    assert (session.title, session.kind, session.room, session.talks) == (None, Kind.WORKSHOP, "Room 293-294", ())
    assert (
        session.starts_at
        and session.ends_at
        and (session.starts_at.hour, session.starts_at.minute, session.ends_at.hour) == (8, 50, 17)
    )
    assert len(found.program.deadlines) == 3


def test_seminar_is_one_talk_at_local_time() -> None:
    found = read("003")
    (talk,) = found.program.talks()

    assert talk.kind is Kind.SEMINAR
    assert "&#58;" not in (talk.title or "") and "and Reason:" in (talk.title or "")
    assert talk.starts_at and talk.starts_at.tzinfo is None
    assert talk.room == "Roberts Building 508"
    assert len((talk.abstract or "").split("\n\n")) == 2
    assert found.program.conference.name is None
    assert {8, 9} <= {warning.line for warning in found.warnings}


def test_pasted_page_gives_the_timetable_in_its_zone() -> None:
    found = read("004")
    talks = list(found.program.talks())

    assert found.format == "workshop-text"
    assert (found.program.conference.edition, found.program.conference.timezone) == ("DLDE III", "America/Chicago")
    assert [
        sum(talk.kind is kind for talk in talks) for kind in (Kind.KEYNOTE, Kind.SPOTLIGHT, Kind.BREAK, Kind.POSTER)
    ] == [4, 6, 3, 2]
    assert len(talks) == 17
    assert all(talk.starts_at and talk.starts_at.utcoffset() is not None and talk.ends_at is None for talk in talks)
    assert (count(found, Role.KEYNOTE), count(found, Role.ORGANIZER)) == (4, 7)
    assert {9, 11, 56, 81} <= {warning.line for warning in found.warnings}


SEMINARS = sorted((SHARED / "corpora" / "jekyll-seminar").rglob("*.md"))


@pytest.mark.parametrize("source", SEMINARS, ids=[path.stem for path in SEMINARS])
def test_seminar_of_the_collection_is_one_talk_with_a_start_and_an_abstract(source: Path) -> None:
    found = read_program(source.read_bytes(), source.name)
    (talk,) = found.program.talks()

    assert found.format == "jekyll-event"
    assert talk.title and talk.start and talk.end and talk.abstract and talk.room
    assert len(talk.speakers) == (0 if "Various" in source.stem else 1)


def test_every_file_of_the_corpora_is_read_or_refused_in_one_line() -> None:
    sources = [
        path for path in sorted((SHARED / "corpora").rglob("*")) if path.is_file() and path.stat().st_size < 100_000
    ]
    for source in sources[::4]:
        try:
            found = read_program(source.read_bytes(), source.name)
        except ConfnotesError as refused:
            assert "\n" not in refused.message
        else:
            assert program_object(found)["schema"] == "confnotes.program/1"
