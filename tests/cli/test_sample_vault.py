"""The vault that `make run` opens has something to show everywhere, and nothing to mend."""

from __future__ import annotations

import json
import re
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


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy that is only searched, and room for its index."""
    folder = tmp_path_factory.mktemp("searched")
    shutil.copytree(SAMPLE, folder / "notes")
    return folder


@pytest.fixture
def to_search(searched: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The copy whose index is there since the first search."""
    monkeypatch.setenv("CONFNOTES_NOW", "2019-12-10T10:10")
    monkeypatch.setenv("XDG_CACHE_HOME", str(searched / "cache"))
    return searched / "notes"


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
        ("speaker:bengio eqprop", "Updates of Equilibrium Prop"),
        ("tag:learning rating:>=4", "Equilibrium Prop"),
        ("is:question fixed", "Deep Equilibrium Models"),
        ("conf:iclr fisheye", "Spherical CNNs"),
    ],
)
def test_search_reaches_every_corner_of_it(confnotes: RunConfnotes, to_search: Path, query: str, found: str) -> None:
    result = confnotes("search", "--vault", to_search, *query.split("\n"))
    assert found in result.out, result


LANGUAGE = [
    ("energy based", "Implicit Generation", 'energy "zeppelin based"', "How to Know"),
    ("ENERGIE OR hyvarinen", "Score Matching", "xqzwvk", ""),
    ('"score function"', "Score Matching", '"function score"', ""),
    ("diff*", "Cheap Differential Operators", "xdiff*", ""),
    ("flow OR diffusion", "Hallway: energy", '"flow diffusion"', ""),
    ("flow", "Invertible Convolutional Flow", "flow -convolutional", "Invertible Convolutional Flow"),
    ("( flow OR gan ) -poster", "Twin Auxiliary", "( flow OR gan ) -twin", "Twin Auxiliary"),
    ("speaker:bengio", "System 2", "speaker:bengio -system", "System 2"),
    ("title:equilibrium", "Deep Equilibrium Models", "title:napkin", ""),
    ("session:orals", "Spherical CNNs", "session:breakfast", ""),
    ("track:4", "Deep Equilibrium Models", "track:4", "Spherical CNNs"),
    ('room:"West Ballroom C"', "Legendre Memory Units", "room:cellar", ""),
    ("conf:iclr", "Spherical CNNs", "conf:iclr", "How to Know"),
    ("tag:rnn", "Updates of Equilibrium Prop", "tag:rnn", "How to Know"),
    ("kind:keynote", "How to Know", "kind:keynote", "Spherical CNNs"),
    ("lang:en", "How to Know", "lang:de", ""),
    ("has:video", "How to Know", "has:video", "Spherical CNNs"),
    ("has:slides", "System 2", "has:slides", "How to Know"),
    ("has:paper", "Spherical CNNs", "has:paper", "How to Know"),
    ("has:notes", "How to Know", "has:notes", "Veridical Data Science"),
    ("has:task", "How to Know", "has:task", "Spherical CNNs"),
    ("no:notes", "Veridical Data Science", "no:notes", "How to Know"),
    ("is:starred", "Uniform Convergence", "is:starred", "How to Know"),
    ("is:attended", "How to Know", "is:attended", "Uniform Convergence"),
    ("is:question", "Deep Equilibrium Models", "is:question", "Tuesday"),
    ("is:todo", "How to Know", "is:todo", "Adam and Beyond"),
    ("is:done", "Adam and Beyond", "is:done", "How to Know"),
    ("date:2019-12-10", "Deep Equilibrium Models", "date:2019-12-10", "How to Know"),
    ("date:2018..2019", "Spherical CNNs", "date:2019..2021", "Spherical CNNs"),
    ("after:2019-12-11", "Greedy|Gradient-Isolated", "after:2019-12-11", "How to Know"),
    ("before:2018-05-01", "Spherical CNNs", "before:2018-05-01", "How to Know"),
    ("rating:>=4", "How to Know", "rating:>=4", "Adversarial Fisher Vectors"),
    ('links:"Score Matching"', "Generative Modeling by Estimating", 'links:"Score Matching"', "How to Know"),
]
"""A search, words of a title that it finds, another search, words of a title that it must not find ("": nothing)."""


@pytest.mark.parametrize(("query", "found", "other", "not_found"), LANGUAGE, ids=[row[0] for row in LANGUAGE])
def test_each_row_of_the_search_language_finds_and_leaves_out(
    confnotes: RunConfnotes, to_search: Path, query: str, found: str, other: str, not_found: str
) -> None:
    def titles(text: str) -> list[str]:
        answer = json.loads(confnotes("search", "--vault", to_search, "--json", "--limit", "300", text).out)
        return [hit["title"] for hit in answer["hits"]]

    assert any(re.search(found, title) for title in titles(query))
    assert not [title for title in titles(other) if not_found in title]


@pytest.mark.parametrize(("mistyped", "meant"), [("symetric", "symmetric"), ("speaker:bengoo", "speaker:bengio")])
def test_a_word_that_finds_nothing_is_answered_with_one_that_does(
    confnotes: RunConfnotes, to_search: Path, mistyped: str, meant: str
) -> None:
    answer = json.loads(confnotes("search", "--vault", to_search, "--json", mistyped).out)
    assert answer["suggestion"] == meant
    meant_ids = [
        hit["id"] for hit in json.loads(confnotes("search", "--vault", to_search, "--json", meant).out)["hits"]
    ]
    assert [hit["id"] for hit in answer["hits"]] == meant_ids != []


def test_an_evening_in_the_poster_hall_shows_what_was_seen_and_what_is_to_come(
    confnotes: RunConfnotes, sample: Path
) -> None:
    listed = json.loads(confnotes("search", "--vault", sample, "kind:poster", "--json", "--limit", "50").out)["hits"]
    assert len(listed) >= 12
    card = confnotes("poster", "--vault", sample, "226", "--at", "2019-12-10T18:00").out
    for words in ("Emergence of Object Segmentation", "without a single label", "what happens with two objects"):
        assert words in card


def test_live_notes_have_what_follows_a_talk(confnotes: RunConfnotes, sample: Path) -> None:
    moments = confnotes("recording", "--vault", sample, "From System 1").out
    assert "https://www.youtube.com/watch?v=T3sxeTgT4qc&t=" in moments
    assert "@Jonathan" in confnotes("list", "--vault", sample, "unresolved").out
    answered = confnotes("search", "--vault", sample, "is:answered", "kind:poster").out
    assert "Fisher Vectors" in answered
    assert "Uniform Convergence" in confnotes("search", "--vault", sample, "is:later").out
    assert "noise of many sizes" in (sample / "NeurIPS 2019" / "2019-12-10 Day.md").read_text(encoding="utf-8")


def test_it_can_be_handed_on(confnotes: RunConfnotes, sample: Path) -> None:
    summary = confnotes("export", "--vault", sample, "NeurIPS 2019", "--format", "markdown").out
    for words in ("Deep Equilibrium Models", "Learn $\\nabla_x \\log p(x)$", "## "):
        assert words in summary
    public = confnotes("export", "--vault", sample, "NeurIPS 2019", "-f", "markdown", "--audience", "public").out
    assert "sceptical in 2018" not in public
