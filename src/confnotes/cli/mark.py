"""`confnotes star`, `attend`, `later`, `rate` and `no-share`: what a person says of a talk."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, at_option, json_option
from confnotes.cli.printing import say, say_json, tell
from confnotes.errors import UsageError
from confnotes.model.mark import FLAGS, Mark

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault


def _toggle(mark: Mark, signs: str, what: str, off: str) -> click.Command:
    """The verb that sets a mark of a talk, or takes it away."""

    @click.command(help=f"{what}: its id, a part of its title, or “now”.")
    @click.argument("talk", nargs=-1, required=True)
    @click.option("--off", "is_off", is_flag=True, help=off)
    @at_option
    @click.pass_obj
    def command(invocation: Invocation, talk: tuple[str, ...], is_off: bool, at: datetime) -> None:
        from confnotes.actions.program import mark_talk

        vault = invocation.open_vault()
        key, title = _talk(vault, talk, at)
        on = mark_talk.mark_talk(vault, key, mark, not is_off)
        say(f"{signs[not on]} {title}")

    return command


star = _toggle(Mark.STAR, "★☆", "Star TALK", "Take the star away.")
attend = _toggle(Mark.ATTENDED, "✓·", "Mark TALK as attended", "You were not there after all.")


def __getattr__(name: str) -> click.Command:
    """The verb of a mark that has none of its own here."""
    if name not in FLAGS:
        raise AttributeError(name)
    mark = Mark(name)
    return _toggle(mark, f"{mark.sign}·", f"Mark TALK as {mark.told}", "Take the mark away.")


@click.command()
@click.argument("talk", nargs=-1, required=True)
@click.argument("rating", type=click.IntRange(0, 5))
@at_option
@click.pass_obj
def rate(invocation: Invocation, talk: tuple[str, ...], rating: int, at: datetime) -> None:
    """Rate TALK (its id, a part of its title, or “now”) from 1 to 5; 0 takes the rating away."""
    from confnotes.actions.program import mark_talk

    vault = invocation.open_vault()
    key, title = _talk(vault, talk, at)
    mark_talk.rate(vault, key, rating or None)
    say(f"{'●' * rating}{'○' * (5 - rating)} {title}")


@click.command()
@click.argument("talk", nargs=-1)
@click.option("--off", is_flag=True, help="You will not watch it.")
@click.option("--watched", is_flag=True, help="You have watched it: it counts as attended.")
@at_option
@json_option
@click.pass_obj
def later(invocation: Invocation, talk: tuple[str, ...], off: bool, watched: bool, at: datetime, as_json: bool) -> None:
    """Mark TALK as one to watch later: its id, a part of its title, or “now”.

    Without TALK it lists what you want to watch, first what has a recording: talks that you marked, and those that
    you starred and missed.
    """
    vault = invocation.open_vault()
    if not talk:
        if off or watched:
            raise UsageError("no talk was named", "name it by its id, a part of its title, or “now”")
        from confnotes.catalogue.recorded import recording_rows
        from confnotes.cli.list_ import row_text

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

    key, title = _talk(vault, talk, at)
    if watched:
        mark_talk.mark_watched(vault, key)
    on = mark_talk.mark_talk(vault, key, Mark.LATER, not (off or watched))
    say(f"{'▷' if on else '✓' if watched else '·'} {title}")


@click.command()
@click.argument("talk", nargs=-1, required=True, metavar="TALK|SESSION")
@click.option("--undo", is_flag=True, help="It may be told of again.")
@at_option
@click.pass_obj
def no_share(invocation: Invocation, talk: tuple[str, ...], undo: bool, at: datetime) -> None:
    """Tell the public nothing of a talk or a whole session: its id, a part of its title, or “now”.

    An export for the public does not mention it anywhere; your own and the team's do.
    """
    from confnotes.actions.program.mark_talk import named, set_no_share

    vault = invocation.open_vault()
    one = named(vault, " ".join(talk), at)
    on = set_no_share(vault, one, not undo)
    say(f"{'⊘' if on else '·'} {one.title or one.id}{' (the whole session)' if one.is_session else ''}")


def _talk(vault: Vault, words: tuple[str, ...], at: datetime) -> tuple[str, str]:
    """The key of the talk that is meant, and what it is called."""
    from confnotes.catalogue.program.talks import find_talk

    card = find_talk(vault, " ".join(words), at)
    return card.key, card.talk.title or card.key
