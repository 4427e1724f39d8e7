"""Keys that follow one another, such as `ctrl+g a` and `g p`: the first one waits, the last one runs the command.

A panel with the keys that may follow appears if the next one does not come soon.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from textual import events
from textual.actions import SkipAction
from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen

from confnotes.tui import commands
from confnotes.tui.bound_keys import bind_again
from confnotes.tui.command import Command, Where
from confnotes.tui.desktop_clipboard import DesktopClipboard
from confnotes.tui.keymap.keymap import keymap
from confnotes.tui.keymap.names import SENT_AS, Sequence, shown_key, shown_sequence, types_text
from confnotes.tui.textual_private import bindings_of

if TYPE_CHECKING:
    from textual.timer import Timer

    from confnotes.tui.widgets.which_key import NextKey, WhichKey

_OR: Final = {"ctrl+home": "home", "ctrl+pageup": "pageup", "ctrl+pagedown": "pagedown"}
"""The keys of widgets that do not know others."""

SHOWN_AFTER: Final = 0.4  # seconds: who knows the next key sees no panel


def next_keys(where: Where, pressed: Sequence) -> list[NextKey]:
    """The keys that may follow on a screen, each command once.

    After the leader these are the ones that need it: others are pressed without.
    """
    from confnotes.tui.widgets.which_key import NextKey

    found: dict[str, NextKey] = {}
    menus: dict[str, list[str]] = {}
    leader = keymap().leader
    for keys, command in commands.sequences(where).items():
        if len(keys) == len(pressed) + 2 and keys[: len(pressed)] == pressed and not _is_led(keys, pressed):
            menus.setdefault(keys[-2], []).append(command.title)
        if len(keys) == len(pressed) + 1 and keys[: len(pressed)] == pressed:  # an action's first key comes last
            key = keys[-1]
            needs_it = pressed != (leader,) or not commands.is_typed_on(where) or command.keys[0][0] == leader
            if keys in keymap().of(command.on) or (types_text(key) and (needs_it or command.on == "go")):
                last = f"–{keymap().of('rate')[-1][-1]}" if command.on == "rate" else ""
                found[command.id] = NextKey(shown_key(key) + last, command.title, command.id, command.label)
    goes_on = [NextKey(shown_key(key), f"{', '.join(titles[:-3:-1])} …", "") for key, titles in menus.items()]
    taken = {one.key for one in found.values()}
    return [
        *(found[command.id] for command in commands.of(where) if command.id in found),
        *(one for one in goes_on if one.key not in taken),
    ]


def _is_led(keys: Sequence, pressed: Sequence) -> bool:
    """Whether the leader only comes before keys that lists use without it, such as `g p`."""
    return pressed == (keymap().leader,) and types_text(keys[-2])


class Keyed(Protocol):
    """A screen that has the keys of the keymap: a page, a dialog, or one of the welcome."""

    where: Where
    is_amid_keys: bool

    def see_keys(self) -> None: ...
    def missing(self, command: Command) -> str: ...
    def say(self, text: str) -> None: ...
    def say_briefly(self, text: str) -> None: ...
    def unsay(self) -> None: ...


class SequenceApp(App[None]):
    """An app whose commands may have several keys, pressed one after the other."""

    keys_pressed: tuple[str, ...] = ()
    """The keys of a command so far, if it has several."""

    _panel: WhichKey | None = None
    _shows_panel: Timer | None = None

    def read_keys(self) -> None:
        """Take the keys of the settings, if others were in force."""
        if commands.read_keys():
            bind_again(node for screen in self.screen_stack for node in screen.walk_children(with_self=True))
            for screen in self.screen_stack:
                cast("Keyed", screen).see_keys()

    @property
    def keyed(self) -> Keyed | None:
        """The screen on top; None at the end of the program."""
        return cast("Keyed", self.screen) if self.screen_stack else None

    def _owners(self) -> Iterator[tuple[DOMNode, Where]]:
        """What has commands, from the focused widget outwards, such as the find bar and then its note."""
        for node in (self.focused or self.screen).ancestors_with_self:
            where = getattr(node, "where", None)
            if isinstance(where, Where):
                yield node, where

    def __init__(self, *given: Any) -> None:
        if commands.read_keys():
            bind_again(())
        super().__init__(*given)
        self._desktop = DesktopClipboard(self)

    @property
    def clipboard(self) -> str:
        """What was copied last."""
        return self._desktop.text

    def copy_to_clipboard(self, text: str) -> None:
        super().copy_to_clipboard(text)
        self._desktop.copied(text)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded and not self.keys_pressed:
            event = self._pressed(event)
        if self.keys_pressed and isinstance(event, events.Key) and await self._take(event.key):
            return
        if isinstance(event, events.Paste | events.MouseDown):
            self._forget()
        if isinstance(event, events.Key) and event.key == "ctrl+v" and not event.is_forwarded:
            await self._desktop.look()
            if not self.screen_stack:  # the program has ended meanwhile
                return
        await super().on_event(event)

    def _pressed(self, event: events.Key) -> events.Key:
        """The key that the focused list, field or dialog knows for this one, unless its screen has a command on it."""
        if event.key in SENT_AS and not any(commands.on_key(where, event.key) for _, where in self._owners()):
            event = events.Key(*SENT_AS[event.key])
        key = keymap().pressed.get(event.key, event.key)
        focused = self.focused
        if key == event.key or self._has_command(event.key) or getattr(focused, "knows_all_keys", False):
            return event
        if focused is None or focused.check_consume_key(event.key, event.character):
            return event
        if any(one.action == "delete_left_all" for one in bindings_of(focused, event.key)):  # ctrl+u in a field
            return event
        return events.Key(key if bindings_of(focused, key) else _OR.get(key, key), None)

    def _has_command(self, key: str) -> bool:
        """Whether the screen has a command on a key; emacs's commands are for the text."""
        command = commands.on_key(self.keyed.where, key) if self.keyed is not None else None
        of_text = command is not None and command.action.startswith("modes.run(")
        return bool(bindings_of(self.screen, key)) and not of_text

    def action_help(self) -> None:
        """Show the keys of this screen or dialog; in the find bar, its own."""
        where = next((where for _, where in self._owners()), Where.NOTE)
        if where is not Where.HELP:
            self.show_help(where)

    def show_help(self, where: Where) -> None:
        """Show the keys of a screen or a part of one."""

    def action_press(self, key: str) -> None:
        """Press a key that lists know."""
        self.post_message(events.Key(key, None))

    def action_keys_after(self, name: str) -> None:
        """Wait for the key that follows those of this action."""
        for keys in keymap().of(name)[:1]:
            self.action_wait_after(*keys)

    def action_wait_after(self, key: str) -> None:
        if self.keyed is None:
            return
        if self.keyed.is_amid_keys:
            raise SkipAction
        self._wait_after((key,))

    async def _take(self, key: str) -> bool:
        """Whether the key was meant as the next one."""
        screen, keys = self.keyed, (*self.keys_pressed, key)
        self._forget()
        if screen is None:
            return False
        owners = [(owner, commands.sequences(where)) for owner, where in self._owners()]
        if any(len(one) > len(keys) and one[: len(keys)] == keys for _, there in owners for one in there):
            self._wait_after(keys)
            return True
        for owner, there in owners:
            if keys in there:
                await self._run(screen, owner, there[keys], keys)
                return True
        if key not in ("escape", keymap().leader) and (key,) not in keymap().of("back"):
            screen.say_briefly(f"{shown_sequence(keys)} does nothing here")
        return True

    async def _run(self, screen: Keyed, owner: DOMNode, command: Command, keys: Sequence) -> None:
        screen.unsay()
        if missing := screen.missing(command):
            screen.say(missing)
        else:
            await self.run_action(commands.action_of(command, keys), owner)

    def _wait_after(self, keys: Sequence) -> None:
        screen = self.screen
        self.keys_pressed = keys
        self._shows_panel = self.set_timer(SHOWN_AFTER, lambda: self._show_panel(screen))

    def _show_panel(self, screen: Screen[Any]) -> None:
        if self.keys_pressed and screen is self.screen:
            from confnotes.tui.widgets.which_key import WhichKey

            named: list[NextKey] = []
            for _, where in self._owners():
                taken = {one.key for one in named}
                named += [one for one in next_keys(where, self.keys_pressed) if one.key not in taken]
            self._panel = WhichKey(shown_sequence(self.keys_pressed), named)
            screen.mount(self._panel)

    def _forget(self) -> None:
        """Expect no more keys."""
        self.keys_pressed = ()
        if self._shows_panel is not None:
            self._shows_panel.stop()
            self._shows_panel = None
        if self._panel is not None:
            self._panel.remove()
            self._panel = None
