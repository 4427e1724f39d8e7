"""Spreadsheets as the programs write them that people's spreadsheets come from: all of them hold the same program.

`written/make.py` and `written/make.js` wrote them, and say how.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from confnotes.actions.importing.read_sources import preview
from confnotes.errors import ConfnotesError
from confnotes.importers.importer import Hints
from confnotes.model.program import ReadProgram

WRITTEN = Path(__file__).parent / "written"
FILES = sorted(path.name for path in WRITTEN.iterdir() if path.suffix in (".xlsx", ".xls", ".ods"))
WITHOUT_MERGED_CELLS = {"pandas.xlsx", "pandas.ods"}
WITHOUT_LINKS = {*WITHOUT_MERGED_CELLS, "xlwt.xls"}


def imported(name: str) -> ReadProgram:
    (one,) = preview([str(WRITTEN / name)], Hints())
    return one.read


def test_there_is_a_file_by_every_writer() -> None:
    writers = {name.partition(".")[0] for name in FILES}
    assert writers == {"libreoffice", "odfpy", "openpyxl", "pandas", "sheetjs", "sheetjs-packed", "xlsxwriter", "xlwt"}


@pytest.mark.parametrize("name", FILES)
def test_a_spreadsheet_is_read_whoever_wrote_it(name: str) -> None:
    found = imported(name)

    assert found.format == name.rpartition(".")[2]
    assert [
        (talk.title, talk.start, talk.end, [each.name for each in talk.speakers]) for talk in found.program.talks()
    ] == [
        ("Tides & waves", datetime(2027, 6, 3, 9, 30), datetime(2027, 6, 3, 10, 0), ["Ada Quillon"]),
        ("Fog", datetime(2027, 6, 3, 10, 0), datetime(2027, 6, 3, 10, 45), ["Bo Lind", "Cyd Marsh"]),
        ("Ebb", datetime(2027, 6, 4, 13, 15), datetime(2027, 6, 4, 14, 45), ["Dru Sand"]),
    ]


@pytest.mark.parametrize("name", sorted({*FILES} - WITHOUT_MERGED_CELLS))
def test_a_merged_cell_holds_for_all_its_rows(name: str) -> None:
    assert [talk.room for talk in imported(name).program.talks()] == ["Hall 2", "Hall 2", "Küche"]


@pytest.mark.parametrize("name", sorted({*FILES} - WITHOUT_LINKS))
def test_the_link_on_a_cell_is_kept(name: str) -> None:
    first, *others = imported(name).program.talks()

    assert [(each.kind, each.url) for each in first.resources] == [("video", "https://talks.example.org/tides")]
    assert not any(talk.resources for talk in others)


def test_a_hidden_sheet_is_left_out() -> None:
    assert [warning.message for warning in imported("openpyxl.xlsx").warnings if "hidden" in warning.message] == [
        "left out: the sheet “Kept out”, which is hidden"
    ]


def test_a_binary_workbook_is_refused_with_what_to_do() -> None:
    with pytest.raises(ConfnotesError, match=r"sheetjs\.xlsb is a binary workbook") as refused:
        imported("sheetjs.xlsb")

    assert refused.value.hint == "Save it as .xlsx or CSV."


def test_an_old_workbook_that_needs_too_much_memory_is_refused_alone(tmp_path: Path) -> None:
    whole = (WRITTEN / "libreoffice.xls").read_bytes()
    link = whole.index(b"\xb8\x01", whole.index("https".encode("utf-16-le")) - 120)
    one_cell, whole_sheet = whole[link + 4 : link + 12], bytes.fromhex("0000ffff0000ff00")
    wound = tmp_path / "wound.xls"
    wound.write_bytes(
        whole.replace(one_cell + whole[link + 12 : link + 28], whole_sheet + whole[link + 12 : link + 28])
    )

    with pytest.raises(ConfnotesError, match=r"wound\.xls is a broken spreadsheet"):
        imported(str(wound))
