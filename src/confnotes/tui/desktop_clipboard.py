"""Keys that paste take what another program of this desktop copied since, as in other editors.

Terminals paste by keys of their own; `ctrl+v` comes here. Keys behind it wait for the clipboard's answer, but not for
one that never comes.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, Final

from textual.app import App
from textual.worker import Worker, WorkerError, get_current_worker

from confnotes.tui.textual_private import bindings_of
from confnotes.wanted import while_wanted

_LONGEST: Final = 0.4
"""Seconds to wait; a desktop that answered later is not asked again."""


class DesktopClipboard:
    """What was copied last: in the program or, if the desktop has a clipboard that answers, elsewhere."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self.text = ""
        self._older: int | None = None  # what the desktop had when something was copied or pasted here, as a hash
        self._asked: Worker[str | bytes | None] | None = None
        self._answers = True

    def copied(self, text: str) -> None:
        """Take what was copied here, and remember what the desktop has by then."""
        self.text = text
        if self._answers and self._app.is_running and not self._has_registers():
            self._ask()

    async def look(self) -> None:
        """Before the focused widget pastes, take what was copied elsewhere since the last copy here."""
        focused = self._app.focused
        if focused is None or not self._answers or self._has_registers():
            return
        if not any(one.action == "paste" for one in bindings_of(focused, "ctrl+v")):
            return
        if self._asked is not None and not self._asked.is_finished:
            return
        older, asked = self._older, self._ask()
        await asyncio.wait({asyncio.create_task(_end_of(asked))}, timeout=_LONGEST)
        if not asked.is_finished:
            self._answers = False
            asked.cancel()
        elif asked.result is not None and self._older != older:
            self.text = asked.result if isinstance(asked.result, str) else ""

    def _has_registers(self) -> bool:
        """Whether keys of vim or emacs paste here, from registers; each of their deletions copies."""
        return getattr(self._app.focused, "base_mode", None) is not None

    def _ask(self) -> Worker[str | bytes | None]:
        self._asked = self._app.run_worker(self._read, thread=True, group="clipboard", exit_on_error=False)
        return self._asked

    def _read(self) -> str | bytes | None:
        from confnotes.actions.photos.paste_image import read_copied

        worker, found = get_current_worker(), None
        with while_wanted(lambda: not worker.is_cancelled):
            found = read_copied()
        self._older = hash(found)
        return found


async def _end_of(worker: Worker[str | bytes | None]) -> None:
    with suppress(WorkerError):
        await worker.wait()
