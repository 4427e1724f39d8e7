"""Lines that an author or an editor wrapped: where a sentence continues in the next line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from confnotes.markup.nested_lines import lead, words_of
from confnotes.markup.stamps import without_stamp
from confnotes.markup.tasks import CANCELLED, TASK, is_done
from confnotes.model.note import Task

_NARROWEST, _WIDEST = 40, 100
"""Characters of the longest line of a note that was wrapped at a margin: longer lines were not."""

_FULL: Final = 56
"""Characters from which any line may have been wrapped: people wrap at 60 to 120 columns, in front of long words."""

_SHORTEST: Final = 24
"""Characters of a line of a list item that was wrapped after a part of its sentence."""

_GOES_ON = re.compile(r"[(“\"'‘*_]*(?:[a-zß-öø-ÿ]|\((?=\S))(?![^\s:：]{0,30}[:：](?:\s|$))")
"""A line that may continue a sentence: lower case, no label of its own."""

_ENDS: Final = (*".!?:;…\\", "  ")


def margin_of(lines: Sequence[str]) -> int:
    """The column at which the lines of a note were wrapped by hand; 0 if they were not."""
    longest = max(map(len, lines), default=0)
    return longest if _NARROWEST <= longest <= _WIDEST else 0


def runs_on(before: str, line: str, margin: int = 0) -> bool:
    """Whether a line of prose continues in the line below, which is neither heading nor code.

    A line of its own begins with a capital, or comes after a short line or a full stop. With a `margin`, a line is
    full if the next word had no room in it; then the sentence may continue with a capital, too. The text of a list
    item, which is indented like its words, continues after a short line, too.
    """
    own, above = lead(line), lead(before)
    words = line[own.start :].split(maxsplit=1)
    if not words or own.marker or own.quote.count(">") != above.quote.count(">") or before.endswith(_ENDS):
        return False
    is_full = 0 < margin < len(before) + 1 + len(words[0])
    hangs = own.indent > above.indent if above.marker else own.indent == above.indent > 0
    hangs = hangs and len(before) >= _SHORTEST
    if _GOES_ON.match(line, own.start):
        return hangs or len(before) >= _FULL or (is_full and len(before) >= _NARROWEST)
    return (is_full or hangs) and len(before) >= _FULL and words[0][0].isalnum()


def run_end(lines: Sequence[str], shut: Sequence[bool], row: int, margin: int = 0) -> int:
    """The row after a line and those that continue it; `shut` are code and formulas."""
    end = row + 1
    while end < len(lines) and not shut[end] and runs_on(lines[end - 1], lines[end], margin):
        end += 1
    return end


def whole_tasks(lines: Sequence[str], visible: Iterable[str], first: int = 1) -> Iterator[Task]:
    """The tasks of a text, each with the lines that continue it; a timestamp ends a line.

    `visible` are the lines with code blanked, `first` is the number of the first one.
    """
    for row, line in enumerate(visible):
        match = TASK.match(line) if "[" in line else None
        if match and (text := _whole_text(lines, row, match.end())):
            yield Task(text, is_done(match), first + row, match[1] == CANCELLED)


def _whole_text(lines: Sequence[str], row: int, start: int) -> str:
    found = [without_stamp(lines[row][start:]).strip()]
    while row + 1 < len(lines) and without_stamp(lines[row]) == lines[row] and runs_on(lines[row], lines[row + 1]):
        row += 1
        found.append(words_of(without_stamp(lines[row])))
    return " ".join(found)
