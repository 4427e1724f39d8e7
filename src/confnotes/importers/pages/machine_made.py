"""Data that programs write for programs (JSON, XML, calendars, YAML, BibTeX, code): no page written to be read."""

from __future__ import annotations

import re

from confnotes.importers.pages.front import is_bare_event

_OPENINGS = re.compile(
    r"""\s*(?:
        \{\s*(?:"|\}) | \[\s*(?:\{|"|\d|\]\s*$) | BEGIN:V | @\w+\s*\{ | %!PS | \{\\rtf | \#!/ | <\?php | \\documentclass
        | (?:import|from|package|using|\#include)\s+[<\w."]+ (?:\s+import\b[^\n]* | ;)? \s*$
    )""",
    re.VERBOSE | re.MULTILINE,
)
_HTML = (
    r"html|body|head|div|p|h\d|table|ul|ol|section|center|main|a|img|span|figure|article|link|style|script|br|hr|b|i"
)
_XML = re.compile(rf"\s*<(?:\?xml|(?!!|(?:{_HTML})[\s>/])[a-z][\w:-]*[\s>])", re.IGNORECASE)
_KEY = re.compile(r"^\s*(?:- +)?[a-z_][a-z0-9_.-]{0,40}:(?:\s|$)")


def is_machine_made(text: str) -> bool:
    """Whether a source is such data, judged by how it begins and by its lines."""
    head = text[:4000]
    if _OPENINGS.match(head):
        return True
    if _XML.match(head) and "<html" not in head.lower():
        return not re.match(r"\s*<[A-Z]\w* [^>]*name=", head)
    if head.lstrip().startswith(("---", "+++")):
        return False
    if _is_table(text):
        return True
    lines = [line for line in text.split("\n")[:600] if line.strip() and not line.lstrip().startswith("#")]
    keys = sum(_KEY.match(line) is not None for line in lines)
    if is_bare_event(text):
        return False
    return len(lines) >= 4 and keys * 10 >= len(lines) * 6 and "\n---" not in head


def _is_table(text: str) -> bool:
    """Whether every line has the same three or more cells, divided by commas, semicolons or tabs, and no markup."""
    rows = [line for line in text[:20_000].split("\n")[:50] if line.strip()]
    if len(rows) < 3 or any(row.lstrip()[:1] in "#-*|>" for row in rows):
        return False
    return any(rows[0].count(mark) >= 2 and len({row.count(mark) for row in rows[:-1]}) == 1 for mark in ",;\t")
