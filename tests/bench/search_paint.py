"""A letter typed in Search until its results are painted, against an `Input` that fills a `Static`."""

from __future__ import annotations

import sys
from statistics import median

from bench.bare_apps import input_and_static
from bench.measure import Bench, Row, share
from bench.pty_driver import Screen
from confnotes.catalogue.searching.update_index import update

_QUERIES = ("python cache", "compiler memory", "kafka", "the query of tensors", "garbage collection")
_LAST_PAINT = 0.3
"""What is drawn so long after the results, or later, is no part of them; nothing else is drawn while nobody types."""
_OURS, _BARE = " result", " what was found with it "
"""Each draws this with its results, also where they are those of the letter before."""


def run(bench: Bench) -> list[Row]:
    """Every letter of some searches; both programs in a terminal of one size, timed from outside, letter by letter in
    turns: what else the machine does meets both."""
    vault = bench.vault()
    update(vault)
    environment = bench.environment()
    with (
        Screen([sys.executable, "-m", "confnotes", "--vault", str(vault.root)], environment) as ours,
        Screen(input_and_static(), {**environment, "TEXTUAL_FPS": "120"}) as bare,  # as ours draws
    ):
        bare.until("ready")
        ours.let_run(3.0)
        ours.press("/")
        own: list[float] = []
        others: list[float] = []
        for query in _QUERIES:
            ours.settle(_LAST_PAINT)
            for letter in query:
                own.append(ours.key(letter, _LAST_PAINT, until=_OURS))
                others.append(bare.key(letter, _LAST_PAINT, until=_BARE))
            ours.press("\x7f" * len(query))
            bare.press("\x7f" * len(query))
            bare.settle(_LAST_PAINT)
    name = f"a key in Search to its results, {bench.notes:,} notes"
    return [
        Row(f"{name}, median", median(own), "bare Input and Static", median(others), None),
        Row(f"{name}, p95", share(own, 0.95), "bare Input and Static", share(others, 0.95), None),
    ]
