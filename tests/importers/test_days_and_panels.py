"""Days without dates, hours with an open end, breaks in columns of speakers, and panels with labelled people."""

from __future__ import annotations

from datetime import time

import pytest

from confnotes.importers.reading import read_program
from confnotes.model.program import Program, Role


def read(text: str, name: str = "schedule.md") -> Program:
    return read_program(text.encode(), name).program


def starts(program: Program) -> list[object]:
    return [talk.start for talk in program.talks()]


@pytest.mark.parametrize("days", [("Day 1", "Day 2"), ("Monday", "Tuesday")])
@pytest.mark.parametrize(
    ("name", "day", "talk"), [("notes.md", "## ", "### "), ("notes.org", "* ", "** ")], ids=["Markdown", "Org"]
)
def test_hours_of_notes_begin_anew_below_a_day_without_a_date(
    days: tuple[str, str], name: str, day: str, talk: str
) -> None:
    text = "# FogConf 2031\n\n" if name.endswith(".md") else "#+TITLE: FogConf 2031\n\n"
    for said in days:
        text += (
            f"{day}{said}\n\n{talk}9:00 Warm Fog (Ada Lim)\n- fog is warm\n\n{talk}10:00 Cold Fog (Bo Chen)\n- cold\n\n"
        )
    assert starts(read(text, name)) == [time(9), time(10), time(9), time(10)]


@pytest.mark.parametrize("last", ["1830 -", "1830", "1830 –"])
def test_four_digits_in_a_column_of_hours_are_an_hour_even_if_its_end_is_open(last: str) -> None:
    program = read(
        "# Fog 2031\n\n| Time | Speaker | Title |\n|---|---|---|\n| 1400 - 1430 | Ada Lim | Warm Fog in Winter |\n"
        f"| 1430 - 1500 | Bo Chen | Cold Fog in Winter |\n| {last} | Dinner | at the lake house |\n"
    )
    assert starts(program) == [time(14), time(14, 30), time(18, 30)]
    assert [talk.title for talk in program.talks()][-1] == "Dinner"


def test_break_in_the_column_of_speakers_of_a_file_is_a_break_and_nobody() -> None:
    program = read("Time,Speaker,Title\n9:00,Ada Lim,Warm Fog\n9:30,Lunch,\n10:30,Bo Chen,Cold Fog\n", "talks.csv")
    assert [(talk.title, len(talk.speakers)) for talk in program.talks()] == [
        ("Warm Fog", 1),
        ("Lunch", 0),
        ("Cold Fog", 1),
    ]


_SEATED = {"Di Roe": Role.PANELIST, "Ed Poe": Role.PANELIST, "Cy Moe": Role.CHAIR}


@pytest.mark.parametrize(
    "line",
    [
        "**Panel**: The Future of Fog. *Moderator:* Cy Moe. *Panelists:* Di Roe, Ed Poe",
        "**Panel:** The Future of Fog. Moderator: Cy Moe, panelists: Di Roe, Ed Poe",
        "Panel discussion: The Future of Fog. Panelists: Di Roe, Ed Poe. Moderator: Cy Moe (Turku)",
        "Panel: The Future of Fog (Panelists: Di Roe and Ed Poe; Chair: Cy Moe)",
    ],
)
def test_people_under_labels_of_a_line_sit_on_its_panel(line: str) -> None:
    program = read(
        f"# Fog 2031\n\n## Program\n\n- 9:00 Warm Fog (Ada Lim)\n- 10:00 {line}\n- 11:00 Old Fog (Bo Chen)\n"
    )
    panel = list(program.talks())[1]
    assert (panel.title or "").removeprefix("Panel: ") == "The Future of Fog"
    assert {person.name: person.role for person in panel.speakers} == _SEATED


def test_bold_word_for_a_panel_keeps_the_colon_before_its_topic() -> None:
    program = read("# Fog 2031\n\n## Program\n\n- 9:00 Warm Fog (Ada Lim)\n- 10:00 **Panel**: The Future of Fog\n")
    assert [talk.title for talk in program.talks()][1] == "Panel: The Future of Fog"
