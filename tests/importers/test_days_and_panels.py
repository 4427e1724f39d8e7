"""Days without dates, hours with an open end, breaks in columns of speakers, and panels with labelled people."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from confnotes.importers.facts.numbered_days import NUMBERED_DAY, day_number
from confnotes.importers.reading import Hints, read_program
from confnotes.model.program import Kind, Program, Role


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


def test_talks_of_notes_about_one_day_without_hours_are_on_that_day() -> None:
    noted = "## Warm Fog (Ada Lim)\n- fog is warm\n\n## Cold Fog (Bo Chen)\n- fog is cold\n"
    stated = read(f"# FogConf\n\nDate: May 6, 2031\n\n{noted}", "notes.md")
    named = read(f"# FogConf notes\n\n{noted}", "2031-05-06_fogconf.md")
    assert starts(stated) == starts(named) == [date(2031, 5, 6)] * 2


def test_conference_of_notes_is_the_text_of_its_logo() -> None:
    logo = '<img src="https://fog.example/logo.svg" alt="FogConf 2031" width="300">'
    program = read(f"# {logo}\n\n## Warm Fog (Ada Lim)\n- warm\n\n## Cold Fog (Bo Chen)\n- cold\n", "notes.md")
    assert program.conference.name == "FogConf 2031"


def test_cells_with_surnames_only_name_speakers() -> None:
    rows = [("Ada Lim", "", ""), ("Chen\\*", "Ruiz", "Lind"), ("Berg", "Moe\\*", "Dijk-Roe"), ("Bo Oduya", "", "")]
    rows += [("Tom Lind", "", ""), ("Poe", "Roe", "McFog")]
    program = read(
        "# Fog Colloquium\n\n## Monday\n\n|  | Hall | Attic | Cellar |\n|---|---|---|---|\n"
        + "".join(f"| {9 + hour}.00 - {10 + hour}.00 | {' | '.join(row)} |\n" for hour, row in enumerate(rows))
    )
    assert sorted(person.name for talk in program.talks() for person in talk.speakers) == sorted(
        name.removesuffix("\\*") for row in rows for name in row if name
    )
    assert not [talk.title for talk in program.talks() if talk.title]


def test_courses_of_one_word_stay_titles() -> None:
    program = read(
        "# Fog School\n\n## Monday\n\n- 9:00 Recursion\n- 10:00 Sorting\n- 11:00 Graphs\n- 12:00 Warm Fog (Ada Lim)\n"
    )
    assert [talk.title for talk in program.talks()] == ["Recursion", "Sorting", "Graphs", "Warm Fog"]


@pytest.mark.parametrize(
    "paragraph",
    [
        "**Invited talk:** Ada Lim, *Warm Fog in software engineering*",
        "Ada Lim, *Warm Fog in software engineering*",
        "**Keynote (online):** Ada Lim, *Warm Fog in software engineering*",
    ],
)
def test_paragraph_below_a_session_with_hours_is_a_talk(paragraph: str) -> None:
    program = read(
        "<h3> 08:00-09:00 Registration (entrance) </h3><hr>\n<h3> 09:00-10:00 Session 1; Chair: Cy Moe</h3>\n"
        f"{paragraph}\n<h3>10:30-12:30 Session 2</h3>\n**10:30-11:30** Bo Chen, *Cold Fog in Winter*\n"
    )
    assert [(talk.title, talk.start) for talk in program.talks()] == [
        ("Registration (entrance)", time(8)),
        ("Warm Fog in software engineering", None),
        ("Cold Fog in Winter", time(10, 30)),
    ]


@pytest.mark.parametrize("line", ["Location: Hall 3, Lake House", "(Room: Hall 3, Lake House)"])
def test_label_of_the_room_below_the_title_of_a_cell_is_its_room(line: str) -> None:
    program = read(
        "# Fog 2031\n\n## Program\n\n| Time | Event |\n|---|---|\n| 9:00 | Warm Fog (Ada Lim) |\n"
        f"| 18:00 | **Welcome Evening**<br>{line} |\n"
    )
    evening = list(program.talks())[-1]
    assert (evening.title, evening.room) == ("Welcome Evening", "Hall 3, Lake House")


def test_abstract_beside_a_break_among_speakers_is_kept_with_its_place() -> None:
    program = read(
        "# Fog 2031\n\n| Time | Speaker | Title | Abstract |\n|---|---|---|---|\n| 9:00 | Ada Lim | Warm Fog | |\n"
        "| 12:00 | Lunch | at the lake house | Bring your badge. |\n| 13:00 | Bo Chen | Cold Fog | |\n"
    )
    lunch = list(program.talks())[1]
    assert (lunch.title, lunch.abstract) == ("Lunch", "Bring your badge.\nat the lake house")


def test_talks_listed_below_the_abstract_of_a_talk_are_talks() -> None:
    program = read(
        "# Workshop on Fog 2031\n\n## Program\n\n- 9:00 Opening\n- 9:30 Talks\n- 12:00 Lunch\n\n# Abstracts\n\n"
        "## Ada Lim\n\n**Title**: Warm Fog in Winter\n\n**Abstract**: Fog is warm.\n\n"
        "- Tom Lind: What lamps know about fog in the morning\n- Cara Ruiz: What fog knows about lamps in the evening\n"
    )
    assert [talk.title for talk in program.talks() if talk.speakers] == [
        "Warm Fog in Winter",
        "What lamps know about fog in the morning",
        "What fog knows about lamps in the evening",
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "<p>Panel: The future of bees</p><p>Moderator - Prof. Ada Lind - Head of the bee office;</p>"
        "<p>Mr. Bo Ek – Consul of Norway;</p><p>Prof. Cy Moe - Professor of law at Oslo University;</p>",
        "<p>Mesa redonda: The future of bees</p><p>Moderadora: Ada Lind (USP)</p><p>Bo Ek – Universidade de Lisboa</p>"
        "<p>Cy Moe – UFMG</p><p><b>* With an interpreter.</b></p>",
        "<p>Table ronde : The future of bees</p><ul><li>Modératrice : Ada Lind, KTH</li><li>Bo Ek, NUS</li>"
        "<li>Cy Moe, CERN</li></ul>",
        "<b>The future of bees</b> (panel)<br>Chair: Ada Lind<br>Bo Ek (NUS)<br>Cy Moe (CERN)",
    ],
)
def test_people_with_their_positions_in_lines_below_the_title_of_a_cell_sit_on_the_panel(cell: str) -> None:
    items = (("9:00", "Opening"), ("9:30", cell), ("11:00", "Lunch"))
    rows = "".join(f"<tr><td>{hour}</td><td>{what}</td></tr>" for hour, what in items)
    page = f"<!DOCTYPE html><html><body><h1>Bee workshop 2031</h1><h2>Program</h2><table>{rows}</table></body></html>"

    talk = next(each for each in read_program(page.encode(), "page.html").program.talks() if each.kind is Kind.PANEL)

    assert talk.title in ("The future of bees", "Panel: The future of bees")
    said = {each.name: (each.role, each.affiliation is not None) for each in talk.speakers}
    assert [(name, role) for name, (role, _) in said.items()] == [
        ("Bo Ek", Role.PANELIST),
        ("Cy Moe", Role.PANELIST),
        ("Ada Lind", Role.CHAIR),
    ]
    assert said["Bo Ek"][1] and said["Cy Moe"][1]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("19:00–Late — Dinner", "Dinner"),
        ("19:00 - open end: Drinks", "Drinks"),
        ("19:00 until late - Party", "Party"),
        ("[7:00pm - later] Party", "Party"),
        ("19:00 - Late night ropes", "Late night ropes"),
    ],
)
def test_an_hour_until_late_has_no_end_and_what_is_behind_it_is_the_title(line: str, title: str) -> None:
    page = f"# Rope School 2031\n\n12 May 2031\n\n## Schedule\n\n- 9:00-10:00 Knots - Ada Lind\n- {line}\n"

    *_, last = read_program(page.encode(), "page.md").program.talks()

    assert (last.title, str(last.start)[11:16], last.end) == (title, "19:00", None)


def test_people_listed_below_a_label_of_a_panel_sit_on_it_and_a_sentence_about_a_session_heads_none() -> None:
    page = """# Rope Day 2031

12 May 2031

## Schedule

* 9:00-10:00

    * What ropes bear

      Speaker: [Cy Moe](https://example.org/cy) (Lund)

      Session 1 will cover knots and what they bear.

* 10:00-11:00

    * Panel discussion

      Moderator: [Ada Lind](https://example.org/ada) (KTH)

      Panelists:
        * [Bo Ek](https://example.org/bo) (NUS)
        * [Dora Sund](https://example.org/dora) (Harbour & Co.)

* 11:00-11:30

    * Closing
"""
    program = read_program(page.encode(), "page.md").program

    assert [(talk.title, [who.name for who in talk.speakers]) for talk in program.talks()] == [
        ("What ropes bear", ["Cy Moe"]),
        ("Panel discussion", ["Ada Lind", "Bo Ek", "Dora Sund"]),
        ("Closing", []),
    ]
    assert not any(session.title for session in program.sessions)


@pytest.mark.parametrize("heading", ["# Talks", "# Bee Meeting 2031\n\n## Program"])
@pytest.mark.parametrize(
    "days", [("First Day", "Second Day"), ("Day 1", "Day 2"), ("Tag 1", "Tag 2"), ("1st day", "2nd day")]
)
def test_counted_days_above_lists_of_talks_are_neither_talks_nor_the_conference(
    heading: str, days: tuple[str, str]
) -> None:
    one, other = days
    program = read(
        f"{heading}\n\n### {one}\n\n{_LISTED}\n### {other}\n\n{_LISTED.replace('Bees', 'Wasps')}", "README.md"
    )

    assert program.conference.name == ("Bee Meeting 2031" if "Bee" in heading else None)
    assert [talk.title for talk in program.talks()] == [
        "Bees by night", "Bees by day", "Bees at noon", "Wasps by night", "Wasps by day", "Wasps at noon"
    ]  # fmt: skip


_LISTED = "* Ada Lind - Bees by night\n* Bo Ek - Bees by day\n* Cy Moe - Bees at noon\n"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Day 2", 2),
        ("Agenda, dag 3", 3),
        ("Second day", 2),
        ("Jour #1", 1),
        ("3rd Day", 3),
        ("Day VI", 6),
        ("Daylight 2", None),
    ],
)
def test_days_are_counted_in_words_and_figures(text: str, number: int | None) -> None:
    found = NUMBERED_DAY.search(text)

    assert (day_number(found) if found else None) == number


@pytest.mark.parametrize("title", ["My second day as a beekeeper", "The Day I Met Bees", "From day one to honey"])
def test_a_title_that_counts_days_is_no_heading_of_a_day(title: str) -> None:
    text = f"# Bee Days 2031\n\n3-5 May 2031\n\n## Program\n\n9:00\nWet hives\nAda Lind\n\n10:00\n{title}\nBo Ek\n"
    assert [each.title for each in read_program(text.encode(), "program.md").program.talks()] == ["Wet hives", title]


_PANELS = """\
<h2>Schedule</h2>
{bar}
<div class="tab-content">
<div id="one" class="tab-pane active"><ul><li>9:00 Opening</li><li>10:00 Warm fog in winter</li></ul></div>
<div id="two" class="tab-pane"><ul><li>9:00 Cold fog at sea</li></ul></div>
</div>
"""


@pytest.mark.parametrize(
    "bar",
    [
        '<ul class="nav"><li><a href="#one">{}</a></li>\n<li><a href="#two">{}</a></li></ul>',
        '<nav><button data-bs-target="#one">{}</button><button data-bs-target="#two"><b>{}</b></button></nav>',
        '<ul><li class="tab" data-tab="#one">{}</li><li class="tab" data-tab="#two">{}</li></ul>',
    ],
)
@pytest.mark.parametrize("year", [" 2031", ""])
def test_talks_in_the_panels_of_tabs_are_on_the_days_of_their_tabs(bar: str, year: str) -> None:
    page = _PANELS.format(bar=bar.format(f"Monday, 5 May{year}", f"Day 2: Tuesday, 6 May{year}"))
    told = read_program(page.encode(), "schedule.html", Hints(starts=None if year else date(2031, 5, 5))).program
    assert starts(told) == [datetime(2031, 5, 5, 9), datetime(2031, 5, 5, 10), datetime(2031, 5, 6, 9)]
    assert [talk.title for talk in told.talks()] == ["Opening", "Warm fog in winter", "Cold fog at sea"]


def test_title_that_begins_like_a_weekday_leaves_the_day_as_it_is() -> None:
    program = read(
        "# Fog Days\n\n## Tuesday, 6 May 2031\n\n9:00 Opening\n\nMon brouillard\n\n10:00 Cold Fog\n\n11:00 Lunch\n"
    )
    assert starts(program) == [datetime(2031, 5, 6, hour) for hour in (9, 10, 11)]


_LINKED = """\
---
title: Program
---

The papers are free.

<table><thead><tr><th>Time</th><th>Monday, 5 May</th><th>Tuesday, 6 May</th></tr></thead>
<tr><td>9:00</td><td>Warm fog in winter <a href="{file}">(pdf)</a></td><td>Cold fog at sea</td></tr>
<tr><td>10:00</td><td>Coffee</td><td>Lunch</td></tr></table>
"""


@pytest.mark.parametrize(
    ("file", "year"),
    [
        ("{{ site.baseurl }}{% link papers/FOG2031-1.pdf %}", 2031),
        ("https://fog.example/2031/1.pdf", 2031),
        ("{% link papers/FOG2030-1.pdf %}", None),  # 5 May 2030 is a Sunday
    ],
)
def test_year_of_columns_headed_by_weekdays_and_dates_is_that_in_the_links_if_the_weekdays_fit(
    file: str, year: int | None
) -> None:
    days = [start.date() for start in starts(read(_LINKED.replace("{file}", file))) if isinstance(start, datetime)]
    assert days == ([date(year, 5, 5), date(year, 5, 6)] * 2 if year else [])


_BARS = (
    "<ul><li><a href='/'>Fog</a> ›</li><li><a href='/d'>Days</a> ›</li><li>Talks</li></ul>",
    "<table><tr><td><a href='/list'>To the list</a></td><td><a href='/more'>Continue</a></td></tr></table>",
)


@pytest.mark.parametrize("bar", _BARS)
def test_path_of_a_page_and_a_row_of_buttons_are_no_talks(bar: str) -> None:
    program = read(
        f"<h1>Fog Days, 4 May 2031</h1>\n{bar}\n<p>The talks:</p>\n<ul><li>9:00 Opening</li><li>10:00 Warm fog</li>"
        "<li>11:00 Lunch</li></ul>",
        "talks.html",
    )
    assert [talk.title for talk in program.talks()] == ["Opening", "Warm fog", "Lunch"]


def test_contributed_talks_in_rows_of_one_cell_are_talks_and_their_titles_no_affiliations() -> None:
    rows = "".join(
        f"<tr><td>{line}</td></tr>\n"
        for line in (
            "Ada Lim and Bo Chen: Weighing fog in winter",
            "Cy Moe: What the harbour knows of fog",
            "Di Roe and Ed Poe: A cheap machine for fog",
        )
    )
    table = f"<h1>Fog Days 2031</h1>\n<h2>Contributed talks</h2>\n<table>\n{rows}</table>\n"
    timed = "<h2>Program</h2>\n<ul><li>9:00 Opening</li><li>10:00 Ed Poe: On towns</li><li>11:00 Lunch</li></ul>\n"
    program = read(table + timed, "index.html")
    assert [talk.title for talk in program.talks() if talk.start is None] == [
        "Weighing fog in winter",
        "What the harbour knows of fog",
        "A cheap machine for fog",
    ]
    assert not any(person.affiliation for person in program.people)


def test_the_themes_of_days_above_tables_are_sessions_and_no_talks() -> None:
    table = "| Time | Activity |\n|---|---|\n| 9:00 AM | {} |\n| 10:00 AM | Break |\n\n"
    days = (
        "## Thursday, May 29 - Arrival\n\n{}## Friday, May 30 - Foundations\n\n{}## Saturday, May 31 - Farewell\n\n{}"
    )
    page = "# Rope School 2031\n\nMay 29 to 31, 2031\n\n" + days.format(
        *map(table.format, ("Check-in begins", "What ropes bear", "Boxed lunches"))
    )

    sessions = read_program(page.encode(), "page.md").program.sessions

    assert [(each.title, [(talk.title, str(talk.start)) for talk in each.talks[:1]]) for each in sessions] == [
        ("Arrival", [("Check-in begins", "2031-05-29 09:00:00")]),
        ("Foundations", [("What ropes bear", "2031-05-30 09:00:00")]),
        ("Farewell", [("Boxed lunches", "2031-05-31 09:00:00")]),
    ]
