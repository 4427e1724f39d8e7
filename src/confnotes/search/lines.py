"""Every line of a text that has what is sought: what an editor steps through, where a screen shows the best one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from confnotes.markup.stamps import without_stamp
from confnotes.model.hit import Sought
from confnotes.model.query import Query
from confnotes.search.analyse import composed
from confnotes.search.compile import Marks, compile_query
from confnotes.search.index import Snapshot
from confnotes.search.snippets import LABEL_FORMS, found_places, seen_lines


class FoundLine(NamedTuple):
    """A line of a text counted from 1, the column in bytes of UTF-8 from 1 where the first thing sought stands, and
    its text."""

    line: int
    column: int
    text: str


def sought_by(index: Snapshot, query: Query) -> Sought:
    """What is to be seen where that query finds something: the words of a phrase only where they stand together."""
    compiled = compile_query(query, index, Marks)
    runs = {word for phrase in compiled.phrases if len(phrase) > 1 for word in phrase}
    sought = compiled.sought()
    return replace(sought, words=sought.words - (runs - set(compiled.order)))


def lines_with(text: str, sought: Sought) -> Iterator[FoundLine]:
    """The lines that have any of what is sought."""
    forms = [LABEL_FORMS[label] for label in sought.labels if label in LABEL_FORMS]
    lines = text.split("\n")
    seen = seen_lines(text, sought, None)
    for number, raw in enumerate(lines):
        if number not in seen and not forms:
            continue
        line = without_stamp(raw.rstrip("\r"))
        places = found_places(composed(line), sought) if number in seen else ()
        if places:
            yield FoundLine(number + 1, _column(line, places[0][0]), line)
        elif any(form.match(line) for form in forms):
            yield FoundLine(number + 1, 1, line)


def _column(line: str, start: int) -> int:
    """The column of a character of the composed line, in the line as its file has it."""
    if composed(line) != line:
        start = next((at for at in range(start, len(line)) if len(composed(line[:at])) >= start), start)
    return len(line[:start].encode("utf-8", "replace")) + 1
