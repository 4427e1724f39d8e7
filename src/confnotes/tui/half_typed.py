"""Unfinished text of dialogs, journaled like unsaved notes, so that a crash does not lose it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from confnotes.vault.journal import BURST, LONGEST_WAIT

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.timer import Timer

    from confnotes.vault.vault import Vault


class HalfTyped:
    """Text typed into fields, journaled until it is submitted or discarded.

    `kept` is the text left by an earlier run, one string per field; otherwise empty.
    """

    def __init__(self, screen: DOMNode, vault: Vault, name: str) -> None:
        """`name` identifies the fields when they are opened again; `screen` provides timers."""
        self._screen = screen
        self._journal = vault.half_typed
        self._name = name
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="half-typed")
        self._timer: Timer | None = None
        self._values: tuple[str, ...] = ()
        kept = self._journal.kept(name)
        self.kept = _values(kept.text) if kept is not None else []
        if kept is not None:
            self._journal.take_over(kept)

    def keep(self, values: Sequence[str]) -> None:
        """Keep the fields' text, soon."""
        self._values = tuple(values)
        if self._timer is None:
            self._timer = self._screen.set_timer(BURST, self._write)

    def keep_now(self, values: Sequence[str]) -> bool:
        """Keep the text before returning; returns whether it is kept."""
        self._values = tuple(values)
        try:
            self._journal.record(self._name, _text(self._values), None)
        except OSError:
            return False
        return True

    def forget(self) -> None:
        """Forget the text: it was submitted or discarded."""
        if self.kept or self._values:
            self.kept, self._values = [], ()
            self._write()

    def close(self) -> None:
        """Close the fields; text that was not submitted is restored when they are opened again."""
        if self._timer is not None:
            self._write()
        with suppress(RuntimeError, TimeoutError):
            self._thread.submit(self._journal.let_go, self._name).result(LONGEST_WAIT)
        self._thread.shutdown(wait=False)

    def _write(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        with suppress(RuntimeError):
            self._thread.submit(self._record, self._values)

    def _record(self, values: tuple[str, ...]) -> None:
        if any(value.strip() for value in values):
            with suppress(OSError):
                self._journal.record(self._name, _text(values), None)
        else:
            self._journal.forget(self._name)


def answer_to(path: str) -> str:
    """The name of the fields for answers to questions of that note."""
    return f"answer to a question in {path}"


def _text(values: Sequence[str]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _values(text: str) -> list[str]:
    with suppress(ValueError):
        values = json.loads(text)
        if isinstance(values, list):
            return [value for value in values if isinstance(value, str)]
    return []
