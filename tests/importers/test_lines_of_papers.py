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
