"""On a terminal, `import` shows what it understood and asks before it writes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from terminal import Terminal

PAGE = """\
# Workshop on Small Notes

3 June 2025, Porto

## Schedule

- 09:15 - 10:00 Keynote: Notes that outlive their program, Ada Example
- 10:30 - 11:00 A parser in forty lines, Bo Sample
"""


@pytest.mark.parametrize(("answer", "code", "written"), [("y", 0, True), ("n", 0, False), ("\x03", 130, False)])
def test_a_person_is_asked_before_anything_is_written(
    vault: Path, tmp_path: Path, answer: str, code: int, written: bool
) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    before = sorted(vault.rglob("*"))
    command = [sys.executable, "-m", "confnotes", "import", "--vault", str(vault), "page.md"]
    with Terminal(command, folder=tmp_path, environment=dict(os.environ)) as terminal:
        terminal.wait_for("Time zone [Europe/Lisbon]:")
        assert "A parser in forty lines" in terminal.text
        terminal.type("Mars/Base")
        terminal.press("enter")
        terminal.wait_for("Unknown time zone")
        terminal.type("lisbon")
        terminal.press("enter")
        terminal.wait_for("Write this?")
        assert "3 Jun 2025 · zone Europe/Lisbon" in terminal.text
        assert sorted(vault.rglob("*")) == before
        terminal.press(answer, *([] if answer == "\x03" else ["enter"]))
        assert terminal.wait_for_end() == code
    assert (sorted(vault.rglob("*")) != before) == written
    if written:
        (program,) = vault.glob("Workshop on Small Notes/program.yaml")
        assert "09:15" in program.read_text(encoding="utf-8")
        (note,) = vault.glob("Workshop on Small Notes/Workshop*.md")
        assert "timezone: Europe/Lisbon" in note.read_text(encoding="utf-8")


def test_yes_takes_the_zone_that_is_suggested(vault: Path, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    command = [sys.executable, "-m", "confnotes", "import", "--vault", str(vault), "page.md"]
    with Terminal(command, folder=tmp_path, environment=dict(os.environ)) as terminal:
        terminal.wait_for("Time zone [Europe/Lisbon]")
        terminal.type("y")
        terminal.press("enter")
        terminal.wait_for("Write this?")
        assert "3 Jun 2025 · zone Europe/Lisbon" in terminal.text


def test_who_names_no_zone_keeps_local_times(vault: Path, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    command = [sys.executable, "-m", "confnotes", "import", "--vault", str(vault), "page.md"]
    with Terminal(command, folder=tmp_path, environment=dict(os.environ)) as terminal:
        terminal.wait_for("Time zone [Europe/Lisbon]")
        terminal.type("local")
        terminal.press("enter")
        terminal.wait_for("Write this?")
        terminal.press("y", "enter")
        assert terminal.wait_for_end() == 0
    (note,) = vault.glob("Workshop on Small Notes/Workshop*.md")
    assert "timezone" not in note.read_text(encoding="utf-8")


def test_yes_leaves_the_question_out(vault: Path, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    command = [sys.executable, "-m", "confnotes", "import", "--vault", str(vault), "--yes", "page.md"]
    with Terminal(command, folder=tmp_path, environment=dict(os.environ)) as terminal:
        assert terminal.wait_for_end() == 0
        assert "Write this?" not in terminal.text


def test_a_program_that_is_in_the_vault_is_compared_with_it_first(vault: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    command = [sys.executable, "-m", "confnotes", "import", "--vault", str(vault), "--timezone", "Europe/Lisbon"]
    with Terminal([*command, "--yes", "page.md"], folder=tmp_path, environment=dict(os.environ)) as terminal:
        assert terminal.wait_for_end() == 0
    page.write_text(PAGE.replace("10:30 - 11:00", "11:30 - 12:00"), encoding="utf-8")
    with Terminal([*command, "page.md"], folder=tmp_path, environment=dict(os.environ)) as terminal:
        terminal.wait_for("Write this?")
        assert "would change Workshop on Small Notes" in terminal.text
        assert "moved from 2025-06-03 10:30 to 2025-06-03 11:30" in " ".join(terminal.text.split())
        terminal.press("n", "enter")
        assert terminal.wait_for_end() == 0


def test_the_first_day_is_asked_for_where_no_year_is_stated(vault: Path, tmp_path: Path) -> None:
    page = "# Workshop on Small Notes\n\n## Monday, 5 March\n\n- 09:15 - 10:00 Short lines, Ada Example\n"
    page += "- 10:00 - 10:30 Coffee\n- 10:30 - 11:00 A parser in forty lines, Bo Sample\n"
    (tmp_path / "page.md").write_text(page, encoding="utf-8")
    command = [sys.executable, "-m", "confnotes", "import", "--vault", str(vault), "page.md"]
    with Terminal(
        command, folder=tmp_path, environment={**os.environ, "CONFNOTES_NOW": "2031-04-01T10:00"}
    ) as terminal:
        terminal.wait_for("First day [2029-03-05]:")
        terminal.type("soon")
        terminal.press("enter")
        terminal.wait_for("not a date: soon")
        terminal.press("enter")
        terminal.wait_for("Time zone")
        terminal.press("enter")
        terminal.wait_for("Write this?")
        terminal.press("y", "enter")
        assert terminal.wait_for_end() == 0
    (program,) = vault.glob("Workshop on Small Notes/program.yaml")
    assert "2029-03-05T09:15" in program.read_text(encoding="utf-8")
