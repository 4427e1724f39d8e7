"""Opening a file in the user's editor, as an argument list and never through a shell."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from confnotes.errors import ConfnotesError


def chosen_editor() -> str:
    """What $VISUAL or $EDITOR says; ConfnotesError when neither says anything."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not chosen:
        raise ConfnotesError("no editor is set", "set it first, e.g. export EDITOR=vim")
    return chosen


def open_in_editor(chosen: str, path: Path) -> None:
    """Run the editor on the file and wait; ConfnotesError when it fails."""
    try:
        done = subprocess.run([*shlex.split(chosen), str(path.resolve())], check=False)
    except (OSError, ValueError) as error:
        raise ConfnotesError(
            f"the editor “{chosen}” could not be started: {error}", "check $VISUAL and $EDITOR"
        ) from None
    if done.returncode:
        raise ConfnotesError(f"the editor “{chosen}” ended with code {done.returncode}", f"the note is {path}")
