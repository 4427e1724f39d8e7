"""Calendars as people get them: what the format allows, what programs make of it, and what is broken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from confnotes.errors import ConfnotesError
from confnotes.importers.icalendar.rules import MOST, occurrences, rule_of
from confnotes.importers.icalendar.zones import zone_named
from confnotes.importers.reading import read_program
from confnotes.model.program import ReadProgram, Talk


def calendar(*lines: str, around: str = "") -> bytes:
    return "\r\n".join(("BEGIN:VCALENDAR", *filter(None, [around]), *lines, "END:VCALENDAR", "")).encode()


def event(*lines: str, start: str = "DTSTART:20310912T080000Z", summary: str = "A talk") -> tuple[str, ...]:
    return ("BEGIN:VEVENT", "UID:1", start, f"SUMMARY:{summary}", *lines, "END:VEVENT")


def read(data: bytes) -> ReadProgram:
    found = read_program(data, "program.ics")
    assert found.format == "icalendar"
    return found


def only_talk(data: bytes) -> Talk:
    return next(read(data).program.talks())


def warnings(data: bytes) -> str:
    return " / ".join(each.message for each in read(data).warnings)


@pytest.mark.parametrize(
    ("named", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("America/New York", "America/New_York"),
        ("/citadel.org/20210210_1/Europe/Berlin", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/Tzfile/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Europe-Brussels", "Europe/Brussels"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("GMT", "UTC"),
        ("CET", "CET"),
        ("Customized Time Zone", None),
        ("GMT+0100", None),
        ("../../etc/passwd", None),
        ("", None),
    ],
)
def test_zone_is_known_by_whatever_name_programs_give_it(named: str, zone: str | None) -> None:
    assert zone_named(named) == zone


@pytest.mark.parametrize(
    ("start", "iso"),
    [
        ("DTSTART:20310912T080000Z", "2031-09-12T08:00:00+00:00"),
        ("DTSTART;TZID=Europe/Berlin:20310912T080000", "2031-09-12T08:00:00+02:00"),
        ('DTSTART;TZID="Europe/Berlin";VALUE=DATE-TIME:20310912T080000', "2031-09-12T08:00:00+02:00"),
        ("DTSTART;TZID=(GMT+01:00) Berlin:20310912T080000", "2031-09-12T08:00:00+02:00"),
        ("DTSTART;TZID=Nowhere:20310912T080000", "2031-09-12T08:00:00"),
        ("DTSTART:20310912T080000", "2031-09-12T08:00:00"),
        ("DTSTART:2031-09-12T08:00:00+02:00", "2031-09-12T08:00:00+02:00"),
        ("DTSTART:20310912T0800", "2031-09-12T08:00:00"),
        ("dtstart:20310912T240000", "2031-09-13T00:00:00"),
    ],
)
def test_start_is_the_one_that_is_stated(start: str, iso: str) -> None:
    talk = only_talk(calendar(*event("ATTENDEE;CN=Ada Lovelace:invalid:nomail", start=start)))

    assert talk.starts_at is not None
    assert talk.starts_at.isoformat() == iso


@pytest.mark.parametrize("value", ["99990101T000000Z", "00000101T000000", "20310230T080000Z", "tomorrow", ""])
def test_an_impossible_date_is_left_out_with_a_warning(value: str) -> None:
    data = calendar(*event("ATTENDEE;CN=Ada Lovelace:invalid:nomail", start=f"DTSTART:{value}"))

    assert only_talk(data).start is None
    assert "no readable date" in warnings(data)


def test_times_in_utc_are_shown_in_the_zone_that_the_calendar_names() -> None:
    found = read(calendar(*event(), around="X-WR-TIMEZONE:Asia/Tokyo"))

    assert found.program.conference.timezone == "Asia/Tokyo"
    assert next(found.program.talks()).start == datetime(2031, 9, 12, 8, tzinfo=UTC)
    assert "17:00:00+09:00" in str(next(found.program.talks()).start)


@pytest.mark.parametrize(
    ("ending", "minutes"),
    [
        ("DTEND:20310912T090000Z", 60),
        ("DURATION:PT1H30M", 90),
        ("DTEND:20310912T080000Z", None),
        ("DTEND:20310912T070000Z", None),
        ("X-NOTHING:", None),
    ],
)
def test_end_comes_from_the_source_or_not_at_all(ending: str, minutes: int | None) -> None:
    talk = only_talk(calendar(*event(ending)))

    assert talk.starts_at is not None
    assert (talk.ends_at - talk.starts_at if talk.ends_at else None) == (
        timedelta(minutes=minutes) if minutes else None
    )


@pytest.mark.parametrize(
    ("lines", "title", "speakers"),
    [
        (("SUMMARY:Old maps (talk by Jane Roe)",), "Old maps", ["Jane Roe"]),
        (("SUMMARY:Old maps (talk by Jane Roe & Max Weber)",), "Old maps", ["Jane Roe", "Max Weber"]),
        (("SUMMARY:Old maps (by Jane Roe\\, University of Oslo)",), "Old maps", ["Jane Roe"]),
        (("SUMMARY:Old maps (stand by me)",), "Old maps (stand by me)", []),
        (("SUMMARY:Old maps", "DESCRIPTION:Speaker: Jane Roe\\nAbout maps"), "Old maps", ["Jane Roe"]),
        (
            ("SUMMARY:Old maps", "DESCRIPTION:<b>Speakers:</b> Jane Roe\\, Max Weber"),
            "Old maps",
            ["Jane Roe", "Max Weber"],
        ),
        (("SUMMARY:Old maps", "DESCRIPTION:Vortragende: Nina"), "Old maps", ["Nina"]),
        (("SUMMARY:Old maps", "DESCRIPTION:Speaker: TBA"), "Old maps", []),
        (("SUMMARY:Old maps", "DESCRIPTION:About the speaker: she is tall"), "Old maps", []),
        (("SUMMARY:Old maps - Jane Roe", "DESCRIPTION:Speaker: Jane Roe"), "Old maps", ["Jane Roe"]),
        (("SUMMARY:Old maps", "ATTENDEE;CN=Jane Roe:mailto:j@example.org"), "Old maps", ["Jane Roe"]),
        (("SUMMARY:Old maps", "ATTENDEE;CN=j@example.org:mailto:j@example.org"), "Old maps", []),
        (("SUMMARY:Old maps", "ATTENDEE;CN=Jane Roe;X-NUM-GUESTS=0:mailto:j@example.org"), "Old maps", []),
        (("SUMMARY:Old maps", "X-SPEAKERS:Jane Roe\\, Max Weber"), "Old maps", ["Jane Roe", "Max Weber"]),
        (("SUMMARY:Old maps", "ORGANIZER;CN=Map Society:mailto:x@example.org"), "Old maps", []),
        (
            ("SUMMARY:Jane Roe", "DESCRIPTION:Title: Old maps\\nby Jane Roe (Oslo) as part of Maps"),
            "Old maps",
            ["Jane Roe"],
        ),
        (("SUMMARY:Jane Roe (Oslo)", "DESCRIPTION:Titel: Old maps\\nAbstract: Ink"), "Old maps", ["Jane Roe"]),
        (("SUMMARY:Colloquium: Roe", "DESCRIPTION:Title: Professor\\nOf maps"), "Colloquium: Roe", []),
        (("SUMMARY:Old maps (Jane Roe)", "DESCRIPTION:Speaker: Jane Roe"), "Old maps", ["Jane Roe"]),
    ],
)
def test_speakers_are_found_where_people_write_them(lines: tuple[str, ...], title: str, speakers: list[str]) -> None:
    talk = only_talk(calendar("BEGIN:VEVENT", "UID:1", "DTSTART:20310912T080000Z", *lines, "END:VEVENT"))

    assert (talk.title, [speaker.name for speaker in talk.speakers]) == (title, speakers)


@pytest.mark.parametrize(
    ("summaries", "read_as"),
    [
        (
            ("Old maps -- Jane Roe", "Ink - a love story -- Max Weber and Eva Lang", "Paper -- Tom Hill", "Lunch"),
            [("Old maps", 1), ("Ink - a love story", 2), ("Paper", 1), ("Lunch", 0)],
        ),
        (
            ("Jane Roe (Oslo): Old maps", "Max Weber: Ink: a love story", "Eva Lang (Basel):Paper", "Team Desk: Lunch"),
            [("Old maps", 1), ("Ink: a love story", 1), ("Paper", 1), ("Team Desk: Lunch", 0)],
        ),
        (
            (
                "Map colloquium: Jane Roe — Old maps",
                "Map colloquium: Max Weber – Ink: a story",
                "Map colloquium: Eva Lang (Oslo): Paper",
                "Map colloquium: Tom Hill",
            ),
            [("Old maps", 1), ("Ink: a story", 1), ("Paper", 1), ("Map colloquium: Tom Hill", 1)],
        ),
        (
            ("Old maps (Jane Roe)", "Ink (Max Weber, Oslo)", "Paper (Eva Lang & Tom Hill)", "Lunch (in the hall)"),
            [("Old maps", 1), ("Ink", 1), ("Paper", 2), ("Lunch (in the hall)", 0)],
        ),
        (
            ("Maps - Old And New", "Ink - A Love Story", "Paper - The Good Parts", "Glue - Jane Roe"),
            [
                ("Maps - Old And New", 0),
                ("Ink - A Love Story", 0),
                ("Paper - The Good Parts", 0),
                ("Glue - Jane Roe", 0),
            ],
        ),
    ],
)
def test_people_in_titles_are_a_habit_of_the_whole_calendar(
    summaries: tuple[str, ...], read_as: list[tuple[str, int]]
) -> None:
    data = calendar(*(line for summary in summaries for line in event(summary=summary)))

    assert [(talk.title, len(talk.speakers)) for talk in read(data).program.talks()] == read_as


def test_titles_of_pretalx_end_in_people_whatever_these_are_called() -> None:
    titles = (*event(summary="Rust - the good parts - Ada, pixel"), *event(summary="No speaker - "))
    talks = list(read(calendar(*titles, around="PRODID:-//pretalx//talks.example.org//demo")).program.talks())

    assert [talk.title for talk in talks] == ["Rust - the good parts", "No speaker"]
    assert [speaker.name for speaker in talks[0].speakers] == ["Ada", "pixel"]


@pytest.mark.parametrize(
    ("locations", "venue", "rooms"),
    [
        (("Hall A, Dock 1, Halifax", "Hall B, Dock 1, Halifax"), "Dock 1, Halifax", ["Hall A", "Hall B"]),
        (("Dock 1, 12345 Port", "Dock 1, 12345 Port"), "Dock 1, 12345 Port", [None, None]),
        (("Room 1, Level 2", "Room 2, Level 2"), None, ["Room 1, Level 2", "Room 2, Level 2"]),
        (("MEB 3147", "MEB 3147"), None, ["MEB 3147", "MEB 3147"]),
        (("Room 7; Microsoft Teams-Besprechung", "Zoom"), None, ["Room 7", "Zoom"]),
        (("<KEIN ORT ANGEGEBEN>", "tba"), None, [None, None]),
        (("Room 7, Old School, Oslo", "Room 7, Old School, Oslo"), None, ["Room 7, Old School, Oslo"] * 2),
    ],
)
def test_address_that_all_share_is_the_venue(
    locations: tuple[str, ...], venue: str | None, rooms: list[str | None]
) -> None:
    lines = [event(f"LOCATION:{each}", summary=f"Talk {number}") for number, each in enumerate(locations)]
    program = read(calendar(*(line for each in lines for line in each))).program

    assert (program.conference.venue, [talk.room for talk in program.talks()]) == (venue, rooms)


@pytest.mark.parametrize(
    ("rule", "starts"),
    [
        ("FREQ=DAILY;COUNT=3", ["1012", "1013", "1014"]),
        ("FREQ=DAILY;INTERVAL=2;UNTIL=20311016T000000Z", ["1012", "1014"]),
        ("FREQ=WEEKLY;BYDAY=SU,TU;COUNT=3", ["1012", "1014", "1019"]),
        ("FREQ=MONTHLY;BYDAY=2SU;COUNT=3", ["1012", "1109", "1214"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3", ["1012", "1031", "1128"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", ["1012", "1031", "1231"]),
        ("FREQ=YEARLY;BYMONTH=10,12;BYMONTHDAY=12;COUNT=2", ["1012", "1212"]),
        ("FREQ=HOURLY;INTERVAL=12;COUNT=3", ["1012", "1012", "1013"]),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", ["1012"]),
    ],
)
def test_recurrence_is_followed_as_its_rule_says(rule: str, starts: list[str]) -> None:
    understood = rule_of(rule)
    assert understood is not None
    until = datetime(2031, 10, 16) if understood.until else datetime(9999, 1, 1)

    found = occurrences(understood, datetime(2031, 10, 12, 9), until)

    assert [moment.strftime("%m%d") for moment in found] == starts


@pytest.mark.parametrize(
    "rule",
    ["FREQ=WEEKLY;INTERVAL=0", "FREQ=SECONDLY", "FREQ=NEVER", "", "COUNT=3", "FREQ=DAILY;COUNT=x", "FREQ=DAILY;X=1"],
)
def test_an_unsupported_recurrence_happens_once_with_a_warning(rule: str) -> None:
    data = calendar(*event(f"RRULE:{rule}"))

    assert len(list(read(data).program.talks())) == 1
    assert "not supported" in warnings(data)


@pytest.mark.parametrize(
    ("exception", "days"),
    [
        ("EXDATE:20310913T080000Z", [12, 14]),
        ("EXDATE;TZID=Asia/Tokyo:20310913T170000", [12, 14]),
        ("EXDATE;VALUE=DATE:20310913,20310914", [12]),
        ("EXDATE:20310913T090000Z", [12, 13, 14]),
        ("RDATE:20310916T080000Z,20310917T080000Z", [12, 13, 14, 16, 17]),
        ("RDATE;VALUE=PERIOD:20310916T080000Z/PT1H", [12, 13, 14, 16]),
        ("EXRULE:FREQ=DAILY", [12, 13, 14]),
    ],
)
def test_exceptions_and_additions_change_a_recurrence(exception: str, days: list[int]) -> None:
    found = read(calendar(*event("RRULE:FREQ=DAILY;COUNT=3", exception))).program.talks()

    assert [talk.starts_at.day for talk in found if talk.starts_at] == days


def test_overridden_time_takes_the_place_of_the_one_that_the_rule_gives() -> None:
    moved = event("RECURRENCE-ID:20310913T080000Z", "STATUS:CANCELLED", start="DTSTART:20310913T100000Z")
    found = list(read(calendar(*event("RRULE:FREQ=DAILY;COUNT=3"), *moved)).program.talks())

    assert [(talk.starts_at.hour, talk.cancelled) for talk in found if talk.starts_at] == [
        (8, False),
        (10, True),
        (8, False),
    ]


def test_endless_recurrence_ends_with_the_conference() -> None:
    lunch = event("RRULE:FREQ=DAILY", summary="Lunch")
    last = ("BEGIN:VEVENT", "UID:2", "DTSTART:20310914T150000Z", "SUMMARY:Closing", "END:VEVENT")
    data = calendar(*lunch, *last)

    assert [talk.title for talk in read(data).program.talks()] == ["Lunch", "Lunch", "Lunch", "Closing"]
    assert "read up to 2031-09-14" in warnings(data)


def test_recurrence_is_cut_after_a_thousand_times() -> None:
    data = calendar(*event("RRULE:FREQ=HOURLY;COUNT=99999"))

    assert len(list(read(data).program.talks())) == MOST
    assert "was cut" in warnings(data)


def test_every_slot_of_a_talk_has_an_identity_that_stays_when_another_is_added() -> None:
    once = event()
    again = event(start="DTSTART:20310913T080000Z")

    assert [talk.id for talk in read(calendar(*once)).program.talks()] == ["1"]
    assert [talk.id for talk in read(calendar(*once, *again)).program.talks()] == ["1@20310912T0800", "1@20310913T0800"]


def test_identity_that_different_talks_share_is_none() -> None:
    data = calendar(*event(), *event(summary="Another"))

    assert [talk.id for talk in read(data).program.talks()] == [None, None]


def test_days_without_times_make_no_time_up() -> None:
    data = calendar(*event(), *event(start="DTSTART;VALUE=DATE:20310913", summary="Excursion"))
    excursion = list(read(data).program.talks())[-1]

    assert (excursion.title, excursion.start, excursion.abstract) == ("Excursion", None, "*2031-09-13*")
    assert "no time of day" in warnings(data)


def test_event_that_lasts_as_long_as_all_others_is_the_conference() -> None:
    whole = event("DTEND;VALUE=DATE:20310916", start="DTSTART;VALUE=DATE:20310911", summary="Map Days 2031")
    program = read(calendar(*whole, *event(), *event(start="DTSTART:20310913T080000Z"))).program

    assert len(list(program.talks())) == 2
    assert program.conference.name == "Map Days 2031"
    assert (str(program.conference.start_date), str(program.conference.end_date)) == ("2031-09-11", "2031-09-15")


def test_character_that_was_folded_in_two_is_whole_again() -> None:
    data = calendar(*event(summary="Käse")).replace("ä".encode(), b"\xc3\r\n \xa4")

    assert only_talk(data).title == "Käse"
    assert "UTF-8" not in warnings(data)


def test_text_of_an_old_calendar_is_decoded() -> None:
    quoted = "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:K=C3=A4se und =\r\nBrot=0D=0Aam Abend"
    data = calendar("BEGIN:VEVENT", "DTSTART:20310912T080000", quoted, "END:VEVENT", around="VERSION:1.0")

    assert only_talk(data).title == "Käse und Brot am Abend"
    assert "no content line" not in warnings(data)


def test_calendar_in_a_comment_of_a_page_is_one() -> None:
    found = read(b"<!--\n" + calendar(*event(summary="Old maps")) + b"-->\n")

    assert ([talk.title for talk in found.program.talks()], found.warnings) == (
        ["Old maps"],
        read(calendar(*event(summary="Old maps"))).warnings,
    )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "has no events"),
        (b"BEGIN:VCALENDAR", "has no events"),
        (b"BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:Buy milk\nEND:VTODO\nEND:VCALENDAR", "has no events"),
    ],
)
def test_calendar_without_talks_is_refused_in_one_line(data: bytes, told: str) -> None:
    with pytest.raises(ConfnotesError, match=told):
        read(data)


def test_names_of_extra_properties_may_be_in_small_letters() -> None:
    found = read(calendar(*event(summary="Old maps"), around="X-Robots-Tag:noindex"))

    assert not [each for each in found.warnings if "content line" in each.message]


def test_truncated_calendar_says_what_is_missing() -> None:
    whole = calendar(*event(), *event(summary="Last"))

    assert "in the middle of an event" in warnings(whole[: whole.index(b"Last") + 4])
    assert "no END:VCALENDAR" in warnings(whole[: whole.index(b"END:VCALENDAR")])


def test_hostile_calendar_is_read_in_linear_time() -> None:
    deep = b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 50_000
    quotes = b'BEGIN:VEVENT\r\nDTSTART:20310912T080000Z\r\nSUMMARY;A="' + b'"' * 200_000 + b":x\r\n"
    stray = b"DESCRIPTION:x\r\n" + b"and on\r\n" * 50_000
    data = deep + quotes + stray + b"SUMMARY:" + b"<p " * 20_000 + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

    assert len(list(read(data).program.talks())) == 1
