"""A note's Markdown as pandoc's tree: read by markdown-it as everywhere here, so that pandoc reads no text at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from confnotes.exporters.callouts import BREAKS, with_callouts
from confnotes.exporters.languages.catalog import Catalog
from confnotes.exporters.math.tex import safe_tex
from confnotes.exporters.pandoc import ast
from confnotes.exporters.pandoc.ast import Blocks, Element, Inlines
from confnotes.exporters.pandoc.columns import column_widths
from confnotes.markup.canonical import is_allowed
from confnotes.markup.note_blocks import (
    answer_text,
    is_answer,
    is_question,
    is_tangled,
    line_and_anchor,
    note_parser,
    question_text,
    tidy,
    without_private_marks,
)
from confnotes.markup.plain import safe_text

_TASK = re.compile(r"\[([ xX])\][ \t]+")
_LANGUAGE = re.compile(r"[A-Za-z][A-Za-z0-9_+#-]{0,30}")
_BOXES = {True: "☒", False: "☐"}
"""As pandoc's own task lists have them: its writers know them."""
_DEEPEST_HEADING = 5


class NoteBlocks:
    """Sets the notes of one document. `places` are the ids that links may lead to; each is given away once."""

    def __init__(self, places: Iterable[str], photo: Callable[[str, Inlines], Inlines | None], terms: Catalog) -> None:
        self._places = frozenset(places)
        self._given: set[str] = set()
        self._photo = photo
        self._terms = terms

    def note(self, text: str, level: int) -> Blocks:
        """A note below a heading of `level`."""
        if is_tangled(text):
            return [ast.code_block(text)]
        root = SyntaxTreeNode(with_callouts(_parser().parse(tidy(safe_text(text)))))
        return _Reader(self, _footnotes(root), level).blocks(root.children)

    def line(self, text: str) -> Inlines:
        """One line of a note."""
        words = safe_text(text, lines=False)
        if is_tangled(words):
            return ast.text(words)
        root = SyntaxTreeNode(_parser().parseInline(words))
        return _Reader(self, {}, 1).inlines(root.children[0].children if root.children else ())

    def lines(self, text: str) -> Inlines:
        """Lines of a note, each where it is."""
        made: Inlines = []
        for line in filter(str.strip, text.split("\n")):
            made += [*([ast.BREAK] if made else ()), *self.line(line)]
        return made

    def anchor(self, place: str) -> Element | None:
        """The place that links to this id lead to; None where there is one already, or nothing may lead there."""
        if place not in self._places or place in self._given:
            return None
        self._given.add(place)
        return ast.span([], place)

    def leads_somewhere(self, target: str) -> bool:
        """Whether a link may be one."""
        return is_allowed(target) or (target.startswith("#") and target[1:] in self._places)

    def photo(self, name: str, words: Inlines) -> Inlines | None:
        """The picture of a photo, None where there is none."""
        return self._photo(name, words)

    @property
    def terms(self) -> Catalog:
        """The language's words."""
        return self._terms


@cache
def _parser() -> MarkdownIt:
    parser = note_parser()
    parser.options["linkify"] = True
    parser.enable("linkify")
    if parser.linkify is not None:
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    return parser


def _words_of(node: SyntaxTreeNode) -> str:
    """The Markdown of a paragraph, empty for all else."""
    return node.children[0].content if node.type == "paragraph" and node.children else ""


def _footnotes(root: SyntaxTreeNode) -> dict[int, SyntaxTreeNode]:
    return {
        node.meta["id"]: node
        for block in root.children
        if block.type == "footnote_block"
        for node in block.children
        if node.type == "footnote"
    }


class _Reader:
    """Walks the tree of one note."""

    def __init__(self, setter: NoteBlocks, footnotes: dict[int, SyntaxTreeNode], level: int) -> None:
        self._setter = setter
        self._footnotes = footnotes
        self._level = level
        self._open_levels: list[int] = []
        self._open_footnotes: list[int] = []
        self._in_link = False
        self._asked = False

    def blocks(self, nodes: Sequence[SyntaxTreeNode], *, tight: bool = False) -> Blocks:
        made: Blocks = []
        asked = False
        for node in nodes:
            content = _words_of(node)
            asked = is_question(content) or (asked and is_answer(content))
            if node.type == "paragraph":
                made.append(self._paragraph(node, content, asked=asked, tight=tight))
            else:
                made += self._block(node)
        return made

    def _block(self, node: SyntaxTreeNode) -> Blocks:
        kind = node.type
        if kind == "heading":
            return [ast.header(self._heading_level(int(node.tag[1])), self._content(node))]
        if kind == "bullet_list":
            return [ast.bullets(self._items(node))]
        if kind == "ordered_list":
            return [ast.numbered(self._items(node), int(node.attrs.get("start", 1)))]
        if kind == "blockquote":
            return [ast.quote(self.blocks(node.children))]
        if kind == "callout":
            return [self._callout(node)]
        if kind in ("fence", "code_block"):
            language = _LANGUAGE.fullmatch(node.info.split()[0]) if node.info.strip() else None
            return [ast.code_block(node.content.rstrip("\n"), language[0].lower() if language else "")]
        if kind == "math_block":
            return [ast.para([self._math(node.content, block=True)])]
        if kind == "table":
            return [self._table(node)]
        if kind == "hr":
            return [ast.RULE]
        return []

    def _paragraph(self, node: SyntaxTreeNode, content: str, *, asked: bool, tight: bool) -> Element:
        outside, self._asked = self._asked, asked
        inside = self._content(node)
        self._asked = outside
        if asked:
            question = is_question(content)
            mark = self._setter.terms.question if question else self._setter.terms.answer
            cut = question_text if question else answer_text
            inside = [ast.strong(ast.text(f"{mark}:")), ast.SPACE, *_cut_first_words(inside, cut)]
        return ast.plain(inside) if tight else ast.para(inside)

    def _heading_level(self, own: int) -> int:
        """Below the note's heading, without a gap."""
        while self._open_levels and self._open_levels[-1] >= own:
            self._open_levels.pop()
        self._open_levels.append(own)
        return min(self._level + len(self._open_levels), _DEEPEST_HEADING)

    def _items(self, node: SyntaxTreeNode) -> list[Blocks]:
        return [
            self.blocks(item.children, tight=any(one.type == "paragraph" and one.hidden for one in item.children))
            for item in node.children
        ]

    def _callout(self, node: SyntaxTreeNode) -> Element:
        """A quotation whose title stands out."""
        title = ast.para([ast.strong(self._content(node.children[0]))])
        return ast.div(
            [ast.quote([title, *self.blocks(node.children[1:])])],
            classes=["callout", *node.meta["kind"].split()[:1]],
        )

    def _table(self, node: SyntaxTreeNode) -> Element:
        cells = [row.children for group in node.children for row in group.children]
        if not cells:
            return ast.RULE
        rows = [[self._content(cell) for cell in row] for row in cells]
        words = [[" ".join(inline.content for inline in cell.children) for cell in row] for row in cells]
        sides = [str(cell.attrs.get("style", "")).removeprefix("text-align:").capitalize() for cell in cells[0]]
        return ast.table(rows[0], rows[1:], column_widths(words), [side or "Default" for side in sides])

    def _content(self, node: SyntaxTreeNode) -> Inlines:
        return self.inlines([child for inline in node.children for child in inline.children])

    def inlines(self, nodes: Sequence[SyntaxTreeNode]) -> Inlines:
        made: Inlines = []
        nodes = list(nodes)
        begins = True
        for number, node in enumerate(nodes):
            ends = number + 1 == len(nodes) or nodes[number + 1].type in BREAKS
            words = node.content
            if number and begins and self._asked and is_answer(words):
                made += [ast.strong(ast.text(f"{self._setter.terms.answer}:")), ast.SPACE]
                words = answer_text(words)
            inside = self._text(words, begins=begins, ends=ends) if node.type == "text" else self._inline(node)
            if made[-1:] == [ast.SPACE] and _shows_picture(inside[:1]) and _shows_picture(made):
                made[-1] = ast.BREAK
            made += inside
            begins = node.type in BREAKS
        return made

    def _text(self, content: str, *, begins: bool, ends: bool) -> Inlines:
        """Words of a line, whose beginning may be a task's box or an answer's mark, and whose end its anchor."""
        words = without_private_marks(content)
        before: Inlines = []
        place: str | None = None
        if ends and "^" in words:
            words, place = line_and_anchor(words)
        if begins:
            task = _TASK.match(words)
            if task:
                before = [*ast.text(_BOXES[task[1] != " "]), ast.SPACE]
                words = words[task.end() :]
        anchor = self._setter.anchor(place) if place else None
        return [*before, *ast.text(words), *([anchor] if anchor else ())]

    def _inline(self, node: SyntaxTreeNode) -> Inlines:
        kind = node.type
        if kind in BREAKS:
            return [ast.BREAK]
        if kind == "em":
            return [ast.emph(self.inlines(node.children))]
        if kind == "strong":
            return [ast.strong(self.inlines(node.children))]
        if kind == "s":
            return [ast.struck(self.inlines(node.children))]
        if kind == "mark":
            return [ast.marked(self.inlines(node.children))]
        if kind == "code_inline":
            return [ast.code(node.content)]
        if kind == "math_inline":
            return [self._math(node.content, block=False)]
        if kind == "math_inline_double":
            return [self._math(node.content, block=True)]
        if kind == "link":
            return self._link(node)
        if kind == "image":
            return self._image(node)
        if kind == "footnote_ref":
            return self._footnote(node.meta["id"])
        return self.inlines(node.children) if node.children else ast.text(node.content)

    def _link(self, node: SyntaxTreeNode) -> Inlines:
        target = str(node.attrs.get("href", ""))
        alive = self._setter.leads_somewhere(target) and not self._in_link
        outside, self._in_link = self._in_link, True
        inside = self.inlines(node.children)
        self._in_link = outside
        return [ast.link(inside, target)] if alive else inside

    def _image(self, node: SyntaxTreeNode) -> Inlines:
        """A photo of the notes; a picture from elsewhere is a link to it, for nothing is fetched."""
        source = str(node.attrs.get("src", ""))
        if source.startswith("photo:"):
            photo = source.removeprefix("photo:")
            words = ast.text(node.content)
            return self._setter.photo(photo, words) or words or ast.text(photo)
        words = ast.text(node.content or source.rsplit("/", 1)[-1])
        return [ast.link(words, source)] if is_allowed(source) and not self._in_link else words

    def _footnote(self, number: int) -> Inlines:
        """The text of a footnote; one within another stands in brackets there."""
        found = self._footnotes.get(number)
        if found is None or number in self._open_footnotes:
            return []
        self._open_footnotes.append(number)
        if len(self._open_footnotes) > 1:
            lines = [self.inlines(node.children) for node in found.walk() if node.type == "inline"]
            made = [ast.SPACE, *ast.text("("), *ast.joined(lines, " "), *ast.text(")")]
        else:
            inside = self.blocks([child for child in found.children if child.type != "footnote_anchor"])
            made = [ast.footnote(inside)] if inside else []
        self._open_footnotes.pop()
        return made

    def _math(self, tex: str, *, block: bool) -> Element:
        safe = safe_tex(tex)
        if safe is not None:
            return ast.math(safe, block=block)
        return ast.code(" ".join(tex.split()))


def _shows_picture(inside: Inlines) -> bool:
    return any(one["t"] == "Image" for one in inside)


def _cut_first_words(inside: Inlines, cut: Callable[[str], str]) -> Inlines:
    """The inlines without the mark that begins them."""
    if not inside or inside[0]["t"] != "Str":
        return inside
    words = cut(inside[0]["c"])
    rest = inside[1:] if words else [*inside[1:]]
    if not words and rest and rest[0] == ast.SPACE:
        rest = rest[1:]
    return [*ast.text(words), *rest]
