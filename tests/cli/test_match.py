"""A note that was begun before there was a program, in a shell: imported, joined, or asked about."""

from __future__ import annotations

import json
from pathlib import Path

from .conftest import RunConfnotes

PROGRAM = """\
# Lantern Day

3 June 2025, Porto

## Schedule

- 09:30 - 10:15 Notes that outlive their program, Ada Example (Example University)
- 10:30 - 11:00 A parser in forty lines, Bo Sample (Sample Labs)
"""


def begin(confnotes: RunConfnotes, title: str, time: str) -> str:
    made = confnotes("new", "--vault", "v", "--title", title, "--at", f"2025-06-03T{time}", "--path")
    return made.out.strip()


def test_a_note_begun_without_a_program_finds_its_talk_when_the_program_comes(
    confnotes: RunConfnotes, tmp_path: Path
) -> None:
    assert confnotes("init", "v").code == 0
    sure = begin(confnotes, "Notes that outlive their program", "09:32")
    unsure = begin(confnotes, "Bo Sample", "10:31")
    (tmp_path / "day.md").write_text(PROGRAM, encoding="utf-8")
    done = confnotes("import", "--vault", "v", "day.md", "--yes", "--timezone", "Europe/Lisbon")
    assert done.code == 0, done.err
    assert "to “Notes that outlive their program”" in done.err
    assert "talk: " in Path(sure).read_text(encoding="utf-8")
    assert "may be about “A parser in forty lines”" in done.err
    assert "talk: " not in Path(unsure).read_text(encoding="utf-8")
    listed = json.loads(confnotes("attach", "--vault", "v", "--at", "2025-06-03T12:00", "--json").out)["matches"]
    assert [(match["note"], match["title"]) for match in listed] == [("Notes/Bo Sample.md", "A parser in forty lines")]
    accepted = confnotes("attach", "--vault", "v", "bo sample", listed[0]["talk"])
    assert accepted.code == 0
    assert f"talk: {listed[0]['talk']}\n" in Path(unsure).read_text(encoding="utf-8")
    added = confnotes("add", "--vault", "v", "slides are out", "--at", "2025-06-03T10:40")
    assert added.out.startswith("Notes/Bo Sample.md:")


def test_a_talk_must_be_named(confnotes: RunConfnotes, vault: Path) -> None:
    assert confnotes("attach", "--vault", vault, "clocks").code == 2
    assert confnotes("attach", "--vault", vault, "rain", "parsers").code == 3
