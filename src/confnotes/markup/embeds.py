"""Embedded pictures in a note: the line for one, and where to insert it.

A picture goes after everything that belongs to its line (indented lines below, the rest of the paragraph, a code block,
a table, answers to a question), so that it never splits something else.

A link may also embed a part of a note: the text below a heading, or the block that a block id ends.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache

from confnotes.markup import headings, links, questions
from confnotes.markup.code import LIST_ITEM, blank_code, code_lines
from confnotes.markup.frontmatter import split
from confnotes.markup.headings import anchor_of
from confnotes.markup.names import fold
from confnotes.markup.nested_lines import dedent, lead, nested_end
from confnotes.markup.stamps import find, stamp_of

_EMBED = re.compile(r"\s*!\[\[([^\[\]|#\n]{1,500})(?:\|[^\[\]\n]{0,500})?\]\]")
_PICTURE = re.compile(
    r"(?:\d{4}-\d\d-\d\d (\d\d)(\d\d)\d\d(?: \d+)?|.*)\.(?:jpe?g|png|webp|tiff?|hei[cf]|avif|gif)", re.I
)
_OWN_LINE = re.compile(r"[ \t]*(?:[-*+>?!|]|#{1,6}(?:[ \t]|\Z)|\d{1,9}[.)](?:[ \t]|\Z)|```|~~~)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t\r]*\Z")


def embed_line(name: str, moment: datetime) -> str:
    """The line that shows a picture, with a timestamp of that time."""
    return f"![[{name}]] {stamp_of(moment)}"


def embedded_name(line: str) -> str | None:
    """The name of the file that a line embeds at its start; None for other lines."""
    match = _EMBED.match(line)
    return match[1].strip() if match else None


@lru_cache(maxsize=512)
def picture_names(line: str) -> tuple[str, ...]:
    """The pictures that a line shows, `![[photo.jpg]]` or `![its text](photo.jpg)`, by their names in it."""
    if "![" not in line:
        return ()
    return tuple(one.target for one in links.find(blank_code(line)) if one.embed and picture_words(one.target))


def picture_words(name: str) -> str | None:
    """A placeholder for a picture that cannot be shown, “photo, 10:12”; None if the name is not a picture's."""
    file = name.rpartition("/")[2]
    return time_caption(file) or f"picture: {file.rpartition('.')[0]}" if _PICTURE.fullmatch(file) else None


def time_caption(file: str) -> str | None:
    """“photo, 10:12” for a picture that confnotes named by its time, None for others."""
    match = _PICTURE.fullmatch(file)
    return f"photo, {match[1]}:{match[2]}" if match and match[1] else None


def with_line(text: str, new: str, after: int | None, later: Collection[int]) -> tuple[str, int]:
    """The text with a line inserted after line `after` and what belongs to it, and the number of the new line.

    Without `after`, the line is inserted before the first of the lines `later`, which were typed after it, or at the
    end.
    """
    end = "\r" if "\r\n" in text else ""
    lines = text.removesuffix("\n").split("\n") if text else []
    if text and not text.endswith("\n"):
        lines[-1] += end
    head = split(text).body_line - 1
    code = [True] * head + code_lines(lines[head:])
    if after is not None:
        at = _behind(lines, code, after - 1, later)
    elif later:
        at = min(later) - 1
    else:
        at = max(_end(lines), min(head + 1, len(lines)) if head else 0)
    at = _behind_answers(lines, _outside(lines, code, at))
    before = [end] if at and _is_row(lines[at - 1]) else []
    behind = [end] if at < len(lines) and (_is_row(lines[at]) or _UNDERLINE.match(lines[at])) else []
    lines[at:at] = [*before, new + end, *behind]
    return "\n".join([*lines, ""]), at + len(before) + 1


def _behind(lines: Sequence[str], code: Sequence[bool], first: int, later: Collection[int]) -> int:
    """The index after a line and all that belongs to it, up to lines typed later."""
    depth = _depth(lines[first])
    in_list = LIST_ITEM.match(lines[first]) is not None
    in_paragraph = embedded_name(lines[first]) is None and not lines[first].lstrip().startswith("#")
    at = first + 1
    while at < len(lines) and at + 1 not in later:
        line = lines[at]
        if not line.strip():
            below = next((index for index in range(at, len(lines)) if lines[index].strip()), None)
            if below is None or not in_list or _depth(lines[below]) <= depth or below + 1 in later:
                break
        elif code[at] or _is_row(line) or _UNDERLINE.match(line):
            in_paragraph = False
        elif _depth(line) <= depth and (not in_paragraph or _OWN_LINE.match(line) or find(line)):
            break
        at += 1
    return at


def _outside(lines: Sequence[str], code: Sequence[bool], at: int) -> int:
    """The index, or the next one that is not inside code, front matter or a table."""
    while 0 < at < len(lines) and ((code[at] and code[at - 1]) or (_is_row(lines[at]) and _is_row(lines[at - 1]))):
        at += 1
    return at


def _behind_answers(lines: Sequence[str], at: int) -> int:
    """The index, or the index after the answers if it would separate them from their question."""
    while 0 < at < len(lines) and questions.find_answer(lines[at]) and _asks_or_answers(lines[at - 1]):
        at += 1
    return at


def _asks_or_answers(line: str) -> bool:
    return bool(questions.find(line) or questions.find_answer(line))


def _end(lines: Sequence[str]) -> int:
    """The index after the last line with content."""
    return next((index + 1 for index in range(len(lines) - 1, -1, -1) if lines[index].strip()), 0)


def _depth(line: str) -> int:
    text = line.expandtabs(4)
    return len(text) - len(text.lstrip(" "))


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|")


_ID = re.compile(r"(?:^|[ \t>])\^([A-Za-z0-9-]+)[ \t\r]*$")


def under_heading(text: str, path: str) -> str | None:
    """The text under a heading, without it, up to the next one of its level; None if the heading does not exist.

    `path` may include the headings above it: `Part#Chapter`.
    """
    lines = headings.with_marks(text).split("\n")
    code = code_lines(lines)
    begin, end = 0, len(lines)
    for name in path.split("#"):
        wanted = fold(anchor_of(name))
        rows = (row for row in range(begin, end) if not code[row])
        found = next(
            (
                (row, one[0])
                for row in rows
                if (one := headings.find(lines[row])) is not None and fold(anchor_of(one[1])) == wanted
            ),
            None,
        )
        if found is None:
            return None
        row, level = found
        begin = row + 1
        end = headings.section_end(lines, row, level, code, end)
    return "\n".join(lines[begin:end]).strip("\n")


def block(text: str, identity: str) -> str | None:
    """The list item with its nested lines, or the paragraph, that ends with ` ^identity`; an id on its own line belongs
    to the block above. None if the id does not exist.
    """
    lines = text.split("\n")
    code = code_lines(lines)
    for row, line in enumerate(lines):
        match = None if code[row] else _ID.search(line)
        if match is None or match[1].lower() != identity.lower():
            continue
        if line[: match.start()].strip(" \t>"):
            return _block_at(lines, row, row + 1)
        end = next((at for at in range(row, 0, -1) if lines[at - 1].strip()), 0)
        return "\n".join(lines[_begin(lines, end) : end])
    return None


def _block_at(lines: Sequence[str], row: int, end: int) -> str:
    own = lead(lines[row])
    if own.marker:
        return "\n".join(dedent(lines[row : nested_end(lines, row)], own.indent))
    return "\n".join(dedent(lines[_begin(lines, end) : end], own.indent))


def _begin(lines: Sequence[str], end: int) -> int:
    """The row at which the block begins that ends before row `end`."""
    row = end
    while row and lines[row - 1].strip(" \t>") and headings.find(lines[row - 1]) is None:
        row -= 1
        if lead(lines[row]).marker and lead(lines[row]).indent <= lead(lines[end - 1]).indent:
            break
    return row
