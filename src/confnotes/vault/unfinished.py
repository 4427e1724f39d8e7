"""Unfinished versions of files: their names, and what to do with those that a killed program left.

A new version is named `.part` while it is written and `.tmp` when it is complete. Then it is exchanged with the file,
so that a `.tmp` may hold the new version, the old one, or the only copy of what another program wrote just then. The
name starts with digests of the new and the old version, so that the three can be distinguished, and ends with the path
of the file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote

from confnotes import system
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.system import Folder
from confnotes.vault.folders import open_folder, read_regular, rename_new, split_path, turn
from confnotes.vault.layout import MARKER
from confnotes.vault.version import Version, digest_of

PREFIX = ".confnotes-"
PART, WHOLE = ".part", ".tmp"
_DIGITS = 12  # of a digest: enough to distinguish the versions of one file
_NONE = "0" * _DIGITS
_MOST_BYTES = 200  # of a name: with the rest it stays within 255
_TURN_SECONDS = 0.2  # at start-up; a busy folder is checked again at the next start


class _Name(NamedTuple):
    """The parts of an unfinished version's name; `old` is empty for a new file."""

    path: str
    ours: str
    old: str


def name_for(path: str, ours: Version, old: Version | None) -> str:
    """The name, without its ending, for writing the version `ours` of the file at `path`."""
    before = old.digest[:_DIGITS] if old else _NONE
    quoted = os.fsencode(path.replace("%", "%25").replace("/", "%2F"))[:_MOST_BYTES]
    made = f"{PREFIX}{ours.digest[:_DIGITS]}-{before}-{os.urandom(2).hex()}-"
    return made + quoted.decode("utf-8", "ignore")


def is_unfinished(name: str) -> bool:
    """Whether a save left a file of that name."""
    return name.startswith(PREFIX) and name.endswith((PART, WHOLE))


def remove(folder: Folder, name: str) -> None:
    """Remove a file of the folder; raises OSError."""
    path, inside = system.at(folder, name)
    os.unlink(path, dir_fd=inside)


def clear(folder: Folder, name: str, *versions: Version | None) -> None:
    """Remove an unfinished version if it is one of these versions; ignores errors."""
    with suppress(OSError):
        if digest_of(read_regular(folder, name)[0]) in {version.digest for version in versions if version}:
            remove(folder, name)


def settle(root: Path, folders: list[str], is_kept: Callable[[str, bytes], bool]) -> Iterator[str]:
    """Remove files that a killed program left in a folder of the vault, or keep them: yields their paths.

    A new note gets its name if that is still free, any other text the name of a conflict copy.
    Removed are incomplete versions, and those equal to the current file, to the old version, or to a version kept
    elsewhere, as `is_kept` tells for a path and bytes. Files of running programs stay. Raises nothing.
    """
    with suppress(OSError, ConfnotesError), open_folder(root, folders) as aside:
        for name in filter(is_unfinished, sorted(os.listdir(aside))):  # noqa: PTH208 - a descriptor
            said = _read_name(name)
            base = [] if folders == [MARKER] else folders
            own = [*base, *said.path.split("/")[:-1]]
            for within in (own, base):
                with suppress(OSError, ConfnotesError), open_folder(root, within) as folder:
                    is_new = within == own and bool(said.ours and not said.old)
                    with turn(folder, _TURN_SECONDS) as free:
                        copy = _settled(aside, name, said, folder, is_kept, is_new=is_new) if free else None
                    if copy is not None:
                        yield "/".join([*within, copy])
                    break


def _settled(
    aside: Folder, name: str, said: _Name, folder: Folder, is_kept: Callable[[str, bytes], bool], *, is_new: bool
) -> str | None:
    """Remove the file, or move it into the folder and return its name there."""
    data = read_regular(aside, name)[0]
    digest = digest_of(data)
    path = PurePosixPath(said.path)
    nobody_misses_it = name.endswith(PART) or not data or _is_there(folder, said, data)
    if said.old and digest.startswith(said.old):
        nobody_misses_it = True
    elif said.ours and digest.startswith(said.ours):
        nobody_misses_it |= path.suffix != ".md" or is_kept(said.path, data)
    copy = f"{path.stem} (conflict {digest[:8]}){path.suffix}"
    if is_new and _there(folder, path.name) is None:
        copy = path.name
    if not nobody_misses_it and _there(folder, copy) != data:
        put_new(aside, name, folder, copy)
        return copy
    remove(aside, name)
    return None


def put_new(folder: Folder, name: str, new_folder: Folder, new: str) -> None:
    """Move a file to a name that must be free; raises FileExistsError and other OSErrors, and then changes nothing."""
    if rename_new(folder, name, new_folder, new):
        return
    try:
        (path, inside), (new_path, new_inside) = system.at(folder, name), system.at(new_folder, new)
        os.link(path, new_path, src_dir_fd=inside, dst_dir_fd=new_inside, follow_symlinks=False)
        remove(folder, name)
    except FileExistsError:
        raise
    except OSError:
        with suppress(OSError):
            if are_one(folder, name, new_folder, new):
                remove(new_folder, new)
        raise


def are_one(folder: Folder, name: str, other_folder: Folder, other: str) -> bool:
    """Whether two names, each in its folder, refer to the same file; raises OSError."""
    (path, inside), (other_path, other_inside) = system.at(folder, name), system.at(other_folder, other)
    one = os.stat(path, dir_fd=inside, follow_symlinks=False)
    two = os.stat(other_path, dir_fd=other_inside, follow_symlinks=False)
    return (one.st_dev, one.st_ino) == (two.st_dev, two.st_ino)


def _there(folder: Folder, name: str) -> bytes | None:
    try:
        return read_regular(folder, name)[0]
    except OSError:
        return None


def _is_there(folder: Folder, said: _Name, data: bytes) -> bool:
    """Whether the file has this content; without a file in the name, whether any note has it."""
    names = [PurePosixPath(said.path).name] if said.ours else os.listdir(folder)  # noqa: PTH208
    return any(_there(folder, name) == data for name in names if said.ours or name.endswith(".md"))


def _read_name(name: str) -> _Name:
    """The parts of the name; empty for names by older versions of confnotes or other programs."""
    ours, old, _, path = (*name.removeprefix(PREFIX).removesuffix(PART).removesuffix(WHOLE).split("-", 3), "", "", "")[
        :4
    ]
    try:
        split_path(path := unquote(path))
    except NotFoundError:
        return _Name("cut off.md", "", "")
    return _Name(path, ours, "" if old == _NONE else old)
