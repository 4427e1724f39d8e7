"""Front matter: the YAML between `---` lines at the top of a note, read and changed without touching the rest.

Unknown keys, their order, comments, quoting, line ends and a byte order mark survive; a changed field changes only its
own lines. Invalid front matter is reported, and never rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, time
from itertools import takewhile
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError
from confnotes.markup.edits import Edit, apply_edits
from confnotes.markup.withheld import is_key
from confnotes.markup.yaml_scalar import scalar
from confnotes.model.damage import Broken
from confnotes.model.fast_dataclass import fast_dataclass

if TYPE_CHECKING:
    from confnotes.markup.yaml12 import YamlEntry, YamlPlace

MAX_BYTES = 1024 * 1024  # larger text is data, not front matter

_OPENING = re.compile("\ufeff?---[ \t]*(\r?\n)")
_CLOSING = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_PLACEHOLDER = re.compile(r"(?<=[:-][ ])\{(\{[^{}\"\\\n]{0,99}\})\}(?=[ ]*\r?$)", re.MULTILINE)
"""`{{date}}` as a value, as templates of Obsidian have it: YAML takes it for two mappings."""

_MEANT = re.compile(r"[\s\ufeff\u00ad\u200b-\u200f\u2060]*(?:-{3,}|\+{3,}|;{3,}|\{)")
"""Text that may be meant as front matter but is not: after blank lines or invisible characters, between other fences,
with line ends of old Macs, or without an end.
"""
_MOST_MEANT = 50  # lines: how far unclosed front matter is searched for a field that makes the note private
_MEANT_FIELD = re.compile(r"(?:^|[{,])\s*[\"']?([^\W\d_][\w -]{0,30})[\"']?\s*[:=]")
_END_OF_MEANT = re.compile(r"(?:-{3,}|\+{3,}|;{3,}|\})\s*\Z")
_UNFINISHED_MERGE = re.compile(r"\s*<{7} ")
_LOOKS_LIKE_FIELDS = re.compile(r"[^\s:#\-`>|][^:\n]{0,60}:(?:[ \t\r\n]|\Z)")


@fast_dataclass(frozen=True, slots=True)
class FrontMatter:
    """A note's text in two parts: `head + body` is the text.

    `head` is the front matter with both fences ("" if missing or broken), `body_line` the line, from 1, at which `body`
    begins. `broken` says why the front matter cannot be read.
    """

    head: str
    body: str
    body_line: int = 1
    fields: dict[str, object] = field(default_factory=dict)
    broken: Broken | None = None


def bounds(text: str) -> tuple[int, int, int] | None:
    """The offsets of the start and end of the YAML, and of the body; None without front matter."""
    opening = _OPENING.match(text)
    if not opening:
        return None
    closing = _CLOSING.search(text, opening.end())
    return (opening.end(), closing.start(), closing.end()) if closing else None


def split(text: str) -> FrontMatter:
    """The front matter and the body of a note; raises nothing."""
    if "\0" in text:
        return FrontMatter("", text, broken=Broken(1, "the file contains zero bytes, perhaps UTF-16; save it as UTF-8"))
    where = bounds(text)
    if where is None:
        opening = _OPENING.match(text)
        if opening and _LOOKS_LIKE_FIELDS.match(text, opening.end()):
            return FrontMatter("", text, broken=Broken(1, "the front matter has no closing ---"))
        return FrontMatter("", text, broken=_meant_to_withhold(text))
    start, end, body = where
    yaml = text[start:end]
    fields = read_quickly(yaml)
    if fields is None:
        from confnotes.markup.yaml12 import YamlError, load

        try:
            value = load(_with_placeholders(yaml), max_bytes=MAX_BYTES)
        except YamlError as error:
            return FrontMatter("", text, broken=Broken(error.line + 1, error.reason))
        except ConfnotesError as error:
            return FrontMatter("", text, broken=Broken(1, error.message))
        if value is None:
            fields = {}
        elif isinstance(value, dict):
            fields = value
        else:
            return FrontMatter("", text, broken=Broken(2, "the front matter must be lines of “key: value”"))
    return FrontMatter(text[:body], text[body:], text.count("\n", 0, body) + 1, fields)


def _with_placeholders(yaml: str) -> str:
    """The front matter of a template, with every `{{date}}` in quotes, in which no character has moved."""
    return _PLACEHOLDER.sub(r'"\1"', yaml) if "{{" in yaml else yaml


def _meant_to_withhold(text: str) -> Broken | None:
    """Why a text is not front matter, if as front matter it would make the note private."""
    if _UNFINISHED_MERGE.match(text.removeprefix("\ufeff")):
        return Broken(1, "unfinished git merge in the front matter")
    meant = _MEANT.match(text)
    if meant is None:
        return None
    lines = text[meant.end() - (text[meant.end() - 1] == "{") :].splitlines()[:_MOST_MEANT]
    fields = takewhile(lambda line: not _END_OF_MEANT.match(line), lines[not lines[:1] or lines[0].strip() == "" :])
    if not any(is_key(field[1]) for line in fields for field in _MEANT_FIELD.finditer(line)):
        return None
    return Broken(1, "front matter must be between two lines of ---, the first at the top of the note")


def render(fields: Mapping[str, object]) -> str:
    """A new block of front matter with its fences; wikilinks are quoted, lists have one item per line."""
    from confnotes.markup.yamlwrite import field as field_lines

    lines = [line for key, value in fields.items() for line in field_lines(key, value)]
    return "\n".join(["---", *lines, "---", ""])


def text_from(text: str, line: int) -> str:
    """The text of a note from a line on, to skip front matter of known length."""
    return text.split("\n", line - 1)[-1].removeprefix("\ufeff")


_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_CHARS = r"[^\s:\#]*"
_PLAIN = rf"[^\s\-?:,\[\]{{}}\#&*!|>'\"%@`]{_CHARS}(?:(?::(?=[^\s])|(?<=[^\s])\#|[ ](?=[^\s\#])){_CHARS})*"
_FLOW_ITEM = r"[A-Za-z0-9À-ɏ_/.+][A-Za-z0-9À-ɏ_/.+-]*(?: [A-Za-z0-9À-ɏ_/.+-]+)*"
_LINE = re.compile(
    rf"""(?P<key>[A-Za-z_][A-Za-z0-9_-]{{0,99}}):(?:[ ]+(?:
        (?P<plain>{_PLAIN})
        | "(?P<double>[^"\\\n\t]*)"
        | '(?P<single>[^'\n\t]*)'
        | \[(?P<flow>[ ]*{_FLOW_ITEM}(?:,[ ]*{_FLOW_ITEM})*|)[ ]*\]
      ))?[ ]*\Z
    | (?P<indent>[ ]*)-[ ]+(?:
        (?P<item>{_PLAIN})
        | "(?P<item2>[^"\\\n\t]*)"
        | '(?P<item1>[^'\n\t]*)'
      )[ ]*\Z""",
    re.VERBOSE,
)


def read_quickly(yaml: str) -> dict[str, object] | None:
    """The fields of simple front matter, as in nearly every note; None if the text needs a YAML parser.

    It returns only what YAML 1.2 reads, too: lines of `key: value`, and lists of plain or quoted items.
    """
    yaml = yaml.replace("\r\n", "\n")
    if _ODD.search(yaml):
        return None
    fields: dict[str, object] = {}
    items: list[object] | None = None
    indent: str | None = None
    waiting: str | None = None
    match_line = _LINE.match
    for line in yaml.split("\n"):
        if not line:
            continue
        match = match_line(line)
        if match is None:
            return None
        key, plain, double, single, flow, depth, item, item2, item1 = match.groups()
        if key is None:
            if waiting is None or (indent is not None and depth != indent):
                return None
            if items is None:
                items, indent = [], depth
                fields[waiting] = items
            text = item2 if item2 is not None else item1
            items.append(text if text is not None else scalar(item))
            continue
        if key in fields:
            return None
        waiting, items, indent = None, None, None
        text = double if double is not None else single
        if plain is not None:
            fields[key] = scalar(plain)
        elif text is not None:
            fields[key] = text
        elif flow is not None:
            fields[key] = [scalar(part.strip(" ")) for part in flow.split(",")] if flow.strip(" ") else []
        else:
            waiting = key
            fields[key] = None
    return fields


_HINT = "Change this field in a text editor."
_BOM = "\ufeff"
_COMMENT = re.compile(r"(?<=[ \t])#[^\r\n]*")
_INDENTED_COMMENT = re.compile(r"\s*[ \t]#")
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def texts_in(fields: Mapping[str, object], *names: str) -> Iterator[str]:
    """The texts in these fields, each of which may have one value or several."""
    for name in names:
        value = fields.get(name)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and one.strip():
                yield one.strip()


def set_fields(text: str, changes: Mapping[str, object]) -> str:
    """The text with fields set, or removed if the value is None; all other bytes stay.

    Unchanged fields are not touched. Without front matter, a new block is added. Raises ConfnotesError if the front
    matter cannot be read or safely changed.
    """
    found = split(text)
    if found.broken is not None:
        raise ConfnotesError(f"cannot read the front matter: {found.broken}", "Correct it in a text editor first.")
    wanted = {key: _as_read(value) for key, value in changes.items()}
    wanted = {
        key: value
        for key, value in wanted.items()
        if (key in found.fields if value is None else not _is_same(found.fields.get(key), value))
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
    if not _is_same(split(after).fields, expected) or split(after).broken:
        raise ConfnotesError("cannot change the front matter safely", _HINT)
    return after


def _created(text: str, changes: Mapping[str, object]) -> str:
    block = render({key: value for key, value in changes.items() if value is not None})
    first_break = text.find("\n")
    if first_break > 0 and text[first_break - 1] == "\r":
        block = block.replace("\n", "\r\n")
    return f"{_BOM}{block}{text[1:]}" if text.startswith(_BOM) else block + text


def _changed(yaml: str, wanted: Mapping[str, object], line_end: str) -> str:
    from confnotes.markup import yamlwrite
    from confnotes.markup.yaml12 import load_entries

    value, entries = load_entries(_with_placeholders(yaml))
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
            raise ConfnotesError(f"“{key}” is not at the start of its line", _HINT)
        if new is None:
            edits.append(Edit(first, last, ""))
        else:
            edits.append(_replacement(yaml, entry, new, offsets, margin, line_end))
    yaml = apply_edits(yaml, edits)
    if added:
        if yaml and not yaml.endswith("\n"):
            yaml += line_end
        yaml += "".join(line + line_end for line in added)
    return yaml


def _replacement(yaml: str, entry: YamlEntry, new: object, offsets: Sequence[int], margin: str, line_end: str) -> Edit:
    """The edit that gives `entry` the value `new`."""
    from confnotes.markup import yamlwrite

    if entry.items and isinstance(new, list) and new:
        edit = _list_edit(yaml, entry, new, offsets, line_end)
        if edit is not None:
            return edit
    start, end = offsets[entry.at.line], offsets[entry.value.last_line + 1]
    # in a literal block, an indented comment below would become part of the text
    in_quotes = isinstance(new, str) and "\n" in new and _INDENTED_COMMENT.match(yaml, end) is not None
    one_line = entry.value.line == entry.at.line == entry.value.last_line
    if entry.style in ("plain", "quoted", "flow") and one_line:
        inline = _inline(yaml[entry.value.start : entry.value.end], entry.style, new)
        if inline is None and in_quotes:
            inline = yamlwrite.quote(str(new))
        if inline is not None:
            gap = "" if yaml[entry.value.start - 1 : entry.value.start] in (" ", "\t") else " "
            return Edit(entry.value.start, entry.value.end, gap + inline)
    first, *more = [f"k: {yamlwrite.quote(str(new))}"] if in_quotes else yamlwrite.field("k", new)
    lines = [yaml[entry.at.start : entry.at.end] + first[1:], *more]
    lines = [margin + line if line else "" for line in lines]
    if one_line or entry.value.line > entry.at.line:
        after = entry.value.end if one_line else entry.at.end
        lines[0] += _comment(yaml[after : offsets[entry.at.line + 1]])
    return Edit(start, end, "".join(line + line_end for line in lines))


def _inline(written: str, style: str, new: object) -> str | None:
    """The value as written on the line of its key; None if it needs lines of its own, as lists do.

    A non-empty list in brackets stays in brackets.
    """
    from confnotes.markup import yamlwrite

    stays_flow = style == "flow" and written.strip("[]{} ") != ""
    return yamlwrite.inline(new) if stays_flow or not isinstance(new, (list, dict)) else None


def _comment(rest_of_line: str) -> str:
    """The comment at the end of a line, with the blank before it, or ""."""
    match = _COMMENT.search(rest_of_line)
    return f"  {match[0].strip()}" if match else ""


def _list_edit(yaml: str, entry: YamlEntry, new: list[object], offsets: Sequence[int], line_end: str) -> Edit | None:
    """A block list with items added or removed, leaving the lines of others unchanged; None if that is impossible."""
    from difflib import SequenceMatcher

    from confnotes.markup import yamlwrite

    places = entry.items
    prefix = yaml[offsets[places[0].line] : places[0].start]
    texts = [yamlwrite.item(value) for value in new]
    if prefix.strip(" ") != "-" or None in texts:
        return None
    old = _items(yaml, places, offsets)
    if old is None:
        return None
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
        for index in range(old_from, old_to):  # keep comments between removed items
            parts.append(yaml[at : offsets[places[index].line]])
            at = offsets[places[index].line + 1]
    parts.append(yaml[at:end])
    return Edit(start, end, "".join(parts))


def _items(yaml: str, places: Sequence[YamlPlace], offsets: Sequence[int]) -> list[object] | None:
    """The items of a block list; None if one of them is not exactly one line."""
    from confnotes.markup.yaml12 import load

    if any(place.line != place.last_line for place in places) or len({place.line for place in places}) != len(places):
        return None
    lines = [yaml[offsets[place.line] : offsets[place.line + 1]] for place in places]
    read = [load(_with_placeholders(line).strip()) for line in lines]
    single = [one[0] for one in read if isinstance(one, list) and len(one) == 1]
    return single if len(single) == len(read) else None


def _offsets(yaml: str) -> list[int]:
    """The offset of each line, as the YAML parser counts lines, and twice the end."""
    offsets = [0, *(match.end() for match in _BREAK.finditer(yaml))]
    return [*offsets, len(yaml), len(yaml)]


def _as_read(value: object) -> object:
    """The value as YAML 1.2 reads it back."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _as_read(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_as_read(inner) for inner in value]
    return value


def _is_same(one: object, other: object) -> bool:
    """Whether values and types are equal: 1, 1.0 and True are three values."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(_is_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_is_same, one, other))
    return one == other or (one != one and other != other)
