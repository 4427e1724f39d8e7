"""Two machines with one vault under git: `confnotes merge-file` merges for it."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from two_clones import clone, git, merge

from .conftest import RunConfnotes

NOTE = "- first ^t100000\n- the nudge must be small ^t101200\n"


@pytest.mark.needs("git")
def test_git_merges_what_two_machines_wrote_and_doctor_says_where_both_versions_are(
    confnotes: RunConfnotes, vault: Path, tmp_path: Path
) -> None:
    note, marks = vault / "Talk.md", vault / "queries.yaml"
    note.write_text(NOTE)
    marks.write_text("a: {starred: true}\n")
    (vault / ".gitattributes").write_text("*.md merge=confnotes\n*.yaml merge=confnotes\n")
    laptop, desktop = clone(vault, tmp_path / "desktop")
    note.write_text(NOTE.replace("small", "tiny") + "- from the laptop ^t102000\n")
    marks.write_text("a: {starred: true, rating: 4}\n")
    (desktop / "Talk.md").write_text(NOTE.replace("small", "large") + "- from the desktop ^t101500\n")
    (desktop / marks.name).write_text("a: {starred: true, attended: true}\n")
    driver = shlex.join([sys.executable, "-m", "confnotes", "merge-file"])
    git(laptop, "config", "merge.confnotes.driver", f"{driver} %O %A %B %P")
    assert merge(laptop, desktop)
    assert note.read_text().startswith("- first ^t100000\n> [!conflict] here / there\n> - the nudge must be tiny")
    assert note.read_text().endswith("- from the desktop ^t101500\n- from the laptop ^t102000\n")
    assert marks.read_text() == "a: {starred: true, attended: true, rating: 4}\n"
    assert "Talk.md:2" in confnotes("doctor", "--vault", laptop).out


def test_a_version_that_cannot_be_read_is_left_to_git(confnotes: RunConfnotes, tmp_path: Path) -> None:
    versions = [tmp_path / name for name in ("base", "ours", "theirs")]
    for path, text in zip(versions, ("a: 1\n", "a: {\n", "a: 2\n"), strict=True):
        path.write_text(text)
    done = confnotes("merge-file", *versions, "marks.yaml")
    assert done.code == 1
    assert "Traceback" not in done.err
    assert versions[1].read_text() == "a: {\n"


def test_a_version_that_does_not_exist_is_not_found(confnotes: RunConfnotes, tmp_path: Path) -> None:
    (tmp_path / "base").write_text("")
    done = confnotes("merge-file", "base", "nothing", "base")
    assert (done.code, done.err.splitlines()[0]) == (3, "confnotes: file not found: nothing")
