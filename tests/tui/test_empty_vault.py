"""A vault without anything in it: each screen says the next step, whole at 80 columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from confnotes.tui.widgets.rows import Remark, RowList
from confnotes.vault.vault import Vault
from screen_samples import on_screen, page, settled, text_of

NEXT_STEPS = {
    "w": "Press g n, then i to import a program.",
    "b": "Or press g n, then i to import a program with papers.",
    "v": "Press g n, then i to import one.",
    "t": "Start a line in a note with - [ ] for a task or ? for a question.",
    "k": "Type #topic in a note.",
    "S": "Press ctrl+s on the Search screen",
    "f": "Type the folder with your phone’s photos, and press enter.",
}


@pytest.mark.parametrize("key", NEXT_STEPS)
async def test_an_empty_screen_says_the_next_step_and_cuts_nothing_off(tmp_path: Path, key: str) -> None:
    async with on_screen(Vault.create(tmp_path / "vault")) as (app, pilot):
        await pilot.press("g", key)
        await settled(pilot)
        rows = app.screen.query_one(RowList)
        said = [line for row in rows.rows if isinstance(row, Remark) for line in row.text]
        assert any(NEXT_STEPS[key] in line for line in said), said
        assert all(cell_len(f"  {line}") <= rows.scrollable_content_region.width for line in said)


@pytest.mark.parametrize(("opened", "label"), [("export", "first page"), ("unresolved", "undo"), ("conflicts", "undo")])
async def test_a_footer_names_no_key_that_does_nothing_in_an_empty_vault(
    tmp_path: Path, opened: str, label: str
) -> None:
    async with on_screen(Vault.create(tmp_path / "vault"), size=(120, 32)) as (app, pilot):
        await app.run_action(f"app.{opened}")
        await settled(pilot)
        assert label not in text_of(page(app).line)
        await pilot.press("e" if opened == "export" else "ctrl+z")
        await settled(pilot)
        assert page(app).where.value == opened
        assert page(app).line.message in ("Import a program first.", "Nothing to undo here.")
