"""Questions: a line, or a list item, that begins with `?`."""

from __future__ import annotations

import re

from confnotes.markup.stamps import STAMP, without_stamp

QUESTION = re.compile(
    r"""^[ \t>]{0,200}
        (?: (?:[-*+]|\d{1,9}[.)])[ \t]+ (?:\[[ xX/-]\][ \t]+)? )?
        (\?)(?![?!.,;:)\]}])[ \t]*(?=\S)""",
    re.MULTILINE | re.VERBOSE,
)


def find(line: str) -> tuple[int, int, str] | None:
    """The question of a line as (where `?` stands, where its text begins, its text without stamp)."""
    match = QUESTION.match(line)
    if not match:
        return None
    text = without_stamp(line[match.end() :]).strip()
    if not text or STAMP.fullmatch(text):
        return None
    return match.start(1), match.end(), text
