"""Org-mode notes as Markdown, line for line, so that they are read like other notes; see the Org manual, chapter 2.

This affects only parsing: the notes of a talk are the lines of the file.
"""

from __future__ import annotations

import re

from confnotes.importers.facts.dates import find_dates

_STAMP = re.compile(r"[<\[](\d{4}-\d\d-\d\d)(?: \w+\.?)?(?: (\d\d?:\d\d(?:-\d\d?:\d\d)?))?[^>\]\n]*[>\]]")
_LINK = re.compile(r"\[\[([^\[\]]+)\](?:\[([^\[\]]+)\])?\]")
_HEADLINE = re.compile(
    r"^(\*+)\s+(?:(?:TODO|DONE|NEXT|WAITING|CANCELL?ED)\s+)?(?:\[#\w\]\s+)?(.*?)(?:\s+:[\w@:#%]+:)?\s*$"
)
_TASK = re.compile(r"^\*+\s+(?:TODO|NEXT|WAITING)\s+(.*)$")
_KEYWORD = re.compile(r"^\s*#\+(\w+):?\s*(.*)$")
_PROPERTY = re.compile(r"^\s*:([\w-]+):\s*(.*)$")
_PLANNED = re.compile(r"^\s*(?:SCHEDULED|DEADLINE|CLOSED):\s*")


def markdown_of_org(text: str) -> str:
    """The text with Markdown's headings, links and fences; drawers become labelled lines, stamps dates and times."""
    lines = text.split("\n")
    titled = any(re.match(r"(?i)#\+title:", line) for line in lines)
    tasks, headlines = (sum(map(bool, map(pattern.match, lines))) for pattern in (_TASK, _HEADLINE))
    # unless task states mark talks, a heading with one is a task
    kept = _STAMP.search(text) or re.search(r"^\*+\s+DONE\s", text, re.MULTILINE)
    aside = tasks * 2 < headlines and kept is None
    fenced = False
    out: list[str] = []
    for line in lines:
        line = _TASK.sub(r"- [ ] \1", line) if aside else line
        keyword = _KEYWORD.match(line)
        if keyword and keyword[1].lower().startswith(("begin_", "end_")):
            fenced = keyword[1].lower().startswith("begin_")
            out.append("```")
        else:
            out.append(line if fenced else _line(line, keyword, deeper=titled))
    return "\n".join(out)


def _line(line: str, keyword: re.Match[str] | None, *, deeper: bool) -> str:
    if keyword:
        name, text = keyword[1].lower(), keyword[2]
        has_days = name == "date" and any(each.end is not None for each in find_dates(text))
        return f"# {text}" if name == "title" else text if has_days else ""  # one day is when it was written
    headline = _HEADLINE.match(line)
    if headline:
        line = "#" * min(6, len(headline[1]) + deeper) + " " + headline[2]
    elif (said := _PROPERTY.match(line)) is not None:
        line = f"{said[1].capitalize()}: {said[2]}" if said[2] else ""
    line = _STAMP.sub(lambda match: " ".join(filter(None, match.groups())), _PLANNED.sub("", line))
    return _LINK.sub(lambda match: f"[{match[2] or match[1]}]({match[1]})", line)
