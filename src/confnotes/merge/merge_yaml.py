"""Merge two changed versions of a YAML file by key and field: marks, saved searches, people, programs, front matter.

The three versions become trees of entries and items. An entry that one side changed is taken from that side, byte for
byte, comments included; where both changed it, its parts are merged in the same way. Items of a list are identified by
their `id`, `name` or `title`, else by their text; an item that one side moved to another list is merged where it went.
A value that both changed differently is kept as it is here, and the other one becomes a comment above it
(`DOUBT_COMMENT`), so that the file stays readable.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from confnotes.markup.yaml12 import load

DOUBT_COMMENT = "# conflict: "
"""Begins the comment with a value that the other side has."""

_NAMES = ("id", "name", "title")

_RAW = "\0"
"""Begins a comment that is indented less than its entry, while its line has all of its indentation."""


class _Shape(StrEnum):
    """What an entry consists of: a block of entries, a block of items, an inline mapping or list, or plain text."""

    MAPPING = "mapping"
    LIST = "list"
    FLOW_MAPPING = "flow mapping"
    FLOW_LIST = "flow list"
    TEXT = "text"


_BLOCKS = (_Shape.MAPPING, _Shape.LIST)


@dataclass(frozen=True)
class _Part:
    """An entry of a mapping, or an item of a list.

    `above` are the comments and blank lines above it, `head` its first lines up to its parts, `inner` its parts, all
    without its indentation; `tail` ends an inline value. The parts are indented by `indent`.
    """

    name: str
    above: str = ""
    head: str = ""
    shape: _Shape = _Shape.TEXT
    inner: tuple[_Part, ...] = ()
    tail: str = ""
    indent: int = 0
    is_item: bool = False

    @cached_property
    def value(self) -> str:
        """The text without the comments above it."""
        if self.shape in (_Shape.FLOW_MAPPING, _Shape.FLOW_LIST):
            return self.head + ", ".join(part.head for part in self.inner) + self.tail
        text = "".join(_indented(part.text, self.indent) for part in self.inner)
        if not self.is_item or not self.inner:
            return self.head + text
        return self.head + re.sub(rf"(?m)^ {{{self.indent}}}(?=[^ #\n])", "-".ljust(self.indent), text, count=1)

    @cached_property
    def text(self) -> str:
        return self.above + self.value


@dataclass(frozen=True, slots=True)
class MergedYaml:
    """The merged file, and the names of the values that both sides changed differently, such as `15732 › rating`."""

    text: str
    doubts: tuple[str, ...] = ()


def merge_yaml(base: str, ours: str, theirs: str) -> MergedYaml:
    """Merge two versions of a file of which `base` was the last common one, "" if there was none.

    Raises ConfnotesError if one of them is not YAML, or if they cannot be merged.
    """
    if ours in (base, theirs):
        return MergedYaml(theirs)
    if theirs == base:
        return MergedYaml(ours)
    merging = _Merging(_parse(base), _parse(ours), _parse(theirs))
    merged = re.sub(rf"(?m)^ *{_RAW}", "", merging.root().text)
    load(merged)
    return MergedYaml(merged, tuple(merging.doubts))


def _with_comment(above: str, value: str) -> str:
    comment = "".join(f"{DOUBT_COMMENT}{line}\n" for line in value.splitlines() if line.strip())
    return above if comment in above else above + comment


def _indented(text: str, indent: int) -> str:
    return re.sub(r"(?m)^(?=[^\n])", " " * indent, text) if indent else text


def _parse(text: str) -> _Part:
    """The file as one part; its comments at the end are its `tail`."""
    import yaml

    load(text)  # refuses aliases and deep nesting, on which the composer of libyaml crashes
    if text and not text.endswith("\n"):
        text += "\n"
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    node = yaml.compose(text, Loader=loader)
    lines = text.splitlines(keepends=True)
    if node is None:
        return _Part("", text, shape=_Shape.MAPPING)
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _Part("", "", shape=_Shape.MAPPING, inner=_Parser(lines).entries(node, 0, len(lines)))
    return _Part("", "", text)


@dataclass(frozen=True, slots=True)
class _Parser:
    """Cuts the lines of a file at the nodes of its tree."""

    lines: Sequence[str]

    def entries(self, node: Any, first: int, last: int) -> tuple[_Part, ...]:
        """The entries of a block mapping within these lines."""
        column = node.value[0][0].start_mark.column
        starts = [key.start_mark.line for key, _ in node.value]
        return tuple(
            self._entry(key.value, value, column, *rows)
            for (key, value), rows in zip(node.value, self._ranges(starts, first, last, column), strict=True)
        )

    def _ranges(self, starts: Sequence[int], first: int, last: int, column: int) -> Iterator[tuple[int, int, int]]:
        """For each part: its first line including the comments above it, its own first line, its end."""
        tops = [first, *(self._top(line, column) for line in starts[1:])]
        return zip(tops, starts, [*tops[1:], last], strict=True)

    def _top(self, line: int, column: int) -> int:
        while line:
            above = self.lines[line - 1]
            bare = above.lstrip(" ")
            if bare.strip() and not (bare.startswith("#") and len(above) - len(bare) <= column):
                break
            line -= 1
        return line

    def _entry(self, name: str, node: Any, column: int, top: int, start: int, end: int) -> _Part:
        above, head = self._cut(top, start, column), self._cut(start, end, column)
        shape = _shape(node)
        if shape is _Shape.TEXT or (shape in _BLOCKS and node.start_mark.line == start):
            return _Part(name, above, head)
        if shape in _BLOCKS:
            return self._block(_Part(name, above, shape=shape), node, column, start, end)
        return _flow(_Part(name, above, head, shape), node, node.start_mark.column - column)

    def _block(self, part: _Part, node: Any, column: int, start: int, end: int) -> _Part:
        first = node.value[0][0] if part.shape is _Shape.MAPPING else node.value[0]
        own = self._dash(first) if part.shape is _Shape.LIST else first.start_mark.column
        top = self._top(first.start_mark.line, own)
        top = max(top, start + 1)
        inner = self.entries(node, top, end) if part.shape is _Shape.MAPPING else self._items(node, own, top, end)
        return replace(part, head=self._cut(start, top, column), inner=inner, indent=max(0, own - column))

    def _dash(self, item: Any) -> int:
        line: str = self.lines[item.start_mark.line]
        return line.rfind("-", 0, item.start_mark.column)

    def _items(self, node: Any, column: int, first: int, last: int) -> tuple[_Part, ...]:
        parts: list[_Part] = []
        starts = [item.start_mark.line for item in node.value]
        seen: Counter[str] = Counter()
        for item, (top, start, end) in zip(node.value, self._ranges(starts, first, last, column), strict=True):
            part = self._item(item, column, top, start, end)
            seen[part.name] += 1
            parts.append(replace(part, name=f"{part.name}\0{seen[part.name]}") if seen[part.name] > 1 else part)
        return tuple(parts)

    def _item(self, node: Any, column: int, top: int, start: int, end: int) -> _Part:
        above, head = self._cut(top, start, column), self._cut(start, end, column)
        if _shape(node) is not _Shape.MAPPING or self._dash(node) != column:
            return _Part(head.strip(), above, head, is_item=True)
        inner = self.entries(node, start, end)
        values = {key.value: value.value for key, value in node.value if isinstance(value.value, str)}
        name = next((f"{key}: {values[key]}" for key in _NAMES if key in values), head.strip())
        indent = node.start_mark.column - column
        return _Part(name, above, "", _Shape.MAPPING, inner, indent=indent, is_item=True)

    def _cut(self, first: int, last: int, column: int) -> str:
        """Whole lines without their indentation; the dash of an item is part of the indentation of its first entry."""
        return "".join(
            (line[column:] or "\n") if not line[:column].strip(" -\n") else _RAW + line
            for line in self.lines[first:last]
        )


def _shape(node: Any) -> _Shape:
    import yaml

    if isinstance(node, yaml.ScalarNode) or not node.value:
        return _Shape.TEXT
    if isinstance(node, yaml.MappingNode):
        return _Shape.FLOW_MAPPING if node.flow_style else _Shape.MAPPING
    return _Shape.FLOW_LIST if node.flow_style else _Shape.LIST


def _flow(part: _Part, node: Any, start: int) -> _Part:
    """An inline mapping or list on one line, with its fields or items as parts; else the text as it is."""
    if node.start_mark.line != node.end_mark.line:
        return replace(part, shape=_Shape.TEXT)
    begin = node.start_mark.index
    text = part.head[start:]

    def piece(first: Any, last: Any) -> str:
        return text[first.start_mark.index - begin : last.end_mark.index - begin]

    pairs = node.value if part.shape is _Shape.FLOW_MAPPING else [(item, item) for item in node.value]
    pieces = [(first.value if part.shape is _Shape.FLOW_MAPPING else "", piece(first, last)) for first, last in pairs]
    width = node.end_mark.index - begin
    inner = tuple(_Part(name or words, head=words) for name, words in pieces)
    whole = replace(part, head=part.head[:start] + text[:1], inner=inner, tail=text[width - 1 :])
    return whole if whole.value == part.head else replace(part, shape=_Shape.TEXT)


@dataclass(slots=True)
class _Merging:
    """Three versions of a file; `places` has the items with an id of each version, with the list that they are in."""

    base: _Part
    ours: _Part
    theirs: _Part
    doubts: list[str] = field(default_factory=list)
    places: tuple[Mapping[str, tuple[str, _Part]], ...] = ()
    has_moves: bool = False

    def root(self) -> _Part:
        """The merged file."""
        self.places = tuple(_places_of_ids(part) for part in (self.base, self.ours, self.theirs))
        self.has_moves = any(
            self._place(name, side) not in (None, place)
            for name, (place, _) in self.places[0].items()
            for side in (1, 2)
        )
        return self._whole(self.base, self.ours, self.theirs, ())

    def _whole(self, base: _Part | None, ours: _Part, theirs: _Part, path: tuple[str, ...]) -> _Part:
        """Both versions of one part as one."""
        above = theirs.above if base is not None and ours.above == base.above else ours.above
        can_hide_moves = self.has_moves and ours.shape is theirs.shape and ours.shape in _BLOCKS
        if ours.value == theirs.value or (base is not None and theirs.value == base.value and not can_hide_moves):
            return replace(ours, above=above)
        if base is not None and ours.value == base.value and not can_hide_moves:
            return replace(theirs, above=above)
        shapes = {ours.shape, theirs.shape}
        if len(shapes) > 1 or _Shape.TEXT in shapes:
            return self._doubtful(ours, theirs, above, path)
        if base is None or base.shape is not ours.shape:
            base = _Part(ours.name, shape=ours.shape)
        doubts = len(self.doubts)
        inner = self._parts(base.inner, ours.inner, theirs.inner, path)
        if len(self.doubts) > doubts and ours.shape is _Shape.FLOW_MAPPING:
            above = _with_comment(above, theirs.value)
        return replace(ours, above=above, inner=inner)

    def _doubtful(self, ours: _Part, theirs: _Part, above: str, path: tuple[str, ...]) -> _Part:
        """Our version, with theirs in a comment. A field of an inline mapping has no line of its own for one."""
        self.doubts.append(" › ".join(path))
        is_inline = not ours.head.endswith("\n")
        return ours if is_inline else replace(ours, above=_with_comment(above, theirs.value))

    def _parts(
        self, base: Sequence[_Part], ours: Sequence[_Part], theirs: Sequence[_Part], path: tuple[str, ...]
    ) -> tuple[_Part, ...]:
        """The parts of two versions of a list or mapping, in the order of ours; new ones of theirs follow the part
        that they follow there.
        """
        old, mine, other = ({part.name: part for part in parts} for parts in (base, ours, theirs))
        merged: dict[str, _Part] = {}
        for name, part in mine.items():
            kept = self._kept(name, old.get(name), part, other.get(name), path)
            if kept is not None:
                merged[name] = kept
        order = [name for name in mine if name in merged]
        at = 0
        for name, part in other.items():
            if name in merged:
                at = order.index(name) + 1
            elif name not in mine and (added := self._added(name, old.get(name), part, path)) is not None:
                merged[name] = added
                order.insert(at, name)
                at += 1
        return tuple(merged[name] for name in order)

    def _kept(
        self, name: str, base: _Part | None, ours: _Part, theirs: _Part | None, path: tuple[str, ...]
    ) -> _Part | None:
        """A part that is here; None if it goes."""
        inside = (*path, name.split("\0")[0])
        if theirs is not None:
            return self._whole(base, ours, theirs, inside)
        there = self._elsewhere(name, 2)
        if there is not None:  # they moved it
            return None if base is not None else self._whole(self._elsewhere(name, 0), ours, there, inside)
        if base is None or ours.value != base.value:
            return ours
        return None

    def _added(self, name: str, base: _Part | None, theirs: _Part, path: tuple[str, ...]) -> _Part | None:
        """A part that only they have here; None if it does not come in."""
        here = self._elsewhere(name, 1)
        before = self._elsewhere(name, 0)
        if here is None:  # new there, or deleted here: that stands unless they changed it
            return None if base is not None and base.value == theirs.value else theirs
        if base is not None or self._place(name, 1) != self._place(name, 0):
            return None  # we moved it
        return self._whole(before, here, theirs, (*path, name))

    def _elsewhere(self, name: str, side: int) -> _Part | None:
        found = self.places[side].get(name)
        return found[1] if found else None

    def _place(self, name: str, side: int) -> str | None:
        found = self.places[side].get(name)
        return found[0] if found else None


def _places_of_ids(root: _Part) -> dict[str, tuple[str, _Part]]:
    """The items with an id that no other item of the file has, each with the list that it is in."""
    found = list(_with_id(root, ""))
    times = Counter(name for name, _ in found)
    return {name: place for name, place in found if times[name] == 1}


def _with_id(part: _Part, place: str) -> Iterator[tuple[str, tuple[str, _Part]]]:
    for inner in part.inner:
        if inner.is_item and inner.name.startswith("id: "):
            yield inner.name, (place, inner)
        if inner.shape in _BLOCKS:
            yield from _with_id(inner, f"{place}/{inner.name}")
