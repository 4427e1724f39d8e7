"""The map in force: the keys of every action, by preset and by the user's own `keys:` of the settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from types import MappingProxyType
from typing import Final

from confnotes.tui.keymap.names import Sequence, needs_second_hand, read_sequence, shown_sequence, types_text
from confnotes.tui.keymap.presets import BUILT_IN, PRESETS, PRESSED, SHARED
from confnotes.vault.settings import KEYMAP, OwnKeys, SettingsError, own_keys, setting_value

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


_MENUS = ("leader", "go")


def checked_keys(
    written: OwnKeys,
    of: Mapping[str, tuple[Sequence, ...]],
    shared: Mapping[str, str],
    built_in: Mapping[str, str] = MappingProxyType({}),
) -> tuple[dict[str, tuple[Sequence, ...]], list[SettingsError]]:
    """The keys that may replace those `of` the preset, and what is wrong with the others, which keep theirs.

    `shared` names the actions that have a key of another one on purpose, `built_in` what keys of the text do.
    """
    good, problems = _readable(written, of)
    for name in [one for one in good if one not in _MENUS]:  # what begins with the leader goes before the text
        if taken := [keys for keys in good[name] if keys not in of[name] and keys[0] in built_in]:
            del good[name]
            does = f"{shown_sequence(taken[0][:1])} {built_in[taken[0][0]]}"
            problems.append(written.problem(name, does, "Choose a free key."))
    for name in list(good):
        for keys, other in _conflicts(name, {**of, **good}, shared):
            if name in good:
                del good[name]
                problems.append(written.problem(name, f"{shown_sequence(keys)} is the key of {other}", _free(other)))
    return good, problems


def _readable(
    written: OwnKeys, of: Mapping[str, tuple[Sequence, ...]]
) -> tuple[dict[str, tuple[Sequence, ...]], list[SettingsError]]:
    """The keys of actions that there are, and what is wrong with other lines."""
    good: dict[str, tuple[Sequence, ...]] = {}
    problems: list[SettingsError] = []
    for name, value in written.keys.items():
        if name not in of:
            problems.append(written.problem(name, f"no action is called “{name}”", _similar(name, of)))
            continue
        texts = [] if value is None or value is False else value if isinstance(value, list) else [value]
        sequences = [read_sequence(str(text)) for text in texts]
        wrong = [str(text) for text, keys in zip(texts, sequences, strict=True) if keys is None]
        if wrong:
            problems.append(
                written.problem(name, f"“{wrong[0]}” is not a key", "Write keys as the help does: ctrl+b, F5, g x.")
            )
        elif name in _MENUS and (len(sequences) != 1 or len(sequences[0] or ()) != 1):
            problems.append(written.problem(name, f"{name} needs one key", "For example: ctrl+x"))
        else:
            good[name] = tuple(keys for keys in sequences if keys)
    return good, problems


def _conflicts(
    name: str, of: Mapping[str, tuple[Sequence, ...]], shared: Mapping[str, str]
) -> Iterator[tuple[Sequence, str]]:
    """The keys of an action that are another one's, or begin another one's."""
    for keys in of[name]:
        for other, others in of.items():
            if other == name or other in shared or name in shared:
                continue
            for one in others:
                shorter = min(len(one), len(keys))
                is_menu = (name in _MENUS and len(one) > 1) or (other in _MENUS and len(keys) > 1)
                if one[:shorter] == keys[:shorter] and not is_menu:
                    yield keys, other


def _free(other: str) -> str:
    return f"Give {other} another key, too, or choose a free one."


def _similar(name: str, of: Mapping[str, object]) -> str:
    from rapidfuzz import fuzz, process

    near = process.extractOne(name, list(of), scorer=fuzz.ratio, score_cutoff=70)
    return f"Did you mean “{near[0]}”?" if near else "The page Keys of the documentation names all actions."
