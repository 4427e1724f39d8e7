"""Presses random keys in the real program, and looks whether it lives, answers, and leaves a whole vault.

    python tests/monkey.py [--seeds 1 2 3] [--keys 2000]

The keys are all keys of all screens, text, pastes and the mouse. ctrl+q is left out: it ends the game.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from textual.keys import _character_to_key

from confnotes.tui.command import Where
from confnotes.tui.commands import of
from poster_hall import fill_hall
from screen_samples import harbour_vault
from terminal import Terminal

CONFNOTES: Final = [sys.executable, "-m", "confnotes"]
SAMPLE: Final = Path(__file__).parents[1] / "notes"
COLUMNS, ROWS = 100, 30
LONGEST_END = 300.0  # seconds: all keys that were sent come before ctrl+q, a thousand on a busy machine
_NAMED: Final = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "shift+enter": "\x1b[13;2u",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "delete": "\x1b[3~",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "slash": "/",
    "question_mark": "?",
    "plus": "+",
    "minus": "-",
    **{f"ctrl+{name}": f"\x1b[1;5{letter}" for name, letter in (("home", "H"), ("end", "F"))},
    "alt+up": "\x1b[1;3A",
    "alt+down": "\x1b[1;3B",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    **{f"f{5 + at}": f"\x1b[{code}~" for at, code in enumerate((15, 17, 18, 19, 20))},
}
_TYPING: Final = ("backspace", "delete", "end", "pageup", "pagedown")
_CHARACTERS: Final = {_character_to_key(character): character for character in string.punctuation}
_TEXTS: Final = (
    "the tide ", "[[Ti", "@Ada ", "#wat", "@@kn", "- [ ] ask\r", "? why\r", "! so\r", "1. one\r", "船が来る ", "👩‍🚀 ",
    "https://doi.org/10.1000/182 ", "## Takeaways\r", "```\r", "---\r", "  ", "%% mine %%\r", "🌊" * 3,
)  # fmt: skip
_PASTES: Final = (
    "two\nlines\n", "\x1b[31mred", "x" * 5000, "---\ntalk: y\n---\n", "a\tb\r\nc\r\n", "\n" * 40, "", "[bold]",
    "\x00\x07",
)  # fmt: skip


class LostError(AssertionError):
    """The program ended, or does not answer."""


def keys_of_commands() -> list[str]:
    """What a terminal sends for each key of the command lists."""
    names = {key for where in Where for command in of(where) for keys in command.keys for key in keys} | set(_TYPING)
    return [_sent(name) for name in sorted(names - {"ctrl+q"})]


def _sent(name: str) -> str:
    if name in _NAMED:
        return _NAMED[name]
    modifier, _, key = name.rpartition("+")
    key = _CHARACTERS.get(key, key)
    assert len(key) == 1, f"what does a terminal send for {name}?"
    if modifier == "ctrl":
        return chr(ord(key) & 0x1F)
    return f"\x1b{key}" if modifier == "alt" else key


def presses(chance: random.Random) -> Iterator[str]:
    """What is sent, one after the other, without end."""
    keys = keys_of_commands()
    while True:
        dice = chance.random()
        if dice < 0.55:
            yield chance.choice(keys)
        elif dice < 0.8:
            yield chance.choice(_TEXTS)
        elif dice < 0.85:
            yield f"\x1b[200~{chance.choice(_PASTES)}\x1b[201~"
        elif dice < 0.97:
            place = f"{chance.randint(1, COLUMNS)};{chance.randint(1, ROWS)}"
            button = chance.choice((0, 0, 0, 2, 64, 65, 35))
            yield f"\x1b[<{button};{place}M" + (f"\x1b[<{button};{place}m" if button < 3 else "")
        else:
            yield chance.choice(("\x1b", "\x1b[I", "\x1b[O", "\x1b[99~", "\x1b\x1b", "\x00"))


def play(folder: Path, seed: int, keys: int) -> None:
    """Press so many keys in a program of its own in the folder; AssertionError when something breaks."""
    vault = folder / "vault"
    if not vault.exists():
        shutil.copytree(SAMPLE, vault)
        fill_hall(harbour_vault(vault))
    own = {f"XDG_{name}_HOME": str(folder / "own" / name.lower()) for name in ("STATE", "CACHE", "CONFIG", "DATA")}
    environment = {
        "HOME": str(folder / "own"),
        "TMPDIR": str(folder / "own"),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "EDITOR": "true",
        "BROWSER": "true",
        "CONFNOTES_NOW": "2031-05-12T10:10",
        **own,
    }
    (folder / "own").mkdir(exist_ok=True)
    before = set(folder.iterdir())
    coming = presses(random.Random(seed))
    pressed: list[str] = []
    while len(pressed) < keys:
        with Terminal(
            [*CONFNOTES, "--debug", "--vault", "vault"],
            folder=folder,
            environment=environment,
            columns=COLUMNS,
            rows=ROWS,
        ) as terminal:
            terminal.wait_until(lambda: terminal.drawn > 2000, "the start")
            while terminal.is_alive and len(pressed) < keys:
                pressed.append(next(coming))
                terminal.send(pressed[-1])
                terminal.read(0.002)
                if len(pressed) % 100 == 0:
                    _must_answer(terminal, pressed)
            terminal.send("\x11")
            try:
                code = terminal.wait_for_end(LONGEST_END)
            except AssertionError as error:
                raise LostError(f"after {len(pressed)}: {pressed[-12:]}: {error}") from error
            assert code == 0, f"after {len(pressed)} it ended with {code}: {pressed[-12:]}\n{terminal.text}"
            assert "Traceback" not in terminal.text, terminal.text
    assert set(folder.iterdir()) == before, "something was written outside of the vault"
    told = subprocess.run(
        [*CONFNOTES, "doctor", "--vault", "vault"], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert "Traceback" not in told.stderr, told.stderr
    (folder / "doctor.txt").write_text(told.stdout + told.stderr, encoding="utf-8")


def _must_answer(terminal: Terminal, pressed: list[str]) -> None:
    """A window of another size is drawn anew."""
    until = time.monotonic() + 20
    for columns in (COLUMNS - 1, COLUMNS):
        drawn = terminal.drawn
        terminal.resize(columns, ROWS)
        while terminal.drawn == drawn:
            if not terminal.is_alive:  # the palette leaves, too
                return
            if time.monotonic() > until:
                raise LostError(f"it does not answer after {len(pressed)}: {pressed[-12:]}\n{terminal.text}")
            terminal.read(0.05)


def main() -> int:
    """Play each seed in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1], metavar="N")
    parser.add_argument("--keys", type=int, default=2000, metavar="N")
    chosen = parser.parse_args()
    faults = 0
    for seed in chosen.seeds:
        with tempfile.TemporaryDirectory(prefix="monkey-") as folder:
            try:
                play(Path(folder), seed, chosen.keys)
            except AssertionError as error:
                faults += 1
                print(f"seed {seed}: {error}", flush=True)
            else:
                print(f"seed {seed}: well\n{(Path(folder) / 'doctor.txt').read_text()}", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
