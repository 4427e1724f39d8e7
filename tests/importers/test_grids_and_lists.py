"""Timetables whose cells have a surname and a title, with the people in full in the lists below."""

from __future__ import annotations

from datetime import time

import pytest

from confnotes.importers.pages.document import document_of
from confnotes.importers.reading import read_program
from confnotes.model.program import Program, Talk

_CELL = '<td><a href="#{0}">{1}</a><span class="tip">{2}</span></td>'
_TALKS = [
    ("lind", "Lind", "What bees know about glass"),
    ("storm", "Storm", "Echoes in empty barns"),
    ("falk", "Falk", "A map of quiet streets"),
    ("bell", "de Bell", "Rain on tin roofs"),
]
_ROWS = "\n".join(
    f"<tr><th>{hour}:00 - {hour}:30</th>{''.join(_CELL.format(*talk) for talk in pair)}</tr>"
    for hour, pair in ((9, _TALKS[:2]), (10, _TALKS[2:]))
)
_GRID = f"""---
title: Programme
---
<table>
<tr><th></th><th>Monday</th><th>Tuesday</th></tr>
<tr><th>8:30 - 9:00</th><td>Coffee and<br/>registration</td><td>Coffee</td></tr>
{_ROWS}
</table>

### Contributed talks
- <a name="lind"/>**Ada Lind** and Bo Ek, [*What bees know about glass*](/a.pdf) [[slides](/b.pdf)]
- <a name="storm"/>**Ida Storm**, [*Echoes in empty barns*](/c.pdf)
- <a name="falk"/>Jon Berg and **Peter Falk**, [*A map of quiet streets*](/d.pdf)
- <a name="bell"/>**Tom de Bell**, Eva Holm and Kai Lund, [*Rain on tin roofs*](/e.pdf)
"""


def _program(text: str, name: str) -> Program:
    return read_program(text.encode(), name).program


def _talk(program: Program, title: str) -> Talk:
    return next(talk for talk in program.talks() if talk.title == title)


def test_the_titles_over_surnames_are_the_talks_listed_below_with_all_their_people() -> None:
    program = _program(_GRID, "programme.md")

    people = {talk.title: [each.name for each in talk.speakers] for talk in program.talks() if talk.speakers}
    assert people == {
        "What bees know about glass": ["Ada Lind", "Bo Ek"],
        "Echoes in empty barns": ["Ida Storm"],
        "A map of quiet streets": ["Jon Berg", "Peter Falk"],
        "Rain on tin roofs": ["Tom de Bell", "Eva Holm", "Kai Lund"],
    }
    assert all(talk.start for talk in program.talks())
    assert [talk.title for talk in program.talks() if not talk.speakers] == ["Coffee and registration", "Coffee"]


@pytest.mark.parametrize("links", ["([video](a) [question](b))", "([video 1](a) [video 2](b) [questions](c))"])
def test_brackets_of_videos_and_questions_are_no_part_of_a_title(links: str) -> None:
    rows = "".join(
        f"| {hour}:00-{hour}:30 | [{title}](s{hour}.pdf) {links} | Ada Lind |\n"
        for hour, title in ((9, "What bees know about glass"), (10, "Echoes in empty barns"), (11, "Rain on tin roofs"))
    )
    program = _program(f"# Bee Day\n\n## Program\n\n| Time | Topic | Presenter |\n|---|---|---|\n{rows}", "program.md")

    assert len(_talk(program, "Echoes in empty barns").resources) == links.count("](") + 1


def test_numbers_of_affiliations_in_boxes_stay_behind_the_names_of_their_line() -> None:
    boxes = '<span class="a">Ada Lind</span><span class="b">1</span>, Bo Ek<span class="b">2</span>'
    names = f'{boxes}, Ida Storm<span class="b">2</span>, Tom Holm<span class="b">1</span> and Eva Falk<span>1</span>'
    places = '<span class="b">1</span>Norrby University, <span class="b">2</span>Kvist University'
    links = '[<a href="a.pdf">PDF</a>, <a href="b.pdf">Slides</a>]'
    slots = (("09:00 - 09:30", "glass"), ("09:30 - 10:00", "tin"), ("10:00 - 10:30", "rain"))
    rows = [(f"{time} What bees know about {what} {links}", names, places) for time, what in slots]
    lines = [f"<p>{text}</p>" for row in rows for text in row]
    page = "<html><body><h1>Workshop on Bees</h1><h2>Program</h2>\n{}</body></html>".format("\n".join(lines))

    talks = list(_program(page, "program.html").talks())

    people = ["Ada Lind", "Bo Ek", "Ida Storm", "Tom Holm", "Eva Falk"]
    assert [[each.name for each in talk.speakers] for talk in talks] == [people] * 3


_STACK = (
    '<table><tr><td class="date" rowspan="{rows}">{hour}:00</td><td class="{first}">{title}</td></tr>'
    '<tr><td class="{second}">{below}</td></tr>{more}</table>'
)


def test_a_title_and_the_facts_below_it_beside_one_time_are_one_talk() -> None:
    abstract = '<tr><td class="abstract">We tell how ants find their way, and why the hives are wet at night.</td></tr>'
    talks = (
        _STACK.format(
            rows=3, hour=hour, title=title, first="title", second="speaker", below=f"{name} (KTH)", more=abstract
        )
        for hour, title, name in ((9, "Wet hives", "Ada Lind"), (10, "Dry ants", "Bo Ek"), (11, "Old wax", "Cy Moe"))
    )
    page = f"<h1>Bee Day 2031</h1><h2>Program</h2>{''.join(talks)}"
    read = read_program(page.encode(), "program.html").program.talks()
    assert [(talk.start, talk.title, [each.name for each in talk.speakers]) for talk in read] == [
        (time(9), "Wet hives", ["Ada Lind"]),
        (time(10), "Dry ants", ["Bo Ek"]),
        (time(11), "Old wax", ["Cy Moe"]),
    ]


def test_rows_of_one_kind_beside_one_time_are_talks_in_parallel() -> None:
    rows = "".join(
        _STACK.format(rows=2, hour=hour, title=title, first="title", second="title", below=other, more="")
        for hour, title, other in ((9, "Wet hives", "Dry ants"), (10, "Old wax", "New wax"), (11, "Honey", "Nectar"))
    )
    read = read_program(f"<h1>Bee Day 2031</h1><h2>Program</h2>{rows}".encode(), "program.html").program.talks()
    assert [talk.title for talk in read] == ["Wet hives", "Dry ants", "Old wax", "New wax", "Honey", "Nectar"]


def test_a_title_in_bold_print_ends_where_the_next_element_begins() -> None:
    rows = "".join(
        f"<div class=row><time>{hour}.00 a.m.</time><div><strong>{title}</strong><span>For guests</span></div></div>"
        for hour, title in ((8, "Breakfast and Badges"), (9, "Welcome Address"), (10, "Group Photograph"))
    )
    read = read_program(f"<h1>Bee Day 2031</h1><h2>Program</h2>{rows}".encode(), "program.html").program.talks()
    assert [talk.title for talk in read] == ["Breakfast and Badges", "Welcome Address", "Group Photograph"]


def test_a_name_in_two_styles_is_one_word() -> None:
    blocks = document_of(
        "<html><body><p>See <strong>Tile</strong><em>Conf</em> soon</p></body></html>", "a.html"
    ).blocks
    assert [block.text for block in blocks if block.text] == ["See **Tile***Conf* soon"]
