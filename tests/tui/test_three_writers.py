"""Two confnotes, vim and the shell write into one note at once: no line is lost, whoever wins.

A longer game: `CONFNOTES_WRITERS_SECONDS=120 pytest tests/tui/test_three_writers.py`.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

import forked
from confnotes.vault.vault import Vault
from screen_samples import harbour_vault
from terminal import CONFNOTES, Terminal, environment_of

COMMAND = [*CONFNOTES, "--vault", "vault"]
TIDES = "harbourconf-2031/tides-in-memory"
SECONDS = float(os.environ.get("CONFNOTES_WRITERS_SECONDS", "8"))
SEED = int(os.environ.get("CONFNOTES_WRITERS_SEED", "1"))


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Each state is kept where this process looks for it, too."""
    return environment_of(tmp_path)


class Vim:
    """Vim in a terminal, with the note open all the time; a person who writes over whatever warning comes."""

    def __init__(self, note: Path, environment: dict[str, str]) -> None:
        command = ["vim", "-u", "NONE", "-N", "-n", "-c", "set nofixeol autoread noswapfile", str(note)]
        self.terminal = Terminal(command, folder=note.parent, environment=environment)

    def write(self, word: str) -> None:
        """Take over what is on the disk, add a line, and write."""
        self.terminal.send(f"\x1b:e!\rGo{word}\x1b:w!\r\r")
        self.terminal.read(0.3)


def everything_in(vault: Vault, screens: list[str]) -> set[str]:
    """The words of all notes (copies of conflicts are notes), journals and screens."""
    texts = [vault.read(path).text for path in vault.note_paths()] + [kept.text for kept in vault.journal.all()]
    return set(" ".join([*texts, *screens]).split())


@pytest.mark.needs("vim")
def test_no_line_of_any_writer_is_lost(tmp_path: Path, environment: dict[str, str]) -> None:
    vault = harbour_vault(tmp_path / "vault")
    chance = random.Random(SEED)
    forked.run(["--vault", "vault", "add", "first", "--to", TIDES], environment, tmp_path)
    note = next((tmp_path / "vault").glob("*/*Tides*.md"))
    first, second = (Terminal(COMMAND, folder=tmp_path, environment=environment, columns=80, rows=24) for _ in range(2))
    vim = Vim(note, environment)
    written: list[str] = []
    with first, second, vim.terminal:
        for terminal in (first, second):
            terminal.wait_for("Tides in Memory")
            terminal.press("enter")
            terminal.wait_for("min left")
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            writer = chance.choice(("one", "one", "two", "two", "vim", "shell"))
            word = f"{writer}{len(written)}x{chance.randrange(10**6)}"
            written.append(word)
            if writer == "vim":
                vim.write(word)
            elif writer == "shell":
                forked.run(["--vault", "vault", "add", word, "--to", TIDES], environment, tmp_path)
            else:
                terminal = first if writer == "one" else second
                terminal.type(f"{word}\r")
            for terminal in (first, second):
                terminal.read(chance.choice((0.0, 0.05, 0.6)))
        for terminal in (first, second):
            terminal.read(2.0)
        for terminal in (first, second):
            terminal.send("\x11")
            assert terminal.wait_for_end() == 0
        vim.terminal.read(0.2)
        lost = set(written) - everything_in(vault, [vim.terminal.text])
    assert not lost, f"{len(lost)} of {len(written)}: {sorted(lost)}"
