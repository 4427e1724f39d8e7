"""`confnotes agenda`: the program in time order, or the user's own schedule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, at_option, conference_option, json_option
from confnotes.cli.printing import say_exactly, say_json, say_styled, tell
from confnotes.cli.row_format import RowFormat, UnknownFormatError, null_option, row_format_of
from confnotes.errors import UsageError

if TYPE_CHECKING:
    from confnotes.catalogue.program.cards import Card
    from confnotes.vault.vault import Vault


_FORMS = ("text", "markdown", "ics")


def _read_format(ctx: click.Context, _option: click.Parameter, value: str) -> str | RowFormat:
    row_format = row_format_of(ctx, value if "{" in value else None)
    if row_format is None and value not in _FORMS:
        raise UnknownFormatError(value, *_FORMS)
    return row_format or value


@click.command()
@click.argument("words", metavar="[CONFERENCE] [DAY]", nargs=-1, shell_complete=candidates.days_and_conferences)
@conference_option
@click.option("--starred", is_flag=True, help="Show only starred talks.")
@click.option("--mine", is_flag=True, help="Show only talks you starred, attended or took notes on.")
@click.option(
    "--format",
    "-f",
    "form",
    metavar="FORMAT",
    default="text",
    show_default=True,
    callback=_read_format,
    help=r"Format: text, markdown, ics, or a template like '{start}\t{title}'.",
)
@null_option
@at_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    words: tuple[str, ...],
    conference: str | None,
    starred: bool,
    mine: bool,
    form: str | RowFormat,
    at: datetime,
    as_json: bool,
) -> None:
    """Show the program of a conference in time order, or one day of it: saturday, today, 2019-12-10.

    With --starred or --mine, shows your own schedule with free time, room changes and clashes.
    """
    from confnotes.actions.exporting.export_agenda import is_mine
    from confnotes.catalogue.program.days import conference_and_day
    from confnotes.catalogue.program.whats_on import agenda

    if as_json and form != "text":
        raise UsageError("--json and --format exclude each other", "Use one of them.")
    vault = invocation.open_vault()
    name, day = conference_and_day(vault, " ".join(words), at, conference)
    cards = agenda(vault, name, day, starred)
    if mine:
        cards = [card for card in cards if is_mine(card)]
    if isinstance(form, RowFormat):
        from confnotes.cli.cards import card_object

        form.print_rows(map(card_object, cards), vault.root)
    elif as_json:
        from confnotes.cli.cards import card_object

        say_json({"schema": "confnotes.agenda/1", "conference": name, "talks": [card_object(card) for card in cards]})
    elif not cards:
        what = "talks of your own" if mine else "starred talks" if starred else "talks"
        tell(f"No {what} in the program of {name}{f' on {day}' if day else ''}.")
    elif form == "text":
        _say(vault, name, cards, own=starred or mine)
    else:
        from confnotes.actions.exporting.export_agenda import render_schedule, schedule_of

        say_exactly(render_schedule(schedule_of(vault, name, cards, chosen=starred or mine), form, at))


def _say(vault: Vault, name: str, cards: Sequence[Card], *, own: bool) -> None:
    """Print the talks day by day; in the user's own schedule also gaps, room changes and clashes."""
    from confnotes.actions.exporting.export_agenda import schedule_of
    from confnotes.cli.cards import day_text, room_columns, say_card
    from confnotes.exporters.markdown.schedule import in_words
    from confnotes.model.schedule import between

    items = {item.key: item for item in schedule_of(vault, name, cards, chosen=own).items} if own else {}
    shown, rooms = "", room_columns(cards)
    today: list[Card] = []
    for card in cards:
        heading = day_text(card.day) if card.day else "No day stated" if card.talk.clock else "No time stated"
        if heading != shown:
            say_styled([(f"{name} · {heading}", "bold")])
            shown, today = heading, []
        if own:
            for told in in_words(between([items[one.key] for one in today], items[card.key])):
                say_styled([(f"{'':<{rooms + 22}}{told}", "dim")])
        say_card(card, rooms)
        today.append(card)
