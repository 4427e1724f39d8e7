"""What marks and columns of a page say about its words: who speaks, what a talk is called, what is below what."""

from __future__ import annotations

import pytest

from confnotes.importers.reading import read_program
from confnotes.model.program import Program, Talk


def page(text: str, name: str = "program.md") -> Program:
    return read_program(text.encode(), name).program


def names(talk: Talk) -> list[str]:
    return [each.name for each in talk.speakers]


@pytest.mark.parametrize(
    ("who", "people"),
    [
        ("*Ada Lind, Bo Ek*. ", ["Ada Lind", "Bo Ek"]),
        ("_Jörg BAUER Anna-Lena VON WEBER Uta KLEIN_ – ", ["Jörg BAUER", "Anna-Lena VON WEBER", "Uta KLEIN"]),
        ("*LEROY Paul DUBOIS Anne Marie*, ", ["LEROY Paul", "DUBOIS Anne Marie"]),
        ("*MARTIN, Julie*, ", ["Julie MARTIN"]),
        ("*Ruiz, Eva Soler, Pau Vidal, Nil*: ", []),
        ("*Leroy Paul Dubois Anne Petit Luc Moreau Jean Simon Eva*, ", []),
    ],
)
def test_a_title_in_bold_behind_names_in_italics_is_a_talk_of_its_session(who: str, people: list[str]) -> None:
    text = "# Journée Rivières\n\n## 3 mai 2031\n\n- 10h -- 11h: **Eaux et limons**\n"
    text += f"    - {who}**Les crues: une étude**\n    - *Nora Fay*, **Dams in Winter**\n- 11h -- 11h30: Pause\n"

    program = page(text)

    assert "Eaux et limons" in [session.title for session in program.sessions]
    found = {talk.title: names(talk) for talk in program.talks()}
    assert found["Les crues: une étude"] == people
    assert found["Dams in Winter"] == ["Nora Fay"]


def test_words_in_italics_before_a_bold_title_are_not_always_people() -> None:
    text = "# Reef Day\n\n## May 3, 2031\n\n- 9:00 *Invited talk*: **What Bees Know** (Ada Lind)\n"
    text += "- 10:00 *Coffee*, **Lobby**\n"

    talk, coffee = page(text).talks()

    assert (talk.title, names(talk)) == ("What Bees Know", ["Ada Lind"])
    assert names(coffee) == []


def test_given_names_between_bars_in_brackets_are_the_speakers() -> None:
    text = "# Hive School\n\n## Program, May 3, 2031\n\n- 9:00 Wax and Honey (Anna | Tjorven | Paul)\n"
    text += "- 10:00 Frames (Wood | Wire)\n- 11:00 Nests at Night (Eva Berg)\n"

    wax, frames, _ = page(text).talks()

    assert (wax.title, names(wax)) == ("Wax and Honey", ["Anna", "Tjorven", "Paul"])
    assert frames.title == "Frames (Wood | Wire)"


_ROW = "<tr><td>{}</td><td><b>{}</b></td><td>{}</td></tr>"
_NAMES = ("Anna Berg", "Paul Sommer", "Eva Lindqvist")


def table(hour: str, kind: str, cell: str) -> str:
    items = {
        "Lecture 1": "Wax (Eva Lindqvist)",
        "Lab": "How bees learn (Paul Sommer)",
        "Lecture 2": "Hives (Anna Berg)",
    }
    rows = "".join(_ROW.format(f"{9 + at}:00–{9 + at}:45", *item) for at, item in enumerate(items.items()))
    head = "<tr><th>Time</th><th>Type</th><th>Title</th></tr>"
    return f"# Hive School\n\n## Monday, 3 May 2032\n\n<table>{head}{rows}{_ROW.format(hour, kind, cell)}</table>\n"


@pytest.mark.parametrize("end", ["</li>", ""])
def test_items_of_a_list_in_a_cell_are_talks_of_their_own_whether_closed_or_not(end: str) -> None:
    talks = ("Nests by Night (Anna Berg)", "Queens (Paul Sommer, Eva Lindqvist)", "Mites (Anna Berg)")
    cell = "<ul>\n" + "".join(f"  <li>{talk}{end}\n" for talk in talks) + "</ul>"

    found = page(table("20:30–21:15", "Demos", cell)).talks()

    assert [(talk.title, names(talk)) for talk in found][3:] == [
        ("Nests by Night", ["Anna Berg"]),
        ("Queens", ["Paul Sommer", "Eva Lindqvist"]),
        ("Mites", ["Anna Berg"]),
    ]


@pytest.mark.parametrize(("kind", "note"), [("Flashlight talks", "Je 5 min, dann Fragen"), ("Lightning talks", "")])
def test_a_cell_with_only_names_says_who_speaks_and_the_kind_beside_it_is_the_title(kind: str, note: str) -> None:
    cell = "<ul>" + "".join(f"<li>{name}</li>" for name in _NAMES) + f"</ul>{note}"
    talk = list(page(table("17:00–17:30", kind, cell)).talks())[3]

    assert (talk.title, names(talk), talk.abstract or "") == (kind, list(_NAMES), note)


@pytest.mark.parametrize("opening", ["Apertura", "Begrüßung", "Welcome"])
def test_an_opening_and_a_quoted_talk_in_one_cell_are_two_items(opening: str) -> None:
    days = "<tr><th>Hora</th><th>Lunes<br>3 de mayo de 2032</th><th>Martes<br>4 de mayo de 2032</th></tr>"
    first = (
        f'<td>{opening}<br>"Las abejas en la ciudad" (Ana Ruiz)</td><td>"Miel y cera: una historia" (Luis Soto)</td>'
    )
    second = '<td><i>Café</i></td><td>"Flores de invierno" (Eva Sanz)</td>'
    rows = f"<tr><td>09:00 - 10:30</td>{first}</tr><tr><td>10:30 - 11:00</td>{second}</tr>"

    talks = page(f"<html><body><h1>Escuela</h1><table>{days}{rows}</table></body></html>", "program.html").talks()

    at_nine = [(talk.title, names(talk)) for talk in talks if f"{talk.start:%d %H}" == "03 09"]
    assert at_nine == [(opening, []), ("Las abejas en la ciudad", ["Ana Ruiz"])]


def test_a_place_in_the_column_of_speakers_is_nobody() -> None:
    rows = "".join(
        f"<tr><td>{hour}:00 – {hour + 1}:00</td><td>{what}</td><td>{who}</td></tr>"
        for hour, what, who in (
            (9, "Depart together", "Grand Lake Hotel"),
            (10, "Silt in Small Rivers", "Stuart Hall"),
            (11, "Weirs", "Anna Berg"),
            (13, "Round-table discussion at Reed Café, North Campus, Uni of Lund", ""),
        )
    )
    head = "<tr><th>Time</th><th>Title</th><th>Presenter</th></tr>"

    found = page(f"# River Days\n\n## Day 1 - Thursday 27th May 2032\n\n<table>{head}{rows}</table>\n").talks()

    assert [(talk.title, names(talk), talk.room) for talk in found] == [
        ("Depart together", [], "Grand Lake Hotel"),
        ("Silt in Small Rivers", ["Stuart Hall"], None),
        ("Weirs", ["Anna Berg"], None),
        ("Round-table discussion at Reed Café, North Campus, Uni of Lund", [], None),
    ]


@pytest.mark.parametrize("form", ["<button>{}</button>", "<p>{}</p>", "<p><b>{}</b></p>"])
def test_the_days_of_a_seminar_have_the_year_of_the_term_above_them(form: str) -> None:
    head = "<tr><th>Date</th><th>Speaker</th><th>Talk</th></tr>"
    row = "<tr><td>{}</td><td>{}</td><td>{}</td></tr>"
    spring = row.format("Apr 17", "Anna Berg", "Silt in Small Rivers") + row.format("Mar 6", "Paul Sommer", "Weirs")
    fall = row.format("Dec 5", "Eva Lindqvist", "What dams keep")
    text = "<html><body><h1>River Seminar</h1><h2>How to attend?</h2><p>Join us online.</p>"
    for term, rows in (("Spring 2031", spring), ("Fall 2030", fall)):
        text += f"{form.format(term)}<div><table>{head}{rows}</table></div>"

    found = page(f"{text}</body></html>", "index.html").talks()

    assert [str(talk.start) for talk in found] == ["2031-04-17", "2031-03-06", "2030-12-05"]


@pytest.mark.parametrize("classes", [("badge bg-1", "badge bg-2"), ("who", "who")])
def test_names_in_boxes_beside_each_other_are_several_people(classes: tuple[str, str]) -> None:
    boxes = " ".join(f'<span class="{each}">{who}</span>' for each, who in zip(classes, _NAMES, strict=False))
    rows = "".join(
        f"<tr><th>{hour}:00</th><td>{what}<br>{who}</td></tr>"
        for hour, what, who in (
            (9, "Archivi e fiumi", boxes),
            (10, "La memoria delle acque", '<span class="badge">Luca Moro</span>'),
        )
    )
    head = "<tr><th></th><th>Mercoledì 16 Marzo 2033</th></tr>"
    text = f"# Convegno sui fiumi\n\n## Programma\n\n<table>{head}{rows}</table>\n"

    assert [names(talk) for talk in page(text).talks()] == [list(_NAMES[:2]), ["Luca Moro"]]


@pytest.mark.parametrize("day", ["FREITAG, 19.11.2032", "Vendredi 19 novembre 2032", "Friday, 19 November 2032"])
def test_the_heading_of_a_day_is_no_name_and_what_follows_a_keynote_may_say_who_gives_it(day: str) -> None:
    text = f"---\ntitle: Programm\n---\n\n## {day}\n\n**9:00-10:30 Panel 1: Flüsse**\n\n- Anna Berg (Lund): *Sand*\n"
    text += "\n- Paul Sommer (Bonn): *Schlick*\n\n**11:30-12:45 KEYNOTE: Wehre und Inseln —**\n\n"
    text += "vorgetragen von Eva Lindqvist (Basel):\n\n**18:00-20:00 Im Anschluss: Versammlung des Vereins**\n"

    program = page(text)

    assert program.conference.name is None
    keynote, meeting = list(program.talks())[-2:]
    assert (keynote.title, names(keynote)) == ("Wehre und Inseln", ["Eva Lindqvist"])
    assert names(meeting) == []
