"""Work that is given up when nobody wants its result any more: asked wherever it goes on to another file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar

_IS_WANTED: ContextVar[Callable[[], bool] | None] = ContextVar("is_wanted", default=None)


class UnwantedError(Exception):
    """Raised in work that nobody wants any more; no `ConfnotesError`, so that nothing takes it for a broken file."""


@contextmanager
def while_wanted(is_wanted: Callable[[], bool]) -> Iterator[None]:
    """What is read and worked out inside ends, between two files, as soon as it is not wanted any more.

    For what changes nothing before it has read everything. Counts for this thread.
    """
    before = _IS_WANTED.set(is_wanted)
    try:
        with suppress(UnwantedError):
            yield
    finally:
        _IS_WANTED.reset(before)


def go_on() -> None:
    """Raise UnwantedError where nobody wants what is being worked out."""
    is_wanted = _IS_WANTED.get()
    if is_wanted is not None and not is_wanted():
        raise UnwantedError
