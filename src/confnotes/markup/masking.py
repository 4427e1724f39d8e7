"""Blanks out code in a whole text, so that one regular expression a syntax can read the rest."""

from __future__ import annotations

import re

from confnotes.markup.code import code_lines, without_code

_MAYBE_INDENTED = re.compile(r"(?:\A|\n[ \t\r]*\n)(?: {4}|\t)")


def mask_code(text: str) -> str:
    """The text with fenced, indented and inline code as blanks; lines and offsets stay as they are."""
    fences = "```" in text or "~~~" in text
    if fences or (("    " in text or "\t" in text) and _MAYBE_INDENTED.search(text)):
        lines = text.split("\n")
        inside = code_lines(lines)
        if any(inside):
            text = "\n".join(" " * len(line) if is_code else line for line, is_code in zip(lines, inside, strict=True))
    if "`" in text:
        text = "\n".join(without_code(line) if "`" in line else line for line in text.split("\n"))
    return text
