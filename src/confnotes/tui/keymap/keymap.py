"""The map in force: the keys of every action."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from confnotes.tui.keymap.names import Sequence, needs_second_hand, read_sequence, shown_sequence, types_text
from confnotes.tui.keymap.presets import PRESETS
from confnotes.vault.settings import KEYMAP, setting_value

_STANDING_FOR: Final = {"LEADER": "leader", "GO": "go"}


class Keymap:
    """The keys of every action, by its name."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        """`keys` as `presets` writes them."""
        self._of: dict[str, tuple[Sequence, ...]] = {}
        for name, written in keys.items():
            for word, action in _STANDING_FOR.items():
                written = written.replace(word, keys[action].partition(",")[0])
            sequences = [read_sequence(one) for one in written.split(", ") if one]
            self._of[name] = tuple(one for one in sequences if one is not None)

    @property
    def leader(self) -> str:
        """The key after which keys of lists work where one types text."""
        return self.of("leader")[0][0]

    def names(self) -> list[str]:
        """The names of all actions."""
        return list(self._of)

    def of(self, name: str) -> tuple[Sequence, ...]:
        """The keys of an action, the first one first; none for an action without keys."""
        return self._of.get(name, ())

    def typing(self, name: str) -> tuple[Sequence, ...]:
        """The keys of an action where one types text: after the leader, unless another one types nothing."""
        held = [one for one in self.of(name) if not types_text(one[0])]
        sure = [one for one in held if not any(map(needs_second_hand, one))]
        led = [(self.leader, *one) for one in self.of(name) if types_text(one[0])]
        return (*sure, *(() if sure else led), *(one for one in held if one not in sure))

    def shown(self, name: str, *, typing: bool = False) -> str:
        """The first key of an action, for a sentence: "ctrl+g a"."""
        keys = self.typing(name) if typing else self.of(name)
        return shown_sequence(keys[0]) if keys else ""


@cache
def keymap() -> Keymap:
    """The map in force, of the settings."""
    return Keymap(PRESETS[setting_value(KEYMAP)])


def key_of(name: str, *, typing: bool = False) -> str:
    """The first key of an action in the map in force, for a sentence."""
    return keymap().shown(name, typing=typing)
