"""Open a file in the user's editor, with an argument list and never through a shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path, PurePath, PureWindowsPath

from confnotes import system
from confnotes.errors import ConfnotesError

_PLUS_LINE = frozenset({"vi", "vim", "nvim", "view", "nano", "emacs", "emacsclient", "hx", "helix", "kak", "micro"})
_GO_TO = frozenset({"code", "code-insiders", "codium", "vscodium", "cursor"})
_WAITING = frozenset({"-w", "--wait"})


def chosen_editor_command() -> str:
    """The command in $VISUAL or $EDITOR; raises ConfnotesError if neither is set."""
    system.refuse_if_served()
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not chosen or not chosen.strip():
        raise ConfnotesError("no editor set", "Set one, for example: export EDITOR=vim")
    return chosen


def editor_command(chosen: str, path: Path, line: int | None = None) -> list[str]:
    """The arguments to open the file, at a line (from 1) if the editor is known to support it.

    Raises ConfnotesError if `chosen` cannot be parsed.
    """
    try:
        command = system.split_words(chosen)
    except ValueError:
        command = []
    if not command:
        raise ConfnotesError(f"cannot parse the editor command “{chosen}”", "Check $VISUAL and $EDITOR.")
    name = (PureWindowsPath if sys.platform == "win32" else PurePath)(command[0]).stem
    file = str(system.real_path(path))
    if name in _GO_TO:
        waiting = [] if _WAITING & set(command) else ["--wait"]
        return [*command, *waiting, *(["--goto", f"{file}:{line}"] if line else [file])]
    if line and name in _PLUS_LINE:
        return [*command, f"+{line}", file]
    return [*command, file]


def open_in_editor(chosen: str, path: Path, line: int | None = None) -> None:
    """Run the editor and wait for it; raises ConfnotesError if it cannot be started or fails."""
    command = editor_command(chosen, path, line)
    command[0] = shutil.which(command[0]) or command[0]  # Windows starts a script, such as code.cmd, by its whole name
    try:
        done = subprocess.run(command, check=False)
    except OSError as error:
        raise ConfnotesError(
            f"cannot start the editor “{chosen}”: {error.strerror or error}", "Check $VISUAL and $EDITOR."
        ) from None
    if done.returncode:
        raise ConfnotesError(f"the editor “{chosen}” exited with code {done.returncode}", f"The note is {path}.")
