"""Tags: `#topic` and `#area/topic`, after a blank, another tag or at the begin of a line; a number is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_STOP = (
    r"\x00-\x1f\s#\[\](){}.,;:!?\"'`|^%@*<>~=+&$\\"
    "\u2000-\u200c\u200e-\u206f\u3000-\u303f\uff01-\uff0e\uff1a-\uff20\uff3b-\uff3e\uff5b-\uff65«»„“”‘’…·¿¡"
)
TAG = re.compile(rf"#(?<!\S#)([^{_STOP}]{{1,200}})")

_NEXT = re.compile(rf"#([^{_STOP}]{{1,200}})")

GLUED_TAG = re.compile(rf"(?<![\w/&])(?<!\]\()[#＃]([^{_STOP}]{{1,200}})")
"""Also what stands behind a bracket, a quotation mark or another sign: a tag only where it may keep a note private."""


class TagSyntax(NamedTuple):
    """Which tags the text of a notebook has; zk's settings can turn on `:one:two:` and `#several words#`."""

    hashtags: bool = True
    colons: bool = False
    words: bool = False


_ZK = r"[\w/@'~$%&+=-]"
_COLONS = re.compile(rf"(?<![:#])(?<!{_ZK}):((?:{_ZK}{{1,200}}:){{1,50}})")
_WORDS = re.compile(rf"(?<![:#])(?<!{_ZK})#({_ZK}{{1,100}}(?:[ \t]+{_ZK}{{1,100}}){{1,10}})#")


def find_all(text: str, syntax: TagSyntax) -> list[tuple[int, str]]:
    """Where the tags of a text begin, and their names; code and links should be blanked out before."""
    found: list[tuple[int, str]] = []
    if syntax.colons:
        found += [(match.start(), name) for match in _COLONS.finditer(text) for name in map(clean, match[1].split(":"))]
    if syntax.words and syntax.hashtags:
        found += [(match.start(), clean(match[1])) for match in _WORDS.finditer(text)]
        text = _WORDS.sub(lambda match: " " * len(match[0]), text)
    if syntax.hashtags:
        found += [(start, name) for start, _, name in find(text)]
    return sorted((start, name) for start, name in found if name)


def find(line: str, start: int = 0) -> list[tuple[int, int, str]]:
    """The tags of a line, from `start` on, as (start, end, name); code and links should be blanked out before."""
    if "#" not in line:
        return []
    return [
        (match.start(), match.start() + 1 + len(name), name)
        for match in written(line, start)
        if (name := name_of(match))
    ]


def written(line: str, start: int = 0) -> Iterator[re.Match[str]]:
    """What is written as a tag is, whether or not it names one; `#one#two` are two."""
    for match in TAG.finditer(line, start):
        more: re.Match[str] | None = match
        while more:
            yield more
            more = _NEXT.match(line, more.end())


def name_of(match: re.Match[str]) -> str:
    """The tag's name in a match of TAG; empty when it is a number or only signs."""
    return clean(match[1])


def clean(name: str) -> str:
    """A tag as it is stored: without `#` and outer slashes; empty when it names nothing."""
    name = name.strip().lstrip("#").strip("/")
    if name.isalpha() or any(c.isalpha() or ord(c) > 0x2100 for c in name):
        return name
    return name if not name.isdigit() and any(map(str.isdigit, name)) else ""


def without_outer(words: str) -> str:
    """The words of a line without the tags before and behind them, which say what the line is about."""
    found = find(words)
    begin, end = 0, len(words)
    for first, last, _ in found:
        if not words[begin:first].strip():
            begin = last
    for first, last, _ in reversed(found):
        if first >= begin and not words[last:end].strip():
            end = first
    return words[begin:end].strip()


def format_tag(name: str) -> str | None:
    """The tag as it stands in a text; None when no text can have it."""
    tag = f"#{name}"
    return tag if find(tag) == [(0, len(tag), name)] else None
