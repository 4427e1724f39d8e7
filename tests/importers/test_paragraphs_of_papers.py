"""Papers as a paragraph each, people before the title, below lines with their day; and links around people."""

from __future__ import annotations

from confnotes.importers.reading import read_program
from confnotes.model.program import Program

_PAGE = """# Symposium on Rural Acoustics 2031

May 5-6, 2031, Lund. Talks and posters are given in the barn; registration is open.

## Spotlights

1. [Eva Holm, Harbour Lab](https://example.org/eva) *Listening to fog: a night log* [video](https://example.org/v)
2. [Jon Berg (KTH)](https://example.org/jon) *Wires that sing* [video](https://example.org/w)
3. [Kai Lund, Barn Institute](https://example.org/kai) *Tools for quiet work* [video](https://example.org/x)

## Papers

**Published with the proceedings of the symposium**

_MON MAY 5 16-18 CEST (Chair: Kai Lund)_

> Ada Lind. Barns: what their echoes tell [pdf](a.pdf)

> Ida Storm, Bob L. T. Ek and Peter Falk. Counting crickets from a moving train [pdf](b.pdf)

_TUE MAY 6 10-12 CEST (Chair: Eva Holm)_

> DEMO Maria Bell. A microphone made of straw [pdf](c.pdf)

> Tom Reed and Olga Sand. Rain on tin roofs [pdf](d.pdf)

> WIP Nils Ohm. Silence between two trains [pdf](e.pdf)
"""


def _program() -> Program:
    return read_program(_PAGE.encode(), "program.md").program


def test_paragraphs_with_people_before_their_titles_are_the_papers_of_the_day_above() -> None:
    papers = next(each for each in _program().sessions if each.title == "Papers")

    assert [(talk.title, [each.name for each in talk.speakers], f"{talk.start:%d}") for talk in papers.talks] == [
        ("Barns: what their echoes tell", ["Ada Lind"], "05"),
        ("Counting crickets from a moving train", ["Ida Storm", "Bob L. T. Ek", "Peter Falk"], "05"),
        ("A microphone made of straw", ["Maria Bell"], "06"),
        ("Rain on tin roofs", ["Tom Reed", "Olga Sand"], "06"),
        ("Silence between two trains", ["Nils Ohm"], "06"),
    ]


def test_a_link_around_a_person_and_their_affiliation_is_no_part_of_the_title() -> None:
    talks = next(each for each in _program().sessions if each.title == "Spotlights").talks

    assert [(talk.title, talk.speakers[0].name, talk.speakers[0].affiliation) for talk in talks] == [
        ("Listening to fog: a night log", "Eva Holm", "Harbour Lab"),
        ("Wires that sing", "Jon Berg", "KTH"),
        ("Tools for quiet work", "Kai Lund", "Barn Institute"),
    ]


def test_a_list_below_short_talks_from_members_is_the_program_of_a_meeting() -> None:
    page = """# Programme

Changes to this programme are welcome.

## Introduction

Eva Holm, Harbour Library

## Short Talks From Members

Suggested topics are on the mailing list; send yours by Friday.

- Ada Lind: "Barns and what their echoes tell"
- Ida Storm: "Counting crickets from a moving train"
- Tom Reed: "Rain on tin roofs"
- Maria Bell: "A microphone made of straw"

## Discussion

Proposed topic: what a network of listeners needs. Add points by mail.

- Communications:
 - Participation: which discussions do you want to take part in?
 - Platforms: we have the mailing list, but are there other ways?
- Possible activities:
 - A book group
"""
    talks = [*read_program(page.encode(), "programme.md").program.talks()]

    assert [(talk.title, talk.speakers[0].name) for talk in talks][::3] == [
        ("Barns and what their echoes tell", "Ada Lind"),
        ("A microphone made of straw", "Maria Bell"),
    ]


def test_brackets_in_the_link_of_a_talk_are_no_affiliation_of_its_title() -> None:
    notes = "# Barn Days 2031\n\n## [Dry Stones (for All)](https://example.org/dry) - Ada Lind\n\n- walls breathe\n"
    more = "\n## [Wet Walls](https://example.org/wet) - Bo Ek\n\n- moss helps\n"

    talks = list(read_program((notes + more).encode(), "notes.md").program.talks())

    assert [talk.title for talk in talks] == ["Dry Stones (for All)", "Wet Walls"]
    assert [[each.name for each in talk.speakers] for talk in talks] == [["Ada Lind"], ["Bo Ek"]]
