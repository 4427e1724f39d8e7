"""Commands from the shell: against Python itself, `search` against ripgrep, and `add` against jrnl over the same
notes, where there are these."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from bench.measure import Bench, Row, command, together
from confnotes.catalogue.searching.update_index import update

_TIMES = 15
_FLOOR = """
import os, sys
import click, whoosh.searching
left = [sys.argv[1]]
while left:
    with os.scandir(left.pop()) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                left.append(entry.path)
            else:
                entry.stat(follow_symlinks=False)
"""
"""What a search from the shell does at least: import what it is made of, and see which files changed."""


def run(bench: Bench) -> list[Row]:
    """`--help`, `add`, and `search` in a new process each time."""
    own = [sys.executable, "-m", "confnotes"]
    environment = bench.environment()
    small = bench.talk_vault()
    bare, asked, added = together(
        command([sys.executable, "-c", "pass"], environment),
        command([*own, "--help"], environment),
        command([*own, "--vault", str(small.root), "add", "one", "more", "line"], environment),
        times=_TIMES,
    )
    rows = [Row("--help", asked, "python -c pass", bare, 9.0), Row("add", added, "python -c pass", bare, 12.0)]
    for notes in (bench.notes, 5 * bench.notes):
        rows += _search(bench, notes)
    if jrnl := shutil.which("jrnl"):
        config = _jrnl_config(bench)
        theirs, ours = together(
            command([jrnl, "--config-file", str(config), "one more line."], environment),
            command([*own, "--vault", str(small.root), "add", "one", "more", "line"], environment),
            times=5,
        )
        rows.append(Row("add", ours, "jrnl", theirs, 0.2))
    return rows


def _search(bench: Bench, notes: int) -> list[Row]:
    """A word searched for, against the floor and against ripgrep."""
    vault, environment = bench.vault(notes), bench.environment()
    update(vault)
    root, name = str(vault.root), f"search from the shell, {notes:,} notes"
    searched, floor = together(
        command([sys.executable, "-m", "confnotes", "--vault", root, "search", "compiler"], environment),
        command([sys.executable, "-c", _FLOOR, root], environment),
        times=_TIMES,
    )
    rows = [Row(name, searched, "imports, scandir, stat", floor, 1.3)]
    if ripgrep := shutil.which("rg"):
        (scanned,) = together(command([ripgrep, "--ignore-case", "compiler", root], environment), times=_TIMES)
        rows.append(Row(name, searched, "ripgrep", scanned, None))
    return rows


def _jrnl_config(bench: Bench) -> Path:
    """A journal that holds the text of all notes."""
    journal, config = bench.folder / "journal.txt", bench.folder / "jrnl.yaml"
    with journal.open("w", encoding="utf-8") as file:
        for path in bench.vault().note_paths():
            text = bench.vault().read(path).text.replace("[", "(")
            file.write(f"[2019-12-10 10:00:00 AM] {text}\n")
    config.write_text(
        f"""\
colors: {{body: none, date: none, tags: none, title: none}}
default_hour: 9
default_minute: 0
display_format: pretty
editor: ''
encrypt: false
highlight: true
indent_character: '|'
journals:
  default: {{journal: {journal}}}
linewrap: 79
tagsymbols: '#@'
template: false
timeformat: '%Y-%m-%d %I:%M:%S %p'
version: v4.2
""",
        encoding="utf-8",
    )
    return config
