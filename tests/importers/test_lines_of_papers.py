"""Papers in lines of a timetable as editors of web pages export them: links in brackets, bullets, many authors."""

from __future__ import annotations

import pytest

from confnotes.importers.reading import read_program

_HEAD = "<html><body><h1>Workshop on Tides 2031</h1><h2>Program, May 20, 2031</h2>"
_PDF, _TALK = '<a href="a.pdf">Preliminary PDF</a>', '<a href="b.pptx">Talk Slides</a>'


def people_of(lines: str) -> list[tuple[str | None, str | None, list[tuple[str, str | None]]]]:
    """The hour, title, and people of each talk with their affiliations."""
    return [
        (
            f"{talk.start:%H:%M}" if talk.start else None,
            talk.title,
            [(who.name, who.affiliation) for who in talk.speakers],
        )
        for talk in read_program(f"{_HEAD}{lines}</body></html>".encode(), "page.html").program.talks()
    ]


@pytest.mark.parametrize(
    "line",
    [
        f"<p>{{0}} - {{1}} [{_PDF}, {_TALK}]<br/></p><p>{{2}}</p>",
        f'<p>{{0}} - {{1}} <span class="b">[</span>{_PDF}<span>, </span>{_TALK}<span>]</span></p><p>{{2}}</p>',
        f'<p><span class="a">{{0}} - {{1}} </span>[{_PDF}, {_TALK}]</p><p>{{2}}</p>',
        f"<p>{{0}} - {{1}}</p><p>{{2}} [{_PDF}, {_TALK}]</p>",
        f"<p>{{0}} - {{1}}, {{2}} [{_PDF}, {_TALK}]</p>",
    ],
)
def test_brackets_around_links_are_papers_and_slides_and_nobody(line: str) -> None:
    rows = (
        ("09:00", "Weighing the sea", "Ada Lind"),
        ("09:30", "Why harbours freeze", "Tom Brandt"),
        ("10:00", "Sand in motion", "Nora Stein"),
    )
    page = f"{_HEAD}{''.join(line.format(*row) for row in rows)}</body></html>"
    talks = list(read_program(page.encode(), "page.html").program.talks())
    assert [(talk.title, [each.name for each in talk.speakers]) for talk in talks] == [
        (title, [name]) for _, title, name in rows
    ]
    assert [[each.url for each in talk.resources] for talk in talks] == [["a.pdf", "b.pptx"]] * 3
    assert [talk.abstract for talk in talks] == [None] * 3


def test_name_with_its_page_in_brackets_stays_a_name() -> None:
    line = '<p>{} {} [<a href="who.html">{}</a>]</p>'
    rows = (
        ("9:00", "Weighing the sea", "Ada Lind"),
        ("9:30", "Why harbours freeze", "Tom Brandt"),
        ("9:50", "Sand in motion", "Eva Stein"),
    )
    found = people_of("".join(line.format(*row) for row in rows))
    assert [[name for name, _ in people] for _, _, people in found] == [[name] for *_, name in rows]


def test_bullet_written_before_the_hours_is_no_text_and_papers_within_hours_are_of_their_session() -> None:
    bullet = '<span class="Bullet">-</span><span class="box"></span>'
    item = f'<li><p>{bullet}{{}} - {{}} - <span class="a">{{}}</span><br/>{{}}</p></li>'
    one = item.format(
        "09:00", "09:30", "Weighing the sea", "Ada Lind, Mora Labs,<br/>Tom Brandt, Sund Institute and<br/>"
    )
    text = (
        "<p>08:50 - 09:00 - Welcome</p><p>09:00 - 10:00 - Technical Papers</p>\n"
        f"<ol>{one}</ol>\n<ol>{item.format('09:30', '10:00', 'Why harbours freeze', 'Eva Holm, Mora Labs')}</ol>\n"
        "<p>10:00 - 10:30 - Coffee</p>\n<p>10:30 - 11:30 - Short Papers</p>\n"
        f"<ol>{item.format('10:30', '11:00', 'Sand in motion', 'Nora Stein, Sund Institute')}</ol>"
    )
    assert people_of(text) == [
        ("08:50", "Welcome", []),
        ("10:00", "Coffee", []),
        ("09:00", "Weighing the sea", [("Ada Lind", "Mora Labs"), ("Tom Brandt", "Sund Institute")]),
        ("09:30", "Why harbours freeze", [("Eva Holm", "Mora Labs")]),
        ("10:30", "Sand in motion", [("Nora Stein", "Sund Institute")]),
    ]
    sessions = read_program(f"{_HEAD}{text}</body></html>".encode(), "page.html").program.sessions
    assert [each.title for each in sessions if each.title] == ["Technical Papers", "Short Papers"]


def test_numbers_at_names_lead_to_the_affiliations_of_the_next_line() -> None:
    names = '<span>Ada Lind</span><span class="s">1</span>, Tom Brandt<span>1,2</span> and Nora Stein<span>3</span>'
    places = "<span>1</span>Mora Labs, <span>2</span>University of Lund, <span>3</span>Wave and Wind R&amp;D"
    text = (
        f"<p>9:00 Weighing the sea</p>\n<p>{names}<br/></p>\n<p>{places}<br/></p>\n<p>9:30 Coffee</p>\n<p>9:50 Tea</p>"
    )
    expected = [
        ("Ada Lind", "Mora Labs"),
        ("Tom Brandt", "Mora Labs, University of Lund"),
        ("Nora Stein", "Wave and Wind R&D"),
    ]
    assert people_of(text)[0] == ("09:00", "Weighing the sea", expected)


def test_numbers_that_no_affiliation_has_leave_the_lines_as_they_are() -> None:
    text = "<p>9:00 Weighing the sea</p>\n<p>Ada Lind1, Tom Brandt4</p>\n<p>1 Mora Labs</p>\n<p>9:30 Coffee</p>"
    [(_, _, people), _] = people_of(text)
    assert [name for name, _ in people] == ["Ada Lind", "Tom Brandt"]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (
            "A. Lind, Mora Labs, B. Austin, Sund Institute and Georgia Tech, T. Brandt, CNRS, Lyon, N. Stein",
            [
                ("A. Lind", "Mora Labs"),
                ("B. Austin", "Sund Institute, Georgia Tech"),
                ("T. Brandt", "CNRS, Lyon"),
                ("N. Stein", None),
            ],
        ),
        (
            "A. Lind, M. O'Hara, X.-H. Berg, EPFL (Switzerland), NCSA (USA)",
            [("A. Lind", None), ("M. O'Hara", None), ("X.-H. Berg", "EPFL (Switzerland), NCSA (USA)")],
        ),
    ],
)
def test_names_with_initials_are_told_from_affiliations_between_them(
    people: str, expected: list[tuple[str, str | None]]
) -> None:
    text = f"<p>9:00 - Weighing seas by counting waves<br/></p>\n<p>{people}</p>\n<p>9:30 Coffee</p>\n<p>9:50 Tea</p>"
    assert people_of(text)[0] == ("09:00", "Weighing seas by counting waves", expected)
    line = f"<p>9:00 - Weighing seas by counting waves, {people}<br/></p>\n<p>9:30 Coffee</p>\n<p>9:50 Tea</p>"
    assert people_of(line)[0] == ("09:00", "Weighing seas by counting waves", expected)


@pytest.mark.parametrize(
    ("line", "title", "people"),
    [
        ("#21 Ada Lind, Bo Ek and Cy Moe, What bees know", "What bees know", ["Ada Lind", "Bo Ek", "Cy Moe"]),
        ("#5 Ada Lind, What bees know of us", "What bees know of us", ["Ada Lind"]),
        ("#5 Bees, wasps and other neighbours of a beekeeper", "Bees, wasps and other neighbours of a beekeeper", []),
    ],
)
def test_a_numbered_paper_with_its_authors_first_has_them(line: str, title: str, people: list[str]) -> None:
    page = f"# Bee Day 2031\n\n12 May 2031\n\n## Schedule\n\n- 9:00-9:30 Opening\n- 9:30-10:00 {line}\n"

    *_, talk = read_program(page.encode(), "page.md").program.talks()

    assert [who.name for who in talk.speakers] == people
    assert (talk.title or "").removeprefix("#5 ") == title
