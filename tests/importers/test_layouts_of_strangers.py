"""Layouts that people use for programs and notes, each read as a careful reader would; the words are made up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from confnotes.exporters.data.program_json import program_object
from confnotes.importers.importer import Hints
from confnotes.importers.reading import read_program, read_source
from confnotes.importers.source import Source, SourceFile

Told = list[tuple[str | None, str | None, list[str]]]
DAY = "# Bee Days 2031\n\n## Program, 20 May 2031\n\n"


def told(text: str, name: str = "program.md") -> Told:
    """Each talk's hour, title and people, in the order of the program."""
    talks = read_program(text.encode(), name).program.talks()
    return [
        (
            f"{each.start:%H:%M}" if hasattr(each.start, "hour") else None,
            each.title,
            [one.name for one in each.speakers],
        )
        for each in talks
    ]


def page(table: str, head: str = "<h2>Program, May 20, 2031</h2>") -> str:
    return f"<html><body><h1>Bee Congress 2031</h1>{head}{table}</body></html>"


def test_the_number_and_the_badges_of_an_accepted_paper_are_no_part_of_its_title() -> None:
    papers = (
        "# Bee Days 2031\n\n## Accepted papers\n\n"
        "* #1: Mapping meadows (Tom Brandt and Li Wei) ([Paper PDF](a.pdf)) ([Poster PDF](b.pdf))\n"
        "* #2: Wax and light (Nora Stein, Pia Berg and Max Holm) ([Paper PDF](c.pdf)) ([Slides PDF](d.pdf))\n"
        "* [oral+poster] [Honey for all](https://example.org/h)\n"
    )
    assert told(papers) == [
        (None, "Mapping meadows", ["Tom Brandt", "Li Wei"]),
        (None, "Wax and light", ["Nora Stein", "Pia Berg", "Max Holm"]),
        (None, "Honey for all", []),
    ]


def test_cards_of_which_some_list_talks_are_rows_and_the_lists_are_their_talks() -> None:
    def card(time: str, title: str, who: str = "", more: str = "") -> str:
        return f'<div class="item"><div class="t">{time}</div><div><h4>{title}</h4>{more}</div><div>{who}</div></div>\n'

    listed = (
        "<p>2 talks of 5 minutes</p><ul><li>Mapping meadows<br><em>Tom Brandt, Li Wei</em></li>\n"
        "<li>Wax and light<br><em>Nora Stein, Pia Berg</em></li></ul>"
    )
    found = told(
        page(
            card("8:50 - 9:00", "Opening remarks")
            + card("9:00 - 9:30", "What bees know", "Ada Lind (KTH)")
            + card("9:30 - 9:40", "Spotlight talks", more=listed)
            + card("9:40 - 10:40", "Poster session")
            + card("10:40 - 11:10", "How the hive counts", "Eva Ruiz (Oslo)")
            + card("11:10 - 11:30", "Coffee break")
        ),
        "page.html",
    )
    assert [each for each in found if each[0]] == [
        ("08:50", "Opening remarks", []),
        ("09:00", "What bees know", ["Ada Lind"]),
        ("09:40", "Poster session", []),
        ("10:40", "How the hive counts", ["Eva Ruiz"]),
        ("11:10", "Coffee break", []),
    ]
    assert (None, "Mapping meadows", ["Tom Brandt", "Li Wei"]) in found
    assert (None, "Wax and light", ["Nora Stein", "Pia Berg"]) in found


def test_rows_without_an_hour_below_a_block_are_its_talks_and_no_headings() -> None:
    table = "| 11:15 - 13:15 | **Block 1** |\n|---|---|\n| | Counting with wax |\n| | A hive that shouts |\n"
    table += "| 12:00 | Lunch |\n"
    assert [title for _, title, _ in told(DAY + table)][-3:] == ["Counting with wax", "A hive that shouts", "Lunch"]


def test_what_stands_beside_names_in_most_lines_is_a_title_even_if_one_looks_like_a_place() -> None:
    lines = "- 9:00 Ada Lind - The future of wax\n- 9:40 Eva Ruiz - Your meadow is not enough\n"
    lines += "- 10:20 Tom Brandt - Zero-Honey-Services\n- 11:00 Pia Berg - What a queen is for\n"
    assert (
        "10:20",
        "Zero-Honey-Services",
        ["Tom Brandt"],
    ) in told(DAY + lines)


@pytest.mark.parametrize("by", ["por", "con", "com", "von"])
def test_a_word_before_a_name_says_who_speaks(by: str) -> None:
    lines = f"- 9:00 **Sistemas Vivos**, {by} Ada Lind\n- 9:40 **Mapas de Prados**, {by} J.Brandt\n- 10:20 Café\n"
    assert told(DAY + lines)[:2] == [
        ("09:00", "Sistemas Vivos", ["Ada Lind"]),
        ("09:40", "Mapas de Prados", ["J.Brandt"]),
    ]


def test_a_name_written_in_decomposed_letters_is_a_name() -> None:
    assert told(f"{DAY}- 9:00 Wax and light (E. Garvi\u0301)\n- 9:30 Lunch\n")[0][2] == ["E. Garv\u00ed"]


def test_a_cell_with_a_heading_and_a_line_for_each_talk_is_a_session() -> None:
    table = (
        "<table><tr><th>Hora</th><th>Día 1</th><th>Día 2</th></tr>"
        '<tr><td>9:00-11:00</td><td><h4>FLORES</h4><p><a href="a.php"><b>Lo que saben</b>, por Ada Lind<br></a>'
        '<a href="b.php"><b>Colores</b>, por Eva Ruiz<br></a></p></td>'
        "<td><h4>COLMENAS</h4><p><b>Calor</b>, por Tom Brandt<br><b>Cera</b>, por Pia Berg</p></td></tr>"
        "<tr><td>11:00-11:30</td><td>Pausa-café</td><td>Pausa-café</td></tr></table>"
    )
    read = read_program(page(table, "<p>20-21 May 2031</p><h2>Programa</h2>").encode(), "page.html").program
    assert [
        (each.title, each.start.isoformat()[:16], [talk.title for talk in each.talks])
        for each in read.sessions
        if each.title and each.start
    ] == [
        ("FLORES", "2031-05-20T09:00", ["Lo que saben", "Colores"]),
        ("COLMENAS", "2031-05-21T09:00", ["Calor", "Cera"]),
    ]


def test_a_row_of_rooms_below_the_header_names_the_columns() -> None:
    table = (
        "| Time | | |\n|---|---|---|\n| | Room A | Room B |\n| 9:00 | What bees know (Ada Lind) | Honey (Max Holm) |\n"
    )
    table += "| 9:40 | Colours (Eva Ruiz) | Wax and light (Nora Stein) |\n"
    talks = read_program((DAY + table).encode(), "program.md").program.talks()
    assert [(talk.title, talk.room) for talk in talks] == [
        ("What bees know", "Room A"),
        ("Honey", "Room B"),
        ("Colours", "Room A"),
        ("Wax and light", "Room B"),
    ]


def test_a_grid_table_of_restructuredtext_is_a_table() -> None:
    table = """\
+-------+------------------------------+------------+
| Time  | Title                        | Speaker    |
+=======+==============================+============+
| 09:00 | Opening                      |            |
+-------+------------------------------+------------+
| 09:10 | What bees know about flowers | Ada Lind   |
|       | and about trees              |            |
+-------+------------------------------+------------+
| 09:40 | How the hive counts its days | Eva Ruiz   |
+-------+------------------------------+------------+
"""
    assert told("Bee Days\n========\n\n20 May 2031\n\nProgram\n-------\n\n" + table, "program.rst") == [
        ("09:00", "Opening", []),
        ("09:10", "What bees know about flowers and about trees", ["Ada Lind"]),
        ("09:40", "How the hive counts its days", ["Eva Ruiz"]),
    ]


def test_spans_beside_each_other_are_the_parts_of_a_row() -> None:
    lines = "".join(
        f'<p style="display:flex"><span>{time}</span><span>{title}</span>{f"<span>{who}</span>" if who else ""}</p>\n'
        for time, title, who in (
            ("09:00", "Opening", ""),
            ("09:10", "What bees know", "Ada Lind"),
            ("09:40", "How the hive counts", "Eva Ruiz"),
            ("10:10", "Coffee break", ""),
        )
    )
    assert told(page(lines), "page.html")[1:3] == [
        ("09:10", "What bees know", ["Ada Lind"]),
        ("09:40", "How the hive counts", ["Eva Ruiz"]),
    ]


def test_an_empty_row_counts_for_the_cells_that_go_through_it() -> None:
    table = (
        "<table><tr><th></th><th>May 20</th><th>May 21</th></tr>"
        '<tr><td>9:00</td><td rowspan="3">What bees know (Ada Lind)</td><td rowspan="3">Colours (Eva Ruiz)</td></tr>'
        "<tr></tr><tr></tr><tr><td>10:00</td><td>Wax and light (Tom Brandt)</td><td>Honey for all (Pia Berg)</td></tr>"
        "</table>"
    )
    read = read_program(page(table, "<h2>Program 2031</h2>").encode(), "page.html").program
    assert sorted((talk.start.isoformat()[:16], talk.title) for talk in read.talks() if talk.start) == [
        ("2031-05-20T09:00", "What bees know"),
        ("2031-05-20T10:00", "Wax and light"),
        ("2031-05-21T09:00", "Colours"),
        ("2031-05-21T10:00", "Honey for all"),
    ]


def test_advice_between_timed_lines_is_no_talk_and_its_date_no_day() -> None:
    lines = "* 9:00 Opening\n* 9:10 What bees know (Ada Lind)\n* Please bring your laptop\n"
    lines += "* Registration is possible until May 12.\n* 9:40 Colours (Eva Ruiz)\n* 10:10 Lunch\n"
    read = read_program((DAY + lines).encode(), "program.md").program
    assert [(talk.title, talk.start.isoformat()[:16]) for talk in read.talks() if talk.start] == [
        ("Opening", "2031-05-20T09:00"),
        ("What bees know", "2031-05-20T09:10"),
        ("Colours", "2031-05-20T09:40"),
        ("Lunch", "2031-05-20T10:10"),
    ]
    assert len([*read.talks()]) == 4


def test_nobody_speaks_at_a_break_and_an_edition_is_no_room() -> None:
    lines = "# Bees @ HIVE 2031\n\nNovember, 18th 2031\n\n## Program\n\n- 9:00 Opening\n- 9:10 Café - Gather Town\n"
    lines += "- 9:40 Concluding Remarks (and poster setup)\n- 10:00 Wax (Ada Lind)\n"
    found: dict[str, Any] = program_object(read_program(lines.encode(), "program.md"))
    talks = [talk for session in found["sessions"] for talk in session["talks"]]
    assert [(talk["title"], talk["speakers"], talk["room"]) for talk in talks[:3]] == [
        ("Opening", [], None),
        ("Café - Gather Town", [], None),
        ("Concluding Remarks (and poster setup)", [], None),
    ]
    assert found["conference"]["start_date"] == "2031-11-18"


def test_a_colon_behind_quoted_words_stays_in_the_title() -> None:
    lines = '- 9:00 "The taste of honey": How bees decide - Ada Lind\n- 9:40 Lunch\n'
    assert told(DAY + lines)[0] == ("09:00", "The taste of honey: How bees decide", ["Ada Lind"])


def test_an_invited_talk_headed_by_its_speaker_has_the_bold_line_below_as_its_title() -> None:
    timed = "- 9:00 Opening\n- 9:10 Invited talks\n- 10:10 Coffee break\n- 10:40 Poster session\n\n## Invited talks\n\n"
    ada = "### Ada Lind\n\n**What bees know**\n\nBees know a lot about colours, and we ask how they learn them.\n\n"
    quill = "### Quill Ashgrove\n\n**How the hive counts**\n\nIt counts days, and nobody has asked why it does.\n"
    assert told(DAY + timed + ada + quill)[-2:] == [
        (None, "What bees know", ["Ada Lind"]),
        (None, "How the hive counts", ["Quill Ashgrove"]),
    ]


OPENING = "- {time: '9:00', title: Opening}\n"


@pytest.mark.parametrize(
    "rows",
    [
        OPENING + "- {time: '9:10', title: Keynote, speaker: Ada Lind, topic: What bees know}\n",
        OPENING + "- {time: '9:10', name: Ada Lind, talk: What bees know}\n",
        "opening: {start: '09:00', event: Opening}\n"
        "first: {start: '9:10', title: What bees know, speaker: Ada Lind}\n"
        "end: {start: '9:40', event: Closing}\n",
        "# how to keep this file\n" * 120 + OPENING + "- {time: '9:10', title: What bees know, speaker: Ada Lind}\n",
    ],
    ids=["a label as title", "the speaker as name", "a name for each row", "a long comment first"],
)
def test_a_list_of_data_says_a_talk_in_its_own_words(rows: str) -> None:
    assert told(rows, "schedule.yml")[1] == ("09:10", "What bees know", ["Ada Lind"])


def test_the_title_the_speaker_and_the_abstract_of_a_slot_may_have_rows_of_their_own() -> None:
    table = (
        "| 9:00 - 9:10 | **Opening** |\n| 9:10 - 10:10 | **Invited talk** |\n| | Title: What bees know |\n"
        "| | *Speaker: Ada Lind - KTH* |\n| | *Abstract: Bees know a lot about colours.* |\n"
        "| 10:10 - 11:00 | **Papers** |\n| | 10:10 - 10:30 |\n| | Wax and light |\n| | *Tom Brandt, Li Wei* |\n"
    )
    assert told(DAY + table) == [
        ("09:00", "Opening", []),
        ("09:10", "What bees know", ["Ada Lind"]),
        ("10:10", "Wax and light", ["Tom Brandt", "Li Wei"]),
    ]


def test_headings_that_count_the_talks_of_notes_are_titles_without_their_numbers() -> None:
    talks = "".join(
        f"## {at}. {title}\n\n- one\n- two\n\n" for at, title in enumerate(("Wax by Ada Lind", "Honey by Eva Ruiz"), 1)
    )
    assert told("# BeeConf Notes 2031\n\n" + talks, "notes.md") == [
        (None, "Wax", ["Ada Lind"]),
        (None, "Honey", ["Eva Ruiz"]),
    ]


def test_notes_below_a_counted_day_are_of_that_day() -> None:
    text = "# BeeConf notes\n\nDates: May 20-22, 2031\n\n# DAY 1\n\n## Wax - Ada Lind\n\n- one\n"
    text += "\n# DAY 2\n\n## Honey - Eva Ruiz\n\n- two\n"
    talks = read_program(text.encode(), "notes.md").program.talks()
    assert [(talk.title, str(talk.start)) for talk in talks] == [("Wax", "2031-05-20"), ("Honey", "2031-05-21")]


def test_a_session_of_notes_with_its_chair_is_no_talk() -> None:
    text = "# BeeConf 2031 notes\n\n## Keynotes - part 1\n\n### Wax and light\n\nAda Lind (KTH)\n\n- one\n\n"
    text += "## Parallel Track 1 - Honey\n\nChair: Johan Marsh\n\n### Honey for all\n\nEva Ruiz (Oslo)\n\n- two\n"
    program = read_program(text.encode(), "notes.md").program
    assert [(each.title, [talk.title for talk in each.talks]) for each in program.sessions] == [
        ("Keynotes - part 1", ["Wax and light"]),
        ("Parallel Track 1 - Honey", ["Honey for all"]),
    ]
    assert "Johan Marsh" in [person.name for person in program.people]


def test_the_heading_below_each_title_of_a_folder_is_its_speaker() -> None:
    def note(title: str, name: str, text: str = "\n- one\n- two\n") -> SourceFile:
        return SourceFile(f"{title}.md", lambda: f"# {title}\n### {name}\n{text}".encode())

    files = (
        note("Wax", "Ada Lind"),
        note("Honey", "Eva Ruiz"),
        note("Colours", "Thomas Brandt"),
        note("Queens", "Swizec Oldenpark"),
    )
    talks = read_source(Source("BeeConf 2031", files, is_folder=True)).program.talks()
    assert {talk.title: [each.name for each in talk.speakers] for talk in talks}["Queens"] == ["Swizec Oldenpark"]


def test_the_heading_below_a_title_may_say_who_speaks_when() -> None:
    files = tuple(
        SourceFile(f"{title}.md", f"# {title}\n## {below}\n\n- one\n- two\n".encode)
        for title, below in (
            ("Wax", "Ada Lind - @ada - 5 June 2031 10:00"),
            ("Honey", "Eva Ruiz - @eva - 5 June 2031 11:00"),
            ("Colours", "Thomas Brandt - @tom - 6 June 2031 9:00"),
        )
    )
    talks = read_source(Source("BeeConf 2031", files, is_folder=True)).program.talks()
    assert sorted((str(talk.start)[:16], talk.title, talk.speakers[0].name) for talk in talks) == [
        ("2031-06-05 10:00", "Wax", "Ada Lind"),
        ("2031-06-05 11:00", "Honey", "Eva Ruiz"),
        ("2031-06-06 09:00", "Colours", "Thomas Brandt"),
    ]


def days_of(text: str, name: str = "program.md", **hints: Any) -> list[str]:
    """The days of the talks, and the messages of warnings that name a day as it is written."""
    read = read_program(text.encode(), name, Hints(**hints))
    days = [f"{each.start:%m-%d}" if isinstance(each.start, date) else "-" for each in read.program.talks()]
    return [*days, *(each.message for each in read.warnings if "/2031" in each.message)]


def two_days(first: str, second: str, *, above: str = "") -> str:
    days = (
        (first, "What bees know, Ada Lind", "Wax, Nora Stein"),
        (second, "A hive that counts, Eva Ruiz", "Maps, Li Wei"),
    )
    told = "".join(f"### {day}\n\n- 09:00 {one}\n- 10:00 {other}\n\n" for day, one, other in days)
    return f"# Bee Congress 2031\n\n{above}\n\n## Program\n\n{told}"


@pytest.mark.parametrize(
    ("first", "second", "above", "days"),
    [
        ("05/06/2031", "06/06/2031", "", ("06-05", "06-06")),  # they follow each other
        ("05/06/2031", "05/07/2031", "", ("05-06", "05-07")),
        ("Thursday 05/06/2031", "07/06/2031", "", ("06-05", "06-07")),
        ("05/06/2031", "09/06/2031", "Papers by 20/01/2031.", ("06-05", "06-09")),
        ("05/06/2031", "05/09/2031", "Papers by 01/20/2031.", ("05-06", "05-09")),
        ("05/06/2031", "09/06/2031", "The congress is in Bern, 5-9 June 2031.", ("06-05", "06-09")),
        ("05/06/2031", "09/06/2031", "Le congrès des abeilles et de la cire, les amis du miel.", ("06-05", "06-09")),
    ],
)
def test_days_in_numbers_are_read_as_the_page_shows(first: str, second: str, above: str, days: tuple[str, str]) -> None:
    one, other = days
    assert days_of(two_days(first, second, above=above)) == [one, one, other, other]


def test_days_in_numbers_that_nothing_decides_are_asked_for_and_hours_of_each_stay_in_order() -> None:
    text = two_days("05/06/2031", "09/06/2031")
    doubt = "“05/06/2031” can be 5 June or 6 May; nothing on the page shows which"
    assert days_of(text) == ["-", "-", "-", "-", doubt]
    assert [hour for hour, _, _ in told(text)] == ["09:00", "10:00", "09:00", "10:00"]
    assert days_of(text, starts=date(2031, 6, 5)) == ["06-05", "06-05", "06-09", "06-09"]


def test_days_in_numbers_in_headings_of_notes_are_read_alike() -> None:
    notes = "# Notes on Bee Days\n\n## 05/06/2031\n\n### What bees know - Ada Lind\n\nOn 07/06/2031 more.\n\n"
    notes += "### Wax and light - Nora Stein\n\nLight.\n\n## 06/06/2031\n\n### A hive that counts - Eva Ruiz\n\nSo.\n"
    assert days_of(notes) == ["06-05", "06-05", "06-06"]
    first, *_ = read_program(notes.encode(), "notes.md").program.talks()
    assert first.notes == "On 07/06/2031 more."


@pytest.mark.parametrize(
    ("dates", "deadline", "fee"),
    [
        ("Datas importantes", "12 de março de 2031: submissão", "Inscrições"),
        ("Ważne daty", "12 marca 2031: zgłoszenia", "Rejestracja"),
        ("Belangrijke data", "12 maart 2031: inzending", "Aanmelden"),
        ("Важные даты", "12 марта 2031: подача", "Регистрация"),
    ],
)
def test_deadlines_in_any_language_are_no_days_of_the_conference_and_no_talks(
    dates: str, deadline: str, fee: str
) -> None:
    talks = "<h3>Program</h3><table><tr><td>09:00</td><td>What bees know</td></tr>"
    talks += "<tr><td>10:00</td><td>Wax and light</td></tr><tr><td>11:00</td><td>A hive that counts</td></tr></table>"
    others = f"<h3>{dates}</h3><p>{deadline}</p><h3>{fee}</h3><p>1. 5. 2031</p>"
    for body in (talks + others, others + talks):
        assert days_of(page(body, head=""), "page.html") == ["-", "-", "-"]


TALKS_TO_COME = {
    "Why bees dance": ["Nora Stein"],
    "Wax against rain": ["Tom Brandt"],
    "What a hive hears": ["Pia Berg"],
    "Honey in space": ["Max Holm"],
}


def test_a_list_of_talks_with_their_people_is_a_program_without_hours() -> None:
    listed = [
        f"<li><a href='#{at}'>{who[0]}: {title}</a></li>" for at, (title, who) in enumerate(TALKS_TO_COME.items())
    ]
    text = f"<h2>Vorträge</h2><ul>{''.join(listed[:4])}</ul><h2>Workshops</h2><ul><li>Li Wei: Hives of straw</li></ul>"
    expected = [(None, title, who) for title, who in {**TALKS_TO_COME, "Hives of straw": ["Li Wei"]}.items()]
    assert told(text, "programm.html") == expected


CONTENTS = {
    "a list": "\n".join(f"- [{title}](#{title.lower().replace(' ', '-')})" for title in TALKS_TO_COME),
    "a table": "| Session | Tags | Length |\n|--|--|--|\n"
    + "\n".join(f"| [{title}](#{title.lower().replace(' ', '-')}) | #wax | 26:24 |" for title in TALKS_TO_COME),
}


@pytest.mark.parametrize("contents", CONTENTS.values(), ids=list(CONTENTS))
def test_headings_that_a_table_of_contents_lists_are_the_talks(contents: str) -> None:
    noted = "".join(
        f"## {title}\n\n- a line on bees\n\n### Keynotes\n\n- another line\n\n### Impression\n\n- good\n\n"
        for title in TALKS_TO_COME
    )
    text = f"# Bee Days 2031\n\n## Attended sessions\n\n{contents}\n\n{noted}"
    assert told(text, "notes.md") == [(None, title, []) for title in TALKS_TO_COME]


def test_a_timetable_with_links_to_abstracts_below_stays_a_timetable() -> None:
    rows = "".join(
        f"| {9 + at}:00 | [{title}](#{title.lower().replace(' ', '-')}) | {who[0]} |\n"
        for at, (title, who) in enumerate(TALKS_TO_COME.items())
    )
    below = "".join(f"## {title}\n\nAn abstract of some length about bees.\n\n" for title in TALKS_TO_COME)
    expected = [(f"{9 + at:02}:00", title, who) for at, (title, who) in enumerate(TALKS_TO_COME.items())]
    assert told(f"{DAY}| Time | Title | Speaker |\n|--|--|--|\n{rows}\n{below}") == expected


def test_a_table_with_rulers_alone_is_read_by_its_columns_and_two_digit_years_are_years() -> None:
    seminars = (
        "---\ntitle: Bee Seminar\n---\n\n# Fall\n\n::: {.cell}\n"
        "Date      Speaker              Title\n"
        "--------  -------------------  -----------------------------\n"
        "10/28/31  Ada Lind (KTH)       What bees know\n"
        "11/4/31   Bo Sund (Oslo)       How the hive counts\n"
        "11/18/31  Eva Ruiz (Madrid)    Wax and light\n:::\n"
    )
    found = read_program(seminars.encode(), "seminars.md").program.talks()
    assert [(each.start, each.title, [one.name for one in each.speakers]) for each in found] == [
        (date(2031, 10, 28), "What bees know", ["Ada Lind"]),
        (date(2031, 11, 4), "How the hive counts", ["Bo Sund"]),
        (date(2031, 11, 18), "Wax and light", ["Eva Ruiz"]),
    ]


def test_a_simple_table_of_restructuredtext_has_its_header_between_two_rulers() -> None:
    program = (
        "Bee Days 2031\n=============\n\nProgram, 20 May 2031\n--------------------\n\n"
        "=====  ===============  ==========\n"
        "Time   Title            Speaker\n"
        "=====  ===============  ==========\n"
        "09:00  What bees know   Ada Lind\n"
        "09:30  Wax and light    Eva Ruiz\n"
        "=====  ===============  ==========\n"
    )
    assert told(program, "program.rst") == [
        ("09:00", "What bees know", ["Ada Lind"]),
        ("09:30", "Wax and light", ["Eva Ruiz"]),
    ]


def test_a_column_that_numbers_lectures_and_labs_has_no_titles() -> None:
    def row(time: str, label: str, title: str) -> str:
        return f"<tr><td>{time}</td><td><strong>{label}</strong></td><td>{title}</td></tr>"

    school = page(
        "<table>"
        + row("9:00-9:45", "Lecture 01", "What bees know (Ada Lind)")
        + row("9:45-10:30", "Lecture 02", "How the hive counts (Bo Sund)")
        + "<tr><td>10:30-11:00</td><td colspan=2><em>Coffee</em></td></tr>"
        + row("11:00-12:00", "Lab 1", "Counting wings (Eva Ruiz)")
        + row("12:00-13:00", "Lab 2", "Weighing wax (Tom Brandt)")
        + "</table>"
    )
    assert told(school, "page.html") == [
        ("09:00", "What bees know", ["Ada Lind"]),
        ("09:45", "How the hive counts", ["Bo Sund"]),
        ("10:30", "Coffee", []),
        ("11:00", "Counting wings", ["Eva Ruiz"]),
        ("12:00", "Weighing wax", ["Tom Brandt"]),
    ]


def test_links_to_the_pages_of_other_days_begin_no_day() -> None:
    days = "".join(
        f'<li><a href="{each}.html">{each}, {at} May 2031</a></li>\n' for each, at in (("Tue", 20), ("Wed", 21))
    )
    one_day = page(
        f"<p>Tuesday, 20 May 2031</p><ul>{days}</ul><table>"
        "<tr><th>Time</th><th>Talk</th></tr><tr><td>9:00</td><td>What bees know</td></tr>"
        "<tr><td>9:30</td><td>Wax and light</td></tr></table>",
        "<h2>Schedule</h2>",
    )
    found = read_program(one_day.encode(), "tuesday.html").program.talks()
    assert [f"{each.start:%d %H:%M}" for each in found if each.start] == ["20 09:00", "20 09:30"]


def test_brackets_behind_the_name_of_a_session_and_a_button_are_nobody() -> None:
    cells = "<tr><td>{}</td><td>{}</td></tr>"
    table = (
        "<table><tr><th>Time</th><th>Session</th></tr>"
        + cells.format("9:00", "Session A (Jeunes Abeilles)")
        + cells.format("10:00", "Keynote<br>Ada Lind <button onclick=\"location.href='/live'\">Zum Livestream</button>")
        + "</table>"
    )
    assert told(page(table), "page.html") == [
        ("09:00", "Session A (Jeunes Abeilles)", []),
        ("10:00", None, ["Ada Lind"]),
    ]


def test_headings_with_names_before_short_titles_are_read_alike() -> None:
    headings = (
        "Ada Lind, Dancing bees [Keynote]", "Bo Sund, What is a swarm? [Talk]", "Eva Ruiz, Wax: the journey [Talk]",
        "Tom Brandt, Beyond the hive and back again [Talk]", "Li Wei, Counting the wings of many bees [Talk]",
    )  # fmt: skip
    notes = "# Bee Days 2031\n\n" + "".join(f"#### {each} - [Video](v)\n\n- smell first\n\n" for each in headings)
    assert [each[1:] for each in told(notes, "notes.md")] == [
        ("Dancing bees", ["Ada Lind"]),
        ("What is a swarm?", ["Bo Sund"]),
        ("Wax: the journey", ["Eva Ruiz"]),
        ("Beyond the hive and back again", ["Tom Brandt"]),
        ("Counting the wings of many bees", ["Li Wei"]),
    ]


def folder(files: dict[str, str], name: str = "bees") -> Told:
    source = Source(name, tuple(SourceFile(path, text.encode) for path, text in files.items()), is_folder=True)
    talks = read_source(source, Hints()).program.talks()
    return [(None, each.title, [one.name for one in each.speakers]) for each in talks]


def test_the_speaker_is_in_the_names_of_files_or_in_a_sentence_below_the_title() -> None:
    named = {
        "what-bees-know_ada-lind.md": "# What Bees Know\n\n- smell first\n",
        "wax-and-light_eva-ruiz.md": "# Wax and Light -- The Long Story\n\n- wax is warm\n",
        "the-hive-counts_anna-sund.md": "# The Hive Counts -- Anna Sund\n\n- four is a lot\n",
    }
    assert sorted(folder(named, "bee-days-2031")) == [
        (None, "The Hive Counts", ["Anna Sund"]),
        (None, "Wax and Light -- The Long Story", ["Eva Ruiz"]),
        (None, "What Bees Know", ["Ada Lind"]),
    ]
    given = {
        "know.md": "What Bees Know\n==============\n\nA talk by Ada Lind given at Bee Days 2031.\n\n- smell first\n",
        "wax.md": "Wax and Light\n=============\n\nA talk given by [Eva Ruiz](http://e.org) at Bees.\n\n- warm\n",
        "hive.md": "# The Hive Counts\nTalk given by: Anna Sund\n\n- four is a lot\n",
    }
    assert sorted(folder(given)) == [
        (None, "The Hive Counts", ["Anna Sund"]),
        (None, "Wax and Light", ["Eva Ruiz"]),
        (None, "What Bees Know", ["Ada Lind"]),
    ]


def test_a_page_whose_items_have_neither_hours_nor_people_is_doubted() -> None:
    manual = "# Workshop\n\n## Program\n\n" + "".join(
        f"- {each} the hive with care\n" for each in ("open", "smell", "weigh", "close")
    )
    read = read_program(manual.encode(), "page.md")
    talks = list(read.program.talks())
    said = [each.message for each in read.warnings if "may not be a program" in each.message]
    assert said == [f"this may not be a program: {len(talks)} of {len(talks)} items have neither a time nor people"]


def test_a_table_of_bars_without_a_header_is_markdown_and_no_file_of_columns() -> None:
    rows = (
        "| Opening remarks | 9:00-9:10 |\n| Invited talk - [Nora Stein](https://example.org/n) | 9:10-10:00 |\n"
        "| Contributed talk - Tom Brandt | 10:00-10:30 |\n| Coffee | 10:30-11:00 |\n"
    )

    assert told(f"{DAY}{rows}", "program.txt") == [
        ("09:00", "Opening remarks", []),
        ("09:10", None, ["Nora Stein"]),
        ("10:00", None, ["Tom Brandt"]),
        ("10:30", "Coffee", []),
    ]


def test_the_days_below_the_title_of_a_page_are_those_that_its_parts_count() -> None:
    days = "".join(
        f"<h2>{day}</h2><ul><li>09:00 {first}, Nora Stein</li><li>10:00 {second}, Li Wei</li></ul>"
        for day, first, second in (
            ("Day 1 (Tuesday)", "Wax and light", "Hives in the wind"),
            ("Day 2 (Wednesday)", "Queens at work", "Honey for all"),
        )
    )
    text = f"<html><head><title>Bee Days 2031</title></head><h1>Agenda</h1><p>20 &amp; 21 May 2031 · Utrecht</p>{days}"
    program = read_program(text.encode(), "agenda.html").program

    assert (program.conference.start_date, program.conference.end_date) == (date(2031, 5, 20), date(2031, 5, 21))
    assert [each.day for each in program.talks()] == [date(2031, 5, day) for day in (20, 20, 21, 21)]


def test_a_page_with_a_heading_for_each_day_lasts_until_the_last() -> None:
    text = "# Bee Days 2031\n\n" + "".join(
        f"## 0{day}.05.2031\n\n- 09:00 Wax and light {day} (Nora Stein)\n- 10:00 Hives {day} (Li Wei)\n\n"
        for day in (5, 6)
    )  # not a word in it says that this is a program
    program = read_program(text.encode(), "days.md").program

    assert (program.conference.start_date, program.conference.end_date) == (date(2031, 5, 5), date(2031, 5, 6))
    assert len(list(program.talks())) == 4


@pytest.mark.parametrize("company", ["Acme BV", "Wax Works Oy", "Hive plc", "Miel Sarl"])
def test_a_company_behind_a_speaker_is_no_second_one(company: str) -> None:
    assert told(f"{DAY}- 9:00 Wax and light - Nora Stein, {company}\n- 10:00 Hives - Li Wei, MIT\n") == [
        ("09:00", "Wax and light", ["Nora Stein"]),
        ("10:00", "Hives", ["Li Wei"]),
    ]


def test_the_line_with_day_hours_and_room_of_the_event_is_no_talk_of_it() -> None:
    text = (
        "<html><body><h1>Reading day: small data</h1><p>Wednesday 8 May 2024, 13:00–17:00, Room 2.13</p>"
        "<dl><dt>13:00</dt><dd><b>Small is plenty</b>, Nora Stein</dd><dt>13:40</dt>"
        "<dd><b>Samples of one</b>, Tom Brandt</dd><dt>14:20</dt><dd>Coffee</dd></dl></body></html>"
    )
    program = read_program(text.encode(), "day.html").program

    assert [talk.title for talk in program.talks()] == ["Small is plenty", "Samples of one", "Coffee"]
    assert program.sessions[0].room == "Room 2.13"


def test_a_chair_behind_a_break_chairs_what_follows() -> None:
    lines = "* 9:00 Sand, by Ines Duarte\n* 9:30 Coffee break\n\nChair: Hal Berg\n\n* 10:00 Pumps, by Tomas Lind\n"
    assert told(DAY + lines) == [
        ("09:00", "Sand", ["Ines Duarte"]),
        ("09:30", "Coffee break", []),
        ("10:00", "Pumps", ["Tomas Lind"]),
    ]


def test_a_comma_between_day_and_month_is_no_end_of_a_date() -> None:
    text = "# Bee Days\n\n## Friday 27, June 2031\n\n* 9:00 Sand, by Ines Duarte\n* 9:30 Pumps\n* 10:00 Fog\n"
    assert read_program(text.encode(), "program.md").program.conference.start_date == date(2031, 6, 27)


def test_a_link_to_a_presentation_behind_people_is_no_part_of_a_name() -> None:
    talk = (
        "<li><a href='https://doi.org/{0}' target='_blank'>{1}</a><br/>\n<i>{2}</i>\n"
        "<a style='display: block;' href='https://v.example/{0}' target='_blank'>Presentation</a></li>"
    )
    rows = (("Sand at night", "Ines Duarte"), ("Pumps without oil", "Tomas Lind"), ("Fog and bells", "Hana Mori"))
    cells = (f"<h4>Dunes</h4>(Session Chair: Bo Ek)<ul>{talk.format(at, *row)}</ul>" for at, row in enumerate(rows))
    table = "".join(f"<tr><td>{at}:00am</td><td>{cell}</td></tr>" for at, cell in enumerate(cells, 9))
    people = [people for _, _, people in told(page(f"<table>{table}</table>"), "p.html")]
    assert people == [[who] for _, who in rows]


def test_how_long_a_talk_lasts_beside_its_hours_is_no_abstract() -> None:
    box = "<div><div><span>{0}:00 - {0}:45</span><span>45 min</span></div><h3>{1}</h3><p>{2}, Lund</p></div>"
    rows = (("Sand at night", "Ines Duarte"), ("Pumps without oil", "Tomas Lind"), ("Fog and bells", "Hana Mori"))
    text = page("".join(box.format(at, *row) for at, row in enumerate(rows, 9)))
    assert [talk.abstract for talk in read_program(text.encode(), "p.html").program.talks()] == [None, None, None]


def test_includes_below_an_hour_are_its_talk_or_the_talks_of_its_session() -> None:
    def include(title: str, name: str) -> str:
        return f'{{% include keynote.html\n   name="{name}"\n   picture="/a.jpg"\n   title="{title}"\n%}}\n\n'

    found = told(
        "---\ntitle: Schedule\nlayout: single\npermalink: /program/conference/\n---\n\n### 9:00-9:45 Keynote\n\n"
        + include("What bees know", "Ada Lind (KTH)")
        + "### 9:45-10:45 Invited talks\n\n"
        + include("Mapping meadows", "Tom Brandt")
        + include("Wax and light", "Nora Stein")
        + "### 10:45-11:00 Coffee break\n\n### 11:00-12:00 Seminar on honey\n\n"
        + include("Honey for all", "Li Wei"),
        "conference.md",
    )
    assert sorted(found, key=str) == [
        ("09:00", "What bees know", ["Ada Lind"]),
        ("10:45", "Coffee break", []),
        (None, "Honey for all", ["Li Wei"]),
        (None, "Mapping meadows", ["Tom Brandt"]),
        (None, "Wax and light", ["Nora Stein"]),
    ]


def test_cards_whose_day_and_hour_are_in_one_line_are_talks() -> None:
    def card(title: str, who: str, when: str) -> str:
        return (
            f'<div class="card">\n  <h3>{title}</h3>\n  <p><strong>Orador:</strong> {who} (Río)</p>\n'
            f"  <p>🗓️ <strong>{when}, 14:00 hs</strong><br>📍 Of. 324</p>\n"
            f"  <p><strong>Resumen:</strong><br>Sobre {title.lower()} en el campo.</p>\n</div>\n\n"
        )

    seminar = (
        "---\ntitle: Seminarios 2031\n---\n\n## Seminarios anteriores\n\n"
        + card("Lo que saben las abejas", "Ana Paz", "Viernes 3 de octubre de 2031")
        + card("La cera y la luz del campo", "Luz Vega", "Viernes 10 de octubre de 2031")
        + card("Mapas de las praderas", "Tomás Ríos", "Viernes 17 de octubre de 2031")
    )
    talks = [*read_program(seminar.encode(), "seminarios.md").program.talks()]
    assert [(str(each.start)[:16], each.title, [one.name for one in each.speakers]) for each in talks] == [
        ("2031-10-03 14:00", "Lo que saben las abejas", ["Ana Paz"]),
        ("2031-10-10 14:00", "La cera y la luz del campo", ["Luz Vega"]),
        ("2031-10-17 14:00", "Mapas de las praderas", ["Tomás Ríos"]),
    ]


def test_a_heading_abstract_below_a_talk_ends_neither_the_talk_nor_the_list() -> None:
    said = "Here we tell what {} do when it rains for a whole week, and why nobody has seen it yet."
    talk = f"<h3>{{}}</h3><p>{{}}</p><h4>Abstract</h4><p>{said}</p>"
    listed = "".join(talk.format(*each) for each in (("Wet hives", "Ada Lind", "bees"), ("Dry ants", "Bo Ek", "ants")))
    text = f"<html><body><h1>Bee Congress 2031</h1><h2>Accepted talks</h2>{listed}</body></html>"

    talks = list(read_program(text.encode(), "talks.html").program.talks())

    assert [(each.title, [one.name for one in each.speakers]) for each in talks] == [
        ("Wet hives", ["Ada Lind"]),
        ("Dry ants", ["Bo Ek"]),
    ]
    assert all(each.abstract and each.abstract.startswith("Here we tell") for each in talks)


@pytest.mark.parametrize(
    "page_of_day",
    [
        "---\ntitle: Bee Days 2031 - Ants\n---\n\n## Aims\n\nAnts in towns.\n\n## Who\n\nAda Lind\n\n## Schedule\n\n"
        "All talks of this session will take place on Tuesday, May 20. The timetable is as follows:\n\n",
        "---\ntitle: Bee Days 2031\nexcerpt: Online, 20 May\n---\n\n## Schedule\n\n",
    ],
)
def test_the_day_stated_once_above_the_timetable_is_the_day_of_its_hours(page_of_day: str) -> None:
    text = page_of_day + "| Time | Title | Speaker |\n|---|---|---|\n| 9:00 | Wet hives | Ada Lind |\n"

    talks = list(read_program((text + "| 9:30 | Dry ants | Bo Ek |\n").encode(), "program.md").program.talks())

    assert [f"{each.start}"[:16] for each in talks] == ["2031-05-20 09:00", "2031-05-20 09:30"]


@pytest.mark.parametrize("place", ["Old Harbour Hotel", "Coworking Mill", "Green Cafeteria", "Entry Hallway"])
def test_a_place_to_eat_or_meet_is_nobody(place: str) -> None:
    people = [
        name
        for _, _, names in told(DAY + f"- 9:00 Wet hives, Ada Lind\n- 19:00 Get together, {place}\n")
        for name in names
    ]

    assert place not in people


def test_a_linked_title_right_behind_a_name_and_its_affiliation_is_the_title() -> None:
    text = DAY + (
        "### 8:30-9:00 Opening\n\n### 9:00-10:00 Ants\n\n"
        "* Ada Lind (KTH)   [Dry ants - a long story: part 2](a.pdf)\n"
        "* Bo Ek (Oslo University) [How do ants find the way home?](b.pdf)\n\n### 10:00-10:30 Coffee\n"
    )

    assert [(title, names) for _, title, names in told(text) if names] == [
        ("Dry ants - a long story: part 2", ["Ada Lind"]),
        ("How do ants find the way home?", ["Bo Ek"]),
    ]


def test_a_day_without_a_year_is_in_the_year_of_the_notes() -> None:
    talk = (
        "## {}\nTuesday, May 20, 9:00 AM - 12:30 PM\nPresented by: {}\n\nWe tell all about it here, and some more.\n\n"
    )
    head = "---\ntitle: Our tutorials\ndate: 2031-03-02\n---\n\n"
    notes = head + talk.format("Wet hives", "Ada Lind") + talk.format("Dry ants", "Bo Ek")

    talks = list(read_program(notes.encode(), "tutorials.md").program.talks())

    assert [f"{each.start}"[:16] for each in talks] == ["2031-05-20 09:00"] * 2


def test_groups_of_names_above_their_affiliations_are_all_speakers_of_the_talk() -> None:
    text = page(
        "<table><tr><td>9:00 - 9:30</td><td>Wet hives and dry ants</td></tr></table>"
        "<p>Ada Lind, Nora Stein<br><em>Oslo University, Norway</em></p><p>Bo Ek<br><em>KTH Institute, Sweden</em></p>"
        "<table><tr><td>9:30 - 10:00</td><td>What bees know</td></tr></table><p>Cy Moe</p>"
    )

    first, second = read_program(text.encode(), "program.html").program.talks()

    assert [(each.name, each.affiliation) for each in first.speakers] == [
        ("Ada Lind", "Oslo University, Norway"),
        ("Nora Stein", "Oslo University, Norway"),
        ("Bo Ek", "KTH Institute, Sweden"),
    ]
    assert [each.name for each in second.speakers] == ["Cy Moe"]


@pytest.mark.parametrize(
    "line", ["**📍 Where:** Vancouver, Canada", "📍 Vancouver, Canada", "**Where:** Vancouver, Canada"]
)
def test_a_pin_beside_the_word_for_a_place_does_not_double_it(line: str) -> None:
    hours = "- 9:00 Wind\n- 10:00 Silk\n- 11:00 Tails\n"
    page = f"# Workshop on Kites 2031\n\n{line}\n\n**When:** May 6, 2031\n\n## Program\n\n{hours}"

    assert read_program(page.encode(), "index.md").program.conference.venue == "Vancouver, Canada"


def test_names_right_before_titles_are_the_speakers_if_most_lines_begin_with_names() -> None:
    lines = (
        "# Bee Days 2031\n\n## Program, 20 May 2031\n\n"
        "9:00 Registration\n\n9:30 Ada Lind Domain theory and bees\n\n10:30 Coffee break\n\n"
        "11:00 Tatsuji Mori Sheaves over a meadow\n\n11:30 Nora Stein and Max Holm On the topology of wax\n\n"
        "12:00 Pia Berg Quantitative hives\n"
    )
    assert told(lines) == [
        ("09:00", "Registration", []),
        ("09:30", "Domain theory and bees", ["Ada Lind"]),
        ("10:30", "Coffee break", []),
        ("11:00", "Sheaves over a meadow", ["Tatsuji Mori"]),
        ("11:30", "On the topology of wax", ["Nora Stein", "Max Holm"]),
        ("12:00", "Quantitative hives", ["Pia Berg"]),
    ]


def test_a_capitalised_title_among_others_has_no_name_at_its_start() -> None:
    lines = DAY + "9:00 Rose Garden Walks and Talks\n\n10:00 Young bees in spring\n\n11:00 Stone walls and wax\n"
    assert told(lines) == [
        ("09:00", "Rose Garden Walks and Talks", []),
        ("10:00", "Young bees in spring", []),
        ("11:00", "Stone walls and wax", []),
    ]
