"""A poster is named by its board or a few letters on the shell, and its card shown and filled."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from confnotes.vault.vault import Vault
from poster_hall import fill_hall

from .conftest import RunConfnotes

AT = ("--at", "2031-05-12T14:05:12")


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    return fill_hall(Vault.create(tmp_path / "hall")).root


def test_a_poster_is_shown_by_its_board(confnotes: RunConfnotes, hall: Path) -> None:
    shown = confnotes("poster", "a2", "--vault", hall, *AT)
    assert (shown.code, shown.out.splitlines()) == (
        0,
        [
            "A2 · Fisher Vectors of the Shallow Sea",
            "Bo Kai, Inês Farol",
            "paper      https://example.org/A2.pdf",
        ],
    )
    assert "next A3 · Grids that Forget" in shown.err
    assert not list(hall.glob("*/2031*.md"))


def test_a_card_is_written_from_the_shell(confnotes: RunConfnotes, hall: Path) -> None:
    command = ("poster", "fisher", "--claim", "density", "--asked", "why", "--follow-up", "mail", "--rating", "4")
    done = confnotes(*command, "--vault", hall, *AT, "--json")
    answer = json.loads(done.out)
    assert (answer["board"], answer["rating"], answer["attended"]) == ("A2", 4, True)
    assert answer["card"] == {"claim": ["density"], "trick": [], "doubt": [], "asked": ["why"], "follow-up": ["mail"]}
    confnotes("poster", "A2", "--claim", "sharper", "--vault", hall, *AT)
    [note] = hall.glob("*/2031*.md")
    assert "- claim: density ^t140512\n- claim: sharper ^t140515\n" in note.read_text()
    again = confnotes("poster", "A2", "--vault", hall, *AT)
    assert "rating     ●●●●○" in again.out.splitlines()


def test_a_link_is_given_to_a_poster(confnotes: RunConfnotes, hall: Path) -> None:
    command = ("poster", "A2", "--vault", hall, *AT, "--link")
    shown = confnotes(*command, "https://github.com/bo/fisher")
    assert "code       https://github.com/bo/fisher" in shown.out.splitlines()
    assert confnotes(*command, "javascript:alert(1)").code == 2
    assert "javascript" not in "".join(note.read_text() for note in hall.glob("*/2031*.md"))


def test_letters_that_fit_several_or_none_write_nothing(confnotes: RunConfnotes, hall: Path) -> None:
    several = confnotes("poster", "vento", "--claim", "x", "--vault", hall, *AT)
    assert several.code == 1 and "A3 · Grids that Forget" in several.err
    assert confnotes("poster", "zzzz", "--claim", "x", "--vault", hall, *AT).code == 3
    assert not list(hall.glob("*/2031*.md"))
