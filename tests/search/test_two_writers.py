"""Two programs search and save in one vault; `make kills` does it for a minute."""

from __future__ import annotations

from pathlib import Path

from two_writers import two_writers


def test_two_programs_that_search_and_save_lose_nothing_and_hear_of_no_lock(tmp_path: Path) -> None:
    assert not two_writers(tmp_path, 1)
