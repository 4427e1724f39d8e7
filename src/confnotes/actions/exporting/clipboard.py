"""Copy an export to the clipboard, for pasting into a mail, a chat or a post."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Final

from confnotes.errors import ConfnotesError
from confnotes.exporters.render_options import Output

MOST_ESCAPED: Final = 74_994
"""Bytes that every terminal takes by an escape sequence: OSC 52 in base64, up to 100,000."""
_SECONDS = 10


def copy_output(output: Output) -> bool:
    """Copy with a program of this desktop: as HTML, so that formats and links are pasted, if the export has it and the
    program can, else as text. False if no program is there or it fails.
    """
    for command in _commands(bool(output.page)):
        as_page = any("text/html" in word for word in command)
        text = output.page if as_page else output.pasted
        with suppress(OSError, subprocess.TimeoutExpired):
            # Its own session and no pipes: xclip stays to answer for the clipboard, and would keep ours open.
            done = subprocess.run(
                command,
                input=text.encode("utf-8", "replace"),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=False,
                start_new_session=True,
            )
            if done.returncode == 0:
                return True
    return False


def copy_by_terminal(text: str) -> None:
    """Copy by asking the terminal, which also works over ssh; most terminals accept it.

    Raises ConfnotesError without a terminal, and if the text is too long.
    """
    data = text.encode("utf-8", "replace")
    if not sys.stderr.isatty():
        raise ConfnotesError(
            "no clipboard program found", "Install wl-clipboard or xclip, or write a file with -o OUT."
        )
    if len(data) > MOST_ESCAPED:
        raise ConfnotesError(
            "too long for the clipboard of a terminal", "Install wl-clipboard or xclip, or use -o OUT."
        )
    sys.stderr.write(f"\x1b]52;c;{base64.b64encode(data).decode()}\a")
    sys.stderr.flush()


def _commands(has_page: bool) -> Iterator[Sequence[str]]:
    """Programs of this desktop that read standard input into the clipboard."""
    if sys.platform == "darwin":
        known: list[list[str]] = [["pbcopy"]]
    elif sys.platform == "win32":
        known = []  # clip.exe takes the encoding of the console, not UTF-8
    else:
        known = []
        if os.environ.get("WAYLAND_DISPLAY"):
            known.append(["wl-copy", "--type", "text/html" if has_page else "text/plain;charset=utf-8"])
        if os.environ.get("DISPLAY"):
            known.append(["xclip", "-selection", "clipboard", *(["-t", "text/html"] if has_page else [])])
    return (command for command in known if shutil.which(command[0]))
