"""Commands from the shell: against Python itself, `search` against ripgrep, and `add` against jrnl over the same
notes, where there are these."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from bench.measure import Bench, Row, command, together
from confnotes.services.searching.update_index import update

_TIMES = 15


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
    vault = bench.vault()
    update(vault)
    search = command([*own, "--vault", str(vault.root), "search", "compiler"], environment)
    if ripgrep := shutil.which("rg"):
        other = command([ripgrep, "--ignore-case", "compiler", str(vault.root)], environment)
        searched, scanned = together(search, other, times=_TIMES)
        rows.append(Row("search from the shell", searched, "ripgrep", scanned, 6.0))
    else:
        (searched,) = together(search, times=_TIMES)
        rows.append(Row("search from the shell", searched, "python -c pass", bare, None))
    if jrnl := shutil.which("jrnl"):
        config = _jrnl_config(bench)
        theirs, ours = together(
            command([jrnl, "--config-file", str(config), "one more line."], environment),
            command([*own, "--vault", str(small.root), "add", "one", "more", "line"], environment),
            times=5,
        )
        rows.append(Row("add", ours, "jrnl", theirs, 0.2))
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
