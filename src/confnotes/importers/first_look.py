"""Which of our importers a single file looks like it is for, by its first bytes: loading all of them takes longer than
reading most files.

No answer is final: an importer that is asked first has to be certain, else all are asked.
"""

from __future__ import annotations

import re

from confnotes.importers.source import Source

_MARKS = {
    "bibtex": re.compile(rb"^\s*@\w+\s*\{", re.MULTILINE),
    "confnotes": re.compile(rb"\A(?:# The program of |\{\s*\"schema\"\s*:)"),
    "frab-xml": re.compile(rb"<(?:schedule|iCalendar)\b", re.IGNORECASE),
    "icalendar": re.compile(rb"\A\s*BEGIN:VCALENDAR", re.IGNORECASE),
    "recordings": re.compile(rb"\A\s*[\[{].*\"(?:recorded|videos)\"\s*:", re.DOTALL),
    "schedule-json": re.compile(rb"\A\s*[\[{].*\"schedule\"\s*:", re.DOTALL),
    "sessionize": re.compile(rb"\A\s*[\[{].*\"(?:isServiceSession|questionAnswers|roomId)\"\s*:", re.DOTALL),
}
"""What stands in the first bytes of a file, by the name of the importer's entry point."""


def likely(source: Source) -> set[str]:
    """The names of the importers to ask first; none for a folder."""
    head = source.head.lstrip(b"\xef\xbb\xbf")
    return {name for name, mark in _MARKS.items() if mark.search(head)}
