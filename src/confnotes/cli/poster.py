"""`confnotes poster BOARD`: show and fill in the card of a poster, also over SSH from a phone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, at_option, conference_option, json_option
from confnotes.cli.printing import say, say_json, say_styled, tell
from confnotes.model.mark import Mark

if TYPE_CHECKING:
    from confnotes.actions.notes.fill_card import FilledCard
    from confnotes.catalogue.program.cards import Card
    from confnotes.catalogue.program.posters import Hall
    from confnotes.model.program import Resource

_LABEL = 10  # columns


@click.command()
@click.argument("which", nargs=-1, required=True, metavar="BOARD|LETTERS")
@click.option("--claim", multiple=True, metavar="TEXT", help="Add what the poster claims.")
@click.option("--trick", multiple=True, metavar="TEXT", help="Add how it is done.")
@click.option("--doubt", multiple=True, metavar="TEXT", help="Add what you doubt.")
@click.option("--asked", multiple=True, metavar="TEXT", help="Add what you asked.")
@click.option("--follow-up", multiple=True, metavar="TEXT", help="Add a task.")
@click.option("--link", multiple=True, metavar="URL", help="Add a link to its paper, code or page.")
@click.option("--rating", type=click.IntRange(0, 5), metavar="N", help="Rate it from 1 to 5; 0 removes the rating.")
@conference_option
@at_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    which: tuple[str, ...],
    claim: tuple[str, ...],
    trick: tuple[str, ...],
    doubt: tuple[str, ...],
    asked: tuple[str, ...],
    follow_up: tuple[str, ...],
    link: tuple[str, ...],
    rating: int | None,
    conference: str | None,
    at: datetime,
    as_json: bool,
) -> None:
    """Show the card of a poster, or fill it in.

    Name the poster by its board, or by letters of its title or of a presenter. Options can be repeated.
    """
    from confnotes.actions.notes.fill_card import add_link, fill_card, filled_card
    from confnotes.actions.program.mark_talk import mark_talk, rate
    from confnotes.catalogue.note_references import references_of
    from confnotes.catalogue.program.posters import poster, posters
    from confnotes.catalogue.program.talks import card
    from confnotes.markup.poster_card import FIELDS

    vault = invocation.open_vault()
    hall = posters(vault, at, conference)
    found = poster(hall, " ".join(which))
    given = zip(FIELDS, (claim, trick, doubt, asked, follow_up), strict=True)
    said = [(field, text) for field, texts in given for text in texts if text.strip()]
    for url in link:
        add_link(vault, found.key, url)
    if said:
        fill_card(vault, found, said, at)
    if rating is not None:
        rate(vault, found.key, rating)
        mark_talk(vault, found.key, Mark.ATTENDED, True)
    if said or link or rating is not None:
        found = card(vault, found.key)
        hall = hall.with_card(found)
    written, resources = filled_card(vault, found), references_of(vault, found)
    if as_json:
        say_json(_object(found, written, resources))
        return
    _say(found, written, resources)
    _tell_next(hall, found)


def _object(card: Card, written: FilledCard, resources: Sequence[Resource]) -> dict[str, object]:
    from confnotes.cli.cards import card_object
    from confnotes.markup.poster_card import FIELDS, lines_of

    fields = {field.value: [line.text for line in lines_of(written.lines, field) if line.text] for field in FIELDS}
    known = {**card_object(card), "resources": resources, "board": card.talk.board}
    return {"schema": "confnotes.poster/1", **known, "card": fields}


def _say(card: Card, written: FilledCard, resources: Sequence[Resource]) -> None:
    from confnotes.catalogue.program.posters import board_and_title

    say_styled([("★ " if card.starred else "", "accent"), (board_and_title(card), "bold")])
    names = ", ".join(speaker.name for speaker in card.talk.speakers)
    if names:
        say_styled([(names, "dim")])
    for resource in resources:
        _say_line(resource.kind.value, resource.url)
    for line in written.lines:
        if line.text:
            _say_line(line.field.value, line.text)
    if card.rating:
        _say_line("rating", "●" * card.rating + "○" * (5 - card.rating))
    if written.path:
        say_styled([(written.path, "dim")])


def _say_line(label: str, text: str) -> None:
    say(f"{label:<{_LABEL}} {text}")


def _tell_next(hall: Hall, card: Card) -> None:
    from confnotes.catalogue.program.posters import board_and_title, is_seen

    coming = hall.next_after(card.key)
    stars = hall.starred
    parts = [f"next {'★ ' if coming.starred else ''}{board_and_title(coming)}"] if coming else []
    if stars:
        parts.append(f"seen {sum(map(is_seen, stars))} of {len(stars)} ★")
    if parts:
        tell(" · ".join(parts))
