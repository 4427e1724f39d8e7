"""Regenerate a Markdown file without losing the user's edits.

The file is a sequence of parts. Each part begins with a comment, and another comment, initially at the end, has a
checksum of every generated line, part by part; Markdown viewers show neither:

    <!-- confnotes talk-learning-tides -->

    ### Learning Tides
    ...

    <!-- confnotes made
    talk-learning-tides .4k1vq.
    talk-cheap-gauges -
    = 9f86d081 photos/tide.jpg
    -->

With the checksums, three versions can be compared: the lines as generated, the current file, and the new content. Lines
that only the user changed are kept, lines that only confnotes would change are replaced, and if both changed the same
lines, the user's are kept. A part (or comment) that the user removed stays out (`-`), and a part that was moved stays
in its place. Lines with `=` have digests of files next to it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from confnotes.markup.compare_texts import ChangedLines, changes
from confnotes.model.fast_dataclass import fast_dataclass

_MARK = re.compile(r"<!-- confnotes ([a-z][a-z0-9-]*) -->[ \t\r]*")
_RECORD = re.compile(r"<!-- confnotes made[ \t\r]*")
_RECORD_END = re.compile(r"-->[ \t\r]*")
_RECORDED = re.compile(r"([a-z][a-z0-9-]*) (-|(?:\.|[0-9A-Za-z_=]{5})*)[ \t\r]*")
_FILE = re.compile(r"= ([0-9a-f]{8}) (\S.*?)[ \t\r]*")
_SUM = re.compile(r"\.|.{5}")
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_="
_BLANK = "."
_MOST_PAIRS = 10_000  # sections to compare; beyond that, a new name is a new section


class MadePart(NamedTuple):
    """A part of a file by its name, of `a-z 0-9 -`.

    A part without a name is the head of a new file and is never regenerated.
    """

    name: str
    text: str


@fast_dataclass(frozen=True, slots=True)
class Remade:
    """The regenerated file. `kept` has the part name of each conflict, where the user's text was kept."""

    text: str
    kept: tuple[str, ...] = ()


@dataclass(slots=True)
class _Record:
    """What was generated: the checksums of each part by name (None if removed), and the files next to it."""

    sums: dict[str, list[str] | None] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _FilePart:
    """A part of the current file: its lines, with their numbers as read, without its comment. The record is the section
    `_OF_RECORD`.
    """

    name: str
    lines: list[str]
    numbers: list[int] = field(default_factory=list)


_OF_HEAD, _OF_RECORD = "", "<record>"


def digest(data: bytes) -> str:
    """A digest that identifies a file next to the export."""
    return blake2b(data, digest_size=4).hexdigest()


def is_made(text: str) -> bool:
    """Whether confnotes generated the file and can regenerate it."""
    if "<!-- confnotes " not in text:
        return False
    return any(_MARK.fullmatch(line) or _RECORD.fullmatch(line) for line in text.split("\n") if line[:4] == "<!--")


def digests(text: str) -> Mapping[str, str]:
    """The digests of the files next to it that the file lists."""
    return _read(text.split("\n"))[1].files


def parts_in(text: str) -> dict[str, list[tuple[int, str]]]:
    """The numbered lines (from 1) of each part of a file, in order; of the text before and after all parts as "".

    Without any comment of ours, as in a converted file, there is only that.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for section in _read(text.split("\n"))[0]:
        name = "" if section.name in (_OF_HEAD, _OF_RECORD) else section.name
        found.setdefault(name, []).extend(zip(section.numbers, section.lines, strict=True))
    return found


def is_made_of(text: str, parts: Iterable[MadePart]) -> bool:
    """Whether the file was generated from exactly these parts, as the checksums in its record say."""
    sums = {name: one for name, one in _read(text.split("\n"))[1].sums.items() if one is not None}
    known = {name: _sums(lines) for name, lines in _fresh(parts).items()}
    return bool(sums) and all(known.get(name) == one for name, one in sums.items())


def generate(parts: Iterable[MadePart], files: Mapping[str, str] | None = None) -> str:
    """A new file with these parts; `files` are digests of the files next to it, by name."""
    parts = list(parts)
    fresh = _fresh(parts)
    head = next((part.text for part in parts if not part.name), "")
    sections = [_FilePart(name, lines) for name, lines in fresh.items()]
    sections.append(_FilePart(_OF_RECORD, []))
    record = _Record({name: _sums(lines) for name, lines in fresh.items()}, dict(files or {}))
    return "\n".join([*([*head.split("\n"), ""] if head else []), *_lines(sections, record, ""), ""])


def regenerate(there: str, parts: Iterable[MadePart], files: Mapping[str, str] | None = None) -> Remade:
    """The existing file with its parts regenerated and the user's edits kept."""
    mark = "\ufeff" if there.startswith("\ufeff") else ""
    lines = there.removeprefix(mark).split("\n")
    sections, record = _read(lines)
    line_end = _line_end([line for section in sections for line in section.lines])
    fresh = _fresh(parts)
    _rename(sections, record, fresh)
    kept: list[str] = []
    order = [section.name for section in sections]
    joined = _joined(sections, record, fresh, line_end, kept)
    if not _was_moved(order, record, fresh):
        joined = _in_order(joined, list(fresh))
    if all(section.name != _OF_RECORD for section in joined):
        joined.append(_FilePart(_OF_RECORD, [line_end, ""]))
    _insert_new(joined, record, fresh, line_end)
    standing = {section.name for section in joined}
    gone = [name for name in record.sums if name not in standing and name not in order]
    new_record = _Record(
        {
            **{name: _sums(lines) for name, lines in fresh.items() if name in standing},
            **dict.fromkeys(gone),
        },
        dict(files or {}),
    )
    text = "\n".join([*joined[0].lines, *_lines(joined[1:], new_record, line_end)])
    return Remade(mark + text, tuple(kept))


def _line_end(lines: Sequence[str]) -> str:
    """The most frequent line end. Our own comments do not count: they follow the others."""
    return "\r" if sum(line.endswith("\r") for line in lines) * 2 >= len(lines) > 1 else ""


def _fresh(parts: Iterable[MadePart]) -> dict[str, list[str]]:
    """The lines of each part, surrounded by blank lines; text that looks like one of our comments is indented."""
    found = {}
    for name, text in parts:
        if name:
            lines = ["", *text.strip("\n").split("\n"), ""]
            if "<!-- confnotes " in text:
                lines = [f" {line}" if _MARK.fullmatch(line) or _RECORD.fullmatch(line) else line for line in lines]
            found[name] = lines
    return found


def _sums(lines: Iterable[str]) -> list[str]:
    return [_sum(line) for line in lines]


def _sum(line: str) -> str:
    """A 30-bit checksum of a line, a dot for a blank one. Trailing blanks and forced breaks do not count."""
    words = line.rstrip()
    words = words[:-1].rstrip() if words.endswith("\\") else words
    if not words:
        return _BLANK
    number = int.from_bytes(blake2b(words.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big")
    first, second, third = _DIGITS[number & 63], _DIGITS[number >> 6 & 63], _DIGITS[number >> 12 & 63]
    return f"{first}{second}{third}{_DIGITS[number >> 18 & 63]}{_DIGITS[number >> 24 & 63]}"


def _read(lines: Sequence[str]) -> tuple[list[_FilePart], _Record]:
    """The sections of a file, the head first, and the record. Of duplicates the first one counts."""
    record = _Record()
    sections = [_FilePart(_OF_HEAD, [])]
    seen: set[str] = set()
    row = 0
    while row < len(lines):
        line = lines[row]
        row += 1
        mark = _MARK.fullmatch(line) if line[:4] == "<!--" else None
        if mark and mark[1] not in seen:
            seen.add(mark[1])
            sections.append(_FilePart(mark[1], []))
        elif line[:4] == "<!--" and _RECORD.fullmatch(line) and _OF_RECORD not in seen:
            end = next((at for at in range(row, len(lines)) if _RECORD_END.fullmatch(lines[at])), row - 1)
            seen.add(_OF_RECORD)
            _fill(record, lines[row:end])
            sections.append(_FilePart(_OF_RECORD, []))
            row = end + 1
        else:
            sections[-1].lines.append(line)
            sections[-1].numbers.append(row)
    return sections, record


def _fill(record: _Record, lines: Iterable[str]) -> None:
    for line in lines:
        if one := _RECORDED.fullmatch(line):
            record.sums.setdefault(one[1], None if one[2] == "-" else _SUM.findall(one[2]))
        elif named := _FILE.fullmatch(line):
            record.files[named[2]] = named[1]


def _lines(sections: Iterable[_FilePart], record: _Record, line_end: str) -> Iterator[str]:
    for section in sections:
        if section.name != _OF_RECORD:
            yield f"<!-- confnotes {section.name} -->{line_end}"
        else:
            yield f"<!-- confnotes made{line_end}"
            for name, sums in record.sums.items():
                yield f"{name} {'-' if sums is None else ''.join(sums)}{line_end}"
            for name, known in record.files.items():
                yield f"= {known} {name}{line_end}"
            yield f"-->{line_end}"
        yield from section.lines


def _rename(sections: list[_FilePart], record: _Record, fresh: Mapping[str, Sequence[str]]) -> None:
    """Give parts their new names: the title of a talk, and so its part name, may have changed."""
    old = {section.name for section in sections if section.name not in fresh and record.sums.get(section.name)}
    new = {name: set(_sums(lines)) for name, lines in fresh.items() if name not in record.sums}
    if not old or not new or len(old) * len(new) > _MOST_PAIRS:
        return
    for section in sections:
        if section.name not in old:
            continue
        sums = record.sums[section.name] or []
        before = set(sums) - {_BLANK}
        name, shared = max(((name, len(before & words)) for name, words in new.items()), key=lambda pair: pair[1])
        if shared >= 2 and shared * 2 > len(before):
            del record.sums[section.name], new[name]
            section.name, record.sums[name] = name, sums
        if not new:
            return


def _words(lines: Iterable[str]) -> list[str]:
    return [one for one in _sums(lines) if one != _BLANK]


def _joined(
    sections: Sequence[_FilePart],
    record: _Record,
    fresh: Mapping[str, Sequence[str]],
    line_end: str,
    kept: list[str],
) -> list[_FilePart]:
    """Regenerate each section; the user's text in dropped sections is appended to the previous section."""
    found: list[_FilePart] = []
    for section in sections:
        made_before = record.sums.get(section.name)
        to_make = fresh.get(section.name)
        if section.name in (_OF_HEAD, _OF_RECORD):
            found.append(section)
        elif made_before is None:
            if to_make is None:
                found[-1].lines += [f"<!-- confnotes {section.name} -->{line_end}", *section.lines]
                continue
            kept += [section.name] * (_words(section.lines) != _words(to_make))
            found.append(section)
        else:
            lines, clashes = _merged(made_before, section.lines, to_make or (), line_end)
            if to_make is not None:
                kept += [section.name] * clashes
                found.append(_FilePart(section.name, lines))
            elif any(line.strip() for line in lines):
                found[-1].lines += lines
    return found


def _was_moved(order: Sequence[str], record: _Record, fresh: Mapping[str, object]) -> bool:
    both = set(order) & set(fresh)
    return [name for name in order if name in both] != [name for name in record.sums if name in both]


def _in_order(sections: list[_FilePart], order: Sequence[str]) -> list[_FilePart]:
    """The sections in their new order; the record keeps its place unless they move."""
    standing = [section.name for section in sections]
    if [name for name in standing if name in order] == [name for name in order if name in standing]:
        return sections
    places = {name: place for place, name in enumerate(order)}
    return [sections[0], *sorted(sections[1:], key=lambda section: places.get(section.name, len(places)))]


def _insert_new(sections: list[_FilePart], record: _Record, fresh: Mapping[str, Sequence[str]], line_end: str) -> None:
    """Insert each new part after its predecessor, else before its successor."""
    places = {section.name: place for place, section in enumerate(sections)}
    names = list(fresh)
    for number, name in enumerate(names):
        if name in places or name in record.sums:
            continue
        before = next((places[one] + 1 for one in reversed(names[:number]) if one in places), None)
        behind = next((places[one] for one in names[number:] if one in places), places.get(_OF_RECORD, len(sections)))
        place = behind if before is None else before
        sections.insert(place, _FilePart(name, [line + line_end for line in fresh[name]]))
        places = {section.name: place for place, section in enumerate(sections)}


def _merged(base: Sequence[str], mine: Sequence[str], fresh: Sequence[str], line_end: str) -> tuple[list[str], int]:
    """The user's lines merged with the generated ones, and the number of conflicts."""
    my_sums, fresh_sums = _sums(mine), _sums(fresh)
    if fresh_sums in (base, my_sums):
        return list(mine), 0
    fresh = [line + line_end for line in fresh]
    my_changes, fresh_changes = changes(base, my_sums), changes(base, fresh_sums)
    if my_changes is None or fresh_changes is None:
        return list(mine), 1
    said = {(one.start, one.end, tuple(my_sums[one.first : one.last])) for one in my_changes}
    gone = {row for one in my_changes for row in range(one.start, one.end)}
    clashes = 0
    accepted: dict[int, ChangedLines] = {}
    for one in fresh_changes:
        if (one.start, one.end, tuple(fresh_sums[one.first : one.last])) in said:
            continue
        if one.first < one.last and _is_changed(one, my_changes):
            clashes += 1
        else:
            accepted[one.start] = one
            gone.update(range(one.start, one.end))
    return list(_merge_lines(mine, fresh, len(base), my_changes, fresh_changes, accepted, gone)), clashes


def _is_changed(one: ChangedLines, others: Iterable[ChangedLines]) -> bool:
    """Whether the changed lines, or the neighbors of an insertion, were also changed otherwise."""
    return any(other.start < one.end and one.start < other.end for other in others if other.start < other.end)


def _merge_lines(
    mine: Sequence[str],
    fresh: Sequence[str],
    size: int,
    my_changes: Sequence[ChangedLines],
    fresh_changes: Sequence[ChangedLines],
    accepted: Mapping[int, ChangedLines],
    gone: Container[int],
) -> Iterator[str]:
    """Merge both versions over a base of `size` lines; the user's insertions come before generated ones."""
    my_rows, fresh_rows = _aligned(size, my_changes), _aligned(size, fresh_changes)
    by_start = {one.start: one for one in my_changes}
    for row in range(size + 1):
        own, new = by_start.get(row), accepted.get(row)
        added = mine[own.first : own.last] if own else ()
        made_new = fresh[new.first : new.last] if new else ()
        replaces = own is not None and own.start < own.end
        yield from (*made_new, *added) if replaces and new and new.start == new.end else (*added, *made_new)
        if row < size and row not in gone:
            # A line's ending depends on the next line: within a paragraph, it may need a forced break.
            yield fresh[fresh_rows[row]] if row + 1 in accepted else mine[my_rows[row]]


def _aligned(size: int, found: Iterable[ChangedLines]) -> dict[int, int]:
    """The row of each unchanged line of the base."""
    rows, shift, row = {}, 0, 0
    for one in (*found, ChangedLines(size, size, 0, 0)):
        rows.update({at: at + shift for at in range(row, one.start)})
        row, shift = one.end, one.last - one.end
    return rows
