"""Read text files of a vault, and describe errors for people.

UTF-8, with or without a byte order mark and with any line ends, is kept byte for byte. Other encodings are shown with
replacement characters and are read-only, so that no byte is lost and no lone surrogate reaches a screen.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

from confnotes.errors import ConfnotesError, FileError, MissingError, WriteError, remedy_of
from confnotes.vault.atomic import UnclearError
from confnotes.vault.folders import open_folder, read_regular, split_path
from confnotes.vault.version import BOM, TextFile, Version, version_of

MAX_BYTES = 32 * 1024 * 1024  # what editor and parser handle without a noticeable delay

_NOT_UTF8 = "not UTF-8 text"


def read_bytes(root: Path, path: str, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file; raises NotFoundError, ConfnotesError."""
    folders, name = split_path(path)
    try:
        with open_folder(root, folders) as folder:
            return read_regular(folder, name, limit)[0]
    except OSError as error:
        raise read_error(path, error) from error


def read_text(root: Path, path: str) -> TextFile:
    """A text file and its version; raises NotFoundError, ConfnotesError."""
    data = read_bytes(root, path)
    version = version_of(data)
    content = data[len(BOM) :] if version.bom else data
    try:
        return TextFile(path, content.decode("utf-8"), version)
    except UnicodeDecodeError:
        return TextFile(path, content.decode("utf-8", errors="replace"), version, _NOT_UTF8)


def encode(text: str, based_on: Version | None) -> bytes:
    """The bytes of a text, with a byte order mark if the version it is based on has one."""
    data = text.encode("utf-8", errors="replace")
    return BOM + data if based_on and based_on.bom else data


def read_error(path: str, error: OSError) -> ConfnotesError:
    """The error for a failed read."""
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return MissingError(f"file not found in this vault: {path}", "See `confnotes list notes`.")
    if error.errno == errno.ELOOP:
        return FileError(path, "is a link", "confnotes does not follow links: put the file itself into the vault.")
    if error.errno == errno.EFBIG:
        return FileError(
            path, f"is larger than {MAX_BYTES // 1024 // 1024} MB", "Split it, or move it out of the vault."
        )
    if error.errno in (errno.EINVAL, errno.ENXIO, errno.EISDIR):
        return FileError(path, "is not a regular file", "Move it out of the vault.")
    return FileError(path, f"cannot be read: {reason_of(error)}", "Check its permissions.")


def write_error(path: str, error: OSError) -> ConfnotesError:
    """The error for a failed write; the file is unchanged, unless that is unknown."""
    if isinstance(error, UnclearError):
        message = f"{path}: cannot tell whether it was written: {reason_of(error)}"
        return ConfnotesError(message, "Check the file before you try again.")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return WriteError(path, reason_of(error), "Make the vault writable.")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return WriteError(path, "the disk is full", remedy_of(error))
    return WriteError(path, reason_of(error), remedy_of(error))


def describe_unconfirmed(path: str, done: str, doubt: OSError) -> str:
    """The message for a change that the disk did not confirm."""
    return f"{path} {done}, but the disk did not confirm it ({reason_of(doubt)}): a power cut may undo it"


def reason_of(error: OSError) -> str:
    """The reason, as part of a sentence."""
    text = error.strerror or os.strerror(error.errno or 0)
    return text[:1].lower() + text[1:]
