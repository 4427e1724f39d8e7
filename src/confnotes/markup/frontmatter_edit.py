"""Changes fields of front matter by splicing: the marks of the YAML parser say which characters belong to a key."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from difflib import SequenceMatcher

from confnotes.errors import ConfnotesError
from confnotes.markup import yamlwrite
from confnotes.markup.edits import Edit, edited
from confnotes.markup.frontmatter_read import bounds, render, split
from confnotes.markup.yaml12 import Entry, load, load_entries

_HINT = "change this field in a text editor"
_BOM = "\ufeff"
_COMMENT = re.compile(r"(?<=[ \t])#[^\r\n]*")
_INDENTED_COMMENT = re.compile(r"\s*[ \t]#")
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def set_fields(text: str, changes: Mapping[str, object]) -> str:
    """See `frontmatter.set_fields`."""
    found = split(text)
    if found.broken is not None:
        raise ConfnotesError(f"the front matter cannot be read: {found.broken}", "mend it in a text editor first")
    wanted = {key: _as_read(value) for key, value in changes.items()}
    wanted = {
        key: value
        for key, value in wanted.items()
        if (key in found.fields if value is None else not _same(found.fields.get(key), value))
    }
    if not wanted:
        return text
    where = bounds(text)
    if where is None:
        return _created(text, changes)
    start, end, _ = where
    line_end = "\r\n" if text[start - 2 : start] == "\r\n" else "\n"
    yaml = _changed(text[start:end], wanted, line_end)
    expected = {
        key: value for key, value in {**found.fields, **wanted}.items() if value is not None or key not in wanted
    }
    after = text[:start] + yaml + text[end:]
    if not _same(split(after).fields, expected) or split(after).broken:
        raise ConfnotesError("the front matter is written in a way that cannot be changed safely", _HINT)
    return after


def _created(text: str, changes: Mapping[str, object]) -> str:
    block = render({key: value for key, value in changes.items() if value is not None})
    first_break = text.find("\n")
    if first_break > 0 and text[first_break - 1] == "\r":
        block = block.replace("\n", "\r\n")
    return f"{_BOM}{block}{text[1:]}" if text.startswith(_BOM) else block + text


def _changed(yaml: str, wanted: Mapping[str, object], line_end: str) -> str:
    value, entries = load_entries(yaml)
    if value and not entries:
        raise ConfnotesError("the front matter is written on one line in { }", _HINT)
    by_key = {entry.key: entry for entry in entries}
    edits: list[Edit] = []
    margin = " " * entries[0].column if entries else ""
    added: list[str] = []
    offsets = _offsets(yaml)
    for key, new in wanted.items():
        entry = by_key.get(key)
        if entry is None:
            added += [margin + line if line else "" for line in yamlwrite.field(key, new)]
            continue
        first, last = offsets[entry.at.line], offsets[entry.value.last_line + 1]
        if yaml[first : entry.at.start].strip(" "):
            raise ConfnotesError(f"“{key}” does not stand at the begin of its line", _HINT)
        if new is None:
            edits.append(Edit(first, last, ""))
        else:
            edits.append(_replacement(yaml, entry, new, offsets, margin, line_end))
    yaml = edited(yaml, edits)
    if added:
        if yaml and not yaml.endswith("\n"):
            yaml += line_end
        yaml += "".join(line + line_end for line in added)
    return yaml


def _replacement(yaml: str, entry: Entry, new: object, offsets: Sequence[int], margin: str, line_end: str) -> Edit:
    """What to put where so that `entry` has the value `new`."""
    if entry.style == "nested" and entry.items and isinstance(new, list) and new:
        edit = _list_edit(yaml, entry, new, offsets, line_end)
        if edit is not None:
            return edit
    start, end = offsets[entry.at.line], offsets[entry.value.last_line + 1]
    # in a literal block, an indented comment below would become part of the text
    in_quotes = isinstance(new, str) and "\n" in new and _INDENTED_COMMENT.match(yaml, end) is not None
    one_line = entry.value.line == entry.at.line == entry.value.last_line
    if entry.style in ("plain", "quoted", "flow") and one_line:
        written = yaml[entry.value.start : entry.value.end]
        stays_flow = entry.style == "flow" and written.strip("[]{} ") != ""
        inline = yamlwrite.inline(new) if stays_flow or not isinstance(new, (list, dict)) else None
        if inline is None and in_quotes:
            inline = yamlwrite.quoted(str(new))
        if inline is not None:
            gap = "" if yaml[entry.value.start - 1 : entry.value.start] in (" ", "\t") else " "
            return Edit(entry.value.start, entry.value.end, gap + inline)
    first, *more = [f"k: {yamlwrite.quoted(str(new))}"] if in_quotes else yamlwrite.field("k", new)
    lines = [yaml[entry.at.start : entry.at.end] + first[1:], *more]
    lines = [margin + line if line else "" for line in lines]
    if one_line or entry.value.line > entry.at.line:
        after = entry.value.end if one_line else entry.at.end
        lines[0] += _comment(yaml[after : offsets[entry.at.line + 1]])
    return Edit(start, end, "".join(line + line_end for line in lines))


def _comment(rest_of_line: str) -> str:
    """The comment at the end of a line, with the blank before it; empty when there is none."""
    match = _COMMENT.search(rest_of_line)
    return f"  {match[0].strip()}" if match else ""


def _list_edit(yaml: str, entry: Entry, new: list[object], offsets: Sequence[int], line_end: str) -> Edit | None:
    """A block list with some items added or removed: the lines of the others stay. None where that cannot be done."""
    places = entry.items
    if any(place.line != place.last_line for place in places) or len({place.line for place in places}) != len(places):
        return None
    rows = [yaml[offsets[place.line] : offsets[place.line + 1]] for place in places]
    prefix = yaml[offsets[places[0].line] : places[0].start]
    texts = [yamlwrite.item(value) for value in new]
    if prefix.strip(" ") != "-" or any(text is None for text in texts):
        return None
    old: list[object] = []
    for row in rows:
        read = load(row.strip())
        if not isinstance(read, list) or len(read) != 1:
            return None
        old += read
    start, end = offsets[places[0].line], offsets[places[-1].line + 1]
    matcher = SequenceMatcher(None, [repr(value) for value in old], [repr(value) for value in new], autojunk=False)
    parts: list[str] = []
    at = start
    for action, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if action == "equal":
            continue
        change = offsets[places[old_from].line] if old_from < len(places) else end
        parts.append(yaml[at:change])
        if change == end and change and yaml[change - 1] != "\n":
            parts.append(line_end)
        parts += [f"{prefix}{texts[index]}{line_end}" for index in range(new_from, new_to)]
        at = change
        for index in range(old_from, old_to):  # comments between removed items stay
            parts.append(yaml[at : offsets[places[index].line]])
            at = offsets[places[index].line + 1]
    parts.append(yaml[at:end])
    return Edit(start, end, "".join(parts))


def _offsets(yaml: str) -> list[int]:
    """Where each line begins, lines as the YAML parser counts them, and twice the end."""
    offsets = [0, *(match.end() for match in _BREAK.finditer(yaml))]
    return [*offsets, len(yaml), len(yaml)]


def _as_read(value: object) -> object:
    """The value as YAML 1.2 will read it back."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _as_read(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_as_read(inner) for inner in value]
    return value


def _same(one: object, other: object) -> bool:
    """Equal, and of the same types: 1, 1.0 and True are three values."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return one == other or (one != one and other != other)
