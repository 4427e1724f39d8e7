"""Pages as site generators write them: entities for every dash, a heading a day, a column of speakers."""

from __future__ import annotations

import pytest

from confnotes.importers.facts.kinds import item_kind
from confnotes.importers.pages.entries import read_entry
from confnotes.importers.pages.html_lines import fragments
from confnotes.importers.reading import read_program
from confnotes.model.program import Kind, Talk

PAGE = """<!DOCTYPE html>
<html><head><title>Agenda &#8211; RainDays 2031 documentation</title></head><body><h1>Agenda</h1>
<p>RainDays is held on 20-21 June 2031 in Bergen.</p>
<h2>Friday, June 20</h2><table><tr><th>Time</th><th>Speaker</th><th>Title</th></tr>
<tr><td>9:00&nbsp;&#8211;&nbsp;9:30</td><td>Ann Poe</td><td>Rain &amp; hail</td></tr></table>
<h2>Saturday, June 21</h2><table><tr><th>Time</th><th>Speaker</th><th>Title</th></tr>
<tr><td>9:00 &#8211; 10:00</td><td>Mia Berg</td><td>Keynote: Forty Years of Drizzle</td></tr>
<tr><td>10:00 &#8211; 10:30</td><td>Tom Ek</td><td>Puddles</td></tr></table></body></html>"""


@pytest.fixture(scope="module")
def talks() -> list[Talk]:
    return list(read_program(PAGE.encode(), "agenda.html").program.talks())


def test_times_with_a_dash_written_as_an_entity_have_an_end(talks: list[Talk]) -> None:
    assert [f"{talk.start:%H:%M}-{talk.end:%H:%M}" for talk in talks if talk.start and talk.end] == [
        "09:00-09:30",
        "09:00-10:00",
        "10:00-10:30",
    ]


def test_year_of_the_first_day_is_that_of_the_days_after_it(talks: list[Talk]) -> None:
    assert [talk.starts_at and talk.starts_at.date().isoformat() for talk in talks] == [
        "2031-06-20",
        "2031-06-21",
        "2031-06-21",
    ]


def test_title_that_could_be_a_name_stays_a_title_beside_a_column_of_speakers(talks: list[Talk]) -> None:
    assert [(talk.title, talk.kind, talk.speakers[0].name) for talk in talks[1:2]] == [
        ("Forty Years of Drizzle", Kind.KEYNOTE, "Mia Berg")
    ]


@pytest.mark.parametrize(
    ("line", "title", "speakers"),
    [
        ("Machine Unlearning (Wei Zhang)", "Machine Unlearning", ["Wei Zhang"]),
        ("Jo Smith (Alice Springs)", None, ["Jo Smith"]),
        ("Xuechen Li (George Mason)", None, ["Xuechen Li"]),
    ],
)
def test_name_in_brackets_behind_what_is_no_name_speaks(line: str, title: str | None, speakers: list[str]) -> None:
    entry = read_entry(line)

    assert (entry.title, [each.name for each in entry.speakers]) == (title, speakers)


NOTION = """# Drizzle Workshop 2031

Created time: May 2, 2031 9:12 AM
Date: June 8, 2031 → June 9, 2031

| Time | What | Who | Notes |
| --- | --- | --- | --- |
| 09:30 - 10:15 | Umbrellas | Mia Berg | [slides](https://slides.example.org/1) |
| 10:15 - 11:00 | Gutters | Tom Ek | bring boots |
| 11:00 - 11:30 | Coffee | | |
"""


def test_day_a_page_was_made_is_not_that_of_the_event() -> None:
    program = read_program(NOTION.encode(), "offsite.md").program

    days = program.conference.start_date, program.conference.end_date
    assert [day and day.isoformat() for day in days] == ["2031-06-08", "2031-06-09"]
    assert [[link.url for link in talk.resources] for talk in program.talks()] == [
        ["https://slides.example.org/1"],
        [],
        [],
    ]


def test_columns_that_are_tracks_in_rooms_give_both() -> None:
    page = """# Drizzle Workshop

18 May 2031 (all times EEST), Tampere

| | Track A (Hall 1) | Track B (Hall 2) |
|---|---|---|
| 10:00 | Coffee | |
| 10:15 | *Flakes* — Aapo Niemi | *Hail* — Mia Berg |
| 11:00 | *Sleet* — Tom Ek | *Fog* — Ann Poe |
"""
    program = read_program(page.encode(), "camp.md").program

    assert program.conference.timezone == "Europe/Helsinki"
    assert [(talk.title, talk.track, talk.room) for talk in program.talks()][:3] == [
        ("Coffee", None, None),
        ("Flakes", "Track A", "Hall 1"),
        ("Hail", "Track B", "Hall 2"),
    ]


def test_program_in_a_mail_is_a_program_and_not_notes() -> None:
    mail = """From: Ann Poe <ann@example.org>
Subject: Programme of the Rain workshop, 4 July 2031

THURSDAY 4 JULY 2031

09h30 - 10h00   Registration
10h00 - 11h00   Keynote: Jana Dvořáková (Prague)
                "Graphs that forget"
11h00 - 11h30   Coffee
11h30 - 12h00   Mia Berg: Sorting with an umbrella
12h00 - 12h30   Closing
"""
    read = read_program(mail.encode(), "mail.txt")

    assert read.format == "workshop-text"
    assert [talk.title for talk in read.program.talks()][1:4] == [
        "Graphs that forget",
        "Coffee",
        "Sorting with an umbrella",
    ]


@pytest.mark.parametrize(
    ("line", "speakers", "room"),
    [
        ("“Who owns rain?” (Prof. Jane Doe, TU Wien), Audimax", ["Jane Doe"], "Audimax"),
        ("Git for towns (Jane Doe, MIT), Annex", ["Jane Doe"], "Annex"),
        ("Hiro Abe and Lena Fuchs: Sublinear everything", ["Hiro Abe", "Lena Fuchs"], None),
        ("Simulation and Control: A Survey", [], None),
    ],
)
def test_people_in_a_line_are_distinguished_from_its_title_and_room(
    line: str, speakers: list[str], room: str | None
) -> None:
    entry = read_entry(line)

    assert ([each.name for each in entry.speakers], entry.room) == (speakers, room)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Lunch in the canteen", Kind.BREAK),
        ("Mittagessen in der Mensa", Kind.BREAK),
        ("Conference dinner, Restaurante Rio", Kind.SOCIAL),
        ("Coffee at Scale", None),
    ],
)
def test_meals_with_a_place_are_meals(title: str, kind: Kind | None) -> None:
    assert item_kind(title) is kind


def test_tab_in_a_name_that_a_page_links_is_a_space() -> None:
    found, _ = fragments('<p>By <a href="people">Ada\tLind</a></p>')

    assert [each.text for each in found if each.text] == ["By [Ada Lind](people)"]


def test_a_description_with_tags_in_the_head_of_a_page_is_no_text_of_it() -> None:
    head = '<meta name="description" content="The 28<sup>th</sup> RainDays 2031, 7<sup>th</sup> July.">'

    read = read_program(PAGE.replace("<title>", f"{head}\n<title>").encode(), "agenda.html").program.conference

    assert read.name == "RainDays 2031"
