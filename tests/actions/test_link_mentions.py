"""Notes that are named in plain words, found and made links."""

from __future__ import annotations

import pytest

from confnotes.actions.links import rewrite
from confnotes.actions.links.link_mentions import find_unlinked_mentions, link
from confnotes.actions.links.rewrite import apply
from confnotes.errors import ConflictError
from confnotes.markup import plain_names
from confnotes.vault.vault import Vault

HERE = "Papers/Sea Ice.md"


def put(vault: Vault, path: str, text: str) -> None:
    (vault.root / path).parent.mkdir(exist_ok=True)
    (vault.root / path).write_bytes(text.encode())


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Sea Ice melts, and SEA  ICE again", ["Sea Ice", "SEA  ICE"]),
        ("**sea íce**: (sea ice) sea ice’s", ["sea íce", "sea ice", "sea ice"]),
        ("sea iced, subsea ice, sea-ice, sea/sea ice", []),
        ("[[Sea Ice]] [[x|sea ice]] [sea ice](a.md) `sea ice` @Sea Ice #sea ice", []),
        ("https://x.org/sea ice <sea ice>", []),
        ("ｓｅａ ice and Straße Sea Ice", ["ｓｅａ ice", "Sea Ice"]),
        ("    sea ice", []),
        ("海氷が 海氷", ["海氷", "海氷"]),
        ("He met Søren there", ["Søren"]),
    ],
)
def test_a_name_is_found_where_it_stands_as_plain_words(line: str, found: list[str]) -> None:
    places = plain_names.find(f"x\n\n{line}", ["Sea Ice", "海氷", "Soren", "of"])
    assert [line[place.start : place.end] for place in places] == found
    assert {place.row for place in places} <= {2}


@pytest.fixture
def sea(vault: Vault) -> Vault:
    put(vault, HERE, "---\ntitle: Ice of the sea\naliases: [Floes]\n---\nSea ice names itself\n")
    put(vault, "a.md", "---\nabout: sea ice\n---\n# A\r\nOne. The sea ice melts. Three.\r\n")
    put(vault, "b.md", "## Table\n| Floes | [[Floes]] |\nIce of the Sea and Sea Ice")
    put(vault, "c.md", "`sea ice` [[Sea Ice]]")
    return vault


def test_a_plain_mention_of_a_note_is_listed_with_its_sentence(sea: Vault) -> None:
    assert [(one.path, one.line, one.text, one.written, one.sentence, one.heading) for one in
            find_unlinked_mentions(sea, HERE)] == [
        ("a.md", 5, "sea ice", "[[Sea Ice|sea ice]]", "The sea ice melts.", None),
        ("b.md", 2, "Floes", "[[Sea Ice\\|Floes]]", "| Floes | Floes |", "Table"),
        ("b.md", 3, "Ice of the Sea", "[[Sea Ice|Ice of the Sea]]", "Ice of the Sea and Sea Ice", "Table"),
        ("b.md", 3, "Sea Ice", "[[Sea Ice]]", "Ice of the Sea and Sea Ice", "Table"),
    ]  # fmt: skip


def test_all_are_linked_at_once_and_taken_back(sea: Vault) -> None:
    before = {path: (sea.root / path).read_bytes() for path in sea.note_paths()}
    apply(sea, link(sea, find_unlinked_mentions(sea, HERE)))
    assert (sea.root / "a.md").read_bytes() == before["a.md"].replace(b"The sea ice", b"The [[Sea Ice|sea ice]]")
    assert (sea.root / "b.md").read_bytes().endswith(b"\n[[Sea Ice|Ice of the Sea]] and [[Sea Ice]]")
    assert find_unlinked_mentions(sea, HERE) == []
    rewrite.take_back(sea)
    assert {path: (sea.root / path).read_bytes() for path in sea.note_paths()} == before


def test_a_line_that_changed_meanwhile_stops_it(sea: Vault) -> None:
    found = find_unlinked_mentions(sea, HERE)
    put(sea, "b.md", "other")
    with pytest.raises(ConflictError, match=r"b\.md changed"):
        link(sea, found)


def test_of_two_notes_of_a_name_the_path_is_written(sea: Vault) -> None:
    put(sea, "Other/Sea Ice.md", "")
    assert find_unlinked_mentions(sea, HERE)[0].written == "[[Papers/Sea Ice|sea ice]]"
