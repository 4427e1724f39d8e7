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


async def test_a_widget_that_does_not_respond_does_not_hold_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(typed_ahead, "monotonic", lambda: now[0])
    timers: list[Callable[[], Awaitable[None]]] = []
    stuck = SimpleNamespace(
        call_later=lambda *_given: True, check_consume_key=lambda *_given: False, focus_chain=[1], is_mounted=True
    )
    stuck.ancestors_with_self, stuck.focused = [stuck], stuck
    app = SimpleNamespace(focused=stuck, screen=stuck, set_timer=lambda _seconds, then: timers.append(then))
    dispatched: list[str] = []

    async def dispatch(event: events.Event) -> None:
        dispatched.append(cast(events.Key, event).key)

    keys = KeyQueue(cast(App[Any], app), dispatch)
    for key in ("a", "b", "c"):
        await keys.take(events.Key(key, key))
    assert dispatched == ["a"]
    for expected in (["a", "b"], ["a", "b", "c"]):
        now[0] += typed_ahead.LONGEST_WAIT
        await timers.pop()()
        assert dispatched == expected
    assert not timers
