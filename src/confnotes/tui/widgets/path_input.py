"""Lines for a path, and for several sources: the rest of a name is offered while one types, tab takes it."""

from __future__ import annotations

import asyncio
import os
import shlex
from pathlib import Path
from urllib.parse import unquote

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


def sources_in(text: str) -> list[str]:
    """The sources that a line names; one with blanks in it stands in quotes, or alone. Looks at the disk."""
    whole = _meant(text.strip())
    if not whole:
        return []
    if os.path.exists(whole):  # noqa: PTH110  (what is no path at all is no error)
        return [whole]
    try:
        words = shlex.split(text)
    except ValueError:
        return [whole]
    return [_meant(word) for word in words if word]


def _meant(word: str) -> str:
    """One source: the address of a dropped file made a path, quotes taken away, `~` expanded."""
    if len(word) > 1 and word[0] == word[-1] and word[0] in "'\"":
        word = word[1:-1]
    if word.startswith("file://"):
        word = unquote(word.removeprefix("file://"))
    return os.path.expanduser(word)  # noqa: PTH111  (keeps addresses as they are)


def last_completed(text: str) -> str | None:
    """The line with its last source completed to the first file or folder that begins so."""
    whole = complete(text)
    if whole is not None:
        return whole
    quote, begin = "", 0
    for at, character in enumerate(text):
        if character == quote:
            quote = ""
        elif not quote and character in "'\"":
            quote, begin = character, at + 1
        elif not quote and character == " ":
            begin = at + 1
    found = complete(text[begin:]) if begin else None
    return None if found is None or (" " in found and not quote) else text[:begin] + found


class _Sources(Suggester):
    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        return await asyncio.to_thread(last_completed, value)


class SourcesInput(PathInput):
    """An input that completes the last of several paths."""

    def __init__(self, placeholder: str, widget_id: str) -> None:
        super().__init__(placeholder, widget_id)
        self.suggester = _Sources()
