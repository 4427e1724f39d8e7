"""Social networks: how long a post may be, and how each counts its letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import regex

_ADDRESS = regex.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)\]}'\"…]")
_GRAPHEME = regex.compile(r"\X")
_EMOJI = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}|[#*0-9]\ufe0f?\u20e3")
_ADDRESS_LENGTH: Final = 23
"""What Mastodon and X count for any address."""
_LIGHT: Final = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Characters that X counts once; all others count twice: twitter-text, version 3."""
_SHOWN_PATH: Final = 15
"""Bluesky's app shortens longer paths to 13 letters and “...”."""


@dataclass(frozen=True, slots=True)
class Network:
    """A network; `length` counts a text as it does, `most` is what a post may have."""

    name: str
    title: str
    most: int
    length: Callable[[str], int]


def is_address(word: str) -> bool:
    """Whether a word is a web address."""
    return _ADDRESS.match(word) is not None


def graphemes(text: str) -> list[str]:
    """The letters that a reader sees: a letter with its accents, an emoji with its skin."""
    return list(_GRAPHEME.findall(text))


def _mastodon(text: str) -> int:
    return len(graphemes(_ADDRESS.sub("x" * _ADDRESS_LENGTH, text)))


def _bluesky(text: str) -> int:
    return len(graphemes(_ADDRESS.sub(lambda match: _shown(match[0]), text)))


def _shown(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    path = f"{'' if parts.path == '/' else parts.path}{f'?{parts.query}' if parts.query else ''}"
    path += f"#{parts.fragment}" if parts.fragment else ""
    return f"{parts.netloc}{path if len(path) <= _SHOWN_PATH else f'{path[:13]}...'}"


def _x(text: str) -> int:
    words = unicodedata.normalize("NFC", text)
    return sum(map(_weight, graphemes(_ADDRESS.sub("x" * _ADDRESS_LENGTH, words))))


def _weight(letter: str) -> int:
    if _EMOJI.search(letter):
        return 2
    return sum(1 if any(first <= ord(one) <= last for first, last in _LIGHT) else 2 for one in letter)


NETWORKS: Final = {
    one.name: one
    for one in (
        Network("mastodon", "Mastodon", 500, _mastodon),
        Network("bluesky", "Bluesky", 300, _bluesky),
        Network("x", "X", 280, _x),
    )
}
