"""All verbs as one click command, which imports only the one that is asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import cast

import click

from confnotes import __version__
from confnotes.cli.invocation import COMPLETE_VARIABLE, Invocation, OpenScreens
from confnotes.cli.options import add_common_options, common_options
from confnotes.cli.terminal import default_command
from confnotes.cli.verbs import VERBS
from confnotes.config import parse_moment
from confnotes.errors import ConfnotesError

HELP = """A notebook for people at conferences.

Without a command it opens its screens on the vault: what is on now, the program, your notes, and search over all of
them. The commands do the same for scripts and editors.
"""


class ClickError(ConfnotesError):
    """What click found wrong with the arguments."""

    def __init__(self, error: click.ClickException) -> None:
        context = getattr(error, "ctx", None)
        command = context.command_path if isinstance(context, click.Context) else "confnotes"
        super().__init__(error.format_message(), f"see {command} --help")
        self.exit_code = error.exit_code


class LazyGroup(click.Group):
    """The group of all verbs in `confnotes.cli.verbs`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order in which a conference meets them."""
        return [verb.name for verb in VERBS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one verb; None when there is no such verb."""
        verb = next((verb for verb in VERBS if verb.name == cmd_name), None)
        if verb is None:
            return None
        module = import_module(f"confnotes.cli.{verb.module}")
        command = cast("click.Command", getattr(module, verb.command))
        command.name = cmd_name
        return add_common_options(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of verbs, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb.name, verb.help) for verb in VERBS])


def run_verb(arguments: Sequence[str], invocation: Invocation, open_screens: OpenScreens) -> int:
    """Run the verb that the arguments name and return its exit code. Raises what the verb raises, and ClickError."""
    invocation.open_screens = open_screens
    try:
        result = _invoke(_group(open_screens), arguments, invocation)
    except click.ClickException as error:
        raise ClickError(error) from error
    except click.Abort:
        raise KeyboardInterrupt from None
    return result if isinstance(result, int) else 0


def _invoke(group: click.Group, arguments: Sequence[str], invocation: Invocation) -> object:
    """What click's own `main` does, which would end the process with 1 when nobody reads its output any more."""
    completing = os.environ.get(COMPLETE_VARIABLE)
    if completing:
        from click.shell_completion import shell_complete

        return shell_complete(group, {}, "confnotes", COMPLETE_VARIABLE, completing)
    try:
        with group.make_context("confnotes", list(arguments), obj=invocation) as context:
            return group.invoke(context)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code


def _group(open_screens: OpenScreens) -> click.Group:
    def no_verb(ctx: click.Context) -> int:
        return default_command(ctx.ensure_object(Invocation), open_screens) if ctx.invoked_subcommand is None else 0

    callback = click.pass_context(no_verb)
    version = click.Option(
        ["--version"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_print_version,
        help="Show the version.",
    )
    clock = click.Option(
        ["--at"], metavar="TIME", expose_value=False, callback=_set_clock, help="The clock of the screens."
    )
    return LazyGroup(
        "confnotes",
        callback=callback,
        invoke_without_command=True,
        params=[*common_options(), clock, version],
        help=HELP,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )


def _set_clock(ctx: click.Context, _option: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.ensure_object(Invocation).at = parse_moment(value)


def _print_version(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        sys.stdout.write(f"confnotes {__version__}\n")
        ctx.exit()
