"""Form fields: a label, an input and a remark; and inputs that complete paths."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, cast
from urllib.parse import unquote

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.suggester import Suggester
from textual.widgets import Input

from confnotes import system
from confnotes.markup.safe import safe_text
from confnotes.tui.widgets.bars import Words
from confnotes.tui.widgets.drawing import Part, clean, shorten, width_of

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
        self._fills = width is None
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
        """Give the remark its width, but for what the text of the input needs."""
        text = width_of([Part(self.input.value)]) + 2 if self._fills else 0
        most = max(self.size.width - LABEL - max(_LEAST, text), 0)
        most = most if most >= _LEAST else 0
        self._remark.styles.width = min(width_of(self._parts) + 3, most) if self._parts else 0

    def on_resize(self, event: events.Resize) -> None:
        self._fit()


# Paths: as in a shell, tab inserts what all matching names have in common, then lists them


class PathCompletion(NamedTuple):
    """A line with the common beginning of the `names` that match its last path; folders end with a slash."""

    text: str
    names: Sequence[str]

    @property
    def listed(self) -> str:
        """The names in one line, as `ls` prints them."""
        return "  ".join(map(clean, self.names))


def complete(text: str) -> PathCompletion | None:
    """The completed path; None if no file or folder matches, or if the folder has too many to know."""
    folder, _, begin = text.rpartition("/")
    if not text or (not begin and not folder):
        return None
    place = system.user_path(f"{folder}/" if folder or text.startswith("/") else ".")
    names = []
    try:
        with os.scandir(place) as entries:
            for count, entry in enumerate(entries):
                if count >= MOST_ENTRIES:
                    return None
                if (
                    entry.name.startswith(begin)
                    and safe_text(entry.name, lines=False) == entry.name
                    and (begin or not entry.name.startswith("."))
                ):
                    names.append(f"{entry.name}/" if entry.is_dir() else entry.name)
    except OSError:
        return None
    shared = os.path.commonprefix(names)  # noqa: RUF071  (of characters, not of folders)
    return PathCompletion(text[: len(text) - len(begin)] + shared, sorted(names)) if names else None


class PathSuggester(Suggester):
    """Suggests completions from a function that reads the disk, in a thread."""

    def __init__(self, complete: Callable[[str], PathCompletion | None] = complete) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.complete = complete

    async def get_suggestion(self, value: str) -> str | None:
        found = await asyncio.to_thread(self.complete, value)
        return found.text if found is not None else None


def take_completion(line: Input) -> bool:
    """Complete the path at the end of the line, or say which names match if they have no more in common.

    False, and nothing changes, without a match.
    """
    suggester = line.suggester
    found = suggester.complete(line.value) if isinstance(suggester, PathSuggester) and line.cursor_at_end else None
    if found is None or (found.text == line.value and len(found.names) == 1):
        return False
    if found.text != line.value:
        line.value = found.text
        line.action_end()
    else:
        names = shorten(found.listed, line.screen.size.width - 2)
        cast("Any", line.screen).say_briefly(names)  # every screen of ours has it
    return True


class PathInput(Input):
    """An input that completes paths; another tab moves to the next field."""

    def __init__(self, placeholder: str, widget_id: str) -> None:
        super().__init__(placeholder=placeholder, id=widget_id, suggester=PathSuggester(), select_on_focus=False)
        self._listed_for = ""

    @property
    def path(self) -> str:
        """The path without quotes and `file://` of dropped files, with ~ expanded."""
        text = self.value.strip().removeprefix("file://")
        if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
            text = text[1:-1]
        return os.path.expanduser(text)  # noqa: PTH111  (keeps "-" and addresses as they are)

    def on_key(self, event: events.Key) -> None:
        before = self.value
        if event.key == "tab" and before != self._listed_for and take_completion(self):
            event.prevent_default().stop()
            self._listed_for = before if self.value == before else ""


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


def complete_last(text: str) -> PathCompletion | None:
    """The line with its last source completed."""
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
    if found is None or (" " in found.text and not quote):
        return None
    return found._replace(text=text[:begin] + found.text)


class SourcesInput(PathInput):
    """An input that completes the last of several paths."""

    def __init__(self, placeholder: str, widget_id: str) -> None:
        super().__init__(placeholder, widget_id)
        self.suggester = PathSuggester(complete_last)
