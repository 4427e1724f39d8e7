"""Two programs on one vault search and save for a minute: nothing that was typed is lost and nobody hears of locks.

    PYTHONPATH=tests python tests/two_writers.py [SECONDS]

Each adds lines to notes of its own and to one that both write, searches after every save, and closes and opens its
search now and then. Ends with 1 and says why when a line is missing or something was raised.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

NAMES = ("ann", "bob")
SHARED = "Notes/Shared.md"


def main() -> int:
    """Run it in a folder of its own."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    with tempfile.TemporaryDirectory() as folder:
        wrong = two_writers(Path(folder), seconds)
    print("\n".join(wrong) or f"Two programs wrote and searched for {seconds:g} seconds; nothing is lost.")
    return 1 if wrong else 0


def two_writers(folder: Path, seconds: float) -> list[str]:
    """What went wrong; nothing, if all is well."""
    from confnotes.vault.vault import Vault

    vault = Vault.create(folder / "vault")
    vault.save(SHARED, "begun\n", None)
    own = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CACHE", "STATE", "CONFIG")}
    writers = [_started(vault.root, name, seconds, {**os.environ, **own}) for name in NAMES]
    wrong, wanted = [], {}
    for name, writer in zip(NAMES, writers, strict=True):
        out, errors = writer.communicate(timeout=seconds + 120)
        if writer.returncode or errors:
            wrong.append(f"{name} ended with {writer.returncode}: {errors[-2000:]}")
        wanted[name] = int(out.split()[-1]) if out.split() else 0
    lines = (vault.root / SHARED).read_text(encoding="utf-8").split("\n")
    for name, count in wanted.items():
        missing = [number for number in range(count) if f"{name} line{number}{name}" not in lines]
        wrong += [f"{len(missing)} of {count} lines of {name} are lost, first line {missing[0]}"] if missing else []
    os.environ.update(own)
    from confnotes.catalogue.searching.find import find

    for name, count in wanted.items():
        found = find(vault, f"own{name} kind:note", limit=100_000).total
        wrong += [f"{found} of {count} notes of {name} are found"] if found != count else []
    return wrong


def _started(root: Path, name: str, seconds: float, environment: Mapping[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, "write", str(root), name, str(seconds)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def write(root: Path, name: str, seconds: float) -> None:
    """What one of the two does; prints how many lines and notes it wrote."""
    from confnotes.catalogue.searching.find import find, open_finder
    from confnotes.search import engine
    from confnotes.vault.vault import Vault

    setattr(engine, "DEADLINE_SECONDS", 60.0)  # noqa: B010 -- found, however busy the machine is
    vault = Vault.open(root)
    finder = open_finder(vault)
    finder.refresh()
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        line = f"{name} line{number}{name}"
        vault.change(SHARED, partial(_with_line, line))
        path = f"Notes/{name} {number}.md"
        vault.save(path, f"own{name} new{number}{name}\n", None)
        finder.note_saved(SHARED, path)
        asked = finder if number % 5 else None
        for query in (f"new{number}{name}", f"line{number}{name}"):
            found = asked.find(query, typing=False) if asked else find(vault, query)
            assert found.total == 1, f"{query}: {found}"
        number += 1
        if number % 20 == 0:
            finder.close()
            finder = open_finder(vault)
            finder.refresh()
    finder.close()
    print(number)


def _with_line(line: str, text: str) -> str:
    return f"{text}{line}\n"


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        write(Path(sys.argv[2]), sys.argv[3], float(sys.argv[4]))
    else:
        sys.exit(main())
