"""Leaving a screen, once or twice in one moment, and what is left behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rich.style import Style
from textual import events
from textual.screen import Screen
from textual.widgets import OptionList

from confnotes.actions.notes import take_note
from confnotes.actions.notes.note_versions import histories
from confnotes.catalogue.program.current_room import last_seat
from confnotes.tui.palette import Palette
from confnotes.tui.screens.dialog import new_note_screen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.search import SearchScreen
from confnotes.vault.journal import Journal
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, on_screen, page, settled, until


@pytest.mark.parametrize("kind", [Palette, new_note_screen, SearchScreen])
async def test_a_screen_that_is_dismissed_twice_takes_no_other_with_it(
    vault: Vault, kind: Callable[..., Screen[Any]]
) -> None:
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


BOATS, SLOW_BOATS = "harbourconf-2031/slow-boats", f"{CONFERENCE}/2031-05-12 1000 Slow Boats.md"


@pytest.mark.parametrize("leaves", ["ctrl+o", "ctrl+n", "ctrl+q"])
async def test_a_new_note_that_was_emptied_again_leaves_no_file(vault: Vault, leaves: str) -> None:
    async with on_screen(vault, size=(120, 32), talk=BOATS) as (_, pilot):
        await pilot.press(*"well", "ctrl+s")
        await settled(pilot)
        assert SLOW_BOATS in vault.note_paths()
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z", leaves)
        await settled(pilot)
    assert SLOW_BOATS not in Vault.open(vault.root).note_paths()
    assert not Journal(vault.root).all()


async def test_what_was_undone_and_left_comes_back_by_redo(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32), talk=BOATS) as (app, pilot):
        await pilot.press(*"well", "ctrl+s", "ctrl+z", "ctrl+z", "ctrl+o")
        await settled(pilot)
        app.open_talk(BOATS)
        await settled(pilot)
        await pilot.press("ctrl+y", "ctrl+y", "ctrl+s")
        await settled(pilot)
    assert "well" in vault.read(SLOW_BOATS).text


@pytest.mark.parametrize(
    "keys", [("ctrl+a", "delete"), (*"well", "ctrl+z", "ctrl+z"), ()], ids=["emptied", "undone", "looked at"]
)
async def test_a_note_that_was_there_before_is_never_removed(vault: Vault, keys: tuple[str, ...]) -> None:
    begun = take_note.draft(vault, BOATS).text
    vault.save(SLOW_BOATS, f"{begun}old\n" if "delete" in keys else begun, None)
    async with on_screen(vault, size=(120, 32), note=SLOW_BOATS) as (_, pilot):
        await pilot.press(*keys, "ctrl+o")
        await settled(pilot)
    assert vault.read(SLOW_BOATS).text.split() == begun.split()


async def test_a_new_note_with_a_field_of_ones_own_stays(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32), talk=BOATS) as (app, pilot):
        note = app.screen
        assert isinstance(note, NoteScreen)
        await pilot.press("x", "ctrl+s")
        assert note.edited.change_fields({"tags": ["sea"]})
        await pilot.press("backspace", "ctrl+o")
        await settled(pilot)
    assert "sea" in vault.read(SLOW_BOATS).text


async def test_what_was_typed_into_a_removed_note_is_among_the_earlier_versions(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32), talk=BOATS) as (_, pilot):
        await pilot.press(*"well", "ctrl+s", "ctrl+a", "delete", "ctrl+o")
        await settled(pilot)
    (deleted,) = (one for one in histories(vault) if one.is_deleted)
    assert deleted.path == SLOW_BOATS


@pytest.mark.parametrize("leaves", ["ctrl+o", "ctrl+q"])
async def test_a_note_that_was_only_looked_at_says_nothing_about_where_one_sits(vault: Vault, leaves: str) -> None:
    async with on_screen(vault, size=(120, 32), talk="harbourconf-2031/tides-in-memory") as (app, pilot):
        await pilot.press(*"well", "ctrl+o")
        await settled(pilot)
        app.open_talk(BOATS)
        await until(pilot, lambda: (seat := last_seat(vault)) is not None and seat.room == "Pier 4")
        await pilot.press(*"x", "backspace", leaves)
        await settled(pilot)
    seat = last_seat(vault)
    assert seat is not None and seat.room == "Aula"
