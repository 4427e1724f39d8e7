"""A command from a shell works in a second process, and what comes out is the same without one."""

from __future__ import annotations

import errno
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from confnotes.beside import beside, second_process_allowed

HERE = os.getpid()


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if sys.platform != "linux":
        pytest.skip("needs Linux")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1})
    with second_process_allowed():
        yield


def place() -> list[object]:
    return [os.getpid() == HERE, {"a": (1, True)}, b"\x80"]


def dies() -> str:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return "made here"


def fails() -> str:
    if os.getpid() != HERE:
        raise OSError("the copy cannot")
    return "made here"


def cannot_be_sent() -> object:
    return "made here" if os.getpid() == HERE else lambda: None


@pytest.mark.usefixtures("two")
def test_a_second_process_gives_what_it_made() -> None:
    with beside(place, pays=True) as made:
        assert made() == [False, {"a": (1, True)}, b"\x80"]


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("work", [dies, fails, cannot_be_sent])
def test_what_the_second_process_could_not_make_is_made_here(work: Callable[[], object]) -> None:
    with beside(work, pays=True) as made:
        assert made() == "made here"


@pytest.mark.usefixtures("two")
def test_a_user_with_too_many_processes_does_it_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left() -> int:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(os, "fork", none_left)
    with beside(place, pays=True) as made:
        assert made()[0]


@pytest.mark.usefixtures("two")
def test_the_second_process_ends_with_the_work_of_the_first(tmp_path: Path) -> None:
    def slow() -> None:
        (tmp_path / "beginning").write_text(str(os.getpid()))
        (tmp_path / "beginning").rename(tmp_path / "begun")
        time.sleep(60)
        (tmp_path / "ended").touch()

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), beside(slow, pays=True):
        while not (tmp_path / "begun").exists():
            time.sleep(0.01)
        raise KeyboardInterrupt
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "begun").read_text()), 0)
    assert time.monotonic() - began < 50
    assert not (tmp_path / "ended").exists()


@pytest.mark.usefixtures("two")
def test_little_work_is_done_here() -> None:
    with beside(place, pays=False) as made:
        assert made()[0]


def test_a_screen_never_has_a_second_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork", raising=False)
    with beside(place, pays=True) as made:
        assert made()[0]
