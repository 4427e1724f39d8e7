"""A note's Markdown as blocks of the book: no raw HTML, no image but photos, links to http, https and mailto only."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from confnotes.exporters.callouts import BREAKS, with_callouts
from confnotes.exporters.pdf.content import Block, Line, code_words, leads_right, paragraph, visible, words
from confnotes.exporters.pdf.math_content import formula
from confnotes.exporters.plain_lines import read_quickly
from confnotes.markup.canonical import is_allowed
from confnotes.markup.note_blocks import (
    answer_text,
    idle_rules,
    is_answer,
    is_question,
    is_tangled,
    line_and_anchor,
    note_parser,
    tidy,
    without_private_marks,
)

_TAG = re.compile(r"(?<![\w/&#])#([^\W\d_][\w/-]*)")
_TASK = re.compile(r"\[([ xX])\][ \t]+")
_ASKED = re.compile(r"[?!][ \t]*")
_PHOTO = "photo:"
_DEEPEST = 12
_TOGETHER = 600
"""A table of fewer letters is not torn over two pages."""
_MOST_COLUMNS = 12
"""Wider tables do not fit a page: their lines are set as they were typed."""


class NoteReader:
    """Reads the notes of one book.

    `tag_label` gives the label of a tag's entry in the index, None where it has none; `photo` what a photo is
    set as. `anchors` collects the labels of lines that can be linked to.
    """

    def __init__(self, tag_label: Callable[[str], str | None], photo: Callable[[str], list[Any] | None]) -> None:
        self._tag_label = tag_label
        self._photo = photo
        self._notes = 0
        self.anchors: set[str] = set()

    def blocks(self, text: str) -> list[Block]:
        """The blocks of a note."""
        if not text.strip():
            return []
        if is_tangled(text):
            return [["code", code_words(text)]]
        self._notes += 1
        text = tidy(text)
        tokens = _parser(idle_rules(text)).parse(text, {})
        return _NoteBuilder(self, f"fn-{self._notes}").blocks(SyntaxTreeNode(with_callouts(tokens)).children, 0)

    def line(self, text: str) -> Line:
        """One line of a note."""
        flat = " ".join(text.split())
        if is_tangled(flat):
            return [words(flat)]
        return _NoteBuilder(self, "").line(_parser().parseInline(flat)[0].children or [])

    def tag_label(self, name: str) -> str | None:
        """The label of a tag's entry in the index."""
        return self._tag_label(name)

    def photo(self, identity: str) -> list[Any] | None:
        """What a photo is set as."""
        return self._photo(identity)


class _NoteBuilder:
    """Builds one note's blocks; keeps its footnotes and the photos that wait for the end of their paragraph."""

    def __init__(self, reader: NoteReader, notes_label: str) -> None:
        self._reader = reader
        self._notes_label = notes_label
        self._footnotes: dict[int, SyntaxTreeNode] = {}
        self._told: set[int] = set()
        self._open_footnotes: list[int] = []
        self._pictures: list[list[Any]] = []
        self._levels: list[int] = []

    def blocks(self, nodes: list[SyntaxTreeNode], depth: int) -> list[Block]:
        for node in nodes:
            if node.type == "footnote_block":
                self._footnotes = {child.meta["id"]: child for child in node.children if child.type == "footnote"}
        made: list[Block] = []
        for node in nodes:
            for block in self._block(node, depth):
                if block[0] == "photos" and made and made[-1][0] == "photos":
                    made[-1][1].extend(block[1])
                else:
                    made.append(block)
        return made

    def _block(self, node: SyntaxTreeNode, depth: int) -> list[Block]:
        kind = node.type
        if depth > _DEEPEST:
            return [["p", [words(_flat(node))], False, False]]
        if kind == "paragraph":
            return self._paragraph(node.children[0])
        if kind == "heading":
            line = self._inline(node.children[0])
            if not _is_seen(line):
                return self._waiting()
            own = int(node.tag[1])
            self._levels = [*(level for level in self._levels if level < own), own]
            return [["h", len(self._levels), line, leads_right(visible(line))], *self._waiting()]
        if kind in ("bullet_list", "ordered_list"):
            items = [self._item(item, depth) for item in node.children]
            first = int(node.attrs.get("start", 1)) if kind == "ordered_list" else 0
            rtl = leads_right(" ".join(_flat(node)[:200].split()))
            return [["list", min(max(first, 0), 999_999), kind == "ordered_list", items, rtl]]
        if kind == "blockquote":
            return [["quote", self.blocks(node.children, depth + 1)]]
        if kind == "callout":
            title = self._inline(node.children[0].children[0])
            return [["callout", title, [*self._waiting(), *self.blocks(node.children[1:], depth + 1)]]]
        if kind in ("fence", "code_block"):
            return [["code", code_words(node.content.rstrip("\n").expandtabs(4))]]
        if kind == "table":
            return self._table(node)
        if kind in ("math_block", "math_block_label"):
            return [_math_block(node.content)]
        if kind == "hr":
            return [["rule"]]
        return []

    def _paragraph(self, inline: SyntaxTreeNode) -> list[Block]:
        content = inline.content
        children = _tokens(inline)
        if len(children) == 1 and children[0].type == "math_inline_double":
            return [_math_block(children[0].content)]
        asked = is_question(content)
        if asked or is_answer(content):
            _cut_start(children, _ASKED)
            for before, child in pairwise(children):
                if before.type in BREAKS and child.type == "text" and is_answer(child.content):
                    child.content = f"→ {answer_text(child.content)}"
        line = self.line(children)
        private = "%%" in content
        made: list[Block] = []
        if _is_seen(line):
            if asked or is_answer(content):
                made = [["ask" if asked else "answer", line]]
            else:
                made = [paragraph(line, private=private)]
        return [*made, *self._waiting()]

    def _waiting(self) -> list[Block]:
        waiting, self._pictures = self._pictures, []
        return [["photos", waiting]] if waiting else []

    def _item(self, item: SyntaxTreeNode, depth: int) -> list[Any]:
        """`[box, blocks]`: box is None, or whether the task is done."""
        box = None
        first = item.children[0] if item.children else None
        if first is not None and first.type == "paragraph":
            task = _TASK.match(first.children[0].content)
            if task:
                box = task[1] != " "
                _cut_start(_tokens(first.children[0]), _TASK)
        return [box, self.blocks(item.children, depth + 1)]

    def _table(self, node: SyntaxTreeNode) -> list[Block]:
        rows = [row.children for part in node.children for row in part.children]
        if not rows or not rows[0]:
            return []
        sides = [_side(str(cell.attrs.get("style", ""))) for cell in rows[0]]
        if len(sides) > _MOST_COLUMNS:
            return [["code", code_words("\n".join(" | ".join(map(_flat, row)) for row in rows))]]
        cells = [[self._inline(cell.children[0]) if cell.children else [] for cell in row] for row in rows]
        together = sum(len(_flat(cell)) for row in rows for cell in row) < _TOGETHER
        return [["table", sides, cells[0], [row[: len(sides)] for row in cells[1:]], together], *self._waiting()]

    def _inline(self, node: SyntaxTreeNode) -> Line:
        return self.line(_tokens(node))

    def line(self, tokens: list[Token]) -> Line:
        """The pieces of a line."""
        stack: list[Line] = [[]]
        opened: list[list[Any] | None] = []
        for number, token in enumerate(tokens):
            kind = token.type
            if kind in _MARKS:
                stack.append([])
                opened.append([_MARKS[kind]])
            elif kind == "link_open":
                stack.append([])
                opened.append(self._link(str(token.attrs.get("href", ""))))
            elif kind.endswith("_close") and opened:
                inside, around = stack.pop(), opened.pop()
                stack[-1] += inside if around is None else [[*around, inside]]
            elif kind == "text":
                last = number + 1 == len(tokens) or tokens[number + 1].type in BREAKS
                stack[-1] += self._text(token.content, ends_line=last, linked="a" in (o[0] for o in opened if o))
            else:
                stack[-1] += self._piece(token)
        while opened:
            inside, around = stack.pop(), opened.pop()
            stack[-1] += inside if around is None else [[*around, inside]]
        return stack[0]

    def _link(self, href: str) -> list[Any] | None:
        if is_allowed(href):
            return ["a", href]
        return ["i", href[1:]] if href.startswith("#") and len(href) > 1 else None

    def _text(self, content: str, *, ends_line: bool, linked: bool) -> Line:
        anchor = None
        if ends_line and "^" in content:
            content, anchor = line_and_anchor(content)
        content = words(without_private_marks(content))
        made: Line = [content] if linked or "#" not in content else self._with_tags(content)
        if anchor is not None and anchor not in self._reader.anchors:
            self._reader.anchors.add(anchor)
            made.append(["at", anchor])
        return made

    def _with_tags(self, content: str) -> Line:
        made: Line = []
        last = 0
        for match in _TAG.finditer(content):
            label = self._reader.tag_label(match[1])
            if label is not None:
                made += [content[last : match.start()], ["tag", label, match[0]]]
                last = match.end()
        return [*made, content[last:]]

    def _piece(self, token: Token) -> Line:
        kind = token.type
        if kind in BREAKS:
            return [["br"]]
        if kind == "code_inline":
            return [["c", words(token.content)]]
        if kind in ("math_inline", "math_inline_double"):
            made = formula(token.content)
            return [["x", words(token.content)] if made is None else ["m", made, words(token.content)]]
        if kind == "image":
            return self._image(token)
        if kind == "footnote_ref":
            return self._footnote(int(token.meta["id"]))
        return [words(token.content)] if token.content else []

    def _image(self, token: Token) -> Line:
        source = str(token.attrs.get("src", ""))
        name = source.removeprefix(_PHOTO)
        picture = self._reader.photo(name) if name != source else None
        if picture is not None:
            self._pictures.append([*picture, words(token.content)])
            return []
        said = words(token.content or name.rsplit("/", 1)[-1])
        return [["a", source, [said]]] if is_allowed(source) else [said]

    def _footnote(self, number: int) -> Line:
        """The text of a footnote; one within another stands in brackets there."""
        node = self._footnotes.get(number)
        if node is None or number in self._open_footnotes or not self._notes_label:
            return [["sup", str(number + 1)]]
        label = f"{self._notes_label}-{number}"
        if number in self._told:
            return [["again", label]]
        self._open_footnotes.append(number)
        if len(self._open_footnotes) > 1:
            lines = [self.line(_tokens(each)) for each in node.walk() if each.type == "inline"]
            made: Line = [" (", *[piece for line in lines for piece in (*line, " ")][:-1], ")"]
        else:
            self._told.add(number)
            blocks = self.blocks([child for child in node.children if child.type != "footnote_anchor"], 1)
            made = [["note", label, blocks]]
        self._open_footnotes.pop()
        return made


_MARKS = {"em_open": "e", "strong_open": "s", "s_open": "d", "mark_open": "h"}


@cache
def _parser(idle: frozenset[str] = frozenset()) -> MarkdownIt:
    return read_quickly(note_parser(idle))


def _tokens(inline: SyntaxTreeNode) -> list[Token]:
    token = inline.token
    return token.children or [] if token is not None else []


def _math_block(tex: str) -> Block:
    made = formula(tex)
    return ["code", code_words(tex.strip())] if made is None else ["math", made, words(tex)]


def _is_seen(line: Line) -> bool:
    return any(piece.strip() if isinstance(piece, str) else piece[0] != "br" for piece in line)


def _side(style: str) -> str:
    return next((side for side in ("center", "right") if side in style), "left")


def _cut_start(children: list[Token], mark: re.Pattern[str]) -> None:
    if children and children[0].type == "text":
        children[0].content = mark.sub("", children[0].content, count=1)


def _flat(node: SyntaxTreeNode) -> str:
    return " ".join(each.content for each in node.walk() if each.type == "inline")
