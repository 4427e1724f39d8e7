"""Work in threads rests after every few milliseconds, and longer while keys come."""

import time

import pytest

from confnotes import patience
from confnotes.patience import Patience


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    slept: list[float] = []
    monkeypatch.setattr(patience, "_WORK_SECONDS", 0.0)
    monkeypatch.setattr(time, "sleep", slept.append)
    return slept


def test_work_rests_longer_while_somebody_types(rests: list[float]) -> None:
    screen = Patience()
    screen.rest()
    screen.key_came()
    screen.rest()
    quiet, typing = rests
    assert 0 < quiet < typing


def test_work_goes_on_as_before_when_the_typing_rests(rests: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Patience()
    screen.rest()
    screen.key_came()
    monkeypatch.setattr(patience, "_TYPING_SECONDS", 0.0)
    screen.rest()
    assert rests[0] == rests[1]


def test_work_of_a_moment_does_not_rest(rests: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "_WORK_SECONDS", 60.0)
    screen = Patience()
    screen.rest()
    screen.rest()
    assert len(rests) == 1
