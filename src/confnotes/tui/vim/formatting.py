"""Filling paragraphs, list items and quotes to the width of a line for `gq`, as vim does in Markdown files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from confnotes.tui.vim.text import Location, cell_of, column_at_cell, last_column

WIDEST: Final = 79  # cells of a line, as in vim without `textwidth`

_LEAD: Final = re.compile(r"(?P<quote>[ \t]*(?:>[ \t]*)*)(?P<item>(?:[-*+]|\d+[.):])[ \t]+)?")
_KEPT: Final = re.compile(r"#{1,6}[ \t]|\|")


def characters_before(lines: Sequence[str], row: int, column: int) -> int:
    """How many characters that are not blank come before a place."""
    text = "".join(lines[:row]) + (lines[row][:column] if 0 <= row < len(lines) else "")
    return len("".join(text.split()))


def place_of_character(lines: Sequence[str], number: int, top: int) -> Location:
    """Where the character is that has a number of others before it, none of them blank."""
    for row, line in enumerate(lines):
        for column, character in enumerate(line):
            if not character.isspace():
                if number == 0:
                    return top + row, column
                number -= 1
    return top + len(lines) - 1, last_column(lines[-1])


@dataclass(frozen=True, slots=True)
class _FilledParagraph:
    """Lines that are filled as one: its quote marks, the lead of its first line and of the others, and the text."""

    quote: str
    lead: str
    others: str
    text: str

    def lines(self, width: int) -> list[str]:
        lead, text = self.lead, self.text.rstrip(" \t")
        lines: list[str] = []
        while cell_of(lead + text, len(lead + text)) > width:
            at = _break(text, width - cell_of(lead, len(lead)))
            if at is None:
                break
            lines.append(lead + text[:at].rstrip(" \t"))
            lead, text = self.others, text[at:].lstrip(" \t")
        return [*lines, lead + text]


def fill(lines: Sequence[str], width: int) -> list[str]:
    """Lines with their paragraphs filled to a width in cells; blank lines, headings, tables and code stay."""
    fresh: list[str] = []
    begun: _FilledParagraph | None = None
    in_code = False
    for line in lines:
        match = _LEAD.match(line)
        assert match is not None
        quote, item, text = match["quote"], match["item"] or "", line[match.end() :]
        is_fence = text.startswith(("```", "~~~"))
        if in_code or is_fence or _KEPT.match(text) or not text.strip(" \t"):
            fresh += [*(begun.lines(width) if begun else ()), line]
            begun, in_code = None, in_code != is_fence
        elif begun is None or item or quote.split() != begun.quote.split():
            fresh += begun.lines(width) if begun else ()
            begun = _FilledParagraph(quote, quote + item, quote + " " * len(item), text)
        else:
            space = "" if begun.text[-1] in " \t" or text.startswith(")") else " "
            begun = replace(begun, text=begun.text + space + text)
    return [*fresh, *(begun.lines(width) if begun else ())]


def _break(text: str, width: int) -> int | None:
    """The column of the blanks at which a text that is too long is cut; None without blanks."""
    most = column_at_cell(text, max(width, 1))
    blanks = [match.start() for match in re.finditer(r"[ \t]+", text)]
    fitting = [at for at in blanks if 0 < at <= most]
    return fitting[-1] if fitting else next((at for at in blanks if at > most), None)
