"""`confnotes stars`: stars of other programs are shown, set and taken back, and one's own are handed out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from confnotes.vault.vault import Vault

from .conftest import RunConfnotes

SCHEDULE = """\
<?xml version="1.0"?>
<schedule><conference><title>Harbour 2031</title><start>2031-05-06</start><end>2031-05-06</end></conference>
<day index="1" date="2031-05-06"><room name="Hall">
{events}
</room></day></schedule>
"""
EVENT = """\
<event guid="guid-{id}" id="{id}"><date>2031-05-06T1{id}:00:00+02:00</date><start>1{id}:00</start>
<duration>00:30</duration><room>Hall</room><title>{title}</title>
<url>https://talks.example.org/harbour/talk/{code}/</url></event>
"""
TALKS = (("1", "AAAAAA", "Tides"), ("2", "BBBBBB", "Boats"), ("3", "CCCCCC", "Gulls"))


@pytest.fixture
def harbour(tmp_path: Path, confnotes: RunConfnotes, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault with a program of pretalx as the working directory; its schedule is beside it."""
    Vault.create(tmp_path / "harbour")
    monkeypatch.chdir(tmp_path / "harbour")
    events = "".join(EVENT.format(id=number, code=code, title=title) for number, code, title in TALKS)
    (tmp_path / "schedule.xml").write_text(SCHEDULE.format(events=events), encoding="utf-8")
    assert confnotes("import", tmp_path / "schedule.xml", "--yes").code == 0
    return tmp_path / "harbour"


def starred(confnotes: RunConfnotes) -> set[str]:
    return {talk["title"] for talk in json.loads(confnotes("agenda", "--starred", "--json").out)["talks"]}


@pytest.mark.parametrize(
    "text",
    [
        '["AAAAAA", "CCCCCC"]',
        '["guid-1", "guid-3"]',
        "guid-1\nGUID-3\n",
        "https://talks.example.org/harbour/talk/AAAAAA/\nhttps://talks.example.org/harbour/talk/CCCCCC\n",
        "title,url\nx,https://talks.example.org/harbour/talk/AAAAAA/\ny,https://talks.example.org/harbour/talk/CCCCCC/\n",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:guid-1\nEND:VEVENT\nBEGIN:VEVENT\nUID:guid-3@host\nEND:VEVENT\nEND:VCALENDAR\n",
        '{"lectures": [{"lecture_id": "guid-1"}, {"lecture_id": "guid-3"}]}',
    ],
)
def test_the_talks_of_a_list_are_starred(confnotes: RunConfnotes, harbour: Path, text: str) -> None:
    (harbour.parent / "stars").write_text(text, encoding="utf-8")
    done = confnotes("stars", "import", harbour.parent / "stars")
    assert (done.code, done.out) == (0, "★ Tides\n★ Gulls\n")
    assert starred(confnotes) == {"Tides", "Gulls"}


def test_what_is_not_found_is_said_in_a_line_and_no_title_is_guessed(confnotes: RunConfnotes, harbour: Path) -> None:
    done = confnotes("stars", "import", "-", stdin=b'["AAAAAA", "ZZZZZZ", {"id": "9", "title": "Boats"}]')
    assert "Not found: ZZZZZZ, Boats." in done.err
    assert starred(confnotes) == {"Tides"}
    assert confnotes("stars", "import", "-", stdin=b'["ZZZZZZ"]').code == 1


def test_an_import_is_undone_and_other_stars_stay(confnotes: RunConfnotes, harbour: Path) -> None:
    confnotes("star", "Boats")
    confnotes("stars", "import", "-", stdin=b'["AAAAAA", "BBBBBB"]')
    assert "Removed 1 star." in confnotes("stars", "import", "--undo").err
    assert starred(confnotes) == {"Boats"}
    assert confnotes("stars", "import", "--undo").code != 0


def test_nothing_is_written_with_dry_run(confnotes: RunConfnotes, harbour: Path) -> None:
    assert confnotes("stars", "import", "--dry-run", "-", stdin=b'["AAAAAA"]').out == "★ Tides\n"
    assert starred(confnotes) == set()


def test_numbers_of_a_schedule_are_found_with_the_schedule(confnotes: RunConfnotes, harbour: Path) -> None:
    assert "Not found: 2." in confnotes("stars", "import", "-", stdin=b"[2]").err
    confnotes("stars", "import", "-", "--schedule", harbour.parent / "schedule.xml", stdin=b"[2]")
    assert starred(confnotes) == {"Boats"}


def test_stars_go_out_and_come_back_in_every_format(confnotes: RunConfnotes, harbour: Path, tmp_path: Path) -> None:
    confnotes("star", "Tides")
    assert confnotes("stars", "export").out == "guid-1\n"
    assert json.loads(confnotes("stars", "export", "-f", "pretalx").out) == ["AAAAAA"]
    assert json.loads(confnotes("stars", "export", "-f", "json").out) == ["guid-1"]
    for form in ("ids", "csv", "json", "pretalx", "fahrplan", "giggity", "ics"):
        out = confnotes("stars", "export", "-f", form, "--address", "https://talks.example.org/schedule.xml").out
        (tmp_path / "out").write_text(out, encoding="utf-8")
        confnotes("star", "Tides", "--undo")
        source = out.strip() if form == "giggity" else tmp_path / "out"
        assert confnotes("stars", "import", source).out == "★ Tides\n", form


def test_own_meetings_do_not_go_out(confnotes: RunConfnotes, harbour: Path) -> None:
    confnotes("star", "Tides")
    confnotes("plan", "18:00 Secret dinner")
    for form in ("csv", "json", "fahrplan"):
        assert "ecret" not in confnotes("stars", "export", "-f", form).out
    assert confnotes("stars", "export").out == "guid-1\n"
