"""The references of a talk: of the program, of its session and of its note, each once, seen wherever they matter."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

import pytest

from confnotes.actions.references.fetch_titles import keep_titles
from confnotes.catalogue.list_things import list_things
from confnotes.catalogue.note_references import references_in, references_of
from confnotes.catalogue.papers.papers import papers
from confnotes.catalogue.program.talks import card
from confnotes.catalogue.recorded import recorded_talks
from confnotes.catalogue.show_thing import show
from confnotes.exporters.languages.catalog import ENGLISH
from confnotes.exporters.wording import Wording
from confnotes.markup.note import parse_note
from confnotes.markup.talk_references import mentioned_references, stated_references, together
from confnotes.model.program import Conference, Program, Resource, ResourceKind, Session, Talk
from confnotes.vault.titles_file import FetchedTitle
from confnotes.vault.vault import Vault
from program_files import save_program
from summary_samples import set_as
from summary_samples import summary_of as summarise

NAME = "Harbour Days 2031"
KEY = "harbour-days-2031/tides"
HEAD = f"---\ntitle: Tides\ntalk: {KEY}\ndoi: 10.1000/tides\nx_draft: https://example.org/draft\n---\n"
BODY = """
see arXiv:2106.00001v2 and https://arxiv.org/pdf/2106.00001
Code: github.com/ada/tides
- **Slides**: [deck](https://example.org/deck) ^t101500
- [ ] read https://arxiv.org/abs/2312.00001 cited on the last slide
others did https://youtu.be/zyxwvutsrqp before, with [code](https://github.com/bea/tides)
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


MENTIONS = {"https://arxiv.org/abs/2312.00001", "https://youtu.be/zyxwvutsrqp", "https://github.com/bea/tides"}


def test_a_link_that_a_note_only_mentions_is_nowhere_a_thing_of_its_talk(harbour: Vault) -> None:
    vault = with_note(harbour)
    note = vault.note(f"{NAME}/Tides.md")
    assert {one.url for one in mentioned_references(note)} >= MENTIONS
    assert MENTIONS.isdisjoint(one.url for one in stated_references(note))
    assert MENTIONS.isdisjoint(one.url for one in show(vault, KEY).resources)
    assert MENTIONS.isdisjoint(
        one.url for talk in recorded_talks(vault, datetime(2031, 6, 1, tzinfo=UTC)) for one in talk.resources
    )
    presented = {paper.key: [one.talk for one in paper.presented] for paper in papers(vault)}
    assert presented == {"https://arxiv.org/abs/2106.00001": [KEY], "https://arxiv.org/abs/2312.00001": []}
    summary = summarise(vault, NAME)
    (item,) = summary.items()
    assert MENTIONS.isdisjoint(link.resource.url for link in item.links)
    words = {one.resource.url: Wording(ENGLISH).reference_words(summary, one) for one in summary.references}
    assert [words[url] for url in sorted(MENTIONS - {"https://youtu.be/zyxwvutsrqp"})] == [
        "Paper, mentioned in Tides",
        "code, mentioned in Tides",
    ]
    rows = csv.DictReader(StringIO(set_as("csv", summary)))
    assert [(row["paper"], row["code"], row["video"]) for row in rows] == [
        (
            "https://arxiv.org/abs/2106.00001 https://doi.org/10.1000/tides",
            "https://github.com/ada/tides",
            "https://youtu.be/abcdefghijk",
        )
    ]


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("Paper: https://arxiv.org/abs/2106.00002", ["paper"]),
        ("**Paper:** arXiv:2106.00002 ^t101500", ["paper"]),
        ("- Slides: [deck](https://example.org/deck), Code: <https://github.com/ada/tides> #tides", ["slides", "code"]),
        ("> [Video](https://youtu.be/abcdefghijk) | [Slides](https://example.org/deck)", ["video", "slides"]),
        ("PDF: https://example.org/a.pdf", ["paper"]),
        ("slides https://example.org/a.pdf", ["slides"]),
        ("- **video** https://example.org/v, code https://example.org/c ^t101500", ["video", "code"]),
        ("Papers: 10.1000/abc and 10.1000/def", ["paper", "paper"]),
    ],
)
def test_a_line_of_its_own_says_what_belongs_to_the_talk(line: str, kinds: list[str]) -> None:
    note = parse_note(PurePosixPath("Note.md"), f"words\n\n{line}\n")
    assert [resource.kind.value for resource in stated_references(note)] == kinds
    assert mentioned_references(note) == ()


@pytest.mark.parametrize(
    "line",
    [
        "https://arxiv.org/abs/2106.00002",
        "arXiv: 2106.00002",
        "see [paper](https://arxiv.org/abs/2106.00002)",
        "- [ ] Paper: https://arxiv.org/abs/2106.00002",
        "- [ ] [paper](https://arxiv.org/abs/2106.00002)",
        "Paper: https://arxiv.org/abs/2106.00002 cited on the last slide",
        "Paper: like https://arxiv.org/abs/2106.00002",
        "Related paper: https://arxiv.org/abs/2106.00002",
        "Link: https://arxiv.org/abs/2106.00002",
        "paper https://arxiv.org/abs/2106.00002",
        "see slides https://example.org/a.pdf",
        "- [ ] slides https://example.org/a.pdf",
        "slides https://example.org/a.pdf are out",
        "? Paper: https://arxiv.org/abs/2106.00002",
        "Paper: https://arxiv.org/abs/2106.00002, see also https://arxiv.org/abs/2106.00003",
    ],
)
def test_any_other_line_only_mentions_what_it_links_to(line: str) -> None:
    note = parse_note(PurePosixPath("Note.md"), f"words\n\n{line}\n")
    assert stated_references(note) == ()
    assert mentioned_references(note)


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
    found = references_in("---\ndoi: 10.1000/own\n---\n", [*lines, "Code: github.com/ada/tides"])
    assert kinds_and_urls(found.own) == [
        ("paper", "https://doi.org/10.1000/own"),
        ("code", "https://github.com/ada/tides"),
    ]
    assert kinds_and_urls(found.mentioned) == [
        ("paper", "https://openreview.net/pdf?id=Ab1"),
        ("paper", "https://doi.org/10.1000/xyz"),
    ]
    assert references_in("", []) == ((), ())


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
    assert [resource.url for resource in stated_references(note)] == [url]


def test_searches_find_talks_and_notes_by_what_they_have(harbour: Vault) -> None:
    from confnotes.catalogue.searching.find import find

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
    keep_titles(vault, {"https://arxiv.org/abs/2106.00001": FetchedTitle("Tides from Ten Weights", date(2031, 5, 12))})
    rows = list_things(vault, "papers")
    assert [(row["id"], row["title"]) for row in rows] == [
        ("https://arxiv.org/abs/2106.00001", "Tides from Ten Weights"),
        ("https://arxiv.org/abs/2312.00001", "arXiv:2312.00001"),
    ]
    assert rows[0]["ids"] == ["arxiv:2106.00001", "doi:10.1000/tides"], "the front matter says so of its talk's paper"
    assert show(vault, "arXiv:2106.00001").title == "Tides from Ten Weights"
    assert show(vault, "10.1000/tides").title == "Tides from Ten Weights"


def test_a_summary_numbers_each_once_under_its_fetched_title(harbour: Vault) -> None:
    vault = with_note(harbour)
    keep_titles(vault, {"https://arxiv.org/abs/2106.00001": FetchedTitle("Tides from Ten Weights", date(2031, 5, 12))})
    references = summarise(vault, NAME).references
    assert [(one.resource.kind.value, one.resource.title) for one in references] == [
        ("paper", "Tides from Ten Weights"),
        ("paper", None),
        ("slides", None),
        ("video", None),
        ("code", None),
        ("paper", None),
        ("video", None),
        ("code", "code"),
    ]
