from pathlib import Path

import pytest

from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.export import ExportScreen
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, at, settled, text_of, until


def screen(app: ConfnotesApp) -> ExportScreen:
    assert isinstance(app.screen, ExportScreen)
    return app.screen


async def test_the_summary_is_seen_while_one_chooses_and_written_where_one_says(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("x")
        await settled(pilot)
        await until(pilot, lambda: f"# {CONFERENCE}" in text_of(screen(app).pane))
        assert screen(app).file.value == f"{CONFERENCE} summary.md"
        await pilot.press("right")
        assert screen(app).file.value == f"{CONFERENCE} summary.html"
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "written" in screen(app).line.message
    page = (tmp_path / f"{CONFERENCE} summary.html").read_text(encoding="utf-8")
    assert page.startswith("<!") and "Tides in Memory" in page


async def test_the_papers_are_written_as_a_bibliography(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    vault.save(f"{CONFERENCE}/Reading.md", "See arXiv:1905.13633.\n", None)
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("x")
        await settled(pilot)
        await pilot.press("right", "right", "right")
        await until(pilot, lambda: "1905.13633" in text_of(screen(app).pane))
        assert screen(app).file.value == f"{CONFERENCE} papers.bib"
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "written" in screen(app).line.message
    assert "1905.13633" in (tmp_path / f"{CONFERENCE} papers.bib").read_text(encoding="utf-8")


async def test_a_file_that_is_there_is_replaced_only_when_asked_twice(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    there = tmp_path / f"{CONFERENCE} summary.md"
    there.write_text("mine", encoding="utf-8")
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("x")
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert there.read_text(encoding="utf-8") == "mine" and "ctrl+s again" in screen(app).line.message
        await pilot.press("ctrl+s")
        await settled(pilot)
    assert CONFERENCE in there.read_text(encoding="utf-8")


async def test_a_place_that_cannot_be_written_is_said_with_what_to_do(vault: Vault, tmp_path: Path) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("x")
        await settled(pilot)
        screen(app).file.value = str(tmp_path / "nowhere" / "summary.md")
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "there is no folder" in screen(app).line.message and "make it first" in screen(app).line.message
