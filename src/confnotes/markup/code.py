"""Which parts of a text are code, where no other syntax counts: fenced, indented and inline code."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?P<mark>`{3,}(?=[^`]*\Z)|~{3,})")
_CLOSE = re.compile(r"[ \t>]*(?P<mark>`{3,}|~{3,})[ \t\r]*\Z")
_LIST = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|\Z)")
_RUN = re.compile(r"`+")


def fenced_lines(lines: Sequence[str]) -> list[bool]:
    """For each line whether it is inside fenced code, the fences included; an open fence runs to the end."""
    result: list[bool] = []
    fence = ""
    for line in lines:
        if fence:
            result.append(True)
            close = _CLOSE.match(line) if fence[0] in line else None
            if close and close["mark"][0] == fence[0] and len(close["mark"]) >= len(fence):
                fence = ""
            continue
        opening = _FENCE.match(line) if "```" in line or "~~~" in line else None
        fence = opening["mark"] if opening else ""
        result.append(bool(opening))
    return result


def code_lines(lines: Sequence[str]) -> list[bool]:
    """For each line whether it is fenced or indented code.

    Indented code needs a blank line before it and no list above it: four blanks in a list are a nested item.
    """
    result = fenced_lines(lines)
    if not any(line.startswith(("    ", "\t")) for line in lines):
        return result
    in_list = False
    after_blank = True
    for number, line in enumerate(lines):
        if result[number]:
            after_blank = True
            continue
        if not line.strip():
            after_blank = True
            continue
        indented = line.startswith(("    ", "\t"))
        if _LIST.match(line) and not (indented and after_blank and not in_list):
            in_list = True
            after_blank = False
        elif indented:
            result[number] = after_blank and not in_list
            after_blank = result[number]
        else:
            in_list = in_list and (line[0] in " \t" or not after_blank)
            after_blank = line.startswith("#")
    return result


def inline_code(line: str) -> list[tuple[int, int]]:
    """Where inline code stands in one line, backticks included, as (start, end)."""
    if "`" not in line:
        return []
    runs = [(match.start(), match.end()) for match in _RUN.finditer(line)]
    later: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[index][1] - runs[index][0], []).append(index)
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(runs):
        start, end = runs[index]
        if start and line[start - 1] == "\\" and (start < 2 or line[start - 2] != "\\"):
            index += 1
            continue
        same = later[end - start]
        while same and same[-1] <= index:
            same.pop()
        if same:
            index = same.pop()
            found.append((start, runs[index][1]))
        index += 1
    return found


def without_code(line: str) -> str:
    """The line with its inline code blanked out, every other character in its place."""
    for start, end in inline_code(line):
        line = f"{line[:start]}{' ' * (end - start)}{line[end:]}"
    return line
