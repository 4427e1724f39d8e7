"""`confnotes plan ENTRY`: your own meetings and meals in the schedule."""

from __future__ import annotations

from datetime import datetime

import click

from confnotes.cli.options import Invocation, WordsCommand, at_option, conference_option, json_option, undo_option
from confnotes.cli.printing import say_json, say_styled, tell


@click.command(cls=WordsCommand)
@click.argument("entry", nargs=-1, required=True, metavar="ENTRY")
@undo_option("Remove the entry that ENTRY names: its id, words of its title, or as you added it.")
@conference_option
@at_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation, entry: tuple[str, ...], undo: bool, conference: str | None, at: datetime, as_json: bool
) -> None:
    """Add a meeting or a meal to your schedule. ENTRY is a day, a time, a title and a place.

    \b
      confnotes plan sat 12:30-13:30 Lunch with Ada @ Bar K
      confnotes plan 18:00 Dinner
      confnotes plan Lunch --undo

    Without a day, it is today, or the first day of the conference; without an end, it takes an hour. It is starred,
    clashes with talks, reminds you, and isn't shared with the public. Imports leave it alone.
    """
    from confnotes.actions.program.own_entry import add_entry, find_entry, read_entry, remove_entry, usual_day
    from confnotes.catalogue.program.talks import find_talk
    from confnotes.catalogue.program.whats_on import conference_meant
    from confnotes.cli.cards import card_object, day_text, room_columns, say_card
    from confnotes.vault.layout import talk_key

    vault = invocation.open_vault()
    name, text = conference_meant(vault, at, conference), " ".join(entry)
    day = usual_day(vault, name, at)
    key = talk_key(name, find_entry(vault, name, text, day)) if undo else ""
    key = key or add_entry(vault, name, read_entry(vault, name, text, day))
    card = find_talk(vault, key)
    if undo:
        remove_entry(vault, name, card.talk.id or "")
    if as_json:
        say_json({"schema": "confnotes.planned/1", "conference": name, "removed": undo, "talk": card_object(card)})
        return
    say_styled([(f"{name} · {day_text(card.day)}" if card.day else name, "bold")])
    say_card(card, room_columns([card]))
    tell("Removed from your schedule." if undo else f"Undo with: {invocation.call('plan --undo', card.key)}")
