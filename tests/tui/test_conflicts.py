"""Words that two machines changed differently are listed, and a key keeps one version or both."""

from __future__ import annotations

import pytest

from confnotes.actions.syncing.agreement import SyncTarget, store_target
from confnotes.tui import background_sync
from confnotes.tui.screens.conflicts import ConflictsScreen, from_difference
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, on_screen, settled, text_of

PATH = f"{CONFERENCE}/Old.md"
FIRST, SECOND = "- tiny nudges ^t101200", "- large nudges ^t101200"
HEAD = "> [!conflict] laptop 10:12 / desktop 10:15\n"
CALLOUT = f"{HEAD}> {FIRST}\n>\n> ---\n>\n> {SECOND}\n"
BODY = f"- before\n{CALLOUT}- between\n{CALLOUT}> a quote\n"


@pytest.mark.parametrize(("key", "kept"), [("m", f"{FIRST}\n"), ("t", f"{SECOND}\n"), ("b", f"{FIRST}\n{SECOND}\n")])
async def test_a_key_keeps_a_version_and_undo_brings_both_back(vault: Vault, key: str, kept: str) -> None:
    vault.save(PATH, BODY, None)
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "x")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ConflictsScreen)
        shown = [" ".join(line.split()) for line in text_of(screen.list).split("\n")]
        assert "▸ 2 laptop 10:12 - tiny nudges ^t101200" in shown and "desktop 10:15 - large nudges ^t101200" in shown
        assert "2 places" in text_of(screen.top)
        await pilot.press(key)
        await settled(pilot)
        assert vault.read(PATH).text == f"- before\n{kept}- between\n{CALLOUT}> a quote\n"
        assert "1 place" in text_of(screen.top)
        await pilot.press("u")
        await settled(pilot)
        assert vault.read(PATH).text == BODY
        assert "2 places" in text_of(screen.top)


async def test_enter_opens_the_note_at_the_callout_and_what_is_typed_there_is_kept(vault: Vault) -> None:
    vault.save(PATH, BODY, None)
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "x")
        await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        note = app.screen
        assert isinstance(note, NoteScreen) and note.editor.cursor_location[0] == 8
        await pilot.press("ctrl+home", "X", "ctrl+g", "g", "x")
        await settled(pilot)
        await pilot.press("t")
        await settled(pilot)
        assert vault.read(PATH).text == f"X- before\n{SECOND}\n- between\n{CALLOUT}> a quote\n"
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen is note and note.editor.text.startswith(f"X- before\n{SECOND}\n- between\n")


@pytest.mark.parametrize(
    ("ours", "theirs", "shown"),
    [
        ("- a tiny nudge", "- a large nudge", ("- a tiny nudge", "- a large nudge")),
        (f"- {'word ' * 20}tiny", f"- {'word ' * 20}large", ("… word word word tiny", "… word word word large")),
        ("-" * 99 + "a", "-" * 99 + "b", ("-" * 99 + "a", "-" * 99 + "b")),
    ],
)
def test_of_long_lines_the_part_that_differs_is_shown(ours: str, theirs: str, shown: tuple[str, str]) -> None:
    assert from_difference(ours, theirs, 40) == shown


async def test_a_vault_without_conflicts_says_so(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "x")
        await settled(pilot)
        assert isinstance(app.screen, ConflictsScreen) and "No conflicts." in text_of(app.screen.list)


async def test_sync_now_says_what_is_missing_and_starts_a_sync(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[background_sync.BackgroundSync] = []
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "y")
        assert app.page is not None and "confnotes sync --setup" in str(app.page.line.painted(100)[0])
        store_target(vault.root, SyncTarget("origin", ("nowhere",), "main"))
        monkeypatch.setattr(background_sync.BackgroundSync, "_start", lambda self: started.append(self))
        await pilot.press("g", "y")
        assert "Syncing" in str(app.page.line.painted(100)[0])
    assert started
