"""A personal schedule in a calendar and on paper: what the format allows, and hostile titles that stay text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from confnotes.exporters.data import calendar
from confnotes.exporters.markdown import schedule as on_paper
from confnotes.importers.reading import read_program
from confnotes.model.mark import Mark
from confnotes.model.program import Resource, ResourceKind
from confnotes.model.schedule import Between, Schedule, ScheduleItem, between

MADE = datetime(2031, 5, 1, 8, 0, tzinfo=UTC)


def clock(text: str, day: int = 12) -> datetime:
    hour, minute = text.split(":")
    return datetime(2031, 5, day, int(hour), int(minute))


def item(title: str, start: str | None = "10:00", end: str | None = "10:30", **more: Any) -> ScheduleItem:
    times = (clock(start) if start else None, clock(end) if end else None)
    made = ScheduleItem(f"shore/{title}", title, start=times[0], end=times[1], room="Pier 4", speakers=("Ada Vento",))
    return replace(made, **more)


def schedule(*items: ScheduleItem, timezone: str | None = "Europe/Lisbon") -> Schedule:
    return Schedule("Shore Days; 2031", timezone, items)


def events(data: bytes) -> list[dict[str, object]]:
    """The events as another program reads them."""
    found = Calendar.from_ical(data)
    assert not found.errors
    return [{name.lower(): event.decoded(name) for name in event} for event in found.walk("VEVENT")]


def test_a_talk_is_an_event_with_its_time_in_utc() -> None:
    links = (
        Resource(ResourceKind.EVENT_PAGE, "https://example.org/boats"),
        Resource(ResourceKind.OTHER, "javascript:x"),
    )
    data = calendar.render(schedule(item("Slow Boats", session="Morning", track="Sea", resources=links)), MADE)
    (event,) = events(data)
    assert event["dtstart"] == datetime(2031, 5, 12, 9, 0, tzinfo=UTC)
    assert event["dtend"] == datetime(2031, 5, 12, 9, 30, tzinfo=UTC)
    assert event["dtstamp"] == MADE
    assert event["summary"] == "Slow Boats"
    assert event["location"] == "Pier 4"
    assert event["url"] == "https://example.org/boats"
    assert event["description"] == "Ada Vento\nMorning\nevent-page: https://example.org/boats"
    assert b"METHOD" not in data


def test_where_the_program_is_silent_the_event_is_too() -> None:
    data = calendar.render(schedule(item("a", end=None), item("b", None, None), timezone=None), MADE)
    (event,) = events(data)
    assert event["dtstart"] == datetime(2031, 5, 12, 10, 0)
    assert "dtend" not in event


def test_a_cancelled_talk_says_so_and_keeps_its_identity() -> None:
    before = calendar.render(schedule(item("Fog")), MADE)
    after = calendar.render(schedule(item("Fog", cancelled=True)), MADE + timedelta(days=1))
    assert events(before)[0]["uid"] == events(after)[0]["uid"]
    assert events(after)[0]["status"] == "CANCELLED"


HOSTILE = [
    "END:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:mine",
    "one, two; three \\ four\\n",
    "bell\x07 and \x1b]52;c;aGk=\x07 and \u202eturned",
    "naïve 漢字 👩‍🔬 " * 20,
    '";LANGUAGE=x:"',
]


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_stay_text(title: str) -> None:
    data = calendar.render(schedule(item(title, room=title, session=title)), MADE)
    assert len(events(data)) == 1
    assert not set(data) & (set(range(9)) | {0x0B, 0x0C, 0x1B, 0x7F})


@given(st.lists(st.text(max_size=120), min_size=1, max_size=4))
@example(["tide " * 40, "漢字" * 60])
def test_every_line_is_short_ends_as_the_format_says_and_reads_back(titles: list[str]) -> None:
    data = calendar.render(schedule(*(item(title, room=title) for title in titles)), MADE)
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= calendar.MOST_OCTETS for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    for line in lines:
        line.decode("utf-8")
    assert len(events(data)) == len(titles)


def test_a_calendar_is_read_back_as_the_program_it_was_made_of() -> None:
    mine = schedule(item("Slow Boats", track="Sea"), item("Fog, and light", "11:00", "11:45"))
    found = read_program(calendar.render(mine, MADE), "mine.ics")
    assert found.format == "icalendar"
    talks = [(talk.title, talk.start, talk.end, talk.room) for talk in found.program.talks()]
    expected = [
        ("Slow Boats", datetime(2031, 5, 12, 9, 0, tzinfo=UTC), datetime(2031, 5, 12, 9, 30, tzinfo=UTC), "Pier 4"),
        (
            "Fog, and light",
            datetime(2031, 5, 12, 10, 0, tzinfo=UTC),
            datetime(2031, 5, 12, 10, 45, tzinfo=UTC),
            "Pier 4",
        ),
    ]
    assert talks == expected
    assert found.program.conference.timezone == "Europe/Lisbon"
    assert found.program.conference.name == "Shore Days; 2031"


def test_a_printed_schedule_shows_days_free_time_walks_and_clashes() -> None:
    mine = schedule(
        item("Slow Boats", marks=frozenset({Mark.STAR}), clashes=("10:10 Fog",)),
        item("Fog", "10:35", "11:00", room="Aula", marks=frozenset({Mark.ATTENDED})),
        item("Ropes *and* [knots](javascript:x)", "11:45", "12:00", cancelled=True),
        item("Light", "13:00", None, room="Aula", marks=frozenset({Mark.STAR})),
        item("Untimed", None, None),
    )
    assert on_paper.render(mine) == (
        "# My schedule: Shore Days; 2031\n\nTimes are those of Europe/Lisbon.\n\n"
        "## Monday, 12 May 2031\n\n"
        "- **10:00–10:30** ★ Slow Boats  \n  Pier 4 · Ada Vento  \n  ⚠ clashes with 10:10 Fog\n"
        "- *walk to Aula*\n"
        "- **10:35–11:00** ✓ Fog  \n  Aula · Ada Vento\n"
        "- **11:45–12:00** ~~Ropes \\*and\\* \\[knots\\](javascript:x)~~ (cancelled)  \n  Pier 4 · Ada Vento\n"
        "- *2 h free*\n"
        "- **13:00** ★ Light  \n  Aula · Ada Vento\n\n"
        "## Without a time\n\n"
        "- Untimed  \n  Pier 4 · Ada Vento\n"
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([item("a")], item("b", "10:30", "11:00"), Between()),
        ([item("a")], item("b", "10:35", "11:00", room="Aula"), Between(walk_to="Aula")),
        ([item("a")], item("b", "11:15", "12:00", room="Aula"), Between(free=timedelta(minutes=45))),
        ([item("a", "10:00", "12:00"), item("b", "10:30", "11:00")], item("c", "12:00", "12:30"), Between()),
        ([item("a")], item("b", "10:15", "11:00", room="Aula"), Between()),
        ([item("a", end=None)], item("b", "15:00", "16:00"), Between()),
        ([item("a", cancelled=True)], item("b", "15:00", "16:00"), Between()),
        ([], item("a"), Between()),
    ],
)
def test_what_lies_between_two_talks(before: list[ScheduleItem], after: ScheduleItem, expected: Between) -> None:
    assert between(before, after) == expected
