"""Markdown as lines of parts: a note as its readers will see it, without timestamps and private lines.

Each block is drawn once for a width and cached, so that only changed blocks of a long note are drawn again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest
from threading import Lock
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.cells import cell_len

from confnotes.markup import mentions, references, tags, wikilinks
from confnotes.markup.callouts import CALLOUT
from confnotes.markup.links import ADDRESS
from confnotes.markup.note_blocks import enclosed_words_plugin
from confnotes.markup.private import without_comments, without_private
from confnotes.markup.tasks import DONE, MARK
from confnotes.report.readable_text import without_marks
from confnotes.tui.widgets.drawing import Line, Part, clean, clip, pad, pieces_of, width_of, wrap
from confnotes.tui.widgets.editor_wrapping import drawable
from confnotes.tui.widgets.live_line import BOXES, embed_label
from confnotes.tui.widgets.query_lines import lines_of

if TYPE_CHECKING:
    from confnotes.tui.widgets.query_lines import AnswersOf

    MarkEmbeds = Callable[[str], tuple[str, Callable[[str], str]]]
    DrawPicture = Callable[[str, int], Sequence[Line]]
    Pictures = Callable[[], DrawPicture]

LONGEST_BLOCK: Final = 20_000  # characters: wrapping and styling longer blocks is too slow
_MOST_KEPT: Final = 200_000  # characters of drawn blocks: each takes some 18 bytes
_LEAST_SIZE: Final = 100  # characters that a short block counts for besides its own
_FENCE: Final = re.compile(r"\s{0,3}(```+|~~~+)")
_ITEM: Final = re.compile(r"(?:[-*+]|\d{1,9}[.)])\s")
_CJK: Final = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60"
_WORD: Final = re.compile(rf"\s+|[{_CJK}]|[^\s{_CJK}]+")
_APART: Final = re.compile(rf"\s|[{_CJK}]")
"""What a line may be broken before and after."""
_TASK: Final = re.compile(rf"\[({MARK})\]\s")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    return parser.use(enclosed_words_plugin)


def blocks(text: str) -> Iterator[tuple[int, str]]:
    """The blocks of a note between blank lines, with lists and fences kept whole, each with its first row."""
    start, held, fence, blank, in_list = 0, list[str](), "", False, False
    for row, line in enumerate(text.split("\n")):
        match = _FENCE.match(line)
        begins = blank and line.strip() and not line[0].isspace() and not (in_list and _ITEM.match(line))
        asks = line.startswith("? ") or (bool(held) and held[-1].startswith("? "))
        if held and not fence and (begins or asks):
            yield start, "\n".join(held)
            held = []
        if not held:
            if not line.strip():
                continue
            start, in_list = row, bool(_ITEM.match(line))
        if match and (not fence or (match[1][0] == fence[0] and len(match[1]) >= len(fence))):
            fence = "" if fence else match[1]
        held.append(line)
        blank = not line.strip()
    if held:
        yield start, "\n".join(held)


def preview(
    text: str,
    width: int,
    answers: AnswersOf | None = None,
    mark_embeds: MarkEmbeds | None = None,
    pictures: Pictures | None = None,
) -> tuple[list[Line], list[tuple[int, int]]]:
    """The lines of a note's body, and pairs of a block's first row and the line where it is drawn.

    `answers` runs the query blocks of a text, in order. `mark_embeds` replaces embedded notes in the text by marks in
    the same rows, and returns a function that replaces marks by the notes. `pictures` returns a function that draws
    the picture of a name in a number of cells.
    """
    lines: list[Line] = []
    places: list[tuple[int, int]] = []
    text = readable(text)
    picture = pictures() if pictures and "![" in text else None
    text, with_embeds = mark_embeds(text) if mark_embeds and "![[" in text else (text, str)
    rows = text.split("\n")
    at = 0
    for answered, shown in answers(text) if answers and "query" in text else ():
        _draw(rows[at : answered.block.first], at, width, lines, places, with_embeds, picture)
        places.append((answered.block.first, len(lines)))
        lines += [*lines_of(answered, shown, width), []]
        at = answered.block.last + 1
    _draw(rows[at:], at, width, lines, places, with_embeds, picture)
    return lines, places


def _draw(
    rows: Sequence[str],
    first: int,
    width: int,
    lines: list[Line],
    places: list[tuple[int, int]],
    with_embeds: Callable[[str], str],
    picture: DrawPicture | None,
) -> None:
    """Append the lines of these rows; the first one is row `first` of the text."""
    for row, block in blocks("\n".join(rows)):
        places.append((first + row, len(lines)))
        for line in _BLOCKS.lines(with_embeds(block), width):
            lines.append(line)
            if picture:
                lines += (drawn for name in _pictures_in(line) for drawn in picture(name, width))
        lines.append([])


def _pictures_in(line: Line) -> list[str]:
    """The pictures whose labels are in the line."""
    return [part.click.removeprefix("wiki:") for part in line if part.click[:5] == "wiki:" and part.text[:1] == "["]


def readable(text: str) -> str:
    """The note without private parts, comments and timestamps; a removed line leaves a blank one."""
    if "%%" in text:
        text = without_private(text)
    text = without_comments(text, keeps_lines=True)
    return without_marks(text) if "^" in text else text


class _DrawnBlocks:
    """The blocks that were drawn last. Their size is limited, not their number: a list that somebody types is another
    block after each line.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], tuple[Line, ...]] = {}
        self._size = 0
        self._lock = Lock()

    def lines(self, block: str, width: int) -> tuple[Line, ...]:
        """The lines of a block; may be called in any thread."""
        key = block, width
        with self._lock:
            drawn = self._kept.pop(key, None)
            if drawn is not None:
                self._kept[key] = drawn  # as the latest
                return drawn
        drawn = _drawn(block, width)
        with self._lock:
            if key not in self._kept:
                self._size += len(block) + _LEAST_SIZE
            self._kept[key] = drawn
            while self._size > _MOST_KEPT:
                oldest = next(iter(self._kept))
                del self._kept[oldest]
                self._size -= len(oldest[0]) + _LEAST_SIZE
        return drawn


_BLOCKS: Final = _DrawnBlocks()


def _drawn(block: str, width: int) -> tuple[Line, ...]:
    if len(block) > LONGEST_BLOCK:
        return tuple([Part(clean(line))] for line in block.split("\n"))
    return tuple(_Drawing(width).draw(_parser().parse(block)))


class _Drawing:
    """Draws the tokens of one block, each by the method with its name.

    `_before` is the prefix of each line: quote bars and indents.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._before: list[Part] = []
        self._marker: list[Part] | None = None
        self._numbers: list[int | None] = []
        self._roles = ["text"]
        self._rows: list[list[str]] = []
        self._lines: list[Line] = []

    def draw(self, tokens: Sequence[Token]) -> list[Line]:
        before = ""
        for token in tokens:
            if token.type == "inline":
                self._inline(token, before == "paragraph_open")
            elif rule := getattr(self, f"_{token.type}", None):
                rule(token)
            before = token.type
        return self._lines

    def _heading_open(self, token: Token) -> None:
        self._roles.append({"h1": "heading1", "h2": "heading2"}.get(token.tag, "strong"))

    def _heading_close(self, _: Token) -> None:
        self._roles.pop()

    def _blockquote_open(self, _: Token) -> None:
        self._before.append(Part("▎ ", "faint"))
        self._roles.append("dim")

    def _blockquote_close(self, _: Token) -> None:
        self._before.pop()
        self._roles.pop()

    def _bullet_list_open(self, _: Token) -> None:
        self._numbers.append(None)

    def _ordered_list_open(self, token: Token) -> None:
        self._numbers.append(int(token.attrs.get("start", 1)))

    def _bullet_list_close(self, _: Token) -> None:
        self._numbers.pop()

    _ordered_list_close = _bullet_list_close

    def _list_item_close(self, _: Token) -> None:
        self._put([])
        self._before.pop()

    def _fence(self, token: Token) -> None:
        for line in token.content.rstrip("\n").split("\n"):
            self._put([Part("  "), Part(clean(line.replace("\t", "    ")) if line.isascii() else line, "code")])

    _code_block = _fence

    def _hr(self, _: Token) -> None:
        self._put([Part("─" * max(self._width - width_of(self._before), 1), "faint")])

    def _tr_open(self, _: Token) -> None:
        self._rows.append([])

    def _inline(self, token: Token, may_ask: bool) -> None:
        if self._rows:
            self._rows[-1].append(clean(_plain(token.children or ())))
        else:
            self._paragraph(token, may_ask)

    def _list_item_open(self, _: Token) -> None:
        number = self._numbers[-1]
        if number is None:
            mark = "• "
        else:
            mark = f"{number}. "
            self._numbers[-1] = number + 1
        self._marker = [*self._before, Part(mark, "faint")]
        self._before.append(Part(" " * cell_len(mark)))

    def _put(self, line: Line) -> None:
        """Append a line, with the pending list marker if there is one."""
        if not line and self._marker is None:
            return
        self._lines.append([*(self._marker if self._marker is not None else self._before), *line])
        self._marker = None

    def _paragraph(self, token: Token, may_ask: bool) -> None:
        parts = list(_inline(token.children or (), self._roles[-1]))
        first = parts[0].text if parts else ""
        if self._marker is not None and (task := _TASK.match(first)):
            done = task[1] in DONE
            rest = first[task.end() :]
            box = Part(f"{BOXES.get(task[1], task[0].rstrip())} ", "faint" if done else "accent")
            parts = [box, parts[0]._replace(text=rest), *parts[1:]]
            if done:
                parts = [part._replace(role="struck") if part.role == "text" else part for part in parts]
        if self._roles[-1] == "dim" and (callout := CALLOUT.match(first)):
            title = first[callout.end() :] or callout[1].strip().capitalize()
            parts = [parts[0]._replace(text=title, role="strong"), *parts[1:]]
        width = max(self._width - width_of(self._before), 8)
        for line in _wrapped(_with_questions(parts) if may_ask else parts, width):
            self._put(line)

    def _table_close(self, _: Token) -> None:
        rows, self._rows = self._rows, []
        count = max((len(row) for row in rows), default=0)
        if not count:
            return
        width = max(self._width - width_of(self._before) - 2 * (count - 1), count)
        widths = [max((cell_len(row[at]) for row in rows if at < len(row)), default=1) for at in range(count)]
        while sum(widths) > width and max(widths) > 4:
            widths[widths.index(max(widths))] -= 1
        for index, row in enumerate(rows):
            cells = [wrap(row[at] if at < len(row) else "", size) for at, size in enumerate(widths)]
            for texts in zip_longest(*cells, fillvalue=""):
                line: Line = []
                for text, size in zip(texts, widths, strict=True):
                    line += [Part(pad(text, size), "text" if index else "strong"), Part("  ")]
                self._put(clip(line[:-1], width + 2 * (count - 1)))
            if not index:
                self._put([Part("─" * (sum(widths) + 2 * (count - 1)), "faint")])


def _with_questions(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts with lines that start with `?` highlighted."""
    asks, begins = False, True
    for part in parts:
        asks = part.text.startswith("? ") if begins else asks
        begins = part.text == "\n"
        yield part._replace(role="accent") if asks and part.role == "text" else part


def _plain(tokens: Iterable[Token]) -> str:
    return "".join(" " if "break" in token.type else token.content for token in tokens)


def _inline(tokens: Sequence[Token], base: str) -> Iterator[Part]:
    """The inline tokens of a paragraph as parts; a line break is a part of "\\n"."""
    strong = italic = struck = marked = 0
    link = ""
    for token in tokens:
        kind = token.type
        strong += (kind == "strong_open") - (kind == "strong_close")
        italic += (kind == "em_open") - (kind == "em_close")
        struck += (kind == "s_open") - (kind == "s_close")
        marked += (kind == "mark_open") - (kind == "mark_close")
        role = base
        if base == "text":
            role = "strong-emphasis" if strong and italic else "strong" if strong else "emphasis" if italic else base
            role = "struck" if struck else "marked" if marked else role
        if kind == "link_open":
            link = str(token.attrs.get("href", ""))
        elif kind == "link_close":
            link = ""
        elif kind in ("softbreak", "hardbreak"):
            yield Part("\n")
        elif kind == "code_inline":
            yield Part(_shown(token.content), "code")
        elif kind == "image":
            yield _picture(token)
        elif kind == "text" and link:
            yield Part(_shown(token.content), "link", f"url:{link}" if ADDRESS.match(link) else f"wiki:{_note(link)}")
        elif kind == "text" and token.content:
            yield from _text(_shown(token.content), role)


def _picture(token: Token) -> Part:
    source = str(token.attrs.get("src", ""))
    click = "" if ADDRESS.match(source) else f"wiki:{_note(source)}"
    return Part(f"[picture: {_shown(token.content) or _shown(source)}]", "faint", click)


def _note(link: str) -> str:
    """The note and heading that a Markdown link without a web address leads to."""
    from urllib.parse import unquote

    path, sign, heading = unquote(link).partition("#")
    return path.removesuffix(".md") + sign + heading


def _shown(text: str) -> str:
    text = drawable(text)
    return text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)


def _text(text: str, role: str) -> Iterator[Part]:
    """Text with its wikilinks, people and tags."""
    found: list[tuple[int, int, Part]] = []
    for link in wikilinks.find(text):
        shown = link.alias or " › ".join(filter(None, (link.target, link.heading)))
        shown = embed_label(link) if link.embed else shown
        found.append(
            (link.start, link.end, Part(shown, "link", "wiki:" + "#".join(filter(None, (link.target, link.heading)))))
        )
    for start, end, name in mentions.find(text):
        found.append((start, end, Part(name, "link", f"person:{name}")))
    for reference in references.find(text):
        shown = text[reference.start : reference.end]
        found.append((reference.start, reference.end, Part(shown, "link", f"url:{reference.resource.url}")))
    for start, end, _ in tags.find(text):
        found.append((start, end, Part(text[start:end], "accent")))
    at = 0
    for start, end, part in sorted(found, key=lambda one: (one[0], -one[1])):
        if start < at:
            continue
        if start > at:
            yield Part(text[at:start], role)
        yield part
        at = end
    if at < len(text):
        yield Part(text[at:], role)


def _wrapped(parts: Iterable[Part], width: int) -> Iterator[Line]:
    """Parts as lines of at most that width, broken between words, of which one may have several parts."""
    line: Line = []
    used = 0
    for word in _words(parts):
        size = width_of(word)
        if not word or (used + size > width and line):
            yield line
            line, used = [], 0
        if not line and size and word[0].text.isspace():
            continue
        for part in word if size <= width else _cut(word, width):
            if used + cell_len(part.text) > width and line:
                yield line
                line, used = [], 0
            if line and line[-1][1:] == part[1:]:
                line[-1] = line[-1]._replace(text=line[-1].text + part.text)
            else:
                line.append(part)
            used += cell_len(part.text)
    if line:
        yield line


def _words(parts: Iterable[Part]) -> Iterator[Line]:
    """The words and the blanks between them; an empty one is the end of a line."""
    word: Line = []
    for part in parts:
        is_end = part.text == "\n"
        for piece in ("",) if is_end else _WORD.findall(part.text):
            if piece and not _APART.match(piece):
                word.append(part._replace(text=piece))
                continue
            if word:
                yield word
                word = []
            yield [part._replace(text=piece)] if piece else []
    if word:
        yield word


def _cut(word: Line, width: int) -> Line:
    """A word that is longer than a line, in pieces."""
    return [part._replace(text=piece) for part in word for piece in pieces_of(part.text, width)]
