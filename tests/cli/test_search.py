"""`confnotes search` for shells and editors: every matching line, and searches that are kept under a name."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from confnotes.vault.vault import Vault

from .conftest import RunConfnotes

TIDES = """\
---
title: Tides in Memory
tags:
  - sea
---

the sea forgets ^t100712
- [ ] read about the moon
  a moon, and Maré's moon \N{EM DASH} the moon
"""


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    vault = Vault.create(tmp_path / "vault")
    vault.save("Notes/Tides.md", TIDES, None)
    vault.save("Notes/Boats.md", "# Slow boats\n\nno moon tonight, sea captain\r\n", None)
    return vault


def lines(out: str) -> set[str]:
    return set(out.splitlines())


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (
            ["moon"],
            {"Tides.md:8:22: - [ ] read about the moon", "Tides.md:9:5:   a moon, and Maré's moon — the moon"}
            | {"Boats.md:3:4: no moon tonight, sea captain"},
        ),
        (["sea", "forgets"], {"Tides.md:7:5: the sea forgets"}),
        (["memory"], {"Tides.md:2:17: title: Tides in Memory"}),
        (['"sea forgets"'], {"Tides.md:7:5: the sea forgets"}),
        (["capt*"], {"Boats.md:3:22: no moon tonight, sea captain"}),
        (["is:todo"], {"Tides.md:8:1: - [ ] read about the moon"}),
        (
            ["mare"],
            {"Tides.md:9:15:   a moon, and Maré's moon — the moon", "Tides.md:8:1: - [ ] read about the moon"},
        ),  # the task continues below
        (["captian"], {"Boats.md:3:22: no moon tonight, sea captain"}),
        (["nosuchthing"], set()),
    ],
)
def test_vimgrep_lists_every_matching_line(
    confnotes: RunConfnotes, vault: Vault, monkeypatch: pytest.MonkeyPatch, query: list[str], wanted: set[str]
) -> None:
    monkeypatch.chdir(vault.root / "Notes")
    told = confnotes("search", "--vimgrep", *query)
    assert told.code == (0 if wanted else 3)
    assert lines(told.out) == wanted


def test_what_was_found_by_a_tag_alone_is_one_line(
    confnotes: RunConfnotes, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(vault.root)
    told = confnotes("search", "--vimgrep", "tag:sea")
    assert told.out == "Notes/Tides.md:7:1: the sea forgets ^t100712\n"


def test_paths_are_as_they_are_from_here_and_whole_from_elsewhere(
    confnotes: RunConfnotes, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("--vault", str(vault.root), "search", "--vimgrep", "captain")
    monkeypatch.chdir(tmp_path)
    assert confnotes(*asked).out.startswith("vault/Notes/Boats.md:3:")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert confnotes(*asked).out.startswith(f"{vault.root}/Notes/Boats.md:3:")


@pytest.mark.needs("vim")
def test_vim_goes_to_the_line_and_column(confnotes: RunConfnotes, vault: Vault, tmp_path: Path) -> None:
    found = tmp_path / "found"
    found.write_text(confnotes("--vault", str(vault.root), "search", "--vimgrep", "mare").out, encoding="utf-8")
    where = tmp_path / "where"
    program = f"call writefile([expand('%:t') . ' ' . line('.') . ' ' . col('.')], '{where}') | qa!"
    vim = ["vim", "-Nu", "NONE", "-es", "-q", str(found), "-c", program]
    subprocess.run(vim, cwd=tmp_path, timeout=20, env={**os.environ, "TERM": "dumb"}, check=False)
    assert where.read_text(encoding="utf-8") == "Tides.md 9 15\n"


def test_a_search_is_kept_under_a_name_and_stays_live(confnotes: RunConfnotes, vault: Vault) -> None:
    here = ("--vault", str(vault.root))
    kept = confnotes(*here, "search", "--save", "About the moon", "moon", "-captain")
    assert kept.code == 0 and "Saved as “About the moon”." in kept.err
    assert "Tides in Memory" in kept.out and "Slow boats" not in kept.out
    vault.save("Notes/Later.md", "a new moon\n", None)
    assert "Later" in confnotes(*here, "search", "--saved", "about THE moon").out
    assert "Later" not in confnotes(*here, "search", "--saved", "about", "forgets").out
    listed = json.loads(confnotes(*here, "list", "queries", "--json").out)
    assert listed["queries"] == [{"id": "About the moon", "query": "moon -captain"}]
    assert confnotes(*here, "list", "queries").out == "About the moon  moon -captain\n"


def test_a_search_that_is_kept_nowhere_is_not_found_and_what_there_is_is_named(
    confnotes: RunConfnotes, vault: Vault
) -> None:
    here = ("--vault", str(vault.root))
    confnotes(*here, "search", "--save", "Moon", "moon")
    told = confnotes(*here, "search", "--saved", "Sun")
    assert told.code == 3 and "Saved searches: Moon" in told.err
    assert confnotes(*here, "search").code == 2


def test_saving_again_says_what_was_kept_before(confnotes: RunConfnotes, vault: Vault) -> None:
    here = ("--vault", str(vault.root))
    confnotes(*here, "search", "--save", "Moon", "moon")
    assert "replaces: moon" in confnotes(*here, "search", "--save", "Moon", "moon tides").err


def test_a_misspelled_word_is_reported_with_its_replacement(confnotes: RunConfnotes, vault: Vault) -> None:
    told = confnotes("--vault", str(vault.root), "search", "captian", "--json")
    assert "No match for “captian”; showing “captain”." not in told.out
    assert json.loads(told.out)["instead"] == {"captian": ["captain"]}
    assert (
        "No match for “captian”; showing “captain”." in confnotes("--vault", str(vault.root), "search", "captian").err
    )


def test_no_match_has_its_exit_code_and_an_object_without_hits(confnotes: RunConfnotes, vault: Vault) -> None:
    told = confnotes("search", "--json", "nosuchthing", "--vault", vault.root)
    assert (told.code, json.loads(told.out)["hits"]) == (3, [])


def test_what_most_words_find_is_found_and_says_what_it_lacks(confnotes: RunConfnotes, vault: Vault) -> None:
    told = confnotes("search", "--json", "sea", "captain", "ship", "--vault", vault.root)
    answer = json.loads(told.out)
    assert (told.code, answer["without"]) == (0, ["ship"])
    assert answer["hits"][0]["path"] == "Notes/Boats.md"
    assert (
        "No match for all words; showing results without “ship”."
        in confnotes("search", "sea", "captain", "ship", "--vault", vault.root).err
    )
    lines_told = confnotes("search", "--vimgrep", "sea", "captain", "ship", "--vault", vault.root)
    assert "no moon tonight, sea captain" in lines_told.out


def test_an_unknown_field_is_reported_with_its_results(confnotes: RunConfnotes, vault: Vault) -> None:
    told = confnotes("search", "mood:dark moon", "--vault", vault.root)
    assert told.out and "Unknown field “mood:”, searched as words." in told.err
