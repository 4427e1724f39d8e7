"""Form fields: a label, an input and a remark; and inputs that complete paths."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import unquote

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.suggester import Suggester
from textual.widgets import Input

from confnotes import system
from confnotes.tui.widgets.bars import Words
from confnotes.tui.widgets.drawing import Part, width_of

LABEL = 16  # cells
_LEAST = 12  # cells: the least usable width of an input
MOST_ENTRIES = 2000  # of a folder: completing a path must not hang on a huge one


def go_by_arrows(event: events.Key, screen: Screen[Any]) -> bool:
    """Move the focus on up and down arrow keys; returns whether the key was used."""
    if event.key not in ("up", "down"):
        return False
    event.prevent_default().stop()
    if event.key == "up":
        screen.focus_previous()
    else:
        screen.focus_next()
    return True


class Field(Horizontal):
    """A label, an input, and a remark as wide as its text."""

    DEFAULT_CSS = f"""
    Field {{ height: 1; }}
    Field .label {{ width: {LABEL}; }}
    Field Input {{ width: 1fr; min-width: {_LEAST}; }}
    Field .remark {{ width: 0; }}
    """

    def __init__(self, label: str, field: Input, *, width: int | None = None) -> None:
        """`width` is the input's width in cells; by default it fills the row."""
        super().__init__()
        if width is not None:
            field.styles.width = width
        self.input = field
        self._label = Words(f"label-{field.id}", [Part(f"    {label}", "dim")])
        self._label.add_class("label")
        self._remark = Words(f"remark-{field.id}")
        self._remark.add_class("remark")
        self._parts: Sequence[Part] = ()

    def compose(self) -> ComposeResult:
        yield self._label
        yield self.input
        yield self._remark

    @property
    def remark(self) -> str:
        """The text beside the input."""
        return "".join(part.text for part in self._parts)

    def tell(self, *parts: Part) -> None:
        """Show text beside the input."""
        if parts != tuple(self._parts):
            self._parts = parts
            self._remark.tell([Part("  "), *parts] if parts else [])
            self._fit()

    def _fit(self) -> None:
        most = max(self.size.width - LABEL - _LEAST, 0)
        self._remark.styles.width = min(width_of(self._parts) + 3, most) if self._parts else 0

    def on_resize(self, event: events.Resize) -> None:
        self._fit()


# Paths: a completion is suggested while typing, tab inserts it


def complete(text: str) -> str | None:
    """The text completed to the first matching file or folder; folders end with a slash."""
    folder, _, begin = text.rpartition("/")
    if not text or (not begin and not folder):
        return None
    place = system.user_path(f"{folder}/" if folder or text.startswith("/") else ".")
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


class PathSuggester(Suggester):
    """Suggests completions from a function that reads the disk, in a thread."""

    def __init__(self, complete: Callable[[str], str | None] = complete) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._complete = complete

    async def get_suggestion(self, value: str) -> str | None:
        return await asyncio.to_thread(self._complete, value)


def take_completion(line: Input) -> bool:
    """Insert the suggested completion at the end; False, and nothing changes, without one."""
    before, selection = line.value, line.selection
    if line.cursor_at_end:
        line.action_cursor_right()
    if line.value == before:
        line.selection = selection
    return line.value != before


class PathInput(Input):
    """An input that completes paths."""

    def __init__(self, placeholder: str, widget_id: str) -> None:
        super().__init__(placeholder=placeholder, id=widget_id, suggester=PathSuggester(), select_on_focus=False)

    @property
    def path(self) -> str:
        """The path without quotes and `file://` of dropped files, with ~ expanded."""
        text = self.value.strip().removeprefix("file://")
        if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
            text = text[1:-1]
        return os.path.expanduser(text)  # noqa: PTH111  (keeps "-" and addresses as they are)

    def on_key(self, event: events.Key) -> None:
        if event.key == "tab" and take_completion(self):
            event.prevent_default().stop()


def sources_in(text: str) -> list[str]:
    """The sources in a line: paths with spaces must be quoted or stand alone. Reads the disk."""
    whole = _meant(text.strip())
    if not whole:
        return []
    if os.path.exists(whole):  # noqa: PTH110  (an invalid path is not an error)
        return [whole]
    try:
        words = system.split_words(text)
    except ValueError:
        return [whole]
    return [_meant(word) for word in words if word]


def _meant(word: str) -> str:
    """One source: `file://` of dropped files and quotes removed, `~` expanded."""
    if len(word) > 1 and word[0] == word[-1] and word[0] in "'\"":
        word = word[1:-1]
    if word.startswith("file://"):
        word = unquote(word.removeprefix("file://"))
        word = word.lstrip("/") if sys.platform == "win32" else word
    return os.path.expanduser(word)  # noqa: PTH111  (keeps addresses as they are)


def last_completed(text: str) -> str | None:
    """The line with its last source completed to the first matching file or folder."""
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


class SourcesInput(PathInput):
    """An input that completes the last of several paths."""

    def __init__(self, placeholder: str, widget_id: str) -> None:
        super().__init__(placeholder, widget_id)
        self.suggester = PathSuggester(last_completed)
