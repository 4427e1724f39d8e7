"""A letter typed in Search until its results are painted, against an `Input` that fills a `Static`."""

from __future__ import annotations

import sys
from statistics import median

from bench.bare_apps import input_and_static
from bench.measure import Bench, Row, p95
from bench.pty_driver import Screen
from confnotes.services.searching.update_index import update

_QUERIES = ("python cache", "compiler memory", "kafka", "the query of tensors", "garbage collection")
_LAST_PAINT = 0.3
"""Results may come that much later than what was painted before them; nothing else is drawn while nobody types."""


def run(bench: Bench) -> list[Row]:
    """Every letter of some searches; both programs in a terminal of one size, timed from outside."""
    vault = bench.vault()
    update(vault)
    environment = bench.environment()
    with Screen([sys.executable, "-m", "confnotes", "--vault", str(vault.root)], environment) as screen:
        screen.let_run(3.0)
        screen.press("/")
        ours = _typed(screen)
    with Screen(input_and_static(), {**environment, "TEXTUAL_FPS": "120"}) as screen:  # as ours draws
        screen.until("ready")
        bare = _typed(screen)
    name = f"a key in Search to its results, {bench.notes:,} notes"
    return [
        Row(f"{name}, median", median(ours), "bare Input and Static", median(bare), None),
        Row(f"{name}, p95", p95(ours), "bare Input and Static", p95(bare), None),
    ]


def _typed(screen: Screen) -> list[float]:
    screen.settle(_LAST_PAINT)
    taken: list[float] = []
    for query in _QUERIES:
        taken += [screen.key(letter, _LAST_PAINT) for letter in query]
        screen.press("\x7f" * len(query))
        screen.settle(_LAST_PAINT)
    return taken
