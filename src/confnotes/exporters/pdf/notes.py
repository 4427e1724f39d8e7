"""A note as blocks for `notes.typ`.

Blocks and lines are plain lists, so that no text is ever parsed as typst: a line is a list of strings and `[kind,
...]`; a block is `[kind, ...]`. The template defines the kinds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any

from confnotes.exporters.note_tree import NoteReader
from confnotes.exporters.pdf.math_content import formula
from confnotes.markup.safe import safe_text
from confnotes.model import document

_DEEPEST = 12
_TOGETHER = 600
"""A table with fewer characters is kept on one page."""
_MOST_COLUMNS = 12
"""Wider tables do not fit a page: their rows are set as code."""
_STYLES = {
    document.Style.EMPHASIS: "e",
    document.Style.STRONG: "s",
    document.Style.STRUCK: "d",
    document.Style.HIGHLIGHT: "h",
}
_ROLES = {document.ParagraphRole.QUESTION: "ask", document.ParagraphRole.ANSWER: "answer"}


class BookNotes:
    """Renders the notes of one book; `anchors` collects labels of `lines` that links can target.

    `tag_labels` are labels in the tag index; `photo` returns a photo's data for the template.
    """

    def __init__(
        self, tag_labels: Mapping[str, str], lines: Container[str], photo: Callable[[str], list[Any] | None]
    ) -> None:
        self.anchors: set[str] = set()
        self.tag_labels = tag_labels
        self.photo = photo
        self._reader = NoteReader(tag_labels, lines)
        self._notes = 0

    def blocks(self, text: str) -> list[Block]:
        """The blocks of a note."""
        if not text.strip():
            return []
        self._notes += 1
        tree = self._reader.note(text)
        return _NoteBuilder(self, f"fn-{self._notes}", tree.footnotes).blocks(tree.blocks)

    def line(self, text: str) -> Line:
        """One line of a note."""
        return _NoteBuilder(self, "", ()).line(self._reader.line(text))


class _NoteBuilder:
    """Builds one note's blocks; photos wait for the end of their paragraph."""

    def __init__(self, setter: BookNotes, label: str, footnotes: tuple[document.FootnoteText, ...]) -> None:
        self._setter = setter
        self._label = label
        self._footnotes = footnotes
        self._told: set[int] = set()
        self._open_footnotes: list[int] = []
        self._pictures: list[list[Any]] = []

    def blocks(self, blocks: document.Blocks, depth: int = 0) -> list[Block]:
        made: list[Block] = []
        for block in blocks:
            for one in (*self._block(block, depth), *self._waiting()):
                if one[0] == "photos" and made and made[-1][0] == "photos":
                    made[-1][1].extend(one[1])
                else:
                    made.append(one)
        return made

    def _block(self, block: document.Block, depth: int) -> Iterator[Block]:
        if depth > _DEEPEST:
            yield ["p", [words(_flat(block))], False, False]
            return
        match block:
            case document.Paragraph():
                yield from self._paragraph(block)
            case document.HeadingBlock():
                line = self.line(block.inside)
                if _is_seen(line):
                    yield ["h", block.depth, line, leads_right(visible(line))]
            case document.ListBlock():
                items = [[item.done, self.blocks(item.blocks, depth + 1)] for item in block.items]
                rtl = leads_right(" ".join(_flat(block)[:200].split()))
                yield ["list", min(block.first or 0, 999_999), block.first is not None, items, rtl]
            case document.Quotation():
                yield ["quote", self.blocks(block.blocks, depth + 1)]
            case document.Callout():
                yield ["callout", self.line(block.title), [*self._waiting(), *self.blocks(block.blocks, depth + 1)]]
            case document.CodeBlock():
                yield ["code", code_words(block.words.rstrip("\n").expandtabs(4))]
            case document.TableBlock():
                yield self._table(block)
            case document.FormulaBlock():
                yield _math_block(block.tex)
            case document.Divider():
                yield ["rule"]

    def _paragraph(self, block: document.Paragraph) -> Iterator[Block]:
        match block.inside:
            case (document.Formula(display=True) as alone,):
                yield _math_block(alone.tex)
                return
        line = self.line(block.inside)
        if _is_seen(line):
            yield [_ROLES[block.role], line] if block.role else paragraph(line, private=block.private)

    def _waiting(self) -> list[Block]:
        waiting, self._pictures = self._pictures, []
        return [["photos", waiting]] if waiting else []

    def _table(self, table: document.TableBlock) -> Block:
        rows = (table.head, *table.rows)
        if len(table.sides) > _MOST_COLUMNS:
            return ["code", code_words("\n".join(" | ".join(map(document.words_of, row)) for row in rows))]
        head, *cells = [[self.line(cell) for cell in row] for row in rows]
        together = sum(len(document.words_of(cell)) for row in rows for cell in row) < _TOGETHER
        return ["table", [side or "left" for side in table.sides], head, cells, together]

    def line(self, line: document.Line) -> Line:
        """The pieces of a line."""
        return [made for piece in line for made in self._piece(piece)]

    def _piece(self, piece: document.Inline) -> Line:
        match piece:
            case str():
                return [words(piece)]
            case document.LineBreak():
                return [["br"]]
            case document.Styled():
                return [[_STYLES[piece.style], self.line(piece.inside)]]
            case document.CodeSpan():
                return [["c", words(piece.words)]]
            case document.Formula():
                made = formula(piece.tex)
                return [["x", words(piece.tex)] if made is None else ["m", made, words(piece.tex)]]
            case document.LinkedText():
                inside = self.line(piece.inside)
                inner = piece.target.startswith("#")
                return [["i", piece.target[1:], inside] if inner else ["a", piece.target, inside]]
            case document.TagName():
                return [["tag", self._setter.tag_labels[piece.name.lower()], f"#{piece.name}"]]
            case document.PhotoShown():
                return self._photo(piece)
            case document.FootnoteMark():
                return self._footnote(piece.number)
            case document.LinePlace():
                if piece.id in self._setter.anchors:
                    return []
                self._setter.anchors.add(piece.id)
                return [["at", piece.id]]

    def _photo(self, photo: document.PhotoShown) -> Line:
        picture = self._setter.photo(photo.id)
        if picture is None:
            return [words(photo.instead)]
        self._pictures.append([*picture, words(photo.words)])
        return []

    def _footnote(self, number: int) -> Line:
        """The text of a footnote; nested footnotes become bracketed text."""
        if number >= len(self._footnotes) or number in self._open_footnotes:
            return [["sup", str(number + 1)]]
        label = f"{self._label}-{number}"
        if number in self._told:
            return [["again", label]]
        blocks = self._footnotes[number].blocks
        self._open_footnotes.append(number)
        if len(self._open_footnotes) > 1:
            made: Line = [
                " (",
                *[piece for line in document.lines_in(blocks) for piece in (*self.line(line), " ")][:-1],
                ")",
            ]
        else:
            self._told.add(number)
            made = [["note", label, self.blocks(blocks, 1)]]
        self._open_footnotes.pop()
        return made


def _math_block(tex: str) -> Block:
    made = formula(tex)
    return ["code", code_words(tex.strip())] if made is None else ["math", made, words(tex)]


def _is_seen(line: Line) -> bool:
    return any(piece.strip() if isinstance(piece, str) else piece[0] != "br" for piece in line)


def _flat(block: document.Block) -> str:
    return " ".join(map(document.words_of, document.lines_in((block,))))


Line = list[Any]
Block = list[Any]

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_LONG_RUN = re.compile(r"[^\s\u200b/?-]{32,}")
_PIECE = re.compile(r"[^&=#.,;:_+]{1,24}[&=#.,;:_+]{0,8}|[&=#.,;:_+]{1,24}")
_MAY_BREAK = "\u200b"
_WIDE = frozenset("WF")


def words(text: str) -> str:
    """The text with single spaces, and break opportunities in runs that are too long for a line.

    Typst itself breaks after `/`, `?` and `-`.
    """
    text = _BLANKS.sub(" ", safe_text(text))
    return _LONG_RUN.sub(_broken, text) if len(text) >= 32 else text


def _broken(run: re.Match[str]) -> str:
    if any(unicodedata.east_asian_width(letter) in _WIDE for letter in run[0][:40]):
        return run[0]
    return _MAY_BREAK.join(_PIECE.findall(run[0]))


def code_words(text: str) -> str:
    """Code with break opportunities in runs longer than a line; spaces are kept."""
    lines = safe_text(text).split("\n")
    return "\n".join(_LONG_RUN.sub(_broken_code, line) if len(line) > 60 else line for line in lines)


def _broken_code(run: re.Match[str]) -> str:
    return _MAY_BREAK.join(run[0][at : at + 60] for at in range(0, len(run[0]), 60))


def leads_right(text: str) -> bool:
    """Whether the first letter of a text is from a right-to-left script."""
    for letter in text[:200]:
        direction = unicodedata.bidirectional(letter)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def visible(line: Line) -> str:
    """The plain characters of a line."""
    parts: list[str] = []
    for piece in line:
        if isinstance(piece, str):
            parts.append(piece)
        elif piece[0] in ("c", "x"):
            parts.append(piece[1])
        elif isinstance(piece[-1], list) and piece[0] in ("e", "s", "d", "a", "i"):
            parts.append(visible(piece[-1]))
    return "".join(parts)


def paragraph(line: Line, *, private: bool = False) -> Block:
    """A paragraph, right to left if its first letter is."""
    return ["p", line, leads_right(visible(line)), private]
