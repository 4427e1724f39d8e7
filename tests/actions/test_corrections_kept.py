"""What was put right in a page is kept in the vault for its next version; nothing of a machine is kept with it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from confnotes.actions.importing.import_again import look
from confnotes.actions.importing.import_program import write
from confnotes.actions.importing.read_sources import SourcePreview, read_again
from confnotes.actions.importing.refresh import refresh
from confnotes.cli.app import run_command_line
from confnotes.importers.importer import Hints
from confnotes.model.correction import Correction, CorrectionKind
from confnotes.model.program import WarningCode
from confnotes.vault.imported import Imported, parse
from confnotes.vault.vault import Vault

PAGE = """\
# Workshop on Kites 2019

May 3, 2019

## Schedule

- 9:00 Opening remarks
- 9:10 Silk Communication (Wind Design)
- 10:20 Bo Kai (Sample Labs): Tails of paper
- 11:10 Ada Vento (Sample University): Lines and wind
- 12:10 This page was made by a volunteer
"""
SAID = (
    Correction(CorrectionKind.NO_TALK, "this page was made by a volunteer"),
    Correction(CorrectionKind.TITLE, "silk communication wind design", "silk communication"),
)
NAME = "Workshop on Kites 2019"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    source = tmp_path / "downloads" / "kites.md"
    source.parent.mkdir()
    source.write_text(PAGE, encoding="utf-8")
    return source


@pytest.fixture
def vault(tmp_path: Path, page: Path) -> Vault:
    """A vault into which the page was imported with corrections."""
    vault = Vault.create(tmp_path / "vault")
    (one,) = seen(vault, page)
    write(vault, read_again([one], replace(one.hints, corrections=SAID)))
    return vault


def seen(vault: Vault, page: Path) -> list[SourcePreview]:
    return list(look(vault, [str(page)], Hints(), anyway=True).previews)


def titles(vault: Vault) -> list[str | None]:
    return [talk.title for talk in vault.program(NAME).talks()]


def kept(vault: Vault) -> str:
    (file,) = (vault.root / ".confnotes" / "imported").rglob("*.json")
    return file.read_text(encoding="utf-8")


def test_they_stand_in_the_vault_by_what_they_are_about_without_lines_and_paths(vault: Vault, page: Path) -> None:
    head = json.loads(kept(vault))[1]

    assert head["corrections"] == [
        {"kind": "no-talk", "row": "this page was made by a volunteer"},
        {"kind": "title", "row": "silk communication wind design", "part": "silk communication"},
    ]
    assert str(page.parent) not in kept(vault) and "downloads" not in kept(vault)


def test_they_apply_to_the_next_version_by_themselves(vault: Vault, page: Path) -> None:
    later = PAGE.replace("9:10", "9:30").replace("## Schedule", "We fly again.\n\n## Schedule") + "- 13:00 Farewell\n"
    page.write_text(later, encoding="utf-8")

    (one,) = seen(vault, page)
    write(vault, [one])

    assert one.read.applied and set(one.read.applied) == set(SAID)
    assert "Silk Communication" in titles(vault) and "Farewell" in titles(vault)
    assert "This page was made by a volunteer" not in titles(vault)
    assert Imported(vault, NAME).origin("kites.md").corrections == SAID  # type: ignore[union-attr]


def test_they_apply_to_a_next_version_of_another_name_and_to_a_refresh(vault: Vault, page: Path) -> None:
    renamed = page.with_name("kites (1).md")
    renamed.write_text(PAGE.replace("Lines and wind", "Lines and winds"), encoding="utf-8")

    (one,) = seen(vault, renamed)
    write(vault, [one])
    assert set(one.read.applied) == set(SAID) and "Silk Communication" in titles(vault)

    renamed.write_text(PAGE.replace("Tails", "Long tails"), encoding="utf-8")
    refresh(vault, NAME)
    assert "Silk Communication" in titles(vault) and "Long tails of paper" in titles(vault)
    assert "This page was made by a volunteer" not in titles(vault)


def test_a_column_that_was_corrected_is_so_in_a_next_version_of_another_name(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    rows = ("Kites of silk | Ada Vento", "Long tails | Bo Kai", "Knots and string | Cleo Marsh", "Wind | Dan Reed")
    table = "| Time | Speaker | Title |\n|---|---|---|\n" + "".join(
        f"| {9 + at}:00 | {each} |\n" for at, each in enumerate(rows)
    )
    page = tmp_path / "table.md"
    page.write_text(PAGE.partition("- 9:00")[0] + table, encoding="utf-8")
    (one,) = seen(vault, page)
    part = one.read.rows[0].parts[1]
    said = (Correction(CorrectionKind.TITLE, part.header, part.column, column=True),)
    write(vault, read_again([one], replace(one.hints, corrections=said)))
    renamed = page.with_name("table (1).md")
    renamed.write_text(page.read_text(encoding="utf-8") + "| 14:00 | Landing | Eve Holt |\n", encoding="utf-8")

    (again,) = seen(vault, renamed)
    (report,) = write(vault, [again])

    assert [each.title for each in report.added] == ["Landing"] and not report.cancelled


def test_a_correction_that_no_longer_matches_is_reported_and_kept(vault: Vault, page: Path) -> None:
    page.write_text(PAGE.replace("This page was made by a volunteer", "Farewell"), encoding="utf-8")
    (one,) = seen(vault, page)
    (told,) = [each for each in one.read.warnings if each.code is WarningCode.CORRECTION_UNUSED]
    assert "1 correction no longer matches this version: “this page was made by a volunteer”" in told.message
    write(vault, [one])

    page.write_text(PAGE, encoding="utf-8")
    (again,) = seen(vault, page)

    assert set(again.read.applied) == set(SAID)


def test_what_was_undone_does_not_come_back(vault: Vault, page: Path) -> None:
    (one,) = seen(vault, page)
    write(vault, read_again([one], replace(one.hints, corrections=())))

    (again,) = seen(vault, page)

    assert not again.read.applied and "corrections" not in kept(vault)
    assert "This page was made by a volunteer" in titles(vault)


def test_the_command_line_applies_them_and_says_so(
    vault: Vault, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = PAGE.replace("Tails of paper", "Long tails)").replace("Silk Communication", "Silk")
    page.write_text(later, encoding="utf-8")

    code = run_command_line(["--vault", str(vault.root), "import", "--yes", str(page)], lambda *_: None)

    told = capsys.readouterr().err
    assert code == 0
    assert "Corrected   1 correction applied" in told
    assert "Doubtful    1 of 5 rows: line 9 (correct them in the Import screen)" in told
    assert "1 correction no longer matches this version: “silk communication wind design”" in told
    assert "This page was made by a volunteer" not in titles(vault)


def test_damaged_ones_are_passed_over_and_the_others_hold() -> None:
    good = {"kind": "right", "row": "kites"}
    bad = ({"kind": "sing", "row": "x"}, {"row": "x"}, 5, {"kind": "title", "row": 5}, {**good, "line": 7}, None)
    for corrections in ([*bad, good], "right", {"kind": "right"}):
        head = json.dumps({"source": "x", "corrections": corrections})
        found = parse(f'["confnotes.imported/2",\n{head},\n[]]').value
        expected = (Correction(CorrectionKind.RIGHT, "kites"),) if isinstance(corrections, list) else None
        assert (found.source, found.origin.corrections) == ("x", expected)
