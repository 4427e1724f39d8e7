"""Reading the sources of an import: files, folders of files, web addresses, standard input. Nothing is written."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.importers.reading import Hints, read_program
from confnotes.model.program import ReadProgram, SourceWarning

MAX_BYTES = 64 * 1024 * 1024
_MAX_FILES = 1000


@dataclass(frozen=True, slots=True)
class Preview:
    """What one source was understood as; nothing is written yet.

    `source` names it (the file's name, “-” for standard input). `name` is the conference's name: as asked for, as the
    source says, or None when there is neither (`import_program.write` then makes one, or asks for one).
    """

    source: str
    read: ReadProgram
    name: str | None = None


def preview(sources: Sequence[str], hints: Hints) -> list[Preview]:
    """Read every source (a file, a folder of files, a web address, or “-” for standard input).

    Of a folder, files that are no program are passed over with a warning. Raises NotFoundError, UsageError,
    NetworkError, and ConfnotesError for what is no program.
    """
    found: list[Preview] = []
    for source in sources:
        if not source.strip():
            raise UsageError("a source to import has no name", "name a file, a folder, a web address, or - for input")
        if source == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
            _check_size(len(data), "standard input")
            found.append(_preview(data, source, hints))
        elif source.startswith(("http://", "https://")):
            from confnotes.services.fetch_page import fetch_page

            page = fetch_page(source)
            read = read_program(page.data, page.name, hints)
            found.append(Preview(source, read, hints.conference or read.program.conference.name))
        elif Path(source).is_dir():
            found += _folder(Path(source), hints)
        else:
            found.append(_preview(_bytes(Path(source)), Path(source).name, hints))
    return found


def _preview(data: bytes, source: str, hints: Hints) -> Preview:
    read = read_program(data, source, hints)
    return Preview(source, read, hints.conference or read.program.conference.name)


def _folder(folder: Path, hints: Hints) -> list[Preview]:
    files = sorted(path for path in folder.iterdir() if not path.name.startswith(".") and path.is_file())
    if not files:
        raise NotFoundError(f"{folder} holds no files", "name a file, or a folder with files")
    if len(files) > _MAX_FILES:
        raise UsageError(f"{folder} holds {len(files)} files", f"import at most {_MAX_FILES} at once")
    found: list[Preview] = []
    failed: list[tuple[Path, ConfnotesError]] = []
    for path in files:
        try:
            found.append(_preview(_bytes(path), path.name, hints))
        except ConfnotesError as error:
            failed.append((path, error))
    if not found:
        path, first_error = failed[0]
        message = f"{folder} holds no program; {path.name}: {first_error.message}"
        raise ConfnotesError(message, first_error.hint)
    passed = tuple(SourceWarning(f"{path.name} was passed over: {why.message}") for path, why in failed)
    if passed:
        first = found[0]
        found[0] = replace(first, read=replace(first.read, warnings=first.read.warnings + passed))
    return found


def _bytes(path: Path) -> bytes:
    """The bytes of a regular file; a pipe or device is never opened for reading."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                raise ConfnotesError(f"{path} is not a regular file", "name a file, a folder, or - for standard input")
            _check_size(facts.st_size, str(path))
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {path}", "look at its name") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ConfnotesError(f"{path} cannot be read: {reason}", "look at its permissions") from error


def _check_size(size: int, name: str) -> None:
    if size > MAX_BYTES:
        raise ConfnotesError(f"{name} is larger than {MAX_BYTES // 1024 // 1024} MB", "it is too large for a program")
