"""Errors: what went wrong in one line, and what to do next.

Every error that a user can meet is a `ConfnotesError`; the command line prints its message and hint and exits with its
code, the screens show both.
"""

from __future__ import annotations

import errno

_JOINERS = "\u200c\u200d"


class ConfnotesError(Exception):
    """Something failed; nothing that the user wrote is lost.

    `message` and `hint` are one line each, even if they quote user data: control characters are removed. `reason` is
    the message without the name of its file, if it has one.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = _one_line(message)
        self.hint = _one_line(hint)
        self.reason = self.message
        super().__init__(self.message)


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if line.isprintable() else "".join(each for each in line if each.isprintable() or each in _JOINERS)


Failure = ConfnotesError | OSError
"""Errors to expect wherever files are read and written."""


class FileError(ConfnotesError):
    """A problem with one file, which `subject` names at the beginning of the message."""

    def __init__(self, subject: str, reason: str, hint: str = "") -> None:
        super().__init__(f"{subject} {reason}", hint)
        self.reason = _one_line(reason)


class WriteError(FileError):
    """A file cannot be written and is unchanged; `cause` says why, `remedy` what the user can do, if anything."""

    def __init__(self, subject: str, cause: str, remedy: str = "") -> None:
        self.cause = _one_line(cause)
        self.remedy = _one_line(remedy)
        super().__init__(subject, f"cannot be written: {cause}", f"{remedy} The file is unchanged.")


def remedy_of(error: OSError) -> str:
    """What to do about a file that the system cannot read or write."""
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return "Check its permissions."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "Free some space."
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return "It or its folder was renamed or deleted meanwhile."
    return "Check the disk, then try again."


class UsageError(ConfnotesError):
    """Wrong usage."""

    exit_code = 2


class NotFoundError(ConfnotesError):
    """What the user asked for was not found."""

    exit_code = 3


class MissingError(NotFoundError):
    """What a key, a path or a list named is not in the vault, or not any more."""


class ConflictError(ConfnotesError):
    """Another program changed the same file; both versions are kept."""

    exit_code = 4


class NetworkError(ConfnotesError):
    """A source on the web did not answer as expected."""

    exit_code = 5


class OutputError(ConfnotesError):
    """The output of a command cannot be printed; its work is done."""

    def __init__(self, error: OSError) -> None:
        reason = (error.strerror or str(error)).lower()
        super().__init__(f"cannot print the output: {reason}", "The command is done; only its output is missing.")


class StoppedError(ConfnotesError):
    """The user stopped the command."""

    exit_code = 130

    def __init__(self, message: str = "stopped, nothing was written", hint: str = "") -> None:
        super().__init__(message, hint)
