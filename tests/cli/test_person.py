"""`confnotes show` tells a person whole, `same` takes a merge back, `rename` takes a person, too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from confnotes.vault.vault import Vault

from .conftest import RunConfnotes

NOTE = """\
---
title: Pumps
date: 2030-02-03
speakers:
  - "[[Edda Reed]]"
---
- pumps hum
- [ ] send @Edda Reed the map
? do they freeze @Edda Reed
! below ten degrees
"""


@pytest.fixture
def marsh(confnotes: RunConfnotes) -> Vault:
    """A vault with one note about a talk."""
    confnotes("init", "notes")
    vault = Vault.find(Path("notes"))
    assert vault is not None
    vault.save("Marsh Days/Pumps.md", NOTE, None)
    return vault


def test_show_prints_everything_about_a_person(confnotes: RunConfnotes, marsh: Vault) -> None:
    shown = confnotes("show", "Edda", "Reed", "--vault", "notes")
    assert shown.out == (
        "Edda Reed  person\n"
        "  conferences  Marsh Days\n"
        "  met at       Marsh Days\n"
        "  last met     2030-02-03\n"
        "\nNoted\n"
        "  Marsh Days/Pumps.md:7  pumps hum\n"
        "\nQuestions\n"
        "  Marsh Days/Pumps.md:9  ? do they freeze @Edda Reed  ! below ten degrees  (asked by them)\n"
        "\nFollow-ups\n"
        "  Marsh Days/Pumps.md:8  [ ] send @Edda Reed the map\n"
        "\nNotes\n"
        "  Marsh Days/Pumps.md  Pumps\n"
    )


def test_what_programs_read_of_a_person_only_grew(confnotes: RunConfnotes, marsh: Vault) -> None:
    shown = json.loads(confnotes("show", "Edda Reed", "--vault", "notes", "--json").out)
    assert list(shown) == [
        "schema",
        "id",
        "kind",
        "title",
        "path",
        "fields",
        "text",
        "resources",
        "backlinks",
        "person",
    ]
    assert shown["person"]["follow_ups"] == [
        {
            "path": "Marsh Days/Pumps.md",
            "line": 8,
            "note": "Pumps",
            "conference": "Marsh Days",
            "date": "2030-02-03",
            "text": "send @Edda Reed the map",
        }
    ]
    assert shown["person"]["questions"][0]["asked_by_them"] is True


def test_a_merge_is_undone(confnotes: RunConfnotes, marsh: Vault) -> None:
    marsh.save("Marsh Days/More.md", "met @[[E. Reed]] again\n", None)
    confnotes("merge-people", "Edda Reed", "E. Reed", "--vault", "notes")
    assert confnotes("list", "people", "--vault", "notes").out.count("\n") == 1
    undone = confnotes("merge-people", "--undo", "Edda Reed", "E. Reed", "--vault", "notes")
    assert undone.err == "Edda Reed and E. Reed are separate people again.\n"
    assert confnotes("list", "people", "--vault", "notes").out.count("\n") == 2


def test_a_person_is_renamed_everywhere_and_found_under_both_names(confnotes: RunConfnotes, marsh: Vault) -> None:
    assert confnotes("rename", "Edda Reed", "Edda Sedge", "--yes", "--vault", "notes").code == 0
    assert marsh.read("Marsh Days/Pumps.md").text == NOTE.replace("Edda Reed", "Edda Sedge")
    assert confnotes("show", "Edda Reed", "--vault", "notes").out.startswith("Edda Sedge  person\n  also")
    confnotes("rename", "--undo", "--vault", "notes")
    assert marsh.read("Marsh Days/Pumps.md").text == NOTE
