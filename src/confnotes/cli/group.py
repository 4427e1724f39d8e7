"""All verbs as one click command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from confnotes import __version__
from confnotes.cli.invocation import COMPLETE_VARIABLE, Invocation, OpenScreens
from confnotes.cli.lazy import LazyGroup
from confnotes.cli.options import common_options
from confnotes.cli.without_verb import without_verb
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
        return without_verb(ctx.ensure_object(Invocation), open_screens) if ctx.invoked_subcommand is None else 0

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
