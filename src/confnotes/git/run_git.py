"""Run git and read what it prints."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from confnotes.errors import ConfnotesError

LOCAL_SECONDS = 120.0  # the first commit of a large vault takes some seconds
NETWORK_SECONDS = 900.0  # pictures on a slow network; a connection without any data ends much earlier
_STALLED = ("-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=30")
_SAFE = (
    "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "submodule.recurse=false",
    "-c", "fetch.recurseSubmodules=false", "-c", "commit.gpgSign=false",
)  # fmt: skip
_OF_ANOTHER_REPOSITORY = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT",
    "GIT_OBJECT_DIRECTORY", "GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_GRAFT_FILE", "GIT_INDEX_FILE",
    "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE", "GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_COMMON_DIR",
    "GIT_NAMESPACE", "GIT_EXTERNAL_DIFF", "GIT_TRACE",
)  # fmt: skip

_OF_REMOTES = {"fetch", "push", "ls-remote"}
_SECRETS = re.compile(r"(?i)(https?://)[^/\s]*@|(://)[^/:@\s]*:[^/\s]*@")


def whole_address(address: str) -> str:
    """The address of a repository as every folder understands it: one on this machine by its absolute path."""
    local = Path(address).expanduser()
    if not local.exists():
        return address
    return str(local.resolve() if ".." in local.parts else local.absolute())


def without_secrets(text: str) -> str:
    """The text with “***” for the user and password, or token, in each address."""
    return _SECRETS.sub(r"\1\2***@", text)


_TRUST = re.compile(r"^\s*(git config --global --add safe\.directory .+)$", re.MULTILINE)
"""What git says to run where a repository on this machine belongs to another user."""

_LACKED_FILTER = re.compile("external filter '([^' ]+)[^']*' failed 127")

_FULL = "No space left on device"

_REFUSED = (
    _FULL,
    "Authentication failed",
    "Permission denied",
    "could not read Username",
    "not found",
    "couldn't find",
    "Host key",
    "dubious ownership",
)
"""What git and ssh say in English, which we ask for, if a server answers and does not let us in, or a disk is full;
anything else is being offline. All of these have one exit code, and a host that answers may be the portal of a hotel's
network.
"""


class GitError(ConfnotesError):
    """A git command failed: its exit code, what it printed, and whether it was one that reaches a remote. `advice` says
    what helps, "" if git did not.
    """

    def __init__(self, command: str, code: int, output: bytes, errors: bytes) -> None:
        self.code, self.output = code, output
        self.is_remote = command in _OF_REMOTES
        self.words = without_secrets(errors.decode(errors="replace"))
        self.is_refused = self.is_remote and any(word in self.words for word in _REFUSED)
        told = [line for line in self.words.splitlines() if line.strip() and not line.startswith("hint:")]
        fatal = [line for line in told if line.startswith(("fatal:", "error:", "ERROR:"))]
        said = (fatal or told or [f"exit code {code}"])[0]
        trust = _TRUST.search(self.words)
        self.advice = f"It belongs to another user. If you trust them, run: {trust[1]}" if trust else ""
        if _FULL in self.words:
            self.advice = "Free some space."
        elif lacked := _LACKED_FILTER.search(self.words):
            self.advice = f"Install {lacked[1]}, or remove its lines from .gitattributes."
        hint = self.advice or "Nothing that you wrote is lost."
        super().__init__(f"git {command}: {said.partition(': ')[2] or said}", hint)


class GitTimeoutError(GitError):
    """A git command did not end in time."""


def run_git(
    folder: Path,
    *arguments: str,
    given: bytes = b"",
    index: Path | None = None,
    seconds: float = LOCAL_SECONDS,
    may_ask: bool = False,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """What a git command prints, run in a folder; `index` is used in place of the repository's own.

    With `may_ask`, git and ssh may ask for a password in the terminal. Raises GitError if the command fails, and
    ConfnotesError if git is not installed, or too old.
    """
    name = next(word for at, word in enumerate(arguments) if "-c" not in (word, arguments[at - 1]))
    command = ["git", "--no-pager", *_SAFE, *_STALLED, *arguments]
    values = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER_REPOSITORY}
    values |= {
        "LC_ALL": "C",
        "LANGUAGE": "",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_EDITOR": ":",
        "GIT_LITERAL_PATHSPECS": "1",
    }
    if not may_ask:
        values |= {"GIT_TERMINAL_PROMPT": "0", "SSH_ASKPASS_REQUIRE": "never"}
    values |= environment or {}
    if index is not None:
        values["GIT_INDEX_FILE"] = str(index)
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(
            command, cwd=folder, env=values, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=not may_ask
        )
    except FileNotFoundError:
        raise ConfnotesError("git not found", "Install git 2.38 or later.") from None
    try:
        output, errors = process.communicate(given, timeout=seconds)
    except BaseException as error:
        _end(process, whole_group=not may_ask)
        if isinstance(error, subprocess.TimeoutExpired):
            raise GitTimeoutError(name, -1, b"", b"no answer in time") from None
        raise
    if process.returncode == 129:  # it lacks an option: `cat-file -z` is as new as all that a sync needs
        raise ConfnotesError("git is too old", "Install git 2.38 or later.")
    if process.returncode:
        raise GitError(name, process.returncode, output, errors)
    return output


def _end(process: subprocess.Popen[bytes], *, whole_group: bool) -> None:
    """End git, and what it started."""
    with suppress(OSError):
        if whole_group and hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGTERM)
        else:
            process.terminate()
    try:
        process.wait(2)
    except subprocess.TimeoutExpired:
        process.kill()
