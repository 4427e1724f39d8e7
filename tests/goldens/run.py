"""Makes what users have of confnotes as text, holds it against what is kept, and keeps it.

Each part is made by a process with a home, a clock, a zone and a language that are always the same.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from goldens.kept import OF_SHARED, ROOT, SHARED, Text, as_kept, differences, keep, kept, read, write
from goldens.recorders import recorders
from tools import works

TESTS = Path(__file__).parents[1]
IN_FULL = ROOT / ".goldens"
QUICK = ("sample", "syntax", "typed")
"""What `make test` holds, too."""
PARTS = ("imports", "screens-80x24", "screens-120x32", "sample", "syntax", "seeds", "typed")
CLOCKS = {"typed": "2024-05-06T10:05", "syntax": "2032-06-07T10:10"}
MADE_BY = {"latex": "pandoc", "docx": "pandoc", "epub": "pandoc", "pdf": "typst"}
SAMPLE_CLOCK = "2019-12-10T10:10"


def main() -> int:
    """1 when a golden is another one than was kept."""
    parser = argparse.ArgumentParser(prog="goldens", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"only these: {' '.join(PARTS)}")
    parser.add_argument("--look", action="store_true", help="keep nothing")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="only write them all in full there")
    parser.add_argument("--base", metavar="COMMIT", help="show what differs from that commit, in full")
    given = parser.parse_args()
    parts = [part for part in given.parts or PARTS if part not in OF_SHARED or (SHARED / "seeds").is_dir()]
    if given.base:
        return against(given.base, parts)
    texts = made_by(parts)
    if given.into:
        for path, text in texts.items():
            write(given.into / path, text.text)
        return 0
    return held(texts, parts, may_keep=not given.look)


def held(texts: Mapping[str, Text], parts: Collection[str], *, may_keep: bool) -> int:
    """Show what differs from what is kept, and keep it."""
    lacking = {form for form, tool in MADE_BY.items() if not (works(tool) if tool == "pandoc" else find_spec(tool))}
    before = {path: text for path, text in kept(parts).items() if not lacking & {*path.replace("/", " ").split(" ")}}
    shown = list(differences(before, as_kept(texts)))
    print(*shown or ["every golden is as it was"], sep="\n")
    if not shown:
        return 0
    if may_keep and lacking:
        print("\nnothing was kept: that takes pandoc and typst")
    elif may_keep:
        keep(texts, parts)
        print("\nkept; `git diff tests/goldens` shows it, `make goldens BASE=HEAD` what is kept as a digest, too")
    return 1


def against(commit: str, parts: Collection[str]) -> int:
    """Make the texts of a commit and of this checkout in full, and show what differs."""
    asked = ["git", "-C", str(ROOT), "rev-parse", "--short", f"{commit}^{{commit}}"]
    name = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    tree, before, now = IN_FULL / name, IN_FULL / f"{name}-texts", IN_FULL / "texts"
    for folder in (before, now):
        shutil.rmtree(folder, ignore_errors=True)
    if not tree.is_dir():
        add = ["git", "-C", str(ROOT), "worktree", "add", "--force", "--quiet", "--detach"]
        subprocess.run([*add, str(tree), name], check=True)
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
        subprocess.run([*install, "--target", str(tree / ".installed"), str(tree)], check=True)
    if SHARED.is_dir() and not (IN_FULL / "shared").exists():
        (IN_FULL / "shared").symlink_to(SHARED.resolve())
    for folder, tests, source in ((before, tree / "tests", [str(tree / ".installed")]), (now, TESTS, [])):
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([*source, str(tests)])}
        command = [sys.executable, str(tests / "goldens/run.py"), "--into", str(folder), *parts]
        subprocess.run(command, env=environment, check=True)
    texts = [read(folder) for folder in (before, now)]
    shown = "\n".join(differences(*texts, every=True)) or f"every golden is as in {name}"
    write(IN_FULL / f"{name}.diff", f"{shown}\n")
    print(*list(differences(*texts)) or [shown], f"\nall of it: .goldens/{name}.diff", sep="\n")
    return int(texts[0] != texts[1])


def made_by(parts: Collection[str]) -> dict[str, Text]:
    """Every golden of these parts by its path; four parts at a time, for screens mostly wait."""
    with ThreadPoolExecutor(4) as four:
        return {f"{part}/{text.name}": text for part, texts in four.map(_made, parts) for text in texts}


def _made(part: str) -> tuple[str, list[Text]]:
    begun = perf_counter()
    with TemporaryDirectory(prefix="goldens-") as name:
        home, into = Path(name, "home"), Path(name, "made.json")
        home.mkdir()
        subprocess.run(
            [sys.executable, "-m", "goldens.part", part, str(into)],
            cwd=home,
            env=_environment(part, home, recorders(Path(name))),
            check=True,
        )
        texts = [Text(*one) for one in json.loads(into.read_text(encoding="utf-8"))]
    print(f"{part}: {len(texts)} texts in {perf_counter() - begun:.0f} s", file=sys.stderr)
    return part, texts


def _environment(part: str, home: Path, found_first: Mapping[str, str]) -> dict[str, str]:
    ours = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    seed = {name: os.environ[name] for name in ("PYTHONHASHSEED",) if name in os.environ}
    return {
        **seed,
        **found_first,
        "PYTHONPATH": os.pathsep.join([found_first["PYTHONPATH"], *ours, str(TESTS)]),
        "HOME": str(home),
        "TMPDIR": str(home.parent),
        "TZ": "UTC",
        "LANG": "C.UTF-8",
        "COLUMNS": "100",
        "TERM": "xterm-256color",
        "CONFNOTES_NOW": CLOCKS.get(part, SAMPLE_CLOCK),
    }


if __name__ == "__main__":
    raise SystemExit(main())
