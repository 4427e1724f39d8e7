"""A note that was begun without a program, and the talk that it turns out to be about."""

from __future__ import annotations

from pathlib import Path

from confnotes.actions.importing import match_notes
from confnotes.actions.notes.take_note import new_note, save
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.talk_choice import MatchTalkScreen
from confnotes.vault.vault import Vault
from program_files import save_program
from screen_samples import CONFERENCE, StoppedClock, at, chosen_text, harbour, on_screen, settled, text_of, until

BOATS = "harbourconf-2031/slow-boats"


def note_screen(app: ConfnotesApp) -> NoteScreen:
    assert isinstance(app.screen, NoteScreen), app.screen
    return app.screen


async def test_a_note_is_begun_with_no_program_at_all_and_joined_with_a_talk_later(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "empty")
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(120, 32)) as pilot:
        await settled(pilot)
        await pilot.press("n", *"boats", "enter")
        await settled(pilot)
        await pilot.press(*"oars")
        note_screen(app).save_now()
        save_program(vault, CONFERENCE, harbour())
        note_screen(app).matcher.choose()
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, MatchTalkScreen)
        assert "SUGGESTED" in text_of(screen.list)
        assert "Slow Boats" in chosen_text(screen.list)
        await pilot.press("enter")
        await settled(pilot)
        assert note_screen(app).key == BOATS
        assert note_screen(app).heading == "Slow Boats"
        await pilot.press(*" and sails")
        await pilot.press("ctrl+g", "n", *"rigging", "enter")
        await settled(pilot)
        assert note_screen(app).heading == "rigging"
    text = vault.read("Notes/boats.md").text
    assert f"talk: {BOATS}\n" in text
    assert "title: boats\n" in text
    assert "oars and sails" in text


async def test_attaching_is_undone_where_it_was_done_and_what_was_typed_since_stays(vault: Vault) -> None:
    note = new_note(vault, "boats", None, at("10:02"))
    path = save(vault, note, note.text + "oars\n").path
    before = vault.read(path).text
    async with on_screen(vault, at("10:10"), size=(120, 32), note=path) as (app, pilot):
        note_screen(app).matcher.choose()
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert "Attached to “Slow Boats”, with its time and room · ctrl+z to undo" in text_of(note_screen(app).below)
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert (note_screen(app).key, vault.read(path).text) == (None, before)
        assert "Undone. No longer attached to “Slow Boats”" in text_of(note_screen(app).below)
        await pilot.press("ctrl+y")
        await settled(pilot)
        assert note_screen(app).key == BOATS
        assert f"talk: {BOATS}" in vault.read(path).text


async def test_a_note_that_is_open_learns_its_talk_when_another_program_imports_it(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "empty")
    app = ConfnotesApp(vault, at("10:40"))
    app.time = StoppedClock(at("10:40"))
    async with app.run_test(size=(120, 32)) as pilot:
        app.open_new("Slow Boats")
        await settled(pilot)
        await pilot.press(*"oars")
        screen = note_screen(app)
        screen.save_now()
        save_program(vault, CONFERENCE, harbour())
        match_notes.attach(Vault.open(vault.root), "Notes/Slow Boats.md", BOATS)
        await until(pilot, lambda: screen.memory.card)
        assert screen.memory.card is not None
        assert screen.key == BOATS
        assert f"Slow Boats {screen.memory.card.room}" in " ".join(text_of(screen.top).split())
        await pilot.press(*" more")
        assert screen.editor.text.strip() == "oars more ^t104000"


async def test_a_talk_that_has_a_note_is_refused(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    note = new_note(vault, "boats", None, at("10:10"))
    save(vault, note, f"{note.text}oars\n")
    async with app.run_test(size=(120, 32)) as pilot:
        app.open_talk(BOATS)
        await settled(pilot)
        await pilot.press(*"mine")
        note_screen(app).save_now()
        app.open_path(note.path)
        await settled(pilot)
        note_screen(app).matcher.choose()
        await pilot.press(*"slow", "enter")
        await settled(pilot)
        assert note_screen(app).key is None
        assert "already has a note" in text_of(note_screen(app).below)
