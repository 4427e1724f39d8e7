"""Talks of a session as two lines each: a title that stands out, and the people right below it."""

from __future__ import annotations

from confnotes.importers.reading import read_program
from confnotes.model.program import Program

_HEAD = "# Workshop on Quiet Machines 2025\n\nMay 6, 2025, Lund\n\n## Program\n\n"
_BROKEN_LINES = """9.00-9.10 -- **Welcome**

9.10-10.00 -- **Remote presentations**

  _Counting what nobody hears: a survey of attics_\\
  Ada Bell, Tom Reed and Maria Lund

  _Why fans hum in the evening_\\
  Peter Falk

  _A short history of silence_\\
  Ida Storm and Jon Berg

**Coffee break 10.00-10.30**

10.30-11.00 -- **Closing remarks**
"""
_QUARTO = """::: {.slot .break}
[9:00 – 9:10]{.time}

### Registration
:::

::: {.slot .plenary}
[9:10 – 9:20]{.time}

### Opening of the Workshop on Quiet Machines

#### Eva Holm
##### Head of the Harbour Library
:::

::: {.slot .talks}
[9:20 – 10:00]{.time}

### Lightning Talks - Chair Kai Lind

#### Counting what nobody hears: a survey of attics
##### Ada Bell, Tom Reed, Maria Lund
Attics are full of sounds that no instrument was ever pointed at, and this survey counts them all.

#### Why fans hum in the evening


##### Peter Falk

#### A short history of silence
##### Ida Storm, Jon Berg
:::

::: {.slot .plenary}
[10:00 – 10:10]{.time}

### Closing

#### Eva Holm
##### Head of the Harbour Library
:::
"""


def _program(text: str, name: str = "program.md") -> Program:
    return read_program(text.encode(), name).program


def _talks(program: Program) -> list[tuple[str | None, list[str]]]:
    return [(talk.title, [each.name for each in talk.speakers]) for talk in program.talks()]


_PAPERS = [
    ("Counting what nobody hears: a survey of attics", ["Ada Bell", "Tom Reed", "Maria Lund"]),
    ("Why fans hum in the evening", ["Peter Falk"]),
    ("A short history of silence", ["Ida Storm", "Jon Berg"]),
]


def test_titles_in_italics_above_their_people_are_the_talks_of_the_session_with_hours() -> None:
    program = _program(_HEAD + _BROKEN_LINES)

    assert [each for each in _talks(program) if each[1]] == _PAPERS
    session = next(each for each in program.sessions if each.title == "Remote presentations")
    assert [talk.title for talk in session.talks] == [title for title, _ in _PAPERS]
    assert [title for title, who in _talks(program) if not who] == ["Welcome", "Coffee break", "Closing remarks"]


def test_headings_above_their_people_inside_a_box_with_hours_are_its_talks() -> None:
    program = _program(_HEAD + _QUARTO)

    assert [each for each in _talks(program) if each in _PAPERS] == _PAPERS
    plenary = [each for each in _talks(program) if each[1] == ["Eva Holm"]]
    assert [title for title, _ in plenary] == ["Opening of the Workshop on Quiet Machines", "Closing"]
    assert "Attics are full" in (next(talk for talk in program.talks() if talk.title == _PAPERS[0][0]).abstract or "")


def test_a_title_that_opens_the_abstract_below_a_name_is_the_title_of_the_talk() -> None:
    program = _program(_FOLDED, "schedule.md")

    talks = list(program.talks())
    assert [(talk.title, [who.name for who in talk.speakers]) for talk in talks] == [
        ("Opening remarks", []),
        ("Counting what nobody hears", ["Ada Bell"]),
        ("Why fans hum in the evening", ["Peter Falk"]),
    ]
    assert talks[1].abstract is not None and talks[1].abstract.startswith("We count the sounds")
    assert talks[2].abstract is None
    assert program.conference.name == "Quiet Machines 2025"


_FOLDED = """---
title: Quiet Machines 2025
# order: 100
redirect_from: /old/
redirect_from: /older/
---

# Schedule

<h4>Monday, May 5</h4>
<ol>
<li>09.55 - 10.00 &bull; <strong>Opening remarks</strong></li>
<li>10.00 - 11.00 &bull; <strong>Ada Bell</strong>
<details><summary>Counting what nobody hears</summary>
<div>We count the sounds that nobody in a house hears, and show that most of them come from its attic in the evening.
Then we ask what can be done about it.</div></details></li>
<li>11.30 - 12.30 &bull; <strong>Peter Falk</strong>
<details><summary>Why fans hum in the evening</summary><div>TBA</div></details></li>
</ol>
"""


def test_a_title_on_the_line_below_its_label_is_the_title() -> None:
    hours = "- 9:00 Ada Bell\n- 10:00 Peter Falk\n- 11:00 Ida Storm"
    page = f"# Quiet Machines 2025\n\n## Program\n\n{hours}\n\n## Abstracts\n\n"
    for name, title in _TITLES.items():
        page += f"### {name}\n\n**Title**:\n{title}\n\n**Abstract**:\nWe listened to it for a whole year.\n\n"

    assert [talk.title for talk in _program(page).talks()] == list(_TITLES.values())


_TITLES = {"Ada Bell": "Attics at night", "Peter Falk": "Why fans hum", "Ida Storm": "A history of silence"}
