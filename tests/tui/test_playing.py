"""From a line of a note to its moment of the recording, on the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.dialog import AnswerScreen, ChoiceScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.vault.vault import Vault
from screen_samples import StoppedClock, at, on_screen, settled, text_of

WIDE = (120, 32)
NOTE = "HarbourConf 2031/Tides.md"
VIDEO = "https://youtu.be/abcdefghijk"
HEAD = '---\n# mine\ntitle: "Tides"  # calm\ntimezone: Europe/Lisbon\nstart: 2031-05-12T10:00:00\n'
BODY = "---\n\nfirst ^t100100\nno stamp\nlast ^t101240"


def write(vault: Vault, fields: str = "", body: str = BODY) -> Path:
    path = vault.root / NOTE
    path.write_text(f"{HEAD}{fields}{body}", encoding="utf-8")
    return path


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were given to the browser."""
    found: list[str] = []
    monkeypatch.setattr(ConfnotesApp, "open_url", lambda _self, url, **_: found.append(url))
    return found


def message(app: ConfnotesApp) -> str:
    assert isinstance(app.screen, NoteScreen)
    return text_of(app.screen.below)


@pytest.mark.parametrize(
    ("fields", "key", "url", "said"),
    [
        (f"recording: 2031-05-12T10:00:00\nvideo: {VIDEO}\n", "", f"{VIDEO}?t=760", "Playing from 12:40"),
        (f"recording: 2031-05-12T10:00:00\nvideo: {VIDEO}\n", "up", f"{VIDEO}?t=60", "Playing from 1:00"),
        (f"video: {VIDEO}?t=1h\n", "", f"{VIDEO}?t=4360", "Playing from 1:12:40"),
        (f"recording: 2031-05-12T10:05:00\nvideo: {VIDEO}\n", "up", None, "before the recording starts (10:05:00)"),
        (f"video: {VIDEO}\n", "", None, "start time is not set. Press ctrl+g V"),
        ("recording: 10:00\n", "", None, "No video set for this talk. Press ctrl+g V"),
        ("recording: 10:00\nvideo: https://slideslive.com/38921888\n", "", None, "cannot link to a time in"),
        ("recording: 10:00\nvideo: attachments/a.mp4\n", "", None, "This line is at 12:40, but"),
    ],
)
async def test_alt_v_opens_the_video_where_the_line_was_typed_or_says_what_is_missing(
    vault: Vault, opened: list[str], fields: str, key: str, url: str | None, said: str
) -> None:
    write(vault, fields)
    async with on_screen(vault, at("10:20"), size=WIDE, note=NOTE) as (app, pilot):
        if key:
            await pilot.press(key)
        await pilot.press("ctrl+g", "v")
        assert said in message(app)
    assert opened == ([url] if url else [])


async def choose(pilot: object, app: ConfnotesApp, name: str) -> None:
    assert isinstance(app.screen, ChoiceScreen)
    option_list = app.screen.query_one("OptionList")
    option_list.highlighted = option_list.get_option_index(name)  # type: ignore[attr-defined]
    await pilot.press("enter")  # type: ignore[attr-defined]
    await pilot.pause()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "answer", "line"),
    [
        ("now", None, "recording: 2031-05-12T10:20:00"),
        ("talk", None, "recording: 2031-05-12T10:00:00"),
        ("time", "10:03:20", "recording: 2031-05-12T10:03:20"),
        ("line", "12:40", "recording: 2031-05-12T10:00:00"),
        ("video", f"{VIDEO}?t=60", f"video: {VIDEO}?t=60"),
    ],
)
async def test_alt_r_writes_the_recording_into_the_front_matter_and_nothing_else(
    vault: Vault, name: str, answer: str | None, line: str
) -> None:
    path = write(vault)
    app = ConfnotesApp(vault)
    app.time = StoppedClock(at("10:20"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_path(NOTE)
        await settled(pilot)
        await pilot.press("ctrl+g", "V")
        await choose(pilot, app, name)
        if answer is not None:
            assert isinstance(app.screen, AnswerScreen)
            app.screen.query_one(Input).value = answer
            await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, NoteScreen)
        await pilot.press("ctrl+o")
        await settled(pilot)
    assert path.read_text(encoding="utf-8") == f"{HEAD}{line}\n{BODY}"


async def test_an_answer_that_cannot_be_read_says_so_and_waits(vault: Vault) -> None:
    path = write(vault)
    async with on_screen(vault, at("10:20"), size=WIDE, note=NOTE) as (app, pilot):
        for name, answer, said in (
            ("time", "soon", "start of a recording"),
            ("line", "x", "Not a time in a video"),
            ("video", "javascript:alert(1)", "Not a web address"),
        ):
            await pilot.press("ctrl+g", "V")
            await choose(pilot, app, name)
            app.screen.query_one(Input).value = answer
            await pilot.press("enter")
            assert isinstance(app.screen, AnswerScreen)
            assert said in str(app.screen.query_one(".keys").render())
            await pilot.press("ctrl+o")
    assert path.read_text(encoding="utf-8") == f"{HEAD}{BODY}"


async def test_a_video_that_the_text_names_is_offered_and_the_begin_can_be_forgotten(vault: Vault) -> None:
    path = write(vault, "recording: 10:00\n", f"---\n\nsee {VIDEO} ^t101240")
    async with on_screen(vault, at("10:20"), size=WIDE, note=NOTE) as (app, pilot):
        await pilot.press("ctrl+g", "V")
        await choose(pilot, app, f"url:{VIDEO}")
        await pilot.press("ctrl+g", "V")
        await choose(pilot, app, "forget")
        await pilot.press("ctrl+o")
        await settled(pilot)
    assert path.read_text(encoding="utf-8") == f"{HEAD}video: {VIDEO}\n---\n\nsee {VIDEO} ^t101240"


async def test_front_matter_that_cannot_be_changed_is_left_alone(vault: Vault) -> None:
    path = vault.root / NOTE
    path.write_text("---\ntitle: [\n---\nwords ^t101240\n", encoding="utf-8")
    async with on_screen(vault, at("10:20"), size=WIDE, note=NOTE) as (app, pilot):
        await pilot.press("ctrl+g", "V")
        await choose(pilot, app, "now")
        assert "cannot read the front matter" in message(app)
    assert path.read_text(encoding="utf-8") == "---\ntitle: [\n---\nwords ^t101240\n"
