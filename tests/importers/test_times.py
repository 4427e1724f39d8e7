"""Times of day as people write them."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.markup.clock_times import find_times, leading_time


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("12:30-2:00", time(12, 30), time(14)),
        ("5:30 pm -- 10:30 PM", time(17, 30), time(22, 30)),
        ("07:00 -- 10:00 PM", time(19), time(22)),
        ("11:30 - 1:00 pm", time(11, 30), time(13)),
        ("9 am to 5:30 pm", time(9), time(17, 30)),
        ("9-10am", time(9), time(10)),
        ("08:15 : Opening", time(8, 15), None),
        ("9h30 Opening", time(9, 30), None),
        ("9.30–10.15 Uhr Opening", time(9, 30), time(10, 15)),
        ("14 Uhr", time(14), None),
        ("0930-1000 Opening", time(9, 30), time(10)),
        ("noon - 1pm", time(12), time(13)),
        ("12:00 a.m. Fireworks", time(0), None),
        ("9:00-9:30: Opening", time(9), time(9, 30)),
        ("5:00p Opening", time(17), None),
        ("16: 00 - 17:00 Opening", time(16), time(17)),
        ("14:00 às 15:00", time(14), time(15)),
        ("14h – 14h10min", time(14), time(14, 10)),
        ("8h30min Abertura", time(8, 30), None),
        ("с 9:00 до 10:00", time(9), time(10)),
        ("9:00开幕式", time(9), None),
        ("下午2:00-3:30", time(14), time(15, 30)),
        ("午後2時30分", time(14, 30), None),
        ("１０：００～１１：００", time(10), time(11)),
    ],
)
def test_time_is_read_from_the_beginning_of_a_line(text: str, start: time, end: time | None) -> None:
    found = leading_time(text)

    assert found is not None
    assert (found.start.time, found.end.time if found.end else None) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "Room 293-294",
        "2019-2020",
        "version 2.30 of it",
        "3.5 stars",
        "arXiv:1905.13633",
        "800: Title",
        "50:60",
        "10時間",
        "1h30min",
        "Room 5a",
    ],
)
def test_numbers_that_are_no_times_are_left_alone(text: str) -> None:
    assert find_times(text) == []


@given(st.times().map(lambda each: each.replace(second=0, microsecond=0)))
def test_any_time_on_a_24_hour_clock_is_read_back(moment: time) -> None:
    found = leading_time(f"{moment:%H:%M} Talk")

    assert found is not None
    assert found.start.time == moment


@given(st.integers(1, 12), st.integers(0, 59), st.sampled_from(["am", "pm", "AM", "p.m.", " PM"]))
def test_any_time_with_am_or_pm_is_sure(hour: int, minute: int, half: str) -> None:
    found = leading_time(f"{hour}:{minute:02d}{half} Talk")

    assert found is not None
    assert found.start.sure
    assert found.start.time == time(hour % 12 + (12 if "p" in half.lower() else 0), minute)


@given(st.text(max_size=80))
def test_no_text_makes_it_stumble(text: str) -> None:
    for found in find_times(text):
        assert 0 <= found.begin <= found.stop <= len(text)
