"""`confnotes show ID`: everything about one talk, person, paper, note or conference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from confnotes.cli import candidates
from confnotes.cli.cards import card_object, marks
from confnotes.cli.options import Invocation, json_option
from confnotes.cli.printing import plural, say, say_facts, say_json, say_styled
from confnotes.cli.row_format import RowFormat, format_options, refuse_two
from confnotes.markup.plain import plain_text
from confnotes.model.schema import columns, each

if TYPE_CHECKING:
    from confnotes.catalogue.people.person_lines import NotePlace
    from confnotes.catalogue.people.person_page import PersonPage, Stay
    from confnotes.catalogue.show_thing import ShownThing

_Parts = list[tuple[str, str]]


@click.command()
@click.argument("thing", metavar="ID", nargs=-1, required=True, shell_complete=candidates.things)
@format_options
@json_option
@click.pass_obj
def command(invocation: Invocation, thing: tuple[str, ...], row_format: RowFormat | None, as_json: bool) -> None:
    """Show a talk, person, paper, note or conference with its backlinks.

    ID is what `confnotes search` and `confnotes list` print: the id of a talk, the path or name of a note, the name
    of a person, or the address of a paper.
    """
    from confnotes.catalogue.show_thing import show

    refuse_two(as_json, row_format)
    vault = invocation.open_vault()
    shown = show(vault, " ".join(thing))
    if row_format is not None:
        named = {"id": shown.id, "kind": shown.kind, "title": shown.title, "path": shown.path, "text": shown.text}
        row_format.print_rows([{**shown.fields, **named}], vault.root)
    elif as_json:
        person = {"person": _person(shown.person)} if shown.person is not None else {}
        say_json({"schema": "confnotes.thing/1", **_thing(shown), **person})
    elif shown.person is not None:
        _say_person(shown.person)
    else:
        _say_shown(shown)


_thing = columns("id kind title path fields text resources backlinks")


def _say_shown(shown: ShownThing) -> None:
    say_styled([(shown.title, "bold"), (f"  {shown.kind}", "dim")])
    if shown.path:
        say_styled([(shown.path, "accent")])
    say_facts(*((name, field_text(value)) for name, value in shown.fields.items()))
    for resource in shown.resources:
        title = f"{resource.title}  " if resource.title else ""
        say_styled([(f"  {resource.kind.value}  ", "dim"), (title, ""), (resource.url, "accent")])
    if shown.text.strip():
        say("", shown.text.strip("\n"))
    if shown.backlinks:
        say("")
        say_styled([("Backlinks", "dim")])
        for link in shown.backlinks:
            say_styled([(f"  {link.path}:{link.line}", "accent"), (f"  {link.heading}" if link.heading else "", "dim")])
            say_styled([(f"    {link.sentence or link.text}", "")])


def field_text(value: object) -> str:
    """A field's value on one line."""
    if value is None or value == "":
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(field_text(item) for item in value)
    return " ".join(str(value).split())


_PLACE = "path=place.path line=place.line note=place.title conference=place.conference date=place.day "

_person = columns(
    "names=card.names affiliations=stays last_met=card.met met_at=met talks noted questions follow_ups co_speakers"
    " papers notes",
    affiliations=each(
        columns("affiliation conferences first_year=years last_year=years", first_year=min, last_year=max)
    ),
    talks=each(lambda card: {**card_object(card), "conference": card.conference}),
    noted=each(columns(f"{_PLACE} text names_them=names")),
    questions=each(columns(f"{_PLACE} text answer asked_by asked_by_them=by_them")),
    follow_ups=each(columns(f"{_PLACE} text")),
    notes=each(columns("path line note=title conference date=day")),
)
"""The page for `--json`; all lists are newest first."""


def _say_person(page: PersonPage) -> None:
    """Print the page, with a heading above each kind of entry."""
    card = page.card
    say_styled([(card.name, "bold"), ("  person", "dim")])
    if card.note:
        say_styled([(card.note, "accent")])
    say_facts(
        ("also known as", ", ".join(name for name in card.names if name != card.name)),
        ("affiliations", ", ".join(map(stay_text, page.stays))),
        ("roles", ", ".join(role.value for role in card.roles)),
        ("pages", ", ".join(card.urls)),
        ("conferences", ", ".join(card.conferences)),
        ("met at", ", ".join(page.met)),
        ("last met", card.met.isoformat() if card.met else ""),
    )
    if page.text.strip():
        say("", page.text)
    _say_part("Talks", _talks(page))
    _say_part("Noted", ([_at(one.place), (plain_text(one.text), "")] for one in page.noted))
    _say_part("Questions", _questions(page))
    _say_part("Follow-ups", ([_at(one.place), (f"[ ] {plain_text(one.text)}", "")] for one in page.follow_ups))
    _say_part("With", ([(f"{one.name}  ", ""), (plural(one.talks, "talk"), "dim")] for one in page.co_speakers))
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
        when = f"{card.day}" if card.day else f"{'':<10}"
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


def _at(place: NotePlace) -> tuple[str, str]:
    return f"{place.path}:{place.line}  ", "accent"
