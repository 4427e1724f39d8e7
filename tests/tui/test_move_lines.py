"""Lines that were typed in the wrong room go to the right talk, from its note, and come back."""

from __future__ import annotations

import pytest

from confnotes.actions.notes.add_line import add_line
from confnotes.actions.notes.take_note import note_for
from confnotes.clock import AppClock
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.move_lines import MoveLinesScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.vault.vault import Vault
from screen_samples import at, chosen_text, on_screen, settled, text_of

TIDES, BOATS = "harbourconf-2031/tides-in-memory", "harbourconf-2031/slow-boats"


@pytest.fixture
def tides(vault: Vault) -> str:
    """The path of a note with a line of each talk."""
    add_line(vault, "the tide", TIDES, at("10:02"))
    add_line(vault, "an oar", TIDES, at("10:26"))
    return add_line(vault, "  - of oak", TIDES, at("10:27")).path


def note_screen(app: ConfnotesApp) -> NoteScreen:
    assert isinstance(app.screen, NoteScreen), app.screen
    return app.screen


def move_screen(app: ConfnotesApp) -> MoveLinesScreen:
    assert isinstance(app.screen, MoveLinesScreen), app.screen
    return app.screen


async def test_the_last_minutes_go_to_the_other_room_and_back(vault: Vault, tides: str) -> None:
    before = vault.read(tides).text
    async with on_screen(vault, at("10:29"), size=(120, 32), note=tides) as (app, pilot):
        await pilot.press("ctrl+g", "M")
        await settled(pilot)
        screen = move_screen(app)
        assert screen.minutes.value == "10 min"
        assert "10:26  an oar" in text_of(screen.pane)
        assert "the tide" not in text_of(screen.pane)
        assert "Slow Boats" in chosen_text(screen.list)
        await pilot.press("left", "left")
        assert "the tide" in text_of(screen.pane)
        app.time = AppClock(at("10:37"))
        await pilot.press("right", "right", "enter")
        await settled(pilot)
        assert note_screen(app).key == BOATS
        assert note_screen(app).editor.text.strip() == "an oar ^t102600\n  - of oak ^t102700"
        assert "2 lines moved here from “Tides in Memory” · ctrl+z to undo" in text_of(note_screen(app).below)
        assert vault.note(tides).body.strip() == "the tide ^t100200"
        await pilot.press("ctrl+g", "M")
        await settled(pilot)
        assert "Move 2 lines back to “Tides in Memory”" in chosen_text(move_screen(app).list)
        await pilot.press("enter")
        await settled(pilot)
        assert note_screen(app).key == TIDES
        assert vault.read(tides).text == before
    assert note_for(vault, BOATS) is None  # the move had created the note


async def test_a_move_is_undone_in_the_other_note_with_the_key_that_undoes_text(vault: Vault, tides: str) -> None:
    before = vault.read(tides).text
    async with on_screen(vault, at("10:29"), size=(120, 32), note=tides) as (app, pilot):
        await pilot.press("ctrl+g", "M")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        note = note_screen(app)
        assert note.key == BOATS and "an oar" in note.editor.text
        await pilot.press("end", *" more", "ctrl+z", "ctrl+z")
        await settled(pilot)
        assert "an oar" not in note.editor.text and vault.read(tides).text == before
        assert note_for(vault, BOATS) is None  # the move had created the note
        assert "Undone. Back in “Tides in Memory”" in text_of(note.below)
        await pilot.press("ctrl+y")
        await settled(pilot)
        assert "an oar" in note.editor.text and vault.note(tides).body.strip() == "the tide ^t100200"


async def test_what_was_not_saved_yet_goes_too_and_a_few_letters_find_the_talk(vault: Vault, tides: str) -> None:
    async with on_screen(vault, at("10:29"), note=tides) as (app, pilot):
        await pilot.press("enter", *"now")
        await pilot.press("ctrl+g", "M", *"knots")
        await settled(pilot)
        assert "Ropes and Knots" in chosen_text(move_screen(app).list)
        await pilot.press("enter")
        await settled(pilot)
        assert "now ^t1029" in note_screen(app).editor.text
    assert "now" not in vault.note(tides).body


async def test_what_was_typed_before_the_talk_and_has_no_stamp_goes_whole_and_comes_back(vault: Vault) -> None:
    async with on_screen(vault, at("08:00")) as (app, pilot):
        app.open_talk(TIDES)
        await settled(pilot)
        await pilot.press(*"oars", "enter", *"ropes")
        await settled(pilot)
        path = note_screen(app).path
        await pilot.press("ctrl+g", "M")
        await settled(pilot)
        screen = move_screen(app)
        assert screen.minutes.value == "everything" and "2 lines" in text_of(screen.top)
        await pilot.press(*"slow", "enter")
        await settled(pilot)
        assert note_screen(app).key == BOATS
        assert note_screen(app).editor.text.strip() == "oars\nropes"
        assert vault.note(path).body.strip() == ""
        await pilot.press("ctrl+g", "M", "enter")
        await settled(pilot)
        assert vault.note(path).body.strip() == "oars\nropes"


async def test_leaving_moves_nothing(vault: Vault, tides: str) -> None:
    before = vault.read(tides).text
    async with on_screen(vault, at("10:29"), note=tides) as (app, pilot):
        await pilot.press("ctrl+g", "M", "escape")
        await settled(pilot)
        assert note_screen(app).key == TIDES
    assert vault.read(tides).text == before
