"""A line for several sources: paths and addresses with blanks between them; the last one is completed."""

from __future__ import annotations

import asyncio
import os
import shlex
from urllib.parse import unquote

from textual.suggester import Suggester

from confnotes.tui.widgets.path_input import PathInput, complete


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
