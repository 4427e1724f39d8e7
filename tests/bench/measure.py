"""Measuring: times, what they are compared with, and the table that comes out."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.corpus import make_corpus, make_program
from confnotes.config import NOW_VARIABLE
from confnotes.vault.vault import Vault

OWN_FOLDERS = ("XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")


@dataclass(frozen=True)
class Row:
    """One line of the table; `target` is the highest ratio of ours to the peer's that is wanted, None for no target."""

    name: str
    ours: float
    peer_name: str
    peer: float
    target: float | None
    unit: str = "ms"
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        """Ours to the peer's."""
        return self.ours / self.peer if self.peer else float("inf")

    @property
    def ok(self) -> bool:
        """Whether the target is met."""
        if self.target is None:
            return True
        return self.ratio >= self.target if self.more_is_better else self.ratio <= self.target


def milliseconds(work: Callable[[], object], times: int = 1) -> list[float]:
    """How long each of so many runs took."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def together(*works: Callable[[], object], times: int) -> list[float]:
    """The median of each work's times, taken in turns so that a noisy machine is noisy for all."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for own, work in zip(taken, works, strict=True):
            own += milliseconds(work)
    return [median(own) for own in taken]


def share(values: Sequence[float], part: float) -> float:
    """The value that this part of all values, such as 0.95, does not exceed."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def command(
    arguments: Sequence[str], environment: Mapping[str, str] | None = None, ends: Sequence[int] = (0,)
) -> Callable[[], object]:
    """A run of a program, its output thrown away; raises RuntimeError when it ends otherwise than it should."""

    def run() -> object:
        done = subprocess.run(arguments, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if done.returncode not in ends:
            raise RuntimeError(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
        return done

    return run


@dataclass(frozen=True)
class Bench:
    """Where it is measured: a folder that is kept between runs, and how many notes."""

    folder: Path
    notes: int

    def environment(self) -> dict[str, str]:
        """The variables of a program that is measured: folders of its own, and modules compiled once as at home."""
        own = {name: str(self.folder / name.lower()) for name in OWN_FOLDERS}
        outside = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {**outside, **own, NOW_VARIABLE: "2019-12-10T10:10"}

    def vault(self, notes: int = 0) -> Vault:
        """Very many notes, or another number of them."""
        notes = notes or self.notes
        folder = self.folder / f"notes-{notes}"
        make_corpus(folder, notes)
        return Vault.open(folder)

    def talk_vault(self, note: str = "") -> Vault:
        """One conference with one talk, which is on, and whose note is this one, or a large one."""
        note = note or self.large_note()
        vault = Vault.create(self.folder / f"talk-{len(note)}")
        name = "Benchmark 2019"
        files = {
            f"{name}/{name}.md": f"---\ntitle: {name}\nstart: 2019-12-10\nend: 2019-12-10\n---\n",
            f"{name}/program.yaml": "sessions:\n  - id: s\n    room: Hall\n    talks:\n      - id: '1'\n"
            "        title: The talk\n        start: 2019-12-10T10:00:00\n        end: 2019-12-10T11:00:00\n",
            f"{name}/The talk.md": f"---\ntalk: benchmark-2019/1\n---\n{note}",
        }
        for path, text in files.items():
            (vault.root / path).parent.mkdir(exist_ok=True)
            (vault.root / path).write_text(text, encoding="utf-8")
        return vault

    def program_vault(self) -> Vault:
        """Very many notes, and a program of 6,000 talks, a third of them with a note."""
        folder = self.folder / f"notes-{self.notes}-and-program"
        make_corpus(folder, self.notes)
        make_program(folder, "Large 2019")
        return Vault.open(folder)

    def large_note(self) -> str:
        """100 KB of Markdown."""
        line = "- a line of **some** length with a [[link]], a #tag and words enough to be wrapped in a narrow window\n"
        return "a large note\n" + line * (100_000 // len(line))


def table(rows: Sequence[Row]) -> str:
    """The rows as text."""
    lines = [("", "ours", "peer", "", "ratio", "target", "")]
    for row in rows:
        sign = "≥" if row.more_is_better else "≤"
        lines.append(
            (
                row.name,
                f"{row.ours:.4g} {row.unit}",
                f"{row.peer:.4g} {row.unit}",
                row.peer_name,
                f"{row.ratio:.2f}",
                f"{sign} {row.target:g}" if row.target is not None else "",
                "ok" if row.ok else "MISSED",
            )
        )
    widths = [max(len(line[column]) for line in lines) for column in range(7)]
    padded = ([cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines)
    return "\n".join("  ".join(cells).rstrip() for cells in padded)
