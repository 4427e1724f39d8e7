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
from confnotes.errors import NotFoundError, UsageError

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
@click.argument(
    "words", metavar="[CONFERENCE] [DAY] [WORD...]", nargs=-1, shell_complete=candidates.days_and_conferences
)
@conference_option
@click.option(
    "--room",
    "rooms",
    metavar="ROOM",
    multiple=True,
    shell_complete=candidates.rooms,
    help="Show only talks in this room; repeatable.",
)
@click.option(
    "--track",
    "tracks",
    metavar="TRACK",
    multiple=True,
    shell_complete=candidates.tracks,
    help="Show only talks of this track; repeatable.",
)
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
    shell_complete=candidates.words("text", "markdown", "ics"),
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
    rooms: tuple[str, ...],
    tracks: tuple[str, ...],
    starred: bool,
    mine: bool,
    form: str | RowFormat,
    at: datetime,
    as_json: bool,
) -> None:
    """Show the program of a conference in time order, or one day of it: saturday, today, 2019-12-10.

    Further WORDs keep talks that have all of them in title, speakers, room, session or track. A room or track may be
    part of its name.

    \b
      confnotes agenda saturday --room Janson
      confnotes agenda fosdem sunday rust

    With --starred or --mine, shows your own schedule with free time, room changes and clashes.
    """
    from confnotes.catalogue.program.days import conference_day_and_filter

    if as_json and form != "text":
        raise UsageError("--json and --format exclude each other", "Use one of them.")
    vault = invocation.open_vault()
    name, day, text = conference_day_and_filter(vault, " ".join(words), at, conference)
    cards = [card for card in _filtered(vault, name, text, rooms, tracks) if day in (None, card.day)]
    cards = _own(cards, starred=starred, mine=mine)
    if isinstance(form, RowFormat):
        from confnotes.cli.cards import card_object

        form.print_rows(map(card_object, cards), vault.root)
    elif as_json:
        from confnotes.cli.cards import card_object

        say_json({"schema": "confnotes.agenda/1", "conference": name, "talks": [card_object(card) for card in cards]})
    elif not cards:
        what = "talks of your own" if mine else "starred talks" if starred else "talks"
        tell(f"No {what} found in the program of {name}{f' on {day}' if day else ''}.")
    elif form == "text":
        _say(vault, name, cards, own=starred or mine)
    else:
        from confnotes.actions.exporting.export_agenda import render_schedule, schedule_of

        say_exactly(render_schedule(schedule_of(vault, name, cards, chosen=starred or mine), form, at))


def _filtered(vault: Vault, name: str, text: str, rooms: Sequence[str], tracks: Sequence[str]) -> Sequence[Card]:
    """The talks that match the text, rooms and tracks. Raises NotFoundError for one that no talk has."""
    from confnotes.catalogue.program.days import DAY_HINT
    from confnotes.catalogue.program.filter_cards import in_rooms, in_tracks, with_words
    from confnotes.catalogue.program.whats_on import agenda
    from confnotes.markup.day_words import day_meant

    cards = agenda(vault, name)
    found = with_words(cards, text)
    if text and not found:
        searched = f"Searched the program of {name}. Conferences: {', '.join(vault.conferences())}."
        hint = f"Did you mean {day}?" if (day := day_meant(text)) else f"{searched} {DAY_HINT}"
        raise NotFoundError(f"no conference, day or talk matches “{text}”", hint)
    chosen = {card.key for card in in_rooms(cards, rooms)} & {card.key for card in in_tracks(cards, tracks)}
    return [card for card in found if card.key in chosen]


def _own(cards: Sequence[Card], *, starred: bool, mine: bool) -> list[Card]:
    """The talks with a star, or those that are the user's own in any way; all talks without a choice."""
    from confnotes.actions.exporting.export_agenda import is_mine

    return [card for card in cards if (card.starred or not starred) and (not mine or is_mine(card))]


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
