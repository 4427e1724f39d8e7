"""Waiting until a screen has nothing left to do. Textual's pilot rests a fiftieth of a second behind every key, twice,
and looks whether the processor is idle then; whoever asks the loop and the threads what they still have before them
knows it at once, also on a busy machine."""

from __future__ import annotations

import asyncio
import sys
import threading
from concurrent.futures import thread
from types import FrameType
from typing import Any

import textual.app
import textual.pilot
from textual._wait import SLEEP_GRANULARITY, wait_for_idle

EXECUTOR = thread._worker.__code__
CALM = 3  # looks in a row: a thread that was just told to go on may not have begun
FOREIGN = frozenset(sys._current_frames())  # before any test: the one that runs them, and that of pytest-xdist


def waits(frame: FrameType, orders: Any) -> bool:
    """Whether a thread waits to be told to go on, and nobody told it yet; `orders` of an executor's."""
    if frame.f_code is threading.Condition.wait.__code__:
        known = frame.f_locals
        return known["timeout"] is None and "waiter" in known and known["waiter"].locked()
    return frame.f_code is EXECUTOR and orders is not None and orders.empty()


def others_wait() -> bool:
    """Whether no thread does anything beside the loop."""
    orders = {one.ident: queue for one, queue in thread._threads_queues.items()}
    return all(waits(frame, orders.get(one)) for one, frame in sys._current_frames().items() if one not in FOREIGN)


async def nothing_left(seconds: float) -> bool:
    """Let everything run that is due within so many seconds; whether nothing can come after it but from outside."""
    loop: Any = asyncio.get_running_loop()
    end = loop.time() + seconds
    calm = 0
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
        elif not others_wait():
            return False
        elif calm < CALM:
            await asyncio.sleep(0.001)
    return True


async def _wait_for_idle(min_sleep: float = SLEEP_GRANULARITY, max_sleep: float = 1) -> None:
    if not await nothing_left(SLEEP_GRANULARITY):
        await wait_for_idle(min_sleep, max_sleep)


def know_at_once() -> None:
    """Let every pilot wait like this."""
    for module in (textual.app, textual.pilot):
        module.wait_for_idle = _wait_for_idle  # type: ignore[attr-defined]
