"""`confnotes agenda`: the program in time order."""

from __future__ import annotations

from datetime import date, datetime

import click

from confnotes.cli.options import Invocation, at_option, conference_option, json_option
from confnotes.cli.printing import say_json, say_styled, tell
from confnotes.errors import NotFoundError, UsageError


def read_day(text: str, today: date) -> date:
    """A day from `2019-12-10`, `today` or `tomorrow`; UsageError for anything else."""
    if text == "today":
        return today
    if text == "tomorrow":
        return date.fromordinal(today.toordinal() + 1)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"“{text}” is not a day", "write it as 2019-12-10, today or tomorrow") from None


@click.command()
@conference_option
@click.option("--day", metavar="DAY", help="One day: 2019-12-10, today or tomorrow.")
@click.option("--starred", is_flag=True, help="Only what you starred.")
@at_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation, conference: str | None, day: str | None, starred: bool, at: datetime, as_json: bool
) -> None:
    """The program of a conference in time order."""
    from confnotes.services.whats_on import agenda, current_conference

    vault = invocation.open_vault()
    name = vault.conference_named(conference) if conference else current_conference(vault, at)
    if name is None:
        raise NotFoundError("there is no conference in this vault", "bring one in with: confnotes import SOURCE")
    cards = agenda(vault, name, None if day is None else read_day(day, at.date()), starred)
    if as_json:
        from confnotes.cli.cards import card_object

        say_json({"schema": "confnotes.agenda/1", "conference": name, "talks": [card_object(card) for card in cards]})
        return
    if not cards:
        tell(f"Nothing {'starred ' if starred else ''}in the program of {name}{f' on {day}' if day else ''}.")
        return
    from confnotes.cli.cards import day_text, room_columns, say_card

    shown, rooms = "", room_columns(cards)
    for card in cards:
        heading = "No time given" if card.start is None else day_text(card.start)
        if heading != shown:
            say_styled([(f"{name} · {heading}", "bold")])
            shown = heading
        say_card(card, rooms)
