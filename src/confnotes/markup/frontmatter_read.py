"""Reads front matter, the YAML between `---` lines at the top of a note, and writes a fresh block of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from confnotes.errors import ConfnotesError
from confnotes.markup import frontmatter_quick

MAX_BYTES = 1024 * 1024

_OPENING = re.compile("\ufeff?---[ \t]*(\r?\n)")
_CLOSING = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_LOOKS_LIKE_FIELDS = re.compile(r"[^\s:#\-`>|][^:\n]{0,60}:(?:[ \t\r\n]|\Z)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A note's text in two parts: `head + body` is the text.

    `head` is the front matter with both fences ("" when there is none or when it is broken), `body_line` the line, from
    1, at which `body` begins. `broken` says why the front matter cannot be read, with the line in the file.
    """

    head: str
    body: str
    body_line: int = 1
    fields: dict[str, object] = field(default_factory=dict)
    broken: str | None = None


def bounds(text: str) -> tuple[int, int, int] | None:
    """Where the YAML begins, where it ends, and where the body begins; None when there is no front matter."""
    opening = _OPENING.match(text)
    if not opening:
        return None
    closing = _CLOSING.search(text, opening.end())
    return (opening.end(), closing.start(), closing.end()) if closing else None


def split(text: str) -> FrontMatter:
    """The front matter and the body of a note; raises nothing."""
    where = bounds(text)
    if where is None:
        opening = _OPENING.match(text)
        if opening and _LOOKS_LIKE_FIELDS.match(text, opening.end()):
            return FrontMatter("", text, broken="line 1: the front matter begins with --- and has no --- that ends it")
        return FrontMatter("", text)
    start, end, body = where
    yaml = text[start:end]
    fields = frontmatter_quick.read(yaml)
    if fields is None:
        from confnotes.markup.yaml12 import YamlError, load

        try:
            value = load(yaml, max_bytes=MAX_BYTES)
        except YamlError as error:
            return FrontMatter("", text, broken=f"line {error.line + 1}: {error.reason}")
        except ConfnotesError as error:
            return FrontMatter("", text, broken=f"line 1: {error.message}")
        if value is None:
            fields = {}
        elif isinstance(value, dict):
            fields = value
        else:
            return FrontMatter("", text, broken="line 2: the front matter is no list of “key: value” lines")
    return FrontMatter(text[:body], text[body:], text.count("\n", 0, body) + 1, fields)


def render(fields: Mapping[str, object]) -> str:
    """A fresh block of front matter with its fences; wikilinks are quoted, lists stand one item a line."""
    from confnotes.markup.yamlwrite import field as field_lines

    lines = [line for key, value in fields.items() for line in field_lines(key, value)]
    return "\n".join(["---", *lines, "---", ""])
