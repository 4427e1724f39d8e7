"""Normalize a note's Markdown before rendering, without changing its meaning.

People type notes in a hurry: lists indented like code, a question on the line after a list item, a lone heading
“Notes”. Markdown would read the first as code and the second as a part of the item.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache, partial
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from confnotes.markup.code import code_lines
from confnotes.markup.footnotes import behind_definitions

_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\d{1,9}[.)])[ \t]+\S")
_INDENTED_ITEM = re.compile(r"^(?: {4}|\t)[ \t]*(?:[-*+]|\d{1,9}[.)][ \t])", re.MULTILINE)
_GLUED_ITEM = re.compile(r"^( *)([-*+]) ?(?=[^\W_][^*]*$)")
_BULLET = re.compile(r"^([ \t]*)•([ \t]+)", re.MULTILINE)
_QUESTION = re.compile(r"[ \t]{0,3}\?[ \t]*\S")
_ANSWER = re.compile(r"[ \t]*![ \t]+\S")
_PHOTO = re.compile(r"[ \t]*!\[[^\]]*\]\(photo:[^)\s]*\)[ \t]*")
_ANCHOR = re.compile(r"[ \t]+\^([a-z][a-z0-9-]*)[ \t]*\Z")

_TANGLE = re.compile(r"\[|://")
_MOST_TANGLES = 1000  # markdown-it takes quadratic time for unclosed delimiters
_SIGNS = {
    "table": ("|",),
    "fence": ("```", "~~~"),
    "math_block": ("$$",),
    "footnote_def": ("[^",),
    "reference": ("]:",),
    "heading": ("#",),
    "code": ("    ", "\t"),
    "html_block": (),
}
"""Characters that must be in a text for a block rule to apply."""

_FORMS = {
    "blockquote": re.compile(r">(?<!\S>)|\[\^"),
    "hr": re.compile(r"([-*_])[ \t]*\1[ \t]*\1[ \t]*(?:[\r\n]|\Z)"),
    "lheading": re.compile(r"\n[ \t>]*(?:=+|-+)[ \t\r]*(?:\n|\Z)"),
}
"""What must be in a text for other block rules to apply."""

_IDLE_HEADING = re.compile(r"#{1,6}[ \t]+\**notes?:?\**[ \t]*#*", re.IGNORECASE)
_IDLE_LABEL = re.compile(r"\**notes?:\**[ \t]*", re.IGNORECASE)


def line_and_anchor(line: str) -> tuple[str, str | None]:
    """A line or a block's text without the ` ^id` at its end, and the id, which links to the line use."""
    match = _ANCHOR.search(line) if "^" in line else None
    return (line[: match.start()].rstrip(), match[1]) if match else (line, None)


def any_link(url: str) -> bool:
    """Accept every address as a link; later code decides on the tokens which links to keep."""
    return True


def idle_rules(text: str) -> frozenset[str]:
    """The parser's block rules that cannot apply to a text, since their characters are not in it."""
    idle = {rule for rule, signs in _SIGNS.items() if not any(sign in text for sign in signs)}
    return frozenset(idle.union(rule for rule, form in _FORMS.items() if not form.search(text)))


def note_parser(idle: Collection[str] = ()) -> MarkdownIt:
    """CommonMark with tables, strikethrough, highlights, footnotes and dollar math; raw HTML is text.

    Skipping `idle` rules saves time, since rules are tried at every line.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, allow_labels=False, double_inline=True)
    parser.use(footnote_plugin).use(enclosed_words_plugin)
    parser.validateLink = any_link  # type: ignore[method-assign]
    parser.block.ruler.disable(idle)
    return parser


@cache
def _block_parser(idle: frozenset[str]) -> MarkdownIt:
    parser = note_parser(idle)
    parser.core.ruler.disable(["inline", "footnote_tail"])
    return parser


def blocks(text: str) -> list[Token]:
    """The block tokens of a note, their inline content unparsed; `map` gives their lines from 0."""
    return _block_parser(idle_rules(text)).parse(text)


def is_tangled(text: str) -> bool:
    """Whether a paragraph has too many brackets and addresses for parsers, which take quadratic time."""
    if len(_TANGLE.findall(text)) <= _MOST_TANGLES:
        return False
    return any(len(_TANGLE.findall(token.content)) > _MOST_TANGLES for token in blocks(text) if token.type == "inline")


def is_question(text: str) -> bool:
    """Whether a paragraph is a question, `? ...`."""
    return _QUESTION.match(text) is not None


def question_text(text: str) -> str:
    """The question without its mark."""
    return text.lstrip().removeprefix("?").lstrip()


def is_answer(text: str) -> bool:
    """Whether a line or paragraph below a question is its answer, `! ...`."""
    return _ANSWER.match(text) is not None


def answer_text(text: str) -> str:
    """The answer without its mark."""
    return text.lstrip().removeprefix("!").lstrip()


def tidy(text: str) -> str:
    """The note with lists as lists, and without headings that only say “Notes”.

    Each question, and each line of its answer, becomes a paragraph.
    """
    return "\n".join(_questions_apart(with_plain_lists(text).split("\n"))).strip("\n")


def with_plain_lists(text: str) -> str:
    """Like `tidy`, but with questions in their place, for callers that find them in the tokens."""
    lines = with_all_cells(behind_definitions(with_lists(text))).split("\n")
    _drop_idle_heading(lines)
    return "\n".join(_with_photos_beside(lines) if "](photo:" in text else lines).strip("\n")


def _with_photos_beside(lines: list[str]) -> Iterator[str]:
    """The lines, with paragraphs ended by their photos: each photo stays beside the text before it."""
    for line, following in pairwise([*lines, ""]):
        yield line
        goes_on = following.strip() and not _PHOTO.fullmatch(following) and not _LIST_ITEM.match(following)
        if goes_on and _PHOTO.fullmatch(line):
            yield ""


def _drop_idle_heading(lines: list[str]) -> None:
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return
    alone = first + 1 == len(lines) or not lines[first + 1].strip()
    if _IDLE_HEADING.fullmatch(lines[first]) or (alone and _IDLE_LABEL.fullmatch(lines[first])):
        lines[first] = ""


def with_lists(text: str) -> str:
    """The text with lists indented like code moved to the margin, and `•` as a list marker.

    In such a list, the blank after the marker may be missing: `*like this`.
    """
    if "•" in text:
        text = _BULLET.sub(r"\1-\2", text)
    if ("\n    " not in f"\n{text}" and "\n\t" not in f"\n{text}") or not _INDENTED_ITEM.search(text):
        return text
    lines = text.split("\n")
    for token in blocks(text):
        if token.type != "code_block" or token.level or token.map is None:
            continue
        first, end = token.map
        block = [line.expandtabs(4) for line in lines[first:end]]
        if all(_GLUED_ITEM.match(line) or not line.strip() for line in block):
            block = [_GLUED_ITEM.sub(r"\1\2 ", line) for line in block]
        elif not _LIST_ITEM.match(block[0]):
            continue
        margin = min(len(line) - len(line.lstrip()) for line in block if line.strip())
        lines[first:end] = [line[margin:] for line in block]
    return "\n".join(lines)


def _questions_apart(lines: list[str]) -> list[str]:
    if not any(_QUESTION.match(line) for line in lines):
        return lines
    apart: set[int] = set()
    for token in blocks("\n".join(lines)):
        if token.type == "inline" and token.map is not None:
            for number in range(*token.map):
                under = number - 1 in apart and is_answer(lines[number])
                if under or _QUESTION.match(lines[number]):
                    apart.add(number)
    found: list[str] = []
    for number, line in enumerate(lines):
        after_question = number - 1 in apart and line.strip()
        if (number in apart and number and lines[number - 1].strip()) or after_question:
            found.append("")
        found.append(line)
    return found


HIGHLIGHT: Final = re.compile(
    r"""(?<![A-Za-z0-9=\\])==(?=[^\s=])
        (?P<words>(?:(?<!`)(?P<ticks>`+)(?!`)[^`\n]{1,400}(?P=ticks)(?!`)|\\.|(?!==)[^`\\]){1,1000})
        (?<=\S)==(?![A-Za-z0-9=])""",
    re.VERBOSE | re.DOTALL,
)
"""A highlight in a paragraph's text, ignoring code."""


_STRUCK = re.compile(r"(?<![\w~])~(?P<words>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])")
"""`~struck out~`, as GitHub has it; `5~10` and `H~2~O` are not."""


def enclosed_words_plugin(parser: MarkdownIt) -> None:
    """Parse highlights as `mark_open` and `mark_close`, words in single tildes as those in two."""
    parser.inline.ruler.before("emphasis", "mark", partial(_read, HIGHLIGHT, "mark", "mark"))
    parser.inline.ruler.before("strikethrough", "single_tildes", partial(_read, _STRUCK, "s", "s"))


def _read(form: re.Pattern[str], kind: str, tag: str, state: StateInline, silent: bool) -> bool:
    found = form.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push(f"{kind}_open", tag, 1)
        state.pos, most, state.posMax = found.start("words"), state.posMax, found.end("words")
        state.md.inline.tokenize(state)
        state.posMax = most
        state.push(f"{kind}_close", tag, -1)
    state.pos = found.end()
    return True


MOST_COLUMNS: Final = 50
"""The maximum number of columns that a table's head is extended to."""

_DELIMITER = re.compile(r"[ \t>]*\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-+:?[ \t]*\|?[ \t\r]*")
_BEFORE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*")
_BETWEEN = re.compile(r"(?<!\\)\|")


def with_all_cells(text: str) -> str:
    """The text with table heads as wide as their widest row."""
    if "|" not in text or "-" not in text:
        return text
    lines = text.split("\n")
    code: Sequence[bool] = ()
    for row in range(1, len(lines) - 1):
        if "|" not in lines[row + 1] or "|" not in lines[row] or not _DELIMITER.fullmatch(lines[row]):
            continue
        columns = _cells(lines[row])
        if columns != _cells(lines[row - 1]):
            continue
        code = code or code_lines(lines)
        more = min(max(_rows(lines, row + 1)), MOST_COLUMNS) - columns
        if more > 0 and not code[row]:
            lines[row - 1] = _closed(lines[row - 1]) + "  |" * more
            lines[row] = _closed(lines[row]) + "---|" * more
    return "\n".join(lines)


def _rows(lines: Sequence[str], first: int) -> list[int]:
    """The number of cells in each row of a table."""
    end = first
    while end < len(lines) and "|" in lines[end]:
        end += 1
    return [_cells(line) for line in lines[first:end]]


def _cells(line: str) -> int:
    inner = line[_end(line) :].strip().removeprefix("|")
    between = len(_BETWEEN.findall(inner))
    return between + (not _ends_with_bar(inner))


def _end(line: str) -> int:
    match = _BEFORE.match(line)
    return match.end() if match else 0


def _ends_with_bar(text: str) -> bool:
    return text.endswith("|") and not text.endswith("\\|")


def _closed(line: str) -> str:
    bare = line.rstrip()
    return bare if _ends_with_bar(bare) else f"{bare} |"
