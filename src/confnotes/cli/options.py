"""Options that several verbs share, each with one meaning: the vault, the clock, JSON, --yes, --dry-run and others.

On a terminal, a command that changes several files shows what will change and asks; `--yes` skips the question. A
script cannot be asked, so there it writes at once. `--dry-run` shows the changes and writes nothing, everywhere. Only
what cannot be undone needs `--yes` in a script.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from confnotes import system
from confnotes.cli import candidates
from confnotes.cli.invocation import Invocation as Invocation
from confnotes.cli.printing import can_ask, say, tell
from confnotes.config import parse_moment
from confnotes.errors import UsageError

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])

_WORD = "\0"  # an argument of a process cannot contain it


def _set_vault(ctx: click.Context, _option: click.Parameter, value: str | None) -> None:
    if value == "":
        raise UsageError("--vault is empty", "Name the folder of a vault.")
    if value is not None:
        ctx.ensure_object(Invocation).vault = value


def _set_debug(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Invocation).debug = True


def _print_help(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    """Print the help as all output is printed, so that a failure to print is reported as such; click's own is not."""
    if value and not ctx.resilient_parsing:
        say(ctx.get_help())
        ctx.exit()


def common_options() -> list[click.Option]:
    """Fresh `--vault`, `--debug` and `--help` options, for the group and for each verb."""
    return [
        click.Option(
            ["--vault"],
            metavar="DIR",
            shell_complete=candidates.folders,
            expose_value=False,
            callback=_set_vault,
            help="Vault to use. [default: $CONFNOTES_VAULT, else the vault of this folder, else the setting vault]",
        ),
        click.Option(
            ["--debug"], is_flag=True, expose_value=False, callback=_set_debug, help="Show a traceback on errors."
        ),
        click.Option(
            ["--help", "-h"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_print_help,
            help="Show this message and exit.",
        ),
    ]


def add_common_options(command: click.Command) -> click.Command:
    """Add the common options to a verb, except those that it defines itself."""
    present = {name for option in command.params for name in option.opts}
    command.add_help_option = False
    command.params.extend(option for option in common_options() if not present & set(option.opts))
    return command


def _moment(ctx: click.Context, _option: click.Parameter, value: str | None) -> datetime:
    return ctx.ensure_object(Invocation).moment() if value is None else parse_moment(value)


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
yes_option = click.option("--yes", "-y", is_flag=True, help="Write without asking.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would change and write nothing.")
private_option = click.option("--allow-private", is_flag=True, help="Allow addresses of your own network.")
at_option = click.option(
    "--at", metavar="TIME", callback=_moment, help="Run as if it were TIME, e.g. 2019-12-10T10:10."
)
conference_option = click.option(
    "--conference",
    "-c",
    metavar="NAME",
    shell_complete=candidates.conferences,
    help="Use this conference instead of the one that is on now.",
)
target_argument = click.argument(
    "targets", metavar="TARGET...", nargs=-1, required=True, shell_complete=candidates.days_and_conferences
)


def undo_option(help_: str) -> Callable[[AnyFunction], AnyFunction]:
    """`--undo`: undo the verb's last change."""
    return click.option("--undo", is_flag=True, help=help_)


class UserPath(click.Path):
    """A path in which `~` is the home of the user."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path as typed, which need not exist. Raises UsageError for an empty one, which would be this folder."""
        if value == "":
            raise UsageError("empty name of a file or folder", "Write . for the current folder.")
        return system.user_path(os.fsdecode(super().convert(value, param, ctx)))


class UserText(click.types.StringParamType):
    """Text to keep. Bytes that are not UTF-8 are read as Latin-1, as those of standard input are."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text, without a part that could not be written to a file."""
        try:
            value.encode()
        except UnicodeEncodeError:
            return os.fsencode(value).decode("latin-1")
        return str(value)


class UnknownChoice(click.BadParameter):
    """The value is not one of the choices of an option or argument."""

    def __init__(self, value: str, choices: Sequence[str], parameter: str, ctx: click.Context | None) -> None:
        named = f"unknown value for {parameter}: " if parameter.startswith("-") else f"unknown {parameter} "
        super().__init__(f"{named}“{value}”", ctx)
        self.value = value
        self.choices = choices
        self.expected = f"{', '.join(choices[:-1])} or {choices[-1]}"


class WordChoice(click.Choice[str]):
    """One of a few words; for other words, suggests the most similar ones."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word, as it is spelled in the choices. Raises UnknownChoice."""
        try:
            return str(super().convert(value, param, ctx))
        except click.BadParameter:
            names = param.opts if param is not None else ["value"]
            raise UnknownChoice(str(value), [str(one) for one in self.choices], max(names, key=len), ctx) from None


class WordsCommand(click.Command):
    """A verb whose words may begin with a dash: `add "- [ ] read it"`, `search flow -gan`.

    A word is an option only if it is exactly one of the verb's options, alone or with a number or `=VALUE`. Words that
    begin with two dashes and letters are always options, so that a typing error in one is reported.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hide the dashes of words from click, and restore them after it has read the options."""
        rest = super().parse_args(ctx, list(self._hidden(args)))
        for name, value in ctx.params.items():
            if isinstance(value, tuple):
                ctx.params[name] = tuple(word.removeprefix(_WORD) for word in value)
        return rest

    def _hidden(self, args: list[str]) -> Iterator[str]:
        takes_value = {name: not option.is_flag for option in self._options() for name in option.opts}
        behind_option = False
        for index, arg in enumerate(args):
            if arg == "--" and not behind_option:
                yield from args[index:]
                return
            word = arg.startswith("-") and arg != "-" and not self._is_option(arg, takes_value)
            yield _WORD + arg if word and not behind_option else arg
            behind_option = not behind_option and takes_value.get(arg, False)

    def _options(self) -> list[click.Option]:
        return [option for option in self.params if isinstance(option, click.Option)]

    @staticmethod
    def _is_option(arg: str, takes_value: dict[str, bool]) -> bool:
        if arg.startswith("--"):
            return arg[2:3].isalpha()
        return arg in takes_value or arg == "-h" or (takes_value.get(arg[:2], False) and arg[2:].isdigit())


def confirm_writing(question: str, *, yes: bool, dry_run: bool = False, is_final: bool = False) -> bool:
    """Whether to write, by the options or the user's answer; reports if not.

    Raises UsageError without a terminal if the change cannot be undone.
    """
    if not dry_run and not yes and is_final and not can_ask():
        raise UsageError("this cannot be undone", "Add --yes to do it without asking.")
    if not dry_run and (yes or not can_ask() or click.confirm(question, err=True)):
        return True
    tell("Nothing was written.")
    return False
