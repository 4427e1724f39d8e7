"""Five people of one team write about the same talks, through git and a relay: whether every line gets to every
colleague, and what memory and processor time each process takes, minute by minute, which nothing judges but a reader.

    python tests/team_hour.py                   an hour
    python tests/team_hour.py --minutes 5
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event, Thread

from confnotes.vault.vault import Vault
from relay_host import relay_host
from terminal import CONFNOTES, Terminal, environment_of

NAMES = ("Ada", "Bea", "Cem", "Dov", "Eva")
TALKS = ("Peat and Time", "Spores", "A Theory of Moss")
CONFERENCE = "Moss 2031"
WORDS = ("bog", "layer", "carbon", "sedge", "acid", "water", "core", "pollen", "decay", "years")
_TALKS = ", ".join(
    f"{{id: t{number}, title: {title}, start: 2031-05-12T{10 + number}:00:00, end: 2031-05-12T{11 + number}:00:00}}"
    for number, title in enumerate(TALKS)
)
PROGRAM = f"sessions:\n  - {{id: s1, title: Ground, talks: [{_TALKS}]}}\n"
WIDE = {"columns": 200, "rows": 72}
TOKEN = re.compile(r"\b(?:Ada|Bea|Cem|Dov|Eva)\d+x\b")
A_LOOK = 0.1  # seconds from one look at the screen to the next
LATE = 60.0  # seconds that git takes at most
PATIENT = 300.0  # seconds for a machine that stands still now and then


@dataclass
class Person:
    """Somebody at a keyboard: `typed` has the moment of each line's `enter`, `seen` that of each colleague's line on
    the screen.
    """

    name: str
    folder: Path
    environment: dict[str, str]
    typed: dict[str, float] = field(default_factory=dict)
    seen: dict[str, float] = field(default_factory=dict)
    pid: int = 0

    @property
    def root(self) -> Path:
        return self.folder / "vault"

    def run(self, *words: str) -> None:
        """Run a command with the vault."""
        command = [*CONFNOTES, *words, "--vault", str(self.root)]
        subprocess.run(command, check=True, env=self.environment, capture_output=True)

    def type_until(self, end: float, quiet: Event) -> None:
        """Open the talk that is on, and write a line every few seconds, at each third of the time about the next talk;
        then look on until all is quiet.
        """
        chosen, began = random.Random(self.name), time.monotonic()
        command = [sys.executable, "-P", "-m", "confnotes", "--vault", str(self.root)]
        with Terminal(command, folder=self.folder, environment=self.environment, **WIDE) as terminal:
            self.pid = terminal._child.pid
            terminal.wait_for(TALKS[0])
            terminal.press("enter")
            terminal.wait_for("Start typing")
            for number, title in enumerate(TALKS):
                if number:
                    terminal.press("ctrl+n")
                terminal.wait_until(partial(_begins_with, terminal, title), title, PATIENT)
                while time.monotonic() < began + (end - began) * (number + 1) / len(TALKS):
                    self._type_line(terminal, chosen)
                    self._look_on(terminal, chosen.uniform(1, 7))
            while not quiet.is_set():
                self._look_on(terminal, 1)
            terminal.press("ctrl+q")
            terminal.wait_for_end()

    def _type_line(self, terminal: Terminal, chosen: random.Random) -> None:
        token = f"{self.name}{len(self.typed)}x"
        for character in f"{token} {' '.join(chosen.choices(WORDS, k=chosen.randint(2, 9)))}":
            terminal.send(character)
            self._look_on(terminal, chosen.uniform(0.04, 0.16))
        terminal.send("\r")
        self.typed[token] = time.monotonic()

    def _look_on(self, terminal: Terminal, seconds: float) -> None:
        """Look at each frame as it is drawn, for so many seconds."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            terminal.read(min(left, A_LOOK))
            for token in TOKEN.findall("\n".join(terminal.rows_drawn_anew())):
                if not token.startswith(self.name):
                    self.seen.setdefault(token, time.monotonic())

    def kept(self, name: str) -> list[str]:
        """The lines of somebody that are here, in their order in each talk's note."""
        found = (
            self.root if name == self.name else next((self.folder / "cache" / "confnotes" / "teams").glob(f"*/{name}"))
        )
        notes = [(found / CONFERENCE).glob(f"*{title}.md") for title in TALKS]
        return [token for files in notes for file in files for token in TOKEN.findall(file.read_text())]


def _begins_with(terminal: Terminal, title: str) -> bool:
    """Whether the first line of the screen has the title."""
    return title in terminal.text[:60]


def processes() -> dict[int, tuple[int, str, float, float]]:
    """Each process: its parent, name, MB of memory, and seconds of processor time with those of ended children."""
    found = {}
    tick = os.sysconf("SC_CLK_TCK")
    for one in Path("/proc").glob("[0-9]*"):
        try:
            facts = (one / "stat").read_text().rpartition(")")[2].split()
            words = (one / "cmdline").read_text().split("\0")
            memory = int((one / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
        except OSError:
            continue
        found[int(one.name)] = int(facts[1]), " ".join(words), memory, sum(map(int, facts[11:15])) / tick
    return found


class Meter:
    """Memory and processor time of the screens, the processes that sync for them, and the relay."""

    def __init__(self, people: list[Person], relay: int) -> None:
        self._people, self._relay = people, relay
        self._before: dict[str, float] = {}
        self.rows: list[dict[str, tuple[float, float]]] = []

    def note(self) -> str:
        """Measure, and say it in a line."""
        all_of_them, now = processes(), {}
        for person in self._people:
            for pid, (parent, words, memory, spent) in all_of_them.items():
                if pid == person.pid:
                    now[person.name] = memory, spent
                elif parent == person.pid and "--stay" in words:
                    now[f"{person.name}'s sync"] = memory, spent
        now["relay"] = all_of_them[self._relay][2:]
        row = {name: (memory, spent - self._before.get(name, spent)) for name, (memory, spent) in now.items()}
        self._before = {name: spent for name, (_, spent) in now.items()}
        self.rows.append(row)
        return ", ".join(f"{name} {memory:.0f} MB {spent:.1f} s" for name, (memory, spent) in row.items())


def begin(folder: Path) -> list[Person]:
    """The vaults of a team, each with the program."""
    hub = folder / "hub.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(hub)], check=True)
    people = [Person(name, folder / name, environment_of(folder / name, "2031-05-12T10:05")) for name in NAMES]
    for person in people:
        Vault.create(person.root)
        (person.root / CONFERENCE).mkdir()
        (person.root / CONFERENCE / "program.yaml").write_text(PROGRAM)
        person.run("team", "join", str(hub), "--name", person.name, "--yes")
    for person in people:
        person.run("team", "sync")
    return people


def problems(people: list[Person]) -> list[str]:
    """What is not as promised."""
    found = []
    for writer in people:
        wanted = list(writer.typed)
        for reader in people:
            if (kept := reader.kept(writer.name)) != wanted:
                lost = [token for token in wanted if token not in kept]
                found.append(f"{reader.name} has {len(kept)} of {len(wanted)} lines of {writer.name}; not {lost[:5]}")
    return found


def main() -> int:
    """Have them write; log a line a minute; say what is not as promised."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--every", type=float, default=60, help="seconds between two looks")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="team-") as made, ExitStack() as stack:
        people = begin(Path(made))
        host = stack.enter_context(relay_host(people[0].root, people[0].environment))
        for person in people[1:]:
            person.run("team", "relay", host.line)
        end, quiet = time.monotonic() + 60 * chosen.minutes, Event()
        threads = [Thread(target=person.type_until, args=(end, quiet)) for person in people]
        for thread in threads:
            thread.start()
        meter = Meter(people, host._process.pid)
        while time.monotonic() < end + chosen.every and all(thread.is_alive() for thread in threads):
            time.sleep(chosen.every)
            print(f"{time.strftime('%H:%M')} {sum(len(one.typed) for one in people)} lines; {meter.note()}", flush=True)
        found = [f"the screen of {p.name} ended" for p, t in zip(people, threads, strict=True) if not t.is_alive()]
        wait = time.monotonic() + LATE
        while problems(people) and time.monotonic() < wait:
            time.sleep(1)
        found += problems(people)
        quiet.set()
        for thread in threads:
            thread.join()
    took = sorted(
        at - writer.typed[token]
        for reader in people
        for token, at in reader.seen.items()
        for writer in people
        if token in writer.typed
    )
    number = sum(len(one.typed) for one in people)
    print(
        f"{number} lines; on colleagues' screens {len(took)} times, half of them within "
        f"{took[len(took) // 2]:.2f} s, 95 % within {took[len(took) * 95 // 100]:.2f} s, the last in {took[-1]:.2f} s"
    )
    print("; ".join(found) or "every line is there once, in its order, with everybody")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
