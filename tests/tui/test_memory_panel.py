"""The panel beside a note: what was noted before, quietly, while somebody types."""

from __future__ import annotations

from textual.pilot import Pilot

from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.dialog import ChoiceScreen
from confnotes.vault.vault import Vault
from screen_samples import at, settled, text_of, until
from tui.test_note import WIDE, key_of, screen_of


def earlier_notes(vault: Vault) -> None:
    notes = {
        "Old 2028/Moon.md": "---\ntitle: Moon\n---\nwarm\n- @Inês Farol says tides have memory\n",
        "Old 2029/Boats.md": "---\ntitle: Boats\n---\nslow\n? asked @Ada Vento about knots\n",
    }
    for path, text in notes.items():
        (vault.root / path).parent.mkdir()
        (vault.root / path).write_text(text, encoding="utf-8")


async def seen(pilot: Pilot[None], app: ConfnotesApp, words: str) -> str:
    """The panel once those words stand in it."""
    await until(pilot, lambda: words in text_of(screen_of(app).panel.pane))
    return text_of(screen_of(app).panel.pane)


async def test_what_was_noted_before_on_the_speakers_is_shown_and_opened_from_the_list_of_links(vault: Vault) -> None:
    earlier_notes(vault)
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_talk(key_of(vault, "Tides in Memory"))
        panel = await seen(pilot, app, "Earlier notes")
        assert "Moon" in panel and "Old 2028  “@Inês Farol says tides" in panel and "Boats" not in panel
        await pilot.press("ctrl+right_square_bracket")
        await settled(pilot)
        assert isinstance(app.screen, ChoiceScreen)
        app.screen.dismiss("line:5:Old 2028/Moon.md")
        await settled(pilot)
        assert screen_of(app).heading == "Moon"
        assert screen_of(app).editor.cursor_location[0] == 1


async def test_whom_one_has_just_named_is_looked_up_when_the_typing_rests_and_the_focus_stays(vault: Vault) -> None:
    earlier_notes(vault)
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_talk(key_of(vault, "Tides in Memory"))
        await seen(pilot, app, "Earlier notes")
        await pilot.press(*"met @Ada Vento")
        assert "Just mentioned" not in text_of(screen_of(app).panel.pane)
        panel = await seen(pilot, app, "Just mentioned: Ada Vento")
        assert "asked @Ada Vento about" in panel
        assert screen_of(app).editor.has_focus
        await pilot.press("enter", *"more")
        await pilot.pause(0.8)
        assert "Just mentioned: Ada Vento" in text_of(screen_of(app).panel.pane)


async def test_the_panel_keeps_its_place_when_more_is_known(vault: Vault) -> None:
    earlier_notes(vault)
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(120, 11)) as pilot:
        app.open_talk(key_of(vault, "Tides in Memory"))
        await seen(pilot, app, "Earlier notes")
        panel = screen_of(app).panel.pane
        await until(pilot, lambda: panel.max_scroll_y > 1)
        panel.scroll_to(y=1, animate=False)
        await until(pilot, lambda: panel.scroll_offset.y == 1)
        place = panel.scroll_offset.y
        await pilot.press(*"@Ada Vento")
        await seen(pilot, app, "Just mentioned")
        assert place > 0 and panel.scroll_offset.y == place
