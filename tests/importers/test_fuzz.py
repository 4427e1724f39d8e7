"""However a source is broken, every reader ends with a program or with one clear line: no traceback, no hang.

`make fuzz` tries 20,000 broken sources a reader; the tests try a few of each.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broken_sources import broken
from confnotes.errors import ConfnotesError
from confnotes.exporters.data.program_json import program_object
from confnotes.importers.importer import Importer
from confnotes.importers.normalize import normalize
from confnotes.importers.reading import Hints, installed_importers

HERE = Path(__file__).parent
INPUTS = int(os.environ.get("CONFNOTES_FUZZ", "15"))
HANGS = 20  # seconds of the processor, for what takes a hundredth of one: the work grew out of all proportion


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
    for one in installed_importers():
        for name in one.importer.formats:
            own = tuple(path for path in samples if path.parent.name == name)
            if one.name == "written":
                own += tuple(pages)
            if own:
                found.append(Reader(name, one.importer, own))
    return tuple(found)


@pytest.mark.parametrize("reader", readers(), ids=lambda reader: reader.format)
def test_broken_source_is_read_or_refused_in_one_line(reader: Reader) -> None:
    @settings(
        max_examples=INPUTS,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    )
    @given(seed=st.integers(0, 2**32))
    def try_one(seed: int) -> None:
        began = process_time()
        source = broken(reader.sources, seed)
        hints = Hints(format=reader.format)
        try:
            assert 0 <= reader.importer.sniff(source) <= 1
        except ConfnotesError as refused:
            assert refused.message and "\n" not in refused.message
        try:
            read = normalize(reader.importer.read(source, hints), hints)
        except ConfnotesError as refused:
            assert refused.message and "\n" not in refused.message
        else:
            json.dumps(program_object(read))
            ids = [talk.id for talk in read.program.talks() if talk.id is not None]
            assert len(ids) == len(set(ids))
            assert all("\n" not in warning.message for warning in read.warnings)
        assert process_time() - began < HANGS

    try_one()
