"""Importing the page of a program names the lines that the program does not have."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import RunConfnotes

PAGE = """\
# Workshop on Tides and Sand

4 June 2031, Porto

We bring together people who measure tides and people who sell sand.
Neither group has met the other before.

## Schedule

| Time | Speaker | Title |
|---|---|---|
| 09:30 - 10:15 | Ada Quay (Harbor Lab) | Keynote: Silt moves at night |
| 10:30 - 11:00 | Bo Sample | A price for sand |
| 11:00 - 11:30 | | Coffee break |

Talks last 25 minutes; bring your own sand.

## Organizers

- Mina Sund (TU Delft)

## Call for papers

Send us four pages by the end of March.
"""
LEFT = [
    "5: We bring together people who measure tides and people who sell sand.",
    "6: Neither group has met the other before.",
    "16: Talks last 25 minutes; bring your own sand.",
    "24: Send us four pages by the end of March.",
]


def _as_html(page: str) -> str:
    from markdown_it import MarkdownIt

    return f"<html><body>\n{MarkdownIt().enable('table').render(page)}\n</body></html>"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "tides.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_the_preview_says_which_lines_of_a_page_are_not_imported(confnotes: RunConfnotes, page: Path) -> None:
    said = confnotes("import", "--dry-run", page).out

    assert "  Left out    4 lines: 5–6, 16, 24 (print with --left-out)" in said.splitlines()


def test_these_lines_are_printed_on_request_and_nothing_is_written(
    confnotes: RunConfnotes, vault: Path, page: Path
) -> None:
    before = sorted(vault.rglob("*"))

    said = confnotes("import", "--vault", vault, "--left-out", page).out

    assert said.splitlines() == [f"tides.md:{line}" for line in LEFT]
    assert sorted(vault.rglob("*")) == before


def test_lines_of_an_html_page_are_named_too(confnotes: RunConfnotes, tmp_path: Path) -> None:
    path = tmp_path / "tides.html"
    path.write_text(_as_html(PAGE), encoding="utf-8")

    said = [line.partition(": ")[2] for line in confnotes("import", "--left-out", path).out.splitlines()]

    assert " ".join(said) == " ".join(line.partition(": ")[2] for line in LEFT)


def test_a_page_that_becomes_talks_as_a_whole_leaves_nothing_out(confnotes: RunConfnotes, tmp_path: Path) -> None:
    path = tmp_path / "tides.md"
    whole = "\n".join(line for line in PAGE.splitlines() if not any(line in left for left in LEFT if line))
    path.write_text(whole, encoding="utf-8")

    assert "Left out" not in confnotes("import", "--dry-run", path).out
    assert confnotes("import", "--left-out", path).out == ""


def test_talks_without_a_title_are_in_the_preview_and_breaks_are_no_talks(
    confnotes: RunConfnotes, vault: Path, tmp_path: Path
) -> None:
    source = tmp_path / "program.yaml"
    talks = "".join(f"      - {{id: '{hour}', start: 2024-05-06T{hour}:00}}\n" for hour in range(10, 24))
    coffee = "      - {id: b, title: Coffee, kind: break, start: 2024-05-06T09:00}\n"
    source.write_text(f"conference:\n  name: Kite Days\nsessions:\n  - talks:\n{coffee}{talks}", encoding="utf-8")
    told = confnotes("import", "--dry-run", source, "--vault", vault)
    assert "2024-05-06 10:00  untitled talk" in told.out and "and 3 more" in told.out
    assert "15 new items" in confnotes("import", source, "--vault", vault).err
