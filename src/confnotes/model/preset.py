"""A preset: the parts and options of an export under one name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from confnotes.model.content import FULL, SummaryContent
from confnotes.model.summary import Audience, Grouping, Own

_TEXTS: Final = ("format", "language", "theme", "author")
_CHOICES: Final = {"audience": Audience, "by": Grouping}
KEYS: Final = ("purpose", "only", "without", "include", "short-names", *_CHOICES, *_TEXTS)


@dataclass(frozen=True, slots=True)
class Preset:
    """An export's parts, and the values of its options as they are typed; `purpose` is for display."""

    name: str
    purpose: str = ""
    contents: frozenset[SummaryContent] = FULL
    options: Mapping[str, str] = field(default_factory=dict)
    include: tuple[str, ...] = ()
    short_names: bool = False


def preset_from(name: str, fields: object) -> Preset:
    """The preset with these fields, whose names are those of the options; raises ValueError for what is not one."""
    if not isinstance(fields, Mapping):
        raise ValueError(f"“{name}” has no options")
    if unknown := [key for key in fields if key not in KEYS]:
        raise ValueError(f"unknown option “{unknown[0]}” in “{name}”; use {', '.join(KEYS)}")
    for key, words in _CHOICES.items():
        if key in fields:
            _known(key, fields[key], [one.value for one in words])
    for key in ("purpose", *_TEXTS):
        if not isinstance(fields.get(key, ""), str):
            raise ValueError(f"“{key}” is not text: {fields[key]}")
    short = fields.get("short-names", False)
    if not isinstance(short, bool):
        raise ValueError(f"“short-names” is neither true nor false: {short}")
    parts = [one.value for one in SummaryContent]
    only, without = (_words(fields, key, parts) for key in ("only", "without"))
    contents = (frozenset(map(SummaryContent, only)) or FULL) - frozenset(map(SummaryContent, without))
    if not contents:
        raise ValueError(f"“{name}” has no parts left")
    return Preset(
        name,
        str(fields.get("purpose", "")),
        contents,
        {key: str(fields[key]) for key in (*_CHOICES, *_TEXTS) if key in fields},
        _words(fields, "include", [one.value for one in Own]),
        short,
    )


def _words(fields: Mapping[str, object], key: str, known: list[str]) -> tuple[str, ...]:
    """The words of an option that is repeatable: a list, or one."""
    value = fields.get(key, ())
    words = value if isinstance(value, list | tuple) else [value]
    for word in words:
        _known(key, word, known)
    return tuple(map(str, words))


def _known(key: str, word: object, known: list[str]) -> None:
    if word not in known:
        raise ValueError(f"unknown value for “{key}”: {word}; use {', '.join(known)}")
