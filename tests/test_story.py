"""A day at a conference, end to end: the real program, in a real terminal, from the program page to the summary."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from forked import forked_confnotes
from terminal import Terminal

SHARED_SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"
CONFNOTES = [sys.executable, "-m", "confnotes"]

DAY_OF_NOTES = """\
# Dec 10, Tuesday

## [Orals](https://neurips.cc/Conferences/2019/ScheduleMultitrack?day=2019-12-10)

10:05 am : West Ballroom C\\
[Tidal Memory for Slow Networks](https://neurips.cc/Conferences/2019/ScheduleMultitrack?event=90001)\\
[3 min video](https://www.youtube.com/watch?v=aaaaaaaaaaa)\\
Ada Example (Example University)\\
**Bo Sample (Sample Labs)**

Notes:

Low tide writes, high tide reads

    * two phases, like the sea
    * twice as slow, half as hungry

## [Spotlights](https://neurips.cc/Conferences/2019/ScheduleMultitrack?day=2019-12-10)

10:20 am : West Ballroom C\\
[Lanterns for Sparse Graphs](https://neurips.cc/Conferences/2019/ScheduleMultitrack?event=90002)\\
[slides](https://drive.google.com/open?id=bbbbbbbbbbb)\\
Cleo Muster (Beispiel Institute)

### Notes

A lantern is a node that everybody sees
"""

OTHER_YEAR = """\
# ICLR 2018, Monday 30 April 2018

## Orals

10:00 am : Exhibition Hall A\\
[Ferns and Other Recursive Models](https://iclr.cc/Conferences/2018/Schedule?showEvent=90003)\\
Dora Ejemplo (Universidad de Ejemplo)

Notes:

Every frond is a smaller thermocline
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A user of their own, on a Tuesday morning in December 2019."""
    (tmp_path / "home").mkdir()
    return {
        "HOME": str(tmp_path / "home"),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "CONFNOTES_NOW": "2019-12-10T10:10",
    }


def confnotes(folder: Path, environment: dict[str, str], *arguments: str) -> str:
    """Run one command and answer what it prints."""
    with forked_confnotes(folder / "home") as program:
        done = subprocess.run(
            [program, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
        )
    assert done.returncode == 0, f"{arguments}\n{done.stderr}"
    return done.stdout


def note_with(vault: Path, words: str) -> Path:
    """The one note that holds the words."""
    found = [path for path in vault.rglob("*.md") if words in path.read_text(encoding="utf-8")]
    assert len(found) == 1, found
    return found[0]


def test_a_day_at_a_conference(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "day.md").write_text(DAY_OF_NOTES, encoding="utf-8")
    (tmp_path / "other.md").write_text(OTHER_YEAR, encoding="utf-8")
    confnotes(tmp_path, environment, "init", "vault")
    zone = ("--timezone", "America/Vancouver")
    confnotes(tmp_path, environment, "import", "--vault", "vault", "day.md", "--conference", "NeurIPS 2019", *zone)
    confnotes(tmp_path, environment, "import", "--vault", "vault", "other.md", "--conference", "ICLR 2018", *zone)
    vault = tmp_path / "vault"
    assert "two phases, like the sea" in note_with(vault, "Low tide writes, high tide reads").read_text(
        encoding="utf-8"
    )
    assert "2018" in str(note_with(vault, "thermocline").relative_to(vault))

    with Terminal([*CONFNOTES, "--vault", "vault"], folder=tmp_path, environment=environment) as terminal:
        terminal.wait_for("NOW")
        terminal.wait_for("Tidal Memory for Slow Networks")
        terminal.wait_for("Lanterns for Sparse Graphs")

        terminal.press("enter")
        terminal.wait_for("Low tide writes")
        terminal.press("ctrl+end", "enter")
        terminal.type("a zanzibar of ideas")
        terminal.wait_for("a zanzibar of ideas")
        note = note_with(vault, "Low tide writes")
        terminal.wait_until(lambda: "a zanzibar of ideas ^t1010" in note.read_text(encoding="utf-8"), "the saved words")
        for field in ("NeurIPS 2019", "Ada Example", "West Ballroom C", "2019-12-10T10:05", "youtube.com"):
            assert field in note.read_text(encoding="utf-8").split("\n---\n")[0]

        terminal.press("ctrl+o")
        terminal.wait_for("NOW")
        terminal.press("enter")
        terminal.wait_for("a zanzibar of ideas")
        terminal.press("ctrl+o")
        terminal.wait_for("NOW")

        terminal.press("/")
        terminal.type("thermocline")
        terminal.wait_for("Ferns and Other Recursive Models")
        terminal.press("escape")
        terminal.wait_for("NOW")
        terminal.press("/")
        terminal.type("zanzibar")
        terminal.wait_for("of ideas")
        terminal.press("enter")
        terminal.wait_for("Low tide writes")
        terminal.type("QQ")
        terminal.wait_until(
            lambda: any("QQ" in line and "zanzibar" in line for line in note.read_text(encoding="utf-8").splitlines()),
            "QQ on the line that was found",
        )
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0

    summary = confnotes(tmp_path, environment, "export", "--vault", "vault", "NeurIPS 2019", "--format", "markdown")
    assert "Tidal Memory for Slow Networks" in summary
    assert "zanzibar" in summary
    assert "^t1010" not in summary
    confnotes(tmp_path, environment, "export", "--vault", "vault", "NeurIPS 2019", "--format", "html", "-o", "day.html")
    page = (tmp_path / "day.html").read_text(encoding="utf-8")
    assert "zanzibar" in page
    assert "<script src" not in page
    assert confnotes(tmp_path, environment, "doctor", "--vault", "vault") == ""


@pytest.mark.skipif(not SHARED_SEEDS.is_dir(), reason="the shared program pages are not here")
def test_a_day_that_begins_with_five_pages_as_they_were_sent(tmp_path: Path, environment: dict[str, str]) -> None:
    confnotes(tmp_path, environment, "init", "neurips")
    pages = [str(page.resolve()) for page in sorted(SHARED_SEEDS.glob("*.txt"))]
    assert len(pages) == 5
    for page in pages:
        confnotes(tmp_path, environment, "import", "--vault", "neurips", page)
    conferences = confnotes(tmp_path, environment, "list", "--vault", "neurips", "conferences")
    assert len(conferences.splitlines()) == 5
    talks = confnotes(tmp_path, environment, "list", "--vault", "neurips", "talks")
    assert "Legendre Memory Units" in talks
    with Terminal([*CONFNOTES, "--vault", "neurips"], folder=tmp_path, environment=environment) as terminal:
        terminal.wait_for("Updates of Equilibrium Prop")
        terminal.press("enter")
        terminal.wait_for("Method of choices")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    note = note_with(tmp_path / "neurips", "Method of choices").read_text(encoding="utf-8")
    for field in ("15732", "Maxence Ernoult", "West Ballroom C", "2019-12-10T10:05", "Xb5sM0NRy_0"):
        assert field in note.split("\n---\n")[0]
    assert "Gradients of BPTT = Temporal updates of EP" in note


def test_a_terminal_that_is_too_small_says_so(tmp_path: Path, environment: dict[str, str]) -> None:
    confnotes(tmp_path, environment, "init", "vault")
    command = [*CONFNOTES, "--vault", "vault"]
    with Terminal(command, folder=tmp_path, environment=environment, columns=30, rows=8) as terminal:
        terminal.wait_for("confnotes needs 40×10")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
