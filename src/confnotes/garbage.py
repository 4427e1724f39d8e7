"""Pausing Python's cyclic garbage collector, and returning free memory to the system."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def gc_paused(*, kept: bool = False) -> Iterator[None]:
    """Pause the collector while something large is created: it would walk the growing heap again and again.

    `kept`: the new objects live long; they are marked as old afterwards (freeze and unfreeze), so that they are not
    walked at once.
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
    """Collect garbage and return free memory to the system. Slow: call it in a thread.

    glibc otherwise keeps freed memory, tens of MB after a large list.
    """
    gc.collect()
    if sys.platform.startswith("linux"):
        with suppress(ImportError, OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None).malloc_trim(0)
