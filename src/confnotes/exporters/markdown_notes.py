"""A note as a part of a larger Markdown document.

Edits are made to the lines, so that what the author typed stays as typed; the outcome is then parsed as a reader's
renderer would, raw HTML included, and a note in which anything unsafe is still alive is shown verbatim as code.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from confnotes.exporters.addresses import is_allowed
from confnotes.exporters.note_blocks import (
    answer_text,
    any_link,
    blocks,
    is_answer,
    is_question,
    is_tangled,
    note_parser,
    question_text,
    tidy,
)

_CODE_OR_MATH = re.compile(r"(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)|(?<!\\)\$\$.+?\$\$|(?<![\\\w$])\$(?=\S)[^$]*?\S?\$(?!\d)")
_AUTOLINK = r"<(?:https?://|mailto:)[^\s<>]*>"
_TAG_START = re.compile(rf"({_AUTOLINK})|(?<!\\)<(?=[A-Za-z/!?])")
_IMAGE = re.compile(r"(?<!\\)!\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
_LINK = re.compile(r"(?<!\\)\[((?:[^\[\]\\]|\\.)*)\]\(\s*<?([^)\s>]*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)")
_LINK_TAIL = re.compile(r"\]\(\s*<?([^)\s>]*)>?[^)]*\)")
_DEFINITION = re.compile(r"^(\s{0,3}(?:[-*+>]\s+)*)(\[(\^?)[^\]]+\]:\s*<?(\S*))")
_TAG_IN_MATH = re.compile(r"<(?=[A-Za-z/!?])")
_SUSPICIOUS = re.compile(r"[<>\[]|!\[|&")
_SCHEME = re.compile(r"[A-Za-z][\w+.-]*:")
_HARD_BREAK = re.compile(r"(?:\\| {2,})$")


def note_in_document(
    text: str, level: int, inner: Callable[[str], str | None], headed: Callable[[str], object] | None = None
) -> str:
    """The note's Markdown below a heading of `level`.

    Headings go below that level without a gap, each line break stays one, questions read **Q:** and answers **A:**,
    images and links that lead nowhere from here become words. `inner` gives the address of an item's id, or None when
    it has none; `headed` is told the visible text of each heading in order.
    """
    if is_tangled(text):
        return _shown_as_code(text)
    lines = tidy(text).split("\n")
    tokens = blocks("\n".join(lines))
    verbatim = _lines_of(tokens, {"fence", "code_block"})
    math = _lines_of(tokens, {"math_block"})
    for number, line in enumerate(lines):
        if number in math:
            lines[number] = _math_made_safe(line)
        elif number not in verbatim:
            lines[number] = _made_safe(line, inner)
    headings = _set_blocks(lines, tokens, level)
    made = _one_blank_line("\n".join(lines), verbatim=bool(verbatim)).strip("\n")
    if _SUSPICIOUS.search(made) and not _is_safe(made, inner):
        return _shown_as_code(tidy(text))
    if headed is not None:
        for heading in headings:
            headed(_visible(heading))
    return made


def _lines_of(tokens: list[Token], types: set[str]) -> set[int]:
    return {number for token in tokens if token.type in types and token.map is not None for number in range(*token.map)}


def _one_blank_line(text: str, *, verbatim: bool) -> str:
    return text if verbatim else re.sub(r"\n{3,}", "\n\n", text)


def line_in_document(text: str, inner: Callable[[str], str | None]) -> str:
    """One line of a note (a takeaway, a task) as inline Markdown."""
    if is_tangled(text):
        return _shown_inline(text)
    made = _made_safe(" ".join(text.split()), inner)
    return made if not _SUSPICIOUS.search(made) or _is_safe(made, inner) else _shown_inline(text)


def _made_safe(line: str, inner: Callable[[str], str | None]) -> str:
    if not _SUSPICIOUS.search(line):
        return line
    made, last = [], 0
    for kept in _CODE_OR_MATH.finditer(line):
        code = kept[0].startswith("`")
        made += [_words_made_safe(line[last : kept.start()], inner), kept[0] if code else _math_made_safe(kept[0])]
        last = kept.end()
    made.append(_words_made_safe(line[last:], inner))
    return "".join(made)


def _math_made_safe(text: str) -> str:
    """The same formula, but no tag for a renderer that knows no math."""
    return _TAG_IN_MATH.sub("< ", text)


def _words_made_safe(text: str, inner: Callable[[str], str | None]) -> str:
    text = _TAG_START.sub(lambda match: match[1] or "\\<", text)
    if "[" not in text:
        return text
    text = _IMAGE.sub(lambda match: f"[{match[1] or match[2].rsplit('/', 1)[-1]}]({match[2]})", text)
    text = _LINK.sub(lambda match: _link_made_safe(match, inner), text)
    text = _LINK_TAIL.sub(lambda match: match[0] if _leads_somewhere(match[1]) else "]", text)
    definition = _DEFINITION.match(text)
    footnote = definition and definition[3] and not _SCHEME.match(definition[4])
    if definition and not footnote and not is_allowed(definition[4]):
        return f"{definition[1]}\\{text[len(definition[1]) :]}"
    return text


def _link_made_safe(match: re.Match[str], inner: Callable[[str], str | None]) -> str:
    words, target = match[1], match[2]
    if is_allowed(target):
        return match[0]
    place = inner(target[1:]) if target.startswith("#") else None
    return f"[{words}](#{place})" if place is not None else words


def _leads_somewhere(target: str) -> bool:
    return target.startswith("#") or is_allowed(target)


def _set_blocks(lines: list[str], tokens: list[Token], level: int) -> list[str]:
    """Shift headings, keep line breaks and mark questions, in place; returns the text of the headings."""
    headings: list[str] = []
    open_levels: list[int] = []
    asked = False
    for number, token in enumerate(tokens):
        if token.map is None:
            continue
        first, end = token.map
        if token.type == "heading_open":
            own = int(token.tag[1])
            while open_levels and open_levels[-1] >= own:
                open_levels.pop()
            open_levels.append(own)
            indent = " " * (len(lines[first]) - len(lines[first].lstrip())) if token.level else ""
            words = " ".join(line.strip() for line in lines[first : end - (token.markup in "=-")])
            words = re.sub(r"^(?:[-*+>]\s+)*#{1,6}\s*|\s+#+\s*$", "", words)
            lines[first] = f"{indent}{'#' * min(level + len(open_levels), 6)} {words}"
            lines[first + 1 : end] = [""] * (end - first - 1)
            if not token.level:
                lines[first] = f"\n{lines[first]}\n"
            headings.append(tokens[number + 1].content)
        elif token.type == "paragraph_open":
            content = tokens[number + 1].content
            asked = is_question(content) or (asked and is_answer(content))
            if asked:
                _set_question(lines, first, end)
            _set_paragraph(lines, first, end, content)
        elif token.type != "inline":
            asked = False
    return headings


def _set_question(lines: list[str], first: int, end: int) -> None:
    """Mark a question and what was answered, or an answer alone, in place."""
    for number in range(first, end):
        line = lines[number]
        if is_answer(line):
            before = line[: len(line) - len(line.lstrip())]
            lines[number] = f"{before}**A:** {answer_text(line)}"
        elif number == first:
            before, _mark, _words = line.partition("?")
            lines[number] = f"{before}**Q:** {question_text(line[len(before) :])}"


def _set_paragraph(lines: list[str], first: int, end: int, content: str) -> None:
    if content.count("`") % 2 or content.count("$$") % 2:
        return
    for number in range(first, end - 1):
        if not _HARD_BREAK.search(lines[number]):
            lines[number] += "\\"


@cache
def _strict_parsers() -> tuple[MarkdownIt, MarkdownIt]:
    """As GitHub reads, and as a renderer that knows neither tables nor footnotes; both with raw HTML, without math."""
    plain = MarkdownIt("commonmark", {"html": True})
    github = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin)
    for parser in (plain, github):
        parser.validateLink = any_link  # type: ignore[method-assign]
    return github, plain


def _is_safe(text: str, inner: Callable[[str], str | None]) -> bool:
    """Whether renderers that know raw HTML find none, no image, and only links that lead somewhere.

    Where footnotes are unknown, a footnote of one word is a link to that word: it leads nowhere, but does no harm.
    """
    github, plain = _strict_parsers()
    for parser in (github, plain):
        for token in parser.parse(text):
            if token.type == "html_block":
                return False
            for child in token.children or ():
                if child.type in {"html_inline", "image"}:
                    return False
                if child.type == "link_open":
                    target = unquote(str(child.attrs.get("href", "")))
                    harmless = parser is plain and "[^" in text and not _SCHEME.match(target) and target[:1] != "#"
                    if not (harmless or _is_alive(target, inner)):
                        return False
    return True


def _is_alive(target: str, inner: Callable[[str], str | None]) -> bool:
    place = re.sub("[\ue000\ue001]", "", target[1:])
    return is_allowed(target) or (target.startswith("#") and target[1:] == inner(place))


def _visible(heading: str) -> str:
    return "".join(
        child.content
        for token in note_parser().parseInline(heading)
        for child in token.children or ()
        if child.type in {"text", "code_inline", "math_inline"}
    )


def _shown_as_code(text: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def _shown_inline(text: str) -> str:
    line = " ".join(text.split()).replace("`", "ˋ")
    return f"`{line}`"
