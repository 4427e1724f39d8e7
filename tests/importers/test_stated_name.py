"""Which of the titles and sentences of a page is the name of its conference."""

from __future__ import annotations

import pytest

from confnotes.importers.reading import read_program

_TABLE = """

- 9:00 Opening remarks
- 9:10 Keynote by Ada Example: Tiles that remember
- 10:00 Coffee break
- 10:30 Talk by Bo Sample: Ladders
"""


def name_of(head: str, file: str = "page.md") -> str | None:
    return read_program((head + _TABLE).encode(), file).program.conference.name


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("---\ntitle: Schedule\nsubtitle: TileConf Brno 2031\n---", "TileConf Brno 2031"),
        ("---\ntitle: program\ndescription: This is the program for TILES 2031.\n---", "TILES 2031"),
        (
            "# Programm\n\n## Online, 6. & 7. Mai 2031\n\n### Fliesen-Tagung 2031\n\nmit Livestream",
            "Fliesen-Tagung 2031",
        ),
        ("# Programmübersicht\n\nHier ist das Programm der FliesenAkademie 2031.", "FliesenAkademie 2031"),
        ("# Programação\n\nProgramação preliminar do Encontro de Azulejos 2031.", "Encontro de Azulejos 2031"),
        ("# Programme\n\nLe programme provisoire des Rencontres du Carreau 2031", "Rencontres du Carreau 2031"),
        ("# Schedule\n\nThis is the preliminary program of Tiles and Ladders 2031.", "Tiles and Ladders 2031"),
        ("# Advance Program, SmallTiles 2031\n", "SmallTiles 2031"),
        ("# Programm\n\nDer **6. Fliesen-Tag Hinterau** findet am 7. März 2031 statt.", "6. Fliesen-Tag Hinterau"),
        (
            "# Programm\n\n*The Tiles as Partners pre-conference to Floors 2031 was held on July 8, 2031.*",
            "Tiles as Partners pre-conference to Floors 2031",
        ),
        (
            "---\ntitle: Can We Trust Our Tiles?\n---\n\nICML 2031, Sydney, Australia, May 5, 2031",
            "Can We Trust Our Tiles?",
        ),
        ("# TileConf 2031, Lyon, France", "TileConf 2031"),
        ("# Programme\n\nTileConf 2031, Fayence, France, May 5, 2031", "TileConf 2031"),
        ("# TILES'31 Proceedings and Program", "TILES'31"),
        ("---\ntitle: TILES 2031 Event Schedule\n---", "TILES 2031"),
        ("---\ntitle: TILES 2031 Detailed Program Overview\n---", "TILES 2031"),
        ("# Programme\n\nThe TILES 2031 Institute runs from May 28 to June 1, 2031.", "TILES 2031 Institute"),
        ("Subject: [tiles] Final programme, Tile Day, Friday 13 May\n\nDear all, the seminar programme:", "Tile Day"),
    ],
)
def test_a_page_called_program_is_named_by_what_stands_beside(head: str, name: str) -> None:
    assert name_of(head) == name


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: (Draft) Schedule\n---",
        "---\ntitle: Horaires\n---",
        "---\ntitle: Schedule\n---\n\n## Friday - Nov 14th",
        "---\ntitle: Program\n---\n\nOur 1 day program covers a myriad of activities for students of tiles.",
        "---\ntitle: 'Morning sessions 9 AM - 12 PM; Afternoon sessions 1:30 PM - 6 PM'\n---",
        "---\ntitle: Symposium Schedule + Logistics\n---",
        "---\ntitle: Program\n---\n\nThe complete **[workshop proceedings](https://example.org/p)** are available.",
        "# Program\n\n[Home](/) | **Program** | [Speakers](/s) | [Join!](/j)",
        "---\ntitle: Program\n---\n\nVenue: See [Conference 2031](https://x.example)\nRoom: 3.1",
        "# Program\n\nThe workshop will be held in the upper level room.",
        "---\ntitle: Program\n---\n\n### For abstracts and more, please refer to the conference book",
        "# Program\n\n### Workshop room: 103C",
        "# Program\n\n### Poster session: board 170 - 181",
        "# Program\n\n### Feb. 26 - Ada Example and Bo Sample (Training Workshop)",
        "---\ntitle: Schedule Spring 2031\n---\n\nWe meet on Thursdays.",
        "# Program\n\nICML 2031, Sydney, Australia, May 5, 2031",
        "---\ntitle: Program\n---\n\n# Hackathon",
        "# Short program of the conference and the school",
        "# Program\n\nThe workshop will take place on May 5, 2031 in a session of the AAMAS conference.",
        "# Program\n\n## For more information on the conference and its rooms, see the booklet",
    ],
)
def test_no_name_is_made_of_what_a_page_says_besides(head: str) -> None:
    assert name_of(head) is None


def test_a_legend_below_the_timetable_names_nothing() -> None:
    page = f"# Program{_TABLE}\n#### Legend\n\n- blue: talks\n"
    assert read_program(page.encode(), "page.md").program.conference.name is None


def test_a_workshop_is_not_part_of_its_own_edition() -> None:
    conference = read_program(f"# TileBytes 2031 - ICML Workshop{_TABLE}".encode(), "page.md").program.conference
    assert conference.part_of != "TileBytes 2031"


def test_the_parent_alone_in_a_part_of_the_title_is_not_the_name() -> None:
    assert name_of("---\ntitle: NeurIPS 2031 Workshop - Tiles for the Brain\n---") == (
        "NeurIPS 2031 Workshop - Tiles for the Brain"
    )
    rows = "".join(
        f"<li>{at}:00 {title} by Bo Sample</li>" for at, title in enumerate(("Ladders", "Roofs", "Tiles"), 9)
    )
    page = f"<html><title>NeurIPS 2031 Workshop - Tiles for the Brain</title><h1>Schedule</h1>{rows}"
    assert "Tiles for the Brain" in (read_program(page.encode(), "index.html").program.conference.name or "")


def test_neither_a_prolog_nor_the_verb_before_the_day_is_part_of_a_name() -> None:
    page = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<html><head><title>Schedule</title></head><body>'
        "<p>Workshop on Quiet Tiles 2031, held on 12 May 2031</p><p>09:00 - 09:30 Welcome</p>"
        "<p>09:30 - 10:00 Salt and light, Ada Vento</p><p>10:00 - 10:30 Coffee</p></body></html>"
    )
    name = read_program(page.encode(), "page.html").program.conference.name
    assert name == "Workshop on Quiet Tiles 2031"
