"""All verbs as one click command, which imports only the verb that runs."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import cast

import click

from confnotes import __version__
from confnotes.cli.invocation import COMPLETE_VARIABLE, Invocation, OpenScreens
from confnotes.cli.options import UnknownChoice, add_common_options, common_options
from confnotes.cli.printing import say
from confnotes.cli.renamed import RENAMED_OPTIONS, RENAMED_VERBS
from confnotes.cli.terminal import default_command
from confnotes.cli.verbs import VERB_GROUPS, VERBS
from confnotes.config import parse_moment
from confnotes.errors import ConfnotesError

HELP = """A notebook for conferences.

Without a command, confnotes opens its screens: what is on now, the program, your notes, and search across all of
them. The commands do the same in a shell or script.
"""
WRITING = """On a terminal, a command that changes several files shows the changes and asks; --yes skips the question.
In a script it writes at once. --dry-run shows the changes and writes nothing, and --undo undoes them.
"""


_UNEXPECTED = re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)
_QUOTED = re.compile(r"'([^']+)'")
_EXAMPLE = re.compile(r"^ +(confnotes .*)$", re.MULTILINE)  # the first command in the help of a verb


class ClickError(ConfnotesError):
    """click found a mistake in the arguments."""

    def __init__(self, error: click.ClickException) -> None:
        context = getattr(error, "ctx", None)
        path = context.command_path if isinstance(context, click.Context) else "confnotes"
        message, hint = _explained(error, path)
        super().__init__(message, hint or f"See `{path} --help`.")
        self.exit_code = error.exit_code


class UnknownVerbError(click.UsageError):
    """The word is not a verb."""

    def __init__(self, word: str, ctx: click.Context) -> None:
        super().__init__(f"unknown command “{word}”", ctx)
        self.word = word


def _explained(error: click.ClickException, path: str) -> tuple[str, str]:
    """The message and the hint of an error; an empty hint stands for a reference to `--help`."""
    from confnotes.cli.suggestions import choices_meant, did_you_mean, similar, verbs_meant

    if isinstance(error, UnknownVerbError) and error.ctx is not None:
        if new := RENAMED_VERBS.get(error.word):
            return f"“{error.word}” was renamed to “{new}”", f"Run `confnotes {new}`."
        meant = did_you_mean(verbs_meant(error.word, error.ctx.find_root()))
        return error.message, meant or f"Try `confnotes help {error.word}` or `confnotes --help`."
    if isinstance(error, click.NoSuchOption) and error.ctx is not None:
        option = error.option_name
        if new := RENAMED_OPTIONS.get(error.ctx.info_name or "", {}).get(option):
            if not new.startswith("-"):
                return f"{option} was removed", f"Run `{path} {new}`."
            return f"{option} was renamed to {new}", f"Run `{path}` with {new}."
        options = [name for one in error.ctx.command.params for name in one.opts if name.startswith("--")]
        if option in ("--talk", "--note") and "--to" in options:
            return f"unknown option {option}", did_you_mean(["--to"])
        return f"unknown option {option}", did_you_mean(similar(option, options))
    if isinstance(error, UnknownChoice):
        return error.message, did_you_mean(choices_meant(error.value, error.choices)) or f"Use {error.expected}."
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _explained_value(error, error.param)
    if found := _UNEXPECTED.match(error.format_message()):
        return f"unexpected argument “{found[1]}”", ""
    return _quoted(error), ""


def _explained_value(error: click.BadParameter, param: click.Parameter) -> tuple[str, str]:
    """The message and the hint for a missing or invalid value."""
    if isinstance(error, click.MissingParameter):
        context = error.ctx or click.Context(click.Command("confnotes"))
        example = _EXAMPLE.search(context.command.help or "")
        missing = param.make_metavar(context).split()[0].strip("[].")
        return f"missing {missing}", f"For example: {example[1]}" if example else ""
    if isinstance(param.type, click.IntRange):
        end = "" if param.type.max is None else f" to {param.type.max}"
        return f"invalid number for {max(param.opts, key=len)}", f"Use a whole number from {param.type.min}{end}."
    return _quoted(error), ""


def _quoted(error: click.ClickException) -> str:
    return _QUOTED.sub(r"“\1”", error.format_message().rstrip("."))


class LazyGroup(click.Group):
    """The group of all verbs in `confnotes.cli.verbs`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order of their groups."""
        return [verb.name for verb in VERBS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one verb; None if it does not exist."""
        verb = next((verb for verb in VERBS if verb.name == cmd_name), None)
        if verb is None:
            return None
        module = import_module(f"confnotes.cli.{verb.module}")
        command = cast("click.Command", getattr(module, verb.command))
        command.name = cmd_name
        command.short_help = verb.help
        return add_common_options(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that the first word names. Raises UnknownVerbError."""
        command = self.get_command(ctx, args[0])
        if command is None and not ctx.resilient_parsing and not args[0].startswith("-"):
            raise UnknownVerbError(args[0], ctx)
        return (command.name, command, args[1:]) if command else super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs, group by group, from the table alone; then the options."""
        width = max(len(verb.name) for verb in VERBS)
        for group in VERB_GROUPS:
            with formatter.section(group.title):
                formatter.write_dl([(verb.name.ljust(width), verb.help) for verb in group.verbs])
        click.Command.format_options(self, ctx, formatter)


def run_verb(arguments: Sequence[str], invocation: Invocation, open_screens: OpenScreens) -> int:
    """Run the verb that the arguments name and return its exit code. Raises what the verb raises, and ClickError."""
    invocation.open_screens = open_screens
    try:
        result = _invoke(command_line(open_screens), arguments, invocation)
    except click.ClickException as error:
        raise ClickError(error) from error
    except click.Abort:
        raise KeyboardInterrupt from None
    return result if isinstance(result, int) else 0


def _invoke(group: click.Group, arguments: Sequence[str], invocation: Invocation) -> object:
    """Do what click's own `main` does, except that it would exit with 1 if the reader of the output is gone."""
    completing = os.environ.get(COMPLETE_VARIABLE)
    if completing:
        return _complete(group, completing, invocation)
    try:
        with group.make_context("confnotes", list(arguments), obj=invocation) as context:
            try:
                return group.invoke(context)
            except click.UsageError as error:
                if error.ctx is None and (verb := context.invoked_subcommand):  # its parser does not say which verb
                    error.ctx = click.Context(click.Command(verb), info_name=verb, parent=context)
                raise
    except click.exceptions.Exit as leaving:
        return leaving.exit_code


def _complete(group: click.Group, completing: str, invocation: Invocation) -> int:
    """Answer a shell that completes a command. Offers nothing if an error occurs."""
    from confnotes.cli.shells import SHELLS

    shell = SHELLS.get(completing.partition("_")[0])
    if shell is None:
        return 1
    try:
        sys.stdout.write(shell(group, {"obj": invocation}, "confnotes", COMPLETE_VARIABLE).complete() + "\n")
    except Exception:
        if invocation.debug:
            raise
        return 1
    return 0


def command_line(open_screens: OpenScreens) -> click.Group:
    """The command `confnotes` with its options; a verb is imported when it is used."""

    def no_verb(ctx: click.Context) -> int:
        return default_command(ctx.ensure_object(Invocation), open_screens) if ctx.invoked_subcommand is None else 0

    callback = click.pass_context(no_verb)
    version = click.Option(
        ["--version", "-V"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_print_version,
        help="Show the version and exit.",
    )
    clock = click.Option(
        ["--at"],
        metavar="TIME",
        expose_value=False,
        callback=_set_clock,
        help="Open the screens as if it were TIME, e.g. 2019-12-10T10:10.",
    )
    return LazyGroup(
        "confnotes",
        callback=callback,
        invoke_without_command=True,
        params=[clock, version, *common_options()],
        add_help_option=False,
        help=HELP,
        epilog=WRITING,
        context_settings={"max_content_width": 100},
    )


def _set_clock(ctx: click.Context, _option: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.ensure_object(Invocation).at = parse_moment(value)


def _print_version(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        say(f"confnotes {__version__}")
        ctx.exit()
