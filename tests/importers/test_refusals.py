"""What is no program is refused in one line; what is hostile costs little time."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from confnotes.errors import ConfnotesError
from confnotes.importers.reading import Hints, UnknownSourceError, read_program

NOVEL = """CHAPTER ONE

It was nine o'clock when Mr. Harding came down. The conference had lasted until midnight.

"At 10:30 we leave," said John Barker. The session of the court began at 9:00.
"""
LOG = "2024-01-01 10:00:01 INFO session started\n10:06 talk to server\n10:07 schedule reloaded\n10:08 speaker off\n"
TABLE = "timestamp,level,message\n2024-01-01 10:00:01,INFO,session started\n2024-01-01 10:06:01,WARN,talk to server\n"
CODE = '#!/usr/bin/env python\n"""Schedule the sessions of a workshop."""\nimport os\n\nTALKS = {"10:00": "x"}\n'


@pytest.mark.parametrize(
    "data",
    [NOVEL, LOG, TABLE, CODE, '{"schedule": {"day": "10:00"}}',
     "<?xml version='1.0'?><schedule/>",
     "<!DOCTYPE html><html><head><title>404 Not Found</title></head><body><h1>Not Found</h1>"
     "<p>workshop/schedule</p></body></html>",
     "# A library\n\n## Schedule\n\nJobs run at 10:00.\n\n## Contributors\n- Jane Doe\n- John Roe\n", "hello"],
)  # fmt: skip
def test_what_is_no_program_is_refused(data: str) -> None:
    with pytest.raises(ConfnotesError, match="is not recognized as a conference program") as refused:
        read_program(data.encode(), "thing")

    assert refused.value.hint
    assert refused.value.exit_code == 1


@pytest.mark.parametrize(
    "text",
    [
        "# Tile Days 2031 Website\n\nThe site.\n\n## Local\n\n- run it\n- look\n\n## Colors\n\n- blue\n- red",
        "# TileConf 2031\n\nSource code of our pages.\n\n## Webmaster\n\n- Ada\n\n## Tips\n\n- use git\n- ask",
        "# About TileConf 2031\n\n## Making Editions\n\n- `git clone x`\n- go\n\n## Writing Pages\n\n- a\n- b",
    ],
)
def test_the_readme_of_a_website_is_no_notes(text: str) -> None:
    with pytest.raises(UnknownSourceError):
        read_program(text.encode(), "README.md")


def test_notes_that_name_the_website_of_a_conference_are_read() -> None:
    intro = "My notes; slides and code are on the website of the conference."
    text = f"# TileConf 2031\n\n{intro}\n\n## Salt and Light\n\n- clay\n- heat\n\n## Peat and Time\n\n- bog\n- age"

    assert [talk.title for talk in read_program(text.encode(), "README.md").program.talks()] == [
        *("Salt and Light", "Peat and Time"),
    ]


@pytest.mark.parametrize(
    "name", ["README.md", "docs/how-to/search.md", "docs/reference/vault.md", "docs/how-to/export.md"]
)
def test_a_page_that_only_names_a_conference_and_a_day_is_refused(name: str) -> None:
    with pytest.raises(UnknownSourceError):
        read_program((Path(__file__).parents[2] / name).read_bytes(), name)


def test_a_page_of_a_few_titles_without_hours_people_or_links_is_no_program() -> None:
    page = "# Workshop on Kelp 2031\n\nMay 3, 2031\n\n## Talks\n\n- Clips are shown here\n- Talks are short\n"
    with pytest.raises(UnknownSourceError):
        read_program(page.encode(), "calls.md")


def test_a_page_without_talks_yet_is_read_for_its_people_and_dates() -> None:
    people, dates = "## Organizers\n- Ada Lind\n- Bo Sund\n", "## Dates\n- Papers: 2 March 2024\n"
    page = f"# Workshop on Bees\n\nMay 3, 2024\n\n{people}\n{dates}"

    program = read_program(page.encode(), "page").program

    assert ([*program.talks()], len(program.people), len(program.deadlines)) == ([], 2, 1)


def test_json_of_more_records_than_any_program_has_is_refused_at_once() -> None:
    talks = ",".join(['{"title": "x"}'] * 500_001)
    with pytest.raises(ConfnotesError, match="more than 500,000 records"):
        read_program(f'{{"schema": "confnotes.program/1", "sessions": [{{"talks": [{talks}]}}]}}'.encode(), "thing")


def test_calendar_without_events_says_so() -> None:
    with pytest.raises(ConfnotesError, match="has no events"):
        read_program(b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "thing")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"\xef\xbb\xbf\n", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"PK\x03\x04..............................word/document.xml", "is a Word document"),
        (b"\x89PNG", "is not text"),
        (bytes(range(256)) * 40, "is not text"),
        (b"x" * 50 * 1024 * 1024, "is 50 MB"),
        (b"---\n" * 1_500_000, "has 1500001 lines; the maximum is 100000"),
    ],
)
def test_empty_binary_and_huge_files_are_refused(data: bytes, says: str) -> None:
    with pytest.raises(ConfnotesError, match=says):
        read_program(data, "thing")


def test_latin_1_and_utf_16_are_read_with_a_warning() -> None:
    page = "# Workshop on Cafés 2024\n\n## Program\n- 9:00 Welcome\n- 9:10 Crème (Zoé Martin)\n"

    for encoding in ("latin-1", "utf-16-le"):
        read = read_program(page.encode(encoding), "page")
        assert [talk.title for talk in read.program.talks()] == ["Welcome", "Crème"]
        assert "not UTF-8" in " ".join(warning.message for warning in read.warnings)


def test_unknown_zone_and_format_are_refused() -> None:
    with pytest.raises(ConfnotesError, match="not a time zone"):
        read_program(b"x", "thing", Hints(timezone="Mars/Base"))
    with pytest.raises(ConfnotesError, match="unknown format"):
        read_program(b"x", "thing", Hints(format="morse"))


START = b"# Workshop schedule speakers\n## Schedule\n9:00 "


@pytest.mark.parametrize(
    "data",
    [b"[" * 100_000, b"<!--" * 100_000, b"<a " * 50_000, b"*a " * 50_000, b"|" * 100_000, b"9:00-" * 50_000,
     b" " * 500_000, b"{% include " * 50_000, b"Jane Doe, " * 30_000, b"<table><tr><td>" * 10_000, b"a - b " * 20_000,
     b"University Of " * 20_000, (b"A" * 7000 + b"\n") * 10],
    ids=lambda data: data[:12].decode(),
)  # fmt: skip
def test_hostile_line_is_read_or_refused_within_two_seconds(data: bytes) -> None:
    begun = time.process_time()
    try:
        read_program(START + data, "thing")
    except ConfnotesError as refused:
        assert refused.message

    assert time.process_time() - begun < 2


def test_user_names_the_conference_and_the_zone() -> None:
    page = b"# Workshop on Bees\n\nMay 3, 2024\n\n## Program\n- 9:00 Welcome\n- 9:10 Hives (Ada Lind)\n"

    read = read_program(page, "page", Hints(conference="BeeConf 2024", timezone="Europe/Oslo"))

    first = next(read.program.talks())
    assert read.program.conference.name == "BeeConf 2024"
    assert first.start is not None
    assert first.start.isoformat() == "2024-05-03T09:00:00+02:00"


@pytest.mark.parametrize("base", ["http://[", "https://[::1", "http://x:y/", ""])
def test_an_address_that_is_none_costs_no_talk(base: str) -> None:
    event = {
        "id": 1,
        "title": "A",
        "links": [{"url": "/slides.pdf", "title": "Slides"}, {"url": "http://[", "title": "x"}],
    }
    schedule = {
        "base_url": base,
        "conference": {"title": "C", "days": [{"date": "2031-06-02", "rooms": {"R": [event]}}]},
    }
    read = read_program(json.dumps({"schedule": schedule}).encode(), "schedule.json")
    assert [talk.title for talk in read.program.talks()] == ["A"]
