"""Saved searches: `.confnotes/queries.yaml`, one line each, which users may edit.

    Energy, with a video: energy has:video
    To read: is:todo tag:reading

Everything after the name is the search, whatever characters it contains. Other lines keep their bytes, comments
included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from confnotes.errors import ConfnotesError
from confnotes.markup.merge_marks import lines_of_all
from confnotes.markup.safe import safe_text
from confnotes.markup.yamlwrite import scalar_text
from confnotes.model.damage import Damage, Fault, Salvaged

PATH = ".confnotes/queries.yaml"
LONGEST_NAME = 80  # characters
_HEAD = "# Saved searches, one per line: its name and its query.\n"
_COMMENT = re.compile(r"\s#\s.*")
_QUOTED = r""""[^"\\]*(?:\\.[^"\\]*)*"|'[^']*(?:''[^']*)*'"""
_PLAIN = r"""[^\s#'"][^:]*(?::(?!\s)[^:]*)*"""
_LINE = re.compile(rf"(?P<name>{_QUOTED}|{_PLAIN}):\s+(?P<query>\S.*)")


def parse(text: str) -> Salvaged[dict[str, str]]:
    """Searches by name, in the order of the file; of two with one name the last, in a git merge the first."""
    lines, damage = lines_of_all(text)
    found: dict[str, str] = {}
    odd = list(damage)
    for number, line in lines:
        named = _named(line)
        if named is None:
            if line.strip() and not line.lstrip().startswith("#"):
                odd.append(Damage(Fault.SYNTAX, number, number, "not a line of the form “name: search”"))
        elif named[0] not in found or not damage:
            found[named[0]] = named[1]
    return Salvaged(found, tuple(odd))


def with_query(text: str, name: str, query: str | None, *, instead_of: str | None = None) -> str:
    """The file with that search under that name, replacing `instead_of` if given; a query of None removes it."""
    lines = (text or _HEAD).splitlines(keepends=True)
    at = {known: number for number, known, _ in _lines(text)}
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    fresh = f"{scalar_text(name)}: {scalar_text(query)}{end}" if query is not None else ""
    number = at.get(name if instead_of is None else instead_of)
    if number is not None:
        lines[number] = fresh
    elif fresh:
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += end
        lines.append(fresh)
    return "".join(lines) or _HEAD


def _lines(text: str) -> Iterator[tuple[int, str, str]]:
    """The line number, from 0, the name and the search of each line with a search."""
    for number, line in enumerate(text.splitlines()):
        named = _named(line)
        if named is not None:
            yield number, *named


def _named(line: str) -> tuple[str, str] | None:
    """The name and the search of a line."""
    match = _LINE.fullmatch(line.rstrip())
    if match is None:
        return None
    name, query = _cleaned(_value(match["name"])), _cleaned(_value(match["query"]))
    return (name, query) if name and query else None


def _value(written: str) -> str:
    """The value without YAML quotes and without a comment after it."""
    if written[0] in "\"'":
        from confnotes.markup.yaml12 import load

        try:
            value = load(f"value: {written}")
        except ConfnotesError:
            return written
        said = value.get("value") if isinstance(value, Mapping) else None
        return said if isinstance(said, str) else written
    return _COMMENT.sub("", written)


def _cleaned(text: str) -> str:
    return " ".join(safe_text(text, lines=False).split())
