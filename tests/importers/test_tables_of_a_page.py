"""Tables of a timetable, as people lay them out: spans, zones, hours in rows of their own, several talks in a cell."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from confnotes.importers.pages.schedule_days import hours_apart
from confnotes.importers.reading import read_program
from confnotes.model.program import Kind, Moment, Role, Talk, WarningCode

TOP = "# Workshop on Kites 2019\n\nMay 3, 2019\n\n## Schedule\n\n"
THIRD = date(2019, 5, 3)


def at(hour: int, minute: int = 0, day: date = THIRD) -> datetime:
    return datetime.combine(day, time(hour, minute))


def talks(text: str, name: str = "page.md") -> list[Talk]:
    return list(read_program(text.encode(), name).program.talks())


def rows(*cells: str) -> str:
    return "<table>\n" + "".join(f"<tr>{row}</tr>\n" for row in cells) + "</table>\n"


def listed(found: list[Talk]) -> list[tuple[Moment | None, str | None, list[str]]]:
    return [(talk.start, talk.title, [speaker.name for speaker in talk.speakers]) for talk in found]


def test_columns_of_other_zones_are_the_same_hours_again() -> None:
    page = (
        TOP
        + "| BST | EDT | Activity |\n|---|---|---|\n| 15:30 | 10:30 | Opening |\n| 16:00 | 11:00 | Lines and wind |\n"
    )

    found = talks(page)

    assert [(talk.title, talk.start and str(talk.start)[11:16]) for talk in found] == [
        ("Opening", "15:30"),
        ("Lines and wind", "16:00"),
    ]


def test_a_second_column_of_times_is_the_end_where_the_next_row_begins_then() -> None:
    page = (
        TOP + "|---|---|---|\n| 9:00 | 9:30 | Opening |\n| 9:30 | 10:15 | Lines and wind |\n| 10:15 | 11:00 | Knots |\n"
    )

    assert [(talk.start, talk.end) for talk in talks(page)] == [
        (at(9), at(9, 30)),
        (at(9, 30), at(10, 15)),
        (at(10, 15), at(11)),
    ]


def test_an_hour_in_a_row_of_its_own_is_that_of_the_rows_below() -> None:
    page = TOP + rows(
        "<td></td><td>10:00</td>",
        "<td>W1</td><td>Knots for beginners</td>",
        "<td>W2</td><td>Sewing sails</td>",
        "<td></td><td>11:00</td>",
        "<td>W1</td><td>Lines and wind</td>",
    )

    assert [(talk.start, talk.room, talk.title) for talk in talks(page)] == [
        (at(10), "W1", "Knots for beginners"),
        (at(10), "W2", "Sewing sails"),
        (at(11), "W1", "Lines and wind"),
    ]


def test_a_cell_over_all_tracks_is_one_item_and_one_over_several_rows_ends_with_the_last() -> None:
    page = TOP + rows(
        "<th>Time</th><th>Track 1</th><th>Track 2</th>",
        '<td>9:00-9:30</td><td colspan="2">Registration</td>',
        '<td>9:30-10:00</td><td>Lines and wind<br>Ada Lind</td><td rowspan="2">A very long knot<br>Bo Sund</td>',
        "<td>10:00-10:30</td><td>Sewing sails<br>Cleo Marsh</td>",
    )

    assert [(talk.title, talk.track, talk.end) for talk in talks(page)] == [
        ("Registration", None, at(9, 30)),
        ("Lines and wind", "Track 1", at(10)),
        ("A very long knot", "Track 2", at(10, 30)),
        ("Sewing sails", "Track 1", at(10, 30)),
    ]


def test_weekdays_without_dates_are_sessions_and_their_hours_have_no_day() -> None:
    page = "# Kite school\n\n## Schedule\n\n" + rows(
        "<th></th><th>Monday</th><th>Tuesday</th>",
        "<td>9:00-10:00</td><td>Lines and wind</td><td>Knots</td>",
        '<td>10:00-10:30</td><td colspan="2">Coffee break</td>',
    )

    program = read_program(page.encode(), "page.md").program

    assert {session.title: [(talk.start, talk.title) for talk in session.talks] for session in program.sessions} == {
        "Monday": [(time(9), "Lines and wind"), (time(10), "Coffee break")],
        "Tuesday": [(time(9), "Knots"), (time(10), "Coffee break")],
    }


def test_german_short_dates_over_columns_get_the_year_of_the_heading() -> None:
    page = "# Drachenschule 2018\n\n## Stundenplan\n\n" + rows(
        "<td></td><td><b>Mo 20.8.</b></td><td><b>Di 21.8.</b></td>",
        "<td>9:00-10:00</td><td>Leinen und Wind</td><td>Knoten</td>",
        '<td>10:00-10:30</td><td colspan="2">Kaffeepause</td>',
        "<td>10:30-11:30</td><td>Segel</td><td>Ausflug</td>",
    )

    assert [(talk.start, talk.title) for talk in talks(page)][:4] == [
        (at(9, day=date(2018, 8, 20)), "Leinen und Wind"),
        (at(9, day=date(2018, 8, 21)), "Knoten"),
        (at(10, day=date(2018, 8, 20)), "Kaffeepause"),
        (at(10, day=date(2018, 8, 21)), "Kaffeepause"),
    ]


def test_a_list_by_date_without_hours_keeps_its_days() -> None:
    page = (
        "# Kite Seminar\n\n| Date | Speaker | Topic |\n| --- | --- | --- |\n"
        "| 2019-09-05 | Ada Lind (Tulip University) | Wind by the numbers |\n"
        "| 2019-09-12 | Bo Sund | Lines that sing |\n| 2019-09-19 | Cleo Marsh | |\n"
    )

    assert [talk.start for talk in talks(page)] == [date(2019, 9, 5), date(2019, 9, 12), date(2019, 9, 19)]


def test_several_talks_in_one_cell_are_several_talks_and_the_first_has_the_hour() -> None:
    cell = "<i>Lines and wind</i><br><b>Ada Lind</b><br><br><i>Sewing sails</i><br><b>Bo Sund</b>"
    page = TOP + rows(f"<td>9:00</td><td>{cell}</td>", "<td>11:00</td><td>Lunch</td>", "<td>12:00</td><td>Closing</td>")

    assert listed(talks(page))[:2] == [(at(9), "Lines and wind", ["Ada Lind"]), (None, "Sewing sails", ["Bo Sund"])]


def test_a_break_among_the_talks_of_a_cell_parts_them_no_less_and_a_link_in_italics_leaves_no_mark() -> None:
    cell = (
        "Ada Lind<br><i>\n<a href='a.pdf'>Lines that carry a kite</a>\n</i><br><br>short break<br><i>\n</i><br><br>"
        "Bo Sund and Cleo Marsh<br><i>Sewing sails for a storm</i>"
    )
    page = TOP + rows("<td>09:00-09:15</td><td>Welcome</td>", f"<td>16:30-18:45</td><td>{cell}</td>")

    assert listed(talks(page)) == [
        (at(9), "Welcome", []),
        (at(16, 30), "Lines that carry a kite", ["Ada Lind"]),
        (None, "short break", []),
        (None, "Sewing sails for a storm", ["Bo Sund", "Cleo Marsh"]),
    ]


@pytest.mark.parametrize(
    ("cell", "start", "title"),
    [
        ("<h3>Accueil Café</h3><ul><li>08:00 - 09:00</li></ul>", at(8), "Accueil Café"),
        ("Opening ceremony 08:00–08:30", at(8), "Opening ceremony"),
        ("Sewing sails for a storm (08:10–09:10)", at(8, 10), "Sewing sails for a storm"),
        ("Coffee and a tour (08:00)", at(8), "Coffee and a tour"),
        ("Sails in the storm of 19:00", at(8), "Sails in the storm of 19:00"),
        ("Lunch (not in the hall at 12:30)", at(8), "Lunch (not in the hall at 12:30)"),
    ],
)
def test_hours_behind_a_title_are_its_hours(cell: str, start: datetime, title: str) -> None:
    page = TOP + rows(f"<td>08:00</td><td>{cell}</td>", "<td>10:00</td><td>Lines and wind<br>Bo Sund</td>")

    assert listed(talks(page))[0] == (start, title, [])


def test_hours_behind_a_date_are_not_those_of_the_day_above() -> None:
    assert hours_apart("Wednesday, May 8, 14:20-16:00", None) == ("Wednesday, May 8, 14:20-16:00", None)


def test_cells_with_only_a_sign_are_empty() -> None:
    page = TOP + "| Time | Track 1 | Track 2 |\n|---|---|---|\n| 9:00 | Opening | # |\n| 9:30 | * | Lines and wind |\n"

    assert [talk.title for talk in talks(page)] == ["Opening", "Lines and wind"]


def test_a_session_with_its_papers_in_one_cell_is_a_session_of_talks() -> None:
    papers = "<li>Lines and wind<br><i>Ada Lind</i></li>\n\n<li>Sails<br><i>Bo Sund</i></li>"
    cell = f"Session: Wind\n(Session Chair: Cleo Marsh)\n<ul>{papers}</ul>"
    page = TOP + rows(
        "<td>9:00 - 9:30</td><td>Opening</td>", f"<td>9:30 - 10:30</td><td>{cell}</td>", "<td>10:30</td><td>Break</td>"
    )

    program = read_program(page.encode(), "page.md").program
    session = next(each for each in program.sessions if each.title and "Wind" in each.title)

    assert (session.start, [talk.title for talk in session.talks]) == (at(9, 30), ["Lines and wind", "Sails"])


@pytest.mark.parametrize("bullet", ["&bull;", "•", "-"])
def test_bullets_in_a_cell_part_its_talks(bullet: str) -> None:
    page = (
        TOP
        + "| Time | Event |\n|---|---|\n"
        + (
            "| 9:00-9:30 | * Opening remarks <br/> * Keynote talk: [Ada Lind](/people#ada) |\n"
            "| 9:30-10:30 | **First session!** <br/> * *What kites know* ([Bo Ek](/p#bo))<br /> * *Lines and wind!* |\n"
            "| 10:30-11:00 | **Second session** <br /> * *Paper or silk?* ([Cy Moe](/people#cy)) |\n"
        )
        .replace("* Op", f"{bullet} Op")
        .replace("* Key", f"{bullet} Key")
        .replace("* *", f"{bullet} *")
    )

    assert listed(talks(page)) == [
        (at(9), "Opening remarks", []),
        (None, None, ["Ada Lind"]),
        (None, "What kites know", ["Bo Ek"]),
        (None, "Lines and wind!", []),
        (at(10, 30), "Paper or silk?", ["Cy Moe"]),
    ]


def test_what_takes_place_may_stand_in_the_column_of_kinds() -> None:
    page = TOP + (
        "| Time | Type | Details |\n|---|---|---|\n| 9:00 | Invited talk | Ada Lind |\n"
        "| 10:00 | Lunch | *Location:* The barn |\n| 11:00 | Invited talk | Bo Sund |\n"
    )

    assert [(talk.start, talk.title, talk.room) for talk in talks(page)][1] == (at(10), "Lunch", "The barn")


def test_prose_below_a_title_in_its_cell_is_the_abstract() -> None:
    prose = "Kites fly because the wind is slower below than above, and we show how the line tells us by how much. " * 3
    page = TOP + rows(
        f"<td>9:00</td><td>Lines and wind<br>{prose}</td><td>Ada Lind</td>", "<td>10:00</td><td>Lunch</td>"
    )

    talk = talks(page)[0]

    assert (talk.title, (talk.abstract or "")[:16]) == ("Lines and wind", "Kites fly becaus")


HOURS = "- 9:00 Opening\n- 9:30 Knots - Ada Lind\n- 10:00 Lunch\n"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"# Kite workshop\n\n## Program\n\nFriday, May 3\n\n{HOURS}\nAs in 2018 and 2019.\n", "page.md"),
        (f"# Kite workshop\n\n## Program\n\n{HOURS}", "2019-05-03-kites.md"),
    ],
    ids=["the weekday leaves one of the years", "the file is named after the day"],
)
def test_a_day_is_joined_from_what_the_page_states(text: str, name: str) -> None:
    assert talks(text, name)[0].start == at(9)


def test_a_day_without_any_year_gives_no_start_and_says_what_to_do() -> None:
    read = read_program(b"# Kites\n\n## May 3\n\n- 9:00 Opening\n- 9:30 Knots - Ada Lind\n- 10:00 Lunch\n", "page.md")

    assert [talk.start for talk in read.program.talks()] == [None, None, None]
    assert any(warning.code is WarningCode.DAY_NOT_KNOWN for warning in read.warnings)


def test_a_page_with_php_for_its_frame_is_read_for_its_table() -> None:
    table = rows(*(f"<td>{hour}:00 - {hour}:45</td><td>Talk about kite {hour}</td>" for hour in range(9, 13)))

    found = talks(
        f"<?php include 'top.html'; ?>\n<h2>Kite workshop</h2>\n{table}<?php include 'end.html'; ?>", "plan.php"
    )

    assert [talk.title for talk in found] == [f"Talk about kite {hour}" for hour in range(9, 13)]


def test_a_table_without_times_or_people_is_no_timetable() -> None:
    page = (
        TOP
        + "| size | colour |\n|---|---|\n| small | red |\n| large | blue |\n\n- 9:00 Opening\n- 9:30 Knots - Ada Lind\n"
    )

    assert [talk.title for talk in talks(page)] == ["Opening", "Knots"]


def test_the_last_row_is_read_though_its_tags_are_left_open() -> None:
    open_rows = "".join(f"<tr><td>{hour}:00<td>Kite {hour}<td>Ada Lind" for hour in range(9, 13))

    assert [talk.title for talk in talks(f"{TOP}<table>{open_rows}</table>")] == [
        f"Kite {hour}" for hour in range(9, 13)
    ]


def test_people_who_speak_twice_are_no_rooms() -> None:
    who = ("Ada Lovelace", "Ada Lovelace", "Grace Hopper", "Grace Hopper")
    page = TOP + rows(*(f"<td>{9 + n}:00</td><td>Kites {n}</td><td>{name}</td>" for n, name in enumerate(who)))

    assert [talk.speakers[0].name for talk in talks(page)] == list(who)


def test_a_number_that_begins_a_title_is_no_hour_beside_a_column_of_times() -> None:
    page = TOP + rows(
        "<td>9:00</td><td>Opening</td>", "<td>10:00</td><td>3.14: a story of pi</td>", "<td>11:00</td><td>Lunch</td>"
    )

    assert [(talk.start, talk.title) for talk in talks(page)][1] == (at(10), "3.14: a story of pi")


def test_a_column_of_days_without_a_year_gives_no_start() -> None:
    page = "# Kite workshop\n\n## Schedule\n\n| Day | Time | Talk |\n|---|---|---|\n" + "".join(
        f"| Monday, September 23 | {hour}:00 | Kites {hour} |\n" for hour in (9, 10, 11)
    )

    assert [talk.start for talk in talks(page)] == [None, None, None]


def test_a_table_inside_a_cell_is_what_the_cell_says() -> None:
    people = "<table><tr><td>Ada Lind</td><td>Bo Sund</td></tr></table>"
    page = TOP + rows(
        "<th>№</th><th>Время</th><th>Тема</th><th>Спикер</th>",
        f"<td>1</td><td>10:00-10:40<br>(40 минут)</td><td>Ветер и змеи</td><td>{people}</td>",
        "<td>2</td><td>10:40-11:00<br>(20 минут)</td><td>Узлы</td><td>Eva Holm</td>",
    )

    assert listed(talks(page)) == [
        (at(10), "Ветер и змеи", ["Ada Lind", "Bo Sund"]),
        (at(10, 40), "Узлы", ["Eva Holm"]),
    ]


def test_a_grid_of_rooms_is_a_program_and_a_cell_may_span_rows() -> None:
    page = "# Harbour Days 2031\n\n## Day 1: 2031-03-20\n\n" + rows(
        "<th>Time</th><th>Room Oak</th><th>Room Elm</th>",
        '<td>13:00-13:30</td><td rowspan="2"><div>Ropes and knots</div></td><td><div>Sails of old</div></td>',
        "<td>13:30-14:00</td><td><div>Tides</div></td>",
        "<td>14:00-14:30</td><td><div>Keels</div></td><td><div>Masts</div><div>Ann Poe</div></td>",
    )

    day = date(2031, 3, 20)
    assert [(talk.start, talk.title, talk.room) for talk in talks(page)] == [
        (at(13, day=day), "Ropes and knots", "Room Oak"),
        (at(13, day=day), "Sails of old", "Room Elm"),
        (at(13, 30, day), "Tides", "Room Elm"),
        (at(14, day=day), "Keels", "Room Oak"),
        (at(14, day=day), "Masts", "Room Elm"),
    ]


@pytest.mark.parametrize(
    "cell",
    ["**{title}**<br>{name}", "**{name}**<br>_{title}_", "{title} <br/> {name} (Vliegerhuis)"],
    ids=["title first", "name first", "affiliation"],
)
def test_a_line_break_in_a_cell_does_not_end_the_row(cell: str) -> None:
    said = [
        ("Lines in rough wind", "Tjeerd Hoekzema"),
        ("Knots that hold", "Oddny Brekke"),
        ("Tails and bridles", "Zsofia Pall"),
    ]
    body = [f"| {9 + hour}:00 | {cell.format(title=title, name=name)} |" for hour, (title, name) in enumerate(said)]
    page = TOP + "\n".join(["| Time | Event |", "|---|---|", *body]) + "\n"

    assert listed(talks(page)) == [(at(9 + hour), title, [name]) for hour, (title, name) in enumerate(said)]


def test_a_title_that_begins_with_a_label_and_with_keeps_it() -> None:
    page = TOP + "- 9:00 Hands-on with open tide gauges (Ada Lind)\n- 10:00 Knots (Bo Sund)\n"

    assert [talk.title for talk in talks(page)] == ["Hands-on with open tide gauges", "Knots"]


_TWO_DAYS = """# Fog Workshop 2031

## Schedule

<table><tr><th rowspan="2">Time</th><th colspan="2">Harbour House, first floor</th></tr>
<tr><th>June 2</th><th>June 3</th></tr>
<tr><td><b>9:00 - 11:00 </b></td>
<td><p>Opening</p><p><strong>Session 1: Tides.</strong> chair: Tomas Lind</p>
<p><strong>9:10 - 10:00: How harbours count waves</strong> (keynote)<br>Ines Duarte</p>
<p><em>Fog above cold water</em><br>Bo Chen, Cara Ruiz and Nele Berg</p></td>
<td><p><strong>Session 2: Radio.</strong> chair: Bo Chen</p><p><em>Masts on dunes</em><br>Nele Berg</p>
<p><em>Lamps and bells</em><br>Cara Ruiz</p></td></tr>
<tr><td>11:00 - 11:30</td><td><b> Coffee </b></td><td><b> Coffee </b></td></tr></table>
"""


def test_sessions_with_their_talks_in_cells_below_two_days_are_on_their_days() -> None:
    program = read_program(_TWO_DAYS.encode(), "page.html").program
    told = {
        each.title: (each.starts_at, [(talk.title, [one.name for one in talk.speakers]) for talk in each.talks])
        for each in program.sessions
        if each.title
    }
    assert told == {
        "Session 1: Tides": (
            datetime(2031, 6, 2, 9),
            [
                ("How harbours count waves", ["Ines Duarte"]),
                ("Fog above cold water", ["Bo Chen", "Cara Ruiz", "Nele Berg"]),
            ],
        ),
        "Session 2: Radio": (
            datetime(2031, 6, 3, 9),
            [("Masts on dunes", ["Nele Berg"]), ("Lamps and bells", ["Cara Ruiz"])],
        ),
    }
    others = [talk for each in program.sessions if not each.title for talk in each.talks]
    assert [(talk.title, talk.starts_at) for talk in others] == [
        ("Opening", datetime(2031, 6, 2, 9)),
        ("Coffee", datetime(2031, 6, 2, 11)),
        ("Coffee", datetime(2031, 6, 3, 11)),
    ]


def test_a_chair_and_links_to_slides_in_a_cell_are_no_part_of_title_or_speakers() -> None:
    found = talks(
        "<table><tr><th>Time</th><th>Session</th></tr>"
        "<tr><td>9:00 am</td><td><b>Fog above cold water</b><br>Morning Keynote by <i>Dr. Ines Duarte</i> "
        '(link to <a href="https://fog.example/a.pdf">slides</a>)</td></tr>'
        "<tr><td>10:00 am</td><td><b>Invited Talk</b><br><em>Chair: Bo Chen</em><br><br><b>Nele Berg, KTH</b><br>"
        '<em>Masts on dunes</em><br><a href="https://fog.example/b.pdf">Access the slides</a></td></tr>'
        "<tr><td>11:00 am</td><td><b>Lightning talks</b><br>Speakers: Cara Ruiz, Tomas Lind</td></tr></table>",
        "page.html",
    )
    assert [(talk.title, [one.name for one in talk.speakers]) for talk in found] == [
        ("Fog above cold water", ["Ines Duarte"]),
        ("Masts on dunes", ["Nele Berg"]),
        ("Lightning talks", ["Cara Ruiz", "Tomas Lind"]),
    ]


def test_people_in_rows_without_an_hour_speak_in_the_row_above() -> None:
    page = TOP + (
        "| Time | Session |\n|---|---|\n"
        "| 11:00 – 11:10 | **Welcome & introduction** |\n|  | What there is, and why |\n"
        "| 11:10 – 11:30 | **Paper: Sand that moves at night** |\n|  | Ines Duarte, Tomas Lind, Hana Mori |\n"
        "| 11:30 – 11:50 | **Paper 2: Pumps without oil** |\n|  | Jo Firth, Emil Krog |\n"
        "| | **Closing** |\n"
    )

    assert listed(talks(page)) == [
        (at(11), "Welcome & introduction", []),
        (at(11, 10), "Sand that moves at night", ["Ines Duarte", "Tomas Lind", "Hana Mori"]),
        (at(11, 30), "Pumps without oil", ["Jo Firth", "Emil Krog"]),
        (None, "Closing", []),
    ]


@pytest.mark.parametrize(
    ("header", "length"), [("Duration (mins)", "0:25:00"), ("Minutes", "25"), ("Length", "25 min")]
)
def test_a_column_of_durations_says_when_each_row_ends_and_one_of_kinds_is_no_title(header: str, length: str) -> None:
    page = TOP + (
        f"| Item Name | Start (UTC-5) | {header} | Title | Author(s) |\n|---|---|---|---|---|\n"
        f"| Welcome | 9:00:00 AM | {length} | -- | Dora Novak |\n"
        f"| Full Paper + Q&A | 9:25:00 AM | {length} | Sand that moves at night | Ines Duarte and Tomas Lind |\n"
        f"| Break | 9:50:00 AM | {length} | -- | -- |\n"
        f"| Keynote | 10:15:00 AM | {length} | Fog and bells on the coast | Fia Holm |\n"
    )
    found = talks(page)

    assert [(talk.start, talk.end) for talk in found] == [
        (at(9), at(9, 25)),
        (at(9, 25), at(9, 50)),
        (at(9, 50), at(10, 15)),
        (at(10, 15), at(10, 40)),
    ]
    assert [talk.title for talk in found] == [
        "Welcome",
        "Sand that moves at night",
        "Break",
        "Fog and bells on the coast",
    ]


def test_titles_and_names_in_turn_in_a_cell_are_its_talks() -> None:
    turn = "<td><div>{}</div>\n\n<div>{}</div>\n\n<div>{}</div>\n\n<div>{}</div></td>"
    text = TOP + rows(
        "<td></td><th>Friday</th><th>Saturday</th>",
        "<td>0930 - 1100</td>"
        + turn.format("Keynote", "Ada Lind", "Knots for cold hands", "Jo Firth")
        + turn.format("TBC", "Hana Mori", "Kites above a town", "Tomas Lind"),
        "<td>1100 - 1130</td><td>Tea</td><td>Tea</td>",
    )
    assert [each[1:] for each in listed(talks(text))] == [
        (None, ["Ada Lind"]),
        ("Knots for cold hands", ["Jo Firth"]),
        ("Tea", []),
        (None, ["Hana Mori"]),
        ("Kites above a town", ["Tomas Lind"]),
        ("Tea", []),
    ]


def test_a_row_of_session_titles_without_an_hour_heads_the_columns_below_it() -> None:
    text = TOP + rows(
        "<td>09:00</td><td>Welcome</td><td></td>",
        "<td></td><td>Session 1: String (Room: Loft)</td><td>Session 2: Paper (Room: Barn)</td>",
        "<td>09:30</td><td><b>Long lines</b><br>Ada Lind</td><td><b>Thin paper</b><br>Md Karim Roe</td>",
        "<td>10:00</td><td colspan=2><b>Coffee Break, Demos, and Poster Session</b></td>",
    )
    found = talks(text)
    assert [each[1:] for each in listed(found)] == [
        ("Welcome", []),
        ("Long lines", ["Ada Lind"]),
        ("Thin paper", ["Md Karim Roe"]),
        ("Coffee Break, Demos, and Poster Session", []),
    ]
    assert [(talk.track, talk.room) for talk in found[1:3]] == [
        ("Session 1: String", "Loft"),
        ("Session 2: Paper", "Barn"),
    ]


def test_hours_beside_the_day_are_those_of_the_talk() -> None:
    page = TOP + rows(
        "<th>Date (Eastern Time)</th><th>Organizer</th><th>Long-form speaker</th><th>Title/URL of paper</th>",
        "<td>May 3<br>12pm - 1pm</td><td>Bo Ek</td><td>Ada Lind</td><td>Lines and wind</td>",
        "<td>May 17, 2pm</td><td>Bo Ek</td><td>Tom Brandt</td><td>Tails of paper</td>",
    )
    assert listed(talks(page)) == [
        (at(12), "Lines and wind", ["Ada Lind"]),
        (at(14, day=date(2019, 5, 17)), "Tails of paper", ["Tom Brandt"]),
    ]


@pytest.mark.parametrize(
    ("stated", "first", "second"),
    [("3, 4 e 5 de maio de 2019", "3/5", "04/05"), ("May 3 to 5, 2019", "5/3", "05/04")],
    ids=["day first", "month first"],
)
def test_days_of_two_numbers_are_those_that_the_page_states(stated: str, first: str, second: str) -> None:
    page = (
        f"# Workshop on Kites 2019\n\n{stated}\n\n## Programa\n\n"
        "| Data | Palestrante | Tema | Horário |\n|---|---|---|---|\n"
        f"| {first} | Profª Drª Ana Dias | Linhas e vento | 14h10min – 14h50min |\n"
        f"| {second} | Esp. Rui Melo | Caudas de papel | 8h30min |\n"
    )
    assert listed(talks(page)) == [
        (at(14, 10), "Linhas e vento", ["Ana Dias"]),
        (at(8, 30, date(2019, 5, 4)), "Caudas de papel", ["Rui Melo"]),
    ]


def test_a_row_whose_hours_hold_those_of_the_talks_below_is_their_session() -> None:
    page = TOP + rows(
        "<td><b>9:00-9:30</b></td><td><b><em>Opening</em></b></td>",
        "<td><b>9:30-10:10</b></td><td><b>Short talks</b></td>",
        "<td>9:30-9:50</td><td><i>Lines and wind</i><br>Ada Lind</td>",
        "<td>9:50-10:10</td><td><i>Tails of paper</i><br>Tom Brandt</td>",
        "<td><b>10:10-10:40</b></td><td><b>Poster session<br>(sponsored by Harbour Lab)</b></td>",
        "<td>10:10-10:40</td><td><i>Kites in rain</i><br>Li Wei</td>",
        "<td><b>10:40-11:00</b></td><td><b>Panel on strings<br>(sponsored by Harbour Lab)</b></td>",
    )
    program = read_program(page.encode(), "page.md").program
    assert [(session.title, [talk.title for talk in session.talks]) for session in program.sessions] == [
        (None, ["Opening", "Panel on strings"]),
        ("Short talks", ["Lines and wind", "Tails of paper"]),
        ("Poster session", ["Kites in rain"]),
    ]


def test_a_word_in_bold_among_the_speakers_of_a_seminar_is_nobody() -> None:
    page = TOP + (
        "| Date | Speaker | Topic |\n|---|---|---|\n| 2019-05-03 | Ada Lind | Lines and wind |\n"
        "| 2019-05-10 | **KITEFEST** | |\n| 2019-05-17 | Tom Brandt | Tails of paper |\n"
    )
    assert [(title, people) for _, title, people in listed(talks(page))] == [
        ("Lines and wind", ["Ada Lind"]),
        ("KITEFEST", []),
        ("Tails of paper", ["Tom Brandt"]),
    ]


def test_a_table_of_papers_below_the_row_of_a_session_is_its_talks() -> None:
    papers = "".join(
        f"<tr><td><span>{title}</span>, {people}</td></tr>\n"
        for title, people in (("Lines, wind and rain", "A. Lind, B. van Ek"), ("Tails of paper", "T.Brandt and L. Wei"))
    )
    page = TOP + rows(
        "<td>9:00</td><td>Opening</td>",
        "<td>9:30</td><td>Strings</td>",
        f"<td></td><td><table>{papers}</table></td>",
        "<td>11:00</td><td>Lunch</td>",
    )
    program = read_program(page.encode(), "page.md").program
    assert [(each.title, [(talk.title, len(talk.speakers)) for talk in each.talks]) for each in program.sessions] == [
        (None, [("Opening", 0), ("Lunch", 0)]),
        ("Strings", [("Lines, wind and rain", 2), ("Tails of paper", 2)]),
    ]


@pytest.mark.parametrize("people", ["A. Lind, B. Ek", "Ada Lind, B. Ek, C. Moe"])
def test_a_line_of_people_with_initials_has_no_title(people: str) -> None:
    page = TOP + f"| 9:00 | Lines and wind | {people} |\n| 10:00 | Tails of paper | T. Brandt |\n"
    assert [title for _, title, _ in listed(talks(page))] == ["Lines and wind", "Tails of paper"]


def test_cells_with_a_name_alone_beside_names_with_titles_are_people() -> None:
    page = TOP + (
        "| | Friday | Saturday |\n|---|---|---|\n"
        "| 9:00 | Ada Lind: Lines and wind | Egbert Rijnse ([Slides](a.pdf)) |\n"
        "| 10:00 | John Harris (online) | Tom Brandt: Tails of paper |\n"
        "| 11:00 | Anthousa Kout *(online)* | Mary Woods |\n"
        "| 12:00 | Li Wei: Kites in rain | Tom Brandt: More tails |\n"
        "| 13:00 | John Harris | <s>*Short talks*</s> cancelled! |\n"
    )
    assert sorted((title or "", people) for _, title, people in listed(talks(page))) == [
        ("", ["Anthousa Kout"]),
        ("", ["Egbert Rijnse"]),
        ("", ["John Harris"]),
        ("", ["John Harris"]),
        ("", ["Mary Woods"]),
        ("Kites in rain", ["Li Wei"]),
        ("Lines and wind", ["Ada Lind"]),
        ("More tails", ["Tom Brandt"]),
        ("Tails of paper", ["Tom Brandt"]),
    ]


@pytest.mark.parametrize(
    "people",
    [
        "<div align='right'><i><a href='https://lind.example'>Ada Lind (KTH)</a></i></div>",
        "<p class='who'>Ada Lind, University of Oslo</p>",
        "<br><em>Ada Lind (KTH) and Tom Brandt</em>",
    ],
)
def test_people_below_the_abstract_in_a_cell_give_the_talk(people: str) -> None:
    said = "<p>We fly kites in the rain and look at what the wind does to their lines. It is never the same twice.</p>"
    page = TOP + rows(
        "<td>9:00</td><td>Opening</td>",
        f"<td>9:30</td><td><b>Kites in rain</b>{said}{people}</td>",
        "<td>10:10</td><td><b>Lunch</b></td>",
    )
    talk = next(each for each in talks(page) if each.title == "Kites in rain")
    assert (talk.speakers[0].name, (talk.abstract or "")[-15:]) == ("Ada Lind", "the same twice.")


def test_a_row_of_a_spreadsheet_that_states_another_day_does_not_refuse_it() -> None:
    rows_of_file = (
        "Time,Monday 5 May 2031,Tuesday 6 May 2031",
        "9:00,Opening,Welcome",
        '"Wednesday, May 7, 14:20-16:00",,',
        "10:00,Knots - Ada Lind,Sails - Bo Sund",
    )

    found = talks("\n".join(rows_of_file), "kites.csv")

    assert [talk.title for talk in found] == ["Opening", "Welcome", "Knots", "Sails"]


def test_words_for_columns_are_no_talk() -> None:
    head = "<tr><td>Title</td><td>Time</td><td>Speakers</td></tr>"
    talk = "<tr><td>Lines and wind</td><td>9:00 am</td><td>Ada Lind</td></tr>"
    later = "<tr><td>Knots</td><td>10:00 am</td><td>Bo Ek</td></tr>"
    page = TOP + rows(head, talk, head, later) + "\nNothing in the evening:\n\n" + rows(head)

    assert listed(talks(page)) == [(at(9), "Lines and wind", ["Ada Lind"]), (at(10), "Knots", ["Bo Ek"])]


def test_rows_without_a_time_below_a_numbered_session_are_its_talks() -> None:
    page = TOP + rows(
        "<tr><td>10:00-11:00</td><td>Session 1: Young kites</td><td></td></tr>",
        "<tr><td></td><td>Paper that flies in the rain</td><td>P12</td></tr>",
        "<tr><td></td><td>Tails of two colours</td><td>P15</td></tr>",
        "<tr><td>11:00-11:30</td><td>Lunch</td><td></td></tr>",
    )

    found = read_program(page.encode(), "page.md").program.sessions

    assert [(each.title, each.start, [talk.title for talk in each.talks]) for each in found] == [
        ("Session 1: Young kites", at(10), ["Paper that flies in the rain", "Tails of two colours"]),
        (None, None, ["Lunch"]),
    ]


def test_a_second_column_of_long_texts_is_the_abstract_and_no_part_of_the_title() -> None:
    said = (
        "we show how a kite of paper stays in the air for a whole day, and what the people below it think of that. " * 2
    )
    page = TOP + (
        "| Time | Title | Abstract | |\n|---|---|---|---|\n"
        + "".join(
            f"| {hour}:00 | {title} | | {title}: here {said} |\n"
            for hour, title in ((9, "Lines and wind"), (10, "Knots"))
        )
    )

    found = talks(page)

    assert [talk.title for talk in found] == ["Lines and wind", "Knots"]
    assert [talk.abstract for talk in found] == [
        f"{title}: here {said}".strip() for title in ("Lines and wind", "Knots")
    ]


@pytest.mark.parametrize("pages", [("Home", "Program", "Venue"), ("Programme", "À propos", "Billets")])
def test_the_menu_of_a_site_is_no_talk(pages: tuple[str, ...]) -> None:
    menu = "<tr>" + "".join(f'<td><a href="{each}.html">{each}</a></td>' for each in pages) + "</tr>"
    page = TOP + rows(menu) + "\nThe day:\n\n" + rows("<tr><td>9:00</td><td>Lines and wind</td><td>Ada Lind</td></tr>")

    assert listed(talks(page)) == [(at(9), "Lines and wind", ["Ada Lind"])]


def test_a_day_over_the_cells_of_a_row_is_that_of_the_rows_below() -> None:
    def day(number: int, name: str, *talks: str) -> str:
        said = [f"<tr><td>{hour}:00</td><td>{talk}</td></tr>" for hour, talk in enumerate(talks, 9)]
        return rows(f"<tr><td>{number}</td><td>May 2019</td><td>{name}</td></tr>") + "\nIn the hall\n\n" + rows(*said)

    page = (
        "# Kite Days 2019\n\n## Schedule\n\n" + day(3, "Friday", "Wind", "Knots") + day(4, "Saturday", "Tails", "End")
    )

    assert [(talk.start, talk.title) for talk in talks(page)] == [
        (at(9), "Wind"),
        (at(10), "Knots"),
        (at(9, day=date(2019, 5, 4)), "Tails"),
        (at(10, day=date(2019, 5, 4)), "End"),
    ]


def test_talks_told_above_their_timetable_are_listed_once() -> None:
    told = (
        "# Workshop on Kites 2019\n\nMay 3, 2019, Oslo\n\n## Invited talks\n\n### Lines and wind\n\nAda Lind, NUS\n\n"
        "Here we tell what the wind does to the lines of a kite, and why.\n\n### Knots\n\nBo Ek, KTH\n\n"
        "What is a knot? Nobody knows but the lines, and they do not say.\n\n## Program\n\n"
    )
    table = "| Time | Title | Speaker |\n|---|---|---|\n| 9:00 | Opening | |\n| 9:10 | Lines and wind | A. Lind |\n"
    page = told + table + "| 10:00 | Coffee | |\n| 10:30 | Knots | Bo Ek |\n"

    found = talks(page)

    assert [(talk.start, talk.title, bool(talk.abstract)) for talk in found] == [
        (at(9), "Opening", False),
        (at(9, 10), "Lines and wind", True),
        (at(10), "Coffee", False),
        (at(10, 30), "Knots", True),
    ]


def test_labels_in_a_cell_say_what_is_title_and_speaker_of_one_talk_and_of_several() -> None:
    text = TOP + rows(
        "<td>9:00</td><td>Session 1<br>Keynote speaker: Ada Lind (KTH)<br>Title: <b>Knots for cold hands</b></td>",
        "<td>10:00</td><td><i>Speaker: Jo Firth</i><br><br>Title: <b>Kites above a town</b><br><br>"
        "<i>Speaker: Hana Mori</i><br><br>Title: <b>Tails</b></td>",
        "<td>11:00</td><td>Invited talk by Tomas Lind<br>Title: Bells</td>",
    )
    assert listed(talks(text)) == [
        (at(9), "Knots for cold hands", ["Ada Lind"]),
        (at(10), "Kites above a town", ["Jo Firth"]),
        (None, "Tails", ["Hana Mori"]),
        (at(11), "Bells", ["Tomas Lind"]),
    ]
    assert talks(text)[0].kind is Kind.KEYNOTE


def test_people_with_a_link_below_them_and_titles_in_cells_without_a_header_are_one_talk() -> None:
    who = "<td>{}</td><td><p>{}</p><p><a href='a.html'>Abstract</a></p></td><td>{}</td>"
    text = TOP + rows(
        "<td>9:00</td><td colspan='2'>Registration</td>",
        who.format("9:30", "Lind A.B.", "Knots for cold hands"),
        who.format("10:00", "Firth C.D. et al.", "Kites above a town"),
        who.format("10:30", "Hana Mori", "Tails"),
    )
    assert listed(talks(text)) == [
        (at(9), "Registration", []),
        (at(9, 30), "Knots for cold hands", ["Lind A.B."]),
        (at(10), "Kites above a town", ["Firth C.D."]),
        (at(10, 30), "Tails", ["Hana Mori"]),
    ]


def test_the_chair_in_the_column_of_authors_is_nobody_who_speaks() -> None:
    page = (
        "---\nlayout: single\ntitle: Program\n---\n\n| TIME | ACTIVITY | MIN | AUTHORS |\n|---|---|---|---|\n"
        "| 09:00 - 09:30 | Registration | | |\n| Session 1 | | | Chair: Ada Lind |\n"
        "| 09:30 - 09:50 | Drawing rivers by hand | 20 | Bo Chen and Cara Ruiz |\n"
        "| 09:50 - 10:10 | Maps of fog | 20 | Ines Duarte |\n"
        "| | Keynote I | | Chair: Tom Moe |\n| 10:30 - 11:30 | What a coast is | 60 | Uma Berg |\n"
    )
    read = read_program(page.encode(), "program.md").program
    assert [(talk.title, [who.name for who in talk.speakers]) for talk in read.talks()] == [
        ("Registration", []),
        ("Drawing rivers by hand", ["Bo Chen", "Cara Ruiz"]),
        ("Maps of fog", ["Ines Duarte"]),
        ("What a coast is", ["Uma Berg"]),
    ]
    assert {person.name for person in read.people if Role.CHAIR in person.roles} == {"Ada Lind", "Tom Moe"}


@pytest.mark.parametrize("mark", ["* ", "- ", "&bull; "])
def test_bullets_in_a_cell_are_in_no_title_and_hide_no_name(mark: str) -> None:
    text = (
        "# KnotConf 2019\n\n3 May 2019\n\n| Time | Talk |\n| --- | --- |\n"
        f"| 9:00-10:00 | {mark}Knots for cold hands, Ada Lind<br>{mark}Kites above a town, Jo Firth |\n"
        f"| 10:00-11:00 | {mark}Tails |\n"
    )
    assert listed(talks(text)) == [
        (at(9), "Knots for cold hands", ["Ada Lind"]),
        (None, "Kites above a town", ["Jo Firth"]),
        (at(10), "Tails", []),
    ]
