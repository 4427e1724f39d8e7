"""Every line knows when it was typed: what begins it, and in which notes."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, StoppedClock, at, settled
from tui.test_editor import EditorApp
from tui.test_switching import key_of


@pytest.mark.parametrize(
    ("text", "pasted", "after"),
    [
        ("", "https://example.org", "https://example.org ^t100712"),
        ("- ", "one\ntwo", "- one ^t100712\ntwo"),
        ("begun", " more", "begun more"),
        ("", "own ^t090000\nx", "own ^t100712\nx"),
        ("", "# Heading", "# Heading"),
        ("```\n", "code", "```\ncode"),
    ],
)
async def test_a_line_that_begins_with_something_pasted_is_stamped(text: str, pasted: str, after: str) -> None:
    app = EditorApp(text, stamping=True)
    async with app.run_test() as pilot:
        await pilot.press("ctrl+end")
        app.editor.paste(pasted)
        assert app.editor.text == after
        await pilot.press("ctrl+z")
        assert app.editor.text == text


async def test_a_line_that_begins_with_a_name_from_the_popup_is_stamped() -> None:
    app = EditorApp("- @", stamping=True)
    async with app.run_test() as pilot:
        app.editor.replace_span(0, 2, 3, "@Ada")
        assert app.editor.text == "- @Ada ^t100712"
        await pilot.press("ctrl+z")
        assert app.editor.text == "- @"


async def test_the_first_word_of_a_note_that_just_opened_is_stamped(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    app.time = StoppedClock(at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_talk(key_of(vault, "Tides in Memory"))
        while not isinstance(app.screen, NoteScreen):
            await pilot.pause(0.01)
        screen = app.screen
        screen.panel.learned = lambda: None
        await screen.ready.wait()
        await pilot.press(*"hello")
        assert screen.editor.text.strip() == "hello ^t101000"


async def test_a_note_about_no_talk_is_stamped_in_the_hours_after_it_was_begun_by_the_clock_of_its_conference(
    vault: Vault,
) -> None:
    zone = ZoneInfo(vault.span(CONFERENCE).timezone or "")
    app = ConfnotesApp(vault)
    app.time = StoppedClock(datetime(2031, 5, 12, 10, 10, tzinfo=zone).astimezone(ZoneInfo("Asia/Tokyo")))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.conference = CONFERENCE
        app.open_new("Hallway")
        await settled(pilot)
        await pilot.press(*"hello")
        screen = app.screen
        assert isinstance(screen, NoteScreen)
        assert screen.editor.text.strip() == "hello ^t101000"
        assert screen.edited.front.fields["created"] == "2031-05-12T10:10:00"
        app.time.set(datetime(2031, 5, 13, 9, 0, tzinfo=zone))
        screen.pass_time()
        assert not screen.editor.stamping
