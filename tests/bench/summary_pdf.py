"""A summary of a conference with 300 notes as a PDF, against typst alone on its input."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.measure import Bench, Row
from bench.summary import CONFERENCE, NOTES, make_conference

_ROUNDS = 3


def run(bench: Bench) -> list[Row]:
    """Turn and turn about, each time in a process of its own: typst remembers what it has set before."""
    folder = bench.folder / "summary"
    make_conference(folder, NOTES)
    rounds = [(_timed("export", folder), _timed("typst", folder)) for _ in range(_ROUNDS)]
    ours, peer = (median(times) for times in zip(*rounds, strict=True))
    return [Row("300 notes to PDF", ours, "typst alone", peer, 1.5, "ms")]


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


if __name__ == "__main__":
    print(_measure(sys.argv[1], Path(sys.argv[2])))
