"""Slides and videos: what to watch stands first, and a key each plays it, ticks it off and asks for its links."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest
from textual.pilot import Pilot

from confnotes.actions.program.mark_talk import mark_talk
from confnotes.actions.references import check_links
from confnotes.actions.references.check_links import Checking
from confnotes.errors import StoppedError
from confnotes.model.mark import Mark
from confnotes.model.program import Resource, ResourceKind
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.recorded import RecordedScreen
from confnotes.tui.widgets.drawing import day_name
from confnotes.vault.vault import Vault
from confnotes.web.probe_link import ProbeOptions, Standing, Verdict
from program_files import save_program
from screen_samples import CONFERENCE, at, chosen_text, harbour, settled, text_of, until, warning_on

KEY = "harbourconf-2031/"


@pytest.fixture
def vault(vault: Vault) -> Vault:
    """Tides was starred and missed and has a video, Boats is for later and waits for one."""
    program = harbour()
    video = Resource(ResourceKind.VIDEO, "https://example.org/tides")
    first = program.sessions[0]
    tides = replace(first.talks[0], resources=(*first.talks[0].resources, video))
    sessions = (replace(first, talks=(tides, *first.talks[1:])), *program.sessions[1:])
    save_program(vault, CONFERENCE, replace(program, sessions=sessions))
    mark_talk(vault, f"{KEY}tides-in-memory", Mark.STAR, True)
    mark_talk(vault, f"{KEY}slow-boats", Mark.LATER, True)
    return vault


async def opened(pilot: Pilot[None]) -> RecordedScreen:
    await settled(pilot)
    await pilot.press("g", "v")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, RecordedScreen)
    return screen


def rows(screen: RecordedScreen) -> list[str]:
    return [" ".join(line.split()) for line in text_of(screen.list).split("\n") if line.strip()]


async def test_what_can_be_watched_stands_before_what_waits_for_a_recording(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("18:00"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert rows(screen) == [
            "READY TO WATCH",
            f"▸ ★ Tides in Memory Inês Farol, Bo Kai slides · video {CONFERENCE}",
            "NO RECORDING YET",
            f"▷ Slow Boats Ada Vento slides {CONFERENCE}",
        ]
        assert "1 ready · 1 waiting" in text_of(screen.top)
        await pilot.press("full_stop")
        assert len(rows(screen)) == 8


async def test_the_video_opens_and_the_talk_is_ticked_off_when_it_was_watched(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = ConfnotesApp(vault, at("18:00"))
    went: list[str] = []
    monkeypatch.setattr(app, "open_url", lambda url, **_: went.append(url))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("v", "S")
        assert went == ["https://example.org/tides", "https://example.org/slides"]
        await pilot.press("a")
        await settled(pilot)
        assert rows(screen)[0] == "NO RECORDING YET"
        await pilot.press("v")
        assert "no video yet" in screen.line.message
        await pilot.press("w")
        await settled(pilot)
        assert "watch list is empty" in text_of(screen.list)
    marks = vault.marks(CONFERENCE)
    assert (set(marks[Mark.ATTENDED]), set(marks[Mark.LATER])) == ({"tides-in-memory"}, set())


async def test_the_choice_stays_beside_a_talk_that_was_watched_and_goes_back_to_it_with_it(vault: Vault) -> None:
    for name in ("lanterns-for-graphs", "ropes-and-knots"):
        mark_talk(vault, KEY + name, Mark.LATER, True)
    async with ConfnotesApp(vault, at("18:00")).run_test(size=(120, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("end", "up")
        chosen, below = chosen_text(screen.list), rows(screen)[-1]
        await pilot.press("a")
        await settled(pilot)
        assert chosen_text(screen.list).split()[1:4] == below.split()[:3]
        await pilot.press("home", "ctrl+z")
        await settled(pilot)
        assert chosen_text(screen.list) == chosen


async def test_a_twice_leaves_a_talk_as_it_was(vault: Vault) -> None:
    async with ConfnotesApp(vault, at("18:00")).run_test(size=(120, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("full_stop")
        for title in ("Ropes", "Boats", "Tides"):
            screen.filter.value = title
            screen.list.focus()
            await settled(pilot)
            assert title in chosen_text(screen.list)
            before = vault.marks(CONFERENCE)
            await pilot.press("a")
            await settled(pilot)
            assert vault.marks(CONFERENCE) != before
            await pilot.press("a")
            await settled(pilot)
            assert vault.marks(CONFERENCE) == before, title


async def test_typing_filters_and_enter_opens_the_note(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("18:00"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("full_stop", "slash", *"fog")
        await settled(pilot)
        assert "Closing Fog" in chosen_text(screen.list) and len(rows(screen)) == 2
        await pilot.press("enter", "enter")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen) and app.screen.key == f"{KEY}closing-fog"


async def test_links_are_asked_on_a_key_and_esc_stops_with_what_is_known(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def probe(url: str, how: object) -> Verdict:
        return (
            Verdict(Standing.BROKEN, "404 Not Found", 404) if url.endswith("tides") else Verdict(Standing.FINE, "", 200)
        )

    monkeypatch.setattr(check_links, "probe", probe)
    app = ConfnotesApp(vault, at("18:00"))
    async with app.run_test(size=(100, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("K")
        await until(pilot, lambda: "1 broken, 1 fine" in screen.line.message)
        assert "✗ video 404" in rows(screen)[1]
        assert warning_on(screen) == ""

        def never(url: str, how: Checking) -> Verdict:
            raise AssertionError("what is known is not asked again")

        monkeypatch.setattr(check_links, "probe", never)
        await pilot.press("K")
        await until(pilot, lambda: "2 links checked" in screen.line.message)


async def test_addresses_that_are_not_public_are_no_sign_that_there_is_no_network(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def probe(url: str, how: ProbeOptions) -> Verdict:
        return Verdict(Standing.PRIVATE, "a private address, not checked")

    monkeypatch.setattr(check_links, "probe", probe)
    app = ConfnotesApp(vault, at("18:00"))
    async with app.run_test(size=(100, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("K")
        await until(pilot, lambda: "--allow-private" in screen.line.message)
        assert warning_on(screen) == ""


async def test_esc_stops_the_asking_and_keeps_what_is_known(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    def probe(url: str, how: ProbeOptions) -> Verdict:
        if url.endswith("slides"):
            return Verdict(Standing.FINE, "", 200)
        while not how.cancelled():
            time.sleep(0.01)
        raise StoppedError

    monkeypatch.setattr(check_links, "probe", probe)
    app = ConfnotesApp(vault, at("18:00"))
    async with app.run_test(size=(100, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("K")
        await until(pilot, lambda: "checking links: 1 of 2" in text_of(screen.top))
        await pilot.press("escape")
        await until(pilot, lambda: "1 left: K" in screen.line.message)
        assert app.screen is screen and "1 ready" in text_of(screen.top)


async def test_all_talks_are_listed_by_day_and_those_with_only_code_come_last(vault: Vault) -> None:
    program = vault.program(CONFERENCE)
    code = Resource(ResourceKind.CODE, "https://github.com/ada/oars")
    sessions = [
        replace(
            session,
            talks=tuple(
                replace(one, resources=(code,)) if one.title in ("Slow Boats", "Lanterns for Graphs") else one
                for one in session.talks
            ),
        )
        for session in reversed(program.sessions)
    ]
    save_program(vault, CONFERENCE, replace(program, sessions=tuple(sessions)))
    async with ConfnotesApp(vault, at("18:00")).run_test(size=(120, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("full_stop")
        shown = rows(screen)
    headings = [row for row in shown if row.startswith(CONFERENCE)]
    days = [day_name(date(2031, 5, 12)), day_name(date(2031, 5, 13))]
    assert headings == [*(f"{CONFERENCE} · {day}" for day in days), f"{CONFERENCE} · only posters and code"]
    titles = ["Tides in Memory", "Ropes and Knots", "Closing Fog", "Lanterns for Graphs", "Slow Boats"]
    listed = [title for row in shown for title in titles if title in row]
    assert listed == ["Tides in Memory", "Ropes and Knots", "Closing Fog", "Slow Boats", "Lanterns for Graphs"]


async def test_the_links_of_the_open_note_come_first_as_they_are_typed(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = ConfnotesApp(vault, at("18:00"))
    went: list[str] = []
    monkeypatch.setattr(app, "open_url", lambda url, **_: went.append(url))
    async with app.run_test(size=(120, 24)) as pilot:
        await settled(pilot)
        app.open_new("Coffee")
        await settled(pilot)
        await pilot.press(
            *"see https://github.com/ada/oars", "enter", *"Video: https://example.org/v", "ctrl+g", "g", "v"
        )
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, RecordedScreen)
        assert rows(screen)[:4] == [
            "THIS NOTE",
            "▸ example.org/v video",
            "github.com/ada/oars code",
            "READY TO WATCH",
        ]
        assert "open link" in text_of(screen.line)
        await pilot.press("enter")
        assert went == ["https://example.org/v"]
        await pilot.press("f", *"oars")
        await settled(pilot)
        assert rows(screen)[:2] == ["THIS NOTE", "▸ github.com/ada/oars code"] and "READY" not in text_of(screen.list)


async def test_the_open_note_of_a_talk_begins_with_the_links_of_its_program(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("18:00"))
    async with app.run_test(size=(120, 24)) as pilot:
        await settled(pilot)
        app.open_talk(f"{KEY}tides-in-memory")
        await settled(pilot)
        await pilot.press("ctrl+g", "g", "v")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, RecordedScreen)
        assert [row.split()[-1] for row in rows(screen)[1:3]] == ["video", "slides"]
