"""Run pandoc on its own document tree, in a temporary private folder, with time and memory limits."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile, ZipInfo

from confnotes.errors import ConfnotesError
from confnotes.exporters.pandoc.ast import Blocks, Element
from confnotes.exporters.run_beside import run_beside
from confnotes.extras import install_program

_SECONDS = 120
_MEMORY = "1500m"
_EARLIEST = date(1980, 1, 1)
"""Earliest date that zip archives can store."""


def find_pandoc(form: str) -> str:
    """The path of pandoc; raises ConfnotesError with install instructions."""
    found = shutil.which("pandoc")
    if found is None:
        raise ConfnotesError(f"pandoc is needed for {form}", f"Run: {install_program('pandoc')}")
    return found


def convert(
    form: str,
    meta: Mapping[str, Element],
    blocks: Blocks,
    options: Sequence[str],
    files: Mapping[str, bytes],
    day: date | None,
) -> bytes:
    """The document in a pandoc format, dated `day`.

    `options` may name the files by relative path. Raises ConfnotesError if pandoc is missing, fails, or exceeds
    _SECONDS or _MEMORY.
    """
    program = find_pandoc(form)
    tree = {"pandoc-api-version": _version(program), "meta": dict(meta), "blocks": blocks}
    with TemporaryDirectory(prefix="confnotes-") as folder:
        for name, data in files.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        command = ["--from=json", f"--to={form}", "--standalone", "--output=made", "--quiet", *options]
        _run(program, command, folder, json.dumps(tree).encode(), day)
        return _made(folder)


def without_times(archive: bytes) -> bytes:
    """A zip-based document without the times at which pandoc created its parts."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as source, ZipFile(made, "w") as target:
        for entry in source.infolist():
            part = ZipInfo(entry.filename)
            part.compress_type = entry.compress_type
            target.writestr(part, source.read(entry))
    return made.getvalue()


def default_file(name: str, form: str) -> bytes:
    """One of pandoc's default files, such as `reference.docx`."""
    with TemporaryDirectory(prefix="confnotes-") as folder:
        _run(find_pandoc(form), ["--output=made", f"--print-default-data-file={name}"], folder, b"", None)
        return _made(folder)


def _made(folder: str) -> bytes:
    """The file that pandoc wrote; raises ConfnotesError if there was none."""
    try:
        return (Path(folder) / "made").read_bytes()
    except FileNotFoundError:
        raise _no_pandoc() from None


def _no_pandoc() -> ConfnotesError:
    return ConfnotesError("the program called pandoc is not pandoc", "Check `pandoc --version`: 2.11 or later works.")


@cache
def _version(program: str) -> list[int]:
    """The version of the tree format of this pandoc."""
    with TemporaryDirectory(prefix="confnotes-") as folder:
        said = _run(program, ["--from=commonmark", "--to=json"], folder, b"", None)
    try:
        version = json.loads(said).get("pandoc-api-version")
    except (ValueError, AttributeError):
        raise _no_pandoc() from None
    if not version or version[:2] < [1, 22]:
        raise ConfnotesError("this version of pandoc is too old", "Install pandoc 2.11 or later.")
    return list(version)


def _run(program: str, arguments: Sequence[str], folder: str, given: bytes, day: date | None) -> bytes:
    """Pandoc's output. It sees no user settings, and its input has no paths outside the folder."""
    made = max(day or _EARLIEST, _EARLIEST)
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": folder,
        "LANG": "C.UTF-8",
        "SOURCE_DATE_EPOCH": str(int(datetime(made.year, made.month, made.day, tzinfo=UTC).timestamp())),
    }
    command = [program, "+RTS", f"-M{_MEMORY}", "-RTS", f"--data-dir={folder}", *arguments]
    try:
        done = run_beside(command, given, seconds=_SECONDS, folder=folder, environment=environment)
    except subprocess.TimeoutExpired:
        raise ConfnotesError(
            f"pandoc took longer than {_SECONDS} seconds", "Export a day or a search instead."
        ) from None
    except OSError as error:
        raise ConfnotesError(f"pandoc cannot be started: {error.strerror}", "Reinstall pandoc.") from error
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[-300:]
        raise ConfnotesError(
            f"pandoc failed: {said or done.returncode}", "Check `pandoc --version`: 2.11 or later works."
        )
    return done.stdout
