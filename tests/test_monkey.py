"""Five hundred keys at random leave a program that answers and a vault that is whole.

More of them: `python tests/monkey.py --seeds 1 2 3 --keys 2000`.
"""

from __future__ import annotations

from pathlib import Path

import monkey


def test_keys_at_random_break_nothing(tmp_path: Path) -> None:
    monkey.play(tmp_path, seed=20, keys=500)
    told = (tmp_path / "doctor.txt").read_text(encoding="utf-8")
    # It may end in a dialog: what is half typed there is kept, and said to be.
    assert not [line for line in told.splitlines() if ": " in line and "unfinished input" not in line]
    assert "No problems found" in told or "unfinished input" in told
