"""A home of its own for every test, and small vaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from confnotes.vault.vault import Vault


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Cache, state and settings of the test alone."""
    home = tmp_path / "home"
    for name in ("cache", "state", "config"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(home / name))
    monkeypatch.delenv("CONFNOTES_VAULT", raising=False)
    monkeypatch.delenv("CONFNOTES_NOW", raising=False)
    return home


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """An empty vault."""
    return Vault.create(tmp_path / "notes")
