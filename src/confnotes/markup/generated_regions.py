"""Generated parts of a page, which confnotes rewrites, between two comments that Markdown viewers hide:

    ## Talks
    <!-- confnotes: talks -->
    - 10:05 [[2019-12-10 1005 Updates]]
    <!-- end of talks 4k1vq -->

The second comment has a checksum of each generated line, five characters each. Lines without a checksum were written or
edited by the user, and stay in their place when the part is rewritten. A part without its second comment belongs to the
user.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from confnotes.markup import headings
from confnotes.markup.code import fenced_lines
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.note import Outline

_BEGIN = re.compile(r"<!-- confnotes: ([a-z]+) -->[ \t\r]*")
_END = re.compile(r"<!-- end of ([a-z]+)(?: ((?:[0-9a-v]{5})+))? -->[ \t\r]*")
_DIGITS = "0123456789abcdefghijklmnopqrstuv"
_SIZE = 5  # digits of a checksum, 5 bits each: 25 bits distinguish the lines of a section


@fast_dataclass(frozen=True, slots=True)
class _Part:
    """The rows, from 0, of the two comments, and the checksums of the generated lines between them."""

    name: str
    begin: int
    end: int
    sums: frozenset[str]


def is_mark(line: str) -> bool:
    """Whether a line is one of the two comments around a generated part."""
    return line.startswith("<!--") and (_BEGIN.fullmatch(line) or _END.fullmatch(line)) is not None


def with_parts(text: str, parts: Mapping[str, tuple[str, Sequence[str]]]) -> str:
    """The page with each part rewritten; `parts` gives its heading and its lines by its name.

    Blank lines are left out. A missing part is added at the end, unless it would be empty.
    """
    lines = text.split("\n")
    line_end = "\r" if lines[0].endswith("\r") and len(lines) > 1 else ""
    for name, (heading, fresh) in parts.items():
        fresh = [" ".join(line.split("\n")).rstrip() for line in fresh if line.strip()]
        part = next((one for one in _parts(lines) if one.name == name), None)
        if part is not None:
            lines[part.begin + 1 : part.end + 1] = _between(lines[part.begin + 1 : part.end], part, fresh, line_end)
        elif fresh and not any((match := _BEGIN.fullmatch(line)) and match[1] == name for line in lines):
            while lines and not lines[-1].strip():
                lines.pop()
            made = _between([], _Part(name, 0, 0, frozenset()), fresh, line_end)
            lines += [line_end, f"## {heading}{line_end}", f"<!-- confnotes: {name} -->{line_end}", *made, ""]
    return "\n".join(lines)


def without_parts(text: str) -> str:
    """The user's text: the page without generated lines, and without headings of nothing else."""
    lines = text.split("\n")
    left_out = made_rows(lines)
    return "\n".join(line for row, line in enumerate(lines) if row not in left_out) if left_out else text


def made_rows(lines: list[str]) -> set[int]:
    """The rows, from 0, of generated lines, and of headings of nothing else."""
    made: set[int] = set()
    for part in _parts(lines):
        own = [row for row in range(part.begin + 1, part.end) if _is_users(lines[row], part)]
        made |= set(range(part.begin, part.end + 1)) - set(own)
        if not own and part.begin and headings.find(lines[part.begin - 1]):
            made.add(part.begin - 1)
    return made


def _parts(lines: list[str]) -> Iterator[_Part]:
    fenced = fenced_lines(lines) if any(line.startswith(("```", "~~~")) for line in lines) else [False] * len(lines)
    begin: tuple[str, int] | None = None
    for row, line in enumerate(lines):
        if fenced[row] or not line.startswith("<!--"):
            continue
        if begins := _BEGIN.fullmatch(line):
            begin = begins[1], row
        elif begin and (ends := _END.fullmatch(line)) and ends[1] == begin[0]:
            sums = ends[2] or ""
            each = frozenset(sums[at : at + _SIZE] for at in range(0, len(sums), _SIZE))
            yield _Part(begin[0], begin[1], row, each)
            begin = None


def _sum(line: str) -> str:
    number = zlib.crc32(line.rstrip().encode("utf-8", "surrogatepass"))
    return "".join(_DIGITS[number >> 5 * place & 31] for place in range(_SIZE))


def _is_users(line: str, part: _Part) -> bool:
    return bool(line.strip()) and _sum(line) not in part.sums


def _place(line: str, seen: Counter[str]) -> tuple[str, int]:
    """The identity of a line: its checksum, and how often it occurred before."""
    checksum = _sum(line)
    seen[checksum] += 1
    return checksum, seen[checksum]


def _between(old: Sequence[str], part: _Part, fresh: Sequence[str], line_end: str) -> list[str]:
    """The fresh lines, with the user's lines after those they followed, and the closing comment.

    A user's line with the text of a fresh one is that line.
    """
    known = replace(part, sums=part.sums | {_sum(line) for line in fresh})
    kept: dict[tuple[str, int], list[str]] = {}
    place, seen = ("", 0), Counter[str]()
    for line in old:
        if _is_users(line, known):
            kept.setdefault(place, []).append(line)
        elif line.strip():
            place = _place(line, seen)
    made = kept.pop(("", 0), [])
    seen.clear()
    for line in fresh:
        made += [line + line_end, *kept.pop(_place(line, seen), [])]
    made += [line for lines in kept.values() for line in lines]
    sums = "".join(dict.fromkeys(map(_sum, fresh)))
    return [*made, f"<!-- {' '.join(filter(None, ['end of', part.name, sums]))} -->{line_end}"]


PAGE_TYPE: Final = "day"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def is_day_page(note: Outline) -> bool:
    """Whether the note is the page of a day."""
    return note.fields.get("type") == PAGE_TYPE


def title_of_day(day: date) -> str:
    """The initial title of the page of a day: `Tuesday, 10 December 2019`."""
    return f"{_WEEKDAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"
