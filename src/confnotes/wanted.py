"""Cancel background work whose result is no longer needed. Work checks this between files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar

_IS_WANTED: ContextVar[Callable[[], bool] | None] = ContextVar("is_wanted", default=None)


class UnwantedError(Exception):
    """The result of the work is no longer needed. Not a `ConfnotesError`, so that it is not mistaken for a damaged
    file.
    """


@contextmanager
def while_wanted(is_wanted: Callable[[], bool]) -> Iterator[None]:
    """Inside the block, reading and computing stop between two files once `is_wanted` returns False.

    For work that writes nothing until it has read everything. Applies to this thread.
    """
    before = _IS_WANTED.set(is_wanted)
    try:
        with suppress(UnwantedError):
            yield
    finally:
        _IS_WANTED.reset(before)


def go_on() -> None:
    """Raise UnwantedError if the result of the current work is no longer needed."""
    is_wanted = _IS_WANTED.get()
    if is_wanted is not None and not is_wanted():
        raise UnwantedError
