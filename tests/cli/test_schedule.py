"""One's own schedule from a shell: on the screen, on paper and for a calendar."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from icalendar import Calendar

from confnotes.model.program import Conference
from confnotes.vault.vault import Vault
from program_files import save_program

from .conftest import RunConfnotes, small_program

SMALL = "Small Systems 2024"


def titles(data: str) -> list[str]:
    return [str(event["summary"]) for event in Calendar.from_ical(data).walk("VEVENT")]


def test_the_schedule_is_what_was_starred_attended_and_noted(confnotes: RunConfnotes, vault: Path) -> None:
    confnotes("star", "--vault", vault, "t1")
    confnotes("attend", "--vault", vault, "t2")
    assert titles(confnotes("export", "--vault", vault, SMALL, "-f", "ics").out) == [
        "Parsers in forty lines",
        "Clocks and their lies",
        "Indexes that heal",
    ]
    assert titles(confnotes("agenda", "--vault", vault, "--starred", "-f", "ics").out) == ["Parsers in forty lines"]
    assert len(titles(confnotes("export", "--vault", vault, "2024-05-06", "-f", "ics", "--whole-program").out)) == 3
    printed = confnotes("agenda", "--vault", vault, "--mine", "--format", "markdown").out
    assert "- **10:00–10:30** ★ Parsers in forty lines" in printed
    assert "- **10:30–11:00** ✓ Indexes that heal" in printed


def test_a_file_for_the_phone_is_named_and_written(confnotes: RunConfnotes, vault: Path, tmp_path: Path) -> None:
    confnotes("star", "--vault", vault, "t1")
    assert confnotes("export", "--vault", vault, SMALL, "-f", "ics", "-o", tmp_path).code == 0
    assert (tmp_path / f"{SMALL} schedule.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_an_empty_schedule_says_what_to_do(confnotes: RunConfnotes, vault: Path) -> None:
    save_program(Vault.open(vault), "Tiny Tools 2024", small_program())
    empty = confnotes("export", "--vault", vault, "Tiny Tools 2024", "-f", "ics")
    assert (empty.code, empty.out) == (3, "")
    assert "--whole-program" in empty.err
    assert confnotes("export", "--vault", vault, "tag:nowhere", "-f", "ics").code == 3


def test_what_a_search_finds_is_a_calendar_too(confnotes: RunConfnotes, vault: Path) -> None:
    assert titles(confnotes("export", "--vault", vault, "drift", "-f", "ics").out) == ["Clocks and their lies"]


def test_several_conferences_are_one_calendar(confnotes: RunConfnotes, vault: Path) -> None:
    second = replace(small_program(), conference=Conference("Tiny Tools 2024", timezone="Asia/Tokyo"))
    save_program(Vault.open(vault), "Tiny Tools 2024", second)
    both = confnotes("export", "--vault", vault, SMALL, "Tiny Tools 2024", "-f", "ics", "--whole-program").out
    assert len(titles(both)) == 6 and both.count("BEGIN:VCALENDAR") == 1


def test_free_time_and_walks_stand_between_ones_own_talks(confnotes: RunConfnotes, vault: Path) -> None:
    for talk in ("t2", "t3"):
        confnotes("star", "--vault", vault, talk)
    lines = confnotes("agenda", "--vault", vault, "--starred").out.splitlines()
    assert [line.strip() for line in lines[1:]][1] == "walk to Hall 1"
    assert "walk to" not in confnotes("agenda", "--vault", vault).out
