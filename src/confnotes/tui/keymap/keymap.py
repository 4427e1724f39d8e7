"""The map in force: the keys of every action."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from types import MappingProxyType
from typing import Final

from confnotes.tui.keymap.names import Sequence, needs_second_hand, read_sequence, shown_sequence, types_text
from confnotes.tui.keymap.own_keys import checked_keys
from confnotes.tui.keymap.presets import BUILT_IN, PRESETS, PRESSED, SHARED
from confnotes.vault.settings import KEYMAP, SettingsError, own_keys, setting_value

_STANDING_FOR: Final = {"LEADER": "leader", "GO": "go"}


class Keymap:
    """The keys of every action, by its name."""

    def __init__(self, keys: Mapping[str, str], own: Mapping[str, tuple[Sequence, ...]] = MappingProxyType({})) -> None:
        """`keys` as `presets` writes them, and the user's `own` in their place."""
        first = {name: shown_sequence(own[name][0]) if name in own else keys[name] for name in _STANDING_FOR.values()}
        self._of: dict[str, tuple[Sequence, ...]] = {}
        for name, written in keys.items():
            for word, action in _STANDING_FOR.items():
                written = written.replace(word, first[action])
            sequences = [read_sequence(one) for one in written.split(", ") if one]
            self._of[name] = own.get(name, tuple(one for one in sequences if one is not None))

    @property
    def leader(self) -> str:
        """The key after which keys of lists work where one types text."""
        return self.of("leader")[0][0]

    @property
    def actions(self) -> Mapping[str, tuple[Sequence, ...]]:
        """The keys of all actions."""
        return self._of

    def of(self, name: str) -> tuple[Sequence, ...]:
        """The keys of an action, the first one first; none for an action without keys."""
        return self._of.get(name, ())

    def typing(self, name: str) -> tuple[Sequence, ...]:
        """The keys of an action where one types text: after the leader, unless another one types nothing."""
        typed = [one for one in self.of(name) if types_text(one[0])]
        # Delete deletes text there, unless it is the only key of the action.
        held = [one for one in self.of(name) if one not in typed and not (typed and one == ("delete",))]
        sure = [one for one in held if not any(map(needs_second_hand, one))]
        led = [(self.leader, *one) for one in typed]
        return (*sure, *(() if sure else led), *(one for one in held if one not in sure))

    @cached_property
    def pressed(self) -> Mapping[str, str]:
        """The key that lists, fields and dialogs know for another one, such as "down" for "j"."""
        named = {keys[0]: key for name, key in PRESSED.items() for keys in self.of(name) if len(keys) == 1}
        return {"alt+b": "ctrl+left", "alt+f": "ctrl+right", **named}  # as in a shell

    def shown(self, name: str, *, typing: bool = False) -> str:
        """The first key of an action, for a sentence: "ctrl+g a"."""
        keys = self.typing(name) if typing else self.of(name)
        return shown_sequence(keys[0]) if keys else ""


def rating_of(key: str) -> int | None:
    """The rating that a key gives: 0 removes it."""
    if key == "0":
        return 0
    return next((number for number, keys in enumerate(keymap().of("rate"), 1) if keys[-1] == key), None)


@cache
def _preset(name: str) -> Keymap:
    return Keymap(PRESETS[name])


@cache
def _read() -> tuple[Keymap, tuple[SettingsError, ...]]:
    """The map of the settings, and what is wrong with the user's own keys."""
    name = setting_value(KEYMAP)
    written, problems = own_keys()
    good, wrong = checked_keys(written, _preset(name).actions, SHARED, BUILT_IN[name])
    return Keymap(PRESETS[name], good) if good else _preset(name), (*problems, *wrong)


def keymap() -> Keymap:
    """The map in force."""
    return _read()[0]


def key_problems() -> tuple[SettingsError, ...]:
    """What is wrong with the user's own keys; the default holds for these."""
    return _read()[1]


def read_keymap() -> bool:
    """Read the settings again; whether another map is in force now."""
    before = _read()[0].actions
    _read.cache_clear()
    return _read()[0].actions != before


def key_of(name: str, *, typing: bool = False) -> str:
    """The first key of an action in the map in force, for a sentence."""
    return keymap().shown(name, typing=typing)
