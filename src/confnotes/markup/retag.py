"""Rename a tag in the text and front matter of a note.

Subtags are renamed, too: `ml` to `learning` makes `ml/rl` `learning/rl`, in any case. Nothing else changes: no code,
link or address, and no comment in the front matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from confnotes.errors import ConfnotesError, UsageError
from confnotes.markup import code, frontmatter, tags, wikilinks
from confnotes.markup.edits import Edit, apply_edits
from confnotes.markup.yaml12 import YamlEntry, YamlPlace, load_entries
from confnotes.markup.yamlwrite import is_plain, quote

_KEYS = ("tags", "tag")
_SEPARATED = re.compile(r"[^,\s]+")
_FLOW_ITEM = re.compile(r"""(?P<comment>(?<=\s)\#[^\n]*)|"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s,\[\]][^,\[\]\n]*""")
_COMMENT = re.compile(r"\s\#.*", re.DOTALL)


def check_names(old: str, new: str) -> tuple[str, str]:
    """Both names as they are stored; raises UsageError if one is not a tag, or both are equal."""
    cleaned = tags.clean(old), tags.clean(new)
    for given, name in zip((old, new), cleaned, strict=True):
        if not name or tags.format_tag(name) is None:
            raise UsageError(f"“{given}” is not a tag", "Use letters, digits, - and _, with / between nested tags.")
    if cleaned[0] == cleaned[1]:
        raise UsageError("both names are the same", "Give the old and the new name of the tag.")
    return cleaned


def rename_tag(name: str, old: str, new: str) -> str | None:
    """The new name of a tag or subtag; None for other tags."""
    own, given = name.split("/"), old.casefold().split("/")
    if [part.casefold() for part in own[: len(given)]] != given:
        return None
    return "/".join([new, *own[len(given) :]])


def retag_text(text: str, old: str, new: str) -> str:
    """The note with the tag `old` and its subtags renamed to `new`.

    A front matter list that would repeat a tag has it once. Raises ConfnotesError if the tag cannot be changed safely
    in the front matter.
    """
    text = _without_twins(text, old, new)
    edits = _in_body(text, old, new)
    front = frontmatter.split(text)
    where = frontmatter.bounds(text)
    if where is not None and not front.broken and any(front.fields.get(key) for key in _KEYS):
        start, end, _ = where
        edits += [Edit(start + one.start, start + one.end, one.text) for one in _in_front(text[start:end], old, new)]
    after = apply_edits(text, edits)
    wanted = {key: _renamed_field(value, old, new) if key in _KEYS else value for key, value in front.fields.items()}
    if frontmatter.split(after).fields != wanted:
        raise ConfnotesError("its front matter cannot be changed safely", "Change the tag there.")
    return after


def _without_twins(text: str, old: str, new: str) -> str:
    """The note without list items that would become duplicates."""
    fields = frontmatter.split(text).fields
    lists = {key: value for key in _KEYS if isinstance(value := fields.get(key), list)}
    shorter = {key: _once(value, old, new) for key, value in lists.items()}
    changes = {key: value for key, value in shorter.items() if len(value) < len(lists[key])}
    return frontmatter.set_fields(text, changes) if changes else text


def _once(values: list[object], old: str, new: str) -> list[object]:
    named = [tags.clean(str(value)) for value in values]
    after = [rename_tag(name, old, new) for name in named]
    taken = {name.casefold() for name, other in zip(named, after, strict=True) if other is None}
    kept = []
    for value, name in zip(values, after, strict=True):
        if name is None or name.casefold() not in taken:
            kept.append(value)
        if name is not None:
            taken.add(name.casefold())
    return kept


def _in_body(text: str, old: str, new: str) -> list[Edit]:
    where = frontmatter.bounds(text)
    start = where[2] if where else 0
    body = text[start:]
    if "#" not in body:
        return []
    visible = code.blank_code(body)
    visible = code.blanked(visible, ((link.start, link.end) for link in wikilinks.find(visible)))
    edits = []
    for match in tags.written(visible):
        name = tags.name_of(match)
        after = rename_tag(name, old, new) if name else None
        if after is not None and after != name:
            first = start + match.start(1) + match[1].index(name)
            edits.append(Edit(first, first + len(name), after))
    return edits


def _in_front(yaml: str, old: str, new: str) -> Iterator[Edit]:
    value, entries = load_entries(yaml)
    if not isinstance(value, dict):
        return
    for entry in entries:
        if entry.key not in _KEYS:
            continue
        listed = isinstance(value[entry.key], list)
        for first, last in _scalars(yaml, entry):
            yield from _in_scalar(yaml, first, last, old, new, listed=listed)


def _scalars(yaml: str, entry: YamlEntry) -> Iterator[tuple[int, int]]:
    """The spans of the single values of a field, including quotes."""
    if entry.style == "flow":
        for match in _FLOW_ITEM.finditer(yaml, entry.value.start, entry.value.end):
            if match["comment"] is None:
                bare = _COMMENT.sub("", match[0]) if match[0][0] not in "\"'" else match[0]
                yield match.start(), match.start() + len(bare.rstrip())
    else:
        places: Sequence[YamlPlace] = entry.items if entry.style == "nested" else (entry.value,)
        yield from ((place.start, place.end) for place in places)


def _in_scalar(yaml: str, first: int, last: int, old: str, new: str, *, listed: bool) -> Iterator[Edit]:
    raw = yaml[first:last]
    in_quotes = raw[:1] in ("'", '"')
    inner = raw[1:-1] if in_quotes else raw
    names = [(0, inner)] if listed else [(match.start(), match[0]) for match in _SEPARATED.finditer(inner)]
    for at, token in names:
        name = tags.clean(token)
        after = rename_tag(name, old, new) if name else None
        if after is None or after == name:
            continue
        begin = at + token.index(name)
        whole = inner[:begin] + after + inner[begin + len(name) :]
        if listed and not in_quotes and not is_plain(whole):
            yield Edit(first, last, quote(whole))
        else:
            yield Edit(first + in_quotes + begin, first + in_quotes + begin + len(name), after)


def _renamed_field(value: object, old: str, new: str) -> object:
    if isinstance(value, list):
        return [one if isinstance(one, (list, dict)) else _renamed_one(one, old, new) for one in value]
    if isinstance(value, str):
        return _SEPARATED.sub(lambda match: str(_renamed_one(match[0], old, new)), value)
    return value


def _renamed_one(value: object, old: str, new: str) -> object:
    token = str(value)
    name = tags.clean(token) if value is not None else ""
    after = rename_tag(name, old, new) if name else None
    return value if after is None or after == name else token.replace(name, after, 1)
