"""A list of talks without times in many layouts: the same elements again and again, with the people in one place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from confnotes.errors import ConfnotesError
from confnotes.importers.reading import read_program
from confnotes.model.program import Kind, Talk

TALKS = (
    ("Tjeerd Hoekzema", "Vortrag", "What tides do to old harbours", "We dug in three harbours and found five piers."),
    (
        "Dr. Oddny Brekke",
        "Workshop",
        "Grain size from kite imagery",
        "A kite and a camera count the grains of a beach.",
    ),
    ("Zsofia Pallagi", "Vortrag", "Salt marshes as storm buffers", "A marsh takes half of the force of every wave."),
    ("Die Deichgrafen", "Sonstiges", "The evening show", "A play about a dike that had an opinion of its own."),
    (
        "Wout Ferwerda, Siri Dahl",
        "Vortrag",
        "Ten years of nourishment",
        "The sand goes where it went before, only later.",
    ),
)
SPEAKERS = [
    ["Tjeerd Hoekzema"],
    ["Oddny Brekke"],
    ["Zsofia Pallagi"],
    ["Die Deichgrafen"],
    ["Wout Ferwerda", "Siri Dahl"],
]


def page(heading: str, card: Callable[..., str], around: str = "div", title: str = "Coast meeting 2031") -> bytes:
    cards = "\n".join(card(*each) for each in TALKS)
    text = f"<h1>{title}</h1><p>We meet in the old mill.</p>\n<h2>{heading}</h2>\n<{around}>{cards}</{around}>"
    return f"<!DOCTYPE html><html><body>{text}<h2>Contact</h2><p>Write to us.</p></body></html>".encode()


def talks(source: bytes) -> list[Talk]:
    return list(read_program(source, "page.html").program.talks())


LAYOUTS = {
    "heads that open a text": page(
        "Programmübersicht",
        lambda who, kind, title, text: (
            f"<h3><a href='#'><div><span class=wer>{who}</span><span class=form>{kind}</span></div>"
            f"<div><b>{title}</b></div></a></h3><div><p>{text}</p></div>"
        ),
    ),
    "articles with the title first": page(
        "Our talks",
        lambda who, _, title, text: f"<article><h3>{title}</h3><p class=by>{who}</p><p>{text}</p></article>",
    ),
    "boxes without classes": page(
        "Programa", lambda who, kind, title, _: f"<div><div>{kind}</div><div>{who}</div><div>{title}</div></div>"
    ),
    "terms and definitions": page(
        "Sessions", lambda who, _, title, text: f"<dt>{who}</dt><dd><b>{title}</b><p>{text}</p></dd>", around="dl"
    ),
    "links around boxes": page(
        "Vorträge und Workshops",
        lambda who, _, title, __: (
            f"<a href='{len(who)}.html'><div class=wer>{who}</div><div class=was>{title}</div></a>"
        ),
    ),
    "columns of paragraphs": page(
        "Lezingen", lambda who, _, title, __: f"<div class=col><p><b>{who}</b></p><p><i>{title}</i></p></div>"
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_cards_without_times_are_the_talks_of_their_people(layout: str) -> None:
    found = talks(LAYOUTS[layout])
    assert [each.title for each in found] == [title for _, _, title, _ in TALKS]
    assert [[person.name for person in each.speakers] for each in found] == SPEAKERS
    assert all(each.start is None for each in found)


def test_a_place_in_which_words_repeat_has_the_kinds_of_talks() -> None:
    kinds = [each.kind for each in talks(LAYOUTS["heads that open a text"])]
    assert kinds == [Kind.TALK, Kind.WORKSHOP, Kind.TALK, Kind.TALK, Kind.TALK]


def test_the_text_that_a_card_opens_describes_its_talk() -> None:
    for layout in ("heads that open a text", "articles with the title first", "terms and definitions"):
        assert [each.abstract for each in talks(LAYOUTS[layout])] == [text for *_, text in TALKS]


@pytest.mark.parametrize(
    "source",
    [
        page("Referenten", lambda who, _, title, __: f"<div><h4>{who}</h4><p>{title}</p></div>"),
        page("Impressionen", lambda who, _, title, __: f"<div><h4>{who}</h4><p>{title}</p></div>"),
        page("Programm", lambda who, *_: f"<div><h4>{who}</h4><p>Universität {who[:3]}</p></div>"),
        page("Programm", lambda who, *_: f"<div><h4>{who}</h4><p>Senior engineer, {who[:3]}</p></div>"),
        page("Talks", lambda who, *_: f"<div><h4>{who}</h4><p>Read more</p></div>"),
    ],
    ids=["speakers", "pictures", "institutions", "positions", "buttons"],
)
def test_cards_of_people_are_no_talks(source: bytes) -> None:
    try:
        assert not talks(source)
    except ConfnotesError as refused:
        assert "not recognized" in str(refused)


def test_a_table_of_talks_below_such_a_heading_is_read_by_its_columns() -> None:
    rows = "\n".join(f"| {who} | {kind} | {title} | {text} |" for who, kind, title, text in TALKS)
    source = (
        f"# Coast meeting 2031\n\n## Vorträge\n\n| Speaker | Kind | Title | Abstract |\n|---|---|---|---|\n{rows}\n"
    )
    found = list(read_program(source.encode(), "page.md").program.talks())
    assert [(each.title, each.abstract) for each in found] == [(title, text) for _, _, title, text in TALKS]
    assert [[person.name for person in each.speakers] for each in found] == SPEAKERS
