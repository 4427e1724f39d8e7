"""A summary as a table: every talk and link in it, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from confnotes.model.program import Resource, ResourceKind
from confnotes.model.summary import Summary, SummaryItem, SummaryLink, SummaryNote, SummaryQuestion
from summary_samples import GAUGES, HOSTILE, TIDES, set_as, small, with_item, with_title
from tools import SOFFICE

FORMULAS = (
    *("=1+1", "+1+1", "-1+1", "@SUM(1,1)", '=HYPERLINK("https://evil.example","x")', "＝1+1", "＠SUM(1,1)", "％"),
    *("\t=1+1", "\r=1+1", "\n=1+1", "  =1+1", "\u3000=1+1", "'=1+1", '"=1+1', '"\t=1+1'),
    *("=cmd|'/C calc'!A0", "|calc", "a;=1+1", 'a";=1+1', "a; @SUM(1,1)", "a,=1+1", 'a","=1+1', "a\t=1+1", "%0A=1+1"),
)


def table(summary: Summary) -> list[dict[str, str]]:
    """The rows as a program reads them."""
    data = set_as("csv", summary)
    assert data.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(data.removeprefix("\ufeff"), newline="")))


def test_every_talk_and_note_is_a_row_with_its_links() -> None:
    tides, gauges, dinner = table(small())
    assert (tides["day"], tides["start"], tides["end"], tides["kind"]) == ("2021-06-03", "09:30", "09:50", "oral")
    assert (tides["session"], tides["speakers"]) == ("Orals & posters", "Ida Brandt; Omar Nasser")
    assert (tides["paper"], tides["rating"], tides["starred"]) == ("https://arxiv.org/abs/2106.00001", "4", "yes")
    assert tides["takeaways"] == "Ten weights are enough for a semidiurnal tide; the moon is a strong prior"
    assert gauges["kind"] == "poster" and dinner["kind"] == "note"


def test_posters_and_what_was_missed_are_rows_too() -> None:
    board = replace(GAUGES, id="talk-fog", title="Fog", number="#12", marks=frozenset(), missed=True)
    (*_, fog) = table(replace(small(), others=(board,), missed=(board.id,)))
    assert (fog["title"], fog["number"], fog["missed"], fog["starred"]) == ("Fog", "#12", "yes", "")


def test_what_stands_in_a_list_only_stands_in_the_order_of_time_with_its_session() -> None:
    """A row at the end, without a session, was of no use in a spreadsheet that is read by day."""
    early = replace(TIDES, id="early", title="Early", start=datetime(2021, 6, 3, 9, 0), session="Buoys", missed=True)
    late = replace(early, id="late", title="Late", day=date(2021, 6, 9), start=datetime(2021, 6, 9, 9, 0))
    rows = table(replace(small(), others=(late, early)))
    assert rows[0]["title"] == "Early" and rows[-1]["title"] == "Late"
    assert {row["session"] for row in (rows[0], rows[-1])} == {"Buoys"}


def test_the_moment_of_a_question_stands_apart_from_its_words() -> None:
    asked = SummaryQuestion("q", "what are the variables [35:18](https://video.example/?t=2118)")
    (row, *_) = table(with_item(replace(TIDES, notes=(SummaryNote(questions=(asked,)),))))
    assert row["questions"] == "what are the variables (35:18)"


def test_no_link_is_lost() -> None:
    links = tuple(SummaryLink(Resource(kind, f"https://a.example/{kind}")) for kind in ResourceKind)
    (row, *_) = table(with_item(replace(TIDES, links=links)))
    assert all(any(f"https://a.example/{kind}" in cell for cell in row.values()) for kind in ResourceKind)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    """Not even where the semicolon separates cells."""
    for row in table(with_title(text)):
        for cell in row.values():
            for piece in re.split(r"[;\n\r\t]", cell):
                assert not re.match(r"[\s\"]*[=+\-@|%＝＋－＠｜]", piece), cell


def hostile() -> Summary:
    """A talk for each text that wants to be run."""
    items: tuple[SummaryItem, ...] = ()
    for number, text in enumerate((*FORMULAS, *HOSTILE)):
        (item, *_) = with_title(text).items()
        items += (replace(item, id=f"talk-{number}"),)
    return replace(small(), others=items)


@pytest.mark.needs("LibreOffice Calc")
@pytest.mark.parametrize("separator", [",", ";"])
def test_a_spreadsheet_runs_no_cell(tmp_path: Path, separator: str) -> None:
    """Opened as LibreOffice opens such a file; a table of our own shows that it would have run one."""
    (tmp_path / "summary.csv").write_bytes(set_as("csv", hostile()).encode())
    (tmp_path / "control.csv").write_text(f'"a"{separator}"=1+1"\n', encoding="utf-8")
    command = [SOFFICE, f"-env:UserInstallation=file://{tmp_path}/home", "--headless", "--convert-to", "xlsx"]
    command += [f"--infilter=CSV:{ord(separator)},34,76,1", "summary.csv", "control.csv"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    sheets = {
        name: ZipFile(tmp_path / f"{name}.xlsx").read("xl/worksheets/sheet1.xml") for name in ("summary", "control")
    }
    assert b"<f" in sheets["control"]
    assert not re.search(rb"<f[ >]", sheets["summary"])
    assert sheets["summary"].count(b"<row ") >= len(FORMULAS)
    names = ZipFile(tmp_path / "summary.xlsx").namelist()
    assert not [name for name in names if "externalLink" in name or "hyperlink" in name]
