"""Which lines were typed lately, and how they go from one note to another."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.markup.recent_lines import age, lines_of, recent_lines, with_lines, without_blocks, without_run

NOW = datetime(2031, 5, 12, 10, 10)

LATELY = [
    ("stamped lines", "a ^t100000\nb ^t100500\nc ^t100900\n", ["b ^t100500", "c ^t100900"]),
    ("a line without a stamp goes with the one above", "a ^t100000\nb ^t100500\nplain\n", ["b ^t100500", "plain"]),
    ("and stays with it", "a ^t100000\nplain\nb ^t100500\n", ["b ^t100500"]),
    ("an indented item goes with its item", "- a ^t100000\n  - b ^t100900\n- c ^t100900\n", ["- c ^t100900"]),
    (
        "code goes whole",
        "run ^t100900\n```\nx ^t090000\n```\nold ^t095000\n",
        ["run ^t100900", "```", "x ^t090000", "```"],
    ),
    ("blank lines between stay between", "a ^t100800\n\nb ^t100900\n\n\n", ["a ^t100800", "", "b ^t100900"]),
    ("above the first stamp nothing moves", "## Mine\n\na ^t100900", ["a ^t100900"]),
    ("Windows lines", "a ^t100000\r\nb ^t100900\r\n", ["b ^t100900"]),
    ("no stamps", "a\nb\n", []),
]


@pytest.mark.parametrize(("body", "lines"), [row[1:] for row in LATELY], ids=[row[0] for row in LATELY])
def test_lines_of_the_last_minutes_are_found_with_what_belongs_to_them(body: str, lines: list[str]) -> None:
    assert lines_of(body, recent_lines(body, timedelta(minutes=6), NOW)) == lines


def test_midnight_is_no_border() -> None:
    after = datetime(2031, 5, 13, 0, 4)
    body = "a ^t234000\nb ^t235800\nc ^t000300\n"
    assert lines_of(body, recent_lines(body, timedelta(minutes=10), after)) == ["b ^t235800", "c ^t000300"]
    assert age(time(23, 58), after) == timedelta(minutes=6)


MOVED = ["b ^t100500", "c ^t100600"]
PLACES = [
    ("to an empty note", "\n", "\nb ^t100500\nc ^t100600\n"),
    ("behind what is older", "\na ^t100000", "\na ^t100000\nb ^t100500\nc ^t100600\n"),
    ("before what is younger", "a ^t100000\nd ^t100900\n", "a ^t100000\nb ^t100500\nc ^t100600\nd ^t100900\n"),
    ("with the line ends of the note", "a ^t100000\r\n", "a ^t100000\r\nb ^t100500\r\nc ^t100600\r\n"),
    (
        "with the line ends of the note, between",
        "a\r\nd ^t100900\r\n",
        "a\r\nb ^t100500\r\nc ^t100600\r\nd ^t100900\r\n",
    ),
    ("below text without stamps", "free text\n", "free text\nb ^t100500\nc ^t100600\n"),
]


@pytest.mark.parametrize(("body", "after"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_lines_come_in_order_of_time(body: str, after: str) -> None:
    assert with_lines(body, MOVED, NOW) == after
    assert without_run(after, MOVED) == (body if body.endswith("\n") else f"{body}\n")


LINES = st.lists(st.sampled_from(["a ^t100100", "b ^t100800", "  - c ^t100900", "plain", "", "```"]), max_size=12)


@given(LINES)
def test_what_moves_and_what_stays_are_all_lines_there_were(lines: list[str]) -> None:
    body = "\n".join(lines)
    chosen = recent_lines(body, timedelta(minutes=5), NOW)
    together = without_blocks(body, chosen).split("\n") + lines_of(body, chosen)
    assert sorted(filter(None, together)) == sorted(filter(None, lines))
