"""The command line as a whole: from arguments to an exit code, with one clear line for every error."""

from __future__ import annotations

import errno
import os
import re
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, NoReturn

from confnotes import notices
from confnotes.cli.invocation import Invocation, OpenScreens, ScreenCommand, read_plain_call
from confnotes.cli.terminal import default_command
from confnotes.errors import ConfnotesError, OutputError

if TYPE_CHECKING:
    from types import FrameType

_OPENINGS = frozenset(
    [
        *("A", "All", "An", "Another", "Argument", "Can't", "Cannot", "Could", "File", "Folder", "Got", "Home"),
        *("Inside", "Invalid", "It", "Links", "Missing", "No", "Not", "Nothing", "Option", "Permission", "Still"),
        *("The", "This", "Type", "Unknown", "Value"),
    ]
)
"""Words with a capital only because they begin a sentence; after “confnotes: ” it becomes lower case, names don't."""
_LOWER_WORD = re.compile(r"(?!confnotes )[a-z]+[ ,]")
_LONGEST_LINE = 2000  # characters of an error: a name in it may be of any length
_PAUSE = 0.001  # seconds
INTERRUPTED = 130  # 128 + SIGINT, as shells count
TERMINATED = 143  # 128 + SIGTERM
INCOMPLETE = 1  # some files could not be read


class Terminated(BaseException):
    """SIGTERM was received. An exception, so that open files are closed on the way out."""


def _on_terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    raise Terminated


def deliver_again(unraisable: sys.UnraisableHookArgs) -> None:
    """Send a signal again that arrived where Python cannot raise, as in a callback of a weak reference.

    Other exceptions are reported as usual.
    """
    number = {Terminated: signal.SIGTERM, KeyboardInterrupt: signal.SIGINT}.get(unraisable.exc_type)
    if number is None:
        sys.__unraisablehook__(unraisable)
        return
    from threading import Thread

    Thread(target=_send_after, args=(number, sys._getframe()), daemon=True).start()


def _send_after(number: signal.Signals, call: FrameType) -> None:
    """Send a signal once the main thread has left a call that cannot raise either."""
    from threading import main_thread

    while _is_within(call, sys._current_frames().get(main_thread().ident or 0)):
        sleep(_PAUSE)
    os.kill(os.getpid(), number)


def _is_within(call: FrameType, frame: FrameType | None) -> bool:
    while frame is not None and frame is not call:
        frame = frame.f_back
    return frame is not None


def run_command_line(
    arguments: Sequence[str],
    open_screens: OpenScreens,
    screen_commands: Callable[[], Iterable[ScreenCommand]] = tuple,
    key_problems: Callable[[], Iterable[ConfnotesError]] = tuple,
) -> int:
    """Run one command and return its exit code; no exception leaves this function."""
    signal.signal(signal.SIGTERM, _on_terminate)
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A file or a pipe on Windows would get the code page of the machine, which has few of our signs.
            is_page = sys.platform == "win32" and not stream.isatty()
            stream.reconfigure(encoding="utf-8" if is_page else None, errors="replace")
    invocation = Invocation(screen_commands=screen_commands, key_problems=key_problems)
    try:
        with notices.listen(lambda message: _explain(message, "")):
            code = _run(arguments, invocation, open_screens)
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except Terminated:
        return TERMINATED
    finally:
        _discard_unprintable()
    return code


def _run(arguments: Sequence[str], invocation: Invocation, open_screens: OpenScreens) -> int:
    try:
        code = _run_call(arguments, invocation, open_screens)
        is_incomplete = _tell_damage(invocation)
        _finish_output()
        return code or (INCOMPLETE if is_incomplete else 0)
    except ConfnotesError as error:
        _tell_damage(invocation, error)
        _explain(error.message, error.hint)
        if invocation.debug:
            raise_shown()
        return error.exit_code
    except BrokenPipeError:
        raise
    except OSError as error:
        if invocation.debug:
            raise_shown()
        too_long = error.errno == errno.ENAMETOOLONG
        hint = (
            "Choose a shorter name." if too_long else "Check that the file exists and that you may read and write it."
        )
        _explain(_os_error_text(error), hint)
        return 1
    except Exception as error:
        if isinstance(
            error.__cause__, (Terminated, KeyboardInterrupt)
        ):  # Python 3.11 wraps what ends a class statement
            raise error.__cause__ from None
        if invocation.debug:
            raise_shown()
        else:
            _explain(
                f"internal error: {type(error).__name__}: {error}",
                "This is a bug. Saved notes are safe. Run the command with --debug and report what it prints.",
            )
        return 1


def _run_call(arguments: Sequence[str], invocation: Invocation, open_screens: OpenScreens) -> int:
    if read_plain_call(arguments, invocation):
        return default_command(invocation, open_screens)
    from confnotes.cli.group import run_verb

    return run_verb(arguments, invocation, open_screens)


def _tell_damage(invocation: Invocation, error: ConfnotesError | None = None) -> bool:
    """Report each damaged file that the error does not name. Returns whether the output may be incomplete."""
    vault = invocation.opened
    damaged = vault.damage.all() if vault is not None else {}
    if vault is None or not damaged or invocation.told_damage:
        return False
    from confnotes.cli.printing import tell
    from confnotes.markup.damage_words import describe_damage
    from confnotes.model.damage import Fault
    from confnotes.vault.own_files import DamagedFileError

    for path, damages in damaged.items():
        if not (isinstance(error, DamagedFileError) and error.path == path):
            rest = "" if damages[0].fault is Fault.EMPTY else "The rest of the file is used. "
            tell(f"confnotes: {describe_damage(path, damages)}", f"  {rest}See `confnotes doctor`.")
    return not vault.was_written


def _finish_output() -> None:
    """Flush the output; raises OutputError."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(error) from error


def raise_shown() -> None:
    """Print the traceback of the exception that is being handled."""
    import traceback

    traceback.print_exc()


def _os_error_text(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason


def _explain(message: str, hint: str) -> None:
    from confnotes.cli.printing import tell

    message, hint = (_shortened(" ".join(text.split())) for text in (message, hint))
    opening, _, _ = message.partition(" ")
    tell(f"confnotes: {opening.lower() if opening in _OPENINGS else opening}{message[len(opening) :]}")
    if hint:
        tell(f"  {hint[0].upper() + hint[1:] if _LOWER_WORD.match(hint) else hint}")


def _shortened(line: str) -> str:
    """The line without the middle of a very long argument that it repeats."""
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE // 2]} … {line[-_LONGEST_LINE // 4 :]}"


def _open_closed_streams() -> None:
    """Open the null device in place of standard streams that the caller closed, as in `confnotes now >&-`."""
    nowhere = Path(os.devnull)
    sys.stdin = sys.stdin or nowhere.open(encoding="utf-8")
    sys.stdout = sys.stdout or nowhere.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nowhere.open("w", encoding="utf-8")


def _discard_unprintable() -> None:
    """Discard what stdout refuses: at exit the interpreter would try again, complain and leave with 120."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
