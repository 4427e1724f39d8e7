"""Plain Textual apps that do by themselves what a screen of confnotes does: what the screens are compared with."""

from __future__ import annotations

import sys

_HELLO = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("hello there")
Bare().run()
"""

_TEXT_AREA = """
import sys
from pathlib import Path
from textual.app import App
from textual.widgets import TextArea
class Bare(App):
    def compose(self):
        yield TextArea(Path(sys.argv[1]).read_text(), soft_wrap=True, show_line_numbers=False)
    def on_mount(self):
        area = self.query_one(TextArea)
        area.cursor_blink = False
        area.focus()
        area.move_cursor(area.document.end)
Bare().run()
"""

_INPUT_AND_STATIC = """
from textual.app import App
from textual.widgets import Input, Static
class Bare(App):
    def compose(self):
        asked = Input()
        asked.cursor_blink = False
        yield asked
        yield Static("ready")
    def on_input_changed(self, event):
        rows = (f"{number:2} {event.value} and what was found with it in line {number}" for number in range(36))
        self.query_one(Static).update("\\n".join(rows))
Bare().run()
"""

_LISTS = """
import sys
from pathlib import Path
from textual.app import App
from textual.screen import Screen
from textual.widgets import OptionList, Static
names = [path.stem for path in sorted(Path(sys.argv[1]).rglob("*.md"))]
class Names(Screen):
    BINDINGS = [("escape", "app.pop_screen", "back")]
    def compose(self):
        yield Static("a list of names")
        yield OptionList(*names)
class Bare(App):
    BINDINGS = [("l", "list", "list")]
    def compose(self):
        yield Static("hello there")
    def action_list(self):
        self.push_screen(Names())
Bare().run()
"""


def hello() -> list[str]:
    """An app that shows “hello there”."""
    return [sys.executable, "-c", _HELLO]


def text_area(file: str) -> list[str]:
    """A `TextArea` with that file, the cursor at its end, that does not blink."""
    return [sys.executable, "-c", _TEXT_AREA, file]


def input_and_static() -> list[str]:
    """An `Input` over a `Static` that says a screen of lines anew at each letter; it begins with “ready”."""
    return [sys.executable, "-c", _INPUT_AND_STATIC]


def lists(folder: str) -> list[str]:
    """An app that lists the names of a folder's notes at `l` and leaves the list at escape."""
    return [sys.executable, "-c", _LISTS, folder]
