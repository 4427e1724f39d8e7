"""Find and replace in the note that is being written."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual import events
from textual.dom import DOMNode
from textual.pilot import Pilot

from confnotes.tui import typed_ahead
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.typed_ahead import KeyQueue
from confnotes.vault.vault import Vault
from screen_samples import at, settled, text_of, until
from tui.test_note import NOTE, SMALL, screen_of

BODY = "# Cafe\nOne cafe ^t101000\ntwo Café, three CAFE ^t101100\nt10 %% cafe %%\n"


@pytest.fixture
def note(vault: Vault) -> Path:
    path = vault.root / NOTE
    path.write_text(f"---\ntitle: cafe\n---\n{BODY}", encoding="utf-8")
    return path


async def opened(app: ConfnotesApp, pilot: Pilot[None]) -> None:
    app.open_path(NOTE, 5)
    await settled(pilot)


def count_of(app: ConfnotesApp) -> str:
    return text_of(screen_of(app).find_bar._count).strip()


async def test_it_finds_as_one_types_from_where_one_is_and_goes_round(vault: Vault, note: Path) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot)
        await pilot.press("ctrl+f", *"cafe")
        assert count_of(app) == "2 of 5"
        await pilot.press("down", "enter", "enter", "down")
        assert count_of(app) == "1 of 5"
        await pilot.press("up", "up")
        assert count_of(app) == "4 of 5"
        await pilot.press("escape")
        assert screen_of(app).editor.selected_text == "CAFE"
        assert screen_of(app).editor.has_focus
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert not screen_is_note(app)


def screen_is_note(app: ConfnotesApp) -> bool:
    return type(app.screen).__name__ == "NoteScreen"


async def test_capitals_and_accents_count_when_they_are_typed_and_stamps_are_never_found(
    vault: Vault, note: Path
) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot)
        for wanted, seen in (("CAFE", "1 of 1"), ("café", "1 of 1"), ("t10", "1 of 1"), ("^t101", "no matches")):
            await pilot.press("ctrl+f", *wanted)
            assert count_of(app) == seen, wanted


async def test_find_starts_with_the_selection_and_returns_without_a_match(vault: Vault, note: Path) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot)
        editor = screen_of(app).editor
        editor.move_cursor((2, 10))
        await pilot.press(*["shift+right"] * 5)
        await pilot.press("ctrl+f")
        assert screen_of(app).find_bar.wanted.value == "three"
        await pilot.press("x", "y", "escape")
        assert editor.cursor_location == (2, 10)


async def test_one_is_replaced_at_a_time_or_all_at_once_as_one_step_and_stamps_stay(vault: Vault, note: Path) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot)
        editor = screen_of(app).editor
        await pilot.press("ctrl+f", *"cafe", "tab", *"cafes", "enter")
        assert "One cafes ^t101000\ntwo Café" in editor.text
        assert count_of(app) == "3 of 5"
        await pilot.press("ctrl+g", "A")
        expected = "# cafes\nOne cafess ^t101000\ntwo cafes, three cafes ^t101100\nt10 %% cafes %%\n"
        assert editor.text == expected
        await pilot.press("ctrl+z")
        assert "two Café, three CAFE ^t101100" in editor.text
        await pilot.press("ctrl+z", "escape")
        assert editor.text == BODY


async def test_the_keys_of_the_bar_stand_below_and_the_way_back_has_room_in_a_small_window(
    vault: Vault, note: Path
) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot)
        await until(pilot, lambda: "ctrl+o close" in text_of(screen_of(app).below))
        await pilot.press("ctrl+f")
        assert "tab replace" in text_of(screen_of(app).below)
        await pilot.press("tab")
        assert "ctrl+g A all" in text_of(screen_of(app).below)
        await pilot.press("escape")
        assert "ctrl+g A all" not in text_of(screen_of(app).below)


async def test_what_was_typed_while_the_program_was_stopped_is_for_the_bar(
    vault: Vault, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def follow(keys: KeyQueue, way: Sequence[DOMNode]) -> None:
        lengths.append(len(way))
        if len(lengths) == 3:
            time.sleep(typed_ahead.LONGEST_WAIT + 0.2)  # all of the program, as on a machine that is busy
        follows(keys, way)

    lengths: list[int] = []
    follows = KeyQueue._follow
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=SMALL) as pilot:
        await opened(app, pilot)
        screen = screen_of(app)
        before = screen.editor.text
        monkeypatch.setattr(KeyQueue, "_follow", follow)
        for key in ("ctrl+f", *"cafe", "enter", "escape", "Q"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: screen.editor.text != before)
        assert screen.editor.text == before.replace("two Café", "two Q", 1)
