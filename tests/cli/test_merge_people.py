"""`confnotes merge-people`, and the list of what changed in a program."""

from __future__ import annotations

import json
from pathlib import Path

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
        "Merged A. Example into Ada Example.\n"
    )
    (row,) = json.loads(confnotes("list", "people", "ada", "--vault", "notes", "--json").out)["people"]
    assert (row["names"], row["talks"]) == (["Ada Example", "A. Example"], 2)
    assert confnotes("merge-people", "--vault", "notes").out == ""
    assert confnotes("merge-people", "Ada Example", "--vault", "notes").code == 2
    assert confnotes("merge-people", "Ada Example", "Nobody", "--vault", "notes", "--different").code == 3


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
