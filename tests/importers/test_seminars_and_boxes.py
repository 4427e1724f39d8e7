"""Seminars and timetables whose dates, labels or boxes are not where most pages have them; the words are made up."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from confnotes.importers.reading import read_program
from confnotes.model.program import Program, Talk


def read(text: str, name: str = "schedule.md") -> Program:
    return read_program(text.encode(), name).program


def told(talk: Talk) -> tuple[str, str | None, list[str]]:
    """Day with hour as far as stated, title and people of a talk."""
    start = talk.start
    form = "%Y-%m-%d %H:%M" if isinstance(start, datetime) else "%Y-%m-%d"
    when = start.strftime(form) if isinstance(start, date) else ""
    return when, talk.title, [person.name for person in talk.speakers]


def test_hours_that_are_not_known_yet_leave_the_column_one_of_hours() -> None:
    program = read(
        "# Fog 2031\n\n## Day 1, 2 June 2031\n\n| **Time**{: .h5} | **Event**{: .h5} |\n| :-: | :-: |\n"
        "| 08:30 | Welcome coffee |\n| 09:00 | **Opening Remarks** (Ines Duarte) |\n"
        + "| HH:MM | **Type** (Speaker): Topic |\n"
        * 3
    )
    assert [told(talk) for talk in program.talks()] == [
        ("2031-06-02 08:30", "Welcome coffee", []),
        ("2031-06-02 09:00", "Opening Remarks", ["Ines Duarte"]),
    ]


def test_speaker_place_and_date_below_each_other_in_one_header_are_columns() -> None:
    program = read(
        "# Fog Research Network\n\n## Past meetings\n\n|Speaker<br>Affiliation<br>Date|Title|Abstract|\n|:--|:--|:--|\n"
        "|[Yao Lin](https://fog.example/yao)<br><br>Harbour Lab<br><br>March 18, 2031|Fog and Money|Fog costs.|\n"
        "|Vic Shi<br>Tide Institute<br>Jan 21, 2031|A Nightmare: Fog, Tides and the Rise of Harbours|Long ago.|\n"
        "|Bo Chen<br>Harbour Lab<br>Dec 17, 2030|Cheap Fog|Fog is cheap.|\n"
    )
    assert [told(talk) for talk in program.talks()] == [
        ("2031-03-18", "Fog and Money", ["Yao Lin"]),
        ("2031-01-21", "A Nightmare: Fog, Tides and the Rise of Harbours", ["Vic Shi"]),
        ("2030-12-17", "Cheap Fog", ["Bo Chen"]),
    ]
    assert [talk.speakers[0].affiliation for talk in program.talks()] == [
        "Harbour Lab",
        "Tide Institute",
        "Harbour Lab",
    ]


@pytest.mark.parametrize("heading", ["Programme", "Talks"])
def test_seminar_by_date_with_hours_in_brackets_is_a_program(heading: str) -> None:
    program = read(
        f"# Séminaire Brume\n\nOuvert à toutes et à tous.\n\n## {heading}\n\n"
        "2031-03-18 (10h30-12h30). **Anaïs Morel** : « Lire la brume : une revue »\n\n"
        "2031-03-04 (10h30-12h30). **Jérôme Petit (Port)** : « Ce que trient les marées »\n\n"
        "2030-05-07 (14h-16h). **Paola Renzi (Port) et Laure Dumas (Digue)** : « Réseaux »\n"
    )
    assert [told(talk) for talk in program.talks()] == [
        ("2031-03-18 10:30", "Lire la brume : une revue", ["Anaïs Morel"]),
        ("2031-03-04 10:30", "Ce que trient les marées", ["Jérôme Petit"]),
        ("2030-05-07 14:00", "Réseaux", ["Paola Renzi", "Laure Dumas"]),
    ]


def test_timed_talks_below_talks_and_abstracts_are_the_timetable() -> None:
    program = read(
        "# Fog 2031\n\nJune 2, 2031\n\n**Invited Talk (chair: M. Carr)**\n\n"
        "[9:00] Ilya Serg. _Growing Fog for Everybody_\n\n"
        "<details>\n<summary>Abstract</summary>\n\nFog grows slowly, and nobody knows why.\n\n</details>\n\n"
        "[10:00] Coffee Break\n\n**Morning Session (chair: V. Vasco)**\n\n"
        "[10:30] D. Marsh, D. Orch. _Repeat, Reuse: Fog via Types_ (long paper)\n\n"
        "[11:50] K. Imai. _Many Tides in a Harbour_\n"
    )
    assert [told(talk) for talk in program.talks()] == [
        ("2031-06-02 09:00", "Growing Fog for Everybody", ["Ilya Serg"]),
        ("2031-06-02 10:00", "Coffee Break", []),
        ("2031-06-02 10:30", "Repeat, Reuse: Fog via Types", ["D. Marsh", "D. Orch"]),
        ("2031-06-02 11:50", "Many Tides in a Harbour", ["K. Imai"]),
    ]


def test_boxes_of_different_classes_in_a_cell_are_title_and_people() -> None:
    cell = '<span class="what">{}</span>\n    <span class="who">{}</span>'
    rows = [
        ("9:00", "Fog Schemes", "Tomáš Pei"),
        ("9:40", "Fog in Proofs", "Sid Bha, Clem Hof"),
        ("10:20", "Tides", "Bo Chen"),
    ]
    program = read(
        "<h1>Fog 2031</h1><h2>Program, June 2, 2031</h2><table>"
        + "".join(f"<tr><td>{start}</td>\n<td>{cell.format(title, who)}</td></tr>" for start, title, who in rows)
        + "</table>",
        "days.html",
    )
    assert [told(talk) for talk in program.talks()] == [
        ("2031-06-02 09:00", "Fog Schemes", ["Tomáš Pei"]),
        ("2031-06-02 09:40", "Fog in Proofs", ["Sid Bha", "Clem Hof"]),
        ("2031-06-02 10:20", "Tides", ["Bo Chen"]),
    ]


def test_column_of_repeated_labels_is_not_part_of_the_titles() -> None:
    program = read(
        "# Fog 2031\n\n## Program, June 2, 2031\n\n| | | |\n|---|---|---|\n| 9:00 | Opening | (Chairs) |\n"
        "| 9:10 | FOG Full Paper | A Survey of Fog (Bo Chen) |\n| 9:30 | FOG Full Paper | Fog Sketches (Ada Lim) |\n"
        "| 9:50 | FOG Full Paper | Snap Fog (Ines Duarte) |\n| 10:10 | Break | |\n"
        "| 10:30 | FOG Short Paper | Warm Fog (Tom Lind) |\n| 10:50 | FOG Short Paper | Cold Fog (Cara Ruiz) |\n"
    )
    assert [told(talk)[1:] for talk in program.talks()] == [
        ("Opening", []),
        ("A Survey of Fog", ["Bo Chen"]),
        ("Fog Sketches", ["Ada Lim"]),
        ("Snap Fog", ["Ines Duarte"]),
        ("Break", []),
        ("Warm Fog", ["Tom Lind"]),
        ("Cold Fog", ["Cara Ruiz"]),
    ]


def test_divisions_of_a_quarto_page_are_its_items() -> None:
    block = "::: {{.block .talks}}\n[{}]{{.time}}\n\n<h3>{}</h3>\n\n<h4>{}</h4>\n:::\n\n"
    program = read(
        '---\ntitle: "Fog Symposium Schedule"\nsubtitle: 2 June 2031\n---\n\n## Morning\n\n'
        + block.format("10:00 – 11:00", "Slow Rivers", "Mary Deasy")
        + block.format("11:00 – 11:15", "Fast Rivers", "Anke Kling")
        + block.format("11:15 – 12:00", "No Rivers", "Bo Chen"),
        "schedule.qmd",
    )
    assert [told(talk) for talk in program.talks()] == [
        ("2031-06-02 10:00", "Slow Rivers", ["Mary Deasy"]),
        ("2031-06-02 11:00", "Fast Rivers", ["Anke Kling"]),
        ("2031-06-02 11:15", "No Rivers", ["Bo Chen"]),
    ]


def test_break_beside_a_kind_of_break_keeps_its_own_title() -> None:
    program = read(
        "# Fog 2031\n\n## Program, June 2, 2031\n\n| Time | Type | Title | Speaker |\n|---|---|---|---|\n"
        "| 9:00 | talk | Old Fog | Cas Crem/Bob Albar |\n| 10:00 | break | Lunch | |\n"
        "| 11:00 | talk | New Fog | Bo Chen |\n"
    )
    assert [told(talk)[1:] for talk in program.talks()] == [
        ("Old Fog", ["Cas Crem", "Bob Albar"]),
        ("Lunch", []),
        ("New Fog", ["Bo Chen"]),
    ]


def test_reference_of_a_hugo_site_in_a_link_is_no_part_of_the_title() -> None:
    link = '<a href="{{< relref "about.md#social" >}}">Excursion to the dunes</a>'
    program = read(
        f"# Fog 2031\n\n## Program, June 2, 2031\n\n<table><tr><th>Time</th><th>Topic</th></tr>"
        f"<tr><td>9:00</td><td>{link}</td></tr>"
        "<tr><td>10:00</td><td>Old Fog</td></tr></table>\n"
    )
    assert [told(talk)[1] for talk in program.talks()] == ["Excursion to the dunes", "Old Fog"]


def test_button_that_repeats_beside_sessions_is_not_their_title() -> None:
    rows = [(9, "Talk", "[Ada Lim](#a): *Warm Fog*"), (12, "Posters", "with a light dinner, Foyer")]
    rows += [(9 + number, f"Spotlights Session {number}", "[Spotlight Papers](#s)") for number in (1, 2, 3)]
    program = read(
        "# Fog 2031\n\n## Program, June 2, 2031\n\n| | | |\n|---|---|---|\n"
        + "".join(f"| {hour}:00 | {label} | {text} |\n" for hour, label, text in sorted(rows))
    )
    assert [told(talk)[1:] for talk in program.talks()] == [
        ("Warm Fog", ["Ada Lim"]),
        ("Spotlights Session 1", []),
        ("Spotlights Session 2", []),
        ("Posters", []),
        ("Spotlights Session 3", []),
    ]


def test_travel_during_much_of_a_day_is_not_on() -> None:
    program = read(
        "# Fog 2031\n\n## Program, June 2, 2031\n\n- 8:30 - 16:00 Arrival\n- 16:30 - 17:00 Old Fog (Ada Lim)\n"
        "- 17:00 - 18:00 New Fog (Bo Chen)\n"
    )
    assert [told(talk)[1] for talk in program.talks()] == ["Old Fog", "New Fog"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Warm Fog (Ada Lim - Harbour Lab)", ("Warm Fog", ["Ada Lim"])),
        ("Prof. Dr. Dr. h.c. mult. Peter Grün: The Evolution of Fog", ("The Evolution of Fog", ["Peter Grün"])),
    ],
)
def test_titles_of_people_and_places_in_brackets_are_no_titles_of_talks(
    line: str, expected: tuple[str, list[str]]
) -> None:
    program = read(
        f"# Fog 2031\n\n## Program, June 2, 2031\n\n- 9:00 {line}\n- 10:00 Break\n- 10:30 Old Fog (Bo Chen)\n"
    )
    assert told(next(iter(program.talks())))[1:] == expected


@pytest.mark.parametrize(
    "heading", ["{day}: {who}", "{who} - {day}", "{day} – {who}"], ids=["date first", "date last", "dash"]
)
def test_headings_with_a_date_and_a_speaker_are_the_talks_of_a_seminar(heading: str) -> None:
    talks = [("May 6, 2031", "Ada Lim (Turku)", "Warm Fog"), ("May 20, 2031", "Bo Chen", "Cold Fog")]
    program = read(
        "# Fog Seminar\n\nWe meet online.\n\n"
        + "".join(
            f"## {heading.format(day=day, who=who)}\n\n**Title:** {title}\n\n**Abstract:** Fog is everywhere.\n\n"
            for day, who, title in talks
        )
    )
    assert [told(talk) for talk in program.talks()] == [
        ("2031-05-06", "Warm Fog", ["Ada Lim"]),
        ("2031-05-20", "Cold Fog", ["Bo Chen"]),
    ]


def test_dates_below_the_heading_of_a_term_are_in_its_year() -> None:
    program = read(
        "# Fog Seminar\n\n## Spring 2031\n\n* **Jan 12** Ada Lim (Turku), *Warm Fog in Winter*\n"
        "* **Feb 2** Bo Chen (Turku), *Cold Fog in Winter*\n\n## Fall 2030\n\n"
        "* **Sep 8** Cara Ruiz (Turku), *Fog in Autumn*\n* **Sep 15** Tom Lind (Turku), *Fog, Again*\n"
    )
    assert [told(talk)[0] for talk in program.talks()] == ["2031-01-12", "2031-02-02", "2030-09-08", "2030-09-15"]


_SEMINAR = """\
- date: 2031-05-06
  title: Warm Fog in Winter
  speaker: Ada Lim
  affiliation: Turku
- date: 2031-06-03
  title: Cold Fog in Summer
  speaker: Bo Chen
  affiliation: Turku
"""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (_SEMINAR, "seminars.yml"),
        (_SEMINAR.replace("2031-05-06", "5/6/2031").replace("2031-06-03", "6/3/2031"), "seminars.yml"),
        (
            '[[event]]\neventDate = "May 6th, 2031"\ntitle = "Warm Fog in Winter"\nspeakerName = "Ada Lim"\n\n'
            '[[event]]\neventDate = "June 3rd, 2031"\ntitle = "Cold Fog in Summer"\nspeakerName = "Bo Chen"\n',
            "events.toml",
        ),
    ],
    ids=["YAML", "slashes", "TOML"],
)
def test_list_of_talks_with_dates_has_their_days(text: str, name: str) -> None:
    days = [told(talk) for talk in read(text.replace("6/3/2031", "6/13/2031"), name).talks()]
    assert [(when[:7], title, people) for when, title, people in days] == [
        ("2031-05", "Warm Fog in Winter", ["Ada Lim"]),
        ("2031-06", "Cold Fog in Summer", ["Bo Chen"]),
    ]


def test_break_under_the_key_of_speakers_is_the_title_of_its_row() -> None:
    program = read(
        "- time: 9:00 AM - 9:05 AM\n  speaker: Opening Remarks\n  title: ''\n"
        "- time: 9:05 AM - 9:35 AM\n  speaker: Ada Lim\n  title: Warm Fog in Winter\n"
        "- time: 9:35 AM - 10:00 AM\n  speaker: Coffee Break and Poster Session\n  title: ''\n",
        "schedule.yml",
    )
    assert [told(talk)[1:] for talk in program.talks()] == [
        ("Opening Remarks", []),
        ("Warm Fog in Winter", ["Ada Lim"]),
        ("Coffee Break and Poster Session", []),
    ]


def test_line_of_a_calendar_begins_its_day_however_long_its_title_is() -> None:
    title = "Achieving Warmth and Light for Fog-Intensive Evenings Using Lamps Based on Old and on New Kinds of Wicks"
    program = read(
        "# Fog Colloquium\n\n## Schedule\n\n- 8/21/2031: [Warm Fog in Winter](a.html) by Ada Lim\n"
        f"- 8/28/2031: [{title}](b.html) by Bo Chen\n- 9/4/2031: [Old Fog](c.html) by [Cara Ruiz](https://c.example)\n"
    )
    assert [told(talk) for talk in program.talks()] == [
        ("2031-08-21", "Warm Fog in Winter", ["Ada Lim"]),
        ("2031-08-28", title, ["Bo Chen"]),
        ("2031-09-04", "Old Fog", ["Cara Ruiz"]),
    ]


def test_list_of_dates_people_and_titles_in_another_language_is_a_program() -> None:
    program = read(
        "## Programma\n\n- **21 aprile 2031** - Luca Bianchi, *La percezione della nebbia calda: questioni di metodo*\n"
        "- **5 maggio 2031** - Giulia Conti, *Documentare la nebbia fredda: il caso di Turku*\n"
        "- **12 maggio 2031** - Elia Ferri, *La nebbia vecchia: come e perché*\n"
    )
    assert [told(talk) for talk in program.talks()] == [
        ("2031-04-21", "La percezione della nebbia calda: questioni di metodo", ["Luca Bianchi"]),
        ("2031-05-05", "Documentare la nebbia fredda: il caso di Turku", ["Giulia Conti"]),
        ("2031-05-12", "La nebbia vecchia: come e perché", ["Elia Ferri"]),
    ]


def test_hours_of_talks_are_taken_where_hours_of_their_slots_stand_beside() -> None:
    rows = [
        ("9:00 - 10:30", "9:00 - 9:10", "Ada Lim", "Opening Words"),
        ("9:00 - 10:30", "9:10 - 9:45", "Bo Chen", "Warm Fog in Winter"),
        ("9:00 - 10:30", "9:50 - 10:25", "Cara Ruiz", "Cold Fog in Summer"),
        ("10:30 - 11:00", "", "", "Coffee Break"),
        ("11:00 - 13:00", "11:00 - 11:25", "Tom Lind", "Old Fog"),
        ("11:00 - 13:00", "11:30 - 12:25", "Ada Lim", "New Fog"),
        ("11:00 - 13:00", "12:30 - 12:55", "Bo Chen", "No Fog"),
    ]
    table = "".join(f"| 6/20/2031 | {' | '.join(row)} |\n" for row in rows)
    program = read(f"# Fog 2031\n\n| Day | Timeline | Time | Speaker | Title |\n|---|---|---|---|---|\n{table}")
    assert [told(talk)[0][-5:] for talk in program.talks()] == [
        "09:00",
        "09:10",
        "09:50",
        "10:30",
        "11:00",
        "11:30",
        "12:30",
    ]


def test_day_above_the_hours_of_parallel_columns_begins_their_day() -> None:
    tables = "".join(
        f"| **{day}** | Tutorials | Hackathon |\n|---|---|---|\n| 9:30 -- 10:30 | Lamps {number} | Hacking |\n\n"
        for number, day in enumerate(("Tuesday 6 May 2031", "Wednesday 7 May"))
    )
    program = read(f"# Fog School\n\n{tables}")
    assert [told(talk)[0] for talk in program.talks()] == ["2031-05-06 09:30"] * 2 + ["2031-05-07 09:30"] * 2


def test_speaker_behind_a_code_and_a_badge_is_a_speaker() -> None:
    program = read(
        "# Fog 2031\n\n## Program, June 2, 2031\n\n| Time | Talk |\n|---|---|\n"
        '| 9:00 | I1 *(remote)* Ada Lim (Turku) <br/> "Warm Fog in Winter" |\n| 10:00 | C1 Bo Chen (Turku) |\n'
    )
    assert [told(talk)[1:] for talk in program.talks()] == [("Warm Fog in Winter", ["Ada Lim"]), (None, ["Bo Chen"])]


def test_meeting_of_a_series_at_another_hour_leaves_the_others_at_theirs() -> None:
    meetings = [("Feb. 11 (Wednesday, 10am)", "Ada Lim"), ("Feb. 26", "Bo Chen"), ("Mar. 12", "Cara Ruiz")]
    meetings += [("Apr. 2", "Tom Lind"), ("Apr. 16", "Di Roe")]
    program = read(
        '---\ntitle: "Schedule Spring 2026"\n---\nSpring 2026 meetings are scheduled for Thursdays at 11:00am (ET).\n\n'
        + "".join(
            f"### {day} - [{who}](https://x.example) (Job Talk)\n- **Title:** Fog of {who}\n\n" for day, who in meetings
        )
    )
    assert [told(talk)[0] for talk in program.talks()] == [
        "2026-02-11 10:00",
        "2026-02-26 11:00",
        "2026-03-12 11:00",
        "2026-04-02 11:00",
        "2026-04-16 11:00",
    ]
    assert [talk.speakers[0].affiliation for talk in program.talks()] == [None] * 5


def test_abstracts_below_names_complete_the_talks_of_the_timetable() -> None:
    program = read(
        "# Sessions\n\n## Monday\n\n* 10:30-11:30 Ada Lim   __Warm Fog in Winter__\n"
        "* 11:30-12:00 Bo Chen   __Cold Fog in Summer__\n"
        "* 12:00-12:30 Tom Lind - __Fog in trees__\n\n# Abstracts\n\n## Ada Lim\n\n__Title__: Warm Fog in Winter\n\n"
        "__Abstract__: Fog is warm. I will\n1. explain how warm it is, with lamps that nobody has seen before\n"
        "2. look at other lamps\n\n## Bo Chen\n\n__Title__: Cold Fog in Summer\n\n__Abstract__:\nFog is cold.\n\n"
        "## Tom Lind\n__Title__: Fog in high trees\n\n__Abstract__:\nTrees are high.\n"
    )
    assert [(talk.title, (talk.abstract or "").split("\n")[-1]) for talk in program.talks()] == [
        ("Warm Fog in Winter", "- look at other lamps"),
        ("Cold Fog in Summer", "Fog is cold."),
        ("Fog in trees", "Trees are high."),
    ]


def test_people_in_rows_below_a_session_sit_in_it() -> None:
    program = read(
        "# Fog 2031\n\n## Program\n\n| Time | What |\n|---|---|\n| 9:00am | Plenary Speaker: Ada Lind (Turku) |\n"
        "| 10:00am | Session 1: Deep Fog |\n| | *Bo Chen (Turku)* |\n| | *Tom Lind (Lund)* |\n"
        "| | *Cara Ruiz, Dean (Lund)* |\n| 11:00am | Reception with Poster Session |\n"
    )
    assert [told(talk)[1:] for talk in program.talks()] == [
        (None, ["Ada Lind"]),
        ("Session 1: Deep Fog", ["Bo Chen", "Tom Lind", "Cara Ruiz"]),
        ("Reception with Poster Session", []),
    ]


def test_seminars_without_any_year_are_kept_without_a_day_and_need_one() -> None:
    page = "".join(
        f"---------\n\n**{day} 4:00pm CET - [{who}](https://tides.example)**\n\nTitle: {title}\n\nAbstract:\n\n"
        "Boats come and go with the tide, and nobody has ever counted how many of them there are.\n\n"
        for day, who, title in (
            ("June 11th", "Ines Duarte", "Tides by hand"),
            ("June 18th", "Tomas Lind", "Fog and radio"),
            ("July 16th", "Bo Chen", "Lamps of whale oil"),
        )
    )
    read = read_program(f"---\ntitle: Schedule\n---\n\n{page}".encode(), "schedule.md")
    assert [(talk.title, [each.name for each in talk.speakers], talk.start) for talk in read.program.talks()] == [
        ("Tides by hand", ["Ines Duarte"], None),
        ("Fog and radio", ["Tomas Lind"], None),
        ("Lamps of whale oil", ["Bo Chen"], None),
    ]
    assert "no year stated for “June 11th”" in read.warnings[0].message


def test_the_page_of_a_site_that_is_called_program_is_no_notes_whatever_its_file_is_called() -> None:
    page = (
        "---\nlayout: page\ntitle: Program\n---\n\n# 09:00 - 10:15: Session 1\n\n* opening\n\n"
        "* Mice that count\n\t* Ada Lind, Bo Ek\n\t* [article](https://example.org/1)\n\n# 10:15 - 10:30: Break\n\n"
        "# 10:30 - 11:30: Session 2\n\n* Fair mice\n\t* Cy Moe\n\t* [article](https://example.org/2)\n"
    )
    read = read_program(page.encode(), "mice.md")
    talks = [(talk.title, [who.name for who in talk.speakers]) for talk in read.program.talks() if talk.speakers]
    assert talks == [("Mice that count", ["Ada Lind", "Bo Ek"]), ("Fair mice", ["Cy Moe"])]
