"""Measures confnotes against plain tools and prints one table; ends with 1 when a target is missed.

    python tests/bench/run.py [--notes N] [PART ...]

Everything is made in `.bench/` of the checkout, which may be deleted at any time.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PARTS = (
    "cli_start",
    "tui_paint",
    "typing_sizes",
    "relevance",
    "search_as_typed",
    "search_saved",
    "search_paint",
    "search_start",
    "search_build",
    "search_several",
    "memory",
    "idle",
    "summary",
    "summary_pdf",
    "program_import",
    "shell_verbs",
    "names",
    "live_typing",
)


def main() -> int:
    """Run the parts that are named, else all."""
    sys.path.insert(0, str(HERE.parent))
    from bench.measure import OWN_FOLDERS, Bench, Row, table

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, default=10_000, metavar="N", help="how many notes (default 10,000)")
    parser.add_argument("part", nargs="*", metavar="PART", help=", ".join(PARTS))
    chosen = parser.parse_args()
    folder = HERE.parents[1] / ".bench"
    folder.mkdir(exist_ok=True)
    bench = Bench(folder, chosen.notes)
    os.environ.update({name: bench.environment()[name] for name in OWN_FOLDERS})
    rows: list[Row] = []
    for part in chosen.part or PARTS:
        print(f"measuring {part} ...", file=sys.stderr)
        rows += importlib.import_module(f"bench.{part}").run(bench)
    print(table(rows))
    return 0 if all(row.ok for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
