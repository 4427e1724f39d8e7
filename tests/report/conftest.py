"""What the tests of reports share: the index of a vault that many of them read, and what is drafted of it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest

from confnotes.report.summarise import draft


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache for all tests: what it keeps of a vault lies under the place of the vault."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def own_home(own_home: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """State and settings of the test alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    return own_home


@pytest.fixture(scope="module")
def one_draft() -> Iterator[None]:
    """For vaults that no test of a module changes: what is drafted for one form is rendered in the others, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("confnotes.actions.exporting.export.draft", functools.cache(draft))
        yield
