"""`confnotes move` from a shell."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from confnotes.cli.move import read_since
from confnotes.errors import UsageError
from confnotes.markup.durations import read_length

from .conftest import RunConfnotes

CLOCKS = "Small Systems 2024/2024-05-06 1000 Clocks and their lies.md"
PARSERS = "Small Systems 2024/2024-05-06 1000 Parsers in forty lines.md"


@pytest.mark.parametrize(
    ("text", "minutes"), [("10m", 10), ("10", 10), ("1h", 60), ("1h30m", 90), ("90 min", 90), ("2 hours", 120)]
)
def test_a_length_of_time_is_read_as_people_write_it(text: str, minutes: int) -> None:
    assert read_length(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "m", "ten", "10s", "-5"])
def test_other_words_are_no_length_of_time(text: str) -> None:
    with pytest.raises(UsageError):
        read_length(text)


def test_a_time_of_day_is_the_last_one_that_a_clock_showed() -> None:
    assert read_since("23:58", datetime(2031, 5, 13, 0, 4)) == timedelta(minutes=6)
    with pytest.raises(UsageError):
        read_since("10", datetime(2031, 5, 13))


def test_lines_move_and_come_back(confnotes: RunConfnotes, vault: Path) -> None:
    before = (vault / CLOCKS).read_bytes()
    seen = confnotes("move", "--vault", vault, "--last", "1m", "--to", "parsers", "--dry-run")
    assert seen.out == "- [ ] read the paper on hybrid clocks #time/hybrid ^t100455\n? who pays for drift ^t100501\n"
    assert (vault / CLOCKS).read_bytes() == before
    moved = confnotes("move", "--vault", vault, "--since", "10:04", "--to", "parsers", "--json")
    assert json.loads(moved.out)["to"] == PARSERS
    assert (vault / CLOCKS).read_text(encoding="utf-8").endswith("constructs ^t100312\n")
    assert (vault / PARSERS).read_text(encoding="utf-8").endswith("? who pays for drift ^t100501\n")
    back = confnotes("move", "--vault", vault, "--undo")
    assert "Moved 2 lines back" in back.err
    assert (vault / CLOCKS).read_bytes() == before
    assert confnotes("move", "--vault", vault, "--undo").code == 3


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--last", "10m"], 2),
        (["--to", "parsers"], 2),
        (["--last", "10m", "--since", "10:00", "--to", "parsers"], 2),
        (["--last", "10m", "--to", "parsers", "--from", "indexes"], 3),
        (["--last", "10m", "--to", "clocks", "--from", "clocks"], 2),
    ],
)
def test_a_missing_talk_or_span_is_an_error(
    confnotes: RunConfnotes, vault: Path, arguments: list[str], code: int
) -> None:
    answer = confnotes("move", "--vault", vault, *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert len(answer.err.splitlines()) == 2
