"""`confnotes now`: what is on now and next, per room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, at_option, conference_option, json_option
from confnotes.cli.printing import clip, columns_of, say, say_json, say_styled
from confnotes.cli.row_format import RowFormat, format_options, refuse_two
from confnotes.markup.math.titles import shown_title
from confnotes.markup.safe import safe_text
from confnotes.model.schema import columns, each, moment_text

if TYPE_CHECKING:
    from confnotes.catalogue.program.whats_on import StatusLine, WhatsOn

LEAST_TITLE = 12  # columns, however long the room is
_BETWEEN = " · "


@click.command()
@at_option
@conference_option
@click.option("--oneline", is_flag=True, help="Print one short line for a status bar.")
@click.option("--width", type=click.IntRange(10), metavar="N", help="Maximum width of the line, with --oneline.")
@format_options
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    at: datetime,
    conference: str | None,
    oneline: bool,
    width: int | None,
    row_format: RowFormat | None,
    as_json: bool,
) -> None:
    """Show what is on now and next in each room, and your starred talks later in the day."""
    refuse_two(as_json, row_format)
    if oneline:
        from confnotes.catalogue.program.whats_on import status_line

        text = _line_text(status_line(invocation.open_vault(), at, conference), width)
        if as_json:
            say_json({"schema": "confnotes.line/1", "text": text})
        elif text:
            say(text)
        return
    from confnotes.catalogue.program.whats_on import whats_on

    vault = invocation.open_vault()
    answer = whats_on(vault, at, conference)
    if row_format is not None:
        row_format.print_rows(_rows(answer), vault.root)
    elif as_json:
        from confnotes.cli.cards import card_object

        cards = each(card_object)
        told = columns(
            "conference=conference_name moment on next later_starred",
            moment=moment_text,
            on=cards,
            next=cards,
            later_starred=cards,
        )
        say_json({"schema": "confnotes.now/1", **told(answer)})
    else:
        say_whats_on(answer)


def _rows(answer: WhatsOn) -> Iterator[dict[str, object]]:
    """The talks on now, next, and starred for later, each with its group in the field `when`."""
    from confnotes.cli.cards import card_object

    parts = {"now": answer.on, "next": answer.next, "later": answer.later_starred}
    return ({"when": when, **card_object(card)} for when, cards in parts.items() for card in cards)


def _line_text(line: StatusLine, width: int | None) -> str:
    """The line. If it is too wide, the title is shortened first, then the room."""
    before, title, after = (safe_text(shown_title(part), lines=False) for part in line)
    if width is not None:
        around = sum(columns_of(part) + len(_BETWEEN) for part in (before, after) if part)
        title = clip(title, max(width - around, LEAST_TITLE))
    whole = _BETWEEN.join(part for part in (before, title, after) if part)
    return clip(whole, width) if width is not None else whole


def say_whats_on(answer: WhatsOn) -> None:
    """Print the answer for a person."""
    from confnotes.cli.cards import day_text, room_columns, say_card

    if not answer.conference_name:
        say("No conferences yet. Import one with `confnotes import`.")
        return
    say_styled([(f"{answer.conference_name} · {day_text(answer.moment)} · {answer.moment:%H:%M}", "bold")])
    rooms = room_columns((*answer.on, *answer.next, *answer.later_starred))
    soonest = min((card.start for card in answer.next if card.start is not None), default=None)
    soon = [card for card in answer.next if card.start == soonest]
    later = {card.key: card for card in (*answer.next, *answer.later_starred) if card not in soon}
    in_order = sorted(later.values(), key=lambda card: card.start or answer.moment)
    for name, cards in (("NOW", answer.on), ("NEXT", soon), ("LATER", in_order)):
        if cards:
            say_styled([(name, "dim")])
            for card in cards:
                say_card(card, rooms)
    if not answer.on and not answer.next:
        say("Nothing is on now or later today.")
