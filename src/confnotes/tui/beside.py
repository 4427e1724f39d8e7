"""What a screen has worked out beside it, and gives up when it is left."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from textual import work
from textual.worker import Worker, get_current_worker

from confnotes.wanted import while_wanted

_Given = ParamSpec("_Given")
_Method = Callable[_Given, None]


def reads(group: str, description: str | None = None) -> Callable[[_Method[_Given]], Callable[_Given, Worker[None]]]:
    """A method that reads files and works something out, in a thread beside the screen; a file that it makes is written
    at the end, when nothing of the vault is read any more.

    It ends between two files when its screen or widget is left, and when a method of the same `group` is begun there.
    """

    def made(method: _Method[_Given]) -> Callable[_Given, Worker[None]]:
        @wraps(method)
        def read(*given: _Given.args, **named: _Given.kwargs) -> None:
            worker = get_current_worker()
            with while_wanted(lambda: not worker.is_cancelled):
                method(*given, **named)

        return work(thread=True, exclusive=True, group=group, description=description)(read)

    return made
