"""The user's own keys: `keys:` of the settings, checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from confnotes.tui.keymap.names import Sequence, read_sequence, shown_sequence
from confnotes.vault.settings import OwnKeys, SettingsError

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
