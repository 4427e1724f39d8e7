"""A summary of a conference with 300 notes as a PDF, against typst alone on its input, and once more after a change."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree, rmtree
from statistics import median

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.measure import Bench, Row, milliseconds
from bench.summary import CONFERENCE, NOTES, make_conference

_ROUNDS = 3


def run(bench: Bench) -> list[Row]:
    """Turn and turn about, each time in a process of its own: typst remembers what it has set before."""
    folder = bench.folder / "summary"
    make_conference(folder, NOTES)
    rounds = [(_timed("export", folder), _timed("typst", folder)) for _ in range(_ROUNDS)]
    ours, peer = (median(times) for times in zip(*rounds, strict=True))
    again, first = (median(times) for times in zip(*(_twice(bench) for _ in range(_ROUNDS)), strict=True))
    return [
        Row("300 notes to PDF", ours, "typst alone", peer, 1.5, "ms"),
        Row("300 notes to PDF, one of them changed", again, "the first time", first, 0.5, "ms"),
    ]


def _twice(bench: Bench) -> tuple[float, float]:
    """How long the second and the first PDF take in one run of the program, ms."""
    folder = bench.folder / "summary-changed"
    rmtree(folder, ignore_errors=True)
    copytree(bench.folder / "summary", folder)
    command = [sys.executable, __file__, "twice", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    first, again = map(float, done.stdout.split())
    return again, first


def _timed(work: str, folder: Path) -> float:
    command = [sys.executable, __file__, work, str(folder)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _measure(work: str, folder: Path) -> float:
    """How long one takes in this process, ms; everything is imported, and what typst is given made, before.

    Alone, what typst made stays as it is; ours makes it a third of the size as well.
    """
    import time

    import typst

    from confnotes.actions.exporting.export import export
    from confnotes.exporters.pdf import typesetter
    from confnotes.exporters.pdf.pdf import typst_input
    from confnotes.exporters.render_options import RenderOptions
    from confnotes.model.summary import SummaryOrder
    from confnotes.report.summarise import summarise
    from confnotes.vault.vault import Vault

    typst.compile(b"warm")
    order = SummaryOrder(CONFERENCE)
    given = typst_input(summarise(Vault.open(folder), order), RenderOptions()) if work == "typst" else None
    if given is not None:
        typesetter._packed = lambda pdf: pdf
    began = time.perf_counter()
    if given is None:
        export(Vault.open(folder), order, "pdf")
    else:
        typesetter.typeset(*given)
    return (time.perf_counter() - began) * 1000


def _measure_twice(folder: Path) -> Iterator[float]:
    """How long a PDF takes, and the next one after a line was added to a note, ms."""
    import typst  # noqa: F401

    from confnotes.actions.exporting.export import export
    from confnotes.model.summary import SummaryOrder
    from confnotes.vault.vault import Vault

    vault, order = Vault.open(folder), SummaryOrder(CONFERENCE)
    note = sorted((folder / CONFERENCE).glob("2021-*.md"))[NOTES // 2]
    for _ in range(2):
        yield from milliseconds(lambda: export(vault, order, "pdf"))
        note.write_text(note.read_text(encoding="utf-8") + "\n- one more line\n", encoding="utf-8")


if __name__ == "__main__":
    work, folder = sys.argv[1], Path(sys.argv[2])
    print(*_measure_twice(folder) if work == "twice" else [_measure(work, folder)])
