"""`check-links` says what is broken and where it stands; `later` and `list recordings` what there is to watch."""

from __future__ import annotations

import json
from pathlib import Path

from web_site import web_site

from .conftest import RunConfnotes


def test_broken_links_are_listed_with_all_their_places(confnotes: RunConfnotes, vault: Path) -> None:
    with web_site() as site:
        site.pages = {"/there": b"yes"}
        note = vault / "Notes" / "Links.md"
        note.parent.mkdir()
        note.write_text(f"[a]({site.url}/missing)\n{site.url}/there\n\nagain {site.url}/missing\n", encoding="utf-8")
        result = confnotes("check-links", "--vault", vault, "--allow-private", "again")
        assert result.code == 0
        assert result.out.split("\n") == [
            f"broken  {site.url}/missing",
            "        404 Not Found",
            "        Notes/Links.md:1  Links",
            "        Notes/Links.md:4  Links",
            "",
        ]
        assert result.err == "1 broken, 1 fine.\n"
        asked = len(site.asked)
        rows = json.loads(confnotes("check-links", "--vault", vault, "again", "--json").out)["links"]
        assert [(row["standing"], row["code"]) for row in rows] == [("broken", 404), ("fine", 200)]
        assert rows[0]["places"][1] == {"path": "Notes/Links.md", "line": 4, "title": "Links", "talk": None}
        assert len(site.asked) == asked


def test_without_a_network_it_says_so(confnotes: RunConfnotes, vault: Path) -> None:
    (vault / "Notes").mkdir()
    (vault / "Notes" / "One.md").write_text("[a](http://127.0.0.1:9/nobody)\n", encoding="utf-8")
    result = confnotes("check-links", "--vault", vault, "--allow-private", "nobody")
    assert result.code == 5 and "no server answered" in result.err


def test_addresses_of_a_private_network_are_no_sign_that_there_is_none(confnotes: RunConfnotes, vault: Path) -> None:
    (vault / "Notes").mkdir()
    (vault / "Notes" / "One.md").write_text("[a](http://127.0.0.1:9/nobody)\n", encoding="utf-8")
    result = confnotes("check-links", "--vault", vault, "nobody")
    told = "1 private.\nSkipped private addresses. Use --allow-private to check them.\n"
    assert (result.code, result.err) == (0, told)


def test_what_is_to_be_watched_is_listed_first_with_what_there_is(confnotes: RunConfnotes, vault: Path) -> None:
    assert confnotes("watch-later", "--vault", vault).err == "No talks to watch later.\n"
    confnotes("watch-later", "--vault", vault, "indexes")
    listed = confnotes("watch-later", "--vault", vault).out
    assert "waiting for a recording" in listed and "https://example.org/t2.pdf" in listed
    rows = json.loads(confnotes("list", "recordings", "--vault", vault, "--json").out)["recordings"]
    assert [(row["id"], row["state"]) for row in rows][:2] == [
        ("small-systems-2024/t2", "waiting"),
        ("small-systems-2024/t1", None),
    ]
    assert confnotes("watch-later", "--vault", vault, "--watched", "indexes").out == "✓ Indexes that heal\n"
    assert confnotes("watch-later", "--vault", vault).out == ""
    rows = json.loads(confnotes("list", "recordings", "--vault", vault, "--json").out)["recordings"]
    assert [row["attended"] for row in rows if row["id"].endswith("t2")] == [True]
