"""Python's search for garbage that refers to itself, when it rests, and what the system gets back."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def gc_paused(*, kept: bool = False) -> Iterator[None]:
    """The search rests while something large is made: it would walk a growing heap of objects again and again.

    `kept`: what is made stays for long, and counts as old afterwards (frozen and unfrozen), so that it is not walked
    at once.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on and kept:
            gc.freeze()
            gc.unfreeze()
        if was_on:
            gc.enable()


def give_back() -> None:
    """Collect what is garbage, and let the system have the memory that is free; takes its time, so in a thread.

    glibc keeps freed memory for itself, tens of MB after a large list, until it is told otherwise.
    """
    gc.collect()
    if sys.platform.startswith("linux"):
        with suppress(ImportError, OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None).malloc_trim(0)
