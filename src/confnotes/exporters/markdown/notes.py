"""A note as part of a larger Markdown document.

Edits apply to source lines, so the author's formatting is kept. The result is then parsed as viewers would, including
raw HTML; a note that still contains anything unsafe is shown verbatim as code.

The Markdown is safe for every viewer: no raw HTML, no images, only resolved links. Parsing like all viewers is
expensive, but most notes are visibly safe: every `<` before a letter is escaped, there is no `![` and no link
definition, and every `](` is followed by an allowed address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from confnotes.exporters.markdown.book import END, LINE, LIT, LIT_END, PICTURE, TO, TO_END, WORDS
from confnotes.markup.canonical import is_allowed
from confnotes.markup.markdown_text import escape_text
from confnotes.markup.note_blocks import (
    HIGHLIGHT,
    answer_text,
    any_link,
    blocks,
    is_answer,
    is_question,
    is_tangled,
    line_and_anchor,
    note_parser,
    question_text,
    tidy,
)
from confnotes.markup.plain import plain_label

_CODE_OR_MATH = re.compile(r"(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)|(?<!\\)\$\$.+?\$\$|(?<![\\\w$])\$(?=\S)[^$]*?\S?\$(?!\d)")
_AUTOLINK = r"<(?:https?://|mailto:)[^\s<>]*>"
_TAG_START = re.compile(rf"({_AUTOLINK})|(?<!\\)<(?=[A-Za-z/!?])")
_IMAGE = re.compile(r"(?<!\\)!\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
_TARGET = r"(?:[^()\s>]*(?:\([^()\s]*\)[^()\s>]*)*|[^)\s>]*)"
_LINK = re.compile(rf"(?<!\\)\[((?:[^\[\]\\]|\\.)*)\]\(\s*<?({_TARGET})>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)")
_LINK_TAIL = re.compile(rf"\]\(\s*<?({_TARGET})>?[^)]*\)")
_DEFINITION = re.compile(r"^(\s{0,3}(?:[-*+>]\s+)*)(\[(\^?)[^\]]+\]:\s*<?(\S*))")
_TAG_IN_MATH = re.compile(r"<(?=[A-Za-z/!?])")
_SUSPICIOUS = re.compile(r"[<>\[&]")
_SCHEME = re.compile(r"[A-Za-z][\w+.-]*:")
_HARD_BREAK = re.compile(r"(?:\\| {2,})$")
_CALLOUT = re.compile(r"[\s>]*\[![\w-]+\]")
_FOOTNOTE = re.compile(r"[\s>]*\[\^([^\]\s]+)\]:")
_FOOTNOTE_MARK = re.compile(r"\[\^[^\]\s]+\]")
_AROUND = re.compile(r"[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]+|>)*")
"""Markers before a heading in a quotation or a list."""
_INLINE = re.compile(r"[\\`*_\[\]<>~$&=]")
_PHOTO = "photo:"
_RUN = re.compile(r"(?<!`)`\$=")
_RUN_BY_READERS = frozenset({"dataview", "dataviewjs", "js-engine", "query", "base", "tasks", "tracker", "button"})
"""Code languages that Obsidian or its plugins execute when the note is shown."""


def _nowhere(_id: str) -> None:
    return None


def _never(_id: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class NoteContext:
    """What a note may refer to in its document.

    `inner` maps an item's id to its address or None. `headed` is called with each heading's visible text. `is_photo`
    says whether a photo has a picture, `is_line` whether ` ^id` at the end of a line is a link target. `footnote`
    returns a label for a footnote. `apart`: such a line ends its paragraph, as Obsidian requires.
    """

    inner: Callable[[str], str | None] = _nowhere
    headed: Callable[[str], object] = _nowhere
    is_photo: Callable[[str], bool] = _never
    is_line: Callable[[str], bool] = _never
    footnote: Callable[[str], str] = str
    apart: bool = False


def note_in_document(text: str, level: int, around: NoteContext) -> str:
    """The note's Markdown under a heading of `level`.

    Headings are shifted below that level without gaps, line breaks are kept, questions start with **Q:** and answers
    with **A:**, images and unresolved links become plain text.
    """
    if is_tangled(text):
        return _shown_as_code(text)
    lines = tidy(text).split("\n")
    is_sentence = len(lines) == 1 and lines[0][:1].isalpha()  # only a paragraph begins this way
    tokens = [] if is_sentence else blocks("\n".join(lines))
    verbatim = _lines_of(tokens, {"fence", "code_block"})
    math = _lines_of(tokens, {"math_block"})
    for number, line in enumerate(lines):
        if number in math:
            lines[number] = _math_made_safe(line)
        elif number not in verbatim:
            lines[number] = _line_made_safe(line, around)
    _label_footnotes(lines, verbatim | math, around.footnote)
    headings = _set_blocks(lines, tokens, level, apart=around.apart)
    made = "\n".join(_with_single_blanks(lines, verbatim)).strip("\n")
    if _SUSPICIOUS.search(made) and not is_safe(made, around.inner):
        return _shown_as_code(tidy(text))
    if tokens and tokens[-1].type == "fence" and not _is_closed(lines, tokens[-1]):
        made += f"\n{tokens[-1].markup}"
    for heading in headings:
        around.headed(_visible(heading))
    return made


def _line_made_safe(line: str, around: NoteContext) -> str:
    if "^" in line:
        words, anchor = line_and_anchor(line)
        if anchor is not None and around.is_line(anchor):
            return f"{_made_safe(words, around)}{LINE}{anchor}{END}"
    return _made_safe(line, around)


def _lines_of(tokens: list[Token], types: set[str]) -> set[int]:
    return {number for token in tokens if token.type in types and token.map is not None for number in range(*token.map)}


def _is_closed(lines: list[str], fence: Token) -> bool:
    first, end = fence.map or (0, 0)
    last = lines[end - 1].strip()
    return end - first > 1 and last.startswith(fence.markup) and not last.strip(fence.markup[0])


def _label_footnotes(lines: list[str], verbatim: Container[int], label: Callable[[str], str]) -> None:
    """Give the note's footnotes labels that are unique in the document, in place."""
    found = [
        match[1] for number, line in enumerate(lines) if number not in verbatim and (match := _FOOTNOTE.match(line))
    ]
    if not found:
        return
    labels = {f"[^{one}]": f"[^{label(one)}]" for one in dict.fromkeys(found)}
    if all(old == new for old, new in labels.items()):
        return
    for number, line in enumerate(lines):
        if number not in verbatim and "[^" in line:
            lines[number] = _FOOTNOTE_MARK.sub(lambda match: labels.get(match[0], match[0]), line)


def _with_single_blanks(lines: Iterable[str], verbatim: Container[int]) -> Iterator[str]:
    """The lines with consecutive blank lines merged, except in code."""
    was_blank = False
    for number, line in enumerate(lines):
        for one in (line,) if number in verbatim else line.split("\n"):
            is_blank = not one.strip() and number not in verbatim
            if not (is_blank and was_blank):
                yield one
            was_blank = is_blank


def line_in_document(text: str, around: NoteContext) -> str:
    """One line of a note (a takeaway, a task) as inline Markdown."""
    if is_tangled(text):
        return _shown_inline(text)
    made = _made_safe(" ".join(text.split()), around)
    return made if not _SUSPICIOUS.search(made) or is_safe(made, around.inner) else _shown_inline(text)


def _made_safe(line: str, around: NoteContext) -> str:
    if "==" in line:
        line = _with_highlights(line)
    if not _SUSPICIOUS.search(line):
        return _RUN.sub("` $=", line) if "`$=" in line else line
    made, last = [], 0
    for kept in _CODE_OR_MATH.finditer(line):
        code = kept[0].startswith("`")
        made += [
            _words_made_safe(line[last : kept.start()], around),
            _RUN.sub("` $=", kept[0]) if code else _math_made_safe(kept[0]),
        ]
        last = kept.end()
    made.append(_words_made_safe(line[last:], around))
    return "".join(made)


def _with_highlights(line: str) -> str:
    """The line with markers around highlights, except in code and formulas."""
    visible = _CODE_OR_MATH.sub(lambda match: "x" * len(match[0]), line)
    made, last = [], 0
    for match in HIGHLIGHT.finditer(visible):
        begin, end = match.span("words")
        made += [line[last : match.start()], LIT, line[begin:end], LIT_END]
        last = match.end()
    return "".join([*made, line[last:]])


def _math_made_safe(text: str) -> str:
    """The same formula, without anything that is a tag for viewers without math support."""
    return _TAG_IN_MATH.sub("< ", text)


def _words_made_safe(text: str, around: NoteContext) -> str:
    text = _TAG_START.sub(lambda match: match[1] or "\\<", text)
    if "[" not in text:
        return text
    text = _IMAGE.sub(lambda match: _image_made_safe(match, around), text)
    text = _LINK.sub(lambda match: _link_made_safe(match, around), text)
    text = _LINK_TAIL.sub(lambda match: match[0] if _leads_somewhere(match[1]) else "]", text)
    definition = _DEFINITION.match(text)
    footnote = definition and definition[3] and not _SCHEME.match(definition[4])
    if definition and not footnote and not is_allowed(definition[4]):
        return f"{definition[1]}\\{text[len(definition[1]) :]}"
    return text


def _image_made_safe(match: re.Match[str], around: NoteContext) -> str:
    words, target = match[1], match[2]
    if target.startswith(_PHOTO):
        photo = target.removeprefix(_PHOTO)
        shown = escape_text(plain_label(words))
        if around.is_photo(photo):
            return f"{PICTURE}{photo}{WORDS}{shown}{END}"
        return f"({shown or photo})"
    return f"[{words or target.rsplit('/', 1)[-1]}]({target})"


def _link_made_safe(match: re.Match[str], around: NoteContext) -> str:
    words, target = match[1], match[2]
    if is_allowed(target):
        return match[0]
    place = around.inner(target[1:]) if target.startswith("#") else None
    return f"[{words}](#{place})" if place is not None else words


def _leads_somewhere(target: str) -> bool:
    return target.startswith("#") or is_allowed(target)


def _set_blocks(lines: list[str], tokens: list[Token], level: int, *, apart: bool) -> list[str]:
    """Shift headings, keep line breaks, mark questions and remove executable code languages; returns the headings'
    texts.
    """
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
            around = _AROUND.match(lines[first]) if token.level else None
            before = around[0] if around else ""
            words = " ".join(line.strip() for line in lines[first : end - (token.markup in "=-")])
            words = re.sub(r"^(?:[-*+>]\s+)*#{1,6}\s*|\s+#+\s*$", "", words)
            lines[first] = f"{before}{'#' * min(level + len(open_levels), 6)} {words}"
            lines[first + 1 : end] = [before.rstrip() if ">" in before else ""] * (end - first - 1)
            if not token.level:
                lines[first] = f"\n{lines[first]}\n"
            headings.append(line_and_anchor(tokens[number + 1].content)[0])
        elif token.type == "fence" and token.info.split(" ")[0].strip("{}").lower() in _RUN_BY_READERS:
            lines[first] = lines[first].replace(token.info.strip(), "text", 1)
        elif token.type == "paragraph_open":
            content = tokens[number + 1].content
            asked = is_question(content) or (asked and is_answer(content))
            if asked:
                _set_question(lines, first, end)
            _set_paragraph(lines, first, end, content, apart=apart)
        elif token.type != "inline":
            asked = False
    return headings


def _set_question(lines: list[str], first: int, end: int) -> None:
    """Mark a question and its answers, or an answer alone, in place."""
    for number in range(first, end):
        line = lines[number]
        if is_answer(line):
            before = line[: len(line) - len(line.lstrip())]
            lines[number] = f"{before}**A:** {answer_text(line)}"
        elif number == first:
            before, _mark, _words = line.partition("?")
            lines[number] = f"{before}**Q:** {question_text(line[len(before) :])}"


def _set_paragraph(lines: list[str], first: int, end: int, content: str, *, apart: bool) -> None:
    if content.count("`") % 2 or content.count("$$") % 2:
        return
    for number in range(first, end - 1):
        if apart and lines[number].endswith(END):
            lines[number] += "\n"
        elif not (_HARD_BREAK.search(lines[number]) or _CALLOUT.match(lines[number])):
            lines[number] += "\\"


@cache
def _heading_parser() -> MarkdownIt:
    return note_parser()


def _visible(heading: str) -> str:
    if not _INLINE.search(heading):
        return heading
    return "".join(
        child.content
        for token in _heading_parser().parseInline(heading)
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


_PLAIN_LINK = re.compile(rf"\]\((?:(?:https?://|mailto:)[^\s()<>\\]+|#{TO}[a-z0-9-]+{TO_END})\)")
_TAG = re.compile(r"<(?:(?<!\\<)|(?<=\\\\<))(?=[A-Za-z/!?])(?!(?:https?://|mailto:)[^\s<>]*>)")


def is_safe(text: str, inner: Callable[[str], str | None]) -> bool:
    """Whether the text is safe in all viewers; `inner` maps ids in it to addresses."""
    return _is_plainly_safe(text) or _is_safe_when_parsed(text, inner)


def _is_plainly_safe(text: str) -> bool:
    if "<" in text and _TAG.search(text):
        return False
    if "[" not in text:
        return True
    links = text.count("](")
    return "![" not in text and "]:" not in text and (not links or links == len(_PLAIN_LINK.findall(text)))


@cache
def _strict_parsers() -> tuple[MarkdownIt, MarkdownIt]:
    """Parsers like GitHub's, and without tables and footnotes; both with raw HTML, without math."""
    plain = MarkdownIt("commonmark", {"html": True})
    github = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin)
    for parser in (plain, github):
        parser.validateLink = any_link  # type: ignore[method-assign]
    return github, plain


def _is_safe_when_parsed(text: str, inner: Callable[[str], str | None]) -> bool:
    """Whether the parsed text is safe.

    For parsers without footnotes, a one-word footnote is an unresolved but harmless link.
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
    place = re.sub(f"[{TO}{TO_END}]", "", target[1:])
    return is_allowed(target) or (target.startswith("#") and target[1:] == inner(place))
