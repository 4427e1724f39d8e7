"""Background work of screens: files are read or written in a thread, and results are passed to the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

from textual.widget import Widget
from textual.worker import Worker, get_current_worker

from confnotes.errors import ConfnotesError, Failure
from confnotes.wanted import go_on, while_wanted

if TYPE_CHECKING:
    from confnotes.tui.confnotes import Confnotes

_Found = TypeVar("_Found")


def read_beside(
    owner: Widget,
    work: Callable[[], _Found],
    then: Callable[[_Found], object] | None = None,
    *,
    failed: Callable[[Failure], object] | None = None,
    group: str = "",
) -> Worker[None]:
    """Read files in a thread; `then` gets the result of `work`, which may write a file only at its end.

    The work stops between two files, without a result, if the owner is closed or starts other work of the same
    `group`, by default that of the same `then`. `failed` gets errors, which otherwise the app shows. `work` may pass on
    partial results by `call_later`, after `go_on`.
    """

    do = _doing(owner, work, then, failed)

    def read() -> None:
        worker = get_current_worker()
        with while_wanted(lambda: not worker.is_cancelled):
            do()

    named = group or str(getattr(getattr(then, "func", then), "__name__", ""))
    return owner.run_worker(read, thread=True, exclusive=True, group=named)


def write_beside(
    owner: Widget,
    work: Callable[[], _Found],
    then: Callable[[_Found], object],
    *,
    failed: Callable[[Failure], object] | None = None,
    group: str = "writing",
) -> Worker[None]:
    """Write files in a thread, which finishes even if the owner is closed; an open owner gets the result."""
    return owner.run_worker(_doing(owner, work, then, failed), thread=True, group=group)


def call_if_wanted(owner: Widget, then: Callable[..., object], *found: object) -> None:
    """Pass on partial results of a thread; ends the thread if they are no longer needed."""
    go_on()
    owner.call_later(then, *found)


def _doing(
    owner: Widget,
    work: Callable[[], _Found],
    then: Callable[[_Found], object] | None,
    failed: Callable[[Failure], object] | None,
) -> Callable[[], None]:
    """The work followed by its callback."""

    def do() -> None:
        try:
            found = work()
        except (ConfnotesError, OSError) as error:
            go_on()
            if failed is not None:
                owner.call_later(failed, error)
            else:
                app = cast("Confnotes", owner.app)
                app.call_later(app.complain_of, error)
            return
        go_on()
        if then is not None:
            owner.call_later(then, found)

    return do
