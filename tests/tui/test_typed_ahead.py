"""Keys wait for the one before, but not for ever."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from textual import events
from textual.app import App

from confnotes.tui import typed_ahead
from confnotes.tui.screens.help import HelpScreen
from confnotes.tui.typed_ahead import KeyQueue, happened
from confnotes.tui.widgets.rows import RowList
from confnotes.vault.vault import Vault
from screen_samples import on_screen, settled, text_of


async def test_a_widget_that_does_not_respond_does_not_hold_the_keyboard() -> None:
    timers: list[tuple[float, Callable[[], Awaitable[None]]]] = []
    stuck = SimpleNamespace(
        call_later=lambda *_given: True, check_consume_key=lambda *_given: False, focus_chain=[1], is_mounted=True
    )
    stuck.ancestors_with_self, stuck.focused = [stuck], stuck
    app = SimpleNamespace(focused=stuck, screen=stuck, set_timer=lambda *given: timers.append(given))
    dispatched: list[str] = []

    async def dispatch(event: events.Event) -> None:
        dispatched.append(cast(events.Key, event).key)

    keys = KeyQueue(cast(App[Any], app), dispatch)
    for key in ("a", "b", "c"):
        await keys.take(events.Key(key, key))
    assert dispatched == ["a"]
    for expected in (["a", "b"], ["a", "b", "c"]):
        waited = 0.0
        while dispatched != expected:
            seconds, then = timers.pop()
            waited += seconds
            await then()
        assert waited == pytest.approx(typed_ahead.LONGEST_WAIT)
    assert not timers


async def test_while_the_whole_program_is_stopped_no_wait_runs_out() -> None:
    shown = asyncio.Event()

    def stop() -> None:
        time.sleep(0.6)
        asyncio.get_running_loop().call_later(0.02, shown.set)

    asyncio.get_running_loop().call_soon(stop)
    await happened(shown, longest=0.3)
    assert shown.is_set()


async def test_what_never_happens_is_not_waited_for_longer_than_that() -> None:
    began = time.monotonic()
    await happened(asyncio.Event(), longest=0.3)
    assert time.monotonic() - began >= 0.29


async def test_letters_that_come_together_filter_the_help_once(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("f1")
        await settled(pilot)
        shown: list[RowList] = []
        shows = RowList.show

        def show(rows: RowList, *given: Any, **more: Any) -> None:
            shown.append(rows)
            shows(rows, *given, **more)

        monkeypatch.setattr(RowList, "show", show)
        for letter in "attended":
            app.post_message(events.Key(letter, letter))
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, HelpScreen) and screen.filter.value == "attended"
        assert "attended" in text_of(screen.list)
        assert len(shown) < len("attended")
