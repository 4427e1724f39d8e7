"""What a hit shows is why it was found."""

from __future__ import annotations

from pathlib import Path

import pytest

from confnotes.catalogue.searching.find import find
from confnotes.vault.vault import Vault
from search_vault import put

PROGRAM = """\
sessions:
  - id: s
    room: Upper Bell Hall
    talks:
      - id: "1"
        title: Tides
        speakers: [{name: Ines Bell}, {name: Otto Quay}]
        abstract: A bell buoy can be heard for a mile. Moored with two anchors.
"""
NOTE = '---\ntitle: Currents\nspeakers:\n  - "[[Ines Bell]]"\n---\n\nThe bell rings twice a tide.\n'

SHOWN: dict[str, tuple[str, str]] = {
    "speaker:bell": ("Ines Bell", "Ines Bell, Otto Quay"),
    "bell": ("The bell rings twice a tide.", "A bell buoy can be heard for a mile. Moored with two anchors."),
    "speaker:bell ti*": (
        "The bell rings twice a tide.",
        "A bell buoy can be heard for a mile. Moored with two anchors.",
    ),
}


@pytest.mark.parametrize("query", SHOWN)
def test_the_line_that_answers_is_shown(query: str, folders: Path) -> None:
    vault = _vault(folders)
    shown = {hit.kind.value: hit.snippet for hit in find(vault, query).hits}
    assert (shown["note"], shown["talk"]) == SHOWN[query]


def test_who_speaks_is_shown_where_the_abstract_has_nothing_of_what_was_sought(folders: Path) -> None:
    (talk,) = (hit for hit in find(_vault(folders), "quay").hits if hit.kind == "talk")
    assert talk.snippet[slice(*talk.highlights[0])] == "Quay"


def _vault(folders: Path) -> Vault:
    vault = Vault.create(folders / "vault")
    put(vault, "Sea 2024/Sea 2024.md", "---\ntitle: Sea 2024\nstart: 2024-05-01\nend: 2024-05-02\n---\n")
    put(vault, "Sea 2024/program.yaml", PROGRAM)
    put(vault, "Currents.md", NOTE)
    return vault
