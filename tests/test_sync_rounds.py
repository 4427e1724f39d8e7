"""Three machines that type, rename, import and are killed while they sync have one vault with every line at the end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import sync_rounds


@pytest.mark.needs("git")
@pytest.mark.parametrize("seed", range(10))
def test_every_line_is_there_once_on_every_machine(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", os.environ.copy())
    sync_rounds.set_environment(tmp_path)
    assert sync_rounds.play_round(seed, tmp_path, steps=3) == []
