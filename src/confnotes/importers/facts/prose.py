"""Prose of a source as Markdown, from HTML, Markdown or plain text.

HTML is read in one pass over its tags, linear in its length, like browsers with the flow content of HTML 5: white space
collapses, scripts and styles are not shown, unclosed tags end with the block around them. Unknown tags are text
(`vector<T>`). Pictures and attributes other than the addresses of links are left out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

_TAGS = (
    r"p|br|div|span|a|ul|ol|li|b|i|u|em|strong|h[1-6]|code|pre|blockquote|table|tr|td|th|tbody|hr|img|sup|sub|"
    r"small|font|section|article|s|del|tt|dl|dt|dd|center|cite|iframe|script|style"
)
_HTML_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]{{0,4000}})?/?>", re.IGNORECASE)
_ESCAPED_TAG = re.compile(rf"&lt;(?:/(?:{_TAGS})|br ?/?)&gt;", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=[\w\"“(])([^*]+)(?<=\S)\1(?![\w*])")  # `**Dinner**`; no `C*-algebras`
_ANY_TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]{0,4000})?/?>", re.DOTALL)


def is_html(text: str) -> bool:
    """Whether a text contains HTML tags."""
    return "<" in text and _HTML_TAG.search(text) is not None


def prose(text: str | None) -> str | None:
    """A text as Markdown: HTML is converted, entities are decoded, other text stays; None for empty text."""
    if not text or text.isspace():
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "<" not in text and "&" not in text:
        return text.strip()
    if is_html(text):
        return _markdown_of(text) or None
    if "&lt;" in text and _ESCAPED_TAG.search(text):
        return _markdown_of(html.unescape(text)) or None
    return html.unescape(text).strip() or None


def plain_title(text: str | None) -> str | None:
    """A title on one line: without tags and emphasis, entities decoded, white space collapsed; None for empty text."""
    if not text:
        return None
    if "&lt;" in text and _ESCAPED_TAG.search(text):
        text = html.unescape(text)
    if "<" in text and is_html(text):
        text = _ANY_TAG.sub(lambda match: " " if (match[1] or "").lower() in ("br", "p", "div") else "", text)
    if "&" in text:
        text = html.unescape(text)
    if "**" in text:  # otherwise a star may be one of the title
        text = _EMPHASIS.sub(r"\2", text)
    return " ".join(text.split()) or None


_TAG = re.compile(r"<(!--.*?(?:--\s*>|\Z)|[/!?]?[a-zA-Z][^<>]*>)", re.DOTALL)
_NAME = re.compile(r"(/?)([a-zA-Z][a-zA-Z0-9:_-]*)([^>]*)")
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_MARKUP_LIKE = re.compile(r"<(?=[a-zA-Z/!?])")
_MANY_BREAKS = re.compile(r"\n{3,}")
_BLANK_START = re.compile(r"\A[ \t]*\n?")
_MARKS = {
    **dict.fromkeys(("b", "strong"), "**"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "*"),
    **dict.fromkeys(("code", "tt", "kbd", "samp"), "`"),
    **dict.fromkeys(("s", "del", "strike"), "~~"),
}
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_BLOCKS = frozenset(
    (
        *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "figure", "figcaption", "hr"),
        *("center", "dl", "dt", "dd", "address", "details", "summary", "form", "fieldset", "caption", "iframe"),
    )
)
_DROPPED = frozenset(("script", "style", "noscript"))
_TABLES = frozenset(("table", "tr", "td", "th", "thead", "tbody", "tfoot"))
_INLINE = frozenset(
    (
        *("span", "font", "small", "big", "u", "ins", "sup", "sub", "abbr", "q", "mark", "time", "label", "wbr"),
        *("nobr", "html", "body", "acronym", "bdi", "bdo", "col", "colgroup", "embed", "video", "audio", "picture"),
    )
)
_BLOCK_TAG = re.compile(
    r"<(?:p|div|ul|ol|li|h[1-6]|table|tr|td|pre|blockquote|section|article|dl|dt|dd)(?=[\s/>])", re.IGNORECASE
)
_BETWEEN_PARAGRAPHS = re.compile(r"</?p>[ \t]*(?:</?p>[ \t]*)*")
_BLANKS = re.compile(r"[ \t]{2,}|\t")
_DEEPEST = 8  # lists or quotes in each other; deeper ones are shown as flat
_MOST_OPEN = 24  # elements in each other


def _markdown_of(text: str) -> str:
    """A text with HTML tags as Markdown. Without block tags its line breaks stay."""
    if text.count("<") == text.count("<p>") + text.count("</p>"):
        paragraphs = _BETWEEN_PARAGRAPHS.sub("\n\n", text.replace("\n", " "))
        if "  " in paragraphs or "\t" in paragraphs:
            paragraphs = _BLANKS.sub(" ", paragraphs)
        return _decoded(paragraphs.replace(" \n", "\n")).strip()
    writer = _Writer(keeps_lines=_BLOCK_TAG.search(text) is None)
    pieces = _TAG.split(text)
    writer.text(pieces[0])
    for number in range(1, len(pieces), 2):
        writer.tag(pieces[number])
        if pieces[number + 1]:
            writer.text(pieces[number + 1])
    return writer.finished()


class _Writer:
    """Markdown being written: finished blocks, and the pieces of the current one."""

    def __init__(self, *, keeps_lines: bool) -> None:
        self._keeps_lines = keeps_lines
        self._blocks: list[str] = []
        self._pieces: list[str] = []
        self._open: list[tuple[str, str | None, int]] = []
        self._lists: list[tuple[str, list[int] | None]] = []
        self._quotes: list[str] = []
        self._prefix = ""
        self._first: str | None = None
        self._after_item = False
        self._dropped = ""
        self._pre = self._code = self._after_break = False
        self._tables = 0
        self._rows: list[list[list[str]]] = []

    def text(self, piece: str) -> None:
        """Add the text between two tags."""
        if self._dropped or (not self._pieces and not self._pre and piece.isspace()):
            return
        if "&" in piece:
            piece = _decoded(piece, is_code=self._pre or self._code)
        if not self._pre:
            piece = self._broken(piece) if self._keeps_lines else _collapsed(piece)
        if piece:
            self._pieces.append(piece)

    def _broken(self, piece: str) -> str:
        if self._after_break:
            self._after_break = False
            piece = _BLANK_START.sub("", piece, count=1)
        return piece

    def tag(self, tag: str) -> None:
        """Handle a tag: the text after a <, with its >."""
        attributes = ""
        if tag in _BARE_TAGS:
            closing, name = _BARE_TAGS[tag]
        else:
            match = _NAME.match(tag)
            if match is None:
                return
            closing, name, attributes = bool(match[1]), match[2].lower(), match[3]
            if name not in _ACTS and name not in _INLINE and ":" not in name and "-" not in name:
                self.text(f"&lt;{tag}")
                return
        if not self._dropped:
            act = _ACTS.get(name)
            if act is not None:
                act(self, name, closing, attributes)
        elif closing and name == self._dropped:
            self._dropped = ""

    def block(self, _name: str, _closing: bool, _attributes: str) -> None:
        if self._pieces:
            self._end_block()

    def heading(self, name: str, closing: bool, _attributes: str) -> None:
        self._end_block()
        if not closing and not self._in_cell():
            self._first = (self._prefix if self._first is None else self._first) + _HEADINGS[name]
        elif self._first is not None and self._first.endswith("# "):
            self._first = None

    def line_break(self, _name: str, _closing: bool, _attributes: str) -> None:
        self._pieces.append("\n")
        self._after_break = True

    def drop(self, name: str, closing: bool, attributes: str) -> None:
        self._dropped = "" if closing or attributes.endswith("/") else name

    def picture(self, _name: str, _closing: bool, attributes: str) -> None:
        alt = _ALT.search(attributes)
        self.text((alt[1] or alt[2] or "") if alt else "")

    def emphasis(self, name: str, closing: bool, _attributes: str) -> None:
        self._mark(_MARKS[name], closing)

    def _mark(self, mark: str, closing: bool) -> None:
        if self._pre:
            return
        if mark == "`":
            self._code = not closing
        if not closing:
            self._begin(mark, None)
        elif any(each[0] == mark for each in self._open):
            while self._open:
                opened, target, start = self._open.pop()
                self._wrap(opened, target, start)
                if opened == mark:
                    break

    def link(self, _name: str, closing: bool, attributes: str) -> None:
        if closing:
            self._mark("a", True)
            return
        href = _HREF.search(attributes)
        address = html.unescape(href[1] or href[2] or href[3] or "").strip() if href else ""
        usable = address.startswith(("http://", "https://", "mailto:")) and not any(c in address for c in " <>\n")
        self._begin("a", address if usable else None)

    def _begin(self, mark: str, target: str | None) -> None:
        if len(self._open) < _MOST_OPEN:
            self._open.append((mark, target, len(self._pieces)))

    def _wrap(self, mark: str, target: str | None, start: int) -> None:
        """Put a mark or a link around the pieces from `start`, with white space outside; empty text stays unmarked."""
        inner = "".join(self._pieces[start:])
        core = inner.strip()
        if not core or (mark == "a" and target is None):
            return
        if mark == "a" and target is not None:
            core = _linked(" ".join(core.split()), target)
        elif mark == "`":
            core = f"`` {core} ``" if "`" in core else f"`{core}`"
        else:
            core = f"{mark}{core}{mark}"
        begin = inner[: len(inner) - len(inner.lstrip())]
        self._pieces[start:] = [begin + core + inner[len(inner.rstrip()) :]]

    def item(self, _name: str, closing: bool, _attributes: str) -> None:
        self._end_block()
        if self._in_cell():
            return
        base, counter = self._lists[-1] if self._lists else ("", None)
        self._prefix, self._first = base, None
        if closing:
            return
        sign = "- "
        if counter is not None:
            counter[0] += 1
            sign = f"{counter[0]}. "
        self._first = base + sign
        self._prefix = base + " " * len(sign)

    def listing(self, name: str, closing: bool, _attributes: str) -> None:
        self._end_block()
        self._first = None
        if not closing:
            base = self._prefix if len(self._lists) < _DEEPEST else self._lists[-1][0]
            self._lists.append((base, [0] if name == "ol" else None))
        elif self._lists:
            self._prefix = self._lists.pop()[0]
            self._after_item = bool(self._lists)

    def quotation(self, _name: str, closing: bool, _attributes: str) -> None:
        self._end_block()
        self._first = None
        if not closing:
            self._quotes.append(self._prefix)
            self._prefix += "> " if len(self._quotes) <= _DEEPEST else ""
        elif self._quotes:
            self._prefix = self._quotes.pop()

    def preformatted(self, _name: str, closing: bool, _attributes: str) -> None:
        if closing and self._pre:
            code = "".join(self._pieces).strip("\n").rstrip()
            self._pieces.clear()
            self._pre = False
            fence = "````" if "```" in code else "```"
            if code:
                self._write(f"{fence}\n{code}\n{fence}")
        elif not closing:
            self._end_block()
            self._pre = True

    def table(self, name: str, closing: bool, _attributes: str) -> None:
        if name == "table":
            self._tables = max(0, self._tables + (-1 if closing else 1))
            if self._tables == (0 if closing else 1):
                self._end_cell()
                self._end_table()
        elif self._tables == 1 and name == "tr":
            self._end_cell()
            if not closing:
                self._rows.append([])
        elif self._tables == 1 and name in ("td", "th"):
            self._end_cell()
            if not closing:
                self._rows = self._rows or [[]]
                self._rows[-1].append([])
        else:
            self.text(" ")

    def _in_cell(self) -> bool:
        return bool(self._rows and self._rows[-1])

    def _end_cell(self) -> None:
        if not self._in_cell():
            self._end_block()
            return
        self._close_open()
        self._rows[-1][-1] += "".join(self._pieces).split()
        self._pieces.clear()

    def _end_table(self) -> None:
        rows = [[" ".join(words) for words in row] for row in self._rows if any(row)]
        self._rows = []
        width = max(map(len, rows), default=0)
        if width < 2:
            for row in rows:
                self._write(row[0])
        elif rows:
            lines = [
                "| " + " | ".join([cell.replace("|", "\\|") for cell in row] + [""] * (width - len(row))) + " |"
                for row in rows
            ]
            self._write("\n".join([lines[0], "|" + " --- |" * width, *lines[1:]]))

    def _close_open(self) -> None:
        """Close all marks and links here, to open them again in the next block."""
        for mark, target, start in reversed(self._open):
            self._wrap(mark, target, start)
        self._open = [(mark, target, 0) for mark, target, _ in self._open]

    def _end_block(self) -> None:
        if self._in_cell():
            self._end_cell()
            return
        if self._open:
            self._close_open()
        if not self._pieces:
            return
        text = "".join(self._pieces).strip()
        self._pieces.clear()
        self._pre = False
        if "\n" in text and not self._keeps_lines:
            text = _MANY_BREAKS.sub("\n\n", "\n".join([line.strip() for line in text.split("\n")]))
        if text:
            self._write(text)

    def _write(self, text: str) -> None:
        """Add a block, after the mark of its list item or heading if it is its first block."""
        first = self._first
        if self._blocks:
            self._blocks.append("\n" if self._after_item and first is not None and first[-2:] != "# " else "\n\n")
        if self._prefix:
            text = "\n".join([f"{self._prefix}{line}".rstrip() for line in text.split("\n")])
            text = text[len(self._prefix) :] if first is not None else text
        if first is not None:
            text = first + (text if first[-2:] != "# " else " ".join(text.split()))
            self._first = None
        self._blocks.append(text)
        self._after_item = bool(self._lists)

    def finished(self) -> str:
        """The whole text."""
        if self._pre:
            self.preformatted("pre", True, "")
        if self._tables:
            self._tables = 1
            self.table("table", True, "")
        self._end_block()
        return "".join(self._blocks)


_ACTS: dict[str, Callable[[_Writer, str, bool, str], None]] = {
    **dict.fromkeys(_BLOCKS, _Writer.block),
    **dict.fromkeys(_MARKS, _Writer.emphasis),
    **dict.fromkeys(_HEADINGS, _Writer.heading),
    **dict.fromkeys(_TABLES, _Writer.table),
    **dict.fromkeys(_DROPPED, _Writer.drop),
    **dict.fromkeys(("ul", "ol", "menu"), _Writer.listing),
    "a": _Writer.link,
    "br": _Writer.line_break,
    "li": _Writer.item,
    "pre": _Writer.preformatted,
    "blockquote": _Writer.quotation,
    "img": _Writer.picture,
}
"""The handlers of tags; inline tags without a handler are dropped, unknown tags are text."""

_BARE_TAGS = {f"{mark}{name}>": (bool(mark), name) for name in (*_ACTS, *_INLINE) for mark in ("", "/")}


def _decoded(piece: str, *, is_code: bool = False) -> str:
    """Text with its entities decoded, and escaped as Markdown if the result looks like a tag."""
    if "&" not in piece:
        return piece
    piece = html.unescape(piece).replace("\xa0", " ")
    return piece if is_code or "<" not in piece else _MARKUP_LIKE.sub(r"\\<", piece)


def _collapsed(piece: str) -> str:
    """White space as in HTML: one space for any run."""
    if "\n" in piece:
        piece = piece.replace("\n", " ")
    if "  " in piece or "\t" in piece or "\r" in piece:
        words = " ".join(piece.split())
        return f"{' ' * piece[0].isspace()}{words}{' ' * piece[-1].isspace()}" if words else " "
    return piece


def _linked(label: str, target: str) -> str:
    if label in (target, target.removeprefix("mailto:")):
        return f"<{target}>"
    quoted = target.replace("(", "%28").replace(")", "%29")
    return f"[{label.replace(']', chr(92) + ']')}]({quoted})"
