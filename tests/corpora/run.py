"""`make corpora`: reads every source of the corpora and holds it against the truth, a line a source.

`python tests/corpora/run.py PART ...` reads the sources whose path holds one of the parts, and lists the differences.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace

from confnotes.actions.importing.read_sources import preview
from confnotes.errors import ConfnotesError
from confnotes.importers.reading import Hints
from confnotes.model.program import Program
from corpora.sources import SHARED, TrueSource, sources
from corpora.truth import Comparison, compare

_HEAD = f"{'source':58}{'format':22}{'talks':>6}{'found':>6}  recall  precis  starts  speakr{'ms':>7}"


def main(parts: list[str]) -> int:
    """Print the table; 1 when a source misses a bar."""
    if not (SHARED / "corpora").is_dir():
        print("the corpora are not beside this checkout: nothing to compare")
        return 0
    print(_HEAD)
    missed = 0
    for source in sources():
        if not parts or any(part in source.path for part in parts):
            missed += not _report(source, in_full=bool(parts))
    print(f"{missed} below the bars" if missed else "every source meets the bars")
    return 1 if missed else 0


def _report(source: TrueSource, *, in_full: bool) -> bool:
    begun = time.perf_counter()
    try:
        previews = preview([str(source.place)], Hints())
    except ConfnotesError as error:
        print(f"{source.path[-57:]:58}{'refused':22}{error.message}")
        return False
    took = (time.perf_counter() - begun) * 1000
    formats = ", ".join(sorted({one.read.format for one in previews}))
    together = replace(Program(), sessions=tuple(each for one in previews for each in one.read.program.sessions))
    result = compare(source.truth(source.place), together)
    print(_line(source, formats, result, took))
    if in_full:
        for difference in result.differences[:_SHOWN]:
            print(f"    {difference}")
        for one in previews:
            for warning in one.read.warnings:
                print(f"    ! {one.source}:{warning.line or '-'}: {warning.message}")
    return result.good


def _line(source: TrueSource, formats: str, result: Comparison, took: float) -> str:
    shares = (result.recall, result.precision, result.starts, result.speakers)
    figures = "".join(
        f"{share * 100:7.1f}{' ' if share >= bar else '*'}" for share, bar in zip(shares, _BARS, strict=True)
    )
    return f"{source.path[-57:]:58}{formats[:21]:22}{result.talks:6}{result.found:6}{figures}{took:7.0f}"


_SHOWN = 40
_BARS = (0.99, 0.99, 0.99, 0.97)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
