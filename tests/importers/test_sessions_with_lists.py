"""Sessions with their time above an untimed list of talks, and talks whose titles stand elsewhere."""

from __future__ import annotations

import pytest

from confnotes.importers.reading import read_program
from confnotes.model.program import Program, Role

_HEAD = "# Workshop on Quiet Machines 2025\n\nMay 6, 2025, Lund\n\n## Program\n\n"
_TALKS = {
    "Session 1: Foundations": ("Counting what nobody hears", "A short history of silence", "Why fans hum"),
    "Session 2: Applications": ("Libraries without noise", "Sleeping next to a server"),
}
_LABELLED = """### Session 1: Foundations
Time: 9:10 - 10:30

- Counting what nobody hears. *Ada Bell, Tom Reed*
- A short history of silence. *Maria Lund*
- Why fans hum. *Peter Falk, Ida Storm*

### Coffee
Time: 10:30 - 11:00

### Session 2: Applications
Time: 11:00 - 12:00

- Libraries without noise. *Jon Berg*
- Sleeping next to a server. *Eva Holm, Kai Lind*
"""
_NUMBERED = """### Session 1: Foundations

9:10 - 10:30

1. Counting what nobody hears (Ada Bell, Tom Reed)
2. A short history of silence (Maria Lund)
3. Why fans hum (Peter Falk, Ida Storm)

### Coffee

10:30 - 11:00

### Session 2: Applications

11:00 - 12:00

1. Libraries without noise (Jon Berg)
2. Sleeping next to a server (Eva Holm, Kai Lind)
"""
_BOLD = """**Session 1: Foundations**
9:10 - 10:30
- Counting what nobody hears, Ada Bell and Tom Reed
- A short history of silence, Maria Lund
- Why fans hum, Peter Falk and Ida Storm

**Coffee**
10:30 - 11:00

**Session 2: Applications**
11:00 - 12:00
- Libraries without noise, Jon Berg
- Sleeping next to a server, Eva Holm and Kai Lind
"""
_HTML = """<html><body><h1>Workshop on Quiet Machines 2025</h1><p>6 May 2025, Lund</p><h2>Program</h2>
<h3>Session 1: Foundations</h3><p><b>9:10 - 10:30</b>, chair: Olga Sand</p>
<ul><li><b>Counting what nobody hears</b><br>Ada Bell, Tom Reed</li>
<li><b>A short history of silence</b><br>Maria Lund</li><li><b>Why fans hum</b><br>Peter Falk, Ida Storm</li></ul>
<h3>Coffee</h3><p><b>10:30 - 11:00</b></p>
<h3>Session 2: Applications</h3><p><b>11:00 - 12:00</b>, chair: Olga Sand</p>
<ul><li><b>Libraries without noise</b><br>Jon Berg</li>
<li><b>Sleeping next to a server</b><br>Eva Holm, Kai Lind</li></ul></body></html>
"""
_ROWS = """<table>
<tr><td>9:10 - 10:30</td><td><b>Session 1: Foundations</b><ul>
<li>Counting what nobody hears<br><i>Ada Bell, Tom Reed</i></li><li>A short history of silence<br><i>Maria Lund</i></li>
<li>Why fans hum<br><i>Peter Falk, Ida Storm</i></li></ul></td></tr>
<tr><td>10:30 - 11:00</td><td>Coffee</td></tr>
<tr><td>11:00 - 12:00</td><td><b>Session 2: Applications</b><ul><li>Libraries without noise<br><i>Jon Berg</i></li>
<li>Sleeping next to a server<br><i>Eva Holm, Kai Lind</i></li></ul></td></tr></table>
"""


def _read(text: str, name: str = "program.md") -> Program:
    return read_program(text.encode(), name).program


def _sessions(program: Program) -> dict[str | None, tuple[str, str, tuple[str | None, ...]]]:
    return {
        session.title: (f"{session.start:%H:%M}", f"{session.end:%H:%M}", tuple(talk.title for talk in session.talks))
        for session in program.sessions
        if session.start and session.end
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (_HEAD + _LABELLED, "program.md"),
        (_HEAD + _NUMBERED, "program.md"),
        (_HEAD + _BOLD, "program.md"),
        (_HTML, "program.html"),
        (_HEAD + _ROWS, "program.md"),
    ],
    ids=["labelled", "numbered", "bold", "html", "rows"],
)
def test_every_talk_of_the_list_is_in_the_session_above_it(text: str, name: str) -> None:
    program = _read(text, name)

    hours = {"Session 1: Foundations": ("09:10", "10:30"), "Session 2: Applications": ("11:00", "12:00")}
    assert _sessions(program) == {title: (*hours[title], talks) for title, talks in _TALKS.items()}
    coffee = next(talk for session in program.sessions for talk in session.talks if talk.title == "Coffee")
    assert (f"{coffee.start:%H:%M}", coffee.speakers) == ("10:30", ())


def test_the_speakers_of_a_list_stay_with_their_talks() -> None:
    talks = {talk.title: talk for session in _read(_HEAD + _BOLD).sessions for talk in session.talks}

    assert [each.name for each in talks["Why fans hum"].speakers] == ["Peter Falk", "Ida Storm"]
    assert [each.name for each in talks["Libraries without noise"].speakers] == ["Jon Berg"]


def test_a_time_above_a_list_is_a_session_without_a_title() -> None:
    untitled = _HEAD + "\n".join(line for line in _NUMBERED.split("\n") if not line.startswith("### S"))

    sessions = [each for each in _read(untitled.replace("### ", "")).sessions if each.start]

    assert [len(each.talks) for each in sessions] == [3, 2]
    assert {each.title for each in sessions} == {None}


def test_a_session_in_a_table_is_named_by_the_bold_line_above_its_talks() -> None:
    keynotes = _HEAD + _ROWS.replace("Session 1: Foundations", "Keynote presentations")

    session = next(each for each in _read(keynotes).sessions if each.title == "Keynote presentations")

    assert [talk.title for talk in session.talks] == [*_TALKS["Session 1: Foundations"]]
    assert {talk.kind.value for talk in session.talks} == {"keynote"}


_INVITED = """<table><tr><th>Time</th><th>Program</th><th>Format</th></tr>
<tr><td>9:00 - 9:10</td><td>Opening</td><td>In person</td></tr>
<tr><td>9:10 - 10:00</td><td>Invited Talk 1: Ada Bell</td><td>Live</td></tr>
<tr><td>10:00 - 10:30</td><td><a href="#eva"><b>Eva Holm</b> - click for title</a> (30 mins)</td><td>Live</td></tr>
<tr><td>10:30 - 11:00</td><td>Coffee break</td><td>-</td></tr></table>

## Invited speakers

<div id="eva"><h3>Eva Holm</h3><p><b>Title:</b> <em>Sleeping next to a server</em></p></div>
"""


def test_a_talk_is_not_called_live_or_click_for_title() -> None:
    talks = [talk for session in _read(_HEAD + _INVITED).sessions for talk in session.talks]

    said = [(talk.title, *(each.name for each in talk.speakers)) for talk in talks]
    assert said[1:3] == [(None, "Ada Bell"), ("Sleeping next to a server", "Eva Holm")]


_ABSTRACTS = """# Silent Logic 2025

Lund, May 6, 2025

### Schedule

| Time | Talk |
|------|------|
| 9:00 | Registration |
| 9:30 | Counting what nobody hears |

### Titles and Abstracts

#### Ada Bell: Counting what nobody hears

We count things that are quiet.

References

[1] A. Bell. Quiet things. 2019.

#### Maria Lund: A short history of silence

Silence is old.
"""


def test_references_below_an_abstract_do_not_end_the_list_of_talks() -> None:
    talks = {talk.title: talk for session in _read(_ABSTRACTS).sessions for talk in session.talks}

    assert [each.name for each in talks["A short history of silence"].speakers] == ["Maria Lund"]


_SURNAMES = """# Silent Logic 2025

### Schedule

| Time | Talk |
|------|------|
| 9:00 | Break |
| 9:30 | Bell |
| 10:30 | van der Lund |
| 11:30 | Holm |
| 14:00 | Holm |

### Titles and Abstracts

#### Ada Bell: Counting what nobody hears

#### Maria van der Lund: A short history of silence

#### Eva Holm: Sleeping next to a server
"""


def test_a_surname_in_the_timetable_is_the_talk_of_who_alone_is_called_so_below() -> None:
    talks = [talk for session in _read(_SURNAMES).sessions for talk in session.talks]
    assert [(str(each.start)[:5], each.title, [who.name for who in each.speakers]) for each in talks] == [
        ("09:00", "Break", []),
        ("09:30", "Counting what nobody hears", ["Ada Bell"]),
        ("10:30", "A short history of silence", ["Maria van der Lund"]),
        ("11:30", "Holm", []),
        ("14:00", "Holm", []),
        ("None", "Sleeping next to a server", ["Eva Holm"]),
    ]


_CHAIRED = {
    "definitions": """09:10 - 10:30
: Session 1: Foundations --- Tove Sand

    - **Counting what nobody hears**. Ada Bell and Tom Reed
    - **A short history of silence**. Maria Lund (*Lund*)

11:00 - 12:00
: Opening & Session 2 – Olof Ek

    - **Libraries without noise**. Jon Berg
    - **Sleeping next to a server**. Eva Holm, Kai Lind
""",
    "German lists in HTML": """<ul><li>9:10 – 10:30: Sitzung 1 – Tove Sand
<ul><li>Ada Bell: Counting what nobody hears</li><li>Maria Lund: A short history of silence</li></ul></li>
<li>11:00 – 12:00: Sitzung 2 – Olof Ek
<ul><li>Jon Berg: Libraries without noise</li><li>Eva Holm: Sleeping next to a server</li></ul></li></ul>
""",
    "French lists": """- **9h10-10h30** Séance 1, Tove Sand
    - *Counting what nobody hears*, Ada Bell (Lund)
    - *A short history of silence*, Maria Lund (KTH)
- **11h00-12h00** Séance 2, Olof Ek
    - *Libraries without noise*, Jon Berg (KTH)
    - *Sleeping next to a server*, Eva Holm (KTH)
""",
}


@pytest.mark.parametrize("form", _CHAIRED)
def test_the_name_behind_a_numbered_session_is_its_chair_and_its_list_has_the_talks(form: str) -> None:
    program = _read(_HEAD + _CHAIRED[form])

    found = {str(session.start)[11:16]: [talk.title for talk in session.talks] for session in program.sessions}
    assert found == {
        "09:10": ["Counting what nobody hears", "A short history of silence"],
        "11:00": ["Libraries without noise", "Sleeping next to a server"],
    }
    assert [person.name for person in program.people if Role.CHAIR in person.roles] == ["Tove Sand", "Olof Ek"]


def test_the_speaker_of_a_numbered_part_whose_list_has_no_talks_keeps_speaking() -> None:
    listed = "- 9:10 - 10:30 Part 2 - Ada Bell\n    - slides: https://example.org/a.pdf\n    - abstract: fans hum\n"
    (session,) = _read(_HEAD + listed + "- 11:00 - 12:00 Why fans hum - Peter Falk\n").sessions

    assert [[each.name for each in talk.speakers] for talk in session.talks] == [["Ada Bell"], ["Peter Falk"]]


@pytest.mark.parametrize("heading", ["### Room: **Amphi B**", "### Raum: Amphi B", "#### Salle : Amphi B"])
def test_a_heading_that_names_a_room_is_that_of_what_follows_and_nobody(heading: str) -> None:
    program = _read(f"{_HEAD}### Foundations\n\n{heading}\n\n{_CHAIRED['definitions']}")

    assert {talk.room for talk in program.talks()} == {"Amphi B"}
    assert not [person for person in program.people if "Amphi" in person.name]


def test_a_heading_that_is_a_room_names_nobody() -> None:
    program = _read(f"{_HEAD}### Room **Amphi B**\n\n{_CHAIRED['definitions']}")

    assert not [person for person in program.people if "Amphi" in person.name]


_FORMS = {
    "lines with starts only": (
        "- 9:00 Opening\n- 9:15 Session 1: Bees\n- 9:15 Wet hives, Ada Lind\n- 9:45 Dry hives, Bo Ek\n"
        "- 10:15 Coffee break\n- 10:45 Session 2: Ants\n- 10:45 Ants in towns, Nora Dahl\n- 12:00 Lunch\n"
    ),
    "rows of sessions with ends and talks without": (
        "| Time | Event | Speaker |\n|---|---|---|\n| 9:00-9:15 | Opening | |\n| 9:15-10:15 | Session 1: Bees | |\n"
        "| 9:15 | Wet hives | Ada Lind |\n| 9:45 | Dry hives | Bo Ek |\n| 10:15-10:45 | Coffee break | |\n"
        "| 10:45-12:00 | Session 2: Ants | |\n| 10:45 | Ants in towns | Nora Dahl |\n| 12:00-13:00 | Lunch | |\n"
    ),
    "rows of sessions without a time": (
        "| Time | Event | Speaker |\n|---|---|---|\n| 9:00 | Opening | |\n| | Session 1: Bees | Chair: Max Moe |\n"
        "| 9:15 | Wet hives | Ada Lind |\n| 9:45 | Dry hives | Bo Ek |\n| | Session 2: Ants | Chair: Ida Roth |\n"
        "| 10:45 | Ants in towns | Nora Dahl |\n"
    ),
    "paragraphs": (
        "9:00-9:15 Opening\n\n9:15-10:15 **Session 1: Bees** (chair: Max Moe)\n\nWet hives – Ada Lind\n\n"
        "Dry hives – Bo Ek\n\n10:15-10:45 Coffee break\n\n10:45-12:00 **Session 2: Ants**\n\n"
        "Ants in towns – Nora Dahl\n\n12:00-13:00 Lunch\n"
    ),
}


@pytest.mark.parametrize("form", _FORMS)
def test_talks_below_a_numbered_session_are_its_talks(form: str) -> None:
    text = f"# Bee Days 2031\n\nMay 20, 2031, Oslo\n\n## Schedule\n\n{_FORMS[form]}"

    sessions = read_program(text.encode(), "program.md").program.sessions

    assert [(each.title, [talk.title for talk in each.talks]) for each in sessions if each.title] == [
        ("Session 1: Bees", ["Wet hives", "Dry hives"]),
        ("Session 2: Ants", ["Ants in towns"]),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Session 1: Bees", "Session 2: Ants"),
        ("Session 1: Bees (9:00-10:00)", "Session 2: Ants (10:00-11:00)"),
        ("Session 1: Bees 9:00am–10:00am EST", "Session 2: Ants 10:00am–11:00am EST"),
    ],
)
def test_the_first_session_below_the_name_of_a_conference_keeps_its_title_like_the_others(
    first: str, second: str
) -> None:
    talks = "- {}:00-{}:30 Wet hives, Ada Bell\n- {}:30-{}:50 Dry hives, Tom Reed\n"
    page = f"# BeeConf 2031\n\nMay 6, 2031\n\n## {first}\n\n{talks}\n## {second}\n\n{talks}"

    program = read_program(page.format(*(9,) * 4, *(10,) * 4).encode(), "page.md").program

    assert [(each.title, len(each.talks)) for each in program.sessions] == [
        ("Session 1: Bees", 2),
        ("Session 2: Ants", 2),
    ]


def test_the_speaker_and_title_below_a_plenary_with_an_hour_are_its_talk() -> None:
    told = "[**{}**](https://example.org), Lund University\n\n**Title**: {}\n\n**Abstract**: We listen to them.\n\n"
    hours = ("### Plenary (Tuesday, 9:00 - 10:00)\n", "### Plenary (Tuesday, 14:00 - 15:00)\n")
    page = "# BeeConf 2031\n\n## Program\n\n" + "".join(
        hour + told.format(*each)
        for hour, each in zip(hours, [("Ada Bell", "Wet hives"), ("Tom Reed", "Dry hives")], strict=True)
    )

    sessions = read_program(page.encode(), "page.md").program.sessions

    assert [(each.title, str(each.start)) for each in sessions] == [
        ("Plenary (Tuesday)", "09:00:00"),
        ("Plenary (Tuesday)", "14:00:00"),
    ]
    assert [(talk.title, talk.speakers[0].name, talk.abstract) for each in sessions for talk in each.talks] == [
        ("Wet hives", "Ada Bell", "We listen to them."),
        ("Dry hives", "Tom Reed", "We listen to them."),
    ]


def test_the_chair_listed_below_the_talks_of_a_session_speaks_at_none_of_them() -> None:
    page = (
        "# BeeConf 2031\n\nMay 6, 2031\n\n## Program\n\n### Session 1: 10:45-12:15\n\n"
        '- "Wet hives" - Ada Bell\n- "Dry hives" - Tom Reed\n- Chair: Eva Holm and Ida Storm\n\n'
        '### Session 2: 13:15-14:45\n\n- "Ants in towns" - Jon Berg\n- Chair: Kai Lind\n'
    )

    program = read_program(page.encode(), "page.md").program

    assert [(talk.title, [one.name for one in talk.speakers]) for talk in program.talks()] == [
        ("Wet hives", ["Ada Bell"]),
        ("Dry hives", ["Tom Reed"]),
        ("Ants in towns", ["Jon Berg"]),
    ]
    assert {one.name for one in program.people if Role.CHAIR in one.roles} == {"Eva Holm", "Ida Storm", "Kai Lind"}
