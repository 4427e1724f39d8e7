"""The screens: first paint against a bare Textual app with a TextArea."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from statistics import median

from bench.bare_apps import text_area
from bench.measure import Bench, Row
from bench.pty_driver import Screen
from confnotes.tui.visits import Visits

_TIMES = 21


def first_paints(starts: Sequence[tuple[list[str], str]], environment: Mapping[str, str]) -> list[float]:
    """Per command the median time until a text is on its screen, in turns; a first round only warms the caches."""
    taken: list[list[float]] = [[] for _ in starts]
    for _ in range(_TIMES + 1):
        for times, (arguments, text) in zip(taken, starts, strict=True):
            with Screen(arguments, environment) as screen:
                times.append(screen.until(text))
    return [median(times[1:]) for times in taken]


def run(bench: Bench) -> list[Row]:
    """In a terminal of its own, timed from outside, in turns."""
    vault = bench.talk_vault()
    small = bench.folder / "small.md"
    small.write_text("BENCHMARK\n", encoding="utf-8")
    environment = bench.environment()
    own = [sys.executable, "-m", "confnotes", "--vault"]
    starts = (
        (text_area(str(small)), "BENCHMARK"),
        ([*own, str(vault.root)], "NOW"),
        ([*own, str(bench.program_vault().root)], "about things"),
    )
    bare, ours, large_program = first_paints(starts, environment)
    Visits(vault.root).seen("Benchmark 2019/The talk.md", "benchmark-2019/1", datetime(2019, 12, 10, 10, 5))
    bare_again, in_note = first_paints((starts[0], ([*own, str(vault.root)], "narrow window")), environment)
    return [
        Row("first paint", ours, "bare Textual app", bare, 1.2),
        Row("first paint, in the note", in_note, "bare Textual app", bare_again, 1.2),
        Row("first paint, 6,000 talks", large_program, "bare Textual app", bare, 1.2),
    ]
