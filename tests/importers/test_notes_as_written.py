"""People's own notes in the layouts that they choose: each talk with its title, its people and what was written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from confnotes.errors import ConfnotesError
from confnotes.exporters.data.program_json import program_object
from confnotes.importers.reading import read_program, read_source
from confnotes.importers.source import Source, SourceFile
from confnotes.model.program import ReadProgram
from source_files import source_at

NOTES = Path(__file__).parent / "notes"
TRUTHS = sorted(NOTES.glob("*.truth.json"))


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda path: path.name.partition(".")[0])
def test_notes_are_read_as_their_author_meant_them(truth: Path) -> None:
    meant = json.loads(truth.read_text(encoding="utf-8"))

    found: Any = program_object(read_source(source_at(NOTES / truth.name.removesuffix(".truth.json"))))

    talks = [talk for session in found["sessions"] for talk in session["talks"]]
    said = [(talk["title"], [each["name"] for each in talk["speakers"]]) for talk in talks]
    assert said == [(talk["title"], talk["speakers"]) for talk in meant["talks"]]
    assert (meant["conference"] or None) in (None, found["conference"]["name"])
    for talk, one in zip(talks, meant["talks"], strict=True):
        lines = (talk["notes"] or talk["abstract"] or "").split("\n")
        assert [line for line in one["holds"] if line not in lines] == [], talk["title"]
        assert one.get("start") in (None, talk["start"]), talk["title"]


def test_a_talk_whose_notes_begin_with_a_heading_does_not_make_its_parts_talks() -> None:
    parts = (
        "Four things to know",
        "Charts of the coast",
        "Why harbours lead",
        "Lights and horns",
        "A last word on buoys",
    )
    notes = "".join(f"## {part}\n\n- a line on {part.lower()}\n- another on boats\n\n" for part in parts)
    text = f"# Tides Workshop - Ines Duarte\n\n## Why they come\n\n- and go\n\n# Fog for harbours\n\n{notes}"
    program = read_program(text.encode(), "Tides Workshop - Ines Duarte.md").program
    assert [talk.title for talk in program.talks()] == ["Tides Workshop"]


@pytest.mark.parametrize(("mark", "titles"), [("#####", ["TideConf 2031 Opening Keynote"]), ("##", ["Pumps", "Water"])])
def test_headings_in_small_print_are_sections_of_one_talk(mark: str, titles: list[str]) -> None:
    text = (
        f"# TideConf 2031 Opening Keynote\n\n{mark} Pumps\n\n- faster now\n- less tar\n\n{mark} Water\n\n- 30 % less\n"
    )
    assert [talk.title for talk in read_program(text.encode(), "tide.md").program.talks()] == titles


def test_files_are_found_by_a_list_of_contents_that_has_the_titles_and_hours() -> None:
    """Hours in names of files, as GitBook has them; Windows refuses such names, so none is in a folder of ours."""
    files = {
        "SUMMARY.md": """\
# Summary

* Thursday
    * [9:00am - Ada Kowalski - Sheep counting](Thursday/9:00am_ada-kowalski.md)
    * [2:30pm - Bo Sundqvist - Water under wool](Thursday/2:30pm_bo-sundqvist.md)
    * [4:00pm - Chidi Obi - ](Thursday/4:00pm_chidi-obi.md)
""",
        "Thursday/4:00pm_chidi-obi.md": "# Chidi Obi\n\nMoved from pens to fields.\n\nFences are slow\n",
        "Thursday/9:00am_ada-kowalski.md": "# Ada Kowalski\n\nCounting = adding\n\n- one\n",
        "Friday/10:30am_dana-weiss.md": "# Dana Weiss\n\n- shears\n",
        "Friday/9:00am_ella-novak.md": "# Ella Novak\n\nfelt = pressed wool\n",
    }
    read = (SourceFile(name, text.encode) for name, text in sorted(files.items()))
    program = read_source(Source("wool_days_2031", tuple(read), is_folder=True)).program
    found = [
        (
            talk.title,
            talk.start and str(talk.start),
            [one.name for one in talk.speakers],
            (talk.notes or "").split("\n"),
        )
        for talk in program.talks()
    ]
    assert [row[:3] for row in found] == [
        ("Sheep counting", "09:00:00", ["Ada Kowalski"]),
        ("Chidi Obi", "16:00:00", ["Chidi Obi"]),
        ("Ella Novak", "09:00:00", ["Ella Novak"]),
        ("Dana Weiss", "10:30:00", ["Dana Weiss"]),
        ("Water under wool", "14:30:00", ["Bo Sundqvist"]),
    ]
    assert "- one" in found[0][3] and "Fences are slow" in found[1][3] and "- shears" in found[3][3]


def test_bold_lines_above_notes_are_the_talks() -> None:
    talks = "".join(
        f"**{title}**\n\n- speaker: [{who}](https://fog.example/{number})\n- waves come in rows\n- [tools](https://x.example)\n\n"
        for number, (title, who) in enumerate(_BOLD.items())
    )
    program = read_program(f"# FogCon (2031)\n\n## Notes\n\n### DAY 1\n\n{talks}".encode(), "fogcon.md").program
    assert {talk.title: [each.name for each in talk.speakers] for talk in program.talks()} == {
        title: [who] for title, who in _BOLD.items()
    }
    assert all("waves come in rows" in (talk.notes or "") for talk in program.talks())


_BOLD = {
    "Fog above cold water": "Maria Duarte",
    "Masts on dunes": "Anna Berg",
    "Lamps and bells": "Carla Ruiz",
    "How harbours count waves": "Thomas Lind",
    "Reading the tide": "Peter Moss",
}


def test_a_title_and_its_people_above_one_rule_are_a_talk() -> None:
    text = (
        "NOTES FROM THE KITE DESIGN WORKSHOP (KDW 2031), HARN\n20-21 May 2031\n\nTUESDAY\n=======\n\n"
        "Wind for All the Wrong Reasons\nInes Duarte, Lund\n----------------------\nGradual wind.\n  - idea: bisect\n\n"
        "Effects Without Sails\nTomas Lind, Harn\n----------------------\nRow by row.\n"
        "\nWEDNESDAY\n=========\n\nThe Knot Problem\nHana Mori and Jo Firth, Kyoto\n--------------\nProvocative.\n"
    )
    talks = read_program(text.encode(), "ldw.txt").program.talks()
    assert [(str(each.start), each.title, [one.name for one in each.speakers], each.notes) for each in talks] == [
        ("2031-05-20", "Wind for All the Wrong Reasons", ["Ines Duarte"], "Gradual wind.\n  - idea: bisect"),
        ("2031-05-20", "Effects Without Sails", ["Tomas Lind"], "Row by row."),
        ("2031-05-21", "The Knot Problem", ["Hana Mori", "Jo Firth"], "Provocative."),
    ]


@pytest.mark.parametrize("heading", ["Things to look at", "To read", "TODO", "Things to try"])
def test_what_a_listener_means_to_look_at_is_no_talk(heading: str) -> None:
    talks = "## Sails - Ines Duarte\n\n- wind\n\n## Knots - Tomas Lind\n\n- wet\n\n"
    text = f"# KiteDays 2031\n\n{talks}## {heading}\n\n- x\n"
    assert [talk.title for talk in read_program(text.encode(), "kites.md").program.talks()] == ["Sails", "Knots"]


def read_folder(files: dict[str, str], name: str = "notes") -> ReadProgram:
    source = Source(name, tuple(SourceFile(path, text.encode) for path, text in files.items()), is_folder=True)
    return read_source(source)


KITES = {"Sails": "Ines Duarte", "Knots": "Tomas Lind", "Lines": "Hana Mori"}


def test_who_took_the_notes_is_not_the_speaker() -> None:
    notes = {
        f"{title}.md": f"---\nauthor: Vera Moss\n---\n# {title} - {who}\n\n- wind\n" for title, who in KITES.items()
    }
    talks = read_folder(notes | {"README.md": "# My notes of KiteDays 2031\n"}).program.talks()
    assert {talk.title: [one.name for one in talk.speakers] for talk in talks} == {
        title: [who] for title, who in KITES.items()
    }


def test_days_of_notes_by_an_author_keep_their_talks() -> None:
    head = "---\nauthor: Vera Moss\ndate: 2031-05-20\n---\n"
    text = "# Day {}\n\n## Sails {} - Ines Duarte\n\n- wind\n\n## Knots {} - Tomas Lind\n\n- wet\n"
    days = {f"day{number}.md": head + text.format(number, number, number) for number in (1, 2, 3)}
    titles = [talk.title for talk in read_folder(days | {"README.md": "# KiteDays 2031 notes\n"}).program.talks()]
    assert titles == ["Sails 1", "Knots 1", "Sails 2", "Knots 2", "Sails 3", "Knots 3"]


def test_a_readme_beside_a_note_that_links_to_the_others_is_kept() -> None:
    talks = {f"{title}.md": f'---\nspeaker: "[[{who}]]"\n---\n- wind in {title}\n' for title, who in KITES.items()}
    hub = "# KiteDays 2031\n\nThe hub.\n\n- [[Sails]]\n- [[Knots]]\n- [[Lines]]\n"
    told = read_folder(talks | {"README.md": "# My vault\n\nHow I keep it.\n", "KiteDays 2031.md": hub})
    assert "The hub." in (told.program.conference.description or "")
    assert "How I keep it." in (told.program.conference.description or "")


def test_a_note_of_a_talk_that_links_to_the_others_is_still_its_talk() -> None:
    talks = {f"{title}.md": f"---\nspeaker: {who}\n---\n# {title}\n\n- wind\n" for title, who in KITES.items()}
    linked = "---\nspeaker: Vera Moss\n---\n# Winds\n\n" + "".join(f"See [[{title}]].\n" for title in KITES)
    titles = [
        talk.title
        for talk in read_folder(talks | {"Winds.md": linked, "README.md": "# KiteDays 2031\n"}).program.talks()
    ]
    assert sorted(filter(None, titles)) == sorted([*KITES, "Winds"])


def test_a_site_whose_readme_has_notes_on_something_keeps_its_abstracts() -> None:
    head = "---\nlayout: talk\ntitle: {}\nspeaker: {}\ndate: 2031-05-20\n---\nWhat kites tell about {}.\n"
    pages = {f"_talks/{title}.md": head.format(title, who, title) for title, who in KITES.items()}
    told = read_folder(pages | {"README.md": "# KiteDays 2031\n\nThe site.\n\n## Notes on deployment\n\nRun it.\n"})
    assert all(talk.abstract and not talk.notes for talk in told.program.talks())


_JOBS = {
    "Sheep on rails - Ada Lind, Developer at Hive": [("Ada Lind", "Hive")],
    "Reading wool - Hidde de Boer, Felt specialist": [("Hidde de Boer", "Felt specialist")],
    "Shears and sheds - Nat Holm, JavaScript Developer and Author": [("Nat Holm", "JavaScript Developer and Author")],
    "Pens - Julia Moss, Freelance Developer and Data Management Consultant": [("Julia Moss", None)],
    "Dyes without water - Emil Krog, VP of design at Weft, formerly Loom": [
        ("Emil Krog", "VP of design at Weft, formerly Loom")
    ],
}


def test_the_jobs_of_a_speaker_are_neither_people_nor_words_of_the_title() -> None:
    notes = "\n\n".join(f"### {heading}\n\n- wool is warm" for heading in _JOBS)
    talks = [*read_program(f"## WoolConf 2031 - Day One\n\n{notes}\n".encode(), "wool.md").program.talks()]
    assert {talk.title: [(one.name, one.affiliation) for one in talk.speakers] for talk in talks} == {
        heading.partition(" - ")[0]: people for heading, people in _JOBS.items()
    }


@pytest.mark.parametrize(
    ("heading", "title", "who"),
    [
        ("Keynote by Evan You", "Keynote", "Evan You"),
        ("Finding mould with bisection -Nat Holm", "Finding mould with bisection", "Nat Holm"),
    ],
)
def test_a_name_is_read_behind_a_label_or_a_tight_dash(heading: str, title: str, who: str) -> None:
    talks = f"## {heading}\n\n- sheds\n\n## Wool (Ada Lind)\n\n- warm\n"
    first, _ = read_program(f"# WoolConf 2031\n\n{talks}".encode(), "wool.md").program.talks()
    assert [one.name for one in first.speakers] == [who]
    assert first.title == title


def test_rules_of_number_signs_around_a_title_are_no_title() -> None:
    rule = "#" * 40
    files = {
        f"{part}.txt": f"{rule}\n##### Wool and {part} #####\n{rule}\n\nWarm\n\nDry\n"
        for part in ("dye", "felt", "pens")
    }
    titles = [talk.title for talk in read_folder(files, "woolconf-2031").program.talks()]
    assert titles == ["Wool and dye", "Wool and felt", "Wool and pens"]


def test_the_hour_in_the_name_of_a_file_is_that_of_its_talk() -> None:
    files = {
        f"2031-06-15-{hour}-wool-{number}.md": f"# Wool {number} by Ada Lind\n\n- warm\n- dry\n- soft\n"
        for number, hour in enumerate(("0930", "1410", "1620"))
    }
    assert [str(talk.start) for talk in read_folder(files).program.talks()] == [
        "2031-06-15 09:30:00",
        "2031-06-15 14:10:00",
        "2031-06-15 16:20:00",
    ]


@pytest.mark.parametrize(
    ("folder", "readme", "name"),
    [
        ("2031-11-WoolConf", "# Notes from conference sessions\n", "WoolConf 2031"),
        ("woolconf-2031", "Conference notes\n", "woolconf 2031"),
        ("day", "# Conference notes\n\n* [WoolConf 2031](day);\n", "WoolConf 2031"),
    ],
)
def test_notes_in_one_folder_are_of_the_conference_that_it_is_named_after(folder: str, readme: str, name: str) -> None:
    files = {
        "README.md": readme,
        **{
            f"{folder}/{who}.md": f"# Wool {who} by Ada {who}\n\n- warm\n- dry\n- soft\n"
            for who in ("Lind", "Moss", "Ek")
        },
    }
    assert read_folder(files).program.conference.name == name


def test_a_page_of_notes_with_a_label_for_the_speaker_is_no_page_of_a_site() -> None:
    files = {
        "README.md": "# WoolConf 2031\n\nThis is mainly for my notes from the talks.\n",
        **{
            f"talks/{title.lower()}.md": f"# {title} for everyone\n- Speaker: {who} (Hive)\n- [Slides](https://x.example)\n\n"
            "## Notes\n\n- warm\n- dry\n"
            for title, who in (("Wool", "Ada Lind"), ("Felt", "Nat Holm"), ("Dye", "Julia Moss"))
        },
    }
    read = read_folder(files)
    assert read.format == "notes-folder"
    assert ["- warm" in (talk.notes or "") for talk in read.program.talks()] == [True, True, True]


def test_the_title_of_one_note_is_not_the_conference_of_all() -> None:
    files = {
        "Check later.md": "# Check later\n\n## Wool, by Ada Lind\n\n- warm\n\n## Felt, by Nat Holm\n\n- dry\n",
        **{f"{title}.md": f"# {title} for all, by {who}\n\n- wind\n" for title, who in KITES.items()},
    }
    assert read_folder(files, "2031").program.conference.name is None


_LINKED = {
    "wrapped": """# DuneConf 2031

I saw a lot.

Cool talks:

* [What tides do to old
harbours](https://v.example/1) by Tjeerd Hoekzema

    Old maps on every slide.

* [Grain size from kite imagery](https://v.example/2) by Oddny
Brekke

    A kite in the room.

* [Salt marshes](https://v.example/3) by Zsofia Pallagi

    Ask her about reeds.

Then we ate at:

* [Harbour Grill](https://grill.example)
""",
    "German": """# Notizen zur DuneConf 2031

## Vorträge

- [What tides do to old harbours](https://v.example/1) von Tjeerd Hoekzema
    Old maps on every slide.
- [Grain size from kite imagery](https://v.example/2) von Oddny Brekke
    A kite in the room.
- [Salt marshes](https://v.example/3) von Zsofia Pallagi
    Ask her about reeds.
""",
    "dashes": """# DuneConf 2031

## Talks I liked

+ [What tides do to old harbours](https://v.example/1) – Tjeerd Hoekzema (Delft)
    Old maps on every slide.
+ [Grain size from kite imagery](https://v.example/2) – Oddny Brekke
    A kite in the room.
+ [Salt marshes](https://v.example/3) – Zsofia Pallagi
    Ask her about reeds.
""",
}


@pytest.mark.parametrize("form", _LINKED)
def test_a_list_of_linked_talks_with_a_note_below_each_is_read(form: str) -> None:
    program = read_program(_LINKED[form].encode(), "notes.md").program

    assert program.conference.name == "DuneConf 2031"
    found = [
        (talk.title, [each.name for each in talk.speakers], (talk.notes or "").strip()) for talk in program.talks()
    ]
    assert found == [
        ("What tides do to old harbours", ["Tjeerd Hoekzema"], "Old maps on every slide."),
        ("Grain size from kite imagery", ["Oddny Brekke"], "A kite in the room."),
        ("Salt marshes", ["Zsofia Pallagi"], "Ask her about reeds."),
    ]


@pytest.mark.parametrize(
    "other",
    [
        _LINKED["dashes"].replace("Talks I liked", "Books I liked"),
        _LINKED["dashes"].replace("DuneConf 2031", "Links"),
        _LINKED["dashes"].replace("    Old", "- Old").replace("    A", "- A").replace("    Ask", "- Ask"),
    ],
    ids=["books", "no conference", "no notes"],
)
def test_a_list_of_links_with_authors_that_is_not_of_talks_is_no_notes(other: str) -> None:
    with pytest.raises(ConfnotesError):
        read_program(other.encode(), "notes.md")


def test_what_people_are_called_elsewhere_is_not_where_they_work() -> None:
    text = (
        "# Kite Days 2031\n\n## Tails in forty knots\nAda Vento @adavento\n\n- long tails\n\n"
        "## Knots for one hand\nBo Kai - @kitebo\n\n- one hand\n\n## Paper and silk\nCy Moe @Harnlab\n\n- silk\n\n"
        "## Lines that sing\n- Speaker: [Di Noe](https://noe.example) (Twitter: @dinoe)\n- a hum\n"
    )
    talks = read_program(text.encode(), "kites.md").program.talks()

    assert [(one.name, one.affiliation) for talk in talks for one in talk.speakers] == [
        ("Ada Vento", None),
        ("Bo Kai", None),
        ("Cy Moe", "Harnlab"),
        ("Di Noe", None),
    ]


def test_days_beside_the_name_of_the_conference_below_titles_are_those_of_talks_and_conference() -> None:
    files = {
        "tails.md": "# Tails in forty knots\nAda Vento\n11/16/2031 @ KiteCon 2031\n\n- long tails\n",
        "knots.md": "# Knots for one hand\nKiteCon 2031 - 11/17/2031\nBo Kai\n\n- one hand\n",
        "paper.md": "# Paper and silk\nCy Moe\n\n- silk\n",
    }
    read = (SourceFile(name, text.encode) for name, text in files.items())
    program = read_source(Source("kitecon-2031", tuple(read), is_folder=True)).program

    assert {talk.title: str(talk.start) for talk in program.talks()} == {
        "Tails in forty knots": "2031-11-16",
        "Knots for one hand": "2031-11-17",
        "Paper and silk": "None",
    }
    assert (str(program.conference.start_date), str(program.conference.end_date)) == ("2031-11-16", "2031-11-17")


def test_a_file_with_the_title_of_its_talk_is_one_talk() -> None:
    text = "Ropes and wind\n==============\n\nIn this talk I show knots.\n\n" + "".join(
        f"## {part}\n\n- one\n- two\n\n" for part in ("Who am I?", "What is a knot?", "Common confusion")
    )
    (talk,) = read_program(text.encode(), "2031-04-26-ropes-and-wind.md").program.talks()

    assert talk.title == "Ropes and wind"


def test_the_readme_of_a_program_with_badges_has_no_talks() -> None:
    text = '# conference-notes\n\n<p>\n<img src="https://img.shields.example/badge/a"/>\n</p>\n\n' + "".join(
        f"## {part}\n\n- one\n- two\n\n" for part in ("What it does", "How it is made", "Where it runs")
    )
    with pytest.raises(ConfnotesError):
        read_program(text.encode(), "conference-notes/README.md")


def test_files_without_titles_are_called_after_their_names_if_all_headings_are_in_small_print() -> None:
    files = {
        "tails-in-forty-knots.md": "##### Which wind?\n- strong\n\n##### Which tail?\n- long\n",
        "knots-for-one-hand.md": "##### Loops\n- one\n- two\n\n##### Ends\n- loose\n",
        "paper-and-silk.md": "Wet paper\n\n- dries\n",
    }
    read = (SourceFile(name, text.encode) for name, text in files.items())
    talks = read_source(Source("kitecon-2031", tuple(read), is_folder=True)).program.talks()

    assert {each.title for each in talks} == {"Tails in forty knots", "Knots for one hand", "Paper and silk"}


@pytest.mark.parametrize(
    "text",
    [
        "# Kite Days 2031\n\n### Keynote\n- Ada Vento: a long tail is not always better\n- Bo Kai (Harn)\n\n"
        "### 11:35 - Knots for one hand\n*Cy Moe (Harn)*\n- one hand\n\n### 13:25 - Paper and silk\n*Di Noe*\n- silk\n",
        "# Kite Days 2031\n\n## 6 June 2031\n\n### 09:00 Keynote\n- long tails\n\n"
        "### 11:35 Knots for one hand\n- one\n\n### 13:25 Paper and silk\n- silk\n",
    ],
)
def test_a_keynote_without_a_title_is_a_talk_beside_the_others(text: str) -> None:
    keynote, *talks = read_program(text.encode(), "kites.md").program.talks()

    assert (keynote.title, keynote.kind.value, keynote.speakers) == ("Keynote", "keynote", ())
    assert [(each.title, each.kind.value) for each in talks] == [
        ("Knots for one hand", "talk"),
        ("Paper and silk", "talk"),
    ]


@pytest.mark.parametrize(
    ("date", "days"), [("2-3 June 2031", ("2031-06-02", "2031-06-03")), ("<2031-06-05 Thu>", ("None", "None"))]
)
def test_the_date_of_an_org_file_is_that_of_its_conference_if_it_has_several_days(
    date: str, days: tuple[str, str]
) -> None:
    text = f"#+TITLE: Kite Days 2031\n#+DATE: {date}\n\n" + "".join(
        f"* {title}\n- one\n- two\n** Questions\n- why?\n\n" for title in ("Tails in forty knots", "Paper and silk")
    )
    program = read_program(text.encode(), "kite-days.org").program

    assert (str(program.conference.start_date), str(program.conference.end_date)) == days
    assert [(each.title, each.start) for each in program.talks()] == [
        ("Tails in forty knots", None),
        ("Paper and silk", None),
    ]


def test_the_word_session_before_a_title_is_no_part_of_it() -> None:
    files = {
        f"{number}.md": f"# Session: {title} - {who}\n\n- one\n- two\n"
        for number, (title, who) in enumerate(
            [
                ("Tails in forty knots", "Ada Vento, Harnlab"),
                ("Paper and silk", "Bo Kai, Windy"),
                ("Wax", "Cy Moe, Reed"),
            ]
        )
    }
    read = (SourceFile(name, text.encode) for name, text in files.items())
    talks = read_source(Source("kitecon-2031", tuple(read), is_folder=True)).program.talks()

    assert [(each.title, [one.name for one in each.speakers]) for each in talks] == [
        ("Tails in forty knots", ["Ada Vento"]),
        ("Paper and silk", ["Bo Kai"]),
        ("Wax", ["Cy Moe"]),
    ]


def test_two_words_behind_a_name_are_a_title_if_the_other_headings_have_titles_there() -> None:
    headings = (
        "Ines Duarte, Duelling with foghorns",
        "Tomas Lind, What is a buoy?",
        "Julian Bell, Beyond Ropes",
        "Cara Ruiz, Charts of the coast and of the moon",
    )
    notes = "".join(
        f"#### {heading} [Talk] - [Video](https://tides.example/{number})\n\nTake-away: to be read again, at home.\n\n"
        for number, heading in enumerate(headings)
    )
    program = read_program(f"# TIDES EXCHANGE 2031\n\n## Day 1\n\n{notes}".encode(), "README.md").program
    assert [talk.title for talk in program.talks()] == [heading.partition(", ")[2] for heading in headings]


def test_headings_that_all_begin_with_session_are_talks_if_only_notes_are_below() -> None:
    text = (
        "# Introduction\n\n- three days at the coast\n\n"
        "### **Session - Tides by hand (Ines Duarte, Harbour Lab)**\n\n- the moon comes first\n- then the wind\n\n"
        "### **Session - Why harbours lead**\n\n- lights before horns\n- the pilots talk to everybody\n\n"
        "### **Session - Clean ropes**\n\n- washed twice a year\n\n"
        "### **Session - A keynote on buoys and on those who paint them**\n\n- red to port\n"
    )
    program = read_program(text.encode(), "2031 HarbourConf Wednesday.md")
    assert program.format == "notes-markdown"
    assert [(talk.title, [each.name for each in talk.speakers]) for talk in program.program.talks()] == [
        ("Tides by hand", ["Ines Duarte"]),
        ("Why harbours lead", []),
        ("Clean ropes", []),
        ("A keynote on buoys and on those who paint them", []),
    ]


@pytest.mark.parametrize(
    "said",
    ["## Meine Meinung\n\nZu lang.", "### My notes\n\nToo long.", "## Mein Fazit\n\nLang.", "**My view:** too long"],
)
def test_a_post_with_an_opinion_is_a_note_and_no_abstract_of_the_program(said: str) -> None:
    body = f"## Inhalt\n\nIda zeigte drei Pumpen.\n\n{said}"
    front = "layout: post\ntitle: Pumpen im Moor\nspeaker: Ida Lund\nevent: Moortage 2031\ndate: 2031-03-05"

    (talk,) = read_program(f"---\n{front}\n---\n\n{body}\n".encode(), "2031-03-05-pumpen.md").program.talks()

    assert (talk.title, talk.notes, talk.abstract) == ("Pumpen im Moor", body, None)


def test_a_heading_by_somebody_below_a_title_is_its_speaker() -> None:
    files = {
        f"Monday-{hour}.md": f"# {title}\n## By {who}\n\n### Wool\n\n- {title} is warm\n- and dry\n"
        for hour, title, who in (
            ("0915", "Felt in the rain", "Ada Lind, @adalind"),
            ("1030", "Sheep - a short history", "Bo Chen, Ines Duarte"),
            ("1215", "Spinning at night", "Tom Moe"),
        )
    }
    files["Tuesday-0915.md"] = "# Looms\n## Eva Holm, @evaholm\n\n- warm\n\n# Pens\n## By Uma Berg\n\n- ink\n"
    talks = read_folder(files, "woolcon-2031").program.talks()
    assert [(talk.title, [one.name for one in talk.speakers]) for talk in talks] == [
        ("Felt in the rain", ["Ada Lind"]),
        ("Sheep - a short history", ["Bo Chen", "Ines Duarte"]),
        ("Spinning at night", ["Tom Moe"]),
        ("Looms", ["Eva Holm"]),
        ("Pens", ["Uma Berg"]),
    ]


def test_questions_and_calls_are_titles_of_talks_and_no_conferences() -> None:
    who = {"dye": "_Ada Lind_ **@ada_lind** https://wool.example", "felt": "_Bo Chen_ **@bochen**"}
    files = {
        f"{name}.md": f"# {title}\n\n{who.get(name, 'A talk on sheep.')}\n\n## Then\n\n- warm\n\n## Now\n\n- dry\n"
        for name, title in {
            "dye": "Blue from a pot",
            "felt": "Felt for boats",
            "new": "So, what is new in ES2031?",
            "sheep": "Shepherds of the world, unite!",
        }.items()
    }
    program = read_folder(files, "woolconf-2031-notes").program
    assert program.conference.name == "woolconf 2031"
    assert [(talk.title, [(one.name, one.affiliation) for one in talk.speakers]) for talk in program.talks()] == [
        ("Blue from a pot", [("Ada Lind", None)]),
        ("Felt for boats", [("Bo Chen", None)]),
        ("So, what is new in ES2031?", []),
        ("Shepherds of the world, unite!", []),
    ]


def test_a_talk_known_by_a_letter_only_has_it_as_its_title() -> None:
    text = (
        "#+TITLE: Canal Days 2031\n\n* Day 1\n** <2031-05-01 Thu 10:00> Talk A\n- eels\n"
        "** Talk B by Bob May\n- reeds\n** <2031-05-01 Thu 12:00> Talk 3\n- locks\n"
    )
    talks = read_program(text.encode(), "canal.org").program.talks()
    assert [(talk.title, [each.name for each in talk.speakers], talk.notes) for talk in talks] == [
        ("Talk A", [], "- eels"),
        ("Talk B", ["Bob May"], "- reeds"),
        ("Talk 3", [], "- locks"),
    ]


def test_paragraphs_that_tell_of_talks_are_notes_and_no_titles() -> None:
    told = [
        "*Ropes of hemp* by Ida Brandt was a nice talk. I learnt that hemp rots within three winters in salt water.",
        "*Bells and horns* from Jon Moe told how ships are warned. For me the bell was new, as it needs no coal.",
        "I had heard of *Winches in the cold* before. It was good to see somebody pull a ship out of the ice, at last.",
        "*The last pilot* was a sad one. My view is that ports will need their pilots longer than their own radars.",
    ]
    text = "---\nlayout: post\ntitle: Harbour Days 2031 trip report\n---\n\n## Talks\n\n" + "\n\n".join(
        f"* {one}" for one in told
    )
    found = read_program(text.encode(), "2031-05-04-harbour.md")
    assert [(talk.title, talk.abstract) for talk in found.program.talks()] == [(None, None)]
    assert all(one in (next(found.program.talks()).notes or "") for one in told)
