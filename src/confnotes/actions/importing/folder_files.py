"""The files of a folder as a source: found by one bounded walk, read when somebody asks for them.

Passed over: what is hidden, what package managers put there, pictures and the like, links, and all that is no regular
file. A walk never leaves the folder.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from confnotes import system
from confnotes.errors import ConfnotesError, NotFoundError, StoppedError
from confnotes.importers.source import SourceFile

MAX_DEPTH = 8
MAX_FILES = 5000
MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_BYTES = 256 * 1024 * 1024
_OTHERS_FOLDERS = {"node_modules", "__pycache__", "bower_components", "venv", "__MACOSX"}
_PICTURES = r"png|jpe?g|gif|webp|svg|ico|bmp|tiff?|avif|heic|psd|ai|eps|fig|sketch"
_MEDIA = r"woff2?|ttf|otf|eot|mp[34]|m4[av]|mov|avi|mkv|webm|og[gv]|wav|flac|pdf|ps|pptx?|key"
_ARCHIVES = r"zip|gz|bz2|xz|zst|7z|rar|tar|tgz|db|sqlite|h5|np[yz]|pkl"
_CODE = r"css|s[ac]ss|less|m?[jt]s|[jt]sx|map|py|pyc|rb|sh|so|dll|dylib|exe|class|jar|lock"
_NO_PROGRAMS = re.compile(rf"\.(?:{_PICTURES}|{_MEDIA}|{_ARCHIVES}|{_CODE})", re.IGNORECASE)
_HINT = "Import the folder in it that holds the program."


def is_passed_over(path: PurePosixPath) -> bool:
    """Whether a file at this path below a folder is none that a program could be in."""
    hidden = any(part.startswith(".") or part in _OTHERS_FOLDERS for part in path.parts)
    return hidden or _NO_PROGRAMS.fullmatch(path.suffix) is not None


def folder_files(
    folder: Path, cancelled: Callable[[], bool] | None = None
) -> tuple[tuple[SourceFile, ...], tuple[str, ...]]:
    """The files, ordered by their paths, and what to say about those that were left out.

    Raises ConfnotesError for more files or bytes than a program has, and for a folder that cannot be read.
    """
    found: list[tuple[str, int]] = []
    warnings: list[str] = []
    total = 0
    for path, size in _walk(folder, PurePosixPath(), warnings, cancelled):
        if size > MAX_FILE_BYTES:
            warnings.append(f"{path} skipped: larger than {MAX_FILE_BYTES // 1024 // 1024} MB")
            continue
        found.append((path, size))
        total += size
        check_amount(str(folder), len(found), total)
    files = tuple(SourceFile(path, partial(_load, folder, path)) for path, _ in sorted(found))
    return files, tuple(dict.fromkeys(warnings))


def check_amount(name: str, files: int, size: int) -> None:
    """Raise ConfnotesError for more files or bytes than a program has."""
    if files > MAX_FILES:
        raise ConfnotesError(f"{name} holds more than {MAX_FILES:,} files that could be a program", _HINT)
    if size > MAX_BYTES:
        raise ConfnotesError(f"{name} holds more than {MAX_BYTES // 1024 // 1024} MB", _HINT)


def read_regular_file(path: Path, limit: int, *, follow: bool = True) -> bytes:
    """The bytes of a regular file; a pipe or device is never waited for. Raises NotFoundError, ConfnotesError."""
    try:
        with os.fdopen(system.open_to_read(path, follow=follow), "rb") as file:
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                raise ConfnotesError(
                    f"{path} is not a regular file", "Import a file, a folder, or - for standard input."
                )
            data = b"" if facts.st_size > limit else file.read(limit + 1)
            if max(len(data), facts.st_size) > limit:
                message = f"{path} is larger than {limit // 1024 // 1024} MB"
                raise ConfnotesError(message, "Import a smaller file.")
            return data
    except FileNotFoundError:
        raise NotFoundError(f"file not found: {path}", "check the path") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ConfnotesError(f"{path} cannot be read: {reason}", "Check its permissions.") from error


def _load(folder: Path, path: str) -> bytes:
    return read_regular_file(folder / path, MAX_FILE_BYTES, follow=False)


def _walk(
    folder: Path, below: PurePosixPath, warnings: list[str], cancelled: Callable[[], bool] | None
) -> Iterator[tuple[str, int]]:
    """Path and size of each file; links are not followed."""
    if cancelled and cancelled():
        raise StoppedError
    try:
        with os.scandir(folder / below) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError as error:
        if not below.parts or error.errno not in (errno.EACCES, errno.EPERM, errno.ENOENT):
            reason = error.strerror or type(error).__name__
            raise ConfnotesError(f"{folder / below} cannot be read: {reason}", "Check its permissions.") from error
        warnings.append(f"{below} skipped: cannot read it")
        return
    for entry in entries:
        path = below / entry.name
        if is_passed_over(path):
            continue
        if entry.is_symlink():
            warnings.append("symbolic links in the folder were not followed")
        elif entry.is_dir(follow_symlinks=False):
            if len(path.parts) > MAX_DEPTH:
                warnings.append(f"folders more than {MAX_DEPTH} deep were skipped")
            else:
                yield from _walk(folder, path, warnings, cancelled)
        elif entry.is_file(follow_symlinks=False):
            yield str(path), entry.stat(follow_symlinks=False).st_size
