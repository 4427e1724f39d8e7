"""What is worked out beside a screen: the newest answer is shown, and what is written is finished."""

from __future__ import annotations

import threading
from functools import partial

from confnotes.errors import ConfnotesError
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.beside import read_beside, write_beside
from confnotes.tui.screens.help import HelpScreen
from confnotes.tui.screens.now import NowScreen
from confnotes.tui.screens.search import SearchScreen
from confnotes.vault.vault import Vault
from screen_samples import at, settled, until


async def test_only_the_newest_of_repeated_requests_gets_an_answer(vault: Vault) -> None:
    app, told, goes_on = ConfnotesApp(vault, at("10:10")), list[str](), threading.Event()

    def slow() -> str:
        goes_on.wait(10)
        return "first"

    async with app.run_test() as pilot:
        await settled(pilot)
        read_beside(app.screen, slow, told.append)
        read_beside(app.screen, lambda: "second", told.append)
        await until(pilot, lambda: bool(told))
        goes_on.set()
        await settled(pilot)
    assert told == ["second"]


async def test_what_is_read_for_a_screen_that_was_left_is_given_up(vault: Vault) -> None:
    app, told, goes_on, ended = ConfnotesApp(vault, at("10:10")), list[None](), threading.Event(), threading.Event()

    def look() -> None:
        goes_on.wait(10)
        try:
            vault.note("nobody wants it")
        finally:
            ended.set()

    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        read_beside(app.screen, look, told.append)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, NowScreen))
        goes_on.set()
        await until(pilot, ended.is_set)
        await settled(pilot)
        page = app.screen
        assert isinstance(page, NowScreen)
        assert not told
        assert not page.line.message


async def test_a_search_that_begins_while_its_screen_is_closed_does_not_end_the_program(vault: Vault) -> None:
    app, found, goes_on = ConfnotesApp(vault, at("10:10")), list[Vault](), threading.Event()
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("slash")
        search = app.screen
        assert isinstance(search, SearchScreen)

        def look() -> None:
            goes_on.wait(10)
            found.append(search.confnotes.vault)

        read_beside(search, look)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, NowScreen))
        goes_on.set()
        await until(pilot, lambda: found)
    assert found == [vault]


async def test_a_failure_is_shown_after_its_screen_was_closed(vault: Vault) -> None:
    app, goes_on = ConfnotesApp(vault, at("10:10")), threading.Event()

    def fail() -> None:
        goes_on.wait(10)
        raise ConfnotesError("the disk is full")

    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        write_beside(app.screen, fail, partial(print, "written"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, NowScreen))
        goes_on.set()
        page = app.screen
        assert isinstance(page, NowScreen)
        await until(pilot, lambda: "the disk is full" in page.line.message)
