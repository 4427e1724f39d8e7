"""Placing photos on the screen: seen before it is written, and a folder that is watched while the app runs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.pilot import Pilot

from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.photos import PhotosScreen
from confnotes.tui.screens.picture import PictureScreen
from confnotes.vault.vault import Vault
from photo_samples import jpeg
from screen_samples import CONFERENCE, at, on_screen, page, settled, text_of, until

TIDES = f"{CONFERENCE}/2031-05-12 1000 Tides in Memory.md"
NOTE = "---\ntitle: Tides in Memory\ntalk: harbourconf-2031/tides-in-memory\n---\n\n- the moon ^t101000\n"


@pytest.fixture
def phone(tmp_path: Path, vault: Vault) -> Path:
    (vault.root / TIDES).write_text(NOTE, encoding="utf-8")
    folder = tmp_path / "phone"
    folder.mkdir()
    (folder / "IMG_1.JPG").write_bytes(jpeg("2031:05:12 10:12:15"))
    (folder / "IMG_2.JPG").write_bytes(jpeg("2031:05:12 10:13:00"))
    (folder / "shared.jpg").write_bytes(jpeg(None))
    return folder


async def shown(pilot: Pilot[None], folder: Path) -> PhotosScreen:
    """The screen with the plan for that folder."""
    await settled(pilot)
    await pilot.press("g", "f")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, PhotosScreen)
    screen.source.value = str(folder)
    await pilot.press("enter")
    await settled(pilot)
    return screen


@pytest.mark.parametrize("size", [(80, 24), (120, 32)])
async def test_the_plan_says_where_each_photo_goes_and_why(vault: Vault, phone: Path, size: tuple[int, int]) -> None:
    app = ConfnotesApp(vault, at("11:30"))
    async with app.run_test(size=size) as pilot:
        screen = await shown(pilot, phone)
        seen = text_of(screen.list)
        top = text_of(screen.top)
    assert "TO PLACE" in seen
    assert "10:12:15" in seen
    assert "Tides in Memory" in seen
    assert "“the moon” · you were writing in it at 10:10" in seen
    assert "no time taken" in seen
    assert "2 to place · 1 not placed" in top
    assert (vault.root / TIDES).read_text(encoding="utf-8") == NOTE


async def test_enter_places_what_is_not_left_out_and_then_opens_the_note(vault: Vault, phone: Path) -> None:
    app = ConfnotesApp(vault, at("11:30"))
    async with app.run_test(size=(120, 32)) as pilot:
        screen = await shown(pilot, phone)
        await pilot.press("down", "space")
        assert "left out" in text_of(screen.list)
        await pilot.press("enter")
        await settled(pilot)
        assert "1 photo placed" in page(app).line.message
        assert "PLACED" in text_of(screen.list)
        text = (vault.root / TIDES).read_text(encoding="utf-8")
        assert text == f"{NOTE}![[2031-05-12 101215.jpg]] ^t101215\n"
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)


async def test_a_note_that_is_open_takes_the_photo_in(vault: Vault, phone: Path) -> None:
    async with on_screen(vault, at("10:20"), size=(120, 32)) as (app, pilot):
        app.open_path(TIDES)
        await settled(pilot)
        note = app.screen
        assert isinstance(note, NoteScreen)
        await pilot.press("ctrl+end")
        await pilot.press(*"sun")
        app.action_photos()
        await settled(pilot)
        assert isinstance(app.screen, PhotosScreen)
        app.screen.source.value = str(phone)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: note.editor.text.count("![[") == 2)
        assert "sun" in note.editor.text


async def test_a_photo_is_seen_before_it_is_placed(vault: Vault, phone: Path) -> None:
    app = ConfnotesApp(vault, at("11:30"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await shown(pilot, phone)
        await pilot.press("ctrl+g", "Z")
        await until(pilot, lambda: isinstance(app.screen, PictureScreen))
        await until(pilot, lambda: "IMG_1.JPG" in text_of(page(app).top))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)


async def test_a_missing_folder_is_reported(vault: Vault, phone: Path) -> None:
    app = ConfnotesApp(vault, at("11:30"))
    async with app.run_test(size=(120, 32)) as pilot:
        screen = await shown(pilot, phone / "nowhere")
        assert "file or folder not found" in screen.line.message
        screen.shift.value = "an hour"
        screen.source.value = str(phone)
        await pilot.press("enter")
        await settled(pilot)
        assert "is not a duration" in screen.line.message


async def test_a_watched_folder_places_what_comes_and_is_remembered(
    vault: Vault, phone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("confnotes.catalogue.photos.photo_files.LOOK_EVERY", 0.05)
    app = ConfnotesApp(vault, at("10:20"))
    async with app.run_test(size=(120, 32)) as pilot:
        screen = await shown(pilot, phone)
        await pilot.press("ctrl+g", "W")
        await settled(pilot)
        assert "watching phone" in text_of(screen.top)
        await until(pilot, lambda: "2 photos placed" in page(app).line.message)
        (phone / "IMG_3.JPG").write_bytes(jpeg("2031:05:12 10:14:00"))
        await until(pilot, lambda: (vault.root / TIDES).read_text(encoding="utf-8").count("![[") == 3)
    again = ConfnotesApp(vault, at("10:20"))
    async with again.run_test(size=(120, 32)) as pilot:
        await until(pilot, lambda: again.photos.folder == phone)
        await pilot.press("g", "f")
        await settled(pilot)
        await pilot.press("ctrl+g", "W")
        assert again.photos.folder is None


async def test_a_picture_in_a_note_is_opened_in_the_program_for_pictures(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, opener = tmp_path / "seen", tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" > "{seen}"\n', encoding="utf-8")
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{opener.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr("sys.platform", "linux")
    (vault.root / TIDES).write_text(f"{NOTE}![[2031-05-12 101215.jpg]]\n![[drawing.svg]]\n", encoding="utf-8")
    (vault.root / "2031-05-12 101215.jpg").write_bytes(jpeg("2031:05:12 10:12:15"))
    (vault.root / "drawing.svg").write_text("<svg/>", encoding="utf-8")
    async with on_screen(vault, at("10:20"), size=(120, 32)) as (app, pilot):
        app.open_path(TIDES)
        await settled(pilot)
        note = app.screen
        assert isinstance(note, NoteScreen)
        row = next(row for row, line in enumerate(note.editor.text.split("\n")) if "![[" in line)
        note.editor.move_cursor((row, 4))
        await pilot.press("ctrl+right_square_bracket")
        await until(pilot, lambda: seen.exists() and seen.read_text(encoding="utf-8").endswith(".jpg\n"))
        assert "Opening 2031-05-12 101215.jpg" in text_of(note.line)
        note.editor.move_cursor((row + 1, 4))
        await pilot.press("ctrl+right_square_bracket")
        await settled(pilot)
        assert "Open it in another program" in text_of(note.line), "an SVG may run scripts"
