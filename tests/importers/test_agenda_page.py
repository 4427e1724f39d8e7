"""Agendas as the programs that publish them serve them."""

from __future__ import annotations

from datetime import datetime

import pytest

from confnotes.importers.agenda.html_tree import tree_of
from confnotes.importers.agenda.importer import AgendaPage
from confnotes.importers.reading import read_program
from confnotes.importers.source import Source
from confnotes.markup.durations import duration_of

INDICO = """<!DOCTYPE html><html><head><title>Tile Days 2024: Timetable · Indico</title></head><body>
<div class="timezone">Europe/Zurich timezone</div><ul><li class="timetable-item timetable-contrib">
<span class="timetable-time"><time datetime="2024-03-12T23:30:00+01:00">23:30</time> → 00:15</span>
<span class="timetable-title">Late tiles</span><div class="speaker-list">Speaker: Ada Lund (Tile Co)</div>
</li></ul></body></html>"""


def test_page_without_the_marks_of_a_known_program_is_left_to_others() -> None:
    page = b"<!DOCTYPE html><html><body><h1>Workshop</h1><p>9:00 Talk</p></body></html>"

    assert AgendaPage().sniff(Source.of_bytes(page, "page.html")) == 0.0


def test_item_that_ends_after_midnight_ends_on_the_next_day() -> None:
    read = read_program(INDICO.encode(), "page.html")

    talk = read.program.sessions[0].talks[0]
    assert (talk.title, talk.speakers[0].name, talk.speakers[0].affiliation) == ("Late tiles", "Ada Lund", "Tile Co")
    assert talk.starts_at is not None and talk.ends_at is not None
    assert talk.ends_at - talk.starts_at == datetime(2024, 3, 13, 0, 15) - datetime(2024, 3, 12, 23, 30)
    assert read.program.conference.timezone == "Europe/Zurich"


@pytest.mark.parametrize(
    ("written", "minutes"), [("75m", 75), ("1h", 60), ("1h 30m", 90), ("20 min", 20), ("01:30", 90), ("soon", None)]
)
def test_lengths_are_read_as_agendas_write_them(written: str, minutes: int | None) -> None:
    length = duration_of(written)

    assert (length and length.total_seconds() / 60) == minutes


def test_tags_that_pages_leave_open_end_where_browsers_end_them() -> None:
    rows = [each for each in tree_of("<table><tr><td>a<td>b<tr><td>c</table><p>d<p>e").walk() if each.tag == "tr"]

    assert [row.text() for row in rows] == ["a b", "c"]
