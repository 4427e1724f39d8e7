"""Keeping a talk from the public, and a note from everybody else."""

from __future__ import annotations

import pytest

from confnotes.model.mark import Mark
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.note.view import state_of
from confnotes.tui.screens.program import ProgramScreen
from confnotes.vault.vault import Vault
from key_recorder import TALK
from screen_samples import CONFERENCE, at, on_screen, settled, text_of


@pytest.mark.parametrize("size", [(120, 32), (80, 24)])
async def test_a_key_keeps_the_chosen_talk_from_the_public_and_its_row_says_so(
    vault: Vault, size: tuple[int, int]
) -> None:
    async with on_screen(vault, at("10:40"), size=size) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        assert isinstance(app.screen, ProgramScreen)
        assert "⊘" not in text_of(app.screen.list)
        await pilot.press("ctrl+g", "X")
        await settled(pilot)
        assert text_of(app.screen.list).count("⊘") == 1
        assert len(vault.marks(CONFERENCE)[Mark.UNSHARED]) == 1
        await pilot.press("ctrl+g", "X")
        await settled(pilot)
        assert "⊘" not in text_of(app.screen.list)
        assert vault.marks(CONFERENCE)[Mark.UNSHARED] == frozenset()


async def test_a_note_is_made_private_and_shared_again_with_the_same_command(vault: Vault) -> None:
    async with on_screen(vault, at("10:10"), talk=TALK) as (app, pilot):
        await pilot.press(*"our")
        screen = app.screen
        assert isinstance(screen, NoteScreen)
        for private in (True, False):
            await screen.run_action("perform('file.make_private')")
            await settled(pilot)
            screen.save_now()
            assert ("private: true" in vault.read(screen.path).text) is private
            assert (" · private" in "".join(part.text for part in state_of(screen.edited))) is private
