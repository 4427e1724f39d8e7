"""What users of MiniConf sites can count on: which files are joined how, and what happens to broken ones."""

from __future__ import annotations

import json

import pytest

from confnotes.errors import ConfnotesError
from confnotes.importers.importer import Hints
from confnotes.importers.miniconf.importer import MiniConf
from confnotes.importers.reading import read_source
from confnotes.importers.source import Source, SourceFile
from confnotes.model.program import Program, ReadProgram, Talk

PAPERS = "UID,title,authors,abstract,sessions\np1,Rain,Jane Doe|John Roe,Wet.,S1\np2,Hail,Ann Poe,Hard.,S1|S2\n"


def event(title: str, start: str = "2031-06-14T05:00:00+00:00", link: str | None = None) -> dict[str, object]:
    return {"title": title, "start": start, "end": None, "location": link, "link": link, "calendarId": "---"}


def site(files: dict[str, str]) -> Source:
    """A folder with these files."""
    made = (SourceFile(path, content.encode) for path, content in files.items())
    return Source("site", tuple(made), is_folder=True)


def folder(**files: str) -> Source:
    """A site; `papers_csv="..."` is the file `papers.csv`."""
    return site({name[::-1].replace("_", ".", 1)[::-1]: content for name, content in files.items()})


def read(**files: str) -> ReadProgram:
    return read_source(folder(**files))


def calendar(*events: object) -> str:
    return json.dumps(events)


def talks(program: Program) -> dict[str, list[Talk]]:
    found: dict[str, list[Talk]] = {}
    for talk in program.talks():
        found.setdefault(talk.title or "", []).append(talk)
    return found


LINKS = [
    ("papers.html?session=S1", "Poster Session A"),
    (None, "Session S1: On Rain"),
    ("https://rain.example.org/papers.html?filter=keywords&search=S1", "Poster Session A"),
    (None, "S1"),
]


@pytest.mark.parametrize(("link", "title"), LINKS)
def test_an_event_that_filters_papers_by_a_session_is_that_session(link: str | None, title: str) -> None:
    found = read(papers_csv=PAPERS, main_calendar_json=calendar(event(title, link=link), event("Lunch")))

    session = found.program.sessions[0]
    assert (session.title, len(session.talks)) == (title, 2)
    assert all(talk.start == session.start for talk in session.talks)
    assert [talk.title for talk in found.program.sessions[-1].talks] == ["Lunch"]


def test_a_paper_in_two_sessions_is_a_talk_in_each() -> None:
    second = event("Session S2", "2031-06-15T05:00:00+00:00", "papers.html?session=S2")

    found = read(papers_csv=PAPERS, main_calendar_json=calendar(event("S1"), second))

    assert [talk.id for talk in talks(found.program)["Hail"]] == ["p2@20310614T0500", "p2@20310615T0500"]
    assert [talk.id for talk in talks(found.program)["Rain"]] == ["p1"]


ABOUT = [("Keynote: Olga Hansen", 1), ("Live Q&A: Olga Hansen", 2), ("Keynote 1 (watch party)", 2)]


@pytest.mark.parametrize(("title", "number"), ABOUT)
def test_an_event_that_leads_to_a_speaker_is_the_talk_unless_it_is_only_about_it(title: str, number: int) -> None:
    speakers = "UID,title,institution,speaker\n1,Why It Rains,Rain Lab,Olga Hansen\n"

    found = read(speakers_csv=speakers, main_calendar_json=calendar(event(title, link="speaker_1.html")))

    held = [talk.start is not None for talk in found.program.talks() if talk.id == "speaker_1"]
    assert (len(list(found.program.talks())), held) == (number, [number == 1])


def test_a_keynote_of_the_calendar_that_is_called_by_its_speaker_is_that_talk() -> None:
    speakers = "UID,title,speaker\n1,Why It Rains,Zoë Hansen\n2,,Lars Berg\n"
    both = event("Lars Berg & Zoe Hansen (Keynote)") | {"calendarId": "keynote"}

    found = read(speakers_csv=speakers, main_calendar_json=calendar(both, event("Keynote 3 - Ann Poe")))

    assert sorted(
        (talk.title, [who.name for who in talk.speakers]) for talk in found.program.talks() if talk.start
    ) == [
        ("Keynote 3 - Ann Poe", ["Ann Poe"]),
        ("Lars Berg & Zoe Hansen (Keynote)", ["Lars Berg"]),
        ("Why It Rains", ["Zoë Hansen"]),
    ]


def test_a_list_of_keynotes_may_hold_people_alone() -> None:
    keynotes = "keynotes:\n- name: Zoë Hansen\n  aff: Rain Lab\n  website: https://zoe.example.org\n"

    found = read(keynotes_yml=keynotes, main_calendar_json=calendar(event("Keynote 1 - Zoe Hansen")))

    (talk,) = found.program.talks()
    assert (talk.title, talk.speakers[0].affiliation, talk.speakers[0].url) == (
        "Keynote 1 - Zoe Hansen", "Rain Lab", "https://zoe.example.org",
    )  # fmt: skip


STARTS = [("2031-06-14 6:45:00-08:00", "2031-06-14T06:45:00-08:00"), ("2031-06-14 16:45Z", "2031-06-14T16:45:00+00:00")]


@pytest.mark.parametrize(("written", "start"), STARTS)
def test_times_are_read_as_people_write_them(written: str, start: str) -> None:
    found = read(main_calendar_json=calendar(event("Lunch", written), event("No time", "soon")))

    assert [talk.start.isoformat() for talk in found.program.talks() if talk.start] == [start]
    assert [each.message for each in found.warnings] == ["main_calendar.json: 1 of 2 without a title or start skipped"]


def test_what_a_paper_nests_under_content_is_read() -> None:
    paper = {"id": "p9", "content": {"title": "Fog", "authors": ["Jane Doe"], "abstract": "Low."}, "forum": "p9"}

    (talk,) = talks(read(papers_json=json.dumps([paper]), main_calendar_json=calendar(event("Lunch"))).program)["Fog"]

    assert (talk.id, talk.abstract, talk.speakers[0].name) == ("p9", "Low.", "Jane Doe")


def test_a_replay_is_no_further_slot_of_a_paper() -> None:
    again = event("Poster Session", "2031-06-15T05:00:00+00:00", "papers.html?session=S1") | {"calendarId": "replay"}

    found = read(papers_csv=PAPERS, main_calendar_json=calendar(event("S1"), again))

    assert len(talks(found.program)["Rain"]) == 1
    assert len(talks(found.program)["Poster Session"]) == 1


def test_a_repository_is_read_by_the_folder_that_holds_the_site() -> None:
    source = site(
        {
            "README.md": "# Site",
            "old/papers.csv": "UID,title,authors\n9,Old,Jane Doe\n",
            "sitedata/papers.csv": PAPERS,
            "sitedata/main_calendar.json": calendar(event("Lunch")),
            "static/data.json": "{}",
        }
    )

    assert sorted(talks(read_source(source).program)) == ["Hail", "Lunch", "Rain"]


def test_a_calendar_alone_is_a_program() -> None:
    data = calendar(event("Lunch"), event("Keynote: Olga Hansen")).encode()

    found = read_source(Source.of_bytes(data, "main_calendar.json"))

    assert (found.format, len(list(found.program.talks()))) == ("miniconf", 2)


def test_a_table_that_is_cut_off_says_where() -> None:
    found = read(papers_csv=PAPERS + 'p3,"Cut off', main_calendar_json=calendar(event("Lunch")))

    assert [(each.line, "cut off" in each.message) for each in found.warnings] == [(4, True)]
    assert "Cut off" in talks(found.program)


def test_a_broken_file_is_skipped_with_a_warning_while_the_others_are_read() -> None:
    found = read(papers_csv=PAPERS, main_calendar_json='[{"title": "Lunch", "start": "x", "calendarId": "y"')

    assert sorted(talks(found.program)) == ["Hail", "Rain"]
    assert any("main_calendar.json was skipped" in each.message for each in found.warnings)


def test_a_site_of_which_nothing_can_be_read_is_refused() -> None:
    with pytest.raises(ConfnotesError, match="not valid JSON"):
        MiniConf().read(folder(main_calendar_json='[{"title": 1, "start": 2, "calendarId": 3'), Hints())


@pytest.mark.parametrize(
    "files",
    [
        {"data_csv": "name,value\na,1\n"},
        {"index_json": "[]"},
        {"page_md": "UID: 1\ntitle: x"},
        {"list_csv": "\x00\x01"},
    ],
)
def test_other_folders_are_not_taken_for_a_site(files: dict[str, str]) -> None:
    assert MiniConf().sniff(folder(**files)) == 0


@pytest.mark.parametrize(
    "wrong", ["null", "5", '"x"', "[]", "{}", "[[1]]", '{"a": {"b": 1}}', "true", '[{"papers": 5}]']
)
def test_a_wrong_value_anywhere_is_no_reason_to_fail(wrong: str) -> None:
    for name in ("title", "start", "end", "link", "location", "calendarId", "type"):
        held = event("Lunch") | {name: json.loads(wrong)}
        read(papers_csv=PAPERS, main_calendar_json=calendar(held, event("S1")))
    for name in ("UID", "title", "authors", "abstract", "sessions", "website", "organizers", "start_time", "papers"):
        item = {"UID": "1", "title": "Rain", "sessions": [{"name": "A", "start_time": "2031-06-14T05:00:00Z"}]}
        lists = json.dumps([item | {name: json.loads(wrong)}])
        read(workshops_json=lists, papers_csv=PAPERS, main_calendar_json=calendar(event("S1")))
    read(config_yml=wrong, workshops_json=wrong, papers_csv=PAPERS, main_calendar_json=calendar(event("S1")))


@pytest.mark.parametrize("papers", ["5.5", "true", "x", "{a: 1}", "[null, [1], {uid: 1}]"])
def test_what_stands_for_the_papers_of_a_session_may_be_none(papers: str) -> None:
    session = f"1A:\n  long_name: Session 1A\n  start_time: 2031-06-14 05:00\n  papers: {papers}\n"

    assert {"Hail", "Rain"} <= talks(read(papers_csv=PAPERS, **{"paper-sessions_yml": session}).program).keys()


def test_an_event_on_the_last_day_of_time_is_no_reason_to_fail() -> None:
    plenary = "UID,title,start_date,start_time,end_time\n4,Jam,9999-12-31,20:00,1:00\n5,Rain,2031-06-14,20:00,1:00\n"
    read_source(folder(papers_csv=PAPERS, plenary_sessions_csv=plenary))


def test_what_the_software_says_of_itself_is_no_description_of_the_conference() -> None:
    config = "name: MiniConf\ntagline: {}\ndate: May 2031\ncitation_date: May 2031\n"
    for tagline, description in (
        ("MINICONF <br> CONFERENCE <br> MANAGEMENT", None),
        ("All about rain", "All about rain"),
    ):
        found = read(papers_csv=PAPERS, config_yml=config.format(tagline)).program.conference
        assert (found.name, found.description) == (None, description)
