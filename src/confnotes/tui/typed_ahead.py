"""Keys typed faster than screens change.

A key goes to the queue of the widget that has the focus when it is pressed, and a command of the screen runs only once
the key has bubbled up to the app: behind the keys that came with it. `KeyQueue` therefore holds each key back until the
previous one took effect, so that a command finds all text that was typed before it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.widget import Widget

from confnotes.tui.textual_private import OpenApp, bindings_of, has_its_turn, is_being_left

if TYPE_CHECKING:
    from confnotes.tui.terminal_keys import TerminalAnswer
    from confnotes.tui.terminal_pictures import TerminalPictures

HOW_TO_QUIT: Final = "Nothing is selected to copy. Press {} to quit."
LINE_COPIED: Final = "Copied the line. Press {} to quit."
_LOOK_AGAIN: Final = 0.01  # seconds
_TURN: Final = 0.1  # seconds
LONGEST_WAIT: Final = 2.0  # seconds: a widget that does not respond must not block the keyboard
"""Counted in turns of the program: while it was stopped, or the machine was busy, nothing could respond."""


async def happened(event: asyncio.Event, *, longest: float = LONGEST_WAIT) -> None:
    """Wait until it happened, but for no more turns than fit into `longest` seconds."""
    for _ in range(round(longest / _TURN)):
        with suppress(TimeoutError):
            await asyncio.wait_for(event.wait(), _TURN)
            return


async def caught_up(*pumps: MessagePump) -> None:
    """Wait until each widget has handled its queued messages; the calling widget is skipped.

    An input first sends a message to itself for each key: name an input twice, then its listener. An app that is
    ending calls nothing any more, so there it does not wait.
    """
    for pump in pumps:
        done = asyncio.Event()
        if not has_its_turn(pump) and not is_being_left(pump.app) and pump.call_later(done.set):
            await happened(done)


class KeyQueue:
    """Dispatches keys and pastes one at a time: the next one after the focus, or the screen, has changed.

    Text for a field or the editor goes there at once, as long as no key waits; the key behind waits for the text.
    """

    def __init__(
        self, app: App[Any], dispatch: Callable[[events.Event], Awaitable[None]], is_command: Callable[[], bool] = bool
    ) -> None:
        """`dispatch` gives an event to Textual; `is_command` tells whether the next key continues a command."""
        self._app = app
        self._dispatch = dispatch
        self._is_command = is_command
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._left: float | None = None  # seconds to wait for the last key; None once it took effect
        self._counts = self._has_typed = False

    async def take(self, event: events.Key | events.Paste) -> None:
        """Dispatch the event now or, if an earlier key has yet to take effect, in its turn."""
        if self._left is not None:
            self._waiting.append(event)
        elif self._is_text(event):
            self._has_typed = True
            await self._dispatch(event)
        else:
            way = list((self._app.focused or self._app.screen).ancestors_with_self)
            self._left = LONGEST_WAIT
            if self._has_typed:
                self._waiting.appendleft(event)
            else:
                await self._dispatch(event)
            self._has_typed = False
            self._follow([*way, *way])
        if self._waiting and not self._counts:
            self._counts = True
            self._app.set_timer(_TURN, self._count)

    def _is_text(self, event: events.Key | events.Paste) -> bool:
        focused = self._app.focused
        if focused is None or self._is_command():
            return False
        return isinstance(event, events.Paste) or focused.check_consume_key(event.key, event.character)

    def _follow(self, way: Sequence[DOMNode]) -> None:
        """Go behind the key through the queues on its way, from the focused widget up to the app, and once more behind
        what its command sent on that way, such as that a field was submitted.
        """
        for number, node in enumerate(way, start=1):
            left = way[number:]
            if node.call_later(self._follow, left) if left else node.call_later(self._go_on):
                return  # one that is gone takes nothing

    async def _go_on(self) -> None:
        """Dispatch the next keys, once the screen that is shown can take them."""
        if self._left is not None and self._left > 0 and not self._is_ready():
            self._left -= _LOOK_AGAIN
            self._app.set_timer(_LOOK_AGAIN, self._go_on)
            return
        self._left = None
        while self._waiting and self._left is None:
            await self.take(self._waiting.popleft())

    async def _count(self) -> None:
        """Wait no longer for a widget that had many turns and does not respond."""
        if self._left is not None:
            self._left -= _TURN
            if self._left <= 0:
                await self._go_on()
        self._counts = bool(self._waiting)
        if self._counts:
            self._app.set_timer(_TURN, self._count)

    def _is_ready(self) -> bool:
        screen = self._app.screen
        return screen.is_mounted and (screen.focused is not None or not screen.focus_chain)


class KeysInTurnApp(OpenApp):
    """An app in which a key takes effect before the next one is dispatched; it hears what else the terminal sends."""

    keys_pressed: tuple[str, ...] = ()
    """The keys of a command so far, if it has several."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._keys = KeyQueue(self, super().on_event, lambda: bool(self.keys_pressed))

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._keys.take(event)
            return
        if isinstance(event, events.MouseDown) and self.focused is not None:  # a click is for what was typed before it
            await caught_up(self.focused, self.focused)
        await super().on_event(event)

    @cached_property
    def pictures(self) -> TerminalPictures:
        from confnotes.tui.terminal_pictures import TerminalPictures

        return TerminalPictures(self)

    def on_terminal_answer(self, event: TerminalAnswer) -> None:
        """Learn what the terminal is."""
        self.pictures.hear(event.sequence)


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
                event.prevent_default().stop()
                return True
    return False
