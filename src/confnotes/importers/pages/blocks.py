"""The document model of all page readers: a source as a flat list of blocks, each with its line in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum


class BlockKind(Enum):
    """The type of a block; a paragraph is a run of TEXT blocks, a table a run of ROW blocks."""

    HEADING = "heading"
    ITEM = "item"
    ROW = "row"
    TEXT = "text"
    INCLUDE = "include"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Block:
    """A logical line.

    `text` is Markdown, converted from HTML if necessary; an ITEM may contain several lines. `level` is a heading's
    level (1 to 6) or an item's depth of indentation (0 outermost). A ROW has `cells`, and `spans`, the columns and rows
    of each, if it comes from HTML; an INCLUDE has `attributes`. `line` counts from 1 at the top of the file.
    """

    kind: BlockKind
    line: int
    text: str = ""
    level: int = 0
    cells: tuple[str, ...] = ()
    header: bool = False
    numbered: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)
    spans: tuple[tuple[int, int], ...] = ()

    def moved(self, text: str) -> Block:
        """A copy of the block with other text."""
        return replace(self, text=text)
