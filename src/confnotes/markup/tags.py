"""Tags: `#topic` and `#area/topic`, after a blank, another tag or at the start of a line; numbers are not tags."""

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
"""Also matches after a bracket, a quotation mark or another sign; used only for tags that may make a note private."""


class TagSyntax(NamedTuple):
    """The syntax of tags in a notebook; zk's settings can enable `:one:two:` and `#several words#`."""

    hashtags: bool = True
    colons: bool = False
    words: bool = False


_ZK = r"[\w/@'~$%&+=-]"
_COLONS = re.compile(rf"(?<![:#])(?<!{_ZK}):((?:{_ZK}{{1,200}}:){{1,50}})")
_WORDS = re.compile(rf"(?<![:#])(?<!{_ZK})#({_ZK}{{1,100}}(?:[ \t]+{_ZK}{{1,100}}){{1,10}})#")


def find_all(text: str, syntax: TagSyntax) -> list[tuple[int, str]]:
    """The offsets and names of the tags in a text; blank code and links first."""
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
    """The tags of a line, from `start` on, as (start, end, name); blank code and links first."""
    if "#" not in line:
        return []
    return [
        (match.start(), match.start() + 1 + len(name), name)
        for match in written(line, start)
        if (name := name_of(match))
    ]


def written(line: str, start: int = 0) -> Iterator[re.Match[str]]:
    """Matches of tag syntax, including those without a valid name; `#one#two` are two."""
    for match in TAG.finditer(line, start):
        more: re.Match[str] | None = match
        while more:
            yield more
            more = _NEXT.match(line, more.end())


def name_of(match: re.Match[str]) -> str:
    """The tag's name in a match of TAG; empty for a number or signs only."""
    return clean(match[1])


def clean(name: str) -> str:
    """A tag as it is stored: without `#` and outer slashes; empty if nothing is left."""
    name = name.strip().lstrip("#").strip("/")
    if name.isalpha() or any(c.isalpha() or ord(c) > 0x2100 for c in name):
        return name
    return name if not name.isdigit() and any(map(str.isdigit, name)) else ""


def without_outer(words: str) -> str:
    """The words of a line without tags at its start and end, which classify the line."""
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
    """The tag as written in a text; None if that is impossible."""
    tag = f"#{name}"
    return tag if find(tag) == [(0, len(tag), name)] else None
