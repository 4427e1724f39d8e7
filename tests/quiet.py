"""Waiting until a screen has nothing left to do. Textual's pilot rests a fiftieth of a second behind every key, twice,
and looks whether the processor is idle then; whoever asks the loop and the threads what they still have before them
knows it at once, also on a busy machine. Keys come as from a quick hand: a frame is drawn when the pilot pauses, which
is where tests look at the screen. Terminals and browsers of tests draw every frame."""

from __future__ import annotations

import asyncio
import sys
import threading
from concurrent.futures import thread
from functools import cache
from pathlib import Path
from socketserver import BaseServer
from types import FrameType
from typing import Any

import textual.app
import textual.pilot
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot
from textual.screen import Screen

PARSE = Stylesheet._parse_rules
DRAW = Screen._compositor_refresh
EXECUTOR = thread._worker.__code__
SERVES = BaseServer.serve_forever.__code__
CALM = 3  # looks in a row: a thread that was just told to go on may not have begun
SELDOM = 1.0  # seconds: who looks by himself so seldom is not what a test waits for
STAYS = 0.02  # seconds in one place, and not for want of a processor: it sleeps, or waits for a program or the net
LONGEST = 5.0  # seconds for which a thread is waited for that never comes to rest
FOREIGN = frozenset(sys._current_frames())  # before any test: the one that runs them, and that of pytest-xdist


def waits(frame: FrameType) -> bool:
    """Whether a thread waits to be told to go on, and nobody told it yet.

    One that looks by itself whether there is something to do, but seldom, waits as well, and so does a web site: what
    it answers has threads of its own.
    """
    if frame.f_code is SERVES or (frame.f_back is not None and frame.f_back.f_code is SERVES):
        return True
    if frame.f_code is threading.Condition.wait.__code__:
        known = frame.f_locals
        told_in = known["timeout"]
        return (told_in is None or told_in >= SELDOM) and "waiter" in known and known["waiter"].locked()
    return frame.f_code is EXECUTOR and frame.f_locals["work_queue"].empty()


def busy() -> list[tuple[int, int, int]]:
    """The threads beside the loop that do something, each with the place where it is."""
    return [
        (one, id(frame), frame.f_lasti)
        for one, frame in sys._current_frames().items()
        if one not in FOREIGN and not waits(frame)
    ]


def runs(thread_id: int) -> bool:
    """Whether a thread would go on if there were a processor for it (Linux; elsewhere nobody tells)."""
    native = next((one.native_id for one in threading.enumerate() if one.ident == thread_id), None)
    try:
        state = Path(f"/proc/self/task/{native}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] in "RD"


async def nothing_left(seconds: float) -> bool:
    """Let everything run that is due within so many seconds, and the threads do what they were told to; whether nothing
    can come after it but from outside. A thread that stays where it is, as one that sleeps, is not waited for."""
    loop: Any = asyncio.get_running_loop()
    end = loop.time() + seconds
    calm = 0
    seen: list[tuple[int, int, int]] = []
    while calm < CALM:
        await asyncio.sleep(0)
        calm += 1
        if loop._ready:
            if loop.time() > end + 1:
                return False
            calm = 0
            continue
        due = min((timer.when() for timer in loop._scheduled if not timer.cancelled()), default=end + 1)
        if due <= end:
            calm = 0
            await asyncio.sleep(max(0, due - loop.time()))
        elif doing := busy():
            calm = 0
            if doing != seen or any(runs(one) for one, _, _ in doing):
                seen, given_up = doing, min(loop.time() + STAYS, end + LONGEST)
            if loop.time() > given_up:
                return False
            await asyncio.sleep(0.001)
        elif calm < CALM:
            await asyncio.sleep(0.001)
    return True


@cache
def parsed(css: str, location: Any, variables: frozenset[tuple[str, str]], *how: Any) -> list[RuleSet]:
    """The rules of a style sheet, read once in a run of the tests and not anew by every program that they start."""
    return PARSE(Stylesheet(variables=dict(variables)), css, location, *how)


def _parse_rules(sheet: Stylesheet, css: str, read_from: Any, *how: Any, **named: Any) -> list[RuleSet]:
    return parsed(css, read_from, frozenset(sheet._variables.items()), *how, *named.values())


def _draw_later(screen: Screen[Any]) -> None:
    """Leave a frame to the next rest of the pilot; what it would have drawn stays to be drawn."""
    app = screen.app
    if screen is app.screen and app.is_headless:
        screen._dirty_widgets.clear()
        app._update_mouse_over(screen)
    else:
        DRAW(screen)


async def _pause(pilot: Pilot[Any], delay: float = 0.0) -> None:
    await nothing_left(0)
    await asyncio.sleep(delay)
    pilot.app.screen._on_timer_update()
    if pilot.app.screen._compositor._dirty_regions:
        DRAW(pilot.app.screen)


async def _press(pilot: Pilot[Any], *keys: str) -> None:
    await pilot.app._press_keys(keys)  # which waits


async def _wait_for_screen(_pilot: Any, _timeout: float = 30.0) -> bool:
    return await nothing_left(0)


async def _wait_for_idle(_min_sleep: float = 0.0, _max_sleep: float = 1) -> None:
    await nothing_left(0)


def know_at_once() -> None:
    """Let every pilot wait like this, and every program begin with styles that are read."""
    Stylesheet._parse_rules = _parse_rules  # type: ignore[method-assign, assignment]
    Screen._compositor_refresh = _draw_later  # type: ignore[method-assign, assignment]
    Pilot.press = _press  # type: ignore[method-assign, assignment]
    Pilot.pause = _pause  # type: ignore[method-assign, assignment]
    Pilot._wait_for_screen = _wait_for_screen  # type: ignore[method-assign, assignment]
    for module in (textual.app, textual.pilot):
        module.wait_for_idle = _wait_for_idle  # type: ignore[attr-defined]
