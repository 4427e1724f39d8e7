"""Building the index from the files: notes a second, memory and size, against a plain Whoosh loop and SQLite FTS5.

All three read the files, parse front matter, leave out stamps, keep the same documents (notes, tasks, speakers) with
the same fields and the places of words, and end when that is on the disk. The targets are held by processor time, of
the busier one of our two processes: what it takes where both cores are free, told also where they are not.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from bench.measure import Bench, Row
from confnotes.catalogue.searching.searchable import index_store
from confnotes.vault.vault import Vault

_WHOOSH_NOTES = 2_000
"""A plain loop over all notes takes a minute; so many tell its speed."""

_TIMES = 2
"""In turns, so that a noisy machine is noisy for all; the best counts."""

_PROGRAM = """
import json, resource, sys, time
from pathlib import Path
sys.path.insert(0, {tests!r})
kind, folder, place = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
began = time.perf_counter()
if kind == "ours":
    from confnotes.catalogue.searching.update_index import update
    from confnotes.vault.vault import Vault
    count = update(Vault.open(folder), rebuild=True).added
elif kind == "fts5":
    from bench.peers import build_whole_fts5
    count = build_whole_fts5(folder, place / "built.db")
else:
    from bench.peers import build_whole_whoosh
    count = build_whole_whoosh(folder, place / "whoosh", {most})
taken = time.perf_counter() - began
status = Path("/proc/self/status")  # the other figure begins with what the parent process had
peak = status.read_text().split("VmHWM:")[1].split()[0] if status.exists() else 0
peak = int(peak) or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
busier = max(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps([count / busier, count / taken, peak / 1024]))
"""


def run(bench: Bench) -> list[Row]:
    """Each in a process of its own."""
    folder = bench.vault().root
    program = _PROGRAM.format(tests=str(Path(__file__).parents[1]), most=_WHOOSH_NOTES)

    def build(kind: str) -> tuple[float, float, float]:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", program, kind, str(folder), str(bench.folder)],
            check=True,
            capture_output=True,
            env=bench.environment(),
        )
        speed, by_clock, memory = json.loads(done.stdout)
        return speed, by_clock, memory

    kinds = ("ours", "fts5", "whoosh")
    runs: dict[str, list[tuple[float, float, float]]] = {kind: [] for kind in kinds}
    for _ in range(_TIMES):
        for kind in kinds:
            runs[kind].append(build(kind))
    (ours, our_clock, our_memory), (fts5, clock, fts5_memory), (whoosh, _, _) = (max(runs[kind]) for kind in kinds)
    own = index_store(Vault.open(folder)).folder
    size, notes = _megabytes(own.rglob("*")), _megabytes(folder.rglob("*.md"))
    theirs = _megabytes([bench.folder / "built.db"])
    return [
        Row("full build", ours, "plain Whoosh loop", whoosh, 5.0, "notes/s", more_is_better=True),
        Row("full build", ours, "SQLite FTS5", fts5, 1 / 3, "notes/s", more_is_better=True),
        Row("full build, by the clock", our_clock, "SQLite FTS5", clock, None, "notes/s", more_is_better=True),
        Row("memory of a full build", our_memory, "SQLite FTS5", fts5_memory, None, "MB"),
        Row("size of the index", size, "the notes", notes, 1.1, "MB"),
        Row("size of the index", size, "SQLite FTS5", theirs, None, "MB"),
    ]


def _megabytes(files: Iterable[Path]) -> float:
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6
