"""A source that begins to state a zone, or of which all talks move alike, is one fact and not a list of moves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from confnotes.vault.vault import Vault

from .conftest import Result, RunConfnotes

NAMES = ("Tides", "Fog", "Radio", "Boats", "Lamps")


@pytest.fixture
def bring(confnotes: RunConfnotes, tmp_path: Path) -> tuple[Path, RunConfnotes]:
    """An empty vault, and what imports a table of the same talks with other times: `{}` is the day of June."""
    root = Vault.create(tmp_path / "fog").root

    def run(time: str, *options: str) -> Result:
        rows = [f"{name},{time.format(day)},a{day}" for day, name in enumerate(NAMES, 1)]
        (tmp_path / "talks.csv").write_text("\n".join(["title,start,id", *rows]) + "\n")
        return confnotes("import", tmp_path / "talks.csv", "--conference", "Fog", "--vault", root, *options)

    return root, run


def program_of(root: Path) -> str:
    return (root / "Fog" / "program.yaml").read_text()


def test_hours_that_are_stated_in_utc_now_stay_and_the_zone_is_asked_for_once(
    bring: tuple[Path, RunConfnotes],
) -> None:
    root, run = bring
    run("2026-06-0{}T09:00")
    before = program_of(root)
    for options in ((), ("--dry-run",), ()):
        told = run("2026-06-0{}T07:00Z", *options)
        assert "moved" not in told.out + told.err and program_of(root) == before
        if options:
            continue
        question = "its talks keep their times in UTC+02:00. Set their time zone"
        assert (told.out + told.err).count(question) == 1


def test_the_zone_that_the_user_names_then_moves_no_talk(bring: tuple[Path, RunConfnotes]) -> None:
    root, run = bring
    run("2026-06-0{}T09:00")
    told = run("2026-06-0{}T07:00Z", "--timezone", "Europe/Brussels")
    assert "move" not in told.out + told.err
    assert program_of(root).count("T09:00\n") == len(NAMES)


def test_hours_that_were_utcs_all_along_move_together_when_the_user_says_so(
    bring: tuple[Path, RunConfnotes],
) -> None:
    root, run = bring
    run("2026-06-0{}T09:00")
    told = run("2026-06-0{}T07:00Z", "--timezone", "UTC")
    assert "  all 5 talks move by −2 h\n" in told.out + told.err
    assert "moved from" not in told.out + told.err
    assert program_of(root).count("T07:00\n") == len(NAMES)


def test_equal_moves_are_reported_once_and_others_one_by_one(bring: tuple[Path, RunConfnotes]) -> None:
    _, run = bring
    run("2026-06-0{}T09:00", "--timezone", "Europe/Brussels")
    told = run("2026-06-0{}T10:30", "--timezone", "Europe/Brussels")
    assert "  all 5 talks move by +1 h 30 min\n" in told.out + told.err and "Fog: moved" not in told.out + told.err
    told = run("2026-06-0{0}T1{0}:00", "--timezone", "Europe/Brussels")
    assert "  Tides: moved from 2026-06-01 10:30 to 2026-06-01 11:00\n" in told.out + told.err
    assert "talks move by" not in told.out + told.err


def test_hours_that_differ_from_utc_by_this_and_that_have_moved(bring: tuple[Path, RunConfnotes]) -> None:
    root, run = bring
    run("2026-06-0{}T09:00")
    told = run("2026-06-0{0}T1{0}:00Z")
    assert "stay at their hours" not in told.out + told.err and "moved" in told.out + told.err
    assert "T11:00" in program_of(root)
    assert json.dumps(program_of(root)).count("T09:00") == 0
