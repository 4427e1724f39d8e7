"""A few of the kills of `make kills`, always the same ones."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from kills import SCENES, kill_once


@pytest.mark.parametrize("scene", SCENES)
def test_what_was_typed_a_second_ago_survives_a_kill(scene: str, tmp_path: Path) -> None:
    outcome = kill_once(scene, tmp_path, random.Random(f"{scene} 4"))
    assert outcome.faults == []
    assert outcome.words or scene in ("importing", "editing")
