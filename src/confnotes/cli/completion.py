"""`confnotes completion SHELL`: the script that completes commands in a shell."""

from __future__ import annotations

import click

from confnotes.cli.options import WordChoice
from confnotes.cli.printing import say


@click.command()
@click.argument("shell", type=WordChoice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script for SHELL.

    In bash: eval "$(confnotes completion bash)"
    """
    from click.shell_completion import get_completion_class

    from confnotes.cli.invocation import COMPLETE_VARIABLE

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}")
    say(kind(ctx.find_root().command, {}, "confnotes", COMPLETE_VARIABLE).source())
