"""What goldens are kept as: our own samples' as files to be read, a digest in a table for those that are others' or
too long to be read."""

from __future__ import annotations

import difflib
import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHARED = ROOT.parent / "shared"
FILES = HERE / "kept"
TABLES = {True: HERE / "shared.tsv", False: HERE / "digests.tsv"}
"""Of what is made of the folder beside the checkout, and of our own."""
OF_SHARED = ("seeds", "imports")
_NAMED, _LINES = 30, 80


class Text(NamedTuple):
    """A golden: its name, what it says, and whether all of it is kept or a digest.

    What another program `made` of what we handed it is not kept: it is another one where that program is another.
    """

    name: str
    text: str
    full: bool = True
    made: bool = False


def digest(data: bytes) -> str:
    """What two texts that differ do not share."""
    return hashlib.sha256(data).hexdigest()[:20]


def part_of(path: str) -> str:
    """The part that makes it."""
    return path.partition("/")[0]


def kept(parts: Collection[str]) -> dict[str, str]:
    """What is kept of these parts."""
    found = read(FILES)
    for table in TABLES.values():
        found |= _rows(table)
    return {path: text for path, text in found.items() if part_of(path) in parts}


def as_kept(texts: Mapping[str, Text]) -> dict[str, str]:
    """What of these would be kept."""
    return {
        path: text.text if _is_full(path, text) else digest(text.text.encode())
        for path, text in texts.items()
        if not text.made
    }


def keep(texts: Mapping[str, Text], parts: Collection[str]) -> None:
    """Keep these instead of what is kept of their parts."""
    now = as_kept(texts)
    in_full = {path for path in now if _is_full(path, texts[path])}
    for path in kept(parts).keys() - in_full:
        (FILES / path).unlink(missing_ok=True)
    for path in in_full:
        write(FILES / path, now[path])
    for shared, table in TABLES.items():
        rows = {path: row for path, row in _rows(table).items() if part_of(path) not in parts}
        rows |= {path: now[path] for path in now.keys() - in_full if (part_of(path) in OF_SHARED) is shared}
        write(table, "".join(f"{row}\t{path}\n" for path, row in sorted(rows.items())))


def read(folder: Path) -> dict[str, str]:
    """What every file below a folder says, its line ends as they are."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in files}


def write(path: Path, text: str) -> None:
    """Write it, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def differences(before: Mapping[str, str], now: Mapping[str, str], *, every: bool = False) -> Iterator[str]:
    """How many differ of each kind, which, and their lines: the first ones, or `every` one."""
    paths = sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
    if not paths:
        return
    kinds = Counter("/".join(path.split("/")[:2]) if path.count("/") > 1 else part_of(path) for path in paths)
    yield f"{len(paths)} of {len(before.keys() | now.keys())} goldens are others:"
    yield from (f"  {count:5} {kind}" for kind, count in sorted(kinds.items()))
    for path in paths if every else paths[:_NAMED]:
        state = "new" if path not in before else "gone" if path not in now else "other"
        yield f"\n{state}: {path}"
        if state == "other":
            found = list(difflib.unified_diff(before[path].split("\n"), now[path].split("\n"), n=1, lineterm=""))[2:]
            yield from found if every else found[:_LINES]
            if len(found) > _LINES and not every:
                yield f"… and {len(found) - _LINES} lines more"
    if len(paths) > _NAMED and not every:
        yield f"\n… and {len(paths) - _NAMED} others"


def _is_full(path: str, text: Text) -> bool:
    return text.full and part_of(path) not in OF_SHARED


def _rows(table: Path) -> dict[str, str]:
    if not table.is_file():
        return {}
    rows = (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines())
    return {path: row for row, path in rows}
