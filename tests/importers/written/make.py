"""Writes the same small program with the programs that people's spreadsheets come from.

    uv run --no-project --with openpyxl,xlsxwriter,pandas,odfpy,xlwt tests/importers/written/make.py
    (cd /tmp && npm install xlsx) && NODE_PATH=/tmp/node_modules node tests/importers/written/make.js

Run it again after a change here and commit what it wrote. LibreOffice's files are written where `soffice` is there.
"""

# mypy: ignore-errors
from __future__ import annotations

import shutil
import subprocess
from datetime import date, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pandas
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import A, P

HERE = Path(__file__).parent
HEADER = ["Day", "Start", "Duration", "Room", "Title", "Speakers", "Number", "Video"]
LINK = "https://talks.example.org/tides"
ROWS = [
    [date(2027, 6, 3), time(9, 30), timedelta(minutes=30), "Hall 2", "Tides & waves", "Ada Quillon", 7, "watch"],
    [date(2027, 6, 3), time(10, 0), timedelta(minutes=45), None, "Fog", "Bo Lind; Cyd Marsh", 12.5, None],
    [date(2027, 6, 4), time(13, 15), timedelta(hours=1, minutes=30), "Küche", "Ebb", "Dru Sand", 1, None],
]


def by_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADER)
    for row in ROWS:
        sheet.append(row)
    sheet["H2"].hyperlink = LINK
    sheet.merge_cells("D2:D3")
    book.create_sheet("Kept out").sheet_state = "hidden"
    book.save(path)


def by_xlsxwriter(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    looks = [book.add_format({"num_format": code}) for code in ("dd.mm.yyyy", "hh:mm", "[h]:mm")]
    sheet.write_row(0, 0, HEADER)
    for number, row in enumerate(ROWS, 1):
        for column, value in enumerate(row):
            if column < 3:
                sheet.write_datetime(number, column, value, looks[column])
            elif value is not None:
                sheet.write(number, column, value)
    sheet.merge_range(1, 3, 2, 3, ROWS[0][3])
    sheet.write_url(1, 7, LINK, string="watch")
    book.close()


def by_pandas(path: Path, engine: str) -> None:
    pandas.DataFrame(ROWS, columns=HEADER).to_excel(path, index=False, engine=engine)


def by_xlwt(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Program")
    looks = [xlwt.easyxf(num_format_str=code) for code in ("DD.MM.YYYY", "HH:MM", "[H]:MM")]
    for column, name in enumerate(HEADER):
        sheet.write(0, column, name)
    for number, row in enumerate(ROWS, 1):
        for column, value in enumerate(row):
            if column == 2:
                sheet.write(number, column, value / timedelta(days=1), looks[2])
            elif column < 3:
                sheet.write(number, column, value, looks[column])
            elif value is not None and column != 3:
                sheet.write(number, column, value)
    sheet.write_merge(1, 2, 3, 3, ROWS[0][3])
    sheet.write(3, 3, ROWS[2][3])
    book.save(path)


def by_odfpy(path: Path) -> None:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Program")
    for number, row in enumerate([HEADER, *ROWS]):
        line = TableRow()
        for column, value in enumerate(row):
            if (number, column) == (2, 3):
                line.addElement(CoveredTableCell())
                continue
            cell = TableCell(**_odf_value(value), **({"numberrowsspanned": 2} if (number, column) == (1, 3) else {}))
            text = P()
            if (number, column) == (1, 7):
                text.addElement(A(href=LINK, text=value))
            elif value is not None:
                text.addText(str(value))
            cell.addElement(text)
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(path)


def _odf_value(value: object) -> dict[str, str]:
    match value:
        case date():
            return {"valuetype": "date", "datevalue": value.isoformat()}
        case time():
            return {"valuetype": "time", "timevalue": f"PT{value:%H}H{value:%M}M00S"}
        case timedelta():
            hours, minutes = divmod(value // timedelta(minutes=1), 60)
            return {"valuetype": "time", "timevalue": f"PT{hours:02}H{minutes:02}M00S"}
        case int() | float():
            return {"valuetype": "float", "value": str(value)}
        case _:
            return {"valuetype": "string"}


def by_libreoffice(ending: str, source: Path) -> None:
    with TemporaryDirectory() as folder:
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", ending]
        subprocess.run([*command, "--outdir", folder, source], check=True)
        shutil.copy(Path(folder, source.name).with_suffix(f".{ending}"), HERE / f"libreoffice.{ending}")


if __name__ == "__main__":
    by_openpyxl(HERE / "openpyxl.xlsx")
    by_xlsxwriter(HERE / "xlsxwriter.xlsx")
    by_pandas(HERE / "pandas.xlsx", "openpyxl")
    by_pandas(HERE / "pandas.ods", "odf")
    by_xlwt(HERE / "xlwt.xls")
    by_odfpy(HERE / "odfpy.ods")
    if shutil.which("soffice"):
        for each in ("xlsx", "ods", "xls"):
            by_libreoffice(each, HERE / "xlsxwriter.xlsx")
