"""A person as lines for people and as an object for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from confnotes.cli.cards import card_object, marks
from confnotes.cli.printing import counted, say, say_facts, say_styled
from confnotes.markup.plain import plain_text

if TYPE_CHECKING:
    from confnotes.catalogue.people.person_page import PersonPage, Place, Stay

_Parts = list[tuple[str, str]]


def person_object(page: PersonPage) -> dict[str, object]:
    """The page for `--json`; everything in it is newest first."""
    return {
        "names": list(page.card.names),
        "affiliations": [
            {
                "affiliation": stay.affiliation,
                "conferences": list(stay.conferences),
                "first_year": stay.years[0] if stay.years else None,
                "last_year": stay.years[1] if stay.years else None,
            }
            for stay in page.stays
        ],
        "last_met": page.card.met.isoformat() if page.card.met else None,
        "met_at": list(page.met),
        "talks": [{**card_object(card), "conference": card.conference} for card in page.talks],
        "noted": [{**_place(one.place), "text": one.text, "names_them": one.names} for one in page.noted],
        "questions": [
            {
                **_place(one.place),
                "text": one.text,
                "answer": one.answer,
                "asked_by": one.asked_by,
                "asked_by_them": one.by_them,
            }
            for one in page.questions
        ],
        "follow_ups": [{**_place(one.place), "text": one.text} for one in page.follow_ups],
        "co_speakers": [{"name": one.name, "talks": one.talks, "last": one.last} for one in page.co_speakers],
        "papers": [{"title": one.title, "url": one.url, "talk": one.talk, "year": one.year} for one in page.papers],
        "notes": [_place(one) for one in page.notes],
    }


def say_person(page: PersonPage) -> None:
    """Everything on the page, a heading above each kind of it."""
    card = page.card
    say_styled([(card.name, "bold"), ("  person", "dim")])
    if card.note:
        say_styled([(card.note, "accent")])
    say_facts(
        ("also", ", ".join(name for name in card.names if name != card.name)),
        ("affiliations", ", ".join(map(stay_text, page.stays))),
        ("roles", ", ".join(role.value for role in card.roles)),
        ("pages", ", ".join(card.urls)),
        ("conferences", ", ".join(card.conferences)),
        ("you met at", ", ".join(page.met)),
        ("last met", card.met.isoformat() if card.met else ""),
    )
    if page.text.strip():
        say("", page.text)
    _say_part("Talks", _talks(page))
    _say_part("Noted", ([_at(one.place), (plain_text(one.text), "")] for one in page.noted))
    _say_part("Questions", _questions(page))
    _say_part("Follow-ups", ([_at(one.place), (f"[ ] {plain_text(one.text)}", "")] for one in page.follow_ups))
    _say_part("With", ([(f"{one.name}  ", ""), (counted(one.talks, "talk"), "dim")] for one in page.co_speakers))
    _say_part("Papers", ([(f"{one.title}  ", ""), (one.url, "accent")] for one in page.papers))
    _say_part("Notes", ([(f"{one.path}  ", "accent"), (one.title, "")] for one in page.notes))


def stay_text(stay: Stay) -> str:
    """“Mila 2019–2024”."""
    if stay.years is None:
        return stay.affiliation
    first, last = stay.years
    return f"{stay.affiliation} {first}" if first == last else f"{stay.affiliation} {first}–{last}"


def _say_part(title: str, rows: Iterable[_Parts]) -> None:
    rows = list(rows)
    if rows:
        say("")
        say_styled([(title, "dim")])
        for row in rows:
            say_styled([("  ", ""), *row])


def _talks(page: PersonPage) -> Iterator[_Parts]:
    for card in page.talks:
        when = f"{card.start:%Y-%m-%d}" if card.start else f"{'':<10}"
        rating = "●" * card.rating + " " if card.rating else ""
        yield [
            (f"{when} ", "accent"),
            (f"{marks(card)} {rating}", "accent"),
            (card.title, ""),
            (f"  {card.key}", "dim"),
        ]


def _questions(page: PersonPage) -> Iterator[_Parts]:
    for one in page.questions:
        answer = f"  ! {plain_text(' '.join(one.answer.split()))}" if one.answer else ""
        by_them = "  (asked by them)" if one.by_them else ""
        yield [_at(one.place), (f"? {plain_text(one.text)}{answer}", ""), (by_them, "dim")]


def _at(place: Place) -> tuple[str, str]:
    return f"{place.path}:{place.line}  ", "accent"


def _place(place: Place) -> dict[str, object]:
    return {
        "path": place.path,
        "line": place.line,
        "note": place.title,
        "conference": place.conference,
        "date": place.day.isoformat() if place.day else None,
    }
