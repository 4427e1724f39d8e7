"""Open an exported file in the system's program for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from confnotes.errors import ConfnotesError

_OPENERS = ("xdg-open", "wslview")


def open_file(path: Path) -> None:
    """Show a file that was just written in the system's program for it; raises ConfnotesError where that cannot be."""
    opener = _opener()
    if opener is None:
        raise ConfnotesError("there is no program here that opens files", f"it lies at {path}")
    try:
        process = subprocess.Popen(
            [opener, str(path.absolute())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfnotesError(f"{opener} cannot be started: {reason}", f"it lies at {path}") from error
    threading.Thread(target=process.wait, daemon=True).start()  # nobody waits, but somebody has to ask


def _opener() -> str | None:
    """The system's own opener; None without one, or without a screen that it could show a file on."""
    if sys.platform == "darwin":
        return shutil.which("open")
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return None
    return next((found for name in _OPENERS if (found := shutil.which(name))), None)
