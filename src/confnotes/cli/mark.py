"""`confnotes star`, `attend`, `watch-later`, `rate` and `no-share`: the marks of a talk."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, at_option, json_option, undo_option
from confnotes.cli.printing import say, say_json, tell
from confnotes.errors import UsageError
from confnotes.markup.math.titles import shown_title
from confnotes.model.mark import FLAGS, Mark

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault


TALK_HELP = "TALK is an id, words of a title, or “now”."


def _toggle(mark: Mark, signs: str, what: str) -> click.Command:
    """The verb that sets a mark of a talk, or removes it."""

    @click.command(help=f"{what}.\n\n{TALK_HELP}")
    @click.argument("talk", nargs=-1, shell_complete=candidates.talks, required=True)
    @undo_option(f"Remove the {'star' if mark is Mark.STAR else 'mark'}.")
    @at_option
    @click.pass_obj
    def command(invocation: Invocation, talk: tuple[str, ...], undo: bool, at: datetime) -> None:
        from confnotes.actions.program import mark_talk

        vault = invocation.open_vault()
        key, title = _talk(vault, talk, at)
        on = mark_talk.mark_talk(vault, key, mark, not undo)
        say(f"{signs[not on]} {title}")

    return command


star = _toggle(Mark.STAR, "★☆", "Star TALK")
attend = _toggle(Mark.ATTENDED, "✓·", "Mark TALK as attended")


def __getattr__(name: str) -> click.Command:
    """The verb of a mark that has no function of its own here."""
    if name not in FLAGS:
        raise AttributeError(name)
    mark = Mark(name)
    return _toggle(mark, f"{mark.sign}·", f"Mark TALK as {mark.told}")


@click.command()
@click.argument("words", metavar="TALK... [RATING]", nargs=-1, required=True, shell_complete=candidates.talks)
@undo_option("Remove the rating.")
@at_option
@click.pass_obj
def rate(invocation: Invocation, words: tuple[str, ...], undo: bool, at: datetime) -> None:
    """Rate TALK from 1 to 5. A rating of 0, or --undo, removes the rating.

    TALK is an id, words of a title, or “now”.
    """
    from confnotes.actions.program import mark_talk

    rating = 0 if undo else _rating(words)
    vault = invocation.open_vault()
    key, title = _talk(vault, words if undo else words[:-1], at)
    mark_talk.rate(vault, key, rating or None)
    say(f"{'●' * rating}{'○' * (5 - rating)} {title}")


@click.command()
@click.argument("talk", nargs=-1, shell_complete=candidates.talks)
@undo_option("Remove the mark.")
@click.option("--watched", is_flag=True, help="Mark as watched, which counts as attended.")
@at_option
@json_option
@click.pass_obj
def watch_later(
    invocation: Invocation, talk: tuple[str, ...], undo: bool, watched: bool, at: datetime, as_json: bool
) -> None:
    """Mark TALK to watch later. Without TALK, list talks to watch.

    TALK is an id, words of a title, or “now”. The list has the talks you marked, and those you starred and missed.
    Talks with a recording come first.
    """
    vault = invocation.open_vault()
    if not talk:
        if undo or watched:
            raise UsageError("missing talk", "Name it by its id, words of its title, or “now”.")
        from confnotes.catalogue.recorded import recording_rows
        from confnotes.cli.show import row_text

        rows = [row for row in recording_rows(vault, at) if row["state"]]
        if as_json:
            say_json({"schema": "confnotes.recordings/1", "recordings": rows})
            return
        for row in rows:
            say(row_text("recordings", row))
        if not rows:
            tell("No talks to watch later.")
        return
    from confnotes.actions.program import mark_talk

    key, title = _talk(vault, talk, at)
    if watched:
        mark_talk.mark_watched(vault, key)
    on = mark_talk.mark_talk(vault, key, Mark.LATER, not (undo or watched))
    say(f"{'▷' if on else '✓' if watched else '·'} {title}")


@click.command()
@click.argument("talk", nargs=-1, shell_complete=candidates.talks, required=True, metavar="TALK|SESSION")
@undo_option("Share it again.")
@at_option
@click.pass_obj
def no_share(invocation: Invocation, talk: tuple[str, ...], undo: bool, at: datetime) -> None:
    """Keep a talk or a whole session out of public exports.

    TALK and SESSION are an id, words of a title, or “now”. Your own exports and those for your team still include it.
    """
    from confnotes.actions.program.mark_talk import named, set_no_share

    vault = invocation.open_vault()
    one = named(vault, " ".join(talk), at)
    on = set_no_share(vault, one, not undo)
    done = Mark.UNSHARED.sign if on else f"{Mark.UNSHARED.undone}:"
    say(f"{done} {shown_title(one.title or one.id)}{' (the whole session)' if one.is_session else ''}")


def _rating(words: tuple[str, ...]) -> int:
    """The last word as a rating. Raises UsageError."""
    if len(words) > 1 and words[-1] in ("0", "1", "2", "3", "4", "5"):
        return int(words[-1])
    if len(words) > 1 and words[-1].lstrip("-").isdecimal():
        raise UsageError(f"invalid rating “{words[-1]}”", "Rate from 1 to 5; 0 removes the rating.")
    raise UsageError("missing rating from 1 to 5", "For example: confnotes rate now 4")


def _talk(vault: Vault, words: tuple[str, ...], at: datetime) -> tuple[str, str]:
    """The key and title of the talk that the words name."""
    from confnotes.catalogue.program.talks import find_talk

    card = find_talk(vault, " ".join(words), at)
    return card.key, shown_title(card.talk.title or card.key)
