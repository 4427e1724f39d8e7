"""Find lines in notes that recommend reading something linked."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator

from confnotes.markup import headings, tasks
from confnotes.markup.code import code_lines
from confnotes.markup.footnotes import Footnotes
from confnotes.markup.nested_lines import words_of
from confnotes.markup.note_blocks import line_and_anchor
from confnotes.model.summary import SummaryItem

MOST_TO_READ_IN_TEXT = 40
_SAID_TO_READ = re.compile(
    r"""\b(?:to[- ]read|must[- ]read|should[ ](?:re-?)?read|want[ ]to[ ]read|need[ ]to[ ]read
          |worth[ ](?:reading|a[ ]read)|read[ ](?:this|it|that|next)?[ ]?:|zu[ ]lesen|à[ ]lire|por[ ]leer|da[ ]leggere)
        |\#to-?read\b""",
    re.VERBOSE | re.IGNORECASE,
)
_READING_LIST = re.compile(
    r"\W*(?:to read|reading list|papers to read|read next|further reading|zu lesen|à lire|por leer)\W*", re.IGNORECASE
)
_MAY_READ = (
    *("to read", "to-read", "toread", "must read", "must-read", "should re", "worth reading", "worth a read"),
    *("read this", "read it", "read that", "read next", "read:", "read :", "reading list", "further reading"),
    *("zu lesen", "à lire", "por leer", "da leggere"),
)
"""Folded words, one of which is in every text that `_SAID_TO_READ` or `_READING_LIST` matches."""


def lines_to_read(
    item: SummaryItem, number_of: Callable[[str], int | None], known: Container[int]
) -> Iterator[tuple[str, int]]:
    """Lines, except tasks, that recommend reading something linked, and lines of reading lists.

    Each with its reference number; numbers in `known` are skipped.
    """
    count = 0
    for text in (text for note in item.notes for text in (note.text, note.view)):
        folded = text.lower()
        if not any(words in folded for words in _MAY_READ):
            continue
        lines = text.split("\n")
        code: list[bool] = []
        listed = False
        for row, line in enumerate(lines):
            heading = headings.find(line)
            if heading is not None or line.rstrip().rstrip("*_").endswith(":"):
                listed = bool(_READING_LIST.fullmatch(heading[1] if heading else line))
                continue
            if not (listed or _SAID_TO_READ.search(line)) or tasks.find(line):
                continue
            code = code or code_lines(lines)
            words = Footnotes(text).inlined(words_of(line_and_anchor(line)[0]))
            number = None if code[row] else number_of(words)
            if words and number is not None and number not in known and count < MOST_TO_READ_IN_TEXT:
                count += 1
                yield words, number
