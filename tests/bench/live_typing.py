"""A talk's notes typed at 12 keys a second while others write, against a bare TextArea under the same load.

    python tests/bench/live_typing.py [--characters N] [--notes N]

Every key must be in the file in the end; times are from a key to the first paint that shows it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.corpus import make_corpus
from bench.measure import Bench, Row, share, table
from bench.pty_driver import Screen, visible
from bench.talk_script import Script, talk_script
from confnotes.markup.stamps import without_stamp
from confnotes.vault.vault import Vault

KEYS_A_SECOND = 12
SHORT = 700
CONFERENCE = "Live 2019"
TITLE = "A talk to type in"
_READY = "Start typing. It saves itself."
_BARE = """
from textual.app import App
from textual.widgets import TextArea
class Bare(App):
    def compose(self):
        yield TextArea("BARE\\n", soft_wrap=True, show_line_numbers=False)
    def on_mount(self):
        area = self.query_one(TextArea)
        area.cursor_blink = False
        area.focus()
        area.move_cursor(area.document.end)
Bare().run()
"""


@dataclass(frozen=True)
class Typed:
    """How it went: milliseconds of each key, and megabytes at the beginning, in the middle and at the end."""

    keys: list[float]
    memory: list[float]


class LiveScreen(Screen):
    """A program that is typed into at a steady pace."""

    def type_script(self, strokes: Sequence[str]) -> Typed:
        """Send all strokes in time, whether the last one has been painted or not."""
        waiting: deque[tuple[str, float]] = deque()
        taken: list[float] = []
        memory = [self.memory()]
        begin = time.perf_counter() + 0.2
        for number, stroke in enumerate(strokes):
            if number == len(strokes) // 2:
                memory.append(self.memory())
            due = begin + number / KEYS_A_SECOND
            while (left := due - time.perf_counter()) > 0:
                self._take(waiting, taken, left)
            waiting.append((stroke, time.perf_counter()))
            os.write(self.terminal, stroke.encode())
        end = time.perf_counter() + 10
        while waiting and time.perf_counter() < end:
            self._take(waiting, taken, 0.1)
        if waiting:
            raise TimeoutError(f"{len(waiting)} keys were never painted, the first {waiting[0][0]!r}")
        self.settle(1.0)
        memory.append(self.memory())
        return Typed(taken, memory)

    def _take(self, waiting: deque[tuple[str, float]], taken: list[float], seconds: float) -> None:
        """Read what is painted within that time, and tell which keys it shows."""
        drawn = self._read(seconds)
        if drawn is None:
            raise RuntimeError(f"the program ended while it was typed into: {visible(self._seen)[-2000:].decode()}")
        if not drawn:
            return
        shown = visible(drawn)
        now = time.perf_counter()
        while waiting:
            stroke, sent = waiting[0]
            if len(stroke) == 1 and stroke.isalnum() and stroke.encode() not in shown:
                return
            waiting.popleft()
            taken.append((now - sent) * 1000)

    def memory(self) -> float:
        """Megabytes that the program holds now."""
        status = Path(f"/proc/{self.process}/status")
        found = re.search(r"VmRSS:\s+(\d+)", status.read_text()) if status.is_file() else None
        return int(found[1]) / 1024 if found else 0.0


def live_vault(bench: Bench) -> Vault:
    """Very many notes and a talk that is on, without a note; nothing of an earlier run."""
    folder = bench.folder / f"live-{bench.notes}"
    make_corpus(folder, bench.notes)
    place = folder / CONFERENCE
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    head = f"---\ntitle: {CONFERENCE}\nstart: 2019-12-10\nend: 2019-12-10\ntimezone: America/Vancouver\n---\n"
    (place / f"{CONFERENCE}.md").write_text(head, encoding="utf-8")
    talk = f"title: {TITLE}\n        start: 2019-12-10T10:00:00\n        end: 2019-12-10T10:45:00\n"
    program = f"sessions:\n  - id: s\n    room: Hall\n    talks:\n      - id: '1'\n        {talk}"
    (place / "program.yaml").write_text(program, encoding="utf-8")
    return Vault.open(folder)


def live_environment(bench: Bench) -> dict[str, str]:
    """Folders of its own, emptied: the index is built while somebody types."""
    folder = bench.folder / "live_home"
    shutil.rmtree(folder, ignore_errors=True)
    own = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CACHE", "STATE", "CONFIG")}
    return {**bench.environment(), **own, "CONFNOTES_NOW": "2019-12-10T10:01"}


def type_into_confnotes(vault: Vault, script: Script, environment: Mapping[str, str]) -> Typed:
    """Type into the note of the talk that is on; raises AssertionError when a key or a line from a shell is lost."""
    own = [sys.executable, "-m", "confnotes", "--vault", str(vault.root)]
    with LiveScreen(own, environment) as screen:
        screen.until(TITLE)
        screen.settle()
        if not screen.has_shown(_READY):
            screen.press("\r")
            screen.until(_READY)
        screen.settle()
        with background(vault, script, environment) as load:
            typed = screen.type_script(script.strokes)
            added = load.finish()
        screen.settle(3.0)
        screen.press("\x11")
        screen.wait_for_end()
    check(vault, script, added)
    return typed


def type_into_bare(vault: Vault, script: Script, environment: Mapping[str, str]) -> Typed:
    """The same keys under the same load into a TextArea and nothing else."""
    with LiveScreen([sys.executable, "-c", _BARE], environment) as screen:
        screen.until("BARE")
        screen.settle()
        with background(vault, script, environment) as load:
            typed = screen.type_script(script.strokes)
            load.finish()
    return typed


class background:  # noqa: N801  (reads as a `with` statement)
    """Others at work in the vault for as long as the script takes."""

    def __init__(self, vault: Vault, script: Script, environment: Mapping[str, str]) -> None:
        seconds = len(script.strokes) / KEYS_A_SECOND
        load = [sys.executable, str(Path(__file__).with_name("live_load.py")), str(vault.root), str(seconds)]
        self._process = subprocess.Popen(load, env=dict(environment), stdout=subprocess.PIPE)

    def __enter__(self) -> background:
        return self

    def finish(self) -> int:
        """Wait for its end; answers how many lines it added to the note. Raises RuntimeError when it failed."""
        out, _ = self._process.communicate(timeout=120)
        if self._process.returncode:
            raise RuntimeError("the load in the background failed")
        return int(out.split()[-1]) if out.split() else 0

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()


def check(vault: Vault, script: Script, added: int) -> None:
    """Every line that was typed is in the note, in order, and every line that came from a shell."""
    (path,) = [path for path in vault.note_paths(CONFERENCE) if TITLE in path]
    body = vault.note(path).body
    found = [without_stamp(line).rstrip() for line in body.split("\n")]
    shell = [line for line in found if line.startswith("from the shell s")]
    assert sorted(shell) == sorted(f"from the shell s{number}" for number in range(1, added + 1)), shell
    typed = [line for line in found if line and line not in shell]
    wanted = [line.rstrip() for line in script.lines if line.strip()]
    for line, expected in zip(typed, wanted, strict=False):
        assert line == expected, f"typed “{expected}”, found “{line}”"
    assert len(typed) == len(wanted), f"typed {len(wanted)} lines, found {len(typed)}"


def run(bench: Bench, characters: int = SHORT) -> list[Row]:
    """Ours, then bare, on the same vault; the load of both is the same.

    Whether memory stays as it is can be told of a whole talk only: in a short one the names of the vault are still
    being gathered.
    """
    script = talk_script(characters)
    vault = live_vault(bench)
    environment = live_environment(bench)
    ours = type_into_confnotes(vault, script, environment)
    live_vault(bench)
    bare = type_into_bare(vault, script, live_environment(bench))
    begin, middle, end = ours.memory
    print(
        f"  {len(script.strokes)} keys; ours p50 {median(ours.keys):.1f} p99 {share(ours.keys, 0.99):.1f} "
        f"worst {max(ours.keys):.1f} ms; bare p50 {median(bare.keys):.1f} p99 {share(bare.keys, 0.99):.1f} "
        f"worst {max(bare.keys):.1f} ms; memory {begin:.0f}, {middle:.0f}, {end:.0f} MB "
        f"(bare {bare.memory[0]:.0f}, {bare.memory[2]:.0f})",
        file=sys.stderr,
    )
    return [
        Row("a key in a live talk", median(ours.keys), "bare TextArea", median(bare.keys), 0.6),
        Row("99 of 100 keys in a live talk", share(ours.keys, 0.99), "bare TextArea", share(bare.keys, 0.99), 0.6),
        Row("memory at the end of it", end, "in its middle", middle, None if characters <= SHORT else 1.1, "MB"),
    ]


def main() -> int:
    """The whole talk."""
    import argparse

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=8000, metavar="N")
    parser.add_argument("--notes", type=int, default=10_000, metavar="N")
    chosen = parser.parse_args()
    folder = Path(__file__).resolve().parents[2] / ".bench"
    folder.mkdir(exist_ok=True)
    rows = run(Bench(folder, chosen.notes), chosen.characters)
    print(table(rows))
    return 0 if all(row.ok for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
