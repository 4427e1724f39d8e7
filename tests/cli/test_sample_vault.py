"""The vault that `make run` opens has something to show everywhere, and nothing to mend."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from .conftest import RunConfnotes

SAMPLE = Path(__file__).parent.parent.parent / "notes"


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample vault, on its Tuesday morning."""
    monkeypatch.setenv("CONFNOTES_NOW", "2019-12-10T10:10")
    return Path(shutil.copytree(SAMPLE, tmp_path / "notes"))


def test_nothing_is_wrong_with_it(confnotes: RunConfnotes, sample: Path) -> None:
    result = confnotes("doctor", "--vault", sample)
    assert (result.code, result.out) == (0, "")


@pytest.mark.parametrize(
    ("things", "at_least"),
    [
        ("conferences", 2),
        ("sessions", 15),
        ("talks", 30),
        ("people", 60),
        ("notes", 15),
        ("papers", 20),
        ("tags", 10),
        ("tasks", 10),
        ("questions", 10),
        ("links", 50),
    ],
)
def test_every_list_has_something_in_it(confnotes: RunConfnotes, sample: Path, things: str, at_least: int) -> None:
    assert len(json.loads(confnotes("list", "--vault", sample, things, "--json").out)[things]) >= at_least


def test_tuesday_morning_is_lively(confnotes: RunConfnotes, sample: Path) -> None:
    answer = json.loads(confnotes("now", "--vault", sample, "--json").out)
    assert len(answer["on"]) >= 3
    assert len(answer["next"]) >= 2
    assert answer["later_starred"]
    assert any(talk["note"] for talk in answer["on"])
    assert any(not talk["note"] for talk in answer["on"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("symmetric", "ICLR 2018/"),
        ("hyvarinen", "Papers/Score Matching.md"),
        ('"replay buffer"', "2019-12-10 1630"),
        ("speaker:bengio", "System 2"),
        ("tag:learning rating:>=4", "Equilibrium Prop"),
        ("is:question fixed", "Deep Equilibrium Models"),
        ("conf:iclr fisheye", "Spherical CNNs"),
    ],
)
def test_search_reaches_every_corner_of_it(confnotes: RunConfnotes, sample: Path, query: str, found: str) -> None:
    result = confnotes("search", "--vault", sample, *query.split("\n"))
    assert found in result.out, result


def test_it_can_be_handed_on(confnotes: RunConfnotes, sample: Path) -> None:
    summary = confnotes("export", "--vault", sample, "NeurIPS 2019", "--format", "markdown").out
    for words in ("Deep Equilibrium Models", "Learn $\\nabla_x \\log p(x)$", "## "):
        assert words in summary
    public = confnotes("export", "--vault", sample, "NeurIPS 2019", "-f", "markdown", "--audience", "public").out
    assert "sceptical in 2018" not in public
