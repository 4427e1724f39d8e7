"""`confnotes star TALK`: mark a talk as one to go to."""

from __future__ import annotations

from datetime import datetime

import click

from confnotes.cli.options import Invocation, at_option
from confnotes.cli.printing import say


@click.command()
@click.argument("talk", nargs=-1, required=True)
@click.option("--off", is_flag=True, help="Take the star away.")
@at_option
@click.pass_obj
def command(invocation: Invocation, talk: tuple[str, ...], off: bool, at: datetime) -> None:
    """Star TALK: its id, a part of its title, or “now”."""
    from confnotes.actions.program.mark_talk import star
    from confnotes.catalogue.program.talks import find_talk

    vault = invocation.open_vault()
    card = find_talk(vault, " ".join(talk), at)
    on = star(vault, card.key, not off)
    say(f"{'★' if on else '☆'} {card.talk.title or card.key}")
