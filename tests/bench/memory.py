"""Memory of the running program with very many notes: indexed for the first time, searched, its lists opened; and what
stays when every screen was visited and left."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

from bench.bare_apps import hello, lists
from bench.big_vault import make_big_vault
from bench.measure import Bench, Row
from bench.pty_driver import Screen
from confnotes.catalogue.searching.searchable import index_store
from confnotes.search.update import changes, open_or_empty
from confnotes.tui import commands
from confnotes.tui.command import Where
from confnotes.tui.keymap.names import shown_key
from confnotes.vault.vault import Vault

_SEARCHES = ("memory", '"cache memory"', "has:task python", "kind:person a")
_LISTS = ("gw", "gt")
"""Keys on Now: people, and tasks."""

_NO_LISTS = ("app.new_note", "app.import_program")
_ESCAPE = "\x1b"
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
            screen.press(_ESCAPE)
            screen.let_run(1.0)
            screen.press(key)
            screen.let_run(5.0)
        ours = _resident(screen.process)
        keys = _keys_of_screens()
        for key in keys:
            screen.press(_ESCAPE)
            screen.let_run(1.0)
            screen.press(key)
            screen.let_run(4.0)
        left = _after_leaving(screen)
    with Screen(hello(), environment) as screen:
        screen.until("hello there")
        screen.settle()
        bare = _resident(screen.process)
    with Screen(lists(str(folder)), environment) as screen:
        screen.until("hello there")
        for _ in keys:
            screen.press("l")
            screen.until("a list of names")
            screen.press(_ESCAPE)
            screen.let_run(1.0)
        bare_left = _after_leaving(screen)
    notes = f"{bench.notes:,} notes"
    return [
        Row(f"memory, {notes}", ours, f"bare Textual app + {_ALLOWED} MB", bare + _ALLOWED, 1.0, "MB"),
        Row(f"memory, all screens left, {notes}", left, "bare app, its lists left", bare_left, None, "MB"),
        Row(f"memory, all screens left, {notes}", left, "bare Textual app", bare, None, "MB"),
    ]


def _keys_of_screens() -> list[str]:
    """The letters that lead from Now to a screen with a list."""
    return [
        keys[0] + shown_key(keys[1])
        for command in commands.of(Where.NOW)
        for keys in command.keys[:1]
        if keys[0] == "g" and len(keys) == 2 and command.action not in _NO_LISTS
    ]


def _after_leaving(screen: Screen) -> float:
    """MB of memory some seconds after the last screen was left."""
    screen.press(_ESCAPE)
    screen.let_run(8.0)
    return _resident(screen.process)


def _wait_until_indexed(vault: Vault, screen: Screen) -> None:
    until = time.monotonic() + _MOST_SECONDS
    while changes(open_or_empty(index_store(vault))[0], vault.files()):
        if time.monotonic() > until:
            raise TimeoutError("the first index is not built")
        screen.let_run(0.5)


def _resident(process: int) -> float:
    """MB of memory that the process has."""
    return int(Path(f"/proc/{process}/status").read_text().split("VmRSS:")[1].split()[0]) / 1024
