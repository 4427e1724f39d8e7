"""The screens: first paint, and a key in a note of 100 KB, against a bare Textual app with a TextArea."""

from __future__ import annotations

import sys
from statistics import median

from bench.measure import Bench, Row
from bench.pty_driver import Screen

_TIMES = 7
_KEYS = "abcdefghijklmnopqrst"
_BARE = """
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


def run(bench: Bench) -> list[Row]:
    """In a terminal of its own, timed from outside, in turns."""
    vault = bench.talk_vault()
    small, large = bench.folder / "small.md", bench.folder / "large.md"
    small.write_text("BENCHMARK\n", encoding="utf-8")
    large.write_text(bench.large_note(), encoding="utf-8")
    environment = bench.environment()
    ours, bare = [], []
    for _ in range(_TIMES):
        with Screen([sys.executable, "-m", "confnotes", "--vault", str(vault.root)], environment) as screen:
            ours.append(screen.until("Benchmark"))
        with Screen([sys.executable, "-c", _BARE, str(small)], environment) as screen:
            bare.append(screen.until("BENCHMARK"))
    rows = [Row("first paint", median(ours), "bare Textual app", median(bare), 1.3)]
    with Screen([sys.executable, "-m", "confnotes", "--vault", str(vault.root)], environment) as screen:
        screen.until("Benchmark")
        screen.settle()
        screen.press("\r")
        screen.until("narrow window")
        screen.settle()
        own_keys = [screen.key(key) for key in _KEYS]
    with Screen([sys.executable, "-c", _BARE, str(large)], environment) as screen:
        screen.until("narrow window")
        screen.settle()
        bare_keys = [screen.key(key) for key in _KEYS]
    rows.append(Row("a key in 100 KB", median(own_keys), "bare TextArea", median(bare_keys), 1.3))
    return rows
