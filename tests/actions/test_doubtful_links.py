"""Links that may mean several notes, and links to headings and lines that are not there."""

from __future__ import annotations

import pytest

from confnotes.actions.links.resolve_name import as_text, link_to, rewrite
from confnotes.catalogue.links.unresolved import find_unresolved
from confnotes.vault.vault import Vault


@pytest.fixture
def two(vault: Vault) -> Vault:
    vault.save("A/Reef.md", "---\naliases: [Shoal]\n---\n# Reef\n## What we saw\nfish ^t101010\n", None)
    vault.save("B/Reef.md", "", None)
    vault.save("A/Tide.md", "- high ^t202020\r\n", None)
    return vault


@pytest.mark.parametrize(
    ("text", "kind", "candidates", "after"),
    [
        ("[[Reef]]", "several notes", ["A/Reef", "B/Reef"], "[[A/Reef|Reef]]"),
        ("[[reef|it]]", "several notes", ["A/Reef", "B/Reef"], "[[A/Reef|it]]"),
        ("![[Reef#What we saw]]", "several notes", ["A/Reef", "B/Reef"], "![[A/Reef#What we saw]]"),
        ("[[Shoal#What I saw]]", "heading", ["What we saw"], "[[Shoal#What we saw]]"),
        ("[[Shoal#Elsewhere|there]]", "heading", [], None),
        ("[[A/Reef#^t999999]]", "line", [], None),
        ("[[A/Reef#^t202020|it]]", "line", ["Tide"], "[[Tide#^t202020|it]]"),  # it was moved there
    ],
)
def test_a_doubtful_link_is_reported_and_fixed(
    two: Vault, text: str, kind: str, candidates: list[str], after: str | None
) -> None:
    two.save("here.md", f"---\nx: '[[Reef]]'\n---\r\nsee {text} there\r\n", None)
    (one,) = find_unresolved(two)
    assert (str(one.kind), one.text, one.line) == (kind, text, 4)
    assert [match.candidate.name for match in one.candidates] == candidates
    if after is not None:
        rewrite(two, one, link_to(one, one.candidates[0].candidate) or "")
        assert two.read("here.md").text == f"---\nx: '[[Reef]]'\n---\r\nsee {after} there\r\n"
        assert find_unresolved(two) == []


@pytest.mark.parametrize(
    "text",
    ["[[A/Reef#^t101010]]", "[[Shoal#what we saw]]", "[[Shoal#Reef#What we saw]]", "`[[Reef]]`", "[[#Here]]\n# Here"],
)
def test_what_is_there_is_in_no_doubt(two: Vault, text: str) -> None:
    two.save("here.md", f"see {text}\n", None)
    assert find_unresolved(two) == []


def test_the_note_in_the_same_folder_is_meant(two: Vault) -> None:
    two.save("B/here.md", "[[Reef]]\n", None)
    assert find_unresolved(two) == []


def test_plain_text_is_what_the_link_shows(two: Vault) -> None:
    two.save("here.md", "[[Reef]] [[Shoal#None|shown]] [[#Nowhere]]\n", None)
    assert [as_text(one) for one in find_unresolved(two)] == ["Reef", "shown", "Nowhere"]
