"""What is suggested for a program without a name, a first day or a time zone. Nothing of it is set unasked."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from confnotes.actions.importing.conference_list import ListedConference
from confnotes.actions.importing.open_source import ImportContext
from confnotes.actions.importing.place_source import name_conference
from confnotes.actions.importing.read_sources import SourcePreview, preview
from confnotes.actions.importing.suggest_facts import suggest, suggest_day
from confnotes.errors import ConfnotesError, NetworkError
from confnotes.importers.importer import Hints
from web_site import web_site

SCHEDULE = """<schedule><conference><title>Lantern Days 2031</title><venue>Old Mill</venue><city>Brussels</city>
<start>2031-05-12</start><end>2031-05-12</end></conference><day index="1" date="2031-05-12"><room name="Hall">
<event id="1"><start>10:00</start><duration>00:30</duration><title>Small lamps</title></event>
</room></day></schedule>"""

TODAY = date(2031, 4, 1)


def read(path: Path) -> SourcePreview:
    return preview([str(path)], Hints())[0]


def site(folder: Path, name: str = "MiniConf") -> Path:
    """A MiniConf site whose settings say what its software is called."""
    data = folder / "site" / "sitedata"
    data.mkdir(parents=True)
    (data / "config.yml").write_text(f"name: {name}\ndate: May 2031\ntagline: x\n", encoding="utf-8")
    event = {
        "title": "Opening",
        "start": "2031-05-12T10:00:00+00:00",
        "end": "2031-05-12T11:00:00+00:00",
        "link": "https://iclr.cc/virtual/opening.html",
        "location": "https://iclr.cc/virtual/opening.html",
    }
    (data / "main_calendar.json").write_text(json.dumps([event]), encoding="utf-8")
    return folder / "site"


def test_a_city_suggests_a_zone_that_is_not_set(tmp_path: Path) -> None:
    (tmp_path / "schedule.xml").write_text(SCHEDULE, encoding="utf-8")
    one = read(tmp_path / "schedule.xml")

    found = suggest(one, TODAY)

    assert (found.zones, found.zones_from) == (("Europe/Brussels",), "Brussels")
    assert one.read.program.conference.timezone is None
    (warning,) = one.read.warnings
    assert "Brussels suggests Europe/Brussels" in warning.message


def test_a_stated_zone_and_name_need_no_suggestion(tmp_path: Path) -> None:
    (tmp_path / "schedule.xml").write_text(SCHEDULE, encoding="utf-8")
    (one,) = preview([str(tmp_path / "schedule.xml")], Hints(timezone="Asia/Tokyo"))
    found = suggest(one, TODAY, ListedConference("Lanterns", "https://lanterns.example/x"))
    assert found.zones == () and found.name == ""


def test_the_name_of_the_software_is_not_taken_for_the_conference(tmp_path: Path) -> None:
    one = read(site(tmp_path))
    assert one.read.program.conference.name is None
    name, told = name_conference(one)
    assert name == "ICLR 2031" and told and "does not name its conference" in told
    assert suggest(one, TODAY, ListedConference("ICLR 2031 virtual", "https://iclr.cc/x")).name == "ICLR 2031 virtual"


def test_a_name_of_its_own_is_kept(tmp_path: Path) -> None:
    assert suggest(read(site(tmp_path, "Lantern Days")), TODAY).name == ""


def test_the_zone_of_a_list_counts_before_that_of_the_place(tmp_path: Path) -> None:
    (tmp_path / "schedule.xml").write_text(SCHEDULE, encoding="utf-8")
    listed = ListedConference("Lantern Days", "https://lanterns.example/x", zone="Europe/Paris")
    assert suggest(read(tmp_path / "schedule.xml"), TODAY, listed).zones == ("Europe/Paris",)


def test_a_photo_of_a_qr_code_leads_to_the_program(tmp_path: Path) -> None:
    segno = pytest.importorskip("segno")
    pytest.importorskip("zxingcpp")
    with web_site() as here:
        here.pages["/schedule.xml"] = SCHEDULE.encode()
        segno.make(f"{here.url}/schedule.xml").save(str(tmp_path / "code.png"), scale=8)
        with pytest.raises(NetworkError, match="private"):  # nobody typed that address
            preview([str(tmp_path / "code.png")], Hints())
        (one,) = preview([str(tmp_path / "code.png")], Hints(), ImportContext(allow_private=True))
    assert one.name == "Lantern Days 2031" and one.source.endswith("/schedule.xml")
    segno.make("just words").save(str(tmp_path / "words.png"), scale=8)
    with pytest.raises(ConfnotesError, match="no QR code"):
        preview([str(tmp_path / "words.png")], Hints())


@pytest.mark.parametrize(
    ("first", "second", "day"),
    [
        ("Monday, 5 March", "Tuesday, 6 March", date(2029, 3, 5)),  # in 2018 and 2035, too
        ("5 March", "6 March", date(2031, 3, 5)),
        ("12 December", "13 December", date(2030, 12, 12)),
        ("Thursday, 29 February", "Friday, 1 March", date(2024, 2, 29)),
        ("Monday, 5 March 2018", "Tuesday, 6 March 2018", None),
        ("Day 1", "Day 2", None),
    ],
)
def test_a_program_without_a_year_may_begin_on_the_nearest_day_with_that_date(
    tmp_path: Path, first: str, second: str, day: date | None
) -> None:
    rows = "- 09:00 - 10:00 Fast tables, Ada Vento\n- 10:00 - 11:00 Slow tables, Bo Lind\n"
    page = f"# Lantern Systems Workshop\n\n## {first}\n\n{rows}\n## {second}\n\n{rows}"
    (tmp_path / "page.md").write_text(page, encoding="utf-8")
    one = read(tmp_path / "page.md")
    assert suggest_day(one, TODAY) == day == suggest(one, TODAY).day
    if day is not None:
        (again,) = preview([str(tmp_path / "page.md")], Hints(starts=day))
        assert [talk.day for talk in again.read.program.talks()][::2] == [day, day + timedelta(days=1)]
        assert again.read.program.conference.start_date == day
