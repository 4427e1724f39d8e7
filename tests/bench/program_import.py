"""Importing large programs against the bare parser of their format, on the same bytes."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from xml.etree import ElementTree

import icalendar
import yaml

from bench.measure import Bench, Row, milliseconds, together
from bench.programs import calendar_ics, schedule_xml, table_csv, virtual_site_json
from confnotes.actions.importing.import_again import look
from confnotes.actions.importing.import_program import write
from confnotes.actions.importing.read_sources import preview
from confnotes.importers.reading import Hints, read_program
from confnotes.vault.vault import Vault

READING = 4.0
FIRST = 1.5
AGAIN = 2.0
_FOSDEM = Path(__file__).parents[3] / "shared" / "corpora" / "schedule-xml" / "fosdem" / "2024.xml"


@dataclass(frozen=True)
class _Large:
    """A large program and what its bare parser does with it."""

    name: str
    file: str
    data: bytes
    parser: str
    parse: Callable[[bytes], object]
    times: int = 7
    target: float | None = READING


def run(bench: Bench) -> list[Row]:
    """Three rows a format: reading it, importing it for the first time, and importing it again."""
    rows: list[Row] = []
    for large in _programs():
        rows += _rows(bench, large)
    return rows


def _programs() -> Iterator[_Large]:
    if _FOSDEM.is_file():
        yield _Large("FOSDEM 2024", "2024.xml", _FOSDEM.read_bytes(), "expat tree", ElementTree.fromstring)
    yield _Large("XML, 3,000 talks", "large.xml", schedule_xml(3000), "expat tree", ElementTree.fromstring)
    yield _Large("JSON, 6,000 papers", "large.json", virtual_site_json(6000), "json", json.loads)
    yield _Large("CSV, 6,000 papers", "papers.csv", table_csv(6000, words=180), "csv", _rows_of)
    yield _Large("CSV, 6,000 short rows", "short.csv", table_csv(6000, words=60), "csv", _rows_of, target=None)
    yield _Large("iCalendar, 2,000", "large.ics", calendar_ics(2000), "icalendar", icalendar.Calendar.from_ical, 3)


def _rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def _rows(bench: Bench, large: _Large) -> list[Row]:
    folder = bench.folder / "import"
    file = folder / large.file
    folder.mkdir(exist_ok=True)
    file.write_bytes(large.data)
    source = [str(file)]
    hints = Hints(conference="Large", timezone="Europe/Brussels")

    def first() -> None:
        shutil.rmtree(folder / "vault", ignore_errors=True)
        vault = Vault.create(folder / "vault")
        write(vault, preview(source, hints))

    def again() -> None:
        vault = Vault.open(folder / "vault")
        write(vault, look(vault, source, hints).previews)

    read, whole, twice, bare = together(
        lambda: read_program(large.data, large.file, hints),
        first,
        again,
        lambda: large.parse(large.data),
        times=large.times,
    )
    # Last: what the script holds would slow down the garbage collector while the others run.
    scripted = median(milliseconds(_script(folder, large), large.times))
    return [
        Row(f"read {large.name}", read, large.parser, bare, large.target),
        Row(f"import {large.name}", whole, "parser, PyYAML in C, json", scripted, FIRST),
        Row(f"import again {large.name}", twice, large.parser, bare, AGAIN),
    ]


def _script(folder: Path, large: _Large) -> Callable[[], None]:
    """What a script has to do at least: parse the source, and write and sync the files that an import leaves."""
    (program,) = (folder / "vault").glob("*/program.yaml")
    (base,) = (folder / "vault" / ".confnotes" / "imported").glob("*/*.json")
    in_yaml, in_json = yaml.load(program.read_bytes(), yaml.CSafeLoader), json.loads(base.read_bytes())

    def run() -> None:
        large.parse(large.data)
        for name, text in (
            ("script.yaml", yaml.dump(in_yaml, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)),
            ("script.json", json.dumps(in_json, ensure_ascii=False)),
        ):
            with (folder / name).open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())

    return run
