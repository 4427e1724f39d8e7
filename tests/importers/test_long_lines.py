"""Pages whose lines are longer than people write them."""

from __future__ import annotations

from time import process_time
from typing import NoReturn

import pytest

from confnotes.importers.facts import dates
from confnotes.importers.pages.front import read_front
from confnotes.importers.reading import read_program

_TIMES = [f"{hour:02d}:{minute:02d}" for hour in range(9, 18) for minute in range(60)]


def test_a_page_without_line_breaks_loses_nothing() -> None:
    items = "".join(f"<li>{time} Tide {time} in ponds – Ada Example</li>" for time in _TIMES)
    head = "<!doctype html><html><body><h1>Pond Day</h1><p>June 3, 2025</p><h2>Schedule</h2>"
    read = read_program(f"{head}<ul>{items}</ul></body></html>".encode(), "pond.html")
    assert len(list(read.program.talks())) == len(_TIMES)
    assert not [warning for warning in read.warnings if "very long" in warning.message]


def test_a_shortened_line_gets_a_warning() -> None:
    talks = "- 9:00 Tides – Ada Example\n- 9:30 Reeds – Bo Example\n"
    page = f"# Pond Day\n\nJune 3, 2025\n\n## Schedule\n\n{talks}- 10:00 Frogs {'x' * 30_000}\n"
    read = read_program(page.encode(), "pond.md")
    assert [warning.line for warning in read.warnings if "very long" in warning.message] == [9]


def test_four_times_as_many_timed_lines_take_about_four_times_as_long() -> None:
    def took(count: int) -> float:
        lines = [
            f"- {9 + number // 12 % 9:02d}:{number % 12 * 5:02d} Talk {number} about things, Ada Example"
            for number in range(count)
        ]
        page = "\n".join(["# Workshop on Small Notes", "", "3 June 2025", "", "## Schedule", "", *lines]).encode()
        began = process_time()
        assert len(list(read_program(page, "page.md").program.talks())) == count
        return process_time() - began

    took(50)
    once = min(took(200) for _ in range(3))
    assert min(took(800) for _ in range(2)) < 7 * once  # each line with every other: 16 times


def test_a_heading_that_is_a_rule_of_thousands_of_dashes_takes_linear_time() -> None:
    def took(count: int) -> float:
        talks = "- 9:00 Tides – Ada Example\n- 9:30 Reeds – Bo Example\n"
        page = f"# Workshop on Small Notes\n\n## {'-' * count}\n\n## Schedule\n\n{talks}"
        began = process_time()
        assert len(list(read_program(page.encode(), "page.md").program.talks())) == 2
        return process_time() - began

    took(50)
    once = min(took(2_000) for _ in range(3))
    assert min(took(16_000) for _ in range(2)) < 16 * once + 0.05  # each dash with every other: 64 times


def test_words_in_which_a_month_begins_are_not_looked_at_as_dates(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoDate:
        def finditer(self, text: str) -> NoReturn:
            raise AssertionError(text)

    for name in ("_MONTH_FIRST", "_DAY_FIRST"):
        monkeypatch.setattr(dates, name, NoDate())
    for line in ("12:30 about the marching seabed", "4 outlooks", "10 maybe 12"):
        assert dates.find_dates(line) == []


def test_blank_lines_in_the_blocks_of_a_landing_page_take_linear_time() -> None:
    def took(count: int) -> float:
        blank = "\n" * count
        page = f"---\nsections:\n  - title: Agenda\n    text: |\n{blank}      Tides at 9:10\n---\n"
        began = process_time()
        assert read_front(page).found
        return process_time() - began

    took(50)
    once = min(took(1_000) for _ in range(3))
    assert min(took(16_000) for _ in range(2)) < 32 * once + 0.05  # each line with every other: 256 times
