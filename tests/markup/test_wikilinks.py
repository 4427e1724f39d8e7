"""Wikilinks are read as Obsidian reads them."""

from __future__ import annotations

import pytest

from confnotes.markup.wikilinks import FoundLink, find, target_of


@pytest.mark.parametrize(
    ("line", "links"),
    [
        ("a [[Note]] b", [FoundLink(2, 10, "Note")]),
        ("[[Note|the note]]", [FoundLink(0, 17, "Note", alias="the note")]),
        ("[[Note#A#B]]", [FoundLink(0, 12, "Note", heading="A#B")]),
        ("[[Note#^t100712|then]]", [FoundLink(0, 22, "Note", block="t100712", alias="then")]),
        ("| [[Note\\|x]] |", [FoundLink(2, 13, "Note", alias="x")]),
        ("| [[Note#A\\|y]] |", [FoundLink(2, 15, "Note", heading="A", alias="y")]),
        ("![[a.png|200]]", [FoundLink(0, 14, "a.png", alias="200", embed=True)]),
        ("[[#Here]]", [FoundLink(0, 9, "", heading="Here")]),
        ("[[漢字 😀]]", [FoundLink(0, 8, "漢字 😀")]),
        ("[[]] [[|x]] [[a\nb]] [[a]b]] [[open", []),
    ],
)  # fmt: skip
def test_the_links_of_a_line(line: str, links: list[FoundLink]) -> None:
    assert find(line) == links


def test_links_of_front_matter_are_read() -> None:
    assert target_of("[[Ada Example]]") == "Ada Example"
    assert target_of("[[Ada Example|Ada]] ") == "Ada Example"
    assert target_of("Ada Example") is None
    assert target_of(4) is None
