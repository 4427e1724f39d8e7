"""`confnotes later [TALK]`: mark a talk as one to watch later; without one, what there is to watch."""

from __future__ import annotations

from datetime import datetime

import click

from confnotes.cli.options import Invocation, at_option, json_option
from confnotes.cli.printing import say, say_json, tell
from confnotes.errors import UsageError


@click.command()
@click.argument("talk", nargs=-1)
@click.option("--off", is_flag=True, help="You will not watch it.")
@click.option("--watched", is_flag=True, help="You have watched it: it counts as attended.")
@at_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation, talk: tuple[str, ...], off: bool, watched: bool, at: datetime, as_json: bool
) -> None:
    """Mark TALK as one to watch later: its id, a part of its title, or “now”.

    Without TALK it lists what you want to watch, first what has a recording: talks that you marked, and those that
    you starred and missed.
    """
    vault = invocation.open_vault()
    if not talk:
        if off or watched:
            raise UsageError("no talk was named", "name it by its id, a part of its title, or “now”")
        from confnotes.catalogue.list_things import recording_rows
        from confnotes.cli.rows import row_text

        rows = [row for row in recording_rows(vault, at) if row["state"]]
        if as_json:
            say_json({"schema": "confnotes.recordings/1", "recordings": rows})
            return
        for row in rows:
            say(row_text("recordings", row))
        if not rows:
            tell("Nothing is to be watched later.")
        return
    from confnotes.actions.program import mark_talk
    from confnotes.catalogue.program.talks import find_talk

    card = find_talk(vault, " ".join(talk), at)
    if watched:
        mark_talk.watched(vault, card.key)
    on = mark_talk.watch_later(vault, card.key, not (off or watched))
    say(f"{'▷' if on else '✓' if watched else '·'} {card.talk.title or card.key}")
