"""`confnotes help [COMMAND|QUESTION]`: the same as `confnotes COMMAND --help`, or the answers to a question."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import cast

import click

from confnotes.cli import candidates
from confnotes.cli.invocation import Invocation
from confnotes.cli.printing import clip, on_terminal, say, say_styled, width
from confnotes.errors import UsageError


@click.command()
@click.argument("words", metavar="[COMMAND|QUESTION]", nargs=-1, shell_complete=candidates.verbs)
@click.pass_context
def command(ctx: click.Context, words: tuple[str, ...]) -> None:
    """Show the help of COMMAND, or find commands, keys and settings for a QUESTION. Without one, list all commands.

    \b
      confnotes help export
      confnotes help undo a star
      confnotes help where is my note
    """
    root = ctx.find_root()
    group = cast("click.Group", root.command)
    if not words:
        say(root.get_help())
    elif len(words) == 1 and (found := group.get_command(root, words[0])) is not None:
        say(click.Context(found, info_name=words[0], parent=root).get_help())
    else:
        _answer(root, words)


def _answer(root: click.Context, words: tuple[str, ...]) -> None:
    """Print what may answer a question. Raises UsageError if nothing does."""
    from confnotes.cli.suggestions import did_you_mean, verbs_meant
    from confnotes.cli.topics import find_topics
    from confnotes.cli.verbs import VERBS

    topics = find_topics(" ".join(words), root, root.ensure_object(Invocation).screen_commands())
    if not topics:
        question = " ".join(words)
        meant = verbs_meant(question, (verb.name for verb in VERBS))
        raise UsageError(f"No help for “{question}”", did_you_mean(meant) or "See `confnotes --help`.")
    columns = max((len(topic.call) for topic in topics), default=0)
    room = width() - columns - 4
    for name, found in groupby(topics, attrgetter("group")):
        say_styled([(f"{name}:", "bold")])
        for topic in found:
            told = clip(topic.told, room) if on_terminal() else topic.told
            say_styled([(f"  {topic.call:<{columns}}  ", "accent"), (told, "")])
