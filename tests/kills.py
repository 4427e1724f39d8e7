"""Kills confnotes at random moments of typing, saving, switching and importing, and looks at what is there afterwards.

    python tests/kills.py [--times N] [--seed N] [--scene SCENE]

In the scene “editing” what comes back is what the screen showed last; see `editing_kills`. In the others a word counts
as typed when it was seen on the screen. Every word that had been there for a second must be there after the kill: in a
note, or in what the next start brings back, and that start must say so.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from confnotes.errors import ConfnotesError
from confnotes.vault.vault import Vault
from editing_kills import kill_editing
from screen_samples import harbour_vault
from terminal import Terminal, environment_of

CONFNOTES: Final = [sys.executable, "-m", "confnotes"]
SCENES: Final = ("typing", "saving", "switching", "importing", "editing")
OLD_ENOUGH: Final = 1.0
_F6, _F7, _DOWN = "\x1b[17~", "\x1b[18~", "\x1b[B"
_NOTE_IS_OPEN, _ROOMS = "Speaker", "Switch to another room"
_TOLD: Final = ("NOT SAVED LAST TIME", "Recovered what you typed")
_PAGE: Final = """\
# Workshop on Small Kills {number}

3 June 2025, Porto

## Schedule

"""


@dataclass
class Outcome:
    """One kill: how long the program lived, the words seen (and for how long), and what is wrong afterwards."""

    scene: str
    lived: float = 0.0
    words: int = 0
    had_unsaved: bool = False
    faults: list[str] = field(default_factory=list)


@contextmanager
def home_in(folder: Path) -> Iterator[dict[str, str]]:
    """The variables of programs whose caches and journals lie in the folder; this process looks there, too."""
    environment = environment_of(folder)
    own = {name: value for name, value in environment.items() if name.startswith("XDG_")}
    kept = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    try:
        yield environment
    finally:
        for name, value in kept.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def kill_once(scene: str, folder: Path, chance: random.Random) -> Outcome:
    """One program, one kill at a random moment, and a look at what is left."""
    with home_in(folder) as environment:
        vault = harbour_vault(folder / "vault")
        if scene == "importing":
            return _kill_import(vault, folder, environment, chance)
        if scene == "editing":
            return _kill_editing(vault, folder, environment, chance)
        return _kill_screens(scene, vault, folder, environment, chance)


class _Typist:
    """Types words into the open note, each with a number, and remembers when each was seen."""

    def __init__(self, terminal: Terminal, scene: str, chance: random.Random) -> None:
        self._terminal = terminal
        self._scene = scene
        self._chance = chance
        self._typed: list[str] = []
        self.seen: dict[str, float] = {}

    def work_until(self, end: float) -> None:
        """Type, and do what the scene is about now and then."""
        while time.monotonic() < end:
            word = f"w{len(self._typed)}x{self._chance.randrange(10**4)}"
            self._typed.append(word)
            for character in word + self._chance.choice((" ", " ", "\r")):
                if time.monotonic() >= end:
                    return
                self._terminal.send(character)
                self._look(self._chance.uniform(0.005, 0.06))
            if self._chance.random() < 0.4:
                self._act(end)

    def _act(self, end: float) -> None:
        keys: tuple[str, ...] = ()
        if self._scene == "saving":
            keys = ("\x13",)
        elif self._scene == "switching":
            keys = self._chance.choice((("\x0e",), (_F7,), (_F6, _DOWN, "\r"), (_F6, "\r")))
        for key in keys:
            if time.monotonic() < end:
                self._terminal.send(key)
                self._look(self._chance.uniform(0.0, 0.2))

    def _look(self, seconds: float) -> None:
        self._terminal.read(seconds)
        text = self._terminal.text
        if _ROOMS in text or _NOTE_IS_OPEN not in text:
            return
        now = time.monotonic()
        for word in self._typed:
            if word not in self.seen and word in text:
                self.seen[word] = now


def _kill_screens(
    scene: str, vault: Vault, folder: Path, environment: Mapping[str, str], chance: random.Random
) -> Outcome:
    outcome = Outcome(scene)
    with Terminal([*CONFNOTES, "--vault", "vault"], folder=folder, environment=environment) as terminal:
        terminal.wait_for("Tides in Memory")
        terminal.press("enter")
        terminal.wait_for(_NOTE_IS_OPEN)
        typist = _Typist(terminal, scene, chance)
        outcome.lived = chance.uniform(0.2, 6.0)
        typist.work_until(time.monotonic() + outcome.lived)
        terminal.signal(signal.SIGKILL)
        killed = time.monotonic()
    outcome.words = len(typist.seen)
    owed = [word for word, seen in typist.seen.items() if killed - seen > OLD_ENOUGH]
    _look_after(vault, folder, environment, owed, outcome)
    return outcome


def _kill_editing(vault: Vault, folder: Path, environment: Mapping[str, str], chance: random.Random) -> Outcome:
    began = time.monotonic()
    outcome = Outcome("editing", faults=kill_editing(vault, folder, environment, chance))
    outcome.lived = time.monotonic() - began
    _look_after(vault, folder, environment, [], outcome)
    return outcome


def _look_after(vault: Vault, folder: Path, environment: Mapping[str, str], owed: list[str], outcome: Outcome) -> None:
    """What was typed is there and what is not in a file is told, and after the next start all of it still is."""
    outcome.faults += [f"lost: {word}" for word in _missing(vault, owed)]
    outcome.had_unsaved = any(kept.text != _on_disk(vault, kept.path) for kept in vault.journal.all())
    with Terminal([*CONFNOTES, "--vault", "vault"], folder=folder, environment=environment) as terminal:
        terminal.wait_until(lambda: "Tides in Memory" in terminal.text or _NOTE_IS_OPEN in terminal.text, "the start")
        if outcome.had_unsaved:
            try:
                terminal.wait_until(lambda: any(told in terminal.text for told in _TOLD), "word of it", seconds=5)
            except AssertionError as error:
                outcome.faults.append(f"not told: {error}")
        terminal.press("ctrl+q")
        if terminal.wait_for_end() != 0:
            outcome.faults.append("the next start did not end well")
    outcome.faults += [f"lost by the next start: {word}" for word in _missing(vault, owed)]


def _missing(vault: Vault, words: list[str]) -> list[str]:
    texts = [vault.read(path).text for path in vault.note_paths()] + [kept.text for kept in vault.journal.all()]
    there = set(" ".join(texts).split())
    return [word for word in words if word not in there]


def _on_disk(vault: Vault, path: str) -> str | None:
    try:
        return vault.read(path).text
    except ConfnotesError:
        return None


def _kill_import(vault: Vault, folder: Path, environment: Mapping[str, str], chance: random.Random) -> Outcome:
    """An import that is killed leaves whole files, and the same import completes it."""
    outcome = Outcome("importing")
    page = folder / "page.md"
    talks = [f"Talk {number} on ropes" for number in range(chance.randint(2, 60))]
    lines = [f"- {9 + at // 12:02d}:{at % 12 * 5:02d} {title}, Ann Knot\n" for at, title in enumerate(talks)]
    page.write_text(_PAGE.format(number=1) + "".join(lines[: len(lines) // 2]), encoding="utf-8")
    command = [*CONFNOTES, "import", "--vault", "vault", "--yes", "--timezone", "Europe/Lisbon", "page.md"]
    if chance.random() < 0.5:  # the killed import changes what is there
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    page.write_text(_PAGE.format(number=1) + "".join(lines), encoding="utf-8")
    before = {path: vault.read(path).text for path in vault.note_paths()}
    outcome.lived = chance.uniform(0.1, 0.9)
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(outcome.lived)
    process.kill()
    process.wait()
    for name in Vault(vault.root).conferences():
        try:
            Vault(vault.root).program(name)
        except ConfnotesError as error:
            outcome.faults.append(f"{name} cannot be read: {error.message}")
    outcome.faults += [f"{path} is gone" for path in before if path not in vault.note_paths()]
    again = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if again.returncode:
        outcome.faults.append(f"the same import fails: {again.stderr}")
    found = {talk.title for name in Vault(vault.root).conferences() for talk in Vault(vault.root).program(name).talks()}
    outcome.faults += [f"not imported: {title}" for title in talks if title not in found]
    return outcome


def main() -> int:
    """Kill as often as asked, and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200, metavar="N")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), metavar="N")
    parser.add_argument("--scene", choices=SCENES, action="append")
    chosen = parser.parse_args()
    scenes = chosen.scene or SCENES
    print(f"seed {chosen.seed}: {chosen.times} kills", flush=True)
    counts: Counter[str] = Counter()
    for number in range(chosen.times):
        chance = random.Random(chosen.seed * 100_000 + number)
        scene = scenes[number % len(scenes)]
        with tempfile.TemporaryDirectory(prefix="kills-") as folder:
            outcome = kill_once(scene, Path(folder), chance)
        counts[scene] += 1
        counts["words"] += outcome.words
        counts["with something to recover"] += outcome.had_unsaved
        counts["faults"] += bool(outcome.faults)
        for fault in outcome.faults:
            print(f"{number} {scene} after {outcome.lived:.2f} s: {fault}", flush=True)
    print(", ".join(f"{count} {name}" for name, count in counts.items()))
    return 1 if counts["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
