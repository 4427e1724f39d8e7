"""A note as pandoc's tree, so that pandoc parses no text."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence

from confnotes.exporters.languages.catalog import Catalog
from confnotes.exporters.note_tree import NoteReader
from confnotes.exporters.pandoc import ast
from confnotes.exporters.pandoc.ast import Blocks, Element, Inlines
from confnotes.exporters.safe_tex import safe_tex
from confnotes.model import document

_LANGUAGE = re.compile(r"[A-Za-z][A-Za-z0-9_+#-]{0,30}")
_BOXES = {True: "☒", False: "☐"}
"""As in pandoc's own task lists, which its writers recognize."""
_DEEPEST_HEADING = 5
_STYLES = {
    document.Style.EMPHASIS: ast.emph,
    document.Style.STRONG: ast.strong,
    document.Style.STRUCK: ast.struck,
    document.Style.HIGHLIGHT: ast.highlight,
}

_LETTERS_OF_A_LINE = 76
_SHORT_CELL = 12
_LONGEST_CELL = 60
_BETWEEN_CELLS = 6


class NoteBlocks:
    """Renders the notes of one document. `items` and `lines` are ids that links may target; each gets one anchor.

    `photo` returns the picture of a photo, or None.
    """

    def __init__(
        self,
        items: Container[str],
        lines: Container[str],
        photo: Callable[[str, Inlines], Inlines | None],
        terms: Catalog,
    ) -> None:
        self.photo = photo
        self.terms = terms
        self._items = items
        self._lines = lines
        self._reader = NoteReader(lines=lines)
        self._given: set[str] = set()

    def note(self, text: str, level: int) -> Blocks:
        """A note under a heading of `level`."""
        tree = self._reader.note(text)
        return _NoteTreeSetter(self, level, tree.footnotes).blocks(tree.blocks)

    def line(self, text: str) -> Inlines:
        """One line of a note."""
        return _NoteTreeSetter(self, 1, ()).line(self._reader.line(text))

    def lines(self, text: str) -> Inlines:
        """Lines of a note with their line breaks."""
        return ast.join_lines(map(self.line, filter(str.strip, text.split("\n"))))

    def anchor(self, place: str) -> Inlines:
        """An anchor with this id; nothing if it exists already or no link may target it."""
        if place in self._given or not self.has(place):
            return []
        self._given.add(place)
        return [ast.span([], place)]

    def has(self, place: str) -> bool:
        """Whether links may target it."""
        return place in self._items or place in self._lines


class _NoteTreeSetter:
    """Renders the tree of one note."""

    def __init__(self, setter: NoteBlocks, level: int, footnotes: tuple[document.FootnoteText, ...]) -> None:
        self._setter = setter
        self._level = level
        self._footnotes = footnotes
        self._open_footnotes: list[int] = []

    def blocks(self, blocks: document.Blocks) -> Blocks:
        return list(map(self._block, blocks))

    def _block(self, block: document.Block) -> Element:
        match block:
            case document.Paragraph():
                return self._paragraph(block)
            case document.HeadingBlock():
                return ast.header(min(self._level + block.depth, _DEEPEST_HEADING), self.line(block.inside))
            case document.ListBlock():
                items = [self._item(item) for item in block.items]
                return ast.bullets(items) if block.first is None else ast.ordered_list(items, block.first)
            case document.Quotation():
                return ast.quote(self.blocks(block.blocks))
            case document.Callout():
                title = ast.para([ast.strong(self.line(block.title))])
                inside = ast.quote([title, *self.blocks(block.blocks)])
                return ast.div([inside], classes=["callout", *block.kind.split()[:1]])
            case document.CodeBlock():
                language = _LANGUAGE.fullmatch(block.language)
                return ast.code_block(block.words.rstrip("\n"), language[0].lower() if language else "")
            case document.TableBlock():
                rows = (block.head, *block.rows)
                head, *cells = [[self.line(cell) for cell in row] for row in rows]
                widths = column_widths([[document.words_of(cell) for cell in row] for row in rows])
                return ast.table(head, cells, widths, [side.capitalize() or "Default" for side in block.sides])
            case document.FormulaBlock():
                return ast.para([_math(block.tex, display=True)])
            case document.Divider():
                return ast.RULE

    def _paragraph(self, block: document.Paragraph, box: Inlines | None = None) -> Element:
        inside = [*(box or ()), *self.line(block.inside)]
        if block.role:
            terms = self._setter.terms
            mark = terms.question if block.role is document.ParagraphRole.QUESTION else terms.answer
            inside = [ast.strong(ast.text(f"{mark}:")), ast.SPACE, *inside]
        return ast.plain(inside) if block.tight else ast.para(inside)

    def _item(self, item: document.ListItem) -> Blocks:
        match item.blocks:
            case (document.Paragraph() as first, *rest) if item.done is not None:
                box = [*ast.text(_BOXES[item.done]), ast.SPACE]
                return [self._paragraph(first, box), *self.blocks(tuple(rest))]
        return self.blocks(item.blocks)

    def line(self, line: Iterable[document.Inline]) -> Inlines:
        """The content of a line; consecutive photos are stacked."""
        made: Inlines = []
        for piece in line:
            inside = self._piece(piece)
            if made[-1:] == [ast.SPACE] and _shows_picture(inside[:1]) and _shows_picture(made):
                made[-1] = ast.BREAK
            made += inside
        return made

    def _piece(self, piece: document.Inline) -> Inlines:
        match piece:
            case str():
                return ast.text(piece)
            case document.LineBreak():
                return [ast.BREAK]
            case document.Styled():
                return [_STYLES[piece.style](self.line(piece.inside))]
            case document.CodeSpan():
                return [ast.code(piece.words)]
            case document.Formula():
                return [_math(piece.tex, display=piece.display)]
            case document.LinkedText():
                inside = self.line(piece.inside)
                leads = not piece.target.startswith("#") or self._setter.has(piece.target[1:])
                return [ast.link(inside, piece.target)] if leads else inside
            case document.TagName():
                return ast.text(f"#{piece.name}")
            case document.PhotoShown():
                return self._setter.photo(piece.id, ast.text(piece.words)) or ast.text(piece.instead)
            case document.FootnoteMark():
                return self._footnote(piece.number)
            case document.LinePlace():
                return self._setter.anchor(piece.id)

    def _footnote(self, number: int) -> Inlines:
        """The text of a footnote; nested footnotes become bracketed text."""
        if number >= len(self._footnotes) or number in self._open_footnotes:
            return []
        blocks = self._footnotes[number].blocks
        self._open_footnotes.append(number)
        if len(self._open_footnotes) > 1:
            lines = map(self.line, document.lines_in(blocks))
            made = [ast.SPACE, *ast.text("("), *ast.join(lines, " "), *ast.text(")")]
        else:
            inside = self.blocks(blocks)
            made = [ast.footnote(inside)] if inside else []
        self._open_footnotes.pop()
        return made


def _math(tex: str, *, display: bool) -> Element:
    safe = safe_tex(tex)
    return ast.code(" ".join(tex.split())) if safe is None else ast.math(safe, block=display)


def _shows_picture(inside: Inlines) -> bool:
    return any(one["t"] == "Image" for one in inside)


def column_widths(rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """The columns' fractions of the line width; empty if every row fits.

    Columns of words or numbers get the width of their longest cell, columns of sentences less, because they can wrap.
    """
    columns = [[row[at] for row in rows if at < len(row)] for at in range(len(rows[0]))]
    longest = [max(map(len, cells)) for cells in columns]
    if sum(longest) + _BETWEEN_CELLS * len(longest) <= _LETTERS_OF_A_LINE:
        return ()
    wanted = [
        _BETWEEN_CELLS + min(letters, _SHORT_CELL) + max(0, min(letters, _LONGEST_CELL) - _SHORT_CELL) / 3
        for letters in longest
    ]
    return tuple(round(one / sum(wanted), 3) for one in wanted)
