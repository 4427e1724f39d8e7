"""Tables that people and tools hand over: what is found in them, what is not guessed, and what is refused."""

from __future__ import annotations

import html
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest

from confnotes.actions.importing.open_source import ImportContext, open_source
from confnotes.actions.importing.read_sources import read_opened
from confnotes.errors import ConfnotesError
from confnotes.importers.importer import Hints
from confnotes.importers.reading import UnknownSourceError, read_source
from confnotes.importers.source import Source
from confnotes.importers.table.grid import timetable_of
from confnotes.importers.table.importer import Table
from confnotes.importers.table.program import program_of
from confnotes.importers.table.sheet import MOST_COLUMNS, MergedCells, Sheet
from confnotes.model.program import Kind, ReadProgram, Role, Talk

FORMATS = Path(__file__).parent / "formats"


def read(text: str, hints: Hints | None = None, name: str = "program.csv") -> ReadProgram:
    return read_source(Source.of_bytes(text.encode(), name), hints)


def talks(text: str, hints: Hints | None = None) -> list[Talk]:
    return list(read(text, hints).program.talks())


def warned(found: ReadProgram, words: str) -> bool:
    return any(words in warning.message for warning in found.warnings)


@pytest.mark.parametrize(
    "header",
    [
        "Date,Start Time,End Time,Title,Speaker,Room",
        "Datum;Beginn;Ende;Titel;Referent;Raum",
        "Date\tHeure de début\tHeure de fin\tTitre\tIntervenant·e·s\tSalle",
        "Fecha|Hora de inicio|Hora de fin|Título|Ponentes|Sala",
        "Data,Inizio,Fine,Titolo,Relatore,Aula",
        "日付,開始,終了,タイトル,講演者,会場",
        "开始日期,开始时间,结束时间,报告题目,主讲人,地点",
        "Jour;Début;Fin;Intitulé;Intervenant-e-s;Salle",
        "Datum;Begintijd;Eindtijd;Onderwerp;Spreker;Zaal",
        "Dato;Starttid;Sluttid;Tittel;Foredragsholder;Rom/Lokal",
        "Dzień;Początek;Koniec;Tytuł referatu;Prelegenci;Sala",
        "Den;Začátek;Konec;Název přednášky;Přednášející;Místnost",
        "Дата;Начало;Окончание;Название доклада;Докладчик;Аудитория",
        "Tarih;Saat;Bitiş;Başlık;Konuşmacı;Salon",
        "Nap;Kezdés;Vége;Cím;Előadó;Terem",
        "session_date,session_start_time,session_end_time,session_title,presenter_name,session_location",
        "SessionDate,StartsAt,EndsAt,TalkTitle,SpeakerName,RoomName",
        "*Date (Required),*Time Start,*Time End,*Session Title,Speakers (Optional),Room/Location",
    ],
)
def test_columns_are_found_by_what_their_headers_mean(header: str) -> None:
    delimiter = next(each for each in ",;\t|" if each in header)
    row = delimiter.join(("2027-06-03", "09:30", "10:15", "Tides", "Ada Quillon", "Hall 2"))

    (talk,) = talks(f"{header}\n{row}\n")

    assert (talk.title, talk.room) == ("Tides", "Hall 2")
    assert (talk.start, talk.end) == (datetime(2027, 6, 3, 9, 30), datetime(2027, 6, 3, 10, 15))
    assert [speaker.name for speaker in talk.speakers] == ["Ada Quillon"]


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("9:00 AM", (9, 0), None),
        ("9:00 p.m.", (21, 0), None),
        ("9h30", (9, 30), None),
        ("09.30 Uhr", (9, 30), None),
        ("0930", (9, 30), None),
        ("0.375", (9, 0), None),
        ("9:00-10:00", (9, 0), (10, 0)),
        ("12:30–2:00", (12, 30), (14, 0)),
        ("11:00 AM - 1:00 PM", (11, 0), (13, 0)),
        ("22:30 - 00:15", (22, 30), (0, 15)),
        ("10:00\n10:45", (10, 0), (10, 45)),
    ],
)
def test_times_are_read_as_people_write_them(cell: str, start: tuple[int, int], end: tuple[int, int] | None) -> None:
    (talk,) = talks(f'Date,Time,Title,Room\n2027-06-03,"{cell}",Tides,Hall\n')

    assert talk.starts_at is not None
    assert (talk.starts_at.hour, talk.starts_at.minute) == start
    assert (talk.ends_at and (talk.ends_at.hour, talk.ends_at.minute)) == end


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (("9/18/2027", "10/2/2027"), ((9, 18), (10, 2))),
        (("18.9.2027", "2.10.2027"), ((9, 18), (10, 2))),
        (("04/06/2027", "05/06/2027"), ((6, 4), (6, 5))),
        (("6/4/27", "6/5/27"), ((6, 4), (6, 5))),
        (("Friday 04/06/2027", "04/06/2027"), ((6, 4), (6, 4))),
        (("20270604", "45812"), ((6, 4), (6, 4))),
        (("June 4th, 2027", "5 June 2027"), ((6, 4), (6, 5))),
    ],
)
def test_day_and_month_are_distinguished_by_all_days_of_a_file(
    cells: tuple[str, str], days: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    found = talks("Date,Time,Title\n" + "".join(f'"{cell}",9:00,Talk {number}\n' for number, cell in enumerate(cells)))

    assert [(talk.starts_at.month, talk.starts_at.day) for talk in found if talk.starts_at] == list(days)


def test_ambiguous_days_are_left_out_with_a_warning_and_their_hours_kept() -> None:
    found = read("Date,Time,Title\n4/6/2027,9:00,Tides\n4/6/2027,10:00,Buoys\n")

    assert [talk.start for talk in found.program.talks()] == [time(9), time(10)]
    assert warned(found, "“4/6/2027” are ambiguous")


@pytest.mark.parametrize(
    ("hints", "day"),
    [
        (Hints(timezone="America/Chicago"), date(2027, 4, 6)),
        (Hints(timezone="Europe/Berlin"), date(2027, 6, 4)),
        (Hints(starts=date(2027, 6, 4)), date(2027, 6, 4)),
    ],
)
def test_what_the_user_says_decides_between_day_and_month(hints: Hints, day: date) -> None:
    (talk,) = talks("Date,Time,Title,Room\n4/6/2027,9:00,Tides,Hall\n", hints)

    assert talk.starts_at is not None
    assert talk.starts_at.date() == day


def test_days_without_a_year_or_a_date_keep_their_hours_until_the_first_day_is_known() -> None:
    text = "Day,Time,Title\nDay 1,9:00,Tides\nDay 2,9:00,Buoys\n"

    assert [talk.start for talk in talks(text)] == [time(9), time(9)]
    assert warned(read(text), "the first day")
    assert [talk.start for talk in talks(text, Hints(starts=date(2027, 6, 3)))] == [
        datetime(2027, 6, 3, 9),
        datetime(2027, 6, 4, 9),
    ]


def test_the_afternoon_of_a_clock_of_twelve_hours_is_found_by_its_order() -> None:
    found = read(
        "Date,Time,Title\n" + "".join(f"2027-06-03,{at},Talk at {at}\n" for at in ("9:00", "11:30", "1:30", "5:00"))
    )

    assert [talk.starts_at.hour for talk in found.program.talks() if talk.starts_at] == [9, 11, 13, 17]
    assert warned(found, "read as afternoon")


def test_early_hours_stay_early_where_the_file_counts_to_twenty_four() -> None:
    found = talks("Date,Time,Title\n2027-06-03,9:00,Tides\n2027-06-03,5:00,Dawn walk\n2027-06-03,14:00,Buoys\n")

    assert [talk.starts_at.hour for talk in found if talk.starts_at] == [9, 5, 14]


@pytest.mark.parametrize(
    ("start", "end", "begins", "ends"),
    [
        ("21:00", "28:00", datetime(2027, 6, 3, 21, 0), datetime(2027, 6, 4, 4, 0)),
        ("24:00", "25:30", datetime(2027, 6, 4, 0, 0), datetime(2027, 6, 4, 1, 30)),
        ("10:00", "24:00", datetime(2027, 6, 3, 10, 0), datetime(2027, 6, 4, 0, 0)),
    ],
)
def test_hours_may_count_on_after_midnight(start: str, end: str, begins: datetime, ends: datetime) -> None:
    (talk,) = talks(f"Date,Start,End,Title,Room\n2027-06-03,{start},{end},Tides,TBA\n")
    (dated,) = talks(f"Date,Start,End Date,End,Title,Room\n2027-06-03,{start},2027-06-03,{end},Tides,Hall\n")

    assert (talk.start, talk.end, talk.room) == (begins, ends, None)
    assert (dated.start, dated.end, dated.room) == (begins, ends, "Hall")


@pytest.mark.parametrize(
    "cell",
    [
        "2027-Jun-03",
        "03-Jun-2027",
        "3-Jun-27",
        "3/Jun/2027",
        "czwartek, 3 czerwca 2027",
        "donderdag 3 juni 2027",
        "3 июня 2027 г.",
    ],
)
def test_days_with_the_names_of_months_are_read_in_many_forms(cell: str) -> None:
    (talk,) = talks(f'Date,Start,Title,Room\n"{cell}",9:30,Tides,Hall\n')
    (joined,) = talks(f'Start,Title,Room\n"{cell} 09:30",Tides,Hall\n')

    assert talk.start == joined.start == datetime(2027, 6, 3, 9, 30)


def test_labels_in_a_cell_of_people_say_who_leads_a_panel() -> None:
    (panel, keynote) = talks(
        "Date,Time,Title,Speakers,Room\n"
        "2027-06-03,9:30,Panel: Whose tides?,Moderator: Ida Sund. Panel: Tom Ree; Ada Quillon,Hall\n"
        "2027-06-03,11:00,Opening Keynote — Ebb and flow,Jo Hill,Hall\n"
    )

    assert [(each.name, each.role) for each in panel.speakers] == [
        ("Ida Sund", Role.CHAIR),
        ("Tom Ree", Role.PANELIST),
        ("Ada Quillon", Role.PANELIST),
    ]
    assert keynote.kind is Kind.KEYNOTE


def test_columns_beyond_the_limit_are_left_out_with_a_warning() -> None:
    def of(columns: int) -> ReadProgram:
        more = range(columns - 2)
        return read(f"Title,Start{''.join(f',c{one}' for one in more)}\nDepth,2021-06-01 10:00{',x' * len(more)}\n")

    assert not warned(of(MOST_COLUMNS), "left out")
    assert warned(of(MOST_COLUMNS + 1), f"columns after the first {MOST_COLUMNS} are left out")


def test_a_second_column_of_names_is_of_people_too() -> None:
    found = talks(
        "id,name,name2,day,start,title\n1,Ada Quillon,,2027-06-03,9:00,Tides\n2,Tom Ree,Ida Sund,2027-06-03,10:00,Ebb\n"
    )

    assert [[each.name for each in talk.speakers] for talk in found] == [["Ada Quillon"], ["Tom Ree", "Ida Sund"]]


def test_rows_for_each_author_of_a_talk_are_one_talk() -> None:
    (talk,) = talks(
        "Title,Presenter,Affiliation,Date,Time\nTides,Ada Quillon,Port Lab,2027-06-03,9:00\n"
        "Tides,Bo Lindqvist,Dock Lab,2027-06-03,9:00\n"
    )

    assert [(each.name, each.affiliation) for each in talk.speakers] == [
        ("Ada Quillon", "Port Lab"),
        ("Bo Lindqvist", "Dock Lab"),
    ]


def test_sections_of_a_table_are_its_sessions_until_the_break() -> None:
    found = read(
        "Time,Title,Authors\n9:00,Opening,\n,Session 1: Waves,\n9:30,Tides,Ada Quillon\n10:00,Coffee break,\n"
        "10:30-11:30,Session 2,(Chair) Cyd Marsh\n,Fog,Bo Lindqvist\n,Mist,Dee Northgate\n",
    ).program

    assert [(session.title, [talk.title for talk in session.talks]) for session in found.sessions] == [
        (None, ["Opening", "Coffee break"]),
        ("Session 1: Waves", ["Tides"]),
        ("Session 2", ["Fog", "Mist"]),
    ]
    assert [person.name for person in found.people if Role.CHAIR in person.roles] == ["Cyd Marsh"]


@pytest.mark.parametrize(
    ("encoding", "text", "title", "speakers"),
    [
        ("cp932", "日付,時間,題目,発表者,会場\n2027年6月3日(木),9:30,潮の話,海野 翠、山瀬 渚,A会場\n", "潮の話", 2),
        (
            "gb18030",
            "日期,时间,报告题目,报告人,地点\n2027年6月3日,9:30,潮汐的故事,海明、江涛,一号厅\n",
            "潮汐的故事",
            2,
        ),
        ("euc_kr", "날짜,시간,제목,발표자,장소\n2027-06-03,9:30,바다 이야기,김바다,제1강당\n", "바다 이야기", 1),
        (
            "cp1251",
            "Дата;Время;Название;Докладчик;Место\n03.06.2027;9:30;О приливах;Анна Морева;Зал 2\n",
            "О приливах",
            1,
        ),
        (
            "cp1250",
            "Datum;Čas;Název;Přednášející;Místnost\n3. 6. 2027;9:30;O přílivu;Věra Říhová;Sál 2\n",
            "O přílivu",
            1,
        ),
    ],
)
def test_tables_in_old_encodings_are_known_by_the_words_of_their_headers(
    encoding: str, text: str, title: str, speakers: int
) -> None:
    found = read_source(Source.of_bytes(text.encode(encoding), "program.csv"), None)

    (talk,) = found.program.talks()
    assert (talk.title, talk.start, len(talk.speakers)) == (title, datetime(2027, 6, 3, 9, 30), speakers)
    assert warned(found, encoding.upper())


def test_the_rows_above_a_header_name_the_conference_and_its_place_unless_they_tell_how_to_fill_it_in() -> None:
    table = "Uhrzeit;Vortrag;Referent\n9.00-9.45;Gezeiten;Dr.-Ing. Ada Quillon\n10.00-10.45;Wellen;PD Dr. Tom Ree\n"

    found = read(f"7. Tagung für Meereskunde, 3.-4. Juni 2027, Universität Nordstrand;;\n{table}").program
    template = read(f"Agenda Center;;\nDo not change the columns;;\n{table}").program

    assert (found.conference.name, found.conference.venue) == ("7. Tagung für Meereskunde", "Universität Nordstrand")
    assert [each.name for talk in found.talks() for each in talk.speakers] == ["Ada Quillon", "Tom Ree"]
    assert template.conference.name is None


def test_the_decision_on_a_paper_says_how_it_is_presented() -> None:
    rows = "".join(
        f"{number},On the tides of bay {number},Ada Quillon,{decision}\n"
        for number, decision in enumerate(
            ("Accept (oral)", "Accept (poster)", "Accepted as Spotlight", "Accept", "Reject")
        )
    )

    found = talks(f"number,title,authors,decision\n{rows}")

    assert [talk.kind for talk in found] == [Kind.ORAL, Kind.POSTER, Kind.SPOTLIGHT, Kind.TALK]


def test_links_behind_the_names_of_files_are_taken() -> None:
    (talk,) = talks("Date,Time,Title,Slides\n2027-06-03,9:30,Tides,tides.pdf (https://files.example.org/a/tides.pdf)\n")

    assert [each.url for each in talk.resources] == ["https://files.example.org/a/tides.pdf"]


def test_a_table_without_a_header_is_read_by_what_stands_in_it() -> None:
    found = talks(
        "9:00-9:15;Welcome;\n9:15-10:00;Tides;Ada Quillon\n10:00-10:30;Coffee break;\n10:30-11:00;Fog;Bo Lind\n"
    )

    assert [talk.title for talk in found] == ["Welcome", "Tides", "Coffee break", "Fog"]
    assert [talk.kind for talk in found] == [Kind.REMARKS, Kind.TALK, Kind.BREAK, Kind.TALK]


def test_the_keys_of_a_site_are_titles_where_a_data_file_has_no_others() -> None:
    header = "date,start_time,end_time,room,item_id,type\n"
    found = talks(
        f"{header}5/17/2031,18:00,21:00,Reed Club,opening-reception,event\n"
        "5/18/2031,9:00,10:30,Hall 2,intro-tides,material\n5/18/2031,10:30,11:30,Hall 2,tide-lab,material\n"
    )

    assert [(talk.title, str(talk.start), talk.room) for talk in found] == [
        ("opening-reception", "2031-05-17 18:00:00", "Reed Club"),
        ("intro-tides", "2031-05-18 09:00:00", "Hall 2"),
        ("tide-lab", "2031-05-18 10:30:00", "Hall 2"),
    ]


def test_a_list_of_papers_is_a_program_without_times() -> None:
    found = talks("Title,Authors\nTides over time,Ada Quillon and Bo Lind\nFog as a service,Cyd Marsh\n")

    assert [(talk.start, [each.role for each in talk.speakers]) for talk in found] == [
        (None, [Role.AUTHOR, Role.AUTHOR]),
        (None, [Role.AUTHOR]),
    ]


def test_a_file_that_ends_inside_a_cell_says_so() -> None:
    found = read('Date,Time,Title,Abstract\n2027-06-03,9:00,Tides,"High"\n2027-06-03,10:00,Fog,"It was a dark\nand')

    assert [talk.title for talk in found.program.talks()] == ["Tides", "Fog"]
    assert any(warning.line == 3 and "does not end" in warning.message for warning in found.warnings)


def test_lines_are_those_of_the_file_below_cells_of_several_lines() -> None:
    found = read('\ufeffDate,Time,Title,Abstract\r\n2027-06-03,9:00,Tides,"a\r\nb\r\nc"\r\n2027-06-03,10:00,,x\r\n')

    assert [warning.line for warning in found.warnings if "without a title" in warning.message] == [5]


@pytest.mark.parametrize(
    "text",
    [
        "Date,Description,Amount,Balance\n2027-01-02,Coffee,-3.50,100.00\n2027-01-03,Salary,2000,2100\n",
        "Name,Title,Company,Email\nJane Doe,Senior Engineer,Acme,j@example.org\nJo Roe,Director,Acme,r@example.org\n",
        "timestamp,level,message\n2027-01-02 10:00:01,INFO,Started\n2027-01-02 10:03:17,WARN,Odd\n",
        "Title,Description,Status,Priority,Assignee,Due Date\nFix login,Broken,open,high,jane,2027-01-02\n",
        "Date,Time,Home Team,Away Team,Venue\n2027-08-17,15:00,Reds,Blues,Park\n2027-08-18,15:00,Reds,Greens,Park\n",
        "Title,Author,Publisher,ISBN\nA Tale of Two Harbours,Ada Quillon,Dock Press,978\n",
        "route,stop,arrival_time,departure_time\n12,Main St,08:03,08:04\n12,Park,08:11,08:12\n12,Zoo,08:17,08:18\n",
        "Dear all, we met on Monday, and talked.\nThen, at 10:00, Jane spoke.\nLater, at 11:30, we left, tired.\n",
        "| Time | Title |\n|---|---|\n| 9:00 | Opening |\n",
        "# Schedule\n\nTime | Title | Speaker\n--- | --- | ---\n9:00 | Opening | Ada Quillon\n9:30 | Tides | Bo Lind\n",
        '[{"title": "Tides", "start": "9:00"}]',
    ],
)
def test_what_is_no_program_is_not_known(text: str) -> None:
    assert Table().sniff(Source.of_bytes(text.encode(), "table.csv")) == 0.0


def workbook(parts: dict[str, str], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", packed) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return found.getvalue()


BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><workbook>&b;</workbook>"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (workbook({"xl/workbook.xml": "<workbook/>", "xl/styles.xml": "<styles/>"})[:80], "broken"),
        (workbook({"xl/workbook.xml": "<workbook><sheets>"}), "broken"),
        (workbook({"xl/workbook.xml": BOMB}), "DOCTYPE"),
        (workbook({"xl/workbook.xml": "<workbook/>"}, zipfile.ZIP_LZMA), "broken"),
        (workbook({"xl/workbook.bin": ""}), "binary workbook"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook\n xmlns='
         b'"urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>', "XML workbook of Excel 2003"),
        (b"MIME-Version: 1.0\n\n--x\n\n<html xmlns:x=3D\"urn:schemas-microsoft-com:office:excel\">", "web archive"),
        (b'<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><a>', "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook\0".encode("utf-16-le"), "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
    ids=["cut off", "unfinished", "entities", "lzma", "xlsb", "xml", "mht", "flat", "xls", "locked"],
)  # fmt: skip
def test_spreadsheets_that_cannot_be_read_are_refused_in_one_line(data: bytes, words: str) -> None:
    with pytest.raises(ConfnotesError, match=words) as refused:
        read_source(Source.of_bytes(data, "program.xlsx"))

    assert refused.value.hint


@pytest.mark.parametrize(
    "much",
    [lambda: {"xl/media/a.xml": " " * 70_000_000}, lambda: {f"xl/{n}.xml": "" for n in range(2_100)}],
    ids=["bomb", "members"],
)
def test_a_workbook_that_unpacks_to_too_much_is_refused_in_one_line(much: Callable[[], dict[str, str]]) -> None:
    data = workbook({"xl/workbook.xml": "<workbook/>", **much()})
    with pytest.raises(ConfnotesError, match="unpacks") as refused:
        read_source(Source.of_bytes(data, "program.xlsx"))

    assert refused.value.hint


@pytest.mark.parametrize("name", [str.upper, lambda name: name.replace("/", "\\"), lambda name: f"/{name}"])
def test_a_workbook_is_read_however_its_parts_are_written(name: Callable[[str], str], tmp_path: Path) -> None:
    found = io.BytesIO()
    with zipfile.ZipFile(FORMATS / "xlsx" / "two-days.xlsx") as whole, zipfile.ZipFile(found, "w") as archive:
        for part in whole.namelist():
            archive.writestr(name(part), whole.read(part))
    path = tmp_path / "program.xlsx"
    path.write_bytes(found.getvalue())

    (preview,) = read_opened(open_source(str(path), ImportContext()), Hints(), ImportContext())

    expected = json.loads((FORMATS / "xlsx" / "two-days.expected.json").read_text(encoding="utf-8"))
    assert [talk.title for talk in preview.read.program.talks()] == [
        talk["title"] for session in expected["sessions"] for talk in session["talks"]
    ]


def test_a_flat_document_is_read_as_the_packed_one() -> None:
    packed = (FORMATS / "ods" / "programme.ods").read_bytes()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        text = archive.read("content.xml").decode()
    kind = 'office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
    flat = text.replace("<office:document-content", f"<{kind}").replace(
        "</office:document-content", "</office:document"
    )

    found = read_source(Source.of_bytes(flat.encode(), "programme.fods"))

    assert found == read_source(Source.of_bytes(packed, "programme.ods"))


ROWS = (
    ("Date", "Start", "End", "Title", "Speaker", "Room"),
    ("2027-06-03", "09:30", "10:15", "Tides & waves", "Ada Quillon", "Hall 2"),
    ("2027-06-04", "10:30", "11:15", "Reefs", "Cleo Muster", "Hall 1"),
)
HTML_TABLE = "<table border=1>{}</table>".format(
    "".join("<tr>{}</tr>".format("".join(f"<td>{html.escape(cell)}</td>" for cell in row)) for row in ROWS)
)


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("\n".join("\t".join(row) for row in ROWS), "tsv"),
        (HTML_TABLE, "workshop-html"),
        (f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body>{HTML_TABLE}</body></html>', "workshop-html"),
    ],
    ids=["text", "table", "page"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_sites_call_an_export_to_excel_is_read_as_what_it_is(text: str, format_: str, encoding: str) -> None:
    found = read_source(Source.of_bytes(text.encode(encoding), "program.xls"))

    assert found.format == format_
    assert [(talk.title, talk.start, talk.end, talk.room) for talk in found.program.talks()] == [
        ("Tides & waves", datetime(2027, 6, 3, 9, 30), datetime(2027, 6, 3, 10, 15), "Hall 2"),
        ("Reefs", datetime(2027, 6, 4, 10, 30), datetime(2027, 6, 4, 11, 15), "Hall 1"),
    ]


def test_a_bold_link_behind_a_title_leaves_no_stars_in_it() -> None:
    rows = "\n".join(f"| {hour}:00 | Ada Lind | **On** **tides** {hour} **[slides](a.pdf)** |" for hour in (9, 10, 11))
    page = f"# Workshop on Tides\n\nMay 3, 2024\n\n## Schedule\n\n| Time | Speaker | Title |\n|---|---|---|\n{rows}\n"
    assert [talk.title for talk in talks(page)] == ["On tides 9", "On tides 10", "On tides 11"]


def test_a_table_of_games_in_html_is_no_program() -> None:
    games = HTML_TABLE.replace("Title", "Home team").replace("Speaker", "Away team")
    with pytest.raises(UnknownSourceError):
        read_source(Source.of_bytes(games.encode(), "games.xls"))


def test_sessions_with_their_papers_beside_each_other_have_a_talk_for_each_paper() -> None:
    header = (
        "session_ID;session_short;session_title;session_start;session_end;session_room;chair1;chair1_organisation;"
        "p1_paperID;p1_authors;p1_organisations;p1_presenting_author;p1_title;p1_start;p1_end;"
        "p2_paperID;p2_authors;p2_organisations;p2_presenting_author;p2_title;p2_start;p2_end"
    )
    session = (
        "4;MS04;Tides and waves;2027-06-03 09:00;2027-06-03 10:00;Hall 2;Ida Sund;Nord University;"
        "71;Quillon, Ada (1); al-Bahri, Sami (1,2);1: Nord University; 2: Bay College;al-Bahri, Sami;Ebb;"
        "2027-06-03 09:00;2027-06-03 09:30;72;Ree, Tom;1: Bay College;Ree, Tom;Flow;;"
    ).replace("1: Nord University; 2: Bay College", '"1: Nord University; 2: Bay College"')
    session = session.replace("Quillon, Ada (1); al-Bahri, Sami (1,2)", '"Quillon, Ada (1); al-Bahri, Sami (1,2)"')
    pause = "5;;Coffee break;2027-06-03 10:00;2027-06-03 10:30;Foyer" + ";" * 16

    found = read(f"{header}\n{session}\n{pause}\n").program

    ebb, flow, coffee = found.talks()
    assert [(each.title, each.kind) for each in found.sessions[:1]] == [("Tides and waves", Kind.OTHER)]
    assert [(each.name, each.affiliation, each.role) for each in ebb.speakers] == [
        ("Ada Quillon", "Nord University", Role.AUTHOR),
        ("Sami al-Bahri", "Nord University; Bay College", Role.PRESENTER),
    ]
    assert [each.affiliation for each in flow.speakers] == ["Bay College"]
    assert (ebb.id, ebb.room, ebb.end) == ("71", "Hall 2", datetime(2027, 6, 3, 9, 30))
    assert flow.start is None
    assert (coffee.title, coffee.kind, coffee.end) == ("Coffee break", Kind.BREAK, datetime(2027, 6, 3, 10, 30))


def test_rows_for_each_speaker_of_a_session_are_one_talk_whoever_handed_it_in() -> None:
    found = talks(
        "Session Id,Title,Owner,Room,Scheduled At,Scheduled Duration,FirstName,LastName\n"
        "81,Tides,Ada Quillon,Hall 2,2027-06-03 09:00,40,Ada,Quillon\n"
        "81,Tides,Ada Quillon,Hall 2,2027-06-03 09:00,40,Tom,Ree\n"
        "82,Waves,Ida Sund,Hall 2,2027-06-03 10:00,40,Ida,Sund\n"
    )

    assert [(talk.id, [each.name for each in talk.speakers]) for talk in found] == [
        ("81", ["Ada Quillon", "Tom Ree"]),
        ("82", ["Ida Sund"]),
    ]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("昼食", Kind.BREAK),
        ("茶歇", Kind.BREAK),
        ("등록", Kind.REMARKS),
        ("Обед", Kind.BREAK),
        ("Przerwa kawowa", Kind.BREAK),
        ("Zahájení", Kind.REMARKS),
        ("Almoço", Kind.BREAK),
        ("懇親会", Kind.SOCIAL),
        ("昼食の歴史", Kind.TALK),
    ],
)
def test_breaks_and_the_like_are_known_in_other_languages(title: str, kind: Kind) -> None:
    (talk,) = talks(f"Date,Time,Title,Room\n2027-06-03,9:30,{title},Hall\n")

    assert talk.kind is kind


def test_a_day_above_a_grid_in_several_cells_is_no_header_of_it() -> None:
    above = 'Small Harbour Meeting,,Tuesday, June 1, 2027",,,\n'
    found = talks(above + "Time,Hall,Library,Track C\n9:00,O- pening,,\n9:30,Charting the2027-03-03\n")
    assert [(talk.title, talk.room) for talk in found] == [("O- pening", "Hall"), ("Charting the2027-03-03", "Hall")]


def test_hours_of_a_grid_without_a_day_are_kept_and_so_is_who_speaks_in_which_room() -> None:
    found = talks(
        "Time,Hall,Speaker,Library,Speaker\n9:00,Opening,,,\n9:30,Charting the deep,Cyd Marsh,Ink,Ada Quillon\n"
        '10:15,"Compasses (Bo Lindqvist)",,"Lamps\nDee Ory\nA talk about lamps that goes on.",\n11:00,Break,,,\n'
    )

    assert [(talk.start, talk.title, talk.room, [each.name for each in talk.speakers]) for talk in found] == [
        (time(9), "Opening", None, []),
        (time(9, 30), "Charting the deep", "Hall", ["Cyd Marsh"]),
        (time(9, 30), "Ink", "Library", ["Ada Quillon"]),
        (time(10, 15), "Compasses", "Hall", ["Bo Lindqvist"]),
        (time(10, 15), "Lamps", "Library", ["Dee Ory"]),
        (time(11), "Break", None, []),
    ]
    assert found[4].abstract == "A talk about lamps that goes on."


def test_a_cell_over_some_rooms_of_a_grid_is_in_all_of_them() -> None:
    found = talks("Time,Hall,Library,Loft\n9:00,Opening,,\n9:30,Ink,Ink,Salt\n,Tides,Waves,Moons\n10:00,Break,,\n")

    assert [(talk.title, talk.room) for talk in found if talk.start == time(9, 30)] == [
        ("Ink", "Hall, Library"),
        ("Salt", "Loft"),
        ("Tides", "Hall"),
        ("Waves", "Library"),
        ("Moons", "Loft"),
    ]


def test_a_row_of_a_grid_may_begin_below_a_cell_that_is_merged_downwards() -> None:
    rows = [["Time", "Hall", "Loft"], ["9:00", "Ink", "Salt"], ["", "", "Moons"], ["10:00", "Break", ""]]
    sheet = Sheet(rows, [1, 2, 3, 4], spans=(MergedCells(1, 1, 2, 1),))
    timetable = timetable_of(sheet)
    assert timetable is not None

    program, _ = program_of([timetable], Hints())

    assert [(talk.title, talk.room) for talk in program.talks()][:3] == [
        ("Ink", "Hall"),
        ("Salt", "Loft"),
        ("Moons", "Loft"),
    ]


def test_the_days_of_publications_are_no_days_of_talks_nor_of_a_conference() -> None:
    rows = "2025-03-02,Tides,{}\n2028-06-09,Buoys,{}\n2032-10-11,Quays,{}\n".replace("{}", "Ada Vento; Bo Kai")
    papers = read(f"Date,Title,Authors\n{rows}").program
    talks_of_years = read(f"Date,Title,Speakers\n{rows}").program

    assert [talk.start for talk in papers.talks()] == [None] * 3
    assert [talk.start for talk in talks_of_years.talks()] == [date(2025, 3, 2), date(2028, 6, 9), date(2032, 10, 11)]
    assert papers.conference.start_date is talks_of_years.conference.start_date is None


def test_days_without_hours_are_those_of_the_talks_and_of_their_conference() -> None:
    program = read("Date,Title,Speakers\n2031-05-06,Tides,Ada Vento\n2031-05-07,Buoys,Bo Kai\n").program

    assert [talk.start for talk in program.talks()] == [date(2031, 5, 6), date(2031, 5, 7)]
    assert (program.conference.start_date, program.conference.end_date) == (date(2031, 5, 6), date(2031, 5, 7))


def test_people_in_a_column_of_what_happens_are_found_however_the_cells_are_spaced() -> None:
    rows = (
        "day\thour\tcontent\n6 May 2031\t9:00\tWelcome by the Head of the Hives, Prof. Cleo Berg\n"
        'ditto\t9:30\tLecture by  Prof. Ada Lind, "What bees  know"\n'
        'ditto\t10:00\tLecture by dr. Bo Ek, "Hives by hand"\nditto\t10:30\tLecture by Dag Moe, "Smoke and honey"\n'
    )

    found = [(talk.title, [each.name for each in talk.speakers]) for talk in talks(rows.replace("ditto", "6 May 2031"))]

    assert found == [
        ("Welcome by the Head of the Hives", ["Cleo Berg"]),
        ("What bees know", ["Ada Lind"]),
        ("Hives by hand", ["Bo Ek"]),
        ("Smoke and honey", ["Dag Moe"]),
    ]


@pytest.mark.parametrize("row", ['"Fog,Ines Duarte,{},A', 'Fog,"Ines Duarte,{},A', 'Fog,Ines Duarte,{},"A'])
@pytest.mark.parametrize("last", ['"Charts, all",Jo Firth,2027-06-03 11:00,B', "Charts,Jo Firth,2027-06-03 11:00,B"])
def test_a_quote_without_an_end_costs_no_talk_and_is_told_once(row: str, last: str) -> None:
    broken = row.format("2027-06-03 10:00")
    found = read(
        f"Title,Speaker,Start,Room\nTides,Bo Ek,2027-06-03 9:00,A\n{broken}\n"
        f"Buoys,Ada Lind,2027-06-03 10:30,B\n{last}\n"
    )

    said = [(talk.title, talk.speakers[0].name, talk.room) for talk in found.program.talks()]
    charts = last.partition(",Jo")[0].strip('"')
    assert said == [
        ("Tides", "Bo Ek", "A"),
        ("Fog", "Ines Duarte", "A"),
        ("Buoys", "Ada Lind", "B"),
        (charts, "Jo Firth", "B"),
    ]
    assert [each.line for each in found.warnings if "does not end" in each.message] == [3]


def test_a_quote_without_an_end_on_the_last_line_is_told() -> None:
    above = "Title,Speaker,Start\nTides,Bo Ek,2027-06-03 9:00\n"
    found = read(above + 'Fog,Ada Lind,2027-06-03 10:00\nBuoys,"Jo Firth,2027-06-03 11:00')
    assert [talk.title for talk in found.program.talks()] == ["Tides", "Fog", "Buoys"]
    assert [each.line for each in found.warnings if "does not end" in each.message] == [4]
