"""Keys wait for the one before, but not for ever."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from textual import events
from textual.app import App

from confnotes.tui import typed_ahead
from confnotes.tui.typed_ahead import KeyQueue


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
