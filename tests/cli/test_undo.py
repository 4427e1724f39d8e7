"""`rename`, `link` and `retag` take back what one of them wrote last, whichever it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import RunConfnotes

WRITTEN = {
    "retag": ("retag", "time", "clocks", "--yes"),
    "rename": ("rename", "Slow boats", "Slow ships", "--yes"),
    "link": ("link", "Slow boats", "--yes"),
}


@pytest.fixture
def notes(vault: Path) -> Path:
    (vault / "Slow boats.md").write_text("# Slow boats\n", encoding="utf-8")
    (vault / "Harbour.md").write_text("Slow boats, [[Slow boats]] #time\n", encoding="utf-8")
    return vault


def texts(vault: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in vault.rglob("*.md")}


@pytest.mark.parametrize("verb", WRITTEN)
@pytest.mark.parametrize("undoing", WRITTEN)
def test_undo_of_each_command_undoes_changes_of_the_others(
    confnotes: RunConfnotes, notes: Path, verb: str, undoing: str
) -> None:
    before = texts(notes)
    assert confnotes(*WRITTEN[verb], "--vault", notes).code == 0
    assert texts(notes) != before
    result = confnotes(undoing, "--undo", "--vault", notes)
    assert (result.code, texts(notes)) == (0, before)
    assert result.err == ("Undone: renamed back to Slow boats.md.\n" if verb == "rename" else "Undone.\n")
    assert confnotes(undoing, "--undo", "--vault", notes).code == 3


def test_a_file_changed_since_is_kept_and_reported(confnotes: RunConfnotes, notes: Path) -> None:
    confnotes(*WRITTEN["link"], "--vault", notes)
    (notes / "Harbour.md").write_text("nothing of it\n", encoding="utf-8")
    result = confnotes("link", "--undo", "--vault", notes, "--json")
    assert result.code == 1
    assert json.loads(result.out)["changed_since"] == ["Harbour.md"]
    assert "changed since then: Harbour.md" in result.err
