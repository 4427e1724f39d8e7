"""The command line as a whole: from arguments to an exit code, one clear line for everything that goes wrong."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from confnotes import __version__
from confnotes.cli.lazy import LazyGroup
from confnotes.cli.options import Invocation, common_options
from confnotes.config import parse_moment
from confnotes.errors import ConfnotesError

if TYPE_CHECKING:
    from types import FrameType

    from confnotes.vault.vault import Vault

OpenScreens = Callable[["Vault", datetime | None], None]

INTERRUPTED = 130
TERMINATED = 143
COMPLETE_VARIABLE = "_CONFNOTES_COMPLETE"

HELP = """A notebook for people at conferences.

Without a command it opens its screens on the vault: what is on now, the program, your notes, and search over all of
them. The commands do the same for scripts and editors.
"""


class Terminated(BaseException):
    """SIGTERM came; raised so that files that are open are closed on the way out."""


def _on_terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    raise Terminated


def run_command_line(arguments: Sequence[str], open_screens: OpenScreens) -> int:
    """Run one command and return its exit code; no exception leaves this function."""
    signal.signal(signal.SIGTERM, _on_terminate)
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    invocation = Invocation()
    try:
        code = _run(arguments, invocation, open_screens)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_closed_pipe()
        return 0
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except Terminated:
        return TERMINATED
    return code


def _run(arguments: Sequence[str], invocation: Invocation, open_screens: OpenScreens) -> int:
    group = _group(open_screens)
    try:
        result = _invoke(group, arguments, invocation)
    except ConfnotesError as error:
        _explain(error.message, error.hint)
        if invocation.debug:
            raise_shown()
        return error.exit_code
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if isinstance(context, click.Context) else "confnotes"
        _explain(error.format_message(), f"see {command} --help")
        return error.exit_code
    except (BrokenPipeError, click.Abort):
        raise
    except OSError as error:
        if invocation.debug:
            raise_shown()
        _explain(_os_error_text(error), "check that the file is there and that you may read and write it")
        return 1
    except Exception as error:
        if invocation.debug:
            raise_shown()
        else:
            _explain(
                f"this is a defect of confnotes ({type(error).__name__}: {error})",
                "your notes are as they were; run the same with --debug and report what it prints",
            )
        return 1
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


def raise_shown() -> None:
    """Print the traceback of the exception that is being handled."""
    import traceback

    traceback.print_exc()


def _os_error_text(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason


def _explain(message: str, hint: str) -> None:
    from confnotes.cli.printing import tell

    tell(f"confnotes: {' '.join(message.split())}")
    if hint:
        tell(f"  {' '.join(hint.split())}")


def _open_closed_streams() -> None:
    """Put nothing where a caller closed a standard stream, as in `confnotes now >&-`."""
    nowhere = Path(os.devnull)
    sys.stdin = sys.stdin or nowhere.open(encoding="utf-8")
    sys.stdout = sys.stdout or nowhere.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nowhere.open("w", encoding="utf-8")


def _forget_closed_pipe() -> None:
    """Keep the interpreter from complaining at exit that nobody reads any more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _group(open_screens: OpenScreens) -> click.Group:
    def without_verb(ctx: click.Context) -> int:
        if ctx.invoked_subcommand is not None:
            return 0
        invocation = ctx.ensure_object(Invocation)
        if all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
            open_screens(invocation.open_vault(), invocation.at)
            return 0
        from confnotes.cli.without_terminal import show_now_and_hint

        return show_now_and_hint(invocation)

    callback = click.pass_context(without_verb)
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
