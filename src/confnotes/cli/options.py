"""What every verb takes: the vault, the clock, JSON, and the traceback for those who mend the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, TypeVar

import click

from confnotes.cli.invocation import Invocation as Invocation
from confnotes.config import parse_moment

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])

_WORD = "\0"  # no argument of a process can hold it


def _set_vault(ctx: click.Context, _option: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.ensure_object(Invocation).vault = value


def _set_debug(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Invocation).debug = True


def common_options() -> list[click.Option]:
    """Fresh `--vault` and `--debug` options, for the group and for each verb."""
    return [
        click.Option(
            ["--vault"],
            metavar="DIR",
            expose_value=False,
            callback=_set_vault,
            help="The vault; else $CONFNOTES_VAULT, else a vault here or above, else the one in your settings.",
        ),
        click.Option(
            ["--debug"], is_flag=True, expose_value=False, callback=_set_debug, help="Show the traceback of a failure."
        ),
    ]


def add_common_options(command: click.Command) -> click.Command:
    """Give a verb those common options that it does not define itself."""
    present = {name for option in command.params for name in option.opts}
    command.params.extend(option for option in common_options() if not present & set(option.opts))
    return command


def json_option(function: AnyFunction) -> AnyFunction:
    """`--json`: print data for programs."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(function)


def _moment(ctx: click.Context, _option: click.Parameter, value: str | None) -> datetime:
    return ctx.ensure_object(Invocation).moment() if value is None else parse_moment(value)


def at_option(function: AnyFunction) -> AnyFunction:
    """`--at TIME`: the clock, else $CONFNOTES_NOW, else the system's."""
    return click.option(
        "--at", metavar="TIME", callback=_moment, help="The clock, e.g. 2019-12-10T10:10 at the conference."
    )(function)


def conference_option(function: AnyFunction) -> AnyFunction:
    """`--conference NAME`: which one, where it is not the one that is on."""
    return click.option("--conference", "-c", metavar="NAME", help="Which conference, when not the one on now.")(
        function
    )


class WordsCommand(click.Command):
    """A verb whose words may begin with a dash: `add "- [ ] read it"`, `search flow -gan`.

    Only what is exactly one of its options, with a number or with `=` and a value behind it, is an option; names that
    begin with two dashes and letters stay options, so that a typing error in one is told.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hide the dashes of words from click, and give them back once it has read the options."""
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
