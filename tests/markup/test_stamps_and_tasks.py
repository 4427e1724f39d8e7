"""Stamps are put on, read and taken off; a task is ticked without touching the rest of its line."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.markup import stamps, tasks

MOMENT = datetime(2024, 5, 2, 10, 7, 12)


def test_a_stamp_is_the_wall_clock_time() -> None:
    assert stamps.stamp_of(MOMENT) == "^t100712"


@pytest.mark.parametrize(
    ("line", "stamped"),
    [
        ("a", "a ^t100712"),
        ("a  ", "a ^t100712"),
        ("- [ ] a\r\n", "- [ ] a ^t100712\r\n"),
        ("a ^t090000", "a ^t090000"),
        ("", ""),
        ("  ", "  "),
        ("- ", "- "),
        ("- [ ]", "- [ ]"),
        ("?", "?"),
        ("## ", "## "),
        ("2^t100712", "2^t100712 ^t100712"),
    ],
)
def test_a_line_is_stamped_once_and_only_when_it_says_something(line: str, stamped: str) -> None:
    assert stamps.with_stamp(line, MOMENT) == stamped


@pytest.mark.parametrize(
    ("line", "at", "bare"),
    [
        ("a ^t100712", time(10, 7, 12), "a"),
        ("a ^t235959  ", time(23, 59, 59), "a"),
        ("^t000000", time(0), ""),
        ("a ^t240000", None, "a ^t240000"),
        ("a ^t100712 b", None, "a ^t100712 b"),
        ("a ^other", None, "a ^other"),
        ("a^t100712", None, "a^t100712"),
    ],
)
def test_a_stamp_counts_at_the_end_of_its_line(line: str, at: time | None, bare: str) -> None:
    assert stamps.find(line) == at
    assert stamps.without_stamp(line) == bare


@given(st.text(alphabet="ab -?^t12#é漢\\", max_size=20).map(str.rstrip), st.datetimes())
def test_a_stamp_comes_off_as_it_went_on(line: str, moment: datetime) -> None:
    stamped = stamps.with_stamp(line, moment)
    assert stamped == line or (stamps.without_stamp(stamped), stamps.find(stamped)) == (
        line,
        moment.time().replace(microsecond=0),
    )


def test_a_task_says_where_its_box_and_text_stand() -> None:
    found = tasks.find("- [x]  read ^t100712")
    assert found == tasks.FoundTask(box=2, start=7, done=True, text="read")


@pytest.mark.parametrize(
    ("text", "due", "rest"),
    [
        ("write to Ada 📅 2031-05-20", "2031-05-20", "write to Ada"),
        ("write 📅2031-05-20 to Ada", "2031-05-20", "write to Ada"),
        ("write (due:: 2031-05-20)", "2031-05-20", "write"),
        ("[due::2031-05-20] write", "2031-05-20", "write"),
        ("write due:2031-05-20 @desk", "2031-05-20", "write @desk"),
        ("write 📅 2031-13-20", None, "write 📅 2031-13-20"),
        ("overdue:2031-05-20", None, "overdue:2031-05-20"),
        ("see (due:: 2031-05-20", None, "see (due:: 2031-05-20"),
        ("2031-05-20", None, "2031-05-20"),
    ],
)
def test_a_task_is_due_on_the_day_that_it_names(text: str, due: str | None, rest: str) -> None:
    day, shown = tasks.due_of(text)
    assert (day and day.isoformat(), shown) == (due, rest)
