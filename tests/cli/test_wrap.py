"""`wrap` lists what a day leaves open where there is no terminal, and writes the page of the day."""

from __future__ import annotations

import json
from pathlib import Path

from .conftest import RunConfnotes

CLOCKS = "small-systems-2024/t3"
DAY = "2024-05-06"


def test_the_open_points_of_a_day_are_listed(confnotes: RunConfnotes, vault: Path) -> None:
    told = confnotes("review", "--vault", vault)
    assert told.code == 0
    assert told.out.startswith("Small Systems 2024 · Mon 6 May 2024\n")
    assert "NOTED, NOT MARKED AS ATTENDED" in told.out
    assert "? who pays for drift  Small Systems 2024/2024-05-06 1000 Clocks and their lies.md:" in told.out
    assert "[ ] read the paper on hybrid clocks" in told.out
    assert "--write" in told.err
    data = json.loads(confnotes("review", DAY, "--json", "--vault", vault).out)
    assert data["schema"] == "confnotes.wrap/1"
    assert (data["day"], data["page"]) == (DAY, None)
    assert [one["id"] for one in data["not_marked"]] == [CLOCKS]
    assert [(one["text"], one["answer"], one["open"]) for one in data["questions"]] == [
        ("who pays for drift", None, True)
    ]
    assert len(data["tasks"]) == 1


def test_the_page_is_written_where_it_is_asked_for(confnotes: RunConfnotes, vault: Path) -> None:
    path = confnotes("review", DAY, "--write", "--vault", vault).out.strip()
    assert path == f"Small Systems 2024/{DAY} Day.md"
    assert "Clocks and their lies]] · " in (vault / path).read_text(encoding="utf-8")
    assert json.loads(confnotes("review", DAY, "--json", "--vault", vault).out)["page"] == path
    again = json.loads(confnotes("review", DAY, "--write", "--json", "--vault", vault).out)
    assert again == {"schema": "confnotes.page/1", "path": path}


def test_what_the_page_says_again_is_not_unresolved_again_but_what_was_written_in_it_is(
    confnotes: RunConfnotes, vault: Path
) -> None:
    def unresolved() -> list[str]:
        return [
            one["text"]
            for one in json.loads(confnotes("list", "unresolved", "--json", "--vault", vault).out)["unresolved"]
        ]

    confnotes("add", "? why, @Nobody Known", "--to", CLOCKS, "--vault", vault)
    before = unresolved()
    assert "@Nobody Known" in before
    page = vault / confnotes("review", DAY, "--write", "--vault", vault).out.strip()
    assert "@Nobody Known" in page.read_text(encoding="utf-8")
    assert unresolved() == before
    page.write_text(page.read_text(encoding="utf-8") + "\nmet @Somebody Else\n", encoding="utf-8")
    assert sorted(unresolved()) == sorted([*before, "@Somebody Else"])
    told = json.loads(confnotes("review", DAY, "--json", "--vault", vault).out)["unresolved"]
    assert "Somebody Else" in [one["name"] for one in told]


def test_an_empty_day_a_wrong_day_and_an_empty_vault_have_different_messages(
    confnotes: RunConfnotes, vault: Path, tmp_path: Path
) -> None:
    assert "0 attended" in confnotes("review", "1999-01-01", "--vault", vault).out
    assert confnotes("review", "1999-01-01", "--write", "--vault", vault).code == 3
    assert not list(vault.rglob("* Day.md"))
    assert confnotes("review", "soon", "--vault", vault).code == 3
    confnotes("init", tmp_path / "other")
    assert confnotes("review", "--vault", tmp_path / "other").code == 3


def test_answers_are_listed_with_their_questions(confnotes: RunConfnotes, vault: Path) -> None:
    (vault / "Notes").mkdir()
    (vault / "Notes" / "q.md").write_text("? why @Ada\n! so\n? how\n- [x] done\n", encoding="utf-8")
    rows = json.loads(confnotes("list", "questions", "--json", "--vault", vault).out)["questions"]
    assert [(one["text"], one["answer"], one["asked_by"], one["state"]) for one in rows] == [
        ("why @Ada", "so", "Ada", "answered"),
        ("how", None, None, "open"),
        ("who pays for drift", None, None, "open"),
    ]
    assert confnotes("list", "questions", "--vault", vault).out.startswith("? why @Ada  ! so  Notes/q.md:1\n")
    still_open = json.loads(confnotes("list", "questions", "open", "--json", "--vault", vault).out)["questions"]
    assert [one["text"] for one in still_open] == ["how", "who pays for drift"]
