"""Notes like the one on the screen."""

from __future__ import annotations

from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.dialog import ChoiceScreen
from confnotes.vault.vault import Vault
from screen_samples import at, settled, text_of, until
from tui.test_note import WIDE, screen_of

NOTES = {
    "Notes/Denoising.md": "---\ntitle: Denoising\ntags: [scores]\n---\nLangevin dynamics with learned scores.\n",
    "Notes/Sampling.md": "---\ntitle: Sampling\ntags: [scores]\n---\nLearned scores drive Langevin dynamics.\n",
    "Notes/Soup.md": "---\ntitle: Soup\n---\ncold\n",
}


def put(vault: Vault) -> None:
    for path, text in NOTES.items():
        (vault.root / path).parent.mkdir(exist_ok=True)
        (vault.root / path).write_text(text, encoding="utf-8")


async def test_the_panel_shows_what_is_like_the_note_and_why(vault: Vault) -> None:
    put(vault)
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_path("Notes/Denoising.md")
        await until(pilot, lambda: "Related" in text_of(screen_of(app).panel.pane))
        panel = text_of(screen_of(app).panel.pane)
        assert "Sampling" in panel and "#scores" in panel and "Soup" not in panel


async def test_a_key_lists_related_notes_where_there_is_no_room_for_them_and_goes_to_one(vault: Vault) -> None:
    put(vault)
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_path("Notes/Denoising.md")
        await until(pilot, lambda: screen_of(app).heading == "Denoising")
        await pilot.press("ctrl+g", "k")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await pilot.press("enter")
        await settled(pilot)
        assert screen_of(app).heading == "Sampling"
        app.open_path("Notes/Soup.md")
        await until(pilot, lambda: screen_of(app).heading == "Soup")
        await pilot.press("ctrl+g", "k")
        await until(pilot, lambda: "No related notes" in text_of(screen_of(app).line))
