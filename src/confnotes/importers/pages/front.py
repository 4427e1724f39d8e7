"""Front matter of Jekyll, Hugo and similar: YAML between `---`, TOML between `+++`, JSON in braces, or a header that
only ends with a fence.

Invalid YAML is read line by line as `key: value`, with a warning, since that is what its author meant.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from confnotes.errors import ConfnotesError
from confnotes.markup import yaml12
from confnotes.model.program import SourceWarning

_KEY = re.compile(r"^([A-Za-z_][\w .-]{0,60}?)[ \t]*:(?:[ \t]+(.*))?$")
_TOML_KEY = re.compile(r"^([A-Za-z_][\w.-]{0,60})\s*=\s*(.*)$")
_JSON_KEY = re.compile(r'\s*\{?\s*"([^"]{1,60})"\s*:')
_OF_THE_POST = ("date", "modified", "author", "authors", "slug", "category", "tags", "status", "summary")
_HEADER_LINES = 400


@dataclass(frozen=True, slots=True)
class Front:
    """The fields, the line of each top-level key in the file, and the number of the body's first line."""

    fields: Mapping[str, object] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    warnings: tuple[SourceWarning, ...] = ()
    found: bool = False

    def line(self, key: str | None) -> int | None:
        """The line of a key in the file, for warnings."""
        return self.lines.get(key) if key else None


def read_front(text: str) -> Front:
    """Split off front matter; without any, the whole text is the body."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    fence = lines[first].rstrip()
    if fence in ("---", "+++"):
        return _fenced(text, lines, first + 1, fence)
    if fence.startswith("{"):
        return _json(text)
    if not _KEY.match(fence):
        return Front(body=text)
    end = next((at for at in range(first, min(len(lines), _HEADER_LINES)) if lines[at].rstrip() == "---"), None)
    if end is not None:
        headed = end > first + 1 and all(map(_belongs, lines[first:end]))
        return _front(lines, first, end, toml=False) if headed else Front(body=text)
    if is_bare_event(text):
        return _front(lines, first, len(lines), toml=False)
    blank = next((number for number in range(first, len(lines)) if not lines[number].strip()), len(lines))
    if not _is_head_of_post(lines[first:blank]):
        return Front(body=text)
    head = _front(lines, first, blank, toml=False)
    return replace(head, fields=_without_post(head.fields))


def _without_post(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields, in lower case, without those about when and by whom the page was written."""
    return {key.lower(): value for key, value in fields.items() if key.lower() not in _OF_THE_POST}


def _fenced(text: str, lines: list[str], start: int, fence: str) -> Front:
    """Front matter between fences; if the second fence of YAML is missing, the whole file may be front matter."""
    end = next((at for at in range(start, len(lines)) if lines[at].rstrip() in (fence, "...")), None)
    if end is None and fence == "---" and all(_belongs(line) and line[:1] != "\t" for line in lines[start:]):
        end = len(lines)
    return Front(body=text) if end is None else _front(lines, start, end, toml=fence == "+++")


def _is_head_of_post(head: list[str]) -> bool:
    """Whether lines are the fields at the top of a Pelican post, without a fence."""
    keys = {match.group(1).lower() if (match := _KEY.match(line)) else "" for line in head}
    return "" not in keys and "title" in keys and not keys.isdisjoint(("slug", "category", "tags", "status"))


def is_bare_event(text: str) -> bool:
    """Whether a text consists of an event's fields without fences: a title, a speaker, a day."""
    lines = [line for line in text[:20_000].split("\n") if line.strip()]
    keys = {match.group(1).strip().lower() for line in lines if (match := _KEY.match(line))}
    return (
        len(lines) < 100
        and all(_belongs(line) for line in lines)
        and "title" in keys
        and not keys.isdisjoint({"speaker", "speakers", "presenter", "speaker_name"})
        and any(re.search(r"date|when|time|start", key) for key in keys)
    )


def _belongs(line: str) -> bool:
    return not line.strip() or line[:1] in " \t-#" or _KEY.match(line) is not None


def _front(lines: list[str], start: int, end: int, *, toml: bool) -> Front:
    head = lines[start:end]
    pattern = _TOML_KEY if toml else _KEY
    places: dict[str, int] = {}
    for number, line in enumerate(head, start + 1):
        if match := pattern.match(line):
            places.setdefault(match.group(1).strip(), number)
    warnings: list[SourceWarning] = []
    text = "\n".join(head)
    fields = _toml(text) if toml else _yaml(text)
    if fields is None:
        fields = _by_line(head, pattern)
        warnings.append(SourceWarning("the front matter is broken; its lines are read one by one", start + 1))
    body, first = "\n".join(lines[end + 1 :]), end + 2
    if not body.strip() and len(_TIMED.findall(inside := _texts_inside(head))) >= _FEWEST_TIMED:
        body, first = inside, start + 1
        fields = _without_post(fields)
    return Front(fields, places, body, first, tuple(warnings), found=True)


_TIMED = re.compile(r"^[ \t*|#_-]*\d{1,2}[:.h]\d\d", re.MULTILINE)
_FEWEST_TIMED = 3
_TEXT_INSIDE = re.compile(r"\s+(?:- )?[\w-]+:\s*[|>][+-]?\s*")
_TITLE_INSIDE = re.compile(r"\s+(?:- )?title:\s+(\S.*)")


def _texts_inside(head: list[str]) -> str:
    """The Markdown in the blocks of a landing page, as of Hugo, each under its title; other lines are blank."""
    body: list[str] = []
    key = indent = None
    for line in head:
        depth = len(line) - len(line.lstrip())
        if key is not None and (depth > key or not line.strip()):
            indent = depth if indent is None and line.strip() else indent
            body.append(line[indent:])
            continue
        key, indent = (depth, None) if _TEXT_INSIDE.fullmatch(line) else (None, None)
        title = _TITLE_INSIDE.fullmatch(line)
        body.append(f"# {_unquoted(title[1])}" if title else "")
    return "\n".join(body)


def _yaml(text: str) -> dict[str, object] | None:
    if not text.strip():
        return {}
    try:
        value = yaml12.load(text, aliases=True)
    except ConfnotesError:
        return None
    if not isinstance(value, dict):
        return None
    return {str(key): item for key, item in value.items()}


def _toml(text: str) -> dict[str, object] | None:
    try:
        return dict(tomllib.loads(text))
    except (ValueError, RecursionError):  # also a number of thousands of digits
        return None


def _json(text: str) -> Front:
    """JSON in braces above a page; a file of JSON only has no front matter."""
    begin = len(text) - len(text.lstrip())
    try:
        fields, end = json.JSONDecoder().raw_decode(text, begin)
    except (ValueError, RecursionError):
        return Front(body=text)
    body = text[end:]
    if not isinstance(fields, dict) or not body.startswith("\n") or not body.strip():
        return Front(body=text)
    places: dict[str, int] = {}
    for number, line in enumerate(text[:end].split("\n"), 1):
        if match := _JSON_KEY.match(line):
            places.setdefault(match.group(1), number)
    return Front(fields, places, body.removeprefix("\n"), text.count("\n", 0, end) + 2, found=True)


def _by_line(head: list[str], pattern: re.Pattern[str]) -> dict[str, object]:
    fields: dict[str, object] = {}
    current: str | None = None
    for line in head:
        match = pattern.match(line)
        if match:
            current = match.group(1).strip()
            fields.setdefault(current, _unquoted(match.group(2) or ""))
        elif current is not None and line.strip() and not line.startswith("#"):
            before = fields[current]
            if line.strip().startswith("- "):
                items = before if isinstance(before, list) else []
                fields[current] = [*items, _unquoted(line.strip()[2:])]
            elif isinstance(before, str):
                fields[current] = f"{before} {line.strip()}".strip()
    return fields


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) >= 2 and text[0] in "\"'" and text[-1] == text[0]:
        return text[1:-1]
    return text.lstrip("\"'") if text[:1] in ('"', "'") else text
