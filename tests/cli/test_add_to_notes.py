"""`confnotes add` where no talk of a program is on: into the note that is named, or the one begun last."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import RunConfnotes

EVENING = "2024-05-06T20:15:30"


def begin(confnotes: RunConfnotes, vault: Path, title: str, at: str) -> Path:
    return Path(confnotes("new", "--vault", vault, "--title", title, "--at", at, "--path").out.strip())


def test_a_line_goes_into_the_note_that_was_begun_last_where_nothing_is_on(
    confnotes: RunConfnotes, vault: Path
) -> None:
    begin(confnotes, vault, "Long ago", "2024-05-06T12:30")
    hallway = begin(confnotes, vault, "Hallway", "2024-05-06T20:00")
    told = confnotes("add", "--vault", vault, "--at", EVENING, "a thought")
    assert told.out == "Notes/Hallway.md:7\n"
    assert "Hallway" in told.err
    assert hallway.read_text(encoding="utf-8").endswith("---\n\na thought ^t201530\n")


def test_a_vault_without_a_program_takes_lines_too(confnotes: RunConfnotes, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    confnotes("init", bare)
    refused = confnotes("add", "--vault", bare, "--at", EVENING, "a thought")
    assert refused.code == 3 and "confnotes new" in refused.err
    begin(confnotes, bare, "Slow boats", "2024-05-06T20:00")
    told = json.loads(confnotes("add", "--vault", bare, "--at", EVENING, "--json", "a thought").out)
    assert told["path"] == "Notes/Slow boats.md"
    assert confnotes("add", "--vault", bare, "--at", "2024-05-07T09:00", "too late").code == 3


def test_a_note_is_named_by_its_title_and_keeps_its_line_ends(confnotes: RunConfnotes, vault: Path) -> None:
    (vault / "Notes").mkdir(exist_ok=True)
    note = vault / "Notes" / "ideas.md"
    note.write_bytes(b"---\r\ntitle: Wild ideas\r\n---\r\none\r\n")
    for name in ("wild ideas", "Notes/ideas.md", "ideas"):
        assert confnotes("add", "--vault", vault, "--at", EVENING, "--to", name, "more").code == 0
    assert note.read_bytes().endswith(b"one\r\nmore ^t201530\r\nmore ^t201531\r\nmore ^t201532\r\n")
    assert confnotes("add", "--vault", vault, "--to", "nobody called it so", "more").code == 3


def test_what_came_through_a_pipe_and_could_not_be_added_is_given_back(confnotes: RunConfnotes, vault: Path) -> None:
    told = confnotes("add", "--vault", vault, "--to", "no such talk", "-", stdin=b"first\nsecond\n")
    assert told.code != 0
    assert "Not added:\nfirst\nsecond\n" in told.err


@pytest.mark.parametrize("title", ["", "  "])
def test_an_empty_title_is_refused_and_is_not_the_talk_that_is_on(
    confnotes: RunConfnotes, vault: Path, title: str
) -> None:
    refused = confnotes("new", "--vault", vault, "--title", title, "--path")
    assert (refused.code, refused.out) == (2, "") and "title is empty" in refused.err


def test_new_without_a_talk_mentions_the_title_of_a_free_note(confnotes: RunConfnotes, vault: Path) -> None:
    for arguments in (("--at", EVENING), ("nothing of this name",)):
        refused = confnotes("new", "--vault", vault, *arguments)
        assert refused.code == 3 and "--title" in refused.err


@pytest.mark.parametrize("to", ["", " "])
def test_an_empty_name_is_refused_also_while_a_talk_is_on(confnotes: RunConfnotes, vault: Path, to: str) -> None:
    told = confnotes("add", "--vault", vault, "--at", "2024-05-06T10:12:30", "--to", to, "a thought")
    assert (told.code, told.out) == (3, "")
    assert told.err == "confnotes: missing talk\n  Give its title, its id, or “now”.\n"
