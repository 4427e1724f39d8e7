"""A stamp names one line of a note, also when two people wrote in one second."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from confnotes.markup.poster_card import CardField, with_another
from confnotes.markup.stamps import stamp_last
from damaged_vault import NOTE, pond_vault
from two_clones import clone, git, merge

from .conftest import RunConfnotes

AT = "2024-05-06T10:07:12"


@pytest.fixture
def clones(tmp_path: Path) -> tuple[Path, Path]:
    return clone(pond_vault(tmp_path / "pond").root, tmp_path / "other")


def lines(vault: Path) -> list[str]:
    return (vault / NOTE).read_text(encoding="utf-8").splitlines()


@pytest.mark.needs("git")
def test_lines_of_one_second_have_stamps_of_their_own(confnotes: RunConfnotes, clones: tuple[Path, Path]) -> None:
    for text in ("one", "two\nthree"):
        assert confnotes("add", "--to", "frogs", text, "--at", AT, "--vault", clones[0]).code == 0
    assert lines(clones[0])[-3:] == ["one ^t100712", "two ^t100713", "three ^t100714"]
    card = with_another("one ^t100712\n", CardField.CLAIM, "two", datetime.fromisoformat(AT))
    assert "- claim: two ^t100713" in card


@pytest.mark.needs("git")
def test_what_two_machines_wrote_in_one_second_is_named_and_mended_and_links_lead_where_they_led(
    confnotes: RunConfnotes, clones: tuple[Path, Path]
) -> None:
    for vault, text in zip(clones, ("ada", "bo"), strict=True):
        assert confnotes("add", "--to", "frogs", text, "--at", AT, "--vault", vault).code == 0
    (clones[0] / "Loose.md").write_text("see [[2024-05-06 1000 Frogs at dusk#^t100712]]\n", encoding="utf-8")
    assert not merge(*clones)
    assert git(clones[0], "checkout", "--conflict=merge", "--", NOTE) == 0
    marked = (clones[0] / NOTE).read_bytes()
    assert confnotes("doctor", "--fix", "--vault", clones[0]).code
    assert (clones[0] / NOTE).read_bytes() == marked  # the user's to choose
    kept = [line for line in lines(clones[0]) if not line.startswith(("<<<<<<<", "=======", ">>>>>>>"))]
    (clones[0] / NOTE).write_text("\n".join([*kept, "```", "not a line ^t100712", "```", ""]), encoding="utf-8")
    assert [line for line in kept if "^t100712" in line] == ["ada ^t100712", "bo ^t100712"]
    first = kept.index("ada ^t100712") + 1
    (problem,) = json.loads(confnotes("doctor", "--json", "--vault", clones[0]).out)["problems"]
    assert (problem["path"], problem["line"]) == (NOTE, first + 1)
    assert f"line {first}" in problem["message"] and "--fix" in problem["remedy"]
    fixed = confnotes("doctor", "--fix", "--vault", clones[0])
    assert fixed.code == 0 and "changed ^t100712 to ^t100713" in fixed.err
    assert lines(clones[0])[first - 1 : first + 3] == ["ada ^t100712", "bo ^t100713", "```", "not a line ^t100712"]
    assert confnotes("list", "broken", "--vault", clones[0]).out == ""
    assert "No problems found." in confnotes("doctor", "--fix", "--vault", clones[0]).err


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("calm ^t100712 water", "calm water ^t100712"),
        ("calm ^t100712, but deep ", "calm, but deep ^t100712 "),
        ("- ^t100712 reeds", "- reeds ^t100712"),
        ("^t100712 reeds", "reeds ^t100712"),
        ("calm ^t100712", "calm ^t100712"),
        ("calm ^t100712 water ^t100713", "calm ^t100712 water ^t100713"),
        ("calm ^t990712 water", "calm ^t990712 water"),
        ("a^t100712 b [[Pond#^t100712]] c", "a^t100712 b [[Pond#^t100712]] c"),
    ],
)
def test_a_timestamp_stands_behind_what_another_editor_appended_to_its_line(line: str, expected: str) -> None:
    assert stamp_last(line) == expected


@pytest.mark.needs("git")
def test_words_behind_a_timestamp_are_named_and_mended(confnotes: RunConfnotes, clones: tuple[Path, Path]) -> None:
    note = clones[0] / NOTE
    before = note.read_text(encoding="utf-8")
    note.write_text(f"{before}calm ^t100712 water\n```\ncode ^t100713 more\n```\n", encoding="utf-8")
    (problem,) = json.loads(confnotes("doctor", "--json", "--vault", clones[0]).out)["problems"]
    assert (problem["path"], problem["line"]) == (NOTE, before.count("\n") + 1)
    assert "words behind the timestamp ^t100712" in problem["message"] and "--fix" in problem["remedy"]
    fixed = confnotes("doctor", "--fix", "--vault", clones[0])
    assert fixed.code == 0 and "moved ^t100712 to the end" in fixed.err
    assert lines(clones[0])[-4:] == ["calm water ^t100712", "```", "code ^t100713 more", "```"]
