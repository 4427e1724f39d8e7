"""A progress line for work that takes longer than a second, cleared at the end."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from confnotes.beside import second_process_allowed
from confnotes.cli.printing import clip
from confnotes.garbage import gc_paused
from confnotes.markup.safe import safe_text

_PATIENCE = 1.0  # seconds before anything is shown
_TICK = 0.1  # seconds between two looks
_CLEAR = "\r\x1b[K"


class ProgressLine:
    """A line on stderr while a `with` block runs; silent without a terminal or if it cannot show control codes."""

    def __init__(self) -> None:
        self._text = ""
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def tell(self, what: str, done: int = 0, total: int = 0) -> None:
        """Show what runs and how much of it is done."""
        self._text = f"{what} … {done * 100 // total} %" if 0 < done <= total else f"{what} …"

    def __enter__(self) -> ProgressLine:
        if sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb":
            self._thread = threading.Thread(target=self._show, daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        if self._thread:
            self._thread.join()

    def _show(self) -> None:
        begun = time.monotonic()
        shown = ""
        while not self._done.wait(_TICK):
            text = self._text
            if text != shown and time.monotonic() - begun > _PATIENCE:
                shown = text
                sys.stderr.write(_CLEAR + clip(safe_text(text, lines=False), _columns() - 1))
                sys.stderr.flush()
        if shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()


@contextmanager
def progress_of_two() -> Iterator[ProgressLine]:
    """A line for long work before a command ends, which may use a second process; that knows nothing of the line."""
    with ProgressLine() as progress, second_process_allowed(), gc_paused(kept=True):
        yield progress


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except OSError:
        return 80
