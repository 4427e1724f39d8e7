"""Other people's importers: the one that the manual shows works, and one that fails harms nobody."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from confnotes.errors import ConfnotesError
from confnotes.importers import reading
from confnotes.importers.format_names import format_name
from confnotes.importers.reading import read_program
from confnotes.model.program import ReadProgram

DOCS = Path(__file__).parents[2] / "docs"
MANUAL = DOCS / "how-to" / "importers.md"
BOARD = """\
BELLBOARD Bell Days 2025
2025-06-03 09:30 | Hall A | Notes that outlive their program | Ada Example, Bo Sample
then lunch
2025-06-03T13:30+02:00 | Hall B | A parser in forty lines | Cleo Muster
"""
PAGE = b"""\
# Workshop on Small Notes

3 June 2025

## Schedule

- 09:15 - 10:00 Keynote: Notes that outlive their program, Ada Example
- 10:30 - 11:00 A parser in forty lines, Bo Sample
"""
PLUGIN = """\
import sys
from confnotes.model.program import Conference, Program, ReadProgram, Session, Talk
class Bad:
    formats = ("bad",)
    def sniff(self, source):
        return 1.0
    def read(self, source, hints):
        return ReadProgram("bad", Program(sessions=(Session(talks=(Talk("One"), Talk("Two"))),)))
"""

Install = Callable[[str], None]


def shown(name: str) -> str:
    """The file of that name as the manual shows it."""
    found = re.search(rf"`{re.escape(name)}`:\n\n```\w+\n(.*?)```\n", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    assert found, f"the manual shows no {name}"
    return found.group(1)


def test_the_importer_of_the_manual_can_be_built_installed_and_used(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    pytest.importorskip("pip")
    package = tmp_path / "package"
    package.mkdir()
    for name in ("pyproject.toml", "bellboard.py"):
        (package / name).write_text(shown(name), encoding="utf-8")
    assert len(shown("bellboard.py").splitlines()) <= 30
    pip = [sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", "--no-build-isolation", "--quiet"]
    subprocess.run(
        [*pip, "--disable-pip-version-check", "--target", str(tmp_path / "installed"), str(package)],
        check=True,
        env={**os.environ, "PIP_NO_CACHE_DIR": "1", "PIP_CONFIG_FILE": os.devnull},
    )
    (tmp_path / "board.txt").write_text(BOARD, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "confnotes", "import", "--dry-run", "--json", "board.txt"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    program = json.loads(done.stdout)
    assert program["format"] == "bellboard"
    assert program["conference"]["name"] == "Bell Days 2025"
    (session,) = program["sessions"]
    assert [(talk["start"], talk["room"], talk["title"]) for talk in session["talks"]] == [
        ("2025-06-03T09:30:00", "Hall A", "Notes that outlive their program"),
        ("2025-06-03T13:30:00+02:00", "Hall B", "A parser in forty lines"),
    ]
    assert [person["name"] for person in program["people"]] == ["Ada Example", "Bo Sample", "Cleo Muster"]
    assert {"line": 3, "message": "Not a talk: then lunch"} in program["warnings"]


def test_every_format_has_a_name_for_people() -> None:
    names = {name for one in reading.installed_importers() if one.ours for name in one.importer.formats}
    assert [name for name in names if format_name(name) == name] == []


def test_every_format_is_listed_for_users() -> None:
    names = {name for one in reading.installed_importers() for name in one.importer.formats}
    table = (DOCS / "reference" / "import-formats.md").read_text(encoding="utf-8").partition("\n## ")[0]
    listed = {
        name
        for row in table.splitlines()
        for name in re.findall(r"`([\w-]+)`", row.split("|")[1] if "|" in row else "")
    }
    assert listed - {"--format"} == names


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Puts a plugin of that code where Python finds installed packages."""

    def put(code: str) -> None:
        facts = tmp_path / "bad-1.0.dist-info"
        facts.mkdir()
        (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: bad\nVersion: 1.0\n")
        (facts / "entry_points.txt").write_text("[confnotes.importers]\nbad = bad_plugin:Bad\n")
        (tmp_path / "bad_plugin.py").write_text(code)
        monkeypatch.syspath_prepend(str(tmp_path))
        monkeypatch.delitem(sys.modules, "bad_plugin", raising=False)
        reading.installed_importers.cache_clear()

    yield put
    reading.installed_importers.cache_clear()
    sys.modules.pop("bad_plugin", None)


def read() -> ReadProgram:
    return read_program(PAGE, "page.md")


def test_a_plugin_that_works_is_asked_like_ours(install: Install) -> None:
    install(PLUGIN)
    assert read().format == "bad"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("import sys", "import no_such_module"),
        ("class Bad:", "class Bad("),
        ("import sys", "import sys; sys.exit(3)"),
        ("    formats", "    def __init__(self): raise OSError('no licence')\n    formats"),
        ('formats = ("bad",)', 'formats = "bad"'),
        ('formats = ("bad",)', "formats = (7,)"),
        ("def sniff", "def snuff"),
        ("return 1.0", "return None"),
        ("return 1.0", "raise ValueError('line one\\nline two')"),
        ("return 1.0", "sys.exit(3)"),
        ("return 1.0", "return self.sniff(source)"),
        ("return ReadProgram(", "return Program() or ReadProgram("),
        ("return ReadProgram(", "return None and ReadProgram("),
        ("return ReadProgram(", "return (x for x in ()) or ReadProgram("),
        ("return ReadProgram(", "raise SystemExit\n        return ReadProgram("),
        ("return ReadProgram(", "1 / 0\n        return ReadProgram("),
        ('Talk("One")', "Talk(7)"),
        ('Talk("One")', 'Talk("One", start="2025-06-03")'),
        ('Talk("One")', 'Talk("One", kind="talk")'),
        ('(Talk("One"), Talk("Two"))', '[Talk("One"), Talk("Two")]'),
        ('ReadProgram("bad",', "ReadProgram(None,"),
    ],
)
def test_a_plugin_that_fails_is_named_and_passed_over(install: Install, old: str, new: str) -> None:
    assert old in PLUGIN
    install(PLUGIN.replace(old, new))
    found = read()
    assert found.format == "workshop-markdown"
    named = [warning.message for warning in found.warnings if "“bad”" in warning.message]
    assert len(named) == 1 and "skipped" in named[0] and "\n" not in named[0]


def test_a_plugin_is_named_also_where_nobody_can_read_the_source(install: Install) -> None:
    install(PLUGIN.replace("return ReadProgram(", "1 / 0\n        return ReadProgram("))
    with pytest.raises(ConfnotesError, match="the importer “bad” failed and was skipped: ZeroDivisionError"):
        read_program(b"It was a dark night.", "novel.txt")


def test_who_interrupts_a_plugin_ends_the_command(install: Install) -> None:
    install(PLUGIN.replace("return 1.0", "raise KeyboardInterrupt"))
    with pytest.raises(KeyboardInterrupt):
        read()
