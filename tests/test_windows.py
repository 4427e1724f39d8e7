"""Where Windows differs, confnotes does the same: seen on the stand-in of tests/windows.py, never yet on Windows."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from confnotes.markup.names import file_stem
from forked import forked_on_windows

Run = Callable[..., str]
"""Runs confnotes in a folder with some words; answers what it prints."""

SOURCE = Path(__file__).parents[1] / "src" / "confnotes"
PROGRAM = """\
# Small Systems Day

## Schedule

- 09:30 - 10:15 Keynote: Notes that outlive their program, Ada Example (Example University)
- 10:30 - 11:00 A parser in forty lines, Bo Sample (Sample Labs)
"""
EVERY_MODULE = """\
import importlib, pkgutil, confnotes
for one in pkgutil.walk_packages(confnotes.__path__, "confnotes."):
    importlib.import_module(one.name)
"""
JOURNAL = """\
from pathlib import Path
from confnotes.vault.journal import Journal

def journal():
    return Journal(Path("vault").absolute())

first, second = journal(), journal()
for number in range(40):
    first.record("a.md", f"text {number} " + "long " * 20000, None)
assert second.kept("a.md") is None, "another process has it open"
first.close()
kept = second.kept("a.md")
assert kept.text.startswith("text 39 ")
second.take_over(kept)
assert journal().all() == [] and [one.path for one in journal().all()] == []
second.record("a.md", "more", None)
second.close()
assert [one.text for one in journal().all()] == ["more"]
third = journal()
third.take_over(third.kept("a.md"))
third.forget("a.md")
third.record("b.md", "another", None)
third.close()
last = journal()
last.drop(last.kept("b.md"))
assert last.all() == []
"""
TURNS = """\
import os, time
from pathlib import Path
from confnotes.vault.folders import open_folder, turn

with open_folder(Path("vault"), []) as folder, turn(folder) as mine:
    with turn(folder, 0.05) as other:
        assert mine and not other
with open_folder(Path("vault"), []) as folder, turn(folder, 0.05) as again:
    assert again
"""
SCREEN = """\
import asyncio
from pathlib import Path
from confnotes.tui.app import ConfnotesApp
from confnotes.vault.vault import Vault

async def write():
    Path("vault/a.md").write_text("First line\\n")
    app = ConfnotesApp(Vault.open(Path("vault")), None)
    async with app.run_test() as pilot:
        app.open_path("a.md")
        for _ in range(200):
            await pilot.pause(0.05)
            if type(app.screen).__name__ == "NoteScreen":
                break
        await pilot.press("ctrl+end", *"typed")
        for _ in range(200):
            await pilot.pause(0.05)
            if "typed" in Path("vault/a.md").read_text():
                return
    raise SystemExit("nothing was saved")

asyncio.run(write())
"""


EDITOR = r"""
from pathlib import Path
from confnotes.actions.notes.edit_file import editor_command

opened = editor_command(r'"C:\Program Files\Vim\vim.exe" -n', Path("a.md"), 3)
assert opened[:3] == [r"C:\Program Files\Vim\vim.exe", "-n", "+3"], opened
"""
DROPPED = r"""
from confnotes.tui.widgets.field import sources_in

assert sources_in(r'C:\Talks\a.ics "D:\My talks\b.ics"') == [r"C:\Talks\a.ics", r"D:\My talks\b.ics"]
assert sources_in("file:///C:/My%20talks/a.ics") == ["C:/My talks/a.ics"]
"""
CONSOLE = """
from confnotes.cli.terminal import why_no_screens

assert [why_no_screens({}), why_no_screens({"TERM": "vt52"})] == [None, None]
"""
KEYS = """
from confnotes.tui import safe, terminal_keys

safe.install()
terminal_keys.install()
"""
NOT_ON_WINDOWS = re.compile(r"%-[A-Za-z]")
"""Codes of a time's format that end a program there: `%-d` is no day without its zero."""


@pytest.fixture(scope="module")
def stand_in() -> Iterator[Path]:
    """Confnotes on the stand-in."""
    with TemporaryDirectory() as folder, forked_on_windows(Path(folder)) as program:
        yield program


def run_on(stand_in: Path, folder: Path, *words: str, **variables: str) -> str:
    """Run confnotes on the stand-in, in an empty home; answers what it prints."""
    (folder / "tmp").mkdir(exist_ok=True)
    places = {"HOME": str(folder), "TMPDIR": str(folder / "tmp"), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    done = subprocess.run(
        [stand_in, *words],
        cwd=folder,
        env=places | variables,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def run(stand_in: Path) -> Run:
    return partial(run_on, stand_in)


@pytest.fixture
def home(tmp_path: Path, run: Run) -> Path:
    """A folder with a vault and a program in it."""
    (tmp_path / "program.md").write_text(PROGRAM, encoding="utf-8")
    run(tmp_path, "init", "vault")
    return tmp_path


def test_every_module_can_be_imported(tmp_path: Path, run: Run) -> None:
    run(tmp_path, "-c", EVERY_MODULE)


def test_a_day_from_program_to_page(home: Path, run: Run) -> None:
    notes = ("--vault", "vault")
    run(home, "import", *notes, "--conference", "Small Systems Day", "program.md")
    run(home, "add", *notes, "--to", "A parser", "Files outlive programs")
    run(home, "add", *notes, "--to", "A parser", "? and their readers")
    assert "Files outlive" in run(home, "search", *notes, "outlive programs")
    run(home, "star", *notes, "Notes that outlive")
    run(home, "rename", *notes, "A parser in forty lines", "Forty lines", "--yes")
    note = home / "vault" / "Small Systems Day" / "Forty lines.md"
    assert b"\r" not in note.read_bytes()
    run(home, "rename", *notes, "--undo", "--yes")
    assert not note.exists()
    run(home, "delete", *notes, "A parser in forty lines", "--yes")
    run(home, "restore", *notes, "A parser in forty lines")
    run(home, "export", *notes, "Small Systems Day", "--format", "html", "-o", "out.html")
    assert "Files outlive programs" in (home / "out.html").read_text(encoding="utf-8")
    assert run(home, "history", *notes, "A parser in forty lines").count("\n") > 1
    run(home, "doctor", *notes)
    left = [path.name for path in (home / "vault").rglob("*") if path.name.endswith((".tmp", ".part"))]
    assert left == []


@pytest.mark.parametrize("what", [JOURNAL, TURNS, SCREEN], ids=["journal", "turns", "screen"])
def test_what_is_typed_is_kept_though_open_files_cannot_be_moved(home: Path, run: Run, what: str) -> None:
    run(home, "-c", what)


@pytest.mark.parametrize("what", [EDITOR, DROPPED], ids=["editor", "dropped"])
def test_a_backslash_is_a_part_of_a_path(tmp_path: Path, run: Run, what: str) -> None:
    run(tmp_path, "-c", what)


def test_a_console_needs_no_name_to_show_the_screens(tmp_path: Path, run: Run) -> None:
    run(tmp_path, "-c", CONSOLE)


def test_keys_are_read_without_the_driver_of_linux(tmp_path: Path, run: Run) -> None:
    run(tmp_path, "-c", KEYS)


def test_times_are_written_with_codes_that_every_system_knows() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py")}
    assert {name: NOT_ON_WINDOWS.findall(text) for name, text in texts.items() if NOT_ON_WINDOWS.search(text)} == {}


def test_a_pipe_gets_utf_8_whatever_the_code_page(home: Path, run: Run) -> None:
    run(home, "import", "--vault", "vault", "--conference", "Small Systems Day", "program.md")
    run(home, "star", "--vault", "vault", "A parser")
    assert "★" in run(home, "list", "--vault", "vault", "talks", PYTHONIOENCODING="cp1252")


@pytest.mark.parametrize("title", ["CON", "aux.md", "Lpt1", "Wait...", "What? C:\\ or a|b", "nul. notes", "dots. ."])
def test_no_title_becomes_a_name_that_windows_refuses(title: str) -> None:
    name = file_stem(title)
    assert not set(name) & set('<>:"/\\|?*')
    assert not name.endswith((".", " "))
    assert name.split(".")[0].strip().upper() not in {"CON", "AUX", "NUL", "LPT1"}
