"""Every test of the screens has state, cache and settings folders of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from confnotes.tui import commands
from confnotes.tui.bound_keys import bind_again
from confnotes.vault.vault import Vault
from screen_samples import harbour_vault


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("STATE", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.delenv("CONFNOTES_NOW", raising=False)
    monkeypatch.delenv("COLORFGBG", raising=False)
    yield
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no settings"))
    if commands.read_keys():  # what this test chose would stay in force for the next one in this process
        bind_again(())


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return harbour_vault(tmp_path / "vault")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the vault in it, for a program in a terminal."""
    harbour_vault(tmp_path / "vault")
    return tmp_path
