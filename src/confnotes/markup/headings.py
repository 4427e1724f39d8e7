"""Headings: `# ...` to `###### ...`, and lines underlined with `===` or `---`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from confnotes.markup.code import blank_code
from confnotes.markup.edits import Edit, apply_edits
from confnotes.markup.frontmatter import FrontMatter, bounds
from confnotes.markup.link_names import stem_of
from confnotes.markup.stamps import without_stamp
from confnotes.model.note import title_of

ATX = re.compile(r"^ {0,3}(#{1,6})(?![^ \t\r\n])([^\n]*)", re.MULTILINE)
SETEXT = re.compile(
    r"^ {0,3}(?![ \t>#|`~=]|(?:[-*+]|\d{1,9}[.)])[ \t])(\S[^\n]*)\n {0,3}(=+|-{2,})[ \t\r]*$", re.MULTILINE
)

_MAY_UNDERLINE = re.compile(r"\n {0,3}(?:=|--)")
_BLANK_LINES = re.compile(r"(?:[ \t\r]*\n)*")

_SAYS_MORE = re.compile(r"[?!]|.*[:：]|.*#\Z")
"""A question, an answer, a label or a definition above an underline; or text that `#` cannot express."""

_NOT_IN_ANCHOR = re.compile(r"[#|^:%\[\]\\]+")


def anchor_of(heading: str) -> str:
    """A heading in the target of a link, as Obsidian writes it: characters that would end the link become blanks."""
    return " ".join(_NOT_IN_ANCHOR.sub(" ", heading).split())


def find(line: str) -> tuple[int, str] | None:
    """The level and the text of a `#` heading; None for other lines."""
    match = ATX.match(line) if "#" in line else None
    return read_atx(match) if match else None


def read_atx(match: re.Match[str]) -> tuple[int, str]:
    """The level and the text in a match of ATX, without stamp and closing `#`."""
    text = without_stamp(match[2].strip()).strip()
    if text.endswith("#"):
        bare = text.rstrip("#")
        text = bare.rstrip() if not bare or bare[-1] in " \t" else text
    return len(match[1]), text


def leading_heading(text: str) -> str | None:
    """The heading of level 1 in the first line of the text; None if something else comes first."""
    text = text.removeprefix("\ufeff")
    start = _BLANK_LINES.match(text)
    at = start.end() if start else 0
    atx = ATX.match(text, at)
    setext = None if atx else SETEXT.match(text, at)
    level, words = read_atx(atx) if atx else read_setext(setext) if setext else (0, "")
    return words or None if level == 1 else None


def with_marks(text: str) -> str:
    """The text with `#` before underlined headings; paragraphs of several lines stay as they are."""
    if not _MAY_UNDERLINE.search(text):
        return text
    edits: list[Edit] = []
    for match in SETEXT.finditer(blank_code(text)):
        above = text.rfind("\n", 0, max(match.start() - 1, 0)) + 1
        words = text[match.start(1) : match.end(1)].rstrip()
        if not text[above : match.start()].strip() and not _SAYS_MORE.match(words):
            edits.append(Edit(match.start(1), match.end(), f"{'#' if match[2][0] == '=' else '##'} {words}"))
    return apply_edits(text, edits)


def section_end(lines: Sequence[str], row: int, level: int, shut: Sequence[bool], last: int | None = None) -> int:
    """The row after the section of the heading at `row`: that of the next heading of its level, else `last` (None: the
    end). Rows that are `shut`, such as code, have no headings.
    """
    last = len(lines) if last is None else last
    for at in range(row + 1, last):
        if not shut[at] and (found := find(lines[at])) is not None and found[0] <= level:
            return at
    return last


def read_setext(match: re.Match[str]) -> tuple[int, str]:
    """The level and the text in a match of SETEXT, without stamp."""
    return 1 if match[2][0] == "=" else 2, without_stamp(match[1].rstrip()).strip()


def lead_of(front: FrontMatter) -> str | None:
    """The heading of level 1 in the first line of the note's text, also after broken front matter."""
    return leading_heading(front.body[text_start(front) :])


def text_start(front: FrontMatter) -> int:
    """The offset at which the text of the body begins, after front matter that cannot be read."""
    where = bounds(front.body) if front.broken else None
    return where[2] if where else 0


def title_in(front: FrontMatter, path: str) -> str:
    """The title of the note at that path; see `title_of`."""
    return title_of(front.fields, lead_of(front), stem_of(path))
