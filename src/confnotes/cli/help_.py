"""`confnotes help [VERB]`: the same as `confnotes VERB --help`."""

from __future__ import annotations

from typing import cast

import click

from confnotes.cli import candidates
from confnotes.cli.printing import say


@click.command()
@click.argument("verb", metavar="[COMMAND]", required=False, shell_complete=candidates.verbs)
@click.pass_context
def command(ctx: click.Context, verb: str | None) -> None:
    """Show the help of COMMAND; without one, list all commands."""
    root = ctx.find_root()
    if verb is None:
        say(root.get_help())
        return
    _, found, _ = cast("click.Group", root.command).resolve_command(root, [verb])
    assert found is not None
    say(click.Context(found, info_name=verb, parent=root).get_help())
