"""Reads front matter, the YAML between `---` lines at the top of a note, and writes a fresh block of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from confnotes.errors import ConfnotesError
from confnotes.markup import frontmatter_quick
from confnotes.markup.withheld import is_key
from confnotes.model.note import Broken

MAX_BYTES = 1024 * 1024

_OPENING = re.compile("\ufeff?---[ \t]*(\r?\n)")
_CLOSING = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_MEANT = re.compile(r"[\s\ufeff\u00ad\u200b-\u200f\u2060]*(?:-{3,}|\+{3,}|;{3,}|\{)")
"""Where something may be meant as front matter, and is none: behind blank lines or signs that nobody sees, between
other fences, with line ends of old Macs, or without an end."""
_MOST_MEANT = 50
_MEANT_FIELD = re.compile(r"(?:^|[{,])\s*[\"']?([^\W\d_][\w -]{0,30})[\"']?\s*[:=]")
_END_OF_MEANT = re.compile(r"(?:-{3,}|\+{3,}|;{3,}|\})\s*\Z")
_UNFINISHED_MERGE = re.compile(r"\s*<{7} ")
_LOOKS_LIKE_FIELDS = re.compile(r"[^\s:#\-`>|][^:\n]{0,60}:(?:[ \t\r\n]|\Z)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A note's text in two parts: `head + body` is the text.

    `head` is the front matter with both fences ("" when there is none or when it is broken), `body_line` the line, from
    1, at which `body` begins. `broken` says why the front matter cannot be read.
    """

    head: str
    body: str
    body_line: int = 1
    fields: dict[str, object] = field(default_factory=dict)
    broken: Broken | None = None


def bounds(text: str) -> tuple[int, int, int] | None:
    """Where the YAML begins, where it ends, and where the body begins; None when there is no front matter."""
    opening = _OPENING.match(text)
    if not opening:
        return None
    closing = _CLOSING.search(text, opening.end())
    return (opening.end(), closing.start(), closing.end()) if closing else None


def split(text: str) -> FrontMatter:
    """The front matter and the body of a note; raises nothing."""
    if "\0" in text:
        return FrontMatter("", text, broken=Broken(1, "the file has zero bytes, as UTF-16 has; save it as UTF-8"))
    where = bounds(text)
    if where is None:
        opening = _OPENING.match(text)
        if opening and _LOOKS_LIKE_FIELDS.match(text, opening.end()):
            return FrontMatter(
                "", text, broken=Broken(1, "the front matter begins with --- and has no --- that ends it")
            )
        return FrontMatter("", text, broken=_meant_to_withhold(text))
    start, end, body = where
    yaml = text[start:end]
    fields = frontmatter_quick.read(yaml)
    if fields is None:
        from confnotes.markup.yaml12 import YamlError, load

        try:
            value = load(yaml, max_bytes=MAX_BYTES)
        except YamlError as error:
            return FrontMatter("", text, broken=Broken(error.line + 1, error.reason))
        except ConfnotesError as error:
            return FrontMatter("", text, broken=Broken(1, error.message))
        if value is None:
            fields = {}
        elif isinstance(value, dict):
            fields = value
        else:
            return FrontMatter("", text, broken=Broken(2, "the front matter is no list of “key: value” lines"))
    return FrontMatter(text[:body], text[body:], text.count("\n", 0, body) + 1, fields)


def _meant_to_withhold(text: str) -> Broken | None:
    """Why a text that is no front matter, and would keep the note from others if it were, is none."""
    if _UNFINISHED_MERGE.match(text.removeprefix("\ufeff")):
        return Broken(1, "git left a merge unfinished here, and the front matter lies in it")
    meant = _MEANT.match(text)
    if meant is None:
        return None
    lines = text[meant.end() - (text[meant.end() - 1] == "{") :].splitlines()[:_MOST_MEANT]
    fields = takewhile(lambda line: not _END_OF_MEANT.match(line), lines[not lines[:1] or lines[0].strip() == "" :])
    if not any(is_key(field[1]) for line in fields for field in _MEANT_FIELD.finditer(line)):
        return None
    return Broken(1, "front matter stands between two lines of ---, the first of them the first line of the note")


def render(fields: Mapping[str, object]) -> str:
    """A fresh block of front matter with its fences; wikilinks are quoted, lists stand one item a line."""
    from confnotes.markup.yamlwrite import field as field_lines

    lines = [line for key, value in fields.items() for line in field_lines(key, value)]
    return "\n".join(["---", *lines, "---", ""])


def text_from(text: str, line: int) -> str:
    """The text of a note from that line on: below its front matter, where one knows already at which line that is."""
    return text.split("\n", line - 1)[-1].removeprefix("\ufeff")
