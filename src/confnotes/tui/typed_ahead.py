"""Keys that are typed faster than screens change.

A key goes to the widget that has the focus when it is pressed, and waits there for its turn. What changes the screen
is therefore a priority command, which runs before the next key is dealt out, and first lets those before it be handled.
"""

from __future__ import annotations

import asyncio

from textual._context import active_message_pump
from textual.message_pump import MessagePump


async def caught_up(*pumps: MessagePump) -> None:
    """Wait until each has handled what was sent to it before; one that asks for itself has nothing to wait for."""
    for pump in pumps:
        done = asyncio.Event()
        if pump is not active_message_pump.get() and pump.call_later(done.set):
            await done.wait()
