"""Memory of the running program with very many notes: indexed for the first time, searched, its lists opened."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

from bench.big_vault import make_big_vault
from bench.measure import Bench, Row
from bench.pty_driver import Screen
from confnotes.search.update import changes, open_or_empty
from confnotes.services.searching.searchable import index_store
from confnotes.vault.vault import Vault

_BARE = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("hello there")
Hello().run()
"""
_SEARCHES = ("memory", '"cache memory"', "has:task python", "kind:person a")
_LISTS = ("f", "t")
"""Keys on Now: people, and tasks."""

_MOST_SECONDS = 300.0
_ALLOWED = 150
"""MB more than a bare Textual app."""


def run(bench: Bench) -> list[Row]:
    """A year's conferences with a program of 6,000 talks among them; the index is built while the program runs."""
    folder = bench.folder / f"big-{bench.notes}"
    make_big_vault(folder, bench.notes)
    vault = Vault.open(folder)
    shutil.rmtree(index_store(vault).folder, ignore_errors=True)
    environment = {**bench.environment(), "CONFNOTES_NOW": "2025-06-10T10:10"}
    with Screen([sys.executable, "-m", "confnotes", "--vault", str(folder)], environment) as screen:
        screen.let_run(2.0)
        _wait_until_indexed(vault, screen)
        screen.press("/")
        for text in _SEARCHES:
            screen.press(text)
            screen.let_run(1.0)
            screen.press("\x7f" * len(text))
        for key in _LISTS:
            screen.press("\x1b")
            screen.let_run(1.0)
            screen.press(key)
            screen.let_run(5.0)
        ours = _resident(screen.process)
    with Screen([sys.executable, "-c", _BARE], environment) as screen:
        screen.until("hello there")
        screen.settle()
        bare = _resident(screen.process)
    return [
        Row(f"memory, {bench.notes:,} notes", ours, f"bare Textual app + {_ALLOWED} MB", bare + _ALLOWED, 1.0, "MB")
    ]


def _wait_until_indexed(vault: Vault, screen: Screen) -> None:
    until = time.monotonic() + _MOST_SECONDS
    while changes(open_or_empty(index_store(vault))[0], vault.files()):
        if time.monotonic() > until:
            raise TimeoutError("the first index is not built")
        screen.let_run(0.5)


def _resident(process: int) -> float:
    """MB of memory that the process has."""
    return int(Path(f"/proc/{process}/status").read_text().split("VmRSS:")[1].split()[0]) / 1024
