"""Parse a note's Markdown into the tree for exporters: no raw HTML, no images but photos, only allowed links.

A note is parsed once. Extensions to CommonMark are found in its tokens: questions and answers, link targets, Obsidian's
callouts (`> [!note]- Title`), tasks, private lines, tags, photos.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from confnotes.markup.callouts import CALLOUT
from confnotes.markup.canonical import is_allowed
from confnotes.markup.note_blocks import (
    idle_rules,
    is_answer,
    is_question,
    is_tangled,
    line_and_anchor,
    note_parser,
    with_plain_lists,
)
from confnotes.markup.safe import safe_text
from confnotes.model import document

_BREAKS = frozenset({"softbreak", "hardbreak"})
_SYNTAX = re.compile(r"\\|`|\*|_|\[|\]|<|&|!|~|\$|\^|\n|==")  # with a class, the search is slower
_MARKED = re.compile(r"#|\^|%%")
_PARTS = re.compile(r"[\^\[%?]")
"""Characters without which a paragraph is plain text."""
_TAG = re.compile(r"#(?<![\w/&#]#)([^\W\d_][\w/-]*)")
_TASK = re.compile(r"\[([ xX])\][ \t]+")
_ASKED = re.compile(r"[?!][ \t]*")
_PRIVATE = re.compile(r"(?<=[ \t])%%[ \t]+|%%")
_PHOTO = "photo:"
_STYLES = {f"{style}_open": style for style in document.Style}


class NoteReader:
    """Parses the notes of one document, which has an index of `tags` (lower case); links may target its `lines`."""

    def __init__(self, tags: Container[str] = (), lines: Container[str] = ()) -> None:
        self.tags = tags
        self.lines = lines

    def note(self, text: str) -> document.NoteTree:
        """The tree of a note."""
        text = safe_text(text)
        if is_tangled(text):
            return document.NoteTree((document.CodeBlock(text),))
        text = with_plain_lists(text)
        parser = _parser(idle_rules(text))
        parser.options["linkify"] = _has_address(text)
        return _NoteWalk(self, parser.parse(text, {})).tree()

    def line(self, text: str) -> document.Line:
        """One line of a note, or several joined."""
        text = " ".join(safe_text(text).split())
        words, place = line_and_anchor(text)
        text = words if place in self.lines else text
        if (_is_plain(text) and not _MARKED.search(text)) or is_tangled(text):
            return (text,) if text else ()
        parser = _parser(frozenset())
        parser.options["linkify"] = _has_address(text)
        return self.inlines(parser.parseInline(text)[0].children or [])

    def inlines(self, tokens: Sequence[Token]) -> document.Line:
        """The inline content of some lines."""
        if len(tokens) == 1 and tokens[0].type == "text" and not _MARKED.search(tokens[0].content):
            return (tokens[0].content,)
        stack: list[list[document.Inline]] = [[]]
        opened: list[Token] = []
        for at, token in enumerate(tokens):
            if token.nesting > 0:
                opened.append(token)
                stack.append([])
            elif token.nesting < 0:
                inside = tuple(stack.pop())
                stack[-1] += _around(opened.pop(), inside)
            elif token.type == "text":
                begins = at == 0 or tokens[at - 1].type in _BREAKS
                ends = at + 1 == len(tokens) or tokens[at + 1].type in _BREAKS
                stack[-1] += self._text(token.content, opened, begins=begins, ends=ends)
            else:
                stack[-1] += _piece(token, in_link=_in_link(opened))
        return tuple(stack[0])

    def _text(self, words: str, around: Sequence[Token], *, begins: bool, ends: bool) -> Iterator[document.Inline]:
        place = None
        if ends and "^" in words:
            line, place = line_and_anchor(words)
            words, place = (line, place) if place in self.lines else (words, None)
        if "%%" in words:
            words = _PRIVATE.sub("", words)
            words = words.lstrip() if begins else words
            words = words.rstrip() if ends else words
        if "#" in words and not _in_link(around):
            yield from self._with_tags(words)
        elif words:
            yield words
        if place is not None:
            yield document.LinePlace(place)

    def _with_tags(self, words: str) -> Iterator[document.Inline]:
        last = 0
        for match in _TAG.finditer(words):
            if match[1].lower() in self.tags:
                if match.start() > last:
                    yield words[last : match.start()]
                yield document.TagName(match[1])
                last = match.end()
        if last < len(words):
            yield words[last:]


class _NoteWalk:
    """Walks over the tokens of one note."""

    def __init__(self, reader: NoteReader, tokens: Sequence[Token]) -> None:
        self._reader = reader
        self._rest = iter(tokens)
        self._levels: list[int] = []
        self._asked = False
        self._marks: set[tuple[int, int]] = set()
        self._footnotes: list[document.FootnoteText] = []

    def tree(self) -> document.NoteTree:
        """The tree of the whole note."""
        blocks = tuple(self._blocks(""))
        notes = (
            replace(note, marks=tuple(one for one in note.marks if (number, one) in self._marks))
            for number, note in enumerate(self._footnotes)
        )
        return document.NoteTree(blocks, tuple(notes))

    def _blocks(self, end: str) -> Iterator[document.Block]:
        for token in self._rest:
            if token.type == end:
                return
            yield from self._block(token)

    def _block(self, token: Token) -> Iterator[document.Block]:
        match token.type:
            case "paragraph_open":
                yield from self._paragraphs(token)[0]
            case "heading_open":
                own = int(token.tag[1])
                self._levels = [*(level for level in self._levels if level < own), own]
                yield document.HeadingBlock(len(self._levels), self._one_line("heading_close"))
            case "bullet_list_open":
                yield document.ListBlock(tuple(self._items("bullet_list_close")))
            case "ordered_list_open":
                first = int(token.attrs.get("start", 1))
                yield document.ListBlock(tuple(self._items("ordered_list_close")), first)
            case "blockquote_open":
                yield self._quotation()
            case "fence" | "code_block":
                yield document.CodeBlock(token.content, next(iter(token.info.split()), ""))
            case "table_open":
                yield self._table()
            case "math_block":
                yield document.FormulaBlock(token.content)
            case "hr":
                yield document.Divider()
            case "footnote_open":
                self._footnotes.append(self._footnote())

    def _items(self, end: str) -> Iterator[document.ListItem]:
        while next(self._rest).type != end:
            first = next(self._rest)
            if first.type == "list_item_close":
                yield document.ListItem(())
            elif first.type == "paragraph_open":
                paragraphs, done = self._paragraphs(first, in_list=True)
                yield document.ListItem((*paragraphs, *self._blocks("list_item_close")), done)
            else:
                yield document.ListItem((*self._block(first), *self._blocks("list_item_close")))

    def _quotation(self) -> document.Block:
        """A quotation, or a callout if its first line says so."""
        first = next(self._rest)
        if first.type != "paragraph_open":
            return document.Quotation(
                () if first.type == "blockquote_close" else (*self._block(first), *self._blocks("blockquote_close"))
            )
        inline = next(self._rest)
        lines = _lines(inline.children or [])
        head = CALLOUT.match(_first_text(lines[0]).content)
        if head is None:
            paragraphs, _ = self._paragraphs(first, inline=inline)
            return document.Quotation((*paragraphs, *self._blocks("blockquote_close")))
        _first_text(lines[0]).content = _first_text(lines[0]).content[head.end() :]
        named = any(child.content or child.nesting for child in lines[0])
        title = self._line(lines[0]) if named else (head[1].strip().capitalize(),)
        next(self._rest)
        text = inline.content.partition("\n")[2]
        told = self._parted(text, lines[1:], hidden=False)[0] if len(lines) > 1 else []
        return document.Callout(head[1].strip().lower(), head[2], title, (*told, *self._blocks("blockquote_close")))

    def _table(self) -> document.TableBlock:
        sides: list[str] = []
        rows: list[tuple[document.Line, ...]] = []
        cells: list[document.Line] = []
        while (token := next(self._rest)).type != "table_close":
            if token.type in ("th_open", "td_open"):
                if not rows:
                    sides.append(str(token.attrs.get("style", "")).removeprefix("text-align:"))
                cells.append(self._one_line(token.type.replace("open", "close")))
            elif token.type == "tr_close":
                rows.append(tuple(cells))
                cells = []
        return document.TableBlock(tuple(sides), rows[0], tuple(rows[1:]))

    def _one_line(self, end: str) -> document.Line:
        """A heading or a cell."""
        self._asked = False
        line: document.Line = ()
        while (token := next(self._rest)).type != end:
            line += self._line(token.children or [])
        return line

    def _line(self, tokens: Sequence[Token]) -> document.Line:
        self._marks |= {(mark.meta["id"], mark.meta.get("subId", 0)) for mark in tokens if mark.type == "footnote_ref"}
        return self._reader.inlines(tokens)

    def _footnote(self) -> document.FootnoteText:
        marks: list[int] = []
        blocks: list[document.Block] = []
        while (token := next(self._rest)).type != "footnote_close":
            if token.type == "footnote_anchor":
                marks.append(token.meta.get("subId", 0))
            elif token.type == "paragraph_open":
                inline = next(self._rest)
                while (after := next(self._rest)).type == "footnote_anchor":
                    marks.append(after.meta.get("subId", 0))
                blocks += self._told(inline, hidden=token.hidden)[0]
            else:
                blocks += self._block(token)
        return document.FootnoteText(tuple(blocks), tuple(marks))

    def _paragraphs(
        self, opener: Token, *, inline: Token | None = None, in_list: bool = False
    ) -> tuple[list[document.Paragraph], bool | None]:
        """The paragraphs that the lines of one Markdown paragraph stand for, and whether its task, if any, is done."""
        inline = inline or next(self._rest)
        next(self._rest)
        return self._told(inline, hidden=opener.hidden, in_list=in_list)

    def _told(
        self, inline: Token, *, hidden: bool, in_list: bool = False
    ) -> tuple[list[document.Paragraph], bool | None]:
        children = inline.children or []
        if not self._asked and _PARTS.search(inline.content) is None:
            return [document.Paragraph(self._line(children), tight=hidden)], None
        return self._parted(inline.content, _lines(children), hidden=hidden, in_list=in_list)

    def _parted(
        self, content: str, lines: list[list[Token]], *, hidden: bool, in_list: bool = False
    ) -> tuple[list[document.Paragraph], bool | None]:
        """Split questions and answer lines into separate paragraphs."""
        parts: list[tuple[document.ParagraphRole, list[list[Token]]]] = []
        for line in lines:
            first = _first_text(line)
            role = document.ParagraphRole.TEXT
            if is_question(first.content):
                role = document.ParagraphRole.QUESTION
            elif self._asked and is_answer(first.content):
                role = document.ParagraphRole.ANSWER
            self._asked = role is not document.ParagraphRole.TEXT
            if self._asked:
                first.content = _ASKED.sub("", first.content, count=1)
            if parts and not self._asked and parts[-1][0] is document.ParagraphRole.TEXT:
                parts[-1][1].append(line)
            else:
                parts.append((role, [line]))
        first = _first_text(lines[0])
        task = _TASK.match(first.content) if in_list else None
        if task:
            first.content = first.content[task.end() :]
        made = []
        for role, own in parts:
            private = "%%" in content and (
                len(parts) == 1 or any("%%" in child.content for line in own for child in line)
            )
            made.append(
                document.Paragraph(
                    self._line(_joined(own)), role, private, hidden and role is document.ParagraphRole.TEXT
                )
            )
        return made, task[1] != " " if task else None


@cache
def _parser(idle: frozenset[str]) -> MarkdownIt:
    """The note parser without `idle` block rules; with its option set, it links bare addresses."""
    parser = note_parser(idle).enable("linkify")
    if parser.linkify is not None:
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
        parser.linkify.pretest = _has_address
    parser.core.ruler.at("inline", _parse_lines)
    return parser


def _parse_lines(state: StateCore) -> None:
    """Skip inline parsing for lines without Markdown syntax, which are most."""
    for token in state.tokens:
        if token.type == "inline":
            if _is_plain(token.content):
                token.children = [Token("text", "", 0, content=token.content)]
            else:
                token.children = token.children or []
                state.md.inline.parse(token.content, state.md, state.env, token.children)


def _has_address(text: str) -> bool:
    """Whether the text may contain a bare address; `example.org` without a scheme does not count."""
    return "://" in text or "mailto:" in text


def _is_plain(line: str) -> bool:
    return _SYNTAX.search(line) is None and not _has_address(line)


def _in_link(around: Sequence[Token]) -> bool:
    return any(token.type == "link_open" for token in around)


def _around(opener: Token, inside: document.Line) -> document.Line:
    if opener.type in _STYLES:
        return (document.Styled(_STYLES[opener.type], inside),)
    href = str(opener.attrs.get("href", ""))
    leads = is_allowed(href) or (href.startswith("#") and len(href) > 1)
    return (document.LinkedText(href, inside),) if leads else inside


def _piece(token: Token, *, in_link: bool) -> document.Line:
    match token.type:
        case "softbreak" | "hardbreak":
            return (document.LineBreak(),)
        case "code_inline":
            return (document.CodeSpan(token.content),)
        case "math_inline" | "math_inline_double":
            return (document.Formula(token.content, token.type == "math_inline_double"),)
        case "footnote_ref":
            return (document.FootnoteMark(token.meta["id"], token.meta.get("subId", 0)),)
        case "image":
            return _image(token, in_link=in_link)
    return (token.content,) if token.content else ()


def _image(token: Token, *, in_link: bool) -> document.Line:
    """A photo of the notes; any other image becomes a link, because nothing is loaded."""
    source = str(token.attrs.get("src", ""))
    if source.startswith(_PHOTO):
        return (document.PhotoShown(source.removeprefix(_PHOTO), token.content),)
    words = (token.content or source.rsplit("/", 1)[-1],)
    return (document.LinkedText(source, words, is_image=True),) if is_allowed(source) and not in_link else words


def _lines(children: Sequence[Token]) -> list[list[Token]]:
    """The tokens of each line; emphasis and links do not span lines."""
    lines: list[list[Token]] = [[]]
    depth = 0
    for child in children:
        depth += child.nesting
        if child.type in _BREAKS and depth == 0:
            lines.append([])
        else:
            lines[-1].append(child)
    return lines


def _joined(lines: Sequence[Sequence[Token]]) -> list[Token]:
    joined = list(lines[0])
    for line in lines[1:]:
        joined += (Token("softbreak", "br", 0), *line)
    return joined


def _first_text(line: Sequence[Token]) -> Token:
    """The text at the start of a line, or an empty one."""
    return line[0] if line and line[0].type == "text" else Token("text", "", 0)
