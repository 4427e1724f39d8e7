"""The panel beside a note: what was noted before, quietly, while somebody types."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from confnotes.catalogue.memory import NamedThing, RememberedLine
from confnotes.catalogue.program.cards import Card
from confnotes.model.program import Session, Speaker, Talk
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.dialog import ChoiceScreen
from confnotes.tui.screens.note import panel
from confnotes.tui.screens.note.memory import Memory
from confnotes.tui.screens.note.references import References
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
        shown = await seen(pilot, app, "Earlier notes")
        assert "Moon" in shown and "Old 2028  “@Inês Farol says tides" in shown and "Boats" not in shown
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
        shown = await seen(pilot, app, "Just mentioned: Ada Vento")
        assert "asked @Ada Vento about" in shown
        assert screen_of(app).editor.has_focus
        await pilot.press("enter", *"more")
        await pilot.pause(0.8)
        assert "Just mentioned: Ada Vento" in text_of(screen_of(app).panel.pane)


async def test_whom_one_has_just_named_is_forgotten_after_a_minute_on_other_lines(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panel, "FORGET_AFTER", 0.5)
    earlier_notes(vault)
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_talk(key_of(vault, "Tides in Memory"))
        await seen(pilot, app, "Earlier notes")
        await pilot.press(*"met @Ada Vento")
        await seen(pilot, app, "Just mentioned: Ada Vento")
        await pilot.press("enter", *"more")
        await until(pilot, lambda: "Just mentioned" not in text_of(screen_of(app).panel.pane))


def test_a_person_and_a_note_stand_in_the_panel_once_and_nothing_else_is_said() -> None:
    def note(path: str) -> RememberedLine:
        return RememberedLine(path, 1, path, "Conf", "about it")

    people = Speaker("Inês Farol", "Tidal Institute"), Speaker("Ines Farol", highlighted=True), Speaker("Bo Kai")
    talk = Talk("Tides", abstract="**Deep** [nets](https://x.org)\n\n- one\n- two", speakers=people)
    card = Card("conf/tides", "Conf", talk, Session())
    memory = Memory(
        card,
        earlier=(note("Moon.md"), note("Boats.md")),
        mention=NamedThing("Bo Kai", ""),
        on_mention=(note("Boats.md"),),
        on_words=(note("Moon.md"), note("Lamps.md")),
    )
    lines = ["".join(part.text for part in line).strip() for line in panel.panel_lines(memory, References(), [])(44)]
    text = "\n".join(lines)
    assert [line for line in lines if "Farol" in line] == ["Speakers  ★ Ines Farol"]
    assert all(lines.count(name) == 1 for name in ("Moon.md", "Boats.md", "Lamps.md"))
    assert "Just mentioned" not in text and text.rstrip().endswith("Deep nets\n\n• one\n• two")
    assert panel.panel_lines(Memory(), References(), [])(44) == []


async def test_the_panel_keeps_its_place_when_more_is_known(vault: Vault) -> None:
    earlier_notes(vault)
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(120, 10)) as pilot:
        app.open_talk(key_of(vault, "Tides in Memory"))
        await seen(pilot, app, "Earlier notes")
        pane = screen_of(app).panel.pane
        await until(pilot, lambda: pane.allow_vertical_scroll and pane.max_scroll_y > 1)
        pane.scroll_to(y=1, animate=False)
        await until(pilot, lambda: pane.scroll_offset.y == 1)
        place = pane.scroll_offset.y
        await pilot.press(*"@Ada Vento")
        await seen(pilot, app, "Just mentioned")
        assert place > 0 and pane.scroll_offset.y == place
