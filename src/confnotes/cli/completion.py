"""`confnotes completion SHELL`: the script that completes commands in a shell."""

from __future__ import annotations

import click

from confnotes.cli.invocation import COMPLETE_VARIABLE
from confnotes.cli.options import WordChoice
from confnotes.cli.printing import say


@click.command()
@click.argument("shell", type=WordChoice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script for SHELL, which completes commands, options, conferences, talks, tags and people.

    \b
      bash  eval "$(confnotes completion bash)"               in ~/.bashrc
      zsh   eval "$(confnotes completion zsh)"                in ~/.zshrc, after compinit
      fish  confnotes completion fish > ~/.config/fish/completions/confnotes.fish
    """
    from confnotes.cli.shells import SHELLS

    root = ctx.find_root().command
    say(SHELLS[shell](root, {}, "confnotes", COMPLETE_VARIABLE).source().rstrip("\n"))
