"""A folder of somebody's old notes becomes a vault, and the folders in it become conferences when that is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import RunConfnotes

SAID = "---\nconference: {}\n---\n# On kelp\n"
NOTES = {
    "PyCon Isle 2019/kelp.md": "# Kelp\n\nIt grows.\n",
    "Loop Days 2021/tides.md": '# "Tides for all" by Maria Lindqvist\n\n- high\n',
    "Shore/one.md": SAID.format("Shore Meeting 2020"),
    "Shore/two.md": SAID.format('"[[Shore Meeting 2020]]"'),
    "Taxes 2021/march.md": "# Receipts\n",
    "Journal/2019-05-06.md": "# Monday\n[[kelp]]\n",
    "People/Maria Lindqvist.md": "# Maria Lindqvist\n",
    "Plans.md": "# Plans\n",
}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    for path, text in NOTES.items():
        (tmp_path / "old" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "old" / path).write_text(text, encoding="utf-8")
    return tmp_path / "old"


def test_a_new_vault_names_the_folders_that_could_be_conferences_and_writes_nothing(
    confnotes: RunConfnotes, old: Path
) -> None:
    made = confnotes("init", "old")
    assert "3 folders hold notes of conferences: Loop Days 2021, PyCon Isle 2019, Shore Meeting 2020." in made.err
    assert f"confnotes init --conferences {old}" in made.err
    assert {path for path in NOTES if (old / path).read_text(encoding="utf-8") == NOTES[path]} == {*NOTES}
    assert len([*old.rglob("*.md")]) == len(NOTES)
    assert "confnotes init --conferences" in confnotes("list", "conferences", "--vault", "old").err


def test_folders_of_notes_become_conferences_that_are_listed_found_and_exported(
    confnotes: RunConfnotes, old: Path
) -> None:
    told = confnotes("init", "--conferences", "old")
    assert told.out.splitlines() == [
        "Loop Days 2021/Loop Days 2021.md  Loop Days 2021 · 1 note",
        "PyCon Isle 2019/PyCon Isle 2019.md  PyCon Isle 2019 · 1 note",
        "Shore/Shore.md  Shore Meeting 2020 · 2 notes",
    ]
    assert "3 new conferences" in told.err
    assert (old / "Shore/Shore.md").read_text(encoding="utf-8") == (
        "---\ntitle: Shore Meeting 2020\ntype: conference\nyear: 2020\n---\n"
    )
    listed = confnotes("list", "conferences", "--vault", "old")
    names = [line.split("  ")[0] for line in listed.out.splitlines()]
    assert names == ["Loop Days 2021", "PyCon Isle 2019", "Shore Meeting 2020"]
    assert "init" not in listed.err
    assert "Kelp" in confnotes("search", "conf:pycon date:2019", "--vault", "old").out
    assert "It grows." in confnotes("export", "2019", "--vault", "old").out
    assert "No other folder" in confnotes("init", "--conferences", "old").err


def test_new_conferences_are_undone_together(confnotes: RunConfnotes, old: Path) -> None:
    confnotes("init", "--conferences", "old")
    assert "3 files removed" in confnotes("import", "--undo", "--vault", "old").err
    assert len([*old.rglob("*.md")]) == len(NOTES)


@pytest.mark.parametrize("what", ["old", "old/Loop Days 2021", "old/Loop Days 2021/tides.md"])
def test_notes_that_are_in_the_vault_are_not_imported_a_second_time(
    confnotes: RunConfnotes, old: Path, what: str
) -> None:
    (old / "Loop Days 2021" / "ebb.md").write_text('# "Ebb" by Jonas Weber\n\n- low\n', encoding="utf-8")
    (old / "Loop Days 2021" / "moon.md").write_text('# "Moon" by Aino Virtanen\n\n- pulls\n', encoding="utf-8")
    confnotes("init", "old")
    before = {*old.rglob("*")}
    refused = confnotes("import", what, "--vault", "old")
    assert refused.code == 2 and "are in this vault already" in refused.err
    assert "confnotes init --conferences" in refused.err
    assert {*old.rglob("*")} == before


def test_a_vault_is_not_imported_into_itself(confnotes: RunConfnotes, old: Path, tmp_path: Path) -> None:
    confnotes("init", "new")
    (old / "Loop Days 2021" / "tides.md").write_text("---\nspeaker: Ada\ndate: 2021-06-01\n---\nHigh.\n")
    (old / "Shore" / "one.md").write_text("---\nspeaker: Bo\ndate: 2020-06-01\nconference: Shore\n---\nHigh.\n")
    confnotes("import", "old", "--vault", "new")
    before = {*(tmp_path / "new").rglob("*")}
    assert "are in this vault already" in confnotes("import", "new", "--vault", "new").err
    assert {*(tmp_path / "new").rglob("*")} == before


def test_a_folder_around_the_vault_is_imported_without_it(
    confnotes: RunConfnotes, old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (old / "Loop Days 2021" / "tides.md").write_text("---\nspeaker: Ada\ndate: 2021-06-01\n---\nHigh.\n")
    confnotes("init", "old")
    before = {*old.rglob("*")}
    monkeypatch.chdir(old)
    refused = confnotes("import", "..", "--vault", ".")
    assert (refused.code, refused.err) == (
        3,
        "confnotes: no files in .. (skipped old: a vault)\n  Import a file, or a folder with files.\n",
    )
    plan = "".join(
        f"- {hour}:00–{hour}:30 {title}. Bob Brown\n" for hour, title in ((10, "Boats"), (11, "Kelp"), (12, "Sand"))
    )
    (tmp_path / "plan.md").write_text(f"# Sea Days 2031\n\n## Monday, 12 May 2031\n\n{plan}", encoding="utf-8")
    told = confnotes("import", "..", "--vault", ".")
    assert "skipped old: a vault" in told.err and "Sea Days 2031: 3 new talks" in told.err
    assert {path.name for path in {*old.rglob("*")} - before if path.suffix == ".md"} == {"Sea Days 2031.md"}


def test_a_text_or_a_page_with_several_talks_is_imported_from_inside_the_vault(
    confnotes: RunConfnotes, old: Path
) -> None:
    talks = '# Loop Days 2022\n\n## "Ebb" by Jonas Weber\n\n- low\n\n## "Moon" by Aino Virtanen\n\n- pulls\n'
    confnotes("init", "old")
    for name in ("all.md", "all.txt"):
        (old / name).write_text(talks, encoding="utf-8")
        assert "2 new talks" in confnotes("import", f"old/{name}", "--vault", "old").err
        confnotes("import", "--undo", "--vault", "old")
