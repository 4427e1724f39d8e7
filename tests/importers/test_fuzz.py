"""However a source is broken, every reader ends with a program or with one clear line: no traceback, no hang.

`make fuzz` tries 20,000 broken sources a reader; the tests try a few of each.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confnotes.errors import ConfnotesError
from confnotes.exporters.program_json import program_object
from confnotes.importers.importer import Importer
from confnotes.importers.reading import Hints
from confnotes.importers.registry import installed
from confnotes.importers.settle import settled
from confnotes.importers.source import Source, SourceFile
from source_files import source_at

HERE = Path(__file__).parent
INPUTS = int(os.environ.get("CONFNOTES_FUZZ", "60"))
PIECES = (
    b"", b"<", b">", b"&amp;lt;", b"&#0;", b"]]>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"{", b"}", b"[", b"]", b'"',
    b",",
    b"null", b"true", b"-1", b"1e999", b"NaN", b"99999999999999999999", b"0000-00-00", b"9999-12-31T23:59:59+14:00",
    b"2024-02-30T25:61", b"24:00", b"12:00 PM", b"0:00", b"P9999999D", b"RRULE:FREQ=SECONDLY;INTERVAL=0\r\n",
    b"DTSTART;TZID=Mars/Base:20240101T000000\r\n", b"BEGIN:VEVENT\r\n", b"END:VCALENDAR\r\n", b"---\n",
    b"...\n", b"+++\n",
    b"&a ", b"*a", b"!!python/object ", b"\t", b"\n", b"\r", b"\x00", b"\x1b]52;c;eA==\x07", b"\xff\xfe",
    b"\xe2\x80\xae",
    b"../../etc/passwd", b"C:\\x", b"=1+1", b"@string{a = ", b"\\'{\\i}", b"{{ site.x }}", b"{% for %}", b"A" * 5000,
    b"(" * 300, b"[[" * 300, b"<a><b>" * 300, b"{\"a\":" * 300, b"http://", b"javascript:alert(1)", b"Europe/Berlin",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, 10**30, "", " ", "x" * 5000, "\x1b[2J", [], {}, [None], [[]], {"en": "x"}, {"": None},
    "2024-13-45", "2024-01-01", "2024-01-01T10:00:00Z", ["a", 1, None], "<b>", [{"name": None}], "..", "\u202e", 12.5,
)  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """An importer as one of its formats, and sources that it reads."""

    format: str
    importer: Importer
    sources: tuple[Path, ...]


@cache
def readers() -> tuple[Reader, ...]:
    """Every format that has a source among the samples."""
    found = []
    samples = sorted(path for path in HERE.glob("formats/*/*") if not path.name.endswith(".expected.json"))
    pages = sorted(path for path in (HERE / "fixtures").iterdir() if path.suffix != ".json")
    for one in installed()[0]:
        for name in one.importer.formats:
            own = tuple(path for path in samples if path.parent.name == name)
            if one.name == "written":
                own += tuple(pages)
            if own:
                found.append(Reader(name, one.importer, own))
    return tuple(found)


@st.composite
def broken(draw: st.DrawFn, sources: tuple[Path, ...]) -> Source:
    """A sample with one to four wounds in one of its files."""
    source = source_at(draw(st.sampled_from(sources)))
    at = draw(st.integers(0, len(source.files) - 1))
    file = source.files[at]
    if file.suffix == ".json" and draw(st.booleans()):
        data = json.dumps(_with_other_values(json.loads(file.data), draw)).encode()
    else:
        data = file.data
        for _ in range(draw(st.integers(1, 4))):
            data = _wounded(data, draw)
    files = (*source.files[:at], SourceFile(file.path, lambda: data), *source.files[at + 1 :])
    return replace(source, files=files, _made={})


def _wounded(data: bytes, draw: st.DrawFn) -> bytes:
    start = draw(st.integers(0, len(data)))
    end = min(len(data), start + draw(st.sampled_from((0, 1, 7, 60, 1000))))
    match draw(st.sampled_from(("replace", "truncate", "repeat", "move"))):
        case "truncate":
            return data[:start]
        case "repeat":
            return data[:end] + data[start:end] * 3 + data[end:]
        case "move":
            rest = data[:start] + data[end:]
            place = draw(st.integers(0, len(rest)))
            return rest[:place] + data[start:end] + rest[place:]
        case _:
            return data[:start] + draw(st.sampled_from(PIECES)) + data[end:]


def _with_other_values(value: Any, draw: st.DrawFn) -> Any:
    """The same tree with one value of another kind somewhere."""
    if isinstance(value, (dict, list)) and value and draw(st.integers(0, 5)):
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        key = draw(st.sampled_from(keys))
        other = value.copy()
        if isinstance(other, dict) and not draw(st.integers(0, 5)):
            del other[key]
        else:
            other[key] = _with_other_values(value[key], draw)
        return other
    return draw(st.sampled_from(VALUES))


@pytest.mark.parametrize("reader", readers(), ids=lambda reader: reader.format)
def test_broken_source_is_read_or_refused_in_one_line(reader: Reader) -> None:
    @settings(
        max_examples=INPUTS,
        deadline=10_000,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    )
    @given(source=broken(reader.sources))
    def try_one(source: Source) -> None:
        hints = Hints(format=reader.format)
        try:
            assert 0 <= reader.importer.sniff(source) <= 1
        except ConfnotesError as refused:
            assert refused.message and "\n" not in refused.message
        try:
            read = settled(reader.importer.read(source, hints), hints)
        except ConfnotesError as refused:
            assert refused.message and "\n" not in refused.message
        else:
            json.dumps(program_object(read))
            ids = [talk.id for talk in read.program.talks() if talk.id is not None]
            assert len(ids) == len(set(ids))
            assert all("\n" not in warning.message for warning in read.warnings)

    try_one()
