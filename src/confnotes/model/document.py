"""A note as a tree for exporters: blocks and lines. It is all that an exporter knows of a note.

A line is a tuple of strings and inline elements. Only link targets and formulas still contain source text; nothing else
is Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from confnotes.model.fast_dataclass import fast_dataclass


class Style(StrEnum):
    """Text styles, named after HTML elements."""

    EMPHASIS = "em"
    STRONG = "strong"
    STRUCK = "s"
    HIGHLIGHT = "mark"


class ParagraphRole(StrEnum):
    """The role of a paragraph in a talk's notes: question, answer or neither."""

    TEXT = ""
    QUESTION = "question"
    ANSWER = "answer"


@fast_dataclass(frozen=True, slots=True)
class LineBreak:
    """A line break within a paragraph."""


@fast_dataclass(frozen=True, slots=True)
class Styled:
    """Text with a style."""

    style: Style
    inside: Line


@fast_dataclass(frozen=True, slots=True)
class CodeSpan:
    """Inline code."""

    words: str


@fast_dataclass(frozen=True, slots=True)
class Formula:
    """Inline TeX; with `display` it is set on its own line."""

    tex: str
    display: bool = False


@fast_dataclass(frozen=True, slots=True)
class LinkedText:
    """Text linked to an allowed address, or to `#id` in the document, which may not exist.

    `is_image`: the target is an image that is not embedded.
    """

    target: str
    inside: Line
    is_image: bool = False


@fast_dataclass(frozen=True, slots=True)
class TagName:
    """A tag of the document, `#name`."""

    name: str


@fast_dataclass(frozen=True, slots=True)
class PhotoShown:
    """A photo by its id, and its caption."""

    id: str
    words: str

    @property
    def instead(self) -> str:
        """The text shown if the photo is not available."""
        return self.words or self.id


@fast_dataclass(frozen=True, slots=True)
class FootnoteMark:
    """A footnote reference by the footnote's number; `again` counts earlier references to it."""

    number: int
    again: int = 0


@fast_dataclass(frozen=True, slots=True)
class LinePlace:
    """A link target at the end of a line, by its id."""

    id: str


@fast_dataclass(frozen=True, slots=True)
class Paragraph:
    """Consecutive lines. `tight`: without space around it, as in lists."""

    inside: Line
    role: ParagraphRole = ParagraphRole.TEXT
    private: bool = False
    tight: bool = False


@fast_dataclass(frozen=True, slots=True)
class HeadingBlock:
    """A heading; `depth` 1 is one level below the note's own heading, at most one more than that of the previous
    heading.
    """

    depth: int
    inside: Line


@fast_dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list; `done` is None unless it is a task."""

    blocks: Blocks
    done: bool | None = None


@fast_dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; `first` is the number of its first item, None for bullets."""

    items: tuple[ListItem, ...]
    first: int | None = None


@fast_dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation."""

    blocks: Blocks


@fast_dataclass(frozen=True, slots=True)
class Callout:
    """A callout of a kind such as `tip`, with a title. `fold` is `-` or `+` if it is collapsible."""

    kind: str
    fold: str
    title: Line
    blocks: Blocks


@fast_dataclass(frozen=True, slots=True)
class CodeBlock:
    """A code block as typed, and the name of its language, if any."""

    words: str
    language: str = ""


@fast_dataclass(frozen=True, slots=True)
class TableBlock:
    """A table; `sides` are the columns' alignments: `left`, `right`, `center` or empty."""

    sides: tuple[str, ...]
    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]


@fast_dataclass(frozen=True, slots=True)
class FormulaBlock:
    """A block of TeX."""

    tex: str


@fast_dataclass(frozen=True, slots=True)
class Divider:
    """A horizontal rule."""


@fast_dataclass(frozen=True, slots=True)
class FootnoteText:
    """A footnote, and which of its references (`FootnoteMark.again`) are in the note."""

    blocks: Blocks
    marks: tuple[int, ...] = ()


@fast_dataclass(frozen=True, slots=True)
class NoteTree:
    """A note; footnotes are in the order of their numbers."""

    blocks: Blocks = ()
    footnotes: tuple[FootnoteText, ...] = ()


Inline = str | LineBreak | Styled | CodeSpan | Formula | LinkedText | TagName | PhotoShown | FootnoteMark | LinePlace
Line = tuple[Inline, ...]
Block = Paragraph | HeadingBlock | ListBlock | Quotation | Callout | CodeBlock | TableBlock | FormulaBlock | Divider
Blocks = tuple[Block, ...]


def lines_in(blocks: Iterable[Block]) -> Iterator[Line]:
    """Every line of the blocks, in order."""
    for block in blocks:
        match block:
            case Paragraph() | HeadingBlock():
                yield block.inside
            case ListBlock():
                for item in block.items:
                    yield from lines_in(item.blocks)
            case Callout():
                yield block.title
                yield from lines_in(block.blocks)
            case Quotation():
                yield from lines_in(block.blocks)
            case TableBlock():
                yield from (cell for row in (block.head, *block.rows) for cell in row)


def words_of(line: Iterable[Inline]) -> str:
    """The plain text of a line."""
    found: list[str] = []
    for piece in line:
        match piece:
            case str():
                found.append(piece)
            case LineBreak():
                found.append(" ")
            case Styled() | LinkedText():
                found.append(words_of(piece.inside))
            case CodeSpan():
                found.append(piece.words)
            case Formula():
                found.append(piece.tex)
            case TagName():
                found.append(f"#{piece.name}")
    return "".join(found)
