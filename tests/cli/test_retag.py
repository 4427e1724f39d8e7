"""`retag` shows what it would change, and writes it when told to."""

from __future__ import annotations

import json
from pathlib import Path

from .conftest import RunConfnotes


def test_nothing_is_written_before_one_says_yes(confnotes: RunConfnotes, vault: Path) -> None:
    note = vault / "Small Systems 2024" / "2024-05-06 1000 Clocks and their lies.md"
    before = note.read_text(encoding="utf-8")
    result = confnotes("retag", "--vault", vault, "time", "clocks", "--dry-run")
    assert result.code == 0 and "- time" in result.out and "+ - clocks" in result.out
    assert "Nothing was written" in result.err and note.read_text(encoding="utf-8") == before
    result = confnotes("retag", "--vault", vault, "time", "clocks", "--dry-run", "--yes")
    assert result.err.endswith("Nothing was written.\n") and note.read_text(encoding="utf-8") == before
    assert confnotes("retag", "--vault", vault, "time", "clocks", "--yes").err.endswith(
        "Renamed #time to #clocks. Undo with `confnotes retag --undo`.\n"
    )
    assert note.read_text(encoding="utf-8") == before.replace("- time", "- clocks").replace("#time", "#clocks")
    plan = json.loads(confnotes("retag", "--vault", vault, "clocks", "time", "--dry-run", "--json").out)
    assert (plan["old"], plan["new"], plan["written"], plan["merges"]) == ("clocks", "time", False, False)
    assert plan["notes"][0]["lines"][0]["after"] == "  - time"


def test_what_is_no_tag_is_refused(confnotes: RunConfnotes, vault: Path) -> None:
    assert confnotes("retag", "--vault", vault, "time", "two words").code == 2
    assert confnotes("retag", "--vault", vault, "nothing", "something").code == 3
