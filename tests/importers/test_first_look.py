"""A source that says what it is loads the importer for it and no other: loading all takes longer than reading."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from confnotes.importers.reading import installed_importers, likely
from confnotes.importers.source import Source
from source_files import source_at

FORMATS = Path(__file__).parent / "formats"
SOURCES = sorted(path for path in FORMATS.glob("*/*") if not path.name.endswith(".expected.json"))
SAYS_WHAT_IT_IS = {
    "icalendar": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Tides\nDTSTART:20310512T100000\nEND:VEVENT\nEND:VCALENDAR\n",
    "frab-xml": (
        "<?xml version='1.0'?><schedule><conference><title>Harbour</title></conference><day date='2031-05-12'>"
        "<room name='Aula'><event id='1'><title>Tides</title><start>10:00</start></event></room></day></schedule>"
    ),
    "schedule-json": (
        '{"schedule": {"conference": {"title": "Harbour", "days": [{"date": "2031-05-12", "rooms": '
        '{"Aula": [{"id": 1, "title": "Tides", "start": "10:00", "duration": "00:30"}]}}]}}}'
    ),
    "bibtex": "@inproceedings{a, title={Tides}, author={Farol, In\u00eas}, booktitle={Harbour}, year={2031}}\n",
}
_LOADED = """
import sys
from confnotes.importers.reading import read_program
assert sum(1 for _ in read_program(sys.stdin.buffer.read(), "source").program.talks()) == 1
from confnotes.importers.reading import installed_importers
print(*(one.name for one in installed_importers() if "importer" in vars(one)))
"""


@pytest.mark.parametrize("name", SAYS_WHAT_IT_IS)
def test_only_the_importer_that_it_is_for_is_loaded(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOADED], input=SAYS_WHAT_IT_IS[name].encode(), capture_output=True, check=True
    )
    assert done.stdout.decode().split() == [name]


def test_what_is_looked_for_belongs_to_importers_that_there_are() -> None:
    everything = "\n".join(SAYS_WHAT_IT_IS.values())
    names = {one.name for one in installed_importers() if one.ours}
    assert likely(Source.of_bytes(everything.encode(), "all")) <= names


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_first_look_changes_no_answer(path: Path) -> None:
    """Who is asked first is certain, and no other is; or all are asked."""
    source = source_at(path)
    first = [one for one in installed_importers() if one.name in likely(source)]
    if any(one.importer.sniff(source) >= 0.95 for one in first):
        assert sum(one.importer.sniff(source) >= 0.95 for one in installed_importers()) == 1
