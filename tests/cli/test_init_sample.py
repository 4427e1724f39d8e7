"""`confnotes init --sample`: a copy of the sample vault to look around in, with a clock of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import RunConfnotes


def test_the_sample_is_copied_and_its_clock_makes_its_conference_the_one_that_is_on(
    confnotes: RunConfnotes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONFNOTES_NOW")
    made = confnotes("init", "--sample", "here")
    assert made.code == 0 and made.out.strip() == str(tmp_path / "here")
    assert "10 December 2019" in made.err
    assert "Tue 10 Dec 2019" in confnotes("now", "--vault", "here").out
    assert "09 Dec" in (said := confnotes("now", "--vault", "here", "--at", "2019-12-09T08:30").out) or "9 Dec" in said
    monkeypatch.setenv("CONFNOTES_NOW", "2019-12-11T14:20")
    assert "11 Dec" in confnotes("now", "--vault", "here").out


def test_other_vaults_have_the_real_time(confnotes: RunConfnotes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONFNOTES_NOW")
    confnotes("init", "--sample", "here")
    confnotes("now", "--vault", "here")
    confnotes("init", "mine")
    assert "2019" not in confnotes("now", "--vault", "mine").out


def test_a_sample_that_is_there_is_opened_and_other_files_are_left_alone(
    confnotes: RunConfnotes, tmp_path: Path
) -> None:
    confnotes("init", "--sample", "here")
    (tmp_path / "here" / "mine.md").write_text("kept", encoding="utf-8")
    assert confnotes("init", "--sample", "here").code == 0
    assert (tmp_path / "here" / "mine.md").read_text(encoding="utf-8") == "kept"
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.md").write_text("a", encoding="utf-8")
    refused = confnotes("init", "--sample", "full")
    assert refused.code == 2 and "not empty" in refused.err
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["a.md"]


@pytest.mark.parametrize("text", ["clock: never\n", "clock: [\n", "clock:\n", "other: 1\n", "- clock: x\n"])
def test_a_clock_that_cannot_be_read_is_none(
    confnotes: RunConfnotes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.delenv("CONFNOTES_NOW")
    confnotes("init", "mine")
    (tmp_path / "mine" / ".confnotes" / "vault.yaml").write_text(text, encoding="utf-8")
    assert confnotes("now", "--vault", "mine").code == 0
