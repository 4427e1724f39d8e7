"""`confnotes now --line` in a status bar, and `confnotes add` where several talks are on."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from cli.test_start import HEAVY, loaded_by
from confnotes.catalogue.program.current_room import Seat, sit_down
from confnotes.vault.vault import Vault

from .conftest import RunConfnotes

SMALL = "Small Systems 2024"


def sit(vault: Path, room: str, hour: int, minute: int) -> None:
    sit_down(Vault.open(vault), Seat(SMALL, room, datetime(2024, 5, 6, hour, minute)))


def line(confnotes: RunConfnotes, vault: Path, at: str, *more: str) -> str:
    answer = confnotes("now", "--vault", vault, "--oneline", "--at", f"2024-05-06T{at}", *more)
    assert answer.code == 0
    return answer.out


def test_the_status_line_shows_the_talk_in_my_room_and_the_time_left(confnotes: RunConfnotes, vault: Path) -> None:
    assert line(confnotes, vault, "10:12") == "2 talks are on · next 10:30\n"
    sit(vault, "Hall 2", 10, 1)
    assert line(confnotes, vault, "10:12") == "Hall 2 · Clocks and their lies · 18 min left\n"
    assert line(confnotes, vault, "10:40") == "Hall 1 · Indexes that heal · 20 min left\n"


def test_a_star_decides_which_talk_the_status_line_shows(confnotes: RunConfnotes, vault: Path) -> None:
    confnotes("star", "--vault", vault, "t1")
    assert line(confnotes, vault, "10:29").startswith("Hall 1 · Parsers in forty lines · 1 min left")


def test_the_status_line_shows_the_first_talk_early_and_nothing_after_the_last(
    confnotes: RunConfnotes, vault: Path
) -> None:
    sit(vault, "Hall 1", 9, 0)
    assert line(confnotes, vault, "09:12") == "next 10:00 · Parsers in forty lines · Hall 1\n"
    assert line(confnotes, vault, "18:00") == ""


def test_the_title_gives_way_in_a_narrow_bar(confnotes: RunConfnotes, vault: Path) -> None:
    sit(vault, "Hall 2", 10, 1)
    assert line(confnotes, vault, "10:12", "--width", "40") == "Hall 2 · Clocks and their… · 18 min left\n"
    assert len(line(confnotes, vault, "10:12", "--width", "20")) <= 21


def test_the_line_is_json_for_bars_that_want_it(confnotes: RunConfnotes, vault: Path) -> None:
    told = json.loads(line(confnotes, vault, "10:12", "--json"))
    assert told == {"schema": "confnotes.line/1", "text": "2 talks are on · next 10:30"}
    assert json.loads(line(confnotes, vault, "18:00", "--json"))["text"] == ""


def test_a_status_bar_loads_nothing_heavy(vault: Path) -> None:
    assert not loaded_by("now", "--vault", vault, "--oneline") & set(HEAVY)


def test_a_line_goes_into_the_talk_in_the_room_where_one_sits(confnotes: RunConfnotes, vault: Path) -> None:
    assert confnotes("add", "--vault", vault, "a thought").code == 1
    sit(vault, "Hall 1", 10, 2)
    assert "Parsers in forty lines.md:" in confnotes("add", "--vault", vault, "a thought").out
    confnotes("star", "--vault", vault, "t3")
    assert "Parsers" in confnotes("add", "--vault", vault, "another").out


def test_a_seat_of_before_says_less_than_a_star(confnotes: RunConfnotes, vault: Path) -> None:
    sit(vault, "Hall 1", 9, 30)
    confnotes("star", "--vault", vault, "t3")
    assert "Clocks" in confnotes("add", "--vault", vault, "a thought").out


def test_a_talk_that_overruns_still_takes_lines(confnotes: RunConfnotes, vault: Path) -> None:
    sit(vault, "Hall 1", 10, 50)
    assert "Indexes that heal" in confnotes("add", "--vault", vault, "--at", "2024-05-06T11:10", "late").out
    assert confnotes("add", "--vault", vault, "--at", "2024-05-06T11:30", "later").code == 3


def test_a_talk_that_overruns_takes_lines_a_while_beside_those_that_began_elsewhere(
    confnotes: RunConfnotes, vault: Path
) -> None:
    def added_to(at: str) -> str:
        told = confnotes("add", "--vault", vault, "--at", f"2024-05-06T{at}", "late", "--json")
        return str(json.loads(told.out)["path"])

    sit(vault, "Hall 2", 10, 20)
    assert "Clocks" in added_to("10:35")
    assert "Indexes" in added_to("10:45")
    confnotes("star", "--vault", vault, "t2")
    assert "Indexes" in added_to("10:35")


@pytest.mark.parametrize(
    ("data", "body"),
    [
        (b"one\r\n\r\ntwo", "one ^t100500\ntwo ^t100501\n"),
        (b"\xef\xbb\xbfcaf\xc3\xa9\n", "café ^t100500\n"),
        (b"caf\xe9\n", "café ^t100500\n"),
        (b"run\n```\nx = 1\n\ny = 2\n```\n", "run ^t100500\n```\nx = 1\n\ny = 2\n```\n"),
        (b"red \x1b[31mrot\x1b]52;c;aGk=\x07\n", "red rot ^t100500\n"),
    ],
)
def test_standard_input_is_text_in_any_shape(confnotes: RunConfnotes, vault: Path, data: bytes, body: str) -> None:
    assert confnotes("add", "--vault", vault, "--to", "t2", "-", stdin=data).code == 0
    note = next((vault / SMALL).glob("*Indexes*.md")).read_text(encoding="utf-8")
    assert note.endswith(f"---\n\n{body}")


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"", b"\r\n \n"])
def test_what_is_no_text_is_refused_and_nothing_is_written(confnotes: RunConfnotes, vault: Path, data: bytes) -> None:
    answer = confnotes("add", "--vault", vault, "--to", "t2", "-", stdin=data)
    assert answer.code == 2
    assert not list((vault / SMALL).glob("*Indexes*.md"))
