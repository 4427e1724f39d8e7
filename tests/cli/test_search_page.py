"""The page about search tells the truth: each of its searches finds what it says in the sample vault."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from confnotes.catalogue.searching.find import find
from confnotes.search.parse import BEFORE_COLON, FIELDS, HAS, STATES, parse
from confnotes.vault.vault import Vault

CHECKOUT = Path(__file__).parent.parent.parent
PAGE = (CHECKOUT / "docs" / "reference" / "search.md").read_text(encoding="utf-8")
LANGUAGE = PAGE.partition("\n## ")[0]
ROWS = [(query, title) for query, title in re.findall(r"^\| `(.+?)` \|.*\| (.*?) ?\|$", LANGUAGE, re.MULTILINE)]
TUESDAY = datetime(2019, 12, 10, 10, 10)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(CHECKOUT / "notes", tmp_path_factory.mktemp("sample") / "notes")


@pytest.fixture
def sample(copied: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    """The sample vault, whose index is made once."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(copied.parent / "cache"))
    return Vault(copied)


@pytest.mark.parametrize(("query", "title"), ROWS, ids=[query for query, _ in ROWS])
def test_a_search_of_the_page_finds_what_it_says(query: str, title: str, sample: Vault) -> None:
    assert not parse(query).remarks
    titles = [hit.title for hit in find(sample, query, limit=300, at=TUESDAY).hits]
    assert any(title in one for one in titles) if title else titles == []


def test_the_page_names_everything_in_the_language() -> None:
    for name in BEFORE_COLON:
        assert f"{FIELDS.get(name, name)}:" in LANGUAGE
    for word in (HAS - {"note"}).union(STATES):
        assert re.search(rf"\b{word}", LANGUAGE), word
