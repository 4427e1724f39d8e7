"""What the tests of reports share: the index of a vault that many of them read."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache for all tests: what it keeps of a vault lies under the place of the vault."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def own_home(own_home: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """State and settings of the test alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    return own_home
