"""Blocks as lines of text; each format says how it writes pieces of a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from confnotes.model.document import (
    Block,
    CodeSpan,
    HeadingBlock,
    Inline,
    Line,
    LineBreak,
    LinkedText,
    ListBlock,
    Paragraph,
    Style,
    Styled,
)


class TextWriter:
    """Plain text: an address follows its words. Formats override how pieces are written."""

    bullets: tuple[str, ...] = ("• ", "  – ")

    def text(self, words: str) -> str:
        """Plain words."""
        return words

    def styled(self, style: Style, inside: str) -> str:
        """Words with a style."""
        return inside

    def code(self, words: str) -> str:
        """Inline code."""
        return words

    def link(self, address: str, words: str, source: Line) -> str:
        """Words with an address; `source` are the words as pieces."""
        return address if words == address else f"{words}: {address}"

    def heading(self, words: str) -> str:
        """A heading on its own line."""
        return words.upper()

    def line(self, pieces: Iterable[Inline]) -> str:
        """A line in this format."""
        return "".join(map(self._piece, pieces))

    def _piece(self, piece: Inline) -> str:
        match piece:
            case str():
                return self.text(piece)
            case Styled():
                return self.styled(piece.style, self.line(piece.inside))
            case LinkedText():
                return self.link(piece.target, self.line(piece.inside), piece.inside)
            case CodeSpan():
                return self.code(piece.words)
            case LineBreak():
                return " "
        return ""

    def lines(self, blocks: Iterable[Block]) -> Iterator[str]:
        """The lines of a text; an empty one before each heading."""
        for block in blocks:
            match block:
                case HeadingBlock():
                    yield ""
                    yield self.heading(self.line(block.inside))
                case Paragraph():
                    yield self.line(block.inside)
                case ListBlock():
                    yield from self.lines_of(block)

    def lines_of(self, block: ListBlock, depth: int = 0) -> Iterator[str]:
        """The lines of a list, with those nested in it."""
        for item in block.items:
            for inner in item.blocks:
                if isinstance(inner, ListBlock):
                    yield from self.lines_of(inner, depth + 1)
                elif isinstance(inner, Paragraph):
                    yield self.bullets[min(depth, len(self.bullets) - 1)] + self.line(inner.inside)
