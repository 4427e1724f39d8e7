"""One program in many layouts: whatever repeats with each time is a record, and its lines are columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from confnotes.importers.reading import read_program

Row = tuple[str, str, str, str]
PROGRAM: Sequence[Row] = (
    ("09:00", "09:10", "Welcome and opening remarks", ""),
    ("09:10", "10:00", "What tides do to old harbours", "Tjeerd Hoekzema"),
    ("10:00", "10:30", "Coffee break", ""),
    ("10:30", "11:00", "Grain size from kite imagery", "Oddny Brekke"),
    ("11:00", "11:30", "Salt marshes as storm buffers", "Zsofia Pallagi"),
    ("11:30", "12:00", "Ten years of beach nourishment", "Wout Ferwerda"),
)
PROSE = "<p>We look at many beaches and say what happens to them in winter. It ends with open questions.</p>"


def each(row: Callable[[str, str, str, str], str], join: str = "\n") -> str:
    return join.join(row(*one) for one in PROGRAM)


def if_named(text: str, name: str) -> str:
    return text if name else ""


LAYOUTS = {
    "cards with classes": each(
        lambda start, end, title, name: (
            f"<div class='card'><div class='time'>{start} - {end}</div><div><div class='title'>{title}</div>"
            + if_named(f"<div class='speaker'>{name}</div>", name)
            + "</div></div>"
        )
    ),
    "titles above times": each(
        lambda start, end, title, name: (
            f"<div><h4>{title}</h4><span>{start} - {end}</span>" + if_named(f"<p>{name}</p>", name) + "</div>"
        )
    ),
    "speakers above titles": each(
        lambda start, end, title, name: (
            f"<div><p>{start}</p>" + (f"<h4>{name}</h4><h5>{title}</h5>" if name else f"<h4>{title}</h4>") + "</div>"
        )
    ),
    "cards with abstracts": each(
        lambda start, end, title, name: (
            f"<div><p>{start}–{end}</p><h3>{title}</h3>" + if_named(f"<p>{name}</p>{PROSE}", name) + "</div>"
        )
    ),
    "spans in a list": "<ul>"
    + each(
        lambda start, end, title, name: (
            f"<li><span class='time'>{start}</span> <span class='title'>{title}</span>"
            + if_named(f" <span class='who'>{name}</span>", name)
            + "</li>"
        )
    )
    + "</ul>",
    "a timeline": "<ul>"
    + each(
        lambda start, end, title, name: (
            f"<li><div>{start}</div><div><h4>{title}</h4><div>{if_named(f'<p>{name}</p>', name)}</div></div></li>"
        )
    )
    + "</ul>",
    "a definition list": "<dl>"
    + each(
        lambda start, end, title, name: (
            f"<dt>{start}-{end}</dt><dd>{title}</dd>" + if_named(f"<dd class='speaker'>{name}</dd>", name)
        )
    )
    + "</dl>",
    "elements side by side": each(
        lambda start, end, title, name: (
            f"<div>{start}</div><div class='title'>{title}</div><div class='by'>{name}</div>"
        )
    ),
    "headings and paragraphs": each(
        lambda start, end, title, name: (
            f"<h3>{title}</h3>{if_named(f'<p><em>{name}</em></p>', name)}<p>{start} - {end}</p>"
        )
    ),
    "headings with times below": each(
        lambda start, end, title, name: f"### {title}\n\n*{start} – {end}*" + if_named(f"  \n{name}", name), "\n\n"
    ),
    "headings with labelled facts": each(
        lambda start, end, title, name: (
            f"### {title}\n\n- Time: {start} - {end}" + if_named(f"\n- Speaker: {name}", name)
        ),
        "\n\n",
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_program_is_the_same_in_every_layout(layout: str) -> None:
    is_html = layout.startswith("<")
    head = "Workshop on Shores 2024", "Program", "Friday, 7 June 2024"
    page = (
        "<html><body><h1>{}</h1><h2>{}</h2><p>{}</p>\n{}<footer><p>© 2024 Shores</p></footer></body></html>"
        if is_html
        else "# {}\n\n## {}\n\n{}\n\n{}\n"
    ).format(*head, layout)

    talks = read_program(page.encode(), "page.html" if is_html else "page.md").program.talks()

    assert [(str(talk.start)[:16], talk.title, [each.name for each in talk.speakers]) for talk in talks] == [
        (f"2024-06-07 {start}", title, [name] if name else []) for start, _, title, name in PROGRAM
    ]


def test_a_class_that_a_title_shares_with_the_lines_below_it_does_not_make_them_hours() -> None:
    page = "# Day of the Tides 2031\n\n## Monday 5 May 2031\n\n" + each(
        lambda start, _end, title, name: (
            f"<div class='schedule_bloc'><div class='schedule_time'>{start}</div><div class='schedule_desc'>"
            f"<h3>{title}</h3>"
            + if_named(f"<p>By <a href='people#x'>{name}</a> - Harbour Office</p><p>{_ASIDE}</p>", name)
            + "</div></div>\n\n"
        )
    )

    talks = list(read_program(page.encode(), "program.md").program.talks())

    assert [(talk.title, [who.name for who in talk.speakers]) for talk in talks] == [
        (title, [name] if name else []) for _, _, title, name in PROGRAM
    ]
    assert {who.affiliation for talk in talks for who in talk.speakers} == {"Harbour Office"}


_ASIDE = "Are you ready to walk into the mud with us at low tide?"


def test_the_menu_of_a_site_below_its_program_is_no_talk() -> None:
    rows = each(lambda start, _end, title, name: f"<li>{start} {title}{if_named(f' ({name})', name)}</li>")
    page = f"<h1>Day of the Tides 2031</h1><h2>Program</h2><ul>{rows}</ul><p>Admission is free.</p><ul>{_MENU}</ul>"

    talks = read_program(f"<html><body>{page}</body></html>".encode(), "program.html").program.talks()

    assert [talk.title for talk in talks] == [title for _, _, title, _ in PROGRAM]


_MENU = (
    "<li><a href='i.html'>Home</a></li><li>Program</li><li><a href='m'>Material</a></li><li><a href='w'>Travel</a></li>"
)
