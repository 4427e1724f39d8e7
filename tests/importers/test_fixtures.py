"""Pages of every kind, and the whole object that each is read as."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from confnotes.exporters.data.program_json import program_object
from confnotes.importers.reading import read_program

FIXTURES = Path(__file__).parent / "fixtures"
SOURCES = sorted(path for path in FIXTURES.iterdir() if path.suffix != ".json")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_page_is_read_as_its_author_meant_it(source: Path) -> None:
    expected = json.loads(source.with_suffix(".json").read_text(encoding="utf-8"))

    found = program_object(read_program(source.read_bytes(), source.name))

    assert found == expected
    assert json.dumps(found) == json.dumps(expected), "in another order"


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_line_ends_and_a_byte_order_mark_change_nothing(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    plain = read_program(text.encode(), source.name)

    windows = read_program(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), source.name)

    assert windows == plain
