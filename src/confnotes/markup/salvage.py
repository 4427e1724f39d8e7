"""Read damaged YAML as far as possible, and both sides of a git merge.

Invalid text is split into the keys and items of its outermost block, which are read separately, and invalid ones of
these are split in turn. Of an unfinished merge, the values of both sides are merged; if they conflict, the first
applies until the user chooses, and true wins over false, so that marks are kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from confnotes.errors import ConfnotesError
from confnotes.markup.merge_marks import Numbered, sides
from confnotes.markup.yaml12 import LinedFields, YamlError, load, load_lined
from confnotes.model.damage import Damage, Fault, Salvaged

_KEY = re.compile(r"""(?P<key>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#"'\[\]{}&*!|>%@`,-].*?|):(?P<rest>\s.*|)""")
_NAMES = ("id", "title", "name")
_STRAY = "line not recognized"
_DEEPEST, _MOST = 20, 100  # levels that are read one by one, and problems that are told
_Chunk = list[Numbered]


def values_with_lines(text: str) -> Salvaged[object]:
    """The value of the text with the lines of all keys, as far as it can be read; None for an empty one."""
    return merge_lined_sides(*sides(text))


def fields_with_lines(text: str, meant: str) -> Salvaged[LinedFields]:
    """Like `values_with_lines`, for a file that must be a mapping; `meant` is the error message if it is not."""
    found = values_with_lines(text)
    if isinstance(found.value, LinedFields):
        return Salvaged(found.value, found.damage)
    none = () if found.value is None else (Damage(Fault.SYNTAX, 1, about=meant),)
    return Salvaged(LinedFields(), (*found.damage, *none))


def merge_lined_sides(sides_of_it: Sequence[Sequence[Numbered]], damage: tuple[Damage, ...]) -> Salvaged[object]:
    """The values of all sides, merged."""
    found = list(damage)
    values = []
    for side in sides_of_it:
        faults: list[Damage] = []
        values.append(_read(list(side), faults))
        found += faults
    told = sorted(dict.fromkeys(found), key=lambda each: each.line)
    return Salvaged(merge_sides(values[0], values[-1]), tuple(told[:_MOST]))


def merge_sides(one: object, other: object) -> object:
    """The values of both sides, merged as described above."""
    if other is None or one == other:
        return one
    if one is None or (one is False and other is True):
        return other
    if isinstance(one, LinedFields) and isinstance(other, LinedFields):
        fields = {key: merge_sides(value, other[key]) if key in other else value for key, value in one.items()}
        return LinedFields({**other, **fields}, {**other.lines, **one.lines})
    if isinstance(one, list) and isinstance(other, list):
        return _all_items(one, other)
    return one


def _all_items(one: list[object], other: list[object]) -> list[object]:
    found = list(one)
    places: dict[object, list[int]] = {}
    for at, item in enumerate(one):
        places.setdefault(_name(item), []).append(at)
    for item in other:
        same = places.get(_name(item), [])
        if any(one[at] == item for at in same):
            continue
        if len(same) == 1 and isinstance(item, dict):
            found[same[0]] = merge_sides(found[same[0]], item)
        else:
            found.append(item)
    return found


def _name(item: object) -> object:
    """The identity of a list item: its id, title or name if it is a mapping, otherwise the item."""
    if not isinstance(item, dict):
        return item if isinstance(item, str) else None
    return next(((key, item[key]) for key in _NAMES if isinstance(item.get(key), str)), None)


def _read(lines: _Chunk, damage: list[Damage], depth: int = 0) -> object:
    """The value of the lines, as far as they can be read."""
    try:
        return load_lined(lines)
    except YamlError as error:
        reason = error.reason
    except ConfnotesError as error:
        reason = error.message
    level, chunks, is_list = _cut(lines, damage) if depth < _DEEPEST else (0, [], False)
    if not chunks:
        _tell(lines, reason, damage)
        return None
    items = [_read_item(chunk, level, damage, depth) for chunk in chunks] if is_list else []
    if is_list:
        return [item for item in items if item is not None]
    found: LinedFields | None = None
    for chunk in chunks:
        fields = _read_key(chunk, damage, depth)
        twice = fields.keys() & (found.keys() if found else ())
        damage += (Damage(Fault.TWICE, fields.lines[key], about=key) for key in twice)
        both = merge_sides(found, fields)
        assert isinstance(both, LinedFields)
        found = both
    return found


def _read_item(chunk: _Chunk, level: int, damage: list[Damage], depth: int) -> object:
    """The value after the dash of an item."""
    (number, first), *others = chunk
    inner = [(number, f"{first[:level]} {first[level + 1 :]}"), *others]
    return _read(inner, damage, depth + 1)


def _read_key(chunk: _Chunk, damage: list[Damage], depth: int) -> LinedFields:
    """The mapping of one key and its value, empty if they cannot be read."""
    try:
        value = load_lined(chunk)
        assert isinstance(value, LinedFields)
        return value
    except ConfnotesError as error:
        reason = error.reason if isinstance(error, YamlError) else error.message
    number, first = chunk[0]
    match = _KEY.fullmatch(first.strip())
    inner = chunk[1:]
    if match is None or match["rest"].split("#")[0].strip() or not any(line.strip() for _, line in inner):
        _tell(chunk, reason, damage)
        return LinedFields()
    key = load(f"- {match['key']}")
    name = str(key[0]) if isinstance(key, list) else match["key"]
    value = _read(inner, damage, depth + 1)
    return LinedFields({name: value}, {name: number}) if value is not None else LinedFields()


def _cut(lines: _Chunk, damage: list[Damage]) -> tuple[int, list[_Chunk], bool]:
    """The indent of the outermost block, its keys or items with their lines, and whether it is a list.

    Lines outside of these are reported and left out.
    """
    level: int | None = None
    is_list = False
    chunks: list[_Chunk] = []
    left_out: _Chunk = []
    for number, line in lines:
        bare = line.lstrip(" ")
        indent = len(line) - len(bare)
        if not bare or bare.startswith("#"):
            if chunks:
                chunks[-1].append((number, line))
            continue
        is_item = bare.startswith("- ") or bare == "-"
        if level is None and (is_item or _KEY.fullmatch(bare)):
            level, is_list = indent, is_item
        if indent == level and (is_item if is_list else _KEY.fullmatch(bare) is not None and not is_item):
            chunks.append([(number, line)])
        elif level is not None and indent > level and chunks and not bare.startswith("\t"):
            chunks[-1].append((number, line))
        else:
            left_out.append((number, line))
    if chunks:
        for group in _runs(left_out):
            _tell(group, _STRAY, damage)
    return level or 0, chunks, is_list


def _runs(lines: _Chunk) -> list[_Chunk]:
    """Consecutive lines, grouped."""
    found: list[_Chunk] = []
    for number, line in lines:
        if found and number == found[-1][-1][0] + 1:
            found[-1].append((number, line))
        else:
            found.append([(number, line)])
    return found


def _tell(lines: _Chunk, reason: str, damage: list[Damage]) -> None:
    told = [number for number, line in lines if line.strip()]
    if told:
        damage.append(Damage(Fault.SYNTAX, told[0], told[-1], reason))
