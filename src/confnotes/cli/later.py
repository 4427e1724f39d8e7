"""`confnotes later TALK`: mark a talk as one to watch later."""

from __future__ import annotations

from datetime import datetime

import click

from confnotes.cli.options import Invocation, at_option
from confnotes.cli.printing import say


@click.command()
@click.argument("talk", nargs=-1, required=True)
@click.option("--off", is_flag=True, help="You have watched it, or will not.")
@at_option
@click.pass_obj
def command(invocation: Invocation, talk: tuple[str, ...], off: bool, at: datetime) -> None:
    """Mark TALK as one to watch later: its id, a part of its title, or “now”.

    `confnotes search is:later` lists them.
    """
    from confnotes.services.mark_talk import watch_later
    from confnotes.services.talks import find_talk

    vault = invocation.open_vault()
    card = find_talk(vault, " ".join(talk), at)
    on = watch_later(vault, card.key, not off)
    say(f"{'▷' if on else '·'} {card.talk.title or card.key}")
