"""Leaving a screen twice in one moment leaves it once."""

from __future__ import annotations

import pytest
from rich.style import Style
from textual import events
from textual.widgets import OptionList

from confnotes.tui.palette import Palette
from confnotes.tui.screens.dialog import NewNoteScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.search import SearchScreen
from confnotes.tui.textual_private import SteadyScreen
from confnotes.vault.vault import Vault
from screen_samples import on_screen, page, settled


@pytest.mark.parametrize("kind", [Palette, NewNoteScreen, SearchScreen])
async def test_a_screen_that_is_dismissed_twice_takes_no_other_with_it(vault: Vault, kind: type[SteadyScreen]) -> None:
    async with on_screen(vault, size=(120, 32), talk="harbourconf-2031/tides-in-memory") as (app, pilot):
        screen = Palette(page(app)) if kind is Palette else kind()
        await app.push_screen(screen)
        screen.dismiss()
        screen.dismiss()
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)


async def test_two_clicks_beside_the_palette_close_it(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        now = app.screen
        await pilot.press("ctrl+p")
        await settled(pilot)
        await pilot.click(offset=(2, 30), times=2)
        await settled(pilot)
        assert app.screen is now


async def test_an_answer_that_is_being_typed_when_the_program_ends_is_noted(vault: Vault) -> None:
    async with on_screen(vault, talk="harbourconf-2031/tides-in-memory") as (app, pilot):
        note = app.screen
        assert isinstance(note, NoteScreen)
        await pilot.press(*"? why tides", "enter", "f8")
        await settled(pilot)
        await pilot.press(*"the moon", "ctrl+q")
    assert "! the moon" in vault.read(note.path).text


async def test_a_click_on_an_option_that_is_gone_by_now_chooses_nothing(vault: Vault) -> None:
    async with on_screen(vault, talk="harbourconf-2031/tides-in-memory") as (app, pilot):
        await pilot.press("ctrl+r")
        await settled(pilot)
        found = app.screen.query_one(OptionList)
        place = events.Click(found, 0, 0, 0, 0, 1, False, False, False, style=Style.from_meta({"option": 999}))
        found.post_message(place)
        await settled(pilot)
        assert app.fault is None


@pytest.mark.parametrize("talk", ["", "harbourconf-2031/tides-in-memory"])
async def test_who_presses_ctrl_c_to_leave_is_told_how(vault: Vault, talk: str) -> None:
    async with on_screen(vault, size=(80, 24), talk=talk) as (app, pilot):
        await pilot.press("ctrl+c")
        await settled(pilot)
        assert page(app).line.message == "Nothing is selected to copy. Press ctrl+q to quit."
        assert not app._notifications


async def test_ctrl_c_copies_the_line_of_a_note_and_tells_who_meant_to_leave(vault: Vault) -> None:
    async with on_screen(vault, size=(80, 24), talk="harbourconf-2031/tides-in-memory") as (app, pilot):
        await pilot.press(*"ebb", "ctrl+c")
        await settled(pilot)
        assert page(app).line.message == "Copied the line. Press ctrl+q to quit."
        await pilot.press("ctrl+v", *"flow")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, NoteScreen) and screen.editor.note.lines[-2:] == ["ebb", "ebbflow"]
