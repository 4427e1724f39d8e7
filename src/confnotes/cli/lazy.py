"""A click group that knows its verbs by name and imports only the one that is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import cast

import click

from confnotes.cli.options import add_common_options
from confnotes.cli.verbs import VERBS

MODULES = {verb.name: verb.module for verb in VERBS}


class LazyGroup(click.Group):
    """The group of all verbs in `confnotes.cli.verbs`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order in which a conference meets them."""
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one verb; None when there is no such verb."""
        if cmd_name not in MODULES:
            return None
        module = import_module(f"confnotes.cli.{MODULES[cmd_name]}")
        command = cast("click.Command", module.command)
        command.name = cmd_name
        return add_common_options(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of verbs, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb.name, verb.help) for verb in VERBS])
