"""Links of an imported page that only its own address completes."""

from __future__ import annotations

import pytest

from confnotes.importers.link_addresses import with_addresses
from confnotes.model.program import Conference, Program, ReadProgram, Resource, ResourceKind, Session, Talk

PAGE = "https://reef.example.org/2031/program.html"


def linked(url: str, base: str | None) -> tuple[list[str], list[str]]:
    """The links of a talk that links there, read from the page, and the warnings."""
    talk = Talk("Tides", resources=(Resource(ResourceKind.EVENT_PAGE, url),))
    program = Program(Conference("Reef Days"), (Session(None, talks=(talk,)),))
    read = with_addresses(ReadProgram("workshop-html", program), base)
    (found,) = read.program.sessions[0].talks
    return [one.url for one in found.resources], [one.message for one in read.warnings]


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("./fellows", "https://reef.example.org/2031/fellows"),
        ("/talks/tides", "https://reef.example.org/talks/tides"),
        ("//video.example.org/tides", "https://video.example.org/tides"),
        ("papers/tides.pdf", "https://reef.example.org/2031/papers/tides.pdf"),
        ("tides.html#abstract", "https://reef.example.org/2031/tides.html#abstract"),
        ("https://a.example.org/b", "https://a.example.org/b"),
        ("example.org/tides", "example.org/tides"),
        ("mailto:ada@example.org", "mailto:ada@example.org"),
    ],
)
def test_a_link_of_a_page_gets_the_address_of_the_page(url: str, whole: str) -> None:
    assert linked(url, PAGE) == ([whole], [])


def test_a_link_that_nothing_completes_is_left_out_with_a_warning() -> None:
    links, warnings = linked("./fellows", None)
    assert not links
    assert warnings == ["left out: 1 link without a web address; a page imported by its address keeps them"]
    assert linked("./tides.md", None) == ([], [])  # a note of the same folder, which is imported
    assert linked("papers/tides.pdf", None) == (["papers/tides.pdf"], [])
