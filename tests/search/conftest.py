"""A small vault and its index, in temporary folders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from confnotes.search import engine
from confnotes.vault.vault import Vault
from search_vault import small_vault

FOLDERS = ("XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")


@pytest.fixture(autouse=True)
def found_however_busy_the_machine_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search ends after a second with what it has, which on a busy machine may be nothing."""
    monkeypatch.setattr(engine, "DEADLINE_SECONDS", 60.0)


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Own cache, state and settings folders."""
    for name in FOLDERS:
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    return tmp_path


@pytest.fixture
def vault(folders: Path) -> Vault:
    """The small vault."""
    return small_vault(folders)


@pytest.fixture(scope="module")
def shared_vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """The small vault once for a module of tests that only read."""
    folder = tmp_path_factory.mktemp("vault")
    with pytest.MonkeyPatch.context() as environment:
        for name in FOLDERS:
            environment.setenv(name, str(folder / name.lower()))
        yield small_vault(folder)
