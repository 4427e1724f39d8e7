"""What `confnotes import` says about folders, addresses and conferences that are refreshed."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal import Terminal
from web_site import WebSite, web_site

from .conftest import RunConfnotes

PAGE = """\
# Tools for Thought Day

3 June 2025, Porto

## Schedule

- 09:30 - 10:15 Keynote: Notes that outlive their program, Ada Example
- 10:30 - 11:00 A parser in forty lines, Bo Sample
"""
LATER = PAGE.replace("10:30 - 11:00", "15:30 - 16:00")


@pytest.fixture
def site() -> Iterator[WebSite]:
    with web_site() as serving:
        serving.pages["/page.md"] = PAGE.encode()
        yield serving


@pytest.mark.parametrize("place", ["vault/Small Systems 2024", "vault/Small Systems 2024/program.yaml"])
def test_a_conference_of_the_vault_is_no_source_of_itself(confnotes: RunConfnotes, vault: Path, place: str) -> None:
    before = {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()}
    result = confnotes("import", place, "--vault", vault, "--yes")
    assert result.code == 2
    assert result.err == (
        "confnotes: Small Systems 2024 is a conference of this vault already\n"
        "  Nothing was imported. `confnotes import 'Small Systems 2024' --refresh` imports its sources again.\n"
    )
    assert {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()} == before


def test_a_conference_is_refreshed_from_the_web(confnotes: RunConfnotes, vault: Path, site: WebSite) -> None:
    url = f"{site.url}/page.md"
    first = json.loads(confnotes("import", "--vault", vault, url, "--json").out)
    assert first["schema"] == "confnotes.import/1" and len(first["sources"][0]["added"]) == 2
    again = json.loads(confnotes("import", "--vault", vault, url, "--json").out)
    assert [source["unchanged"] for source in again["sources"]] == [True]
    assert "nothing changed since the last import" in confnotes("import", "--vault", vault, url).err
    assert "nothing changed since the last import" in confnotes("import", "--vault", vault, "--refresh", "tools").err
    site.pages["/page.md"] = LATER.encode()
    dry = confnotes("import", "--vault", vault, "--refresh", "Tools for Thought Day", "--dry-run")
    assert "2025-06-03 15:30  A parser in forty lines" in dry.out
    done = confnotes("import", "--vault", vault, "--refresh", "Tools for Thought Day", "--json")
    (source,) = json.loads(done.out)["sources"]
    assert json.loads(done.out)["schema"] == "confnotes.import/1"
    assert (source["source"], source["unchanged"], source["added"]) == (url, False, [])
    assert [(talk["title"], talk["start"]) for talk in source["moved"]] == [
        ("A parser in forty lines", "2025-06-03T15:30:00")
    ]
    assert "moved from 2025-06-03 10:30 to 2025-06-03 15:30" in source["moved"][0]["what"]


def test_without_network_a_refresh_says_one_line_and_changes_nothing(
    confnotes: RunConfnotes, vault: Path, site: WebSite
) -> None:
    confnotes("import", "--vault", vault, f"{site.url}/page.md")
    before = {path: path.stat().st_mtime_ns for path in vault.rglob("*")}
    site.shutdown()
    site.server_close()
    failed = confnotes("import", "--vault", vault, "--refresh", "Tools for Thought Day")
    assert failed.code == 5
    assert failed.err.startswith("confnotes: 127.0.0.1 cannot be reached")
    assert len(failed.err.splitlines()) == 2 and not failed.out
    assert {path: path.stat().st_mtime_ns for path in vault.rglob("*")} == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--refresh", "Nowhere"), 3, "conference not found"),
        (("--refresh", "Small Systems 2024"), 3, "no import source"),
        (("--refresh",), 2, "missing source"),
        ((), 2, "missing source"),
        (("page.md", "--starts", "Monday"), 2, "invalid date"),
        (("https://me:secret@example.org/x",), 2, "user name"),
        (("http://program.localtest.invalid/x",), 5, "cannot be reached"),
        (("webcal://example.org/x.ics",), 2, "Begin it with https://"),
    ],
)
def test_impossible_requests_are_reported(
    confnotes: RunConfnotes, vault: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = confnotes("import", "--vault", vault, *arguments)
    assert (done.code, said in done.err) == (code, True), done
    assert "secret" not in done.err


def test_a_wrong_first_day_is_put_right(confnotes: RunConfnotes, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    done = confnotes("import", "page.md", "--dry-run", "--starts", "2026-06-02", "--json")
    program = json.loads(done.out)
    assert program["conference"]["start_date"] == "2026-06-02"
    assert [talk["start"] for session in program["sessions"] for talk in session["talks"]] == [
        "2026-06-02T09:30:00",
        "2026-06-02T10:30:00",
    ]
    assert any("moved" in warning["message"] for warning in program["warnings"])


def test_what_is_understood_is_counted_by_day_and_room(confnotes: RunConfnotes, tmp_path: Path) -> None:
    rows = ["Title,Date,Start,Room"]
    rows += [f"Talk {number},2025-06-0{3 + number % 2},1{number}:00,Hall {number % 3}" for number in range(7)]
    (tmp_path / "talks.csv").write_text("\n".join(rows), encoding="utf-8")
    shown = confnotes("import", "talks.csv", "--dry-run").out
    assert "  Days        Tue 3 Jun 2025: 4 · Wed 4 Jun 2025: 3\n" in shown
    assert "  Rooms       Hall 0: 3 · Hall 1: 2 · Hall 2: 2\n" in shown


def test_slow_work_shows_progress_and_can_be_cancelled(vault: Path, tmp_path: Path, site: WebSite) -> None:
    before = sorted(vault.rglob("*"))
    command = [sys.executable, "-m", "confnotes", "import", "--vault", str(vault), f"{site.url}/drip"]
    with Terminal(command, folder=tmp_path, environment=dict(os.environ)) as terminal:
        terminal.wait_for(f"fetching {site.url}/drip …")
        terminal.press("\x03")
        assert terminal.wait_for_end() == 130
        assert "Traceback" not in terminal.text
    assert sorted(vault.rglob("*")) == before


def test_a_preview_lists_talks_as_they_follow_each_other_at_the_conference(
    confnotes: RunConfnotes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = ["title,start", "Last,2026-06-02T16:00:00Z", "No hour yet,", "First,2026-06-01T22:30:00Z"]
    Path("talks.csv").write_text("\n".join([*rows, "Second,2026-06-02T09:00:00+02:00"]) + "\n")
    lines = confnotes("import", "talks.csv", "--dry-run", "--timezone", "Europe/Berlin").out.splitlines()
    talks = [line.strip() for line in lines if line.startswith("    ")]
    assert talks == ["2026-06-02 00:30  First", "2026-06-02 09:00  Second", "2026-06-02 18:00  Last", "No hour yet"]


def test_a_folder_with_a_site_and_other_programs_says_which_of_them_was_read(
    confnotes: RunConfnotes, vault: Path, tmp_path: Path
) -> None:
    formats = Path(__file__).parents[1] / "importers" / "formats"
    mixed = tmp_path / "mixed"
    shutil.copytree(formats / "miniconf" / "lists", mixed / "site")
    alone = confnotes("import", "--vault", vault, mixed, "--dry-run").out
    assert "was read" not in alone
    shutil.copy(formats / "frab-xml" / "days.xml", mixed / "days.xml")
    told = confnotes("import", "--vault", vault, mixed, "--dry-run").out
    assert "only site was read; import the other programs in this folder by path: days.xml" in told


def test_a_file_that_is_imported_again_keeps_the_values_given_at_first(
    confnotes: RunConfnotes, vault: Path, tmp_path: Path
) -> None:
    source = tmp_path / "nameless.md"
    source.write_text("## Schedule\n" + PAGE.partition("## Schedule\n")[2])
    told = ("--conference", "Tool Week", "--timezone", "Europe/Lisbon", "--starts", "2025-06-03")
    confnotes("import", "--vault", vault, source, *told)
    before = sorted(path.name for path in vault.iterdir())
    program = (vault / "Tool Week" / "program.yaml").read_text()
    assert "Europe/Lisbon" in program and "2025-06-03" in program

    same = confnotes("import", "--vault", vault, source)
    assert (same.code, same.out) == (0, "") and "Tool Week: already in the vault, nothing changed" in same.err

    source.write_text(source.read_text().replace("10:30", "10:35"))
    assert "2025-06-03 10:35  A parser" in confnotes("import", "--vault", vault, source, "--dry-run").out
    later = confnotes("import", "--vault", vault, source)
    assert "moved from 2025-06-03 10:30 to 2025-06-03 10:35" in later.out + later.err
    assert sorted(path.name for path in vault.iterdir()) == before
