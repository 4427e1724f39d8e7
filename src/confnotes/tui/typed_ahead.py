"""Keys typed faster than screens change.

A key goes to the queue of the widget that has the focus when it is pressed. Commands that change the screen are
therefore priority commands: they run before the next key is dispatched, and first let earlier keys be handled.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

from textual import events
from textual.message_pump import MessagePump
from textual.widget import Widget

from confnotes.tui.textual_private import bindings_of, has_its_turn, is_being_left

LONGEST_WAIT: Final = 2.0  # seconds: a widget that does not respond must not block the keyboard


async def caught_up(*pumps: MessagePump) -> None:
    """Wait until each widget has handled its queued messages; the calling widget is skipped.

    An input first sends a message to itself for each key: name an input twice, then its listener. An app that is
    ending calls nothing any more, so there it does not wait.
    """
    for pump in pumps:
        done = asyncio.Event()
        if not has_its_turn(pump) and not is_being_left(pump.app) and pump.call_later(done.set):
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), LONGEST_WAIT)


async def in_turn(widget: Widget, event: events.Key) -> bool:
    """Run the binding of the widget or its screen for a key at once; False if the key has none.

    Textual runs bindings only after the key has bubbled up to the app. If keys arrive together, as over ssh, letters
    would be typed first, and then deleted by the backspaces between them.
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
