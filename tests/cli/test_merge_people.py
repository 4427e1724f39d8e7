"""`confnotes merge-people`, and the list of what changed in a program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import RunConfnotes

PAGE = """\
# {name}

{day} June 2025, Porto

## Schedule

- 09:30 - 10:15 Notes that outlive their program, {first} (Example University)
- {hour}:30 - {hour}:50 A parser in forty lines, Bo Sample (Sample Labs)
"""


def page(folder: Path, *, name: str = "Tools Day", day: int = 3, first: str = "Ada Example", hour: int = 10) -> Path:
    path = folder / f"{name}.md"
    path.write_text(PAGE.format(name=name, day=day, first=first, hour=hour), encoding="utf-8")
    return path


def test_who_may_be_one_person_is_asked_and_the_answer_is_kept(confnotes: RunConfnotes, tmp_path: Path) -> None:
    confnotes("init", "notes")
    confnotes(
        "import", page(tmp_path), page(tmp_path, name="Pens Day", first="A. Example"), "--vault", "notes", "--yes"
    )
    assert (
        confnotes("merge-people", "--vault", "notes").out == "Ada Example  A. Example  initials  Example University\n"
    )
    assert json.loads(confnotes("merge-people", "--vault", "notes", "--json").out) == {
        "schema": "confnotes.same/1",
        "same": [
            {"name": "Ada Example", "other": "A. Example", "reason": "initials", "shared": ["Example University"]}
        ],
        "several": [],
    }
    assert confnotes("merge-people", "Ada Example", "A. Example", "--vault", "notes").err == (
        "Merged A. Example into Ada Example, now with 2 talks and 0 notes.\n"
        "Undo with `confnotes merge-people --undo`.\n"
    )
    (row,) = json.loads(confnotes("list", "people", "ada", "--vault", "notes", "--json").out)["people"]
    assert (row["names"], row["talks"]) == (["Ada Example", "A. Example"], 2)
    assert confnotes("merge-people", "--vault", "notes").out == ""
    assert confnotes("merge-people", "Ada Example", "--vault", "notes").code == 2
    assert confnotes("merge-people", "Ada Example", "Nobody", "--vault", "notes", "--different").code == 3


@pytest.fixture
def noted(confnotes: RunConfnotes, tmp_path: Path) -> Path:
    """Notes about one speaker under two names, who has a note."""
    vault = tmp_path / "notes"
    confnotes("init", vault)
    for path, fields in (("Pens/one", "speaker: A. Oak"), ("Pens/two", "speaker: Ann Oak"), ("People/Ann Oak", "x: y")):
        (vault / path).parent.mkdir(exist_ok=True)
        (vault / f"{path}.md").write_text(f"---\n{fields}\n---\nRivers.\n")
    return vault


@pytest.mark.parametrize("names", [("Ann Oak", "A. Oak"), ("A. Oak", "Ann Oak")])
def test_a_person_with_a_note_is_one_after_a_merge_and_two_after_its_undo(
    confnotes: RunConfnotes, noted: Path, names: tuple[str, str]
) -> None:
    def found(*words: str) -> list[dict[str, object]]:
        answer = json.loads(confnotes(*words, "--vault", noted, "--json").out)
        rows: list[dict[str, object]] = answer["people" if words[0] == "list" else "hits"]
        return rows

    assert len(found("list", "people")) == 2
    confnotes("merge-people", *names, "--vault", noted)
    (row,) = found("list", "people")
    assert (row["name"], row["notes"], row["path"]) == (names[0], 2, "People/Ann Oak.md")
    page = confnotes("show", "Ann Oak", "--vault", noted).out
    assert "Pens/one.md" in page and "Pens/two.md" in page
    for query in ('speaker:"Ann Oak"', "author:ann", 'speaker:"A. Oak"'):
        assert {hit["path"] for hit in found("search", query)} >= {"Pens/one.md", "Pens/two.md"}, query
    assert [hit["path"] for hit in found("search", 'rivers -speaker:"Ann Oak"')] == ["People/Ann Oak.md"]
    again = confnotes("merge-people", *names[::-1], "--vault", noted)
    assert again.code == 2 and "merged already" in again.err
    assert confnotes("merge-people", "--undo", "--vault", noted).code == 0
    assert len(found("list", "people")) == 2
    assert "Pens/one.md" not in {hit["path"] for hit in found("search", 'speaker:"Ann Oak"')}
    assert "no merge to undo" in confnotes("merge-people", "--undo", "--vault", noted).err


def test_a_merge_is_undone_by_one_name_and_a_chain_of_merges_name_by_name(confnotes: RunConfnotes, noted: Path) -> None:
    (noted / "Pens/three.md").write_text("---\nspeaker: Annie Oak\n---\n")
    (noted / "Pens/four.md").write_text("---\nspeaker: Bo Elm\n---\n")

    def listed() -> str:
        return confnotes("list", "people", "--vault", noted).out

    confnotes("merge-people", "Ann Oak", "A. Oak", "--vault", noted)
    confnotes("merge-people", "Annie Oak", "Ann Oak", "--vault", noted)
    assert listed() == "Annie Oak  3 notes\nBo Elm  1 note  Pens\n"
    assert confnotes("merge-people", "--undo", "Bo Elm", "--vault", noted).code == 3
    confnotes("merge-people", "--undo", "Annie Oak", "A. Oak", "--vault", noted)
    assert [line.split("  ")[0] for line in listed().splitlines()] == ["A. Oak", "Annie Oak", "Bo Elm"]
    confnotes("merge-people", "--undo", "Ann Oak", "--vault", noted)
    assert len(listed().splitlines()) == 4


def test_the_next_day_one_sees_what_moved(confnotes: RunConfnotes, tmp_path: Path) -> None:
    confnotes("init", "notes")
    for hour in (10, 11):
        confnotes("import", page(tmp_path, hour=hour), "--vault", "notes", "--yes")
    (row,) = json.loads(confnotes("list", "changes", "--vault", "notes", "--json").out)["changes"]
    assert (row["title"], row["changes"], row["conference"]) == ("A parser in forty lines", ["moved"], "Tools Day")
    assert row["what"] == "moved from 2025-06-03 10:30 to 2025-06-03 11:30"
    assert "A parser in forty lines  moved from" in confnotes("list", "changes", "--vault", "notes").out


def test_one_name_with_two_places_is_asked_about_and_split(confnotes: RunConfnotes, tmp_path: Path) -> None:
    confnotes("init", "notes")
    Path("talks.csv").write_text(
        "title,start,speakers\nTides,2024-05-07,Wei Wang (Tsinghua University)\nFog,2024-05-07,Wei Wang (UCLA)\n"
    )
    asked = "confnotes merge-people --split 'Wei Wang'"
    assert asked in confnotes("import", "talks.csv", "--conference", "Fog", "--vault", "notes").err
    listed = "Wei Wang  may be several people: Tsinghua University, UCLA\n"
    assert confnotes("merge-people", "--vault", "notes").out == listed
    told = confnotes("merge-people", "--split", "Wei Wang", "--vault", "notes")
    assert told.err == "Split Wei Wang into Wei Wang (Tsinghua University), Wei Wang (UCLA).\n"
    assert confnotes("merge-people", "--vault", "notes").out == ""
    assert confnotes("merge-people", "--split", "--undo", "Wei Wang", "--vault", "notes").code == 0
    assert confnotes("merge-people", "--vault", "notes").out == listed
    assert confnotes("merge-people", "--split", "--vault", "notes").code == 2
