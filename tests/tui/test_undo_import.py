"""An import is undone where it happened, and from a shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from confnotes.actions.importing.import_again import look
from confnotes.actions.importing.import_program import write
from confnotes.actions.importing.import_record import last_import
from confnotes.actions.importing.undo_import import undo_import, undo_last_import
from confnotes.errors import ConflictError, NotFoundError
from confnotes.importers.importer import Hints
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.now import NowScreen
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, on_screen, settled, text_of

from .test_import import PAGE, screen

LATER = PAGE.replace("11:10 - Spotlight 1: Oil on Water", "11:15 - Spotlight 1: Oil on Water\n11:20 - Rust")


def files(vault: Vault) -> dict[str, bytes]:
    """Everything in the vault."""
    return {str(path.relative_to(vault.root)): path.read_bytes() for path in vault.root.rglob("*") if path.is_file()}


def bring(vault: Vault, source: Path, text: str) -> None:
    source.write_text(text, encoding="utf-8")
    write(vault, look(vault, [str(source)], Hints(), anyway=True).previews)


async def test_ctrl_z_undoes_an_import_and_says_what_that_changed(vault: Vault, tmp_path: Path) -> None:
    source = tmp_path / "quiet.txt"
    source.write_text(PAGE, encoding="utf-8")
    before = files(vault)
    async with on_screen(vault, size=(120, 40)) as (app, pilot):
        await pilot.press("i")
        await settled(pilot)
        screen(app).source.value = str(source)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert len(vault.conferences()) == 2
        said = screen(app).line.message
        assert said.startswith("Imported ") and said.endswith(" · ctrl+z to undo")
        after = files(vault)
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert vault.conferences() == [CONFERENCE] and files(vault) == before
        assert "files removed" in screen(app).line.message
        assert "Engines that Whisper" in text_of(screen(app).pane)
        await pilot.press("ctrl+y")
        await settled(pilot)
        assert files(vault) == after and "✓" in text_of(screen(app).pane)
        await pilot.press("escape", "i")
        await settled(pilot)
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert files(vault) == before
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app, ConfnotesApp) and isinstance(app.screen, NowScreen)


def test_the_last_import_is_undone_and_the_one_before_stays(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    bring(vault, tmp_path / "quiet.txt", PAGE)
    first = files(vault)
    bring(vault, tmp_path / "quiet.txt", LATER)
    assert files(vault) != first
    undo_last_import(Vault.open(vault.root))
    assert files(vault) == first
    with pytest.raises(NotFoundError):
        undo_last_import(vault)


def test_what_was_changed_since_an_import_is_kept_and_named(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    bring(vault, tmp_path / "quiet.txt", PAGE)
    program = vault.root / vault.conferences()[0] / "program.yaml"
    program.write_text(program.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    before = files(vault)
    with pytest.raises(ConflictError, match=r"program\.yaml changed since the import"):
        undo_last_import(vault)
    assert files(vault) == before


def test_stars_and_notes_since_an_import_stay(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    bring(vault, tmp_path / "quiet.txt", PAGE)
    name = vault.conferences()[0]
    (vault.root / name / "Mine.md").write_text("mine\n", encoding="utf-8")
    undo_last_import(vault)
    assert [path for path in files(vault) if path.startswith(name)] == [f"{name}/Mine.md"]


def test_an_undone_import_can_be_redone(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    bring(vault, tmp_path / "quiet.txt", PAGE)
    after, written = files(vault), last_import(vault)
    assert written is not None
    again = undo_import(vault, written)
    assert vault.conferences() == []
    undo_import(vault, again)
    assert files(vault) == after and last_import(vault) == written


def test_an_undone_import_leaves_no_empty_folder(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    bring(vault, tmp_path / "quiet.txt", PAGE)
    star = vault.root / vault.conferences()[0] / "marks.yaml"
    star.write_text("# mine\n", encoding="utf-8")
    undo_last_import(vault)
    left = {one.relative_to(vault.root).as_posix() for one in vault.root.rglob("*") if one.is_dir()}
    assert left == {".confnotes", star.parent.name}
