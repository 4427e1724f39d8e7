"""Keys that are typed faster than screens change.

A key goes to the widget that has the focus when it is pressed, and waits there for its turn. What changes the screen
is therefore a priority command, which runs before the next key is dealt out, and first lets those before it be handled.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

from textual import events
from textual.message_pump import MessagePump
from textual.widget import Widget

from confnotes.tui.textual_private import bindings_of, has_its_turn, is_being_left

LONGEST_WAIT: Final = 2.0  # seconds: a widget that never answers must not swallow the keyboard


async def caught_up(*pumps: MessagePump) -> None:
    """Wait until each has handled what was sent to it before; one that asks for itself has nothing to wait for.

    What an input makes of a key, it sends to itself first: an input is named twice, then who listens to it.
    In a program that is being left nothing is called any more, and keys may still come: that is not waited for.
    """
    for pump in pumps:
        done = asyncio.Event()
        if not has_its_turn(pump) and not is_being_left(pump.app) and pump.call_later(done.set):
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), LONGEST_WAIT)


async def in_turn(widget: Widget, event: events.Key) -> bool:
    """Do now what the widget or its screen does for a key; False when they do nothing for it.

    Textual runs bindings only when the key has bubbled up to the app. Of keys that come together, as they do through
    ssh, letters would be typed first and then be deleted by the backspaces between them.
    """
    if widget.check_consume_key(event.key, event.character):
        return False
    for owner in (widget, widget.screen):
        for binding in bindings_of(owner, event.key):
            if not binding.priority and await widget.app.run_action(binding.action, owner):
                event.stop()
                event.prevent_default()
                return True
    return False
