"""Every test of the screens has state, cache and settings folders of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from confnotes.actions.team.join_team import agree, plan_join
from confnotes.actions.team.sync_team import TeamSync
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


@pytest.fixture
def bea(tmp_path: Path, vault: Vault) -> Vault:
    """A colleague of the person whose vault it is, Ada: both have joined a team, and are in step."""
    hub = tmp_path / "hub.git"
    subprocess.run(["git", "init", "-q", "--bare", str(hub)], check=True)
    bea = harbour_vault(tmp_path / "bea")
    for name, each in (("Ada", vault), ("Bea", bea)):
        agree(each, plan_join(each, str(hub), name))
    for each in (vault, bea, vault):
        assert not TeamSync(each).run().message
    return bea
