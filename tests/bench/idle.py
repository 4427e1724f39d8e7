"""What the program does while nobody does anything, with very many notes, against a bare `TextArea`."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.bare_apps import text_area
from bench.measure import Bench, Row
from bench.pty_driver import Screen
from confnotes.catalogue.searching.update_index import update

_NOTES = 50_000
_REST, _SECONDS = 6.0, 20.0
"""Seconds until what a screen begins is done, and seconds that are measured then."""

_PLACES = {"Now": "", "a note": "n\r", "Search": "/"}
"""How each is reached from Now: a new note is made and left as it is."""


def run(bench: Bench) -> list[Row]:
    """Processor time as a share of one core, and how often a second a thread of the process wakes."""
    vault = bench.vault(max(_NOTES, bench.notes))
    update(vault)
    environment = bench.environment()
    file = bench.folder / "idle.md"
    file.write_text("some words\n", encoding="utf-8")
    rows: list[Row] = []
    with Screen(text_area(str(file)), environment) as screen:
        screen.until("some words")
        bare_share, bare_wakes = _idle(screen)
    for place, keys in _PLACES.items():
        with Screen([sys.executable, "-m", "confnotes", "--vault", str(vault.root)], environment) as screen:
            screen.let_run(3.0)
            for key in keys:
                screen.press(key)
                screen.let_run(1.0)
            share, wakes = _idle(screen)
        rows += [
            Row(f"idle in {place}, processor", share, "bare TextArea", bare_share, 8.0, "‰ of a core"),
            Row(f"idle in {place}, wakeups", wakes, "bare TextArea", bare_wakes, 3.0, "/s"),
        ]
    return rows


def _idle(screen: Screen) -> tuple[float, float]:
    """The share of a core in thousandths, and wakeups a second."""
    screen.let_run(_REST)
    spent, woken = _so_far(screen.process)
    screen.let_run(_SECONDS)
    spent_then, woken_then = _so_far(screen.process)
    return (spent_then - spent) / 1e6 / _SECONDS, (woken_then - woken) / _SECONDS


def _so_far(process: int) -> tuple[int, int]:
    """Nanoseconds on a processor, and how often its threads went to sleep and woke: Linux's /proc/PID/task."""
    spent = woken = 0
    for task in Path(f"/proc/{process}/task").iterdir():
        spent += int((task / "schedstat").read_text().split()[0])
        woken += int((task / "status").read_text().split("\nvoluntary_ctxt_switches:")[1].split()[0])
    return spent, woken
