"""`confnotes site` says what it wrote, and what it needs for a feed and for GitHub Pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from confnotes.vault.vault import Vault
from site_samples import harbour

from .conftest import RunConfnotes

WORKFLOW = ".github/workflows/confnotes-site.yml"


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    made = harbour(tmp_path)
    monkeypatch.setenv("CONFNOTES_VAULT", str(made.root))
    monkeypatch.setenv("CONFNOTES_NOW", "2024-01-01T10:00")
    return made


@pytest.mark.usefixtures("vault")
def test_it_says_what_was_written_and_what_a_feed_needs(confnotes: RunConfnotes) -> None:
    first = confnotes("site", "out")
    assert "Wrote out · 15 pages · " in first.err
    assert "need the address of the site (--url)" in first.err
    again = confnotes("site", "out")
    assert again.err.startswith("Unchanged: out · 15 pages\n")
    told = json.loads(confnotes("site", "out", "--url", "https://example.org/notes", "--json").out)
    assert (told["pages"], told["removed"]) == (15, 0)
    assert told["written"] >= 2, "the feed and the sitemap"


@pytest.mark.usefixtures("vault")
def test_the_public_is_the_audience_unless_told_otherwise(confnotes: RunConfnotes, vault: Vault) -> None:
    vault.mark("Tides 2022", "t0", starred=True)
    page = Path("out/tides-2022/talk-moon-and-water.html")
    confnotes("site", "out")
    assert 'class="rating"' not in page.read_text(encoding="utf-8")
    confnotes("site", "out", "--audience", "team")
    assert 'class="rating"' in page.read_text(encoding="utf-8")
    assert confnotes("site", "out", "--audience", "me").code == 2


@pytest.mark.usefixtures("vault")
@pytest.mark.parametrize("url", ["example.org", "javascript:alert(1)", 'https://a.example/"><script>', "https://"])
def test_what_is_no_address_is_refused(confnotes: RunConfnotes, url: str) -> None:
    result = confnotes("site", "out", "--url", url)
    assert result.code == 2
    assert "not a web address" in result.err
    assert not Path("out").exists()


@pytest.mark.usefixtures("vault")
def test_github_pages_gets_a_workflow_once(confnotes: RunConfnotes) -> None:
    refused = confnotes("site", "web/pages", "--github-pages")
    assert "web/pages is not in a git repository" in refused.err
    assert not Path("web").exists()
    Path("web/.git").mkdir(parents=True)
    assert "Workflow for GitHub Pages:" in confnotes("site", "web/pages", "--github-pages").err
    path = Path("web", WORKFLOW)
    steps = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]["publish"]["steps"]
    assert [one["with"]["path"] for one in steps if "upload-pages-artifact" in one["uses"]] == ["pages"]
    path.write_text("mine")
    assert "Kept your own workflow:" in confnotes("site", "web/pages", "--github-pages").err
    assert path.read_text() == "mine"
