"""`confnotes rate TALK RATING`: how good a talk was."""

from __future__ import annotations

from datetime import datetime

import click

from confnotes.cli.options import Invocation, at_option
from confnotes.cli.printing import say


@click.command()
@click.argument("talk", nargs=-1, required=True)
@click.argument("rating", type=click.IntRange(0, 5))
@at_option
@click.pass_obj
def command(invocation: Invocation, talk: tuple[str, ...], rating: int, at: datetime) -> None:
    """Rate TALK (its id, a part of its title, or “now”) from 1 to 5; 0 takes the rating away."""
    from confnotes.actions.program.mark_talk import rate
    from confnotes.catalogue.program.talks import find_talk

    vault = invocation.open_vault()
    card = find_talk(vault, " ".join(talk), at)
    rate(vault, card.key, rating or None)
    say(f"{'●' * rating}{'○' * (5 - rating)} {card.talk.title or card.key}")
