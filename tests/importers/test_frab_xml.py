"""schedule.xml as people get it: what wins where it contradicts itself, and what is refused."""

from __future__ import annotations

import pytest

from confnotes.errors import ConfnotesError
from confnotes.importers.reading import read_program
from confnotes.importers.schedule.frab_xml import FrabXml
from confnotes.importers.source import Source
from confnotes.model.program import ReadProgram, Talk

HEAD = "<schedule><conference><title>Moth Camp</title>{conference}</conference>"


def read(events: str, *, conference: str = "", day: str = 'date="2031-12-27"') -> ReadProgram:
    text = f"{HEAD.format(conference=conference)}<day {day}><room name='Hut'>{events}</room></day></schedule>"
    return read_program(text.encode(), "schedule.xml")


def event(fields: str, *, title: str = "Wings", attributes: str = "id='1'") -> str:
    return f"<event {attributes}><title>{title}</title>{fields}</event>"


def talks(found: ReadProgram) -> list[Talk]:
    return list(found.program.talks())


@pytest.mark.parametrize(
    ("fields", "conference", "day", "start"),
    [
        (
            "<date>2031-12-28T00:15:00+01:00</date><start>00:15</start>",
            "",
            'date="2031-12-27"',
            "2031-12-28T00:15+01:00",
        ),
        (
            "<date>2031-12-28T10:00:00+01:00</date><start>10:00</start>",
            "",
            'date="2030-01-01"',
            "2031-12-28T10:00+01:00",
        ),
        ("<start>10:00</start>", "<day_change>04:00</day_change>", 'date="2031-12-27"', "2031-12-27T10:00"),
        ("<start>01:30</start>", "<day_change>04:00:00</day_change>", 'date="2031-12-27"', "2031-12-28T01:30"),
        ("<start>01:30</start>", "", 'date="2031-12-27"', "2031-12-27T01:30"),
        ("<start>25:30</start>", "", 'date="2031-12-27"', "2031-12-28T01:30"),
        ("<start>9:05 pm</start>", "", 'date="2031-12-27"', "2031-12-27T21:05"),
        ("<date>2031-12-29</date><start>01:30</start>", "", 'date="2031-12-27"', "2031-12-29T01:30"),
        (
            "<date>2031-12-27T04:30:00Z</date><start>10:00</start>",
            "<time_zone_name>Asia/Kolkata</time_zone_name>",
            'date="2031-12-26"',
            "2031-12-27T10:00+05:30",
        ),
        ("<date>2031-12-27T04:30:00Z</date><start>10:00</start>", "", 'date="2031-12-27"', "2031-12-27T10:00+05:30"),
        (
            "<start>10:00</start>",
            "<time_zone_name>Vienna</time_zone_name>",
            'date="2031-12-27"',
            "2031-12-27T10:00+01:00",
        ),
    ],
)
def test_talk_begins_when_its_date_says_else_on_its_day(fields: str, conference: str, day: str, start: str) -> None:
    (talk,) = talks(read(event(fields), conference=conference, day=day))

    assert talk.starts_at is not None
    assert talk.starts_at.isoformat(timespec="minutes") == start


@pytest.mark.parametrize(
    ("end", "day_end", "last"),
    [
        ("2031-12-28", "2031-12-28T04:00:00+01:00", "2031-12-27"),
        ("2031-12-28", "2031-12-27T18:00:00+01:00", "2031-12-28"),
        ("2031-12-29", "2031-12-28T04:00:00+01:00", "2031-12-29"),
        ("2031-12-28", "", "2031-12-28"),
    ],
)
def test_a_night_after_the_last_day_is_no_day_of_its_own(end: str, day_end: str, last: str) -> None:
    found = read(
        event("<start>23:00</start>"), conference=f"<end>{end}</end>", day=f'date="2031-12-27" end="{day_end}"'
    )

    assert str(found.program.conference.end_date) == last


@pytest.mark.parametrize(
    ("duration", "end"),
    [
        ("01:00", "11:00"),
        ("1:30", "11:30"),
        ("0:05:00", "10:05"),
        ("12:00", "22:00"),
        ("45", "10:45"),
        ("PT1H15M", "11:15"),
        ("00:00", None),
        ("", None),
        ("a while", None),
        ("9000:00", None),
    ],
)
def test_end_is_stated_by_a_length_or_open(duration: str, end: str | None) -> None:
    (talk,) = talks(read(event(f"<start>10:00</start><duration>{duration}</duration>")))

    assert (f"{talk.end:%H:%M}" if talk.end else None) == end


def test_talk_given_twice_is_two_talks_whose_ids_do_not_depend_on_each_other() -> None:
    slots = event("<start>10:00</start>") + event("<start>14:00</start>")

    assert [talk.id for talk in talks(read(slots))] == ["1@20311227T1000", "1@20311227T1400"]


def test_talk_shown_in_two_rooms_at_once_is_one_talk_in_both() -> None:
    slots = event("<start>10:00</start>") + event("<start>10:00</start><room>Hall</room>")
    found = read(slots)

    assert [talk.room for talk in talks(found)] == ["Hut, Hall"]
    assert "several rooms" in found.warnings[0].message


def test_people_beside_the_days_speak_nowhere() -> None:
    staff = "<persons><person id='9'>Staff</person></persons>"
    talk = event("<start>10:00</start><persons><person id='1'>Ada Falter</person></persons>")
    text = f"{HEAD.format(conference='')}{staff}<day date='2031-12-27'>{talk}</day></schedule>"

    assert [person.name for person in read_program(text.encode(), "x").program.people] == ["Ada Falter"]


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        ('<link href="https://a.example/1.pdf">Slides (PDF)</link>', "slides"),
        ('<link href="https://a.example/v">Video recording (WebM, 97M)</link>', "video"),
        ("<link>https://a.example/v</link>", "other"),
        ("<link>A book</link>", None),
        ('<link href="https://a.example/submit/feedback/12">Submit feedback</link>', None),
        ('<link href="https://chat.example/#/room/x">Chat room (app)</link>', None),
        ('<link href="https://a.example/control">Feedback in control theory</link>', "other"),
        ('<link href="javascript:alert(1)">x</link>', None),
        ('<link href="data:text/html,x">x</link>', None),
    ],
)
def test_links_are_kept_by_kind_and_forms_and_chats_are_not(link: str, kind: str | None) -> None:
    (talk,) = talks(read(event(f"<start>10:00</start><links>{link}</links>")))

    assert [each.kind.value for each in talk.resources] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("title", "type_", "track", "kind"),
    [
        ("Wings", "lecture", "", "talk"),
        ("Wings", "Long talk (45 minutes)", "", "talk"),
        ("Wings", "lightningtalk", "", "lightning"),
        ("Wings", "podium", "", "panel"),
        ("Wings", "", "Keynotes", "keynote"),
        ("Wings", "other", "", "other"),
        ("Lunch break", "", "", "break"),
        ("Opening Ceremony", "lecture", "", "remarks"),
        ("How to break a lamp", "lecture", "", "talk"),
    ],
)
def test_kind_is_what_the_type_says_then_the_title_then_the_track(
    title: str, type_: str, track: str, kind: str
) -> None:
    (talk,) = talks(read(event(f"<start>10:00</start><type>{type_}</type><track>{track}</track>", title=title)))

    assert talk.kind.value == kind


@pytest.mark.parametrize(
    ("title", "fields", "cancelled"),
    [
        ("Wings", "<status>canceled</status>", True),
        ("[CANCELLED] Wings", "", True),
        ("CANCELED Wings", "", True),
        ("Wings (cancelled)", "", True),
        ("Cancelled orders in trading systems", "", False),
        ("Wings", "<status>confirmed</status>", False),
    ],
)
def test_cancelled_talk_is_kept_and_says_so(title: str, fields: str, cancelled: bool) -> None:
    (talk,) = talks(read(event(f"<start>10:00</start>{fields}", title=title)))

    assert (talk.title, talk.cancelled) == (title, cancelled)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252", "shift_jis"])
def test_text_is_read_in_the_encoding_that_it_declares(encoding: str) -> None:
    name = "モス" if encoding == "shift_jis" else "Zoé Château"
    text = f"<?xml version='1.0' encoding='{encoding.removesuffix('-sig')}'?>" + HEAD.format(conference="")
    text += f"<day date='2031-12-27'>{event('<start>10:00</start>', title=name)}</day></schedule>"

    (talk,) = talks(read_program(text.encode(encoding), "schedule.xml"))

    assert talk.title == name


@pytest.mark.parametrize(
    "broken",
    [
        b"\n  <?xml version='1.0'?>",
        b"<?xml version='1.0' encoding='utf-8'?><!-- caf\xe9 -->",
        b"<!-- a \x0b tab -->",
        b"<?xml version='1.0' encoding='utf-9'?>",
    ],
)
def test_small_faults_of_a_file_do_not_keep_anybody_from_reading_it(broken: bytes) -> None:
    event_text = event("<start>10:00</start><abstract>R&D&nbsp;\x1b[31m</abstract>")
    text = f"{HEAD.format(conference='')}<day date='2031-12-27'>{event_text}</day></schedule>"

    found = read_program(broken + text.encode(), "schedule.xml")

    assert [talk.title for talk in talks(found)] == ["Wings"]
    assert any("&" in warning.message for warning in found.warnings)


ENTITIES = '<!DOCTYPE schedule [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD.format(conference="") + "\n<day date='2031-12-27'>\n<event>", "cut short: it ends in line 3"),
        (HEAD.format(conference="") + "\n</day>", "not valid XML: line 2: mismatched tag"),
        (ENTITIES + HEAD.format(conference="") + "</schedule>", "DOCTYPE"),
        ('<!DOCTYPE schedule SYSTEM "http://x.example/a.dtd">' + HEAD.format(conference="") + "</schedule>", "DOCTYPE"),
        (HEAD.format(conference="") + "<day>" * 50_000 + "</day>" * 50_000 + "</schedule>", "nested too deeply"),
        (HEAD.format(conference="") + "<day date='2031-12-27'/></schedule>", "has no talks"),
    ],
)
def test_file_that_is_broken_or_not_safe_is_refused_in_one_line(text: str, said: str) -> None:
    with pytest.raises(ConfnotesError) as refused:
        read_program(text.encode(), "schedule.xml")

    assert said in refused.value.message
    assert "\n" not in refused.value.message


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        (HEAD.format(conference="") + "</schedule>", True),
        ("<?xml version='1.0'?><!-- a --><!-- b - c --><x:schedule xmlns:x='y'><x:day date='2031-12-27'/>", True),
        ("<schedule><lesson>Maths</lesson></schedule>", False),
        ("<rss><schedule><conference/></schedule></rss>", False),
        ("# <schedule><conference>", False),
        ("<?" * 2000, False),
        ("<!--" * 1000, False),
    ],
)
def test_schedule_is_known_by_its_root_and_what_is_in_it(text: str, sure: bool) -> None:
    assert (FrabXml().sniff(Source.of_bytes(text.encode(), "x")) >= 0.95) == sure
