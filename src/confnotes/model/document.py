"""A note as a tree that forms set: blocks, and the lines in them. What is not said here no form knows of a note.

A line is a tuple of strings and of what is more than its words. Nothing in a tree is Markdown any more, but the words
of a link's target and of a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """How words stand out, by the elements of HTML that say so."""

    EMPHASIS = "em"
    STRONG = "strong"
    STRUCK = "s"
    HIGHLIGHT = "mark"


class ParagraphRole(StrEnum):
    """What a paragraph is at a talk: a question, what was answered to it, or neither."""

    TEXT = ""
    QUESTION = "question"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class LineBreak:
    """The end of a line within a paragraph."""


@dataclass(frozen=True, slots=True)
class Styled:
    """Words that stand out."""

    style: Style
    inside: Line


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """Code within a line."""

    words: str


@dataclass(frozen=True, slots=True)
class Formula:
    """TeX within a line; `display`: it is set on a line of its own."""

    tex: str
    display: bool = False


@dataclass(frozen=True, slots=True)
class LinkedText:
    """Words that lead to an address that may be linked, or to `#id` in the document, which need not be there.

    `is_image`: a picture lies there, which is not shown.
    """

    target: str
    inside: Line
    is_image: bool = False


@dataclass(frozen=True, slots=True)
class TagName:
    """A tag of the document, `#name`."""

    name: str


@dataclass(frozen=True, slots=True)
class PhotoShown:
    """A photo by its id, and what is said of it."""

    id: str
    words: str

    @property
    def instead(self) -> str:
        """What stands there where the photo cannot be shown."""
        return self.words or self.id


@dataclass(frozen=True, slots=True)
class FootnoteMark:
    """The mark of a footnote by its place among those of the note; `again`: how often it was marked before."""

    number: int
    again: int = 0


@dataclass(frozen=True, slots=True)
class LinePlace:
    """What ends a line that links lead to, by its id."""

    id: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together. `tight`: as items of a list follow each other, without space around."""

    inside: Line
    role: ParagraphRole = ParagraphRole.TEXT
    private: bool = False
    tight: bool = False


@dataclass(frozen=True, slots=True)
class HeadingBlock:
    """A heading; `depth` is 1 below the heading of the note, one more than that of the heading above it."""

    depth: int
    inside: Line


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list; `done` says of a task whether it is, None of what is none."""

    blocks: Blocks
    done: bool | None = None


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; `first` is the number of its first item, None where it has bullets."""

    items: tuple[ListItem, ...]
    first: int | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """What was quoted."""

    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Callout:
    """What stands out, of a kind such as `tip`, under a title. `fold` is `-` or `+` where it can be folded."""

    kind: str
    fold: str
    title: Line
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines of code as they were typed, and what their language is called, if anything."""

    words: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table; `sides` are `left`, `right`, `center` or empty, one a column."""

    sides: tuple[str, ...]
    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class FormulaBlock:
    """TeX that stands by itself."""

    tex: str


@dataclass(frozen=True, slots=True)
class Divider:
    """A line between two parts of a note."""


@dataclass(frozen=True, slots=True)
class FootnoteText:
    """A footnote, and which of its marks (`FootnoteMark.again`) are in the note."""

    blocks: Blocks
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteTree:
    """A note; a footnote stands at the number that its marks have."""

    blocks: Blocks = ()
    footnotes: tuple[FootnoteText, ...] = ()


Inline = str | LineBreak | Styled | CodeSpan | Formula | LinkedText | TagName | PhotoShown | FootnoteMark | LinePlace
Line = tuple[Inline, ...]
Block = Paragraph | HeadingBlock | ListBlock | Quotation | Callout | CodeBlock | TableBlock | FormulaBlock | Divider
Blocks = tuple[Block, ...]


def lines_in(blocks: Iterable[Block]) -> Iterator[Line]:
    """Every line of blocks, in order."""
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
    """The words of a line alone."""
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
