"""What every program goes through: what no vault could hold stays out, and is said."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from confnotes.importers.importer import Hints
from confnotes.importers.normalize import normalize
from confnotes.importers.reading import read_program
from confnotes.model.program import Conference, Deadline, Program, ReadProgram, Session, Talk


def test_implausible_years_are_left_out_with_a_warning() -> None:
    first, last = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    talks = (Talk("A", start=first, end=last), Talk("B", start=datetime(2031, 6, 2, 9, tzinfo=UTC)))
    program = Program(
        Conference(start_date=date(1, 1, 1), end_date=date(9999, 12, 31)),
        (Session(start=first, talks=talks),),
        deadlines=(Deadline("Papers", date(9999, 12, 31)),),
    )
    read = normalize(ReadProgram("own", program), Hints(timezone="Pacific/Auckland"))
    assert [talk.start for talk in read.program.talks()] == [
        None,
        datetime(2031, 6, 2, 21, tzinfo=ZoneInfo("Pacific/Auckland")),
    ]
    assert (read.program.conference.start_date, read.program.deadlines[0].date) == (None, None)
    assert [each.message for each in read.warnings] == ["3 times are in an implausible year and left out"]


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("Europe/Berlin", (date(2026, 12, 30), date(2027, 1, 1))),
        ("America/Los_Angeles", (date(2026, 12, 29), date(2026, 12, 31))),
        ("Pacific/Auckland", (date(2026, 12, 30), date(2027, 1, 1))),
        (None, (date(2026, 12, 30), date(2026, 12, 31))),
    ],
)
def test_the_days_of_a_conference_are_those_of_its_talks_where_it_is(zone: str | None, days: tuple[date, date]) -> None:
    calendar = ["BEGIN:VCALENDAR", "X-WR-CALNAME:Night Conf"]
    for number, start in enumerate(("20261230T070000Z", "20261231T233000Z")):
        calendar += ["BEGIN:VEVENT", f"UID:{number}", f"DTSTART:{start}", f"SUMMARY:Talk {number}", "END:VEVENT"]
    text = "\r\n".join([*calendar, "END:VCALENDAR", ""])
    conference = read_program(text.encode(), "night.ics", Hints(timezone=zone)).program.conference
    assert (conference.start_date, conference.end_date) == days


def test_days_that_are_stated_stay_whatever_zone_its_talks_were_written_in() -> None:
    talk = Talk("A", start=datetime(2031, 6, 3, 23, 30, tzinfo=UTC))
    stated = Conference(start_date=date(2031, 6, 1), end_date=date(2031, 6, 6))
    read = normalize(ReadProgram("own", Program(stated, (Session(talks=(talk,)),))), Hints(timezone="Europe/Berlin"))
    assert (read.program.conference.start_date, read.program.conference.end_date) == (
        date(2031, 6, 1),
        date(2031, 6, 6),
    )


def test_a_talk_that_stands_twice_is_read_once_whoever_read_it() -> None:
    twice = (Session(talks=(Talk("A", "a"),)), Session(talks=(Talk("A", "a"), Talk("B", "b"))))
    read = normalize(ReadProgram("own", Program(sessions=twice)), Hints())
    assert [talk.id for talk in read.program.talks()] == ["a", "b"]
    assert [each.message for each in read.warnings] == ["left out: 1 talk listed twice with the same id"]


def test_a_talk_that_stands_twice_with_different_notes_keeps_both() -> None:
    talks = (Talk("A", "a", notes="at the talk"), Talk("A", "a", notes="at the poster"))
    read = normalize(ReadProgram("own", Program(sessions=(Session(talks=talks),))), Hints())
    assert [talk.notes for talk in read.program.talks()] == ["at the talk", "at the poster"]
    assert len({talk.id for talk in read.program.talks()}) == 2
