"""Markdown, or similar plain text, as a flat list of blocks. Each line is processed once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import find_dates, find_weekday
from confnotes.importers.facts.headers import header_meaning
from confnotes.importers.facts.lengths import LONGEST_NAME, LONGEST_TITLE
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.html_lines import Fragment
from confnotes.importers.pages.text_tables import with_grid_tables
from confnotes.markup.clock_times import leading_time

_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+|(?<=##)(?=\w))(.+?)[ \t]*#*[ \t]*$")
_NO_DAY = r"(?!\s+(?:und|bis|–|Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)\w*\s)"
_BULLET = rf"[-*+•·▪◦‣●○■□►▸➢➤–—∙⁃o]|\(?\d{{1,3}}[.)]{_NO_DAY}"
_ITEM = re.compile(rf"^([ \t]*)({_BULLET})[ \t]+(?:[-•·▪◦‣][ \t]+)?(\S.*)$", re.DOTALL)
_CHECK_BOX = re.compile(r"\[[ xX]\][ \t]+")
_LOOSE_ITEM = re.compile(r"^([ \t]*)([•▪◦‣●○■□►▸➢➤∙⁃])(\S.*)$")
_RULE = re.compile(r"^ {0,3}(?:([-*_])[ \t]*){3,}$|^[ \t]*[-=_*~]{4,}[ \t]*$")
_SETEXT = re.compile(r"^ {0,3}(=+|-{3,}|~{3,})[ \t]*$")
_SEPARATOR_ROW = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:[|+][ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$")
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]^]{1,200})\]:[ \t]*<?(\S{1,2000}?)>?(?:[ \t]+[\"'(].*)?$")
_REFERENCE = re.compile(r"(?<![!\\])\[([^\[\]]{1,400})\](?:\[([^\[\]]{0,200})\])?(?![(\[:])")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_ATTRIBUTE_LINE = re.compile(r"^[ \t]*\{:?[^{}]{0,300}\}[ \t]*$")
_DIRECTIVE_LINE = re.compile(r"^[ \t]*:{3,}")
_STRUCK = re.compile(r"~~[^~\n]{1,400}~~")
_SITE_ADDRESS = re.compile(r"(?<=\]\()\{\{[^{}\n]{1,200}\}\}(?=[^\s()]*\))")
_OPEN_LINK = re.compile(r"(?<!!)\[[^\[\]]{1,300}$")
_SKIP = (
    "skip to (?:main )?(?:content|navigation)|search this site|embedded files|report abuse|page details|page updated"
)
_GOOGLE = "google sites|made with google sites|copy heading link"
_MENU = "toggle navigation|back to top|report an issue|expand/collapse|open menu|close menu"
_CHROME = re.compile(rf"(?:{_SKIP}|{_GOOGLE}|{_MENU}|this site uses cookies.*)\W*$", re.IGNORECASE)
_DEFINED = re.compile(r"^( {0,8})[:~](?:[ \t]+(\S.*))?$")
_CELL_SPLIT = re.compile(r"(?<!\\)\|")
_NARROW, _WIDE = 60, 100
"""The lengths, in characters, of the longest line on pages whose paragraphs were wrapped by an editor."""
_COLUMNS = re.compile(r"(?<=\S)(?:\t+| {3,})(?=\S)")


def blocks(lines: Sequence[Fragment]) -> list[Block]:
    """The blocks of a page; reference links are resolved, struck-out text is left out."""
    lines = with_grid_tables(lines)
    definitions = _definitions(lines)
    out: list[Block] = []
    in_fence = ""
    skip = 0
    width = max((len(each.text) for each in lines), default=0)
    for number, fragment in enumerate(lines):
        if skip:
            skip -= 1
            continue
        if fragment.include:
            out.append(Block(BlockKind.INCLUDE, fragment.line, fragment.include, attributes=fragment.attributes))
            continue
        if fragment.cells:
            row = Block(
                BlockKind.ROW, fragment.line, cells=fragment.cells, header=fragment.header, spans=fragment.spans
            )
            out.append(row)
            continue
        text = fragment.text
        fence = _FENCE.match(text)
        if fence and (not in_fence or text.strip().startswith(in_fence)):
            in_fence = "" if in_fence else fence.group(1)[:3]
            continue
        if in_fence:
            out.append(Block(BlockKind.TEXT if text.strip() else BlockKind.BLANK, fragment.line, text.strip()))
            continue
        text, skip = _joined_link(lines, number, text)
        text = _STRUCK.sub("", text) if "~~" in text else text
        text = _SITE_ADDRESS.sub("", text) if "{{" in text else text
        if definitions and "[" in text:
            text = _resolved(text, definitions)
        before = lines[number - 1].text if number else ""
        full = _NARROW <= width <= _WIDE and len(before) + len(text.lstrip().partition(" ")[0]) >= width
        _add(out, replace(fragment, text=text), wrapped=full and not before.endswith(("  ", "\\")))
    return out


def _definitions(lines: Sequence[Fragment]) -> dict[str, str]:
    found: dict[str, str] = {}
    for fragment in lines:
        if fragment.text.lstrip().startswith("[") and (match := _DEFINITION.match(fragment.text)):
            found.setdefault(match.group(1).lower(), match.group(2))
    return found


def with_references(text: str) -> str:
    """A text with reference links as inline ones, line for line."""
    lines = text.split("\n")
    found = {match[1].lower(): match[2] for line in lines if (match := _DEFINITION.match(line))}
    return "\n".join(_resolved(line, found) if "[" in line else line for line in lines) if found else text


def _resolved(text: str, definitions: dict[str, str]) -> str:
    def link(match: re.Match[str]) -> str:
        url = definitions.get((match.group(2) or match.group(1)).lower())
        return f"[{match.group(1)}]({url})" if url else match.group(0)

    return _REFERENCE.sub(link, text)


def _joined_link(lines: Sequence[Fragment], number: int, text: str) -> tuple[str, int]:
    """A line whose link ends on one of the next two lines, joined with them; and the number of joined lines."""
    if "[" not in text or not _OPEN_LINK.search(text):
        return text, 0
    joined = text
    for extra in (1, 2):
        if number + extra >= len(lines) or not lines[number + extra].text.strip():
            break
        following = lines[number + extra].text
        joined = f"{joined.rstrip()} {following.strip()}"
        if "](" in following:
            return joined.replace(" ](", "]("), extra
    return text, 0


@dataclass(frozen=True, slots=True)
class _RawLine:
    """A line to classify; `wrapped`: an editor broke it off the preceding line."""

    text: str
    stripped: str
    number: int
    wrapped: bool


def _add(out: list[Block], fragment: Fragment, *, wrapped: bool) -> None:
    text = fragment.text.rstrip("\n")
    stripped = text.strip()
    if stripped.startswith(">"):
        stripped = text = stripped.lstrip("> ").strip()
    line = _RawLine(text, stripped, fragment.line, wrapped)
    if not any(add(out, line) for add in _WAYS):
        out.append(Block(BlockKind.TEXT, line.number, stripped, 1 if text[:1] in " \t" else 0))


def _nothing(out: list[Block], line: _RawLine) -> bool:
    """Skip blank lines, navigation of the site, and text for machines."""
    if not line.stripped:
        out.append(Block(BlockKind.BLANK, line.number))
        return True
    return any(
        (
            _CHROME.match(line.stripped),
            _ATTRIBUTE_LINE.match(line.text),
            _DIRECTIVE_LINE.match(line.text),
            _DEFINITION.match(line.text),
        )
    )


def _defined(out: list[Block], line: _RawLine) -> bool:
    match = _DEFINED.match(line.text)
    if match and match.group(2):
        _define(out, match.group(2), line.number, nested=bool(match.group(1)))
    return match is not None


def _underline(out: list[Block], line: _RawLine) -> bool:
    """A rule; below a separate line of text it makes that a heading, below cells a header."""
    previous = out[-1] if out else None
    if (
        previous
        and previous.kind is BlockKind.TEXT
        and len(previous.text) <= LONGEST_TITLE
        and (mark := _SETEXT.match(line.text))
    ):
        before_is_blank = len(out) < 2 or out[-2].kind is not BlockKind.TEXT
        if before_is_blank:
            out[-1] = Block(BlockKind.HEADING, previous.line, previous.text, 1 if mark.group(1)[0] == "=" else 2)
            return True
    if _SEPARATOR_ROW.match(line.text) and "|" in line.text:
        _mark_header(out)
        return True
    if _RULE.match(line.text):
        out.append(Block(BlockKind.BLANK, line.number))
        return True
    return False


def _heading(out: list[Block], line: _RawLine) -> bool:
    if match := _HEADING.match(line.text):
        out.append(Block(BlockKind.HEADING, line.number, match.group(2).strip(), len(match.group(1))))
    return match is not None


def _row(out: list[Block], line: _RawLine) -> bool:
    is_row = line.stripped.startswith("|") or bool(out and out[-1].kind is BlockKind.ROW and "|" in line.stripped)
    if is_row:
        out.append(Block(BlockKind.ROW, line.number, line.stripped, cells=_cells(line.stripped)))
    return is_row


def _item(out: list[Block], line: _RawLine) -> bool:
    if match := _ITEM.match(line.text) or _LOOSE_ITEM.match(line.text):
        indent = len(match.group(1).expandtabs(4))
        numbered = match.group(2)[-1] in ".)"
        text = match.group(3).rstrip()
        if (box := _CHECK_BOX.match(text)) and leading_time(text[box.end() :]):  # what somebody plans to attend
            text = text[box.end() :]
        out.append(Block(BlockKind.ITEM, line.number, text, indent, numbered=numbered))
    return match is not None


def _continued(out: list[Block], line: _RawLine) -> bool:
    """A continuation line of the item above."""
    previous = out[-1] if out else None
    if previous is None or previous.kind is not BlockKind.ITEM:
        return False
    if line.text[:1] not in " \t" and not _goes_on(previous.text, line.stripped):
        return False
    joint = " " if line.wrapped or _is_open(previous.text) or line.stripped.startswith("(") else "\n"
    out[-1] = previous.moved(previous.text.removesuffix("\\").rstrip() + joint + line.stripped)
    return True


def _columns(out: list[Block], line: _RawLine) -> bool:
    if not _COLUMNS.search(line.stripped) or len(line.stripped) >= 1000:
        return False
    cells = tuple(cell.strip() for cell in _COLUMNS.split(line.stripped))
    out.append(Block(BlockKind.ROW, line.number, line.stripped, cells=cells))
    return True


def _labelled(out: list[Block], line: _RawLine) -> bool:
    """The line below a label alone: `**Title**:`, then the title."""
    label = _LABEL_ALONE.fullmatch(out[-1].text) if out and out[-1].kind is BlockKind.TEXT else None
    if label is None or header_meaning(label[1]) not in _LABELS:
        return False
    out[-1] = out[-1].moved(f"{out[-1].text} {line.stripped}")
    return True


_LABEL_ALONE = re.compile(r"[*_]{0,3}(\w[\w ]{2,20})(?::[*_]{0,3}|[*_]{1,3}:)")
_LABELS = ("title", "speaker", "author", "affiliation", "room")
_WAYS = (_nothing, _defined, _underline, _heading, _row, _item, _continued, _labelled, _columns)
"""The ways to classify a line, in this order; other lines are text."""


def _define(out: list[Block], text: str, line: int, *, nested: bool) -> None:
    """`: definition` under a term: both form an item, further definitions are its lines.

    A term that is a day is a heading, and a definition that begins with a time is an item.
    """
    while out and out[-1].kind is BlockKind.BLANK and len(out) > 1 and out[-2].kind in (BlockKind.TEXT, BlockKind.ITEM):
        out.pop()
    term = out[-1] if out else Block(BlockKind.BLANK, line)
    timed = leading_time(inline.plain(text)) is not None
    day = (
        term.kind is BlockKind.TEXT
        and len(term.text) <= LONGEST_NAME
        and bool(find_dates(term.text) or find_weekday(term.text))
    )
    if day:
        out[-1] = Block(BlockKind.HEADING, term.line, term.text, 5)
    elif term.kind is BlockKind.TEXT and len(term.text) <= LONGEST_TITLE and not timed:
        out[-1] = Block(BlockKind.ITEM, term.line, f"{term.text.rstrip(': ')}: {text}")
        return
    elif term.kind is BlockKind.ITEM and (nested or not timed):
        out[-1] = term.moved(f"{term.text}\n{text}")
        return
    elif term.kind is BlockKind.ITEM and len(out) > 1 and out[-2].kind is BlockKind.HEADING:
        out[-1] = Block(BlockKind.HEADING, term.line, term.text, 6)
    out.append(Block(BlockKind.ITEM, line, text))


def _is_open(text: str) -> bool:
    """Whether bold print or a bracket is unclosed at the end of a line."""
    return text.count("**") % 2 == 1 or text.count("(") > text.count(")") or text.count("[") > text.count("]")


def _goes_on(before: str, stripped: str) -> bool:
    return before.endswith(("\\", "  ", ",")) or stripped[:1].islower()


def _cells(row: str) -> tuple[str, ...]:
    body = row.strip().removeprefix("|")
    body = body[:-1] if body.endswith("|") and not body.endswith("\\|") else body
    return tuple(cell.replace("\\|", "|").strip() for cell in _CELL_SPLIT.split(body))


def _mark_header(out: list[Block]) -> None:
    if not out:
        return
    last = out[-1]
    if last.kind is BlockKind.ROW:
        out[-1] = replace(last, header=True)
    elif last.kind is BlockKind.TEXT and "|" in last.text:
        out[-1] = Block(BlockKind.ROW, last.line, last.text, cells=_cells(last.text), header=True)
