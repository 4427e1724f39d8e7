"""The references of a talk: of the program, of its session and of its note, each once, seen wherever they matter."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

import pytest

from confnotes.markup.note import parse_note
from confnotes.markup.talk_references import noted, together
from confnotes.model.program import Conference, Program, Resource, ResourceKind, Session, Talk
from confnotes.services.list_things import list_things
from confnotes.services.notes.note_references import references_in, references_of
from confnotes.services.program.talks import card
from confnotes.services.show_thing import show
from confnotes.services.web.titles import keep
from confnotes.vault.titles_file import FetchedTitle
from confnotes.vault.vault import Vault
from program_files import save_program
from summary_samples import summary_of as summarise

NAME = "Harbour Days 2031"
KEY = "harbour-days-2031/tides"
HEAD = f"---\ntitle: Tides\ntalk: {KEY}\ndoi: 10.1000/tides\nx_draft: https://example.org/draft\n---\n"
BODY = """
see arXiv:2106.00001v2 and https://arxiv.org/pdf/2106.00001
code at github.com/ada/tides
deck [slides](https://example.org/deck)
"""


@pytest.fixture
def harbour(vault: Vault) -> Vault:
    """A talk with a paper, in a session with a video; its note is not written yet."""
    start = datetime(2031, 5, 12, 10, 5, tzinfo=ZoneInfo("Europe/Lisbon"))
    paper = Resource(ResourceKind.PAPER, "https://arxiv.org/abs/2106.00001")
    stream = Resource(ResourceKind.VIDEO, "https://youtu.be/abcdefghijk")
    room = Resource(ResourceKind.VIRTUAL_VENUE, "https://example.zoom.us/j/1")
    session = Session(
        "Water", "s", resources=(stream, room), talks=(Talk("Tides", "tides", start=start, resources=(paper,)),)
    )
    day = date(2031, 5, 12)
    conference = Conference(NAME, start_date=day, end_date=day, timezone="Europe/Lisbon")
    save_program(vault, NAME, Program(conference, (session,)))
    return vault


def with_note(vault: Vault) -> Vault:
    vault.save(f"{NAME}/Tides.md", HEAD + BODY, None)
    return vault


def kinds_and_urls(resources: tuple[Resource, ...]) -> list[tuple[str, str]]:
    return [(resource.kind.value, resource.url) for resource in resources]


def test_a_talk_has_what_its_program_its_note_and_its_session_name_each_once(harbour: Vault) -> None:
    vault = with_note(harbour)
    found = references_of(vault, card(vault, KEY))
    assert kinds_and_urls(found) == [
        ("paper", "https://arxiv.org/abs/2106.00001"),
        ("paper", "https://doi.org/10.1000/tides"),
        ("code", "https://github.com/ada/tides"),
        ("slides", "https://example.org/deck"),
        ("video", "https://youtu.be/abcdefghijk"),
        ("virtual-venue", "https://example.zoom.us/j/1"),
    ]
    assert show(vault, KEY).resources == found


def test_what_was_named_first_takes_what_it_lacks_from_what_was_named_later() -> None:
    bare = Resource(ResourceKind.OTHER, "https://example.org/a")
    named = Resource(ResourceKind.SLIDES, "https://www.example.org/a/", "Slides")
    assert together([bare], [named]) == (Resource(ResourceKind.SLIDES, "https://example.org/a", "Slides"),)
    assert together([named], [bare]) == (named,)


def test_a_text_that_is_not_saved_yet_has_its_references() -> None:
    lines = [
        "words https://openreview.net/pdf?id=Ab1 and `arXiv:1905.13633`",
        "```",
        "10.1000/abc",
        "```",
        "10.1000/xyz.",
    ]
    assert kinds_and_urls(references_in("---\ndoi: 10.1000/own\n---\n", lines)) == [
        ("paper", "https://doi.org/10.1000/own"),
        ("paper", "https://openreview.net/pdf?id=Ab1"),
        ("paper", "https://doi.org/10.1000/xyz"),
    ]
    assert references_in("", []) == ()


@pytest.mark.parametrize(
    ("field", "url"),
    [
        ("arxiv: 1905.13633", "https://arxiv.org/abs/1905.13633"),
        ('arxiv: "1905.13630"', "https://arxiv.org/abs/1905.13630"),
        ("arxiv: 'hep-th/9901001'", "https://arxiv.org/abs/hep-th/9901001"),
        ("paper: arXiv:1905.13633", "https://arxiv.org/abs/1905.13633"),
        ("doi: 10.1000/xyz", "https://doi.org/10.1000/xyz"),
        ('doi: "10.1000/xyz"', "https://doi.org/10.1000/xyz"),
        ("paper: https://doi.org/10.1000/xyz", "https://doi.org/10.1000/xyz"),
        ("github: github.com/ada/tides", "https://github.com/ada/tides"),
    ],
)
def test_identifiers_in_the_front_matter_are_references(field: str, url: str) -> None:
    note = parse_note(PurePosixPath("Note.md"), f"---\ntitle: T\n{field}\n---\nwords\n")
    assert [resource.url for resource in noted(note)] == [url]


def test_searches_find_talks_and_notes_by_what_they_have(harbour: Vault) -> None:
    from confnotes.services.searching.find import find

    def found(query: str) -> list[str]:
        return [hit.id for hit in find(harbour, query).hits]

    assert found("has:paper kind:talk") == [KEY]
    assert found("has:video kind:talk") == [KEY], "the video is the session's"
    assert found("has:code kind:talk") == []
    with_note(harbour)
    note = f"{NAME}/Tides.md"
    for kind in ("paper", "video", "code", "slides"):
        assert found(f"has:{kind} kind:talk") == [note]


def test_the_list_of_papers_has_each_once_with_its_fetched_title_by_all_its_ids(harbour: Vault) -> None:
    vault = with_note(harbour)
    keep(vault, {"https://arxiv.org/abs/2106.00001": FetchedTitle("Tides from Ten Weights", date(2031, 5, 12))})
    rows = list_things(vault, "papers")
    assert [(row["id"], row["title"]) for row in rows] == [
        ("https://arxiv.org/abs/2106.00001", "Tides from Ten Weights")
    ]
    assert rows[0]["ids"] == ["arxiv:2106.00001", "doi:10.1000/tides"], "the front matter says so of its talk's paper"
    assert show(vault, "arXiv:2106.00001").title == "Tides from Ten Weights"
    assert show(vault, "10.1000/tides").title == "Tides from Ten Weights"


def test_a_summary_numbers_each_once_under_its_fetched_title(harbour: Vault) -> None:
    vault = with_note(harbour)
    keep(vault, {"https://arxiv.org/abs/2106.00001": FetchedTitle("Tides from Ten Weights", date(2031, 5, 12))})
    references = summarise(vault, NAME).references
    assert [(one.resource.kind.value, one.resource.title) for one in references] == [
        ("paper", "Tides from Ten Weights"),
        ("paper", None),
        ("slides", "slides"),
        ("video", None),
        ("code", None),
    ]
