"""Programs in other languages and frames than most: each read as a careful reader would; the words are made up."""

from __future__ import annotations

import json

import pytest

from confnotes.importers.reading import read_program

Told = list[tuple[str, str | None, list[str]]]
MEADOW, WAX = ("Mapping meadows", "Tom Brandt"), ("Wax and light", "Nora Stein")


def told(text: str, name: str = "program.md") -> Told:
    """Each talk's moment, title and people, in the order of the program."""
    talks = read_program(text.encode(), name).program.talks()
    return [(str(each.start)[:16], each.title, [one.name for one in each.speakers]) for each in talks]


def page(body: str, title: str = "Workshop on Bees 2031") -> str:
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"


def table(*rows: tuple[str, ...]) -> str:
    return "<table>" + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows) + "</table>"


@pytest.mark.parametrize(
    ("head", "row", "title", "who"),
    [
        ("时间：2031年5月20日 地点：北京", "题目：蜜蜂的地图<br>报告人：李明（清华大学）", "蜜蜂的地图", "李明"),
        ("日時: 2031年5月20日(火)", "題目：蜂の地図<br>講演者：佐藤 健一", "蜂の地図", "佐藤 健一"),
        ("일시: 2031년 5월 20일", "제목: 꿀벌의 지도<br>연사: 김민수", "꿀벌의 지도", "김민수"),
    ],
    ids=["Chinese", "Japanese", "Korean"],
)
def test_labels_in_a_cell_say_title_and_speaker_in_languages_of_east_asia(
    head: str, row: str, title: str, who: str
) -> None:
    hours = ("08:40-09:20", "09:20-10:00", "10:00-10:20")
    rows = page(f"<p>{head}</p>" + table(("时间", "内容"), *((hour, row) for hour in hours)))
    found = told(rows, "program.html")
    assert found[0] == ("2031-05-20 08:40", title, [who])
    assert len(found) == 3


def test_hour_of_the_whole_event_above_its_timetable_is_no_talk() -> None:
    head = "<p>When: May 20, 2031 (Tue), 13:00-17:00</p><p>Venue: Hive House</p>"
    rows = table(("Time", "Talk"), ("13:00-13:10", "Opening"), ("13:10-13:50", "Mapping meadows<br>Tom Brandt"))
    assert told(page(head + rows), "program.html") == [
        ("2031-05-20 13:00", "Opening", []),
        ("2031-05-20 13:10", MEADOW[0], [MEADOW[1]]),
    ]


def test_hour_of_another_zone_in_brackets_is_no_part_of_the_title() -> None:
    text = "# Workshop on Bees 2031\n\nMay 20, 2031\n\n- 9:15 (15:15 CEST): Mapping meadows (Tom Brandt, KTH)\n"
    text += "- 10:00 [16:00 CEST] Wax and light (Nora Stein, KTH)\n- 11:00 (17:00 CEST): Lunch\n"
    assert told(text) == [
        ("2031-05-20 09:15", MEADOW[0], [MEADOW[1]]),
        ("2031-05-20 10:00", WAX[0], [WAX[1]]),
        ("2031-05-20 11:00", "Lunch", []),
    ]


def test_two_hours_beside_each_other_are_beginning_and_end() -> None:
    text = "Workshop on Bees 2031 - 20 May 2031\n\n9h00 9h30 : Opening\n9h30 10h15 : Mapping meadows - Tom Brandt\n"
    text += "10h15 11h00 : Wax and light - Nora Stein\n11h00 11h15 : Break\n"
    ends = [str(each.end)[11:16] for each in read_program(text.encode(), "program.txt").program.talks()]
    assert ends == ["09:30", "10:15", "11:00", "11:15"]
    assert told(text, "program.txt")[1] == ("2031-05-20 09:30", MEADOW[0], [MEADOW[1]])


def test_frame_without_borders_between_its_rows_has_a_row_for_each_line() -> None:
    text = (
        "# Workshop on Bees 2031\n\nMay 20, 2031\n\n"
        "+-------+------------------+------------+\n"
        "| Time  | Talk             | Speaker    |\n"
        "+-------+------------------+------------+\n"
        "| 09:00 | Mapping meadows  | Tom Brandt |\n"
        "| 09:40 | Wax and light    | Nora Stein |\n"
        "| 10:20 | Break            |            |\n"
        "+-------+------------------+------------+\n"
    )
    assert told(text) == [
        ("2031-05-20 09:00", MEADOW[0], [MEADOW[1]]),
        ("2031-05-20 09:40", WAX[0], [WAX[1]]),
        ("2031-05-20 10:20", "Break", []),
    ]


@pytest.mark.parametrize("label", ["Lecture 1.a", "Lecture 2.1", "Lecture 3b"])
def test_numbered_lecture_before_the_title_is_no_part_of_it(label: str) -> None:
    text = f"# Bee School 2031\n\n## Monday, May 19, 2031\n\n- 9:00-10:30 {label} (Tom Brandt): Mapping meadows\n"
    assert told(text + "- 10:30-11:00 Coffee\n")[0] == ("2031-05-19 09:00", MEADOW[0], [MEADOW[1]])


def test_what_unfolds_below_the_lines_of_a_list_is_their_abstract() -> None:
    def item(hour: str, title: str, who: str) -> str:
        words = f"<p>Fields and hedges through the year: {title}, with counts of every hive.</p>"
        return f"<li><details><summary><b>{hour}</b> {title} — <i>{who}</i></summary>{words}</details></li>"

    lines = f"<p>20 May 2031</p><h2>Programme</h2><ul>{item('09:00', *MEADOW)}{item('09:40', *WAX)}</ul>"
    assert told(page(lines), "program.html") == [
        ("2031-05-20 09:00", MEADOW[0], [MEADOW[1]]),
        ("2031-05-20 09:40", WAX[0], [WAX[1]]),
    ]


def test_tags_of_a_word_processor_are_no_text() -> None:
    row = "<p class=MsoNormal>{}<o:p></o:p></p>"
    rows = table(*((row.format(hour), row.format(f"{title} ({who})")) for hour, (title, who) in HOURS.items()))
    assert told(page(f"<p>20 May 2031</p>{rows}"), "program.html") == [
        ("2031-05-20 09:00", MEADOW[0], [MEADOW[1]]),
        ("2031-05-20 09:40", WAX[0], [WAX[1]]),
        ("2031-05-20 10:20", "Hives in rain", ["Pia Berg"]),
    ]


HOURS = {"09:00": MEADOW, "09:40": WAX, "10:20": ("Hives in rain", "Pia Berg")}


def test_words_behind_a_name_are_an_affiliation_if_other_lines_have_one_there() -> None:
    text = "# Workshop on Bees 2031\n\n20 May 2031\n\n- 09:00 Mapping meadows – Tom Brandt, Stadt Harn\n"
    text += "- 09:40 Wax and light – Nora Stein, University of Harn\n- 10:20 Hives in rain – Pia Berg, Harn Bee Lab\n"
    program = read_program(text.encode(), "program.md").program
    assert [[(one.name, one.affiliation) for one in talk.speakers] for talk in program.talks()] == [
        [("Tom Brandt", "Stadt Harn")],
        [("Nora Stein", "University of Harn")],
        [("Pia Berg", "Harn Bee Lab")],
    ]


@pytest.mark.parametrize("cancelled", ["entfällt", "fällt aus"])
def test_talk_that_is_not_given_is_none(cancelled: str) -> None:
    lines = "".join(f"- {hour} {title} ({who})\n" for hour, (title, who) in HOURS.items())
    found = told(f"# Workshop on Bees 2031\n\n20 May 2031\n\n{lines}- 11:20 {cancelled}\n")
    assert [title for _, title, _ in found] == [MEADOW[0], WAX[0], "Hives in rain"]


def test_labelled_lines_below_the_dates_of_a_series_are_its_talks_at_its_hours() -> None:
    dates = ("March 3", "March 10", "Tuesday, March 18, 4:00 pm, Room 101", "March 24", "March 31", "April 7")
    names = [MEADOW, WAX, HOURS["10:20"], ("Hay", "Jo Ek"), ("Clover", "Al Kiln"), ("Thyme", "Ida Holm")]
    below = "".join(
        f"<p><b>{date}</b><br>\n<b>Speaker:</b> {who}<br>\n<b>Title:</b> {title}</p>"
        for date, (title, who) in zip(dates, names, strict=True)
    )
    head = "<h2>Spring 2031</h2><p>The seminar meets on <b>Mondays, 2:30&ndash;3:30 pm</b>.</p>"
    assert told(page(head + below, "Bee Seminar"), "program.html") == [
        ("2031-03-03 14:30", MEADOW[0], [MEADOW[1]]),
        ("2031-03-10 14:30", WAX[0], [WAX[1]]),
        ("2031-03-18 16:00", "Hives in rain", ["Pia Berg"]),
        ("2031-03-24 14:30", "Hay", ["Jo Ek"]),
        ("2031-03-31 14:30", "Clover", ["Al Kiln"]),
        ("2031-04-07 14:30", "Thyme", ["Ida Holm"]),
    ]


@pytest.mark.parametrize(
    "line", ["- {hour} {title} – {who}, University of Harn", "{hour}  {title} ({who})", "| {hour} | {title} | {who} |"]
)
def test_page_of_a_day_whose_timed_lines_name_people_is_a_program_without_any_word_of_meetings(line: str) -> None:
    lines = "\n".join(line.format(hour=hour, title=title, who=who) for hour, (title, who) in HOURS.items())
    rule = "| | | |\n|---|---|---|\n" if line.startswith("|") else ""
    assert told(f"# Bee Days 2031\n\n20 May 2031\n\n{rule}{lines}\n") == [
        (f"2031-05-20 {hour}", title, [who]) for hour, (title, who) in HOURS.items()
    ]


def row_of(hour: str, title: str, who: str) -> dict[str, object]:
    return {"start": hour, "title": title, "speaker": who}


@pytest.mark.parametrize("rooms", [("Main Hall", "Room 2"), ("Berta", "Anton")], ids=["named", "at the same time"])
def test_keys_above_lists_of_timed_rows_are_rooms(rooms: tuple[str, str]) -> None:
    first, second = rooms
    days = {
        "2031-05-20": {first: [row_of("09:30", *MEADOW)], second: [row_of("09:30", *WAX)]},
        "2031-05-21": {
            first: [row_of("10:00", "Hives in rain", "Pia Berg")],
            second: [row_of("10:00", "Hay", "Jo Ek")],
        },
    }
    program = read_program(json.dumps({"name": "Bee Days 2031", "schedule": days}).encode(), "program.json").program
    assert sorted(
        (str(talk.start)[:16], talk.title, talk.room or session.room)
        for session in program.sessions
        for talk in session.talks
    ) == [
        ("2031-05-20 09:30", MEADOW[0], first),
        ("2031-05-20 09:30", WAX[0], second),
        ("2031-05-21 10:00", "Hay", second),
        ("2031-05-21 10:00", "Hives in rain", first),
    ]


def test_check_boxes_and_letters_of_rooms_in_a_plan_are_no_part_of_the_titles() -> None:
    plan = (
        "# Bee Camp 2031: my plan\n\n## Tue 20 May 2031\n"
        "- [x] 09:00-09:30 **Mapping meadows** (Tom Brandt) [A] ✔\n    - hedges matter\n"
        "- [ ] 09:40-10:10 **Wax and light** (Nora Stein) [B] ✘\n"
        "- [x] 10:20 **Hives in rain** (Pia Berg) [A] ✔\n"
    )
    assert told(plan) == [(f"2031-05-20 {hour}", title, [who]) for hour, (title, who) in HOURS.items()]
    program = read_program(plan.encode(), "plan.md").program
    assert [talk.room for talk in program.talks()] == ["A", "B", "A"]


def test_first_line_below_the_word_schedule_names_the_event_and_its_days_and_lists_below_a_session_are_talks() -> None:
    text = (
        "<h1>Schedule</h1>\n\nHive Mechanics 2031 &mdash; May 20th and 21st, 2031, Old Library, Harn.\n\n"
        "## Tuesday 20th\n\n**09.00** Mapping meadows – *Tom Brandt, Harn*\n\n**16.30** Flash talks\n\n"
        "- Nora Stein, *Wax and light*\n- Pia Berg, *Hives in rain*\n\n**19.00** Dinner\n"
    )
    program = read_program(text.encode(), "schedule.md").program
    assert (program.conference.name, str(program.conference.end_date)) == ("Hive Mechanics 2031", "2031-05-21")
    assert [(session.title, [talk.title for talk in session.talks]) for session in program.sessions] == [
        (None, ["Mapping meadows", "Dinner"]),
        ("Flash talks", ["Wax and light", "Hives in rain"]),
    ]


def test_people_behind_an_emphasised_title_and_a_stop_stay_together() -> None:
    lines = (
        "**15:00–15:20** (9:00–9:20 EDT) *Mapping meadows*. Itzel Ramírez, Jacob Whitlock\n\n"
        "**15:20–15:40** (9:20–9:40 EDT) *How many hives are enough?* Lavanya Reddy\n\n"
        "**15:40–16:00** (9:40–10:00 EDT) *Forced frames of old apiaries*. Rolando Mora, Sofía Coto-Vega\n\n"
        "**16:00–16:20** (10:00–10:20 EDT) **Keynote:** Ngozi Eze (University of Harn), *Wax and light*\n"
    )
    assert told(f"# Workshop on Bees 2031\n\n## Program\n\nMay 20, 2031\n\n{lines}")[2][1:] == (
        "Forced frames of old apiaries",
        ["Rolando Mora", "Sofía Coto-Vega"],
    )


def test_a_word_beside_a_break_is_nobody() -> None:
    rows = (
        ("Time", "Title", "Speaker"),
        ("8:30", "Registration & Breakfast", "Atrium"),
        ("12:00", "Lunch", "Provided"),
    )
    talks = tuple((hour, title, who) for hour, (title, who) in HOURS.items())
    found = told(page("<h2>Program, May 20, 2031</h2>" + table(*rows[:2], *talks, rows[2])), "program.html")
    assert [people for _, _, people in found] == [[], ["Tom Brandt"], ["Nora Stein"], ["Pia Berg"], []]
