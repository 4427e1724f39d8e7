"""Put an exported file where the user wants it, whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from confnotes.errors import ConflictError, ConfnotesError, NotFoundError
from confnotes.markup.names import file_stem
from confnotes.vault.atomic import DiskDiffersError, atomic_write, read_regular
from confnotes.vault.version import Version, version_of

_ENDINGS = {"markdown": ".md", "html": ".html", "json": ".json", "csv": ".csv", "bibtex": ".bib", "ics": ".ics"}


def file_name(target: str, form: str) -> str:
    """The name of the file for a summary of `target`, where the user names only a folder."""
    what = {"ics": "schedule", "bibtex": "papers"}.get(form, "summary")
    return f"{file_stem(f'{target} {what}')}{_ENDINGS[form]}"


def write_export(path: Path, data: bytes, *, force: bool = False) -> bool:
    """Write the file atomically; False when it has these very bytes already.

    Another file of that name may hold edits of its author: it is written over only when `force`, else ConflictError.
    Raises NotFoundError for a folder that is not there, ConfnotesError when it cannot be written.
    """
    try:
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError:
        raise NotFoundError(f"there is no folder {path.parent}", "make it first, or name another") from None
    except OSError as error:
        raise _failed(path, error) from error
    try:
        there = _there(folder, path.name)
        if there is not None and there[0] == data:
            return False
        if there is not None and not force:
            raise ConflictError(
                f"{path} is there already and was not changed", "give it another name, or write over it with --force"
            )
        atomic_write(folder, path.name, data, there[1] if there else None)
    except DiskDiffersError:
        raise ConflictError(f"{path} was changed by another program just now", "run the export again") from None
    except OSError as error:
        raise _failed(path, error) from error
    finally:
        os.close(folder)
    return True


def _there(folder: int, name: str) -> tuple[bytes, Version] | None:
    try:
        data = read_regular(folder, name)[0]
    except FileNotFoundError:
        return None
    return data, version_of(data)


def _failed(path: Path, error: OSError) -> ConfnotesError:
    if error.errno in (errno.ELOOP, errno.EINVAL, errno.ENXIO):
        return ConfnotesError(f"{path} is not a regular file", "name another file")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ConfnotesError(f"{path} cannot be written: permission denied", "name another folder")
    return ConfnotesError(f"{path} cannot be written: {error.strerror or error}", "name another folder")
