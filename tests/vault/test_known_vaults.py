"""The vaults that were opened on this machine."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from confnotes import config
from confnotes.vault.known_vaults import known_vaults, remember_vault
from confnotes.vault.settings import set_setting
from confnotes.vault.vault import Vault


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("CONFNOTES_VAULT", raising=False)


def test_the_last_opened_comes_first_and_the_default_is_among_them(tmp_path: Path) -> None:
    one, two, default = (Vault.create(tmp_path / name).root for name in ("one", "twö", "default"))
    for root in (one, two, one):
        remember_vault(root)
    set_setting("vault", str(default))
    assert [(known.root, known.is_default) for known in known_vaults()] == [(one, False), (two, False), (default, True)]


def test_a_vault_that_is_gone_is_not_listed(tmp_path: Path) -> None:
    gone, kept = (Vault.create(tmp_path / name).root for name in ("gone", "kept"))
    remember_vault(gone)
    remember_vault(kept)
    shutil.rmtree(gone)
    assert [known.root for known in known_vaults()] == [kept]


@pytest.mark.parametrize("data", [b"", b"{", b'{"a": 1}', b'[1, null, "/nowhere"]', b"\xff"])
def test_a_damaged_list_is_an_empty_one(data: bytes) -> None:
    (config.state_folder() / "vaults.json").write_bytes(data)
    assert known_vaults() == []
