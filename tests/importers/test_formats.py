"""Every format that programs come in: a source of each shape, and the whole object that it is read as."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from confnotes.exporters.data.program_json import program_object
from confnotes.importers.reading import read_source
from source_files import source_at

FORMATS = Path(__file__).parent / "formats"
SOURCES = sorted(path for path in FORMATS.glob("*/*") if not path.name.endswith(".expected.json"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_source_is_read_as_its_author_meant_it(path: Path) -> None:
    expected = json.loads((path.parent / f"{path.stem}.expected.json").read_text(encoding="utf-8"))

    found = program_object(read_source(source_at(path)))

    assert found["format"] == path.parent.name
    assert found == expected
    assert json.dumps(found) == json.dumps(expected), "in another order"
