"""Tags stand in a tree; enter shows what has one, F2 renames it in all notes after showing the lines."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.search import SearchScreen
from confnotes.tui.screens.tags import RetagScreen, TagNameScreen, TagsScreen
from confnotes.vault.vault import Vault
from screen_samples import at, settled, text_of, until


@pytest.fixture
def app(vault: Vault) -> ConfnotesApp:
    vault.save("Notes/One.md", "---\ntags: [sea, sea/deep]\n---\n#boats\n", None)
    vault.save("Notes/Two.md", "about #Sea and #harbour\n", None)
    return ConfnotesApp(vault, at("18:00"))


async def opened(pilot: Pilot[None]) -> TagsScreen:
    await settled(pilot)
    await pilot.press("g", "k")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, TagsScreen)
    return screen


def rows(screen: TagsScreen) -> list[str]:
    return [" ".join(line.split()).casefold() for line in text_of(screen.list).split("\n") if line.strip()]


async def test_nested_tags_stand_under_theirs_and_enter_shows_the_notes(app: ConfnotesApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert rows(screen) == ["▸ #boats 1 note", "#harbour 1 note", "#sea 2 notes", "#deep 1 note"]
        await pilot.press("slash", *"dee")
        await settled(pilot)
        assert rows(screen) == ["▸ #sea/deep 1 note"]
        await pilot.press("enter", "enter")
        await settled(pilot)
        assert isinstance(app.screen, SearchScreen)
        await until(pilot, lambda: isinstance(app.screen, SearchScreen) and "One" in text_of(app.screen.list))


async def test_a_tag_is_renamed_after_its_lines_were_shown(vault: Vault, app: ConfnotesApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("slash", *"sea", "ctrl+g", "r")
        await settled(pilot)
        assert isinstance(app.screen, TagNameScreen)
        await pilot.press(*"boats")
        assert "will be merged" in str(app.screen.query_one("#means", Static).render())
        await pilot.press("backspace", *"-trip", "enter")
        await settled(pilot)
        shown = app.screen
        assert isinstance(shown, RetagScreen)
        assert "+ about #boat-trip and #harbour" in text_of(shown.list)
        assert vault.read("Notes/Two.md").text == "about #Sea and #harbour\n"
        await pilot.press("enter")
        await settled(pilot)
        assert vault.read("Notes/Two.md").text == "about #boat-trip and #harbour\n"
        assert vault.read("Notes/One.md").text == "---\ntags: [boat-trip, boat-trip/deep]\n---\n#boats\n"
        await pilot.press("escape")
        await settled(pilot)
        assert "#boat-trip 2 notes" in " ".join(rows(screen))


async def test_a_note_that_is_open_with_unsaved_text_keeps_it(vault: Vault, app: ConfnotesApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.open_path("Notes/Two.md")
        await settled(pilot)
        note = app.screen
        assert isinstance(note, NoteScreen)
        await pilot.press(*"typed ")
        app.action_tags()
        await settled(pilot)
        await pilot.press("slash", *"harb", "ctrl+g", "r")
        await settled(pilot)
        await pilot.press(*"port", "enter")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("escape", "escape")
        await settled(pilot)
        await until(pilot, lambda: "#port" in note.editor.text)
        assert "typed" in note.editor.text
    text = vault.read("Notes/Two.md").text
    assert "typed" in text and "#port" in text and "#harbour" not in text
