"""`confnotes no-share TALK|SESSION`: what the public is not told of."""

from __future__ import annotations

from datetime import datetime

import click

from confnotes.cli.options import Invocation, at_option
from confnotes.cli.printing import say


@click.command()
@click.argument("talk", nargs=-1, required=True, metavar="TALK|SESSION")
@click.option("--undo", is_flag=True, help="It may be told of again.")
@at_option
@click.pass_obj
def command(invocation: Invocation, talk: tuple[str, ...], undo: bool, at: datetime) -> None:
    """Tell the public nothing of a talk or a whole session: its id, a part of its title, or “now”.

    An export for the public does not mention it anywhere; your own and the team's do.
    """
    from confnotes.actions.program.mark_talk import named, set_no_share

    vault = invocation.open_vault()
    one = named(vault, " ".join(talk), at)
    on = set_no_share(vault, one, not undo)
    say(f"{'⊘' if on else '·'} {one.title or one.id}{' (the whole session)' if one.is_session else ''}")
