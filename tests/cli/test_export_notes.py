"""Notes without a conference can be exported: all of them, a folder, a day, a search."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from confnotes.exporters.forms import FORMS
from confnotes.vault.vault import Vault

from .conftest import RunConfnotes

_FILES = {
    "Journal/2031-05-03.md": "- met Ines at the pier #sea\n",
    "Journal/2031-05-04.md": "- tides are late\n- [ ] call Ole\n",
    "Ideas/Sensors/cheap.md": "---\ndate: 2029-01-02\n---\n# Cheap sensor\n\nBuild one. #sea\n",
    "loose.md": "Loose words without a title.\n",
}


@pytest.fixture
def diary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONFNOTES_NOW", "2031-05-07T10:00")
    root = tmp_path / "diary"
    for path, text in _FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    (root / ".obsidian").mkdir()
    Vault.create(root)
    return root


@pytest.mark.parametrize(
    ("target", "title", "there", "gone"),
    [
        ("notes", "# Notes", ["met Ines", "Build one.", "Loose words"], []),
        ("journal", "# Journal", ["met Ines", "tides are late"], ["Build one.", "Loose"]),
        ("Ideas/Sensors", "# Sensors", ["Build one."], ["met Ines"]),
        ("saturday", "# Notes, 3 May 2031", ["met Ines"], ["tides are late"]),
        ("2031-05-04", "# Notes, 4 May 2031", ["tides are late"], ["met Ines"]),
        ("tag:sea since:2030", "# Notes on “tag:sea since:2030”", ["met Ines"], ["Build one."]),
        ("tag:sea until:2030", "# Notes on “tag:sea until:2030”", ["Build one."], ["met Ines"]),
    ],
)
def test_notes_without_a_conference_are_exported_by_what_they_are_called(
    confnotes: RunConfnotes, diary: Path, target: str, title: str, there: list[str], gone: list[str]
) -> None:
    result = confnotes("export", "--vault", diary, target)
    assert result.out.startswith(f"{title}\n"), result
    assert "**Notes**" not in result.out, "the folder's name is no fact of the search"
    for words in there:
        assert words in result.out
    for words in gone:
        assert words not in result.out


def test_a_search_or_a_day_can_be_limited_to_a_folder_of_notes(confnotes: RunConfnotes, diary: Path) -> None:
    found = confnotes("export", "--vault", diary, "tag:sea", "-c", "Ideas").out
    assert "Build one." in found and "met Ines" not in found
    assert confnotes("export", "--vault", diary, "saturday", "-c", "journal").out.startswith("# Journal, 3 May 2031\n")


def test_a_day_of_a_folder_with_a_note_of_its_own_name_is_found(confnotes: RunConfnotes, diary: Path) -> None:
    (diary / "Journal" / "Journal.md").write_text("What this folder is for.\n", encoding="utf-8")
    assert "What this folder is for." in confnotes("export", "--vault", diary, "journal").out
    assert confnotes("export", "--vault", diary, "saturday").out.startswith("# Journal, 3 May 2031\n")


@pytest.mark.parametrize(("target", "name"), [("journal", "Journal summary"), ("saturday", "Notes 2031-05-03 summary")])
def test_the_file_is_called_after_what_is_in_it(
    confnotes: RunConfnotes, diary: Path, tmp_path: Path, target: str, name: str
) -> None:
    (tmp_path / "out").mkdir()
    assert confnotes("export", "--vault", diary, target, "-f", "html", "-o", tmp_path / "out").code == 0
    assert [path.stem for path in (tmp_path / "out").iterdir()] == [name]


def test_every_form_tells_notes_without_a_conference(confnotes: RunConfnotes, diary: Path, tmp_path: Path) -> None:
    for form in FORMS.values():
        if form.lacks:
            continue
        path = tmp_path / f"out{form.ending}"
        result = confnotes("export", "--vault", diary, "notes", "-f", form.name, "-o", path)
        is_of_notes = not any(lack in result.err for lack in ("no papers", "no talks", "no claims"))
        assert not is_of_notes or (result.code == 0 and path.stat().st_size), result
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["title"] == "Notes"


def test_what_is_not_there_is_said_with_what_is(confnotes: RunConfnotes, diary: Path) -> None:
    for target, said in {
        "2031-05-01": ["no notes on 2031-05-01", "The nearest days with notes: 2029-01-02, 2031-05-03, 2031-05-04."],
        "monday": ["no notes on monday", "The nearest days with notes"],
        "xylophone": ["no results", "In this vault: Notes, Ideas, Journal."],
    }.items():
        result = confnotes("export", "--vault", diary, target)
        assert result.code != 0
        for words in said:
            assert words in result.err, result
    assert "A calendar contains talks only." in confnotes("export", "--vault", diary, "notes", "-f", "ics").err


def test_text_files_that_are_not_notes_are_named_when_the_folder_becomes_a_vault_and_when_it_is_exported(
    confnotes: RunConfnotes, tmp_path: Path
) -> None:
    folder = tmp_path / "diary"
    folder.mkdir()
    (folder / "bells.txt").write_text("Bells ring.\n", encoding="utf-8")
    (folder / "ropes.org").write_text("Ropes age.\n", encoding="utf-8")
    said = "bells.txt and 1 more are not Markdown (.md): import them with `confnotes import`."
    assert said in confnotes("init", "diary").err
    nothing = confnotes("export", "notes", "--vault", "diary", "-o", "x.html")
    assert nothing.code == 3 and "this vault has no notes" in nothing.err and said in nothing.err
    (folder / "tides.md").write_text("Tides turn.\n", encoding="utf-8")
    assert f"Not included: {said}" in confnotes("export", "notes", "--vault", "diary", "-o", "x.html").err
    confnotes("export", "notes", "--vault", "diary", "-f", "slack", "-o", "diary/all.slack.txt")
    again = confnotes("export", "notes", "--vault", "diary", "-o", "y.html").err
    assert "1 more" in again and "slack" not in again, "what confnotes wrote is no note"
