"""Timetables that pages write as lines: items, paragraphs and definitions, with all that people add to them."""

from __future__ import annotations

import pytest

from confnotes.importers.pages.html_lines import fragments
from confnotes.importers.reading import read_program
from confnotes.model.program import Program, Talk

HEAD = "# Fog Workshop 2031\n\nJune 2, 2031\n\n## Schedule\n\n"


def read(lines: str, head: str = HEAD) -> Program:
    return read_program((head + lines).encode(), "schedule.md").program


def told(talk: Talk) -> tuple[str | None, str | None, list[tuple[str, str | None]]]:
    start = talk.starts_at.strftime("%H:%M") if talk.starts_at is not None else None
    return start, talk.title, [(person.name, person.affiliation) for person in talk.speakers]


def test_hours_and_spaces_written_as_entities_are_hours_and_spaces() -> None:
    program = read("- 09:00 &ndash; 10:30&nbsp;&nbsp;Tides by hand\n- 10:30 &ndash; 11:00 Fog &amp; radio\n")
    assert [told(talk)[:2] for talk in program.talks()] == [("09:00", "Tides by hand"), ("10:30", "Fog & radio")]


def test_item_filled_to_a_width_by_an_editor_is_one_line() -> None:
    program = read(
        "* **09:00 - 10:00** Keynote by Ines Duarte\n  (Harbour Lab). **Tides: How Moons and Harbours\n  Work.**\n\n"
        "* **10:00 - 10:20** **Leveraging Radio for Lightweight Fog\n"
        "  Correctness.** Tomas Lind (KTH), Bo Chen (Harbour\n  Lab), Cara Ruiz (KTH)\n"
    )
    assert [told(talk) for talk in program.talks()] == [
        ("09:00", "Tides: How Moons and Harbours Work.", [("Ines Duarte", "Harbour Lab")]),
        (
            "10:00",
            "Leveraging Radio for Lightweight Fog Correctness",
            [("Tomas Lind", "KTH"), ("Bo Chen", "Harbour Lab"), ("Cara Ruiz", "KTH")],
        ),
    ]


def test_definitions_under_a_day_are_its_session_and_its_talks() -> None:
    program = read(
        "Monday, June 2 (Morning)\n: [Radio tutorials]({{ site.baseurl }}/tutorials) (Chair: Yi Wang)\n   : \n"
        ": 9:00 AM - 10:00 AM\n   : [Ines Duarte]({{ site.baseurl }}/#ines) (Harbour Lab; *remote*)\n"
        ": 10:00 AM - 10:15 AM\n   : *Coffee break*\n",
        "# Fog Workshop 2031\n\n",
    )
    assert [told(talk) for talk in program.talks()] == [
        ("09:00", None, [("Ines Duarte", "Harbour Lab")]),
        ("10:00", "Coffee break", []),
    ]
    assert [session.title for session in program.sessions] == ["Radio tutorials"]


def test_how_a_talk_is_given_is_no_part_of_its_title() -> None:
    program = read(
        "- 09:00 Opening remarks [[Watch Online]](https://slideslive.com/1)\n"
        "- 09:10 Panel Discussion VIRTUAL & IN-PERSON\n"
        "- 10:00 Tides by hand (online)\n- 10:30 Fog and radio -- unfortunately cancelled\n"
    )
    talks = list(program.talks())
    assert [talk.title for talk in talks] == ["Opening remarks", "Panel Discussion", "Tides by hand", "Fog and radio"]
    assert [talk.cancelled for talk in talks] == [False, False, False, True]


def test_items_below_a_timed_one_are_its_talks_or_its_people() -> None:
    program = read(
        "- 09:30 Sitzung 1\n  - Ines Duarte: Tides by hand (30min)\n"
        "    All that is told of tides by those who sail, and why.\n"
        "  - Tomas Lind: Fog and radio (20min)\n- 11:00 Panel: *Harbours of tomorrow*\n"
        "  * Cara Ruiz, Incoming Assistant Professor at the University of Maryland\n"
        "  * Bo Chen, Senior Engineer at Floodbase\n- 12:00 Lunch\n  - bring cups\n  - bring plates\n"
    )
    assert [session.title for session in program.sessions] == ["Sitzung 1", None]
    talks = {talk.title: [person.name for person in talk.speakers] for talk in program.talks()}
    assert talks == {
        "Tides by hand": ["Ines Duarte"],
        "Fog and radio": ["Tomas Lind"],
        "Panel: Harbours of tomorrow": ["Cara Ruiz", "Bo Chen"],
        "Lunch": [],
    }


def test_lists_of_what_to_bring_are_no_talks_of_a_timetable_with_hours() -> None:
    hours = "".join(
        f"- {hour}:00 {title}\n" for hour, title in enumerate(["Welcome", "Tides", "Fog", "Radio", "End"], 9)
    )
    program = read(f"### Monday, June 2\n\n{hours}\n### What you need\n\n- A lamp that lights your desk\n- A headset\n")
    assert [talk.title for talk in program.talks()] == ["Welcome", "Tides", "Fog", "Radio", "End"]


def test_names_after_a_greeting_are_distinguished_from_hosts_below_a_talk() -> None:
    program = read(
        "- [8:45am] Welcome and Logistics, Yue Ning and Li Wang.\n"
        "- [9:00am-10:00am] **Keynote Talk**: Ines Duarte (KTH), "
        "[AI for Social Impact: Tides of the Future](../speakers/) \\\nHost: Yue Ning\n"
    )
    welcome, keynote = program.talks()
    assert told(welcome) == ("08:45", "Welcome and Logistics", [("Yue Ning", None), ("Li Wang", None)])
    assert keynote.title == "AI for Social Impact: Tides of the Future"
    assert [(person.name, person.role.value) for person in keynote.speakers if person.role] == [
        ("Ines Duarte", "keynote"),
        ("Yue Ning", "chair"),
    ]


def test_hour_that_stands_alone_above_a_heading_is_that_of_its_session() -> None:
    program = read(
        "- **08:30**\n_Registration_\n\n### **09:15**\n### **Session: Casting nets**\n\n"
        "- **09:20**\n**_Tides by hand_**\n_Ines Duarte_\n"
    )
    assert [told(talk)[:2] for talk in program.talks()] == [("08:30", "Registration"), ("09:20", "Tides by hand")]
    (session,) = [each for each in program.sessions if each.title]
    assert session.starts_at is not None and session.starts_at.strftime("%H:%M") == "09:15"


def test_grid_with_its_hours_in_class_names_is_a_timetable() -> None:
    program = read(
        '<div class="grid">\n  <div class="time start-830">8:30</div>\n  <div class="time start-1730">17:30</div>\n'
        '  <div class="event start-830 end-900">Opening remarks</div>\n'
        '  <div class="event stage-1 start-1730 end-1800">Fog and radio <span>Chair: Bo Chen</span>'
        "<span>S1: Ines Duarte<br>S2: Tomas Lind</span></div>\n</div>\n"
    )
    opening, fog = program.talks()
    assert told(opening)[:2] == ("08:30", "Opening remarks")
    assert told(fog)[:2] == ("17:30", "Fog and radio")
    assert {person.name: person.role.value for person in fog.speakers} == {
        "Ines Duarte": "speaker",
        "Tomas Lind": "speaker",
        "Bo Chen": "chair",
    }


def test_day_of_a_post_is_no_day_of_its_talks() -> None:
    program = read(
        "# Schedule\n\n- 09:00 - 09:45 **Tides by hand** Ines Duarte\n- 09:45 - 10:30 **Fog and radio** Tomas Lind\n",
        "Title: Schedule\nDate: 2018-08-01 12:00\nCategory: pages\nSlug: schedule\n\n",
    )
    assert program.conference.start_date is None
    assert [(talk.title, talk.day) for talk in program.talks()] == [("Tides by hand", None), ("Fog and radio", None)]


def test_a_heading_below_a_time_alone_is_the_title_of_a_card_and_who_speaks_stands_below() -> None:
    cards = "".join(
        f"<div><div>{hour}:00 - {hour}:45</div><span>{kind}</span><h4>{title}</h4><p>{who}</p></div>\n"
        for hour, kind, title, who in (
            (9, "Keynote", "Kites over hills", "Ada Lind"),
            (10, "Talk", "Knots", "Bo Sund &amp; Cleo Marsh"),
            (11, "", "Coffee break", ""),
            (12, "Talk", "Lines and wind", "Dan Reed"),
        )
    )
    page = f"<html><body><h1>Kite workshop</h1><p>May 3, 2019</p><h2>Agenda</h2>{cards}</body></html>"

    program = read_program(page.encode(), "page.html").program

    assert [(talk.title, [speaker.name for speaker in talk.speakers]) for talk in program.talks()] == [
        ("Kites over hills", ["Ada Lind"]),
        ("Knots", ["Bo Sund", "Cleo Marsh"]),
        ("Coffee break", []),
        ("Lines and wind", ["Dan Reed"]),
    ]


def test_a_line_break_at_the_end_of_a_line_does_not_end_the_item() -> None:
    page = (
        "- 10:00-10:40: Hard knots (Chair: Jana Roth)\n"
        "  - [The weight of wet silk](a.pdf) <br>\n    *Felix Brand and Paul Harren*\n"
        "  - [Approval of tails](b.pdf)<br>\n    *Rob Grand, Ana Mehta*\n"
        "- 10:40-11:10: Coffee\n"
    )

    assert [(talk.title, [one.name for one in talk.speakers]) for talk in list(read(page).talks())][:2] == [
        ("The weight of wet silk", ["Felix Brand", "Paul Harren"]),
        ("Approval of tails", ["Rob Grand", "Ana Mehta"]),
    ]


def test_the_only_talk_below_an_invited_talk_is_that_talk() -> None:
    page = "- 9:00-9:50: Invited Talk (Chair: Karin Apt)\n  - [Wind and its lines](a.pdf)<br>\n    *Rosa Lund*\n"

    (talk,) = list(read(page).talks())

    assert (talk.title, str(talk.start)[11:16]) == ("Wind and its lines", "09:00")
    assert "Rosa Lund" in [one.name for one in talk.speakers]


def test_a_definition_list_with_a_line_for_each_hour_gives_each_its_title() -> None:
    page = (
        "<dl>\n<dt>09:00</dt><dd><b>Tides and silk (Chair: Karin Apt)</b></dd>\n"
        "<dt>09:00</dt><dd>Object-oriented silk <i>(Ines Duarte, Harbour Lab)</i></dd>\n"
        "<dt>09:30</dt><dd>Nominal knots <i>(Tomas Lind, KTH)</i></dd>\n"
        "<dt>10:00</dt><dd><b>Coffee Break</b></dd>\n</dl>\n"
    )

    assert [told(talk)[:2] for talk in read(page).talks()] == [
        ("09:00", "Tides and silk"),
        ("09:00", "Object-oriented silk"),
        ("09:30", "Nominal knots"),
        ("10:00", "Coffee Break"),
    ]


@pytest.mark.parametrize("label", ["Dozentin", "Prelegent", "Föreläsare", "Docente", "氏名"])
def test_a_word_that_heads_a_column_of_speakers_is_their_label_below_a_title_too(label: str) -> None:
    rows = ((9, "Tides by hand", "Ines Duarte"), (10, "Fog and radio", "Tomas Lind"), (11, "Lights", "Cara Ruiz"))
    talks = [f"## {hour}:00 {title}\n\n{label}: {name}, Harbour Lab\n" for hour, title, name in rows]

    program = read_program("\n".join(["# Programme, 26 September 2031\n", *talks]).encode(), "programme.md").program

    assert [[each.name for each in talk.speakers] for talk in program.talks()] == [[name] for _, _, name in rows]


def test_hours_in_bold_on_both_sides_of_a_dash_are_one_range() -> None:
    program = read("* **9:00** - **9:30** Registration\n* **9:30** - **10:30** **Ines Duarte:** Tides by hand\n")
    assert [told(talk)[:2] for talk in program.talks()] == [("09:00", "Registration"), ("09:30", "Tides by hand")]


def test_a_talk_whose_title_is_not_known_yet_is_called_by_its_label() -> None:
    program = read("| | |\n|---|---|\n| 9:00-9:50 | **Keynote Lecture 1:** *TBA* |\n| 9:50-10:10 | Coffee |\n")
    assert [told(talk)[:2] for talk in program.talks()] == [("09:00", "Keynote Lecture 1"), ("09:50", "Coffee")]


def test_a_page_of_many_timed_lines_is_a_program_and_no_notes_on_its_sessions() -> None:
    text = "---\ntitle: Programme\n---\n\n## Tuesday, 26th September 2031\n\n* **9:00 - 9:20** Welcome\n\nLanguages\n"
    lines = "".join(f"* **{hour}:00 - {hour}:40** **Ines Duarte:** Tides by hand {hour}\n\n" for hour in range(10, 16))
    program = read_program((text + lines).encode(), "programme.md").program
    assert len(list(program.talks())) == 7


def test_hours_titles_names_and_institutions_that_are_headings_of_one_level_are_lines() -> None:
    cards = "".join(
        f"<div><h5>{hour}:00</h5></div><div><h5>{title}</h5><h5>{name}</h5><h5>University of Fog</h5></div>"
        for hour, title, name in (
            (9, "Tides by hand", "Ines Duarte"),
            (10, "Fog and radio", "Tomas Lind"),
            (11, "Lights and horns", "Cara Ruiz"),
            (12, "Buoys at night", "Bo Chen"),
        )
    )
    found = [told(talk) for talk in read(cards).talks()]
    assert [(start, title, [name for name, _ in people]) for start, title, people in found] == [
        ("09:00", "Tides by hand", ["Ines Duarte"]),
        ("10:00", "Fog and radio", ["Tomas Lind"]),
        ("11:00", "Lights and horns", ["Cara Ruiz"]),
        ("12:00", "Buoys at night", ["Bo Chen"]),
    ]


def test_timed_lines_with_breaks_are_a_program_though_no_heading_says_so() -> None:
    day = ("8h", "Credenciamento", "10h", "Vento e linhas", "12h", "Almoço", "14h", "Nós e cordas")
    page = "".join(f"<div><span>{text}</span></div>\n" for text in (*day, *day))
    titles = [talk.title for talk in read_program(page.encode(), "programacao.php").program.talks()]
    assert titles[:4] == ["Credenciamento", "Vento e linhas", "Almoço", "Nós e cordas"]


def test_a_time_below_a_heading_is_that_of_the_talk_or_of_the_session_whose_papers_follow() -> None:
    papers = "".join(f"- **[{title}](a{at}.pdf)**  \n *by Ann Poe, Bo Sund*\n" for at, title in enumerate(PAPERS))
    page = (
        "# Kites 2031 Schedule\n\n## Tuesday, October 14, 2031\n\n"
        f"### Session 1\n**Time: 9:10-10:30**\n\n{papers}\n---\n"
        "### Coffee Break\n**Time: 10:30-11:00**\n\n---\n"
        "### Keynote: Cleo Marsh\n**Time: 11:00-12:00**\n\n**Lines that sing**\n\n---\n"
    )

    program = read_program(page.encode(), "schedule.md").program

    hours = {session.title: str(session.start)[11:16] for session in program.sessions if session.title}
    assert hours == {"Session 1": "09:10"}
    found = [(talk.title, [each.name for each in talk.speakers], str(talk.start)[11:16]) for talk in program.talks()]
    assert (PAPERS[0], ["Ann Poe", "Bo Sund"], "") in found
    assert ("Coffee Break", [], "10:30") in found
    assert [each[1:] for each in found if each[1] == ["Cleo Marsh"]] == [(["Cleo Marsh"], "11:00")]


PAPERS = ("Wind by the numbers", "Tails of paper and silk", "How long is a line?", "Knots under load", "Kites at sea")


def test_times_in_brackets_behind_titles_and_papers_listed_below_a_session_are_read() -> None:
    program = read(
        "Check-in (8:00 – 9:00 am)\n\n**Session #1: Tides** (9:00 – 10:40 am)  \n\n"
        "- *Invited Speaker:* Ines Duarte (Harbour Lab)\n- Bo Chen (KTH): *How harbours count waves*\n"
        "- Cara Ruiz (KTH): *Fog above cold water*\n\nLunch (12:15 – 1:30 pm)\n"
    )
    (session,) = [each for each in program.sessions if each.title == "Session #1: Tides"]
    assert session.starts_at is not None and session.starts_at.strftime("%H:%M") == "09:00"
    assert [(talk.title, [person.name for person in talk.speakers]) for talk in session.talks][1:] == [
        ("How harbours count waves", ["Bo Chen"]),
        ("Fog above cold water", ["Cara Ruiz"]),
    ]
    assert [told(talk)[:2] for talk in program.talks() if talk not in session.talks] == [
        ("08:00", "Check-in"),
        ("12:15", "Lunch"),
    ]


def test_a_list_item_that_only_describes_the_program_is_no_talk() -> None:
    program = read(
        "- **Session I: Tides.** This session deals with the counting of waves and with other measures of the sea.\n\n"
        "**09:00–09:20** How harbours count waves\n\n**09:20–09:40** Fog above cold water\n"
    )
    assert [talk.title for talk in program.talks()] == ["How harbours count waves", "Fog above cold water"]


def test_icons_beside_hours_and_rooms_are_no_text() -> None:
    clock, voice = '<i class="fas fa-clock"></i>', '<i class="fas fa-mic"></i>'
    page = (
        "<h1>Fog Workshop 2031</h1><p>June 2, 2031</p><h2>Schedule</h2><ul>"
        f"<li>{clock} 09:00 - 10:00 {voice} <b>Tides by hand</b>, Ines Duarte</li>"
        f"<li>{clock} 10:00 - 11:00 {voice} <b>Fog and radio</b>, Bo Chen</li></ul>"
    )
    program = read_program(page.encode(), "schedule.html").program
    assert [told(talk)[:2] for talk in program.talks()] == [("09:00", "Tides by hand"), ("10:00", "Fog and radio")]


def test_what_a_site_says_below_each_of_its_pages_is_no_talk() -> None:
    page = (
        "<h1>Fog Workshop 2031</h1><p>June 2, 2031</p><h2>Talks</h2><ul><li>Ines Duarte: Tides by hand"
        "<footer>Hall A</footer></li><li>Bo Chen: Fog and radio</li></ul>\n<footer><ul><li>"
        '<a href="mailto:us@example.org">Email us</a></li></ul><p>Theme by <a href="https://example.org">Plain</a></p>'
        "</footer>\n</div></body></html>"
    )
    program = read_program(page.encode(), "talks.html").program
    assert [talk.title for talk in program.talks()] == ["Tides by hand", "Fog and radio"]


def test_notes_that_mention_the_footer_of_a_page_keep_the_lines_below() -> None:
    notes = "## Tides by hand - Ines Duarte\n\n- such as <footer>\n\n## Fog and radio - Bo Chen\n\n- one\n"
    program = read_program(f"# Fog Conf 2031\n\n{notes}".encode(), "fog-conf.md").program
    assert [talk.title for talk in program.talks()] == ["Tides by hand", "Fog and radio"]


def test_a_sentence_that_an_editor_indented_inside_a_paragraph_is_one_line() -> None:
    source = "# Talks\n\n<div>\n  <p>We followed a colony and drew\n            every flight of it.</p>\n</div>\n"

    lines = [line.text for line in fragments(source)[0]]

    assert "We followed a colony and drew every flight of it." in [line.strip() for line in lines]


@pytest.mark.parametrize("heading", ["**Welcome**", "## Opening", "**Registration**"])
def test_timed_line_below_an_opening_above_the_sessions_is_an_item(heading: str) -> None:
    page = (
        f"---\ntitle: Programme\n---\n\nProceedings are online.\n\n{heading}\n\n[8:55] Welcome & Introduction\n\n"
        "**Invited Talk**\n\n[9:00] Ann Poe. _Knots in the wind_\n\n[10:00] Coffee Break\n\n"
        "[10:30] Bo Sund. _Kites and ropes_\n\n[11:00] Closing\n"
    )
    titles = [talk.title for talk in read_program(page.encode(), "programme.md").program.talks()]
    assert titles == ["Welcome & Introduction", "Knots in the wind", "Coffee Break", "Kites and ropes", "Closing"]


def test_hours_at_the_ends_of_lines_are_those_of_the_lines() -> None:
    page = (
        "<h1>Fog Days 2031</h1><h2>Programme</h2><h2>Monday, 2 June 2031</h2>"
        "<p>Registration 8:30 am - 9:00 am <br> <b>Tides by hand</b> 9:00 am - 10:00 am</p>"
        "<p><b>Walk on the pier</b> 2:00 pm - 3:00 pm</p><p><i>Coffee break</i> 3:00 pm - 3:30 pm</p>"
        "<p><b>Closing keynote 4:00 pm - 5:00 pm</b></p><p>Dinner at the harbour 8:00pm</p>"
    )
    program = read_program(page.encode(), "programme.html").program
    assert [told(talk)[:2] for talk in program.talks()] == [
        ("08:30", "Registration"),
        ("09:00", "Tides by hand"),
        ("14:00", "Walk on the pier"),
        ("15:00", "Coffee break"),
        ("16:00", "Closing keynote"),
        ("20:00", "Dinner at the harbour"),
    ]


def test_hours_at_the_ends_of_headings_are_those_of_the_talks_below() -> None:
    program = read(
        "### Welcome: 8:30 - 9:00\n\n### Tides by hand – 9:00 - 10:00\nInes Duarte, Harbour Lab\n\n"
        "### Coffee 10:00 - 10:30\n\n### Fog and radio | 10:30 - 11:30\nTomas Lind\n"
    )
    assert [told(talk) for talk in program.talks()] == [
        ("08:30", "Welcome", []),
        ("09:00", "Tides by hand", [("Ines Duarte", "Harbour Lab")]),
        ("10:00", "Coffee", []),
        ("10:30", "Fog and radio", [("Tomas Lind", None)]),
    ]


def test_a_title_in_italics_behind_authors_and_a_full_stop_is_no_affiliation() -> None:
    program = read(
        "- 11:00-12:30 Session 2\n"
        "    - **Tomas Lind** and Phu H. Nguyen. _Towards the Deployment of Secure Fog Systems_.\n"
        "    - Ines Duarte, **Bo Chen** and Cara Ruiz. _Harbours after dark_.\n"
    )
    assert [told(talk)[1:] for talk in program.talks()] == [
        ("Towards the Deployment of Secure Fog Systems", [("Tomas Lind", None), ("Phu H. Nguyen", None)]),
        ("Harbours after dark", [("Ines Duarte", None), ("Bo Chen", None), ("Cara Ruiz", None)]),
    ]


def test_twelve_in_the_morning_between_a_morning_and_an_afternoon_is_noon() -> None:
    program = read(
        "- 11:00am - 11:30am Tides by hand\n- 11:30am - 12:00am Fog and bells\n- 12:00am - 12:30pm Rain\n"
        "- 1:00pm Lunch\n- 9:00pm - 12:00am Party\n"
    )
    hours = [(f"{talk.starts_at:%H:%M}", f"{talk.ends_at:%H:%M}") for talk in program.talks() if talk.ends_at]
    assert hours == [("11:00", "11:30"), ("11:30", "12:00"), ("12:00", "12:30"), ("21:00", "00:00")]


def test_lines_that_end_in_their_hours_are_talks_and_no_table_of_commas() -> None:
    lines = (
        "Opening the lock, Ada Lund, 9:00-9:30\nWhat eels know, Bo Falk, 9:30-10:15\nReeds, Ines Duarte, 10:30-11:00\n"
    )

    for above, name in (
        ("Canal Days 2031\n2 May 2031\n\n", "Canal Days 2031"),
        ("Canal Days\n\n", "Canal Days"),
        ("", None),
    ):
        program = read_program((above + lines).encode(), "day.txt").program
        assert program.conference.name == name
        assert [
            (talk.title, [each.name for each in talk.speakers], str(talk.start)[-8:], str(talk.end)[-8:])
            for talk in program.talks()
        ] == [
            ("Opening the lock", ["Ada Lund"], "09:00:00", "09:30:00"),
            ("What eels know", ["Bo Falk"], "09:30:00", "10:15:00"),
            ("Reeds", ["Ines Duarte"], "10:30:00", "11:00:00"),
        ]
