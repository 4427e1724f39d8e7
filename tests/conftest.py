"""What every test relies on: how property tests draw, that ctrl+c reaches the programs that are started,
that nothing waits for the disk, that a test without its tools is skipped, that garbage is looked for among what the
tests make, and that the rooms below the front ends have a home of their own."""

from __future__ import annotations

import atexit
import gc
import os
import re
import shutil
import signal
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from browser import Browser, browser
from confnotes import notices
from confnotes.vault.vault import Vault
from examples import EXPLORES, examples
from forked import forker
from tools import works

os.environ.setdefault("TEXTUAL_FPS", "120")  # as the program draws, which is read when Textual is imported
_AT_HOME = {"actions", "catalogue", "report", "vault"}
ROOM = 4 * 1024**3  # bytes, several times what a run leaves

# Property tests draw the same examples every time, so that a red test is about the change; `make explore` draws others.
settings.register_profile("same", deadline=None, derandomize=True, database=None, max_examples=examples(100))
settings.register_profile("explore", deadline=None, max_examples=examples(100))
settings.load_profile("explore" if EXPLORES else "same")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in a job that a shell put into the background
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Have one process that forks for all that run tests; it loads its modules while they collect."""
    if not hasattr(config, "workerinput"):
        work_in_memory(config)
    if getattr(config.option, "numprocesses", None):
        forker()


def work_in_memory(config: pytest.Config) -> None:
    """Have the files of tests in memory where there is room and programs may be run: a disk keeps a journal of each.
    Whoever says where they should be, as to look at them behind a test, has them there."""
    memory = Path("/dev/shm")
    if config.option.basetemp or "TMPDIR" in os.environ or not os.access(memory, os.W_OK):
        return
    if shutil.disk_usage(memory).free < ROOM or os.statvfs(memory).f_flag & os.ST_NOEXEC:
        return
    folder = tempfile.TemporaryDirectory(prefix="t", dir=memory, ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    config.option.basetemp = Path(folder.name) / "b"
    tempfile.tempdir = os.environ["TMPDIR"] = folder.name  # which workers have from here


gc.disable()  # until all tests are collected


def pytest_collection_finish() -> None:
    """Leave modules and tests, a million objects that stay, out of every later look for garbage."""
    gc.freeze()
    gc.enable()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test where a program that it needs is missing, or does not do the work."""
    for mark in item.iter_markers("needs"):
        for tool in mark.args:
            if not works(tool):
                pytest.skip(f"no {tool} that works here")


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """Whether a file was synced shows when the power fails only: of ten thousands of syncs the descriptors are enough.
    Programs that a test starts do sync, and `vault/test_system_calls.py` looks at when."""
    look = os.fstat  # itself, which tests let fail

    def sync(descriptor: int) -> None:
        look(descriptor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", sync)
        patch.setattr(os, "fdatasync", sync, raising=False)
        yield


@pytest.fixture(autouse=True)
def no_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test was told once must not be told in another."""
    monkeypatch.setattr(notices, "_told", {})


@pytest.fixture(scope="session")
def one_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The browser of all tests of this process: a start takes a second."""
    with browser(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture
def running(one_browser: Browser) -> Iterator[Browser]:
    """A browser without a page, in which no other test stored anything."""
    yield one_browser
    one_browser.close()


_places = count()


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the test alone. To find its number, pytest's own reads the names of all those before it."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    folder = tmp_path_factory.getbasetemp() / f"{name}{next(_places)}"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Cache, state and settings of the test alone."""
    home = tmp_path / "home"
    for name in ("cache", "state", "config"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(home / name))
    monkeypatch.delenv("CONFNOTES_VAULT", raising=False)
    monkeypatch.delenv("CONFNOTES_NOW", raising=False)
    return home


@pytest.fixture(autouse=True)
def at_home(request: pytest.FixtureRequest) -> None:
    """Rooms whose tests write vaults have a home of their own in every test."""
    if request.path.parent.name in _AT_HOME:
        request.getfixturevalue("own_home")


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """An empty vault."""
    return Vault.create(tmp_path / "notes")
