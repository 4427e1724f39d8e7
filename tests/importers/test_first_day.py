"""The user names the first day of a program that states none, or another one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from confnotes.errors import UsageError
from confnotes.importers.normalize import move_to_first_day
from confnotes.importers.reading import Hints, read_program
from confnotes.model.program import Conference, Program, Session, Talk

ZONE = ZoneInfo("Europe/Vienna")
DAY = date(2024, 5, 6)


def program(*starts: datetime, first: date | None = None, last: date | None = None) -> Program:
    talks = tuple(Talk(f"Talk {number}", start=start, end=start) for number, start in enumerate(starts))
    return Program(Conference("Bee Days", start_date=first, end_date=last), (Session(talks=talks),))


@pytest.mark.parametrize(
    ("first", "last", "moved_first", "moved_last"),
    [
        (None, None, DAY, None),
        (date(2023, 3, 25), date(2023, 3, 27), DAY, date(2024, 5, 8)),
        (date(2023, 3, 24), date(2023, 3, 27), DAY, date(2024, 5, 9)),
        (date(2013, 3, 25), date(2013, 3, 27), DAY, date(2024, 5, 8)),
    ],
)
def test_a_program_with_another_first_day_is_moved_whole_and_keeps_its_hours(
    first: date | None, last: date | None, moved_first: date, moved_last: date | None
) -> None:
    before_clocks_change = datetime(2023, 3, 25, 9, 30, tzinfo=ZONE)
    after = datetime(2023, 3, 26, 9, 30, tzinfo=ZONE)
    moved, warning = move_to_first_day(program(before_clocks_change, after, first=first, last=last), DAY)
    late = timedelta(days=1 if first == date(2023, 3, 24) else 0)
    starts = [talk.start for talk in moved.talks()]
    assert starts == [datetime(2024, 5, 6, 9, 30, tzinfo=ZONE) + late, datetime(2024, 5, 7, 9, 30, tzinfo=ZONE) + late]
    assert (moved.conference.start_date, moved.conference.end_date) == (moved_first, moved_last)
    assert warning and "2024-05-06" in warning.message


def test_a_program_that_begins_then_stays_as_it_is() -> None:
    right = program(datetime(2024, 5, 7, 9, 0), first=DAY, last=date(2024, 5, 8))
    moved, warning = move_to_first_day(right, DAY)
    assert list(moved.talks()) == list(right.talks()) and warning is None
    assert (moved.conference.start_date, moved.conference.end_date, moved.conference.year) == (
        DAY,
        date(2024, 5, 8),
        2024,
    )


def test_days_beyond_the_calendar_are_left_out() -> None:
    moved, _ = move_to_first_day(program(datetime(2000, 1, 1, 9), datetime(2003, 1, 1, 9)), date(9999, 1, 1))
    assert [talk.start for talk in moved.talks()] == [datetime(9999, 1, 1, 9), None]


PAGE = """\
# Workshop on Small Notes

## Schedule
{first}
- 09:15 - 10:00 Keynote: Notes that outlive their program, Ada Example
- 10:30 - 11:00 A parser in forty lines, Bo Sample
{second}
- 13:30 - 14:00 Files that heal themselves, Cleo Muster
"""


@pytest.mark.parametrize(
    ("first", "second", "last_day"),
    [("", "", 6), ("\n### Monday\n", "\n### Tuesday\n", 7), ("\n### Day 1\n", "\n### Day 2\n", 7)],
)
def test_a_page_with_hours_alone_gets_its_days_from_the_user(first: str, second: str, last_day: int) -> None:
    page = PAGE.format(first=first, second=second).encode()
    undated = read_program(page, "page.md")
    assert [talk.start for talk in undated.program.talks()] == [time(9, 15), time(10, 30), time(13, 30)]
    read = read_program(page, "page.md", Hints(starts=DAY))
    starts = [talk.start for talk in read.program.talks()]
    assert starts == [datetime(2024, 5, 6, 9, 15), datetime(2024, 5, 6, 10, 30), datetime(2024, 5, last_day, 13, 30)]
    assert read.program.conference.start_date == DAY


@pytest.mark.parametrize("day", [date.min, date(1899, 12, 31), date.max])
def test_a_first_day_in_no_conferences_year_is_refused(day: date) -> None:
    with pytest.raises(UsageError, match="implausible first day"):
        read_program(b"# Workshop\n", "page.md", Hints(starts=day))


def test_the_moment_at_which_a_page_was_made_is_no_day_of_its_event() -> None:
    page = (
        '---\ntitle: "Harbour Days 2031 schedule"\ndate: "2030-04-27T11:21:57-05:00"\n---\n\n'
        "Harbour Days take place at the old mill on Saturday, **May 3rd**.\n\n"
        "| Starting time | Presenter | Presentation |\n| --- | --- | --- |\n"
        "| 9:00 AM | Ines Duarte | Folding maps at sea |\n| 10:30 AM | Noor Aziz | Gliders for everyone |\n"
        "| 1:15 PM | Bo Lind | A cache for goldfish |\n"
    )
    talks = read_program(page.encode(), "schedule.md").program.talks()
    assert {str(talk.start)[:10] for talk in talks} == {"2031-05-03"}


@pytest.mark.parametrize("posted", ["2030-12-19 09:00", "2030-12-19"])
def test_the_day_on_which_a_page_was_posted_is_no_day_of_its_event(posted: str) -> None:
    rows = "- 9:00 Folding maps at sea\n- 10:30 Gliders for everyone\n- 13:15 A cache for goldfish\n"
    days = f"### Monday, May 5, 2031\n\n{rows}\n### Tuesday, May 6, 2031\n\n{rows}"
    page = f"---\ntitle: Program\ndate: {posted}\n---\n\n{days}"
    conference = read_program(page.encode(), "program.md").program.conference
    assert (conference.start_date, conference.end_date, conference.year) == (date(2031, 5, 5), date(2031, 5, 6), 2031)


def test_the_days_in_front_matter_stay_if_the_timetable_leaves_out_the_first() -> None:
    rows = "- 9:00 Folding maps at sea\n- 10:30 Gliders for everyone\n- 13:15 A cache for goldfish\n"
    page = f"---\ntitle: Program\ndate: May 4-6, 2031\n---\n\n### Monday, May 5, 2031\n\n{rows}"
    conference = read_program(page.encode(), "program.md").program.conference
    assert (conference.start_date, conference.end_date) == (date(2031, 5, 4), date(2031, 5, 6))


_SLOTS = "- {start: '9:00', title: Warm fog in winter}\n- {start: '10:00', title: Cold fog at sea}\n"


@pytest.mark.parametrize("days", [("monday", "tuesday"), ("day1", "day2"), ("Day 1", "Day 2")])
def test_data_with_a_list_for_each_day_of_an_unknown_week_is_on_the_days_that_follow_the_first(
    days: tuple[str, str],
) -> None:
    text = "".join(f"{day}:\n{_SLOTS}" for day in days)
    read = read_program(text.encode(), "schedule.yml", Hints(starts=DAY)).program
    assert [talk.start for talk in read.talks()] == [datetime(2024, 5, day, hour) for day in (6, 7) for hour in (9, 10)]
    assert (read.conference.start_date, read.conference.end_date) == (DAY, date(2024, 5, 7))


_GRID = """\
<h2>Schedule</h2>
<div class="day">{}</div><div class="day">{}</div>
<div class="talk start-900 end-1000">Warm fog in winter</div>
<div class="talk start-1000 end-1030">Coffee</div>
<div class="talk start-900 end-1000">Cold fog at sea</div>
"""


@pytest.mark.parametrize("days", [("Monday", "Tuesday"), ("6 May", "7 May")])
def test_talks_below_several_days_are_on_the_next_one_if_the_hours_start_over(days: tuple[str, str]) -> None:
    read = read_program(_GRID.format(*days).encode(), "schedule.html", Hints(starts=DAY))
    starts = [talk.start for talk in read.program.talks()]
    assert starts == [datetime(2024, 5, 6, 9), datetime(2024, 5, 6, 10), datetime(2024, 5, 7, 9)]
    assert not any("moved" in each.message for each in read.warnings)


def test_data_whose_rows_name_no_day_is_all_on_the_first_day() -> None:
    text = f"schedule:\n{_SLOTS}- {{start: '9:30', title: A fog machine}}\n"
    read = read_program(text.encode(), "schedule.yml", Hints(starts=DAY)).program
    assert {str(talk.start)[:10] for talk in read.talks()} == {"2024-05-06"}
