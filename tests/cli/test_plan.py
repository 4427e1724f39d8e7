"""Your own meetings and meals from a shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import RunConfnotes


def test_a_meal_is_in_the_schedule_until_it_is_removed(confnotes: RunConfnotes, vault: Path) -> None:
    added = confnotes("plan", "--vault", vault, "10:15-10:45", "Coffee", "with", "Ada", "@", "Bar", "K")
    assert added.code == 0
    assert added.out.splitlines()[0] == "Small Systems 2024 · Mon 6 May 2024"
    assert added.out.splitlines()[1].split() == ["10:15–10:45", "Bar", "K", "★", "Coffee", "with", "Ada"]
    undo = added.err.strip().removeprefix("Undo with: confnotes ").split()
    assert "Coffee with Ada" in confnotes("agenda", "--vault", vault, "--mine").out
    assert "Removed" in confnotes(*undo).err
    assert "Coffee" not in confnotes("agenda", "--vault", vault, "--mine").out


@pytest.mark.parametrize(
    "words", ["coffee", "10:15-10:45 Coffee with Ada @ Bar K", "10:15 Coffee with Ada", "monday 10:15 Coffee with Ada"]
)
def test_what_was_added_is_removed_by_its_title_or_as_it_was_typed(
    confnotes: RunConfnotes, vault: Path, words: str
) -> None:
    confnotes("plan", "--vault", vault, "10:15-10:45", "Coffee with Ada @ Bar K")
    confnotes("plan", "--vault", vault, "12:00", "Lunch")
    confnotes("plan", "--vault", vault, "15:00", "Lunch and coffeehouse")
    removed = confnotes("plan", "--vault", vault, *words.split(), "--undo", "--json")
    assert json.loads(removed.out)["removed"] and json.loads(removed.out)["talk"]["title"] == "Coffee with Ada"
    assert confnotes("plan", "--vault", vault, "Lunch", "--undo").out.split()[-1] == "Lunch"
    assert "Lunch and coffeehouse" in confnotes("agenda", "--vault", vault, "--mine").out


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["lunch"], "no time", "Write it as: sat 12:30-13:30 Lunch with Ada @ Bar K"),
        (["sat", "25:00", "x"], "invalid time “25:00”", "Write it as: sat 12:30-13:30 Lunch with Ada @ Bar K"),
        (["12:30-13:75", "x"], "invalid time “13:75”", "Write it as: sat 12:30-13:30 Lunch with Ada @ Bar K"),
        (["12:30"], "no title", "Write it as: sat 12:30-13:30 Lunch with Ada @ Bar K"),
        (["someday", "12:30", "x"], "invalid day “someday”", "Write a day as saturday, today, tomorrow or 2019-12-10."),
        (["Tea", "--undo"], "no entry of yours matches “Tea”", "Your own entries: “Coffee”, “Coffee again”."),
        (
            ["cof", "--undo"],
            "2 entries match “cof”",
            "Use the id of one: small-systems-2024/own-20240506T0900-coffee, "
            "small-systems-2024/own-20240506T1000-coffee-again.",
        ),
        (["t1", "--undo"], "no entry of yours matches “t1”", "Your own entries: “Coffee”, “Coffee again”."),
    ],
)
def test_what_cannot_be_read_is_answered_by_one_line_and_a_hint(
    confnotes: RunConfnotes, vault: Path, words: list[str], message: str, hint: str
) -> None:
    confnotes("plan", "--vault", vault, "9:00", "Coffee")
    confnotes("plan", "--vault", vault, "10:00", "Coffee again")
    shown = confnotes("plan", "--vault", vault, *words)
    assert shown.code and not shown.out
    assert shown.err.splitlines() == [f"confnotes: {message}", f"  {hint}"]
