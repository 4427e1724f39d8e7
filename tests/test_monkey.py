"""Two hundred keys at random leave a program that answers and a vault that is whole.

More of them: `python tests/monkey.py --seeds 1 2 3 --keys 2000`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import monkey
from confnotes.vault.history import History
from confnotes.vault.vault import Vault

OWN_DOING = ("unfinished input", "unresolved link")
"""It may end in a dialog, whose half typed text is kept; and it may write in a link or delete what is linked to."""


def test_keys_at_random_break_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkey.play(tmp_path, seed=20, keys=200)
    told = (tmp_path / "doctor.txt").read_text(encoding="utf-8")
    problems = [line for line in told.splitlines() if ": " in line]
    assert not [line for line in problems if not any(kind in line for kind in OWN_DOING)]
    assert problems or "No problems found" in told
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "own" / "state"))
    assert vanished(tmp_path / "vault") == []


def vanished(root: Path) -> list[str]:
    """The notes of the sample that are neither there nor among the deleted notes, which can be restored."""
    deleted = {versions[-1].path for versions in History(root).all()}
    return [path for path in Vault(monkey.SAMPLE).note_paths() if not (root / path).exists() and path not in deleted]
