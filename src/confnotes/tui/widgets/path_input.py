"""A line for a path: the rest of a name is offered while one types, tab takes it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from textual import events
from textual.suggester import Suggester
from textual.widgets import Input

MOST_ENTRIES = 2000


def complete(text: str) -> str | None:
    """The text completed to the first file or folder that begins so; folders end with a slash."""
    folder, _, begin = text.rpartition("/")
    if not text or (not begin and not folder):
        return None
    place = Path(f"{folder}/" if folder or text.startswith("/") else ".").expanduser()
    names = []
    try:
        with os.scandir(place) as entries:
            for count, entry in enumerate(entries):
                if count >= MOST_ENTRIES:
                    break
                if (
                    entry.name.startswith(begin)
                    and entry.name.isprintable()
                    and (begin or not entry.name.startswith("."))
                ):
                    names.append(f"{entry.name}/" if entry.is_dir() else entry.name)
    except OSError:
        return None
    return f"{text[: len(text) - len(begin)]}{min(names)}" if names else None


class _Paths(Suggester):
    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        return await asyncio.to_thread(complete, value)


class PathInput(Input):
    """An input that completes paths."""

    def __init__(self, placeholder: str, widget_id: str) -> None:
        super().__init__(placeholder=placeholder, id=widget_id, suggester=_Paths(), select_on_focus=False)

    @property
    def path(self) -> str:
        """The path as meant: quotes and file:// of a dropped file taken away, ~ expanded."""
        text = self.value.strip().removeprefix("file://")
        if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
            text = text[1:-1]
        return os.path.expanduser(text)  # noqa: PTH111  (keeps "-" and addresses as they are)

    def on_key(self, event: events.Key) -> None:
        if event.key == "tab" and self.cursor_at_end:
            before = self.value
            self.action_cursor_right()
            if self.value != before:
                event.prevent_default().stop()
