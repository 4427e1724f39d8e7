"""Talks with an hour and no day, and with a day and no hour: how they are listed, exported and found."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
from icalendar import Calendar

from confnotes.model.program import Conference, Program, Session, Speaker, Talk
from confnotes.vault.vault import Vault
from program_files import save_program

from .conftest import ZONE, RunConfnotes

BEES = "Bee Days 2024"
DAY = date(2024, 5, 6)
ALL = ["Hives", "Honey", "Wax", "Smoke", "Queens", "Veils"]


@pytest.fixture
def bees(tmp_path: Path) -> Path:
    """Two days: Hives at an hour, Honey on the same day, Wax on the next; Smoke and Queens at hours of no day."""
    talks = (
        Talk("Veils", "veils"),
        Talk("Queens", "queens", start=time(14, 30), room="Hall"),
        Talk("Smoke", "smoke", start=time(9), end=time(9, 45), room="Hall", speakers=(Speaker("Ada Lund"),)),
        Talk("Honey", "honey", start=DAY, room="Hall"),
        Talk("Wax", "wax", start=date(2024, 5, 7)),
        Talk("Hives", "hives", start=datetime(2024, 5, 6, 9, tzinfo=ZONE), room="Shed"),
    )
    vault = Vault.create(tmp_path / "bees")
    stated = Conference(BEES, start_date=DAY, end_date=date(2024, 5, 7), timezone="Europe/Lisbon")
    save_program(vault, BEES, Program(stated, (Session(id="all", talks=talks),)))
    return vault.root


def test_the_agenda_is_in_time_order_with_days_first_and_says_what_is_not_known(
    confnotes: RunConfnotes, bees: Path
) -> None:
    lines = confnotes("agenda", "--vault", bees).out.splitlines()
    assert [line.split("·")[-1].strip() for line in lines if line.startswith(BEES)] == [
        "Mon 6 May 2024", "Tue 7 May 2024", "No day stated", "No time stated",
    ]  # fmt: skip
    titles = [next(title for title in ALL if title in line) for line in lines if not line.startswith(BEES)]
    assert titles == ALL
    assert "  no time" in lines[2] and "Honey" in lines[2]
    assert "  09:00–09:45" in next(line for line in lines if "Smoke" in line)


def test_an_hour_without_a_day_is_in_no_days_agenda(confnotes: RunConfnotes, bees: Path) -> None:
    told = json.loads(confnotes("agenda", "--vault", bees, "2024-05-06", "--json").out)["talks"]
    assert [(talk["title"], talk["start"]) for talk in told] == [
        ("Hives", "2024-05-06T09:00:00"),
        ("Honey", "2024-05-06"),
    ]
    everything = json.loads(confnotes("agenda", "--vault", bees, "--json").out)["talks"]
    assert [talk["title"] for talk in everything] == ALL
    smoke = next(talk for talk in everything if talk["title"] == "Smoke")
    assert (smoke["start"], smoke["end"]) == ("09:00", "09:45")


def test_a_list_says_in_words_what_is_not_known(confnotes: RunConfnotes, bees: Path) -> None:
    lines = confnotes("list", "--vault", bees, "talks").out.splitlines()
    starts = {line.split("  ")[1]: line.split("  ")[0] for line in lines}
    assert starts["Smoke"] == "09:00 (no day)"
    assert starts["Wax"] == "2024-05-07, no time"
    assert starts["Hives"] == "2024-05-06 09:00"
    rows = json.loads(confnotes("list", "--vault", bees, "talks", "--json").out)["talks"]
    assert {row["title"]: row["start"] for row in rows} == {
        "Veils": None, "Queens": "14:30", "Smoke": "09:00", "Honey": "2024-05-06", "Wax": "2024-05-07",
        "Hives": "2024-05-06T09:00:00",
    }  # fmt: skip


def test_now_has_only_what_has_a_day_and_an_hour(confnotes: RunConfnotes, bees: Path) -> None:
    told = json.loads(confnotes("now", "--vault", bees, "--at", "2024-05-06T09:10", "--json").out)
    assert ([talk["title"] for talk in told["on"]], told["next"]) == (["Hives"], [])
    later = json.loads(confnotes("now", "--vault", bees, "--at", "2024-05-06T14:30", "--json").out)
    assert (later["on"], later["next"]) == ([], [])


def test_hours_of_no_day_do_not_clash(confnotes: RunConfnotes, bees: Path) -> None:
    for key in ("smoke", "hives", "honey", "queens"):
        confnotes("star", "--vault", bees, key)
    told = json.loads(confnotes("agenda", "--vault", bees, "--starred", "--json").out)["talks"]
    assert len(told) == 4 and not any(talk["clash"] for talk in told)


def test_a_calendar_has_a_day_as_a_whole_and_no_hour_without_a_day(confnotes: RunConfnotes, bees: Path) -> None:
    events = Calendar.from_ical(confnotes("export", "--vault", bees, BEES, "-f", "ics", "--whole-program").out).walk(
        "VEVENT"
    )
    starts = {str(event["summary"]): event["dtstart"].to_ical() for event in events}
    assert starts == {"Hives": b"20240506T080000Z", "Honey": b"20240506", "Wax": b"20240507"}
    assert not any("dtend" in event for event in events if str(event["summary"]) == "Honey")


def test_a_printed_schedule_has_them_behind_the_days(confnotes: RunConfnotes, bees: Path) -> None:
    text = confnotes("agenda", "--vault", bees, "--format", "markdown").out
    assert text.index("- no time: Honey") < text.index("## Without a day") < text.index("- **09:00** Smoke")
    assert text.index("- **14:30** Queens") < text.index("## Without a time") < text.index("- Veils")


def test_a_summary_keeps_the_hour_and_the_day(confnotes: RunConfnotes, bees: Path, tmp_path: Path) -> None:
    data = confnotes("export", "--vault", bees, BEES, "--whole-program", "-f", "csv").out
    rows = {row["title"]: row for row in csv.DictReader(io.StringIO(data.removeprefix("\ufeff")))}
    assert [rows["Smoke"][name] for name in ("day", "start", "end")] == ["", "09:00", "09:45"]
    assert [rows["Honey"][name] for name in ("day", "start", "end")] == ["2024-05-06", "", ""]
    summary = json.loads(confnotes("export", "--vault", bees, BEES, "--whole-program", "-f", "json").out)
    items = {one["title"]: one for part in summary["parts"] for each in part["sessions"] for one in each["items"]}
    assert (items["Smoke"]["day"], items["Smoke"]["start"]) == (None, "09:00")
    assert (items["Wax"]["day"], items["Wax"]["start"]) == ("2024-05-07", None)
    page = confnotes("export", "--vault", bees, BEES, "--whole-program", "-f", "html").out
    assert "09:00–09:45" in page and "Honey" in page
    order = [title for title in summary_titles(summary) if title != "Veils"]
    assert order == ALL[:-1]


def summary_titles(summary: dict[str, list[dict[str, list[dict[str, list[dict[str, str]]]]]]]) -> list[str]:
    """The titles of a summary in its order."""
    return [one["title"] for part in summary["parts"] for each in part["sessions"] for one in each["items"]]


def test_notes_are_named_by_what_is_known(confnotes: RunConfnotes, bees: Path) -> None:
    for key in ("honey", "smoke", "hives"):
        assert confnotes("add", "--vault", bees, "--to", f"bee-days-2024/{key}", "A line.").code == 0
    assert {path.name for path in (bees / BEES).glob("*.md")} >= {
        "2024-05-06 Honey.md", "Smoke.md", "2024-05-06 0900 Hives.md",
    }  # fmt: skip
    assert 'start: "09:00"\n' in (bees / BEES / "Smoke.md").read_text()
    assert "start: 2024-05-06\n" in (bees / BEES / "2024-05-06 Honey.md").read_text()


def test_a_search_for_a_day_finds_what_is_on_it_with_or_without_an_hour(confnotes: RunConfnotes, bees: Path) -> None:
    found = json.loads(confnotes("search", "--vault", bees, "date:2024-05-06 type:talk", "--json").out)["hits"]
    assert {hit["title"] for hit in found} == {"Hives", "Honey"}


def test_a_day_that_is_typed_into_the_program_puts_the_talk_there(confnotes: RunConfnotes, bees: Path) -> None:
    path = bees / BEES / "program.yaml"
    path.write_text(path.read_text().replace('start: "09:00"', "start: 2024-05-07T09:00"))
    told = json.loads(confnotes("agenda", "--vault", bees, "2024-05-07", "--json").out)["talks"]
    assert [(talk["title"], talk["start"], talk["end"]) for talk in told] == [
        ("Smoke", "2024-05-07T09:00:00", "2024-05-07T09:45:00"),
        ("Wax", "2024-05-07", None),
    ]


def test_an_import_says_what_has_no_day_and_what_helps(confnotes: RunConfnotes, bees: Path, tmp_path: Path) -> None:
    talks = [{"title": "Smoke", "start": "09:00"}, {"title": "Wax", "start": "2024-05-07"}, {"title": "Veils"}]
    source = tmp_path / "more.json"
    stated = {"schema": "confnotes.program/1", "conference": {"name": "More Bees"}, "sessions": [{"talks": talks}]}
    source.write_text(json.dumps(stated))
    told = confnotes("import", "--vault", bees, source, "--dry-run", "--timezone", "Europe/Lisbon")
    assert "Days        Tue 7 May 2024: 1 · no day: 1 · no time: 1" in told.out
    assert "    09:00 (no day)    Smoke" in told.out and "    2024-05-07, no time  Wax" in told.out
    assert "1 talk has a time but no day; set the first day with --starts" in told.out
    dated = confnotes("import", "--vault", bees, source, "--dry-run", "--starts", "2024-05-08", "--json").out
    assert '"start": "2024-05-08T09:00:00' in dated and "no day" not in dated


def test_the_same_program_without_bare_values_is_written_as_ever(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "plain")
    talk = Talk("Hives", "hives", start=datetime(2024, 5, 6, 9, tzinfo=ZONE))
    stated = Conference(BEES, timezone="Europe/Lisbon")
    save_program(vault, BEES, Program(stated, (Session(id="all", talks=(talk, replace(talk, id="more"))),)))
    text = (vault.root / BEES / "program.yaml").read_text()
    assert text.count("start: 2024-05-06T09:00\n") == 2
