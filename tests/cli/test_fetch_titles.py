"""`confnotes fetch-titles`: titles of references, in a shell."""

from __future__ import annotations

import json
from pathlib import Path

from web_site import web_site

from .conftest import RunConfnotes

NOTE = "Small Systems 2024/Free.md"


def test_titles_are_fetched_and_then_listed_with_their_papers(confnotes: RunConfnotes, vault: Path) -> None:
    with web_site() as site:
        site.pages["/tides.pdf"] = b'<meta name="citation_title" content="Tides from Ten Weights">'
        (vault / NOTE).write_text(f"see {site.url}/tides.pdf and [own words](https://a.example/x)\n", encoding="utf-8")
        done = confnotes("fetch-titles", "--vault", vault, "small", "--allow-private")
        assert (done.code, done.out) == (0, f"Tides from Ten Weights  https://{site.url[7:]}/tides.pdf\n")
        again = confnotes("fetch-titles", "--vault", vault, "--json")
        assert json.loads(again.out) == {"schema": "confnotes.titles/1", "titles": [], "without": 0, "left": 0}
        assert len(site.asked) == 1
    assert "Tides from Ten Weights" in confnotes("list", "--vault", vault, "papers").out
    assert "Tides from Ten Weights" in confnotes("show", "--vault", vault, f"{site.url}/tides.pdf").out


def test_without_a_network_it_says_so(confnotes: RunConfnotes, vault: Path) -> None:
    (vault / NOTE).write_text("https://nowhere.invalid/a https://neither.invalid/b\n", encoding="utf-8")
    done = confnotes("fetch-titles", "--vault", vault)
    assert (done.code, done.out) == (5, "")
    assert "nowhere.invalid" in done.err or "neither.invalid" in done.err
