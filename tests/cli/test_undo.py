"""`rename`, `link` and `retag` take back what one of them wrote last, whichever it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import RunConfnotes

WRITTEN = {
    "retag": ("retag", "time", "clocks", "--yes"),
    "rename": ("rename", "Slow boats", "Slow ships", "--yes"),
    "link": ("link", "Slow boats", "--yes"),
}


@pytest.fixture
def notes(vault: Path) -> Path:
    (vault / "Slow boats.md").write_text("# Slow boats\n", encoding="utf-8")
    (vault / "Harbour.md").write_text("Slow boats, [[Slow boats]] #time\n", encoding="utf-8")
    return vault


def texts(vault: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in vault.rglob("*.md")}


def files(vault: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()}


@pytest.mark.parametrize("verb", WRITTEN)
@pytest.mark.parametrize("undoing", WRITTEN)
def test_undo_of_each_command_undoes_changes_of_the_others(
    confnotes: RunConfnotes, notes: Path, verb: str, undoing: str
) -> None:
    before = texts(notes)
    assert confnotes(*WRITTEN[verb], "--vault", notes).code == 0
    assert texts(notes) != before
    result = confnotes(undoing, "--undo", "--vault", notes)
    assert (result.code, texts(notes)) == (0, before)
    assert result.err == ("Undone: renamed back to Slow boats.md.\n" if verb == "rename" else "Undone.\n")
    assert confnotes(undoing, "--undo", "--vault", notes).code == 3


@pytest.mark.parametrize("verb", WRITTEN)
def test_nothing_is_undone_if_a_file_changed_since(confnotes: RunConfnotes, notes: Path, verb: str) -> None:
    confnotes(*WRITTEN[verb], "--vault", notes)
    with (notes / "Harbour.md").open("a", encoding="utf-8") as stream:
        stream.write("typed since\n")
    before = files(notes)
    result = confnotes(verb, "--undo", "--vault", notes)
    assert (result.code, files(notes)) == (4, before)
    assert result.err.startswith("confnotes: Harbour.md changed since then\n  Nothing was undone.")


PROGRAM = b"title,start,end,room\nA talk,2024-09-01 10:00,2024-09-01 10:30,Hall\n"
ACTIONS = {
    "star": (("star", "t1"), ("star", "--undo", "t1")),
    "attend": (("attend", "t1"), ("attend", "--undo", "t1")),
    "watch-later": (("watch-later", "t1"), ("watch-later", "--undo", "t1")),
    "no-share": (("no-share", "t1"), ("no-share", "--undo", "t1")),
    "rate": (("rate", "t1", "4"), ("rate", "t1", "0")),
    "plan": (("plan", "mon", "12:30-13:30", "Lunch with Ada"), ("plan", "Lunch", "--undo")),
    "merge people": (
        ("merge-people", "Ada Example", "Bo Sample"),
        ("merge-people", "--undo", "Ada Example", "Bo Sample"),
    ),
    "keep people apart": (
        ("merge-people", "--different", "Ada Example", "Bo Sample"),
        ("merge-people", "--different", "--undo", "Ada Example", "Bo Sample"),
    ),
    "rename a person": (("rename", "Ada Example", "Ada Exemplar", "--yes"), ("rename", "--undo")),
    "rename a note": (WRITTEN["rename"], ("rename", "--undo")),
    "rename a tag": (WRITTEN["retag"], ("retag", "--undo")),
    "link": (WRITTEN["link"], ("link", "--undo")),
    "move": (("move", "--since", "10:04", "--to", "parsers"), ("move", "--undo")),
    "attach": (("attach", "Slow boats", "parsers"), ("attach", "--undo")),
    "delete": (("delete", "Slow boats", "--yes"), ("restore", "Slow boats")),
    "import": (("import", "program.csv", "--conference", "Later 2024"), ("import", "--undo")),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_every_file_is_what_it_was_after_undo(
    confnotes: RunConfnotes, notes: Path, tmp_path: Path, action: str
) -> None:
    (tmp_path / "program.csv").write_bytes(PROGRAM)
    do, undo = ACTIONS[action]
    before = files(notes)
    done = confnotes(*do, "--vault", notes)
    assert (done.code, files(notes) != before) == (0, True), done.err
    undone = confnotes(*undo, "--vault", notes)
    assert undone.code == 0, undone.err
    assert files(notes) == before
