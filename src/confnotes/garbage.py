"""Python's search for garbage that refers to itself, and when it rests."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection(*, kept: bool = False) -> Iterator[None]:
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
