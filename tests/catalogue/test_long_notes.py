"""A note of a hundred thousand lines costs a list as much as its lines, and not their square."""

from __future__ import annotations

from pathlib import Path

import pytest

from confnotes.catalogue.list_things import list_things
from confnotes.model.note import Outline
from confnotes.vault.vault import Vault
from search_vault import put


@pytest.mark.parametrize(("what", "line"), [("tasks", "- [ ] sand"), ("questions", "? why"), ("links", "[[Nowhere]]")])
def test_the_facts_of_a_note_are_read_once_for_all_its_lines(
    what: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = Vault.create(tmp_path / "vault")
    lines = f"{line}\n\n" * 20
    put(vault, "Long.md", f"# Long\n\n{lines}")
    read: list[Outline] = []

    def title(note: Outline) -> str:
        read.append(note)
        return "Long"

    monkeypatch.setattr(Outline, "title", property(title))
    rows = list_things(vault, what)
    assert len(rows) == 20 and {row["note"] for row in rows} == {"Long"}
    assert len(read) < 20
