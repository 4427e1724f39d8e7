"""Sources with wounds: bytes, lines, trees, cells, members of archives and files of folders, as chance will have it."""

from __future__ import annotations

import copy
import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

import yaml

from confnotes.importers.source import Source, SourceFile
from source_files import source_at

Wound = Callable[[bytes, Random], bytes]

PIECES = (
    b"", b"<", b">", b"&amp;lt;", b"&#0;", b"&#x202e;", b"]]>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<!--", b"-->",
    b"{", b"}", b"[", b"]", b'"', b"'", b",", b";", b"|", b":", b"- ", b"# ", b"> ", b"```\n", b"| --- | --- |\n",
    b"null", b"true", b"no", b"~", b"-1", b"1e999", b"NaN", b"99999999999999999999", b"9" * 5000, b"0000-00-00",
    b"0001-01-01T00:00:00+14:00", b"9999-12-31T23:59:59-14:00", b"2024-02-30T25:61", b"2024-03-31T02:30:00", b"24:00",
    b"12:00 PM", b"0:00", b"99:99", b"P9999999D", b"-P1D", b"PT0S", b"10:00-09:00", b"31 February 2024", b"1/1/0001",
    b"RRULE:FREQ=SECONDLY;INTERVAL=0\r\n", b"RRULE:FREQ=DAILY;COUNT=99999999\r\n", b"RDATE:20240101\r\n",
    b"DTSTART;TZID=Mars/Base:20240101T000000\r\n", b"DTSTART:99991231T235959Z\r\n", b"DURATION:P99999W\r\n",
    b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"BEGIN:VTIMEZONE\r\n", b"END:VCALENDAR\r\n", b"---\n", b"...\n", b"+++\n",
    b"&a ", b"*a", b"<<: *a\n", b"!!python/object ", b"!!binary ", b"? ", b"%YAML 9.9\n", b"\t", b"\n", b"\r", b"\x00",
    b"\x1b]52;c;eA==\x07", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xed\xa0\x80", b"\xc3",
    b"../../etc/passwd", b"C:\\x", b"CON", b"=1+1", b"@string{a = a # a}", b"@", b"\\'{\\i}", b"\\", b"$$", b"#",
    b"{{ site.x }}", b"{% for %}", b"{% raw %}", b"{{<", b"A" * 5000, b"(" * 300, b"[[" * 300, b"<a><b>" * 300,
    b'{"a":' * 300, b"{" * 300, b"> " * 300, b"http://", b"https://[::1", b"http://x:y/", b"mailto:", b"[x](<",
    b"javascript:alert(1)", b"Europe/Berlin", b"UTC+99", b"../Etc", b"AM", b"noon", b"\xf0\x9f\x98\x80", b"\xc2\xa0",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, 10**30, "", " ", "x" * 5000, "\x1b[2J", [], {}, [None], [[]], {"en": "x"}, {"": None},
    "2024-13-45", "2024-01-01", "2024-01-01T10:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
    ["a", 1, None], "<b>", [{"name": None}], "..", "\u202e", 12.5, "99:99", "10:00", "-1:00", "1e9", "P1D", "A, B and",
    "\ud800", "Mars/Base", "../Etc/UTC", "javascript:x", "http://[", [[[[[]]]]], {"a": {"a": {"a": []}}}, "[" * 300,
    date(1, 1, 1), date(9999, 12, 31), datetime(9999, 12, 31, 23, 59),
)  # fmt: skip
CODECS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "shift-jis", "utf-7")
NAMES = ("x", "index.md", "_index.md", "README", ".hidden", "a.json", "b.yml", "c.csv", "_data/x.yaml", "..", "A" * 300)
MOST_WOUNDS = 4
_SHEET_WORDS = (b"1048576", b"sharedStrings", b't="s"', b't="d"', b"A1:XFD1048576", b"office:value-type", b'r="ZZZ0"')
_INLINE = (b"i", b"b", b"em", b"strong", b"span", b"a", b"s", b"sup", b"td", b"li", b"p", b"div", b"h3")
_UNREADABLE = (
    ValueError, LookupError, OSError, RecursionError, OverflowError, NotImplementedError, RuntimeError,
    yaml.YAMLError, ElementTree.ParseError, csv.Error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def broken(paths: Sequence[Path], seed: int) -> Source:
    """One of the samples with one to four wounds, the same ones for the same seed."""
    chance = Random(seed)
    source = source_at(chance.choice(paths))
    files = list(source.files)
    if source.is_folder and chance.random() < 0.3:
        files = _other_files(files, chance)
    for _ in range(chance.choice((1, 1, 1, 2))):
        at = chance.randrange(len(files))
        data = _wounded(files[at], chance, words_of(tuple(paths)))
        files[at] = _file(files[at].path, data)
    return replace(source, files=tuple(files), _made={})


@cache
def words_of(paths: tuple[Path, ...]) -> tuple[bytes, ...]:
    """The words of the samples: what the format calls things, and what their values look like."""
    words: set[bytes] = set()
    for path in paths:
        for file in source_at(path).files:
            words.update(re.findall(rb"[\w@:/.+-]{2,40}", file.data))
    return tuple(sorted(words)) or (b"x",)


def _file(path: str, data: bytes) -> SourceFile:
    return SourceFile(path, lambda: data)


def _other_files(files: list[SourceFile], chance: Random) -> list[SourceFile]:
    """A folder where files are missing, have other names, stand twice, or have each other's content."""
    other = list(files)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(other))
        match chance.choice(("drop", "rename", "twice", "swap", "empty")):
            case "drop" if len(other) > 1:
                del other[at]
            case "rename":
                other[at] = _file(chance.choice((*NAMES, *(file.path for file in files))), other[at].data)
            case "twice":
                other.append(_file(f"copy/{other[at].path}", other[at].data))
            case "swap":
                other[at] = _file(other[at].path, chance.choice(files).data)
            case _:
                other[at] = _file(other[at].path, b"")
    return other


def _wounded(file: SourceFile, chance: Random, words: Sequence[bytes]) -> bytes:
    """The bytes of a file, wounded in the way of its kind or in any way."""
    structured = _WOUNDS.get(file.suffix)
    if structured and chance.random() < 0.6:
        try:
            return structured(file.data, chance)
        except _UNREADABLE:
            pass
    if chance.random() < 0.05:
        text = file.data.decode("utf-8", "replace")
        return text.encode(chance.choice(CODECS), "replace")
    data = file.data
    for _ in range(chance.randint(1, MOST_WOUNDS)):
        data = (_other_lines if chance.random() < 0.3 else _other_bytes)(data, chance, words)
    return data


def _other_bytes(data: bytes, chance: Random, words: Sequence[bytes]) -> bytes:
    start = chance.randint(0, len(data))
    end = min(len(data), start + chance.choice((0, 1, 7, 60, 1000)))
    match chance.choice(("piece", "piece", "word", "truncate", "repeat", "move", "flip")):
        case "truncate":
            return data[:start]
        case "repeat":
            return data[:end] + data[start:end] * 3 + data[end:]
        case "move":
            rest = data[:start] + data[end:]
            place = chance.randint(0, len(rest))
            return rest[:place] + data[start:end] + rest[place:]
        case "word":
            return data[:start] + chance.choice(words) + data[end:]
        case "flip" if start < len(data):
            return data[:start] + bytes([data[start] ^ (1 << chance.randrange(8))]) + data[start + 1 :]
        case _:
            return data[:start] + chance.choice(PIECES) + data[end:]


def _other_lines(data: bytes, chance: Random, words: Sequence[bytes]) -> bytes:
    lines = data.splitlines(keepends=True) or [b"\n"]
    for _ in range(chance.randint(1, 3)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.choice(("drop", "twice", "swap", "indent", "join", "value")):
            case "drop" if len(lines) > 1:
                del lines[at]
            case "twice":
                lines.insert(other, lines[at])
            case "swap":
                lines[at], lines[other] = lines[other], lines[at]
            case "indent":
                lines[at] = chance.choice((b"  ", b"\t", b"- ", b"> ", b"    ")) + lines[at]
            case "join":
                lines[at] = lines[at].rstrip(b"\r\n")
            case _:
                head, mark, _ = lines[at].partition(chance.choice((b":", b"=", b",")))
                lines[at] = head + mark + b" " + chance.choice((*PIECES, chance.choice(words))) + b"\n"
    return b"".join(lines)


def _other_values(tree: Any, chance: Random) -> Any:
    """The same tree with one to three values of another kind, gone, doubled, or moved somewhere else."""
    tree = copy.deepcopy(tree)
    for _ in range(chance.randint(1, 3)):
        holders = _holders(tree)
        if not holders:
            return copy.deepcopy(chance.choice(VALUES))
        holder = chance.choice(holders)
        key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        match chance.choice(("value", "value", "drop", "move", "wrap", "twice")):
            case "drop":
                del holder[key]
            case "move":
                giver = chance.choice([one for one in holders if one])
                holder[key] = copy.deepcopy(chance.choice(list(giver.values()) if isinstance(giver, dict) else giver))
            case "wrap":
                holder[key] = chance.choice(([holder[key]], {"x": holder[key]}, {"en": holder[key]}))
            case "twice" if isinstance(holder, list):
                holder.extend(copy.deepcopy(holder[key]) for _ in range(chance.choice((1, 2, 40))))
            case _:
                holder[key] = copy.deepcopy(chance.choice(VALUES))
    return tree


def _holders(tree: Any) -> list[Any]:
    """The lists and maps of a tree that hold anything."""
    found, waiting = [], [tree]
    while waiting:
        value = waiting.pop()
        if isinstance(value, (dict, list)) and value:
            found.append(value)
            waiting.extend(value.values() if isinstance(value, dict) else value)
    return found


def _other_json(data: bytes, chance: Random) -> bytes:
    return json.dumps(_other_values(json.loads(data), chance), default=str).encode()


def _other_yaml(data: bytes, chance: Random) -> bytes:
    documents = [_other_values(document, chance) for document in yaml.safe_load_all(data)]
    written: str = yaml.safe_dump_all(documents, allow_unicode=chance.random() < 0.5)
    return written.encode("utf-8", "replace")


def _other_page(data: bytes, chance: Random) -> bytes:
    """A page whose front matter holds other values, or that has tags which are gone, empty, doubled or elsewhere."""
    if b"</" in data and chance.random() < 0.7:
        return _other_tags(data, chance)
    start, head, rest = data.split(b"---", 2)
    other = yaml.safe_dump(_other_values(yaml.safe_load(head), chance)).encode("utf-8", "replace")
    return start + b"---\n" + other + b"---" + rest


def _other_tags(data: bytes, chance: Random) -> bytes:
    parts = re.split(rb"(<[^<>]{1,400}>)", data)
    tags = range(1, len(parts), 2)
    for _ in range(chance.randint(1, 2 * MOST_WOUNDS)):
        at, other = chance.choice(tags), chance.choice(tags)
        match chance.choice(("drop", "twice", "swap", "empty", "empty")):
            case "drop":
                parts[at] = b""
            case "twice":
                parts[at] *= 2
            case "swap":
                parts[at], parts[other] = parts[other], parts[at]
            case _:
                parts[at] += b"<%b></%b>" % ((chance.choice(_INLINE),) * 2) * chance.choice((1, 2, 3))
    return b"".join(parts)


def _other_xml(data: bytes, chance: Random) -> bytes:
    for _, (prefix, uri) in ElementTree.iterparse(io.BytesIO(data), events=("start-ns",)):
        ElementTree.register_namespace(prefix, uri)
    root = ElementTree.fromstring(data)
    for _ in range(chance.randint(1, 3)):
        every = [(parent, at) for parent in root.iter() for at in range(len(parent))]
        if not every:
            break
        parent, at = chance.choice(every)
        element = parent[at]
        value = str(chance.choice(VALUES))
        match chance.choice(("drop", "twice", "move", "text", "attribute", "name", "tail")):
            case "drop":
                del parent[at]
            case "twice":
                parent.extend(copy.deepcopy(element) for _ in range(chance.choice((1, 2, 40))))
            case "move":
                del parent[at]
                chance.choice(list(root.iter())).append(element)
            case "text":
                element.text = value
            case "attribute":
                element.set(chance.choice((*element.attrib, "x")), value)
            case "name":
                element.tag = chance.choice([one.tag for one in root.iter()])
            case _:
                element.tail = value
    written: bytes = ElementTree.tostring(root, encoding="utf-8")
    return written


def _other_table(data: bytes, chance: Random) -> bytes:
    text = data.decode("utf-8-sig")
    separator = max(",;\t", key=text.count)
    rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    for _ in range(chance.randint(1, 4) if rows else 0):
        row = chance.choice(rows)
        column = chance.randrange(max(1, len(row)))
        match chance.choice(("cell", "cell", "column", "drop", "shift", "twice", "move")):
            case "cell" if row:
                row[column] = str(chance.choice(VALUES))
            case "column":
                for other in rows[1:]:
                    other[column : column + 1] = [str(chance.choice(VALUES))]
            case "drop":
                for other in rows:
                    del other[column : column + 1]
            case "shift":
                row.insert(column, "")
            case "twice":
                rows.extend([row] * chance.choice((1, 2, 40)))
            case _:
                rows.insert(0, rows.pop(chance.randrange(len(rows))))
    written = io.StringIO()
    csv.writer(written, delimiter=chance.choice((separator, separator, ",", ";", "\t"))).writerows(rows)
    return written.getvalue().encode("utf-8", "replace")


def _other_archive(data: bytes, chance: Random) -> bytes:
    """A spreadsheet with wounds in the members of its archive, which itself is whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(one.filename, archive.read(one)) for one in archive.infolist()]
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(members))
        name, content = members[at]
        match chance.choice(("tree", "tree", "tree", "bytes", "drop", "rename", "swap")):
            case "drop" if len(members) > 1:
                del members[at]
            case "rename":
                members[at] = chance.choice((*(one for one, _ in members), "../x", "/x", "a\\b")), content
            case "swap":
                members[at] = name, chance.choice(members)[1]
            case "bytes":
                members[at] = name, _other_bytes(content, chance, _SHEET_WORDS)
            case _:
                try:
                    members[at] = name, _other_xml(content, chance)
                except (ValueError, ElementTree.ParseError):
                    members[at] = name, _other_lines(content, chance, _SHEET_WORDS)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for number, (name, content) in enumerate(members):
            taken = name in {one for one, _ in members[:number]}
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(f"{name}{number}" if taken else name, content, packing)
    return written.getvalue()


_WOUNDS: dict[str, Wound] = {
    ".json": _other_json,
    ".yaml": _other_yaml,
    ".yml": _other_yaml,
    ".md": _other_page,
    ".html": _other_page,
    ".xml": _other_xml,
    ".xcal": _other_xml,
    ".csv": _other_table,
    ".tsv": _other_table,
    ".xlsx": _other_archive,
    ".ods": _other_archive,
}
