"""Somebody types while lines come into the same note from elsewhere: both are there, without a question."""

from __future__ import annotations

from pathlib import Path

import forked
from confnotes.actions.notes.add_line import add_line
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.note.view import state_of
from confnotes.vault.vault import Vault
from screen_samples import at, harbour_vault, on_screen, settled
from terminal import CONFNOTES, Terminal, environment_of

TIDES = "harbourconf-2031/tides-in-memory"


def screen_of(app: ConfnotesApp) -> NoteScreen:
    assert isinstance(app.screen, NoteScreen), app.screen
    return app.screen


async def test_a_line_added_from_elsewhere_joins_what_is_being_typed(vault: Vault) -> None:
    path = add_line(vault, "first", TIDES, at("10:05")).path
    async with on_screen(vault, size=(120, 32), note=path) as (app, pilot):
        screen = screen_of(app)
        await pilot.press("enter", *"typed")
        add_line(Vault.open(vault.root), "added", TIDES, at("10:11"))
        screen.save_now()
        assert state_of(screen.edited)[0].text == "saved"
        await pilot.press(*" on")
        assert "added" in screen.editor.text
        assert "typed on" in screen.editor.text
        screen.save_now()
        assert vault.read(path).text == screen.edited.whole
        for _ in range(9):
            await pilot.press("ctrl+z")
        assert screen.editor.text.split() == ["first", "^t100500", "added", "^t101100"]
        for _ in range(9):
            await pilot.press("ctrl+y")
        assert "typed on" in screen.editor.text
        assert "added" in screen.editor.text


async def test_a_note_that_was_begun_in_two_places_has_the_lines_of_both(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32), talk=TIDES) as (app, pilot):
        screen = screen_of(app)
        await pilot.press(*"typed")
        added = add_line(Vault.open(vault.root), "added", TIDES, at("10:10"))
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert not isinstance(app.screen, NoteScreen)
        assert added.path == screen.path
    text = vault.read(added.path).text
    assert "typed ^t1010" in text
    assert "added ^t1010" in text


def test_a_line_from_the_shell_comes_into_the_note_that_is_open_in_a_terminal(tmp_path: Path) -> None:
    vault = harbour_vault(tmp_path / "vault")
    environment = environment_of(tmp_path)
    with Terminal([*CONFNOTES, "--vault", "vault"], folder=tmp_path, environment=environment) as terminal:
        terminal.wait_for("Tides in Memory")
        terminal.press("enter")
        terminal.wait_for("Speaker")
        terminal.type("the tide comes")
        forked.run(["--vault", "vault", "add", "from the phone", "--to", TIDES], environment, tmp_path)
        terminal.type(" and goes")
        terminal.wait_for("from the phone")
        assert "the tide comes and goes" in terminal.text
        note = next(vault.root.glob("*/*Tides*.md"))
        terminal.wait_until(lambda: "comes and goes" in note.read_text(encoding="utf-8"), "what was typed, on the disk")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    text = note.read_text(encoding="utf-8")
    assert "the tide comes and goes ^t1010" in text
    assert "from the phone ^t1010" in text
    assert len(list(vault.root.glob("*/*Tides*.md"))) == 1
