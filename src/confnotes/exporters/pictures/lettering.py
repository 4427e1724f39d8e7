"""Estimate text widths in drawings, which cannot be measured, and truncate text to a width."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

from confnotes.markup.safe import safe_text

_NARROW = frozenset("fijlrtI.,:;'|!()[]/ -·’")
_WIDE = frozenset("mwMW@%—…")
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
_MOST_READ = 400


def width_of(words: str, size: float) -> float:
    """The approximate width of the text at that font size, rather too wide than too narrow."""
    return size * sum(map(_part_of_em, words))


def fit(words: str, size: float, width: float) -> str:
    """The text on one line, truncated with an ellipsis; empty if not even that fits."""
    words = " ".join(safe_text(words[:_MOST_READ], lines=False).split())
    if width_of(words, size) <= width:
        return words
    left = width / size - _part_of_em("…")
    end = 0
    while (left := left - _part_of_em(words[end])) >= 0:
        end += 1
    end = _before_cluster(words, end)
    cut = words[:end].rstrip(" ,;:–—-")
    return f"{cut}…" if cut else ""


def distinct_labels(names: Iterable[str], size: float, width: float) -> dict[str, str]:
    """The names truncated to a width; names that would be equal are shortened in the middle instead."""
    shown = {name: fit(name, size, width) for name in names}
    often = Counter(shown.values())
    return {
        name: _without_middle(name, size, width) if cut.endswith("…") and often[cut] > 1 else cut
        for name, cut in shown.items()
    }


def _without_middle(words: str, size: float, width: float) -> str:
    end = words[::-1]
    while width_of(end, size) > width * 0.45:
        end = end[:-1]
    tail = end[::-1].lstrip()
    return fit(words, size, width - width_of(tail, size)) + tail


def _before_cluster(words: str, end: int) -> int:
    """The index, moved back if it is inside a character that people see as one, such as a family emoji."""
    while end and (_joins(words[end]) or words[end - 1] == "\u200d"):
        end -= 1
    return end


def _joins(letter: str) -> bool:
    return letter in _JOINERS or unicodedata.combining(letter) > 0 or "\U0001f3fb" <= letter <= "\U0001f3ff"


def _part_of_em(letter: str) -> float:
    if letter in _NARROW:
        return 0.34
    if letter in _WIDE:
        return 0.95
    if letter < "\u0250":
        return 0.7 if letter.isupper() else 0.57
    if _joins(letter):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.62
