"""The files of a folder as a source: found in one bounded walk, read on demand.

Skips hidden files, folders of package managers, vaults inside, pictures and the like, links and non-regular files.
Never leaves the folder.
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
from confnotes.vault.layout import MARKER

MAX_DEPTH = 8  # folders in each other
MAX_FILES = 5000  # of a folder or archive
MAX_FILE_BYTES = 64 * 1024 * 1024  # of one file; larger ones are skipped
MAX_BYTES = 256 * 1024 * 1024  # of all files together
_OTHERS_FOLDERS = {"node_modules", "__pycache__", "bower_components", "venv", "__MACOSX"}
_PICTURES = r"png|jpe?g|gif|webp|svg|ico|bmp|tiff?|avif|heic|psd|ai|eps|fig|sketch"
_MEDIA = r"woff2?|ttf|otf|eot|mp[34]|m4[av]|mov|avi|mkv|webm|og[gv]|wav|flac|pdf|ps|pptx?|key"
_ARCHIVES = r"zip|gz|bz2|xz|zst|7z|rar|tar|tgz|db|sqlite|h5|np[yz]|pkl"
_CODE = r"css|s[ac]ss|less|m?[jt]s|[jt]sx|map|py|pyc|rb|sh|so|dll|dylib|exe|class|jar|lock"
_NO_PROGRAMS = re.compile(rf"\.(?:{_PICTURES}|{_MEDIA}|{_ARCHIVES}|{_CODE})", re.IGNORECASE)
_ATTACHMENTS = re.compile(rf"\.(?:{_PICTURES}|{_MEDIA})", re.IGNORECASE)
_HINT = "Import only the subfolder with the program."


def is_passed_over(path: PurePosixPath) -> bool:
    """Whether a file at this path cannot contain a program."""
    hidden = any(part.startswith(".") or part in _OTHERS_FOLDERS for part in path.parts)
    return hidden or _NO_PROGRAMS.fullmatch(path.suffix) is not None


def is_attachment(path: PurePosixPath) -> bool:
    """Whether a file is a picture, a recording, a document or the like, to show or open from a note."""
    return _ATTACHMENTS.fullmatch(path.suffix) is not None


def folder_files(
    folder: Path, cancelled: Callable[[], bool] | None = None
) -> tuple[tuple[SourceFile, ...], tuple[str, ...]]:
    """The files, sorted by path, and messages about skipped ones.

    Raises ConfnotesError for too many files or bytes and for an unreadable folder.
    """
    found: list[tuple[str, int]] = []
    warnings: list[str] = []
    total = 0
    for path, size in _walk(folder, PurePosixPath(), warnings, cancelled):
        if size > MAX_FILE_BYTES:
            warnings.append(f"skipped {path}: larger than {MAX_FILE_BYTES // 1024 // 1024} MB")
            continue
        found.append((path, size))
        total += size
        check_amount(str(folder), len(found), total)
    files = tuple(SourceFile(path, partial(_load, folder, path)) for path, _ in sorted(found))
    return files, tuple(dict.fromkeys(warnings))


def check_amount(name: str, files: int, size: int) -> None:
    """Raise ConfnotesError for more files or bytes than a program plausibly has."""
    if files > MAX_FILES:
        raise ConfnotesError(f"too many files in {name}: more than {MAX_FILES:,} could be a program", _HINT)
    if size > MAX_BYTES:
        raise ConfnotesError(f"too much data in {name}: more than {MAX_BYTES // 1024 // 1024} MB", _HINT)


def read_regular_file(path: Path, *, follow: bool = True) -> bytes:
    """Read a regular file; never waits for a pipe or device. Raises NotFoundError, ConfnotesError."""
    try:
        with os.fdopen(system.open_to_read(path, follow=follow), "rb") as file:
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                raise ConfnotesError(f"not a regular file: {path}", "Import a file, a folder, or - for standard input.")
            data = b"" if facts.st_size > MAX_FILE_BYTES else file.read(MAX_FILE_BYTES + 1)
            if max(len(data), facts.st_size) > MAX_FILE_BYTES:
                message = f"{path} is larger than {MAX_FILE_BYTES // 1024 // 1024} MB"
                raise ConfnotesError(message, "Import a smaller file.")
            return data
    except FileNotFoundError:
        raise NotFoundError(f"file not found: {path}", "Check the path.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ConfnotesError(f"cannot read {path}: {reason}", "Check its permissions.") from error


def _load(folder: Path, path: str) -> bytes:
    return read_regular_file(folder / path, follow=False)


def _walk(
    folder: Path, below: PurePosixPath, warnings: list[str], cancelled: Callable[[], bool] | None
) -> Iterator[tuple[str, int]]:
    """Path and size of each file, without following links."""
    if cancelled and cancelled():
        raise StoppedError
    try:
        with os.scandir(folder / below) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError as error:
        if not below.parts or error.errno not in (errno.EACCES, errno.EPERM, errno.ENOENT):
            reason = error.strerror or type(error).__name__
            raise ConfnotesError(f"cannot read {folder / below}: {reason}", "Check its permissions.") from error
        warnings.append(f"skipped {below}: no permission to read it")
        return
    if below.parts and any(entry.name == MARKER for entry in entries):
        warnings.append(f"skipped {below}: a vault")
        return
    for entry in entries:
        path = below / entry.name
        if is_passed_over(path):
            continue
        if entry.is_symlink():
            warnings.append("skipped symbolic links in the folder")
        elif entry.is_dir(follow_symlinks=False):
            if len(path.parts) > MAX_DEPTH:
                warnings.append(f"skipped folders nested more than {MAX_DEPTH} deep")
            else:
                yield from _walk(folder, path, warnings, cancelled)
        elif entry.is_file(follow_symlinks=False):
            yield str(path), entry.stat(follow_symlinks=False).st_size
