"""What users of virtual conference sites can count on, whatever is wrong with the export."""

from __future__ import annotations

import json
from typing import Any

import pytest

from confnotes.errors import ConfnotesError
from confnotes.importers.importer import Hints
from confnotes.importers.reading import read_program, read_source
from confnotes.importers.source import Source
from confnotes.importers.virtual_site.importer import VirtualSite
from confnotes.model.program import Kind, ReadProgram, Role, Talk


def record(**fields: Any) -> dict[str, Any]:
    """A record with the fields by which a site's export is known."""
    return {
        "id": 1, "name": "Rain", "eventtype": "Poster", "virtualsite_url": None, "sourceid": 1,
        "starttime": "2031-05-07T09:00:00+02:00", "paper_url": None, "room_name": None, "authors": [], **fields,
    }  # fmt: skip


def read(*records: Any, url: str | None = None) -> ReadProgram:
    data = json.dumps({"count": len(records), "results": records}).encode()
    return read_source(Source.of_bytes(data, "orals-posters.json", url))


def only(*records: Any, url: str | None = None) -> Talk:
    (talk,) = read(*records, url=url).program.talks()
    return talk


KINDS = [
    ("Poster", Kind.POSTER),
    ("Spotlight Poster", Kind.POSTER),
    ("Oral", Kind.ORAL),
    ("{location} Oral", Kind.ORAL),
    ("Spotlight", Kind.SPOTLIGHT),
    ("Invited Talk", Kind.TALK),
    ("Tutorial", Kind.TUTORIAL),
    ("Affinity Workshop", Kind.WORKSHOP),
    ("Expo Demonstration", Kind.DEMO),
    ("Break", Kind.BREAK),
    ("Opening Remarks", Kind.REMARKS),
    ("Social", Kind.SOCIAL),
    ("Expo Talk Panel", Kind.PANEL),
]


@pytest.mark.parametrize(("said", "kind"), KINDS)
def test_a_kind_is_what_the_site_calls_it(said: str, kind: Kind) -> None:
    assert only(record(eventtype=said)).kind is kind


def test_the_oral_and_the_poster_of_a_paper_are_two_talks_with_the_links_of_both() -> None:
    oral = record(id=1, eventtype="Oral", starttime="2031-05-07T08:00:00+02:00", paper_url="https://p.example.org/1")
    poster = record(
        id=2, paper_url="https://p.example.org/1", eventmedia=[{"name": "Slides", "uri": "https://s.example.org"}]
    )

    talks = list(read(oral, poster).program.talks())

    assert [talk.id for talk in talks] == ["1", "2"]
    assert {tuple(link.url for link in talk.resources) for talk in talks} == {
        ("https://p.example.org/1", "https://s.example.org")
    }


def test_papers_with_one_number_and_different_names_share_no_links() -> None:
    first = record(id=1, sourceid=7, url="https://one.example.org")
    second = record(id=2, sourceid=7, name="Hail", url="https://two.example.org")

    talks = read(first, second).program.talks()

    assert [[link.url for link in talk.resources] for talk in talks] == [
        ["https://one.example.org"],
        ["https://two.example.org"],
    ]


def test_a_relative_address_leads_to_the_site_that_the_file_names_before_the_one_it_came_from() -> None:
    author = {"fullname": "Jane Doe", "url": "http://rain.example.org/api/miniconf/users/1?format=json"}
    page = "/virtual/2031/poster/1"

    named = only(record(virtualsite_url=page, authors=[author]), url="https://mirror.example.org/x.json")
    fetched = only(record(virtualsite_url=page), url="https://rain.example.org/x.json")

    assert [link.url for link in named.resources] == ["https://rain.example.org/virtual/2031/poster/1"]
    assert [link.url for link in fetched.resources] == ["https://rain.example.org/virtual/2031/poster/1"]
    assert named.speakers[0].url is None


def test_a_relative_address_of_an_unknown_site_is_left_out_with_one_warning() -> None:
    found = read(
        record(virtualsite_url="/virtual/2031/poster/1"), record(id=2, virtualsite_url="/virtual/2031/poster/2")
    )

    assert not any(talk.resources for talk in found.program.talks())
    assert [each.message for each in found.warnings] == [
        "2 relative addresses left out: the file does not name its site"
    ]


def test_an_openreview_profile_names_a_person_everywhere_and_a_number_only_here() -> None:
    people = [{"id": "~Jane_Doe1", "fullname": "Jane Doe"}, {"id": 7, "fullname": "John Roe"}]

    talk = only(record(authors=people))

    assert [(each.id, each.role) for each in talk.speakers] == [
        ("openreview:~Jane_Doe1", Role.AUTHOR),
        ("virtual-site:7", Role.AUTHOR),
    ]


def test_a_truncated_file_is_refused_with_its_line() -> None:
    data = json.dumps(
        {"count": 2, "results": [record(uid="a", authors=[{"fullname": "J", "institution": "R"}])]}
    ).encode()

    with pytest.raises(ConfnotesError, match=r"not valid JSON: line 1"):
        read_program(data[:-20], "orals-posters.json")


@pytest.mark.parametrize("data", [b"{}", b"[]", b'{"results": 5}', b'{"results": [1]}', b'{"count": 1}'])
def test_a_file_without_events_is_not_taken_for_a_site(data: bytes) -> None:
    assert VirtualSite().sniff(Source.of_bytes(data, "x.json")) == 0
    with pytest.raises(ConfnotesError, match="lists no events"):
        VirtualSite().read(Source.of_bytes(data, "x.json"), Hints())


@pytest.mark.parametrize("wrong", [None, 5, 5.5, True, "", "x" * 5000, [], ["x"], {}, {"id": 1}, "\x00\x1b[2J"])
def test_a_wrong_value_anywhere_is_no_reason_to_fail(wrong: Any) -> None:
    whole = record(
        uid="u", abstract="a", topic="t", session="s", url=None, sourceurl=None, endtime=None, starttime2=None,
        endtime2=None, paper_pdf_url=None, parent1=None, parent1_id=None, poster_position="#1", decision=None,
        children_ids=[], related_events=[], event_type=None,
        eventmedia=[{"name": "Poster", "type": "Poster", "uri": "https://x.example.org"}],
    )  # fmt: skip
    for name in whole:
        read(record(id=9), whole | {name: wrong})
    for name in whole["eventmedia"][0]:
        read(whole | {"eventmedia": [whole["eventmedia"][0] | {name: wrong}, wrong]})
    for name in ("id", "fullname", "institution", "url", "openreview_id"):
        read(whole | {"authors": [{"fullname": "Jane Doe", name: wrong}, wrong]})
