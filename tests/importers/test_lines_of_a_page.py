"""Timetables that pages write as lines: items, paragraphs and definitions, with all that people add to them."""

from __future__ import annotations

from confnotes.importers.reading import read_program
from confnotes.model.program import Program, Talk

HEAD = "# Fog Workshop 2031\n\nJune 2, 2031\n\n## Schedule\n\n"


def read(lines: str, head: str = HEAD) -> Program:
    return read_program((head + lines).encode(), "schedule.md").program


def told(talk: Talk) -> tuple[str | None, str | None, list[tuple[str, str | None]]]:
    start = talk.start.strftime("%H:%M") if talk.start is not None else None
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


def test_names_behind_a_greeting_and_hosts_below_a_talk_are_told_apart() -> None:
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
